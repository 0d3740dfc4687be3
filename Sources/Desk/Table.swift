// SPDX-License-Identifier: Apache-2.0
/// Key -> value with a fixed order of iteration: the order of insertion, until something is removed.
/// Never iterates a Dictionary: its order differs in every process, and a desk that iterates one
/// cannot be replayed.

/// An ordered map. Look-up is by hash, iteration by position. Removal moves the last element into
/// the gap, so the order is a function of the history alone, the same in every process.
/// It lives in the module that uses it most: the compiler specialises no package generic across modules,
/// and unspecialised it cost 3 to 5 times more.
package struct Table<ID: Hashable & Sendable, Value: Sendable>: Sendable {
    private var index: [ID: Int32] = [:]
    private var ids: [ID] = []
    private var values: [Value] = []

    package init() {}

    /// How many entries there are.
    package var count: Int { values.count }
    package var isEmpty: Bool { values.isEmpty }

    /// The value under `id`; assigning nil removes it.
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
    package func contains(_ id: ID) -> Bool { index[id] != nil }

    /// Changes the value in place, without copying it; returns nil when there is none.
    package mutating func update<Result>(_ id: ID, _ body: (inout Value) -> Result) -> Result? {
        guard let at = index[id] else { return nil }
        return body(&values[Int(at)])
    }

    /// Reads one value without copying it out; nil when there is none.
    package func read<Result>(_ id: ID, _ body: (borrowing Value) -> Result) -> Result? {
        guard let at = index[id] else { return nil }
        return body(values[Int(at)])
    }

    /// Where `id` stands in the order of iteration; stable while nothing is removed.
    package func position(of id: ID) -> Int? { index[id].map(Int.init) }

    /// Ids in iteration order.
    package var allIDs: [ID] { ids }
    /// Values in iteration order.
    package var all: [Value] { values }
    /// The entry at position `at`, 0 ..< count.
    package func entry(at position: Int) -> (id: ID, value: Value) {
        (ids[position], values[position])
    }

    /// Reads the value at position `at`, 0 ..< count, without copying it out.
    package func read<Result>(at position: Int, _ body: (borrowing Value) -> Result) -> Result {
        body(values[position])
    }

    /// Makes room for `count` entries at once.
    package mutating func reserve(_ count: Int) {
        index.reserveCapacity(count)
        ids.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    private mutating func set(_ value: Value, for id: ID) {
        let next = Int32(values.count)
        // One look-up for both: the place it has, or the next one.
        let at = { (place: inout Int32) in place }(&index[id, default: next])
        if at < next {
            values[Int(at)] = value
        } else {
            ids.append(id)
            values.append(value)
        }
    }

    private mutating func remove(_ id: ID) {
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
