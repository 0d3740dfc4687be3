// SPDX-License-Identifier: Apache-2.0
/// This hour's figures, so that a start in the middle of an hour does not make it look well or empty.
/// Never more than the head of a screen shows: everything else is asked of the measures.

internal import Desk
internal import Vocabulary

extension Revival {
    /// - Parameter target: seconds; of one that the measures do not count nothing is taken over.
    static func loadHour(
        _ hour: Int64, target: Int, into presence: inout Presence, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT sum(offered), sum(answered), sum(CASE ?2
              WHEN 10 THEN answered_10 WHEN 12 THEN answered_12 WHEN 15 THEN answered_15
              WHEN 20 THEN answered_20 WHEN 30 THEN answered_30 WHEN 60 THEN answered_60
              WHEN 90 THEN answered_90 WHEN 180 THEN answered_180 END)
            FROM measures WHERE grain = 0 AND period = ?1
            """)
        rows.bindAll(hour, target)
        guard
            let figures = try rows.first({ row throws(StoreError) in
                row.isNull(0) || row.isNull(2) ? nil : (row.count(0), row.count(1), row.count(2))
            }) ?? nil
        else { return }
        presence.hour = hour
        (presence.arrived, presence.answered, presence.answeredInTarget) = figures
    }
}
