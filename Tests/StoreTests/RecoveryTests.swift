// SPDX-License-Identifier: Apache-2.0
/// Copies of a running database, damage found, and what comes back from a damaged file.

import Desk
import Foundation
import Vocabulary
import XCTest

@testable import Store

final class RecoveryTests: XCTestCase {
    /// `count` calls, all but the last `open` of them closed.
    private func fill(_ ledger: inout Ledger, _ count: Int64, open: Int64, first: Int64 = 1) throws
    {
        let amy = OperatorID("amy")
        for start in stride(from: first, to: first + count, by: 100) {
            var steps: [SavedStep] = []
            for number in start..<min(start + 100, first + count) {
                let call = makeCall(number, text: number % 3 == 0 ? "help" : "")
                steps.append(makeStep(number, .callOpened(call)))
                guard number < first + count - open else { continue }
                steps.append(
                    makeStep(
                        number, at: nine + .seconds(60),
                        .callTaken(
                            call.id, by: amy, from: nil, Answer(wait: .seconds(9), counts: true),
                            call.measureKey),
                        .noteWritten(call.id, by: .person(amy), text: "note \(number)"),
                        .stepDone(call.id, step: 1, by: .person(amy), result: "ok"),
                        .callClosed(
                            call.id, Outcome("resolved"), reason: "well", by: amy, confirmedBy: nil,
                            Closing(handled: .seconds(9), answeredBy: amy, atFirstContact: true),
                            call.measureKey)))
            }
            try ledger.write(steps)
        }
    }

    private func foundHome(_ ledger: inout Ledger) throws {
        try ledger.write([
            makeStep(
                1,
                .recordSaved(
                    .home(Home(id: HomeID("H1"), address: "1 Road", district: "East")), by: .desk),
                .recordSaved(
                    .contact(
                        Contact(
                            home: HomeID("H1"), order: 1, name: "Mei", relation: "daughter",
                            phone: "+85291234567")), by: .desk),
                .recordSaved(
                    .plan(
                        Plan(
                            id: PlanID("emergency"),
                            steps: [PlanStep(action: .question, text: "Speak")])), by: .desk))
        ])
    }

    // MARK: Backup

    func test_backup_whileWriting_isOneMoment_andSound() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        try fill(&ledger, 6000, open: 10)
        let target = folder.path + "/copy.sqlite"
        var writes: Int64 = 0
        var failure: (any Error)?
        let report = try Backup.copy(from: folder.file, to: target) {
            writes += 1
            do {
                try ledger.write([makeStep(1, .callOpened(makeCall(50_000 + writes)))])
            } catch { failure = error }
            // A copy that begins anew with each commit would never end.
            return writes < 500
        }
        XCTAssertNil(failure)
        XCTAssertGreaterThan(writes, 0, "the copy must take more than one step")
        XCTAssertGreaterThan(report.pages, 1024)
        let copy = try Reports(path: target, zone: hongKong)
        XCTAssertNotNil(try copy.closedCall(makeCall(1).id))
        let database = try Database(path: target, mode: .reading)
        XCTAssertEqual(try database.number("SELECT count(*) FROM calls"), 6000)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM calls"), 6000 + writes)
        XCTAssertFalse(folder.exists(target + ".part"))
        XCTAssertFalse(folder.exists(target + "-wal"))
        let attributes = try FileManager.default.attributesOfItem(atPath: target)
        XCTAssertEqual(attributes[.posixPermissions] as? Int, 0o600)
    }

    func test_backup_givenUp_leavesTheOlderCopy() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        try fill(&ledger, 6000, open: 10)
        let target = folder.path + "/copy.sqlite"
        try "older".write(toFile: target, atomically: false, encoding: .utf8)
        XCTAssertNotNil(
            storeError {
                _ = try Backup.copy(from: folder.file, to: target) { false }
            })
        XCTAssertEqual(try String(contentsOfFile: target, encoding: .utf8), "older")
        XCTAssertFalse(folder.exists(target + ".part"))
    }

    func test_backup_intoAMissingFolder_saysSo() throws {
        let folder = TemporaryFolder()
        _ = try openLedger(folder)
        let error = storeError {
            _ = try Backup.copy(from: folder.file, to: folder.path + "/none/copy.sqlite")
        }
        XCTAssertEqual(error?.kind, .cannotOpen)
    }

    func test_copy_startsACentre() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        try fill(&ledger, 100, open: 10)
        let target = folder.path + "/copy.sqlite"
        _ = try Backup.copy(from: folder.file, to: target)
        var restored = try Ledger(path: target, zone: hongKong, now: nine)
        let state = try restored.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertEqual(state.calls.count, 10)
        try restored.write([makeStep(1, .callOpened(makeCall(101)))])
    }

    // MARK: Damage

    private func damage(_ path: String, from page: Int, pages: Int) throws {
        let file = try XCTUnwrap(FileHandle(forUpdatingAtPath: path))
        try file.seek(toOffset: UInt64(page * 4096))
        file.write(Data(repeating: 0xA5, count: pages * 4096))
        try file.close()
    }

    func test_integrity_ofASoundFile_findsNothing_andDamageIsFound() throws {
        let folder = TemporaryFolder()
        do {
            var ledger = try openLedger(folder)
            try fill(&ledger, 2000, open: 10)
            _ = try ledger.database.checkpoint()
        }
        XCTAssertEqual(try Integrity.findings(of: folder.file, .quick), [])
        XCTAssertEqual(try Integrity.findings(of: folder.file, .full), [])
        try damage(folder.file, from: 60, pages: 5)
        do throws(StoreError) {
            let findings = try Integrity.findings(of: folder.file, .quick)
            XCTAssertNotEqual(findings, [])
        } catch {
            XCTAssertEqual(error.kind, .corrupt)
        }
    }

    func test_recovery_ofASoundFile_bringsEverythingBack_once() throws {
        let folder = TemporaryFolder()
        do {
            var ledger = try openLedger(folder)
            try foundHome(&ledger)
            try fill(&ledger, 1000, open: 7)
        }
        let kept = try SetAside.move(folder.file, stamp: "T")
        var ledger = try openLedger(folder)
        // What the present file has stays as it is.
        let moved = Home(id: HomeID("H1"), address: "2 New Road", district: "East")
        try ledger.write([makeStep(1, .recordSaved(.home(moved), by: .desk))])
        try fill(&ledger, 50, open: 5, first: 20_000_001)
        for run in 0..<2 {
            var recovery = try Recovery(damaged: kept, into: folder.file)
            while try recovery.step(rowsMax: 97) {
                // The centre goes on meanwhile.
                if run == 0, recovery.report.total % 5 == 0 {
                    try ledger.write([makeStep(9, .nobodyOnDuty)])
                }
            }
            XCTAssertEqual(recovery.report.gaps, [:])
            if run == 0 {
                XCTAssertEqual(recovery.report.inserted["calls"], 1000)
                XCTAssertEqual(recovery.report.inserted["homes"], 0)
                XCTAssertEqual(recovery.report.inserted["contacts"], 1)
            } else {
                XCTAssertEqual(recovery.report.total, 0, "a second run must change nothing")
            }
        }
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM calls"), 1050)
        XCTAssertEqual(try readNumber(folder, "SELECT sum(offered) FROM measures"), 1050)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM plan_steps"), 1)
        XCTAssertEqual(
            try readNumber(folder, "SELECT count(*) FROM alarms JOIN timeline ON seq = id"), 1050)
        let reports = try Reports(path: folder.file, zone: hongKong)
        let history = try reports.history(of: makeCall(3).id)
        XCTAssertEqual(history.map(\.kind), ["opened", "taken", "note", "step-done", "closed"])
        XCTAssertEqual(history.map(\.text), ["help", "", "note 3", "ok", "well"])
        XCTAssertEqual(findings(folder), [])
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertEqual(state.calls.count, 12)
        XCTAssertNotNil(state.directory.homes[HomeID("H1")]?.contacts.first)
        XCTAssertEqual(state.directory.homes[HomeID("H1")]?.home, moved)
        XCTAssertEqual(state.directory.homes[HomeID("H1")]?.lastCalls.first?.by, OperatorID("amy"))
        // The old rows stand before the present ones, in their order.
        let database = try Database(path: folder.file, mode: .reading)
        XCTAssertEqual(
            try database.text("SELECT kind FROM timeline ORDER BY seq LIMIT 1"), "record-saved")
        XCTAssertLessThan(try database.number("SELECT min(seq) FROM timeline") ?? 0, -3000)
    }

    private func findings(_ folder: TemporaryFolder) -> [String] {
        (try? Integrity.findings(of: folder.file, .full)) ?? ["cannot be read"]
    }

    /// A backup, or the present file itself, is no other history: merged it would count all twice.
    func test_recovery_ofASharedHistory_isRefused_andChangesNothing() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        try fill(&ledger, 20, open: 5)
        let copy = "\(folder.path)/copy.sqlite"
        _ = try Backup.copy(from: folder.file, to: copy)
        for source in [copy, folder.file] {
            let error = storeError { _ = try Recovery(damaged: source, into: folder.file) }
            XCTAssertTrue(error?.message.contains("same history") ?? false, "\(source): \(error as Any)")
        }
        XCTAssertEqual(try readNumber(folder, "SELECT sum(offered) FROM measures"), 20)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM alarms"), 20)
    }

    func test_recovery_intoAMissingFile_isRefused_andCreatesNone() throws {
        let folder = TemporaryFolder()
        _ = try openLedger(folder)
        let missing = folder.path + "/missing.sqlite"
        let error = storeError { _ = try Recovery(damaged: folder.file, into: missing) }
        XCTAssertEqual(error?.kind, .cannotOpen)
        XCTAssertFalse(folder.exists(missing))
    }

    func test_recovery_ofARandomDay_revivesLikeTheOriginal() throws {
        let folder = TemporaryFolder()
        var centre = RandomCentre(seed: 11)
        centre.run(500)
        do {
            var ledger = try openLedger(folder)
            try ledger.write(centre.steps)
        }
        let kept = try SetAside.move(folder.file, stamp: "T")
        // The new file has a plan of its own by the time: it is not the one that the calls began under.
        let plan = Plan(id: PlanID("emergency"), steps: [PlanStep(action: .note, text: "New")])
        do {
            var ledger = try openLedger(folder)
            try ledger.write([makeStep(1, .recordSaved(.plan(plan), by: .desk))])
        }
        var recovery = try Recovery(damaged: kept, into: folder.file)
        while try recovery.step(rowsMax: 31) {}
        let revived = try openLedger(folder).revive(
            zone: hongKong, repeatWindow: .hours(1), now: centre.now)
        var applied = centre.desk.state
        XCTAssertGreaterThan(applied.calls.count, 3)
        // What is not merged: an import in progress, values of the centre.
        applied.importWork = nil
        applied.nobodyOnDuty = revived.nobodyOnDuty
        applied.directory.plans[plan.id] = plan
        XCTAssertEqual(
            durableDifference(
                applied: applied, revived: revived, sent: centre.sent,
                since: centre.now - .hours(1)), [])
    }

    func test_recovery_ofADamagedFile_bringsTheRestBack() throws {
        let folder = TemporaryFolder()
        do {
            var ledger = try openLedger(folder)
            try foundHome(&ledger)
            try fill(&ledger, 5000, open: 7)
            _ = try ledger.database.checkpoint()
        }
        let size = try XCTUnwrap(
            FileManager.default.attributesOfItem(atPath: folder.file)[.size] as? Int)
        // Three holes of a few pages each in the middle of everything.
        for part in [3, 5, 7] { try damage(folder.file, from: size / 4096 * part / 10, pages: 3) }
        let kept = try SetAside.move(folder.file, stamp: "T")
        do { _ = try openLedger(folder) }
        var recovery = try Recovery(damaged: kept, into: folder.file)
        while try recovery.step() {}
        XCTAssertFalse(recovery.report.gaps.isEmpty, "nine damaged pages must show")
        let calls = try readNumber(folder, "SELECT count(*) FROM calls") ?? 0
        XCTAssertGreaterThan(calls, 4500)
        XCTAssertEqual(recovery.report.inserted["calls"], Int(calls))
        XCTAssertEqual(findings(folder), [])
        _ = try openLedger(folder).revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
    }
}
