// SPDX-License-Identifier: Apache-2.0
/// The beginning of a request line: the client's tag and the verb.
/// Never looks at the fields behind them.

/// Tag and verb of one line, and where the rest begins.
package struct LineHead: Sendable {
    /// Longest tag, without its `@`; the reply repeats it on every line.
    package static let tagBytesMax = 32

    /// The client's tag; nil where there is none.
    package let tag: String?
    /// The verb, packed; `.none` for one of more than eight bytes.
    let verb: Word8
    /// The verb as written, for the answer to an unknown one.
    let verbStart: Int
    let verbEnd: Int

    /// Nothing but blanks behind the tag.
    var isEmpty: Bool { verbStart == verbEnd }
    /// Where the words and fields begin.
    var fields: FieldReader { FieldReader(at: verbEnd) }

    /// Reads tag and verb. Throws `.syntax` for a tag that is empty, too long or not printable.
    package init(_ line: ByteSpan) throws(WireError) {
        let count = line.count
        var at = 0
        while at < count, line[at] == 0x20 || line[at] == 0x09 { at += 1 }
        if at < count, line[at] == 0x40 {
            let start = at + 1
            at = start
            while at < count, line[at] > 0x20, line[at] < 0x7F { at += 1 }
            let ends = at == count || line[at] == 0x20 || line[at] == 0x09
            guard ends, (1...LineHead.tagBytesMax).contains(at - start) else {
                throw .syntax(expected: "@tag of 1...32 printable characters")
            }
            tag = string(line.extracting(start..<at))
            while at < count, line[at] == 0x20 || line[at] == 0x09 { at += 1 }
        } else {
            tag = nil
        }
        verbStart = at
        while at < count, line[at] != 0x20, line[at] != 0x09 { at += 1 }
        verbEnd = at
        verb = Word8(line, verbStart, at)
    }

    /// The verb as text, at most 32 bytes of it, broken UTF-8 as `\u{HEX}`.
    func verbText(in line: ByteSpan) -> String {
        let piece = Piece(
            begin: verbStart, keyEnd: verbStart, start: verbStart,
            end: min(verbEnd, verbStart + 32))
        return piece.text(in: line, mending: true)
    }
}
