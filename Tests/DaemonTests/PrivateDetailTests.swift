// SPDX-License-Identifier: Apache-2.0
// Owns the promise about access codes and health notes: planted ones are looked for in everything that
// the centre says, prints, logs or leaves behind, and found only where they were asked for.

import Glibc
import Rig
import XCTest

final class PrivateDetailTests: XCTestCase {
    private let code = "SAFE-7Q9Z-4711"
    private let note = "NOTE-W3X8-warfarin"

    private func holdsNone(_ text: String, _ what: String) {
        XCTAssertFalse(text.contains(code), "\(what) has the code: \(text.prefix(2000))")
        XCTAssertFalse(text.contains(note), "\(what) has the note: \(text.prefix(2000))")
    }

    private func plant(_ centre: RunningCentre) throws -> Peer {
        let ada = try centre.person("ada")
        for (kind, row) in [
            ("homes", "c1=H9 c2=\"9 Road\" c3=Central c4=\"\(code)\""),
            (
                "subscribers",
                "c1=S9 c2=H9 c3=Ho c4=yue c5=\"+85223456789\" c6=1938 c7=3 c8=\"\(note)\""
            ),
            ("devices", "c1=A0009 c2=H9 c3=base"),
            ("contacts", "c1=H9 c2=1 c3=Son c4=son c5=\"+85291234567\" c6=yue c7=contact"),
        ] {
            try ada.ask("IMPORT BEGIN kind=\(kind)", "350 ")
            try ada.ask("IMPORT ROW line=2 \(row)", "350 ")
            try ada.ask("IMPORT COMMIT", "250 ")
        }
        return ada
    }

    /// Every file of the data folder but the database, which is the data.
    private func leftBehind(_ centre: RunningCentre) throws -> String {
        let found = try required(Rig.run(["find", centre.data, "-type", "f"]), "find")
        return found.output.split(separator: "\n").filter { !$0.contains(".sqlite") }
            .map { text(of: String($0)) }.joined()
    }

    func test_plantedDetails_areFoundNowhereButWhereTheyWereAskedFor() throws {
        let centre = try RunningCentre([
            "lease.wrapUpSeconds=0", "log.level=debug", "supervision.minutes=1",
        ])
        try centre.start()
        let ada = try plant(centre)
        let sue = try centre.person("sue")
        let max = try centre.person("max")
        let amy = try centre.ready("amy")
        for peer in [sue, max] { try peer.ask("WATCH all", "250 ") }
        let gateway = try centre.gateway()
        let notifier = try centre.gateway("tel-demo", role: "notifier")
        let stored = try gateway.ask("ALARM dev=A0009 ref=1 type=button text=help", "250 ")
        let call = try required(field("call", of: stored[0]), stored[0])
        try amy.ask("TAKE \(call)", "250-TAKEN")
        // Asked for: one reply each, and not the last line of it.
        for (what, words) in [("access", code), ("health", note)] {
            let shown = try amy.ask("REVEAL \(call) what=\(what)", "250-REVEALED")
            XCTAssertEqual(shown.count { $0.contains(words) }, 1, "\(shown)")
        }
        try amy.ask("SUMMON \(call) service=ambulance", "250 SUMMONED")
        let order = try notifier.event("NOTIFY")
        XCTAssertTrue(order.contains("Access: \(code). Health: \(note)."), order)
        let id = try required(field("id", of: order), order)
        try notifier.ask("RESULT id=\(id) outcome=accepted", "250 ")
        try amy.ask("CONTACT \(call)", "250 CONTACTING")
        let told = try notifier.event("NOTIFY who=son") {
            $0.contains("who=\"son\"") || $0.contains("who=son")
        }
        holdsNone(told, "what a contact is told")
        let son = try required(field("id", of: told), told)
        try notifier.ask("RESULT id=\(son) outcome=answered", "250 ")
        try amy.ask("FOLLOWUP \(call) kind=visit due=2099-01-01T10:00+08:00 owner=amy", "501 ")
        // Everything that can be listed or shown, while it is open and when it is closed.
        func askEverything() throws {
            let questions = [
                "LIST calls", "LIST operators", "LIST followups", "LIST devices", "LIST storms",
                "SHOW \(call)", "SHOW centre", "SHOW device=A0009", "SHOW home=H9",
                "SHOW operator=amy", "STATS sla by=operator", "HELP REVEAL", "RESUME n=0",
            ]
            for question in questions { _ = try sue.ask(question) }
            for kind in ["homes", "subscribers", "devices", "contacts", "operators", "plans"] {
                _ = try ada.ask("EXPORT kind=\(kind)", "210")
            }
            _ = try max.ask("STATS sla", "210-STATS")
        }
        try askEverything()
        let shown = try amy.ask("SHOW \(call)", "210-CALL")
        holdsNone(shown.joined(separator: "\n"), "the holder's record")
        XCTAssertTrue(shown.contains { $0.contains("access=\"••••\"") }, "\(shown)")
        for step in shown.filter({ $0.contains("210-STEP") && $0.contains("state=open") }) {
            let number = try required(field("step", of: step), step)
            _ = try amy.ask("DONE \(call) step=\(number) result=well")
        }
        try amy.ask("CLOSE \(call) outcome=ambulance", "250 CLOSED")
        try askEverything()
        let closed = try sue.ask("SHOW \(call)", "210-CALL")
        for what in ["what=revealed by=amy codes=\"what=access\"", "what=passed by=amy"] {
            XCTAssertTrue(closed.contains { $0.contains(what) }, "\(what): \(closed)")
        }
        // What programs print.
        let at = "127.0.0.1:\(centre.consolePort)"
        setenv("SAFEBELL_SECRET", "demo", 1)
        for words in [
            ["export", "homes"], ["export", "subscribers", "--format", "json"], ["stats", "sla"],
            ["check", "--data", centre.data],
        ] {
            let user = words[0] == "check" ? [] : ["--at", at, "--user", "ada"]
            let printed = try required(
                Rig.run(["\(Places.products)/safebell"] + words + user), words[0])
            holdsNone(printed.output, words.joined(separator: " "))
        }
        for (peer, name) in [(sue, "sue"), (max, "max"), (ada, "ada"), (gateway, "the gateway")] {
            holdsNone(peer.heard.joined(separator: "\n"), name)
        }
        holdsNone(centre.log, "the log")
        holdsNone(try leftBehind(centre), "the data folder")
        XCTAssertEqual(amy.heard.count { $0.contains(code) }, 1)
        XCTAssertEqual(amy.heard.count { $0.contains(note) }, 1)
        // A notifier that is gone and comes again, and a start.
        try centre.kill()
        try centre.start()
        let again = try centre.person("sue")
        _ = try again.ask("SHOW \(call)")
        holdsNone(again.heard.joined(separator: "\n"), "sue after a start")
        holdsNone(centre.log, "the log of the second start")
    }

    func test_rowOfAnImportThatKillsTheCentre_isNotInItsLastWords() throws {
        let centre = try centreWithTrap()
        for place in ["desk", "socket"] {
            try centre.start()
            let ada = try centre.person("ada")
            try ada.ask("IMPORT BEGIN kind=homes", "350 ")
            ada.say("IMPORT ROW line=2 c1=H9 c2=\"trap-\(place)\" c4=\"\(code)\"")
            _ = try centre.process.end(within: 10)
            let words = try required(Rig.run(["grep", "-rc", code, centre.data]), "grep")
            XCTAssertFalse(
                words.output.split(separator: "\n").contains {
                    $0.contains("words") && !$0.hasSuffix(":0")
                },
                words.output)
            XCTAssertTrue(words.output.contains("last-words:"), words.output)
            holdsNone(centre.log, "the log")
        }
        try centre.start()
        holdsNone(try leftBehind(centre), "the data folder")
    }
}
