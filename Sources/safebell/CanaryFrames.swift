// SPDX-License-Identifier: Apache-2.0
/// A canary's round over SIA DC-09: a periodic test (Contact ID 602), and its ACK.
/// Never waits longer than it was told; a datagram is said again, as every dialler does.

import Glibc
import Settings
import Sockets
import Vocabulary
import Wire

enum CanaryFrames {
    /// How long a datagram may be on its way before it is said again.
    private static let resendMilliseconds: Int64 = 2000

    static func round(
        _ probe: CanaryProbe, _ account: DiallerAccount?, at address: SocketAddress, within: Int64
    ) throws(Failure) {
        let deadline = monotonicMicroseconds() / 1000 + within
        let isUDP = probe.way == .udp
        let socket: FileDescriptor
        do throws(SocketError) {
            socket = try address.connect(datagrams: isUDP, within: within)
        } catch {
            throw Failure(.noCentre, error.description)
        }
        var message = DC09Message(
            token: DC09Token.contactID.name, sequence: Int(time(nil) % 9999) + 1,
            account: probe.device.text, payload: "1602 00 000")
        message.key = account?.key
        if message.key != nil { message.time = Int64(time(nil)) }
        let bytes: [UInt8]
        do throws(CipherError) {
            bytes = try message.encoded(padding: .random())
        } catch {
            throw Failure(.usage, "its key cannot be used: \(error)")
        }
        var heard: [UInt8] = []
        while true {
            let now = monotonicMicroseconds() / 1000
            guard now < deadline else {
                throw Failure(.noCentre, "no ACK within \(within / 1000) s")
            }
            if heard.isEmpty, !send(bytes, socket.raw) {
                throw Failure(.noCentre, systemWords(errno))
            }
            let patience = isUDP ? min(resendMilliseconds, deadline - now) : deadline - now
            guard try receive(into: &heard, from: socket.raw, within: patience) else { continue }
            if try isAcknowledged(message, &heard) { return }
        }
    }

    private static func send(_ bytes: [UInt8], _ socket: Int32) -> Bool {
        bytes.withUnsafeBytes {
            Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        } == bytes.count
    }

    /// False: nothing came.
    private static func receive(
        into heard: inout [UInt8], from socket: Int32, within milliseconds: Int64
    ) throws(Failure) -> Bool {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, Int32(clamping: milliseconds)) > 0 else { return false }
        var room = [UInt8](repeating: 0, count: 4096)
        let count = room.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, 0) }
        // A datagram to a port where nobody listens comes back as a refusal.
        guard count > 0 else {
            throw Failure(
                .noCentre,
                count == 0 ? "the centre has closed the connection" : systemWords(errno))
        }
        heard += room[..<count]
        return true
    }

    private static func isAcknowledged(
        _ message: DC09Message, _ heard: inout [UInt8]
    ) throws(Failure) -> Bool {
        while !heard.isEmpty {
            let arrived = heard
            let bytes = arrived.span
            let cut = DC09Cutter.cut(bytes)
            if case .wait = cut { return false }
            if case .frame(let body, _, _) = cut,
                let answer = DC09Answer(bytes.extracting(body), key: message.key)
            {
                switch answer.word {
                case .ack where answer.sequence == message.sequenceText: return true
                case .ack: break
                case .nak: throw Failure(.wrong, "NAK: the clocks differ")
                case .duh: throw Failure(.wrong, "DUH: the centre does not read this message")
                }
            }
            heard.removeFirst(cut.count)
        }
        return false
    }
}

extension DC09Padding {
    fileprivate static func random() -> DC09Padding {
        var source = SystemRandomNumberGenerator()
        return DC09Padding(source.next(), source.next(), source.next(), source.next())
    }
}
