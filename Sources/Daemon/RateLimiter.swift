// SPDX-License-Identifier: Apache-2.0
/// How many messages of one account, or of one address, are taken in a while. What is over gets no
/// answer, so that the device sends it again.
/// Never holds back who is quiet.

import Vocabulary

/// A bucket of messages for each sender that was heard lately. Owned by one socket worker.
struct RateLimiter<Sender: Hashable> {
    /// Messages that a sender may send at once.
    let burst: Double
    /// Messages a second after that.
    let perSecond: Double
    /// Senders remembered; then all begin anew with a full bucket.
    static var sendersMax: Int { 20_000 }

    private struct Bucket {
        var left: Double
        var at: Int64
    }
    private var buckets: [Sender: Bucket] = [:]

    init(burst: Double, perSecond: Double) {
        self.burst = burst
        self.perSecond = perSecond
    }

    /// Whether one more message of `sender` is taken at `now` (monotonic milliseconds).
    mutating func admits(_ sender: Sender, at now: Int64) -> Bool {
        if buckets.count >= Self.sendersMax, buckets[sender] == nil { buckets = [:] }
        var bucket = buckets[sender] ?? Bucket(left: burst, at: now)
        let passed = Double(now - bucket.at) / 1000
        bucket.left = min(burst, bucket.left + passed * perSecond)
        bucket.at = now
        defer { buckets[sender] = bucket }
        guard bucket.left >= 1 else { return false }
        bucket.left -= 1
        return true
    }
}
