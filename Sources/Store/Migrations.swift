// SPDX-License-Identifier: Apache-2.0
/// The steps from an empty file to the present schema: named, ordered, each run once.
/// Never changed after a release: a new step is appended.

package import Vocabulary

/// Brings a database to the present schema.
package enum Migrations {
    struct Step: Sendable {
        let name: String
        let sql: [StaticString]
    }

    /// All steps, oldest first.
    static let steps: [Step] = [
        Step(
            name: "0001-first",
            sql: [
                FirstSchema.history, FirstSchema.calls, FirstSchema.work, FirstSchema.directory,
                FirstSchema.house, FirstSchema.measures,
            ]),
        Step(
            name: "0002-canaries",
            sql: [
                """
                CREATE TABLE canaries (
                  device TEXT PRIMARY KEY,
                  heard_at INTEGER,
                  due_at INTEGER NOT NULL,
                  waits INTEGER NOT NULL,
                  silent INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                """
            ]),
        Step(name: "0003-storms", sql: [StormSchema.tables]),
        Step(
            name: "0004-seals",
            sql: [
                """
                ALTER TABLE timeline ADD COLUMN seal BLOB;
                CREATE TABLE seals (
                  from_seq INTEGER PRIMARY KEY,
                  began_at INTEGER NOT NULL,
                  covers_from INTEGER,
                  previous BLOB,
                  anchor BLOB
                ) STRICT;
                """
            ]),
        Step(name: "0005-plans", sql: [PlanSchema.tables]),
        Step(name: "0006-people", sql: [PeopleSchema.tables]),
        Step(name: "0007-open-risks", sql: [OpenRiskSchema.tables]),
        Step(name: "0008-former-plans", sql: [FormerPlanSchema.tables]),
        Step(
            name: "0009-routes",
            sql: [
                """
                CREATE TABLE routes (
                  device TEXT PRIMARY KEY,
                  gateway TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                """
            ]),
    ]

    /// Names of the steps this program knows, oldest first.
    package static var names: [String] { steps.map(\.name) }

    /// Runs what is missing, all in one transaction.
    /// - Throws: a refusal when the file belongs to another program or to a newer SafeBell.
    package static func run(on database: borrowing Database, now: Moment) throws(StoreError) {
        let done = try applied(on: database)
        guard done.count < steps.count else { return }
        try database.execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            if done.isEmpty {
                try database.execute(
                    """
                    PRAGMA application_id=0x5342656c;
                    CREATE TABLE migrations (
                      name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """)
            }
            let note = try database.prepare("INSERT INTO migrations VALUES (?, ?)")
            for step in steps[done.count...] {
                for sql in step.sql { try database.execute(sql) }
                try note.run(step.name, now)
            }
            try database.execute("COMMIT")
        } catch {
            try? database.execute("ROLLBACK")
            throw error
        }
    }

    /// Checks that the file is SafeBell's and not from the future.
    /// - Returns: names of the steps done, oldest first; empty for an empty file.
    package static func applied(on database: borrowing Database) throws(StoreError) -> [String] {
        let tables = try database.number("SELECT count(*) FROM sqlite_schema") ?? 0
        if tables == 0 { return [] }
        let owner = try database.number("PRAGMA application_id") ?? 0
        guard owner == Database.applicationID else {
            throw StoreError.refused(
                "\(database.path) is a database of another program (application_id \(owner))",
                doing: "read the schema")
        }
        var done: [String] = []
        let read = try database.prepare("SELECT name FROM migrations ORDER BY name")
        try read.eachRow { row throws(StoreError) in done.append(row.text(0)) }
        guard done.count <= steps.count, done == Array(names.prefix(done.count)) else {
            let unknown = done.filter { !names.contains($0) }.joined(separator: ", ")
            throw StoreError.refused(
                "\(database.path) was written by a newer safebell (unknown: \(unknown)); "
                    + "install that version or restore an older backup",
                doing: "read the schema")
        }
        return done
    }
}
