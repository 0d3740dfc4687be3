// SPDX-License-Identifier: Apache-2.0
/// The centre's clock: boot time anchored once to wall time; never goes back, and a stepped wall
/// clock moves no deadline.

import Glibc
import Vocabulary

struct CentreClock: Sendable {
    private let anchor: Int64

    init() { anchor = CentreClock.milliseconds(CLOCK_REALTIME) - CentreClock.milliseconds(CLOCK_BOOTTIME) }

    /// Now, in milliseconds since the epoch as the wall clock stood at the start.
    var now: Moment { Moment(milliseconds: anchor + CentreClock.milliseconds(CLOCK_BOOTTIME)) }

    /// How far the wall clock has moved away since the start, in milliseconds.
    var wallOffset: Int64 { CentreClock.milliseconds(CLOCK_REALTIME) - now.milliseconds }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
