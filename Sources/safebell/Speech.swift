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

/// `text` with control characters, line separators and direction marks as `\u{HEX}`; the joiners
/// that Indic scripts and emoji need stay.
func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
        if isHidden(scalar) {
            shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
            shown.unicodeScalars.append(scalar)
        }
    }
    return shown
}

private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format: return scalar.value != 0x200C && scalar.value != 0x200D
    default: return false
    }
}

/// Columns that `text` takes on a terminal: Chinese characters two, combining marks none.
func columnsWide(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columnsWide($1) }
}

private func columnsWide(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    switch scalar.value {
    // East Asian Width W and F (Unicode 15, EastAsianWidth.txt), in whole blocks.
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
        0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        return 2
    default: return 1
    }
}

/// `text` with spaces behind it up to `width` columns.
func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columnsWide(text)))
}

/// `1 row`, `2 rows`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Columns of the terminal on standard output; nil where it is none.
func terminalColumns() -> Int? {
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
}
