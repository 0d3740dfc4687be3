// SPDX-License-Identifier: Apache-2.0
/// The waiting line: who waits how long, how much is left to the target; below it what others have.
/// Never tells a priority by colour alone: each has a sign.

import Wire

extension Desktop {
    /// A priority's sign: read at a glance, with or without colours.
    static func sign(_ rank: Int) -> String {
        ["!!", "! ", "* ", "- ", ". "][max(1, min(5, rank)) - 1] + "\(rank)"
    }

    func drawWaiting(_ canvas: inout Canvas, _ frame: Frame, now: Int64) {
        let waiting = room.waiting
        let others = room.inHands.filter { $0.holder != user }
        title("\(say(.waitingLine)) \(room.waitingCount)", &canvas, frame)
        var row = frame.row + 1
        // A storm's group is one line, behind all others, and always in sight.
        let groups = room.groups.suffix(max(0, min(3, frame.rows - 2)))
        let end = frame.row + frame.rows - groups.count
        for (place, group) in groups.enumerated() {
            draw(group, &canvas, frame, row: end + place, now: now)
        }
        if waiting.isEmpty, groups.isEmpty, row < end {
            canvas.put("  \(say(.nobodyWaits))", row: row, column: frame.column, ink: .dim)
            row += 1
        }
        // The selected row stays in sight.
        let all = waiting + others
        let at = selected.flatMap { id in all.firstIndex { $0.id == id } } ?? 0
        let skipped = max(0, at - max(0, end - row - 1))
        for call in all.dropFirst(skipped) {
            guard row < end else { break }
            draw(call, &canvas, frame, row: row, now: now)
            row += 1
        }
        let left = max(0, all.count - skipped - (end - frame.row - 1)) + room.unlisted
        if left > 0, !all.isEmpty {
            let text = " +\(left) "
            canvas.put(
                text, row: frame.row, column: frame.end - columnsWide(text), ink: .warning)
        }
    }

    /// All homes of a storm are one line, behind all others.
    private func draw(
        _ group: Room.StormGroup, _ canvas: inout Canvas, _ frame: Frame, row: Int, now: Int64
    ) {
        let age = room.age(group, now: now)
        var words = ["\(group.calls) \(say(.stormCalls))"]
        if let storm = room.storm(group.storm) {
            let until = storm["until"].split(separator: "T").last.map { $0.prefix(5) } ?? ""
            words += ["\(say(.stormUntil)) \(until)", storm["area"], storm["kinds"]]
        }
        var at = canvas.put(
            "  ~~~ \(right(minutes(age), 7)) ", row: row, column: frame.column, ink: .warning)
        at = canvas.put("\(say(.keyStorm)) \(group.storm)  ", row: row, column: at, ink: .strong)
        canvas.put(
            fitted(printable(words.joined(separator: "  ")), to: frame.end - at), row: row,
            column: at, to: frame.end)
    }

    private func draw(
        _ call: CallRow, _ canvas: inout Canvas, _ frame: Frame, row: Int, now: Int64
    ) {
        let isMine = room.offers[call.id] != nil
        let isOpen = room.isOpen(call)
        let isNarrow = frame.columns < Self.roomyColumns
        let ink: Ink = call.isWaiting ? .priority(call.rank) : .dim
        var at = frame.column
        let mark = isMine ? ">>" : isOpen ? "> " : call.id == selected ? "- " : "  "
        at = canvas.put(mark, row: row, column: at, ink: isMine || isOpen ? .next : .plain)
        at = canvas.put("\(Self.sign(call.rank)) ", row: row, column: at, ink: ink)
        let age = room.age(call, now: now)
        at = canvas.put(
            right(minutes(age), 7) + " ", row: row, column: at, ink: call.isWaiting ? .strong : .dim
        )
        at = drawLeft(call, &canvas, row: row, column: at, age: age, isNarrow: isNarrow)
        let kind = Terms.word(call.kind, language)
        let wide = isNarrow ? 10 : 12
        at = canvas.put(
            padded(fitted(kind, to: wide), to: wide + 1), row: row, column: at, ink: ink)
        if !call.also.isEmpty {
            let also = call.also.map { "+\(Terms.word($0, language))" }.joined(separator: " ")
            at =
                canvas.put(printable(also), row: row, column: at, ink: .alarm, to: frame.end - 1)
                + 1
        }
        if call.presses > 1 {
            at = canvas.put("x\(call.presses) ", row: row, column: at, ink: .warning)
        }
        var words: [String] = []
        if call.isCancelled { words.append("[\(say(.cancelled))]") }
        if call.isUnsaved { words.append("[\(say(.unsaved))]") }
        if isMine { words.append("[\(say(.offeredToYou))]") }
        if isOpen { words.append("[\(say(.openToAll))]") }
        if !call.isWaiting {
            let who = call.proposal?.closer ?? call.holder
            var stands = "\(Terms.word(call.state, language)) \(who)"
            if call.backAt > 0 {
                let left = room.left(until: call.backAt, now: now)
                stands += " \(minutes(left)) \(call.parkReason)"
            }
            words.append("[\(stands)]")
        }
        canvas.put(
            rowText(call, marks: words, to: frame.end - at), row: row, column: at,
            ink: call.isWaiting ? .plain : .dim, to: frame.end)
        if call.id == selected {
            canvas.tint(.selected, row: row, from: frame.column, to: frame.end)
        }
    }

    /// Panes narrower than this say how much is left without words.
    private static let roomyColumns = 80

    /// Marks first, then who and where; of what does not fit the name is cut first, then the place in the home.
    private func rowText(_ call: CallRow, marks: [String], to width: Int) -> String {
        let whose =
            call.isUnregistered
            ? "\(call.device) (\(say(.unregistered)))" : call.name.isEmpty ? call.device : call.name
        let fixed = printable(joined(marks + [call.district]))
        let room = width - columnsWide(fixed) - 2
        var name = printable(joined([whose, call.location]))
        if columnsWide(name) > room, !call.location.isEmpty {
            // As much of the name as the place leaves, but a beginning of it.
            let place = printable(call.location)
            let left = room - columnsWide(place) - 2
            name = left >= 6 ? "\(fitted(printable(whose), to: left))  \(place)" : printable(whose)
        }
        let shown = room >= 2 ? fitted(name, to: room) : ""
        return fitted(
            joined(marks.map { printable($0) } + [shown, printable(call.district)]), to: width)
    }

    /// Seconds left to the target, or how late it is.
    private func drawLeft(
        _ call: CallRow, _ canvas: inout Canvas, row: Int, column: Int, age: Int64, isNarrow: Bool
    ) -> Int {
        let width = isNarrow ? 8 : 13
        guard call.isWaiting else {
            return canvas.put(padded("", to: width), row: row, column: column)
        }
        let left = room.target - age
        let bare = left >= 0 ? "\((left + 999) / 1000)s" : "+\(minutes(-left))"
        let text =
            isNarrow
            ? bare
            : left >= 0
                ? "\(say(.left)) \((left + 999) / 1000)s" : "\(say(.late)) +\(minutes(-left))"
        let ink: Ink = left < 0 ? .alarm : left < room.target / 2 ? .warning : .plain
        canvas.put(fitted(text, to: width - 1), row: row, column: column, ink: ink)
        return column + width
    }

    func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - columnsWide(text))) + text
    }

    func drawEvents(_ canvas: inout Canvas, _ frame: Frame, now: Int64) {
        guard frame.rows > 0 else { return }
        title(say(.events), &canvas, frame)
        let room = frame.rows - 1
        for (index, event) in self.room.events.suffix(room).enumerated() {
            draw(
                event, &canvas, row: frame.row + 1 + index, from: frame.column, to: frame.end,
                now: now)
        }
    }

    func draw(
        _ event: EventLine, _ canvas: inout Canvas, row: Int, from column: Int, to end: Int,
        now: Int64
    ) {
        let ago = "-\(minutes(Int64(Double(now - event.at) * room.pace)))"
        var at = canvas.put(right(ago, 8) + " ", row: row, column: column, ink: .dim)
        let fields = Fields(event.line)
        let isLoud = [
            "NOBODY", "STORAGE", "SILENT", "OUTAGE", "LEASE", "OPEN", "STORM", "RUNAWAY", "UNHEARD",
            "MESSAGE", "SHIFT",
        ]
        .contains(event.line.word)
        at = canvas.put(
            padded(fitted(Terms.word(event.line.word, language), to: 9), to: 10), row: row,
            column: at, ink: isLoud ? .warning : .plain)
        var words: [String] = []
        for key in [
            "call", "what", "state", "reason", "who", "from", "name", "type", "dev", "goal", "area",
            "kinds",
        ] {
            let value = fields[key]
            if key == "state", fields.has("what") { continue }
            if !value.isEmpty { words.append(Terms.word(value, language)) }
        }
        for key in [
            "outcome", "target", "left", "open", "reached", "storm", "calls", "also", "joined",
            "text",
        ] where fields.has(key) {
            words.append("\(key)=\(Terms.word(fields[key], language))")
        }
        canvas.put(
            fitted(printable(words.joined(separator: " ")), to: end - at), row: row, column: at,
            to: end)
    }
}
