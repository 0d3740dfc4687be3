// SPDX-License-Identifier: Apache-2.0
/// A year of closed calls in the Store's own tables, made by SQL so that ten million take minutes.
/// Never used on a centre's database: it writes without syncing.

import Store
import Vocabulary
import World

/// The history behind `BenchTown`.
struct BenchYear {
    let closedCount: Int
    let countedCount: Int
    let now: Moment

    private var hours: Int64 { 365 * 24 }

    func write(to path: String) throws(StoreError) {
        let database = try Database(path: path, mode: .copying)
        try database.execute("PRAGMA cache_size=-262144; BEGIN")
        if closedCount > 0 { try writeCalls(database) }
        try writeMeasures(database)
        try database.execute("COMMIT")
        // The daemon finds the file as another run of it would have left it.
        try database.execute("PRAGMA journal_mode=WAL")
    }

    /// One alarm, three rows of history and the call itself for each: opened, taken after 0-29 s,
    /// closed after 4 minutes.
    private func writeCalls(_ database: borrowing Database) throws(StoreError) {
        let span = hours * 3_600_000
        let first = now.milliseconds - span - 7_200_000
        try database.execute(
            """
            CREATE TEMP TABLE year AS SELECT 0 AS n, 0 AS at, 0 AS day WHERE 0;
            """)
        let days = try database.prepare(
            """
            INSERT INTO year
            WITH RECURSIVE g(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM g WHERE i + 1 < ?1)
            SELECT i, ?2 + i * ?3 / ?1,
              CAST(strftime('%Y%m%d', (?2 + i * ?3 / ?1) / 1000 + 28800, 'unixepoch') AS INTEGER)
            FROM g
            """)
        try days.run(closedCount, first, span)
        try database.execute(
            """
            INSERT INTO timeline(seq, step, at, kind, call, actor, codes)
            SELECT n * 3 + k + 1, n * 3 + k + 1, at + k * 12000,
              CASE k WHEN 0 THEN 'opened' WHEN 1 THEN 'taken' ELSE 'closed' END,
              day * 1000000000 + n % 1000000 + 1,
              CASE k WHEN 0 THEN '@device:A' || printf('%04d', n % 80000 + 1) ELSE 'sim-op-01' END,
              CASE k WHEN 0 THEN 'ref=' || n || ' type=button gw=gw-0001'
                WHEN 1 THEN 'wait_ms=9000 answers=1' ELSE 'outcome=resolved handled_ms=240000' END
            FROM year, (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) ORDER BY n, k;
            INSERT INTO alarms
            SELECT n * 3 + 1, day * 1000000000 + n % 1000000 + 1, at,
              'A' || printf('%04d', n % 80000 + 1), n, 'button', 0, 'gw-0001', 0, NULL, NULL
            FROM year;
            INSERT INTO calls(id, home, device, kind, priority, arrival_priority, rank, arrived_at,
              state, tier, district, language, plan, presses, waiting_at, aged_at, answered_at,
              answered_by, outcome, closed_at, closed_by, handled_ms, first_contact)
            SELECT day * 1000000000 + n % 1000000 + 1, 'H' || printf('%05d', n % 80000 + 1),
              'A' || printf('%04d', n % 80000 + 1), 'button', 1 + n % 5, 1 + n % 5, 1 + n % 5, at,
              'closed', 1, 'd' || n % 18, 'yue', 'emergency', 1, at, at, at + n % 30 * 1000,
              'sim-op-01', 'resolved', at + 240000, 'sim-op-01', 210000, 1
            FROM year;
            DROP TABLE year;
            """)
    }

    /// Every hour of the year, five priorities, eighteen districts, twenty people: the most rows
    /// that a year can have.
    private func writeMeasures(_ database: borrowing Database) throws(StoreError) {
        let lastHour = BenchTown.zone.hourNumber(of: now)
        let groups = 5 * Int64(District.all.count)
        let each = max(1, Int64(countedCount) / (hours * groups))
        let calls = try database.prepare(
            """
            INSERT INTO measures
            WITH RECURSIVE h(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM h WHERE i + 1 < ?2),
              p(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM p WHERE i < 5),
              d(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM d WHERE i + 1 < ?3)
            SELECT 0, h.i, p.i, 'd' || d.i, ?4, ?4, ?4 / 2, ?4 * 6 / 10, ?4 * 7 / 10, ?4 * 8 / 10,
              ?4, ?4, ?4, ?4, 0, 0, 0, 0, 0, 0, 0, 0, 0, ?4 * 9000, ?4 * 240000, ?4, ?4 / 2
            FROM h, p, d ORDER BY 1, 2, 3, 4
            """)
        try calls.run(lastHour - hours, lastHour - 1, District.all.count, each)
        let people = try database.prepare(
            """
            INSERT INTO operator_measures
            WITH RECURSIVE h(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM h WHERE i + 1 < ?2),
              o(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM o WHERE i < 20)
            SELECT 0, h.i, 'sim-op-' || printf('%02d', o.i), ?3, 0, ?3, ?3 / 2, ?3 * 6 / 10,
              ?3 * 7 / 10, ?3 * 8 / 10, ?3, ?3, ?3, ?3, ?3 * 9000, ?3 * 240000, ?3, ?3 / 2
            FROM h, o ORDER BY 1, 2, 3
            """)
        try people.run(lastHour - hours, lastHour - 1, max(1, each * groups / 20))
    }
}
