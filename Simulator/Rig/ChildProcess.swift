// SPDX-License-Identifier: Apache-2.0
// Owns one child process of a test: how it starts, what it says, how it ends.
// Never outlives its owner: whoever drops it kills it.

package import Glibc

/// POSIX_SPAWN_SETSID, which Swift's Glibc lacks.
private let ownSession: Int16 = 0x80

/// Far beyond what any single step takes, so that only a real hang reaches it.
package let patienceSeconds = 5.0

/// What could not be done or did not come; the text is what the test prints.
package struct TestTrouble: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Monotonic seconds.
package func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Looks until `condition` holds; the look is cheap and the bound is far away.
package func waitUntil(
    within bound: Double = patienceSeconds, _ what: @autoclosure () -> String,
    _ condition: () throws -> Bool
) throws {
    let end = seconds() + bound
    while try !condition() {
        guard seconds() < end else { throw TestTrouble("not within \(bound) s: \(what())") }
        usleep(2000)
    }
}

/// How a process ended.
package enum Ending: Equatable, CustomStringConvertible {
    case exited(Int32)
    case killed(Int32)

    package init(_ status: Int32) {
        self = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(status & 0x7f)
    }
    package var description: String {
        switch self {
        case .exited(let status): "exit \(status)"
        case .killed(let signal): "signal \(signal)"
        }
    }
}

/// A child, its standard output and error in files of a folder of its own.
package final class ChildProcess {
    package let identifier: pid_t
    private let outputFile: String
    private let errorFile: String
    package private(set) var ending: Ending?

    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: added to a small one of our own.
    ///   - descriptors: become 3, 4, ... in the child.
    ///   - terminal: the device that it has for input and output, in a session of its own.
    package init(
        _ arguments: [String], environment: [String: String] = [:], descriptors: [Int32] = [],
        terminal: String? = nil, folder: String
    ) throws {
        let stamp = "\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        outputFile = "\(folder)/\(stamp).out"
        errorFile = "\(folder)/\(stamp).err"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        if let terminal {
            posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, outputFile, flags, 0o600)
        }
        posix_spawn_file_actions_addopen(&actions, 2, errorFile, flags, 0o600)
        for (index, descriptor) in descriptors.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(3 + index))
        }
        var everything = [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            // A trap must be an exit, not a debugger that holds the files.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        for name in ["LD_LIBRARY_PATH", "TSAN_OPTIONS", "ASAN_OPTIONS"] {
            if let value = getenv(name) { everything[name] = String(cString: value) }
        }
        everything.merge(environment) { _, new in new }
        let words = arguments.map { strdup($0) } + [nil]
        let variables = everything.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var made: pid_t = 0
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        if terminal != nil { posix_spawnattr_setflags(&attributes, ownSession) }
        let code = posix_spawnp(&made, arguments[0], &actions, &attributes, words, variables)
        guard code == 0 else {
            throw TestTrouble("\(arguments[0]): \(String(cString: strerror(code)))")
        }
        identifier = made
    }

    deinit {
        guard !hasEnded else { return }
        Glibc.kill(identifier, SIGKILL)
        var status: Int32 = 0
        waitpid(identifier, &status, 0)
    }

    /// Where its words are.
    package var files: [String] { [outputFile, errorFile] }
    /// What it has printed so far.
    package var output: String { text(of: outputFile) }
    /// What it has logged so far.
    package var errors: String { text(of: errorFile) }

    /// Whether it has ended; does not wait.
    package var hasEnded: Bool {
        if ending != nil { return true }
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return false }
        ending = Ending(status)
        return true
    }

    package func signal(_ number: Int32) {
        if !hasEnded { Glibc.kill(identifier, number) }
    }

    /// Waits for its end.
    package func end(within bound: Double = patienceSeconds) throws -> Ending {
        try waitUntil(within: bound, "the end of process \(identifier); it said \(errors)") {
            hasEnded
        }
        return try required(ending)
    }

    /// Waits for words in its log.
    package func waitForError(_ words: String, within bound: Double = patienceSeconds) throws {
        try waitUntil(within: bound, "\"\(words)\" in the log: \(errors)") {
            errors.contains(words)
        }
    }
}

/// The bytes of a file as text; empty where there is none.
package func text(of file: String) -> String {
    String(decoding: bytes(of: file), as: UTF8.self)
}

/// The bytes of a file; empty where there is none.
package func bytes(of file: String) -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count <= 0 { return all }
        all += buffer[..<count]
    }
}

/// Writes a whole file.
package func write(_ text: String, to file: String, mode: mode_t = 0o600) throws {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw TestTrouble("\(file): \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    let all = Array(text.utf8)
    guard Glibc.write(descriptor, all, all.count) == all.count else {
        throw TestTrouble("\(file): not written")
    }
}

/// The value that must be there.
package func required<Value>(_ value: Value?, _ what: @autoclosure () -> String = "") throws
    -> Value
{
    guard let value else { throw TestTrouble("missing: \(what())") }
    return value
}
