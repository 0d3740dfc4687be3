// SPDX-License-Identifier: Apache-2.0
/// Open calls by number and in the order of the line. Never sorts: each row is put where it belongs,
/// so that a screen under a thousand calls draws as fast as under ten.

package struct CallRows: Sendable {
    private var byID: [String: CallRow] = [:]
    /// In the order in which the line is answered.
    package private(set) var waiting: [CallRow] = []
    /// All others that are open: held, parked, waiting for a second person.
    package private(set) var inHands: [CallRow] = []

    package subscript(id: String) -> CallRow? { byID[id] }
    package var all: Dictionary<String, CallRow>.Values { byID.values }

    package mutating func put(_ row: CallRow) {
        remove(row.id)
        byID[row.id] = row
        if row.isWaiting {
            waiting.insert(row, at: Self.place(of: row, in: waiting))
        } else {
            inHands.insert(row, at: Self.place(of: row, in: inHands))
        }
    }

    package mutating func remove(_ id: String) {
        guard let known = byID.removeValue(forKey: id) else { return }
        if known.isWaiting {
            waiting.remove(at: Self.place(of: known, in: waiting))
        } else {
            inHands.remove(at: Self.place(of: known, in: inHands))
        }
    }

    /// Keeps what `isKept` says; the order stays.
    package mutating func keep(where isKept: (CallRow) -> Bool) {
        for row in Array(byID.values) where !isKept(row) { remove(row.id) }
    }

    /// Where `row` is, or would be: the first row that does not come before it.
    private static func place(of row: CallRow, in rows: [CallRow]) -> Int {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if CallRow.isBefore(rows[middle], row) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
