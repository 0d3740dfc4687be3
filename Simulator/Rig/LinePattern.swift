// SPDX-License-Identifier: Apache-2.0
// Owns how a conversation says what a line must look like: words in order, fields, captures.
// Never an own idea of the protocol beyond words, quotes and `key=value`.

/// A line cut into words and fields.
package struct LineWords {
    package var words: [String] = []
    package var fields: [String: String] = [:]

    package init(_ line: String) {
        for piece in LineWords.pieces(of: line) {
            guard let equals = piece.firstIndex(of: "="), equals != piece.startIndex,
                piece[..<equals].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
            else {
                words.append(piece)
                continue
            }
            let key = String(piece[..<equals])
            let value = piece[piece.index(after: equals)...]
            if fields[key] == nil { fields[key] = LineWords.unquoted(value) }
        }
    }

    private static func pieces(of line: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var quoted = false
        var escaped = false
        for letter in line {
            if letter == " ", !quoted {
                if !piece.isEmpty { pieces.append(piece) }
                piece = ""
                continue
            }
            if letter == "\"", !escaped { quoted.toggle() }
            escaped = letter == "\\" && !escaped
            piece.append(letter)
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    private static func unquoted(_ value: Substring) -> String {
        guard value.count >= 2, value.first == "\"", value.last == "\"" else {
            return String(value)
        }
        let inside = String(value.dropFirst().dropLast())
        return inside.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
}

/// What a line must look like. A last word `*` allows more words and fields; a value `*` fits any
/// value, `prefix*` any that begins so; `$name` is a capture: any value the first time, the same
/// ever after.
package struct LinePattern {
    private let text: String
    private var expected: LineWords
    private var isOpen = false

    package init(_ text: String) {
        self.text = text
        var line = Substring(text)
        if line.hasSuffix(" *") {
            line = line.dropLast(2)
            isOpen = true
        }
        expected = LineWords(String(line))
    }

    /// Whether the line fits; new captures are kept only when it does.
    package func fits(_ line: String, _ captures: inout [String: String]) -> Bool {
        let heard = LineWords(line)
        var new = captures
        let more = heard.words.count - expected.words.count
        let moreFields = heard.fields.count - expected.fields.count
        guard isOpen ? more >= 0 : more == 0 && moreFields == 0 else { return false }
        for (pattern, word) in zip(expected.words, heard.words) {
            guard LinePattern.fits(pattern, word, &new) else { return false }
        }
        for (key, pattern) in expected.fields {
            guard let value = heard.fields[key], LinePattern.fits(pattern, value, &new) else {
                return false
            }
        }
        captures = new
        return true
    }

    private static func fits(
        _ pattern: String, _ value: String, _ captures: inout [String: String]
    ) -> Bool {
        if pattern.hasPrefix("$") {
            let name = String(pattern.dropFirst())
            if let known = captures[name] { return known == value }
            captures[name] = value
            return true
        }
        if pattern.hasSuffix("*") { return value.hasPrefix(pattern.dropLast()) }
        return pattern == value
    }
}
