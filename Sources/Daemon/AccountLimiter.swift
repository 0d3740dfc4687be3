// SPDX-License-Identifier: Apache-2.0
/// How many events of one account are taken in a while: a runaway device has its call long since, and
/// must not fill the disk. What is over gets no answer, so that the device sends it again.
/// Never holds back an account that is quiet.

import Vocabulary

/// A bucket of events for each account that was heard lately. Owned by one socket worker.
struct AccountLimiter {
    /// Events that an account may send at once: a panel that was cut off sends what it kept.
    static let burst = 50.0
    /// Events a second after that.
    static let perSecond = 5.0
    /// Accounts remembered; then all begin anew with a full bucket.
    static let accountsMax = 20_000

    private struct Bucket {
        var left: Double
        var at: Int64
    }
    private var buckets: [DeviceID: Bucket] = [:]

    /// Whether one more message of `account` is taken at `now` (monotonic milliseconds).
    mutating func admits(_ account: DeviceID, at now: Int64) -> Bool {
        if buckets.count >= Self.accountsMax, buckets[account] == nil { buckets = [:] }
        var bucket = buckets[account] ?? Bucket(left: Self.burst, at: now)
        let passed = Double(now - bucket.at) / 1000
        bucket.left = min(Self.burst, bucket.left + passed * Self.perSecond)
        bucket.at = now
        defer { buckets[account] = bucket }
        guard bucket.left >= 1 else { return false }
        bucket.left -= 1
        return true
    }
}
