// SPDX-License-Identifier: Apache-2.0
/// Builds the lines that leave: replies, events, and the requests of our own client programs.
/// Never puts a line end inside a value, and never makes a line longer than the limit.

package import Vocabulary

/// Appends lines to one array of bytes. A reply of several lines needs nothing special: each new
/// `line` turns the one before it into `250-...`, so the last one is `250 ...` by itself.
package struct LineWriter: Sendable {
    /// Longest line written: leaves room for the longest tag, so that a tagged line fits too.
    package static let lineBytesMax = Limits.lineBytesMax - (LineHead.tagBytesMax + 2)
    /// Text values are cut here; what is behind it is kept for the numbers and keys that follow a
    /// long text on the same line.
    package static let textEndMax = lineBytesMax - 512

    private var bytes: [UInt8] = []
    private var lineStart = 0
    /// Where the last reply line has its `-` or space; -1 before the first.
    private var separator = -1
    private var code = 0
    /// True once a value was cut or a field left out because the line was full.
    package private(set) var wasCut = false

    /// `capacity`: bytes to make room for at once.
    package init(capacity: Int = 96) { bytes.reserveCapacity(capacity) }

    /// A reply that begins with the line `code`.
    package init(_ code: ReplyCode) {
        self.init()
        line(code)
    }

    /// All lines, each with its end (LF).
    package consuming func finish() -> [UInt8] {
        endLine()
        return bytes
    }
    /// Whether nothing was written yet.
    package var isEmpty: Bool { bytes.isEmpty }

    /// Begins the next line of the reply. The first line's number counts for all of them; the
    /// word is each line's own (`250-HOME`).
    package mutating func line(_ next: ReplyCode) {
        endLine()
        let row = next.row
        if separator >= 0 { bytes[separator] = 0x2D } else { code = row.code }
        append(Int64(code))
        separator = bytes.count
        bytes.append(0x20)
        append(row.word)
    }

    /// Begins an event line: `* NAME n=12`. `n` is the centre's own event number.
    package mutating func event(_ name: StaticString, n: Int64) {
        endLine()
        bytes.append(0x2A)
        bytes.append(0x20)
        append(name)
        field("n", n)
    }

    /// Begins a request line of a client: `IMPORT ROW`.
    package mutating func request(_ verb: StaticString) {
        endLine()
        append(verb)
    }

    /// A value without a key (`TAKE 20261120-0042`, `220 safebell 1.0 device ready`).
    package mutating func word(_ value: String) {
        put(value, quoted: false, mark: bytes.count)
    }

    /// `key=value`, in quotes only where the value needs them.
    package mutating func field(_ key: StaticString, _ value: String) {
        let mark = begin(key)
        put(value, quoted: false, mark: mark)
    }

    /// `key="value"`: words for people, always in quotes.
    package mutating func text(_ key: StaticString, _ value: String) {
        let mark = begin(key)
        put(value, quoted: true, mark: mark)
    }

    /// `key="value"` from bytes that may not be UTF-8; broken ones leave as `\u{HEX}`.
    package mutating func text(_ key: StaticString, raw value: [UInt8]) {
        let mark = begin(key)
        escaped(value.span, mark: mark)
    }

    /// `c3=value`: a cell of an import row; `index` from 1.
    package mutating func cell(_ index: Int, _ value: String) {
        let mark = bytes.count
        bytes.append(0x20)
        bytes.append(0x63)
        append(Int64(index))
        bytes.append(0x3D)
        put(value, quoted: false, mark: mark)
    }

    /// `key=12`.
    package mutating func field(_ key: StaticString, _ value: Int64) {
        let mark = begin(key)
        append(value)
        keepIfItFits(mark)
    }
    /// `key=12`.
    package mutating func field(_ key: StaticString, _ value: Int) { field(key, Int64(value)) }

    /// `call=20261120-0042`.
    package mutating func field(_ key: StaticString, _ value: CallID) {
        let mark = begin(key)
        append(Int64(value.day.number))
        bytes.append(0x2D)
        var room = Int64(1000)
        while room > 1, value.number < room {
            bytes.append(0x30)
            room /= 10
        }
        append(value.number)
        keepIfItFits(mark)
    }

    /// `left=11.6`: seconds with one decimal, truncated towards zero.
    package mutating func seconds(_ key: StaticString, _ value: Vocabulary.Span) {
        let mark = begin(key)
        if value.milliseconds < 0 { bytes.append(0x2D) }
        let tenths = Int64(value.milliseconds.magnitude / 100)
        append(tenths / 10)
        bytes.append(0x2E)
        append(tenths % 10)
        keepIfItFits(mark)
    }

    /// `key=value` by itself, for a line that is put together from what people typed.
    package static func field(_ key: String, _ value: String) -> String {
        var writer = LineWriter()
        writer.bytes.append(contentsOf: key.utf8)
        writer.bytes.append(0x3D)
        writer.put(value, quoted: false, mark: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// `@tag ` put before each line of `reply`.
    package static func tagged(_ reply: [UInt8], tag: String) -> [UInt8] {
        var tagged: [UInt8] = []
        tagged.reserveCapacity(reply.count + 64)
        var atLineStart = true
        for byte in reply {
            if atLineStart {
                tagged.append(0x40)
                tagged.append(contentsOf: tag.utf8)
                tagged.append(0x20)
            }
            tagged.append(byte)
            atLineStart = byte == 0x0A
        }
        return tagged
    }
}

extension LineWriter {
    private mutating func endLine() {
        guard bytes.count > lineStart else { return }
        bytes.append(0x0A)
        lineStart = bytes.count
    }

    private mutating func append(_ word: StaticString) {
        word.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Digits without a String.
    private mutating func append(_ value: Int64) {
        if value < 0 { bytes.append(0x2D) }
        var rest = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(48 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Writes ` key=` and returns where the field began.
    private mutating func begin(_ key: StaticString) -> Int {
        let mark = bytes.count
        bytes.append(0x20)
        append(key)
        bytes.append(0x3D)
        return mark
    }

    /// Takes the field back out where the line would grow too long.
    private mutating func keepIfItFits(_ mark: Int) {
        if bytes.count - lineStart > LineWriter.lineBytesMax {
            bytes.removeSubrange(mark...)
            wasCut = true
        }
    }

    /// Writes a value behind what `begin` wrote, or behind a space where it has no key.
    private mutating func put(_ value: String, quoted: Bool, mark: Int) {
        if bytes.count == mark { bytes.append(0x20) }
        let span = value.utf8.span
        let end = bytes.count - lineStart + span.count
        if !quoted, end <= LineWriter.textEndMax, isPlain(span) { return append(span) }
        if end + 2 <= LineWriter.textEndMax, isPlainInQuotes(span) {
            bytes.append(0x22)
            append(span)
            bytes.append(0x22)
            return keepIfItFits(mark)
        }
        escaped(span, mark: mark)
    }

    private mutating func append(_ value: ByteSpan) {
        value.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Whether all of it leaves as it stands: printable ASCII without quote and backslash, and
    /// U+3000...U+9FFF, U+FF00...U+FF7F, in which Chinese is written. The rest goes scalar by scalar.
    private func isPlainInQuotes(_ value: ByteSpan) -> Bool {
        var at = 0
        while at < value.count {
            let byte = value[at]
            if byte < 0x80 {
                guard byte >= 0x20, byte < 0x7F, byte != 0x22, byte != 0x5C else { return false }
                at += 1
                continue
            }
            guard at + 2 < value.count, value[at + 1] & 0xC0 == 0x80, value[at + 2] & 0xC0 == 0x80,
                (0xE3...0xE9).contains(byte) || (byte == 0xEF && value[at + 1] & 0xFE == 0xBC)
            else { return false }
            at += 3
        }
        return true
    }

    /// Non-empty printable ASCII without space, quote, backslash and equals sign.
    private func isPlain(_ value: ByteSpan) -> Bool {
        guard !value.isEmpty else { return false }
        for at in value.indices {
            switch value[at] {
            case 0x21, 0x23...0x3C, 0x3E...0x5B, 0x5D...0x7E: continue
            default: return false
            }
        }
        return true
    }

    /// Writes `"..."` with escapes, cut with `…` at the last scalar that leaves room for it.
    private mutating func escaped(_ value: ByteSpan, mark: Int) {
        let limit = lineStart + LineWriter.textEndMax
        bytes.append(0x22)
        var lastRoom = bytes.count
        var at = 0
        while at < value.count {
            at += appendEscaped(value, at: at)
            if bytes.count + 4 <= limit {
                lastRoom = bytes.count
            } else if bytes.count >= limit {
                bytes.removeSubrange(lastRoom...)
                bytes.append(contentsOf: [0xE2, 0x80, 0xA6])
                wasCut = true
                break
            }
        }
        bytes.append(0x22)
        keepIfItFits(mark)
    }

    /// Writes the scalar or broken byte at `at`; returns how many bytes it took.
    private mutating func appendEscaped(_ value: ByteSpan, at: Int) -> Int {
        guard let scalar = decodeScalar(value, at: at) else {
            appendHexEscape(UInt32(value[at]), to: &bytes)
            return 1
        }
        switch scalar.value {
        case 0x22, 0x5C:
            bytes.append(0x5C)
            bytes.append(UInt8(scalar.value))
        case 0x0A:
            bytes.append(0x5C)
            bytes.append(0x6E)
        case 0x09:
            bytes.append(0x5C)
            bytes.append(0x74)
        case let hidden where isHidden(hidden): appendHexEscape(hidden, to: &bytes)
        default:
            for offset in 0..<scalar.length { bytes.append(value[at + offset]) }
        }
        return scalar.length
    }
}
