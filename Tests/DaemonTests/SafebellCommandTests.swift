// SPDX-License-Identifier: Apache-2.0
/// The command `safebell` against a real daemon: what it prints, what it returns, what the centre
/// has afterwards. Never looks inside either of them.

import Foundation
import XCTest

final class SafebellCommandTests: XCTestCase {
    private var centre: CommandCentre!

    override func setUpWithError() throws {
        continueAfterFailure = false
        centre = try CommandCentre()
    }

    override func tearDown() { centre.remove() }

    // MARK: The command line

    func test_help_ofEachSubcommand_isPrintedInBothLanguages() throws {
        let list = try centre.safebell("help")
        XCTAssertEqual(list.status, 0)
        for name in [
            "console", "stats", "import", "export", "backup", "check", "recover", "secret", "help",
        ] {
            XCTAssertTrue(list.output.contains("\n  \(name)"), "the list lacks \(name)")
            let help = try centre.safebell(name, "--help")
            XCTAssertEqual(help.status, 0)
            XCTAssertTrue(help.output.hasPrefix("usage: safebell \(name)"), help.output)
            XCTAssertTrue(help.output.unicodeScalars.contains { $0.value > 0x4E00 }, name)
        }
    }

    func test_wrongCommandLine_endsWith64AndSaysWhat() throws {
        for (words, said) in [
            ([], "a subcommand is missing"), (["stat"], "unknown subcommand stat"),
            (["stats", "sla", "--form", "x"], "unknown option --form"),
            (["stats", "sla", "--from", "yesterday"], "2026-11-20T09:00+08:00"),
            (["stats", "sla", "--by", "shoe"], "expected none, hour"),
            (["export", "people"], "unknown kind people"),
            (["import", "homes", "a", "b"], "too many"), (["recover"], "--data is missing"),
            (["stats", "sla", "--secret", "x"], "can be read by every program"),
        ] {
            let result = try centre.safebell(words)
            XCTAssertEqual(result.status, 64, "\(words): \(result.errors)")
            XCTAssertTrue(result.errors.contains(said), "\(words): \(result.errors)")
        }
    }

    func test_secretFile_readableByOthers_isRefused() throws {
        let file = try centre.write("secret", "demo\n")
        chmod(file, 0o644)
        let open = try centre.safebell(
            "stats", "sla", "--user", "max", "--secret-file", file, secret: nil)
        XCTAssertEqual(open.status, 1)
        XCTAssertTrue(open.errors.contains("others can read it"), open.errors)
        chmod(file, 0o600)
        XCTAssertEqual(
            try centre.safebell("backup", "--secret-file", file, secret: nil).status, 69,
            "no centre is running yet")
    }

    // MARK: Who may come in

    func test_statuses_tellNoCentreFromDenied() throws {
        XCTAssertEqual(try centre.safebell("stats", "sla", user: "max").status, 69)
        try centre.start()
        XCTAssertEqual(try centre.safebell("stats", "sla", user: "max").status, 0)
        let wrong = try centre.safebell("stats", "sla", user: "max", secret: "guess")
        XCTAssertEqual(wrong.status, 77, wrong.errors)
        let operatorOnly = try centre.safebell("export", "homes", user: "amy")
        XCTAssertEqual(operatorOnly.status, 77, operatorOnly.errors)
        let device = try centre.safebell("stats", "sla", "--at", centre.devices)
        XCTAssertEqual(device.status, 69)
        XCTAssertTrue(device.errors.contains("not the console port"), device.errors)
    }

    func test_secret_givesHashThatLogsIn_andForChangesIt() throws {
        try centre.start()
        let hash = try centre.safebell("secret", input: "first 密碼\n")
        XCTAssertEqual(hash.status, 0)
        XCTAssertTrue(hash.output.hasPrefix("$y$"), hash.output)
        let line = hash.output.trimmingCharacters(in: .newlines)
        let file = try centre.write(
            "operators.csv",
            "name,display,role,languages,skills,secret\neve,伊芙,manager,yue,,\(line)\n")
        XCTAssertEqual(try centre.safebell("import", "operators", file).status, 0)
        XCTAssertEqual(
            try centre.safebell("stats", "sla", user: "eve", secret: "first 密碼").status, 0)
        let change = try centre.safebell("secret", "--for", "eve", input: "second\n")
        XCTAssertEqual(change.status, 0, change.errors)
        XCTAssertEqual(
            try centre.safebell("stats", "sla", user: "eve", secret: "first 密碼").status, 77)
        XCTAssertEqual(
            try centre.safebell("stats", "sla", user: "eve", secret: "second").status, 0)
        XCTAssertEqual(try centre.safebell("secret", "--for", "nobody", input: "x\n").status, 1)
    }

    // MARK: Records

    func test_importedRecords_comeBackByteForByte() throws {
        try centre.start()
        let rows = [
            "id,address,district,access",
            "H1,\"九龍第1街, \"\"三樓\"\"\",深水埗,\"鑰匙\r\n在 \\n 左\"", "H2,'=1+1,,-",
        ]
        let homes = try centre.write("homes.csv", rows.joined(separator: "\r\n") + "\r\n")
        let imported = try centre.safebell("import", "homes", homes)
        XCTAssertEqual(imported.status, 0, imported.errors)
        XCTAssertTrue(imported.errors.contains("2 rows of homes imported"), imported.errors)
        let first = try centre.safebell("export", "homes").output
        XCTAssertTrue(first.contains(rows[1]), first)
        let file = centre.folder + "/out.csv"
        XCTAssertEqual(try centre.safebell("export", "homes", file, "--bom").status, 0)
        XCTAssertEqual(try centre.safebell("import", "homes", file).status, 0)
        XCTAssertEqual(try centre.safebell("export", "homes").output, first)
        let json = try centre.safebell("export", "homes", "--format", "json").output
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: String]]
        XCTAssertEqual(parsed?.first?["access"], "鑰匙\r\n在 \\n 左")
    }

    func test_columnsInAnyOrder_andMoreThanOnePage() throws {
        try centre.start()
        let homes = (1...450).map { "district \($0),H\($0),,address \($0)\n" }.joined()
        let file = try centre.write("homes.csv", "district,ID,access, address \n" + homes)
        XCTAssertEqual(try centre.safebell("import", "homes", file).status, 0)
        let lines = try centre.safebell("export", "homes").output.split(separator: "\r\n")
        XCTAssertEqual(lines.count, 451)
        XCTAssertEqual(lines.last, "H450,address 450,district 450,")
    }

    func test_wrongRows_areNamedByLineAndColumn_andNothingIsImported() throws {
        try centre.start()
        let file = try centre.write(
            "homes.csv", "id,address,district,access\nH1,a,,\nH2,,,\nH 3,b,,\n")
        let result = try centre.safebell("import", "homes", file)
        XCTAssertEqual(result.status, 1)
        XCTAssertTrue(result.errors.contains("\(file):3: column address: expected"), result.errors)
        XCTAssertTrue(result.errors.contains("\(file):4: column id: expected"), result.errors)
        XCTAssertTrue(result.errors.contains("2 errors; nothing of it is imported"))
        XCTAssertFalse(try centre.safebell("export", "homes").output.contains("H1"))
    }

    func test_brokenFiles_areRefusedBeforeAnythingIsSent() throws {
        // No centre is running: a file that cannot be read as a table is refused without one.
        for (text, said) in [
            ("id,address,distict,access\nH1,a,,\n", ":1: column distict: expected one of"),
            ("id,address,access\nH1,a,\n", ":1: column district: expected to be there"),
            ("id,address,district,access\nH1,a,b\n", ":2: column access: expected 4 cells"),
            ("id,address,district,access\nH1,\"a,,\n", ":3: column"),
            ("id,address,district,access\nH1,a,,\nH1,b,,\n", ":3: column id: expected a key"),
            ("", ":1: column id: expected a line of column names"),
        ] {
            let file = try centre.write("homes.csv", text)
            let result = try centre.safebell("import", "homes", file)
            XCTAssertEqual(result.status, 1, text)
            XCTAssertTrue(result.errors.contains(file + said), "\(text): \(result.errors)")
        }
    }

    func test_folder_isCheckedAcrossItsFiles() throws {
        try centre.start()
        _ = try centre.write("town/homes.csv", "id,address,district,access\nH1,a,,\n")
        let devices = try centre.write("town/devices.csv", "id,home,model\nA1,H1,m\nA2,H2,m\n")
        let folder = centre.folder + "/town"
        let check = try centre.safebell("import", folder, "--check")
        XCTAssertEqual(check.status, 1)
        XCTAssertTrue(check.errors.contains("devices.csv:3: column home"), check.errors)
        XCTAssertFalse(check.errors.contains("devices.csv:2"), "A1's home is in the same folder")
        XCTAssertFalse(try centre.safebell("export", "homes").output.contains("H1"))
        try Data("id,home,model\nA1,H1,m\n".utf8).write(to: URL(fileURLWithPath: devices))
        XCTAssertEqual(try centre.safebell("import", folder).status, 0)
        XCTAssertTrue(try centre.safebell("export", "devices").output.contains("A1,H1,m"))
    }

    func test_centreKilledDuringImport_hasAllRowsOrNone() throws {
        let count = 20_000
        try centre.start()
        let rows = (1...count).map { "H\($0),address \($0),,\n" }.joined()
        let file = try centre.write("homes.csv", "id,address,district,access\n" + rows)
        let sizeBefore = centre.databaseBytes
        let importing = try centre.begin("import", "homes", file)
        try centre.wait("rows to reach the disk") { centre.databaseBytes > sizeBefore + 500_000 }
        centre.kill()
        importing.waitUntilExit()
        XCTAssertEqual(importing.terminationStatus, 69)
        try centre.start()
        let lines = { [centre] in
            try centre!.safebell("export", "homes").output.split(separator: "\r\n").count - 1
        }
        // An import that was accepted before the end goes on by itself.
        var now = try lines()
        try centre.wait("all rows or none") {
            now = (try? lines()) ?? -1
            return now == 0 || now == count
        }
        XCTAssertEqual(try centre.safebell("import", "homes", file).status, 0)
        XCTAssertEqual(try lines(), count)
    }

    // MARK: The service level

    func test_stats_printsWhatTheCentreSays() throws {
        try centre.start()
        let gateway = try LinePeer(centre.devices)
        gateway.say("HELLO gateway=gw-demo key=demo")
        let amy = try LinePeer(centre.console)
        amy.say("LOGIN user=amy secret=demo")
        XCTAssertNotNil(amy.hear("230 WELCOME"))
        amy.say("READY")
        gateway.say("ALARM dev=A0001 ref=1 type=button")
        let offer = try XCTUnwrap(amy.hear("* OFFER"))
        let call = try XCTUnwrap(offer.split(separator: " ").first { $0.hasPrefix("call=") })
        amy.say("TAKE \(call.dropFirst(5))")
        XCTAssertNotNil(amy.hear("250 OK"))
        let max = try LinePeer(centre.console)
        max.say("LOGIN user=max secret=demo")
        XCTAssertNotNil(max.hear("230 WELCOME"))
        var said = ""
        // The answer is on disk before amy hears of it, the report reads the disk.
        max.say("STATS sla")
        said = try XCTUnwrap(max.hear("210-STATS"))
        XCTAssertTrue(said.contains("numerator=1 denominator=1 "), said)
        let end = try XCTUnwrap(max.hear("210 END"))
        let formula = try XCTUnwrap(end.range(of: "formula=\"").map { end[$0.upperBound...] })
            .dropLast()
        let table = try centre.safebell("stats", "sla", user: "max")
        XCTAssertEqual(table.status, 0, table.errors)
        XCTAssertTrue(table.output.contains("formula  \(formula)\n"), table.output)
        let csv = try centre.safebell("stats", "sla", "--format", "csv", user: "max").output
        let rows = csv.split(separator: "\r\n").map { $0.split(separator: ",").map(String.init) }
        XCTAssertEqual(Array(rows[0].prefix(3)), ["group", "numerator", "denominator"])
        XCTAssertEqual(Array(rows[1].prefix(3)), ["all", "1", "1"])
        let target = try centre.safebell("stats", "sla", "--target", "13", user: "max")
        XCTAssertEqual(target.status, 1)
        XCTAssertTrue(target.errors.contains("10|12|15"), target.errors)
    }

    // MARK: The database

    func test_backup_isSound_andADamagedCopyIsFound() throws {
        try centre.start()
        let backup = try centre.safebell("backup", "--to", "monday.sqlite")
        XCTAssertEqual(backup.status, 0, backup.errors)
        let file = backup.output.trimmingCharacters(in: .newlines)
        let check = try centre.safebell("check", file, "--format", "csv")
        XCTAssertEqual(check.status, 0, check.errors)
        XCTAssertTrue(check.output.contains("integrity,full,ok"), check.output)
        XCTAssertTrue(check.output.contains("count,calls open,0"), check.output)
        let running = try centre.safebell("check", "--data", centre.data)
        XCTAssertEqual(running.status, 0, running.errors)
        let living = try centre.safebell("backup", "--to", "safebell.sqlite")
        XCTAssertEqual(living.status, 1, "a copy must not take the living database's name")

        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        try handle.seek(toOffset: 4096 * 4)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 8))
        try handle.close()
        let damaged = try centre.safebell("check", file)
        XCTAssertEqual(damaged.status, 1)
        XCTAssertTrue(damaged.output.contains("problem"), damaged.output + damaged.errors)
        XCTAssertEqual(try centre.safebell("check", centre.folder + "/none").status, 1)
    }

    func test_recover_wantsTheDaemonStopped_andMergesOnce() throws {
        try centre.start()
        let homes = try centre.write("homes.csv", "id,address,district,access\nH1,a,,\n")
        XCTAssertEqual(try centre.safebell("import", "homes", homes).status, 0)
        XCTAssertEqual(try centre.safebell("backup", "--to", "old.sqlite").status, 0)
        let old = centre.folder + "/backups/old.sqlite"
        let busy = try centre.safebell("recover", "--data", centre.data, "--from", old)
        XCTAssertEqual(busy.status, 1)
        XCTAssertTrue(busy.errors.contains("stop the daemon first"), busy.errors)
        centre.kill()
        try centre.beginAnew()
        try centre.start()
        XCTAssertFalse(try centre.safebell("export", "homes").output.contains("H1"))
        centre.kill()
        let merged = try centre.safebell("recover", "--data", centre.data, "--from", old)
        XCTAssertEqual(merged.status, 0, merged.errors)
        let again = try centre.safebell("recover", "--data", centre.data, "--from", old)
        XCTAssertEqual(again.status, 0, again.errors)
        XCTAssertTrue(again.output.contains("\n0 rows merged"), again.output)
        try centre.start()
        XCTAssertTrue(try centre.safebell("export", "homes").output.contains("H1,a"))
    }

    // MARK: The console

    func test_console_saysLoudlyThatTheCentreIsAway_andComesBack() throws {
        try centre.start()
        let console = try centre.begin("console", user: "amy")
        try centre.wait("the log-on") { centre.said(by: console).contains("230 WELCOME") }
        console.type("READY")
        try centre.wait("READY") { centre.said(by: console).contains("250 READY") }
        centre.kill()
        try centre.wait("the alarm") { centre.said(by: console).contains("失去聯絡") }
        console.type("AWAY reason=lunch")
        try centre.wait("NOT SENT") { centre.said(by: console).contains("NOT SENT") }
        try centre.start()
        try centre.wait("the return") { centre.said(by: console).contains("THE CENTRE IS BACK") }
        console.type("PING")
        try centre.wait("PONG") { centre.said(by: console).contains("200 PONG") }
        let second = try centre.begin("console", user: "amy")
        console.waitUntilExit()
        XCTAssertEqual(console.terminationStatus, 1, "a log-on elsewhere is not fought over")
        second.endInput()
        second.waitUntilExit()
        XCTAssertEqual(second.terminationStatus, 0)
    }
}
