// SPDX-License-Identifier: Apache-2.0
// Owns the other end of a dialler's connection: bytes out, whole frames in, waits with a bound.
// Never uses the code under test to read or write.

import Glibc

/// A device at the DC-09 port; text of frames is written with `<0A>` for a byte.
package final class FramePeer {
    private let descriptor: Int32
    private let isDatagrams: Bool
    private var received: [UInt8] = []
    package private(set) var heardAnything = false
    private var isOver = false

    package init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        isDatagrams = false
        try connect(port)
    }

    package init(datagramsTo port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        isDatagrams = true
        try connect(port)
    }

    deinit { close(descriptor) }

    private func connect(_ port: UInt16) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw TestTrouble("connect to \(port)") }
    }

    package func send(_ text: String) { send(DiallerFrames.bytes(text)) }

    package func send(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// The next frame, as text.
    package func frame(within bound: Double = patienceSeconds) throws -> String {
        guard let text = anything(within: bound) else { throw TestTrouble("no frame came") }
        return text
    }

    /// The next frame, or nil when none comes in time.
    package func anything(within bound: Double) -> String? {
        let end = seconds() + bound
        while true {
            if let last = received.firstIndex(of: 0x0D) {
                let text = DiallerFrames.text(Array(received[...last]))
                received.removeFirst(last + 1)
                return text
            }
            guard read(until: end) else { return nil }
        }
    }

    /// Whether the centre closes the connection in time.
    package func isClosed(within bound: Double) -> Bool {
        let end = seconds() + bound
        while !isOver, read(until: end) {}
        return isOver
    }

    private func read(until end: Double) -> Bool {
        let left = end - seconds()
        guard left > 0, !isOver else { return false }
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard Glibc.poll(&poll, 1, Int32(left * 1000) + 1) == 1 else { return false }
        var room = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &room, room.count, 0)
        if count <= 0 {
            isOver = true
            return false
        }
        heardAnything = true
        received += room[..<count]
        return true
    }
}

/// Frames made by hand.
package enum DiallerFrames {
    /// `<0A>21440027"ADM-CID"...` to bytes.
    package static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first == "<",
                let end = rest.index(
                    rest.startIndex, offsetBy: 3, limitedBy: rest.endIndex), end < rest.endIndex,
                rest[end] == ">", let byte = UInt8(rest.dropFirst().prefix(2), radix: 16)
            {
                bytes.append(byte)
                rest = rest[rest.index(after: end)...]
            } else {
                bytes += String(first).utf8
                rest = rest.dropFirst()
            }
        }
        return bytes
    }

    package static func text(_ bytes: [UInt8]) -> String {
        bytes.reduce(into: "") { text, byte in
            if byte == 0x0A {
                text += "<0A>"
            } else if byte == 0x0D {
                text += "<0D>"
            } else {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
    }

    /// A Contact ID frame with its CRC-16/ARC, computed bit by bit.
    package static func contactID(_ code: String, _ sequence: Int, account: String) -> [UInt8] {
        let digits = String(sequence)
        let number = String(repeating: "0", count: 4 - digits.count) + digits
        let body = Array("\"ADM-CID\"\(number)L0#\(account)[#\(account)|\(code) 01 015]".utf8)
        var crc: UInt16 = 0
        for byte in body {
            crc ^= UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
        }
        func hex(_ value: Int) -> String {
            let text = String(value, radix: 16, uppercase: true)
            return String(repeating: "0", count: 4 - text.count) + text
        }
        return [0x0A] + Array((hex(Int(crc)) + hex(body.count)).utf8) + body + [0x0D]
    }
}
