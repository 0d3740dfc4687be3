// SPDX-License-Identifier: Apache-2.0
/// The talk with the centre: log-on, tags, which reply belongs to which request, what was missed.
/// Never opens a connection: lines and losses are told to it, and it says what to send.

package import Vocabulary
package import Wire

/// What a reply is for.
package enum Purpose: Equatable, Sendable {
    case watch, resume, calls, centre, seats, storms
    /// My own calls, where all of them are more than one list holds.
    case ownCalls
    /// The record of a call.
    case sheet(String)
    /// Something the person did with a key, and what it was.
    case action(String)
    /// A note; once it is written, the step that asked for it is done.
    case noteOfStep(call: String, step: Int)
    /// A private detail of this call, to be shown until the next key.
    case reveal(String)
    /// Something the person typed: all lines of the reply are shown.
    case typed(String)

    /// Asked for by the screen itself, and answered from the centre's memory.
    fileprivate var isAutomatic: Bool {
        switch self {
        case .watch, .resume, .calls, .ownCalls, .centre, .seats, .storms: true
        case .sheet, .action, .noteOfStep, .reveal, .typed: false
        }
    }
}

/// What a line meant.
package enum Hearing: Sendable {
    case nothing
    /// Logged in; `again`: after a loss.
    case welcome(ReplyLine, again: Bool)
    case event(ReplyLine)
    case reply(Purpose, [ReplyLine])
    /// The log-on was refused, or this is not the console port.
    case refused(ReplyLine)
    /// The same name has logged on elsewhere.
    case replaced
}

package struct Link: Sendable {
    /// A centre that owes an answer for so long is given up: it answers in order, a disk that hangs
    /// included, so nothing else it would say is nearer.
    package static let answerMilliseconds: Int64 = 10_000
    /// Log-on and greeting.
    package static let logOnMilliseconds: Int64 = 15_000

    /// Where the talk stands.
    package enum Standing: Equatable, Sendable { case away, greeting, loggingOn, here }

    private let logOnLine: Masked
    package private(set) var standing = Standing.away
    package private(set) var hasBeenIn = false
    private var pending: [String: (purpose: Purpose, at: Int64)] = [:]
    private var parts: [String: [ReplyLine]] = [:]
    private var nextTag = 1
    /// The last event number seen; 0 before the first.
    private var lastEvent: Int64 = 0
    /// The number of the last log-on: behind it nothing was missed.
    private var welcomeNumber: Int64 = 0
    private var connectedAt: Int64 = 0

    /// - Parameter logOn: the LOGIN line, without its end.
    package init(logOn: Masked) { logOnLine = logOn }

    package var isHere: Bool { standing == .here }

    package mutating func connected(now: Int64) {
        standing = .greeting
        connectedAt = now
        pending = [:]
        parts = [:]
    }

    package mutating func lost() { standing = .away }

    /// A request with a tag of its own; nothing while the centre is away.
    package mutating func ask(_ line: String, for purpose: Purpose, now: Int64) -> [UInt8] {
        guard standing == .here else { return [] }
        let tag = "s\(nextTag)"
        nextTag += 1
        pending[tag] = (purpose, now)
        return Array("@\(tag) \(line)\n".utf8)
    }

    package func isAsking(_ purpose: Purpose) -> Bool {
        pending.values.contains { $0.purpose == purpose }
    }

    /// A line has come. Bytes to be sent are added to `out`.
    package mutating func hear(_ text: String, now: Int64, _ out: inout [UInt8]) -> Hearing {
        guard let line = ReplyLine(text) else { return .nothing }
        if line.isEvent {
            if line.word == "REPLACED" { return .replaced }
            lastEvent = max(lastEvent, line["n"].flatMap { Int64($0) } ?? 0)
            return .event(line)
        }
        if let tag = line.tag { return reply(line, tag) }
        switch line.code {
        case ReplyCode.greeting.code:
            guard line.fields.contains(where: { $0.value == "console" }) else {
                return .refused(line)
            }
            standing = .loggingOn
            out += Array(logOnLine.shown.utf8) + [0x0A]
            return .nothing
        case ReplyCode.welcome.code:
            standing = .here
            let isAgain = hasBeenIn
            welcomeNumber = line["n"].flatMap { Int64($0) } ?? 0
            if isAgain { out += ask("RESUME n=\(lastEvent)", for: .resume, now: now) }
            if !isAgain { lastEvent = welcomeNumber }
            hasBeenIn = true
            return .welcome(line, again: isAgain)
        case ReplyCode.closing.code:
            return line["reason"]?.contains("replaced") == true ? .replaced : .nothing
        default: return standing == .loggingOn ? .refused(line) : .nothing
        }
    }

    private mutating func reply(_ line: ReplyLine, _ tag: String) -> Hearing {
        guard let purpose = pending[tag]?.purpose else { return .nothing }
        parts[tag, default: []].append(line)
        guard line.isLast else { return .nothing }
        pending[tag] = nil
        let lines = parts.removeValue(forKey: tag) ?? []
        if purpose == .resume, line.code == ReplyCode.gone.code {
            // The picture that stands for the lost events is complete.
            lastEvent = max(lastEvent, welcomeNumber)
        }
        return .reply(purpose, lines)
    }

    /// Whether the centre has let the wait for it grow too long. What a person asked for does not count:
    /// a report over a year may take its time.
    package func isOverdue(now: Int64) -> Bool {
        switch standing {
        case .away: false
        case .greeting, .loggingOn: now - connectedAt > Self.logOnMilliseconds
        case .here:
            pending.values.contains {
                $0.purpose.isAutomatic && now - $0.at >= Self.answerMilliseconds
            }
        }
    }
}
