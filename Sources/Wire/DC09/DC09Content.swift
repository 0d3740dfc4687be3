// SPDX-License-Identifier: Apache-2.0
/// What stands in a frame's brackets, and behind them: data, extended data, timestamp.
/// Never knows whether it came in clear: decrypted bytes are read the same way.

import Vocabulary

/// `[data] [xdata]* [_timestamp]` as places in some bytes.
package struct DC09Content: Equatable, Sendable {
    /// Between the first brackets; empty for a null message.
    package let data: DC09Range
    /// All blocks of extended data, brackets included.
    package let blocks: DC09Range
    /// Behind `_`; missing where there is none.
    package let timestamp: DC09Range
    /// Something else stands at the end: kept out, and worth a line in the log.
    package let hasOddTail: Bool

    /// Reads clear content that begins behind the first `[` at `start`; nil where no `]` ends it.
    package init?(_ bytes: ByteSpan, from start: Int) {
        guard let end = Self.closing(bytes, from: start) else { return nil }
        self.init(bytes, data: start..<end)
    }

    /// Reads decrypted bytes: padding, `|`, then as in clear. Some leave the `|` out where there is
    /// no data (siadc09, the standard's own examples), so what stands before the first `]` without
    /// one is padding. nil where no `]` ends it: the key is another one.
    package init?(decrypted bytes: ByteSpan) {
        guard let end = Self.closing(bytes, from: 0) else { return nil }
        var start = 0
        while start < end, bytes[start] != 0x7C { start += 1 }
        self.init(bytes, data: (start < end ? start + 1 : end)..<end)
    }

    private init(_ bytes: ByteSpan, data: Range<Int>) {
        self.data = DC09Range(data.lowerBound, data.upperBound)
        let first = data.upperBound + 1
        var reader = DC09BlockReader(at: first)
        while reader.next(in: bytes) != nil {}
        blocks = DC09Range(first, reader.at)
        if reader.at < bytes.count, bytes[reader.at] == 0x5F {
            timestamp = DC09Range(reader.at + 1, bytes.count)
            hasOddTail = false
        } else {
            timestamp = .missing
            hasOddTail = reader.at < bytes.count
        }
    }

    /// The `]` that ends a piece of text: the first with a block, the timestamp or nothing behind
    /// it, as text may hold a `]` of its own; where none has, the first of all.
    static func closing(_ bytes: ByteSpan, from start: Int) -> Int? {
        var first: Int?
        for at in start..<max(start, bytes.count) where bytes[at] == 0x5D {
            if at + 1 == bytes.count || bytes[at + 1] == 0x5B || bytes[at + 1] == 0x5F { return at }
            if first == nil { first = at }
        }
        return first
    }
}

/// One block of extended data.
package struct DC09Block: Equatable, Sendable {
    /// The letter that says what it is; 0 for a block of bytes with their number before them.
    package let letter: UInt8
    /// Behind the letter, or the bytes themselves.
    package let value: DC09Range
}

/// Walks over blocks of extended data.
package struct DC09BlockReader: Sendable {
    /// Where the next block would begin.
    package private(set) var at: Int
    private var left = Limits.dc09BlocksMax

    package init(at: Int) { self.at = at }
    /// Over the blocks of `content`.
    package init(_ content: DC09Content) { at = content.blocks.start }

    /// The next block; nil where there is none, or where it does not end.
    package mutating func next(in bytes: ByteSpan) -> DC09Block? {
        guard left > 0, at < bytes.count, bytes[at] == 0x5B, at + 1 < bytes.count else { return nil }
        if let counted = counted(bytes) { return counted }
        guard let end = DC09Content.closing(bytes, from: at + 1) else { return nil }
        let block =
            end == at + 1
            ? DC09Block(letter: 0, value: DC09Range(end, end))
            : DC09Block(letter: bytes[at + 1], value: DC09Range(at + 2, end))
        at = end + 1
        left -= 1
        return block
    }

    /// 恒博 writes `[`, the number of bytes, the bytes, `]`, and they may be CR, LF or `]`. The number
    /// is two raw bytes, or four digits. No letter of the standard looks like either.
    private mutating func counted(_ bytes: ByteSpan) -> DC09Block? {
        let first = bytes[at + 1]
        if first < 0x10, at + 2 < bytes.count {
            return take(bytes, from: at + 3, count: Int(first) << 8 | Int(bytes[at + 2]))
        }
        guard first &- 0x30 < 10, at + 5 < bytes.count else { return nil }
        var hex = 0
        var decimal = 0
        for place in (at + 1)...(at + 4) {
            guard let digit = hexValue(bytes[place]) else { return nil }
            hex = hex << 4 | Int(digit)
            decimal = decimal * 10 + Int(digit)
        }
        return take(bytes, from: at + 5, count: hex) ?? take(bytes, from: at + 5, count: decimal)
    }

    private mutating func take(_ bytes: ByteSpan, from start: Int, count: Int) -> DC09Block? {
        let end = start + count
        guard end < bytes.count, bytes[end] == 0x5D else { return nil }
        if end + 1 < bytes.count, bytes[end + 1] != 0x5B, bytes[end + 1] != 0x5F { return nil }
        at = end + 1
        left -= 1
        return DC09Block(letter: 0, value: DC09Range(start, end))
    }
}
