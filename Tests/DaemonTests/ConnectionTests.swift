// SPDX-License-Identifier: Apache-2.0
// Owns what peers may do to a centre without a word: vanish, never read, never speak, flood.
// Never what the words mean: see ConversationTests.

import Rig
import XCTest

final class ConnectionTests: XCTestCase {
    /// A new connection may get the place of one that ended in the same turn of the loop.
    func test_resetAndReconnect_newConnectionIsServed() throws {
        let centre = try RunningCentre(["listen.workers=1"])
        try centre.start()
        var gateway = try centre.gateway()
        for round in 0..<400 {
            // What makes the worker's turn long enough for both: work for it to do.
            gateway.send(Array(String(repeating: "PING\n", count: 50).utf8))
            gateway.reset()
            let next = try Peer(port: centre.devicePort)
            next.send(Array("HELLO gateway=gw-demo key=demo\nPING\n".utf8))
            let heard = try (0..<3).map { _ in try next.reply() }
            guard heard[1...] == ["250 OK gateway=gw-demo", "200 PONG"] else {
                return XCTFail("round \(round): \(heard)")
            }
            gateway = next
        }
    }

    func test_slowReader_droppedWithNotice_othersServed() throws {
        let centre = try RunningCentre()
        try centre.start()
        let slow = try Peer(port: centre.consolePort, receiveBytes: 4096)
        // HELP answers with some kilobytes; nobody reads them.
        let questions = Array(String(repeating: "HELP\n", count: 4000).utf8)
        _ = slow.sendWhileTaken(questions, quiet: 300)
        let gateway = try centre.gateway()
        gateway.say("ALARM dev=A1 ref=1 type=button")
        XCTAssertTrue(try gateway.reply().hasPrefix("250 OK ref=1 call="))
        try slow.waitForEnd(within: 10)
        XCTAssertEqual(
            slow.replies.last, "421 CLOSING reason=\"you do not read what you are sent\"")
    }

    func test_peerThatNeverSaysWhoItIs_closedWithNotice_knownOneLives() throws {
        let centre = try RunningCentre(["listen.idle.firstLineSeconds=1"])
        try centre.start()
        let gateway = try centre.gateway()
        let silent = try Peer(port: centre.devicePort)
        let dripping = try Peer(port: centre.devicePort)
        dripping.send(Array("HEL".utf8))
        // Speaking is not saying who one is.
        let chatting = try Peer(port: centre.consolePort)
        chatting.say("PING")
        for peer in [silent, dripping, chatting] {
            try peer.waitForEnd()
            XCTAssertEqual(peer.replies.last, "421 CLOSING reason=\"silent for too long\"")
        }
        try gateway.ask("PING", "200 PONG")
    }

    /// A peer that has said its last word still hears its answers.
    func test_halfClosedPeer_hearsItsAnswers() throws {
        let centre = try RunningCentre()
        try centre.start()
        let gateway = try Peer(port: centre.devicePort)
        gateway.send(
            Array("HELLO gateway=gw-demo key=demo\nALARM dev=A1 ref=1 type=button\n".utf8))
        gateway.halfClose()
        XCTAssertTrue(try gateway.reply().hasPrefix("220 "))
        XCTAssertEqual(try gateway.reply(), "250 OK gateway=gw-demo")
        XCTAssertTrue(try gateway.reply().hasPrefix("250 OK ref=1 call="))
        try gateway.waitForEnd()
    }

    /// A storm of heartbeats stands before no press.
    func test_floodOfHeartbeats_doesNotDelayAnAlarm() throws {
        let centre = try RunningCentre()
        try centre.start()
        let amy = try centre.ready("amy")
        let flooders = try (0..<4).map { _ in try centre.gateway() }
        let devices = (0..<400).map { "D\($0)" }.joined(separator: ",")
        let heartbeats = Array(String(repeating: "ALIVE dev=\(devices)\n", count: 4000).utf8)
        for flooder in flooders { _ = flooder.sendWhileTaken(heartbeats, quiet: 0) }
        let began = seconds()
        let gateway = try centre.gateway()
        gateway.say("ALARM dev=A0001 ref=1 type=button")
        let offer = try amy.event("OFFER")
        let waited = seconds() - began
        print("an alarm in a flood of heartbeats: offered after \(Int(waited * 1000)) ms")
        XCTAssertEqual(field("dev", of: offer), "A0001")
        XCTAssertTrue(try gateway.reply().hasPrefix("250 OK ref=1 call="))
        // Each heartbeat is answered: taken, or told to come again.
        for flooder in flooders {
            let answer = try flooder.reply()
            XCTAssertTrue(answer == "250 OK count=400" || answer.hasPrefix("451 RETRY"), answer)
        }
    }

    /// One line at a time from many peers at once: everybody gets an answer of their own.
    func test_connectionsBeyondTheBound_toldToTryAgain() throws {
        let centre = try RunningCentre(["listen.maxConnections.console=3"])
        try centre.start()
        let peers = try (0..<3).map { _ in try Peer(port: centre.consolePort) }
        for peer in peers { XCTAssertTrue(try peer.reply().hasPrefix("220 safebell ")) }
        let fourth = try Peer(port: centre.consolePort)
        XCTAssertEqual(try fourth.reply(), "451 RETRY reason=\"too many connections\"")
        try fourth.waitForEnd()
        peers[0].close()
        try waitUntil("a place for the next") {
            let next = try Peer(port: centre.consolePort)
            return try next.reply().hasPrefix("220 ")
        }
    }

    /// Out of descriptors: who is in is served, who comes hears why not, and it passes.
    func test_noDescriptorsLeft_refusedPolitely_recovers() throws {
        guard Rig.run(["prlimit", "--version"])?.ending == .exited(0) else {
            throw XCTSkip("prlimit is not installed")
        }
        let centre = try RunningCentre()
        centre.wrapper = ["prlimit", "--nofile=64"]
        try centre.start()
        let gateway = try centre.gateway()
        var peers: [Peer] = []
        var refused = 0
        for _ in 0..<80 where refused == 0 {
            let peer = try Peer(port: centre.consolePort)
            let greeting = try peer.reply()
            if greeting.hasPrefix("220 ") {
                peers.append(peer)
            } else {
                XCTAssertTrue(greeting.hasPrefix("451 RETRY"), greeting)
                refused += 1
            }
        }
        XCTAssertEqual(refused, 1)
        try gateway.ask("ALARM dev=A1 ref=1 type=button", "250 OK")
        peers = []
        try waitUntil("room again") {
            let peer = try Peer(port: centre.consolePort)
            return try peer.reply().hasPrefix("220 ")
        }
        try gateway.ask("ALARM dev=A1 ref=2 type=button", "250 OK")
    }
}
