// SPDX-License-Identifier: Apache-2.0
/// Storms that last, with their groups. Called once the open calls are there.
/// Never puts a call into a group that may not be in one: it stands in the line, which is the careful
/// choice.

internal import Desk
internal import Vocabulary

extension Revival {
    static func loadStorms(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT s.id, s.area, s.kinds, s.lower, s.operator, t.text, s.declared_at, s.until
            FROM storms AS s INDEXED BY storms_active LEFT JOIN texts AS t ON t.id = s.reason_id
            WHERE s.ended_at IS NULL ORDER BY s.id
            """)
        try rows.eachRow { row throws(StoreError) in
            let id = StormID(raw: row.integer(0))
            state.storms[id] = StormRecord(
                id: id, area: row.textOrNil(1).map { .district($0) } ?? .everywhere,
                kinds: WordList.split(row.text(2)).map { SignalKind($0) }, lower: row.count(3),
                by: OperatorID(row.text(4)), reason: row.text(5), declaredAt: row.moment(6),
                until: row.moment(7))
        }
        for id in state.storms.allIDs { try loadGroup(of: id, into: &state, from: database) }
    }

    private static func loadGroup(
        of id: StormID, into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            "SELECT call, rank, left_as FROM storm_calls WHERE storm = ? ORDER BY left_seq, call")
        rows.bindAll(id.raw)
        try rows.eachRow { row throws(StoreError) in
            let call = CallID(raw: row.integer(0))
            if let word = row.textOrNil(2) {
                let reason = LiftReason(rawValue: word) ?? .pressed
                _ = state.storms.update(id) { storm in
                    storm.touched += 1
                    guard reason.isForGood, storm.left.count < Limits.listRowsMax else { return }
                    storm.left.append(StormLeft(call: call, reason: reason))
                }
                return
            }
            let rank = Priority(rawValue: row.count(1)) ?? .lifeSafety
            let isIn =
                state.calls.update(call) { open in
                    guard open.isWaiting, open.answeredAt == nil, !open.isAtStakeForLife,
                        open.storm == nil
                    else { return false }
                    open.storm = StormMark(storm: id, rank: rank)
                    return true
                } ?? false
            _ = state.storms.update(id) { storm in
                storm.touched += 1
                if isIn { storm.calls += 1 }
            }
        }
    }
}
