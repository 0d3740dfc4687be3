// SPDX-License-Identifier: Apache-2.0
/// Ciphertext as it stands in a frame: hex digits <-> bytes, and whether what came out is a message.
/// Never knows a key.

import Vocabulary

enum DC09Ciphertext {
    /// The bytes that hex digits in either case stand for; nil unless they are whole blocks.
    static func bytes(_ hex: ByteSpan) -> [UInt8]? {
        guard hex.count > 0, hex.count % (2 * Cipher.blockBytes) == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hex.count / 2)
        var at = 0
        while at < hex.count {
            guard let high = hexValue(hex[at]), let low = hexValue(hex[at + 1]) else { return nil }
            bytes.append(high << 4 | low)
            at += 2
        }
        return bytes
    }

    /// A wrong key gives noise, and in one frame of six noise has a `]` in it. A message ends in a
    /// timestamp, or has at least data without control characters and nothing behind its brackets.
    static func isReadable(_ clear: ByteSpan, _ content: DC09Content) -> Bool {
        if DC09Time.seconds(clear.extracting(content.timestamp.range)) != nil { return true }
        if content.hasOddTail { return false }
        if content.data.isEmpty {
            let end = content.data.start
            return content.timestamp.isMissing && end > 0 && clear[end - 1] == 0x7C
        }
        for at in content.data.range where clear[at] < 0x20 || clear[at] == 0x7F { return false }
        for at in content.timestamp.range where clear[at] &- 0x20 >= 0x5F { return false }
        return true
    }
}
