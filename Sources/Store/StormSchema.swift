// SPDX-License-Identifier: Apache-2.0
/// The SQL of the migration `storms`. A storm is rare: nothing of it stands on the way of a press.
/// Never changed after a release.

enum StormSchema {
    /// storms.area: NULL is everywhere. storm_calls.left_as: NULL while the call is in the group;
    /// left_seq is the timeline row that says so.
    static let tables: StaticString = """
        CREATE TABLE storms (
          id INTEGER PRIMARY KEY,
          area TEXT,
          kinds TEXT NOT NULL,
          lower INTEGER NOT NULL,
          operator TEXT NOT NULL,
          reason_id INTEGER,
          declared_at INTEGER NOT NULL,
          until INTEGER NOT NULL,
          ended_at INTEGER,
          ended_by TEXT,
          ending TEXT
        ) STRICT;
        CREATE INDEX storms_active ON storms(id) WHERE ended_at IS NULL;
        CREATE TABLE storm_calls (
          storm INTEGER NOT NULL,
          call INTEGER NOT NULL,
          rank INTEGER NOT NULL,
          left_seq INTEGER,
          left_as TEXT,
          PRIMARY KEY (storm, call)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE storm_history (
          storm INTEGER NOT NULL,
          seq INTEGER NOT NULL,
          PRIMARY KEY (storm, seq)
        ) STRICT, WITHOUT ROWID;
        """
}
