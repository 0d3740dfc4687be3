// SPDX-License-Identifier: Apache-2.0
/// Questions about the past, on a connection that can only read. Tables come from the measures,
/// never from counting calls: ten million of them must not be touched.

package import Vocabulary

/// Owner of a reading connection.
package struct Reports: ~Copyable {
    let database: Database
    private let zone: ZoneOffset
    private let scale: Double

    /// - Throws: `StoreError`; a refusal when the file is empty or of another version.
    /// - Parameter scale: as the ledger that wrote it.
    package init(path: String, zone: ZoneOffset, scale: Double = 1) throws(StoreError) {
        let database = try Database(path: path, mode: .reading)
        guard try Migrations.applied(on: database) == Migrations.names else {
            throw StoreError.refused(
                "\(path) is not at this version's schema; start the daemon once", doing: "open")
        }
        self.init(database, zone, scale)
    }

    private init(_ database: consuming Database, _ zone: ZoneOffset, _ scale: Double) {
        self.database = database
        self.zone = zone
        self.scale = scale
    }

    /// The service level of calls that arrived in [from, to), taken to whole hours of the centre's
    /// clock: the hour of `from` and that of the last moment before `to` count in full. Operators
    /// are counted by the hour of their work.
    /// - Parameters:
    ///   - target: one of `MeasureBounds.seconds`.
    ///   - now: for the calls that are still waiting.
    /// - Returns: rows in ascending order of the group; groups without a call are left out.
    /// - Throws: a refusal for another target.
    package func serviceLevel(
        from: Moment, to: Moment, by grouping: Grouping, target: Span, now: Moment
    ) throws(StoreError) -> [ServiceLevelRow] {
        guard MeasureBounds.contains(target) else {
            throw StoreError.refused(
                "target must be one of \(MeasureBounds.words) seconds", doing: "service level")
        }
        guard from < to else { return [] }
        let hours = ClosedHours(
            first: zone.hourNumber(of: from),
            end: zone.hourNumber(of: to - Span(milliseconds: 1)) + 1)
        var table = ServiceLevelTable(grouping: grouping, target: target, zone: zone)
        // One view of the file for all parts of the table.
        try database.execute("BEGIN")
        do throws(StoreError) {
            let sealed =
                try database.number("SELECT value FROM centre WHERE name = 'sealed-days'") ?? 0
            for part in hours.parts(grouping, sealedDays: sealed) {
                if grouping == .operator {
                    try addPeople(part, to: &table)
                } else {
                    try addCalls(part, to: &table)
                }
            }
            if grouping != .operator { try addWaiting(hours, now: now, to: &table) }
            try database.execute("COMMIT")
        } catch {
            try? database.execute("ROLLBACK")
            throw error
        }
        return table.rows
    }

    private func addCalls(
        _ part: MeasurePart, to table: inout ServiceLevelTable
    ) throws(StoreError) {
        let rows = try database.prepare(
            "SELECT * FROM measures WHERE grain = ? AND period >= ? AND period < ?")
        rows.bindAll(part.grain, part.first, part.end)
        let bound = table.boundColumn
        try rows.eachRow { row throws(StoreError) in
            let hour = part.grain == 1 || part.grain == 3 ? row.integer(1) * 24 : row.integer(1)
            let district = table.grouping == .district ? row.text(3) : ""
            table.add(hour: hour, priority: row.integer(2), text: district) { line in
                line.offered += row.integer(4)
                line.answered += row.integer(5)
                line.answeredInTarget += row.integer(6 + bound)
                line.answeredWithin12 += row.integer(7)
                line.answeredWithin15 += row.integer(8)
                line.answeredWithin60 += row.integer(11)
                line.answeredWithin180 += row.integer(13)
                line.withdrawn += row.integer(14)
                line.withdrawnBeforeTarget += row.integer(15 + bound)
                line.waited.milliseconds += row.integer(23)
                line.handled.milliseconds += row.integer(24)
                line.closed += row.integer(25)
                line.firstContact += row.integer(26)
            }
        }
    }

    private func addPeople(
        _ part: MeasurePart, to table: inout ServiceLevelTable
    ) throws(StoreError) {
        let rows = try database.prepare(
            "SELECT * FROM operator_measures WHERE grain = ? AND period >= ? AND period < ?")
        rows.bindAll(part.grain, part.first, part.end)
        let bound = table.boundColumn
        try rows.eachRow { row throws(StoreError) in
            table.add(hour: 0, priority: 0, text: row.text(2)) { line in
                line.offered += row.integer(3)
                line.missed += row.integer(4)
                line.answered += row.integer(5)
                line.answeredInTarget += row.integer(6 + bound)
                line.answeredWithin12 += row.integer(7)
                line.answeredWithin15 += row.integer(8)
                line.answeredWithin60 += row.integer(11)
                line.answeredWithin180 += row.integer(13)
                line.waited.milliseconds += row.integer(14)
                line.handled.milliseconds += row.integer(15)
                line.closed += row.integer(16)
                line.firstContact += row.integer(17)
            }
        }
    }

    /// Calls nobody has answered and that have waited for no longer than the target. Numbers ascend
    /// in time, so the newest open calls are enough.
    private func addWaiting(
        _ hours: ClosedHours, now: Moment, to table: inout ServiceLevelTable
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT arrived_at, arrival_priority, district, answered_at, withdrawn
            FROM calls INDEXED BY calls_open WHERE closed_at IS NULL ORDER BY id DESC
            """)
        defer { rows.reset() }
        while try rows.step() {
            let arrived = rows.moment(0)
            if Double((now - arrived).milliseconds) * scale > Double(table.target.milliseconds) {
                return
            }
            let hour = zone.hourNumber(of: arrived)
            guard rows.isNull(3), !rows.flag(4), hour >= hours.first, hour < hours.end else {
                continue
            }
            table.add(hour: hour, priority: rows.integer(1), text: rows.text(2)) {
                $0.waitingInsideTarget += 1
            }
        }
    }

    // MARK: One call

    /// What happened on a call, oldest first; also of calls closed long ago.
    /// - Parameters:
    ///   - after: `sequence` of the last row already known.
    ///   - limit: most rows returned.
    package func history(
        of call: CallID, after: Int64 = .min, limit: Int = Limits.storyRowsMax
    ) throws(StoreError) -> [HistoryRow] {
        let rows = try database.prepare(
            """
            SELECT t.seq, t.at, t.kind, t.actor, t.codes, x.text, l.text, w.text
            FROM timeline AS t INDEXED BY timeline_call LEFT JOIN texts AS x ON x.id = t.text_id
            LEFT JOIN alarms AS a ON a.id = t.seq
            LEFT JOIN texts AS l ON l.id = a.location_id
            LEFT JOIN texts AS w ON w.id = a.text_id
            WHERE t.call = ?1 AND t.seq > ?2 ORDER BY t.seq LIMIT ?3
            """)
        rows.bindAll(call, after, limit)
        var found: [HistoryRow] = []
        try rows.eachRow { row throws(StoreError) in
            let texts = [row.text(5), row.text(6), row.text(7)].filter { !$0.isEmpty }
            found.append(
                HistoryRow(
                    sequence: row.integer(0), at: row.moment(1), kind: row.text(2),
                    actor: row.text(3), codes: row.text(4), text: texts.joined(separator: "; ")))
        }
        return found
    }

    /// How many rows the story of a call has behind one.
    package func historyCount(
        of call: CallID, after: Int64 = .min
    ) throws(StoreError) -> Int {
        let rows = try database.prepare(
            """
            SELECT count(*) FROM timeline INDEXED BY timeline_call WHERE call = ?1 AND seq > ?2
            """)
        rows.bindAll(call, after)
        return Int(try rows.first { row throws(StoreError) in row.integer(0) } ?? 0)
    }

    // MARK: Follow-up services

    /// Follow-up services that were fulfilled, newest promise first, and how many are left out.
    package func fulfilled(_ query: ListQuery) throws(StoreError) -> (rows: [FollowUp], more: Int) {
        let holder = query.holder?.text
        let home = query.home?.text
        let counting = try database.prepare(
            """
            SELECT count(*) FROM followups WHERE fulfilled_at IS NOT NULL
              AND (?1 IS NULL OR owner = ?1) AND (?2 IS NULL OR home = ?2)
            """)
        counting.bindAll(holder, home)
        let count = try counting.first { row throws(StoreError) in row.integer(0) } ?? 0
        let rows = try fulfilled(holder, home, nil)
        return (rows, Int(count) - rows.count)
    }

    /// One follow-up service that was fulfilled; nil when there is none of this number.
    package func fulfilled(_ id: FollowUpID) throws(StoreError) -> FollowUp? {
        try fulfilled(nil, nil, id.raw).first
    }

    private func fulfilled(
        _ holder: String?, _ home: String?, _ id: Int64?
    ) throws(StoreError) -> [FollowUp] {
        let rows = try database.prepare(
            """
            SELECT f.id, f.call, f.home, f.kind, f.due, f.owner, t.text, f.reminders,
              w.work, w.moves, f.fulfilled_by, f.fulfilled_at, r.text
            FROM followups AS f LEFT JOIN texts AS t ON t.id = f.note_id
              LEFT JOIN followup_work AS w ON w.followup = f.id
              LEFT JOIN texts AS r ON r.id = f.result_id
            WHERE f.fulfilled_at IS NOT NULL AND (?1 IS NULL OR f.owner = ?1)
              AND (?2 IS NULL OR f.home = ?2) AND (?3 IS NULL OR f.id = ?3)
            ORDER BY f.id DESC LIMIT ?4
            """)
        rows.bindAll(holder, home, id, Limits.listRowsMax)
        var found: [FollowUp] = []
        try rows.eachRow { row throws(StoreError) in
            var promise = FollowUp(row)
            promise.state = .fulfilled
            promise.fulfilment = Fulfilment(
                by: OperatorID(row.text(10)), at: row.moment(11), note: row.text(12))
            found.append(promise)
        }
        return found
    }

    /// A call as it was closed; nil when it is unknown or still open (then the desk has it).
    package func closedCall(_ id: CallID) throws(StoreError) -> PastCall? {
        let rows = try database.prepare(
            """
            SELECT c.home, c.device, c.kind, c.priority, c.arrived_at, c.presses, c.answered_at,
              c.answered_by, c.withdrawn, c.closed_at, c.closed_by, c.confirmed_by, c.outcome,
              t.text, c.handled_ms, c.first_contact, c.district
            FROM calls AS c LEFT JOIN texts AS t ON t.id = c.reason_id
            WHERE c.id = ? AND c.closed_at IS NOT NULL
            """)
        rows.bindAll(id)
        return try rows.first { row throws(StoreError) in
            PastCall(
                id: id, home: row.textOrNil(0).map { HomeID($0) }, device: DeviceID(row.text(1)),
                kind: SignalKind(row.text(2)),
                priority: Priority(rawValue: Int(row.integer(3))) ?? .lifeSafety,
                district: row.text(16), arrivedAt: row.moment(4), presses: row.count(5),
                answeredAt: row.momentOrNil(6), answeredBy: row.textOrNil(7).map { OperatorID($0) },
                withdrawn: row.flag(8), closedAt: row.moment(9),
                closedBy: OperatorID(row.text(10)),
                confirmedBy: row.textOrNil(11).map { OperatorID($0) },
                outcome: Outcome(row.text(12)), reason: row.text(13),
                handled: Span(milliseconds: row.integer(14)), atFirstContact: row.flag(15))
        }
    }
}

/// One thing that happened.
package struct HistoryRow: Sendable, Equatable {
    /// Place in the timeline.
    package var sequence: Int64
    package var at: Moment
    /// The word of `FactKind`.
    package var kind: String
    /// Who did it, as `Actor.description` writes it.
    package var actor: String
    /// `key=value` fields without personal words.
    package var codes: String
    /// Words that belong to it; empty where there are none, or where they were erased.
    package var text: String
}

/// A call that is over.
package struct PastCall: Sendable, Equatable {
    package var id: CallID
    package var home: HomeID?
    package var device: DeviceID
    package var kind: SignalKind
    package var priority: Priority
    package var district: String
    package var arrivedAt: Moment
    package var presses: Int
    package var answeredAt: Moment?
    package var answeredBy: OperatorID?
    package var withdrawn: Bool
    package var closedAt: Moment
    package var closedBy: OperatorID
    package var confirmedBy: OperatorID?
    package var outcome: Outcome
    package var reason: String
    package var handled: Span
    package var atFirstContact: Bool
}
