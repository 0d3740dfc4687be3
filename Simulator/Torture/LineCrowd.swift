// SPDX-License-Identifier: Apache-2.0
/// Many line connections at once in one epoll loop on one thread: gateways, seats, strangers.
/// Never blocks on a peer, and never knows what a line means.

import CLinux
import Glibc
import Rig

/// Who hears a connection.
protocol LineOwner: AnyObject {
    func opened(_ line: CrowdLine)
    func heard(_ text: String, on line: CrowdLine)
    /// The other end has gone, or refused; never after the owner's own `close`.
    func ended(_ line: CrowdLine)
}

extension LineOwner {
    func opened(_ line: CrowdLine) {}
    func heard(_ text: String, on line: CrowdLine) {}
    func ended(_ line: CrowdLine) {}
}

/// One connection; made by `LineCrowd.connect`.
final class CrowdLine {
    enum State { case connecting, open, over }
    let descriptor: Int32
    fileprivate(set) var state = State.connecting
    fileprivate weak var owner: (any LineOwner)?
    fileprivate unowned let crowd: LineCrowd
    fileprivate var inbound: [UInt8] = []
    fileprivate var outbound: [UInt8] = []
    fileprivate var watched: UInt32 = 0
    /// False: it never reads what it is sent.
    let reads: Bool

    fileprivate init(_ descriptor: Int32, _ owner: any LineOwner, _ crowd: LineCrowd, reads: Bool) {
        self.descriptor = descriptor
        self.owner = owner
        self.crowd = crowd
        self.reads = reads
    }

    var unsentCount: Int { outbound.count }

    func say(_ text: String) { send(Array("\(text)\n".utf8)) }
    func send(_ bytes: [UInt8]) {
        guard state != .over else { return }
        outbound += bytes
        if state == .open { crowd.flush(self) }
    }
    /// A proper end, without a word to the owner.
    func close() { crowd.drop(self) }
    /// Ends with a reset.
    func reset() {
        guard state != .over else { return }
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        crowd.drop(self)
    }
    /// Says that nothing more comes.
    func halfClose() { if state != .over { shutdown(descriptor, Int32(SHUT_WR)) } }
}

final class LineCrowd {
    private static let eventsMax = 512
    private let epoll: Int32
    private var lines: [Int32: CrowdLine] = [:]
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init() {
        epoll = epoll_create1(Int32(O_CLOEXEC))
        precondition(epoll >= 0, "no descriptor left for an epoll loop")
    }

    deinit {
        for line in lines.values { Glibc.close(line.descriptor) }
        Glibc.close(epoll)
    }

    var openCount: Int { lines.count }

    /// Begins to connect; the owner hears `opened` or `ended`. nil: not even that was possible.
    /// - Parameters:
    ///   - place: where its socket is made; nil: here.
    ///   - source: the address that it comes from; nil: the system's choice.
    func connect(
        _ host: String = "127.0.0.1", _ port: UInt16, in place: NetworkPlace? = nil,
        from source: String? = nil, receiveBytes: Int32 = 0, reads: Bool = true, owner: any LineOwner
    ) -> CrowdLine? {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = (try? place?.within { socket(AF_INET, kind, 0) })
            ?? socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { return nil }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        if receiveBytes > 0 {
            var bytes = receiveBytes
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
        }
        if let source { _ = Self.withAddress(source, 0) { bind(descriptor, $0, $1) } }
        let code = Self.withAddress(host, port) { Glibc.connect(descriptor, $0, $1) }
        guard code == 0 || errno == EINPROGRESS else {
            Glibc.close(descriptor)
            return nil
        }
        let line = CrowdLine(descriptor, owner, self, reads: reads)
        lines[descriptor] = line
        watch(line, SAFEBELL_EPOLL_OUT, EPOLL_CTL_ADD)
        return line
    }

    private static func withAddress(
        _ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Waits at most so long and hands over what came; true: something came.
    @discardableResult
    func turn(milliseconds: Int32) -> Bool {
        var ready: [(Int32, UInt32)] = []
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.eventsMax) {
            let count = epoll_wait(epoll, $0.baseAddress, Int32(Self.eventsMax), milliseconds)
            guard count > 0, let first = $0.baseAddress else { return }
            for place in 0..<Int(count) {
                let token = safebell_event_token(first + place)
                ready.append((Int32(truncatingIfNeeded: token), safebell_event_bits(first + place)))
            }
        }
        for (descriptor, bits) in ready {
            guard let line = lines[descriptor] else { continue }
            if line.state == .connecting { finishConnecting(line) }
            if line.state == .open, bits & SAFEBELL_EPOLL_OUT != 0 { flush(line) }
            let broken = SAFEBELL_EPOLL_HUP | SAFEBELL_EPOLL_ERR
            guard line.state == .open, bits & (SAFEBELL_EPOLL_IN | broken) != 0 else { continue }
            if line.reads { read(line) } else if bits & broken != 0 { end(line) }
        }
        return !ready.isEmpty
    }

    private func finishConnecting(_ line: CrowdLine) {
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(line.descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        guard failure == 0 else { return end(line) }
        line.state = .open
        line.owner?.opened(line)
        flush(line)
    }

    private func watch(_ line: CrowdLine, _ bits: UInt32, _ operation: Int32) {
        guard operation == EPOLL_CTL_ADD || line.watched != bits else { return }
        line.watched = bits
        _ = safebell_epoll_control(
            epoll, operation, line.descriptor, bits, UInt64(line.descriptor))
    }

    fileprivate func flush(_ line: CrowdLine) {
        guard line.state == .open else { return }
        if !line.outbound.isEmpty {
            let count = line.outbound.withUnsafeBytes {
                Glibc.send(line.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // A broken connection shows itself when it is read.
            if count > 0 { line.outbound.removeFirst(count) }
        }
        let reading = line.reads ? SAFEBELL_EPOLL_IN : 0
        watch(line, reading | (line.outbound.isEmpty ? 0 : SAFEBELL_EPOLL_OUT), EPOLL_CTL_MOD)
    }

    private func read(_ line: CrowdLine) {
        let count = buffer.withUnsafeMutableBytes {
            recv(line.descriptor, $0.baseAddress, $0.count, 0)
        }
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return end(line) }
        var start = 0
        for place in 0..<count where buffer[place] == 10 {
            line.inbound += buffer[start..<place]
            start = place + 1
            if line.inbound.last == 13 { line.inbound.removeLast() }
            let text = String(decoding: line.inbound, as: UTF8.self)
            line.inbound.removeAll(keepingCapacity: true)
            line.owner?.heard(text, on: line)
            // The owner may have ended it, or let others turn: what is left is not for it.
            guard line.state == .open else { return }
        }
        line.inbound += buffer[start..<count]
    }

    private func end(_ line: CrowdLine) {
        drop(line)
        line.owner?.ended(line)
    }

    fileprivate func drop(_ line: CrowdLine) {
        guard line.state != .over else { return }
        line.state = .over
        lines[line.descriptor] = nil
        Glibc.close(line.descriptor)
    }

    /// Turns until `condition` holds; false: not within `bound` seconds.
    func turn(within bound: Double, until condition: () throws -> Bool) rethrows -> Bool {
        let end = seconds() + bound
        while try !condition() {
            guard seconds() < end else { return false }
            turn(milliseconds: 5)
        }
        return true
    }
}

/// A network namespace by its name under /run/netns: sockets made there stay there.
struct NetworkPlace {
    let name: String

    /// Runs `body` on this thread inside the namespace.
    func within<Result>(_ body: () throws -> Result) throws -> Result {
        // setns is declared only under _GNU_SOURCE, which Swift's Glibc is not built with.
        typealias SetNamespace = @convention(c) (Int32, Int32) -> Int32
        let symbol = try required(dlsym(nil, "setns"), "setns")
        let setNamespace = unsafeBitCast(symbol, to: SetNamespace.self)
        let home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)
        let there = open("/run/netns/\(name)", O_RDONLY | O_CLOEXEC)
        defer {
            Glibc.close(home)
            Glibc.close(there)
        }
        let network: Int32 = 0x4000_0000
        guard home >= 0, there >= 0, setNamespace(there, network) == 0 else {
            throw NotHere(reason: "no way into network namespace \(name)")
        }
        defer { precondition(setNamespace(home, network) == 0, "no way back from \(name)") }
        return try body()
    }
}
