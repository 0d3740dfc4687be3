// SPDX-License-Identifier: Apache-2.0
// Owns the canaries of a real centre: paths that are cut, disks that hang, starts in between.
// Never waits for minutes: the same bounds, set to seconds.

import Foundation
import Glibc
import Rig
import Store
import XCTest

final class CanaryTests: XCTestCase {
    private static let devices = """
        [{id:"C1",gateway:"gw-demo",path:"device port",probe:"lines"},\
        {id:"CA01",path:"DC-09 over TCP",probe:"dc09-tcp"},\
        {id:"CA02",path:"DC-09 over UDP",probe:"dc09-udp"}]
        """

    private func centre(every: Int = 5, silent: Int = 10) throws -> RunningCentre {
        let centre = try RunningCentre([
            "canaries.everySeconds=\(every)", "canaries.silentSeconds=\(silent)",
            "canaries.devices=\(CanaryTests.devices)",
        ])
        return centre
    }

    /// `safebell canary` against the centre's ports.
    private func probe(_ centre: RunningCentre) throws -> (status: Ending, line: String) {
        let file = "\(centre.folder.path)/canary.json5"
        let demo = try String(contentsOfFile: Places.demo, encoding: .utf8)
            .replacing("event-codes.json5", with: "\(Places.repository)/Config/event-codes.json5")
            .replacing("\"plans\"", with: "\"\(Places.repository)/Config/plans\"")
            .replacing("\n  answer: {", with:
                "\n  canaries: { devices: \(CanaryTests.devices) },\n  answer: {")
        try demo.write(toFile: file, atomically: true, encoding: .utf8)
        let child = try ChildProcess(
            [
                "\(Places.products)/safebell", "canary", "--config", file, "--within", "3",
                "--devices", "127.0.0.1:\(centre.devicePort)",
                "--dc09", "127.0.0.1:\(centre.diallerPort)",
                "--console", "127.0.0.1:\(centre.consolePort)",
            ], folder: centre.folder.path)
        let ending = try child.end(within: 30)
        return (ending, child.output + child.errors)
    }

    func test_wholePaths_goThroughEachPortAndNobodySeesThem() throws {
        let centre = try centre()
        try centre.start()
        let sue = try centre.person("sue")
        try sue.ask("WATCH all", "250 WATCHING")
        let amy = try centre.ready("amy")
        let database = try Database(path: centre.database, mode: .reading)
        let count: StaticString =
            "SELECT count(*) FROM timeline WHERE kind NOT IN ('duty', 'record-saved')"
        let kinds: StaticString = "SELECT group_concat(kind) FROM timeline"
        let before = try database.number(count)
        for _ in 0..<3 {
            let (status, line) = try probe(centre)
            XCTAssertEqual(status, .exited(0), line)
            XCTAssertTrue(line.hasPrefix("ok: device port "), line)
            XCTAssertTrue(line.contains(", DC-09 over UDP ") && line.contains(", console "), line)
        }
        try amy.ask("LIST calls", "210 END count=0")
        let shown = try sue.ask("SHOW centre")
        XCTAssertTrue(shown[0].contains(" arrived=0 "), shown[0])
        let canaries = shown.filter { $0.hasPrefix("210-CANARY ") }
        XCTAssertEqual(canaries.count, 3)
        for line in canaries { XCTAssertEqual(field("state", of: line), "heard", line) }
        try sue.ask("STATS sla", "210 END")
        XCTAssertEqual(sue.events.filter { !$0.hasPrefix("* DUTY ") }, [])
        XCTAssertEqual(amy.events, [])
        let history = try database.text(kinds) ?? ""
        XCTAssertEqual(try database.number(count), before, "rounds in the history: \(history)")
        let rows: StaticString = """
            SELECT (SELECT count(*) FROM calls) + (SELECT count(*) FROM alarms)
              + (SELECT count(*) FROM signals) + (SELECT count(*) FROM taken_owed)
              + (SELECT count(*) FROM measures)
            """
        XCTAssertEqual(try database.number(rows), 0)
        XCTAssertEqual(
            try database.number("SELECT count(*) FROM canaries WHERE heard_at NOT NULL"), 3)
    }

    func test_deadCentre_isSeenFromOutside() throws {
        let centre = try centre()
        try centre.start()
        try centre.kill()
        let dead = try probe(centre)
        XCTAssertEqual(dead.status, .exited(1))
        XCTAssertTrue(dead.line.hasPrefix("FAILED: device port (nobody listens"), dead.line)
        // One that does not listen to what it is told: the port accepts, and that is all.
        try centre.start()
        try centre.process.signal(SIGSTOP)
        defer { try? centre.process.signal(SIGCONT) }
        let frozen = try probe(centre)
        XCTAssertEqual(frozen.status, .exited(1))
        XCTAssertTrue(frozen.line.contains("greeting: nothing within 3 s"), frozen.line)
        XCTAssertTrue(frozen.line.contains("no ACK within 3 s"), frozen.line)
    }

    func test_cutPath_isACallInTime_andOthersAreNot() throws {
        let centre = try centre()
        try centre.start()
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        let dialler = try FramePeer(port: centre.diallerPort)
        let began = seconds()
        func round(_ number: Int) throws {
            dialler.send(DiallerFrames.contactID("1602", number, account: "CA01"))
            _ = try dialler.frame()
            dialler.send(DiallerFrames.contactID("1602", number, account: "CA02"))
            _ = try dialler.frame()
        }
        try gateway.ask("ALARM dev=C1 ref=1 type=canary", "250 OK ref=1")
        try round(1)
        // From here on the gateway says nothing; its connection stands.
        usleep(5_000_000)
        try round(2)
        let offer = try amy.event("OFFER", within: 10)
        let waited = seconds() - began
        XCTAssertTrue((9.9...11).contains(waited), "\(waited) s")
        XCTAssertEqual(field("type", of: offer), "path-silent")
        XCTAssertEqual(field("dev", of: offer), "C1")
        // Only that one.
        XCTAssertEqual(amy.events.filter { $0.hasPrefix("* JOINED") }, [])
        let call = try XCTUnwrap(field("call", of: offer))
        try amy.ask("TAKE \(call)", "250-TAKEN")
        try gateway.ask("ALARM dev=C1 ref=2 type=canary", "250 OK ref=2")
        let shown = try amy.ask("SHOW \(call)")
        XCTAssertTrue(
            shown.contains { $0.hasPrefix("210-NOTE ") && $0.contains("heard again") }, "\(shown)")
        try close(call, amy)
    }

    /// As the plan of a silent path wants it.
    private func close(_ call: String, _ amy: Peer) throws {
        try amy.ask("DONE \(call) step=1", "250 DONE")
        try amy.ask("DONE \(call) step=2", "250 DONE")
        try amy.ask("CLOSE \(call) outcome=technical", "250 CLOSED")
    }

    func test_silenceAcrossStarts_isFound_evenWhenTheCentreKeepsDying() throws {
        let centre = try centre()
        centre.settings[2] =
            "canaries.devices=[{id:\"C1\",gateway:\"gw-demo\",path:\"device port\"}]"
        try centre.start()
        let gateway = try centre.gateway()
        try gateway.ask("ALARM dev=C1 ref=1 type=canary", "250 OK ref=1")
        let began = seconds()
        // Each run is shorter than a round: none of them alone can miss one.
        while seconds() - began < 9 {
            usleep(1_500_000)
            try centre.kill()
            try centre.start()
        }
        let amy = try centre.ready("amy")
        let offer = try amy.event("OFFER", within: 8)
        let waited = seconds() - began
        XCTAssertEqual(field("type", of: offer), "path-silent")
        // Ten seconds, and once the span of a round for who could not have been heard.
        XCTAssertLessThan(waited, 16)
        // Told once: the same silence is no second call after the next start.
        let call = try XCTUnwrap(field("call", of: offer))
        try amy.ask("TAKE \(call)", "250-TAKEN")
        try close(call, amy)
        try centre.kill()
        try centre.start()
        let again = try centre.person("sue")
        let canary = try again.ask("SHOW centre").first { $0.contains("dev=C1") }
        XCTAssertEqual(canary.flatMap { field("state", of: $0) }, "silent", "\(canary ?? "-")")
    }

    func test_hungDisk_isNoticedThoughTheCanaryStillSpeaks() throws {
        guard Rig.run(["strace", "-V"])?.ending == .exited(0) else {
            throw XCTSkip("strace is not installed: no hanging disk without it")
        }
        let centre = try centre()
        try centre.start()
        try centre.stop()
        // From the 40th sync on each takes for ever.
        centre.wrapper = [
            "strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e",
            "inject=fdatasync,fsync:delay_enter=20000000:when=40+",
        ]
        try centre.start(within: 60)
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        var number = 0
        var unanswered = 0
        var offer: String?
        let end = seconds() + 60
        while offer == nil, seconds() < end {
            number += 1
            gateway.say("ALARM dev=C1 ref=\(number) type=canary")
            if unanswered > 0 || (try? gateway.reply(within: 1)) == nil { unanswered += 1 }
            if unanswered > 0 {
                // It goes on speaking; nothing of it is saved.
                offer = try? amy.event("OFFER", within: 2)
            }
        }
        let page = try XCTUnwrap(offer, "never noticed")
        XCTAssertEqual(field("type", of: page), "path-silent")
        XCTAssertEqual(field("unsaved", of: page), "1", page)
        try centre.process.signal(SIGKILL)
    }
}
