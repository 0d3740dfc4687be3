// SPDX-License-Identifier: Apache-2.0
/// The desktop as cells: which pane stands where at which size. Each pane draws itself in its own file.

import Vocabulary
import Wire

/// A part of the canvas.
struct Frame {
    var row: Int
    var rows: Int
    var column: Int
    var columns: Int
    var end: Int { column + columns }
}

extension Desktop {
    /// From so many columns on the call stands beside the line, not under it.
    static let wideColumns = 110

    /// What the screen shows now.
    package func canvas(now: Int64) -> Canvas {
        var canvas = Canvas(columns: columns, rows: rows)
        guard rows >= 5, columns >= 20 else {
            canvas.put("\(columns)x\(rows)?", row: 0, column: 0, ink: .alarm)
            return canvas
        }
        if !link.isHere, link.hasBeenIn || awaySince != nil {
            drawAway(&canvas, now: now)
        } else {
            drawHead(&canvas, now: now)
            let body = Frame(row: 1, rows: rows - 3, column: 0, columns: columns)
            if overlay != .none {
                drawOverlay(&canvas, body, now: now)
            } else if isWall {
                drawWall(&canvas, body, now: now)
            } else {
                drawPanes(&canvas, body, now: now)
            }
        }
        if link.isHere, !isWall {
            drawMail(&canvas, Frame(row: 1, rows: rows - 3, column: 0, columns: columns))
        }
        drawTalk(&canvas)
        drawFoot(&canvas)
        return canvas
    }

    private func drawPanes(_ canvas: inout Canvas, _ body: Frame, now: Int64) {
        let waits = room.waiting.count + room.groups.count
        let others = room.inHands.count { $0.holder != user }
        if columns >= Self.wideColumns {
            let left = columns * 11 / 24
            let line = max(4, min(body.rows * 2 / 3, waits + others + 3))
            drawWaiting(
                &canvas, Frame(row: body.row, rows: line, column: 0, columns: left - 1), now: now)
            drawEvents(
                &canvas,
                Frame(
                    row: body.row + line, rows: body.rows - line, column: 0, columns: left - 1),
                now: now)
            drawCall(
                &canvas,
                Frame(row: body.row, rows: body.rows, column: left, columns: columns - left),
                now: now)
            return
        }
        let hasCall = focus != nil || selected != nil
        let events = min(4, max(2, body.rows / 6))
        let most = hasCall ? max(3, body.rows / 4) : body.rows - events - 2
        let line = min(most, max(3, waits + others + 1))
        drawWaiting(
            &canvas, Frame(row: body.row, rows: line, column: 0, columns: columns), now: now)
        drawCall(
            &canvas,
            Frame(
                row: body.row + line, rows: body.rows - line - events, column: 0, columns: columns),
            now: now)
        drawEvents(
            &canvas,
            Frame(row: body.row + body.rows - events, rows: events, column: 0, columns: columns),
            now: now)
    }

    /// A pane's title over its whole width.
    func title(_ text: String, _ canvas: inout Canvas, _ frame: Frame, ink: Ink = .strong) {
        canvas.fill(.dim, row: frame.row, from: frame.column, to: frame.end)
        let at = canvas.put(text, row: frame.row, column: frame.column, ink: ink, to: frame.end)
        let line = String(repeating: "-", count: max(0, frame.end - at - 1))
        canvas.put(line, row: frame.row, column: at + 1, ink: .dim, to: frame.end)
    }

    // MARK: Head

    private func drawHead(_ canvas: inout Canvas, now: Int64) {
        canvas.fill(.bar, row: 0)
        var at = canvas.put(" 平安鐘 ", row: 0, column: 0, ink: .bar)
        at = canvas.put("\(user) ", row: 0, column: at, ink: .bar)
        if !link.isHere {
            canvas.put("\(say(.connecting)) ...", row: 0, column: at, ink: .alarm)
            return
        }
        if isWall {
            at = canvas.put(" \(say(.wall)) ", row: 0, column: at, ink: .bar)
        } else {
            let isOn = ["ready", "offered", "handling", "wrap-up"].contains(duty)
            at = canvas.put(
                " \(Terms.word(duty, language).uppercased()) ", row: 0, column: at,
                ink: isOn ? .next : .key)
        }
        if overlay != .none, !room.offers.isEmpty {
            at = canvas.put(" >> \(say(.offeredToYou)) ", row: 0, column: at + 1, ink: .next)
        }
        if let trouble {
            at = canvas.put(" ! \(trouble) ", row: 0, column: at + 1, ink: .alarm)
        }
        let clock = clockText(now)
        let right = [serviceLevelText(now), lineText(now), clock].filter { !$0.isEmpty }
        // What does not fit beside the rest goes, the clock last.
        for skipped in 0..<right.count {
            let text = right[skipped...].joined(separator: "  ") + " "
            let start = columns - columnsWide(text)
            if start > at {
                canvas.put(text, row: 0, column: start, ink: .bar)
                break
            }
        }
    }

    /// What cannot wait: a call about to be lost, then what is wrong with the centre itself.
    var trouble: String? {
        if !room.leases.isEmpty { return say(.leaseWarning) }
        switch room.storage {
        case "full": return say(.storageFull)
        case "broken": return say(.storageBroken)
        default: break
        }
        if room.isNobodyOnDuty { return say(.nobodyOnDuty) }
        let missed = room.situation?.number("missed") ?? 0
        return missed > 0 ? "\(missed) \(say(.homesMissed))" : nil
    }

    /// The centre's wall clock.
    func clockText(_ now: Int64) -> String {
        guard let wall = room.wall, let then = Moment(iso8601: wall.text),
            let zone = ZoneOffset(endOf: wall.text)
        else { return "" }
        let moment = then + Span(milliseconds: now - wall.at)
        let time = CivilTime(moment, in: zone)
        return "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
    }

    /// Answered within the target, and offered, this hour; who still waits inside the target counts
    /// neither way yet (docs/protocol-console.md, "Service level").
    func serviceLevel(_ now: Int64) -> (answered: Int, offered: Int)? {
        guard let situation = room.situation, let within = situation.number("in_target"),
            let arrived = situation.number("arrived")
        else { return nil }
        // Of a group only the oldest one's age is known: young as long as that one is.
        let grouped = room.groups.reduce(0) { $0 + (room.age($1, now: now) < room.target ? $1.calls : 0) }
        let inside = grouped + room.waiting.count { room.age($0, now: now) < room.target }
        return arrived > inside ? (within, max(within, arrived - inside)) : nil
    }

    private func serviceLevelText(_ now: Int64) -> String {
        guard let level = serviceLevel(now) else { return "" }
        return "<=\(room.target / 1000)s \(level.answered * 100 / level.offered)%"
            + " (\(level.answered)/\(level.offered))"
    }

    private func lineText(_ now: Int64) -> String {
        let waiting = room.waiting
        guard let oldest = waiting.map({ room.age($0, now: now) }).max() else {
            return "\(say(.waitingCount)) 0"
        }
        return "\(say(.waitingCount)) \(room.waitingCount) \(say(.oldest)) \(minutes(oldest))"
    }

    /// `1:05`, `1:02:03`.
    func minutes(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        let short = "\(seconds / 60 % 60):\(padded(Int(seconds % 60), 2))"
        return seconds < 3600
            ? short
            : "\(seconds / 3600):\(padded(Int(seconds / 60 % 60), 2)):\(padded(Int(seconds % 60), 2))"
    }

    // MARK: Talk and foot

    /// The line above the foot: what is asked, typed or said.
    private func drawTalk(_ canvas: inout Canvas) {
        let row = rows - 2
        if let command {
            let start = canvas.put(":", row: row, column: 0, ink: .strong)
            draw(command, &canvas, row: row, from: start)
        } else if let form, let question = form.question {
            let ink: Ink = form.complaint.isEmpty ? .next : .alarm
            let at = canvas.put(" \(question.label) ", row: row, column: 0, ink: ink)
            if question.choices.isEmpty {
                return draw(form.editor, &canvas, row: row, from: at + 1)
            }
            draw(question.choices, &canvas, row: row, from: at + 1)
        } else {
            let ink: Ink =
                switch message.tone {
                case .plain: .plain
                case .good: .good
                case .warning: .warning
                case .alarm: .alarm
                }
            canvas.put(fitted(printable(message.text), to: columns), row: row, column: 0, ink: ink)
        }
    }

    /// Behind the question where they fit, else on as many rows above it as they need.
    private func draw(_ choices: [Choice], _ canvas: inout Canvas, row: Int, from start: Int) {
        let wide = choices.map { columnsWide($0.label) + 4 }
        guard start + wide.reduce(0, +) > columns else {
            var at = start
            for choice in choices { at = draw(choice, &canvas, row: row, column: at) + 2 }
            return
        }
        let step = max(1, min(columns, (wide.max() ?? 1) + 1))
        let across = max(1, columns / step)
        let down = min(row - 1, (choices.count + across - 1) / across)
        for (index, choice) in choices.enumerated() where index / across < down {
            let line = row - down + index / across
            if index % across == 0 { canvas.fill(.plain, row: line) }
            draw(choice, &canvas, row: line, column: index % across * step + 1)
        }
    }

    @discardableResult
    private func draw(_ choice: Choice, _ canvas: inout Canvas, row: Int, column: Int) -> Int {
        let at = canvas.put(String(choice.key), row: row, column: column, ink: .key)
        return canvas.put(" \(printable(choice.label))", row: row, column: at)
    }

    /// The part of a typed line around its cursor.
    private func draw(_ editor: Editor, _ canvas: inout Canvas, row: Int, from start: Int) {
        let room = max(1, columns - start - 1)
        let skipped = max(0, editor.cursorColumns - room + 1)
        var left = skipped
        var shown = ""
        for scalar in printable(editor.text).unicodeScalars {
            if left > 0 {
                left -= columnsWide(scalar)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        canvas.put(shown, row: row, column: start)
        canvas.cursor = (row, min(columns - 1, start + editor.cursorColumns - skipped))
    }

    private func drawFoot(_ canvas: inout Canvas) {
        let row = rows - 1
        canvas.fill(.bar, row: row)
        var at = 0
        func put(_ key: String, _ text: String) {
            guard at + columnsWide(key) + columnsWide(text) + 3 <= columns else { return }
            at = canvas.put(" \(key)", row: row, column: at, ink: .key)
            at = canvas.put(" \(text) ", row: row, column: at, ink: .bar)
        }
        if form != nil {
            put("Enter", say(.keyEnter))
            put("Esc", say(.keyCancel))
            return
        }
        if command != nil {
            put("Enter", say(.keyEnter))
            put("Tab", say(.completions))
            put("Esc", say(.keyCancel))
            return
        }
        if overlay != .none {
            put("PgUp PgDn", say(.keyScroll))
            put("Esc", say(.keyCancel))
            return
        }
        let hasCall = focus != nil
        // Help and the way out are always there; the rest as far as there is room.
        let tail =
            ":  ?  q".count + columnsWide(say(.keyCommand)) + columnsWide(say(.keyHelp))
            + columnsWide(say(.keyQuit)) + 8
        for entry in Self.keyTable where isShown(entry, hasCall) {
            guard at + columnsWide(entry.key) + columnsWide(say(entry.phrase)) + 3 + tail <= columns
            else { break }
            put(entry.key, say(entry.phrase))
        }
        put(":", say(.keyCommand))
        put("?", say(.keyHelp))
        put("q", say(.keyQuit))
    }

    private func isShown(_ entry: KeyRow, _ hasCall: Bool) -> Bool {
        if [":", "?", "q"].contains(entry.key) { return false }
        if isWall { return ["l", "v"].contains(entry.key) }
        if entry.needsPower { return isInCharge }
        if entry.needsCall { return hasCall }
        if entry.needsNone { return !hasCall }
        switch entry.key {
        case "Enter": return !room.waiting.isEmpty || selected != nil
        case "y": return room.inHands.contains { isForMeToConfirm($0) }
        case "u": return undo != nil
        case "z": return isInCharge
        case "Tab": return room.calls(of: user).count > 1
        default: return true
        }
    }
}

extension ZoneOffset {
    /// The offset that an ISO 8601 moment ends with.
    init?(endOf text: String) {
        if text.hasSuffix("Z") {
            self = .utc
            return
        }
        let end = Array(text.utf8.suffix(6))
        guard end.count == 6, end[3] == 0x3A, end[0] == 0x2B || end[0] == 0x2D,
            let hours = Int(String(decoding: end[1...2], as: UTF8.self)),
            let minutes = Int(String(decoding: end[4...5], as: UTF8.self))
        else { return nil }
        self.init(minutes: (end[0] == 0x2D ? -1 : 1) * (hours * 60 + minutes))
    }
}
