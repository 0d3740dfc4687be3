// SPDX-License-Identifier: Apache-2.0
/// Whether a database file's contents fit together, asked on a reading connection of its own.
/// Never repairs anything.

/// Checks a file.
package enum Integrity {
    /// How thoroughly.
    package enum Depth: Sendable {
        /// All pages and cells (seconds for a gigabyte).
        case quick
        /// Also that each index agrees with its table (minutes).
        case full
    }

    /// What is wrong with the file, at most a hundred sentences; empty when it is sound.
    /// - Throws: `StoreError` when the file cannot be read at all; kinds `.corrupt` and
    ///   `.notADatabase` are findings too.
    package static func findings(
        of path: String, _ depth: Depth
    ) throws(StoreError) -> [String] {
        let database = try Database(path: path, mode: .reading)
        return try findings(of: database, depth)
    }

    static func findings(
        of database: borrowing Database, _ depth: Depth
    ) throws(StoreError) -> [String] {
        let check =
            depth == .quick
            ? try database.prepare("PRAGMA quick_check")
            : try database.prepare("PRAGMA integrity_check")
        var found: [String] = []
        try check.eachRow { row throws(StoreError) in found.append(row.text(0)) }
        return found == ["ok"] ? [] : found
    }
}
