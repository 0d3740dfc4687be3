// SPDX-License-Identifier: Apache-2.0
/// What a connection has to do with the line it just read.
/// Never does it: the socket's owner does.

/// The outcome of showing one line to a connection's manners.
package enum Turn<Request: Equatable & Sendable>: Equatable, Sendable {
    /// Nothing to send now (a blank line, or an answer that waits for an earlier one).
    case nothing
    /// These bytes may leave now.
    case reply([UInt8])
    /// To be answered by somebody else, with this number: hand the reply to `answer(number, ...)`.
    case request(Request, number: UInt64)
    /// The peer says goodbye: read no more, send these bytes, and close once `isFinished`.
    case quit([UInt8])
    /// Not now: keep the line, read no more, and show it again after the next `answer`.
    case hold
}

/// One verb's rows in HELP.
struct HelpEntry: Sendable {
    let verb: String
    let usage: String
    let english: String
    let chinese: String
    let example: String
    /// What the person must be allowed to do; empty where anybody may.
    var needs = ""

    /// `214-HELP verb=... text="..." zh="..."` for each, and the count.
    static func list(_ entries: [HelpEntry]) -> [UInt8] {
        var writer = LineWriter(capacity: 2048)
        for entry in entries {
            writer.line(.help)
            writer.field("verb", entry.verb)
            writer.text("text", entry.english)
            writer.text("zh", entry.chinese)
        }
        writer.line(.help)
        writer.field("count", entries.count)
        writer.text("more", "HELP <verb>")
        return writer.finish()
    }

    /// Usage and example of one verb.
    var reply: [UInt8] {
        var writer = LineWriter(.help)
        writer.field("verb", verb)
        writer.text("usage", usage)
        writer.line(.help)
        writer.text("text", english)
        writer.text("zh", chinese)
        if !needs.isEmpty { writer.field("needs", needs) }
        writer.line(.help)
        writer.text("example", example)
        return writer.finish()
    }
}

/// `220 safebell <version> <port> ready`; `port` is `device` or `console`.
func greeting(version: String, port: String) -> [UInt8] {
    var writer = LineWriter(.greeting)
    writer.word(version)
    writer.word(port)
    writer.word("ready")
    return writer.finish()
}
