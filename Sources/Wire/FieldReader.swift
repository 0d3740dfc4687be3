// SPDX-License-Identifier: Apache-2.0
/// The grammar both line ports share: `[@tag] VERB words and key=value fields`, over borrowed bytes.
/// Never allocates while it looks for the pieces; only the texts asked for become Strings.

import Vocabulary

/// One word or field of a line, as positions in it.
struct Piece: Equatable, Sendable {
    /// The key, packed; `.none` for a word without key and for a key of more than eight bytes.
    var key = Word8.none
    /// Where the piece begins; a key ends at `keyEnd`, which equals `begin` for a word without key.
    var begin = 0
    var keyEnd = 0
    /// The value's bytes, without its quotes. `start` is 0 only for a piece that is not there.
    var start = 0
    var end = 0
    /// The value stands in quotes and holds a backslash.
    var hasEscapes = false
    /// The closing quote is missing, or something stands right behind it.
    var isBroken = false

    var isMissing: Bool { start == 0 }
    var isField: Bool { keyEnd > begin }
}

/// Walks over a line. Holds positions only, so that it may be kept beside the borrowed bytes.
struct FieldReader: Sendable {
    /// The next byte to look at.
    var at: Int

    /// The next word or field; nil at the end of the line.
    @inline(__always)
    mutating func next(in line: ByteSpan) -> Piece? {
        let count = line.count
        var at = self.at
        while at < count, isBlank(line[at]) { at += 1 }
        guard at < count else {
            self.at = at
            return nil
        }
        var piece = Piece(begin: at, keyEnd: at, start: at)
        if line[at] != 0x22 {
            while at < count {
                let byte = line[at]
                if byte == 0x3D || isBlank(byte) { break }
                at += 1
            }
            if at < count, line[at] == 0x3D, at > piece.begin {
                piece.key = Word8(line, piece.begin, at)
                piece.keyEnd = at
                at += 1
                piece.start = at
            }
        }
        if at < count, line[at] == 0x22, at == piece.start {
            at = quoted(line, from: at + 1, into: &piece)
        } else {
            while at < count, !isBlank(line[at]) { at += 1 }
            piece.end = at
        }
        self.at = at
        return piece
    }

    /// Reads to the closing quote; returns where the next piece may begin.
    @inline(__always)
    private func quoted(_ line: ByteSpan, from start: Int, into piece: inout Piece) -> Int {
        let count = line.count
        var at = start
        piece.start = start
        while at < count {
            let byte = line[at]
            if byte == 0x22 { break }
            if byte == 0x5C {
                piece.hasEscapes = true
                at += 1
            }
            at += 1
        }
        piece.end = min(at, count)
        guard at < count else {
            piece.isBroken = true
            return count
        }
        at += 1
        while at < count, !isBlank(line[at]) {
            piece.isBroken = true
            at += 1
        }
        return at
    }
}

@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

extension Piece {
    /// The value as text, escapes undone. With `mending`, broken UTF-8 becomes `\u{HEX}`; without
    /// it the line must have been checked before.
    func text(in line: ByteSpan, mending: Bool = false) -> String {
        let value = line.extracting(start..<end)
        if !hasEscapes && !mending { return string(value) }
        var plain: [UInt8] = []
        plain.reserveCapacity(value.count)
        var at = 0
        while at < value.count {
            if value[at] == 0x5C, hasEscapes {
                at += unescape(value, at: at, to: &plain)
            } else if let scalar = decodeScalar(value, at: at) {
                for offset in 0..<scalar.length { plain.append(value[at + offset]) }
                at += scalar.length
            } else {
                appendHexEscape(UInt32(value[at]), to: &plain)
                at += 1
            }
        }
        return string(plain.span)
    }

    /// The key as written.
    func keyText(in line: ByteSpan) -> String { string(line.extracting(begin..<keyEnd)) }

    /// The value as a whole number >= 0; nil for anything else, overflow included.
    @inline(__always)
    func number(in line: ByteSpan) -> Int64? {
        guard end > start else { return nil }
        var value: Int64 = 0
        for at in start..<end {
            let digit = line[at] &- 48
            guard digit < 10 else { return nil }
            let (tens, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, past) = tens.addingReportingOverflow(Int64(digit))
            guard !over, !past else { return nil }
            value = sum
        }
        return value
    }
}

/// Writes what the escape at `at` stands for and returns its length. One that is not in the grammar
/// stands for itself, backslash included.
private func unescape(_ value: ByteSpan, at: Int, to plain: inout [UInt8]) -> Int {
    guard at + 1 < value.count else {
        plain.append(0x5C)
        return 1
    }
    switch value[at + 1] {
    case 0x22: plain.append(0x22)
    case 0x5C: plain.append(0x5C)
    case 0x6E: plain.append(0x0A)
    case 0x74: plain.append(0x09)
    case 0x75:
        guard let (scalar, length) = hexEscape(value, at: at) else { fallthrough }
        plain.append(contentsOf: String(scalar).utf8)
        return length
    default:
        plain.append(0x5C)
        return 1
    }
    return 2
}

/// `\u{1...6 hex digits}` naming a scalar; nil otherwise.
private func hexEscape(_ value: ByteSpan, at: Int) -> (Unicode.Scalar, length: Int)? {
    guard at + 2 < value.count, value[at + 2] == 0x7B else { return nil }
    var number: UInt32 = 0
    var end = at + 3
    while end < value.count, end < at + 9, let digit = hexDigit(value[end]) {
        number = number << 4 | digit
        end += 1
    }
    guard end > at + 3, end < value.count, value[end] == 0x7D,
        let scalar = Unicode.Scalar(number)
    else { return nil }
    return (scalar, end + 1 - at)
}

private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 48...57: UInt32(byte - 48)
    case 65...70: UInt32(byte - 55)
    case 97...102: UInt32(byte - 87)
    default: nil
    }
}

/// Bytes to text; the caller has checked them, or accepts U+FFFD.
@inline(__always)
func string(_ bytes: ByteSpan) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
}
