// SPDX-License-Identifier: Apache-2.0
/// Text of a frame as people read it: UTF-8, or Windows-1252 where it is not that.
/// Never lets a byte through that could end a line, move a cursor or turn the reading direction.

import Vocabulary

/// Old revisions of the standard say Windows-1252, newer ones UTF-8; devices do not say which.
package enum DC09Text {
    /// At most `Limits.textBytesMax` bytes; hidden characters become `\u{HEX}`.
    package static func decoded(
        _ bytes: ByteSpan, atMost bytesMax: Int = Limits.textBytesMax
    ) -> String {
        if isPlain(bytes) {
            return bytes.count <= bytesMax ? string(bytes) : string(bytes.extracting(..<bytesMax))
        }
        var out: [UInt8] = []
        out.reserveCapacity(min(bytes.count * 2, bytesMax + 10))
        let isUnicode = isUTF8(bytes)
        var at = 0
        while at < bytes.count {
            var scalar = DecodedScalar(value: table(bytes[at]), length: 1)
            if isUnicode, let found = decodeScalar(bytes, at: at) { scalar = found }
            let before = out.count
            append(scalar.value, to: &out)
            if out.count > bytesMax {
                out.removeSubrange(before...)
                break
            }
            at += scalar.length
        }
        return string(out.span)
    }

    /// Printable ASCII only: nearly all there is.
    private static func isPlain(_ bytes: ByteSpan) -> Bool {
        for at in 0..<bytes.count where bytes[at] &- 0x20 >= 0x5F { return false }
        return true
    }

    private static func append(_ value: UInt32, to out: inout [UInt8]) {
        guard !isHidden(value), let scalar = Unicode.Scalar(value) else {
            return appendHexEscape(value, to: &out)
        }
        out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// What a byte of Windows-1252 stands for; its five unused bytes stay control characters.
    private static func table(_ byte: UInt8) -> UInt32 {
        guard byte &- 0x80 < 0x20 else { return UInt32(byte) }
        return high[Int(byte - 0x80)]
    }
    private static let high: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
        0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
