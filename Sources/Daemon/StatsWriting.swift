// SPDX-License-Identifier: Apache-2.0
/// Reports -> reply lines: numerator, denominator and formula stand together, so that anybody can
/// do the sum again.

import Store
import Vocabulary
import Wire

enum StatsWriting {
    /// The service level, one line per group.
    static func bytes(
        _ rows: [ServiceLevelRow], from: Moment, to: Moment, by grouping: Grouping, target: Span,
        zone: ZoneOffset
    ) -> [UInt8] {
        var writer = LineWriter(capacity: 256 * (rows.count + 1))
        for row in rows {
            writer.line(.dataStats)
            writer.text("group", row.group)
            writer.field("numerator", row.answeredInTarget)
            writer.field("denominator", row.denominator)
            writer.field("percent", tenths(row.percentTenths))
            writer.field("offered", row.offered)
            writer.field("withdrawn", row.withdrawn)
            writer.field("withdrawn_before_target", row.withdrawnBeforeTarget)
            writer.field("waiting", row.waitingInsideTarget)
            writer.field("answered", row.answered)
            writer.field("answered_12", row.answeredWithin12)
            writer.field("answered_15", row.answeredWithin15)
            writer.field("answered_60", row.answeredWithin60)
            writer.field("answered_180", row.answeredWithin180)
            writer.field("asa", row.averageWait?.secondsText ?? "-")
            writer.field("handling", row.averageHandling?.secondsText ?? "-")
            writer.field("abandoned_percent", tenths(row.abandonedTenths))
            writer.field("closed", row.closed)
            writer.field("first_contact", row.firstContact)
            writer.field("first_contact_percent", tenths(row.firstContactTenths))
            if grouping == .operator { writer.field("missed", row.missed) }
        }
        writer.line(.dataEnd)
        writer.field("count", rows.count)
        writer.field("from", from.iso8601(in: zone))
        writer.field("to", to.iso8601(in: zone))
        writer.field("by", grouping.rawValue)
        writer.field("target", target.milliseconds / 1000)
        writer.text("formula", ServiceLevelRow.formula(target: target, by: grouping))
        return writer.finish()
    }

    private static func tenths(_ value: Int64?) -> String {
        value.map { "\($0 / 10).\($0 % 10)" } ?? "-"
    }
}
