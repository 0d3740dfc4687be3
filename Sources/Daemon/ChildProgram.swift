// SPDX-License-Identifier: Apache-2.0
/// One run of a configured program: started with words on its standard input, ended by itself or by
/// force. Never seen by Foundation: its Process waits for every heir of a pipe of its own, and so
/// never hears the end of a program whose own child lives on.

import Glibc

/// How a program ended.
enum ProgramEnd: Equatable, Sendable {
    case exited(Int32)
    case killed(Int32)
}

/// A running program and everything it started: one process group, that of its own number.
struct ChildProgram: Sendable {
    let process: pid_t
    /// The writing end of its standard input.
    private let input: Int32

    /// Starts it with the signals of any shell, only the three standard descriptors, and nobody to
    /// hear what it prints. Call from one queue only: a pipe made by two at once could be inherited
    /// by both.
    /// - Returns: nil where it cannot be started.
    init?(_ path: String, _ arguments: [String]) {
        var pipe: [Int32] = [-1, -1]
        guard Glibc.pipe(&pipe) == 0 else { return nil }
        defer { close(pipe[0]) }
        _ = fcntl(pipe[0], F_SETFD, FD_CLOEXEC)
        _ = fcntl(pipe[1], F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // We ignore TERM, HUP, INT and PIPE; a program that inherited that could not be ended.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        let words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var made: pid_t = 0
        guard posix_spawn(&made, path, &actions, &attributes, words, environ) == 0 else {
            close(pipe[1])
            return nil
        }
        process = made
        input = pipe[1]
    }

    /// Writes its input and closes it. A program that does not read loses it (EPIPE).
    func feed(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            sent += count
        }
        close(input)
    }

    /// Waits for its end, but keeps its number taken until `bury`, so that a late `kill` can never
    /// meet somebody else.
    func waitForEnd() {
        var about = siginfo_t()
        while waitid(P_PID, id_t(process), &about, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    }

    /// How it ended; its number is free from now on.
    func bury() -> ProgramEnd {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(status & 0x7f)
    }

    /// Ends it and all it started. Only before `bury`.
    func kill() { _ = Glibc.kill(-process, SIGKILL) }
}
