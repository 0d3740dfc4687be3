// SPDX-License-Identifier: Apache-2.0
// T19: numbers on the disk at the ends of their scales, and rows that were damaged: the centre starts,
// numbers nothing twice and takes presses.

import CSQLite
import Desk
import Vocabulary
import XCTest

@testable import Store

final class CounterTests: XCTestCase {
    private func change(_ folder: TemporaryFolder, _ sql: String) throws {
        let database = try Database(path: folder.file, mode: .writing)
        var words: UnsafeMutablePointer<CChar>?
        XCTAssertEqual(sqlite3_exec(database.raw, sql, nil, nil, &words), SQLITE_OK, sql)
        sqlite3_free(words)
    }

    /// SQLite's own counter of rows: past the last it draws free numbers, and nothing is refused.
    func test_timeline_atTheLastRowOfAll_goesOn() throws {
        for last in [Int64(Int32.max) - 3, Int64(UInt32.max) - 3, (1 << 53) - 3, .max - 3]
            as [Int64]
        {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
            try change(
                folder,
                "UPDATE timeline SET seq = \(last) WHERE seq = (SELECT max(seq) FROM timeline)")
            for number in 2...9 as ClosedRange<Int64> {
                try ledger.write([makeStep(number, .callOpened(makeCall(number)))])
            }
            let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
            XCTAssertEqual(state.calls.count, 9, "\(last)")
            for number in 2...9 {
                let identity = makeSignal("A\(number)", "r\(number)").identity
                if last < .max - 3 { XCTAssertNotNil(state.repeats.heard(identity), "\(last)") }
            }
        }
    }

    /// A second new file on one day, or a new file after a life that counted by the clock: no number
    /// of the earlier ones comes again.
    func test_skippedNumbers_neverMeetThoseOfTheClock() throws {
        let today = NumberSeries.calls(hongKong.day(of: nine))
        for minutes in [0, 1, 168, 600, 890] as [Int64] {
            let now = nine + .minutes(minutes)
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder, now: now)
            try ledger.skipNumbers(now: now, zone: hongKong)
            let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: now)
            let given = try XCTUnwrap(state.numbers[today]?.given)
            // All that the clock can give on one day (NumberSeries+Giving.swift).
            XCTAssertGreaterThan(given, 10_000_000 + 86_400_000)
            XCTAssertGreaterThanOrEqual(
                try XCTUnwrap(state.numbers[.events]?.given), now.milliseconds * 1000)
        }
    }

    func test_reservedNumbers_atAnyEnd_areTakenOver() throws {
        for end in [
            Int64(Int32.max) - 3, Int64(UInt32.max) - 3, (1 << 53) - 3, .max - 3, .max, -5, .min,
        ] as [Int64] {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            for series in ["events", "attempts", "calls:20261120", "calls:20261121"] {
                try change(folder, "INSERT OR REPLACE INTO numbers VALUES ('\(series)', \(end))")
            }
            let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
            var rules = Rules()
            rules.zone = hongKong
            var desk = Desk(state: state, rules: rules)
            let first = desk.revive(at: nine)
            let press = desk.step(
                .alarm(
                    makeSignal("A1", "1"), Requester(connection: ConnectionID(raw: 1), request: 1)),
                at: nine)
            XCTAssertTrue(press.facts.contains { if case .callOpened = $0 { true } else { false } })
            try ledger.write([
                makeStep(1), SavedStep(sequence: 2, at: nine, facts: first.facts + press.facts),
            ])
            XCTAssertEqual(
                try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine).calls.count, 1
            )
        }
    }

    /// Any number of any row may be any number, any word any other: the desk starts, thinks and saves all the same.
    func test_damagedRows_neverKeepACentreFromStarting() throws {
        for seed in 0..<12 as Range<UInt64> {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            var centre = RandomCentre(seed: seed)
            centre.run(300)
            try ledger.write(centre.steps)
            var chance = Chance(seed: seed &+ 77)
            let columns = try columns(folder)
            XCTAssertGreaterThan(columns.count, 40)
            for round in 0..<25 {
                let damage = (0..<1 + chance.below(4)).map { _ in
                    let (table, column, type) = columns[chance.below(columns.count)]
                    let value =
                        switch type {
                        case "INTEGER": "\(ends[chance.below(ends.count)])"
                        case "BLOB": blobs[chance.below(blobs.count)]
                        default: "'\(words[chance.below(words.count)])'"
                        }
                    return "UPDATE OR IGNORE \(table) SET \(column) = \(value) WHERE rowid IN "
                        + "(SELECT rowid FROM \(table) ORDER BY rowid DESC LIMIT 1 OFFSET \(chance.below(12)))"
                }
                try live(
                    folder, damage, centre.now + .minutes(Int64(round)),
                    "seed \(seed) round \(round)")
            }
        }
    }

    private let ends: [Int64] = [
        .min, .min + 1, -1, 0, 1, 5, Int64(Int32.max) - 3, Int64(UInt32.max), (1 << 53) - 3,
        .max - 3, .max,
    ]

    private let words = [
        "", "x", "offered", "closed", "waiting", "confirming", "button", "@desk", "@device:",
        "notice:-1",
        "contact:9223372036854775807", "exec:", "emergency", "amy", "H1", "a=b%",
        "from=9223372036854775808",
    ]

    private let blobs = ["NULL", "zeroblob(32)", "x'00ff'"]

    /// Tables with rowids, their columns, and what those hold.
    private func columns(_ folder: TemporaryFolder) throws -> [(String, String, String)] {
        let database = try Database(path: folder.file, mode: .reading)
        let rows = try database.prepare(
            """
            SELECT m.name, c.name, c.type FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
            WHERE m.type = 'table' AND m.sql NOT LIKE '%WITHOUT ROWID%'
            """)
        var found: [(String, String, String)] = []
        try rows.eachRow { row throws(StoreError) in
            found.append((row.text(0), row.text(1), row.text(2)))
        }
        return found
    }

    /// A start on damaged rows, some work, and what it decided saved. A refusal of the database is no
    /// trap: the store worker sets such a file aside or goes on without it.
    private func live(_ folder: TemporaryFolder, _ damage: [String], _ now: Moment, _ note: String)
        throws
    {
        for sql in damage { try change(folder, sql) }
        var rules = Rules()
        rules.zone = hongKong
        rules.dutyOfficer = ServiceRule(name: "dan", to: "1", channels: [.exec("page")])
        do throws(StoreError) {
            var ledger = try Ledger(path: folder.file, zone: hongKong, now: now)
            let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: now)
            var desk = Desk(state: state, rules: rules)
            let asker = Requester(
                connection: ConnectionID(worker: 0, slot: 1, generation: 1), request: 1)
            var steps = [SavedStep(sequence: 1, at: now, facts: desk.revive(at: now).facts)]
            let amy = OperatorID("amy")
            var events: [DeskEvent] = [.logOn(amy, asker), .command(amy, .ready, asker), .clock]
            events.append(.alarm(makeSignal("A1", "new \(note)"), asker))
            for kind in ListKind.allCases {
                events.append(.command(amy, .list(ListQuery(what: kind)), asker))
            }
            for call in state.calls.allIDs.prefix(4) {
                events.append(.command(amy, .take(call, version: nil), asker))
                events.append(.command(amy, .show(.call(call)), asker))
                events.append(
                    .command(
                        amy, .close(call, Outcome("resolved"), reason: "x", version: nil), asker))
            }
            events += [.importContinues, .clock]
            for (number, event) in events.enumerated() {
                let decision = desk.step(event, at: now + .seconds(Int64(number) * 20))
                steps.append(SavedStep(sequence: Int64(number) + 2, at: now, facts: decision.facts))
            }
            try ledger.write(steps)
            while try ledger.tidy(now: now + .hours(48), busy: false) {}
        } catch {
            XCTAssertFalse(error.message.isEmpty, note)
        }
        let reports = try Reports(path: folder.file, zone: hongKong)
        _ = try? reports.fulfilled(ListQuery(what: .followups))
    }
}
