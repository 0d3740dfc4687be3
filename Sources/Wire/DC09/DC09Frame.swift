// SPDX-License-Identifier: Apache-2.0
/// The body of a frame, taken apart: token, sequence, receiver, line, account, and its content.
/// Never refuses what real devices leave out (protocol-dc09.md, quirks), and copies nothing.

import Vocabulary

/// A body that is no DC-09 message: it cannot even be answered with DUH.
package enum DC09Unreadable: Error, Hashable, Sendable {
    /// The token has no closing quote.
    case token
    /// Fewer than four characters, or strange ones, where the sequence number stands.
    case sequence
    /// No `[`, or too much before it.
    case header
}

/// `"id" seq [Rrcvr] [Lpref] [#acct] [data] ...` as places in the body's bytes.
package struct DC09Frame: Equatable, Sendable {
    package let token: DC09Token
    /// Without quotes and star.
    package let tokenText: DC09Range
    /// A star stood before the token: the content is hex ciphertext.
    package let isEncrypted: Bool
    /// Four characters: decimal, or hex from some devices; echoed as they came.
    package let sequence: DC09Range
    /// Behind `R`; missing where there is no `R`.
    package private(set) var receiver = DC09Range.missing
    /// Behind `L`; empty for a bare `L`, missing where there is none.
    package private(set) var line = DC09Range.missing
    /// Behind `#`; missing where the header has none.
    package private(set) var account = DC09Range.missing
    /// From the sequence number through the account: what a reply echoes.
    package let header: DC09Range
    /// From behind the first `[` to the end of the body.
    package let rest: DC09Range

    /// What may stand between token and `[`: sequence, R, L and an account of `keyBytesMax`.
    static let headerBytesMax = 4 + 34 + 1 + Limits.keyBytesMax

    /// Takes a body apart, from its opening quote to before the CR.
    package init(_ body: ByteSpan) throws(DC09Unreadable) {
        guard body.count > 1, body[0] == 0x22 else { throw .token }
        let hasStar = body[1] == 0x2A
        let start = hasStar ? 2 : 1
        var at = start
        while at < body.count, body[at] != 0x22, at < start + Limits.keyBytesMax { at += 1 }
        guard at < body.count, body[at] == 0x22 else { throw .token }
        tokenText = DC09Range(start, at)
        token = DC09Token(body.extracting(start..<at))
        isEncrypted = hasStar
        at += 1
        guard at + 4 <= body.count else { throw .sequence }
        for place in at..<(at + 4) where !Self.isAlphanumeric(body[place]) { throw .sequence }
        sequence = DC09Range(at, at + 4)
        var end = at + 4
        while end < body.count, body[end] != 0x5B, end <= at + Self.headerBytesMax { end += 1 }
        guard end < body.count, body[end] == 0x5B else { throw .header }
        header = DC09Range(at, end)
        rest = DC09Range(end + 1, body.count)
        try takeFields(body, from: at + 4, to: end)
    }

    /// R, L and `#` in whatever order (pysiaalarm writes `L0R0`); what belongs to none is ignored
    /// (its `None`).
    private mutating func takeFields(
        _ body: ByteSpan, from start: Int, to end: Int
    ) throws(DC09Unreadable) {
        var at = start
        while at < end {
            let mark = body[at]
            var next = at + 1
            if mark == 0x23 {
                // An account may hold any letter: it goes on to the bracket.
                account = DC09Range(next, end)
                break
            }
            while next < end, body[next] != 0x52, body[next] != 0x4C, body[next] != 0x23 {
                next += 1
            }
            if mark == 0x52 { receiver = DC09Range(at + 1, next) }
            if mark == 0x4C { line = DC09Range(at + 1, next) }
            at = next
        }
        guard account.count <= Limits.keyBytesMax else { throw .header }
        // The reply repeats these bytes.
        for place in start..<end where body[place] <= 0x20 || body[place] == 0x7F { throw .header }
        if token == .nak, account.isMissing { takeFixedAccount(body) }
    }

    /// The standard's NAK ends its header in `L0A0`: `A` stands where the `#` is otherwise.
    private mutating func takeFixedAccount(_ body: ByteSpan) {
        for at in line.range where body[at] == 0x41 && at > line.start {
            account = DC09Range(at + 1, line.end)
            line = DC09Range(line.start, at)
            break
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }
}
