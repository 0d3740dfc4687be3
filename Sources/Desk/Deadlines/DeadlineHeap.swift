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
    case shift(seat: Int32)
    /// A held call was pressed again: was its holder heard since?
    case pressed(CallID)
    case followUp(FollowUpID)
    case nobody
    case situation
    case forgetting
    case supervision
    case alive
    /// By its place among the routes.
    case gateway(Int32)
    case listing
    case routes
    case paths
    case storm(StormID)
}

/// A heap by moment, then by order of arming (a total order, so replays agree).
package struct DeadlineHeap: Sendable {
    private struct Entry: Ranked {
        var at: Moment
        var order: UInt64
        var deadline: Deadline
        func isBefore(_ other: Entry) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }
    private var heap = Heap<Entry>()
    private var armed: UInt64 = 0

    package init() {}
    package var count: Int { heap.count }
    /// The earliest moment at which something is due.
    package var next: Moment? { heap.first?.at }

    package mutating func arm(_ deadline: Deadline, at moment: Moment) {
        armed += 1
        heap.insert(Entry(at: moment, order: armed, deadline: deadline))
    }

    /// The next entry due at `now`, removed.
    package mutating func popDue(at now: Moment) -> (deadline: Deadline, at: Moment)? {
        guard let first = heap.first, first.at <= now else { return nil }
        heap.removeFirst()
        return (first.deadline, first.at)
    }
}
