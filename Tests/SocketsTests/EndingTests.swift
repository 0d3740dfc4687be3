// SPDX-License-Identifier: Apache-2.0
// Owns the tests of how connections end: half-close, reset, last words, slow readers, silence.
// Never tests listeners.

import Glibc
import Vocabulary
import XCTest

@testable import Sockets

final class EndingTests: XCTestCase {
    func test_halfClose_linesAreAnswered_thenClosed() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("one\ntwo\nlate\nhalf a li")
        peer.shutDownSending()
        let (bytes, end) = peer.readAll()
        XCTAssertEqual(String(decoding: bytes, as: UTF8.self), "one\ntwo\nlate\n")
        XCTAssertEqual(end, .closed)
        eventually("told") { centre.soFar.reasons == [.peerFinished] }
        XCTAssertEqual(centre.soFar.lines, ["one", "two", "late"])
        centre.finish()
    }

    func test_halfClose_waitsForAnswersOwed() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("owe\nowe\n")
        peer.shutDownSending()
        let c = centre.connection()
        eventually("both asked") { centre.soFar.lines.count == 2 }
        centre.post(.tagged(c, 1, Array("first".utf8)))
        XCTAssertEqual(peer.readLine(), "1 first")
        XCTAssertEqual(centre.soFar.reasons, [])
        centre.post(.tagged(c, 2, Array("second".utf8)))
        XCTAssertEqual(peer.readLine(), "2 second")
        XCTAssertNil(peer.readLine())
        eventually("told") { centre.soFar.reasons == [.peerFinished] }
        centre.finish()
    }

    func test_halfClose_answersThatNeverCome_doNotKeepIt() throws {
        var limits = PortLimits()
        limits.lingerSpan = Vocabulary.Span(milliseconds: 200)
        let centre = try TestCentre(limits: limits)
        let peer = try centre.connect()
        peer.send("owe\n")
        peer.shutDownSending()
        XCTAssertNil(peer.readLine())
        eventually("told") { centre.soFar.reasons == [.unanswered] }
        eventually("gone") { centre.counts.open == 0 }
        centre.finish()
    }

    func test_halfCloseWhilePaused_linesAreDeliveredAfterResume() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("pause\nA\n")
        peer.shutDownSending()
        let c = centre.connection()
        eventually("paused") { centre.soFar.lines == ["pause"] }
        centre.post(.resume(c))
        XCTAssertEqual(peer.readLine(), "A")
        XCTAssertNil(peer.readLine())
        centre.finish()
    }

    func test_resetMidway_isTold_andOthersLive() throws {
        let centre = try TestCentre()
        let other = try centre.connect()
        do {
            let peer = try centre.connect()
            peer.send("one\ntwo is not fini")
            XCTAssertEqual(peer.readLine(), "one")
            peer.resetOnClose()
        }
        eventually("told") { centre.soFar.reasons == [.broken(ECONNRESET)] }
        other.send("PING\n")
        XCTAssertEqual(other.readLine(), "PING")
        eventually("gone") { centre.counts.open == 1 }
        centre.finish()
    }

    func test_resetWhilePaused_isTold() throws {
        let centre = try TestCentre()
        do {
            let peer = try centre.connect()
            peer.send("pause\nA\n")
            eventually("paused") { centre.soFar.lines == ["pause"] }
            peer.resetOnClose()
        }
        eventually("told") { centre.soFar.reasons == [.broken(ECONNRESET)] }
        XCTAssertEqual(centre.soFar.lines, ["pause"])
        centre.finish()
    }

    func test_close_lastWordsArrive_althoughThePeerKeepsTalking() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        peer.send("close\n" + String(repeating: "never read\n", count: 20_000))
        XCTAssertEqual(peer.readLine(), "bye")
        peer.shutDownSending()
        let (bytes, end) = peer.readAll()
        XCTAssertEqual(bytes, [])
        XCTAssertEqual(end, .closed)
        XCTAssertEqual(centre.soFar.lines, ["close"])
        eventually("gone") { centre.counts.open == 0 }
        XCTAssertEqual(centre.soFar.reasons, [.asked])
        centre.finish()
    }

    func test_closeMessage_sendsWhatWasSentBefore() throws {
        let centre = try TestCentre()
        let peer = try centre.connect()
        let c = centre.connection()
        centre.workers[0].post([
            .send(c, Array("first\n".utf8)), .close(c, lastWords: Array("last\n".utf8)),
            .send(c, Array("too late\n".utf8)),
        ])
        XCTAssertEqual(peer.readLine(), "first")
        XCTAssertEqual(peer.readLine(), "last")
        XCTAssertNil(peer.readLine())
        eventually("counted") { centre.counts.deadGeneration == 1 }
        centre.finish()
    }

    func test_slowReader_isDroppedWithNotice_onAWholeLine() throws {
        var limits = PortLimits()
        limits.outboxBytesMax = 64 * 1024
        limits.kernelBytesMax = 8 * 1024
        var notices = PortNotices()
        notices.slow = Array("* SLOW\n".utf8)
        let centre = try TestCentre(limits: limits, notices: notices)
        let peer = try centre.connect(receiveBytes: 4096)
        for _ in 0..<100 { peer.send("big 20000\n") }
        eventually("dropped") { centre.counts.slow == 1 }
        eventually("told") { centre.soFar.reasons == [.slowReader] }
        let sent = centre.counts.bytesOut
        peer.shutDownSending()
        let (bytes, end) = peer.readAll()
        XCTAssertEqual(end, .closed)
        // The rest of one line and the notice: what else waited was thrown away at once.
        XCTAssertLessThanOrEqual(bytes.count, sent + 20_001 + notices.slow.count)
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        XCTAssertEqual(lines.last, [], "ends with a line feed")
        XCTAssertEqual(lines.dropLast().last.map(Array.init), Array("* SLOW".utf8))
        for line in lines.dropLast(2) { XCTAssertEqual(line.count, 20_000) }
        eventually("gone") { centre.counts.open == 0 }
        centre.finish()
    }

    func test_slowReader_thatNeverReads_isGoneAfterTheLinger() throws {
        var limits = PortLimits()
        limits.outboxBytesMax = 64 * 1024
        limits.kernelBytesMax = 8 * 1024
        limits.lingerSpan = Vocabulary.Span(milliseconds: 200)
        let centre = try TestCentre(limits: limits)
        let peer = try centre.connect(receiveBytes: 4096)
        for _ in 0..<100 { peer.send("big 20000\n") }
        eventually("gone") { centre.counts.slow == 1 && centre.counts.open == 0 }
        centre.finish()
        withExtendedLifetime(peer) {}
    }

    func test_eagerReader_mayGetMoreThanTheOutboxHolds() throws {
        var limits = PortLimits()
        limits.outboxBytesMax = 256 * 1024
        let centre = try TestCentre(limits: limits)
        let peer = try centre.connect()
        for _ in 0..<50 {
            peer.send("big 100000\n")
            XCTAssertEqual(peer.readLine()?.utf8.count, 100_000)
        }
        centre.finish()
        XCTAssertEqual(centre.counts.slow, 0)
    }

    func test_silentPeer_isClosedAfterFirstLineSpan_withNotice() throws {
        var limits = PortLimits()
        limits.firstLineSpan = Vocabulary.Span(milliseconds: 200)
        var notices = PortNotices()
        notices.idle = Array("421 IDLE\n".utf8)
        let centre = try TestCentre(limits: limits, notices: notices)
        let peer = try centre.connect()
        // Speaking without saying who it is does not help.
        peer.send("PING\n")
        XCTAssertEqual(peer.readLine(), "PING")
        XCTAssertEqual(peer.readLine(), "421 IDLE")
        XCTAssertNil(peer.readLine())
        XCTAssertEqual(centre.soFar.reasons, [.unknownTooLong])
        centre.finish()
        XCTAssertEqual(centre.counts.idle, 1)
    }

    func test_knownPeer_isClosedAfterIdleSpan() throws {
        var limits = PortLimits()
        limits.firstLineSpan = .minutes(1)
        limits.idleSpan = Vocabulary.Span(milliseconds: 300)
        let centre = try TestCentre(limits: limits)
        let peer = try centre.connect()
        peer.send("known\n")
        XCTAssertNil(peer.readLine())
        XCTAssertEqual(centre.soFar.reasons, [.idle])
        centre.finish()
    }

    func test_messageForDeadGeneration_isDroppedAndCounted() throws {
        let centre = try TestCentre()
        do { _ = try centre.connect() }
        let dead = centre.connection(0)
        eventually("gone") { centre.soFar.closed == [dead] && centre.counts.open == 0 }
        let peer = try centre.connect()
        let c = centre.connection(1)
        XCTAssertEqual(c.slot, dead.slot)
        XCTAssertNotEqual(c.generation, dead.generation)
        centre.post(
            .send(dead, Array("for somebody else\n".utf8)), .close(dead, lastWords: []),
            .send(c, Array("for you\n".utf8)))
        XCTAssertEqual(peer.readLine(), "for you")
        eventually("counted") { centre.counts.deadGeneration == 2 }
        centre.finish()
    }

    func test_finish_sendsEverything_andSaysFarewell() throws {
        var limits = PortLimits()
        limits.kernelBytesMax = 8 * 1024
        var notices = PortNotices()
        notices.farewell = Array("* BYE\n".utf8)
        let centre = try TestCentre(limits: limits, notices: notices)
        let peer = try centre.connect(receiveBytes: 4096)
        peer.send("big 900000\n")
        eventually("asked") { centre.soFar.lines.count == 1 }
        // Posted before finish: must be delivered. The outbox is full when finish begins.
        centre.post(.send(centre.connection(), Array("posted\n".utf8)))
        let reading = expectation(description: "read to the end")
        let reader = UncheckedPeer(peer)
        Thread.detachNewThread {
            let (bytes, end) = reader.peer.readAll()
            let tail = String(decoding: bytes.dropFirst(900_001), as: UTF8.self)
            XCTAssertEqual(tail, "posted\n* BYE\n")
            XCTAssertEqual(end, .closed)
            reading.fulfill()
        }
        centre.workers[0].finish(within: Int64(patienceSeconds) * 1000)
        wait(for: [reading], timeout: Double(patienceSeconds))
        XCTAssertEqual(centre.soFar.reasons, [.finishing])
        XCTAssertEqual(centre.counts.open, 0)
        XCTAssertEqual(centre.port.connections, 0)
    }

    func test_finish_doesNotWaitForAPeerThatNeverReads() throws {
        var limits = PortLimits()
        limits.kernelBytesMax = 8 * 1024
        let centre = try TestCentre(limits: limits)
        let peer = try centre.connect(receiveBytes: 4096)
        peer.send("big 900000\n")
        eventually("asked") { centre.soFar.lines.count == 1 }
        centre.workers[0].finish(within: 100)
        XCTAssertEqual(centre.soFar.reasons, [.finishing])
        XCTAssertEqual(centre.port.connections, 0)
        withExtendedLifetime(peer) {}
    }
}

/// Hands a peer to the one thread that reads it from then on.
private struct UncheckedPeer: @unchecked Sendable {
    let peer: TestPeer

    init(_ peer: TestPeer) {
        self.peer = peer
    }
}
