// SPDX-License-Identifier: Apache-2.0
// Owns a whole centre of a test: the real safebelld on the demo configuration, folder and ports.
// Never shares a folder or a port with another test.

import Glibc

/// Where things are.
package enum Places {
    /// The folder of the built programs, where the test bundle lies too.
    /// `SAFEBELL_PROGRAMS` names another one: the release build, which is what ships.
    package static let products: String =
        getenv("SAFEBELL_PROGRAMS").map { String(cString: $0) }
        ?? folder(of: CommandLine.arguments[0])
    package static let daemon = "\(products)/safebelld"
    /// The repository.
    package static let repository = folder(of: #filePath, up: 3)
    package static let demo = "\(repository)/Config/demo.json5"
    package static let conversations = "\(repository)/Tests/Vectors/conversations"

    private static func folder(of file: String, up steps: Int = 1) -> String {
        file.split(separator: "/", omittingEmptySubsequences: false).dropLast(steps)
            .joined(separator: "/")
    }
}

/// A folder that vanishes with its owner.
package final class TestFolder {
    package let path: String

    package init() throws {
        var name = Array("/tmp/safebell-daemon-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else { throw TestTrouble("no temporary folder") }
        path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit { _ = run(["rm", "-rf", path]) }
}

/// Runs a program of the system to its end; nil where it cannot be started.
@discardableResult
package func run(_ arguments: [String]) -> (ending: Ending, output: String)? {
    guard let child = try? ChildProcess(arguments, folder: "/tmp") else { return nil }
    defer { for file in child.files { unlink(file) } }
    guard let ending = try? child.end(within: 60) else { return nil }
    return (ending, child.output + child.errors)
}

/// A centre, started and started again on the same folder.
package final class RunningCentre {
    package let folder: TestFolder
    /// The data folder.
    package let data: String
    /// `--set` of every start.
    package var settings: [String]
    package var environment: [String: String] = [:]
    /// Words before the daemon's own: `strace ...`.
    package var wrapper: [String] = []
    /// The daemon that is started.
    package var program = Places.daemon
    package var descriptors: [Int32] = []
    package var configuration = Places.demo
    package private(set) var devicePort: UInt16 = 0
    package private(set) var consolePort: UInt16 = 0
    package private(set) var diallerPort: UInt16 = 0
    private var child: ChildProcess?

    /// Nothing runs yet.
    package init(_ settings: [String] = [], data: String? = nil) throws {
        folder = try TestFolder()
        self.data = data ?? "\(folder.path)/data"
        self.settings = settings
    }

    deinit {
        // A trap is the bug, and what the test then complains of only its shadow.
        guard let child, child.hasEnded, case .killed(let signal)? = child.ending,
            signal != SIGKILL
        else { return }
        print("the centre died of signal \(signal): \(child.errors)")
    }

    /// The process; fails the test where none was started.
    package var process: ChildProcess {
        get throws { try required(child, "the centre was not started") }
    }
    /// Everything the present run has logged.
    package var log: String { child?.errors ?? "" }
    package var database: String { "\(data)/safebell.sqlite" }

    /// Starts and waits for `ready`; returns how long that took, in seconds.
    @discardableResult
    package func start(within bound: Double = 20) throws -> Double {
        let began = seconds()
        try launch()
        let process = try process
        try waitUntil(within: bound, "ready; \(process.errors)") {
            if process.output.contains("\n") { return true }
            if process.hasEnded {
                throw TestTrouble("the centre ended: \(process.ending!): \(process.errors)")
            }
            return false
        }
        let took = seconds() - began
        try readPorts()
        return took
    }

    /// The ports that the `ready` line names; for whoever has launched and waited by itself.
    package func readPorts() throws {
        let words = try process.output.split(whereSeparator: \.isWhitespace)
        devicePort = try port("devices=", words)
        consolePort = try port("console=", words)
        diallerPort = try port("dc09=", words)
    }

    /// Starts without waiting.
    package func launch() throws {
        var arguments =
            wrapper + [
                program, "--config", configuration, "--data", data,
                "--set", "listen.devices=127.0.0.1:0", "--set", "listen.console=127.0.0.1:0",
                "--set", "listen.dc09=127.0.0.1:0",
                "--set", "storage.backupFolder=\(folder.path)",
            ]
        for setting in settings { arguments += ["--set", setting] }
        child = try ChildProcess(
            arguments, environment: environment, descriptors: descriptors, folder: folder.path)
    }

    private func port(_ key: String, _ words: [Substring]) throws -> UInt16 {
        let word = try required(words.first { $0.hasPrefix(key) }, "no \(key) in the ready line")
        return try required(word.split(separator: ":").last.flatMap { UInt16($0) })
    }

    /// SIGKILL: as a power cut is for the process.
    package func kill() throws {
        try process.signal(SIGKILL)
        _ = try process.end()
    }

    /// SIGTERM, and the end.
    @discardableResult
    package func stop(within bound: Double = 15) throws -> Ending {
        try process.signal(SIGTERM)
        return try process.end(within: bound)
    }

    // MARK: People and gateways

    /// The homes H1 (device A0001, two contacts, one notice) and H2 (device A0002).
    package func importHomes() throws { try Conversation(with: self).tell("homes.talk") }

    /// A connection to the device port that has said HELLO.
    package func gateway(
        _ name: String = "gw-demo", role: String? = nil, receiveBytes: Int32 = 0
    ) throws -> Peer {
        let peer = try Peer(port: devicePort, receiveBytes: receiveBytes, of: self)
        _ = try peer.wholeReply()
        let words = role.map { " role=\($0)" } ?? ""
        try peer.ask("HELLO gateway=\(name) key=demo\(words)", "250 OK gateway=\(name)")
        return peer
    }

    /// A connection to the console port that is logged in.
    package func person(_ name: String) throws -> Peer {
        let peer = try Peer(port: consolePort, of: self)
        _ = try peer.wholeReply()
        try peer.ask("LOGIN user=\(name) secret=demo", "230 WELCOME")
        return peer
    }

    /// An operator who is ready.
    package func ready(_ name: String) throws -> Peer {
        let peer = try person(name)
        try peer.ask("READY", "250 READY")
        return peer
    }
}
