// SPDX-License-Identifier: Apache-2.0
/// Key -> value with a fixed order of iteration: the order of insertion, until something is removed.
/// Never iterates a Dictionary: its order differs in every process, and a desk that iterates one
/// cannot be replayed.

/// An ordered map. Look-up is by hash, iteration by position. Removal moves the last element into
/// the gap, so the order is a function of the history alone, the same in every process.
/// It lives in the module that uses it most: the compiler specialises no package generic across modules,
/// and unspecialised it cost 3 to 5 times more.
package struct Table<ID: Hashable & Sendable, Value: Sendable>: Sendable {
    private var index = HashIndex()
    private var ids: [ID] = []
    private var values: [Value] = []

    package init() {}

    /// How many entries there are.
    package var count: Int { values.count }
    package var isEmpty: Bool { values.isEmpty }

    /// The value under `id`; assigning nil removes it.
    package subscript(id: ID) -> Value? {
        get { position(of: id).map { values[$0] } }
        set {
            if let newValue {
                set(newValue, for: id)
            } else {
                remove(id)
            }
        }
    }

    /// Whether there is an entry for `id`.
    package func contains(_ id: ID) -> Bool { position(of: id) != nil }

    /// Changes the value in place, without copying it; returns nil when there is none.
    package mutating func update<Result>(_ id: ID, _ body: (inout Value) -> Result) -> Result? {
        guard let at = position(of: id) else { return nil }
        return body(&values[at])
    }

    /// Reads one value without copying it out; nil when there is none.
    package func read<Result>(_ id: ID, _ body: (borrowing Value) -> Result) -> Result? {
        guard let at = position(of: id) else { return nil }
        return body(values[at])
    }

    /// Where `id` stands in the order of iteration; stable while nothing is removed.
    package func position(of id: ID) -> Int? {
        index.first(Table.hash(id)) { ids[Int($0)] == id }.map { Int($0) }
    }
    private static func hash(_ id: ID) -> Int { id._rawHashValue(seed: 0) }

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

    /// The value at position `at`, 0 ..< count, read and changed in place.
    package subscript(at position: Int) -> Value {
        _read { yield values[position] }
        _modify { yield &values[position] }
    }

    /// Makes room for `count` entries at once.
    package mutating func reserve(_ count: Int) {
        index.reserve(count)
        ids.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    /// Adds a value under an id that is not there: who has just looked need not look again.
    package mutating func append(_ value: consuming Value, for id: ID) {
        index.insert(Table.hash(id), UInt32(values.count))
        ids.append(id)
        values.append(value)
    }

    private mutating func set(_ value: consuming Value, for id: ID) {
        if let at = position(of: id) {
            values[at] = value
        } else {
            index.insert(Table.hash(id), UInt32(values.count))
            ids.append(id)
            values.append(value)
        }
    }

    /// Removes the value under `id`; nil when there is none.
    @discardableResult
    package mutating func remove(_ id: ID) -> Value? {
        guard let at = position(of: id) else { return nil }
        index.remove(Table.hash(id), UInt32(at))
        let lastID = ids.removeLast()
        var value = values.removeLast()
        if at < values.count {
            index.move(Table.hash(lastID), from: UInt32(values.count), to: UInt32(at))
            ids[at] = lastID
            swap(&values[at], &value)
        }
        return value
    }
}

extension Table: Equatable where Value: Equatable {
    /// Same entries in the same order.
    package static func == (a: Table, b: Table) -> Bool { a.ids == b.ids && a.values == b.values }
}
