// SPDX-License-Identifier: Apache-2.0
/// The SQL of the migration `open-risks`. Rows come and go with devices, not with presses.
/// Never changed after a release.

enum OpenRiskSchema {
    static let tables: StaticString = """
        CREATE TABLE silences (
          device TEXT PRIMARY KEY,
          heard_at INTEGER NOT NULL,
          welfare_at INTEGER NOT NULL,
          calls INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
