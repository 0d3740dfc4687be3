// SPDX-License-Identifier: Apache-2.0
/// `safebell import`: which files, in which order, and what became of each.
/// Never imports anything while any of the files cannot be read as a table.

import Glibc
import Sockets
import Terminal
import Vocabulary
import Wire

/// One file to import.
struct ImportFile {
    let kind: RecordKind
    let path: String
}

enum Import {
    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        let files = try files(order)
        var isSound = true
        for file in files where !(try canBeRead(file)) { isSound = false }
        guard isSound else { return .wrong }
        var client = try Client(order)
        var homes = Set<String>()
        var isGood = true
        for (index, file) in files.enumerated() {
            var importer = try RowImporter(file, checkOnly: order.has("check"), homes: homes)
            let status = try importer.run(&client)
            homes = importer.homes
            if status == .good { continue }
            isGood = false
            if order.has("check") { continue }
            // The next file's rows may name records of this one.
            for left in files[(index + 1)...] { say("\(printable(left.path)): not begun") }
            break
        }
        return isGood ? .good : .wrong
    }

    /// Reads the whole file by itself, so that a wrong header in the last of them is found before
    /// the first is sent.
    private static func canBeRead(_ file: ImportFile) throws(Failure) -> Bool {
        var table = try CSVTable(file.kind, file.path)
        var errors = RowErrors(of: file.path)
        while true {
            switch try table.next() {
            case .row: continue
            case .wrong(let error): errors.add(error)
            case .end:
                if errors.isEmpty { return true }
                _ = errors.conclude("nothing is imported")
                return false
            }
        }
    }

    private static func files(_ order: Order) throws(Failure) -> [ImportFile] {
        if order.words.count == 2 {
            let kind = try Export.recordKind(order.words[0], order)
            return [ImportFile(kind: kind, path: order.words[1])]
        }
        let folder = order.words[0]
        var facts = stat()
        guard stat(folder, &facts) == 0 else {
            throw Failure(.wrong, "\(printable(folder)): \(systemWords(errno))")
        }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            throw order.wrong("\(printable(folder)) is no folder; say KIND FILE")
        }
        let names = RecordKind.allCases.map { ImportFile(kind: $0, path: "\(folder)/\($0).csv") }
        let found = names.filter { access($0.path, F_OK) == 0 }
        guard !found.isEmpty else {
            let known = RecordKind.allCases.map { "\($0.rawValue).csv" }.joined(separator: ", ")
            throw Failure(.wrong, "\(printable(folder)) holds none of \(known)")
        }
        return found
    }
}
