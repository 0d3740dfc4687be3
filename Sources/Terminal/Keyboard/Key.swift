// SPDX-License-Identifier: Apache-2.0
/// Bytes of a keyboard -> keys. Never waits: what is not whole yet is kept for the next bytes.

import Wire

/// A key that was pressed.
package enum Key: Hashable, Sendable {
    case sign(Character)
    case control(Character)
    case enter, escape, tab, backTab, backspace, delete
    case up, down, left, right, home, end, pageUp, pageDown
    /// Text that came from a clipboard: it is typed, never obeyed.
    case pasted(String)
}

package struct KeyReader: Sendable {
    /// More of a paste is left out: no line is longer.
    private static let pasteBytesMax = 4096

    private var held: [UInt8] = []
    private var paste: [UInt8]?

    package init() {}

    /// Whether an escape byte waits to be told from a sequence that begins with it.
    package var isUndecided: Bool { !held.isEmpty }

    package mutating func take(_ bytes: [UInt8]) -> [Key] {
        held += bytes
        var keys: [Key] = []
        while let key = next() { keys.append(key) }
        return keys
    }

    /// Nothing came behind it for a while: an escape by itself is the key of that name.
    package mutating func flush() -> [Key] {
        guard !held.isEmpty, paste == nil else { return [] }
        let first = held.removeFirst()
        let key: Key? = first == 0x1B ? .escape : nil
        return (key.map { [$0] } ?? []) + take([])
    }

    private mutating func next() -> Key? {
        if paste != nil { return pasted() }
        guard let first = held.first else { return nil }
        switch first {
        case 0x1B: return escaped()
        case 0x0D, 0x0A: return drop(1, .enter)
        case 0x09: return drop(1, .tab)
        case 0x08, 0x7F: return drop(1, .backspace)
        case 0..<0x20: return drop(1, .control(Character(UnicodeScalar(first + 0x60))))
        default: return sign(first)
        }
    }

    private mutating func drop(_ count: Int, _ key: Key) -> Key {
        held.removeFirst(count)
        return key
    }

    /// A sign of UTF-8; a byte that begins none is a question mark, and so is one cut short.
    private mutating func sign(_ first: UInt8) -> Key? {
        if let found = decodeScalar(held.span, at: 0), let scalar = Unicode.Scalar(found.value) {
            return drop(found.length, .sign(Character(scalar)))
        }
        // Bytes that could still become a sign are waited for.
        let isOpen =
            held.count < scalarBytes(first) && held.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
        return isOpen ? nil : drop(1, .sign("?"))
    }

    /// CSI and SS3 sequences; unknown ones are swallowed whole.
    private mutating func escaped() -> Key? {
        guard held.count > 1 else { return nil }
        guard held[1] == 0x5B || held[1] == 0x4F else {
            held.removeFirst()
            return .escape
        }
        var end = 2
        while end < held.count, !(0x40...0x7E).contains(held[end]) { end += 1 }
        guard end < held.count else {
            if held.count > 32 { held.removeAll() }
            return nil
        }
        let body = String(decoding: held[2...end], as: UTF8.self)
        held.removeFirst(end + 1)
        switch body {
        case "A": return .up
        case "B": return .down
        case "C": return .right
        case "D": return .left
        case "H", "1~", "7~": return .home
        case "F", "4~", "8~": return .end
        case "Z": return .backTab
        case "3~": return .delete
        case "5~": return .pageUp
        case "6~": return .pageDown
        case "200~":
            paste = []
            return next()
        default: return next()
        }
    }

    /// Up to `ESC [ 201 ~`.
    private mutating func pasted() -> Key? {
        let mark = Array("\u{1B}[201~".utf8)
        while !held.isEmpty {
            if held.starts(with: mark) {
                held.removeFirst(mark.count)
                let text = String(decoding: paste ?? [], as: UTF8.self)
                paste = nil
                return .pasted(text)
            }
            if held[0] == 0x1B, mark.starts(with: held) { return nil }
            let byte = held.removeFirst()
            if let count = paste?.count, count < Self.pasteBytesMax { paste?.append(byte) }
        }
        return nil
    }
}
