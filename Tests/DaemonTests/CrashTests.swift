// SPDX-License-Identifier: Apache-2.0
// Owns the proof that what was acknowledged is there: after kill -9, after TERM, exactly once.
// Never trusts the centre's own count: the database is read by itself.

import Glibc
import Store
import Rig
import XCTest

/// What one gateway sent, and what it was told.
private final class Sender {
    let name: String
    let peer: Peer
    /// References sent, in order; the answers come in the same order.
    private(set) var sent = 0
    /// Reference -> call.
    private(set) var acknowledged: [Int: String] = [:]
    private(set) var told451 = 0

    init(_ name: String, _ peer: Peer) {
        self.name = name
        self.peer = peer
    }

    func line(_ reference: Int) -> String {
        "ALARM dev=\(name)-\(reference % 500) ref=\(reference) type=button t=\(reference)"
    }

    /// Sends the next so many at once, as far as they are taken.
    func send(_ count: Int) {
        var bytes: [UInt8] = []
        for reference in sent..<(sent + count) { bytes += Array((line(reference) + "\n").utf8) }
        peer.send(bytes)
        sent += count
    }

    /// Takes in the answers to everything sent (or the next `most`), or those that came before the
    /// connection broke.
    func hear(_ most: Int = .max, within bound: Double = 20) {
        let already = acknowledged.count + told451
        for _ in 0..<min(most, sent - already) {
            guard let reply = try? peer.reply(within: bound) else { return }
            if reply.hasPrefix("250 OK"), let ref = field("ref", of: reply).flatMap({ Int($0) }) {
                acknowledged[ref] = field("call", of: reply)
            } else {
                told451 += 1
            }
        }
    }
}

final class CrashTests: XCTestCase {
    private static let gateways = 4
    private static let alarms = 10_000

    /// Gateways of their own names, which the demo configuration does not know.
    private func centreWithGateways() throws -> RunningCentre {
        let names = (0..<Self.gateways).map { "{name:\"gw-\($0)\",key:\"demo\"}" }
        return try RunningCentre([
            "gateways.inline=[{name:\"gw-demo\",key:\"demo\"},\(names.joined(separator: ","))]"
        ])
    }

    private func senders(_ centre: RunningCentre) throws -> [Sender] {
        try (0..<Self.gateways).map { Sender("G\($0)", try centre.gateway("gw-\($0)")) }
    }

    /// Every acknowledged reference is in the database exactly once, under the call it was told.
    private func checkDatabase(_ centre: RunningCentre, _ senders: [Sender]) throws {
        let database = try Database(path: centre.database, mode: .reading)
        XCTAssertEqual(try database.text("PRAGMA integrity_check"), "ok")
        XCTAssertEqual(
            try database.number(
                """
                SELECT count(*) FROM (SELECT 1 FROM alarms
                  GROUP BY device, reference, kind, device_time HAVING count(*) > 1)
                """), 0, "an alarm stands in the database twice")
        let acknowledged = senders.reduce(0) { $0 + $1.acknowledged.count }
        let sent = senders.reduce(0) { $0 + $1.sent }
        let stored = Int(try database.number("SELECT count(*) FROM alarms") ?? -1)
        XCTAssertGreaterThanOrEqual(stored, acknowledged)
        XCTAssertLessThanOrEqual(stored, sent)
    }

    /// Sends every acknowledged reference once more: the same call must be named.
    private func checkRepeats(_ centre: RunningCentre, _ senders: [Sender]) throws {
        for (index, sender) in senders.enumerated() {
            let peer = try centre.gateway("gw-\(index)")
            let references = sender.acknowledged.keys.sorted()
            for start in stride(from: 0, to: references.count, by: 500) {
                let some = references[start..<min(start + 500, references.count)]
                let lines = some.map { sender.line($0) + "\n" }.joined()
                peer.send(Array(lines.utf8))
                for reference in some {
                    let call = sender.acknowledged[reference] ?? "?"
                    let reply = try peer.reply(within: 20)
                    XCTAssertEqual(reply, "250 OK ref=\(reference) call=\(call)")
                    guard reply == "250 OK ref=\(reference) call=\(call)" else { return }
                }
            }
        }
    }

    func test_killInTheMiddleOfTenThousandAlarms_everyAcknowledgedOneIsThereOnce() throws {
        let centre = try centreWithGateways()
        try centre.start()
        let senders = try senders(centre)
        // Half of them answered, the other half on its way when the lights go out.
        let each = Self.alarms / Self.gateways
        for _ in 0..<5 {
            for sender in senders { sender.send(each / 10) }
            for sender in senders { sender.hear() }
        }
        for sender in senders { sender.send(each - sender.sent) }
        // The first answers of one gateway: by the time all had theirs, a quick centre would be done.
        senders[0].hear(100)
        try centre.kill()
        for sender in senders { sender.hear() }
        let acknowledged = senders.reduce(0) { $0 + $1.acknowledged.count }
        XCTAssertGreaterThanOrEqual(acknowledged, Self.alarms / 2 + 100)
        XCTAssertLessThan(acknowledged, Self.alarms, "the centre was killed too late")

        let took = try centre.start()
        let open = try openCalls(centre)
        print(
            "killed with \(acknowledged) of \(Self.alarms) alarms acknowledged; "
                + "ready again after \(Int(took * 1000)) ms with \(open) open calls")
        // Open calls are offered again, the oldest first.
        let amy = try centre.ready("amy")
        let offer = try amy.event("OFFER")
        XCTAssertEqual(
            field("call", of: offer), senders.compactMap { $0.acknowledged.values.min() }.min())
        try checkDatabase(centre, senders)
        try checkRepeats(centre, senders)
        XCTAssertEqual(try openCalls(centre), open, "a repeat opened a call")
        try checkDatabase(centre, senders)
    }

    func test_terminatedUnderLoad_nothingAcknowledgedIsLost_exit0() throws {
        let centre = try centreWithGateways()
        try centre.start()
        let senders = try senders(centre)
        for sender in senders { sender.send(1500) }
        for sender in senders { sender.hear(50) }
        try centre.process.signal(SIGTERM)
        for sender in senders { sender.hear() }
        XCTAssertEqual(try centre.process.end(within: 15), .exited(0))
        XCTAssertTrue(centre.log.contains("stopped lost-records=0"), centre.log)
        try centre.start()
        try checkDatabase(centre, senders)
        try checkRepeats(centre, senders)
    }

    /// Killed again and again: no number is given twice, and what waits is never lost.
    func test_killedAgainAndAgain_numbersAreNeverGivenTwice() throws {
        let centre = try centreWithGateways()
        var calls: Set<String> = []
        var count = 0
        var event: Int64 = -1
        for round in 0..<6 {
            try centre.start()
            // So are the numbers of events, which a console's RESUME relies on.
            let sue = try Peer(port: centre.consolePort)
            _ = try sue.reply()
            let number = field("n", of: try sue.ask("LOGIN user=sue secret=demo", "230")[0])
            let next = try XCTUnwrap(number.flatMap { Int64($0) })
            XCTAssertGreaterThan(next, event, "event numbers went back")
            event = next
            let gateway = try centre.gateway("gw-0")
            for index in 0..<20 {
                gateway.say("ALARM dev=R\(round)-\(index) ref=1 type=button")
            }
            // The last ones are perhaps not answered any more.
            for _ in 0..<(round % 2 == 0 ? 20 : 7) {
                let reply = try gateway.reply()
                let call = try XCTUnwrap(field("call", of: reply), reply)
                XCTAssertTrue(calls.insert(call).inserted, "\(call) given twice")
                count += 1
            }
            try centre.kill()
        }
        try centre.start()
        XCTAssertGreaterThanOrEqual(try openCalls(centre), count)
    }

    private func openCalls(_ centre: RunningCentre) throws -> Int {
        let sue = try centre.person("sue")
        let centreLine = try sue.ask("SHOW centre", "210-CENTRE")[0]
        return ["waiting", "offered", "handling", "parked", "confirming"].reduce(0) {
            $0 + (field($1, of: centreLine).flatMap { Int($0) } ?? 0)
        }
    }
}
