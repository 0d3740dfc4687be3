// SPDX-License-Identifier: Apache-2.0
/// What lies over the panes for a moment: help, people, events, the reply of a typed command.

import Wire

extension Desktop {
    func drawOverlay(_ canvas: inout Canvas, _ body: Frame, now: Int64) {
        switch overlay {
        case .none: break
        case .help:
            title(say(.keyHelp), &canvas, body)
            drawList(&canvas, body, helpLines)
        case .people:
            title(say(.people), &canvas, body)
            drawList(&canvas, body, peopleLines(now))
        case .reply(let lines):
            title(say(.reply), &canvas, body)
            drawList(&canvas, body, lines.flatMap { wrapped(printable($0), to: columns - 2) })
        case .events:
            title(say(.events), &canvas, body)
            let space = body.rows - 1
            let all = room.events
            let last = max(space, all.count - min(scroll, max(0, all.count - space)))
            let shown = all.prefix(last).suffix(space)
            for (index, event) in shown.enumerated() {
                draw(
                    event, &canvas, row: body.row + 1 + index, from: body.column, to: body.end,
                    now: now)
            }
        }
    }

    private func drawList(_ canvas: inout Canvas, _ body: Frame, _ lines: [String]) {
        let space = body.rows - 1
        let start = min(scroll, max(0, lines.count - space))
        for (index, line) in lines.dropFirst(start).prefix(space).enumerated() {
            canvas.put(fitted(printable(line), to: columns - 1), row: body.row + 1 + index, column: 1)
        }
        if lines.count > start + space {
            let text = " PgDn +\(lines.count - start - space) "
            canvas.put(text, row: body.row, column: body.end - columnsWide(text), ink: .warning)
        }
    }

    /// Two keys a line.
    private var helpLines: [String] {
        let rows = Self.keyTable.map { "\(padded($0.key, to: 10))\(say($0.phrase))" }
        let half = (rows.count + 1) / 2
        var lines = (0..<half).map { at in
            padded(rows[at], to: 38) + (at + half < rows.count ? rows[at + half] : "")
        }
        lines.append("")
        // Every command may be typed after a colon, as a script would send it.
        for verb in ConsoleVerb.allCases {
            let meaning = language == .english ? verb.english : verb.chinese
            lines.append(contentsOf: wrapped(": \(verb.usage)  \(meaning)", to: columns - 2))
        }
        return lines
    }

    /// What a supervisor asks first: who waits longest, and whether anything is stuck.
    private var peopleHead: [String] {
        guard let situation = room.situation else { return [] }
        var words: [String] = []
        if situation.has("oldest_call") {
            words.append("\(say(.oldest)) \(situation["oldest_call"]) \(situation["oldest"])s")
        }
        if situation.has("stuck") {
            words.append("\(say(.stuck)) \(situation["stuck"]) : LIST stuck")
        }
        return words.isEmpty ? [] : [words.joined(separator: "   "), ""]
    }

    private func peopleLines(_ now: Int64) -> [String] {
        peopleHead
            + room.seats.map { seat in
                let since = seat.milliseconds("since").map { minutes($0) } ?? ""
                var words = [
                    padded(seat["who"], to: 10), padded(Terms.word(seat["role"], language), to: 14),
                    padded(Terms.word(seat["state"], language), to: 10), right(since, 8),
                ]
                if seat.has("calls") { words.append(seat["calls"]) }
                if seat.has("missed_all") {
                    let row = seat.has("missed") ? seat["missed"] : "0"
                    words.append("\(say(.missedOffers)) \(row)/\(seat["missed_all"])")
                } else if seat.has("missed") {
                    words.append("\(say(.missedOffers)) \(seat["missed"])")
                }
                if seat.has("reason") { words.append("(\(Terms.word(seat["reason"], language)))") }
                if seat.has("queues") { words.append("<\(seat["queues"])>") }
                words.append(seat["name"])
                return words.joined(separator: " ")
            }
    }
}
