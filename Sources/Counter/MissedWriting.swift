// SPDX-License-Identifier: Apache-2.0
/// Outages and the homes that may have been missed in them, as fields of a line.
/// Never a private detail: who rings needs a telephone number, not a door code.

import Desk
import Vocabulary
import Wire

extension LineWriter {
    /// `outage= cause= from= until=`; none while it lasts.
    mutating func outage(_ outage: Outage, zone: ZoneOffset) {
        field("outage", outage.id.raw)
        field("cause", outage.cause.text)
        field("from", outage.from.iso8601(in: zone))
        if let until = outage.until { field("until", until.iso8601(in: zone)) }
    }

    /// `home= risk= tries= ...`.
    mutating func missed(_ row: MissedBrief, zone: ZoneOffset) {
        field("home", row.home.text)
        field("risk", row.risk)
        field("tries", row.missed.tries)
        if !row.name.isEmpty { text("name", row.name) }
        if !row.district.isEmpty { field("district", row.district) }
        if let outage = row.outage { self.outage(outage, zone: zone) }
        field("due", row.missed.dueAt.iso8601(in: zone))
        if let person = row.by { field("by", person.text) }
    }

    mutating func missed(_ reply: Reply, zone: ZoneOffset) {
        switch reply {
        case .missedNext(let row, let file, let left):
            line(.missed)
            missed(row, zone: zone)
            home(file, zone: zone)
            line(.ok)
            field("home", row.home.text)
            field("left", left)
        case .missedDone(let home, let word, let left):
            line(.missed)
            field("home", home.text)
            field("state", word)
            field("left", left)
        case .missed(let rows, let more):
            for row in rows {
                line(.dataMissed)
                missed(row, zone: zone)
            }
            line(.dataEnd)
            field("count", rows.count)
            if more > 0 { field("more", more) }
        default: preconditionFailure("not of the list")
        }
    }
}
