// SPDX-License-Identifier: Apache-2.0
/// Which characters leave as `\u{HEX}`, and the reading of one UTF-8 scalar.
/// Never lets a byte through that could end a line, move a cursor or turn the reading direction.

/// One scalar of UTF-8.
package struct DecodedScalar: Equatable, Sendable {
    package var value: UInt32
    /// Bytes it took, 1...4.
    package var length: Int
}

/// How many bytes a scalar that begins with `first` takes; 1 for a byte that begins none.
package func scalarBytes(_ first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
}

/// The scalar that begins at `at`; nil where the bytes are not well-formed UTF-8 (Unicode 15,
/// table 3-7: overlong forms, surrogates and values past U+10FFFF are refused).
package func decodeScalar(_ bytes: ByteSpan, at: Int) -> DecodedScalar? {
    let first = bytes[at]
    if first < 0x80 { return DecodedScalar(value: UInt32(first), length: 1) }
    let length = scalarBytes(first)
    guard length > 1, at + length <= bytes.count else { return nil }
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch first {
    case 0xE0: low = 0xA0
    case 0xED: high = 0x9F
    case 0xF0: low = 0x90
    case 0xF4: high = 0x8F
    default: break
    }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length {
        let byte = bytes[at + offset]
        guard byte >= low, byte <= high else { return nil }
        value = value << 6 | UInt32(byte & 0x3F)
        low = 0x80
        high = 0xBF
    }
    return DecodedScalar(value: value, length: length)
}

/// Whether all of `bytes` is well-formed UTF-8.
func isUTF8(_ bytes: ByteSpan) -> Bool {
    (try? UTF8Span(validating: bytes)) != nil
}

/// Control characters, line and paragraph separators, direction marks (Trojan Source,
/// CVE-2021-42574) and the byte order mark: never written as themselves.
func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E,
        0x2066...0x2069, 0xFEFF:
        true
    default: false
    }
}

/// Appends `\u{HEX}`, upper-case, without leading zeros.
func appendHexEscape(_ value: UInt32, to bytes: inout [UInt8]) {
    bytes.append(0x5C)
    bytes.append(0x75)
    bytes.append(0x7B)
    var shift: UInt32 = 28
    while shift > 0, value >> shift == 0 { shift -= 4 }
    while true {
        let digit = UInt8(value >> shift & 0xF)
        bytes.append(digit < 10 ? 48 + digit : 55 + digit)
        if shift == 0 { break }
        shift -= 4
    }
    bytes.append(0x7D)
}

/// `text` cut to at most `bytes` bytes at a scalar boundary.
package func cut(_ text: String, toBytes bytes: Int) -> String {
    let view = text.utf8
    guard view.count > bytes else { return text }
    let kept = Array(view.prefix(bytes + 1))
    var end = bytes
    while end > 0, kept[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: kept[0..<end], as: UTF8.self)
}
