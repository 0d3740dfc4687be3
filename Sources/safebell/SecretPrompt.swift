// SPDX-License-Identifier: Apache-2.0
/// Asks for a secret on the controlling terminal without showing it.
/// Never leaves the terminal without its echo, also not after Ctrl-C.

import Glibc
import Sockets
import Vocabulary

struct SecretPrompt: ~Copyable {
    private let terminal: FileDescriptor
    private let before: termios

    /// nil where this process has no terminal.
    init?() {
        let terminal = FileDescriptor(owning: open("/dev/tty", O_RDWR | O_CLOEXEC))
        var before = termios()
        guard terminal.isOpen, tcgetattr(terminal.raw, &before) == 0 else { return nil }
        self.terminal = terminal
        self.before = before
    }

    /// Asks once; throws where the person gives up or types nothing.
    func ask(_ question: String) throws(Failure) -> String {
        var quiet = before
        // Bytes one by one, and Ctrl-C among them: a signal would leave the echo off.
        quiet.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(terminal.raw, TCSAFLUSH, &quiet) == 0 else {
            throw Failure(.ourFault, "the terminal does not hide what is typed")
        }
        defer {
            var old = before
            tcsetattr(terminal.raw, TCSAFLUSH, &old)
            show("\n")
        }
        show(question)
        let typed = try readTyped()
        guard let text = String(validating: typed, as: UTF8.self), !text.isEmpty else {
            throw Failure(.usage, "an empty secret, or one that is not UTF-8")
        }
        return text
    }

    /// Asks twice; throws where the two differ.
    func askTwice(_ question: String) throws(Failure) -> String {
        let first = try ask("\(question): ")
        guard try ask("\(question), again 再輸入一次: ") == first else {
            throw Failure(.wrong, "the two are not the same; nothing was changed")
        }
        return first
    }

    private func readTyped() throws(Failure) -> [UInt8] {
        var typed: [UInt8] = []
        while typed.count <= Limits.lineBytesMax {
            var byte: UInt8 = 0
            let count = read(terminal.raw, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { throw Failure(.wrong, "the terminal is gone") }
            switch byte {
            case 0x0A, 0x0D, 0x04: return typed
            case 0x03, 0x1C: throw Failure(.wrong, "given up")
            case 0x08, 0x7F:
                // The last character with all its bytes.
                while let last = typed.popLast(), last & 0xC0 == 0x80 {}
            case 0x15: typed = []
            default: typed.append(byte)
            }
        }
        throw Failure(.usage, "the secret is too long")
    }

    private func show(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(terminal.raw, $0.baseAddress, $0.count) }
    }
}
