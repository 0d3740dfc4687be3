// SPDX-License-Identifier: Apache-2.0
/// Who is next: rank, then age, then number: a total order; the groups of storms behind all others. Never holds a call's data: an entry
/// whose call has left the line or changed rank since is skipped when it comes up.

package import Vocabulary

/// A place in the line.
package struct LinePlace: Hashable, Sendable {
    package let rank: Priority
    /// Whether it stands in a storm's group.
    package let isGrouped: Bool
    package let call: CallID
    /// Group, then rank, then age, in one number: a heap compares a hundred places for each offer.
    private let order: Int64

    package init(rank: Priority, arrivedAt: Moment, call: CallID, isGrouped: Bool = false) {
        self.rank = rank
        self.call = call
        self.isGrouped = isGrouped
        // A moment a million years away is a damaged row's: it must not reach into the rank.
        let far: Int64 = 1 << 55
        let place = Int64(rank.rawValue + (isGrouped ? 8 : 0))
        order = (place << 56) + max(-far, min(far - 1, arrivedAt.milliseconds))
    }
    package init(_ call: borrowing OpenCall) {
        self.init(
            rank: call.rank, arrivedAt: call.arrivedAt, call: call.id, isGrouped: call.storm != nil)
    }
    /// Whether this place is served first.
    package func isBefore(_ other: LinePlace) -> Bool {
        order == other.order ? call < other.call : order < other.order
    }
}

extension LinePlace: Ranked {}

/// The line as a heap with skipped entries.
package struct WaitingLine: Sendable {
    private var heap = Heap<LinePlace>()

    package init() {}
    /// Entries, skipped ones included.
    package var count: Int { heap.count }
    /// The first place, which the caller checks against the call.
    package var first: LinePlace? { heap.first }

    package mutating func join(_ place: LinePlace) { heap.insert(place) }
    package mutating func removeFirst() { heap.removeFirst() }
}
