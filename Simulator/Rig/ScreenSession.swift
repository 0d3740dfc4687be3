// SPDX-License-Identifier: Apache-2.0
// Owns a program on a terminal of its own: keys in, what is seen out, how the terminal was left.
// Never looks at the program's memory: what a person would see is all that a test sees.

import CLinux
import Glibc

package final class ScreenSession: SeenScreen {
    private let master: Int32
    package let process: ChildProcess
    private var terminal: Emulator
    private let before: termios
    /// What it has written so far.
    package private(set) var bytes = 0

    /// - Parameter words: the program's path first.
    package init(
        _ words: [String], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24,
        folder: String
    ) throws {
        var name = [CChar](repeating: 0, count: 64)
        master = safebell_open_terminal(O_RDWR | O_NOCTTY | O_CLOEXEC, &name, 64)
        guard master >= 0 else {
            throw TestTrouble("no pseudo terminal: \(String(cString: strerror(errno)))")
        }
        let device = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        terminal = Emulator(columns: columns, rows: rows)
        before = ScreenSession.mode(of: master)
        process = try ChildProcess(
            words, environment: ["TERM": "xterm-256color"].merging(environment) { $1 },
            terminal: device, folder: folder)
    }

    deinit { close(master) }

    private static func mode(of descriptor: Int32) -> termios {
        var mode = termios()
        tcgetattr(descriptor, &mode)
        return mode
    }

    /// Reads what the program has written meanwhile.
    private func listen() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(master, &buffer, buffer.count)
            if count <= 0 { return }
            bytes += count
            terminal.take(Array(buffer[..<count]))
        }
    }

    /// What is seen now.
    package var text: String {
        listen()
        return terminal.text
    }
    package var complaint: String { process.errors }
    package var bells: Int { terminal.bells }
    /// How often it has drawn something.
    package var redraws: Int { terminal.redraws }
    /// Sequences that no terminal here knows.
    package var unknown: [String] { terminal.unknown }

    /// Keys as a keyboard sends them.
    package func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Seconds until the words are seen, measured at each byte that comes.
    package func secondsUntil(_ words: String, within bound: Double = 20) throws -> Double {
        let start = seconds()
        while !text.contains(words) {
            guard seconds() - start < bound else {
                throw TestTrouble("\"\(words)\" is not on the screen:\n\(text)")
            }
            var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, 100)
        }
        return seconds() - start
    }

    /// Whether the program has the terminal: raw keys, the other screen.
    package var isTaken: Bool {
        listen()
        return terminal.modes.contains("?1049") && !isAsBefore
    }
    /// Whether the terminal is as it was before the program.
    package var isGivenBack: Bool {
        listen()
        return terminal.modes == ["?7", "?25"] && isAsBefore
    }
    private var isAsBefore: Bool {
        let now = ScreenSession.mode(of: master)
        return now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag
            && now.c_oflag == before.c_oflag && now.c_cflag == before.c_cflag
    }

    /// Whether the program is stopped, as Ctrl-Z does it.
    package func waitUntilStopped() throws {
        try waitUntil("process \(process.identifier) stopped") {
            let state = Rig.text(of: "/proc/\(process.identifier)/stat")
            return state.split(separator: ")").last?.hasPrefix(" T") ?? false
        }
    }
}
