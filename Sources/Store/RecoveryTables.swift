// SPDX-License-Identifier: Apache-2.0
/// For each table: how its rows are read from a set-aside file and how they enter the present one.
/// `?60` (history) and `?61` (texts) move the old rows' numbers below the present ones; `?62` is the
/// number above all rows of the old history.
/// Never overwrites: a row that is there already stays.

/// How one table is merged.
struct RecoveryTable: Sendable {
    let name: String
    /// Rows after a key, ascending; the key is the first column. Or all rows, where keys are texts.
    let select: StaticString
    /// All rows from the other end; only where keys are texts.
    let backwards: StaticString?
    /// Columns of `select` are ?1, ?2 ...
    let insert: StaticString

    init(
        _ name: String, select: StaticString, backwards: StaticString? = nil, insert: StaticString
    ) {
        self.name = name
        self.select = select
        self.backwards = backwards
        self.insert = insert
    }

    /// Parameters of `insert` that move old rows' numbers: behind the columns of every table.
    static let seqShift: Int32 = 60
    /// See `seqShift`.
    static let textShift: Int32 = 61
    /// Parameter of `insert`: the number just above the old rows', once they are moved.
    static let historyEnd: Int32 = 62

    /// All that is merged, in order. Left out: an import that was running, values of the centre.
    static let all: [RecoveryTable] = history + directory + formerPlans + house

    private static let history = [
        RecoveryTable(
            "texts",
            select: """
                SELECT
                  id, home, call, text
                FROM texts WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO texts(
                  id, home, call, text)
                VALUES (
                  ?1 + ?61, ?2, ?3, ?4)
                """),
        RecoveryTable(
            "timeline",
            select: """
                SELECT
                  seq, step, at, kind, call, actor, codes, text_id
                FROM timeline WHERE seq > ? ORDER BY seq
                """,
            insert: """
                INSERT OR IGNORE INTO timeline(
                  seq, step, at, kind, call, actor, codes, text_id)
                VALUES (
                  ?1 + ?60, ?2, ?3, ?4, ?5, ?6, ?7, ?8 + ?61)
                """),
        RecoveryTable(
            "calls",
            select: """
                SELECT
                  id, home, device, kind, priority, arrival_priority, rank, arrived_at, state,
                  tier, district, language, plan, presses, waiting_at, aged_at, withdrawn,
                  cancelled, handed_over, promised, summoned, holder, held_seq, deadline,
                  answered_at, answered_by, outcome, reason_id, proposed_by, proposed_at,
                  closed_at, closed_by, confirmed_by, handled_ms, first_contact
                FROM calls WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO calls(
                  id, home, device, kind, priority, arrival_priority, rank, arrived_at, state,
                  tier, district, language, plan, presses, waiting_at, aged_at, withdrawn,
                  cancelled, handed_over, promised, summoned, holder, held_seq, deadline,
                  answered_at, answered_by, outcome, reason_id, proposed_by, proposed_at,
                  closed_at, closed_by, confirmed_by, handled_ms, first_contact)
                VALUES (
                  ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                  ?18, ?19, ?20, ?21, ?22, ?23 + ?60, ?24, ?25, ?26, ?27, ?28 + ?61, ?29, ?30,
                  ?31, ?32, ?33, ?34, ?35)
                """),
        RecoveryTable(
            "alarms",
            select: """
                SELECT
                  id, call, at, device, reference, kind, device_time, gateway, damaged,
                  location_id, text_id
                FROM alarms WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO alarms(
                  id, call, at, device, reference, kind, device_time, gateway, damaged,
                  location_id, text_id)
                VALUES (
                  ?1 + ?60, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 + ?61, ?11 + ?61)
                """),
        RecoveryTable(
            "signals",
            select: """
                SELECT
                  id, call, at, device, reference, kind, device_time, gateway, damaged,
                  location_id, text_id
                FROM signals WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO signals(
                  id, call, at, device, reference, kind, device_time, gateway, damaged,
                  location_id, text_id)
                VALUES (
                  ?1 + ?60, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 + ?61, ?11 + ?61)
                """),
        RecoveryTable(
            "notes",
            select: """
                SELECT
                  id, call, at, actor, text_id
                FROM notes WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO notes(
                  id, call, at, actor, text_id)
                VALUES (
                  ?1 + ?60, ?2, ?3, ?4, ?5 + ?61)
                """),
        RecoveryTable(
            "earlier_plans",
            select: """
                SELECT
                  call, steps, plan, kept
                FROM earlier_plans WHERE call > ? ORDER BY call
                """,
            insert: """
                INSERT OR IGNORE INTO earlier_plans(
                  call, steps, plan, kept)
                VALUES (?1, ?2, ?3, ?4)
                """),
        RecoveryTable(
            "call_steps",
            select: """
                SELECT
                  call, step, state, actor, text_id
                FROM call_steps WHERE call > ? ORDER BY call
                """,
            insert: """
                INSERT OR IGNORE INTO call_steps(
                  call, step, state, actor, text_id)
                VALUES (
                  ?1, ?2, ?3, ?4, ?5 + ?61)
                """),
        RecoveryTable(
            "attempts",
            select: """
                SELECT
                  id, call, target, channel, to_id, who_id, started_at, deadline, outcome,
                  ended_at, ended_by, result_id
                FROM attempts WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO attempts(
                  id, call, target, channel, to_id, who_id, started_at, deadline, outcome,
                  ended_at, ended_by, result_id)
                VALUES (
                  ?1, ?2, ?3, ?4, ?5 + ?61, ?6 + ?61, ?7, ?8, ?9, ?10, ?11, ?12 + ?61)
                """),
        RecoveryTable(
            "cascades",
            select: """
                SELECT
                  call, goal, started_seq, next, stops_id
                FROM cascades WHERE call > ? ORDER BY call
                """,
            insert: """
                INSERT OR IGNORE INTO cascades(
                  call, goal, started_seq, next, stops_id)
                VALUES (
                  ?1, ?2, ?3 + ?60, ?4, ?5 + ?61)
                """),
        RecoveryTable(
            "followups",
            select: """
                SELECT
                  id, call, home, kind, due, owner, note_id, reminders, promised_by,
                  fulfilled_at, fulfilled_by, result_id
                FROM followups WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO followups(
                  id, call, home, kind, due, owner, note_id, reminders, promised_by,
                  fulfilled_at, fulfilled_by, result_id)
                VALUES (
                  ?1, ?2, ?3, ?4, ?5, ?6, ?7 + ?61, ?8, ?9, ?10, ?11, ?12 + ?61)
                """),
    ]

    private static let directory = [
        RecoveryTable(
            "homes",
            select: """
                SELECT
                  n, id, address, district, access, last_operator, last_call, last_call_at
                FROM homes WHERE n > ? ORDER BY n
                """,
            insert: """
                INSERT OR IGNORE INTO homes(
                  id, address, district, access, last_operator, last_call, last_call_at)
                VALUES (
                  ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """),
        RecoveryTable(
            "subscribers",
            select: """
                SELECT
                  n, id, home, name, language, phone, birth_year, risk, health
                FROM subscribers WHERE n > ? ORDER BY n
                """,
            insert: """
                INSERT OR IGNORE INTO subscribers(
                  id, home, name, language, phone, birth_year, risk, health)
                VALUES (
                  ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                """),
        RecoveryTable(
            "devices",
            select: """
                SELECT
                  n, id, home, model, placed
                FROM devices WHERE n > ? ORDER BY n
                """,
            insert: """
                INSERT OR IGNORE INTO devices(
                  id, home, model, placed)
                VALUES (
                  ?2, ?3, ?4, ?5 + ?60)
                """),
        RecoveryTable(
            "operators",
            select: """
                SELECT
                  n, id, name, role, languages, skills, secret, missed_offers
                FROM operators WHERE n > ? ORDER BY n
                """,
            insert: """
                INSERT OR IGNORE INTO operators(
                  id, name, role, languages, skills, secret, missed_offers)
                VALUES (
                  ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """),
        RecoveryTable(
            "home_last",
            select: "SELECT n, home, operator, call, at FROM home_last WHERE n > ? ORDER BY n",
            insert: """
                UPDATE homes SET last_operator = ?3, last_call = ?4, last_call_at = ?5
                WHERE id = ?2 AND coalesce(last_call, 0) < ?4 AND ?1 IS NOT NULL
                """),
        RecoveryTable(
            "contacts",
            select: "SELECT * FROM contacts ORDER BY home, place",
            backwards: "SELECT * FROM contacts ORDER BY home DESC, place DESC",
            insert: "INSERT OR IGNORE INTO contacts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"),
        // Before the plans: a plan that is there already keeps its own steps.
        RecoveryTable(
            "plan_steps",
            select: "SELECT * FROM plan_steps ORDER BY plan, step",
            backwards: "SELECT * FROM plan_steps ORDER BY plan DESC, step DESC",
            insert: """
                INSERT OR IGNORE INTO plan_steps SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
                WHERE NOT EXISTS (SELECT 1 FROM plans WHERE id = ?1)
                """),
        RecoveryTable(
            "step_endings",
            select: "SELECT * FROM step_endings ORDER BY plan, step",
            backwards: "SELECT * FROM step_endings ORDER BY plan DESC, step DESC",
            insert: """
                INSERT OR IGNORE INTO step_endings SELECT ?1, ?2, ?3, ?4
                WHERE NOT EXISTS (SELECT 1 FROM plans WHERE id = ?1)
                """),
        RecoveryTable(
            "plans", select: "SELECT n, id FROM plans WHERE n > ? ORDER BY n",
            insert: "INSERT OR IGNORE INTO plans(id) SELECT ?2 WHERE ?1 IS NOT NULL"),
    ]

    /// For the open calls of the old file: its plans as they were, and as they were at its end.
    private static let formerPlans = [
        RecoveryTable(
            "former_steps",
            select: "SELECT * FROM former_steps ORDER BY plan, until_seq, step",
            backwards: "SELECT * FROM former_steps ORDER BY plan DESC, until_seq DESC, step DESC",
            insert: """
                INSERT OR IGNORE INTO former_steps
                VALUES (?1, ?2 + ?60, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """),
        RecoveryTable(
            "former_steps from plans", select: "SELECT n, id FROM plans WHERE n > ? ORDER BY n",
            insert: """
                INSERT OR IGNORE INTO former_steps
                SELECT ?2, ?62, 0, '', '', '', 0, '', '', 0 WHERE ?1 IS NOT NULL
                """),
        RecoveryTable(
            "former_steps from plan_steps",
            select: "SELECT * FROM plan_steps ORDER BY plan, step",
            backwards: "SELECT * FROM plan_steps ORDER BY plan DESC, step DESC",
            insert: """
                INSERT OR IGNORE INTO former_steps
                VALUES (?1, ?62, ?2, ?3, ?4, ?5, ?6, ?7, '', 0)
                """),
        RecoveryTable(
            "former_steps from step_endings",
            select: "SELECT * FROM step_endings ORDER BY plan, step",
            backwards: "SELECT * FROM step_endings ORDER BY plan DESC, step DESC",
            insert: """
                UPDATE former_steps SET outcomes = ?3, seconds = ?4
                WHERE plan = ?1 AND until_seq = ?62 AND step = ?2
                """),
    ]

    private static let house = [
        RecoveryTable(
            "taken_owed",
            select: "SELECT * FROM taken_owed ORDER BY gateway, number",
            backwards: "SELECT * FROM taken_owed ORDER BY gateway DESC, number DESC",
            insert: "INSERT OR IGNORE INTO taken_owed VALUES (?1, ?2, ?3, ?4, ?5)"),
        RecoveryTable(
            "routes",
            select: "SELECT * FROM routes ORDER BY device",
            backwards: "SELECT * FROM routes ORDER BY device DESC",
            insert: "INSERT OR IGNORE INTO routes VALUES (?1, ?2)"),
        RecoveryTable(
            "numbers",
            select: "SELECT * FROM numbers ORDER BY series",
            backwards: "SELECT * FROM numbers ORDER BY series DESC",
            insert: """
                INSERT INTO numbers VALUES (?1, ?2)
                ON CONFLICT(series) DO UPDATE SET through = max(through, excluded.through)
                """),
        RecoveryTable(
            "followup_work",
            select: """
                SELECT
                  followup, work, moves
                FROM followup_work WHERE followup > ? ORDER BY followup
                """,
            insert: """
                INSERT OR IGNORE INTO followup_work(
                  followup, work, moves)
                VALUES (
                  ?1, ?2, ?3)
                """),
        RecoveryTable(
            "queues",
            select: "SELECT * FROM queues ORDER BY operator",
            backwards: "SELECT * FROM queues ORDER BY operator DESC",
            insert: "INSERT OR IGNORE INTO queues VALUES (?1, ?2)"),
        // A path that was silent in the old file stays so; one heard since has its row already.
        RecoveryTable(
            "canaries",
            select: "SELECT * FROM canaries ORDER BY device",
            backwards: "SELECT * FROM canaries ORDER BY device DESC",
            insert: "INSERT OR IGNORE INTO canaries VALUES (?1, ?2, ?3, ?4, ?5)"),
        RecoveryTable(
            "silences",
            select: "SELECT * FROM silences ORDER BY device",
            backwards: "SELECT * FROM silences ORDER BY device DESC",
            insert: "INSERT OR IGNORE INTO silences VALUES (?1, ?2, ?3, ?4)"),
        RecoveryTable(
            "outages",
            select: """
                SELECT
                  id, cause, from_at, until_at, through, homes, emptied_at
                FROM outages WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO outages(
                  id, cause, from_at, until_at, through, homes, emptied_at)
                VALUES (
                  ?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """),
        RecoveryTable(
            "missed",
            select: "SELECT * FROM missed ORDER BY home",
            backwards: "SELECT * FROM missed ORDER BY home DESC",
            insert: "INSERT OR IGNORE INTO missed VALUES (?1, ?2, ?3, ?4)"),
        RecoveryTable(
            "storms",
            select: """
                SELECT
                  id, area, kinds, lower, operator, reason_id, declared_at, until, ended_at,
                  ended_by, ending
                FROM storms WHERE id > ? ORDER BY id
                """,
            insert: """
                INSERT OR IGNORE INTO storms(
                  id, area, kinds, lower, operator, reason_id, declared_at, until, ended_at,
                  ended_by, ending)
                VALUES (
                  ?1, ?2, ?3, ?4, ?5, ?6 + ?61, ?7, ?8, ?9, ?10, ?11)
                """),
        RecoveryTable(
            "storm_calls",
            select: """
                SELECT
                  storm, call, rank, left_seq, left_as
                FROM storm_calls WHERE storm > ? ORDER BY storm
                """,
            insert: """
                INSERT OR IGNORE INTO storm_calls(
                  storm, call, rank, left_seq, left_as)
                VALUES (
                  ?1, ?2, ?3, ?4 + ?60, ?5)
                """),
        RecoveryTable(
            "storm_history",
            select: """
                SELECT
                  storm, seq
                FROM storm_history WHERE storm > ? ORDER BY storm
                """,
            insert: """
                INSERT OR IGNORE INTO storm_history(
                  storm, seq)
                VALUES (
                  ?1, ?2 + ?60)
                """),
        // The key is the hour: an hour's rows are added once, in one transaction.
        RecoveryTable(
            "measures", select: MeasureSQL.callsAfterHour, insert: MeasureSQL.addCallsOfHour),
        RecoveryTable(
            "operator_measures", select: MeasureSQL.peopleAfterHour,
            insert: MeasureSQL.addPeopleOfHour),
    ]
}
