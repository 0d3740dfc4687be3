// SPDX-License-Identifier: Apache-2.0
/// Rows of data in the form asked for: a table for eyes, CSV for spreadsheets, JSON for programs.
/// Never decides what is in them.

import Terminal
import Wire

/// How data is printed.
enum DataFormat: String, CaseIterable {
    case table, csv, json

    /// Reads `--format`.
    init(_ order: Order, otherwise: DataFormat) throws(Failure) {
        guard let word = order["format"] else {
            self = otherwise
            return
        }
        guard let format = DataFormat(rawValue: word) else {
            throw order.wrong("--format \(printable(word)): expected table, csv or json")
        }
        self = format
    }
}

/// A column's name, and whether JSON has its values as numbers and a table on the right.
struct DataColumn {
    let name: String
    var isNumber = false
}

/// Takes rows one by one; CSV and JSON leave at once, a table when its widths are known.
struct Printout {
    /// Bytes gathered before they are written.
    private static let chunkBytes = 65_536

    private let format: DataFormat
    private let columns: [DataColumn]
    private let write: ([UInt8]) throws(Failure) -> Void
    private var rows: [[String]] = []
    private var bytes: [UInt8] = []
    private(set) var count = 0
    /// On a terminal no cell may move the cursor; a file keeps every byte.
    private let isForEyes: Bool

    init(
        _ format: DataFormat, _ columns: [DataColumn], isForEyes: Bool,
        write: @escaping ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        self.format = format
        self.columns = columns
        self.write = write
        self.isForEyes = isForEyes
        if format == .csv { CSV.append(columns.map(\.name), to: &bytes) }
    }

    /// The next row; one cell for each column.
    mutating func row(_ cells: [String]) throws(Failure) {
        precondition(cells.count == columns.count, "a row has the columns of its table")
        count += 1
        switch format {
        case .table: rows.append(cells.map(printable))
        case .csv:
            let plain = withoutDashes(cells)
            CSV.append(isForEyes ? plain.map(printable) : plain, to: &bytes)
        case .json: appendObject(cells)
        }
        if bytes.count >= Printout.chunkBytes { try flush() }
    }

    /// `-` stands for a number that there is none of; in a spreadsheet that is an empty cell.
    private func withoutDashes(_ cells: [String]) -> [String] {
        zip(columns, cells).map { $0.isNumber && $1 == "-" ? "" : $1 }
    }

    /// Everything that is still held.
    mutating func finish() throws(Failure) {
        switch format {
        case .table: layOut()
        case .csv: break
        case .json: bytes += (count == 0 ? "[]\n" : "\n]\n").utf8
        }
        try flush()
    }

    private mutating func flush() throws(Failure) {
        let ready = bytes
        bytes.removeAll(keepingCapacity: true)
        if !ready.isEmpty { try write(ready) }
    }

    // MARK: Table

    private mutating func layOut() {
        var widths = columns.map { columnsWide($0.name) }
        for row in rows {
            for (at, cell) in row.enumerated() { widths[at] = max(widths[at], columnsWide(cell)) }
        }
        let whole = widths.reduce(0, +) + 2 * (widths.count - 1)
        if let room = terminalColumns(), isForEyes, whole > room {
            layOutUpright()
            return
        }
        appendLine(columns.map(\.name), widths)
        appendLine(widths.map { String(repeating: "-", count: $0) }, widths)
        for row in rows { appendLine(row, widths) }
    }

    private mutating func appendLine(_ cells: [String], _ widths: [Int]) {
        var line = ""
        for (at, cell) in cells.enumerated() {
            if at > 0 { line += "  " }
            let gap = String(repeating: " ", count: widths[at] - columnsWide(cell))
            line += columns[at].isNumber ? gap + cell : cell + gap
        }
        while line.last == " " { line.removeLast() }
        bytes += "\(line)\n".utf8
    }

    /// Too wide for the terminal: each row as a block of its own, a line for each column.
    private mutating func layOutUpright() {
        let width = columns.map { columnsWide($0.name) }.max() ?? 0
        for (index, row) in rows.enumerated() {
            if index > 0 { bytes += "\n".utf8 }
            for (column, cell) in zip(columns, row) {
                bytes += "\(padded(column.name, to: width))  \(cell)\n".utf8
            }
        }
    }

    // MARK: JSON

    private mutating func appendObject(_ cells: [String]) {
        bytes += (count == 1 ? "[\n  {" : ",\n  {").utf8
        for (at, cell) in cells.enumerated() {
            if at > 0 { bytes += ", ".utf8 }
            appendText(columns[at].name)
            bytes += ": ".utf8
            if columns[at].isNumber {
                bytes += (Printout.isNumber(cell) ? cell : "null").utf8
            } else {
                appendText(cell)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func appendText(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": bytes += [0x5C, UInt8(ascii: scalar)]
            case "\n": bytes += "\\n".utf8
            case "\t": bytes += "\\t".utf8
            default:
                let name = String(scalar)
                if scalar.value < 0x10000, printable(name) != name {
                    let hex = String(scalar.value, radix: 16)
                    bytes += "\\u\(String(repeating: "0", count: 4 - hex.count))\(hex)".utf8
                } else {
                    bytes += name.utf8
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Digits, at most one point among them, a minus sign before: what JSON takes as a number.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (48...57).contains($0) }
        }
        return parts.count <= 2 && isPlain && (parts[0].count == 1 || parts[0].first != "0")
    }
}
