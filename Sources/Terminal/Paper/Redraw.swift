// SPDX-License-Identifier: Apache-2.0
/// From one canvas to the next: the fewest words that a terminal needs to hear.
/// Never writes what stands there already, and never leaves half a wide sign.

package struct Redraw: Sendable {
    /// Cells that are written again rather than jumped over: a jump costs about so many bytes.
    private static let jumpCells = 6

    private let palette: Palette
    private var shown: Canvas?

    package init(_ palette: Palette) { self.palette = palette }

    /// The terminal's contents are unknown (start, resize, another program): all is drawn again.
    package mutating func forget() { shown = nil }

    /// What must be written so that the terminal shows `canvas`; nothing where it does already.
    package mutating func bytes(to canvas: Canvas) -> [UInt8] {
        if let shown, shown == canvas { return [] }
        var pen = Pen(palette: palette)
        let old = shown.flatMap {
            $0.columns == canvas.columns && $0.rows == canvas.rows ? $0 : nil
        }
        if old == nil { pen.clear() }
        for row in 0..<canvas.rows { draw(row, of: canvas, over: old, &pen) }
        shown = canvas
        return pen.finish(cursor: canvas.cursor)
    }

    private func draw(_ row: Int, of canvas: Canvas, over old: Canvas?, _ pen: inout Pen) {
        let blank = Cell()
        func stands(_ column: Int) -> Bool {
            (old?[row, column] ?? blank) == canvas[row, column]
        }
        var column = 0
        while column < canvas.columns {
            if stands(column) {
                column += 1
                continue
            }
            // A change within a wide sign begins with that sign.
            var start = column
            while start > 0, canvas[row, start].sign.isEmpty { start -= 1 }
            var end = column + 1
            var same = 0
            while end < canvas.columns, same <= Self.jumpCells {
                same = stands(end) ? same + 1 : 0
                end += 1
            }
            end -= same
            while end < canvas.columns, canvas[row, end].sign.isEmpty { end += 1 }
            pen.move(row: row, column: start)
            for at in start..<end { pen.put(canvas[row, at], row: row, column: at) }
            column = max(end, column + 1)
        }
    }
}

/// Escape sequences of ECMA-48 that every terminal of the last thirty years knows.
private struct Pen {
    private let palette: Palette
    private var bytes: [UInt8] = []
    private var ink: Ink?
    private var at: (row: Int, column: Int)?

    init(palette: Palette) { self.palette = palette }

    mutating func clear() {
        say("\u{1B}[0m\u{1B}[2J")
        ink = .plain
    }

    mutating func move(row: Int, column: Int) {
        if let at, at.row == row, at.column == column { return }
        say("\u{1B}[\(row + 1);\(column + 1)H")
        at = (row, column)
    }

    mutating func put(_ cell: Cell, row: Int, column: Int) {
        // The second half of a wide sign is written with the first.
        guard !cell.sign.isEmpty else { return }
        if let at, at.row != row || at.column != column { move(row: row, column: column) }
        if ink != cell.ink {
            let parameters = palette.parameters(cell.ink)
            say(parameters.isEmpty ? "\u{1B}[0m" : "\u{1B}[0;\(parameters)m")
            ink = cell.ink
        }
        say(cell.sign)
        let wide = cell.sign.unicodeScalars.first.map { columnsWide($0) } ?? 1
        at = (row, column + max(1, wide))
    }

    mutating func finish(cursor: (row: Int, column: Int)?) -> [UInt8] {
        if ink != .plain { say("\u{1B}[0m") }
        if let cursor {
            say("\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h")
        }
        // Shown at once where the terminal knows how (mode 2026), unseen by those that do not.
        return Array("\u{1B}[?2026h\u{1B}[?25l".utf8) + bytes + Array("\u{1B}[?2026l".utf8)
    }

    private mutating func say(_ text: String) { bytes += Array(text.utf8) }
}
