// SPDX-License-Identifier: Apache-2.0
/// The call in hand: its record in review order, the plan, and the next step always in sight.
/// Never shows a record that is not this call's.

import Wire

extension Desktop {
    /// One line of the record with its label.
    private struct Entry {
        var label = ""
        var text: String
        var ink = Ink.plain
        /// A new subject.
        var isFirst = true
    }

    func drawCall(_ canvas: inout Canvas, _ frame: Frame, now: Int64) {
        guard frame.rows > 1 else { return }
        guard let id = selected ?? focus else {
            title(say(.myCall), &canvas, frame)
            canvas.put("  \(say(.noCall))", row: frame.row + 1, column: frame.column, ink: .dim)
            return
        }
        let isMine = room.calls[id]?.holder == user
        title(
            callTitle(id, isMine: isMine, now: now), &canvas, frame, ink: isMine ? .next : .strong)
        guard let sheet = sheets[id] else {
            if let call = room.calls[id] {
                canvas.put(
                    "  \(call.name) \(Terms.word(call.kind, language))", row: frame.row + 1,
                    column: frame.column)
            }
            return
        }
        let next = isMine ? nextLines(sheet, width: frame.columns) : []
        let room = frame.rows - 1 - next.count
        let entries = lines(
            sheet, isMine ? revealed.flatMap { $0.call == id ? $0 : nil } : nil,
            isMine: isMine, width: frame.columns)
        let start = max(0, min(scroll, entries.count - room))
        for (index, entry) in entries.dropFirst(start).prefix(max(0, room)).enumerated() {
            let row = frame.row + 1 + index
            canvas.put(entry.label, row: row, column: frame.column + 1, ink: .dim, to: frame.end)
            canvas.put(
                entry.text, row: row, column: frame.column + labelWidth, ink: entry.ink,
                to: frame.end)
        }
        if entries.count > start + room {
            let text = " PgDn +\(entries.count - start - room) "
            canvas.put(
                text, row: frame.row, column: frame.end - columnsWide(text), ink: .warning)
        }
        for (index, line) in next.enumerated() {
            let row = frame.row + frame.rows - next.count + index
            canvas.fill(.next, row: row, from: frame.column, to: frame.end)
            canvas.put(line, row: row, column: frame.column, ink: .next, to: frame.end)
        }
    }

    private var labelWidth: Int { language == .english ? 12 : 11 }

    private func callTitle(_ id: String, isMine: Bool, now: Int64) -> String {
        let mine = room.calls(of: user)
        var words = [isMine ? say(.myCall) : say(.record), id]
        if mine.count > 1, let at = mine.firstIndex(where: { $0.id == id }) {
            words.append("(\(at + 1)/\(mine.count))")
        }
        if let call = room.calls[id] {
            words.append(Self.sign(call.rank))
            words.append(Terms.word(call.kind, language))
            words.append(Terms.word(call.state, language))
            words.append(minutes(room.age(call, now: now)))
            if call.presses > 1 { words.append("\(call.presses) \(say(.presses))") }
            if call.backAt > 0 {
                let left = room.left(until: call.backAt, now: now)
                words.append("\(minutes(left)) [\(printable(call.parkReason))]")
            }
            if call.isUnsaved { words.append("[\(say(.unsaved))]") }
        }
        return words.joined(separator: " ") + " "
    }

    /// The next step with its key, on at most two lines.
    private func nextLines(_ sheet: Sheet, width: Int) -> [String] {
        guard let step = sheet.nextStep() else { return [" d \(say(.allStepsDone))"] }
        let head = " d \(say(.nextStep)) \(step["step"]) \(Terms.word(step["action"], language)): "
        let all = wrapped(head + stepText(step), to: width - 1)
        return Array(all.prefix(2)).enumerated().map { $0 == 0 ? $1 : "   \($1)" }
    }

    private func stepText(_ step: Fields) -> String {
        guard language != .english else { return step["text"] }
        let chinese = step["zh"].isEmpty ? step["text"] : step["zh"]
        return chinese
    }

    private func lines(
        _ sheet: Sheet, _ revealed: Revealed?, isMine: Bool, width: Int
    ) -> [Entry] {
        var all: [Entry] = []
        func add(_ label: Phrase, _ texts: [String], ink: Ink = .plain) {
            var isFirst = true
            for text in texts where !text.isEmpty {
                for line in wrapped(printable(text), to: width - labelWidth) {
                    all.append(Entry(label: isFirst ? say(label) : "", text: line, ink: ink))
                    isFirst = false
                }
            }
        }
        add(.alarm, sheet.alarms.suffix(4).map(alarmText))
        add(.person, sheet.people.map(personText), ink: .strong)
        add(.risk, sheet.people.map { riskText($0, revealed, isMine: isMine) }, ink: .warning)
        add(.home, sheet.homes.map { joined([$0["address"], $0["district"]]) })
        add(
            .access,
            sheet.homes.map { masked($0["access"], revealed?.access(of: $0), isMine: isMine) },
            ink: .warning)
        add(.contacts, sheet.contacts.map(contactText))
        add(.lastCalls, sheet.lastCalls.map(lastCallText))
        all += stepEntries(sheet, width: width)
        add(.attempts, sheet.attempts.map(attemptText))
        add(.notes, sheet.notes.map { "\(time($0["at"])) \($0["by"]): \($0["text"])" })
        return all
    }

    private func stepEntries(_ sheet: Sheet, width: Int) -> [Entry] {
        let next = sheet.nextStep()?["step"]
        var all: [Entry] = []
        for (index, step) in sheet.steps.enumerated() {
            let mark =
                switch step["state"] {
                case "done": "[x]"
                case "waived": "[-]"
                case "replaced": "[/]"
                default: step["step"] == next ? "[>]" : Sheet.applies(step) ? "[ ]" : "( )"
                }
            var text = "\(mark) \(step["step"]) \(Terms.word(step["action"], language))"
            if step.isSet("obligation"), step["state"] == "open" {
                text += " (\(say(.obligation)))"
            }
            if step.has("result") { text += " = \(Terms.word(step["result"], language))" }
            if step.has("reason") { text += " = \(step["reason"])" }
            let isAsked = step["state"] == "open" && Sheet.applies(step)
            if step["state"] == "open" { text += ": \(stepText(step))" }
            let line = fitted(printable(text), to: width - labelWidth)
            all.append(
                Entry(
                    label: index == 0 ? say(.plan) : "", text: line,
                    ink: step["step"] == next ? .strong : isAsked ? .plain : .dim))
        }
        return all
    }

    // MARK: One subject a line

    func joined(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private func word(_ fields: Fields, _ key: String) -> String {
        Terms.word(fields[key], language)
    }

    /// `14:02:11` of an ISO moment.
    func time(_ text: String) -> String {
        guard let t = text.firstIndex(of: "T") else { return text }
        return String(text[text.index(after: t)...].prefix(8))
    }

    private func alarmText(_ alarm: Fields) -> String {
        joined([
            time(alarm["at"]), word(alarm, "type"), alarm["loc"],
            alarm["text"].isEmpty ? "" : "\"\(alarm["text"])\"", alarm["dev"],
        ])
    }

    func personText(_ person: Fields) -> String {
        var age = ""
        if let birth = person.number("birth"),
            let year = room.wall.flatMap({ Int($0.text.prefix(4)) })
        {
            age = "\(year - birth)\(say(.yearsOld))"
        }
        return joined([person["name"], age, word(person, "lang"), person["phone"]])
    }

    private func riskText(_ person: Fields, _ revealed: Revealed?, isMine: Bool) -> String {
        joined([
            person["risk"],
            masked(person["health"], revealed?.health(of: person), isMine: isMine),
        ])
    }

    /// What was shown, or dots with the key that shows it.
    private func masked(_ dots: String, _ shown: String?, isMine: Bool) -> String {
        if let shown { return shown }
        return dots.isEmpty || !isMine ? dots : "\(dots)  k \(say(.keyReveal))"
    }

    func contactText(_ contact: Fields) -> String {
        joined([
            contact["who"], contact["name"], word(contact, "relation"), contact["phone"],
            word(contact, "lang"), word(contact, "duty"),
        ])
    }

    func lastCallText(_ call: Fields) -> String {
        joined([
            String(call["at"].prefix(10)), word(call, "type"), word(call, "outcome"), call["by"],
        ])
    }

    private func attemptText(_ attempt: Fields) -> String {
        joined([
            attempt["attempt"], attempt["who"], attempt["to"], attempt["channel"],
            word(attempt, "outcome"),
        ])
    }
}
