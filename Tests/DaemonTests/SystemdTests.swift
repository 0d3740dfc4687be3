// SPDX-License-Identifier: Apache-2.0
// Owns what the service manager sees: ready, alive, reloading, stopping, sockets it holds for us.
// Never needs systemd as process 1: a socket of our own listens to what is said to it.

import Glibc
import Rig
import XCTest

/// Stands where systemd would listen.
private final class ServiceManager {
    let path: String
    private let descriptor: Int32
    private(set) var said: [String] = []

    init(_ folder: String) throws {
        path = "\(folder)/notify"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw TestTrouble("no notification socket") }
    }

    deinit { close(descriptor) }

    /// Waits for a datagram with this line; everything before it is kept in `said`.
    func hear(_ line: String, within bound: Double = patienceSeconds) throws {
        let end = seconds() + bound
        while true {
            var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = max(0, end - seconds())
            guard Glibc.poll(&poll, 1, Int32(left * 1000)) == 1 else {
                throw TestTrouble("never heard \(line): \(said)")
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            let words = String(decoding: buffer[..<max(0, count)], as: UTF8.self)
            said.append(words)
            if words.split(separator: "\n").contains(Substring(line)) { return }
        }
    }

    func forget() { said = [] }
}

final class SystemdTests: XCTestCase {
    func test_notifySocket_readyAliveReloadingStopping() throws {
        let centre = try RunningCentre()
        let manager = try ServiceManager(centre.folder.path)
        centre.environment = ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "200000"]
        try centre.start()
        try manager.hear("READY=1")
        // Ready only when it answers.
        _ = try centre.gateway()
        for _ in 0..<3 { try manager.hear("WATCHDOG=1") }
        manager.forget()
        try centre.process.signal(SIGHUP)
        try manager.hear("RELOADING=1")
        XCTAssertTrue(manager.said.last?.contains("MONOTONIC_USEC=") == true)
        try manager.hear("READY=1")
        try centre.process.signal(SIGTERM)
        try manager.hear("STOPPING=1")
        XCTAssertEqual(try centre.process.end(within: 15), .exited(0))
    }

    /// The dog is fed from the desk's own queue: while alarms are decided it goes on.
    func test_watchdog_fedUnderLoad() throws {
        let centre = try RunningCentre()
        let manager = try ServiceManager(centre.folder.path)
        centre.environment = ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "1000000"]
        try centre.start()
        let gateway = try centre.gateway()
        let alarms = (0..<1000).map { "ALARM dev=L\($0) ref=1 type=button\n" }.joined()
        gateway.send(Array(alarms.utf8))
        for _ in 0..<2 { try manager.hear("WATCHDOG=1") }
        for _ in 0..<1000 { XCTAssertTrue(try gateway.reply(within: 20).hasPrefix("250 OK")) }
    }

    /// A listening socket on a free port.
    private func listener(
        _ kind: __socket_type = SOCK_STREAM
    ) throws -> (descriptor: Int32, port: UInt16) {
        let made = socket(AF_INET, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { form -> Int32 in
                guard bind(made, form, length) == 0 else { return -1 }
                guard kind != SOCK_STREAM || listen(made, 1024) == 0 else { return -1 }
                return getsockname(made, form, &length)
            }
        }
        guard code == 0 else { throw TestTrouble("no listening socket") }
        return (made, UInt16(bigEndian: address.sin_port))
    }

    /// The port of diallers is two sockets under one name, told apart by their kind.
    func test_socketActivation_diallersKeepTheirSocketsToo() throws {
        let stream = try listener()
        let datagrams = try listener(SOCK_DGRAM)
        defer {
            close(stream.descriptor)
            close(datagrams.descriptor)
        }
        let centre = try RunningCentre()
        centre.descriptors = [stream.descriptor, datagrams.descriptor]
        centre.environment = ["LISTEN_FDS": "2", "LISTEN_FDNAMES": "dc09:dc09"]
        centre.wrapper = ["/bin/sh", "-c", "LISTEN_PID=$$ exec \"$0\" \"$@\""]
        try centre.start()
        XCTAssertEqual(centre.diallerPort, stream.port)
        let null = #"<0A>1EF20013"NULL"0000L0#1234[]<0D>"#
        let answer = #"<0A>DE900012"ACK"0000L0#1234[]<0D>"#
        try centre.process.signal(SIGTERM)
        _ = try centre.process.end(within: 15)
        // Nobody is there, and yet a datagram waits for the next one.
        let waiting = try FramePeer(datagramsTo: datagrams.port)
        waiting.send(null)
        let connected = try FramePeer(port: stream.port)
        connected.send(null)
        try centre.start()
        XCTAssertEqual(try waiting.frame(), answer)
        XCTAssertEqual(try connected.frame(), answer)
    }

    /// Sockets that somebody else holds: while the centre restarts, nobody is refused.
    func test_socketActivation_restartRefusesNobody() throws {
        let devices = try listener()
        let console = try listener()
        defer {
            close(devices.descriptor)
            close(console.descriptor)
        }
        let centre = try RunningCentre()
        centre.descriptors = [console.descriptor, devices.descriptor]
        centre.environment = ["LISTEN_FDS": "2", "LISTEN_FDNAMES": "console:devices"]
        // The variable must name the process that is started, which only that process knows.
        centre.wrapper = ["/bin/sh", "-c", "LISTEN_PID=$$ exec \"$0\" \"$@\""]
        try centre.start()
        XCTAssertEqual(centre.devicePort, devices.port)
        XCTAssertEqual(centre.consolePort, console.port)
        let first = try centre.gateway()
        let call = try first.ask("ALARM dev=A1 ref=1 type=button", "250 OK ref=1 call=")[0]
        for ending in [SIGTERM, SIGKILL] {
            try centre.process.signal(ending)
            _ = try centre.process.end(within: 15)
            // Nobody is there, and yet nobody is refused.
            let waiting = try Peer(port: devices.port)
            waiting.send(Array("HELLO gateway=gw-demo key=demo\n".utf8))
            try centre.start()
            XCTAssertTrue(try waiting.reply().hasPrefix("220 safebell "))
            XCTAssertEqual(try waiting.reply(), "250 OK gateway=gw-demo")
            try waiting.ask("ALARM dev=A1 ref=1 type=button", call)
        }
    }

    func test_systemdSocketActivate_startsOnTheFirstConnection() throws {
        guard Rig.run(["systemd-socket-activate", "--version"])?.ending == .exited(0) else {
            throw XCTSkip("systemd-socket-activate is not installed")
        }
        let devices = try listener()
        let console = try listener()
        close(devices.descriptor)
        close(console.descriptor)
        let centre = try RunningCentre()
        centre.wrapper = [
            "systemd-socket-activate", "-l", "127.0.0.1:\(devices.port)", "-l",
            "127.0.0.1:\(console.port)", "--fdname=devices:console", "-E", "SWIFT_BACKTRACE",
        ]
        try centre.launch()
        var gateway: Peer?
        try waitUntil("a port to connect to; \(centre.log)") {
            gateway = try? Peer(port: devices.port)
            return gateway != nil
        }
        let peer = try XCTUnwrap(gateway)
        XCTAssertTrue(try peer.reply(within: 15).hasPrefix("220 safebell "))
        try peer.ask("HELLO gateway=gw-demo key=demo", "250 OK gateway=gw-demo")
        try peer.ask("ALARM dev=A1 ref=1 type=button", "250 OK ref=1 call=")
        let process = try centre.process
        XCTAssertTrue(process.output.contains("devices=127.0.0.1:\(devices.port) "), process.output)
    }

    /// The unit's sandbox scores at most 1.2 of 10.
    func test_unit_isAsLockedUpAsPromised() throws {
        guard Rig.run(["systemd-analyze", "--version"])?.ending == .exited(0) else {
            throw XCTSkip("systemd-analyze is not installed")
        }
        let unit = "\(Places.repository)/systemd/safebell.service"
        let words = ["systemd-analyze", "security", "--offline=true", "--threshold=12", unit]
        let done = try XCTUnwrap(Rig.run(words))
        XCTAssertEqual(done.ending, .exited(0), done.output)
        print(done.output.split(separator: "\n").last.map(String.init) ?? "")
    }
}
