// SPDX-License-Identifier: Apache-2.0
/// The SQL of the migration `open-risks`. Rows come and go with devices, not with presses.
/// Never changed after a release.

enum OpenRiskSchema {
    /// outages.through: up to where its homes are listed, NULL for all; emptied_at: NULL while its list
    /// is not worked off. A row of `missed` goes when somebody was reached or heard.
    static let tables: StaticString = """
        CREATE TABLE silences (
          device TEXT PRIMARY KEY,
          heard_at INTEGER NOT NULL,
          welfare_at INTEGER NOT NULL,
          calls INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outages (
          id INTEGER PRIMARY KEY,
          cause TEXT NOT NULL,
          from_at INTEGER NOT NULL,
          until_at INTEGER,
          through INTEGER,
          homes INTEGER NOT NULL,
          emptied_at INTEGER
        ) STRICT;
        CREATE INDEX outages_open ON outages(id) WHERE emptied_at IS NULL;
        CREATE TABLE missed (
          home TEXT PRIMARY KEY,
          outage INTEGER NOT NULL,
          tries INTEGER NOT NULL,
          due_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
