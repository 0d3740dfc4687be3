// SPDX-License-Identifier: Apache-2.0
// Owns lines that kill the centre: twice they may, then they are a call, and everybody else is answered.
// Never kills from outside: the centre traps by itself, on a word that only debug builds know.

import Glibc
import Rig
import XCTest

final class PoisonTests: XCTestCase {
    private func centre() throws -> RunningCentre {
        try centreWithTrap()
    }

    private func waitForDeath(_ centre: RunningCentre) throws {
        let ending = try centre.process.end(within: 10)
        guard case .killed(let signal) = ending else { throw TestTrouble("it ended by \(ending)") }
        XCTAssertTrue([SIGILL, SIGTRAP].contains(signal), "signal \(signal)")
    }

    /// `send` kills the centre twice; in between others are answered.
    private func dieTwice(_ centre: RunningCentre, _ send: () throws -> Void) throws {
        try centre.start()
        for round in 1...2 {
            try send()
            try waitForDeath(centre)
            try centre.start()
            let other = try centre.gateway()
            try other.ask("ALARM dev=A0002 ref=\(round) type=button", "250 OK ref=\(round) call=")
        }
        XCTAssertTrue(centre.log.contains("handled=no more") || centre.log.contains("no more"), centre.log)
    }

    /// The call that shows the line.
    private func unreadable(_ centre: RunningCentre, says words: String) throws -> String {
        let sue = try centre.person("sue")
        let calls = try sue.ask("LIST calls").filter { $0.contains("type=unreadable") }
        XCTAssertEqual(calls.count, 1, "\(calls)")
        let call = try XCTUnwrap(calls.first.flatMap { field("call", of: $0) })
        let shown = try sue.ask("SHOW \(call)")
        XCTAssertTrue(shown.contains { $0.contains(words) }, "\(shown)")
        return call
    }

    func test_lineOfADevice_killsTwice_thenIsACallAndAcknowledged() throws {
        for place in ["desk", "socket"] {
            let centre = try centre()
            let line = "ALARM dev=A0001 ref=9 type=button text=\"trap-\(place)\""
            try dieTwice(centre) { try centre.gateway().say("@7 \(line)") }
            // People see it before the device says it again.
            let call = try unreadable(centre, says: "ALARM dev=A0001 ref=9 type=button")
            let gateway = try centre.gateway()
            for tag in ["@8 ", ""] {
                try gateway.ask("\(tag)\(line)", "\(tag)250 OK ref=9 call=\(call)")
            }
            // Others' lines, and others of that device, are read as ever.
            try gateway.ask("ALARM dev=A0001 ref=10 type=button", "250 OK ref=10 call=")
            XCTAssertEqual(try unreadable(centre, says: "ref=9"), call)
            // And after one more start nothing begins anew.
            try centre.kill()
            try centre.start()
            try centre.gateway().ask(line, "250 OK ref=9 call=\(call)")
        }
    }

    func test_frameOfADialler_killsTwice_thenIsACallAndAnswered() throws {
        func frame(_ place: String) -> [UInt8] {
            DiallerFrames.bytes(framed("\"ADM-CID\"0007L0#A0001[#A0001|1101 01 015][Itrap-\(place)]"))
        }
        for (place, datagrams, answer) in [
            ("desk", false, "\"ACK\"0007L0#A0001"), ("socket", false, "\"DUH\"0007L0#A0001"),
            ("desk", true, "\"ACK\"0007L0#A0001"), ("socket", true, "\"DUH\"0007L0#A0001"),
        ] {
            let centre = try centre()
            func peer() throws -> FramePeer {
                try datagrams
                    ? FramePeer(datagramsTo: centre.diallerPort) : FramePeer(port: centre.diallerPort)
            }
            try dieTwice(centre) { try peer().send(frame(place)) }
            _ = try unreadable(centre, says: "ADM%2DCID%220007L0#A0001")
            let dialler = try peer()
            dialler.send(frame(place))
            let heard = try dialler.frame()
            XCTAssertTrue(heard.contains(answer), "\(place) \(datagrams): \(heard)")
            _ = try unreadable(centre, says: "A0001")
            dialler.send(DiallerFrames.contactID("1101", 8, account: "A0001"))
            XCTAssertTrue(try dialler.frame().contains("\"ACK\"0008"), place)
        }
    }

    func test_lineOfAPerson_isRefusedAfterTwoDeaths() throws {
        let centre = try centre()
        let line = "LIST calls home=trap-socket"
        try dieTwice(centre) { try centre.person("amy").say(line) }
        let amy = try centre.person("amy")
        try amy.ask(line, "550 NEVER reason=\"this line stopped the centre twice")
        try amy.ask("LIST calls", "210-CALL")
        // It is nobody's press.
        XCTAssertFalse(try amy.ask("LIST calls").contains { $0.contains("unreadable") })
    }

    func test_linesWithKeys_areKeptAsHashOnly() throws {
        let centre = try centre()
        try centre.start()
        let stranger = try Peer(port: centre.devicePort)
        stranger.say("HELLO gateway=gw-demo key=hush-trap-socket")
        try waitForDeath(centre)
        XCTAssertFalse(text(of: "\(centre.data)/last-words").contains("hush"))
        try centre.start()
        let again = try Peer(port: centre.devicePort)
        again.say("HELLO gateway=gw-demo key=hush-trap-socket")
        try waitForDeath(centre)
        try centre.start()
        XCTAssertFalse(text(of: "\(centre.data)/suspects").contains("68757368"), "hush in hex")
        // Others of that gateway come in.
        _ = try centre.gateway()
        let third = try Peer(port: centre.devicePort)
        _ = try third.wholeReply()
        try third.ask("HELLO gateway=gw-demo key=hush-trap-socket", "530 LOGIN")
    }

    /// A frame's text with its CRC and length.
    private func framed(_ body: String) -> String {
        var crc: UInt16 = 0
        for byte in body.utf8 {
            crc ^= UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
        }
        func hex(_ value: Int) -> String {
            let digits = String(value, radix: 16, uppercase: true)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "<0A>\(hex(Int(crc)))\(hex(body.utf8.count))\(body)<0D>"
    }
}
