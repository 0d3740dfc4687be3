// SPDX-License-Identifier: Apache-2.0
// Owns one bound socket for datagrams; socket workers share it, each datagram reaches one of them.
// Never keeps anything of a peer: an answer goes to the address that asked.

import CLinux
import Glibc

/// One UDP socket.
package final class DatagramSocket: Sendable {
    /// The socket.
    let descriptor: FileDescriptor
    /// Where it is bound, with the real port.
    package let address: SocketAddress

    /// Binds.
    ///
    /// - Parameter address: port 0 means any free port; `self.address` tells which.
    package init(on address: SocketAddress) throws(SocketError) {
        let kind =
            Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            | Int32(SOCK_CLOEXEC.rawValue)
        let made = FileDescriptor(owning: socket(address.domain, kind, 0))
        guard made.isOpen else {
            throw SocketError(.socket, code: errno, address: address.description)
        }
        if address.family == .ipv6 {
            // [::]:7303 must not take 0.0.0.0:7303 with it: each is configured for itself.
            try Listener.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1, on: made.raw, address)
        }
        try Listener.bind(made.raw, to: address)
        self.address = Listener.address(of: made.raw)
        descriptor = made
    }

    /// Whether a socket from systemd is one for datagrams.
    package static func isDatagrams(_ descriptor: borrowing FileDescriptor) -> Bool {
        var kind: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let known = unsafe getsockopt(descriptor.raw, SOL_SOCKET, SO_TYPE, &kind, &length)
        return known == 0 && kind == Int32(SOCK_DGRAM.rawValue)
    }

    /// Takes over a socket from systemd.
    package init(adopting inherited: consuming FileDescriptor, name: String) throws(SocketError) {
        let adopted = inherited
        guard Self.isDatagrams(adopted) else {
            throw SocketError(.adopt, code: ESOCKTNOSUPPORT, address: name)
        }
        let flags = fcntl(adopted.raw, F_GETFL)
        guard flags >= 0, fcntl(adopted.raw, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw SocketError(.adopt, code: errno, address: name)
        }
        address = Listener.address(of: adopted.raw)
        descriptor = adopted
    }
}
