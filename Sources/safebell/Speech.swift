// SPDX-License-Identifier: Apache-2.0
/// Words to the person: standard error for what happens, standard output for what was asked.
/// Never lets a control character of a record reach the terminal.

import Glibc

/// One line on standard error.
func say(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}

/// Text on standard output.
func printOut(_ text: String) throws(Failure) { try printOut(Array(text.utf8)) }

/// Bytes on standard output.
func printOut(_ bytes: [UInt8]) throws(Failure) { try writeAll(bytes, to: 1, "standard output") }

/// Writes everything, whatever the kernel takes at a time.
func writeAll(_ bytes: [UInt8], to file: Int32, _ name: String) throws(Failure) {
    var at = 0
    while at < bytes.count {
        let count = bytes.withUnsafeBytes { write(file, $0.baseAddress! + at, $0.count - at) }
        if count < 0 {
            if errno == EINTR { continue }
            throw Failure(.ourFault, "cannot write \(name): \(systemWords(errno))")
        }
        at += count
    }
}

/// The system's words for an error number.
func systemWords(_ number: Int32) -> String { String(cString: strerror(number)) }

/// `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Columns of the terminal on standard output; nil where it is none.
func terminalColumns() -> Int? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
}
