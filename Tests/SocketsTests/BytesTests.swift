// SPDX-License-Identifier: Apache-2.0
// Ports whose attendant cuts the bytes itself, and datagrams.

import Glibc
import Vocabulary
import XCTest

@testable import Sockets

/// Frames of a length byte and so many bytes; echoes each with its length. A frame that says `pause`
/// pauses, `close` closes, `late` is answered through the mailbox. Datagrams come back reversed.
private final class FrameAttendant: ConnectionAttendant {
    private unowned let loop: SocketLoop
    private let heard: Locked<[String]>
    private var known: [UInt64: PeerAddress] = [:]

    init(_ loop: SocketLoop, _ heard: Locked<[String]>) {
        self.loop = loop
        self.heard = heard
    }

    func opened(_ c: ConnectionID, port: Int, peer: PeerAddress) {}
    func received(_ line: Swift.Span<UInt8>, overlong: Bool, on c: ConnectionID) -> LineVerdict {
        .close
    }

    func arrived(_ bytes: Swift.Span<UInt8>, on c: ConnectionID) -> (used: Int, LineVerdict) {
        var used = 0
        while used < bytes.count, used + 1 + Int(bytes[used]) <= bytes.count {
            let count = Int(bytes[used])
            let frame = bytes.extracting((used + 1)..<(used + 1 + count))
            let text = frame.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            used += 1 + count
            heard.withLock { $0.append(text) }
            if text == "close" { return (used, .close) }
            loop.send([UInt8(count)] + Array(text.utf8), to: c)
            if text == "pause" { return (used, .pause) }
        }
        return (used, .next)
    }

    func datagram(_ bytes: Swift.Span<UInt8>, from peer: PeerAddress, through c: ConnectionID) {
        let all = bytes.withUnsafeBufferPointer { Array($0) }
        heard.withLock { $0.append(String(decoding: all, as: UTF8.self)) }
        loop.send(all.reversed(), to: peer, through: c)
    }

    func answered(_ c: ConnectionID, request: UInt64, bytes: [UInt8]) {}
    func owesReplies(on c: ConnectionID) -> Bool { false }
    func closed(_ c: ConnectionID, reason: CloseReason) {}
    func turnEnded() {}
}

final class BytesTests: XCTestCase {
    private let heard = Locked<[String]>([])
    private var worker: SocketWorker!
    private var port: Sockets.Port!

    override func setUpWithError() throws {
        port = try Sockets.Port(
            index: 3, listeners: [Listener(on: SocketAddress(parsing: "127.0.0.1:0"))],
            datagrams: [DatagramSocket(on: SocketAddress(parsing: "127.0.0.1:0"))],
            framing: .bytes)
        let heard = heard
        worker = try SocketWorker(index: 0, ports: [port]) { FrameAttendant($0, heard) }
        try worker.start()
    }

    override func tearDown() { worker.finish(within: 5000) }

    private var soFar: [String] { heard.withLock { $0.map { $0 } } }

    private func frame(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    func test_framesInPieces_areHandedOverWhole_andInOrder() throws {
        let peer = try TestPeer(to: port.listeners[0].address)
        let bytes = frame("one") + frame("two") + frame("three")
        for byte in bytes {
            let before = worker.counts.bytesIn
            peer.send([byte])
            eventually("the byte is read") { worker.counts.bytesIn > before }
        }
        eventually("three frames") { soFar.count == 3 }
        XCTAssertEqual(soFar, ["one", "two", "three"])
        peer.send(frame("four") + frame("five") + [4] + Array("si".utf8))
        eventually("five frames") { soFar.count == 5 }
        peer.send("xx")
        eventually("six frames") { soFar.count == 6 }
        XCTAssertEqual(soFar.last, "sixx")
    }

    func test_pausedBytes_waitForResume() throws {
        let peer = try TestPeer(to: port.listeners[0].address)
        peer.send(frame("pause") + frame("after"))
        eventually("the first") { soFar == ["pause"] }
        let c = ConnectionID(worker: 0, slot: 0, generation: 0)
        worker.post([.resume(c)])
        eventually("the second") { soFar == ["pause", "after"] }
        peer.send(frame("close"))
        eventually("the last") { soFar.last == "close" }
        // Closing hands over what was sent and then ends.
        XCTAssertEqual(peer.readAll().bytes, frame("pause") + frame("after"))
    }

    func test_datagrams_areAnsweredToWhoAsked() throws {
        let first = try DatagramSocket(on: SocketAddress(parsing: "127.0.0.1:0"))
        let second = try DatagramSocket(on: SocketAddress(parsing: "127.0.0.1:0"))
        for (socket, text) in [(first, "abc"), (second, "xyz"), (first, "")] {
            let bytes = Array(text.utf8)
            port.datagrams[0].address.withKernelForm { form, length in
                _ = sendto(socket.descriptor.raw, bytes, bytes.count, 0, form, length)
            }
        }
        func answer(_ socket: DatagramSocket) -> String? {
            var room = [UInt8](repeating: 0, count: 64)
            let count = recv(socket.descriptor.raw, &room, room.count, 0)
            return count < 0 ? nil : String(decoding: room[..<count], as: UTF8.self)
        }
        var heardBack: [String] = []
        eventually("the first answer") {
            if let text = answer(first) { heardBack.append(text) }
            return heardBack.count == 2
        }
        XCTAssertEqual(heardBack, ["cba", ""])
        var other: String?
        eventually("the second answer") {
            other = other ?? answer(second)
            return other != nil
        }
        XCTAssertEqual(other, "zyx")
        eventually("counted") { worker.counts.datagramsIn == 3 && worker.counts.datagramsOut == 3 }
    }
}
