// SPDX-License-Identifier: Apache-2.0
// Owns when each connection must be looked at next: 8 bytes each, no work while bytes flow.
// Never decides that a connection ends: it only names those whose time may have come.

/// A timing wheel over slot numbers.
///
/// A connection that hears something does not move here. When its old moment comes it is named, the
/// loop sees that the deadline has moved on, and puts it back: one visit per span, not per line.
struct IdleWheel {
    /// Width of a bucket: the error of every idle limit.
    static let tickMilliseconds: Int64 = 100
    /// 51 s around; a later moment is looked at once a round.
    static let bucketCount = 512

    private static let unlinked: Int32 = -1

    private var heads = [Int32](repeating: unlinked, count: bucketCount)
    private var next: [Int32] = []
    // The slot before; for the first of bucket b: -2 - b.
    private var previous: [Int32] = []
    private var linked = 0
    /// The last tick whose bucket was emptied.
    private var current: Int64
    /// No bucket before this tick holds anything.
    private var earliest = Int64.max

    /// - Parameter now: monotonic milliseconds.
    init(now: Int64) {
        current = now / Self.tickMilliseconds
    }

    /// When `collect` has something to do; never too late, sometimes too early. Nil: never.
    var nextMoment: Int64? { linked == 0 ? nil : earliest * Self.tickMilliseconds }

    /// Names `slot` at `moment` or soon after; replaces what was set before.
    mutating func set(_ slot: Int, at moment: Int64) {
        while slot >= next.count {
            next.append(Self.unlinked)
            previous.append(Self.unlinked)
        }
        remove(slot)
        let wanted =
            moment / Self.tickMilliseconds + (moment % Self.tickMilliseconds > 0 ? 1 : 0)
        let tick = min(max(wanted, current + 1), current + Int64(Self.bucketCount) - 1)
        let bucket = Int(tick) % Self.bucketCount
        let head = heads[bucket]
        next[slot] = head
        previous[slot] = -2 - Int32(bucket)
        if head >= 0 { previous[Int(head)] = Int32(slot) }
        heads[bucket] = Int32(slot)
        linked += 1
        earliest = min(earliest, tick)
    }

    /// Forgets `slot`.
    mutating func remove(_ slot: Int) {
        guard slot < next.count, previous[slot] != Self.unlinked else { return }
        let after = next[slot]
        let before = previous[slot]
        if before >= 0 { next[Int(before)] = after } else { heads[Int(-2 - before)] = after }
        if after >= 0 { previous[Int(after)] = before }
        next[slot] = Self.unlinked
        previous[slot] = Self.unlinked
        linked -= 1
    }

    /// Appends every slot whose moment has come, and forgets it.
    mutating func collect(now: Int64, into slots: inout [Int]) {
        let tick = now / Self.tickMilliseconds
        guard tick >= earliest else {
            // Keeps the horizon of `set` in step while nothing is due.
            current = max(current, tick)
            return
        }
        let last = min(tick, earliest + Int64(Self.bucketCount) - 1)
        for due in earliest...last {
            let bucket = Int(due) % Self.bucketCount
            while heads[bucket] >= 0 {
                slots.append(Int(heads[bucket]))
                remove(Int(heads[bucket]))
            }
        }
        current = max(current, tick)
        findEarliest()
    }

    private mutating func findEarliest() {
        earliest = .max
        guard linked > 0 else { return }
        for step in 1..<Int64(Self.bucketCount)
        where heads[Int(current + step) % Self.bucketCount] >= 0 {
            earliest = current + step
            return
        }
    }
}
