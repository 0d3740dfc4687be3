// SPDX-License-Identifier: Apache-2.0
/// What each key does. Never sends what the person did not ask for: a form with Escape is forgotten.

import Vocabulary
import Wire

/// A key of the desktop, for the foot and for help; the first ones are shown first.
package struct KeyRow: Sendable {
    package let key: String
    package let phrase: Phrase
    /// Only while a call is in hand.
    var needsCall = false
    /// Only while none is.
    var needsNone = false
    /// Only for those who direct others.
    var needsPower = false
}

extension Desktop {
    package static let keyTable: [KeyRow] = [
        KeyRow(key: "Enter", phrase: .keyTake),
        KeyRow(key: "Up Down", phrase: .keySelect, needsNone: true),
        KeyRow(key: "y", phrase: .keyConfirm),
        KeyRow(key: "r", phrase: .keyReady, needsNone: true),
        KeyRow(key: "a", phrase: .keyAway, needsNone: true),
        KeyRow(key: "d", phrase: .keyDo, needsCall: true),
        KeyRow(key: "n", phrase: .keyNote, needsCall: true),
        KeyRow(key: "c", phrase: .keyContact, needsCall: true),
        KeyRow(key: "s", phrase: .keySummon, needsCall: true),
        KeyRow(key: "x", phrase: .keyClose, needsCall: true),
        KeyRow(key: "k", phrase: .keyReveal, needsCall: true),
        KeyRow(key: "p", phrase: .keyPark, needsCall: true),
        KeyRow(key: "h", phrase: .keyHandOver, needsCall: true),
        KeyRow(key: "f", phrase: .keyFollowUp, needsCall: true),
        KeyRow(key: "b", phrase: .keyBack, needsCall: true),
        KeyRow(key: "e", phrase: .keyResult, needsCall: true),
        KeyRow(key: "o", phrase: .keyContactOne, needsCall: true),
        KeyRow(key: "w", phrase: .keyWaive, needsCall: true),
        KeyRow(key: "g", phrase: .keyShift),
        KeyRow(key: "j", phrase: .keyListen, needsPower: true),
        KeyRow(key: "i", phrase: .keyMessage, needsPower: true),
        KeyRow(key: "D", phrase: .keyStaff, needsPower: true),
        KeyRow(key: "M", phrase: .keyMissed, needsNone: true),
        KeyRow(key: "Tab", phrase: .keyNextCall),
        KeyRow(key: "PgUp PgDn", phrase: .keyScroll),
        KeyRow(key: "u", phrase: .keyUndo),
        KeyRow(key: "m", phrase: .keyMute),
        KeyRow(key: "z", phrase: .keyStorm),
        KeyRow(key: "l", phrase: .keyPeople),
        KeyRow(key: "v", phrase: .keyEvents),
        KeyRow(key: ":", phrase: .keyCommand),
        KeyRow(key: "?", phrase: .keyHelp),
        KeyRow(key: "q", phrase: .keyQuit),
    ]

    mutating func take(_ key: Key, now: Int64) {
        switch key {
        case .control("l"): return out.append(.redraw)
        case .control("z"): return out.append(.suspend)
        default: break
        }
        if form != nil { return takeForm(key, now: now) }
        if command != nil { return takeCommand(key) }
        if key == .enter, now - chosenAt < Self.strayMilliseconds { return }
        if overlay != .none { return takeOverlay(key) }
        switch key {
        case .sign(let sign): take(sign: sign, now: now)
        case .enter: takeCall(now: now)
        case .up: select(by: -1, now: now)
        case .down: select(by: 1, now: now)
        case .pageUp: scroll = max(0, scroll - 5)
        case .pageDown: scroll += 5
        case .tab, .backTab: nextCall()
        case .escape: if !readMail() { tell("", .plain) }
        case .control("c"), .control("d"): askToQuit()
        default: tell(say(.unknownKey), .plain)
        }
    }

    private mutating func take(sign: Character, now: Int64) {
        if isWall, !"q:?lv".contains(sign) { return tell(say(.unknownKey), .plain) }
        let forms = Forms(language: language)
        switch sign {
        case "r": act("READY")
        case "a": form = forms.away()
        case "t": takeCall(now: now)
        case "u": takeBack()
        case "m": mute()
        case "y": confirm(now: now)
        case "g": shift(forms)
        case "j": listen()
        case "i": form = forms.message(to: room.seats, me: user)
        case "D": form = forms.staff(room.seats, me: user)
        case "M": askForMissed()
        case "z": form = forms.storms(room.groups.map(\.storm))
        case ":", "/": openCommand()
        case "?": overlay = .help
        case "l": overlay = .people
        case "v": overlay = .events
        case "q": askToQuit()
        case "d", " ": doNext(forms, now: now)
        default: takeForCall(sign, forms)
        }
    }

    /// Keys that mean the call in focus, or the one that is looked at.
    private mutating func takeForCall(_ sign: Character, _ forms: Forms) {
        guard "ncspbhfxwoek".contains(sign) else { return tell(say(.unknownKey), .plain) }
        guard let call = focus ?? selected else { return tell(say(.notYourCall), .warning) }
        // What the key means is what is seen.
        if call != selected { selected = nil }
        let sheet = sheets[call]
        switch sign {
        case "c": act("CONTACT \(call)")
        case "k": reveal(call)
        case "b": act("RELEASE \(call)")
        case "n": form = forms.note(call)
        case "s": form = forms.summon(call)
        case "p": form = forms.park(call)
        case "h": form = forms.handOver(call, to: room.seats, me: user)
        case "f": form = forms.followUp(call, me: user)
        case "x": form = forms.close(call, outcomes: sheet?.closingOutcomes ?? [])
        case "w": form = forms.waive(call, step: sheet?.nextStep())
        case "o": form = forms.contactOne(call, sheet?.contacts ?? [])
        default: form = forms.result(call, sheet?.attempts ?? [])
        }
    }

    /// The way in and the health notes of the call in hand, where the record says that there are any.
    private mutating func reveal(_ call: String) {
        guard room.calls[call]?.holder == user else { return tell(say(.notYourCall), .warning) }
        let sheet = sheets[call]
        let hasAccess = sheet?.homes.contains { !$0["access"].isEmpty } ?? false
        let hasHealth = sheet?.people.contains { !$0["health"].isEmpty } ?? false
        guard hasAccess || hasHealth else { return tell(say(.nothingToReveal), .plain) }
        guard link.isHere else { return tell(say(.notSent), .alarm) }
        revealed = Revealed(call: call)
        if hasAccess { send("REVEAL \(call) what=access", for: .reveal(call)) }
        if hasHealth { send("REVEAL \(call) what=health", for: .reveal(call)) }
    }

    /// Any key but those that only move or draw the record.
    mutating func hideAgain(unless key: Key) {
        switch key {
        case .pageUp, .pageDown, .control("l"): break
        default: revealed = nil
        }
    }

    private mutating func takeBack() {
        guard let undo else { return tell(say(.nothingToUndo), .warning) }
        self.undo = nil
        act(undo)
    }

    private mutating func mute() {
        for row in room.waiting { mutedCalls.insert(row.id) }
        tell(say(.muted), .plain)
    }

    private mutating func doNext(_ forms: Forms, now: Int64) {
        guard let call = focus else { return tell(say(.notYourCall), .warning) }
        selected = nil
        guard let step = sheets[call]?.nextStep() else { return tell(say(.noStepLeft), .good) }
        guard let move = forms.step(call, step) else { return tell(say(.noStepLeft), .good) }
        make(move)
    }

    private mutating func make(_ move: Forms.Move) {
        switch move {
        case .ask(let form): self.form = form
        case .say(let line): act(line)
        }
    }

    private mutating func nextCall() {
        let mine = room.calls(of: user).map(\.id)
        guard !mine.isEmpty else { return tell(say(.notYourCall), .warning) }
        let at = focus.flatMap { mine.firstIndex(of: $0) } ?? -1
        focus = mine[(at + 1) % mine.count]
        scroll = 0
    }

    private mutating func askToQuit() {
        form = Forms(language: language).quit(isHolding: !room.calls(of: user).isEmpty)
    }

    // MARK: Forms

    private mutating func takeForm(_ key: Key, now: Int64) {
        guard var form else { return }
        if overlay != .none, key == .pageUp || key == .pageDown {
            scroll = max(0, scroll + (key == .pageDown ? 10 : -10))
            return
        }
        // What came while she wrote is read, what she wrote stays.
        if key == .escape, readMail() { return }
        if key == .escape || key == .control("c") {
            overlay = .none
            // What was written may still be wanted: it is one arrow up behind the colon.
            if !form.draft.isEmpty { remember(form.draft) }
            self.form = nil
            if case .reply = overlay { overlay = .none }
            return tell("", .plain)
        }
        guard form.take(key) else {
            self.form = form
            return
        }
        // Nothing that was written is lost because the centre is away: Enter again when it is back.
        guard link.isHere || form.use == .quit else { return tell(say(.notSent), .alarm) }
        self.form = nil
        if case .sign = key { chosenAt = now }
        // A preview or a list goes with the form that it belongs to.
        if case .reply = overlay { overlay = .none }
        switch form.use {
        case .storms: self.form = Forms(language: language).storm(form.answer(""), room)
        case .staff: make(Forms(language: language).staff(form, room.seats))
        case .send:
            let line = withDue(form.line)
            remember(line)
            act(line)
        case .quit:
            if link.isHere { send("QUIT", for: .action("QUIT")) }
            out.append(.leave(.quit))
        case .noteAndStep(let call, let step):
            remember(form.line)
            tell("> \(form.line)", .plain)
            send(form.line, for: .noteOfStep(call: call, step: step))
        }
    }

    /// `due=2h` and `due=3d` -> a moment of the centre's clock.
    private func withDue(_ line: String) -> String {
        guard let range = line.firstRange(of: " due=") else { return line }
        let rest = line[range.upperBound...]
        let word = rest.prefix { $0 != " " }
        let units: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let last = word.last, let unit = units[last], let number = Int64(word.dropLast()),
            (1...9999).contains(number), let wall = room.wall,
            let read = Moment(iso8601: wall.text), let zone = ZoneOffset(endOf: wall.text)
        else { return line }
        let due = read + Span(milliseconds: number * unit)
        return line[..<range.upperBound] + due.iso8601(in: zone) + rest.dropFirst(word.count)
    }

    // MARK: Typed commands

    private mutating func openCommand() {
        command = Editor()
        historyAt = history.count
        tell("", .plain)
    }

    private mutating func takeCommand(_ key: Key) {
        guard var editor = command else { return }
        switch key {
        case .escape where readMail(): return
        case .escape, .control("c"):
            command = nil
            return
        case .enter:
            command = nil
            return run(editor.text)
        case .tab:
            let completion = Completion(room: room, me: user)
            let text = completion.completed(editor.text)
            if text == editor.text {
                tell(completion.candidates(for: text).joined(separator: "  "), .plain)
            }
            editor.replace(text)
        case .up, .down:
            historyAt = max(0, min(history.count, historyAt + (key == .up ? -1 : 1)))
            editor.replace(historyAt < history.count ? history[historyAt] : "")
        default: _ = editor.take(key)
        }
        command = editor
    }

    private mutating func run(_ line: String) {
        let words = line.split(separator: " ")
        guard let first = words.first else { return }
        let verb = first.uppercased()
        // A secret is neither kept nor shown.
        let isSecret = verb == "LOGIN" || verb == "SECRET"
        if !isSecret { remember(line) }
        if verb == "QUIT" { return askToQuit() }
        guard link.isHere else { return tell(say(.notSent), .alarm) }
        tell(isSecret ? "> \(verb)" : "> \(line)", .plain)
        if verb == "REVEAL", words.count > 1 {
            let call = String(words[1])
            revealed = Revealed(call: call)
            return send(line, for: .reveal(call))
        }
        send(line, for: .typed(verb))
    }

    /// For going back to it behind the colon: refused or forgotten, it can be mended and sent.
    private mutating func remember(_ line: String) {
        guard history.last != line else { return }
        history.append(line)
        if history.count > Self.historyMax { history.removeFirst() }
    }

    // MARK: Overlays

    private mutating func takeOverlay(_ key: Key) {
        switch key {
        case .pageDown, .down: scroll += key == .down ? 1 : 10
        case .pageUp, .up: scroll = max(0, scroll - (key == .up ? 1 : 10))
        case .sign(":"):
            overlay = .none
            scroll = 0
            openCommand()
        default:
            overlay = .none
            scroll = 0
        }
    }
}
