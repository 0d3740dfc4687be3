// SPDX-License-Identifier: Apache-2.0
/// Key -> value with a fixed order of iteration: the order of insertion, until something is removed.
/// Never iterates a Dictionary: its order differs in every process, and a desk that iterates one
/// cannot be replayed.

/// An ordered map. Look-up is by hash, iteration by position. Removal moves the last element into
/// the gap, so the order is a function of the history alone, the same in every process.
/// Inlinable throughout: every use is in another module, and unspecialised it cost 3 to 5 times more.
package struct Table<ID: Hashable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline var index: [ID: Int32] = [:]
    @usableFromInline var ids: [ID] = []
    @usableFromInline var values: [Value] = []

    @inlinable
    package init() {}

    /// How many entries there are.
    @inlinable
    package var count: Int { values.count }
    @inlinable
    package var isEmpty: Bool { values.isEmpty }

    /// The value under `id`; assigning nil removes it.
    @inlinable
    package subscript(id: ID) -> Value? {
        get { index[id].map { values[Int($0)] } }
        set {
            if let newValue {
                set(newValue, for: id)
            } else {
                remove(id)
            }
        }
    }

    /// Whether there is an entry for `id`.
    @inlinable
    package func contains(_ id: ID) -> Bool { index[id] != nil }

    /// Changes the value in place, without copying it; returns nil when there is none.
    @inlinable
    package mutating func update<Result>(_ id: ID, _ body: (inout Value) -> Result) -> Result? {
        guard let at = index[id] else { return nil }
        return body(&values[Int(at)])
    }

    /// Reads one value without copying it out; nil when there is none.
    @inlinable
    package func read<Result>(_ id: ID, _ body: (borrowing Value) -> Result) -> Result? {
        guard let at = index[id] else { return nil }
        return body(values[Int(at)])
    }

    /// Where `id` stands in the order of iteration; stable while nothing is removed.
    @inlinable
    package func position(of id: ID) -> Int? { index[id].map(Int.init) }

    /// Ids in iteration order.
    @inlinable
    package var allIDs: [ID] { ids }
    /// Values in iteration order.
    @inlinable
    package var all: [Value] { values }
    /// The entry at position `at`, 0 ..< count.
    @inlinable
    package func entry(at position: Int) -> (id: ID, value: Value) {
        (ids[position], values[position])
    }

    /// Makes room for `count` entries at once.
    @inlinable
    package mutating func reserve(_ count: Int) {
        index.reserveCapacity(count)
        ids.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    @inlinable
    mutating func set(_ value: Value, for id: ID) {
        if let at = index[id] {
            values[Int(at)] = value
        } else {
            index[id] = Int32(values.count)
            ids.append(id)
            values.append(value)
        }
    }

    @inlinable
    mutating func remove(_ id: ID) {
        guard let at = index.removeValue(forKey: id) else { return }
        let last = values.count - 1
        if Int(at) != last {
            ids[Int(at)] = ids[last]
            values[Int(at)] = values[last]
            index[ids[Int(at)]] = at
        }
        ids.removeLast()
        values.removeLast()
    }
}

extension Table: Equatable where Value: Equatable {
    /// Same entries in the same order.
    package static func == (a: Table, b: Table) -> Bool { a.ids == b.ids && a.values == b.values }
}
