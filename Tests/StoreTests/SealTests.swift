// SPDX-License-Identifier: Apache-2.0
/// The chain of seals: what was changed, removed, put in or exchanged is found, and the right row named;
/// what an erasure empties is none of it.

import Desk
import Foundation
import Vocabulary
import XCTest

@testable import Store

#if Crypto
    final class SealTests: XCTestCase {
        /// A day of a real desk, written in batches over three starts.
        private func writeDay(_ folder: TemporaryFolder, seed: UInt64 = 5) throws {
            var centre = RandomCentre(seed: seed)
            for _ in 0..<3 {
                centre.run(120)
                var ledger = try openLedger(folder, now: centre.now)
                for step in centre.steps { try ledger.write([step]) }
                centre.steps.removeAll()
            }
        }

        /// What a check finds after these statements on a copy of `folder`.
        private func found(
            _ folder: TemporaryFolder, after sql: [String], noted: HistoryHead? = nil
        ) throws -> SealReport {
            let copy = TemporaryFolder(inMemory: true)
            _ = try Backup.copy(from: folder.file, to: copy.file)
            for one in sql { try execute(copy, one) }
            return try sealReport(copy, noted: noted)
        }

        func test_day_isWhole_andItsHeadIsTheLedgers() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            let ledger = try openLedger(folder)
            let report = try sealReport(folder, noted: ledger.head)
            XCTAssertEqual(report.breakCount, 0, "\(report.breaks)")
            XCTAssertTrue(report.isCompared)
            XCTAssertEqual(report.segments, 1)
            XCTAssertGreaterThan(report.sealedRows, 500)
            XCTAssertEqual(
                report.sealedRows, Int(try readNumber(folder, "SELECT count(*) FROM timeline") ?? 0)
            )
            XCTAssertEqual(report.stretches.map(\.rows), [report.sealedRows])
            XCTAssertEqual(report.head, ledger.head)
            XCTAssertEqual(report.answer, .found)
        }

        /// The form of the message is for ever: these were computed by another program.
        func test_knownRows_haveTheseSeals() throws {
            var engine = SealEngine()
            let first = Segment(from: 1, at: nine, coversFrom: 1)
            let anchor = try XCTUnwrap(engine.anchor(of: first, after: Seal()))
            XCTAssertEqual(
                "\(anchor)", "027c94ce4ceb734bf8e9e92d5e3b2b75603a89768cb709018e2bc6a49b1c6b7f")
            let opened = TimelineRow(
                seq: 1, step: 1, at: nine.milliseconds, kind: "opened",
                call: 20_261_120_000_000_042,
                actor: "@device:A1", codes: "ref=r1 type=button gw=gw-1", text: nil)
            let seal = try XCTUnwrap(engine.seal(opened, after: anchor))
            XCTAssertEqual(
                "\(seal)", "8eae10413549256eaa3e56ba6f3c7779ce04249034bcea8bcf0b52582da1835a")
            let note = TimelineRow(
                seq: 2, step: 2, at: nine.milliseconds + 1000, kind: "note",
                call: 20_261_120_000_000_042, actor: "陳", codes: "", text: 7)
            let next = try XCTUnwrap(engine.seal(note, after: seal))
            XCTAssertEqual(
                "\(next)", "6060764809ef6b9244d45821e36b86d8bfcb19cf4368aee395b22c63a425f5df")
            let second = Segment(from: 9, at: nine + .seconds(2), coversFrom: 3, previous: next)
            XCTAssertEqual(
                engine.anchor(of: second, after: next).map { "\($0)" },
                "6c2526d0377cf92b8c5ab3ff7a42fe9fcfb87d4ae435bf04f3af57de4c68b1c1")
        }

        func test_changedValue_inAnyColumn_namesItsRow() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            // A row that has a value in every column.
            let row = try XCTUnwrap(
                try readNumber(
                    folder,
                    """
                    SELECT seq FROM timeline WHERE call IS NOT NULL AND text_id IS NOT NULL
                      AND codes <> '' ORDER BY seq LIMIT 1 OFFSET 3
                    """))
            for change in [
                "step = step + 1", "at = at - 1", "kind = 'noted'", "kind = kind || ' '",
                "call = call + 1", "call = NULL", "actor = 'bob'", "actor = NULL", "actor = ''",
                "actor = CAST(x'ff' AS TEXT)", "codes = ''", "codes = substr(codes, 2)",
                "codes = codes || char(0)", "text_id = text_id + 1", "text_id = NULL",
                // Nothing moves over the border between two columns.
                "actor = actor || substr(codes, 1, 1), codes = substr(codes, 2)",
            ] {
                let report = try found(
                    folder, after: ["UPDATE timeline SET \(change) WHERE seq = \(row)"])
                XCTAssertEqual(report.breakCount, 1, change)
                XCTAssertEqual(report.breaks.first?.row, row, change)
                XCTAssertEqual(report.breaks.first?.fault, .changed, change)
            }
            for seal in [
                "zeroblob(32)", "x'00'", "(SELECT seal FROM timeline WHERE seq = \(row - 1))",
            ] {
                let report = try found(
                    folder, after: ["UPDATE timeline SET seal = \(seal) WHERE seq = \(row)"])
                XCTAssertEqual(report.breaks.first?.row, row, seal)
                XCTAssertEqual(report.breaks.first?.fault, .changed, seal)
            }
            let bare = try found(
                folder, after: ["UPDATE timeline SET seal = NULL WHERE seq = \(row)"])
            XCTAssertEqual(bare.breaks.map(\.row), [row])
            XCTAssertEqual(bare.breaks.map(\.fault), [.unsealed])
            let moved = try found(
                folder, after: ["UPDATE timeline SET seq = 1000000 WHERE seq = \(row)"])
            XCTAssertEqual(moved.breaks.first?.row, row)
            XCTAssertEqual(moved.breaks.first?.fault, .missing(through: row))
        }

        func test_everyRow_changed_isNamed() throws {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            try ledger.write((1...12).map { makeStep($0, .callOpened(makeCall($0))) })
            for row in 1...12 as ClosedRange<Int64> {
                let report = try found(
                    folder, after: ["UPDATE timeline SET actor = 'bob' WHERE seq = \(row)"])
                XCTAssertEqual(report.breaks.map(\.row), [row])
                XCTAssertEqual(report.breaks.first?.kind, "opened")
                XCTAssertEqual(report.breaks.first?.at, nine)
                XCTAssertEqual(report.sealedRows, 11)
            }
        }

        func test_removedRows_areNamed() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            let one = try found(folder, after: ["DELETE FROM timeline WHERE seq = 40"])
            XCTAssertEqual(one.breaks.map(\.row), [40])
            XCTAssertEqual(one.breaks.map(\.fault), [.missing(through: 40)])
            let many = try found(
                folder, after: ["DELETE FROM timeline WHERE seq BETWEEN 40 AND 60"])
            XCTAssertEqual(many.breaks.map(\.fault), [.missing(through: 60)])
            let first = try found(folder, after: ["DELETE FROM timeline WHERE seq = 1"])
            XCTAssertEqual(first.breaks.map(\.row), [1])
            // Closing the gap by new numbers hides nothing.
            let closed = try found(
                folder,
                after: [
                    "DELETE FROM timeline WHERE seq = 40",
                    "UPDATE timeline SET seq = seq - 1 WHERE seq > 40",
                ])
            XCTAssertEqual(closed.breaks.first?.row, 40)
            XCTAssertEqual(closed.breaks.first?.fault, .changed)
            XCTAssertGreaterThan(closed.breakCount, SealReport.breaksMax)
            XCTAssertEqual(closed.breaks.count, SealReport.breaksMax)
        }

        func test_rowsThatChangedPlaces_areNamed() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            let swap = [
                "UPDATE timeline SET seq = -1 WHERE seq = 40",
                "UPDATE timeline SET seq = 40 WHERE seq = 41",
                "UPDATE timeline SET seq = 41 WHERE seq = -1",
            ]
            let withSeals = try found(folder, after: swap)
            XCTAssertEqual(withSeals.breaks.first?.row, 40)
            XCTAssertEqual(withSeals.breaks.first?.fault, .changed)
            let seals = [
                "CREATE TEMP TABLE kept AS SELECT seq, seal FROM timeline WHERE seq IN (40, 41)",
                "UPDATE timeline SET seal = (SELECT seal FROM kept WHERE kept.seq = timeline.seq) "
                    + "WHERE seq IN (40, 41)",
            ]
            let copy = TemporaryFolder(inMemory: true)
            _ = try Backup.copy(from: folder.file, to: copy.file)
            try execute(copy, ([seals[0]] + swap + [seals[1]]).joined(separator: ";"))
            XCTAssertEqual(try sealReport(copy).breaks.map(\.row), [40, 41])
        }

        func test_rowsPutIn_areNamed() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            let last = try XCTUnwrap(try readNumber(folder, "SELECT max(seq) FROM timeline"))
            let columns = "(seq, step, at, kind, actor, codes, seal)"
            for (seal, fault) in [
                ("NULL", SealReport.Fault.unsealed), ("zeroblob(32)", .changed),
            ] {
                let atTheEnd = try found(
                    folder,
                    after: [
                        "INSERT INTO timeline\(columns) "
                            + "VALUES (\(last + 1), 1, 1, 'note', 'bob', '', \(seal))"
                    ])
                XCTAssertEqual(atTheEnd.breaks.map(\.row), [last + 1])
                XCTAssertEqual(atTheEnd.breaks.map(\.fault), [fault])
                let between = try found(
                    folder,
                    after: [
                        "UPDATE timeline SET seq = seq + 100000 WHERE seq > 40",
                        "UPDATE timeline SET seq = seq - 99999 WHERE seq > 100000",
                        "INSERT INTO timeline\(columns) "
                            + "VALUES (41, 1, 1, 'note', 'bob', '', \(seal))",
                    ])
                XCTAssertEqual(between.breaks.first?.row, 41)
                XCTAssertEqual(between.breaks.first?.fault, fault)
            }
            // Before the first row there are no seals: it is shown as what it is.
            let before = try found(
                folder,
                after: ["INSERT INTO timeline\(columns) VALUES (0, 1, 1, 'note', 'bob', '', NULL)"])
            XCTAssertEqual(before.breakCount, 0)
            XCTAssertEqual(before.stretches.first?.state, .recovered)
        }

        /// The chain alone cannot see it; a head that was noted can, and so can tables beside it.
        func test_endCutOff_isSeenByANotedHead() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            let noted = try openLedger(folder).head
            let tables = [
                "timeline": "seq", "alarms": "id", "signals": "id", "notes": "id",
                "storm_history": "seq",
            ]
            let cut = tables.map { "DELETE FROM \($0.key) WHERE \($0.value) > 300" }
            let report = try found(folder, after: cut, noted: noted)
            XCTAssertEqual(report.breakCount, 0)
            XCTAssertEqual(report.head?.row, 300)
            XCTAssertEqual(report.answer, .absent)
            let older = try found(folder, after: [], noted: report.head)
            XCTAssertEqual(older.answer, .found, "an older head is in the chain for ever")
            let careless = try found(folder, after: ["DELETE FROM timeline WHERE seq > 300"])
            XCTAssertEqual(careless.breaks.map(\.row), [301])
            // Another history, whole in itself.
            let other = TemporaryFolder(inMemory: true)
            try writeDay(other, seed: 6)
            let stranger = try sealReport(other, noted: report.head)
            XCTAssertEqual(stranger.breakCount, 0)
            XCTAssertEqual(stranger.answer, .differs)
        }

        func test_endCutOff_isSeenByTheRecordOfAStorm() throws {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            let storm = StormRecord(
                id: StormID(raw: 7), area: .everywhere, kinds: [SignalKind("fault")], lower: 1,
                by: OperatorID("sue"), reason: "power cut", declaredAt: nine, until: nine)
            try ledger.write([
                makeStep(1, .nobodyOnDuty), makeStep(2, .stormDeclared(storm)),
                makeStep(3, .stormEnded(storm.id, .undone, by: .person(storm.by), reason: "")),
            ])
            XCTAssertEqual(try sealReport(folder).sealedRows, 3)
            let report = try found(folder, after: ["DELETE FROM timeline WHERE seq > 1"])
            XCTAssertEqual(report.breaks.map(\.fault), [.missing(through: 3)])
        }

        /// What was written between the backup and its restore is gone: heads noted then say so.
        func test_restoredBackup_goesOnWhole_andLaterHeadsAreNotInIt() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            let restored = TemporaryFolder(inMemory: true)
            let backup = try Backup.copy(from: folder.file, to: restored.file)
            var lost = try openLedger(folder)
            try lost.write([makeStep(9001, .nobodyOnDuty)])
            let noted = lost.head
            XCTAssertEqual(try sealReport(restored, noted: noted).answer, .absent)
            var ledger = try openLedger(restored)
            for step in 9002..<9006 as Range<Int64> {
                try ledger.write([makeStep(step, .somebodyOnDuty)])
            }
            let report = try sealReport(restored, noted: noted)
            XCTAssertEqual(report.breakCount, 0)
            XCTAssertEqual(report.answer, .differs)
            XCTAssertEqual(report.segments, 1, "the chain goes on")
            XCTAssertEqual(try sealReport(restored, noted: backup.head).answer, .found)
        }

        /// Rule 13: personal words stand beside the chain, so that a person can be erased.
        func test_erasure_leavesTheChainWhole() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            let head = try openLedger(folder).head
            let report = try found(
                folder,
                after: [
                    "UPDATE texts SET text = NULL", "DELETE FROM subscribers",
                    "DELETE FROM contacts", "UPDATE homes SET address = '', access = ''",
                ], noted: head)
            XCTAssertEqual(report.breakCount, 0)
            XCTAssertEqual(report.answer, .found)
        }

        func test_failedBatch_leavesTheChainWhereItWas() throws {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
            let head = ledger.head
            for _ in 0..<3 {
                XCTAssertNotNil(
                    storeError {
                        try ledger.write([
                            makeStep(2, .callOpened(makeCall(2))),
                            makeStep(3, .callOpened(makeCall(1))),
                        ])
                    })
                XCTAssertEqual(ledger.head, head)
            }
            try ledger.write([makeStep(2, .callOpened(makeCall(2)))])
            XCTAssertEqual(try sealReport(folder).breakCount, 0)
            XCTAssertEqual(try sealReport(folder).head, ledger.head)
        }

        func test_copy_isCheckedByItself() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeDay(folder)
            var ledger = try openLedger(folder)
            let copy = TemporaryFolder(inMemory: true)
            let backup = try Backup.copy(from: folder.file, to: copy.file)
            XCTAssertEqual(backup.head, ledger.head)
            try ledger.write([makeStep(1, .nobodyOnDuty)])
            let report = try sealReport(copy, noted: backup.head)
            XCTAssertEqual(report.breakCount, 0)
            XCTAssertEqual(report.answer, .found)
            XCTAssertEqual(try sealReport(folder, noted: backup.head).answer, .found)
        }

        func test_head_isReadAsItIsWritten() throws {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            try ledger.write([makeStep(1, .nobodyOnDuty)])
            let head = try XCTUnwrap(ledger.head)
            XCTAssertEqual(HistoryHead(text: head.description), head)
            XCTAssertEqual(HistoryHead(text: head.description.uppercased()), head)
            for text in [
                "", "1", "1:", ":00", "x:\(head.seal)", "1:\(head.seal)0", "1:\(head.seal):",
            ] {
                XCTAssertNil(HistoryHead(text: text), text)
            }
        }
    }
#endif

/// Statements of another hand.
func execute(_ folder: TemporaryFolder, _ sql: String) throws {
    let database = try Database(path: folder.file, mode: .writing)
    try database.executeForTest(sql)
}

/// What a check of the file finds.
func sealReport(_ folder: TemporaryFolder, noted: HistoryHead? = nil) throws -> SealReport {
    let database = try Database(path: folder.file, mode: .reading)
    return try SealReport.of(database, noted: noted)
}
