// SPDX-License-Identifier: Apache-2.0
/// What the centre's lines change on the desktop. Never asks again for what was refused.

import Vocabulary
import Wire

extension Desktop {
    mutating func hear(_ text: String, now: Int64) {
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
        let away = awaySince.map { now - $0 } ?? 0
        awaySince = nil
        send("WATCH all", for: .watch)
        send("LIST operators", for: .seats)
        // The calls first: what the centre then counts is known by then.
        send("LIST calls", for: .calls)
        send("SHOW centre", for: .centre)
        nextRefresh = now + Self.refreshMilliseconds
        if !again { lastKey = now }
        let held = (line["calls"] ?? "").split(separator: ",").map(String.init)
        sheets = sheets.filter { held.contains($0.key) }
        for call in held { ask(sheetOf: call, at: now) }
        focus = held.contains(focus ?? "") ? focus : held.first
        guard !isWall else { return }
        guard held.isEmpty else { return mention(say(.backAgain), .good) }
        if again, wasReady, away <= Self.readyAgainMilliseconds {
            send("READY", for: .action("READY"))
            mention("\(say(.backAgain)): \(say(.readyAgain))", .good)
        } else {
            mention(again ? "\(say(.backAgain)): \(say(.pressReady))" : say(.pressReady), .warning)
        }
    }

    private mutating func event(_ line: ReplyLine, now: Int64) {
        let call = line["call"] ?? ""
        let wasMine = room.calls[call]?.holder == user
        room.hear(line, me: user, now: now)
        if line.word == "DUTY", line["who"] == user {
            if line["state"] == "away" { noteSetAway(line["reason"] ?? "", now: now) }
            setDuty(line["state"] ?? "")
        }
        if line.word == "ATTEMPT" { noteCarried(Fields(line)) }
        if line.word == "HANDED" || sheets[call] != nil || call == focus {
            ask(sheetOf: call, at: now)
        }
        hearColleagues(line, wasMine: wasMine, now: now)
        // Who works on another call goes on with it: the next key is meant for that one.
        if line.word == "HANDED", focus.flatMap({ room.calls[$0] })?.holder != user { focus = call }
        if line.word == "STORM" {
            nextRefresh = now
            if line["what"] == "proposed", isInCharge {
                let words = [line["area"], line["kinds"], line["calls"]].compactMap(\.self)
                mention("\(say(.stormProposed)): \(words.joined(separator: " "))", .warning)
            }
        }
        if line.word == "STORAGE" || line.word == "NOBODY" || line.word == "SOMEBODY" {
            nextRefresh = now
        }
        tidy()
    }

    /// A call that is over leaves nothing of its record here.
    private mutating func tidy() {
        let mine = Set(room.calls(of: user).map(\.id))
        sheets = sheets.filter { mine.contains($0.key) || $0.key == selected }
        if let shown = revealed, !mine.contains(shown.call) { revealed = nil }
        if let focus, !mine.contains(focus) { self.focus = mine.min() }
        if focus == nil { focus = mine.min() }
        if let selected, room.calls[selected] == nil { self.selected = nil }
        listened = listened.filter { room.calls[$0] != nil }
        unrung = unrung.filter { room.calls[$0.key] != nil }
        if let call = message.unrung, unrung[call] == nil { message = Message() }
        mutedCalls = mutedCalls.filter { room.calls[$0] != nil }
    }

    private mutating func reply(_ purpose: Purpose, _ lines: [ReplyLine], now: Int64) {
        guard let last = lines.last else { return }
        let isYes = (200..<400).contains(last.code)
        switch purpose {
        case .watch: break
        case .resume:
            if last.code == ReplyCode.gone.code {
                room.replace(calls: lines, me: user, now: now)
            } else if let count = last["count"], count != "0" {
                mention("\(say(.missedEvents)): \(count)", .good)
            }
        case .calls:
            if isYes { room.replace(calls: lines, me: user, now: now) }
            if room.hasUnknownStorm { send("LIST storms", for: .storms) }
            if room.unlisted > 0 { send("LIST calls holder=\(user)", for: .ownCalls) }
            askForOwnSheets(now)
        case .storms: room.replace(storms: lines)
        case .ownCalls:
            if isYes { room.replace(own: lines, me: user, now: now) }
            askForOwnSheets(now)
        case .centre:
            if isYes { room.take(centre: lines, now: now) }
        case .seats:
            room.replace(seats: lines)
            if let me = room.seats.first(where: { $0["who"] == user }) {
                // The event may have been missed.
                if wasReady, me["state"] == "away" { noteSetAway(me["reason"], now: now) }
                setDuty(me["state"])
            }
        case .sheet(let call):
            guard isYes, let sheet = Sheet(lines) else {
                sheets[call] = nil
                return
            }
            if let first = lines.first { room.put(Fields(first), now: now) }
            sheets[call] = room.calls[call] == nil ? nil : sheet
        case .noteOfStep(let call, let step):
            done("NOTE", lines, isYes: isYes, now: now)
            if isYes { act("DONE \(call) step=\(step) result=noted") }
        case .reveal(let call):
            guard isYes else { return done("REVEAL", lines, isYes: false, now: now) }
            if revealed?.call == call {
                revealed?.take(lines)
                focus = call
            }
            ask(sheetOf: call, at: now)
            tidy()
        case .action(let what):
            done(what, lines, isYes: isYes, now: now)
            showPreview(lines)
            showMissed(lines)
        case .typed(let what):
            done(what, lines, isYes: isYes, now: now)
            if lines.count > 1 { overlay = .reply(lines.map { show($0) }) }
            showPreview(lines)
            showMissed(lines)
        }
    }

    /// What a storm would touch is read before anything is touched; the question stands below it.
    private mutating func showPreview(_ lines: [ReplyLine]) {
        guard let first = lines.first, let preview = first["preview"],
            first.word == "STORM" || first.word == "STALE"
        else { return }
        scroll = 0
        overlay = .reply(lines.map { show($0) })
        let forms = Forms(language: language)
        form = first["outcome"] == nil ? forms.declare(preview) : forms.closeTogether(preview)
    }

    private mutating func askForOwnSheets(_ now: Int64) {
        for row in room.calls(of: user) where sheets[row.id] == nil {
            ask(sheetOf: row.id, at: now)
        }
        tidy()
    }

    /// A line as the centre sent it, without our tag.
    private func show(_ line: ReplyLine) -> String {
        var text = "\(line.code)\(line.isLast ? " " : "-")\(line.word)"
        for field in line.fields {
            text += " "
            text += field.key.isEmpty ? field.value : LineWriter.field(field.key, field.value)
        }
        return text
    }

    /// Something that was asked for is answered.
    private mutating func done(_ what: String, _ lines: [ReplyLine], isYes: Bool, now: Int64) {
        guard let last = lines.last, let first = lines.first else { return }
        let call = first["call"]
        if what == "SHIFT" { acceptedShiftOf = "" }
        if isYes {
            if first.word == "TAKEN", let call {
                room.put(Fields(first), now: now)
                sheets[call] = Sheet(lines)
                focus = call
                if selected == call { selected = nil }
                scroll = 0
                room.endLeases()
                tell("\(call): \(Terms.word("taken", language))", .good)
            } else if !noteWhetherRung(Fields(first)) {
                tell(lines.count > 1 ? "" : show(last), .good)
            }
            switch first.word {
            case "LISTENING":
                if let call {
                    room.put(Fields(first), now: now)
                    sheets[call] = Sheet(lines)
                    listened.insert(call)
                    tell("\(say(.keyListen)): \(call)", .good)
                }
            case "LEFT": if let call { listened.remove(call) }
            case "SHIFT": room.answeredShift(Fields(first), me: user)
            case "READY", "AWAY", "LOGOUT":
                setDuty(first.word == "LOGOUT" ? "gone" : first.word.lowercased())
                undo = first.word == "AWAY" ? "READY" : nil
            case "STORM" where first["what"] == "declared":
                undo = first["storm"].map { "STORM UNDO storm=\($0)" }
                nextRefresh = now
            case "STORM" where first["what"] != nil: nextRefresh = now
            case "PARKED", "RELEASED": undo = call.map { "TAKE \($0)" }
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

    static let onDuty = ["ready", "offered", "handling", "wrap-up"]

    mutating func setDuty(_ state: String) {
        duty = state
        wasReady = Self.onDuty.contains(state)
        guard wasReady else { return }
        forgetMail { $0 == .setAway }
        if message.text.contains(say(.pressReady)) { message = Message() }
    }
}
