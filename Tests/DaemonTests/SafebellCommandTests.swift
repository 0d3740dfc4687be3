// SPDX-License-Identifier: Apache-2.0
// Owns the command `safebell` against a real daemon: what it prints, what it returns, and what the
// centre has afterwards. Never looks inside either of them.

import Glibc
import Rig
import Store
import XCTest

final class SafebellCommandTests: XCTestCase {
    // MARK: The command line

    func test_help_ofEachSubcommand_printedInBothLanguages() throws {
        let desk = try CommandDesk()
        let list = try desk.run("help")
        XCTAssertEqual(list.status, 0)
        for name in [
            "console", "stats", "import", "export", "backup", "check", "recover", "secret",
            "canary",
            "help",
        ] {
            XCTAssertTrue(list.output.contains("\n  \(name) "), "the list lacks \(name)")
            let help = try desk.run(name, "--help")
            XCTAssertEqual(help.status, 0)
            XCTAssertTrue(help.output.hasPrefix("usage: safebell \(name)"), help.output)
            XCTAssertTrue(help.output.unicodeScalars.contains { $0.value > 0x4E00 }, name)
        }
    }

    /// What the units of systemd start is a command that there is, with options that it has.
    func test_unitsOfSystemd_useOptionsThatThereAre() throws {
        let desk = try CommandDesk()
        for unit in ["backup", "canary"] {
            let lines = text(of: "\(Places.repository)/systemd/safebell-\(unit).service")
                .split(separator: "\n")
            let start = try XCTUnwrap(lines.first { $0.hasPrefix("ExecStart=/usr/bin/safebell ") })
            let words = start.split(separator: " ").dropFirst().map(String.init)
            let help = try desk.run(words[0], "--help")
            XCTAssertEqual(help.status, 0, unit)
            for word in words where word.hasPrefix("--") {
                XCTAssertTrue(help.output.contains("  \(word) "), "\(unit) has no \(word)")
            }
            // Both speak to a port of this machine.
            XCTAssertTrue(lines.contains("IPAddressAllow=localhost"), unit)
            XCTAssertFalse(lines.contains("PrivateNetwork=yes"), unit)
        }
    }

    func test_wrongCommandLine_endsWith64AndSaysWhat() throws {
        let desk = try CommandDesk()
        let cases: [([String], String)] = [
            ([], "a subcommand is missing"), (["stat"], "unknown subcommand stat"),
            (["stats", "sla", "--form", "x"], "unknown option --form"),
            (["stats", "sla", "--from", "yesterday"], "2026-11-20T09:00+08:00"),
            (["stats", "sla", "--by", "shoe"], "expected none, hour"),
            (["export", "people"], "unknown kind people"),
            (["import", "homes", "a", "b"], "too many"), (["recover"], "--data is missing"),
            (["stats", "sla", "--secret", "x"], "can be read by every program"),
        ]
        for (words, said) in cases {
            let result = try desk.run(words)
            XCTAssertEqual(result.status, 64, "\(words): \(result.errors)")
            XCTAssertTrue(result.errors.contains(said), "\(words): \(result.errors)")
        }
    }

    func test_secretFileThatOthersCanRead_refused() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let file = try desk.write("secret", "demo\n", mode: 0o640)
        let options = ["stats", "sla", "--user", "max", "--secret-file", file]
        let refused = try desk.run(options, secret: nil)
        XCTAssertEqual(refused.status, 1)
        XCTAssertTrue(refused.errors.contains("others can read it"), refused.errors)
        chmod(file, 0o600)
        XCTAssertEqual(try desk.run(options, secret: nil).status, 0)
    }

    // MARK: Who may come in

    func test_statuses_tellNoCentreFromDenied() throws {
        let desk = try CommandDesk()
        XCTAssertEqual(try desk.run("stats", "sla", user: "max").status, 69)
        try desk.centre.start()
        XCTAssertEqual(try desk.run("stats", "sla", user: "max").status, 0)
        XCTAssertEqual(try desk.run("stats", "sla", user: "max", secret: "guess").status, 77)
        let noPower = try desk.run("export", "homes", user: "amy")
        XCTAssertEqual(noPower.status, 77, noPower.errors)
        let device = try desk.run("stats", "sla", "--at", "127.0.0.1:\(desk.centre.devicePort)")
        XCTAssertEqual(device.status, 69)
        XCTAssertTrue(device.errors.contains("not the console port"), device.errors)
    }

    func test_secret_itsHashLogsIn_andForChangesIt() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let hash = try desk.run("secret", input: "first 密碼\n")
        XCTAssertEqual(hash.status, 0)
        XCTAssertTrue(hash.output.hasPrefix("$y$"), hash.output)
        let file = try desk.write(
            "operators.csv",
            "name,display,role,languages,skills,secret\neve,伊芙,manager,yue,,\(hash.output)")
        XCTAssertEqual(try desk.run("import", "operators", file).status, 0)
        let question = ["stats", "sla"]
        XCTAssertEqual(try desk.run(question, user: "eve", secret: "first 密碼").status, 0)
        let change = try desk.run("secret", "--for", "eve", input: "second\n")
        XCTAssertEqual(change.status, 0, change.errors)
        XCTAssertEqual(try desk.run(question, user: "eve", secret: "first 密碼").status, 77)
        XCTAssertEqual(try desk.run(question, user: "eve", secret: "second").status, 0)
        XCTAssertEqual(try desk.run("secret", "--for", "nobody", input: "x\n").status, 1)
    }

    // MARK: Records

    func test_importedRecords_comeBackByteForByte() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let rows = [
            "id,address,district,access",
            "H1,\"九龍第1街, \"\"三樓\"\"\",\"深\r\n水 \\n 埗\",", "H2,'=1+1,'-,",
        ]
        let text = rows.joined(separator: "\r\n") + "\r\n"
        let imported = try desk.run("import", "homes", try desk.write("homes.csv", text))
        XCTAssertEqual(imported.status, 0, imported.errors)
        XCTAssertTrue(imported.errors.contains("2 rows of homes imported"), imported.errors)
        let first = try desk.run("export", "homes").output
        XCTAssertEqual(Array(first.utf8), Array(text.utf8))
        let file = "\(desk.folder)/out.csv"
        XCTAssertEqual(try desk.run("export", "homes", file, "--bom").status, 0)
        XCTAssertEqual(bytes(of: file), [0xEF, 0xBB, 0xBF] + Array(text.utf8))
        XCTAssertEqual(try desk.run("import", "homes", file).status, 0)
        XCTAssertEqual(Array(try desk.run("export", "homes").output.utf8), Array(text.utf8))
        let json = try desk.run("export", "homes", "--format", "json").output
        XCTAssertTrue(json.contains(#""district": "深\u000d\n水 \\n 埗","#), json)
    }

    func test_exportedRecords_haveDotsForPrivateDetails_andKeepThemWhenImported() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let homes = "id,address,district,access\r\nH1,a,b,key 4711\r\nH2,c,d,\r\n"
        XCTAssertEqual(try desk.run("import", "homes", try desk.write("in.csv", homes)).status, 0)
        let dots = homes.replacing("key 4711", with: "••••")
        XCTAssertEqual(try desk.run("export", "homes").output, dots)
        let file = try desk.write("out.csv", dots)
        XCTAssertEqual(try desk.run("import", "homes", file).status, 0)
        XCTAssertEqual(try desk.run("export", "homes").output, dots)
        // Into an empty centre it would lose them: refused, by line and column.
        let other = try CommandDesk()
        try other.centre.start()
        let refused = try other.run("import", "homes", file)
        XCTAssertNotEqual(refused.status, 0)
        XCTAssertTrue(
            refused.errors.contains(":2: column access: expected the code"), refused.errors)
    }

    func test_columnsInAnyOrder_andMoreThanOnePage() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let homes = (1...450).map { "d\($0),H\($0),,address \($0)\n" }.joined()
        let file = try desk.write("homes.csv", "district,ID,access, address \n" + homes)
        XCTAssertEqual(try desk.run("import", "homes", file).status, 0)
        let lines = try desk.run("export", "homes").lines
        XCTAssertEqual(lines.count, 451)
        XCTAssertEqual(lines.last, "H450,address 450,d450,")
    }

    func test_wrongRows_namedByLineAndColumn_nothingImported() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let file = try desk.write(
            "homes.csv", "id,address,district,access\nH1,a,,\nH2,,,\nH 3,b,,\n")
        let result = try desk.run("import", "homes", file)
        XCTAssertEqual(result.status, 1)
        XCTAssertTrue(result.errors.contains("\(file):3: column address: expected"), result.errors)
        XCTAssertTrue(result.errors.contains("\(file):4: column id: expected"), result.errors)
        XCTAssertTrue(result.errors.contains("2 errors; nothing of it is imported"))
        XCTAssertEqual(try desk.run("export", "homes").lines.count, 1)
    }

    func test_filesThatAreNoTable_refusedWithoutACentre() throws {
        let desk = try CommandDesk()
        for (text, said) in [
            ("id,address,distict,access\nH1,a,,\n", ":1: column distict: expected one of"),
            ("id,address,access\nH1,a,\n", ":1: column district: expected to be there"),
            ("id,address,district,access\nH1,a,b\n", ":2: column access: expected 4 cells"),
            ("id,address,district,access\nH1,\"a,,\n", ": column address: expected well-formed"),
            ("id,address,district,access\nH1,a,,\nH1,b,,\n", ":3: column id: expected a key"),
            ("", ":1: column id: expected a line of column names"),
        ] {
            let result = try desk.run("import", "homes", try desk.write("homes.csv", text))
            XCTAssertEqual(result.status, 1, text)
            XCTAssertTrue(result.errors.contains(said), "\(text): \(result.errors)")
        }
    }

    func test_folder_checkedAcrossItsFiles() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let folder = "\(desk.folder)/town"
        mkdir(folder, 0o700)
        _ = try desk.write("town/homes.csv", "id,address,district,access\nH1,a,,\n")
        _ = try desk.write("town/devices.csv", "id,home,model\nA1,H1,m\nA2,H2,m\n")
        let check = try desk.run("import", folder, "--check")
        XCTAssertEqual(check.status, 1)
        XCTAssertTrue(check.errors.contains("devices.csv:3: column home"), check.errors)
        XCTAssertFalse(check.errors.contains("devices.csv:2"), "A1's home is in the same folder")
        XCTAssertEqual(try desk.run("export", "homes").lines.count, 1)
        _ = try desk.write("town/devices.csv", "id,home,model\nA1,H1,m\n")
        XCTAssertEqual(try desk.run("import", folder).status, 0)
        XCTAssertEqual(try desk.run("export", "devices").lines.last, "A1,H1,m")
    }

    func test_centreKilledDuringImport_hasAllRowsOrNone() throws {
        let desk = try CommandDesk()
        let count = 20_000
        try desk.centre.start()
        let rows = (1...count).map { "H\($0),address \($0),,\n" }.joined()
        let file = try desk.write("homes.csv", "id,address,district,access\n" + rows)
        let sizeBefore = desk.databaseBytes
        let importing = try desk.begin("import", "homes", file)
        try waitUntil(within: 60, "rows on their way to the disk") {
            desk.databaseBytes > sizeBefore + 500_000
        }
        try desk.centre.kill()
        XCTAssertEqual(try importing.child.end(within: 60), .exited(69))
        try desk.centre.start()
        // An import that was accepted before the end goes on by itself.
        try waitUntil(within: 60, "all rows or none") {
            let now = try desk.run("export", "homes").lines.count - 1
            return now == 0 || now == count
        }
        let whole = try desk.run("import", "homes", file)
        XCTAssertEqual(whole.status, 0, whole.errors)
        XCTAssertEqual(try desk.run("export", "homes").lines.count - 1, count)
    }

    // MARK: The service level

    func test_stats_printsTheNumbersAndTheFormulaOfTheCentre() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let gateway = try desk.centre.gateway()
        let amy = try desk.centre.ready("amy")
        let stored = try gateway.ask("ALARM dev=A0001 ref=1 type=button", "250 OK ref=1")[0]
        let call = try XCTUnwrap(field("call", of: stored))
        _ = try amy.event("OFFER")
        try amy.ask("TAKE \(call)", "250-TAKEN")
        let said = try desk.centre.person("max").ask("STATS sla", "210-STATS")
        XCTAssertEqual(field("numerator", of: said[0]), "1")
        XCTAssertEqual(field("denominator", of: said[0]), "1")
        let formula = try XCTUnwrap(field("formula", of: said[1]))
        let table = try desk.run("stats", "sla", user: "max")
        XCTAssertEqual(table.status, 0, table.errors)
        XCTAssertTrue(table.output.contains("formula  \(formula)\n"), table.output)
        let csv = try desk.run("stats", "sla", "--format", "csv", user: "max").lines
        XCTAssertTrue(csv[0].hasPrefix("group,numerator,denominator,"), csv[0])
        XCTAssertTrue(csv[1].hasPrefix("all,1,1,"), csv[1])
        XCTAssertTrue(csv[1].hasSuffix(formula), csv[1])
        let target = try desk.run("stats", "sla", "--target", "13", user: "max")
        XCTAssertEqual(target.status, 1)
        XCTAssertTrue(target.errors.contains("10|12|15"), target.errors)
    }

    // MARK: The database

    func test_backup_sound_andADamagedCopyIsFound() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let backup = try desk.run("backup", "--to", "monday.sqlite")
        XCTAssertEqual(backup.status, 0, backup.errors)
        let file = String(backup.output.dropLast())
        let check = try desk.run("check", file, "--format", "csv")
        XCTAssertEqual(check.status, 0, check.errors)
        XCTAssertTrue(check.lines.contains("integrity,full,ok"), check.output)
        XCTAssertTrue(check.lines.contains("count,calls open,0"), check.output)
        let running = try desk.run("check", "--data", desk.centre.data)
        XCTAssertEqual(running.status, 0, running.errors)
        let living = try desk.run("backup", "--to", "safebell.sqlite")
        XCTAssertEqual(living.status, 1, "a copy must not take the living database's name")

        let damaged = open(file, O_WRONLY)
        let junk = [UInt8](repeating: 0xA5, count: 4096 * 8)
        XCTAssertEqual(pwrite(damaged, junk, junk.count, 4096 * 4), junk.count)
        close(damaged)
        let found = try desk.run("check", file)
        XCTAssertEqual(found.status, 1)
        XCTAssertTrue(found.output.contains("problem"), found.output + found.errors)
        XCTAssertEqual(try desk.run("check", "\(desk.folder)/none").status, 1)
    }

    #if Crypto
        func test_check_historyOfARunningCentre_whole_andAChangedRowIsNamed() throws {
            let desk = try CommandDesk()
            try desk.centre.start()
            XCTAssertTrue(desk.centre.log.contains(" history=sealed head="), desk.centre.log)
            let gateway = try desk.centre.gateway()
            for reference in 1...5 {
                try gateway.ask("ALARM dev=A000\(reference) ref=\(reference) type=button", "250 OK")
            }
            let shown = try desk.centre.person("sue").ask("SHOW centre", "210-CENTRE")[0]
            let head = try XCTUnwrap(field("head", of: shown), shown)
            let order = ["check", "--data", desk.centre.data, "--format", "csv"]
            let running = try desk.run(order + ["--head", head])
            XCTAssertEqual(running.status, 0, running.output)
            XCTAssertTrue(running.lines.contains("history,state,whole"), running.output)
            XCTAssertTrue(running.output.contains("is there with this seal"), running.output)
            XCTAssertTrue(running.lines.contains("history,segments,1"), running.output)
            // A copy is checked by itself, and its head is said.
            let backup = try desk.run("backup", "--to", "copy.sqlite")
            let copy = try desk.run(
                ["check", String(backup.output.dropLast()), "--format", "json", "--head", head])
            XCTAssertEqual(copy.status, 0, copy.output)
            XCTAssertTrue(desk.centre.log.contains("backup file="), desk.centre.log)
            XCTAssertEqual(try desk.run(order + ["--head", "17:abc"]).status, 64)
            XCTAssertEqual(try desk.centre.stop(), .exited(0))
            XCTAssertTrue(desk.centre.log.contains("stopped lost-records=0 history=sealed head="))

            let database = try Database(path: desk.centre.database, mode: .writing)
            let rows = try database.prepare("SELECT max(seq) FROM timeline WHERE kind = 'opened'")
            let row = try XCTUnwrap(try rows.first { line throws(StoreError) in line.integer(0) })
            let change = try database.prepare("UPDATE timeline SET actor = 'amy' WHERE seq = ?")
            try change.run(row)
            let broken = try desk.run(order)
            XCTAssertEqual(broken.status, 1)
            XCTAssertTrue(broken.lines.contains("history,state,BROKEN"), broken.output)
            XCTAssertTrue(broken.output.contains("history,broken row,\"\(row) of "), broken.output)
            XCTAssertTrue(broken.output.contains("(opened): it, or the row before it"), broken.output)
            // The centre answers all the same, and the rows after it stay provable.
            try desk.centre.start()
            try desk.centre.gateway().ask("ALARM dev=A0009 ref=9 type=button", "250 OK")
            let after = try desk.run(order)
            XCTAssertEqual(after.status, 1)
            XCTAssertEqual(after.lines.filter { $0.hasPrefix("history,broken row") }.count, 1)
        }
    #endif

    func test_recover_wantsTheDaemonStopped_mergesOnce() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let homes = try desk.write("homes.csv", "id,address,district,access\nH1,a,,\n")
        XCTAssertEqual(try desk.run("import", "homes", homes).status, 0)
        let backup = try desk.run("backup", "--to", "old.sqlite")
        let order = [
            "recover", "--data", desk.centre.data, "--from", String(backup.output.dropLast()),
        ]
        let busy = try desk.run(order)
        XCTAssertEqual(busy.status, 1)
        XCTAssertTrue(busy.errors.contains("stop the daemon first"), busy.errors)
        try desk.centre.kill()
        Rig.run(["rm", "-r", desk.centre.data])
        try desk.centre.start()
        XCTAssertEqual(try desk.run("export", "homes").lines.count, 1)
        try desk.centre.kill()
        let merged = try desk.run(order)
        XCTAssertEqual(merged.status, 0, merged.errors)
        let again = try desk.run(order)
        XCTAssertEqual(again.status, 0, again.errors)
        XCTAssertTrue(again.output.contains("\n0 rows merged"), again.output)
        try desk.centre.start()
        XCTAssertEqual(try desk.run("export", "homes").lines.last, "H1,a,,")
    }

    // MARK: The console

    func test_console_saysLoudlyThatTheCentreIsAway_comesBack() throws {
        let desk = try CommandDesk()
        try desk.centre.start()
        let console = try desk.begin("console", user: "amy")
        try console.waitFor("230 WELCOME")
        console.type("READY\n")
        try console.waitFor("250 READY")
        let ports = [
            "listen.devices=127.0.0.1:\(desk.centre.devicePort)",
            "listen.console=127.0.0.1:\(desk.centre.consolePort)",
        ]
        try desk.centre.kill()
        try console.waitFor("失去聯絡")
        console.type("AWAY reason=lunch\n")
        try console.waitFor("NOT SENT")
        desk.centre.settings = ports
        try desk.centre.start()
        try console.waitFor("THE CENTRE IS BACK")
        console.type("PING\n")
        try console.waitFor("200 PONG")
        let second = try desk.begin("console", user: "amy")
        XCTAssertEqual(try console.child.end(), .exited(1), "a log-on elsewhere is not fought over")
        // A script's last line may lack its end, and the end of the script is a QUIT.
        second.type("LIST calls")
        second.endInput()
        XCTAssertEqual(try second.child.end(), .exited(0))
        XCTAssertTrue(second.child.output.contains("210 END count=0"), second.child.output)
        XCTAssertTrue(second.child.output.contains("221 BYE"), second.child.output)
    }
}

/// What a run of the command left.
private struct CommandResult {
    let status: Int32
    let output: String
    let errors: String
    /// The output's lines, whichever ends they have.
    var lines: [String] {
        output.split(whereSeparator: \.isNewline).map(String.init)
    }
}

/// A run of the command that is not over yet.
private final class CommandRun {
    let child: ChildProcess
    private var input: Int32

    init(_ child: ChildProcess, input: Int32) {
        self.child = child
        self.input = input
    }

    deinit { endInput() }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        XCTAssertEqual(write(input, bytes, bytes.count), bytes.count)
    }

    func endInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    func waitFor(_ words: String) throws {
        try waitUntil(within: 20, "\"\(words)\": \(child.output)") { child.output.contains(words) }
    }
}

/// A centre, a folder for files, and the command that is run against the centre.
private final class CommandDesk {
    let centre: RunningCentre
    var folder: String { centre.folder.path }

    init() throws {
        signal(SIGPIPE, SIG_IGN)
        centre = try RunningCentre()
    }

    /// Runs the command to its end; user `ada` may do all that is administration.
    func run(
        _ words: String..., user: String = "ada", secret: String? = "demo", input: String = ""
    ) throws -> CommandResult {
        try run(words, user: user, secret: secret, input: input)
    }

    func run(
        _ words: [String], user: String = "ada", secret: String? = "demo", input: String = ""
    ) throws -> CommandResult {
        let run = try start(words, user, secret)
        run.type(input)
        run.endInput()
        guard case .exited(let status) = try run.child.end(within: 60) else {
            throw TestTrouble("safebell \(words) ended by a signal: \(run.child.errors)")
        }
        return CommandResult(
            status: status, output: run.child.output, errors: run.child.errors)
    }

    /// Starts the command and goes on.
    func begin(_ words: String..., user: String = "ada") throws -> CommandRun {
        try start(words, user, "demo")
    }

    private func start(_ words: [String], _ user: String, _ secret: String?) throws -> CommandRun {
        var ends: [Int32] = [-1, -1]
        XCTAssertEqual(pipe(&ends), 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var values = [
            "SAFEBELL_AT": "127.0.0.1:\(max(1, centre.consolePort))", "SAFEBELL_USER": user,
        ]
        values["SAFEBELL_SECRET"] = secret
        let program = "\(Places.products)/safebell"
        let child = try ChildProcess(
            ["/bin/sh", "-c", "exec \"$0\" \"$@\" <&3 3<&-", program] + words,
            environment: values, descriptors: [ends[0]], folder: folder)
        return CommandRun(child, input: ends[1])
    }

    /// Writes a file into the folder; returns its path.
    func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        let path = "\(folder)/\(name)"
        unlink(path)
        try Rig.write(text, to: path, mode: mode)
        return path
    }

    /// Bytes of the database and its log.
    var databaseBytes: Int {
        ["", "-wal"].reduce(0) { sum, ending in
            var facts = stat()
            return stat(centre.database + ending, &facts) == 0 ? sum + Int(facts.st_size) : sum
        }
    }
}
