// SPDX-License-Identifier: Apache-2.0
/// One line that a centre sent, read back: for our own client programs, the simulator and tests.
/// Never used by the daemon itself.

/// A reply or event line taken apart.
package struct ReplyLine: Equatable, Sendable {
    /// The tag it came with; nil where it has none.
    package var tag: String?
    /// The three digits; 0 for an event.
    package var code: Int
    /// False for `250-`: more lines of the same reply follow.
    package var isLast: Bool
    /// The word behind the digits, or the event's name.
    package var word: String
    /// `key=value` in order; words without a key have the key "".
    package var fields: [(key: String, value: String)]

    /// True for a line that began with `* `.
    package var isEvent: Bool { code == 0 }
    /// The first value under `key`.
    package subscript(key: String) -> String? { fields.first { $0.key == key }?.value }

    /// Reads a line without its end; nil where it is neither reply nor event.
    package init?(_ line: ByteSpan) {
        guard isUTF8(line), let head = try? LineHead(line), !head.isEmpty else { return nil }
        tag = head.tag
        var reader = head.fields
        let digits = head.verbEnd - head.verbStart
        if digits == 1, line[head.verbStart] == 0x2A {
            code = 0
            isLast = true
            guard let name = reader.next(in: line), !name.isField else { return nil }
            word = name.text(in: line)
        } else {
            let number = Piece(
                begin: head.verbStart, start: head.verbStart, end: head.verbStart + 3)
            guard digits >= 3, let code = number.number(in: line), code >= 100 else { return nil }
            self.code = Int(code)
            if digits == 3 {
                isLast = true
                guard let name = reader.next(in: line), !name.isField else { return nil }
                word = name.text(in: line)
            } else {
                guard line[head.verbStart + 3] == 0x2D, digits > 4 else { return nil }
                isLast = false
                word = string(line.extracting(head.verbStart + 4..<head.verbEnd))
            }
        }
        fields = []
        while let piece = reader.next(in: line) {
            guard !piece.isBroken else { return nil }
            fields.append((piece.keyText(in: line), piece.text(in: line)))
        }
    }

    /// Reads one line of text without its end.
    package init?(_ line: String) { self.init(line.utf8.span) }

    package static func == (a: ReplyLine, b: ReplyLine) -> Bool {
        a.tag == b.tag && a.code == b.code && a.isLast == b.isLast && a.word == b.word
            && a.fields.count == b.fields.count
            && zip(a.fields, b.fields).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    }
}
