// SPDX-License-Identifier: Apache-2.0
/// What will happen in a trial, in order of time and, at one moment, in the order in which it was
/// planned.
/// Never reads a clock: time is what stands at the top.

/// A heap of happenings.
struct Timeline<What> {
    private struct Entry {
        var at: Int64
        var order: Int64
        var what: What
        func isBefore(_ other: Entry) -> Bool {
            at == other.at ? order < other.order : at < other.at
        }
    }
    private var heap: [Entry] = []
    private var planned: Int64 = 0

    var isEmpty: Bool { heap.isEmpty }
    /// When the next one is.
    var next: Int64? { heap.first?.at }

    mutating func add(_ what: What, at moment: Int64) {
        planned += 1
        heap.append(Entry(at: moment, order: planned, what: what))
        var place = heap.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard heap[place].isBefore(heap[parent]) else { break }
            heap.swapAt(place, parent)
            place = parent
        }
    }

    mutating func pop() -> (at: Int64, what: What)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return (first.at, first.what) }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            guard least != place else { break }
            heap.swapAt(place, least)
            place = least
        }
        return (first.at, first.what)
    }
}
