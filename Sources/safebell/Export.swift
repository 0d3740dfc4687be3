// SPDX-License-Identifier: Apache-2.0
/// `safebell export`: a table of the centre, page by page, to a file or standard output.
/// Never leaves half a file under the name asked for.

import Glibc
import Sockets
import Terminal
import Vocabulary
import Wire

enum Export {
    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        let format = try DataFormat(order, otherwise: .csv)
        let kind = try recordKind(order.words[0], order)
        var client = try Client(order)
        guard order.words.count > 1 else {
            let count = try pages(of: kind, format, &client, order, isForEyes: isatty(1) == 1) {
                bytes throws(Failure) in try printOut(bytes)
            }
            if isatty(2) == 1 { say("\(counted(count, "row")) of \(kind.rawValue)") }
            return .good
        }
        let path = order.words[1]
        let count = try toFile(path) { write throws(Failure) in
            try pages(of: kind, format, &client, order, isForEyes: false, write)
        }
        say("\(counted(count, "row")) of \(kind.rawValue) written to \(printable(path))")
        return .good
    }

    /// A table's name.
    static func recordKind(_ word: String, _ order: Order) throws(Failure) -> RecordKind {
        guard let kind = RecordKind(rawValue: word) else {
            let known = RecordKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw order.wrong("unknown kind \(printable(word)); expected \(known)")
        }
        return kind
    }

    private static func pages(
        of kind: RecordKind, _ format: DataFormat, _ client: inout Client, _ order: Order,
        isForEyes: Bool, _ write: @escaping ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        if order.has("bom"), format == .csv { try write(CSV.byteOrderMark) }
        let columns = kind.columns.map { DataColumn(name: $0) }
        var printout = try Printout(format, columns, isForEyes: isForEyes, write: write)
        var after: Int64?
        repeat {
            var writer = LineWriter()
            writer.request("EXPORT")
            writer.field("kind", kind.rawValue)
            if let after { writer.field("after", after) }
            let answer = try client.ask(writer.finish())
            guard answer.isYes else { throw Failure(answer.last, doing: "export") }
            for line in answer.data {
                try printout.row((1...columns.count).map { line["c\($0)"] ?? "" })
            }
            let next = answer.last["next"].flatMap { Int64($0) }
            if let next, next <= after ?? 0 {
                throw Failure(.ourFault, "export: the centre does not go on behind row \(next)")
            }
            after = next
        } while after != nil
        try printout.finish()
        return printout.count
    }

    /// Into a new file that only we can read, which gets its name when it is whole and on disk.
    private static func toFile(
        _ path: String,
        _ body: (@escaping ([UInt8]) throws(Failure) -> Void) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let part = path + ".part"
        unlink(part)
        let raw = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        let file = FileDescriptor(owning: raw)
        guard file.isOpen else {
            throw Failure(.wrong, "cannot create \(printable(part)): \(systemWords(errno))")
        }
        do throws(Failure) {
            let count = try body { bytes throws(Failure) in
                try writeAll(bytes, to: raw, printable(part))
            }
            guard fsync(file.raw) == 0, rename(part, path) == 0 else {
                throw Failure(.wrong, "cannot finish \(printable(path)): \(systemWords(errno))")
            }
            return count
        } catch {
            unlink(part)
            throw error
        }
    }
}
