// SPDX-License-Identifier: Apache-2.0
// Owns the tests of lines on a served connection: cut anywhere, many at once, too long, paused.
// Never tests how connections begin and end.

import Vocabulary
import XCTest

@testable import Sockets

final class LineTests: XCTestCase {
    func test_line_comesBack_withAndWithoutCarriageReturn() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("one\r\ntwo\n")
        XCTAssertEqual(peer.readLine(), "one")
        XCTAssertEqual(peer.readLine(), "two")
        XCTAssertEqual(centre.soFar.ports, [7])
        XCTAssertEqual(centre.soFar.peers.map(\.host), ["127.0.0.1"])
        centre.finish()
        XCTAssertEqual(centre.counts.lines, 2)
        XCTAssertEqual(centre.counts.bytesIn, 9)
        XCTAssertEqual(centre.counts.bytesOut, 8)
    }

    func test_linesSplitAtEveryByte_areTheSameLines() throws {
        let centre = try TestCentre()
        let text = Array("ALARM dev=A1 ref=1\r\n\r\nPING\n".utf8)
        for cut in 1..<text.count {
            let peer = try centre.connect()
            peer.send(Array(text[..<cut]))
            // The first part is read by itself: its bytes are counted before the second is sent.
            let before = (cut - 1) * text.count + cut
            eventually("first part read") { centre.counts.bytesIn >= before }
            peer.send(Array(text[cut...]))
            XCTAssertEqual(peer.readLine(), "ALARM dev=A1 ref=1", "cut at \(cut)")
            XCTAssertEqual(peer.readLine(), "", "cut at \(cut)")
            XCTAssertEqual(peer.readLine(), "PING", "cut at \(cut)")
        }
        centre.finish()
    }

    func test_manyLinesInOneSegment_allComeBackInOrder() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        let wanted = (0..<3000).map(String.init)
        peer.send(wanted.joined(separator: "\n") + "\n")
        let got = wanted.map { _ in peer.readLine() ?? "nothing" }
        XCTAssertEqual(got, wanted)
        centre.finish()
    }

    func test_emptyLines_oneConnectionDoesNotHoldTheLoop() throws {
        let centre = try TestCentre()
        let greedy = try centre.connect()
        let lines = 8 * SocketLoop.linesPerTurnMax
        let before = centre.counts.turns
        greedy.send(Array(repeating: 10, count: lines))
        for _ in 0..<lines { XCTAssertEqual(greedy.readLine(), "") }
        eventually("counted") { centre.counts.lines == lines }
        // A turn is counted once it is over, and its lines are answered before that.
        eventually("enough turns") {
            centre.counts.turns - before >= lines / SocketLoop.linesPerTurnMax
        }
        centre.finish()
    }

    func test_overlongLine_isReportedOnce_andTheNextLineIsGood() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("dev=A1 " + String(repeating: "x", count: 50_000))
        XCTAssertEqual(peer.readLine(), "500 4096")
        peer.send("still the same line\nPING\n")
        XCTAssertEqual(peer.readLine(), "PING")
        XCTAssertEqual(centre.soFar.lines, ["overlong 4096", "PING"])
        centre.finish()
        XCTAssertEqual(centre.counts.overlong, 1)
    }

    func test_pause_holdsLinesBack_untilResume() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("pause\nA\n")
        let c = centre.connection()
        eventually("paused") { centre.soFar.lines == ["pause"] }
        peer.send("B\n")
        // The marker passes through the worker after A and B were there: they were held back.
        centre.post(.send(c, Array("marker\n".utf8)))
        XCTAssertEqual(peer.readLine(), "marker")
        XCTAssertEqual(centre.soFar.lines, ["pause"])
        centre.post(.resume(c))
        XCTAssertEqual(peer.readLine(), "A")
        XCTAssertEqual(peer.readLine(), "B")
        centre.finish()
    }

    func test_pause_readsNoMoreThanOneBuffer() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("pause\n")
        let c = centre.connection()
        eventually("paused") { centre.soFar.lines == ["pause"] }
        let lines = 4000
        peer.send((0..<lines).map { "line \($0) \n" }.joined())
        centre.post(.send(c, Array("marker\n".utf8)))
        XCTAssertEqual(peer.readLine(), "marker")
        XCTAssertLessThanOrEqual(centre.counts.bytesIn, 6 + SocketLoop.readBytesMax)
        centre.post(.resume(c))
        for index in 0..<lines { XCTAssertEqual(peer.readLine(), "line \(index) ") }
        centre.finish()
    }

    func test_repliesMadeAtTurnEnd_areSent() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("late\n")
        XCTAssertEqual(peer.readLine(), "late")
        centre.finish()
    }

    func test_batchOfMessages_arrivesInOrder() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        let c = centre.connection()
        peer.send("owe\n")
        centre.workers[0].post(
            (0..<1000).map { .send(c, Array("\($0)\n".utf8)) }
                + [.tagged(c, 17, Array("answer".utf8))])
        for index in 0..<1000 { XCTAssertEqual(peer.readLine(), "\(index)") }
        XCTAssertEqual(peer.readLine(), "17 answer")
        centre.finish()
    }
}
