// SPDX-License-Identifier: Apache-2.0
// Owns the operator's screen against a real centre, through a terminal of its own: whole calls by keys
// alone, and how the terminal is given back. `SAFEBELL_SCREENS=FOLDER` plays them inside tmux, in both sizes
// and languages, and keeps what was seen, step by step.

import Glibc
import Rig
import XCTest

/// A centre with two homes, a gateway, a notifier that rings people, and somebody at a screen.
private final class NightShift {
    let centre: RunningCentre
    private(set) var gateway: Peer
    private(set) var notifier: Peer
    let screen: any SeenScreen
    private let story: String
    private var kept = ""

    init(
        _ story: String, user: String = "amy", language: String = "en", columns: Int = 80,
        rows: Int = 24, isInTmux: Bool = false, settings: [String] = []
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        self.story = "\(story)-\(columns)x\(rows)-\(language)"
        centre = try RunningCentre(["lease.wrapUpSeconds=0"] + settings)
        try centre.start()
        try NightShift.bringHomes(to: centre)
        gateway = try NightShift.gateway(of: centre, "gateway=gw-demo key=demo")
        notifier = try NightShift.gateway(of: centre, "gateway=tel-demo key=demo role=notifier")
        if isInTmux {
            screen = try TmuxPane(
                NightShift.command(user, language), environment: NightShift.environment(centre),
                columns: columns, rows: rows, folder: centre.folder.path)
        } else {
            screen = try NightShift.screen(of: centre, user, language, columns, rows)
        }
        try screen.waitFor(language == "en" ? "press r" : "按 r")
    }

    deinit {
        guard let folder = getenv("SAFEBELL_SCREENS"), !kept.isEmpty else { return }
        try? Rig.write(kept, to: "\(String(cString: folder))/\(story).txt", mode: 0o644)
    }

    static func screen(
        of centre: RunningCentre, _ user: String, _ language: String = "en", _ columns: Int = 80,
        _ rows: Int = 24, _ more: [String] = []
    ) throws -> ScreenSession {
        try ScreenSession(
            command(user, language) + more, environment: environment(centre), columns: columns,
            rows: rows, folder: centre.folder.path)
    }

    private static func command(_ user: String, _ language: String) -> [String] {
        ["\(Places.products)/safebell", "console", "--user", user, "--lang", language]
    }
    private static func environment(_ centre: RunningCentre) -> [String: String] {
        ["SAFEBELL_AT": "127.0.0.1:\(centre.consolePort)", "SAFEBELL_SECRET": "demo"]
    }

    private static func gateway(of centre: RunningCentre, _ hello: String) throws -> Peer {
        let peer = try Peer(port: centre.devicePort, of: centre)
        _ = try peer.reply()
        try peer.ask("HELLO \(hello)", "250 ")
        return peer
    }

    private static func bringHomes(to centre: RunningCentre) throws {
        let ada = try Peer(port: centre.consolePort, of: centre)
        _ = try ada.reply()
        try ada.ask("LOGIN user=ada secret=demo", "230 ")
        let tables: [(String, [String])] = [
            (
                "homes",
                [
                    #"c1=H1 c2="石硤尾邨美彩樓 1204 室" c3="深水埗" c4="key safe 4711""#,
                    #"c1=H2 c2="12 Nathan Road, 3/F" c3=Yau c4="""#,
                ]
            ),
            (
                "subscribers",
                [
                    #"c1=S1 c2=H1 c3="陳大文" c4=yue c5="+85223456789" c6=1938 c7=3 c8="heart failure, warfarin""#,
                    #"c1=S2 c2=H2 c3="Mary Lee" c4=en c5="+85223450002" c6=1941 c7=1 c8="""#,
                ]
            ),
            ("devices", ["c1=A0001 c2=H1 c3=base", "c1=A0002 c2=H2 c3=base"]),
            (
                "contacts",
                [
                    #"c1=H1 c2=1 c3="陳小明" c4=son c5="+85291234567" c6=yue c7=contact"#,
                    #"c1=H1 c2=2 c3="陳美玲" c4=daughter c5="+85298765432" c6=yue c7=contact"#,
                    #"c1=H1 c2=3 c3="社工何" c4=worker c5="+85227654321" c6=yue c7=notice"#,
                ]
            ),
        ]
        for (kind, rows) in tables {
            try ada.ask("IMPORT BEGIN kind=\(kind)", "350 ")
            for (index, row) in rows.enumerated() {
                try ada.ask("IMPORT ROW line=\(index + 2) \(row)", "350 ")
            }
            try ada.ask("IMPORT COMMIT", "250 ")
        }
    }

    private var last: String?
    func lastCall() throws -> String { try required(last, "no press yet") }

    /// A press, stored; returns the call's number.
    func press(_ device: String = "A0001", reference: Int = 1, type: String = "button") throws
        -> String
    {
        let reply = try gateway.ask("ALARM dev=\(device) ref=\(reference) type=\(type)", "250 ")
        let words = reply[0].split(separator: " ").first { $0.hasPrefix("call=") }
        let call = String(try required(words, reply[0]).dropFirst(5))
        last = call
        return call
    }

    /// The centre starts anew on its ports; gateways come back.
    func comeBack() throws {
        centre.settings += [
            "listen.devices=127.0.0.1:\(centre.devicePort)",
            "listen.console=127.0.0.1:\(centre.consolePort)",
        ]
        try centre.start()
        gateway = try NightShift.gateway(of: centre, "gateway=gw-demo key=demo")
        notifier = try NightShift.gateway(of: centre, "gateway=tel-demo key=demo role=notifier")
    }

    func bringNotifier() throws {
        notifier = try NightShift.gateway(of: centre, "gateway=tel-demo key=demo role=notifier")
    }

    /// The telephone gateway goes.
    func dropNotifier() { notifier.close() }

    /// Somebody is rung, and this is how it ends.
    func answer(_ who: String, _ outcome: String) throws {
        let order = try notifier.event("NOTIFY who=\(who)", within: 20) {
            $0.hasPrefix("* NOTIFY ") && $0.contains("who=\"\(who)\"")
        }
        let id = order.split(separator: " ").first { $0.hasPrefix("id=") }
        try notifier.ask("RESULT \(try required(id, order)) outcome=\(outcome)", "250 ")
    }

    /// What is seen now, for who wants to look at it.
    func keep(_ what: String) {
        kept += "== \(what)\n\(screen.text)\n\n"
    }

    func see(_ words: String, _ what: String? = nil) throws {
        try screen.waitFor(words)
        if let what { keep(what) }
    }
}

final class ScreenTests: XCTestCase {
    // MARK: Whole calls

    private var isKept: Bool { getenv("SAFEBELL_SCREENS") != nil }

    /// At 80x24 in English, and at 140x40 in Chinese; what is kept for people to look at, in tmux and the
    /// other way round as well.
    private func inBothSizes(
        _ story: String, user: String = "amy", settings: [String] = [],
        _ play: (NightShift, _ isEnglish: Bool) throws -> Void
    ) throws {
        var all = [("en", 80, 24), ("zh-Hant", 140, 40)]
        if isKept { all += [("zh-Hant", 80, 24), ("en", 140, 40)] }
        for (language, columns, rows) in all {
            let shift = try NightShift(
                story, user: user, language: language, columns: columns, rows: rows,
                isInTmux: isKept, settings: settings)
            try play(shift, language == "en")
        }
    }

    /// Another terminal between the screen and the eye, with its own ideas of sequences and widths.
    func test_emergency_insideTmux() throws {
        guard TmuxPane.isInstalled else {
            throw XCTSkip("tmux is not installed: nobody has looked at the screen inside it")
        }
        // What is kept is played inside tmux anyway.
        guard !isKept else { return }
        for (language, columns, rows) in [("zh-Hant", 80, 24), ("en", 140, 40)] {
            let shift = try NightShift(
                "emergency", language: language, columns: columns, rows: rows, isInTmux: true)
            try emergency(shift, isEnglish: language == "en")
        }
    }

    func test_emergency_fromOfferToClose_withAmbulanceAndDaughterTold() throws {
        try inBothSizes("emergency") { try emergency($0, isEnglish: $1) }
    }

    /// How the screen says which step is next.
    private func next(_ step: Int, _ isEnglish: Bool) -> String {
        isEnglish ? "NEXT \(step) " : "下一步 \(step) "
    }

    private func emergency(_ shift: NightShift, isEnglish: Bool) throws {
        let screen = shift.screen
        screen.type("r")
        try shift.see(isEnglish ? " READY " : "就緒")
        let call = try shift.press()
        try shift.see(">>!!1", "the press is held out to amy")
        screen.type("\r")
        try shift.see("••••  k", "Enter takes it: the record in review order")
        XCTAssertFalse(screen.text.contains("4711"), screen.text)
        screen.type("k")
        try shift.see("key safe 4711", "k shows the way in and the health notes")
        try shift.see("heart failure, warfarin")
        screen.type("d")
        try screen.waitUntilGone("key safe 4711")
        try shift.see(isEnglish ? "What was found?" : "結果如何？")
        screen.type("2")
        try shift.see(
            isEnglish ? "More words?" : "補充說明", "d does the next step: one key for what was found")
        screen.type("fell, hip pain\r")
        try shift.see("[x] 1", "and words, if there are any")
        screen.type("d")
        try shift.see(isEnglish ? "Which service?" : "召喚哪個部門？", "d again: which service")
        screen.type("a")
        try shift.see(isEnglish ? "What must they know?" : "須告知對方")
        screen.type("on blood thinners\r")
        try shift.answer("ambulance", "accepted")
        try shift.see("[x] 3", "the ambulance has accepted")
        screen.type("d")
        try shift.answer("son", "no-answer")
        try shift.answer("daughter", "answered")
        try shift.answer("worker", "delivered")
        try shift.see("[x] 4", "the son does not answer, the daughter is told")
        try shift.see(next(6, isEnglish))
        screen.type("d")
        try shift.see(isEnglish ? "\n Note" : "\n 備註")
        screen.type("arrived 09:12, Caritas, ward 4B\r")
        try shift.see(next(7, isEnglish), "what the ambulance says, written down")
        screen.type("x")
        try shift.see(isEnglish ? "How does the call end?" : "來電結果？", "x: how does it end")
        screen.type("2")
        try shift.see(isEnglish ? "no call in hand" : "手上沒有來電", "closed with an outcome")
        XCTAssertFalse(screen.text.contains("key safe"), screen.text)
        XCTAssertEqual(screen.unknown, [])
        screen.type(":SHOW \(call)\r")
        try shift.see("outcome=ambulance", "a typed command: the whole story of the call")
    }

    func test_noResponse_isConfirmedByASecondPerson() throws {
        try inBothSizes("no-response") { try noResponse($0, isEnglish: $1) }
    }

    private func noResponse(_ shift: NightShift, isEnglish: Bool) throws {
        let screen = shift.screen
        let sue = try NightShift.screen(of: shift.centre, "sue")
        try sue.waitFor("press r")
        screen.type("r")
        try shift.see(isEnglish ? " READY " : "就緒")
        _ = try shift.press(type: "inactivity")
        try shift.see(">>! 2")
        screen.type("\r")
        try shift.see("••••  k", "taken: nobody has moved for long")
        screen.type("d")
        try shift.see(isEnglish ? "What was found?" : "結果如何？")
        screen.type("2")
        try shift.see(isEnglish ? "More words?" : "補充說明")
        screen.type("\r")
        try shift.see("[>] 2", "nobody speaks: the home is rung next")
        screen.type("x")
        try shift.see(isEnglish ? "How does the call end?" : "來電結果？", "a nuisance is not offered")
        XCTAssertFalse(screen.text.contains(isEnglish ? "nuisance" : "滋擾"), screen.text)
        screen.type("\u{1B}")
        try screen.waitUntilGone(isEnglish ? "How does the call end?" : "來電結果？")
        screen.type("d")
        try shift.answer("home", "no-answer")
        try shift.answer("home", "no-answer")
        try shift.see("[x] 2", "rung twice, nobody answers")
        screen.type("d")
        try shift.answer("son", "accepted")
        try shift.answer("worker", "delivered")
        try shift.see("[x] 3", "the son goes and looks")
        screen.type("s")
        try shift.see(isEnglish ? "Which service?" : "召喚哪個部門？")
        screen.type("a\r")
        try shift.answer("ambulance", "accepted")
        try shift.see("service:ambulance reached=1")
        screen.type("c")
        try shift.answer("son", "answered")
        try shift.answer("worker", "delivered")
        shift.keep("ambulance sent, son and worker told")
        screen.type(":")
        screen.type("DONE \(try shift.lastCall()) step=4 result=skipped\r")
        try shift.see(next(7, isEnglish))
        screen.type("d")
        try shift.see(isEnglish ? "\n Note" : "\n 備註")
        screen.type("son opens the door, crew inside\r")
        try shift.see(next(8, isEnglish), "what is left is to close it")
        screen.type("d")
        try shift.see(isEnglish ? "How does the call end?" : "來電結果？")
        screen.type("8")
        try shift.see(isEnglish ? "Reason" : "原因")
        screen.type("no voice; ambulance and son go in\r")
        try shift.see("CONFIRMING", "closing as no-response waits for a second person")
        try sue.waitFor("[confirming amy]")
        sue.type("y")
        // She sees whom it is about, and says it again.
        try sue.waitFor("Close it so?")
        for words in ["no-response", "no voice; ambulance and son go in", "陳大文"] {
            XCTAssertTrue(sue.text.contains(words), sue.text)
        }
        sue.type("y")
        try screen.waitUntilGone(isEnglish ? "[confirming" : "[待確認")
        try shift.see(isEnglish ? "no call in hand" : "手上沒有來電", "sue has confirmed with y")
        XCTAssertFalse(screen.text.contains(isEnglish ? " y confirm" : " y 確認"), screen.text)
    }

    func test_storm_isPreviewedDeclaredAndUndone_andNoPressIsInIt() throws {
        try inBothSizes("storm", user: "sue") { try storm($0, isEnglish: $1) }
    }

    private func storm(_ shift: NightShift, isEnglish: Bool) throws {
        let screen = shift.screen
        _ = try shift.press("A0001", reference: 1, type: "power-lost")
        for device in 1...5 {
            _ = try shift.press("S\(device)", reference: 1, type: "power-lost")
        }
        _ = try shift.press("A0002", reference: 1)
        try shift.see("Mary Lee", "six homes without power, one press")
        screen.type("z")
        try shift.see(isEnglish ? "preview a storm" : "預覽風暴")
        screen.type("p")
        try shift.see(isEnglish ? "Which area?" : "哪個地區？")
        screen.type("\r")
        try shift.see(isEnglish ? "Which kinds?" : "哪些種類？")
        screen.type("\r")
        try shift.see(
            isEnglish ? "For how many minutes?" : "為時多少分鐘？", "what it would touch, and what not")
        XCTAssertTrue(screen.text.contains("touches=6 excludes=1"), screen.text)
        screen.type("\r")
        try shift.see(isEnglish ? "Reason" : "原因")
        screen.type("power cut, network operator informed\r")
        try shift.see("~~~")
        try shift.see("power-lost", "declared: one line behind all others")
        XCTAssertTrue(screen.text.contains("Mary Lee"), screen.text)
        let call = try shift.press("A0001", reference: 2)
        try shift.see("陳大文", "a press takes its home out of the group at once")
        XCTAssertTrue(screen.text.contains("!!1"), call)
        screen.type("u")
        try screen.waitUntilGone("~~~")
        try shift.see("S5", "u takes it back: as if it had not been")
        XCTAssertEqual(screen.unknown, [])
    }

    func test_lostConnection_isSaidLargeAndResumed() throws {
        try inBothSizes("lost", settings: [#"centre.ring="+852 2345 6789""#]) {
            try lost($0, isEnglish: $1)
        }
    }

    private func lost(_ shift: NightShift, isEnglish: Bool) throws {
        let screen = shift.screen
        screen.type("r")
        try shift.see(isEnglish ? " READY " : "就緒")
        let call = try shift.press()
        try shift.see(">>!!1")
        screen.type("\r")
        try shift.see((isEnglish ? "MY CALL " : "我的來電 ") + call)
        screen.type("n")
        try shift.see(isEnglish ? "\n Note" : "\n 備註")
        screen.type("her voice is weak")
        try shift.see("her voice is weak", "a note is being written")
        try shift.centre.kill()
        try shift.see("+852 2345 6789", "the centre is killed")
        screen.type("\r")
        try shift.comeBack()
        // After a restart leases are void: the call is held out again, to amy, who was ready.
        try shift.see(">>!!1", "it is back: the call is held out again, the note is still there")
        screen.type("\u{1B}")
        try screen.waitUntilGone(isEnglish ? "\n Note" : "\n 備註")
        screen.type("\r")
        try shift.see((isEnglish ? "MY CALL " : "我的來電 ") + call)
        screen.type(":\u{1B}[A")
        try shift.see(":NOTE \(call) text=\"her voice is weak\"", ": and up bring the note back")
        screen.type("\r")
        try shift.see("NOTED", "and it is on the call")
        XCTAssertEqual(screen.unknown, [])
    }

    func test_anOrderThatNobodyCarries_isSaidLoudly_andRungByHand() throws {
        let shift = try NightShift("unrung")
        let screen = shift.screen
        screen.type("r")
        try shift.see(" READY ")
        _ = try shift.press()
        try shift.see(">>!!1")
        shift.dropNotifier()
        screen.type("\r")
        try shift.see("••••  k")
        screen.type("o1")
        try shift.see("NOBODY IS BEING RUNG: ring yourself")
        try shift.see("ring yourself +85291234567")
        screen.type("e")
        try shift.see("Which attempt?")
        screen.type("1")
        try shift.see("How did it end?")
        screen.type("1")
        try screen.waitUntilGone("NOBODY IS BEING RUNG")
        // And once more; this time the gateway comes back and rings after all.
        screen.type("o2")
        try shift.see("NOBODY IS BEING RUNG: ring yourself")
        try shift.bringNotifier()
        try screen.waitUntilGone("NOBODY IS BEING RUNG")
        XCTAssertEqual(screen.unknown, [])
    }

    func test_missedHomes_areRungOneByOne_untilNobodyIsLeft() throws {
        let shift = try NightShift(
            "missed", columns: 120, settings: ["scale=60", "missed.centreMinutes=0.01"])
        let screen = shift.screen
        try shift.centre.kill()
        try shift.comeBack()
        try shift.see("2 homes may have been missed")
        screen.type("M")
        try shift.see("Did you reach them?")
        for words in ["陳大文", "+85223456789", "美彩樓", "陳美玲", "2 homes left"] {
            XCTAssertTrue(screen.text.contains(words), screen.text)
        }
        XCTAssertFalse(screen.text.contains("4711"), screen.text)
        screen.type("yall well\r")
        try shift.see("state=reached left=1")
        screen.type("M")
        try shift.see("Mary Lee")
        screen.type("n\r")
        try shift.see("state=unreached left=1")
        XCTAssertTrue(try shift.press("A0002").contains("-"), "a press shows that she is heard")
        try screen.waitUntilGone("may have been missed")
        XCTAssertEqual(screen.unknown, [])
    }

    // MARK: The terminal

    func test_terminal_isGivenBack_onEveryEnd() throws {
        let centre = try RunningCentre()
        try centre.start()
        for ending in [nil, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGTRAP] {
            let screen = try NightShift.screen(of: centre, "amy")
            try screen.waitFor("press r")
            XCTAssertTrue(screen.isTaken)
            if let ending {
                screen.process.signal(ending)
                XCTAssertEqual(try screen.process.end(), .killed(ending))
            } else {
                screen.type("q")
                try screen.waitFor("Quit?")
                screen.type("y")
                XCTAssertEqual(try screen.process.end(), .exited(0))
            }
            XCTAssertTrue(screen.isGivenBack, "after \(ending.map { "signal \($0)" } ?? "q")")
        }
    }

    func test_suspended_itGivesTheTerminalBack_andComesAgain() throws {
        let centre = try RunningCentre()
        try centre.start()
        let screen = try NightShift.screen(of: centre, "amy")
        try screen.waitFor("press r")
        for isKey in [true, false] {
            if isKey { screen.type("\u{1A}") } else { screen.process.signal(SIGTSTP) }
            try screen.waitUntilStopped()
            XCTAssertTrue(screen.isGivenBack)
            screen.process.signal(SIGCONT)
            try waitUntil("drawn anew:\n\(screen.text)") {
                screen.isTaken && screen.text.contains("WAITING LINE")
            }
        }
        screen.type("r")
        try screen.waitFor(" READY ")
        XCTAssertEqual(screen.unknown, [])
    }

    func test_refusedLogOn_leavesTheTerminalWithAStatus() throws {
        let centre = try RunningCentre()
        try centre.start()
        let screen = try NightShift.screen(of: centre, "nobody")
        XCTAssertNotEqual(try screen.process.end(), .exited(0))
        XCTAssertTrue(screen.isGivenBack)
        XCTAssertTrue(screen.process.errors.contains("log-on as nobody"), screen.process.errors)
    }
}
