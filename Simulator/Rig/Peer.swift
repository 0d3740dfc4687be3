// SPDX-License-Identifier: Apache-2.0
// Owns the other end of a connection: sends lines, tells replies from events, waits with a bound.
// Never uses the code under test to read or write.

import Glibc

/// A client of one of the two line ports.
package final class Peer {
    /// The socket, for whoever gives it to another process.
    package private(set) var descriptor: Int32
    /// The centre that it speaks to, which must not be dropped before it.
    private let centre: RunningCentre?
    private var received: [UInt8] = []
    private var searched = 0
    /// Reply lines nobody has asked for yet.
    package private(set) var replies: [String] = []
    /// Events nobody has asked for yet.
    package private(set) var events: [String] = []
    /// Every line in the order it came.
    package private(set) var heard: [String] = []
    /// The peer has closed, or the connection broke.
    package private(set) var isOver = false

    /// Connects to 127.0.0.1.
    /// - Parameters:
    ///   - source: the address to come from; nil: 127.0.0.1.
    ///   - receiveBytes: the kernel's buffer; 0: its own choice.
    ///   - centre: kept as long as this peer.
    package init(
        port: UInt16, from source: String? = nil, receiveBytes: Int32 = 0,
        of centre: RunningCentre? = nil
    ) throws {
        self.centre = centre
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if receiveBytes > 0 {
            var bytes = receiveBytes
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
        var code: Int32 = 0
        if let source { code = Peer.withAddress(source, 0) { bind(descriptor, $0, $1) } }
        if code == 0 { code = Peer.withAddress("127.0.0.1", port) { connect(descriptor, $0, $1) } }
        guard code == 0 else {
            let reason = String(cString: strerror(errno))
            Glibc.close(descriptor)
            descriptor = -1
            throw TestTrouble("connect to \(port): \(reason)")
        }
    }

    deinit { close() }

    private static func withAddress(
        _ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    package func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
        isOver = true
    }

    /// Ends with a reset, as a killed machine's network does.
    package func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        close()
    }

    /// Is gone without a word: neither an end nor a reset leaves this machine.
    package func vanish() throws {
        let repair: Int32 = 19
        var on: Int32 = 1
        guard setsockopt(descriptor, Int32(IPPROTO_TCP), repair, &on, 4) == 0 else {
            throw TestTrouble("TCP_REPAIR: \(String(cString: strerror(errno)))")
        }
        close()
    }

    /// Says that nothing more comes, and goes on reading.
    package func halfClose() { shutdown(descriptor, Int32(SHUT_WR)) }

    // MARK: Sending

    /// One line.
    package func say(_ line: String) { send(Array("\(line)\n".utf8)) }

    /// Bytes as they are; returns how many the other end's kernel took.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Int {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return sent }
            sent += count
        }
        return sent
    }

    /// Bytes, until the other end takes no more for `quiet` milliseconds.
    package func sendWhileTaken(_ bytes: [UInt8], quiet: Int32) -> Int {
        var sent = 0
        while sent < bytes.count {
            var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard Glibc.poll(&poll, 1, quiet) == 1 else { return sent }
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress, min($0.count, 65536),
                    Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count <= 0 { return sent }
            sent += count
        }
        return sent
    }

    // MARK: Hearing

    /// The next line of a reply.
    package func reply(within bound: Double = patienceSeconds) throws -> String {
        let end = seconds() + bound
        while replies.isEmpty {
            guard try read(until: end) else {
                throw TestTrouble("no reply; events: \(events); \(isOver ? "closed" : "silent")")
            }
        }
        return replies.removeFirst()
    }

    /// The next reply with all its lines.
    package func wholeReply(within bound: Double = patienceSeconds) throws -> [String] {
        var lines: [String] = []
        repeat { lines.append(try reply(within: bound)) } while Peer.goesOn(lines[lines.count - 1])
        return lines
    }

    /// Says a line and waits for its whole reply.
    package func ask(_ line: String, within bound: Double = patienceSeconds) throws -> [String] {
        say(line)
        return try wholeReply(within: bound)
    }

    /// Says a line; the first line of its reply must begin so.
    @discardableResult
    package func ask(_ line: String, _ expected: String) throws -> [String] {
        let lines = try ask(line)
        guard lines[0].hasPrefix(expected) else {
            throw TestTrouble("\(line)\n  expected \(expected)\n  heard    \(lines[0])")
        }
        return lines
    }

    /// The first event that fits, heard already or within the bound; others stay.
    package func event(
        _ what: String, within bound: Double = patienceSeconds, where fits: (String) -> Bool
    ) throws -> String {
        let end = seconds() + bound
        var looked = 0
        while true {
            while looked < events.count {
                if fits(events[looked]) { return events.remove(at: looked) }
                looked += 1
            }
            guard try read(until: end) else {
                throw TestTrouble("no event \(what); heard \(events)")
            }
        }
    }

    /// The first event of this name.
    package func event(_ name: String, within bound: Double = patienceSeconds) throws -> String {
        try event(name, within: bound) { $0.hasPrefix("* \(name) ") }
    }

    /// Reads until the other end has closed.
    package func waitForEnd(within bound: Double = patienceSeconds) throws {
        let end = seconds() + bound
        while try read(until: end) {}
        guard isOver else { throw TestTrouble("still open after \(bound) s") }
    }

    /// Whether a reply goes on after this line: the character behind the code is a dash.
    package static func goesOn(_ line: String) -> Bool {
        var words = line.split(separator: " ", maxSplits: 2)[...]
        if words.first?.hasPrefix("@") == true { words = words.dropFirst() }
        return words.first.map { $0.dropFirst(3).first == "-" } ?? false
    }

    /// Takes in what comes; false: nothing came in time, or never will.
    private func read(until end: Double) throws -> Bool {
        guard !isOver else { return false }
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let left = max(0, end - seconds())
        guard Glibc.poll(&poll, 1, Int32(left * 1000)) == 1 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        // What came is confirmed at once: who vanishes next owes nothing.
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_QUICKACK, &one, 4)
        guard count > 0 else {
            isOver = true
            return false
        }
        received += buffer[..<count]
        sortLines()
        return true
    }

    private func sortLines() {
        var start = 0
        while let end = received[searched...].firstIndex(of: 10) {
            let isReturned = end > start && received[end - 1] == 13
            let line = String(
                decoding: received[start..<(isReturned ? end - 1 : end)], as: UTF8.self)
            heard.append(line)
            if line.hasPrefix("* ") { events.append(line) } else { replies.append(line) }
            start = end + 1
            searched = start
        }
        received.removeFirst(start)
        searched = received.count
    }
}

/// The value of a field of a line; nil where it is not there. Quotes are taken off.
package func field(_ key: String, of line: String) -> String? {
    LineWords(line).fields[key]
}
