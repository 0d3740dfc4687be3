// SPDX-License-Identifier: Apache-2.0
/// A folder, a daemon that can be killed and started again in it, and the command run against it.
/// Never leaves a process or a file behind.

import Foundation
import XCTest

/// What a run of the command left.
struct CommandResult {
    let status: Int32
    let output: String
    let errors: String
}

/// A run of the command that is not over yet.
final class CommandRun {
    fileprivate let process: Process
    fileprivate let said: String
    private let input: Pipe

    fileprivate init(_ process: Process, _ input: Pipe, said: String) {
        self.process = process
        self.input = input
        self.said = said
    }

    var terminationStatus: Int32 { process.terminationStatus }
    func waitUntilExit() { process.waitUntilExit() }
    func type(_ line: String) { input.fileHandleForWriting.write(Data("\(line)\n".utf8)) }
    func endInput() { try? input.fileHandleForWriting.close() }
}

final class CommandCentre {
    /// Time bound of every wait: far beyond what any step takes.
    private static let patienceSeconds = 60.0

    let folder: String
    private(set) var devices = "127.0.0.1:1"
    private(set) var console = "127.0.0.1:1"
    private var daemon: Process?
    private var runs: [CommandRun] = []

    var data: String { folder + "/data" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/safebell-command-"
            + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    func remove() {
        kill()
        for run in runs where run.process.isRunning { run.process.terminate() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: The daemon

    /// Starts it; a second time on the ports it had.
    func start() throws {
        let ready = folder + "/ready-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let again = devices != "127.0.0.1:1"
        let process = try made("safebelld", output: ready, errors: folder + "/daemon-log")
        process.arguments = [
            "--config", CommandCentre.package + "/Config/demo.json5", "--data", data,
            "--set", "listen.devices=\(again ? devices : "127.0.0.1:0")",
            "--set", "listen.console=\(again ? console : "127.0.0.1:0")",
            "--set", "storage.backupFolder=\(folder)/backups",
        ]
        try process.run()
        daemon = process
        var line = ""
        try wait("the daemon to be ready") {
            line = text(of: ready)
            return line.hasSuffix("\n") || !process.isRunning
        }
        for field in line.split(whereSeparator: \.isWhitespace) {
            if field.hasPrefix("devices=") { devices = String(field.dropFirst(8)) }
            if field.hasPrefix("console=") { console = String(field.dropFirst(8)) }
        }
        XCTAssertTrue(line.hasPrefix("ready "), "daemon: \(text(of: folder + "/daemon-log"))")
    }

    /// kill -9.
    func kill() {
        guard let daemon, daemon.isRunning else { return }
        Foundation.kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
    }

    /// An empty data folder.
    func beginAnew() throws { try FileManager.default.removeItem(atPath: data) }

    /// Bytes of the database and its log.
    var databaseBytes: Int {
        ["/safebell.sqlite", "/safebell.sqlite-wal"].reduce(0) { sum, name in
            let facts = try? FileManager.default.attributesOfItem(atPath: data + name)
            return sum + (facts?[.size] as? Int ?? 0)
        }
    }

    // MARK: The command

    /// Runs it to its end; user `ada` may do everything that is administration.
    func safebell(
        _ words: String..., user: String = "ada", secret: String? = "demo", input: String = ""
    ) throws -> CommandResult {
        try safebell(words, user: user, secret: secret, input: input)
    }

    func safebell(
        _ words: [String], user: String = "ada", secret: String? = "demo", input: String = ""
    ) throws -> CommandResult {
        let name = folder + "/run-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let process = try made("safebell", output: name, errors: name + "-errors")
        process.arguments = words
        process.environment = environment(user, secret)
        let typed = Pipe()
        process.standardInput = typed
        try process.run()
        typed.fileHandleForWriting.write(Data(input.utf8))
        try typed.fileHandleForWriting.close()
        process.waitUntilExit()
        return CommandResult(
            status: process.terminationStatus, output: text(of: name),
            errors: text(of: name + "-errors"))
    }

    /// Starts it and goes on.
    func begin(_ words: String..., user: String = "ada") throws -> CommandRun {
        let name = folder + "/run-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let process = try made("safebell", output: name, errors: name + "-errors")
        process.arguments = words
        process.environment = environment(user, "demo")
        let typed = Pipe()
        process.standardInput = typed
        try process.run()
        let run = CommandRun(process, typed, said: name)
        runs.append(run)
        return run
    }

    /// What a run has printed so far.
    func said(by run: CommandRun) -> String { text(of: run.said) }

    private func environment(_ user: String, _ secret: String?) -> [String: String] {
        var values = ["SAFEBELL_AT": console, "SAFEBELL_USER": user]
        values["SAFEBELL_SECRET"] = secret
        return values
    }

    private func made(_ program: String, output: String, errors: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandCentre.products + "/" + program)
        for file in [output, errors] where !FileManager.default.fileExists(atPath: file) {
            XCTAssertTrue(FileManager.default.createFile(atPath: file, contents: nil))
        }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.standardInput = FileHandle.nullDevice
        return process
    }

    // MARK: Files and waiting

    /// Writes a file into the folder; returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        let path = folder + "/" + name
        let place = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Looks again and again until `holds`, at most `patienceSeconds`.
    func wait(_ what: String, until holds: () -> Bool) throws {
        let deadline = Date().addingTimeInterval(CommandCentre.patienceSeconds)
        while !holds() {
            guard Date() < deadline else { throw Overdue(what: what) }
            usleep(5000)
        }
    }

    struct Overdue: Error { let what: String }

    private func text(of file: String) -> String {
        String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    }

    /// Where this package's Config is.
    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Where the programs were built: beside the test bundle.
    private static let products: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        return ((bundle ?? CommandLine.arguments[0]) as NSString).deletingLastPathComponent
    }()
}

/// A plain peer on a line port.
final class LinePeer {
    private let socket: Int32
    private var held: [UInt8] = []

    init(_ address: String) throws {
        let port = UInt16(address.split(separator: ":").last ?? "") ?? 0
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        XCTAssertEqual(result, 0, "connect to \(address)")
        var bound = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &bound, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        XCTAssertEqual(send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL.rawValue)), bytes.count)
    }

    /// The next line that begins so; nil where the peer closes or stays silent.
    func hear(_ beginning: String) -> String? {
        while true {
            while let end = held.firstIndex(of: 0x0A) {
                let line = String(decoding: held[..<end], as: UTF8.self)
                held.removeSubrange(...end)
                if line.hasPrefix(beginning) { return line }
            }
            var room = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket, &room, room.count, 0)
            guard count > 0 else { return nil }
            held += room[..<count]
        }
    }
}
