// SPDX-License-Identifier: Apache-2.0
/// The SQL of the migration `people`: what becomes of promises, and what people are offered. In tables of
/// their own: a file that was set aside before may still be read with the statements for its own columns.
/// Never changed after a release.

enum PeopleSchema {
    /// followup_work.work: the call as which a promise to call back came due. moves: how often a promise
    /// went to another owner. queues.words: what the person is offered first.
    static let tables: StaticString = """
        CREATE TABLE followup_work (
          followup INTEGER PRIMARY KEY,
          work INTEGER,
          moves INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE queues (
          operator TEXT PRIMARY KEY,
          words TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
