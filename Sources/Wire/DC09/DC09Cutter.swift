// SPDX-License-Identifier: Apache-2.0
/// Cuts received bytes into DC-09 frames: by the length and by where the first quote stands, never
/// by CR alone. Never keeps a byte: the socket's owner keeps the tail that is not dealt with yet.

import Vocabulary

/// Finds the frame at the beginning of bytes; holds nothing.
///
/// A socket's owner calls `cut` until it says `.wait`, and keeps the rest. It never says `.wait` for
/// `frameBytesMax` bytes or more, so that this many are enough to keep.
package enum DC09Cutter {
    /// LF, CRC, length, the longest body, CR.
    package static let frameBytesMax = 9 + Limits.dc09BodyBytesMax + 1
    /// Bytes of noise without an LF that are kept until they are called noise: enough to recognise
    /// a foreign protocol, however it is cut into segments.
    static let noiseHeld = 64

    /// Looks at the beginning of `bytes`. `whole`: nothing will follow (a datagram).
    package static func cut(_ bytes: ByteSpan, whole: Bool = false) -> DC09Cut {
        if bytes.count == 0 { return .wait(begun: false) }
        let found = bytes[0] == lineFeed ? candidate(bytes, whole) : beforeLineFeed(bytes, whole)
        if case .wait(let begun) = found, whole {
            return .skip(count: bytes.count, begun ? .unfinished : .filler, nil)
        }
        return found
    }

    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D
    private static let quote: UInt8 = 0x22

    /// What stands before the first LF.
    private static func beforeLineFeed(_ bytes: ByteSpan, _ whole: Bool) -> DC09Cut {
        let end = nextLineFeed(in: bytes, from: 0)
        if isFiller(bytes, end) { return .skip(count: end, .filler, nil) }
        if end == bytes.count, end < noiseHeld, !whole { return .wait(begun: true) }
        return .skip(count: end, .noise, DC09Foreign(bytes))
    }

    /// What stands behind an LF: the receiver's algorithm, header of 9 bytes or of 7.
    private static func candidate(_ bytes: ByteSpan, _ whole: Bool) -> DC09Cut {
        var form = DC09Form()
        let header: Int
        let stated: Int?
        var crc: UInt16 = 0
        if bytes.count > 9, bytes[9] == quote, let given = hex(bytes, 1, &form.lowerHex) {
            crc = UInt16(given)
            header = 9
            stated = hex(bytes, 5, &form.lowerHex)
        } else if bytes.count > 7, bytes[7] == quote, let length = hex(bytes, 3, &form.lowerHex) {
            crc = UInt16(bytes[1]) << 8 | UInt16(bytes[2])
            form.binaryCRC = true
            header = 7
            stated = length
        } else if bytes.count < 10 {
            return .wait(begun: !isFiller(bytes, bytes.count))
        } else {
            return drop(bytes, .noise)
        }
        guard let count = stated else { return drop(bytes, .badLength) }
        guard count <= Limits.dc09BodyBytesMax else { return drop(bytes, .tooLong) }
        let end = header + count
        guard bytes.count >= end else { return rest(of: bytes) }
        let matches = CRC16.arc(bytes.extracting(header..<end)) == crc
        if matches, bytes[end - 1] == carriageReturn {
            form.countsCR = true
            return .frame(body: header..<(end - 1), count: end, form)
        }
        guard bytes.count > end else { return rest(of: bytes) }
        guard bytes[end] == carriageReturn else { return drop(bytes, .badLength) }
        guard matches else { return drop(bytes, .wrongCRC) }
        return .frame(body: header..<end, count: end + 1, form)
    }

    /// What to do while the rest of a frame is missing: wait; but where a whole frame stands behind, the
    /// device gave up in the middle and began anew, and its press must not wait for bytes of the first
    /// attempt that will never come.
    private static func rest(of bytes: ByteSpan) -> DC09Cut {
        var at = nextLineFeed(in: bytes, from: 1)
        while at < bytes.count {
            if isWholeFrame(bytes.extracting(at..<bytes.count)) { return drop(bytes, .badLength) }
            at = nextLineFeed(in: bytes, from: at + 1)
        }
        return .wait(begun: true)
    }

    /// Whether a frame with the right checksum stands at the beginning of `bytes`, in its usual form.
    private static func isWholeFrame(_ bytes: ByteSpan) -> Bool {
        var lower = false
        guard bytes.count > 9, bytes[9] == quote, let crc = hex(bytes, 1, &lower),
            let count = hex(bytes, 5, &lower), 9 + count < bytes.count,
            bytes[9 + count] == carriageReturn
        else { return false }
        return CRC16.arc(bytes.extracting(9..<(9 + count))) == UInt16(crc)
    }

    /// This LF begins nothing: on to the next one.
    private static func drop(_ bytes: ByteSpan, _ reason: DC09SkipReason) -> DC09Cut {
        let end = nextLineFeed(in: bytes, from: 1)
        if isFiller(bytes, end) { return .skip(count: end, .filler, nil) }
        return .skip(count: end, reason, reason == .noise ? DC09Foreign(bytes) : nil)
    }

    private static func nextLineFeed(in bytes: ByteSpan, from start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] != lineFeed { at += 1 }
        return at
    }

    /// Whether the first `count` bytes are NUL, CR or LF only.
    private static func isFiller(_ bytes: ByteSpan, _ count: Int) -> Bool {
        for at in 0..<count {
            switch bytes[at] {
            case 0x00, 0x0A, 0x0D: continue
            default: return false
            }
        }
        return true
    }

    /// Four hex digits as a number, in either case; nil for anything else.
    private static func hex(_ bytes: ByteSpan, _ start: Int, _ lower: inout Bool) -> Int? {
        var value = 0
        for at in start..<(start + 4) {
            guard let digit = hexValue(bytes[at]) else { return nil }
            if bytes[at] >= 0x61 { lower = true }
            value = value << 4 | Int(digit)
        }
        return value
    }
}

/// The value of a hex digit in either case; nil for anything else.
@inline(__always)
func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
}

/// The upper-case (or lower-case) hex digit of 0...15.
@inline(__always)
func hexText(_ value: UInt8, lower: Bool = false) -> UInt8 {
    value < 10 ? 0x30 + value : (lower ? 0x57 : 0x37) + value
}
