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

/// What the line above the foot says while nothing is asked or typed there.
struct Message: Equatable, Sendable {
    var text = ""
    var tone = Tone.plain
    var at: Int64 = 0
    /// The call whose order nobody carries: the words are made of its record, and only a key takes them away.
    var unrung: String?
}

/// What lies over the panes.
package enum Overlay: Equatable, Sendable {
    case none, help, people, events
    /// The lines of a typed command's reply.
    case reply([String])
}

package struct Desktop: Sendable {
    /// Between two askings for all open calls: whatever was missed is mended by then.
    package static let refreshMilliseconds: Int64 = 10_000
    /// A holder who presses no key for so long is not spoken for any more: what the screen asks by
    /// itself would tell the centre that somebody is there, and its lease must find out.
    package static let attentionMilliseconds: Int64 = 150_000
    /// Several events of one call ask for its record once.
    static let settleMilliseconds: Int64 = 150
    /// After a loss no longer than this, whoever was ready is ready again without being asked.
    static let readyAgainMilliseconds: Int64 = 60_000
    /// What is plain or good is old news after so long.
    static let messageMilliseconds: Int64 = 30_000
    /// Typed commands kept for going back.
    static let historyMax = 100

    let user: String
    let language: Language
    let isWall: Bool
    var link: Link
    var room = Room()
    var sheets: [String: Sheet] = [:]
    var revealed: Revealed?
    var duty = ""
    var columns: Int
    var rows: Int
    var message = Message()
    var overlay = Overlay.none
    var form: Form?
    /// The line behind `:`; nil: keys are keys.
    var command: Editor?
    var history: [String] = []
    var historyAt = 0
    var selected: String?
    var focus: String?
    var scroll = 0
    /// The line by which `u` takes the last step back.
    var undo: String?
    var mutedCalls: Set<String> = []
    /// What colleagues said and nobody has read yet, the oldest first.
    var mail: [Mail] = []
    /// Calls of others that I listen to.
    var listened: Set<String> = []
    /// Calls whose last order nobody carries, and which attempts those are.
    var unrung: [String: Set<String>] = [:]
    /// Calls handed over by a shift that I have just accepted come from this colleague.
    var acceptedShiftOf = ""
    /// When a choice last ended a form.
    var chosenAt: Int64 = .min / 2
    var lastBell: Int64 = 0
    var lastKey: Int64 = 0
    /// When the home of a call in hand last pressed again.
    var pressedAgainAt: Int64 = .min
    /// Since when the centre is away; nil: it is here, or was never.
    var awaySince: Int64?
    var awayWhy = ""
    let ringOption: String
    var wasReady = false
    var nextRefresh: Int64 = 0
    private var sheetsDueAt: [String: Int64] = [:]
    /// The moment of the step that is being taken.
    private var clock: Int64 = 0
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

    /// Whose standard powers hold storms and colleagues (docs/protocol-console.md): what their keys are
    /// shown by; the centre checks each order.
    var isInCharge: Bool {
        let role = room.seats.first { $0["who"] == user }?["role"]
        return role == "supervisor" || role == "duty-officer"
    }

    func say(_ phrase: Phrase) -> String { phrase.text(language) }

    /// Takes one thing in; what is to be done about it comes out, in order.
    package mutating func step(_ input: Input, now: Int64) -> [Output] {
        clock = now
        switch input {
        case .key(let key):
            lastKey = now
            hideAgain(unless: key)
            if !room.leases.isEmpty {
                // Any line shows that somebody is there.
                nextRefresh = now
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

    private mutating func lose(_ why: String, now: Int64) {
        link.lost()
        room.lose()
        revealed = nil
        awaySince = awaySince ?? now
        awayWhy = why
    }

    // MARK: Time

    private mutating func tick(now: Int64) {
        if link.isOverdue(now: now) { return out.append(.hangUp("it does not answer")) }
        if isAttended(now), link.isHere { refresh(now: now) }
        forgetOldMessage(now)
        ring(now: now)
    }

    /// Whether the screen may speak by itself: for who has a call in hand only while keys are pressed, and after
    /// another press of it not before the next key, because the centre asks within seconds whether
    /// anybody is there.
    private func isAttended(_ now: Int64) -> Bool {
        room.calls(of: user).isEmpty
            || (lastKey >= pressedAgainAt && now - lastKey < Self.attentionMilliseconds)
    }

    private mutating func refresh(now: Int64) {
        if now >= nextRefresh {
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
    }

    /// The bell, until somebody has the call: the more urgent the more often.
    private mutating func ring(now: Int64) {
        if awaySince != nil, link.hasBeenIn {
            if now - lastBell >= 5000 { bell(now) }
            return
        }
        if !room.leases.isEmpty, now - lastBell >= 1000 { return bell(now) }
        if !isWall, !room.shifts.isEmpty || mail.contains(where: \.isUrgent),
            now - lastBell >= 5000
        {
            return bell(now)
        }
        let calling = room.waiting.first {
            isRungFor($0) && !mutedCalls.contains($0.id)
        }
        guard let calling, !isWall else { return }
        let pause: Int64 = [1000, 2000, 4000, 8000, 15_000][max(1, min(5, calling.rank)) - 1]
        if now - lastBell >= pause { bell(now) }
    }

    /// Held out to me, or everybody was called to it; who logged on later is called where they are on duty.
    private func isRungFor(_ row: CallRow) -> Bool {
        room.offers[row.id] != nil || room.open.contains(row.id)
            || (row.isForAll && (duty == "ready" || isInCharge))
    }

    mutating func bell(_ now: Int64) {
        lastBell = now
        out.append(.bell)
    }

    // MARK: Small things

    mutating func ask(sheetOf call: String, at now: Int64) {
        guard !call.isEmpty else { return }
        sheetsDueAt[call] = min(sheetsDueAt[call] ?? .max, now + Self.settleMilliseconds)
    }

    /// Answers a key.
    mutating func tell(_ text: String, _ tone: Tone) {
        message = Message(text: text, tone: tone, at: clock)
    }

    /// What no key asked for: never over what must stay until one is pressed.
    mutating func mention(_ text: String, _ tone: Tone) {
        if message.unrung == nil { tell(text, tone) }
    }

    /// A stale reply must not pass for the answer to the last key.
    private mutating func forgetOldMessage(_ now: Int64) {
        guard message.unrung == nil, message.tone == .plain || message.tone == .good,
            now - message.at >= Self.messageMilliseconds
        else { return }
        message = Message()
    }

    mutating func send(raw bytes: [UInt8]) { if !bytes.isEmpty { out.append(.send(bytes)) } }

    mutating func send(_ line: String, for purpose: Purpose) {
        if let range = line.firstRange(of: "SHIFT ACCEPT from=") {
            acceptedShiftOf = String(line[range.upperBound...].prefix { $0 != " " })
        }
        let bytes = link.ask(line, for: purpose, now: clock)
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
