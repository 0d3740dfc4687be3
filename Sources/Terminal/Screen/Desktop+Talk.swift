// SPDX-License-Identifier: Apache-2.0
/// The line above the foot: what is asked, typed or said, and above it what the question is about.
/// Never asks about a call without naming it and its person.

extension Desktop {
    /// The line above the foot: what is asked, typed or said.
    func drawTalk(_ canvas: inout Canvas) {
        let row = rows - 2
        canvas.fill(.plain, row: row)
        if let command {
            let start = canvas.put(":", row: row, column: 0, ink: .strong)
            draw(command, &canvas, row: row, from: start)
        } else if let form, let question = form.question {
            let ink: Ink = form.complaint.isEmpty ? .next : .alarm
            let at = canvas.put(" \(question.label) ", row: row, column: 0, ink: ink)
            if question.choices.isEmpty {
                return draw(
                    form.editor, &canvas, row: row, from: at + 1, isProposed: form.isUntouched)
            }
            draw(question, &canvas, row: row, from: at + 1)
        } else {
            let ink: Ink =
                switch message.tone {
                case .plain: .plain
                case .good: .good
                case .warning: .warning
                case .alarm: .alarm
                }
            let text = fitted(printable(messageText), to: columns)
            canvas.put(text, row: row, column: message.unrung == nil ? 0 : 1, ink: ink)
        }
    }

    /// Choices stand behind their question where they fit, else on as many rows above it as they need.
    private func choiceGrid(_ question: Question) -> (step: Int, across: Int, down: Int)? {
        let wide = question.choices.map { columnsWide($0.label) + 4 }
        let start = columnsWide(question.label) + 3
        guard start + wide.reduce(0, +) > columns else { return nil }
        let step = max(1, min(columns, (wide.max() ?? 1) + 1))
        let across = max(1, columns / step)
        return (step, across, min(max(0, rows - 4), (wide.count + across - 1) / across))
    }

    /// What stands above the question: what is asked of which call and whom, and rows for choices.
    func askedLines() -> [String] {
        guard let form, let question = form.question, command == nil else { return [] }
        var title = form.title
        if !form.call.isEmpty { title += " \(form.call) \(person(of: form.call))" }
        let isNamed = !form.call.isEmpty || !form.detail.isEmpty
        let words =
            isNamed ? wrapped(printable(" \(joined([title, form.detail]))"), to: columns) : []
        let down = choiceGrid(question)?.down ?? 0
        let most = max(0, rows - 5 - down)
        var lines = Array(words.prefix(min(3, most)))
        if let last = lines.last, lines.count < words.count {
            lines[lines.count - 1] = fitted(last + " ", to: columns - 1) + "~"
        }
        return lines + Array(repeating: "", count: down)
    }

    func draw(_ asked: [String], _ canvas: inout Canvas) {
        for (index, line) in asked.enumerated() {
            let row = rows - 2 - asked.count + index
            canvas.fill(line.isEmpty ? .plain : .bar, row: row)
            canvas.put(line, row: row, column: 0, ink: .bar)
        }
    }

    private func draw(_ question: Question, _ canvas: inout Canvas, row: Int, from start: Int) {
        let choices = question.choices
        guard let (step, across, down) = choiceGrid(question) else {
            var at = start
            for choice in choices { at = draw(choice, &canvas, row: row, column: at) + 2 }
            return
        }
        for (index, choice) in choices.enumerated() where index / across < down {
            let line = row - down + index / across
            draw(choice, &canvas, row: line, column: index % across * step + 1)
        }
    }

    @discardableResult
    private func draw(_ choice: Choice, _ canvas: inout Canvas, row: Int, column: Int) -> Int {
        let at = canvas.put(String(choice.key), row: row, column: column, ink: .key)
        return canvas.put(" \(printable(choice.label))", row: row, column: at)
    }

    /// The part of a typed line around its cursor.
    private func draw(
        _ editor: Editor, _ canvas: inout Canvas, row: Int, from start: Int,
        isProposed: Bool = false
    ) {
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
        // What the first sign will replace looks selected.
        canvas.put(shown, row: row, column: start, ink: isProposed ? .selected : .plain)
        canvas.cursor = (row, min(columns - 1, start + editor.cursorColumns - skipped))
    }
}
