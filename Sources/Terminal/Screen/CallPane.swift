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
        let top = frame.row
        guard let id = selected ?? focus else {
            title(say(.myCall), &canvas, frame)
            canvas.put("  \(say(.noCall))", row: frame.row + 1, column: frame.column, ink: .dim)
            return
        }
        let isMine = room.calls[id]?.holder == user
        let ink: Ink = isMine ? .next : .strong
        title(
            callTitle(id, isMine: isMine), callState(id, now: now), of: id, &canvas, frame, ink: ink
        )
        guard let sheet = sheets[id] else {
            if let call = room.calls[id] {
                canvas.put(
                    "  \(call.name) \(Terms.word(call.kind, language))", row: frame.row + 1,
                    column: frame.column)
            }
            return
        }
        // Of a low pane at least half is left for the record.
        let most = max(1, min(Self.nextLinesMax, (frame.rows - 1) / 2))
        let next = isMine ? nextLines(sheet, width: frame.columns, most: most) : []
        var frame = frame
        if let text = unrungText(id) {
            let lines = wrapped(printable(" \(text)"), to: frame.columns).prefix(2)
            for line in lines where frame.rows > 2 {
                canvas.fill(.alarm, row: frame.row + 1, from: frame.column, to: frame.end)
                canvas.put(
                    line, row: frame.row + 1, column: frame.column, ink: .alarm, to: frame.end)
                // The title's row stays where it is: what is below it moves down.
                frame.row += 1
                frame.rows -= 1
            }
        }
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
                text, row: top, column: frame.end - columnsWide(text), ink: .warning)
        }
        for (index, line) in next.enumerated() {
            let row = frame.row + frame.rows - next.count + index
            canvas.fill(.next, row: row, from: frame.column, to: frame.end)
            canvas.put(line, row: row, column: frame.column, ink: .next, to: frame.end)
        }
    }

    private var labelWidth: Int { language == .english ? 12 : 11 }

    /// The title's words around the kinds of alarm that the call has beside its own: those are loud.
    private func title(
        _ head: String, _ state: String, of id: String, _ canvas: inout Canvas, _ frame: Frame,
        ink: Ink
    ) {
        let also = (room.calls[id]?.also ?? []).map { "+\(Terms.word($0, language))" }
        title(
            "\(head) \(also.isEmpty ? "" : also.joined(separator: " ") + " ")\(state)", &canvas,
            frame, ink: ink)
        guard !also.isEmpty else { return }
        canvas.put(
            also.joined(separator: " "), row: frame.row,
            column: frame.column + columnsWide(head) + 1,
            ink: .alarm, to: frame.end)
    }

    private func callTitle(_ id: String, isMine: Bool) -> String {
        let mine = room.calls(of: user)
        var words = [isMine ? say(.myCall) : say(.record), id]
        if mine.count > 1, let at = mine.firstIndex(where: { $0.id == id }) {
            words.append("(\(at + 1)/\(mine.count))")
        }
        if let call = room.calls[id] {
            words.append(Self.sign(call.rank))
            words.append(Terms.word(call.kind, language))
        }
        return printable(words.joined(separator: " "))
    }

    private func callState(_ id: String, now: Int64) -> String {
        var words: [String] = []
        if let call = room.calls[id] {
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

    /// Lines that the next step may take of the pane.
    private static let nextLinesMax = 6

    /// The next step with its key; what does not fit ends with `~`.
    private func nextLines(_ sheet: Sheet, width: Int, most: Int) -> [String] {
        guard let step = sheet.nextStep() else { return [" d \(say(.allStepsDone))"] }
        let head = " d \(say(.nextStep)) \(step["step"]) \(Terms.word(step["action"], language)): "
        let all = wrapped(printable(head + stepText(step)), to: width - 4)
        var shown = Array(all.prefix(most))
        if all.count > most { shown[most - 1] = cut(shown[most - 1], to: width - 4) }
        return shown.enumerated().map { $0 == 0 ? $1 : "   \($1)" }
    }

    private func stepText(_ step: Fields) -> String {
        guard language != .english else { return step["text"] }
        let chinese = step["zh"].isEmpty ? step["text"] : step["zh"]
        // Plans hold one Chinese text.
        return language == .simplified ? Simplified.text(chinese) : chinese
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
        all += alarmEntries(sheet, width: width - labelWidth)
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
        let unrung = Set((unrungAttempts(of: sheet.call) ?? []).map { $0["attempt"] })
        for (isUnrung, attempts) in [
            (true, sheet.attempts.filter { unrung.contains($0["attempt"]) }),
            (false, sheet.attempts.filter { !unrung.contains($0["attempt"]) }),
        ] {
            add(
                .attempts, attempts.map { attemptText($0, isUnrung: isUnrung) },
                ink: isUnrung ? .alarm : .plain)
        }
        add(.notes, sheet.notes.map { "\(time($0["at"])) \($0["by"]): \($0["text"])" })
        return all
    }

    /// What devices say stands before the home, and must not push it away: a part of each, the rest by SHOW.
    private func alarmEntries(_ sheet: Sheet, width: Int) -> [Entry] {
        let alarms = sheet.alarms.suffix(4)
        let most = alarms.count > 2 ? 1 : 2
        var all: [Entry] = []
        for alarm in alarms {
            var lines = wrapped(printable(alarmText(alarm)), to: width)
            if lines.count > most {
                lines = Array(lines.prefix(most))
                lines[most - 1] = cut(lines[most - 1], to: width)
            }
            all += lines.map { Entry(text: $0) }
        }
        if !all.isEmpty { all[0].label = say(.alarm) }
        return all
    }

    /// Says of a line that more would follow.
    private func cut(_ line: String, to width: Int) -> String {
        columnsWide(line) < width ? line + "~" : fitted(line + " ", to: width)
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

    private func attemptText(_ attempt: Fields, isUnrung: Bool) -> String {
        joined([
            attempt["attempt"], attempt["who"], attempt["to"], attempt["channel"],
            isUnrung ? say(.notRung) : word(attempt, "outcome"),
        ])
    }
}
