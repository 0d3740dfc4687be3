// SPDX-License-Identifier: Apache-2.0
/// The list of tables in the code, in a new file and in docs/schema.md is one list.

import Foundation
import Vocabulary
import XCTest

@testable import Store

final class SchemaTests: XCTestCase {
    func test_schemaList_isWhatMigrationsCreate() throws {
        let folder = TemporaryFolder()
        let ledger = try openLedger(folder)
        let rows = try ledger.database.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        var names: Set<String> = []
        try rows.eachRow { row throws(StoreError) in names.insert(row.text(0)) }
        XCTAssertEqual(names, Set(Schema.tables.map(\.name)))
        XCTAssertEqual(names.count, Schema.tables.count, "a table is listed twice")
    }

    func test_schemaPage_hasTheSameTables() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("docs/schema.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        XCTAssertEqual(
            rows.map { $0.prefix(2).joined(separator: ": ") },
            Schema.tables.map { "`\($0.name)`: \($0.promise)" })
    }

    func test_factKinds_standInTheSchemaPage() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(
            contentsOf: root.appendingPathComponent("docs/schema.md"), encoding: .utf8)
        for kind in FactKind.allCases {
            XCTAssertTrue(page.contains("`\(kind.rawValue)`"), kind.rawValue)
        }
    }
}
