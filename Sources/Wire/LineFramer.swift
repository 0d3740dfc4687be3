// SPDX-License-Identifier: Apache-2.0
// Owns the start of a line whose end has not come: bytes in, whole lines out, bounded.
// Never looks into a line, never keeps storage while no line is pending, never searches a byte twice.

import Vocabulary

/// Turns received bytes into lines that end in LF or CRLF.
///
/// A line longer than `lineBytesMax` is delivered once, cut and marked overlong, as soon as it is
/// known to be too long; what follows up to its LF is swallowed. So an alarm with an endless text
/// still shows its `dev=` and `ref=`, and the connection lives.
package struct LineFramer: ~Copyable {
    /// Longest line in bytes, without its terminator (docs/protocol-device.md).
    package static let lineBytesMax = Limits.lineBytesMax

    /// The bytes of a line without its LF. All were searched: none of them is an LF.
    private var held: [UInt8] = []
    /// An overlong line was delivered and its LF has not come yet.
    private var swallowing = false

    /// A framer that waits for the first byte of a line.
    package init() {}

    /// A line has begun and its end has not come.
    package var hasPartialLine: Bool { swallowing || !held.isEmpty }

    /// Looks at `bytes[offset...]` up to the first LF and moves `offset` behind what it used.
    ///
    /// - Parameters:
    ///   - bytes: what was received; call again while `offset < bytes.count`.
    ///   - offset: 0...bytes.count.
    ///   - deliver: gets the line without LF or CRLF, and whether it was cut at `lineBytesMax`.
    ///     Called at most once.
    /// - Returns: whether a line was delivered.
    @discardableResult
    package mutating func takeLine(
        from bytes: Swift.Span<UInt8>, offset: inout Int,
        _ deliver: (Swift.Span<UInt8>, Bool) -> Void
    ) -> Bool {
        let start = offset
        let end = Self.lineFeed(in: bytes, from: start)
        let isWhole = end < bytes.count
        offset = isWhole ? end + 1 : end
        if swallowing {
            swallowing = !isWhole
            return false
        }
        if held.isEmpty && isWhole {
            Self.deliver(bytes.extracting(start..<end), to: deliver)
            return true
        }
        // One byte more than a line may have: that byte is a CR or the proof of an overlong line.
        let room = Self.lineBytesMax + 1 - held.count
        let isCut = end - start > room
        held.append(contentsOf: bytes, from: start, to: isCut ? start + room : end)
        let isOverlong =
            isCut
            || held.count > Self.lineBytesMax && held[Self.lineBytesMax] != Self.carriageReturn
        guard isWhole || isOverlong else { return false }
        swallowing = !isWhole
        let line = held
        held = []
        if isOverlong {
            deliver(line.span.extracting(0..<Self.lineBytesMax), true)
        } else {
            Self.deliver(line.span, to: deliver)
        }
        return true
    }

    private static let carriageReturn: UInt8 = 0x0D

    /// Strips one CR and cuts.
    private static func deliver(
        _ line: Swift.Span<UInt8>, to deliver: (Swift.Span<UInt8>, Bool) -> Void
    ) {
        var count = line.count
        if count > 0 && line[count - 1] == carriageReturn { count -= 1 }
        deliver(line.extracting(0..<min(count, lineBytesMax)), count > lineBytesMax)
    }

    /// The index of the first LF at or after `start`, or `bytes.count`.
    private static func lineFeed(in bytes: Swift.Span<UInt8>, from start: Int) -> Int {
        // Eight bytes at a time: a zero byte of `word ^ feeds` borrows into its own high bit.
        let feeds: UInt64 = 0x0A0A_0A0A_0A0A_0A0A
        let ones: UInt64 = 0x0101_0101_0101_0101
        let raw = bytes.bytes
        var index = start
        while index + 8 <= bytes.count {
            let word = raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
            let mixed = UInt64(littleEndian: word) ^ feeds
            let zeroes = (mixed &- ones) & ~mixed & (ones << 7)
            if zeroes != 0 { return index + zeroes.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count && bytes[index] != 0x0A { index += 1 }
        return index
    }
}

extension [UInt8] {
    /// Appends `bytes[start..<end]`.
    fileprivate mutating func append(
        contentsOf bytes: Swift.Span<UInt8>, from start: Int, to end: Int
    ) {
        bytes.extracting(start..<end).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
