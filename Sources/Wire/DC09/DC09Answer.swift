// SPDX-License-Identifier: Apache-2.0
/// What a receiver answered, as a dialler reads it: only the token and the sequence count.
/// Never used by the receiver.

package import Vocabulary

/// An answer to a message of ours.
package struct DC09Answer: Equatable, Sendable {
    package enum Word: String, Sendable {
        case ack, nak, duh
    }
    package let word: Word
    /// Four characters; a NAK's say nothing.
    package let sequence: String
    /// The receiver's clock, in seconds; nil where it did not say.
    package let time: Int64?
    /// It came encrypted, and the key was right.
    package let isEncrypted: Bool

    /// Reads a body that `DC09Cutter` found; nil where it is no answer, or one that the key does not
    /// open.
    package init?(_ body: ByteSpan, key: MaskedBytes? = nil) {
        guard let frame = try? DC09Frame(body) else { return nil }
        switch frame.token {
        case .ack: word = .ack
        case .nak: word = .nak
        case .duh: word = .duh
        default: return nil
        }
        sequence = string(body.extracting(frame.sequence.range))
        isEncrypted = frame.isEncrypted
        guard frame.isEncrypted else {
            guard let content = DC09Content(body, from: frame.rest.start) else { return nil }
            time = DC09Time.seconds(body.extracting(content.timestamp.range))
            return
        }
        guard let key, let bytes = DC09Ciphertext.bytes(body.extracting(frame.rest.range)),
            let clear = try? Cipher.decrypted(bytes, key: key),
            let content = DC09Content(decrypted: clear.span)
        else { return nil }
        time = DC09Time.seconds(clear.span.extracting(content.timestamp.range))
        if time == nil { return nil }
    }
}
