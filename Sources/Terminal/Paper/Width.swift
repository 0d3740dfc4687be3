// SPDX-License-Identifier: Apache-2.0
/// How wide a sign is on a terminal, and text that steers nothing.
/// Never lets a control character, a line separator or a direction mark of a record through.

/// Columns of one sign: 0 for marks that stand on the sign before, 2 for Chinese and the like.
package func columnsWide(_ scalar: Unicode.Scalar) -> Int {
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

/// Columns that `text` takes on a terminal.
package func columnsWide(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columnsWide($1) }
}

/// `text` with spaces behind it up to `width` columns.
package func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columnsWide(text)))
}

/// As much of `text` as fits into `width` columns; what was cut off ends with `~`.
package func fitted(_ text: String, to width: Int) -> String {
    guard columnsWide(text) > width else { return text }
    var room = max(0, width - 1)
    var kept = ""
    for scalar in text.unicodeScalars {
        let columns = columnsWide(scalar)
        guard columns <= room else { break }
        room -= columns
        kept.unicodeScalars.append(scalar)
    }
    return width > 0 ? kept + "~" : ""
}

/// `text` in lines of at most `width` columns, broken at spaces where there are some and between
/// wide signs anywhere, as Chinese is.
package func wrapped(_ text: String, to width: Int) -> [String] {
    guard width > 1 else { return [text] }
    var lines: [String] = []
    var line = ""
    var columns = 0
    for word in breakable(text) {
        let wide = columnsWide(word)
        if columns + columnsWide(trimmedEnd(word)) > width, columns > 0 {
            lines.append(trimmedEnd(line))
            line = ""
            columns = 0
        }
        if wide > width {
            // A word longer than a line is cut wherever the line ends.
            for scalar in word.unicodeScalars {
                let one = columnsWide(scalar)
                if columns + one > width {
                    lines.append(line)
                    line = ""
                    columns = 0
                }
                line.unicodeScalars.append(scalar)
                columns += one
            }
        } else {
            line += word
            columns += wide
        }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(trimmedEnd(line)) }
    return lines
}

/// Pieces between which a line may end; each keeps the spaces behind it.
private func breakable(_ text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    for scalar in text.unicodeScalars {
        let isWide = columnsWide(scalar) == 2
        let endsWord = piece.unicodeScalars.last.map { $0 == " " && scalar != " " } ?? false
        // No line begins with a full stop or a closing bracket.
        let sticks = "，。、；：？！）」』〉》".unicodeScalars.contains(scalar)
        if !piece.isEmpty, endsWord || (isWide && !sticks) {
            pieces.append(piece)
            piece = ""
        }
        piece.unicodeScalars.append(scalar)
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
}

private func trimmedEnd(_ text: String) -> String {
    var view = text[...]
    while view.last == " " { view.removeLast() }
    return String(view)
}

/// `text` with control characters, line separators and direction marks as `\u{HEX}`; the joiners
/// that Indic scripts and emoji need stay.
package func printable(_ text: String) -> String {
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

/// More than the wire hides (`Wire/Hidden.swift`): a terminal, unlike a file, draws what it is sent, so
/// all marks of format go but the two joiners.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format: return scalar.value != 0x200C && scalar.value != 0x200D
    default: return false
    }
}
