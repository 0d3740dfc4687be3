// SPDX-License-Identifier: Apache-2.0
// Owns a port with its workers and an attendant that does what the lines tell it.
// Never outlives its test: `finish` joins the threads.

import Glibc
import Vocabulary
import XCTest

@testable import Sockets

/// What the attendants heard.
struct Heard: Sendable {
    var opened: [ConnectionID] = []
    var peers: [PeerAddress] = []
    var lines: [String] = []
    var closed: [ConnectionID] = []
    var reasons: [CloseReason] = []
    var ports: [Int] = []

    /// The same in storage of its own. ThreadSanitizer does not see the reference counts, and would
    /// take a copy that shares storage, read here and appended to there, for a race.
    func copied() -> Heard {
        Heard(
            opened: opened.map { $0 }, peers: peers.map { $0 }, lines: lines.map { $0 },
            closed: closed.map { $0 }, reasons: reasons.map { $0 }, ports: ports.map { $0 })
    }
}

/// Echoes lines, but: `pause`, `close`, `known`, `owe` (an answer comes later), `big N` (a line of N
/// bytes), `late` (answers in turnEnded). Any other line comes back.
final class ObedientAttendant: ConnectionAttendant {
    private unowned let loop: SocketLoop
    private let heard: Locked<Heard>
    private var owed: [ConnectionID: Int] = [:]
    private var late: [ConnectionID] = []

    init(_ loop: SocketLoop, _ heard: Locked<Heard>) {
        self.loop = loop
        self.heard = heard
    }

    func opened(_ c: ConnectionID, port: Int, peer: PeerAddress) {
        heard.withLock {
            $0.opened.append(c)
            $0.ports.append(port)
            $0.peers.append(peer)
        }
    }

    func received(_ line: Swift.Span<UInt8>, overlong: Bool, on c: ConnectionID) -> LineVerdict {
        let text = line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        heard.withLock { $0.lines.append(overlong ? "overlong \(line.count)" : text) }
        if overlong {
            say("500 \(line.count)", to: c)
            return .next
        }
        switch text.split(separator: " ").first {
        case "pause": return .pause
        case "close":
            say("bye", to: c)
            return .close
        case "known": loop.markKnown(c)
        case "owe": owed[c, default: 0] += 1
        case "late": late.append(c)
        case "big":
            let count = Int(text.dropFirst(4)) ?? 0
            say(String(repeating: "x", count: count), to: c)
        default: say(text, to: c)
        }
        return .next
    }

    func answered(_ c: ConnectionID, request: UInt64, bytes: [UInt8]) {
        owed[c, default: 0] -= 1
        say("\(request) " + String(decoding: bytes, as: UTF8.self), to: c)
    }

    func owesReplies(on c: ConnectionID) -> Bool { owed[c, default: 0] > 0 }

    func closed(_ c: ConnectionID, reason: CloseReason) {
        owed[c] = nil
        heard.withLock {
            $0.closed.append(c)
            $0.reasons.append(reason)
        }
    }

    func turnEnded() {
        for c in late { say("late", to: c) }
        late = []
    }

    private func say(_ text: String, to c: ConnectionID) {
        let bytes = Array((text + "\n").utf8)
        loop.send(bytes.span, to: c)
    }
}

/// A port and its workers.
final class TestCentre {
    let heard = Locked(Heard())
    let port: Sockets.Port
    let workers: [SocketWorker]

    init(
        workers count: Int = 1, limits: PortLimits = .init(), notices: PortNotices = .init(),
        listener: Listener? = nil
    ) throws {
        let listener =
            try listener ?? Listener(on: SocketAddress(parsing: "127.0.0.1:0"))
        port = try Sockets.Port(index: 7, listeners: [listener], limits: limits, notices: notices)
        let heard = heard
        var made: [SocketWorker] = []
        for index in 0..<count {
            made.append(
                try SocketWorker(index: index, ports: [port]) { ObedientAttendant($0, heard) })
        }
        workers = made
        for worker in workers { try worker.start() }
    }

    var address: SocketAddress { port.listeners[0].address }
    var counts: SocketCounts { workers.map(\.counts).reduce(SocketCounts(), +) }
    var soFar: Heard { heard.withLock { $0.copied() } }

    func connect(receiveBytes: Int32 = 0) throws -> TestPeer {
        try TestPeer(to: address, receiveBytes: receiveBytes)
    }

    /// The name of the connection that was opened as number `index`.
    func connection(_ index: Int = 0) -> ConnectionID {
        eventually("connection \(index) opened") { soFar.opened.count > index }
        return soFar.opened[index]
    }

    func post(_ messages: SocketMessage...) {
        for message in messages { workers[message.connection.worker].post([message]) }
    }

    func finish() {
        for worker in workers { worker.finish(within: 5000) }
    }
}
