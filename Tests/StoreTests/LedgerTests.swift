// SPDX-License-Identifier: Apache-2.0
/// Batches: all or nothing, once, in order; and what each fact leaves behind.

import Desk
import Vocabulary
import XCTest

@testable import Store

final class LedgerTests: XCTestCase {
    private let ada = OperatorID("ada")

    func test_failedBatch_leavesNothing_andMayBeGivenAgain() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
        // The third step opens a call number that exists: a constraint fails in mid-batch.
        let error = storeError {
            try ledger.write([
                makeStep(2, .callOpened(makeCall(2))),
                makeStep(
                    3,
                    .importStaged(
                        line: 1, .device(Device(id: DeviceID("d"), home: HomeID("h"))), by: ada),
                    .importEnded(.devices, rows: 0, accepted: false, by: .desk)),
                makeStep(4, .callOpened(makeCall(1))),
            ])
        }
        XCTAssertEqual(error?.kind, .other)
        XCTAssertTrue(ledger.database.isIdle, "no lock may stay behind")
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM timeline"), 1)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM alarms"), 1)
        XCTAssertEqual(try readNumber(folder, "SELECT sum(offered) FROM measures"), 1)
        try ledger.write([makeStep(2, .callOpened(makeCall(2)))])
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM calls"), 2)
        // Counted once, although the failed batch had counted it too.
        XCTAssertEqual(try readNumber(folder, "SELECT sum(offered) FROM measures"), 2)
        XCTAssertEqual(try readNumber(folder, "SELECT max(seq) FROM timeline"), 2)
    }

    func test_lockHeldElsewhere_isBusy_andTheBatchGoesInLater() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        let other = try Database(path: folder.file, mode: .writing)
        try other.execute("BEGIN IMMEDIATE")
        let batch = [makeStep(1, .callOpened(makeCall(1)))]
        XCTAssertEqual(storeError { try ledger.write(batch) }?.kind, .busy)
        try other.execute("COMMIT")
        try ledger.write(batch)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM calls"), 1)
    }

    func test_timeline_goesOnAfterTheLastRow_acrossStarts() throws {
        let folder = TemporaryFolder()
        for start in 0..<3 as Range<Int64> {
            var ledger = try openLedger(folder)
            try ledger.write([makeStep(1, .callOpened(makeCall(start * 2 + 1)))])
            try ledger.write([makeStep(2, .callOpened(makeCall(start * 2 + 2)))])
        }
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM timeline"), 6)
        XCTAssertEqual(try readNumber(folder, "SELECT max(seq) FROM timeline"), 6)
        XCTAssertEqual(
            try readNumber(folder, "SELECT count(*) FROM alarms JOIN timeline ON seq = id"), 6)
    }

    func test_pressWithoutWords_isThreeRows_andWordsStandBeside() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM texts"), 0)
        try ledger.write([makeStep(2, .callOpened(makeCall(2, text: "跌倒了")))])
        let database = try Database(path: folder.file, mode: .reading)
        XCTAssertEqual(try database.text("SELECT text FROM texts WHERE home = 'H2'"), "跌倒了")
        XCTAssertEqual(
            try database.number("SELECT count(*) FROM timeline WHERE codes LIKE '%跌%'"), 0)
    }

    func test_noWordOfAPerson_standsInTheTimeline() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        var centre = RandomCentre(seed: 3)
        centre.run(600)
        try ledger.write(centre.steps)
        let database = try Database(path: folder.file, mode: .reading)
        let rows = try database.prepare("SELECT actor, codes FROM timeline")
        var count = 0
        try rows.eachRow { row throws(StoreError) in
            count += 1
            let line = row.text(0) + row.text(1)
            for word in ["陳", "注意", "because", "help", "+852", "Queen", "heart", "daughter"] {
                XCTAssertFalse(line.contains(word), line)
            }
        }
        XCTAssertGreaterThan(count, 500)
        // What a person's erasure does: the rows of history stay as they are.
        try ledger.database.execute("UPDATE texts SET text = NULL WHERE home = 'H1'")
        _ = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: centre.now)
    }

    func test_importOfTwoHundredRowBatches_goesOnAfterAStart() throws {
        let folder = TemporaryFolder()
        func home(_ n: Int) -> Record {
            .home(Home(id: HomeID("H\(n)"), address: "\(n) Road", district: "East"))
        }
        do {
            var ledger = try openLedger(folder)
            try ledger.write(
                (1...500).map { n in
                    makeStep(Int64(n), .importStaged(line: n, home(n), by: ada))
                })
            try ledger.write([makeStep(501, .importAccepted(.homes, rows: 500, by: ada))])
            let facts = (1...200).map { Fact.recordSaved(home($0), by: .person(ada)) }
            try ledger.write([
                SavedStep(sequence: 502, at: nine, facts: facts + [.importApplied(through: 200)])
            ])
        }
        var ledger = try openLedger(folder)
        var state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        let work = try XCTUnwrap(state.importWork)
        XCTAssertEqual(work.kind, .homes)
        XCTAssertEqual(work.by, OperatorID("ada"))
        XCTAssertEqual(work.applied, 200)
        XCTAssertEqual(work.rows, (1...500).map(home))
        XCTAssertEqual(state.directory.homes.count, 200)
        let rest = (201...500).map { Fact.recordSaved(home($0), by: .desk) }
        try ledger.write([
            SavedStep(
                sequence: 1, at: nine,
                facts: rest + [.importEnded(.homes, rows: 500, accepted: true, by: .desk)])
        ])
        state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertNil(state.importWork)
        XCTAssertEqual(state.directory.homes.count, 500)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM import_rows"), 500)
        // The staged rows, personal words and all, go in small portions.
        var rounds = 0
        while try ledger.tidy(now: nine, busy: false) { rounds += 1 }
        XCTAssertLessThan(rounds, 20)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM import_rows"), 0)
    }

    func test_importNotAccepted_isForgottenAtTheNextStart() throws {
        let folder = TemporaryFolder()
        let record = Record.device(Device(id: DeviceID("d"), home: HomeID("h")))
        do {
            var ledger = try openLedger(folder)
            try ledger.write([makeStep(1, .importStaged(line: 1, record, by: ada))])
        }
        var ledger = try openLedger(folder)
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertNil(state.importWork)
        // A new import is not mixed with the old one's rows.
        let other = Record.device(Device(id: DeviceID("e"), home: HomeID("h")))
        try ledger.write([
            makeStep(
                1, .importStaged(line: 1, other, by: ada),
                .importAccepted(.devices, rows: 1, by: OperatorID("ada")))
        ])
        _ = try ledger.tidy(now: nine, busy: false)
        let again = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertEqual(again.importWork?.rows, [other])
    }

    func test_lastCalls_moveIntoHomesWhenThereIsTime() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        let amy = OperatorID("amy")
        let ben = OperatorID("ben")
        let home = Home(id: HomeID("H1"), address: "", district: "East")
        try ledger.write([makeStep(1, .recordSaved(.home(home), by: .desk))])
        let count = Int64(Ledger.tidyRowsMax) + 2
        try ledger.write(
            (1...count).map { number in
                let person = number == count ? ben : amy
                let call = makeCall(number, home: "H1")
                return makeStep(
                    2, at: nine + .seconds(number), .callOpened(call),
                    .callTaken(
                        call.id, by: person, from: nil, Answer(wait: .seconds(5), counts: true),
                        call.measureKey),
                    .callClosed(
                        call.id, Outcome("resolved"), reason: "", by: person, confirmedBy: nil,
                        Closing(handled: .seconds(60), answeredBy: person, atFirstContact: true),
                        call.measureKey))
            })
        func check(_ note: String) throws {
            let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
            let file = try XCTUnwrap(state.directory.homes[HomeID("H1")])
            XCTAssertEqual(file.lastCalls.first?.by, ben, note)
            XCTAssertEqual(file.lastCalls.first?.call.number, count, note)
            XCTAssertEqual(file.lastCalls.first?.closedAt, nine + .seconds(count), note)
        }
        try check("before tidying")
        while try ledger.tidy(now: nine, busy: false) {}
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM home_last"), 2)
        XCTAssertEqual(
            try readNumber(folder, "SELECT last_call % 1000000000 FROM homes"), count - 2)
        try check("after tidying")
    }

    func test_skippedNumbers_lieAboveWhatTheDeskGives() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        try ledger.skipNumbers(now: nine, zone: hongKong)
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        let today = NumberSeries.calls(hongKong.day(of: nine))
        XCTAssertEqual(state.numbers[today]?.given, 100_000_000 + 32_400_000)
        XCTAssertEqual(state.numbers[.events]?.given, nine.milliseconds * 1000)
    }

    func test_checkpoint_isMadeWhenIdle_andOnlyWhenOverdueWhileBusy() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        var number: Int64 = 0
        while ledger.walPageCount < Ledger.walPagesIdle {
            number += 20
            try ledger.write((0..<20).map { makeStep(number, .callOpened(makeCall(number - $0))) })
        }
        let before = ledger.walPageCount
        XCTAssertFalse(try ledger.tidy(now: nine, busy: true))
        XCTAssertEqual(ledger.walPageCount, before)
        _ = try ledger.tidy(now: nine, busy: false)
        XCTAssertEqual(ledger.walPageCount, 0)
        // The log starts anew instead of growing.
        try ledger.write([makeStep(1, .callOpened(makeCall(number + 1)))])
        XCTAssertLessThan(ledger.walPageCount, 30)
    }

    func test_secondTaking_keepsTheFirstAnswer() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        let call = makeCall(1)
        let amy = OperatorID("amy")
        let ben = OperatorID("ben")
        try ledger.write([
            makeStep(
                1, .callOpened(call),
                .callTaken(
                    call.id, by: amy, from: nil, Answer(wait: .seconds(5), counts: true),
                    call.measureKey)),
            makeStep(
                2, at: nine + .seconds(90),
                .callTaken(
                    call.id, by: ben, from: amy, Answer(wait: .seconds(90), counts: false),
                    call.measureKey)),
        ])
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertEqual(state.calls[call.id]?.answeredAt, nine + .seconds(5))
        XCTAssertEqual(state.calls[call.id]?.answeredBy, amy)
        XCTAssertEqual(state.calls[call.id]?.holder, ben)
        XCTAssertEqual(try readNumber(folder, "SELECT sum(answered) FROM measures"), 1)
    }

    func test_tidyWithNothingDue_writesNothing() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        while try ledger.tidy(now: nine, busy: false) {}
        try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
        let pages = ledger.walPageCount
        XCTAssertFalse(try ledger.tidy(now: nine, busy: false))
        XCTAssertEqual(ledger.walPageCount, pages)
    }

    func test_factsThatTouchNoCall_leaveTheirRow() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        var situation = Situation()
        situation.waiting = 3
        try ledger.write([
            makeStep(
                1, .situationReported(situation), .storeTroubleBegan(.full), .storeTroubleEnded,
                .restartOrdered(by: OperatorID("sue"), reason: "disk"))
        ])
        let database = try Database(path: folder.file, mode: .reading)
        let rows = try database.prepare("SELECT kind FROM timeline ORDER BY seq")
        var kinds: [String] = []
        try rows.eachRow { row throws(StoreError) in kinds.append(row.text(0)) }
        XCTAssertEqual(kinds, ["situation", "trouble-began", "trouble-ended", "restart-ordered"])
        XCTAssertEqual(
            Codes.value(
                "waiting", in: try database.text("SELECT codes FROM timeline LIMIT 1") ?? ""), "3")
    }

    func test_callWithTwoAlarms_keepsBoth_andIsOneChange() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        var call = makeCall(1)
        call.alarms.append(AlarmEntry(signal: makeSignal("A1", "r1b"), receivedAt: nine))
        call.presses = 2
        try ledger.write([makeStep(1, .callOpened(call))])
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertEqual(state.calls[call.id], call)
    }
}
