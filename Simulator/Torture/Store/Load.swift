// SPDX-License-Identifier: Apache-2.0
/// Gateways that press without pause, and what they were told: the other side of every claim about
/// what is stored. Never asks the centre what it has: the checks read the database.

import Glibc
import Rig

/// Alarms of several gateways on one centre, kept in mind over its restarts. Each alarm has a
/// reference of its own; device and device time follow from it.
final class Load {
    /// One alarm, by its reference.
    struct Alarm {
        let gateway: Int
        let sentAt: Double
        /// The call it was told, once acknowledged.
        var call: String?
        var heardAt = 0.0
        var refused = false
    }

    private final class Gateway {
        let descriptor: Int32
        var unsent: [UInt8] = []
        var received: [UInt8] = []
        /// Alarms without an answer.
        var open = 0
        var isOver = false
        init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }

    static let names = ["gw-0", "gw-1", "gw-2", "gw-3"]
    /// What a centre needs to know of them, beside those of the demonstration.
    static let settings =
        "gateways.inline=[{name:\"gw-demo\",key:\"demo\"},"
        + names.map { "{name:\"\($0)\",key:\"demo\"}" }.joined(separator: ",") + "]"

    /// By reference.
    private(set) var alarms: [Alarm] = []
    private(set) var acknowledged = 0
    private(set) var refused = 0
    /// PINGs answered on a connection of their own, and the slowest answer.
    private(set) var pings = 0
    private(set) var slowestPing = 0.0
    /// Alarms that one gateway has in the air.
    var window: Int
    /// Whether new alarms are sent.
    var isPressing = true
    /// No more than so many alarms altogether.
    var most = Int.max
    /// What the gateways say in HELLO.
    var key = "demo"
    private let type: String
    /// References count on from here, for one load after another on one centre.
    private let first: Int
    private let count: Int
    /// Devices of one gateway.
    private let homes: Int
    private var gateways: [Gateway] = []
    /// A connection that only asks whether the centre is there, a hundred times a second.
    private var pinger: Gateway?
    private var pingedAt = 0.0

    init(
        gateways: Int = 4, window: Int = 8, type: String = "button", homes: Int = 300, first: Int = 0
    ) {
        self.first = first
        self.homes = homes
        count = gateways
        self.window = window
        self.type = type
    }

    func line(_ reference: Int) -> String {
        "ALARM dev=\(device(reference)) ref=\(first + reference) type=\(type) t=\(first + reference)"
    }
    func device(_ reference: Int) -> String {
        "G\(alarms[reference].gateway)-\(reference % homes)"
    }
    var isOver: Bool { !gateways.contains { !$0.isOver } }
    /// Alarms in the air.
    var unanswered: Int { gateways.reduce(0) { $0 + $1.open } }
    var acknowledgedReferences: [Int] { alarms.indices.filter { alarms[$0].call != nil } }

    // MARK: Connections

    /// - Parameter pinging: also measures how soon a PING is answered.
    func connect(to centre: RunningCentre, pinging: Bool = false) throws {
        let port = centre.devicePort
        pinger = pinging ? Gateway(try Load.connection(to: port)) : nil
        pinger?.unsent = Array("HELLO gateway=\(Load.names[0]) key=\(key)\n".utf8)
        gateways = try (0..<count).map { index in
            let gateway = Gateway(try Load.connection(to: port))
            gateway.unsent = Array("HELLO gateway=\(Load.names[index]) key=\(key)\n".utf8)
            return gateway
        }
    }

    func disconnect() {
        gateways = []
        pinger = nil
    }

    /// A connection to 127.0.0.1 that does not block.
    static func connection(to port: UInt16) throws -> Int32 {
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(made, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            let reason = String(cString: strerror(errno))
            close(made)
            throw TestTrouble("connect to \(port): \(reason)")
        }
        _ = fcntl(made, F_SETFL, O_NONBLOCK)
        return made
    }

    // MARK: Work

    /// Sends and hears until then.
    func work(until end: Double) {
        while seconds() < end, !isOver { turn(milliseconds: min(5, (end - seconds()) * 1000)) }
    }

    /// Sends and hears until it holds.
    func work(within bound: Double, _ what: String, until holds: () -> Bool) throws {
        let end = seconds() + bound
        while !holds() {
            guard seconds() < end else { throw TestTrouble("not within \(bound) s: \(what)") }
            turn(milliseconds: 5)
            if isOver { usleep(1000) }
        }
    }

    /// Sends nothing new and hears until everything is answered, or nobody is there, or then.
    func hear(until end: Double) {
        let pressing = isPressing
        isPressing = false
        defer { isPressing = pressing }
        while seconds() < end, gateways.contains(where: { !$0.isOver && $0.open > 0 }) {
            turn(milliseconds: 5)
        }
    }

    /// Sends up to `most` and hears until everything is answered, or then.
    func hearAll(until end: Double) {
        while seconds() < end, !isOver, alarms.count < most || unanswered > 0 {
            turn(milliseconds: 5)
        }
    }

    /// One more alarm through each gateway, whatever is in the air.
    func pressOnce() {
        for index in gateways.indices { press(gateways[index], index) }
    }

    /// Sends these references again.
    func repeatAlarms(_ references: some Sequence<Int>) {
        for reference in references {
            let gateway = gateways[alarms[reference].gateway]
            gateway.unsent += Array("\(line(reference))\n".utf8)
            gateway.open += 1
        }
    }

    /// Sends again what had no answer, as devices do: the newest `most` of it.
    func repeatUnanswered(most: Int = 100) {
        repeatAlarms(alarms.indices.filter { alarms[$0].call == nil }.suffix(most))
    }

    private func press(_ gateway: Gateway, _ index: Int) {
        alarms.append(Alarm(gateway: index, sentAt: seconds()))
        gateway.unsent += Array("\(line(alarms.count - 1))\n".utf8)
        gateway.open += 1
    }

    private func turn(milliseconds: Double) {
        var polls = gateways.enumerated().map { index, gateway -> pollfd in
            while isPressing, !gateway.isOver, gateway.open < window, alarms.count < most {
                press(gateway, index)
            }
            let wanted = gateway.unsent.isEmpty ? POLLIN : POLLIN | POLLOUT
            return pollfd(
                fd: gateway.isOver ? -1 : gateway.descriptor, events: Int16(wanted), revents: 0)
        }
        if let pinger {
            if pinger.open == 0, seconds() - pingedAt > 0.01 {
                pingedAt = seconds()
                pinger.open = 1
                pinger.unsent += Array("PING\n".utf8)
                write(pinger)
            }
            polls.append(pollfd(fd: pinger.descriptor, events: Int16(POLLIN), revents: 0))
        }
        guard poll(&polls, nfds_t(polls.count), max(0, Int32(milliseconds))) > 0 else { return }
        for (index, found) in polls.enumerated() where found.revents != 0 {
            let gateway = index < gateways.count ? gateways[index] : pinger!
            if found.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 { read(gateway) }
            if found.revents & Int16(POLLOUT) != 0, !gateway.isOver { write(gateway) }
        }
    }

    private func write(_ gateway: Gateway) {
        let sent = send(
            gateway.descriptor, gateway.unsent, gateway.unsent.count, Int32(MSG_NOSIGNAL))
        if sent > 0 { gateway.unsent.removeFirst(sent) }
    }

    private func read(_ gateway: Gateway) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let got = recv(gateway.descriptor, &buffer, buffer.count, 0)
        guard got > 0 else {
            if got == 0 || errno != EAGAIN { gateway.isOver = true }
            return
        }
        let now = seconds()
        gateway.received += buffer[..<got]
        var start = 0
        while let end = gateway.received[start...].firstIndex(of: 10) {
            take(String(decoding: gateway.received[start..<end], as: UTF8.self), gateway, now)
            start = end + 1
        }
        gateway.received.removeFirst(start)
    }

    private func take(_ line: String, _ gateway: Gateway, _ now: Double) {
        if line.hasPrefix("200 PONG") {
            pings += 1
            slowestPing = max(slowestPing, now - pingedAt)
            gateway.open = 0
        }
        guard let reference = Load.reference(in: line).map({ $0 - first }) else { return }
        gateway.open -= 1
        if line.hasPrefix("250 OK ref=") {
            if alarms[reference].call == nil {
                acknowledged += 1
                alarms[reference].heardAt = now
                alarms[reference].call = field("call", of: line) ?? "?"
            } else if let call = field("call", of: line), call != alarms[reference].call {
                otherCalls.append(reference)
            }
        } else {
            refused += 1
            alarms[reference].refused = true
        }
    }
    /// Answered once with one call and once with another.
    private(set) var otherCalls: [Int] = []

    /// `ref=` of an answer to an alarm.
    static func reference(in line: String) -> Int? {
        guard line.hasPrefix("250 OK ref=") || line.hasPrefix("451 RETRY ref=") else { return nil }
        let behind = line.drop { $0 != "=" }.dropFirst()
        return Int(behind.prefix { $0 != " " })
    }
}
