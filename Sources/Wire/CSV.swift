// SPDX-License-Identifier: Apache-2.0
/// Tables as files: RFC 4180 rows in UTF-8, written so that no spreadsheet runs a cell as a formula.
/// Never knows what a column means.

/// Bounds and marks of the format, and the writer.
package enum CSV {
    /// Longest row in bytes: one row must fit into one IMPORT ROW line many times over, and an
    /// open quote must not swallow a whole file.
    package static let rowBytesMax = 65_536
    /// Most cells of a row; the widest table has eight.
    package static let cellsMax = 256
    /// The byte order mark: put first where a spreadsheet is to recognise Chinese text.
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Appends one row with its CRLF. A cell that a spreadsheet would run (`=`, `+`, `-`, `@`, TAB
    /// or CR first) gets one `'` in front, which `CSVReader` takes off again (OWASP, CSV
    /// injection); one that already has such an apostrophe gets a second, so that every text
    /// survives the way out and in.
    package static func append(_ cells: [String], to bytes: inout [UInt8]) {
        for (at, cell) in cells.enumerated() {
            if at > 0 { bytes.append(0x2C) }
            append(cell, isOnly: cells.count == 1, to: &bytes)
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    private static func append(_ cell: String, isOnly: Bool, to bytes: inout [UInt8]) {
        let text = cell.utf8.span
        let needsMark = startsFormula(text)
        // A row of one empty cell would be an empty line, which readers skip.
        let needsQuotes = text.isEmpty ? isOnly : needsQuotes(text)
        if needsQuotes { bytes.append(0x22) }
        if needsMark { bytes.append(0x27) }
        for at in text.indices {
            if text[at] == 0x22 { bytes.append(0x22) }
            bytes.append(text[at])
        }
        if needsQuotes { bytes.append(0x22) }
    }

    private static func needsQuotes(_ text: ByteSpan) -> Bool {
        if text[0] == 0x20 || text[text.count - 1] == 0x20 { return true }
        // A first cell that begins with the mark's bytes would lose them.
        if text[0] == 0xEF { return true }
        for at in text.indices {
            switch text[at] {
            case 0x22, 0x2C, 0x0D, 0x0A: return true
            default: continue
            }
        }
        return false
    }

    /// Any number of `'`, then `=`, `+`, `-`, `@`, TAB or CR.
    static func startsFormula(_ text: ByteSpan) -> Bool {
        for at in text.indices {
            switch text[at] {
            case 0x27: continue
            case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: return true
            default: return false
            }
        }
        return false
    }
}

/// One row as read.
package struct CSVRow: Equatable, Sendable {
    /// The line of the file on which it begins, from 1.
    package var line: Int
    package var cells: [String]

    package init(line: Int, cells: [String]) {
        self.line = line
        self.cells = cells
    }
}

/// Why a file cannot be read on, and where.
package struct CSVError: Error, Equatable, Sendable {
    /// What is wrong there.
    package enum Fault: String, Sendable {
        case notUTF8 = "not UTF-8"
        case strayQuote = "a quote inside a cell that does not begin with one"
        case textBehindQuote = "text behind a closing quote"
        case openQuote = "the file ends inside quotes"
        case rowTooLong = "the row is too long"
        case tooManyCells = "too many cells in the row"
    }
    package var fault: Fault
    /// The line of the file, from 1.
    package var line: Int
    /// The cell of the row, from 1.
    package var column: Int

    package init(_ fault: Fault, line: Int, column: Int) {
        self.fault = fault
        self.line = line
        self.column = column
    }
}
