// SPDX-License-Identifier: Apache-2.0
/// Questions about what is over -> reply lines.
/// Never answers about an open call: the desk has it.

import Counter
import Store
import Vocabulary
import Wire

enum PastWriting {
    /// The reply's lines, without tag.
    static func bytes(
        _ question: PastQuestion, from reports: borrowing Reports, zone: ZoneOffset
    ) throws(StoreError) -> [UInt8] {
        switch question {
        case .call(let id):
            let rows = try reports.history(of: id)
            return call(id, try reports.closedCall(id), rows, zone: zone)
        case .followUps(let query):
            let (rows, more) = try reports.fulfilled(query)
            return followUps(rows, more: more, zone: zone)
        case .followUp(let id):
            guard let promise = try reports.fulfilled(id) else {
                var writer = LineWriter(.notFound)
                writer.text("what", "followup \(id)")
                return writer.finish()
            }
            return followUps([promise], more: 0, zone: zone)
        }
    }

    private static func followUps(_ rows: [FollowUp], more: Int, zone: ZoneOffset) -> [UInt8] {
        var writer = LineWriter()
        writer.followUps(rows, more: more, zone: zone)
        return writer.finish()
    }

    /// How the call ended, then its story, oldest first.
    private static func call(
        _ id: CallID, _ closed: PastCall?, _ rows: [HistoryRow], zone: ZoneOffset
    ) -> [UInt8] {
        guard !rows.isEmpty || closed != nil else {
            var writer = LineWriter(.notFound)
            writer.field("call", id)
            writer.text("reason", "no call has this number")
            return writer.finish()
        }
        var writer = LineWriter(capacity: 128 * (rows.count + 2))
        if let closed { writer.closed(closed, zone: zone) }
        for row in rows {
            writer.line(.dataNote)
            writer.field("n", row.sequence)
            writer.field("at", row.at.iso8601(in: zone))
            writer.field("what", row.kind)
            writer.field("by", row.actor)
            if !row.codes.isEmpty { writer.text("codes", row.codes) }
            if !row.text.isEmpty { writer.text("text", row.text) }
        }
        writer.line(.dataEnd)
        writer.field("call", id)
        writer.field("count", rows.count)
        return writer.finish()
    }
}

extension LineWriter {
    /// `210-CALL call= state=closed ... outcome=`.
    fileprivate mutating func closed(_ call: PastCall, zone: ZoneOffset) {
        line(.dataCall)
        field("call", call.id)
        field("state", CallState.closed.rawValue)
        field("pri", call.priority.rawValue)
        field("type", call.kind.word)
        field("dev", call.device.text)
        if let home = call.home { field("home", home.text) } else { field("unregistered", 1) }
        if !call.district.isEmpty { field("district", call.district) }
        field("presses", call.presses)
        field("arrived", call.arrivedAt.iso8601(in: zone))
        if call.withdrawn { field("cancelled", 1) }
        if let at = call.answeredAt { field("answered", at.iso8601(in: zone)) }
        if let person = call.answeredBy { field("by", person.text) }
        field("closed", call.closedAt.iso8601(in: zone))
        field("closer", call.closedBy.text)
        if let second = call.confirmedBy { field("confirmed", second.text) }
        field("outcome", call.outcome.word)
        if !call.reason.isEmpty { text("reason", call.reason) }
        seconds("handled", call.handled)
    }
}
