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
        let asked = askedLines()
        if !link.isHere, link.hasBeenIn || awaySince != nil {
            drawAway(&canvas, now: now)
        } else {
            drawHead(&canvas, now: now)
            // What was said and what is asked stand beside the panes, never over them.
            let said = mailLines()
            drawMail(said, &canvas)
            let left = max(1, rows - 3 - said.count - asked.count)
            let body = Frame(row: 1 + said.count, rows: left, column: 0, columns: columns)
            if overlay != .none {
                drawOverlay(&canvas, body, now: now)
            } else if isWall {
                drawWall(&canvas, body, now: now)
            } else {
                drawPanes(&canvas, body, now: now)
            }
        }
        draw(asked, &canvas)
        drawTalk(&canvas)
        drawFoot(&canvas)
        return canvas
    }

    private func drawPanes(_ canvas: inout Canvas, _ body: Frame, now: Int64) {
        let waits = room.waiting.count + room.groups.count
        let others = room.inHands.count { $0.holder != user }
        if columns >= Self.wideColumns {
            // A row of the line holds sign, age, kind, mark, name and district.
            let left = max(columns * 11 / 24, min(columns * 6 / 11, 72))
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

    /// `1:05`, `1:02:03`.
    func minutes(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        let short = "\(seconds / 60 % 60):\(padded(Int(seconds % 60), 2))"
        return seconds < 3600
            ? short
            : "\(seconds / 3600):\(padded(Int(seconds / 60 % 60), 2)):\(padded(Int(seconds % 60), 2))"
    }

    // MARK: Foot

    private func drawFoot(_ canvas: inout Canvas) {
        let row = rows - 1
        canvas.fill(.bar, row: row)
        var at = 0
        func put(_ key: String, _ text: String) {
            guard at + columnsWide(key) + columnsWide(text) + 3 <= columns else { return }
            at = canvas.put(" \(key)", row: row, column: at, ink: .key)
            at = canvas.put(" \(text) ", row: row, column: at, ink: .bar)
        }
        let escape = mail.isEmpty || !link.isHere ? say(.keyCancel) : say(.wasRead)
        if let form {
            if !form.isPicked { put("Enter", say(.keyEnter)) }
            put("Esc", escape)
            return
        }
        if command != nil {
            put("Enter", say(.keyEnter))
            put("Tab", say(.completions))
            put("Esc", escape)
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
        if entry.needsNone, hasCall { return false }
        switch entry.key {
        case "Up Down": return !room.waiting.isEmpty || room.inHands.contains { $0.holder != user }
        case "Enter": return selected != nil || unselectedCall() != nil
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
