// SPDX-License-Identifier: Apache-2.0
/// A dialler's sockets: connections and datagrams in one epoll loop, whole frames in, bytes out.
/// Never blocks on a peer, and never knows what a frame means.

import CLinux
import Glibc
import Wire

/// What a dialler's socket has to tell.
enum FrameNews {
    case opened
    /// From the first quote to before the CR.
    case frame([UInt8])
    /// Bytes that are no frame.
    case noise(Int)
    case ended(String)
}

/// One socket; made by `FrameClient`.
final class FrameSocket {
    let token: Int
    let isDatagrams: Bool
    fileprivate(set) var isOpen = false
    fileprivate var isClosed = false
    fileprivate let descriptor: Int32
    fileprivate var inbound: [UInt8] = []
    fileprivate var outbound: [UInt8] = []

    fileprivate init(token: Int, descriptor: Int32, isDatagrams: Bool) {
        self.token = token
        self.descriptor = descriptor
        self.isDatagrams = isDatagrams
    }
}

/// The loop.
final class FrameClient {
    /// Readable where something is to be polled.
    let epoll: Int32
    private var sockets: [Int32: FrameSocket] = [:]
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init() {
        epoll = epoll_create1(Int32(O_CLOEXEC))
        precondition(epoll >= 0, "no descriptor left for an epoll loop")
        signal(SIGPIPE, SIG_IGN)
    }

    deinit {
        for socket in sockets.values { Glibc.close(socket.descriptor) }
        Glibc.close(epoll)
    }

    var openCount: Int { sockets.count }

    /// Begins to connect; nil with the reason in errno where not even that is possible. `.opened` or
    /// `.ended` follows.
    func connect(to address: Address, datagrams: Bool, token: Int) -> FrameSocket? {
        var hints = addrinfo()
        hints.ai_socktype = Int32((datagrams ? SOCK_DGRAM : SOCK_STREAM).rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, address.port, &hints, &found) == 0, let info = found else {
            errno = EADDRNOTAVAIL
            return nil
        }
        defer { freeaddrinfo(found) }
        let kind = hints.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(info.pointee.ai_family, kind, 0)
        guard descriptor >= 0 else { return nil }
        let result = Glibc.connect(descriptor, info.pointee.ai_addr, info.pointee.ai_addrlen)
        guard result == 0 || errno == EINPROGRESS else {
            let reason = errno
            Glibc.close(descriptor)
            errno = reason
            return nil
        }
        let made = FrameSocket(token: token, descriptor: descriptor, isDatagrams: datagrams)
        sockets[descriptor] = made
        watch(made, EPOLL_CTL_ADD, writing: true)
        return made
    }

    private func watch(_ socket: FrameSocket, _ operation: Int32, writing: Bool) {
        _ = safebell_epoll_control(
            epoll, operation, socket.descriptor,
            SAFEBELL_EPOLL_IN | (writing ? SAFEBELL_EPOLL_OUT : 0), UInt64(socket.descriptor))
    }

    /// Sends a whole frame, once the socket is open.
    func send(_ bytes: [UInt8], on socket: FrameSocket) {
        guard !socket.isClosed else { return }
        socket.outbound += bytes
        if socket.isOpen { flush(socket) }
    }

    /// Closes without news.
    func close(_ socket: FrameSocket) {
        guard !socket.isClosed else { return }
        socket.isClosed = true
        sockets[socket.descriptor] = nil
        Glibc.close(socket.descriptor)
    }

    /// Waits at most so long and hands over what came.
    func poll(milliseconds: Int32, _ heard: (FrameSocket, FrameNews) -> Void) {
        var ready: [(UInt64, UInt32)] = []
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: LineClient.eventsMax) {
            let count = epoll_wait(
                epoll, $0.baseAddress, Int32(LineClient.eventsMax), max(0, milliseconds))
            guard count > 0, let first = $0.baseAddress else { return }
            for place in 0..<Int(count) {
                ready.append(
                    (safebell_event_token(first + place), safebell_event_bits(first + place)))
            }
        }
        for (token, bits) in ready {
            guard let socket = sockets[Int32(truncatingIfNeeded: token)] else { continue }
            if !socket.isOpen { finishConnecting(socket, heard) }
            let readable = SAFEBELL_EPOLL_IN | SAFEBELL_EPOLL_HUP | SAFEBELL_EPOLL_ERR
            if socket.isOpen, !socket.isClosed, bits & readable != 0 { read(socket, heard) }
        }
    }

    private func finishConnecting(
        _ socket: FrameSocket, _ heard: (FrameSocket, FrameNews) -> Void
    ) {
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket.descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        guard failure == 0 else { return end(socket, LineClient.reason(failure), heard) }
        socket.isOpen = true
        watch(socket, EPOLL_CTL_MOD, writing: false)
        heard(socket, .opened)
        if !socket.isClosed { flush(socket) }
    }

    /// Frames are small: what the kernel does not take now is sent again by the dialler.
    private func flush(_ socket: FrameSocket) {
        guard !socket.outbound.isEmpty else { return }
        _ = socket.outbound.withUnsafeBytes {
            Glibc.send(socket.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        socket.outbound.removeAll(keepingCapacity: true)
    }

    private func read(_ socket: FrameSocket, _ heard: (FrameSocket, FrameNews) -> Void) {
        let count = buffer.withUnsafeMutableBytes {
            Glibc.read(socket.descriptor, $0.baseAddress, $0.count)
        }
        if count < 0 {
            if errno == EAGAIN || errno == EINTR { return }
            return end(socket, LineClient.reason(errno), heard)
        }
        if count == 0, !socket.isDatagrams { return end(socket, "closed by the centre", heard) }
        socket.inbound += buffer[0..<count]
        deliver(socket, heard)
    }

    private func deliver(_ socket: FrameSocket, _ heard: (FrameSocket, FrameNews) -> Void) {
        let bytes = socket.inbound
        var start = 0
        while start < bytes.count, !socket.isClosed {
            let rest = bytes.span.extracting(start..<bytes.count)
            let cut = DC09Cutter.cut(rest, whole: socket.isDatagrams)
            switch cut {
            case .wait:
                socket.inbound = Array(bytes[start...])
                return
            case .skip(_, .filler, _): break
            case .skip(let count, _, _): heard(socket, .noise(count))
            case .frame(let body, _, _):
                heard(
                    socket,
                    .frame(Array(bytes[(start + body.lowerBound)..<(start + body.upperBound)])))
            }
            start += cut.count
        }
        socket.inbound = []
    }

    private func end(
        _ socket: FrameSocket, _ reason: String, _ heard: (FrameSocket, FrameNews) -> Void
    ) {
        close(socket)
        heard(socket, .ended(reason))
    }
}

extension DC09Padding {
    /// From the system's random source.
    static func random() -> DC09Padding {
        var source = SystemRandomNumberGenerator()
        return DC09Padding(source.next(), source.next(), source.next(), source.next())
    }
}
