// SPDX-License-Identifier: Apache-2.0
/// The screens that are read from far: the wallboard, and the centre that is away.
/// Never shows a name, an address or a note on the wall: visitors see it.

import Vocabulary

extension Desktop {
    /// A waiting call's age in seconds at which the wall turns orange, then red: the answer target,
    /// and the minute of the telecare standards (TSA: 97.5 % within 60 s).
    private static let criticalMilliseconds: Int64 = 60_000

    func drawWall(_ canvas: inout Canvas, _ body: Frame, now: Int64) {
        let waiting = room.waiting
        let oldest = room.oldestAge(now: now) ?? 0
        let ink: Ink =
            waiting.isEmpty
            ? .goodBlock
            : oldest >= Self.criticalMilliseconds
                ? .alarmBlock : oldest >= room.target ? .warningBlock : .goodBlock
        let scale = columns >= 120 ? 2 : 1
        let third = columns / 3
        func figure(_ text: String, _ label: String, _ place: Int, _ ink: Ink) {
            let column = place * third + 2
            canvas.put(label, row: body.row + 1, column: column, ink: .strong)
            BigLetters.draw(
                text, on: &canvas, row: body.row + 3, column: column, ink: ink, scale: scale)
        }
        figure("\(room.waitingCount)", say(.waitingCount), 0, ink)
        figure(minutes(oldest), say(.oldest), 1, ink)
        let level = room.level.figure(in: room, now: now).map { $0.answered * 100 / $0.offered }
        let levelInk: Ink = (level ?? 100) >= 80 ? .goodBlock : .warningBlock
        figure(level.map { "\($0)%" } ?? "-", say(.serviceLevel), 2, levelInk)
        var row = body.row + 9
        let situation = room.situation
        let people = [
            (say(.ready), situation?["ready"] ?? ""), (say(.busy), situation?["busy"] ?? ""),
            (say(.away), situation?["away"] ?? ""),
            (say(.handled), situation?["handling"] ?? ""),
            (say(.parked), situation?["parked"] ?? ""),
            (say(.followUpsOverdue), situation?["overdue"] ?? ""),
        ]
        var at = 2
        for (label, value) in people {
            at = canvas.put("\(label) ", row: row, column: at, ink: .dim)
            at = canvas.put("\(value)   ", row: row, column: at, ink: .strong)
        }
        row += 2
        for call in waiting {
            guard row < body.row + body.rows else { break }
            let age = room.age(call, now: now)
            var at = canvas.put(
                "  \(Self.sign(call.rank)) ", row: row, column: 0, ink: .priority(call.rank))
            at = canvas.put("\(right(minutes(age), 8))  ", row: row, column: at, ink: .strong)
            let late: Ink =
                age >= Self.criticalMilliseconds
                ? .alarm : age >= room.target ? .warning : .plain
            at = canvas.put(
                padded(Terms.word(call.kind, language), to: 14), row: row, column: at, ink: late)
            for kind in call.also {
                at =
                    canvas.put("+\(Terms.word(kind, language))", row: row, column: at, ink: .alarm)
                    + 1
            }
            at = canvas.put("\(call.district)  ", row: row, column: at)
            if call.presses > 1 { canvas.put("x\(call.presses)", row: row, column: at) }
            row += 1
        }
    }

    /// The home of the call in focus as last told, for ringing by hand. Never its access or health.
    private func homeToRing() -> [String] {
        guard !isWall, let focus, let sheet = sheets[focus] else { return [] }
        let lines =
            sheet.people.map {
                joined([$0["name"], $0["phone"], Terms.word($0["lang"], language)])
            }
            + sheet.homes.map { joined([$0["address"], $0["district"]]) }
            + sheet.contacts.map(contactText)
        return lines.flatMap { wrapped(printable($0), to: columns - 4) }
    }

    private func drawHomeToRing(_ canvas: inout Canvas, from row: Int) {
        let lines = homeToRing()
        let space = max(0, rows - 2 - row)
        for (index, line) in lines.prefix(space).enumerated() {
            let isCut = index == space - 1 && lines.count > space
            canvas.put(
                isCut ? fitted(line + " ", to: columnsWide(line)) + "~" : line, row: row + index,
                column: 2)
        }
    }

    /// The largest words on the screen, and the number to ring instead.
    func drawAway(_ canvas: inout Canvas, now: Int64) {
        for row in 0..<rows - 2 { canvas.fill(.plain, row: row) }
        canvas.fill(.alarm, row: 0)
        let since = awaySince.map { minutes(now - $0) } ?? ""
        canvas.put(
            " \(say(.centreAway)): \(printable(awayWhy))", row: 0, column: 0, ink: .alarm)
        let letters = "CENTRE AWAY"
        let scale = columns >= BigLetters.width(letters, scale: 2) + 2 ? 2 : 1
        var row = 2
        if columns >= BigLetters.width(letters), rows >= 12 {
            BigLetters.draw(
                letters, on: &canvas, row: row, column: 1, ink: .alarmBlock, scale: scale)
            row += BigLetters.rows + 1
        }
        canvas.put(
            "\(Phrase.centreAway.text(.english)) · \(Phrase.centreAway.text(.traditional))",
            row: row, column: 1, ink: .strong)
        canvas.put("\(say(.trying)) \(since)", row: row + 1, column: 1)
        row += 3
        let number = room.ring.isEmpty ? ringOption : room.ring
        guard !number.isEmpty else { return drawHomeToRing(&canvas, from: row) }
        canvas.put(
            " \(say(.ringInstead)): \(number) ", row: row, column: 1, ink: .alarm)
        let home = homeToRing()
        let below = row + 2 + BigLetters.rows + 1
        // Whom to ring goes before how large the number is.
        let isRoomy = home.isEmpty ? below <= rows - 2 : below + home.count <= rows - 2
        guard isRoomy else { return drawHomeToRing(&canvas, from: row + 2) }
        defer { drawHomeToRing(&canvas, from: below) }
        if columns >= BigLetters.width(number) + 2 {
            let size = columns >= BigLetters.width(number, scale: 2) + 2 ? 2 : 1
            BigLetters.draw(
                number, on: &canvas, row: row + 2, column: 1, ink: .warningBlock, scale: size)
        }
    }
}
