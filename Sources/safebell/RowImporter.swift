// SPDX-License-Identifier: Apache-2.0
/// One import: rows out in a bounded window, their answers in, and at the end all of them or none.
/// Never commits a file in which a row was wrong.

import Glibc
import Sockets
import Terminal
import Vocabulary
import Wire

struct RowImporter: ~Copyable {
    /// Rows on their way whose answers have not come: half of what a connection may have, and
    /// enough to fill the centre's group commits.
    private static let windowMax = 512
    /// Pause before rows are sent again that the centre had no room for.
    private static let pauseMilliseconds: ClosedRange<UInt32> = 20...1000

    private struct Row {
        let line: Int
        let request: [UInt8]
        /// The home it names, where the kind has one.
        let home: String
    }

    private let kind: RecordKind
    private let path: String
    private let checkOnly: Bool
    /// Steps of a plan must come in order, so that none of them may be sent again behind the next.
    private let window: Int
    private var table: CSVTable
    private var errors: RowErrors
    private var progress: Progress
    /// In the order of sending; those before `answered` have their answer.
    private var underway: [Row] = []
    private var answered = 0
    private var again: [Row] = []
    private var pause = RowImporter.pauseMilliseconds.lowerBound
    private var accepted = 0
    /// Keys of homes.csv while only checking: rows of the other files may name them.
    private(set) var homes: Set<String>

    init(_ file: ImportFile, checkOnly: Bool, homes: Set<String>) throws(Failure) {
        kind = file.kind
        path = printable(file.path)
        self.checkOnly = checkOnly
        self.homes = homes
        window = file.kind == .plans ? 1 : RowImporter.windowMax
        table = try CSVTable(file.kind, file.path)
        errors = RowErrors(of: file.path)
        progress = Progress("\(checkOnly ? "checking" : "sending") \(path)")
    }

    /// Imports or checks the file, and says what became of it.
    mutating func run(_ client: inout Client) throws(Failure) -> ExitStatus {
        let began = monotonicMilliseconds()
        var begin = LineWriter()
        begin.request("IMPORT BEGIN")
        begin.field("kind", kind.rawValue)
        let answer = try client.ask(begin.finish())
        guard answer.last.code == ReplyCode.send.code else {
            throw Failure(answer.last, doing: "\(path): nothing is imported")
        }
        do throws(Failure) {
            try sendRows(&client)
        } catch {
            Progress.clear()
            // Where the connection still lives; where not, the centre forgets the rows by itself.
            try? client.post(Array("IMPORT ABORT\n".utf8))
            throw Failure(error.status, "\(path): \(error.text); nothing of it is imported")
        }
        Progress.clear()
        guard errors.isEmpty, accepted > 0, !checkOnly else { return try abort(&client) }
        return try commit(&client, began)
    }

    // MARK: The end

    private mutating func abort(_ client: inout Client) throws(Failure) -> ExitStatus {
        let answer = try client.ask(Array("IMPORT ABORT\n".utf8))
        guard answer.isYes else { throw Failure(answer.last, doing: "\(path): abort") }
        if !errors.isEmpty { return errors.conclude("nothing of it is imported") }
        say("\(path): \(counted(accepted, "row"))\(checkOnly ? ", no error" : "")")
        return .good
    }

    private mutating func commit(
        _ client: inout Client, _ began: Int64
    ) throws(Failure) -> ExitStatus {
        let answer: Answer
        do throws(Failure) {
            answer = try client.ask(Array("IMPORT COMMIT\n".utf8))
        } catch {
            throw Failure(
                error.status,
                "\(path): \(error.text) while it was stored; look with `safebell export`. Where the"
                    + " centre had accepted it, it stores the rest by itself; else import it again")
        }
        guard answer.isYes else {
            throw Failure(answer.last, doing: "\(path): nothing of it is imported")
        }
        let span = Span(milliseconds: monotonicMilliseconds() - began)
        let rows = counted(answer.last["rows"].flatMap { Int($0) } ?? 0, "row")
        say("\(path): \(rows) of \(kind.rawValue) imported in \(span.secondsText) s")
        if answer.last["unsaved"] != nil {
            say("\(path): note: the centre has not yet written all of it to its disk")
        }
        return .good
    }

    // MARK: Rows

    private mutating func sendRows(_ client: inout Client) throws(Failure) {
        var isAtEnd = false
        while !isAtEnd || !again.isEmpty || answered < underway.count {
            var batch: [UInt8] = []
            while underway.count - answered < window, let row = try nextRow(&isAtEnd) {
                underway.append(row)
                batch += row.request
            }
            if !batch.isEmpty { try client.post(batch) }
            let goal = isAtEnd && again.isEmpty ? 0 : window / 2
            while underway.count - answered > goal { try hearAnswer(&client) }
            underway.removeFirst(answered)
            answered = 0
            try waitWhereBusy()
        }
    }

    /// A row to send: one that the centre had no room for, else the file's next good one.
    private mutating func nextRow(_ isAtEnd: inout Bool) throws(Failure) -> Row? {
        if !again.isEmpty { return again.removeFirst() }
        while !isAtEnd {
            switch try table.next() {
            case .end: isAtEnd = true
            case .wrong(let error): errors.add(error)
            case .row(let line, let cells):
                if let row = request(line, cells) { return row }
            }
        }
        return nil
    }

    /// nil where the row does not fit one line of the protocol.
    private mutating func request(_ line: Int, _ cells: [String]) -> Row? {
        var writer = LineWriter(capacity: 256)
        writer.request("IMPORT ROW")
        writer.field("line", line)
        for (at, cell) in cells.enumerated() {
            writer.cell(at + 1, cell)
            guard !writer.wasCut else {
                errors.add(
                    RowError(
                        line: line, column: kind.columns[at],
                        expected: "a row of at most \(LineWriter.textEndMax) bytes in all"))
                return nil
            }
        }
        if checkOnly, kind == .homes { homes.insert(cells[0]) }
        let home = kind.columns.firstIndex(of: "home").map { cells[$0] } ?? ""
        return Row(line: line, request: writer.finish(), home: home)
    }

    private mutating func hearAnswer(_ client: inout Client) throws(Failure) {
        let reply = try client.nextAnswer().last
        let row = underway[answered]
        answered += 1
        switch reply.code {
        case ReplyCode.send.code:
            accepted += 1
            pause = RowImporter.pauseMilliseconds.lowerBound
            progress.show(accepted)
        case ReplyCode.field.code, ReplyCode.limit.code:
            let column = reply["column"] ?? reply["field"] ?? kind.columns[0]
            // Only checking: the home comes with homes.csv, and its key was found good there.
            if checkOnly, column == "home", homes.contains(row.home) {
                accepted += 1
                return
            }
            let limit = reply["limit"].map { "at most \($0) rows" }
            errors.add(
                RowError(
                    line: row.line, column: column,
                    expected: reply["expected"] ?? limit ?? "something else"))
        case ReplyCode.busy.code, ReplyCode.retry.code, ReplyCode.full.code: again.append(row)
        case ReplyCode.notFound.code:
            throw Failure(.wrong, "the centre has dropped this import; somebody began another")
        default: throw Failure(reply, doing: "line \(row.line)")
        }
    }

    private mutating func waitWhereBusy() throws(Failure) {
        guard !again.isEmpty else { return }
        usleep(pause * 1000)
        pause = min(pause * 2, RowImporter.pauseMilliseconds.upperBound)
    }
}
