// SPDX-License-Identifier: Apache-2.0
/// Who is next: rank, then age, then number: a total order. Never holds a call's data: an entry
/// whose call has left the line or changed rank since is skipped when it comes up.

package import Vocabulary

/// A place in the line.
package struct LinePlace: Hashable, Sendable {
    package var rank: Priority
    package var arrivedAt: Moment
    package var call: CallID

    package init(rank: Priority, arrivedAt: Moment, call: CallID) {
        self.rank = rank
        self.arrivedAt = arrivedAt
        self.call = call
    }
    package init(_ call: OpenCall) {
        self.init(rank: call.rank, arrivedAt: call.arrivedAt, call: call.id)
    }
    /// Whether this place is served first.
    package func isBefore(_ other: LinePlace) -> Bool {
        if rank != other.rank { return rank < other.rank }
        if arrivedAt != other.arrivedAt { return arrivedAt < other.arrivedAt }
        return call < other.call
    }
}

/// The line as a heap with skipped entries.
package struct WaitingLine: Sendable {
    private var heap: [LinePlace] = []

    package init() {}
    /// Entries, skipped ones included.
    package var count: Int { heap.count }
    /// The first place, which the caller checks against the call.
    package var first: LinePlace? { heap.first }

    package mutating func join(_ place: LinePlace) {
        heap.append(place)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    package mutating func removeFirst() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while true {
            var best = parent
            let left = 2 * parent + 1
            if left < heap.count, heap[left].isBefore(heap[best]) { best = left }
            if left + 1 < heap.count, heap[left + 1].isBefore(heap[best]) { best = left + 1 }
            if best == parent { return }
            heap.swapAt(parent, best)
            parent = best
        }
    }
}
