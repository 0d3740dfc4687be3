// SPDX-License-Identifier: Apache-2.0
/// `safebell console` on a terminal: carries keys, lines and time to the desktop, and its answers out.
/// Never decides anything: what a key means and what is shown is `Terminal`'s.

import Glibc
import Sockets
import Terminal
import Vocabulary

struct ScreenConsole: ~Copyable {
    /// Between two looks at the time: ages are shown in seconds.
    private static let tickMilliseconds: Int64 = 250
    /// Events come in crowds; the screen is drawn at most so often, a key's echo at once.
    private static let drawMilliseconds: Int64 = 33
    /// An escape byte by itself, after so long, is the key of that name.
    private static let escapeMilliseconds: Int64 = 40
    private static let retryMilliseconds: Int64 = 2000
    /// How long one attempt to connect may hold up the keys.
    private static let connectMilliseconds: Int64 = 1000
    /// Lines taken in before the keyboard is looked at again.
    private static let linesAtOnce = 200
    /// Milliseconds that sent bytes may stay unacknowledged by the other machine.
    private static let deadMilliseconds: Int32 = 20_000

    private let access: Access
    private var desktop: Desktop
    private var redraw: Redraw
    private var keys = KeyReader()
    private var size: (columns: Int, rows: Int)
    private var retryAt: Int64 = 0
    private var drawnAt: Int64 = 0
    private var isDirty = true
    private var isUrgent = true
    private var farewell: Farewell?
    private var wantsHangUp: String?

    /// Whether both ends are a terminal that can be drawn on.
    static func isPossible() -> Bool {
        guard isatty(0) == 1, isatty(1) == 1, let term = getenv("TERM") else { return false }
        let name = String(cString: term)
        return !name.isEmpty && name != "dumb"
    }

    static func run(_ order: Order, isWall: Bool) throws(Failure) -> ExitStatus {
        let access = try Access(order)
        let language = try chosenLanguage(order)
        var console = ScreenConsole(access, language, ring: order["ring"] ?? "", isWall: isWall)
        try TerminalMode.enter()
        defer { TerminalMode.leave() }
        let farewell = console.work()
        TerminalMode.leave()
        switch farewell {
        case .quit: return .good
        case .replaced:
            say("safebell: \(Phrase.loggedOnElsewhere.text(language))")
            return .wrong
        case .refused(let why):
            throw Failure(.denied, "log-on as \(printable(access.user)): \(printable(why))")
        }
    }

    private static func chosenLanguage(_ order: Order) throws(Failure) -> Language {
        if let tag = order["lang"] {
            guard let language = Language(tag: tag) else {
                let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
                throw order.wrong("--lang \(printable(tag)): expected \(known) or a locale's name")
            }
            return language
        }
        return Language.of { name in getenv(name).map { String(cString: $0) } }
    }

    private init(_ access: Access, _ language: Language, ring: String, isWall: Bool) {
        self.access = access
        size = TerminalMode.size()
        let logOn = String(decoding: access.logOn.dropLast(), as: UTF8.self)
        desktop = Desktop(
            user: access.user, logOn: Masked(logOn), language: language, ring: ring, isWall: isWall,
            columns: size.columns, rows: size.rows)
        let hasColours = (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
        redraw = Redraw(hasColours ? .colours : .none)
    }

    // MARK: The loop

    private mutating func work() -> Farewell {
        while farewell == nil {
            draw()
            do throws(Failure) {
                var channel = try LineChannel(
                    to: access.address, within: Self.connectMilliseconds)
                Self.watch(channel.descriptor)
                wantsHangUp = nil
                feed(.connected, &channel)
                converse(&channel)
            } catch {
                feed(.lost(error.text))
            }
            retryAt = monotonicMilliseconds() + Self.retryMilliseconds
            while farewell == nil, monotonicMilliseconds() < retryAt {
                wait(for: -1, until: retryAt)
                readKeys()
                feed(.tick)
                draw()
            }
        }
        return farewell ?? .quit
    }

    private mutating func converse(_ channel: inout LineChannel) {
        while farewell == nil {
            for _ in 0..<Self.linesAtOnce {
                switch channel.next(within: 0) {
                case .silence: break
                case .closed:
                    if farewell == nil { feed(.lost("the connection is lost")) }
                    return
                case .line(let text):
                    feed(.line(text), &channel)
                    continue
                }
                break
            }
            if let why = wantsHangUp { return feed(.lost(why)) }
            if isDirty, monotonicMilliseconds() - drawnAt >= Self.drawMilliseconds || isUrgent {
                draw()
            }
            let pause = isDirty ? Self.drawMilliseconds : Self.tickMilliseconds
            wait(for: channel.descriptor, until: monotonicMilliseconds() + pause)
            readKeys(&channel)
            feed(.tick, &channel)
            isDirty = true
        }
    }

    /// The kernel finds a machine that is dead without our saying anything.
    private static func watch(_ descriptor: Int32) {
        var one: Int32 = 1
        var idle: Int32 = 10
        var limit = deadMilliseconds
        let length = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &one, length)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, &idle, length)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, &idle, length)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &limit, length)
    }

    private mutating func wait(for socket: Int32, until moment: Int64) {
        var pause = max(0, moment - monotonicMilliseconds())
        if keys.isUndecided { pause = min(pause, Self.escapeMilliseconds) }
        pause = min(pause, Self.tickMilliseconds)
        var waiting = [pollfd(fd: 0, events: Int16(POLLIN), revents: 0)]
        if socket >= 0 { waiting.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&waiting, nfds_t(waiting.count), Int32(pause))
        let isTerminalGone = waiting[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
        if isTerminalGone { farewell = .quit }
    }

    // MARK: In and out

    private mutating func readKeys(_ channel: inout LineChannel) {
        for key in newKeys() {
            isUrgent = true
            feed(.key(key), &channel)
        }
        lookAtTerminal()
    }

    private mutating func readKeys() {
        for key in newKeys() { feed(.key(key)) }
        lookAtTerminal()
    }

    private mutating func newKeys() -> [Terminal.Key] {
        var ready = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, 0) > 0 else { return keys.isUndecided ? keys.flush() : [] }
        var room = [UInt8](repeating: 0, count: 4096)
        let count = read(0, &room, room.count)
        if count == 0 { farewell = .quit }
        return count > 0 ? keys.take(Array(room[..<count])) : []
    }

    private mutating func lookAtTerminal() {
        if TerminalMode.wantsStop() { TerminalMode.suspend() }
        if TerminalMode.hasContinued() { redraw.forget() }
        let now = TerminalMode.size()
        guard now.columns != size.columns || now.rows != size.rows else { return }
        size = now
        feed(.resized(columns: now.columns, rows: now.rows))
    }

    /// For what cannot be sent anyway.
    private mutating func feed(_ input: Input) {
        for output in desktop.step(input, now: monotonicMilliseconds()) { carryOut(output) }
    }

    private mutating func feed(_ input: Input, _ channel: inout LineChannel) {
        for output in desktop.step(input, now: monotonicMilliseconds()) {
            if case .send(let bytes) = output {
                if !channel.send(bytes) { wantsHangUp = "the connection is lost" }
            } else {
                carryOut(output)
            }
        }
        isDirty = true
    }

    private mutating func carryOut(_ output: Output) {
        switch output {
        case .send: break
        case .bell: writeOut([7])
        case .hangUp(let why): wantsHangUp = why
        case .redraw:
            redraw.forget()
            isDirty = true
            isUrgent = true
        case .suspend:
            TerminalMode.suspend()
            redraw.forget()
        case .leave(let why): farewell = farewell ?? why
        }
    }

    private mutating func draw() {
        let now = monotonicMilliseconds()
        writeOut(redraw.bytes(to: desktop.canvas(now: now)))
        drawnAt = now
        isDirty = false
        isUrgent = false
    }

    private mutating func writeOut(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        do throws(Failure) {
            try writeAll(bytes, to: 1, "the terminal")
        } catch {
            farewell = .quit
        }
    }
}
