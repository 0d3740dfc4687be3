// SPDX-License-Identifier: Apache-2.0
/// The talk with the centre: log-on, tags, which reply belongs to which request, what was missed.
/// Never opens a connection: lines and losses are told to it, and it says what to send.

package import Vocabulary
package import Wire

/// What a reply is for.
package enum Purpose: Equatable, Sendable {
    case watch, resume, calls, centre, seats, keepAlive
    /// The record of a call.
    case sheet(String)
    /// Something the person did with a key, and what it was.
    case action(String)
    /// Something the person typed: all lines of the reply are shown.
    case typed(String)
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
    /// Between two PINGs; the answer must come before the next one.
    package static let pingMilliseconds: Int64 = 30_000
    /// A holder who presses no key for so long is no longer kept alive by PINGs: the centre's lease
    /// must find out whether anybody is there.
    package static let attentionMilliseconds: Int64 = 150_000
    /// Log-on and greeting.
    package static let logOnMilliseconds: Int64 = 15_000

    /// Where the talk stands.
    package enum Standing: Equatable, Sendable { case away, greeting, loggingOn, here }

    private let logOnLine: Masked
    package private(set) var standing = Standing.away
    package private(set) var hasBeenIn = false
    private var pending: [String: Purpose] = [:]
    private var parts: [String: [ReplyLine]] = [:]
    private var nextTag = 1
    /// The last event number seen; 0 before the first.
    private var lastEvent: Int64 = 0
    /// The number of the last log-on: behind it nothing was missed.
    private var welcomeNumber: Int64 = 0
    private var connectedAt: Int64 = 0
    private var pingedAt: Int64 = 0
    private var isPinged = false

    /// - Parameter logOn: the LOGIN line, without its end.
    package init(logOn: Masked) { logOnLine = logOn }

    package var isHere: Bool { standing == .here }

    package mutating func connected(now: Int64) {
        standing = .greeting
        connectedAt = now
        pending = [:]
        parts = [:]
        isPinged = false
    }

    package mutating func lost() { standing = .away }

    /// A request with a tag of its own; nothing while the centre is away.
    package mutating func ask(_ line: String, for purpose: Purpose) -> [UInt8] {
        guard standing == .here else { return [] }
        let tag = "s\(nextTag)"
        nextTag += 1
        pending[tag] = purpose
        return Array("@\(tag) \(line)\n".utf8)
    }

    package func isAsking(_ purpose: Purpose) -> Bool { pending.values.contains(purpose) }

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
            if isAgain { out += ask("RESUME n=\(lastEvent)", for: .resume) }
            if !isAgain { lastEvent = welcomeNumber }
            hasBeenIn = true
            pingedAt = now
            return .welcome(line, again: isAgain)
        case ReplyCode.closing.code:
            return line["reason"]?.contains("replaced") == true ? .replaced : .nothing
        default: return standing == .loggingOn ? .refused(line) : .nothing
        }
    }

    private mutating func reply(_ line: ReplyLine, _ tag: String) -> Hearing {
        guard let purpose = pending[tag] else { return .nothing }
        parts[tag, default: []].append(line)
        guard line.isLast else { return .nothing }
        pending[tag] = nil
        let lines = parts.removeValue(forKey: tag) ?? []
        switch purpose {
        case .keepAlive: isPinged = false
        case .resume where line.code == ReplyCode.gone.code:
            // The picture that stands for the lost events is complete.
            lastEvent = max(lastEvent, welcomeNumber)
        default: break
        }
        return .reply(purpose, lines)
    }

    /// What time asks for; nil: the centre does not answer and is given up.
    package mutating func tick(now: Int64, isAttended: Bool) -> [UInt8]? {
        switch standing {
        case .away: return []
        case .greeting, .loggingOn:
            return now - connectedAt > Self.logOnMilliseconds ? nil : []
        case .here:
            guard now - pingedAt >= Self.pingMilliseconds else { return [] }
            if isPinged { return nil }
            guard isAttended else { return [] }
            pingedAt = now
            isPinged = true
            return ask("PING", for: .keepAlive)
        }
    }

    /// A key was pressed while the centre doubts that anybody is here.
    package mutating func showLife(now: Int64) -> [UInt8] {
        guard standing == .here, !isPinged else { return [] }
        pingedAt = now
        isPinged = true
        return ask("PING", for: .keepAlive)
    }
}
