// SPDX-License-Identifier: Apache-2.0
/// Broken input, as a value that knows its own answer. All of it is the peer's fault, and the
/// connection survives each.

import Vocabulary

/// Why a line was not understood.
package enum WireError: Error, Hashable, Sendable {
    /// A verb that is not in the table, as sent, with the nearest one that is.
    case unknownVerb(String, nearest: String)
    /// Longer than `Limits.lineBytesMax`.
    case tooLong
    /// The line as a whole breaks the grammar.
    case syntax(expected: String)
    /// Not UTF-8.
    case encoding
    /// A field or word that is missing, unknown or invalid, and what belongs there.
    case field(String, expected: String)
    /// The verb needs HELLO or LOGIN first.
    case login(expected: String)
    /// Not possible in the connection's present state.
    case wrongState(reason: String)
    /// Never possible on this connection.
    case never(reason: String)

    /// Its row in the table of replies.
    package var code: ReplyCode {
        switch self {
        case .unknownVerb: .unknown
        case .tooLong: .tooLong
        case .syntax: .syntax
        case .encoding: .encoding
        case .field: .field
        case .login: .login
        case .wrongState: .wrongState
        case .never: .never
        }
    }

    /// The reply line, with its end and without tag.
    package var reply: [UInt8] {
        var writer = LineWriter(code)
        switch self {
        case .unknownVerb(let verb, let nearest):
            writer.field("verb", verb)
            writer.field("nearest", nearest)
        case .tooLong: writer.field("limit", Limits.lineBytesMax)
        case .syntax(let expected): writer.text("expected", expected)
        case .encoding: writer.field("expected", "UTF-8")
        case .field(let name, let expected):
            writer.field("field", cut(name, toBytes: Limits.keyBytesMax))
            writer.text("expected", expected)
        case .login(let expected): writer.text("expected", expected)
        case .wrongState(let reason), .never(let reason): writer.text("reason", reason)
        }
        return writer.finish()
    }
}
