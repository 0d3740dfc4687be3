// SPDX-License-Identifier: Apache-2.0
/// What a receiver says: ACK, encrypted ACK, NAK with exact UTC, DUH, in the form received.
/// Never reads a clock or draws chance: both are handed in.

package import Vocabulary

/// Thirty-two bytes from the system's random source, for the padding of one encrypted message.
package struct DC09Padding: Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    package init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) { words = (a, b, c, d) }

    /// Appends 16...31 bytes, so that they and `rest` more fill whole blocks: a whole random block in
    /// front serves as a vector (1.4 of the reference). `|`, `[` and `]` are kept out of them.
    func append(to bytes: inout [UInt8], before rest: Int) {
        let count = 16 + (16 - rest % 16) % 16
        for at in 0..<count {
            let word =
                switch at / 8 {
                case 0: words.0
                case 1: words.1
                case 2: words.2
                default: words.3
                }
            let byte = UInt8(truncatingIfNeeded: word >> UInt64(at % 8 * 8))
            bytes.append(byte == 0x7C || byte == 0x5B || byte == 0x5D ? byte ^ 0x80 : byte)
        }
    }
}

/// All that must be kept of a message until its ACK is written: some forty bytes and its header.
package struct DC09ReplyForm: Equatable, Sendable {
    /// From the sequence number through the account, as they came.
    package let echo: [UInt8]
    package let form: DC09Form
    /// Given where the message was encrypted: then the ACK is.
    package let key: MaskedBytes?
    /// The message had a timestamp: then the ACK has one; diallers set their clocks by it.
    package let wantsTime: Bool

    package init(echo: [UInt8], form: DC09Form, key: MaskedBytes?, wantsTime: Bool) {
        self.echo = echo
        self.form = form
        self.key = key
        self.wantsTime = wantsTime
    }
}

/// Writes replies (table 1.5 of the reference); holds nothing.
package enum DC09Encoder {
    /// `"ACK"seq[R]L#acct[]`, or `"*ACK"...` under the message's own key. Throws only where that key
    /// cannot be used.
    package static func ack(
        _ reply: DC09ReplyForm, utcSeconds: Int64, padding: DC09Padding
    ) throws(CipherError) -> [UInt8] {
        guard let key = reply.key else {
            var body = head("\"ACK\"", reply.echo)
            body.append(0x5D)
            if reply.wantsTime { DC09Time.append(utcSeconds, to: &body) }
            return frame(body, reply.form.ofReply)
        }
        var clear: [UInt8] = []
        clear.reserveCapacity(64)
        padding.append(to: &clear, before: 2 + 1 + DC09Time.byteCount)
        clear.append(0x7C)
        clear.append(0x5D)
        DC09Time.append(utcSeconds, to: &clear)
        var body = head("\"*ACK\"", reply.echo)
        appendHex(try Cipher.encrypted(clear, key: key), to: &body)
        return frame(body, reply.form.ofReply)
    }

    /// The standard's fixed NAK: the device's clock is wrong, and this is the right one. Never
    /// encrypted.
    package static func nak(_ form: DC09Form, utcSeconds: Int64) -> [UInt8] {
        var body = Array("\"NAK\"0000R0L0A0[]".utf8)
        DC09Time.append(utcSeconds, to: &body)
        return frame(body, form.ofReply)
    }

    /// `"DUH"seq[R]L#acct[]`: received, but not to be processed. Never encrypted.
    package static func duh(_ reply: DC09ReplyForm) -> [UInt8] {
        var body = head("\"DUH\"", reply.echo)
        body.append(0x5D)
        return frame(body, reply.form.ofReply)
    }

    /// LF, CRC, length, body, CR. A CR that is counted stands in `body` already.
    package static func frame(_ body: [UInt8], _ form: DC09Form) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + 10)
        bytes.append(0x0A)
        let crc = CRC16.arc(body.span)
        if form.binaryCRC {
            bytes.append(UInt8(crc >> 8))
            bytes.append(UInt8(crc & 0xFF))
        } else {
            append(crc, form, to: &bytes)
        }
        append(UInt16(body.count), form, to: &bytes)
        bytes += body
        if !form.countsCR { bytes.append(0x0D) }
        return bytes
    }

    private static func head(_ token: StaticString, _ echo: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(128)
        for at in 0..<token.utf8CodeUnitCount { body.append(token.utf8Start[at]) }
        body += echo
        body.append(0x5B)
        return body
    }

    private static func append(_ number: UInt16, _ form: DC09Form, to bytes: inout [UInt8]) {
        for shift in [12, 8, 4, 0] as [UInt16] {
            bytes.append(hexText(UInt8(number >> shift & 15), lower: form.lowerHex))
        }
    }

    static func appendHex(_ data: [UInt8], lower: Bool = false, to bytes: inout [UInt8]) {
        for byte in data {
            bytes.append(hexText(byte >> 4, lower: lower))
            bytes.append(hexText(byte & 15, lower: lower))
        }
    }
}
