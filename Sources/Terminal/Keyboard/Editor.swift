// SPDX-License-Identifier: Apache-2.0
/// One line being typed: insert, delete, move; bounded. Never holds a line end.

package struct Editor: Equatable, Sendable {
    private var signs: [Character] = []
    private(set) var cursor = 0
    /// Longest text: what the protocol's line can carry with its verb.
    private let signsMax = 1000

    package init(_ text: String = "") { replace(text) }

    package var text: String { String(signs) }
    package var isEmpty: Bool { signs.isEmpty }
    /// Columns in front of the cursor.
    package var cursorColumns: Int { columnsWide(printable(String(signs[..<cursor]))) }
    package var isAtEnd: Bool { cursor == signs.count }

    package mutating func replace(_ text: String) {
        signs = []
        cursor = 0
        insert(text)
    }

    package mutating func insert(_ text: String) {
        for sign in text where signs.count < signsMax {
            signs.insert(sign.isNewline || sign == "\t" ? " " : sign, at: cursor)
            cursor += 1
        }
    }

    /// True: the key was for the line.
    package mutating func take(_ key: Key) -> Bool {
        switch key {
        case .sign(let sign): insert(String(sign))
        case .pasted(let text): insert(text)
        case .backspace:
            guard cursor > 0 else { return true }
            cursor -= 1
            signs.remove(at: cursor)
        case .delete: if cursor < signs.count { signs.remove(at: cursor) }
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(signs.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = signs.count
        case .control("u"):
            signs.removeFirst(cursor)
            cursor = 0
        case .control("k"): signs.removeLast(signs.count - cursor)
        case .control("w"):
            while cursor > 0, signs[cursor - 1] == " " { removeBefore() }
            while cursor > 0, signs[cursor - 1] != " " { removeBefore() }
        default: return false
        }
        return true
    }

    private mutating func removeBefore() {
        cursor -= 1
        signs.remove(at: cursor)
    }
}
