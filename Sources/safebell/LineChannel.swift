// SPDX-License-Identifier: Apache-2.0
/// The socket to a centre, as lines: one in at a time, bytes out, each wait bounded.
/// Never looks into a line.

import Glibc
import Sockets
import Wire

/// What came of waiting for a line.
enum Heard {
    /// A line without its end.
    case line(String)
    case silence
    /// The centre closed the connection, or it broke.
    case closed
}

/// A connection to the console port.
struct LineChannel: ~Copyable {
    /// Bytes taken from the kernel at a time.
    private static let roomBytes = 65_536
    /// How long the centre may leave what we send unread.
    private static let sendSeconds = 60

    private let socket: FileDescriptor
    private var framer = LineFramer()
    private var room = [UInt8](repeating: 0, count: LineChannel.roomBytes)
    private var at = 0
    private var end = 0

    /// Connects; throws `.noCentre` where nobody listens.
    /// - Parameter milliseconds: how long that may take; 0: as long as the kernel tries.
    init(to address: SocketAddress, within milliseconds: Int64 = 0) throws(Failure) {
        do throws(SocketError) {
            socket = try address.connect(within: milliseconds)
        } catch {
            throw Failure(.noCentre, error.description)
        }
        if milliseconds > 0 { return }
        var limit = timeval(tv_sec: LineChannel.sendSeconds, tv_usec: 0)
        setsockopt(
            socket.raw, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// For poll(2).
    var descriptor: Int32 { socket.raw }

    /// Sends all of it; false: the connection is gone.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    socket.raw, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            sent += count
        }
        return true
    }

    /// The next line; waits at most `milliseconds` for it.
    mutating func next(within milliseconds: Int64) -> Heard {
        let deadline = monotonicMilliseconds() + milliseconds
        while true {
            if let line = nextHeld() { return .line(line) }
            let left = max(0, deadline - monotonicMilliseconds())
            var waiting = pollfd(fd: socket.raw, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(min(left, Int64(Int32.max))))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return .silence }
            let socket = socket.raw
            let count = room.withUnsafeMutableBytes {
                recv(socket, $0.baseAddress, $0.count, 0)
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return .closed }
            at = 0
            end = count
        }
    }

    /// A line that has come already.
    private mutating func nextHeld() -> String? {
        guard at < end else { return nil }
        var found: String?
        let bytes = room
        var offset = at
        while offset < end, found == nil {
            framer.takeLine(from: bytes.span.extracting(0..<end), offset: &offset) { line, _ in
                found = line.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            }
        }
        at = offset
        return found
    }
}
