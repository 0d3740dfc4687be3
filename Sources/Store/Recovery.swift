// SPDX-License-Identifier: Apache-2.0
/// What can still be read of a set-aside file goes into the present one, in small transactions
/// beside a running daemon. Its timeline comes before the present one: its rows get numbers below.
/// Never changes the set-aside file, and never a row that the present one has already.

internal import CSQLite
internal import Vocabulary

/// What a recovery did.
package struct RecoveryReport: Sendable, Equatable {
    /// Rows inserted or added, by table.
    package var inserted: [String: Int] = [:]
    /// Places where rows could not be read, by table.
    package var gaps: [String: Int] = [:]
    package init() {}
    /// All rows inserted.
    package var total: Int { inserted.values.reduce(0, +) }
}

/// One recovery in progress. Call `step` until it says that it is done.
package struct Recovery: ~Copyable {
    private let old: Database
    private let present: Database
    private let file: String
    private let seqShift: Int64
    private let textShift: Int64
    private let historyEnd: Int64
    private var tables: ArraySlice<RecoveryTable>
    /// The counts so far, of this run.
    package private(set) var report: RecoveryReport

    /// - Parameters:
    ///   - damaged: the set-aside file.
    ///   - path: the present file; it must have been opened by a daemon of this version once.
    /// - Throws: `StoreError`; kind `.notADatabase` when nothing can be read with SQLite at all.
    package init(damaged: String, into path: String) throws(StoreError) {
        self = try Recovery.opened(damaged, path)
    }

    private init(
        _ old: consuming Database, _ present: consuming Database, _ file: String, _ seqShift: Int64,
        _ textShift: Int64
    ) {
        historyEnd = Recovery.newest(old, "SELECT max(seq) FROM timeline") + seqShift + 1
        self.old = old
        self.present = present
        self.file = file
        self.seqShift = seqShift
        self.textShift = textShift
        tables = RecoveryTable.all[...]
        report = RecoveryReport()
    }

    private static func opened(_ damaged: String, _ path: String) throws(StoreError) -> Recovery {
        let old = try Database(path: damaged, mode: .reading)
        // Asked before it is opened for writing: that would create a missing file.
        try checkVersion(of: path)
        let present = try Database(path: path, mode: .writing)
        let file = damaged.split(separator: "/").last.map(String.init) ?? damaged
        let known = try present.prepare(
            "SELECT seq_shift, text_shift FROM recoveries WHERE file = ? LIMIT 1")
        known.bindAll(file)
        let shifts = try known.first { row throws(StoreError) in
            (row.integer(0), row.integer(1))
        }
        if let (seq, text) = shifts { return Recovery(old, present, file, seq, text) }
        try refuseShared(old, present)
        // So that the newest old row stands just below the oldest present one.
        let seq = try shift(
            old, "SELECT max(seq) FROM timeline", present, "SELECT min(seq) FROM timeline")
        let text = try shift(
            old, "SELECT max(id) FROM texts", present, "SELECT min(id) FROM texts")
        return Recovery(old, present, file, seq, text)
    }

    /// A backup or the file itself is no other history: merging would count everything twice.
    private static func refuseShared(
        _ old: borrowing Database, _ present: borrowing Database
    ) throws(StoreError) {
        // What cannot be read here is met again by the tables, which leap over it.
        guard let newest = try? old.prepare(
            "SELECT id, arrived_at, device FROM calls ORDER BY id DESC LIMIT 100")
        else { return }
        let same = try present.prepare(
            "SELECT count(*) FROM calls WHERE id = ? AND arrived_at = ? AND device = ?")
        defer { newest.reset() }
        while (try? newest.step()) == true {
            same.bindAll(newest.integer(0), newest.integer(1), newest.text(2))
            let known = try same.first { row throws(StoreError) in row.integer(0) } ?? 0
            guard known == 0 else {
                throw StoreError.refused(
                    "the two files tell the same history (call "
                        + "\(CallID(raw: newest.integer(0))) stands in both): recover is for a file "
                        + "that was set aside before the present one began", doing: "recover")
            }
        }
    }

    private static func checkVersion(of path: String) throws(StoreError) {
        let present = try Database(path: path, mode: .reading)
        guard try Migrations.applied(on: present) == Migrations.names else {
            throw StoreError.refused(
                "\(path) is not at this version's schema; start the daemon once", doing: "recover")
        }
    }

    private static func shift(
        _ old: borrowing Database, _ newest: StaticString, _ present: borrowing Database,
        _ oldest: StaticString
    ) throws(StoreError) -> Int64 {
        let below = min(try present.number(oldest) ?? 1, 1) - 1
        return below - Recovery.newest(old, newest)
    }

    private static func newest(_ old: borrowing Database, _ newest: StaticString) -> Int64 {
        do throws(StoreError) {
            return try old.number(newest) ?? 0
        } catch {
            // The end of the table cannot be read: leave room for more rows than a century brings.
            return 1 << 40
        }
    }

    /// Merges up to `rowsMax` rows in one transaction (a table with text keys goes in one piece).
    /// - Returns: whether there is more to do.
    /// - Throws: `StoreError` of the present file; `.busy`: try again. Trouble with the damaged
    ///   file is counted in `report.gaps`, not thrown.
    package mutating func step(rowsMax: Int = 500) throws(StoreError) -> Bool {
        guard let table = tables.first else { return false }
        var portion = Portion(cursor: .max)
        try present.execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let after = try through(table)
            if after != .max {
                portion = try copy(table, after: after, rowsMax: rowsMax)
                let note = try present.prepare(
                    "INSERT OR REPLACE INTO recoveries VALUES (?, ?, ?, ?, ?)")
                try note.run(file, table.name, portion.cursor, seqShift, textShift)
                if portion.cursor == .max { try finish(table) }
            }
            try present.execute("COMMIT")
        } catch {
            if !present.isIdle { try? present.execute("ROLLBACK") }
            throw error
        }
        report.inserted[table.name, default: 0] += portion.inserted
        if portion.gaps > 0 { report.gaps[table.name, default: 0] += portion.gaps }
        if portion.cursor == .max { tables = tables.dropFirst() }
        return !tables.isEmpty
    }

    private func through(_ table: RecoveryTable) throws(StoreError) -> Int64 {
        let known = try present.prepare(
            "SELECT through FROM recoveries WHERE file = ? AND part = ?")
        known.bindAll(file, table.name)
        return try known.first { row throws(StoreError) in row.integer(0) } ?? .min
    }

    private struct Portion {
        /// The last key taken; .max: the table is done.
        var cursor: Int64
        var inserted = 0
        var gaps = 0
    }

    /// Row by row from one file to the other. Where a row cannot be read it leaps on, twice as far
    /// each time; a table with text keys is read from the other end instead.
    private func copy(
        _ table: RecoveryTable, after: Int64, rowsMax: Int
    ) throws(StoreError) -> Portion {
        var portion = Portion(cursor: after)
        let write = try present.prepare(table.insert)
        write.bindWherePresent(RecoveryTable.seqShift, seqShift)
        write.bindWherePresent(RecoveryTable.textShift, textShift)
        write.bindWherePresent(RecoveryTable.historyEnd, historyEnd)
        var selects = [table.select]
        if let backwards = table.backwards { selects.append(backwards) }
        for select in selects {
            guard let read = try? old.prepare(select) else {
                portion.gaps += 1
                continue
            }
            let whole = try copy(read, write, table, rowsMax, &portion)
            if whole || portion.cursor == .max { break }
            if table.backwards == nil { return portion }
        }
        portion.cursor = .max
        return portion
    }

    /// - Returns: whether the rows came to an end that could be read.
    private func copy(
        _ read: borrowing Statement, _ write: borrowing Statement, _ table: RecoveryTable,
        _ rowsMax: Int, _ portion: inout Portion
    ) throws(StoreError) -> Bool {
        let hasKey = table.backwards == nil
        var leap: Int64 = 1
        var taken = 0
        defer { read.reset() }
        if hasKey { read.bind(1, portion.cursor) }
        while true {
            let readable: Bool
            do throws(StoreError) {
                guard try read.step() else { return true }
                readable = true
            } catch {
                readable = false
            }
            if readable {
                let key = hasKey ? read.integer(0) : 0
                // A key's rows (the steps of a call, an hour's counts) stay in one portion.
                if hasKey, taken >= rowsMax, key != portion.cursor { return false }
                write.bindColumns(of: read)
                try write.finish()
                portion.inserted += present.rowsChanged
                if hasKey { portion.cursor = key }
                taken += 1
                leap = 1
                continue
            }
            if leap == 1 { portion.gaps += 1 }
            guard hasKey, leap < 1 << 61 else {
                if hasKey { portion.cursor = .max }
                return false
            }
            portion.cursor = max(portion.cursor, 0) + leap
            leap *= 2
            read.reset()
            read.bind(1, portion.cursor)
        }
    }

    /// Days that got more counts are summed again by the daemon's `tidy`.
    private func finish(_ table: RecoveryTable) throws(StoreError) {
        guard table.name == "measures" || table.name == "operator_measures" else { return }
        try present.execute(
            """
            UPDATE centre SET value = min(value, coalesce((
              SELECT min(period) / 24 FROM measures WHERE grain = 0), value))
            WHERE name = 'sealed-days'
            """)
    }
}
