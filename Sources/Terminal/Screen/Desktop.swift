// SPDX-License-Identifier: Apache-2.0
/// The console as a state machine: keys, lines and time in; bytes, bells and a canvas out.
/// Never knows a terminal, a socket or a clock: a driver feeds it, and tests do.

package import Vocabulary
import Wire

/// What happens to the console.
package enum Input: Sendable {
    case key(Key)
    case connected
    /// A line of the centre, without its end.
    case line(String)
    case lost(String)
    case resized(columns: Int, rows: Int)
    /// Time passes; a few times a second.
    case tick
}

/// What the driver must do.
package enum Output: Equatable, Sendable {
    case send([UInt8])
    case bell
    /// The connection is of no use any more: close it and try again.
    case hangUp(String)
    case redraw
    case suspend
    case leave(Farewell)
}

/// Why the console ends.
package enum Farewell: Equatable, Sendable {
    case quit
    case replaced
    /// The log-on was refused.
    case refused(String)
}

/// How loud a message is.
package enum Tone: Sendable { case plain, good, warning, alarm }

/// What lies over the panes.
package enum Overlay: Equatable, Sendable {
    case none, help, people, events
    /// The lines of a typed command's reply.
    case reply([String])
}

package struct Desktop: Sendable {
    /// Between two askings for all open calls: whatever was missed is mended by then.
    static let refreshMilliseconds: Int64 = 10_000
    /// Several events of one call ask for its record once.
    static let settleMilliseconds: Int64 = 150
    /// After a loss no longer than this, whoever was ready is ready again without being asked.
    static let readyAgainMilliseconds: Int64 = 60_000
    /// Typed commands kept for going back.
    static let historyMax = 100

    let user: String
    let language: Language
    let isWall: Bool
    var link: Link
    var room = Room()
    var sheets: [String: Sheet] = [:]
    var role = ""
    var name = ""
    var duty = ""
    var columns: Int
    var rows: Int
    var message: (text: String, tone: Tone) = ("", .plain)
    var overlay = Overlay.none
    var form: Form?
    /// The line behind `:`; nil: keys are keys.
    var command: Editor?
    var history: [String] = []
    var historyAt = 0
    var selected: String?
    var focus: String?
    var scroll = 0
    /// What `u` takes back.
    var undo: (label: String, line: String)?
    var mutedCalls: Set<String> = []
    var lastBell: Int64 = 0
    var lastKey: Int64 = 0
    /// Since when the centre is away; nil: it is here, or was never.
    var awaySince: Int64?
    var awayWhy = ""
    let ringOption: String
    private var wasReady = false
    private var nextRefresh: Int64 = 0
    private var sheetsDueAt: [String: Int64] = [:]
    var out: [Output] = []

    /// - Parameters:
    ///   - logOn: the LOGIN line, without its end.
    ///   - ring: the number to ring while the centre is away, until the centre tells its own.
    package init(
        user: String, logOn: Masked, language: Language, ring: String = "", isWall: Bool = false,
        columns: Int = 80, rows: Int = 24
    ) {
        self.user = user
        self.language = language
        self.isWall = isWall
        link = Link(logOn: logOn)
        ringOption = ring
        self.columns = columns
        self.rows = rows
    }

    func say(_ phrase: Phrase) -> String { phrase.text(language) }

    /// Takes one thing in; what is to be done about it comes out, in order.
    package mutating func step(_ input: Input, now: Int64) -> [Output] {
        switch input {
        case .key(let key):
            lastKey = now
            if !room.leases.isEmpty {
                send(raw: link.showLife(now: now))
                room.endLeases()
            }
            take(key, now: now)
        case .connected: link.connected(now: now)
        case .line(let text): hear(text, now: now)
        case .lost(let why): lose(why, now: now)
        case .resized(let columns, let rows):
            self.columns = columns
            self.rows = rows
            out.append(.redraw)
        case .tick: tick(now: now)
        }
        defer { out = [] }
        return out
    }

    // MARK: The centre's side

    private mutating func hear(_ text: String, now: Int64) {
        var bytes: [UInt8] = []
        let heard = link.hear(text, now: now, &bytes)
        send(raw: bytes)
        switch heard {
        case .nothing: break
        case .welcome(let line, let again): welcome(line, again: again, now: now)
        case .event(let line): event(line, now: now)
        case .reply(let purpose, let lines): reply(purpose, lines, now: now)
        case .replaced: out.append(.leave(.replaced))
        case .refused(let line):
            let text = "\(line.code) \(line.word)"
            // A centre that is starting says 4xx: that passes.
            out.append(
                (400..<500).contains(line.code) && link.hasBeenIn
                    ? .hangUp(text) : .leave(.refused(text)))
        }
    }

    private mutating func welcome(_ line: ReplyLine, again: Bool, now: Int64) {
        role = line["role"] ?? ""
        name = line["name"] ?? user
        let away = awaySince.map { now - $0 } ?? 0
        awaySince = nil
        send("SHOW centre", for: .centre)
        send("WATCH all", for: .watch)
        send("LIST operators", for: .seats)
        send("LIST calls", for: .calls)
        nextRefresh = now + Self.refreshMilliseconds
        let held = (line["calls"] ?? "").split(separator: ",").map(String.init)
        sheets = sheets.filter { held.contains($0.key) }
        for call in held { ask(sheetOf: call, at: now) }
        focus = held.contains(focus ?? "") ? focus : held.first
        guard !isWall else { return }
        if again, wasReady, away <= Self.readyAgainMilliseconds {
            send("READY", for: .action("READY"))
            tell("\(say(.backAgain)): \(say(.readyAgain))", .good)
        } else {
            tell(again ? "\(say(.backAgain)): \(say(.pressReady))" : say(.pressReady), .warning)
        }
    }

    private mutating func event(_ line: ReplyLine, now: Int64) {
        room.hear(line, me: user, now: now)
        let call = line["call"] ?? ""
        if line.word == "DUTY", line["who"] == user { setDuty(line["state"] ?? "") }
        if line.word == "HANDED" || sheets[call] != nil || call == focus {
            ask(sheetOf: call, at: now)
        }
        if line.word == "HANDED" { focus = call }
        if line.word == "STORAGE" || line.word == "NOBODY" || line.word == "SOMEBODY" {
            send("SHOW centre", for: .centre)
        }
        tidy()
    }

    /// A call that is over leaves nothing of its record here.
    private mutating func tidy() {
        let mine = Set(room.calls(of: user).map(\.id))
        sheets = sheets.filter { mine.contains($0.key) || $0.key == selected }
        if let focus, !mine.contains(focus) { self.focus = mine.min() }
        if focus == nil { focus = mine.min() }
        if let selected, room.calls[selected] == nil { self.selected = nil }
        mutedCalls = mutedCalls.filter { room.calls[$0] != nil }
    }

    private mutating func reply(_ purpose: Purpose, _ lines: [ReplyLine], now: Int64) {
        guard let last = lines.last else { return }
        let isYes = (200..<400).contains(last.code)
        switch purpose {
        case .keepAlive, .watch: break
        case .resume:
            if last.code == ReplyCode.gone.code {
                room.replace(calls: lines, now: now)
            } else if let count = last["count"], count != "0" {
                tell("\(say(.missedNone)): \(count)", .good)
            }
        case .calls:
            if isYes { room.replace(calls: lines, now: now) }
            for row in room.calls(of: user) where sheets[row.id] == nil {
                ask(sheetOf: row.id, at: now)
            }
            tidy()
        case .centre:
            if isYes { room.take(centre: lines, now: now) }
        case .seats:
            room.replace(seats: lines)
            if let me = room.seats.first(where: { $0["who"] == user }) { setDuty(me["state"]) }
        case .sheet(let call):
            guard isYes, let sheet = Sheet(lines) else {
                sheets[call] = nil
                return
            }
            if let first = lines.first { room.put(Fields(first), now: now) }
            sheets[call] = room.calls[call] == nil ? nil : sheet
        case .action(let what): done(what, lines, isYes: isYes, now: now)
        case .typed(let what):
            done(what, lines, isYes: isYes, now: now)
            if lines.count > 1 { overlay = .reply(lines.map { show($0) }) }
        }
    }

    /// A line as the centre sent it, without our tag.
    private func show(_ line: ReplyLine) -> String {
        var text = "\(line.code)\(line.isLast ? " " : "-")\(line.word)"
        for field in line.fields {
            text += field.key.isEmpty ? " \(field.value)" : " \(Form.field(field.key, field.value))"
        }
        return text
    }

    /// Something that was asked for is answered.
    private mutating func done(_ what: String, _ lines: [ReplyLine], isYes: Bool, now: Int64) {
        guard let last = lines.last, let first = lines.first else { return }
        let call = first["call"]
        if isYes {
            if first.word == "TAKEN", let call {
                room.put(Fields(first), now: now)
                sheets[call] = Sheet(lines)
                focus = call
                scroll = 0
                room.endLeases()
                tell("\(call): \(Terms.word("taken", language))", .good)
            } else {
                tell(lines.count > 1 ? "" : show(last), .good)
            }
            switch first.word {
            case "READY", "AWAY", "LOGOUT":
                setDuty(first.word == "LOGOUT" ? "gone" : first.word.lowercased())
                undo = first.word == "AWAY" ? ("AWAY", "READY") : nil
            case "PARKED", "RELEASED": undo = call.map { (first.word, "TAKE \($0)") }
            case "CLOSED", "CONFIRMED":
                if let call { room.forget(call) }
                tidy()
            default: break
            }
            if let call { ask(sheetOf: call, at: now) }
        } else {
            let lead = Terms.refusal(last, language).map { "\($0) · " } ?? ""
            tell("\(what): \(lead)\(show(last))", .alarm)
        }
    }

    mutating func setDuty(_ state: String) {
        duty = state
        wasReady = ["ready", "offered", "handling", "wrap-up"].contains(state)
    }

    private mutating func lose(_ why: String, now: Int64) {
        link.lost()
        room.lose()
        awaySince = awaySince ?? now
        awayWhy = why
        form = nil
    }

    // MARK: Time

    private mutating func tick(now: Int64) {
        let isHolding = !room.calls(of: user).isEmpty
        let isAttended = !isHolding || now - lastKey < Link.attentionMilliseconds
        guard let bytes = link.tick(now: now, isAttended: isAttended) else {
            return out.append(.hangUp("it does not answer"))
        }
        send(raw: bytes)
        if link.isHere, now >= nextRefresh {
            nextRefresh = now + Self.refreshMilliseconds
            if !link.isAsking(.calls) { send("LIST calls", for: .calls) }
            if !link.isAsking(.centre) { send("SHOW centre", for: .centre) }
            if !link.isAsking(.seats) { send("LIST operators", for: .seats) }
        }
        for (call, due) in sheetsDueAt.sorted(by: { $0.key < $1.key }) where now >= due {
            sheetsDueAt[call] = nil
            let isMine = room.calls[call]?.holder == user
            if isMine || call == selected { send("SHOW \(call)", for: .sheet(call)) }
        }
        ring(now: now)
    }

    /// The bell, until somebody has the call: the more urgent the more often.
    private mutating func ring(now: Int64) {
        if awaySince != nil, link.hasBeenIn {
            if now - lastBell >= 5000 { bell(now) }
            return
        }
        if !room.leases.isEmpty, now - lastBell >= 1000 { return bell(now) }
        let calling = room.waiting.first {
            (room.offers[$0.id] != nil || room.open.contains($0.id)) && !mutedCalls.contains($0.id)
        }
        guard let calling, !isWall else { return }
        let pause: Int64 = [1000, 2000, 4000, 8000, 15_000][max(1, min(5, calling.rank)) - 1]
        if now - lastBell >= pause { bell(now) }
    }

    private mutating func bell(_ now: Int64) {
        lastBell = now
        out.append(.bell)
    }

    // MARK: Small things

    mutating func ask(sheetOf call: String, at now: Int64) {
        guard !call.isEmpty else { return }
        sheetsDueAt[call] = min(sheetsDueAt[call] ?? .max, now + Self.settleMilliseconds)
    }

    mutating func tell(_ text: String, _ tone: Tone) { message = (text, tone) }

    mutating func send(raw bytes: [UInt8]) { if !bytes.isEmpty { out.append(.send(bytes)) } }

    mutating func send(_ line: String, for purpose: Purpose) {
        let bytes = link.ask(line, for: purpose)
        guard !bytes.isEmpty else { return tell(say(.notSent), .alarm) }
        send(raw: bytes)
    }

    /// Something the person does: the line is shown as it is sent.
    mutating func act(_ line: String) {
        guard link.isHere else { return tell(say(.notSent), .alarm) }
        tell("> \(line)", .plain)
        let verb = line.split(separator: " ").first.map(String.init) ?? line
        send(line, for: .action(verb))
    }
}
