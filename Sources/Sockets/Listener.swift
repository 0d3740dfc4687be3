// SPDX-License-Identifier: Apache-2.0
// Owns one listening socket; socket workers share it and accept from it.
// Never accepts a connection itself.

import CLinux
import Glibc
import Vocabulary

/// One listening socket.
///
/// What is set on it, Linux hands to every accepted socket: no system call per connection.
package final class Listener: Sendable {
    /// Connections the kernel holds ready: 5,000 devices that reconnect at once overflowed 128, and
    /// each lost SYN costs its device a second. The kernel cuts it to net.core.somaxconn.
    package static let backlog: Int32 = 4096

    /// The socket.
    let descriptor: FileDescriptor
    /// Where it listens, with the real port.
    package let address: SocketAddress

    /// Binds and listens.
    ///
    /// - Parameter address: port 0 means any free port; `self.address` tells which.
    package init(on address: SocketAddress) throws(SocketError) {
        let kind = Int32(SOCK_STREAM.rawValue) | Listener.nonBlocking | Listener.closeOnExec
        let made = FileDescriptor(owning: socket(address.domain, kind, 0))
        guard made.isOpen else {
            throw SocketError(.socket, code: errno, address: address.description)
        }
        // A restart must not wait for connections in TIME_WAIT.
        try Self.set(SOL_SOCKET, SO_REUSEADDR, 1, on: made.raw, address)
        if address.family == .ipv6 {
            // [::]:7301 must not take 0.0.0.0:7301 with it: each is configured for itself.
            try Self.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1, on: made.raw, address)
        }
        try Self.bind(made.raw, to: address)
        let bound = Self.address(of: made.raw)
        try Self.listen(made.raw, bound)
        self.address = bound
        descriptor = made
    }

    /// Takes over a socket from systemd. It may listen already or not.
    package init(adopting inherited: consuming FileDescriptor, name: String)
        throws(SocketError)
    {
        let adopted = inherited
        var kind: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let known = unsafe getsockopt(adopted.raw, SOL_SOCKET, SO_TYPE, &kind, &length)
        guard known == 0 else { throw SocketError(.adopt, code: errno, address: name) }
        guard kind == Int32(SOCK_STREAM.rawValue) else {
            throw SocketError(.adopt, code: ESOCKTNOSUPPORT, address: name)
        }
        let flags = fcntl(adopted.raw, F_GETFL)
        guard flags >= 0, fcntl(adopted.raw, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw SocketError(.adopt, code: errno, address: name)
        }
        let bound = Self.address(of: adopted.raw)
        // A program before us may have ended while it refused connections.
        guard Glibc.listen(adopted.raw, Self.backlog) == 0 else {
            throw SocketError(.adopt, code: errno, address: name)
        }
        address = bound
        descriptor = adopted
    }

    /// Makes the kernel refuse new connections, so that devices go to their second receiver at once
    /// instead of waiting in a queue nobody serves. Connections that are open live on.
    package func refuse() {
        // Linux: shutdown for reading ends the listening and keeps the socket.
        _ = shutdown(descriptor.raw, Int32(SHUT_RD))
    }

    /// Listens again after `refuse`; harmless while listening. Workers notice within 100 ms.
    package func listenAgain() throws(SocketError) {
        // A port that the kernel chose was given back when the listening ended, although getsockname
        // still names it: without this bind, listen would choose another.
        do throws(SocketError) {
            try Self.bind(descriptor.raw, to: address)
        } catch {
            // EINVAL: it has its port still.
            guard error.code == EINVAL else { throw error }
        }
        try Self.listen(descriptor.raw, address)
    }

    /// Sets what accepted sockets inherit.
    func prepare(_ limits: PortLimits) throws(SocketError) {
        guard address.family != .local else { return }
        let tcp = Int32(IPPROTO_TCP)
        let raw = descriptor.raw
        try Self.set(tcp, TCP_NODELAY, 1, on: raw, address)
        try Self.set(SOL_SOCKET, SO_KEEPALIVE, 1, on: raw, address)
        // A silent peer is probed after 20 s, every 5 s; four lost probes end it: 40 s in all.
        try Self.set(tcp, TCP_KEEPIDLE, 20, on: raw, address)
        try Self.set(tcp, TCP_KEEPINTVL, 5, on: raw, address)
        try Self.set(tcp, TCP_KEEPCNT, 4, on: raw, address)
        let silence = Int32(clamping: limits.unackedSpan.milliseconds)
        try Self.set(tcp, TCP_USER_TIMEOUT, silence, on: raw, address)
        if limits.kernelBytesMax > 0 {
            let bytes = Int32(clamping: limits.kernelBytesMax)
            try Self.set(SOL_SOCKET, SO_SNDBUF, bytes, on: raw, address)
            try Self.set(SOL_SOCKET, SO_RCVBUF, bytes, on: raw, address)
        }
    }

    private static let nonBlocking = Int32(SOCK_NONBLOCK.rawValue)
    private static let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)

    static func set(
        _ level: Int32, _ option: Int32, _ value: Int32, on raw: Int32, _ address: SocketAddress
    ) throws(SocketError) {
        var value = value
        let length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe setsockopt(raw, level, option, &value, length) == 0 else {
            throw SocketError(.option, code: errno, address: address.description)
        }
    }

    static func bind(_ raw: Int32, to address: SocketAddress) throws(SocketError) {
        let result = unsafe address.withKernelForm { form, length in
            unsafe Glibc.bind(raw, form, length)
        }
        guard result == 0 else {
            throw SocketError(.bind, code: errno, address: address.description)
        }
    }

    private static func listen(_ raw: Int32, _ address: SocketAddress) throws(SocketError) {
        guard Glibc.listen(raw, backlog) == 0 else {
            throw SocketError(.listen, code: errno, address: address.description)
        }
    }

    static func address(of raw: Int32) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { form in
                unsafe getsockname(raw, form, &length)
            }
        }
        return SocketAddress(storage)
    }
}
