// SPDX-License-Identifier: Apache-2.0
/// Owns the places in a JSON5 text: the line of each key, keys given twice, where the text breaks.
/// Never reads a value: Foundation's decoder does, but it names no place and takes doubled keys.

/// Where things stand in one JSON5 text.
struct Outline {
    /// The place where the text stops being JSON5.
    struct Break: Error {
        let line: Int
        let column: Int
        let found: String
        let expected: String
    }

    /// Path of a key or element -> its line, from 1.
    private(set) var lines: [String: Int] = [:]
    /// Keys that stand twice in one object, at their later lines.
    private(set) var doubled: [(path: String, line: Int, firstLine: Int)] = []
    /// nil where the text was understood to its end.
    private(set) var failure: Break?
    /// The first escape in a string that Foundation may not know.
    private(set) var strangeEscape: Break?

    /// Objects and lists inside each other; the deepest sample has 4.
    private static let depthMax = 64

    private let bytes: [UInt8]
    private let lineStarts: [Int]
    private var at = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        lineStarts =
            [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        do throws(Break) {
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
            try value("")
            try blank()
            if at < bytes.count { throw broken("the end of the file") }
        } catch {
            failure = error
        }
    }

    // MARK: - Values

    private mutating func value(_ path: String) throws(Break) {
        try blank()
        switch current {
        case UInt8(ascii: "{"): try object(path)
        case UInt8(ascii: "["): try list(path)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = try string()
        default: try scalar()
        }
    }

    private mutating func object(_ path: String) throws(Break) {
        let opened = at
        var seen: [String: Int] = [:]
        try descend()
        while true {
            try blank()
            if take("}") { break }
            let keyAt = at
            let key = try key(openedAt: opened)
            let keyPath = path.isEmpty ? key : "\(path).\(key)"
            let line = place(keyAt).line
            if let firstLine = seen[key] {
                doubled.append((keyPath, line, firstLine))
            } else {
                seen[key] = line
                lines[keyPath] = line
            }
            try blank()
            guard take(":") else {
                throw broken(
                    "\":\" (a key of other signs than letters, digits, _ and $ needs quotes)")
            }
            try value(keyPath)
            try blank()
            if take(",") { continue }
            guard take("}") else { throw unclosed("\",\" or \"}\"", opened, "{") }
            break
        }
        depth -= 1
    }

    private mutating func list(_ path: String) throws(Break) {
        let opened = at
        try descend()
        var count = 0
        while true {
            try blank()
            if take("]") { break }
            if at >= bytes.count { throw unclosed("\"]\"", opened, "[") }
            let element = "\(path)[\(count)]"
            lines[element] = place(at).line
            try value(element)
            count += 1
            try blank()
            if take(",") { continue }
            guard take("]") else { throw unclosed("\",\" or \"]\"", opened, "[") }
            break
        }
        depth -= 1
    }

    private mutating func descend() throws(Break) {
        guard depth < Self.depthMax else { throw broken("fewer than \(Self.depthMax) levels") }
        depth += 1
        at += 1
    }

    private mutating func key(openedAt opened: Int) throws(Break) -> String {
        if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") { return try string() }
        let start = at
        while let byte = current, Self.isName(byte), !(at == start && Self.isDigit(byte)) {
            at += 1
        }
        guard at > start else { throw unclosed("a key or \"}\"", opened, "{") }
        return text(start..<at)
    }

    /// A string's raw content; escapes stay as they are written, which is enough for places.
    private mutating func string() throws(Break) -> String {
        let opened = at
        let quote = bytes[at]
        at += 1
        while let byte = current {
            if byte == quote {
                at += 1
                return text(opened + 1..<at - 1)
            }
            if byte == UInt8(ascii: "\n") { break }
            if byte == UInt8(ascii: "\\") {
                noteEscape()
                at += at + 1 < bytes.count ? 2 : 1
            } else {
                at += 1
            }
        }
        at = opened
        throw broken("a closing quote on the same line")
    }

    /// Notes an escape that is none of JSON's, for when Foundation refuses the text.
    private mutating func noteEscape() {
        guard strangeEscape == nil, let sign = next else { return }
        let digits = bytes[min(at + 2, bytes.count)...].prefix(4)
        let isHex = digits.count == 4 && digits.allSatisfy { Self.isHexDigit($0) }
        if "\"'\\/bfnrt".utf8.contains(sign) || sign == UInt8(ascii: "u") && isHex { return }
        strangeEscape = broken("an escape such as \\\", \\\\, \\n or \\u0041")
    }

    private mutating func scalar() throws(Break) {
        let start = at
        while let byte = current,
            Self.isName(byte) || byte == UInt8(ascii: "+")
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        { at += 1 }
        let word = text(start..<at)
        if ["null", "true", "false"].contains(word) || Self.isNumber(word) { return }
        at = start
        throw broken("a value (text needs quotes)")
    }

    // MARK: - Between values

    /// Skips blanks and comments.
    private mutating func blank() throws(Break) {
        while let byte = current {
            switch byte {
            case 0x09...0x0D, 0x20: at += 1
            case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
                while let byte = current, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
                    at += 1
                }
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                let opened = at
                at += 2
                while at < bytes.count, !(current == UInt8(ascii: "*") && next == UInt8(ascii: "/"))
                {
                    at += 1
                }
                guard at < bytes.count else {
                    at = opened
                    throw broken("\"*/\" at the end of this comment")
                }
                at += 2
            default: return
            }
        }
    }

    private var current: UInt8? { at < bytes.count ? bytes[at] : nil }
    private var next: UInt8? { at + 1 < bytes.count ? bytes[at + 1] : nil }

    private mutating func take(_ character: Character) -> Bool {
        guard current == character.asciiValue else { return false }
        at += 1
        return true
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24, 0x80...: true
        default: false
        }
    }

    private static func isNumber(_ word: String) -> Bool {
        let bare = word.hasPrefix("+") || word.hasPrefix("-") ? word.dropFirst() : word[...]
        if bare == "Infinity" || bare == "NaN" { return true }
        if bare.hasPrefix("0x") || bare.hasPrefix("0X") {
            return bare.count > 2 && bare.utf8.dropFirst(2).allSatisfy { isHexDigit($0) }
        }
        guard let first = bare.utf8.first, first == UInt8(ascii: ".") || isDigit(first) else {
            return false
        }
        let second = bare.utf8.dropFirst().first
        if first == UInt8(ascii: "0"), let second, isDigit(second) { return false }
        return Double(String(bare)) != nil
    }

    // MARK: - Places

    /// Line and column of a byte, both from 1; columns count characters' first bytes.
    private func place(_ index: Int) -> (line: Int, column: Int) {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= index { low = middle } else { high = middle }
        }
        let before = bytes[lineStarts[low]..<index].count { $0 & 0xC0 != 0x80 }
        return (low + 1, before + 1)
    }

    private func broken(_ expected: String) -> Break {
        let (line, column) = place(at)
        let rest = String(decoding: bytes[at...].prefix(40), as: UTF8.self)
        let word = rest.prefix { !$0.isNewline && $0 != " " }.prefix(20)
        let found =
            at >= bytes.count ? "the end of the file" : "\"\(PlainText.escaped(String(word)))\""
        return Break(line: line, column: column, found: found, expected: expected)
    }

    private func unclosed(_ expected: String, _ opened: Int, _ bracket: String) -> Break {
        guard at >= bytes.count else { return broken(expected) }
        let line = place(opened).line
        return broken("\(expected) for the \"\(bracket)\" of line \(line)")
    }
}
