// SPDX-License-Identifier: Apache-2.0
/// What the screen shows, as cells: a sign, its ink, and nothing of a terminal.
/// Never holds a sign that steers: everything is made printable on its way in.

/// Meaning, not colour: the palette gives each its looks, with colours and without.
package enum Ink: UInt8, CaseIterable, Sendable {
    case plain
    /// Less important: labels, calls that somebody else has.
    case dim
    case strong
    /// Bars at the top and the foot.
    case bar
    /// A key that may be pressed, in the foot.
    case key
    /// What is selected.
    case selected
    /// What wants to be done next.
    case next
    case good
    case warning
    case alarm
    /// Points of big letters.
    case goodBlock, warningBlock, alarmBlock
    /// The five priorities.
    case first, second, third, fourth, fifth

    /// Of a call's rank, 1...5.
    package static func priority(_ rank: Int) -> Ink {
        switch rank {
        case ...1: .first
        case 2: .second
        case 3: .third
        case 4: .fourth
        default: .fifth
        }
    }
}

/// One column of one row.
package struct Cell: Hashable, Sendable {
    /// The sign with its marks; empty where the wide sign before it reaches into this column.
    package var sign: String
    package var ink: Ink

    package init(_ sign: String = " ", _ ink: Ink = .plain) {
        self.sign = sign
        self.ink = ink
    }
}

/// The screen's cells, row by row.
package struct Canvas: Equatable, Sendable {
    /// Marks that one sign may carry: more are left out (stacks of them climb over the lines above).
    private static let marksMax = 3

    package let columns: Int
    package let rows: Int
    package private(set) var cells: [Cell]
    /// Where a person types; nil: hidden.
    package var cursor: (row: Int, column: Int)?

    package init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        cells = Array(repeating: Cell(), count: self.columns * self.rows)
    }

    package static func == (a: Canvas, b: Canvas) -> Bool {
        a.columns == b.columns && a.rows == b.rows && a.cells == b.cells
            && a.cursor?.row == b.cursor?.row && a.cursor?.column == b.cursor?.column
    }

    package subscript(row: Int, column: Int) -> Cell { cells[row * columns + column] }

    /// Writes `text` from a column on, at most up to (not including) `end`; a wide sign that does not
    /// fit whole is left out. Returns the column behind it.
    @discardableResult
    package mutating func put(
        _ text: String, row: Int, column: Int, ink: Ink = .plain, to end: Int? = nil
    ) -> Int {
        guard row >= 0, row < rows, column >= 0 else { return column }
        let end = min(columns, end ?? columns)
        var at = column
        var marks = 0
        for scalar in printable(text).unicodeScalars {
            let wide = columnsWide(scalar)
            if wide == 0 {
                // Joiners and variation selectors change the width that terminals draw: left out.
                guard scalar.properties.generalCategory != .format, marks < Self.marksMax,
                    !(0xFE00...0xFE0F).contains(scalar.value),
                    let base = place(before: at, row: row, from: column)
                else { continue }
                cells[base].sign.unicodeScalars.append(scalar)
                marks += 1
                continue
            }
            guard at + wide <= end else { break }
            marks = 0
            set(Cell(String(scalar), ink), row: row, column: at, wide: wide)
            at += wide
        }
        return at
    }

    /// `ink` over a whole row or a part of it, the signs kept.
    package mutating func tint(_ ink: Ink, row: Int, from start: Int = 0, to end: Int? = nil) {
        guard row >= 0, row < rows else { return }
        for column in max(0, start)..<max(max(0, start), min(columns, end ?? columns)) {
            cells[row * columns + column].ink = ink
        }
    }

    /// Blanks in `ink`.
    package mutating func fill(_ ink: Ink, row: Int, from start: Int = 0, to end: Int? = nil) {
        guard row >= 0, row < rows else { return }
        for column in max(0, start)..<max(max(0, start), min(columns, end ?? columns)) {
            set(Cell(" ", ink), row: row, column: column, wide: 1)
        }
    }

    /// The row's text, without the blanks at its end.
    package func text(row: Int) -> String {
        var line = ""
        for column in 0..<columns { line += self[row, column].sign }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// All rows.
    package var text: String { (0..<rows).map { text(row: $0) }.joined(separator: "\n") }

    private func place(before at: Int, row: Int, from start: Int) -> Int? {
        var column = at - 1
        while column >= start {
            let place = row * columns + column
            if !cells[place].sign.isEmpty { return place }
            column -= 1
        }
        return nil
    }

    /// A half of a wide sign that is written over leaves a blank.
    private mutating func set(_ cell: Cell, row: Int, column: Int, wide: Int) {
        let first = row * columns + column
        if cells[first].sign.isEmpty { cells[first - 1].sign = " " }
        let behind = column + wide
        if behind < columns, cells[first + wide].sign.isEmpty { cells[first + wide].sign = " " }
        cells[first] = cell
        if wide == 2 { cells[first + 1] = Cell("", cell.ink) }
    }
}
