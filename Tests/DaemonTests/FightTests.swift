// SPDX-License-Identifier: Apache-2.0
// Owns the fight of two operators over one call, a hundred times at random: one holder, the other told, nobody
// stuck, no call lost.

import Glibc
import Rig
import XCTest

/// One of the two; reads a reply for each line it has said.
private final class Fighter {
    let name: String
    private(set) var peer: Peer
    private let centre: RunningCentre

    init(_ name: String, _ centre: RunningCentre) throws {
        self.name = name
        self.centre = centre
        peer = try Fighter.logOn(name, centre)
    }

    private static func logOn(_ name: String, _ centre: RunningCentre) throws -> Peer {
        let peer = try Peer(port: centre.consolePort, of: centre)
        _ = try peer.reply()
        try peer.ask("LOGIN user=\(name) secret=demo", "230 ")
        return peer
    }

    /// The connection breaks off, and the person logs on again; calls in hand come back to them.
    func breakOff() throws {
        peer.reset()
        peer = try Fighter.logOn(name, centre)
    }

    func ask(_ line: String) throws -> String { try peer.ask(line)[0] }
}

final class FightTests: XCTestCase {
    private static let rounds = 100

    func test_twoOperators_fightOverOneCall_aHundredTimes() throws {
        signal(SIGPIPE, SIG_IGN)
        let centre = try RunningCentre(["lease.wrapUpSeconds=0", "lease.missedOffers=100"])
        try centre.start()
        let gateway = try Peer(port: centre.devicePort, of: centre)
        _ = try gateway.reply()
        try gateway.ask("HELLO gateway=gw-demo key=demo", "250 ")
        let amy = try Fighter("amy", centre)
        let ben = try Fighter("ben", centre)
        var random = SystemRandomNumberGenerator()
        for round in 1...Self.rounds {
            try amy.peer.ask("READY", "250 ")
            try ben.peer.ask("READY", "250 ")
            let reply = try gateway.ask("ALARM dev=F\(round) ref=1 type=button", "250 ")
            let word = try required(reply[0].split(separator: " ").first { $0.hasPrefix("call=") })
            try fight(over: String(word.dropFirst(5)), amy, ben, &random)
        }
        XCTAssertEqual(try amy.ask("LIST calls"), "210 END count=0", "no call is left over")
        // Nobody is stuck: both are ready, and hold nothing.
        for one in [amy, ben] {
            try one.peer.ask("READY", "250 ")
            let seat = try one.ask("SHOW operator=\(one.name)")
            XCTAssertTrue(seat.contains("state=ready"), seat)
            XCTAssertFalse(seat.contains("calls="), seat)
        }
    }

    private func fight(
        over call: String, _ amy: Fighter, _ ben: Fighter,
        _ random: inout SystemRandomNumberGenerator
    ) throws {
        // Both at once, in random order, each perhaps twice: fingers repeat.
        let both = Bool.random(using: &random) ? [amy, ben] : [ben, amy]
        let often = Int.random(in: 1...2, using: &random)
        for one in both { for _ in 0..<often { one.peer.say("TAKE \(call)") } }
        var holders: [Fighter] = []
        for one in both {
            let answers = try (0..<often).map { _ in try one.peer.wholeReply()[0] }
            let taken = answers.filter { $0.hasPrefix("250-TAKEN ") || $0.hasPrefix("250 TAKEN ") }
            if taken.count == often { holders.append(one) }
            guard taken.isEmpty else { continue }
            for answer in answers {
                // The other is told who has it, or who is asked first.
                let other = one.name == "amy" ? "ben" : "amy"
                XCTAssertTrue(
                    answer.hasPrefix("455 TAKEN ") || answer.hasPrefix("455 OFFERED "), answer)
                XCTAssertTrue(
                    answer.contains("by=\(other)") || answer.contains("to=\(other)"), answer)
            }
        }
        XCTAssertEqual(holders.count, 1, "one holder")
        guard var holder = holders.first else { return }
        var other = holder === amy ? ben : amy
        let row = try other.ask("SHOW \(call)")
        XCTAssertTrue(row.contains("state=handling") && row.contains("by=\(holder.name)"), row)

        // The other tries to do the holder's work, and is told each time whose call it is.
        let deeds = [
            "CLOSE \(call) outcome=resolved", "PARK \(call) for=60", "RELEASE \(call)",
            "HANDOVER \(call) to=\(other.name)",
        ]
        let refusal = try other.ask(deeds.randomElement(using: &random)!)
        XCTAssertTrue(
            refusal.hasPrefix("455 NOTYOURS ") || refusal.hasPrefix("553 ")
                || refusal.hasPrefix("554 ") || refusal.hasPrefix("501 "), refusal)

        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            // Handed over: the roles are changed.
            XCTAssertTrue(try holder.ask("HANDOVER \(call) to=\(other.name)").hasPrefix("250 "))
            _ = try other.peer.event("HANDED")
            swap(&holder, &other)
        case 1:
            // Given back: it is the other's to take.
            XCTAssertTrue(try holder.ask("RELEASE \(call)").hasPrefix("250 "))
            try waitUntil("\(call) can be taken by \(other.name)") {
                try other.ask("TAKE \(call)").hasPrefix("250")
            }
            swap(&holder, &other)
        case 2: try holder.breakOff()
        default: break
        }
        for step in 1...2 {
            _ = try holder.ask("DONE \(call) step=\(step) result=well")
        }
        let closed = try holder.ask("CLOSE \(call) outcome=resolved")
        XCTAssertTrue(closed.hasPrefix("250 CLOSED "), closed)
        try waitUntil("\(call) on disk as closed by \(holder.name)") {
            let story = try other.ask("SHOW \(call)")
            return story.contains("state=closed") && story.contains("closer=\(holder.name)")
        }
    }
}
