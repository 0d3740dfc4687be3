// SPDX-License-Identifier: Apache-2.0
/// A CSV file as rows of one kind: its header against the columns, its cells in their order.
/// Never holds more of the file than a piece of it, and the keys it has seen.

import Glibc
import Sockets
import Terminal
import Vocabulary
import Wire

/// What is wrong with a row, or with the file at a line.
struct RowError: Equatable {
    /// Line of the file, from 1.
    let line: Int
    /// The column's name.
    let column: String
    let expected: String
}

/// What comes next in a file.
enum CSVPiece {
    /// Cells in the order of `RecordKind.columns`.
    case row(line: Int, cells: [String])
    case wrong(RowError)
    case end
}

struct CSVTable: ~Copyable {
    /// Bytes read at a time.
    private static let chunkBytes = 65_536

    let kind: RecordKind
    let path: String
    private let file: FileDescriptor
    private var reader = CSVReader()
    private var rows: [CSVRow] = []
    private var rowAt = 0
    private var chunk = [UInt8](repeating: 0, count: CSVTable.chunkBytes)
    private var bytesRead = 0
    private var isAtEnd = false
    private var fault: CSVError?
    /// For each column of the kind, where it stands in the file; empty before the header.
    private var places: [Int] = []
    private var header: [String] = []
    private var headerErrors: [RowError] = []
    /// The first line of each key; a key twice is one record written over another by mistake.
    private var seen: [String: Int] = [:]

    init(_ kind: RecordKind, _ path: String) throws(Failure) {
        self.kind = kind
        self.path = path
        file = FileDescriptor(owning: open(path, O_RDONLY | O_CLOEXEC))
        guard file.isOpen else {
            throw Failure(.wrong, "\(printable(path)): \(systemWords(errno))")
        }
    }

    /// The next row or what is wrong with it. After a wrong header nothing else comes.
    mutating func next() throws(Failure) -> CSVPiece {
        if let error = headerErrors.popLast() { return .wrong(error) }
        if !header.isEmpty, places.isEmpty { return .end }
        guard let row = try nextRow() else {
            if let fault {
                self.fault = nil
                return .wrong(error(of: fault))
            }
            if header.isEmpty, bytesRead >= 0 {
                bytesRead = -1
                return .wrong(
                    RowError(line: 1, column: kind.columns[0], expected: "a line of column names"))
            }
            return .end
        }
        if header.isEmpty {
            readHeader(row)
            return try next()
        }
        return arranged(row)
    }

    // MARK: Rows

    private mutating func nextRow() throws(Failure) -> CSVRow? {
        while rowAt == rows.count {
            if isAtEnd { return nil }
            rows.removeAll(keepingCapacity: true)
            rowAt = 0
            try readChunk()
        }
        rowAt += 1
        return rows[rowAt - 1]
    }

    private mutating func readChunk() throws(Failure) {
        let count = chunk.withUnsafeMutableBytes { read(file.raw, $0.baseAddress, $0.count) }
        if count < 0 {
            if errno == EINTR { return }
            throw Failure(.wrong, "\(printable(path)): \(systemWords(errno))")
        }
        bytesRead += count
        var found: [CSVRow] = []
        do throws(CSVError) {
            if count == 0 {
                isAtEnd = true
                try reader.finish { found.append($0) }
            } else {
                let bytes = chunk
                try reader.feed(bytes.span.extracting(0..<count)) { found.append($0) }
            }
        } catch {
            isAtEnd = true
            fault = error
        }
        rows = found
    }

    private func error(of fault: CSVError) -> RowError {
        let name =
            header.indices.contains(fault.column - 1)
            ? header[fault.column - 1] : String(fault.column)
        return RowError(
            line: fault.line, column: name,
            expected: "well-formed CSV in UTF-8 (\(fault.fault.rawValue)); the rest is not read")
    }

    // MARK: Header

    private mutating func readHeader(_ row: CSVRow) {
        header = row.cells.map { String($0.trimmedOfBlanks).lowercased() }
        var errors: [RowError] = []
        for (at, name) in header.enumerated() {
            if !kind.columns.contains(name) {
                errors.append(
                    RowError(
                        line: row.line, column: name,
                        expected: "one of " + kind.columns.joined(separator: ",")))
            } else if header[..<at].contains(name) {
                errors.append(RowError(line: row.line, column: name, expected: "to be named once"))
            }
        }
        for name in kind.columns where !header.contains(name) {
            errors.append(
                RowError(line: row.line, column: name, expected: "to be there, it is missing"))
        }
        if errors.isEmpty { places = kind.columns.map { header.firstIndex(of: $0) ?? 0 } }
        headerErrors = errors.reversed()
    }

    // MARK: Cells

    private mutating func arranged(_ row: CSVRow) -> CSVPiece {
        guard row.cells.count == header.count else {
            let at = min(row.cells.count, header.count - 1)
            return .wrong(
                RowError(
                    line: row.line, column: header[at],
                    expected: "\(header.count) cells in the row, not \(row.cells.count)"))
        }
        let cells = places.map { row.cells[$0] }
        let key = cells[0..<kind.keyColumns].joined(separator: "\u{1F}")
        if let first = seen.updateValue(row.line, forKey: key), !key.isEmpty {
            return .wrong(
                RowError(
                    line: row.line, column: kind.columns[kind.keyColumns - 1],
                    expected: "a key of its own; line \(first) has this one"))
        }
        return .row(line: row.line, cells: cells)
    }
}

extension RecordKind {
    /// How many of the first columns name a record.
    fileprivate var keyColumns: Int {
        switch self {
        case .homes, .subscribers, .devices, .operators: 1
        case .contacts, .plans: 2
        }
    }
}

extension String {
    /// Without the spaces and tabs around it.
    fileprivate var trimmedOfBlanks: Substring {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        var text = drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}
