// SPDX-License-Identifier: Apache-2.0
// Owns the way of datagrams: in, in bounded bites, and the one answer out.
// Never waits to send: what the kernel does not take is lost, as datagrams may be, and asked for again.

import CLinux
import Glibc
package import Vocabulary

/// A datagram socket as one worker watches it.
struct DatagramSeat {
    /// Tokens of datagram sockets begin here; those of listeners stay far below.
    static let firstGeneration: UInt32 = 1 << 31
    let socket: DatagramSocket
}

extension SocketLoop {
    /// Datagrams taken from one socket in one turn: connections must be served too.
    static let datagramsPerTurnMax = 64

    /// The datagram socket's name on this worker.
    private func name(ofDatagrams seat: Int) -> ConnectionID {
        ConnectionID(
            worker: index, slot: Int(Self.specialSlot),
            generation: DatagramSeat.firstGeneration + UInt32(seat))
    }

    private func token(ofDatagrams seat: Int) -> UInt64 {
        Self.specialSlot << 32 | UInt64(DatagramSeat.firstGeneration + UInt32(seat))
    }

    func openDatagramSeats() {
        for port in ports {
            for socket in port.datagrams {
                datagramSeats.append(DatagramSeat(socket: socket))
                let code = safebell_epoll_control(
                    epoll, EPOLL_CTL_ADD, socket.descriptor.raw,
                    SAFEBELL_EPOLL_IN | SAFEBELL_EPOLL_EXCLUSIVE,
                    token(ofDatagrams: datagramSeats.count - 1))
                precondition(code == 0, "epoll_ctl failed")
            }
        }
    }

    /// The program ends: datagrams wait in the kernel for the next one, where it has the socket too.
    func closeDatagramSeats() {
        for seat in datagramSeats {
            _ = safebell_epoll_control(epoll, EPOLL_CTL_DEL, seat.socket.descriptor.raw, 0, 0)
        }
    }

    /// Takes what is there.
    func receive(at seat: Int) {
        let raw = datagramSeats[seat].socket.descriptor.raw
        for _ in 0..<Self.datagramsPerTurnMax {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let count = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { form in
                    unsafe recvfrom(raw, buffer.baseAddress, buffer.count, 0, form, &length)
                }
            }
            // Nothing is left; or an earlier answer found nobody (ECONNREFUSED), which is no error here.
            if count < 0 { if errno == EAGAIN { return } else { continue } }
            counts.datagramsIn += 1
            counts.bytesIn += count
            let bytes = unsafe UnsafeBufferPointer(rebasing: buffer[..<count]).span
            attendant.datagram(
                bytes, from: SocketAddress(storage), through: name(ofDatagrams: seat))
        }
    }

    /// Whether `c` names a datagram socket instead of a connection.
    package static func isDatagrams(_ c: ConnectionID) -> Bool { c.slot == Int(specialSlot) }

    /// Sends the answer to a datagram that came through `c`.
    package func send(_ bytes: [UInt8], to peer: PeerAddress, through c: ConnectionID) {
        precondition(c.slot == Int(Self.specialSlot), "not the name of a datagram socket")
        let seat = Int(c.generation - DatagramSeat.firstGeneration)
        let raw = datagramSeats[seat].socket.descriptor.raw
        counts.datagramsOut += 1
        counts.bytesOut += bytes.count
        unsafe peer.withKernelForm { form, length in
            unsafe bytes.withUnsafeBytes { raws in
                _ = unsafe sendto(
                    raw, raws.baseAddress, raws.count, Int32(MSG_NOSIGNAL), form, length)
            }
        }
    }
}
