// SPDX-License-Identifier: Apache-2.0
/// The terminal as a full screen needs it, and back as it was: on every exit, crash and suspend.
/// Never allocates on the way back: that runs inside the handlers of signals.

import Glibc

enum TerminalMode {
    /// Signals that end the program: the terminal is given back first.
    private static let endings = [
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV,
    ]
    /// Other screen, no wrapping at the edge, pastes told from typing.
    private static let enterWords: StaticString = "\u{1B}[?1049h\u{1B}[?7l\u{1B}[?2004h\u{1B}[2J"
    private static let leaveWords: StaticString =
        "\u{1B}[?2026l\u{1B}[?2004l\u{1B}[?7h\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

    /// What handlers may touch, made before the first of them is installed.
    private struct Kept {
        var before = termios()
        var isFull: Int32 = 0
        /// SIGTSTP or SIGCONT came: the loop must look.
        var wantsStop: Int32 = 0
        var hasContinued: Int32 = 0
    }
    private nonisolated(unsafe) static let kept: UnsafeMutablePointer<Kept> = {
        let kept = UnsafeMutablePointer<Kept>.allocate(capacity: 1)
        kept.initialize(to: Kept())
        return kept
    }()

    /// Raw keys and the other screen; handlers that undo it.
    static func enter() throws(Failure) {
        guard tcgetattr(0, &kept.pointee.before) == 0 else {
            throw Failure(.ourFault, "standard input is no terminal: \(systemWords(errno))")
        }
        for signal in endings {
            install(signal, flags: Int32(bitPattern: UInt32(SA_RESETHAND))) { number in
                TerminalMode.leave()
                raise(number)
            }
        }
        install(SIGTSTP, flags: 0) { _ in TerminalMode.kept.pointee.wantsStop = 1 }
        install(SIGCONT, flags: 0) { _ in TerminalMode.kept.pointee.hasContinued = 1 }
        // Only to wake the loop, which looks at the size each time round.
        install(SIGWINCH, flags: 0) { _ in }
        takeOver()
    }

    private static func takeOver() {
        var raw = kept.pointee.before
        cfmakeraw(&raw)
        tcsetattr(0, TCSADRAIN, &raw)
        kept.pointee.isFull = 1
        write(enterWords)
    }

    /// As it was. May run in a handler.
    static func leave() {
        guard kept.pointee.isFull != 0 else { return }
        kept.pointee.isFull = 0
        write(leaveWords)
        tcsetattr(0, TCSANOW, &kept.pointee.before)
    }

    /// Whether another program has had the terminal meanwhile: all must be drawn again.
    static func hasContinued() -> Bool {
        guard kept.pointee.hasContinued != 0 else { return false }
        kept.pointee.hasContinued = 0
        takeOver()
        return true
    }

    /// Whether a stop was asked for from outside.
    static func wantsStop() -> Bool {
        guard kept.pointee.wantsStop != 0 else { return false }
        kept.pointee.wantsStop = 0
        return true
    }

    /// Ctrl-Z: gives the terminal back and stops, until `fg`.
    static func suspend() {
        leave()
        raise(SIGSTOP)
    }

    /// Columns and rows.
    static func size() -> (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        // Nothing of use is drawn beyond this, and a wrong answer must not take the memory.
        return (min(Int(size.ws_col), 500), min(Int(size.ws_row), 200))
    }

    private static func write(_ words: StaticString) {
        _ = Glibc.write(1, words.utf8Start, words.utf8CodeUnitCount)
    }

    private static func install(
        _ signal: Int32, flags: Int32, _ handler: @escaping @convention(c) (Int32) -> Void
    ) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = flags
        sigaction(signal, &action, nil)
    }
}
