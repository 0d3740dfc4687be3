// SPDX-License-Identifier: Apache-2.0
// Owns the other end of a connection in the tests: a plain blocking client with a bound on waiting.
// Never waits longer than `patienceSeconds`, and never uses the code under test to read or write.

import Glibc
import Vocabulary
import XCTest

@testable import Sockets

/// Far beyond what any step takes, so that only a real hang reaches it.
let patienceSeconds = 20

/// A client.
final class TestPeer {
    /// How a stream ended.
    enum End: Equatable { case closed, reset, silent }

    private let descriptor: FileDescriptor
    private var received: [UInt8] = []

    init(receiveBytes: Int32 = 0) throws {
        descriptor = FileDescriptor(owning: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        XCTAssertTrue(descriptor.isOpen)
        var bound = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(
            descriptor.raw, SOL_SOCKET, SO_RCVTIMEO, &bound,
            socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(descriptor.raw, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        if receiveBytes > 0 {
            var bytes = receiveBytes
            setsockopt(descriptor.raw, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
        }
    }

    convenience init(to address: SocketAddress, receiveBytes: Int32 = 0) throws {
        try self.init(receiveBytes: receiveBytes)
        try connect(to: address)
    }

    func connect(to address: SocketAddress) throws {
        let code = address.withKernelForm { Glibc.connect(descriptor.raw, $0, $1) }
        if code != 0 { throw SocketError(.connect, code: errno, address: address.description) }
    }

    /// Stops at the first error: the other end may have closed.
    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor.raw, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func shutDownSending() { shutdown(descriptor.raw, Int32(SHUT_WR)) }

    /// Makes closing a reset.
    func resetOnClose() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor.raw, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// The next line without LF; nil at the end of the stream.
    func readLine() -> String? {
        while true {
            if let end = received.firstIndex(of: 10) {
                let line = String(decoding: received[..<end], as: UTF8.self)
                received.removeFirst(end + 1)
                return line
            }
            if more() != nil { return nil }
        }
    }

    /// Everything up to the end.
    func readAll() -> (bytes: [UInt8], end: End) {
        while true {
            if let end = more() { return (received, end) }
        }
    }

    private func more() -> End? {
        var room = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor.raw, &room, room.count, 0)
        if count > 0 {
            received += room[..<count]
            return nil
        }
        if count == 0 { return .closed }
        return errno == ECONNRESET ? .reset : .silent
    }
}

/// Waits until `condition` holds.
func eventually(
    _ what: String, file: StaticString = #filePath, line: UInt = #line,
    _ condition: () -> Bool
) {
    let end = monotonicMilliseconds() + Int64(patienceSeconds) * 1000
    while !condition() {
        guard monotonicMilliseconds() < end else {
            return XCTFail("never happened: \(what)", file: file, line: line)
        }
        poll(nil, 0, 1)
    }
}
