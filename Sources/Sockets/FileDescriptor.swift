// SPDX-License-Identifier: Apache-2.0
// Owns one kernel descriptor and closes it once, when it goes out of use.
// Never says what the descriptor is for.

import Glibc

/// A kernel descriptor with one owner; closed when dropped.
package struct FileDescriptor: ~Copyable, Sendable {
    /// The number for system calls; negative: nothing is owned.
    package let raw: Int32

    /// Takes over `raw`; nobody else may close it from now on.
    package init(owning raw: Int32) {
        self.raw = raw
    }

    /// Owns nothing.
    package static var none: FileDescriptor { FileDescriptor(owning: -1) }

    /// Something is owned.
    package var isOpen: Bool { raw >= 0 }

    /// Hands the number to somebody else, who must close it.
    package consuming func release() -> Int32 {
        let raw = raw
        discard self
        return raw
    }

    deinit {
        // The result is of no use: Linux frees the number even when close says EINTR or EIO.
        if raw >= 0 { _ = Glibc.close(raw) }
    }
}

/// Milliseconds of CLOCK_MONOTONIC: for spans only, it has no relation to the time of day.
package func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
