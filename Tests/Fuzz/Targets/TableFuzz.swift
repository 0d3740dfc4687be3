// SPDX-License-Identifier: Apache-2.0
/// What is fuzzed of tables as files: what is written is read back, and no cell runs as a formula.
/// Never knows what a column means.

import Vocabulary
import Wire

/// Rows of chance, written and read in chunks.
func writeTable(_ chance: Chance, step: Int) {
    var chance = chance
    var rows: [[String]] = []
    var file: [UInt8] = []
    while !chance.isOver, rows.count < 64 {
        let row = (0..<1 + chance.below(9)).map { _ in chance.text() }
        for cell in row { checkCell(cell) }
        CSV.append(row, to: &file)
        rows.append(row)
    }
    guard case .success(let read) = rowsOf(file, step: step) else {
        preconditionFailure("a file that cannot be read back")
    }
    precondition(read.count == rows.count, "a row more or less")
    for (one, other) in zip(read, rows) { compare(one.cells, other) }
}

/// A file of chance: the same rows however it is cut, and each survives the way out and in.
func readTable(_ file: [UInt8], step: Int) {
    let whole = rowsOf(file, step: max(1, file.count))
    precondition(whole == rowsOf(file, step: step), "other rows by other chunks")
    guard case .success(let rows) = whole else { return }
    for row in rows {
        precondition((1...CSV.cellsMax).contains(row.cells.count), "no cell, or too many")
        var again: [UInt8] = []
        CSV.append(row.cells, to: &again)
        guard case .success(let second) = rowsOf(again, step: step), second.count == 1 else {
            preconditionFailure("a row that cannot be read back")
        }
        compare(second[0].cells, row.cells)
    }
}

private func compare(_ a: [String], _ b: [String]) {
    precondition(a.count == b.count, "a cell more or less")
    for (one, other) in zip(a, b) { precondition(isSame(one, other), "another cell") }
}

/// No spreadsheet may run it.
private func checkCell(_ cell: String) {
    var bytes: [UInt8] = []
    CSV.append([cell, ""], to: &bytes)
    let first = bytes[0] == 0x22 ? bytes[1] : bytes[0]
    precondition(![0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(first), "a cell that is a formula")
}

private func rowsOf(_ file: [UInt8], step: Int) -> Result<[CSVRow], CSVError> {
    var reader = CSVReader()
    var rows: [CSVRow] = []
    let span = file.span
    var at = 0
    do {
        while at < file.count {
            let end = min(file.count, at + step)
            try reader.feed(span.extracting(at..<end)) { rows.append($0) }
            at = end
        }
        try reader.finish { rows.append($0) }
    } catch {
        precondition(error.line >= 1 && error.column >= 1, "an error at no place")
        return .failure(error)
    }
    return .success(rows)
}
