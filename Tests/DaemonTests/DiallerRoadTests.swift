// SPDX-License-Identifier: Apache-2.0
// Diallers at the port of a running centre: frames as real devices send them, and what people see.
// The real dialler of RealDiallerTests goes the same road.

import Glibc
import Rig
import XCTest

final class DiallerRoadTests: XCTestCase {
    private let press = #"<0A>21440027"ADM-CID"0001L0#1234[#1234|1101 01 015]<0D>"#
    private let pressAck = #"<0A>1BC10012"ACK"0001L0#1234[]<0D>"#
    private let null = #"<0A>1EF20013"NULL"0000L0#1234[]<0D>"#
    private let nullAck = #"<0A>DE900012"ACK"0000L0#1234[]<0D>"#

    /// A centre whose device A0001 at home H1 dials with account 1234.
    private func centre(_ settings: [String] = []) throws -> RunningCentre {
        let centre = try RunningCentre(settings)
        try centre.start()
        return centre
    }

    func test_press_acknowledgedOnceStored_offered_restoreNoted() throws {
        let centre = try centre()
        let amy = try centre.ready("amy")
        let dialler = try FramePeer(port: centre.diallerPort)
        dialler.send(press)
        XCTAssertEqual(try dialler.frame(), pressAck)
        let offer = try amy.event("OFFER")
        XCTAssertTrue(offer.contains("type=button"), offer)
        XCTAssertTrue(offer.contains("unregistered=1"), offer)
        let call = try XCTUnwrap(field("call", of: offer))
        let record = try amy.ask("TAKE \(call)", "250-TAKEN")
        XCTAssertTrue(
            record.contains { $0.contains("1101 Personal emergency") && $0.contains("zone 015") },
            "\(record)")
        // The same frame again: the same answer, no second call, shown on the call.
        dialler.send(press)
        XCTAssertEqual(try dialler.frame(), pressAck)
        // Two in one segment: two answers, in order.
        dialler.send(
            DiallerFrames.contactID("3101", 3, account: "1234") + DiallerFrames.bytes(null))
        XCTAssertEqual(try dialler.frame(), #"<0A>D1600012"ACK"0003L0#1234[]<0D>"#)
        XCTAssertEqual(try dialler.frame(), nullAck)
        let shown = try amy.ask("SHOW \(call)", "210-CALL")
        XCTAssertTrue(shown.contains { $0.contains("sent again: 0001") }, "\(shown)")
        XCTAssertTrue(shown.contains { $0.contains("restore 3101") }, "\(shown)")
        XCTAssertTrue(try amy.ask("LIST calls", "210")[0].contains("presses=1"))
    }

    func test_acknowledgedFrames_surviveAKill_theSameFrameIsTheSameCall() throws {
        let centre = try centre()
        let first = try FramePeer(port: centre.diallerPort)
        first.send(press)
        XCTAssertEqual(try first.frame(), pressAck)
        let before = try centre.person("sue").ask("LIST calls", "210-CALL")[0]
        try centre.kill()
        try centre.start()
        let second = try FramePeer(port: centre.diallerPort)
        second.send(press)
        XCTAssertEqual(try second.frame(), pressAck)
        let after = try centre.person("sue").ask("LIST calls", "210-CALL")
        XCTAssertEqual(field("call", of: after[0]), field("call", of: before))
        XCTAssertEqual(field("presses", of: after[0]), "1")
        XCTAssertEqual(after.count, 2)
    }

    func test_deadDisk_noAcknowledgement_butAnOffer_andLaterTheSameCall() throws {
        let parent = try TestFolder()
        let centre = try RunningCentre(data: "\(parent.path)/not/yet")
        try centre.start()
        let amy = try centre.ready("amy")
        let dialler = try FramePeer(port: centre.diallerPort)
        dialler.send(press)
        let offer = try amy.event("OFFER")
        XCTAssertEqual(field("unsaved", of: offer), "1", offer)
        XCTAssertNil(dialler.anything(within: 0.5), "acknowledged what is on no disk")
        XCTAssertEqual(mkdir("\(parent.path)/not", 0o700), 0)
        XCTAssertEqual(mkdir("\(parent.path)/not/yet", 0o700), 0)
        _ = try amy.event("the disk is well", within: 10) {
            $0.hasPrefix("* STORAGE ") && field("state", of: $0) == "well"
        }
        dialler.send(press)
        XCTAssertEqual(try dialler.frame(), pressAck)
        let calls = try centre.person("sue").ask("LIST calls", "210-CALL")
        XCTAssertEqual(calls.count, 2, "\(calls)")
        XCTAssertEqual(field("call", of: calls[0]), field("call", of: offer))
    }

    func test_halfFrames_noise_andOtherProtocols_doNotDisturbAGoodDevice() throws {
        let centre = try centre(["listen.idle.firstLineSeconds=2"])
        var others: [FramePeer] = []
        for index in 0..<200 {
            let peer = try FramePeer(port: centre.diallerPort)
            switch index % 4 {
            case 0: peer.send(String(press.dropLast(9)))
            case 1: peer.send("GET / HTTP/1.1<0D><0A>Host: x<0D><0A><0D><0A>")
            case 2: peer.send("<16><03><01><00>")
            default: peer.send("<0A>0000002")
            }
            others.append(peer)
        }
        let good = try FramePeer(port: centre.diallerPort)
        good.send(null)
        XCTAssertEqual(try good.frame(), nullAck)
        for peer in others { XCTAssertTrue(peer.isClosed(within: 10), "an idle half-frame lives on") }
        good.send(press)
        XCTAssertEqual(try good.frame(), pressAck)
        XCTAssertFalse(others.contains { $0.heardAnything }, "noise was answered")
        let complaints = centre.log.split(separator: "\n").filter { $0.contains("dc09-fault ") }
        XCTAssertFalse(complaints.isEmpty)
        XCTAssertLessThan(complaints.count, 8, "once per peer and hour: \(complaints)")
    }

    /// A device that gave up in the middle of a long frame and begins anew on the same connection.
    func test_pressBehindACutFrame_isNotKeptWaiting() throws {
        let centre = try centre()
        let dialler = try FramePeer(port: centre.diallerPort)
        dialler.send(#"<0A>21440FFF"ADM-CID"0001L0#1234[#1234|1101"#)
        dialler.send(press)
        XCTAssertEqual(try dialler.frame(), pressAck)
    }

    func test_floodOfOneAccount_isHeldBack_othersAreNot() throws {
        let centre = try centre()
        let loud = try FramePeer(port: centre.diallerPort)
        var flood: [UInt8] = []
        for number in 1...400 { flood += DiallerFrames.contactID("1101", number, account: "F00D") }
        loud.send(flood)
        let good = try FramePeer(port: centre.diallerPort)
        good.send(press)
        XCTAssertEqual(try good.frame(), pressAck)
        var answered = 0
        while loud.anything(within: 1) != nil { answered += 1 }
        XCTAssertGreaterThanOrEqual(answered, 50)
        XCTAssertLessThan(answered, 200)
        let calls = try centre.person("sue").ask("LIST calls", "210-CALL")
        XCTAssertEqual(calls.count, 3, "one call of each account, and the end: \(calls)")
    }

    /// Whoever reaches the port can invent accounts: they are taken at a bounded rate, stand on a bounded
    /// number of calls, and hold nobody back who is in the file.
    func test_inventedAccounts_areBounded_listedOnesAreNot() throws {
        let folder = try TestFolder()
        try write("1234\n", to: "\(folder.path)/accounts")
        let centre = try centre(["dc09.accountsFile=\(folder.path)/accounts"])
        let inventor = try FramePeer(port: centre.diallerPort)
        var flood: [UInt8] = []
        for number in 1...1500 {
            flood += DiallerFrames.contactID("1101", 1, account: String(0xA0000 + number, radix: 16))
        }
        inventor.send(flood)
        var answered = 0
        while inventor.anything(within: 1) != nil { answered += 1 }
        XCTAssertGreaterThanOrEqual(answered, 500)
        XCTAssertLessThan(answered, 1200)
        let good = try FramePeer(port: centre.diallerPort)
        good.send(press)
        XCTAssertEqual(try good.frame(), pressAck)
        let calls = try centre.person("sue").ask("LIST calls", "210-CALL")
        XCTAssertLessThanOrEqual(calls.count, 22)
        let presses = calls.compactMap { field("presses", of: $0).flatMap { Int($0) } }.reduce(0, +)
        XCTAssertGreaterThanOrEqual(presses, answered, "what was acknowledged stands on a call")
    }

    /// A centre that wants no strangers still hears every device of its directory, listed or not.
    func test_silentForStrangers_registeredDevicesAreHeard() throws {
        let centre = try centre(["dc09.unknownAccounts=silent"])
        try centre.importHomes()
        let stranger = try FramePeer(port: centre.diallerPort)
        stranger.send(press)
        stranger.send(null)
        XCTAssertNil(stranger.anything(within: 0.5))
        let known = try FramePeer(port: centre.diallerPort)
        known.send(DiallerFrames.contactID("1101", 1, account: "a0001"))
        XCTAssertTrue(try known.frame().contains("\"ACK\"0001L0#a0001[]"))
        let calls = try centre.person("sue").ask("LIST calls", "210-CALL")
        XCTAssertEqual(calls.count, 2, "\(calls)")
        XCTAssertEqual(field("home", of: calls[0]), "H1")
        XCTAssertTrue(centre.log.contains("fault=unknown-account"), centre.log)
    }

    func test_datagrams_sameRules() throws {
        let centre = try centre()
        let amy = try centre.ready("amy")
        let dialler = try FramePeer(datagramsTo: centre.diallerPort)
        dialler.send(null)
        XCTAssertEqual(try dialler.frame(), nullAck)
        dialler.send(press)
        XCTAssertEqual(try dialler.frame(), pressAck)
        _ = try amy.event("OFFER")
        dialler.send(press)
        XCTAssertEqual(try dialler.frame(), pressAck)
        dialler.send("noise")
        dialler.send(String(press.dropLast(9)))
        XCTAssertNil(dialler.anything(within: 0.3))
        XCTAssertEqual(try centre.person("sue").ask("LIST calls", "210-CALL").count, 2)
    }
}
