// SPDX-License-Identifier: Apache-2.0
/// The first of many, by a total order of its entries: the waiting line and the deadlines.
/// Never looks for an entry: what is stale is skipped when it comes up.

/// What stands in a heap.
protocol Ranked {
    /// Whether it comes first; of two different entries one does.
    func isBefore(_ other: Self) -> Bool
}

/// A heap with four children to a parent: half as deep as a binary one, and the four stand together
/// in memory.
struct Heap<Entry: Ranked & Sendable>: Sendable {
    private var entries: [Entry] = []

    var count: Int { entries.count }
    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var hole = entries.count - 1
        while hole > 0 {
            let parent = (hole - 1) / 4
            guard entry.isBefore(entries[parent]) else { break }
            entries[hole] = entries[parent]
            hole = parent
        }
        entries[hole] = entry
    }

    mutating func removeFirst() {
        let entry = entries.removeLast()
        guard !entries.isEmpty else { return }
        var hole = 0
        while true {
            let left = 4 * hole + 1
            guard left < entries.count else { break }
            var best = left
            for child in (left + 1)..<max(left + 1, min(left + 4, entries.count))
            where entries[child].isBefore(entries[best]) {
                best = child
            }
            guard entries[best].isBefore(entry) else { break }
            entries[hole] = entries[best]
            hole = best
        }
        entries[hole] = entry
    }
}
