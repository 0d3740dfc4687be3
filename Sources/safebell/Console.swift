// SPDX-License-Identifier: Apache-2.0
/// `safebell console --plain`, and where there is no terminal: what comes is printed, what is typed is sent; a lost centre is said loudly
/// and the log-on repeated until it is back.
/// Never sends a line twice: what was under way when the centre was lost, the person must judge.

import Glibc
import Sockets
import Terminal
import Vocabulary
import Wire

struct Console: ~Copyable {
    /// How often a PING keeps the lease alive; its answer must come before the next one.
    private static let pingMilliseconds: Int64 = 30_000
    /// Between two attempts to reach a centre that is away.
    private static let retryMilliseconds: Int64 = 2000
    /// How long a centre may take for greeting and log-on.
    private static let logOnMilliseconds: Int64 = 15_000
    private static let pingTag = "safebell-console"

    /// How a conversation with the centre ended.
    private enum Ending {
        /// The person is done.
        case finished(ExitStatus)
        case away(String)
    }

    private let access: Access
    private let isTerminal = isatty(1) == 1
    private var typed = LineFramer()
    private var isInputOpen = true
    /// The last event number seen; 0 before the first.
    private var lastEvent: Int64 = 0
    /// The number of the last log-on: behind it nothing was missed.
    private var welcomeNumber: Int64 = 0
    private var hasBeenIn = false

    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        let isWall = order.has("wall")
        if ScreenConsole.isPossible(), !order.has("plain") {
            return try ScreenConsole.run(order, isWall: isWall)
        }
        if isWall { throw order.wrong("--wall needs a terminal") }
        var console = Console(access: try Access(order))
        return try console.run()
    }

    private init(access: Access) { self.access = access }

    private mutating func run() throws(Failure) -> ExitStatus {
        var awaySince: Int64?
        while true {
            switch try converse(&awaySince) {
            case .finished(let status): return status
            case .away(let why):
                guard hasBeenIn else { throw Failure(.noCentre, why) }
                if awaySince == nil {
                    awaySince = monotonicMilliseconds()
                    try shout("THE CENTRE IS AWAY: \(why)", "與中心失去聯絡，現正重新連線")
                }
                if let status = try waitBeforeRetry() { return status }
            }
        }
    }

    // MARK: One conversation

    private mutating func converse(_ awaySince: inout Int64?) throws(Failure) -> Ending {
        var channel: LineChannel
        do throws(Failure) {
            channel = try LineChannel(to: access.address)
        } catch {
            return .away(error.text)
        }
        if let ending = try logOn(&channel) { return ending }
        if let since = awaySince {
            let span = Span(milliseconds: monotonicMilliseconds() - since)
            try shout(
                "THE CENTRE IS BACK after \(span.secondsText) s: type READY to be offered calls",
                "已恢復與中心聯絡，請輸入 READY 以接聽來電")
            awaySince = nil
        }
        hasBeenIn = true
        return try carry(&channel)
    }

    /// Greeting, LOGIN and, after a loss, RESUME. nil: logged in.
    private mutating func logOn(_ channel: inout LineChannel) throws(Failure) -> Ending? {
        var request = access.logOn
        if hasBeenIn { request += "RESUME n=\(lastEvent)\n".utf8 }
        guard channel.send(request) else { return .away("the connection is lost") }
        let deadline = monotonicMilliseconds() + Console.logOnMilliseconds
        while true {
            guard case .line(let text) = channel.next(within: deadline - monotonicMilliseconds())
            else { return .away("it does not answer the log-on") }
            guard let line = ReplyLine(text), !line.isEvent else {
                try show(text)
                continue
            }
            switch line.code {
            case ReplyCode.greeting.code:
                guard line.fields.contains(where: { $0.value == "console" }) else {
                    throw Failure(.noCentre, "\(access.address) is not the console port")
                }
                try show(text)
            case ReplyCode.welcome.code:
                welcomeNumber = line["n"].flatMap { Int64($0) } ?? 0
                if !hasBeenIn { lastEvent = welcomeNumber }
                try show(text)
                return nil
            case 400..<500 where hasBeenIn: return .away("\(line.code) \(line.word)")
            default: throw Failure(line, doing: "log-on as \(access.user)")
            }
        }
    }

    /// What one conversation remembers.
    private struct Standing {
        var nextPing = monotonicMilliseconds() + Console.pingMilliseconds
        /// A PING is out and not answered.
        var isPinged = false
        /// The same name has logged on elsewhere.
        var isReplaced = false
        var hasSaidQuit = false
    }

    /// Both directions, until one of them ends.
    private mutating func carry(_ channel: inout LineChannel) throws(Failure) -> Ending {
        var standing = Standing()
        while true {
            // Everything that has come is shown before the keyboard is looked at.
            if let ending = try hear(&channel, &standing) { return ending }
            if let ending = keepAlive(channel, &standing) { return ending }
            let span = standing.nextPing - monotonicMilliseconds()
            for line in try typedLines(channel.descriptor, span) {
                guard channel.send(line + [0x0A]) else { return .away("the connection is lost") }
            }
            if !isInputOpen, !standing.hasSaidQuit {
                standing.hasSaidQuit = true
                guard channel.send(Array("QUIT\n".utf8)) else { return .finished(.good) }
            }
        }
    }

    /// Shows what has come; an ending where the conversation is over.
    private mutating func hear(
        _ channel: inout LineChannel, _ standing: inout Standing
    ) throws(Failure) -> Ending? {
        while true {
            switch channel.next(within: 0) {
            case .silence: return nil
            case .closed:
                if standing.isReplaced {
                    try shout("YOU HAVE LOGGED ON ELSEWHERE", "你已在另一處登入")
                    return .finished(.wrong)
                }
                return isInputOpen ? .away("the connection is lost") : .finished(.good)
            case .line(let text):
                guard let line = ReplyLine(text) else {
                    try show(text)
                    continue
                }
                if line.tag == Console.pingTag {
                    standing.isPinged = false
                    continue
                }
                remember(line)
                try show(text)
                if line.code == ReplyCode.bye.code { return .finished(.good) }
                if Console.saysReplaced(line) { standing.isReplaced = true }
            }
        }
    }

    /// A PING each half minute keeps the lease, and finds a centre that is dead without a word.
    private func keepAlive(
        _ channel: borrowing LineChannel, _ standing: inout Standing
    ) -> Ending? {
        guard monotonicMilliseconds() >= standing.nextPing else { return nil }
        if standing.isPinged { return .away("it has not answered for 30 s") }
        guard channel.send(Array("@\(Console.pingTag) PING\n".utf8)) else {
            return .away("the connection is lost")
        }
        standing.isPinged = true
        standing.nextPing += Console.pingMilliseconds
        return nil
    }

    private static func saysReplaced(_ line: ReplyLine) -> Bool {
        line.isEvent && line.word == "REPLACED"
            || line.code == ReplyCode.closing.code
                && line["reason"]?.contains("replaced") == true
    }

    /// Only what was seen counts: a connection may break between the log-on and the events missed.
    private mutating func remember(_ line: ReplyLine) {
        if line.isEvent {
            lastEvent = max(lastEvent, line["n"].flatMap { Int64($0) } ?? 0)
        } else if line.code == ReplyCode.gone.code, line.isLast {
            // The picture that stands for the lost events is complete.
            lastEvent = max(lastEvent, welcomeNumber)
        }
    }

    // MARK: The person's side

    /// Waits for the keyboard, the socket or the time, and gives the lines that were typed.
    private mutating func typedLines(
        _ socket: Int32, _ milliseconds: Int64
    ) throws(Failure) -> [[UInt8]] {
        var waiting = [pollfd(fd: isInputOpen ? 0 : -1, events: Int16(POLLIN), revents: 0)]
        if socket >= 0 { waiting.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        let span = Int32(max(0, min(milliseconds, Console.pingMilliseconds)))
        guard poll(&waiting, nfds_t(waiting.count), span) > 0, waiting[0].revents != 0 else {
            return []
        }
        var room = [UInt8](repeating: 0, count: 4096)
        let count = read(0, &room, room.count)
        if count < 0, errno == EINTR { return [] }
        var end = max(0, count)
        if end == 0 {
            isInputOpen = false
            guard typed.hasPartialLine else { return [] }
            // A script's last line may lack its end.
            room[0] = 0x0A
            end = 1
        }
        var lines: [[UInt8]] = []
        var at = 0
        while at < end {
            typed.takeLine(from: room.span.extracting(0..<end), offset: &at) { line, isCut in
                if isCut { say("safebell: not sent: the line is longer than 4096 bytes") }
                if !isCut { lines.append(line.withUnsafeBufferPointer { Array($0) }) }
            }
        }
        return lines
    }

    /// The centre is away: what is typed now is not kept for later, when it may be wrong.
    private mutating func waitBeforeRetry() throws(Failure) -> ExitStatus? {
        let until = monotonicMilliseconds() + Console.retryMilliseconds
        while true {
            let left = until - monotonicMilliseconds()
            guard left > 0 else { return nil }
            if !isInputOpen { return .noCentre }
            for line in try typedLines(-1, left) {
                let word = String(decoding: line, as: UTF8.self).uppercased()
                if word == "QUIT" { return .noCentre }
                try shout("NOT SENT: the centre is away", "未能送出：與中心失去聯絡")
            }
        }
    }

    // MARK: Output

    private func show(_ text: String) throws(Failure) { try printOut("\(printable(text))\n") }

    /// Something the person must not miss.
    private func shout(_ english: String, _ chinese: String) throws(Failure) {
        let text = "*** \(printable(english)) · \(chinese) ***"
        try printOut(isTerminal ? "\u{7}\u{1B}[7m\(text)\u{1B}[0m\n" : "\(text)\n")
    }
}
