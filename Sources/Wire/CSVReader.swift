// SPDX-License-Identifier: Apache-2.0
/// Reads RFC 4180 rows from chunks of bytes that may end anywhere.
/// Never holds more than one row.

/// Takes chunks, gives rows. Lines end with CRLF, LF or CR; a byte order mark and blank lines are
/// skipped; one leading `'` before a formula character is taken off. After an error it is spent.
package struct CSVReader: Sendable {
    private enum State: Sendable {
        /// Before the first byte of a cell.
        case cellStart
        case plain
        case quoted
        /// Behind a quote inside quotes: the cell's end, or the first half of `""`.
        case quoteSeen
    }

    private var state = State.cellStart
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var rowBytes = 0
    /// Line of the byte that comes next.
    private var line = 1
    private var rowLine = 1
    /// A CR ended the line (or stands in a quoted cell): an LF right behind it is the same end.
    private var afterCR = false
    /// Bytes of the byte order mark seen at the file's start; -1 once past it.
    private var markSeen = 0

    package init() {}

    /// Reads the next chunk and gives each row that ends in it to `row`.
    package mutating func feed(
        _ chunk: ByteSpan, row: (CSVRow) -> Void
    ) throws(CSVError) {
        for at in chunk.indices {
            let byte = chunk[at]
            if markSeen >= 0 {
                if try skipMark(byte, row) { continue }
            }
            try take(byte, row)
        }
    }

    /// The file's end: gives the last row, where it has no line end.
    package mutating func finish(row: (CSVRow) -> Void) throws(CSVError) {
        if markSeen > 0 { throw fault(.notUTF8) }
        if state == .quoted { throw fault(.openQuote) }
        try endRow(row)
    }

    /// True while the byte belongs to a byte order mark.
    private mutating func skipMark(
        _ byte: UInt8, _ row: (CSVRow) -> Void
    ) throws(CSVError) -> Bool {
        if byte == CSV.byteOrderMark[markSeen] {
            markSeen += 1
            if markSeen == CSV.byteOrderMark.count { markSeen = -1 }
            return true
        }
        let seen = markSeen
        markSeen = -1
        for held in CSV.byteOrderMark[0..<seen] { try take(held, row) }
        return false
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8, _ row: (CSVRow) -> Void) throws(CSVError) {
        let isSecondHalf = afterCR && byte == 0x0A
        afterCR = byte == 0x0D
        rowBytes += 1
        if rowBytes > CSV.rowBytesMax { throw fault(.rowTooLong) }
        if state == .quoted {
            if byte == 0x22 {
                state = .quoteSeen
            } else {
                cell.append(byte)
                if byte == 0x0D || (byte == 0x0A && !isSecondHalf) { line += 1 }
            }
            return
        }
        switch byte {
        case 0x2C: try endCell()
        case 0x0D:
            try endRow(row)
            line += 1
            rowLine = line
        case 0x0A:
            if isSecondHalf {
                rowBytes = 0
                return
            }
            try endRow(row)
            line += 1
            rowLine = line
        case 0x22: try quote()
        default:
            if state == .quoteSeen { throw fault(.textBehindQuote) }
            state = .plain
            cell.append(byte)
        }
    }

    private mutating func quote() throws(CSVError) {
        switch state {
        case .cellStart: state = .quoted
        case .quoteSeen:
            cell.append(0x22)
            state = .quoted
        case .plain, .quoted: throw fault(.strayQuote)
        }
    }

    private mutating func endCell() throws(CSVError) {
        guard let text = CSVReader.text(of: cell.span) else { throw fault(.notUTF8) }
        guard cells.count < CSV.cellsMax else { throw fault(.tooManyCells) }
        cells.append(text)
        cell.removeAll(keepingCapacity: true)
        state = .cellStart
    }

    /// The cell's text without the formula mark; nil where it is not UTF-8.
    private static func text(of cell: ByteSpan) -> String? {
        guard isUTF8(cell) else { return nil }
        let isMarked = cell.count > 1 && cell[0] == 0x27 && CSV.startsFormula(cell)
        return string(isMarked ? cell.extracting(1..<cell.count) : cell)
    }

    private mutating func endRow(_ row: (CSVRow) -> Void) throws(CSVError) {
        rowBytes = 0
        if cells.isEmpty, cell.isEmpty, state == .cellStart { return }
        try endCell()
        row(CSVRow(line: rowLine, cells: cells))
        cells.removeAll(keepingCapacity: true)
    }

    private func fault(_ fault: CSVError.Fault) -> CSVError {
        CSVError(fault, line: line, column: cells.count + 1)
    }
}
