// SPDX-License-Identifier: Apache-2.0
/// Client connections of the line protocols: hundreds of them in one epoll loop on one thread.
/// Never blocks on a peer, and never knows what a line means.

import CLinux
import Glibc
import Wire

/// Where to connect.
struct Address: Sendable, Equatable {
    let host: String
    let port: String

    /// Reads `127.0.0.1:7301`; nil for anything else.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        host = String(text[..<colon])
        port = String(text[text.index(after: colon)...])
        guard !host.isEmpty, let number = Int(port), (1...65_535).contains(number) else {
            return nil
        }
    }
}

/// What a connection has to tell.
enum ClientNews {
    case opened
    case line(ReplyLine)
    /// A line that is none of the protocol.
    case noise(String)
    case ended(String)
}

/// One connection; made by `LineClient`.
final class LineConnection {
    enum State {
        case connecting, open, closed
    }
    /// What the owner put on it.
    let token: Int
    fileprivate(set) var state = State.connecting
    fileprivate let descriptor: Int32
    fileprivate var inbound: [UInt8] = []
    fileprivate var outbound: [UInt8] = []
    fileprivate var outboundHead = 0
    fileprivate var awaitsWriting = true

    fileprivate init(token: Int, descriptor: Int32) {
        self.token = token
        self.descriptor = descriptor
    }

    /// Bytes that have not left yet.
    var unsentCount: Int { outbound.count - outboundHead }
}

/// The loop.
final class LineClient {
    /// Longest line read: the protocol's limit with room for a tag, several times over.
    static let lineBytesMax = 65_536
    /// Events taken from the kernel at once.
    static let eventsMax = 256

    private let epoll: Int32
    private var connections: [Int32: LineConnection] = [:]
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init() {
        epoll = epoll_create1(Int32(O_CLOEXEC))
        precondition(epoll >= 0, "no descriptor left for an epoll loop")
        signal(SIGPIPE, SIG_IGN)
    }

    deinit {
        for connection in connections.values { Glibc.close(connection.descriptor) }
        Glibc.close(epoll)
    }

    var openCount: Int { connections.count }

    /// Begins to connect; nil with the reason in errno where not even that is possible. `.opened`
    /// or `.ended` follows.
    func connect(to address: Address, token: Int) -> LineConnection? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, address.port, &hints, &found) == 0, let info = found else {
            errno = EADDRNOTAVAIL
            return nil
        }
        defer { freeaddrinfo(found) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(info.pointee.ai_family, kind, 0)
        guard descriptor >= 0 else { return nil }
        var one: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let result = Glibc.connect(descriptor, info.pointee.ai_addr, info.pointee.ai_addrlen)
        guard result == 0 || errno == EINPROGRESS else {
            let reason = errno
            Glibc.close(descriptor)
            errno = reason
            return nil
        }
        let connection = LineConnection(token: token, descriptor: descriptor)
        connections[descriptor] = connection
        _ = safebell_epoll_control(
            epoll, EPOLL_CTL_ADD, descriptor, SAFEBELL_EPOLL_IN | SAFEBELL_EPOLL_OUT,
            UInt64(descriptor))
        return connection
    }

    /// `poll` also returns when something is to be read there; nothing is handed over for it.
    func watch(_ descriptor: Int32) {
        _ = safebell_epoll_control(
            epoll, EPOLL_CTL_ADD, descriptor, SAFEBELL_EPOLL_IN, UInt64(descriptor))
    }

    /// Queues bytes; they leave at once where the socket takes them.
    func send(_ bytes: [UInt8], on connection: LineConnection) {
        guard connection.state != .closed, !bytes.isEmpty else { return }
        connection.outbound.append(contentsOf: bytes)
        if connection.state == .open, !connection.awaitsWriting { flush(connection) }
    }

    /// Closes without news.
    func close(_ connection: LineConnection) {
        guard connection.state != .closed else { return }
        connection.state = .closed
        connections[connection.descriptor] = nil
        Glibc.close(connection.descriptor)
    }

    /// Waits at most so long and hands over what came.
    func poll(milliseconds: Int32, _ heard: (LineConnection, ClientNews) -> Void) {
        var ready: [(UInt64, UInt32)] = []
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: LineClient.eventsMax) {
            let count = epoll_wait(
                epoll, $0.baseAddress, Int32(LineClient.eventsMax), max(0, milliseconds))
            guard count > 0, let first = $0.baseAddress else { return }
            for place in 0..<Int(count) {
                ready.append(
                    (
                        safebell_event_token(first + place), safebell_event_bits(first + place)
                    ))
            }
        }
        for (token, bits) in ready {
            guard let connection = connections[Int32(truncatingIfNeeded: token)] else { continue }
            if connection.state == .connecting { finishConnecting(connection, heard) }
            if connection.state == .open, bits & SAFEBELL_EPOLL_OUT != 0 { flush(connection) }
            let readable = SAFEBELL_EPOLL_IN | SAFEBELL_EPOLL_HUP | SAFEBELL_EPOLL_ERR
            if connection.state == .open, bits & readable != 0 { read(connection, heard) }
        }
    }

    private func finishConnecting(
        _ connection: LineConnection, _ heard: (LineConnection, ClientNews) -> Void
    ) {
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(connection.descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        guard failure == 0 else { return end(connection, Self.reason(failure), heard) }
        connection.state = .open
        heard(connection, .opened)
    }

    private func flush(_ connection: LineConnection) {
        while connection.unsentCount > 0 {
            let count = connection.outbound.withUnsafeBytes { bytes in
                write(
                    connection.descriptor, bytes.baseAddress.map { $0 + connection.outboundHead },
                    connection.unsentCount)
            }
            // A broken connection shows itself when it is read.
            guard count > 0 else { break }
            connection.outboundHead += count
        }
        if connection.unsentCount == 0 {
            connection.outbound.removeAll(keepingCapacity: true)
            connection.outboundHead = 0
        }
        let wanted = connection.unsentCount > 0
        guard wanted != connection.awaitsWriting else { return }
        connection.awaitsWriting = wanted
        _ = safebell_epoll_control(
            epoll, EPOLL_CTL_MOD, connection.descriptor,
            SAFEBELL_EPOLL_IN | (wanted ? SAFEBELL_EPOLL_OUT : 0), UInt64(connection.descriptor))
    }

    private func read(
        _ connection: LineConnection, _ heard: (LineConnection, ClientNews) -> Void
    ) {
        let count = buffer.withUnsafeMutableBytes {
            Glibc.read(connection.descriptor, $0.baseAddress, $0.count)
        }
        if count < 0 {
            if errno == EAGAIN || errno == EINTR { return }
            return end(connection, Self.reason(errno), heard)
        }
        if count == 0 { return end(connection, "closed by the centre", heard) }
        var start = connection.inbound.count
        connection.inbound.append(contentsOf: buffer[0..<count])
        var lineStart = 0
        while let feed = connection.inbound[start...].firstIndex(of: 0x0A) {
            deliver(connection, lineStart, feed, heard)
            guard connection.state == .open else { return }
            start = feed + 1
            lineStart = start
        }
        connection.inbound.removeFirst(lineStart)
        if connection.inbound.count > LineClient.lineBytesMax {
            end(connection, "the centre sent a line without end", heard)
        }
    }

    private func deliver(
        _ connection: LineConnection, _ start: Int, _ feed: Int,
        _ heard: (LineConnection, ClientNews) -> Void
    ) {
        var end = feed
        if end > start, connection.inbound[end - 1] == 0x0D { end -= 1 }
        let bytes = connection.inbound
        let span = bytes.span
        if let line = ReplyLine(span.extracting(start..<end)) {
            heard(connection, .line(line))
        } else {
            let text = String(decoding: bytes[start..<end].prefix(200), as: UTF8.self)
            heard(connection, .noise(text))
        }
    }

    private func end(
        _ connection: LineConnection, _ reason: String,
        _ heard: (LineConnection, ClientNews) -> Void
    ) {
        close(connection)
        heard(connection, .ended(reason))
    }

    /// The words for an error number.
    static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }
}

extension ReplyLine {
    /// The line again, for a report.
    var text: String {
        let head = isEvent ? "* \(word)" : "\(code)\(isLast ? " " : "-")\(word)"
        return fields.reduce(head) { text, field in
            let quoted = field.value.contains(" ") ? "\"\(field.value)\"" : field.value
            return text + " " + (field.key.isEmpty ? quoted : "\(field.key)=\(quoted)")
        }
    }
}
