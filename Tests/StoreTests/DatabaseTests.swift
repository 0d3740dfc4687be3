// SPDX-License-Identifier: Apache-2.0
/// Opening: what is really in force, and how each way of not opening is told apart.

import CSQLite
import Desk
import Foundation
import Glibc
import Vocabulary
import XCTest

@testable import Store

final class DatabaseTests: XCTestCase {
    func test_writingConnection_isDurableAndDefensive() throws {
        let folder = TemporaryFolder()
        let database = try Database(path: folder.file, mode: .writing)
        XCTAssertEqual(try database.number("PRAGMA synchronous"), 2)
        XCTAssertEqual(try database.text("PRAGMA journal_mode"), "wal")
        XCTAssertEqual(try database.number("PRAGMA trusted_schema"), 0)
        XCTAssertEqual(try database.number("PRAGMA cell_size_check"), 1)
        XCTAssertEqual(try database.number("PRAGMA wal_autocheckpoint"), 0)
        var powersafe: Int32 = -1
        XCTAssertEqual(
            sqlite3_file_control(
                database.raw, "main", SQLITE_FCNTL_POWERSAFE_OVERWRITE, &powersafe), SQLITE_OK)
        XCTAssertEqual(powersafe, 0)
        // DEFENSIVE: the schema's own table cannot be written even when asked.
        try database.execute("CREATE TABLE t(x)")
        XCTAssertNotNil(
            storeError {
                try database.execute("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema")
            })
    }

    func test_newFile_isReadableByItsOwnerAlone() throws {
        let folder = TemporaryFolder()
        let before = umask(0)
        defer { umask(before) }
        var ledger = try openLedger(folder)
        try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
        for ending in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.file + ending)
            XCTAssertEqual(attributes[.posixPermissions] as? Int, 0o600, ending)
        }
    }

    func test_pathWithOddCharacters_isTheFileThatIsOpened() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/平安 50%?psow=1&mode=memory#x.sqlite"
        let database = try Database(path: path, mode: .writing)
        try database.execute("CREATE TABLE t(x)")
        XCTAssertTrue(folder.exists(path))
        XCTAssertEqual(
            Database.uri("/a b/%41?c"), "file:///a%20b/%2541%3Fc?psow=0")
        XCTAssertEqual(Database.uri("data/x"), "file:data/x?psow=0")
    }

    func test_readingConnection_changesNothing() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
        let reader = try Database(path: folder.file, mode: .reading)
        let error = storeError { try reader.execute("DELETE FROM calls") }
        XCTAssertEqual(error?.kind, .readOnly)
        XCTAssertEqual(try reader.number("SELECT count(*) FROM calls"), 1)
    }

    func test_missingFolder_cannotOpen() {
        let folder = TemporaryFolder()
        let path = folder.path + "/no/such/folder/centre.sqlite"
        let error = storeError { _ = try Ledger(path: path, zone: hongKong, now: nine) }
        XCTAssertEqual(error?.kind, .cannotOpen)
        let directory = storeError {
            _ = try Ledger(path: folder.path, zone: hongKong, now: nine)
        }
        XCTAssertEqual(directory?.kind, .cannotOpen)
    }

    func test_forbiddenAndReadOnlyFiles_areToldApart() throws {
        guard geteuid() == 0 else { throw XCTSkip("needs root to become somebody else") }
        let folder = TemporaryFolder()
        do { _ = try openLedger(folder) }
        chmod(folder.path, 0o755)
        chmod(folder.file, 0o444)
        seteuid(65534)
        let readOnly = storeError { _ = try Ledger(path: folder.file, zone: hongKong, now: nine) }
        seteuid(0)
        XCTAssertEqual(readOnly?.kind, .readOnly)
        chmod(folder.file, 0o600)
        seteuid(65534)
        let forbidden = storeError {
            _ = try Ledger(path: folder.file, zone: hongKong, now: nine)
        }
        seteuid(0)
        XCTAssertEqual(forbidden?.kind, .cannotOpen)
    }

    func test_textFile_isNotADatabase_andIsSetAside() throws {
        let folder = TemporaryFolder()
        let words = String(repeating: "not a database, but somebody's only copy\n", count: 300)
        try words.write(toFile: folder.file, atomically: false, encoding: .utf8)
        let error = try XCTUnwrap(storeError { _ = try openLedger(folder) })
        XCTAssertEqual(error.kind, .notADatabase)
        XCTAssertTrue(SetAside.isCalledFor(by: error))
        let kept = try SetAside.move(folder.file, stamp: "20261120T090000Z")
        XCTAssertEqual(try String(contentsOfFile: kept, encoding: .utf8), words)
        XCTAssertFalse(folder.exists(folder.file))
        var ledger = try openLedger(folder)
        try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
    }

    func test_setAside_takesTheLogAlong_andNeverReplacesAnOlderOne() throws {
        let folder = TemporaryFolder()
        for name in ["", "-wal", "-shm"] {
            try "first\(name)".write(
                toFile: folder.file + name, atomically: false, encoding: .utf8)
        }
        let first = try SetAside.move(folder.file, stamp: "T")
        try "second".write(toFile: folder.file, atomically: false, encoding: .utf8)
        let second = try SetAside.move(folder.file, stamp: "T")
        XCTAssertNotEqual(first, second)
        XCTAssertEqual(try String(contentsOfFile: first + "-wal", encoding: .utf8), "first-wal")
        XCTAssertEqual(try String(contentsOfFile: second, encoding: .utf8), "second")
        XCTAssertFalse(folder.exists(folder.file + "-wal"))
    }

    func test_passingTrouble_isNeverSetAside() {
        for code in [SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY] {
            let error = StoreError(extendedCode: code, message: "", sql: "")
            XCTAssertFalse(SetAside.isCalledFor(by: error), error.description)
        }
        for code in [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT | 2 << 8] {
            let error = StoreError(extendedCode: code, message: "", sql: "")
            XCTAssertTrue(SetAside.isCalledFor(by: error), error.description)
        }
    }

    // MARK: Migrations

    func test_emptyFile_isMigrated_andOpenedAgainUnchanged() throws {
        let folder = TemporaryFolder()
        do {
            var ledger = try openLedger(folder, now: nine)
            try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
        }
        var ledger = try openLedger(folder, now: nine + .hours(5))
        try ledger.write([makeStep(1, .callOpened(makeCall(2)))])
        XCTAssertEqual(
            try readNumber(folder, "SELECT applied_at FROM migrations WHERE name = '0001-first'"),
            nine.milliseconds)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM calls"), 2)
        XCTAssertEqual(try readNumber(folder, "SELECT max(seq) FROM timeline"), 2)
    }

    func test_fileFromBeforeStorms_isMigrated() throws {
        let folder = TemporaryFolder()
        do {
            let database = try Database(path: folder.file, mode: .writing)
            try database.execute(
                """
                PRAGMA application_id=0x5342656c;
                CREATE TABLE migrations (
                  name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                """)
            let note = try database.prepare("INSERT INTO migrations VALUES (?, ?)")
            for step in Migrations.steps.prefix(while: { !$0.name.hasSuffix("-storms") }) {
                for sql in step.sql { try database.execute(sql) }
                try note.run(step.name, nine)
            }
        }
        var ledger = try openLedger(folder, now: nine + .hours(5))
        try ledger.write([makeStep(1, .callOpened(makeCall(1)))])
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertEqual(state.calls.count, 1)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM storms"), 0)
        XCTAssertEqual(
            try readNumber(folder, "SELECT applied_at FROM migrations WHERE name LIKE '%-storms'"),
            (nine + .hours(5)).milliseconds)
    }

    func test_newerSchema_isRefused_andNotSetAside() throws {
        let folder = TemporaryFolder()
        do {
            let ledger = try openLedger(folder)
            try ledger.database.execute("INSERT INTO migrations VALUES ('9999-from-the-future', 0)")
        }
        let error = try XCTUnwrap(storeError { _ = try openLedger(folder) })
        XCTAssertEqual(error.kind, .other)
        XCTAssertTrue(error.message.contains("9999-from-the-future"), error.message)
        XCTAssertFalse(SetAside.isCalledFor(by: error))
        let reading = storeError { _ = try Reports(path: folder.file, zone: hongKong) }
        XCTAssertTrue(reading?.message.contains("newer") ?? false)
    }

    func test_otherHistoryOfMigrations_isRefused() throws {
        let folder = TemporaryFolder()
        do {
            let ledger = try openLedger(folder)
            try ledger.database.execute(
                "UPDATE migrations SET name = '0001-another-first' WHERE name = '0001-first'")
        }
        let error = try XCTUnwrap(storeError { _ = try openLedger(folder) })
        XCTAssertTrue(error.message.contains("0001-another-first"), error.message)
    }

    func test_databaseOfAnotherProgram_isRefused_andUntouched() throws {
        let folder = TemporaryFolder()
        do {
            let other = try Database(path: folder.file, mode: .writing)
            try other.execute("CREATE TABLE addresses(x); INSERT INTO addresses VALUES (1)")
        }
        let error = try XCTUnwrap(storeError { _ = try openLedger(folder) })
        XCTAssertTrue(error.message.contains("another program"), error.message)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM sqlite_schema"), 1)
    }

    // MARK: Texts in columns

    func test_codes_splitAsTheyWereWritten() {
        var codes = Codes()
        codes.add("ref", "17 x=\"1\" 100%\n浴室")
        codes.add("empty", "")
        codes.add("n", -5)
        XCTAssertEqual(codes.text, "ref=17%20x%3D%221%22%20100%25%0A浴室 n=-5")
        XCTAssertEqual(Codes.value("ref", in: codes.text), "17 x=\"1\" 100%\n浴室")
        XCTAssertEqual(Codes.value("n", in: codes.text), "-5")
        XCTAssertNil(Codes.value("empty", in: codes.text))
    }

    func test_everyRecord_goesThroughOneTextWithoutLoss() {
        let odd = "a\u{1F}b\\u\\c\n\"浴室\"\u{0}"
        let step = PlanStep(
            action: .summon, text: odd, textChinese: odd, obligation: true, condition: .summoned)
        let records: [Record] = [
            .home(
                Home(
                    id: HomeID(odd), address: odd, district: "", access: Masked(odd))),
            .subscriber(
                Subscriber(
                    id: SubscriberID("s"), home: HomeID("h"), name: odd, language: "", phone: "+1",
                    birthYear: 1930, risk: 3, health: Masked(odd))),
            .device(Device(id: DeviceID("d"), home: HomeID("h"), model: odd)),
            .contact(
                Contact(
                    home: HomeID("h"), order: 2, name: odd, relation: odd, phone: "",
                    language: "en",
                    duty: .notice)),
            .person(
                Operator(
                    id: OperatorID("amy"), name: odd, role: .dutyOfficer, languages: ["yue", "en"],
                    skills: [], secretHash: Masked("$y$"))),
            .plan(Plan(id: PlanID("p"), steps: [step, step])),
            .plan(Plan(id: PlanID("p"), steps: [])),
            .planStep(PlanID("p"), number: 7, step),
        ]
        for record in records {
            XCTAssertEqual(RecordText.record(RecordText.text(record)), record)
        }
        XCTAssertNil(RecordText.record("elephant"))
    }
}
