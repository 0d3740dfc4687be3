// SPDX-License-Identifier: Apache-2.0
// Owns the proof that words reach people without a connection: real programs, real spool files.
// Never a stand-in for a channel; the notifier gateway is in the conversations.

import Foundation
import Rig
import XCTest

final class ChannelTests: XCTestCase {
    /// A centre whose contacts are reached by `program`, and a call in amy's hands.
    private func centre(
        program lines: String, _ settings: [String] = []
    ) throws -> (RunningCentre, Peer, call: String) {
        let centre = try RunningCentre()
        let program = "\(centre.folder.path)/program.sh"
        try write("#!/bin/sh\ncd \(centre.folder.path)\n\(lines)\n", to: program, mode: 0o700)
        centre.settings += ["channels.exec.ring.program=\(program)"] + settings
        return try withCall(centre)
    }

    private func withCall(_ centre: RunningCentre) throws -> (RunningCentre, Peer, call: String) {
        try centre.start()
        try centre.importHomes()
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        let reply = try gateway.ask("ALARM dev=A0001 ref=1 type=button", "250 OK")
        let call = try XCTUnwrap(field("call", of: reply[0]))
        try amy.ask("TAKE \(call)", "250-TAKEN")
        return (centre, amy, call)
    }

    private func outcome(of attempt: String, _ amy: Peer) throws -> String {
        let event = try amy.event("the end of attempt \(attempt)", within: 10) {
            $0.hasPrefix("* ATTEMPT ") && field("attempt", of: $0) == attempt
                && field("outcome", of: $0) != "trying"
        }
        return try XCTUnwrap(field("outcome", of: event))
    }

    // MARK: exec

    func test_exec_getsTheNotificationAsJSON_exitStatusIsTheOutcome() throws {
        let (centre, amy, call) = try centre(
            program: "cat > heard.tmp; mv heard.tmp heard.json; exit 11",
            ["contacts.channels=[\"exec:ring\"]"])
        let reply = try amy.ask("CONTACT \(call) who=2", "250 CONTACTING")
        let attempt = try XCTUnwrap(field("attempts", of: reply[0]))
        XCTAssertEqual(try outcome(of: attempt, amy), "accepted")
        let json = Data(bytes(of: "\(centre.folder.path)/heard.json"))
        let heard = try XCTUnwrap(
            JSONSerialization.jsonObject(with: json) as? [String: Any], "\(json)")
        XCTAssertEqual(heard["id"] as? Int, Int(attempt))
        XCTAssertEqual(heard["call"] as? String, call)
        XCTAssertEqual(heard["target"] as? String, "contact:2")
        XCTAssertEqual(heard["to"] as? String, "+85298765432")
        XCTAssertEqual(heard["who"] as? String, "daughter")
        let words = try XCTUnwrap(heard["text"] as? String)
        XCTAssertTrue(words.contains("陳大文") && words.contains(call), words)
        XCTAssertFalse(words.contains("warfarin") || words.contains("4711"), words)
        XCTAssertEqual(Set(heard.keys), ["id", "call", "target", "to", "who", "text"])
        _ = try amy.event("the goal is reached") {
            $0.hasPrefix("* CASCADE ") && field("reached", of: $0) == "1"
        }
    }

    /// One try after the other, each with its own status; the first who accepts ends it.
    func test_exec_statuses_moveTheCascadeOn() throws {
        let (centre, amy, call) = try centre(
            program: "read line < todo; sed -i 1d todo; exit $line",
            ["contacts.channels=[\"exec:ring\"]", "contacts.tries=10"])
        let statuses = ["14", "12", "13", "1", "0", "99", "10"]
        try write(statuses.joined(separator: "\n") + "\n", to: "\(centre.folder.path)/todo")
        let reply = try amy.ask("CONTACT \(call) who=1", "250 CONTACTING")
        let first = try XCTUnwrap(field("attempts", of: reply[0]).flatMap { Int($0) })
        let expected = [
            "no-answer", "declined", "busy", "failed", "delivered", "failed", "answered",
        ]
        for (index, word) in expected.enumerated() {
            XCTAssertEqual(try outcome(of: String(first + index), amy), word, "attempt \(index)")
        }
    }

    func test_exec_timeLimit_killsTheProgramAndItsChildren() throws {
        let (centre, amy, call) = try centre(
            program: "sleep 300 & echo $! > child.tmp; mv child.tmp child; sleep 300",
            ["contacts.channels=[\"exec:ring\"]", "channels.exec.ring.timeoutSeconds=1"])
        let reply = try amy.ask("CONTACT \(call) who=1", "250 CONTACTING")
        let attempt = try XCTUnwrap(field("attempts", of: reply[0]))
        XCTAssertEqual(try outcome(of: attempt, amy), "timed-out")
        let words = text(of: "\(centre.folder.path)/child")
        let child = try XCTUnwrap(Int32(words.trimmingCharacters(in: .whitespacesAndNewlines)))
        defer { kill(child, SIGKILL) }
        try waitUntil("the end of the program's own child") { !isAlive(child) }
    }

    /// A program must be ended by a plain TERM, though the centre itself ignores it.
    func test_exec_signalsAreAsInAnyShell() throws {
        let (centre, amy, call) = try centre(
            program: "grep SigIgn /proc/$$/status > ignored; exit 11",
            ["contacts.channels=[\"exec:ring\"]"])
        let reply = try amy.ask("CONTACT \(call) who=1", "250 CONTACTING")
        let attempt = try XCTUnwrap(field("attempts", of: reply[0]))
        XCTAssertEqual(try outcome(of: attempt, amy), "accepted")
        let words = text(of: "\(centre.folder.path)/ignored").split(separator: "\t")
        let mask = try XCTUnwrap(words.last.flatMap { UInt64($0.dropLast(), radix: 16) })
        // 32 and 33 are the C library's own.
        XCTAssertEqual(mask & 0x7fff_ffff, 0, String(mask, radix: 16))
    }

    /// Programs that end at once must give their place back, or after 16 nobody is rung any more.
    func test_exec_manyQuickPrograms_placesAreGivenBack() throws {
        let (_, amy, call) = try centre(
            program: "exit 14",
            ["contacts.channels=[\"exec:ring\",\"exec:ring\"]", "contacts.tries=10"])
        try amy.ask("CONTACT \(call)", "250 CONTACTING")
        for _ in 0..<40 {
            let event = try amy.event("an attempt's end", within: 10) {
                $0.hasPrefix("* ATTEMPT ") && field("outcome", of: $0) != "trying"
                    && field("channel", of: $0) == "exec:ring"
            }
            XCTAssertEqual(field("outcome", of: event), "no-answer", event)
        }
        _ = try amy.event("CASCADE")
    }

    func test_exec_missingProgram_failsAndTheNextChannelIsTried() throws {
        let centre = try RunningCentre([
            "channels.exec.ring.program=/nonexistent/program",
            "channels.exec.other.program=/bin/true",
            "contacts.channels=[\"exec:ring\",\"exec:other\"]",
        ])
        let (_, amy, call) = try withCall(centre)
        let reply = try amy.ask("CONTACT \(call) who=1", "250 CONTACTING")
        let first = try XCTUnwrap(field("attempts", of: reply[0]).flatMap { Int($0) })
        XCTAssertEqual(try outcome(of: String(first), amy), "failed")
        XCTAssertEqual(try outcome(of: String(first + 1), amy), "delivered")
    }

    // MARK: smstools

    func test_smstools_messageFileIsRenamedIn_withChineseText() throws {
        let centre = try RunningCentre()
        let spool = "\(centre.folder.path)/outgoing"
        mkdir(spool, 0o700)
        centre.settings += [
            "channels.smstools.spool=\(spool)", "contacts.noticeChannels=[\"smstools\"]",
        ]
        let (_, amy, call) = try withCall(centre)
        let reply = try amy.ask("CONTACT \(call)", "250 CONTACTING")
        let attempts = try XCTUnwrap(field("attempts", of: reply[0])).split(separator: ",")
        XCTAssertEqual(try outcome(of: String(attempts[1]), amy), "delivered")
        let names = try FileManager.default.contentsOfDirectory(atPath: spool)
        XCTAssertEqual(names, ["safebell-\(attempts[1])"])
        let message = text(of: "\(spool)/\(names[0])")
        let parts = message.components(separatedBy: "\n\n")
        XCTAssertEqual(parts.count, 2, message)
        XCTAssertEqual(parts[0], "To: 85227654321\nAlphabet: UTF-8")
        XCTAssertTrue(parts[1].contains("平安鐘:陳大文 已發出求助訊號"), message)
    }

    func test_smstools_countryCode_standsBeforeLocalNumbers() throws {
        let centre = try RunningCentre()
        let spool = "\(centre.folder.path)/outgoing"
        mkdir(spool, 0o700)
        centre.settings += [
            "channels.smstools.spool=\(spool)", "channels.smstools.countryCode=\"852\"",
            "services.ambulance.to=\"2345 0000\"", "services.ambulance.channels=[\"smstools\"]",
        ]
        let (_, amy, call) = try withCall(centre)
        let reply = try amy.ask("SUMMON \(call) service=ambulance", "250 SUMMONED")
        let attempt = try XCTUnwrap(field("attempts", of: reply[0]))
        XCTAssertEqual(try outcome(of: attempt, amy), "delivered")
        let message = text(of: "\(spool)/safebell-\(attempt)")
        XCTAssertTrue(message.hasPrefix("To: 85223450000\n"), message)
        XCTAssertTrue(message.contains("key safe 4711"), "the way in is missing: \(message)")
    }

    func test_smstools_missingSpool_failsAndTheNextChannelIsTried() throws {
        let centre = try RunningCentre()
        centre.settings += [
            "channels.smstools.spool=\(centre.folder.path)/nothing",
            "channels.exec.other.program=/bin/true",
            "contacts.channels=[\"smstools\",\"exec:other\"]",
        ]
        let (_, amy, call) = try withCall(centre)
        let reply = try amy.ask("CONTACT \(call) who=1", "250 CONTACTING")
        let first = try XCTUnwrap(field("attempts", of: reply[0]).flatMap { Int($0) })
        XCTAssertEqual(try outcome(of: String(first), amy), "failed")
        XCTAssertEqual(try outcome(of: String(first + 1), amy), "delivered")
    }

    private func isAlive(_ process: Int32) -> Bool {
        let status = text(of: "/proc/\(process)/stat")
        return !status.isEmpty && !status.contains(") Z ")
    }
}
