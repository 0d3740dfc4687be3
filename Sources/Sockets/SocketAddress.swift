// SPDX-License-Identifier: Apache-2.0
// Owns the text and the kernel's form of an internet address with its port.
// Never asks a name server: an alarm centre listens on numbers.

import CLinux
import Glibc

/// Where a peer is: the address of the other end.
package typealias PeerAddress = SocketAddress

/// An IPv4 or IPv6 address with a port, or "this machine" for a peer without one.
package struct SocketAddress: Hashable, Sendable {
    /// What kind of address it is.
    package enum Family: UInt8, Sendable {
        case ipv4, ipv6
        /// A Unix-domain peer of an inherited socket: has neither address nor port.
        case local
    }

    /// What kind of address it is.
    package let family: Family
    /// 0...65535; 0 asks for any free port.
    package let port: UInt16
    // The sixteen bytes in network order; IPv4 uses the first four.
    private var bytes: InlineArray<16, UInt8>
    // IPv6 link-local addresses are nothing without their interface.
    private let scope: UInt32

    /// Reads `127.0.0.1:7301` or `[::1]:0`.
    package init(parsing text: String) throws(SocketError) {
        let failure = SocketError(.parse, code: EINVAL, address: text)
        guard let colon = text.lastIndex(of: ":") else { throw failure }
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let port = UInt16(digits)
        else { throw failure }
        var host = text[..<colon]
        let isIPv6 = host.first == "[" && host.last == "]"
        if isIPv6 { host = host.dropFirst().dropLast() }
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        let result = unsafe span.withUnsafeMutableBytes { room in
            unsafe inet_pton(isIPv6 ? AF_INET6 : AF_INET, String(host), room.baseAddress)
        }
        guard result == 1 else { throw failure }
        self.init(family: isIPv6 ? .ipv6 : .ipv4, port: port, bytes: bytes, scope: 0)
    }

    private init(family: Family, port: UInt16, bytes: InlineArray<16, UInt8>, scope: UInt32) {
        self.family = family
        self.port = port
        self.bytes = bytes
        self.scope = scope
    }

    /// Only programs of this machine can reach it.
    package var isLoopback: Bool {
        switch family {
        case .local: true
        case .ipv4: bytes[0] == 127
        case .ipv6: isIPv6Loopback
        }
    }

    private var isIPv6Loopback: Bool {
        for index in 0..<10 where bytes[index] != 0 { return false }
        if bytes[10] == 0xFF && bytes[11] == 0xFF { return bytes[12] == 127 }  // ::ffff:127.0.0.1
        for index in 10..<15 where bytes[index] != 0 { return false }
        return bytes[15] == 1
    }

    package static func == (a: SocketAddress, b: SocketAddress) -> Bool {
        guard a.family == b.family, a.port == b.port, a.scope == b.scope else { return false }
        for index in 0..<16 where a.bytes[index] != b.bytes[index] { return false }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(family)
        hasher.combine(port)
        for index in 0..<16 { hasher.combine(bytes[index]) }
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `127.0.0.1:7301`, `[::1]:7301` or `local`.
    package var description: String {
        switch family {
        case .local: "local"
        case .ipv4: "\(host):\(port)"
        case .ipv6: "[\(host)]:\(port)"
        }
    }

    /// The address without port and brackets: what limits per source are counted by.
    package var host: String {
        if family == .local { return "local" }
        var source = bytes
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let kind = family == .ipv4 ? AF_INET : AF_INET6
        var span = source.mutableSpan
        unsafe span.withUnsafeMutableBytes { raw in
            _ = unsafe inet_ntop(kind, raw.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension SocketAddress {
    /// Connects to it and waits for the answer: for clients, never for a socket worker.
    ///
    /// - Parameters:
    ///   - datagrams: UDP: nothing is sent yet.
    ///   - milliseconds: how long the other end may take, for this and for each sending; 0: as long as
    ///     the kernel tries, two minutes where a firewall swallows.
    /// - Returns: a blocking socket, with TCP_NODELAY where it is a stream.
    package func connect(
        datagrams: Bool = false, within milliseconds: Int64 = 0
    ) throws(SocketError) -> FileDescriptor {
        let type = datagrams ? SOCK_DGRAM : SOCK_STREAM
        let kind = Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let made = FileDescriptor(owning: socket(domain, kind, 0))
        guard made.isOpen else { throw SocketError(.socket, code: errno, address: description) }
        var limit = timeval(
            tv_sec: Int(milliseconds / 1000), tv_usec: Int(milliseconds % 1000 * 1000))
        unsafe setsockopt(
            made.raw, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let result = unsafe withKernelForm { form, length in
            unsafe Glibc.connect(made.raw, form, length)
        }
        guard result == 0 else { throw SocketError(.connect, code: errno, address: description) }
        if datagrams { return made }
        var one: Int32 = 1
        let length = socklen_t(MemoryLayout<Int32>.size)
        unsafe setsockopt(made.raw, Int32(IPPROTO_TCP), TCP_NODELAY, &one, length)
        return made
    }
}

// MARK: - The kernel's form

extension SocketAddress {
    /// AF_INET or AF_INET6.
    var domain: Int32 { family == .ipv6 ? AF_INET6 : AF_INET }

    /// Reads what accept4 or getsockname wrote.
    init(_ storage: sockaddr_storage) {
        var storage = storage
        let whole = unsafe withUnsafeBytes(of: &storage) { raw in unsafe SocketAddress(raw) }
        self = whole
    }

    private init(_ raw: UnsafeRawBufferPointer) {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        switch Int32(unsafe raw.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET:
            let address = unsafe raw.loadUnaligned(as: sockaddr_in.self)
            let word = UInt32(bigEndian: address.sin_addr.s_addr)
            for index in 0..<4 {
                bytes[index] = UInt8(truncatingIfNeeded: word >> (24 - 8 * index))
            }
            let port = UInt16(bigEndian: address.sin_port)
            self.init(family: .ipv4, port: port, bytes: bytes, scope: 0)
        case AF_INET6:
            let address = unsafe raw.loadUnaligned(as: sockaddr_in6.self)
            unsafe withUnsafeBytes(of: address.sin6_addr) { from in
                for index in 0..<16 { bytes[index] = unsafe from[index] }
            }
            let port = UInt16(bigEndian: address.sin6_port)
            self.init(family: .ipv6, port: port, bytes: bytes, scope: address.sin6_scope_id)
        default:
            self.init(family: .local, port: 0, bytes: bytes, scope: 0)
        }
    }

    /// Runs `body` with the form that bind and connect want.
    func withKernelForm<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        precondition(family != .local, "a local peer has no address to bind or connect to")
        var storage = sockaddr_storage()
        let length = unsafe withUnsafeMutableBytes(of: &storage) { raw in unsafe write(to: raw) }
        return unsafe withUnsafePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { form in
                unsafe body(form, socklen_t(length))
            }
        }
    }

    private func write(to raw: UnsafeMutableRawBufferPointer) -> Int {
        if family == .ipv4 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            var word: UInt32 = 0
            for index in 0..<4 { word = word << 8 | UInt32(bytes[index]) }
            address.sin_addr.s_addr = word.bigEndian
            unsafe raw.storeBytes(of: address, as: sockaddr_in.self)
            return MemoryLayout<sockaddr_in>.size
        }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_scope_id = scope
        unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { to in
            for index in 0..<16 { unsafe to[index] = bytes[index] }
        }
        unsafe raw.storeBytes(of: address, as: sockaddr_in6.self)
        return MemoryLayout<sockaddr_in6>.size
    }
}
