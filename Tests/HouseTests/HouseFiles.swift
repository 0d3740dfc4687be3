// SPDX-License-Identifier: Apache-2.0
// Where the house's files are, and tables inside documents that repeat what the code says.

import Foundation
import XCTest

enum House {
    /// The folder that holds Package.swift.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// All Swift files below a folder, as paths from the root.
    static func swiftFiles(below folder: String) -> [String] {
        let base = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        else { return [] }
        return walk.compactMap { ($0 as? URL)?.path }
            .filter { $0.hasSuffix(".swift") }
            .map { String($0.dropFirst(root.path.count + 1)) }
            .sorted()
    }

    /// Compares the table between `<!-- NAME -->` and `<!-- /NAME -->` of a document with `rows`;
    /// UPDATE_DOCS=1 writes it instead.
    static func compare(
        _ name: String, in document: String, header: [String], rows: [[String]],
        file: StaticString = #filePath, line: UInt = #line
    ) throws {
        let wanted = table(header, rows)
        let page = try text(document)
        let begin = "<!-- \(name) -->\n"
        let end = "<!-- /\(name) -->"
        guard let from = page.range(of: begin), let to = page.range(of: end) else {
            XCTFail("\(document) has no \(begin.dropLast()) ... \(end)", file: file, line: line)
            return
        }
        let found = String(page[from.upperBound..<to.lowerBound])
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            let new = page.replacingCharacters(in: from.upperBound..<to.lowerBound, with: wanted)
            try new.write(
                to: root.appendingPathComponent(document), atomically: true, encoding: .utf8)
            return
        }
        XCTAssertEqual(
            found, wanted, "\(document): run the tests with UPDATE_DOCS=1 and read the difference",
            file: file, line: line)
    }

    private static func table(_ header: [String], _ rows: [[String]]) -> String {
        let escape = { (cell: String) in cell.replacingOccurrences(of: "|", with: "\\|") }
        var lines = ["| \(header.joined(separator: " | ")) |"]
        lines.append("|" + String(repeating: "---|", count: header.count))
        lines += rows.map { "| \($0.map(escape).joined(separator: " | ")) |" }
        return lines.joined(separator: "\n") + "\n"
    }
}
