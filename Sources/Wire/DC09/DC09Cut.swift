// SPDX-License-Identifier: Apache-2.0
/// What the cutter says of the bytes at hand: wait, skip, or a frame; and how a frame was written.
/// Never holds bytes: it speaks of places in those the caller keeps.

/// How a frame was written; the reply is written the same way.
package struct DC09Form: Hashable, Sendable {
    /// The CRC came as two raw bytes, high byte first, not as four hex digits (Lupus, Egardia,
    /// Climax, Trikdis "2012" mode).
    package var binaryCRC = false
    /// Length and CRC count the final CR (ELDES without a timestamp). Replies never do.
    package var countsCR = false
    /// A hex digit of CRC or length is lower-case (Lupus, Swissdotnet). Replies are upper-case.
    package var lowerHex = false

    package init(binaryCRC: Bool = false, countsCR: Bool = false, lowerHex: Bool = false) {
        self.binaryCRC = binaryCRC
        self.countsCR = countsCR
        self.lowerHex = lowerHex
    }

    /// How the answer to such a frame is written.
    package var ofReply: DC09Form { DC09Form(binaryCRC: binaryCRC) }
}

/// Why bytes were skipped.
package enum DC09SkipReason: String, CaseIterable, Sendable {
    /// NUL, CR, LF between frames (G90B and clones): nothing is wrong.
    case filler
    /// The checksum does not match.
    case wrongCRC = "wrong-crc"
    /// No CR where the length says the frame ends, or a length that is no number.
    case badLength = "bad-length"
    /// A length of more than `Limits.dc09BodyBytesMax`.
    case tooLong = "too-long"
    /// No frame at all.
    case noise
    /// A datagram that ends inside a frame.
    case unfinished
}

/// What stands at the beginning of the bytes.
package enum DC09Cut: Equatable, Sendable {
    /// Too few bytes to say. `begun`: more than fillers stand there, so a frame has begun.
    case wait(begun: Bool)
    /// The first `count` bytes are none of a frame.
    case skip(count: Int, DC09SkipReason, DC09Foreign?)
    /// A frame: its body (from the first quote to before the CR) and all bytes up to its end.
    case frame(body: Range<Int>, count: Int, DC09Form)

    /// How many bytes are dealt with.
    package var count: Int {
        switch self {
        case .wait: 0
        case .skip(let count, _, _), .frame(_, let count, _): count
        }
    }
}
