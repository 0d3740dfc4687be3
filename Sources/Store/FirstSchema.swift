// SPDX-License-Identifier: Apache-2.0
/// The SQL of migration 0001. Tables on the way of a press have ascending keys only: an index whose
/// keys come in random order costs 4-7 times the throughput and 15 times the p99 once it is large.
/// Never changed after a release.

enum FirstSchema {
    static let history: StaticString = """
        CREATE TABLE timeline (
          seq INTEGER PRIMARY KEY,
          step INTEGER NOT NULL,
          at INTEGER NOT NULL,
          kind TEXT NOT NULL,
          call INTEGER,
          actor TEXT,
          codes TEXT NOT NULL,
          text_id INTEGER
        ) STRICT;
        CREATE INDEX timeline_call ON timeline(call) WHERE call IS NOT NULL;
        CREATE TABLE texts (
          id INTEGER PRIMARY KEY,
          home TEXT,
          call INTEGER,
          text TEXT
        ) STRICT;
        """

    static let calls: StaticString = """
        CREATE TABLE calls (
          id INTEGER PRIMARY KEY,
          home TEXT,
          device TEXT NOT NULL,
          kind TEXT NOT NULL,
          priority INTEGER NOT NULL,
          arrival_priority INTEGER NOT NULL,
          rank INTEGER NOT NULL,
          arrived_at INTEGER NOT NULL,
          state TEXT NOT NULL,
          tier INTEGER NOT NULL,
          district TEXT NOT NULL,
          language TEXT NOT NULL,
          plan TEXT NOT NULL,
          presses INTEGER NOT NULL,
          waiting_at INTEGER NOT NULL,
          aged_at INTEGER NOT NULL,
          withdrawn INTEGER NOT NULL DEFAULT 0,
          cancelled INTEGER NOT NULL DEFAULT 0,
          handed_over INTEGER NOT NULL DEFAULT 0,
          promised INTEGER NOT NULL DEFAULT 0,
          summoned TEXT NOT NULL DEFAULT '',
          holder TEXT,
          held_seq INTEGER,
          deadline INTEGER,
          answered_at INTEGER,
          answered_by TEXT,
          outcome TEXT,
          reason_id INTEGER,
          proposed_by TEXT,
          proposed_at INTEGER,
          closed_at INTEGER,
          closed_by TEXT,
          confirmed_by TEXT,
          handled_ms INTEGER,
          first_contact INTEGER
        ) STRICT;
        CREATE INDEX calls_open ON calls(id) WHERE closed_at IS NULL;
        CREATE TABLE alarms (
          id INTEGER PRIMARY KEY,
          call INTEGER NOT NULL,
          at INTEGER NOT NULL,
          device TEXT NOT NULL,
          reference TEXT NOT NULL,
          kind TEXT NOT NULL,
          device_time INTEGER NOT NULL,
          gateway TEXT NOT NULL,
          damaged INTEGER NOT NULL,
          location_id INTEGER,
          text_id INTEGER
        ) STRICT;
        CREATE TABLE signals (
          id INTEGER PRIMARY KEY,
          call INTEGER,
          at INTEGER NOT NULL,
          device TEXT NOT NULL,
          reference TEXT NOT NULL,
          kind TEXT NOT NULL,
          device_time INTEGER NOT NULL,
          gateway TEXT NOT NULL,
          damaged INTEGER NOT NULL,
          location_id INTEGER,
          text_id INTEGER
        ) STRICT;
        """

    static let work: StaticString = """
        CREATE TABLE notes (
          id INTEGER PRIMARY KEY,
          call INTEGER NOT NULL,
          at INTEGER NOT NULL,
          actor TEXT NOT NULL,
          text_id INTEGER
        ) STRICT;
        CREATE TABLE call_steps (
          call INTEGER NOT NULL,
          step INTEGER NOT NULL,
          state TEXT NOT NULL,
          actor TEXT NOT NULL,
          text_id INTEGER,
          PRIMARY KEY (call, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attempts (
          id INTEGER PRIMARY KEY,
          call INTEGER,
          target TEXT NOT NULL,
          channel TEXT NOT NULL,
          to_id INTEGER,
          who_id INTEGER,
          started_at INTEGER NOT NULL,
          deadline INTEGER NOT NULL,
          outcome TEXT,
          ended_at INTEGER,
          ended_by TEXT,
          result_id INTEGER
        ) STRICT;
        CREATE INDEX attempts_call ON attempts(call) WHERE call IS NOT NULL;
        CREATE INDEX attempts_open ON attempts(id) WHERE outcome IS NULL;
        CREATE TABLE cascades (
          call INTEGER NOT NULL,
          goal TEXT NOT NULL,
          started_seq INTEGER NOT NULL,
          next INTEGER NOT NULL,
          stops_id INTEGER,
          PRIMARY KEY (call, goal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE followups (
          id INTEGER PRIMARY KEY,
          call INTEGER NOT NULL,
          home TEXT,
          kind TEXT NOT NULL,
          due INTEGER NOT NULL,
          owner TEXT NOT NULL,
          note_id INTEGER,
          reminders INTEGER NOT NULL,
          promised_by TEXT NOT NULL,
          fulfilled_at INTEGER,
          fulfilled_by TEXT,
          result_id INTEGER
        ) STRICT;
        CREATE INDEX followups_open ON followups(id) WHERE fulfilled_at IS NULL;
        """

    static let directory: StaticString = """
        CREATE TABLE homes (
          n INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          address TEXT NOT NULL,
          district TEXT NOT NULL,
          access TEXT NOT NULL,
          last_operator TEXT,
          last_call INTEGER,
          last_call_at INTEGER
        ) STRICT;
        CREATE TABLE subscribers (
          n INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          home TEXT NOT NULL,
          name TEXT NOT NULL,
          language TEXT NOT NULL,
          phone TEXT NOT NULL,
          birth_year INTEGER NOT NULL,
          risk INTEGER NOT NULL,
          health TEXT NOT NULL
        ) STRICT;
        CREATE TABLE devices (
          n INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          home TEXT NOT NULL,
          model TEXT NOT NULL,
          placed INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE contacts (
          home TEXT NOT NULL,
          place INTEGER NOT NULL,
          name TEXT NOT NULL,
          relation TEXT NOT NULL,
          phone TEXT NOT NULL,
          language TEXT NOT NULL,
          duty TEXT NOT NULL,
          PRIMARY KEY (home, place)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE operators (
          n INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          role TEXT NOT NULL,
          languages TEXT NOT NULL,
          skills TEXT NOT NULL,
          secret TEXT NOT NULL,
          missed_offers INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE plans (
          n INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE plan_steps (
          plan TEXT NOT NULL,
          step INTEGER NOT NULL,
          action TEXT NOT NULL,
          text TEXT NOT NULL,
          text_zh TEXT NOT NULL,
          obligation INTEGER NOT NULL,
          condition TEXT NOT NULL,
          PRIMARY KEY (plan, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE home_last (
          n INTEGER PRIMARY KEY,
          home TEXT NOT NULL,
          operator TEXT NOT NULL,
          call INTEGER NOT NULL,
          at INTEGER NOT NULL
        ) STRICT;
        """

    static let house: StaticString = """
        CREATE TABLE taken_owed (
          gateway TEXT NOT NULL,
          number INTEGER NOT NULL,
          device TEXT NOT NULL,
          reference TEXT NOT NULL,
          call INTEGER NOT NULL,
          PRIMARY KEY (gateway, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE numbers (
          series TEXT PRIMARY KEY,
          through INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE import_work (
          work INTEGER PRIMARY KEY,
          kind TEXT NOT NULL,
          operator TEXT NOT NULL,
          applied INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE import_rows (
          id INTEGER PRIMARY KEY,
          work INTEGER NOT NULL,
          line INTEGER NOT NULL,
          record TEXT NOT NULL
        ) STRICT;
        CREATE TABLE centre (
          name TEXT PRIMARY KEY,
          value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE recoveries (
          file TEXT NOT NULL,
          part TEXT NOT NULL,
          through INTEGER NOT NULL,
          seq_shift INTEGER NOT NULL,
          text_shift INTEGER NOT NULL,
          PRIMARY KEY (file, part)
        ) STRICT, WITHOUT ROWID;
        """

    /// measures.grain 0: period is an hour on the centre's clock (hours since the epoch): the truth.
    /// The others are sums of it for days sealed, so that a year's table takes milliseconds:
    /// 1 a day (days since the epoch) and priority, district ''; 2 an hour, priority 0 and
    /// district ''; 3 a day and district, priority 0. operator_measures.grain: 0 an hour, 1 a day.
    static let measures: StaticString = """
        CREATE TABLE measures (
          grain INTEGER NOT NULL,
          period INTEGER NOT NULL,
          priority INTEGER NOT NULL,
          district TEXT NOT NULL,
          offered INTEGER NOT NULL,
          answered INTEGER NOT NULL,
          answered_10 INTEGER NOT NULL,
          answered_12 INTEGER NOT NULL,
          answered_15 INTEGER NOT NULL,
          answered_20 INTEGER NOT NULL,
          answered_30 INTEGER NOT NULL,
          answered_60 INTEGER NOT NULL,
          answered_90 INTEGER NOT NULL,
          answered_180 INTEGER NOT NULL,
          withdrawn INTEGER NOT NULL,
          withdrawn_10 INTEGER NOT NULL,
          withdrawn_12 INTEGER NOT NULL,
          withdrawn_15 INTEGER NOT NULL,
          withdrawn_20 INTEGER NOT NULL,
          withdrawn_30 INTEGER NOT NULL,
          withdrawn_60 INTEGER NOT NULL,
          withdrawn_90 INTEGER NOT NULL,
          withdrawn_180 INTEGER NOT NULL,
          wait_ms INTEGER NOT NULL,
          handled_ms INTEGER NOT NULL,
          closed INTEGER NOT NULL,
          first_contact INTEGER NOT NULL,
          PRIMARY KEY (grain, period, priority, district)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE operator_measures (
          grain INTEGER NOT NULL,
          period INTEGER NOT NULL,
          operator TEXT NOT NULL,
          offers INTEGER NOT NULL,
          missed INTEGER NOT NULL,
          answered INTEGER NOT NULL,
          answered_10 INTEGER NOT NULL,
          answered_12 INTEGER NOT NULL,
          answered_15 INTEGER NOT NULL,
          answered_20 INTEGER NOT NULL,
          answered_30 INTEGER NOT NULL,
          answered_60 INTEGER NOT NULL,
          answered_90 INTEGER NOT NULL,
          answered_180 INTEGER NOT NULL,
          wait_ms INTEGER NOT NULL,
          handled_ms INTEGER NOT NULL,
          closed INTEGER NOT NULL,
          first_contact INTEGER NOT NULL,
          PRIMARY KEY (grain, period, operator)
        ) STRICT, WITHOUT ROWID;
        """
}
