// SPDX-License-Identifier: Apache-2.0
/// Other programs that keep things in order, as far as one client needs them: start, hand in one item
/// and wait for the word, read everything back. Never a library of theirs: a few bytes of protocol.

import Glibc
import Rig
import Store

/// A connection that waits for its answers.
final class PlainConnection {
    private let descriptor: Int32
    private var received: [UInt8] = []

    init(port: UInt16) throws {
        descriptor = try Load.connection(to: port)
        _ = fcntl(descriptor, F_SETFL, 0)
        var bound = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
    }
    deinit { close(descriptor) }

    func say(_ bytes: [UInt8]) {
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
    func say(_ text: String) { say(Array(text.utf8)) }

    /// So many bytes; nil where the other end is gone or silent.
    func take(_ count: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while received.count < count {
            let got = recv(descriptor, &buffer, buffer.count, 0)
            guard got > 0 else { return nil }
            received += buffer[..<got]
        }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    /// A line without its end.
    func line() -> String? {
        var line: [UInt8] = []
        while let byte = take(1) {
            if byte[0] == 10 {
                if line.last == 13 { line.removeLast() }
                return String(decoding: line, as: UTF8.self)
            }
            line += byte
        }
        return nil
    }
}

/// What a program says it keeps.
protocol PeerEngine: AnyObject {
    static var tools: [String] { get }
    var title: String { get }
    /// Once, on an empty folder.
    func prepare(_ folder: String) throws
    func command(_ folder: String, _ port: UInt16) -> [String]
    /// After each connection.
    func greet(_ connection: PlainConnection) throws
    /// Whether it said that it has the item; nil: it says nothing any more.
    func hand(_ item: Int, _ connection: PlainConnection) -> Bool?
    func everything(_ connection: PlainConnection, _ folder: String) throws -> [Int]
}

extension PeerEngine {
    func prepare(_ folder: String) throws {}
    func greet(_ connection: PlainConnection) throws {}
}

final class Beanstalkd: PeerEngine {
    static let tools = ["beanstalkd"]
    private let options: [String]
    let title: String
    init(_ title: String, _ options: [String]) {
        self.title = title
        self.options = options
    }
    func command(_ folder: String, _ port: UInt16) -> [String] {
        ["beanstalkd", "-b", folder, "-l", "127.0.0.1", "-p", "\(port)"] + options
    }
    func hand(_ item: Int, _ connection: PlainConnection) -> Bool? {
        let text = "\(item)"
        connection.say("put 0 0 600 \(text.utf8.count)\r\n\(text)\r\n")
        return connection.line()?.hasPrefix("INSERTED")
    }
    func everything(_ connection: PlainConnection, _ folder: String) throws -> [Int] {
        var found: [Int] = []
        while true {
            connection.say("reserve-with-timeout 0\r\n")
            guard let head = connection.line(), head.hasPrefix("RESERVED") else { return found }
            if let text = connection.line(), let item = Int(text) { found.append(item) }
        }
    }
}

final class Redis: PeerEngine {
    static let tools = ["redis-server"]
    private let sync: String
    var title: String { "redis \(sync)" }
    init(_ sync: String) { self.sync = sync }
    func command(_ folder: String, _ port: UInt16) -> [String] {
        [
            "redis-server", "--dir", folder, "--port", "\(port)", "--bind", "127.0.0.1", "--save",
            "", "--appendonly", "yes", "--appendfsync", sync,
        ]
    }
    func greet(_ connection: PlainConnection) throws {
        connection.say("PING\r\n")
        guard connection.line() == "+PONG" else { throw TestTrouble("redis is not ready") }
    }
    func hand(_ item: Int, _ connection: PlainConnection) -> Bool? {
        connection.say("RPUSH q \(item)\r\n")
        return connection.line()?.hasPrefix(":")
    }
    func everything(_ connection: PlainConnection, _ folder: String) throws -> [Int] {
        connection.say("LRANGE q 0 -1\r\n")
        let count = connection.line().flatMap { Int($0.dropFirst()) } ?? 0
        var found: [Int] = []
        for _ in 0..<max(0, count) {
            _ = connection.line()
            if let item = connection.line().flatMap({ Int($0) }) { found.append(item) }
        }
        return found
    }
}

final class Postgres: PeerEngine {
    static let tools = ["postgres", "initdb", "setpriv"]
    let title = "postgres"
    private static let asUser = [
        "setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups",
    ]

    func prepare(_ folder: String) throws {
        _ = run(["chown", "postgres", folder])
        let words = ["initdb", "-D", "\(folder)/pg", "-A", "trust", "-U", "postgres"]
        let made = run(Postgres.asUser + words)
        guard made?.ending == .exited(0) else { throw TestTrouble("initdb: \(made?.output ?? "")") }
    }
    func command(_ folder: String, _ port: UInt16) -> [String] {
        Postgres.asUser + [
            "postgres", "-D", "\(folder)/pg", "-k",
            "\(folder)/pg", "-p", "\(port)", "-c", "listen_addresses=127.0.0.1",
        ]
    }
    func greet(_ connection: PlainConnection) throws {
        let words = Array("user\0postgres\0database\0postgres\0\0".utf8)
        connection.say(Postgres.long(words.count + 8) + [0, 3, 0, 0] + words)
        guard answer(connection) != nil else { throw TestTrouble("postgres does not answer") }
        _ = ask("CREATE TABLE IF NOT EXISTS q (n integer PRIMARY KEY)", connection)
    }
    func hand(_ item: Int, _ connection: PlainConnection) -> Bool? {
        ask("INSERT INTO q VALUES (\(item))", connection)?.isDone
    }
    func everything(_ connection: PlainConnection, _ folder: String) throws -> [Int] {
        ask("SELECT n FROM q", connection)?.rows ?? []
    }

    private static func long(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    private func ask(
        _ query: String, _ connection: PlainConnection
    ) -> (isDone: Bool, rows: [Int])? {
        let words = Array(query.utf8) + [0]
        connection.say([UInt8(ascii: "Q")] + Postgres.long(words.count + 4) + words)
        return answer(connection)
    }
    /// Everything up to "ready for the next".
    private func answer(_ connection: PlainConnection) -> (isDone: Bool, rows: [Int])? {
        var isDone = false
        var rows: [Int] = []
        while let head = connection.take(5) {
            let length = head[1...].reduce(0) { $0 << 8 | Int($1) } - 4
            guard length >= 0, let body = length == 0 ? [] : connection.take(length) else { break }
            switch head[0] {
            case UInt8(ascii: "C"): isDone = true
            case UInt8(ascii: "E"): isDone = false
            case UInt8(ascii: "D"):
                if let item = Int(String(decoding: body.dropFirst(6), as: UTF8.self)) {
                    rows.append(item)
                }
            case UInt8(ascii: "Z"): return (isDone, rows)
            default: break
            }
        }
        return nil
    }
}
