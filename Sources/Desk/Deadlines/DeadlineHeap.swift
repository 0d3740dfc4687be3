// SPDX-License-Identifier: Apache-2.0
/// Every "later" in the program, in one heap. Entries are never removed early: each is checked
/// against the state when it falls due, so a stale one does nothing.

package import Vocabulary

/// What falls due. Operators are named by the position of their seat, which never changes.
package enum Deadline: Hashable, Sendable {
    case offer(CallID)
    case ladder(CallID)
    case park(CallID)
    case confirm(CallID)
    case attempt(AttemptID)
    case lease(seat: Int32)
    case lost(seat: Int32)
    case wrapUp(seat: Int32)
    case followUp(FollowUpID)
    case nobody
    case situation
    case forgetting
    case supervision
}

/// A binary min-heap by moment, then by order of arming (a total order, so replays agree).
package struct DeadlineHeap: Sendable {
    private struct Entry {
        var at: Moment
        var order: UInt64
        var deadline: Deadline
        func isBefore(_ other: Entry) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }
    private var entries: [Entry] = []
    private var armed: UInt64 = 0

    package init() {}
    package var count: Int { entries.count }
    /// The earliest moment at which something is due.
    package var next: Moment? { entries.first?.at }

    package mutating func arm(_ deadline: Deadline, at moment: Moment) {
        armed += 1
        entries.append(Entry(at: moment, order: armed, deadline: deadline))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].isBefore(entries[parent]) else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// The next entry due at `now`, removed.
    package mutating func popDue(at now: Moment) -> (deadline: Deadline, at: Moment)? {
        guard let first = entries.first, first.at <= now else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            var parent = 0
            while true {
                var smallest = parent
                let left = 2 * parent + 1
                if left < entries.count, entries[left].isBefore(entries[smallest]) {
                    smallest = left
                }
                if left + 1 < entries.count, entries[left + 1].isBefore(entries[smallest]) {
                    smallest = left + 1
                }
                if smallest == parent { break }
                entries.swapAt(parent, smallest)
                parent = smallest
            }
        }
        return (first.deadline, first.at)
    }
}
