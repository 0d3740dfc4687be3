// SPDX-License-Identifier: Apache-2.0
/// What must hold of every text and line that leaves, whatever came in.
/// Never asks the code under test what is dangerous: the list here is its own.

import Vocabulary
import Wire

/// Signs that end a line, move a cursor or turn the reading direction (the reliability catalogue's
/// list, not the product's).
func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
        true
    default: false
    }
}

/// A text for people or logs.
func checkShown(_ text: String, _ what: StaticString = "a sign that steers") {
    for scalar in text.unicodeScalars {
        precondition(!isDangerous(scalar), "\(what)")
    }
}

/// Lines as they leave: ASCII or well-formed UTF-8, no dangerous sign, bounded, each with its end.
/// Calls `line` for each without its end.
@inline(__always)
func checkLines(_ bytes: ByteSpan, lineMax: Int, _ line: (ByteSpan) -> Void) {
    var start = 0
    var isASCII = true
    for at in 0..<bytes.count {
        let byte = bytes[at]
        if byte == 0x0A {
            let whole = bytes.extracting(start..<at)
            precondition(whole.count <= lineMax, "a line too long")
            if !isASCII { checkUnicode(whole) }
            line(whole)
            start = at + 1
            isASCII = true
        } else if byte >= 0x80 {
            isASCII = false
        } else {
            precondition(byte >= 0x20 && byte < 0x7F, "a control character in a line")
        }
    }
    precondition(start == bytes.count, "a line without its end")
}

private func checkUnicode(_ line: ByteSpan) {
    guard (try? UTF8Span(validating: line)) != nil else {
        preconditionFailure("a line that is not UTF-8")
    }
    checkShown(text(line))
}

/// Bytes as text.
func text(_ bytes: ByteSpan) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
}

/// Bytes as an array.
func array(_ bytes: ByteSpan) -> [UInt8] { bytes.withUnsafeBufferPointer { Array($0) } }

/// The same bytes, not only the same text in Unicode's sense.
func isSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
