// SPDX-License-Identifier: Apache-2.0
/// Where seals begin and end: files from before them, builds without them, recovered rows, other hands.
/// Never a break where nothing is wrong, and never a row passed off as sealed.

import Desk
import Vocabulary
import XCTest

@testable import Store

final class SealSegmentTests: XCTestCase {
    private func fill(_ ledger: inout Ledger, _ numbers: ClosedRange<Int64>) throws {
        try ledger.write(numbers.map { makeStep($0, at: nine, .callOpened(makeCall($0))) })
    }

    /// The file as a version before the seals left it: six rows, no segment.
    private func writeOld(_ folder: TemporaryFolder) throws {
        var ledger = try openLedger(folder)
        try fill(&ledger, 1...6)
        try execute(folder, "UPDATE timeline SET seal = NULL; DELETE FROM seals")
    }

    /// And then two rows that a build without `Crypto` wrote.
    private func writeBareEnd(_ folder: TemporaryFolder) throws {
        try execute(
            folder,
            """
            INSERT INTO seals(from_seq, began_at)
              SELECT max(seq) + 1, \(nine.milliseconds) FROM timeline;
            INSERT INTO timeline(step, at, kind, actor, codes)
              VALUES (1, \(nine.milliseconds), 'nobody-on-duty', '@desk', ''),
                (2, \(nine.milliseconds), 'somebody-on-duty', '@desk', '');
            """)
    }

    func test_migration_addsTheColumn_andKeepsTheRows() throws {
        let folder = TemporaryFolder(inMemory: true)
        try writeOld(folder)
        try execute(
            folder,
            """
            ALTER TABLE timeline DROP COLUMN seal; DROP TABLE seals;
            DROP TABLE step_endings; DROP TABLE earlier_plans; DROP TABLE followup_work; DROP TABLE queues;
            DROP TABLE silences; DROP TABLE outages; DROP TABLE missed;
            DROP TABLE former_steps; DROP TABLE routes;
            DELETE FROM migrations WHERE name >= '0004-seals'
            """)
        var ledger = try openLedger(folder)
        try fill(&ledger, 7...8)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM timeline"), 8)
        let report = try sealReport(folder)
        XCTAssertEqual(report.breakCount, 0)
        XCTAssertEqual(report.stretches.map(\.rows).reduce(0, +), 8)
    }

    #if Crypto
        func test_rowsFromBefore_areSealedTogether_asTheyStood() throws {
            let folder = TemporaryFolder(inMemory: true)
            try writeOld(folder)
            let before = try sealReport(folder)
            XCTAssertEqual(before.breakCount, 0)
            XCTAssertEqual(before.segments, 0)
            XCTAssertNil(before.head)
            XCTAssertEqual(before.stretches.map(\.state), [.bare])
            var ledger = try openLedger(folder)
            try fill(&ledger, 7...9)
            let after = try sealReport(folder)
            XCTAssertEqual(after.breakCount, 0)
            XCTAssertEqual(after.sealedRows, 3)
            XCTAssertEqual(
                after.stretches.map(\.state), [.covered(at: nine), .sealed(since: nine)])
            XCTAssertEqual(after.stretches.map(\.first), [1, 7])
            XCTAssertEqual(after.stretches.map(\.last), [6, 9])
            for change in [
                "UPDATE timeline SET actor = 'bob' WHERE seq = 3",
                "DELETE FROM timeline WHERE seq = 1", "DELETE FROM timeline WHERE seq = 6",
                "UPDATE seals SET began_at = began_at + 1",
                "UPDATE seals SET anchor = zeroblob(32)",
                "UPDATE seals SET covers_from = 2", "UPDATE seals SET covers_from = 7",
                "UPDATE seals SET previous = zeroblob(32)",
            ] {
                let copy = TemporaryFolder(inMemory: true)
                _ = try Backup.copy(from: folder.file, to: copy.file)
                try execute(copy, change)
                let found = try sealReport(copy)
                XCTAssertEqual(found.breaks.first?.row, 7, change)
                guard case .start? = found.breaks.first?.fault else {
                    XCTFail("\(change): \(found.breaks)")
                    continue
                }
            }
            // Without its segment no seal means anything.
            try execute(folder, "DELETE FROM seals")
            XCTAssertEqual(try sealReport(folder).breaks.map(\.row), [7, 8, 9])
            XCTAssertEqual(try sealReport(folder).breaks.first?.fault, .stray)
        }

        func test_veryManyRowsFromBefore_theNewestAreSealedTogether() throws {
            let folder = TemporaryFolder(inMemory: true)
            do { _ = try openLedger(folder) }
            let count = SealChain.coveredRowsMax + 50
            try execute(
                folder,
                """
                INSERT INTO timeline(step, at, kind, actor, codes)
                  WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < \(count))
                  SELECT i, i, 'note', 'amy', '' FROM g
                """)
            var ledger = try openLedger(folder)
            try fill(&ledger, 1...2)
            let report = try sealReport(folder)
            XCTAssertEqual(report.breakCount, 0)
            XCTAssertEqual(report.stretches.map(\.rows), [50, SealChain.coveredRowsMax, 2])
            XCTAssertEqual(report.stretches.first?.state, .bare)
        }

        func test_buildWithoutCrypto_isAGap_andALaterSegmentSealsIt() throws {
            let folder = TemporaryFolder(inMemory: true)
            do {
                var ledger = try openLedger(folder)
                try fill(&ledger, 1...2)
            }
            try writeBareEnd(folder)
            let gap = try sealReport(folder)
            XCTAssertEqual(gap.breakCount, 0)
            XCTAssertNil(gap.head, "the newest row is not sealed")
            XCTAssertEqual(gap.stretches.map(\.state), [.sealed(since: nine), .bare])
            XCTAssertEqual(gap.stretches.last?.first, 3)
            var ledger = try openLedger(folder)
            try fill(&ledger, 3...4)
            let report = try sealReport(folder, noted: ledger.head)
            XCTAssertEqual(report.breakCount, 0)
            XCTAssertEqual(report.segments, 2)
            XCTAssertEqual(report.sealedRows, 4)
            XCTAssertEqual(report.answer, .found)
            XCTAssertEqual(report.stretches.map(\.rows), [2, 2, 2])
            // The second segment builds on the first: its end cannot be cut off.
            try execute(folder, "DELETE FROM timeline WHERE seq IN (2, 3, 4)")
            XCTAssertEqual(try sealReport(folder).breaks.map(\.row), [2, 5])
        }

        func test_sealsTakenAway_arePassedOffAsNothing() throws {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            try fill(&ledger, 1...6)
            try execute(folder, "UPDATE timeline SET seal = NULL WHERE seq > 3")
            XCTAssertEqual(try sealReport(folder).breaks.map(\.row), [4, 5, 6])
            // And when `seals` says so too, the stretch shows, with its place.
            try execute(folder, "INSERT INTO seals(from_seq, began_at) VALUES (4, 0)")
            let report = try sealReport(folder)
            XCTAssertEqual(report.breakCount, 0)
            XCTAssertEqual(report.stretches.last?.state, .bare)
            XCTAssertEqual(report.stretches.last?.first, 4)
        }

        // MARK: Other hands while the centre runs

        func test_rowPutInBesideTheLedger_isNamed_andTheLedgerGoesOn() throws {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            try fill(&ledger, 1...3)
            try execute(
                folder,
                "INSERT INTO timeline(step, at, kind, actor, codes) VALUES (1, 1, 'note', 'bob', '')"
            )
            try fill(&ledger, 4...6)
            XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM timeline"), 7)
            let report = try sealReport(folder)
            XCTAssertEqual(report.breaks.first?.row, 4)
            XCTAssertEqual(report.breaks.first?.fault, .unsealed)
        }

        func test_endCutOffBesideTheLedger_isNamed_andTheLedgerGoesOn() throws {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            try fill(&ledger, 1...6)
            try execute(
                folder, "DELETE FROM timeline WHERE seq > 4; DELETE FROM alarms WHERE id > 4")
            try fill(&ledger, 7...8)
            let report = try sealReport(folder)
            XCTAssertEqual(report.breaks.map(\.row), [5])
            XCTAssertEqual(report.breaks.map(\.fault), [.changed])
        }

        func test_sealOfTheNewestRowTakenAway_isNamed_andANewSegmentBegins() throws {
            let folder = TemporaryFolder(inMemory: true)
            do {
                var ledger = try openLedger(folder)
                try fill(&ledger, 1...2)
            }
            try execute(folder, "UPDATE timeline SET seal = NULL WHERE seq = 2")
            var ledger = try openLedger(folder)
            try fill(&ledger, 3...4)
            let report = try sealReport(folder)
            XCTAssertEqual(report.breaks.map(\.row), [2])
            XCTAssertEqual(report.breaks.map(\.fault), [.unsealed])
            XCTAssertEqual(report.segments, 2)
        }

        // MARK: Recovered rows

        func test_recoveredRows_breakNothing_andAreNotSealed() throws {
            let folder = TemporaryFolder(inMemory: true)
            do {
                var ledger = try openLedger(folder)
                try fill(&ledger, 1...9)
            }
            let kept = try SetAside.move(folder.file, stamp: "T")
            var ledger = try openLedger(folder)
            try fill(&ledger, 101...103)
            let head = ledger.head
            var recovery = try Recovery(damaged: kept, into: folder.file)
            while try recovery.step(rowsMax: 4) {
                try ledger.write([makeStep(9, .nobodyOnDuty)])
            }
            let report = try sealReport(folder, noted: head)
            XCTAssertEqual(report.breakCount, 0, "\(report.breaks)")
            XCTAssertEqual(report.answer, .found)
            XCTAssertEqual(report.stretches.map(\.state), [.recovered, .sealed(since: nine)])
            XCTAssertEqual(report.stretches.first?.rows, 9)
            XCTAssertEqual(
                try readNumber(
                    folder, "SELECT count(*) FROM timeline WHERE seq < 1 AND seal IS NOT NULL"), 0)
            // The file itself keeps its seals.
            let old = try Database(path: kept, mode: .reading)
            XCTAssertEqual(try SealReport.of(old).sealedRows, 9)
            // Nor does a start after it seal them.
            do {
                var again = try openLedger(folder)
                try fill(&again, 201...201)
            }
            XCTAssertEqual(try sealReport(folder).stretches.first?.state, .recovered)
        }
    #else
        /// What this build does with a file whose rows were sealed: it goes on, and says so.
        func test_sealedFile_goesOnWithoutSeals_andSaysFromWhere() throws {
            let folder = TemporaryFolder(inMemory: true)
            do {
                var ledger = try openLedger(folder)
                try fill(&ledger, 1...2)
                XCTAssertNil(ledger.head)
                XCTAssertFalse(ledger.canSeal)
            }
            XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM seals"), 0)
            try execute(
                folder,
                """
                INSERT INTO seals VALUES (1, 0, 1, NULL, zeroblob(32));
                UPDATE timeline SET seal = zeroblob(32)
                """)
            for start in 1...2 as ClosedRange<Int64> {
                var ledger = try openLedger(folder)
                try fill(&ledger, (start * 10)...(start * 10 + 1))
                XCTAssertNil(ledger.head)
            }
            XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM seals"), 2)
            XCTAssertEqual(try readNumber(folder, "SELECT max(from_seq) FROM seals"), 3)
            XCTAssertEqual(try readNumber(folder, "SELECT count(seal) FROM timeline"), 2)
            let report = try sealReport(folder)
            XCTAssertFalse(report.isCompared)
            XCTAssertEqual(report.breakCount, 0)
            XCTAssertEqual(report.stretches.last?.state, .bare)
            XCTAssertEqual(report.stretches.last?.first, 3)
        }
    #endif
}
