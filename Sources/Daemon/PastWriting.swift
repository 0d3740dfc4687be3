// SPDX-License-Identifier: Apache-2.0
/// Questions about what is over -> reply lines.
/// Never answers about an open call: the desk has it.

import Counter
import Desk
import Store
import Vocabulary
import Wire

/// What happened on a call, oldest first, as far as it fits a reply.
struct Story: Sendable {
    let rows: ArraySlice<HistoryRow>
    /// Rows behind these.
    let more: Int

    /// - Parameter after: the row behind which it begins; nil: at the beginning.
    init(
        of call: CallID, after: Int64?, from reports: borrowing Reports
    ) throws(StoreError) {
        let all = try reports.history(of: call, after: after ?? .min)
        var room = Limits.outboxBytesMax * 3 / 4
        let end = all.firstIndex { row in
            room -= 160 + row.codes.utf8.count + row.text.utf8.count
            return room < 0
        }
        rows = all[..<(end ?? all.count)]
        let isWhole = rows.count < Limits.storyRowsMax && end == nil
        more = isWhole ? 0 : try reports.historyCount(of: call, after: after ?? .min) - rows.count
    }
}

enum PastWriting {
    /// The reply's lines, without tag.
    static func bytes(
        _ question: PastQuestion, from reports: borrowing Reports, zone: ZoneOffset
    ) throws(StoreError) -> [UInt8] {
        switch question {
        case .call(let id, let after):
            return call(
                id, try reports.closedCall(id), try Story(of: id, after: after, from: reports),
                zone: zone)
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
        case .storms:
            let storms = try reports.storms()
            var writer = LineWriter()
            for storm in storms { writer.past(storm, zone: zone) }
            writer.line(.dataEnd)
            writer.field("count", storms.count)
            return writer.finish()
        case .storm(let id, let after):
            guard let storm = try reports.storm(id) else {
                var writer = LineWriter(.notFound)
                writer.text("what", "storm \(id)")
                return writer.finish()
            }
            return record(
                of: storm, try reports.history(of: id, after: after ?? .min), zone: zone)
        }
    }

    /// A storm and its record, oldest first.
    private static func record(
        of storm: PastStorm, _ lines: (rows: [StormHistoryRow], more: Int), zone: ZoneOffset
    ) -> [UInt8] {
        var writer = LineWriter(capacity: 128 * (lines.rows.count + 2))
        writer.past(storm, zone: zone)
        for line in lines.rows { writer.history(line.row, call: line.call, zone: zone) }
        writer.line(.dataEnd)
        writer.field("storm", storm.id.raw)
        writer.field("count", lines.rows.count)
        if lines.more > 0 { writer.field("more", lines.more) }
        return writer.finish()
    }

    private static func followUps(_ rows: [FollowUp], more: Int, zone: ZoneOffset) -> [UInt8] {
        var writer = LineWriter()
        writer.followUps(rows, more: more, zone: zone)
        return writer.finish()
    }

    /// How the call ended, then its story, oldest first.
    private static func call(
        _ id: CallID, _ closed: PastCall?, _ story: Story, zone: ZoneOffset
    ) -> [UInt8] {
        guard !story.rows.isEmpty || closed != nil else {
            var writer = LineWriter(.notFound)
            writer.field("call", id)
            writer.text("reason", "no call has this number")
            return writer.finish()
        }
        var writer = LineWriter(capacity: 128 * (story.rows.count + 2))
        if let closed { writer.closed(closed, zone: zone) }
        writer.lines(of: story, zone: zone)
        writer.line(.dataEnd)
        writer.field("call", id)
        writer.end(of: story)
        return writer.finish()
    }

    /// The record as it stands now, then its story so far.
    /// - Parameter story: nil where the disk did not say.
    static func openCall(
        _ record: CallRecord, _ story: Story?, zone: ZoneOffset
    ) -> [UInt8] {
        guard let story else {
            return ReplyWriting.bytes(.record(record, word: "CALL"), unsaved: false, zone: zone)
        }
        var writer = LineWriter(capacity: 2048 + 128 * story.rows.count)
        writer.shown(record, zone: zone)
        writer.lines(of: story, zone: zone)
        writer.line(.dataEnd)
        writer.end(of: record)
        writer.end(of: story)
        return writer.finish()
    }
}

extension LineWriter {
    /// `210-NOTE n= at= what= by= ...`: one row of the timeline.
    fileprivate mutating func history(_ row: HistoryRow, call: CallID?, zone: ZoneOffset) {
        line(.dataNote)
        field("n", row.sequence)
        field("at", row.at.iso8601(in: zone))
        field("what", row.kind)
        if let call { field("call", call) }
        field("by", row.actor)
        if !row.codes.isEmpty { text("codes", row.codes) }
        if !row.text.isEmpty { text("text", row.text) }
    }

    /// `210-STORM storm= state= area= ...`.
    fileprivate mutating func past(_ storm: PastStorm, zone: ZoneOffset) {
        line(.dataStorm)
        field("storm", storm.id.raw)
        field("state", storm.endedAt == nil ? "active" : "ended")
        plan(storm.area, storm.kinds, storm.lower)
        field("touched", storm.touched)
        field("declared", storm.declaredAt.iso8601(in: zone))
        field("until", storm.until.iso8601(in: zone))
        field("by", storm.by.text)
        if !storm.reason.isEmpty { text("reason", storm.reason) }
        if let ended = storm.endedAt {
            field("ended", ended.iso8601(in: zone))
            field("ending", storm.ending)
            field("closer", storm.endedBy)
        }
    }

    /// What happened, oldest first, and who did it.
    fileprivate mutating func lines(of story: Story, zone: ZoneOffset) {
        for row in story.rows { history(row, call: nil, zone: zone) }
    }

    /// `count=`, and how many rows are left out.
    fileprivate mutating func end(of story: Story) {
        field("count", story.rows.count)
        if story.more > 0 { field("more", story.more) }
    }

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
