// SPDX-License-Identifier: Apache-2.0
/// `safebell check`: what a database file says of itself, read without changing it.
/// Never shows a name, an address or a word of a call.

import Glibc
import Store
import Terminal
import Vocabulary

/// One line of the report.
struct Finding {
    let section: String
    let item: String
    let value: String
}

enum Check {
    /// Open calls and follow-ups listed before the rest is only counted.
    private static let listedMax: Int64 = 100
    private static let emptySchema = "none: an empty file"

    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        let format = try DataFormat(order, otherwise: .table)
        let path: String
        switch (order.words.first, order["data"]) {
        case (let file?, nil): path = file
        case (nil, let folder?): path = databaseFile(in: folder)
        default: throw order.wrong("say either FILE or --data DIR")
        }
        let noted = try notedHead(order)
        let depth: Integrity.Depth = order.has("quick") ? .quick : .full
        var problems: [String] = []
        var found: [Finding] = []
        var history = CheckSeals(noted: noted)
        do throws(StoreError) {
            problems = try Integrity.findings(of: path, depth)
            found = try findings(of: path, &history)
        } catch {
            let lead = error.message.hasPrefix(path) ? "" : "\(path): "
            guard error.kind == .corrupt else {
                throw Failure(.wrong, printable("\(lead)\(error.message) (\(error.kind.rawValue))"))
            }
            problems.append(error.message)
        }
        if problems.isEmpty {
            found.insert(
                Finding(section: "integrity", item: "\(depth)", value: "ok"), at: 0)
        }
        found += history.findings
        found += problems.map { Finding(section: "integrity", item: "problem", value: $0) }
        found.insert(Finding(section: "file", item: "path", value: path), at: 0)
        try print(found, format)
        let isEmpty = found.contains { $0.section == "schema" && $0.value == emptySchema }
        return problems.isEmpty && !isEmpty && history.isGood ? .good : .wrong
    }

    private static func notedHead(_ order: Order) throws(Failure) -> HistoryHead? {
        guard let text = order["head"] else { return nil }
        guard let head = HistoryHead(text: text) else {
            throw order.wrong(
                "--head \(printable(text)): expected ROW:SEAL as the log or a check printed it")
        }
        return head
    }

    /// The database of a data folder.
    static func databaseFile(in folder: String) -> String { "\(folder)/safebell.sqlite" }

    private static func print(_ findings: [Finding], _ format: DataFormat) throws(Failure) {
        let columns = ["section", "item", "value"].map { DataColumn(name: $0) }
        var printout = try Printout(format, columns, isForEyes: isatty(1) == 1) {
            bytes throws(Failure) in try printOut(bytes)
        }
        for one in findings { try printout.row([one.section, one.item, one.value]) }
        try printout.finish()
    }

    private static func findings(
        of path: String, _ history: inout CheckSeals
    ) throws(StoreError) -> [Finding] {
        let database = try Database(path: path, mode: .reading)
        let done = try Migrations.applied(on: database)
        var found = try settings(database)
        let isPresent = done == Migrations.names
        found.append(
            Finding(
                section: "schema", item: "migrations",
                value: done.isEmpty ? emptySchema : done.joined(separator: " ")))
        // Tables of an older schema may lack what is asked below.
        guard isPresent else {
            found.append(
                Finding(
                    section: "schema", item: "note",
                    value: "not this version's; start the daemon once"))
            return found
        }
        try database.execute("BEGIN")
        found += try counts(database)
        found += try openCalls(database)
        found += try followUps(database)
        try history.look(into: database)
        try database.execute("COMMIT")
        return found
    }

    private static func settings(
        _ database: borrowing Database
    ) throws(StoreError) -> [Finding] {
        let pageSize = try database.number("PRAGMA page_size") ?? 0
        let pages = try database.number("PRAGMA page_count") ?? 0
        let free = try database.number("PRAGMA freelist_count") ?? 0
        let journal = try database.text("PRAGMA journal_mode") ?? "?"
        let rows = [
            ("journal_mode", journal), ("page_size", String(pageSize)),
            ("bytes", String(pages * pageSize)), ("free_bytes", String(free * pageSize)),
            ("encoding", try database.text("PRAGMA encoding") ?? "?"),
            ("auto_vacuum", String(try database.number("PRAGMA auto_vacuum") ?? 0)),
        ]
        return rows.map { Finding(section: "setting", item: $0.0, value: $0.1) }
    }

    private static func counts(_ database: borrowing Database) throws(StoreError) -> [Finding] {
        let questions: [(String, StaticString)] = [
            ("timeline", "SELECT count(*) FROM timeline"),
            ("calls", "SELECT count(*) FROM calls"),
            ("alarms", "SELECT count(*) FROM alarms"),
            ("signals", "SELECT count(*) FROM signals"),
            ("homes", "SELECT count(*) FROM homes"),
            ("subscribers", "SELECT count(*) FROM subscribers"),
            ("devices", "SELECT count(*) FROM devices"),
            ("contacts", "SELECT count(*) FROM contacts"),
            ("operators", "SELECT count(*) FROM operators"),
            ("plans", "SELECT count(*) FROM plans"),
            ("calls open", "SELECT count(*) FROM calls WHERE closed_at IS NULL"),
            ("attempts open", "SELECT count(*) FROM attempts WHERE outcome IS NULL"),
            ("follow-ups open", "SELECT count(*) FROM followups WHERE fulfilled_at IS NULL"),
            ("TAKEN owed to gateways", "SELECT count(*) FROM taken_owed"),
            ("imports in hand", "SELECT count(*) FROM import_work"),
        ]
        var found: [Finding] = []
        for (name, sql) in questions {
            let count = try database.number(sql) ?? 0
            found.append(Finding(section: "count", item: name, value: String(count)))
        }
        return found
    }

    private static func openCalls(_ database: borrowing Database) throws(StoreError) -> [Finding] {
        let rows = try database.prepare(
            """
            SELECT id, state, priority, kind, district, arrived_at, coalesce(holder, '')
            FROM calls INDEXED BY calls_open WHERE closed_at IS NULL ORDER BY id LIMIT ?
            """)
        rows.bind(1, listedMax)
        var found: [Finding] = []
        while try rows.step() {
            var words = ["\(rows.text(1)) pri=\(rows.integer(2)) type=\(rows.text(3))"]
            if !rows.text(4).isEmpty { words.append("district=\(rows.text(4))") }
            if !rows.text(6).isEmpty { words.append("holder=\(rows.text(6))") }
            words.append("since \(rows.moment(5).iso8601(in: .utc))")
            found.append(
                Finding(
                    section: "open call", item: CallID(raw: rows.integer(0)).description,
                    value: words.joined(separator: " ")))
        }
        return found
    }

    private static func followUps(_ database: borrowing Database) throws(StoreError) -> [Finding] {
        let rows = try database.prepare(
            """
            SELECT id, kind, due, owner, call FROM followups INDEXED BY followups_open
            WHERE fulfilled_at IS NULL ORDER BY due LIMIT ?
            """)
        rows.bind(1, listedMax)
        var found: [Finding] = []
        while try rows.step() {
            let call = CallID(raw: rows.integer(4))
            let due = rows.moment(2).iso8601(in: .utc)
            found.append(
                Finding(
                    section: "follow-up", item: String(rows.integer(0)),
                    value: "\(rows.text(1)) due \(due) owner=\(rows.text(3)) call=\(call)"))
        }
        return found
    }
}
