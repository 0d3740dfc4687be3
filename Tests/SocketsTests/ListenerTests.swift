// SPDX-License-Identifier: Apache-2.0
// Owns the tests of the way in: addresses, listeners, sharing, no descriptors, inherited sockets.
// Never leaves RLIMIT_NOFILE changed.

import CLinux
import Glibc
import Vocabulary
import XCTest

@testable import Sockets

final class ListenerTests: XCTestCase {
    func test_addresses_parseAndPrint() throws {
        for text in ["127.0.0.1:7301", "[::1]:0", "0.0.0.0:65535", "[2001:db8::17]:7303"] {
            XCTAssertEqual(try SocketAddress(parsing: text).description, text)
        }
        let wrong = [
            "", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+1", "::1:7301",
            "[127.0.0.1]:1", "localhost:1", "[::1]", "127.0.0.1:7 ", "[::1:1",
        ]
        for text in wrong {
            XCTAssertThrowsError(try SocketAddress(parsing: text), text) { error in
                XCTAssertEqual((error as? SocketError)?.operation, .parse)
            }
        }
    }

    func test_loopback_isKnownInAllItsForms() throws {
        let inside = ["127.0.0.1:1", "127.9.8.7:1", "[::1]:1", "[::ffff:127.0.0.1]:1"]
        let outside = ["0.0.0.0:1", "128.0.0.1:1", "[::]:1", "[::2]:1", "[::ffff:10.0.0.1]:1"]
        for text in inside { XCTAssertTrue(try SocketAddress(parsing: text).isLoopback, text) }
        for text in outside { XCTAssertFalse(try SocketAddress(parsing: text).isLoopback, text) }
    }

    func test_portZero_tellsTheRealPort_onBothFamilies() throws {
        for text in ["127.0.0.1:0", "[::1]:0"] {
            let centre = try TestCentre(listener: Listener(on: SocketAddress(parsing: text)))
            XCTAssertNotEqual(centre.address.port, 0)
            let client = try centre.address.connect()
            XCTAssertTrue(client.isOpen)
            eventually("opened") { centre.soFar.peers.first?.isLoopback == true }
            centre.finish()
        }
    }

    func test_takenAddress_saysSo() throws {
        let first = try Listener(on: SocketAddress(parsing: "127.0.0.1:0"))
        XCTAssertThrowsError(try Listener(on: first.address)) { error in
            XCTAssertEqual(
                "\(error)", "address \(first.address) is taken by another program")
        }
        let foreign = try SocketAddress(parsing: "192.0.2.1:0")
        XCTAssertThrowsError(try Listener(on: foreign)) { error in
            XCTAssertEqual((error as? SocketError)?.code, EADDRNOTAVAIL)
        }
    }

    func test_acceptedSockets_inheritTheOptions() throws {
        let listener = try Listener(on: SocketAddress(parsing: "127.0.0.1:0"))
        _ = try Sockets.Port(index: 0, listeners: [listener])
        let peer = try TestPeer(to: listener.address)
        let accepted = FileDescriptor(
            owning: safebell_accept4(listener.descriptor.raw, nil, nil, 0))
        XCTAssertTrue(accepted.isOpen)
        let tcp = Int32(IPPROTO_TCP)
        XCTAssertNotEqual(option(accepted, tcp, TCP_NODELAY), 0)
        XCTAssertNotEqual(option(accepted, SOL_SOCKET, SO_KEEPALIVE), 0)
        XCTAssertEqual(option(accepted, tcp, TCP_KEEPIDLE), 20)
        XCTAssertEqual(option(accepted, tcp, TCP_USER_TIMEOUT), 30_000)
        XCTAssertEqual(option(accepted, SOL_SOCKET, SO_SNDBUF), 2 * 128 * 1024)
        withExtendedLifetime(peer) {}
    }

    func test_twoWorkers_shareAListener() throws {
        let centre = try TestCentre(workers: 2)
        // Who is woken is the kernel's choice; it must choose each of them in the end.
        let end = monotonicMilliseconds() + Int64(patienceSeconds) * 1000
        var peers: [TestPeer?] = [nil, nil]
        while peers.contains(where: { $0 == nil }), monotonicMilliseconds() < end {
            let peer = try centre.connect()
            peer.send("PING\n")
            XCTAssertEqual(peer.readLine(), "PING")
            // One at a time: the newest name is this peer's.
            let worker = try XCTUnwrap(centre.soFar.opened.last).worker
            if peers[worker] == nil { peers[worker] = peer }
        }
        // Messages reach the connections of both.
        for worker in 0..<2 {
            let peer = try XCTUnwrap(peers[worker], "worker \(worker) got no connection")
            let c = try XCTUnwrap(centre.soFar.opened.first { $0.worker == worker })
            centre.post(.send(c, Array("again\n".utf8)))
            XCTAssertEqual(peer.readLine(), "again")
        }
        centre.finish()
    }

    func test_connectionsMax_isForAllWorkers_andOneMoreHearsWhy() throws {
        var limits = PortLimits()
        limits.connectionsMax = 3
        let centre = try TestCentre(workers: 2, limits: limits)
        var peers: [TestPeer] = []
        for index in 0..<3 {
            let peer = try centre.connect()
            peer.send("\(index)\n")
            XCTAssertEqual(peer.readLine(), "\(index)")
            peers.append(peer)
        }
        let fourth = try centre.connect()
        XCTAssertEqual(fourth.readLine(), "451 RETRY reason=\"too many connections\"\r")
        XCTAssertNil(fourth.readLine())
        eventually("counted") { centre.counts.refused == 1 }
        peers.removeLast()
        eventually("room again") { centre.port.connections == 2 }
        let fifth = try centre.connect()
        fifth.send("PING\n")
        XCTAssertEqual(fifth.readLine(), "PING")
        centre.finish()
    }

    func test_noDescriptors_peersHearWhy_theLoopDoesNotSpin_andItRecovers() throws {
        let centre = try TestCentre()
        let first = try centre.connect()
        first.send("PING\n")
        XCTAssertEqual(first.readLine(), "PING")
        let peers = try (0..<20).map { _ in try TestPeer() }
        let before = centre.counts
        try withDescriptorLimit(lowestFreeDescriptor()) {
            for peer in peers { try peer.connect(to: centre.address) }
            for peer in peers {
                XCTAssertEqual(peer.readLine(), "451 RETRY reason=\"too many connections\"\r")
                XCTAssertNil(peer.readLine())
            }
            eventually("counted") { centre.counts.refused == before.refused + 20 }
            XCTAssertLessThan(centre.counts.turns - before.turns, 100)
            // Those who are in are served.
            first.send("PING\n")
            XCTAssertEqual(first.readLine(), "PING")
        }
        let late = try centre.connect()
        late.send("PING\n")
        XCTAssertEqual(late.readLine(), "PING")
        centre.finish()
    }

    func test_notEvenTheReserve_theListenerRests_andRecovers() throws {
        let centre = try TestCentre()
        let first = try centre.connect()
        first.send("PING\n")
        XCTAssertEqual(first.readLine(), "PING")
        let waiting = try TestPeer()
        let before = centre.counts
        // Below the reserve's own number: giving it up does not help.
        try withDescriptorLimit(3) {
            try waiting.connect(to: centre.address)
            eventually("rested three times") {
                centre.counts.listenerRests >= before.listenerRests + 3
            }
            let after = centre.counts
            let rests = after.listenerRests - before.listenerRests
            XCTAssertLessThanOrEqual(after.turns - before.turns, 4 * rests + 4)
            first.send("PING\n")
            XCTAssertEqual(first.readLine(), "PING")
        }
        waiting.send("at last\n")
        XCTAssertEqual(waiting.readLine(), "at last")
        centre.finish()
    }

    func test_stopAccepting_peersWait_resumeServesThem() throws {
        let centre = try TestCentre()
        let first = try centre.connect()
        let c = centre.connection()
        centre.workers[0].stopAccepting(port: 7)
        // Orders and messages go one way: the marker says that the order was obeyed.
        centre.post(.send(c, Array("marker\n".utf8)))
        XCTAssertEqual(first.readLine(), "marker")
        let waiting = try centre.connect()
        waiting.send("PING\n")
        centre.post(.send(c, Array("marker\n".utf8)))
        XCTAssertEqual(first.readLine(), "marker")
        XCTAssertEqual(centre.counts.accepted, 1)
        centre.workers[0].resumeAccepting(port: 7)
        XCTAssertEqual(waiting.readLine(), "PING")
        centre.finish()
    }

    func test_refuse_turnsPeersAway_listenAgainTakesThem() throws {
        let centre = try TestCentre(workers: 2)
        let first = try centre.connect()
        first.send("PING\n")
        XCTAssertEqual(first.readLine(), "PING")
        let listener = centre.port.listeners[0]
        listener.refuse()
        XCTAssertThrowsError(try centre.connect()) { error in
            XCTAssertEqual((error as? SocketError)?.code, ECONNREFUSED)
        }
        eventually("both noticed") { centre.workers.allSatisfy { $0.counts.listenerRests > 0 } }
        first.send("PING\n")
        XCTAssertEqual(first.readLine(), "PING")
        try listener.listenAgain()
        let second = try centre.connect()
        second.send("PING\n")
        XCTAssertEqual(second.readLine(), "PING")
        centre.finish()
    }

    func test_inheritedDescriptors_byName_servedAndCloseOnExec() throws {
        // Two sockets as systemd would leave them, at numbers nobody uses.
        let base: Int32 = 700
        let original = try Listener(on: SocketAddress(parsing: "127.0.0.1:0"))
        XCTAssertEqual(dup2(original.descriptor.raw, base), base)
        XCTAssertEqual(dup2(original.descriptor.raw, base + 1), base + 1)
        let environment = [
            "LISTEN_PID": "\(getpid())", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "devices:console",
        ]
        var inherited = InheritedDescriptors(environment: { environment[$0] }, first: base)
        XCTAssertEqual(inherited.names, ["devices", "console"])
        XCTAssertEqual(fcntl(base, F_GETFD), FD_CLOEXEC)
        XCTAssertNil(inherited.take("dc09"))
        XCTAssertEqual(inherited.take("console"), base + 1)
        XCTAssertNil(inherited.take("console"))
        let listener = try Listener(
            adopting: FileDescriptor(owning: base + 1), name: "console")
        XCTAssertEqual(listener.address, original.address)
        let centre = try TestCentre(listener: listener)
        let peer = try centre.connect()
        peer.send("PING\n")
        XCTAssertEqual(peer.readLine(), "PING")
        centre.finish()
        // What nobody took is closed.
        _ = consume inherited
        XCTAssertEqual(fcntl(base, F_GETFD), -1)
    }

    func test_inheritedDescriptors_forAnotherProcess_areNotOurs() {
        let environment = ["LISTEN_PID": "1", "LISTEN_FDS": "1"]
        let inherited = InheritedDescriptors(environment: { environment[$0] }, process: 2)
        XCTAssertEqual(inherited.names, [])
    }

    func test_adopting_whatCannotListen_saysSo() throws {
        let raw = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        XCTAssertThrowsError(
            try Listener(adopting: FileDescriptor(owning: raw), name: "devices")
        ) { error in
            let text = "\(error)"
            XCTAssertTrue(text.contains("devices"), text)
            XCTAssertEqual((error as? SocketError)?.operation, .adopt)
        }
    }

    // MARK: - Support

    private func option(_ descriptor: borrowing FileDescriptor, _ level: Int32, _ name: Int32)
        -> Int32
    {
        var value: Int32 = -1
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor.raw, level, name, &value, &length)
        return value
    }

    private func lowestFreeDescriptor() -> rlim_t {
        let probe = FileDescriptor(owning: open("/dev/null", O_RDONLY))
        return rlim_t(probe.raw)
    }

    private func withDescriptorLimit(_ limit: rlim_t, _ body: () throws -> Void) throws {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var before = rlimit()
        XCTAssertEqual(getrlimit(resource, &before), 0)
        var lowered = before
        lowered.rlim_cur = limit
        XCTAssertEqual(setrlimit(resource, &lowered), 0)
        defer { XCTAssertEqual(setrlimit(resource, &before), 0) }
        try body()
    }
}
