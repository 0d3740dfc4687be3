// SPDX-License-Identifier: Apache-2.0
/// Facts of storms -> rows of `storms`, `storm_calls`, `storm_history`, and the ranks of their calls.
/// Never decides which calls are touched.

import Desk
import Vocabulary

/// Writes storms and their groups.
struct StormRows: ~Copyable {
    private let declared: Statement
    private let extended: Statement
    private let ended: Statement
    private let joined: Statement
    private let left: Statement
    private let grouped: Statement
    private let lifted: Statement
    private let noted: Statement

    init(_ prepare: inout Preparation) {
        declared = prepare(
            """
            INSERT INTO storms(id, area, kinds, lower, operator, reason_id, declared_at, until)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        extended = prepare("UPDATE storms SET until = ?2 WHERE id = ?1")
        ended = prepare(
            "UPDATE storms SET ended_at = ?2, ended_by = ?3, ending = ?4 WHERE id = ?1")
        joined = prepare(
            """
            INSERT OR REPLACE INTO storm_calls(storm, call, rank)
            SELECT ?1, id, rank FROM calls WHERE id = ?2
            """)
        left = prepare(
            "UPDATE storm_calls SET left_seq = ?3, left_as = ?4 WHERE storm = ?1 AND call = ?2")
        grouped = prepare("UPDATE calls SET rank = ?2, tier = 1 WHERE id = ?1")
        lifted = prepare(
            """
            UPDATE calls SET rank = ?2,
              waiting_at = CASE WHEN ?3 THEN ?4 ELSE waiting_at END,
              aged_at = CASE WHEN ?3 THEN ?4 ELSE aged_at END
            WHERE id = ?1
            """)
        noted = prepare("INSERT OR IGNORE INTO storm_history VALUES (?, ?)")
    }

    /// - Parameter reason: where its words stand.
    func declare(_ storm: StormRecord, reason: Int64?) throws(StoreError) {
        let area: String? = if case .district(let name) = storm.area { name } else { nil }
        try declared.run(
            storm.id.raw, area, WordList.joined(storm.kinds.map(\.word)), storm.lower, storm.by,
            reason, storm.declaredAt, storm.until)
    }

    func extend(_ id: StormID, until: Moment) throws(StoreError) { try extended.run(id.raw, until) }

    func end(
        _ id: StormID, _ ending: StormEnding, by: Actor, at now: Moment
    ) throws(StoreError) {
        try ended.run(id.raw, now, by.description, ending.rawValue)
    }

    /// The rank it had is kept beside the storm, before the call gets the new one.
    func group(_ call: CallID, _ storm: StormID, rank: Priority) throws(StoreError) {
        try joined.run(storm.raw, call)
        try grouped.run(call, rank.rawValue)
    }

    /// - Parameter sequence: the timeline row that says so.
    func lift(
        _ call: CallID, _ storm: StormID, rank: Priority, _ reason: LiftReason, at now: Moment,
        sequence: Int64
    ) throws(StoreError) {
        try left.run(storm.raw, call, sequence, reason.rawValue)
        try lifted.run(call, rank.rawValue, reason.waitsAnew, now)
    }

    /// A timeline row is part of a storm's record.
    func note(_ storm: StormID, _ sequence: Int64) throws(StoreError) {
        try noted.run(storm.raw, sequence)
    }
}
