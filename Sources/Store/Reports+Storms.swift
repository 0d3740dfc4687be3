// SPDX-License-Identifier: Apache-2.0
/// Storms as the file remembers them: which there were, and each one's record in its order.
/// Never counts what lies in the desk's memory only.

package import Vocabulary

/// A storm, whether it is over or not.
package struct PastStorm: Sendable, Equatable {
    package var id: StormID
    package var area: StormArea
    package var kinds: [SignalKind]
    package var lower: Int
    package var by: OperatorID
    package var reason: String
    package var declaredAt: Moment
    package var until: Moment
    package var endedAt: Moment?
    /// As `Actor.description` writes it.
    package var endedBy: String
    package var ending: String
    /// Calls that it ever touched.
    package var touched: Int
}

extension Reports {
    /// Storms that are over, newest first, at most `Limits.listRowsMax`.
    package func storms() throws(StoreError) -> [PastStorm] { try storms(nil) }

    /// One storm; nil when there is none of this number.
    package func storm(_ id: StormID) throws(StoreError) -> PastStorm? { try storms(id.raw).first }

    private func storms(_ id: Int64?) throws(StoreError) -> [PastStorm] {
        let rows = try database.prepare(
            """
            SELECT s.id, s.area, s.kinds, s.lower, s.operator, t.text, s.declared_at, s.until,
              s.ended_at, s.ended_by, s.ending,
              (SELECT count(*) FROM storm_calls AS c WHERE c.storm = s.id)
            FROM storms AS s LEFT JOIN texts AS t ON t.id = s.reason_id
            WHERE (?1 IS NULL AND s.ended_at IS NOT NULL) OR s.id = ?1
            ORDER BY s.id DESC LIMIT ?2
            """)
        rows.bindAll(id, Limits.listRowsMax)
        var found: [PastStorm] = []
        try rows.eachRow { row throws(StoreError) in
            found.append(
                PastStorm(
                    id: StormID(raw: row.integer(0)),
                    area: row.textOrNil(1).map { .district($0) } ?? .everywhere,
                    kinds: WordList.split(row.text(2)).map { SignalKind($0) }, lower: row.count(3),
                    by: OperatorID(row.text(4)), reason: row.text(5), declaredAt: row.moment(6),
                    until: row.moment(7), endedAt: row.momentOrNil(8), endedBy: row.text(9),
                    ending: row.text(10), touched: row.count(11)))
        }
        return found
    }

    /// What was done in a storm and to which calls, oldest first; at most `Limits.listRowsMax` rows, and
    /// how many are left out behind them.
    /// - Parameter after: `sequence` of the last row already known.
    package func history(
        of storm: StormID, after: Int64 = .min
    ) throws(StoreError) -> (rows: [StormHistoryRow], more: Int) {
        let counting = try database.prepare(
            "SELECT count(*) FROM storm_history WHERE storm = ?1 AND seq > ?2")
        counting.bindAll(storm.raw, after)
        let count = try counting.first { row throws(StoreError) in row.count(0) } ?? 0
        let rows = try database.prepare(
            """
            SELECT t.seq, t.at, t.kind, t.actor, t.codes, x.text, t.call
            FROM storm_history AS h JOIN timeline AS t ON t.seq = h.seq
            LEFT JOIN texts AS x ON x.id = t.text_id
            WHERE h.storm = ?1 AND h.seq > ?2 ORDER BY h.seq LIMIT ?3
            """)
        rows.bindAll(storm.raw, after, Limits.listRowsMax)
        var found: [StormHistoryRow] = []
        try rows.eachRow { row throws(StoreError) in
            found.append(
                StormHistoryRow(
                    row: HistoryRow(
                        sequence: row.integer(0), at: row.moment(1), kind: row.text(2),
                        actor: row.text(3), codes: row.text(4), text: row.text(5)),
                    call: row.integerOrNil(6).map { CallID(raw: $0) }))
        }
        return (found, max(0, count - found.count))
    }
}

/// One line of a storm's record, and the call that it touched; nil where it is about the storm itself.
package struct StormHistoryRow: Sendable, Equatable {
    package var row: HistoryRow
    package var call: CallID?
}
