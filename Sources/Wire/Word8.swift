// SPDX-License-Identifier: Apache-2.0
/// A verb or key of at most eight bytes, packed in one machine word so that a switch compares it.
/// Never allocates.

/// The bytes of one line, borrowed. (`Span` alone is a length of time in this program.)
package typealias ByteSpan = Swift.Span<UInt8>

/// Up to eight bytes, ASCII letters folded to lower case; 0 for anything longer, empty, or with a
/// NUL byte in it, and equal to no literal then.
struct Word8: Hashable, Sendable, ExpressibleByStringLiteral {
    let raw: UInt64

    /// No word.
    static let none = Word8(raw: 0)

    init(raw: UInt64) { self.raw = raw }

    @inline(__always)
    init(stringLiteral value: StaticString) {
        var raw: UInt64 = 0
        let count = value.utf8CodeUnitCount
        assert(count <= 8, "a literal that no word can equal")
        for at in 0..<count { raw |= UInt64(value.utf8Start[at]) << UInt64(at * 8) }
        self.raw = raw
    }

    /// Packs `line[start..<end]`.
    @inline(__always)
    init(_ line: ByteSpan, _ start: Int, _ end: Int) {
        guard end > start, end - start <= 8 else {
            raw = 0
            return
        }
        var packed: UInt64 = 0
        var shift: UInt64 = 0
        for at in start..<end {
            let byte = line[at]
            if byte == 0 {
                raw = 0
                return
            }
            let isUpper = byte &- 65 < 26
            packed |= UInt64(isUpper ? byte | 32 : byte) << shift
            shift += 8
        }
        raw = packed
    }

    /// Packs a name of a table.
    init(name: String) {
        let bytes = Array(name.utf8)
        self.init(bytes.span, 0, bytes.count)
    }

    @inline(__always)
    static func ~= (pattern: Word8, value: Word8) -> Bool { pattern.raw == value.raw }
}
