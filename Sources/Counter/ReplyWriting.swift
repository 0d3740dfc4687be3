// SPDX-License-Identifier: Apache-2.0
/// A desk reply -> bytes, without tag. `unsaved` is said on the last line.

package import Desk
package import Vocabulary
import Wire

package enum ReplyWriting {
    /// The reply's lines. SHOW centre shows `scale`, the demo's speed-up, and `head`, that of sealed
    /// history.
    package static func bytes(
        _ reply: Reply, unsaved: Bool, zone: ZoneOffset, scale: String = "1",
        head: HistoryHead? = nil
    ) -> [UInt8] {
        if case .refused(let refusal) = reply { return refusal.reply() }
        var writer = LineWriter()
        switch reply {
        case .gatewayWelcome, .alarmStored, .signalStored, .cancelNoted, .reportStored, .seen,
            .resultNoted, .retry:
            device(reply, &writer)
        case .stormPreview(let view): writer.preview(view)
        case .stormStale(let preview, let changes, let view):
            writer.stale(preview, changes, view)
        case .storm(let news): writer.done(news, zone: zone)
        case .shift(let view, let isOrder): writer.shift(view, isOrder: isOrder, zone: zone)
        case .stuck(let states): writer.stuck(states)
        case .missedNext, .missedDone, .missed: writer.missed(reply, zone: zone)
        case .calls, .picture, .seats, .followUps, .devices, .storms, .file, .situation, .exported:
            data(reply, &writer, zone: zone, scale: scale, head: head)
        default: command(reply, &writer, zone: zone)
        }
        if unsaved { writer.field("unsaved", 1) }
        return writer.finish()
    }

    private static func device(_ reply: Reply, _ writer: inout LineWriter) {
        switch reply {
        case .gatewayWelcome(let gateway):
            writer.line(.ok)
            writer.field("gateway", gateway.text)
        case .alarmStored(let reference, let call):
            writer.line(.ok)
            writer.field("ref", reference.text)
            writer.field("call", call)
        case .signalStored(let reference, _):
            writer.line(.ok)
            writer.field("ref", reference.text)
        case .cancelNoted(let reference, let call):
            writer.line(.ok)
            writer.field("ref", reference.text)
            if let call { writer.field("call", call) }
        case .reportStored: writer.line(.ok)
        case .seen(let number):
            writer.line(.ok)
            writer.field("n", number)
        case .resultNoted(let id):
            writer.line(.ok)
            writer.field("id", id.raw)
        case .retry(let reference, let reason):
            writer.line(.retry)
            if let reference { writer.field("ref", reference.text) }
            writer.text("reason", reason)
        default: preconditionFailure("not a device reply")
        }
    }

    private static func command(_ reply: Reply, _ writer: inout LineWriter, zone: ZoneOffset) {
        switch reply {
        case .welcome(let person, let name, let role, let holding, let number):
            writer.line(.welcome)
            writer.field("role", role.rawValue)
            writer.field("who", person.text)
            writer.text("name", name)
            if !holding.isEmpty {
                writer.field("calls", holding.map(\.description).joined(separator: ","))
            }
            writer.field("n", number)
        case .duty(let duty):
            switch duty {
            case .away: writer.line(.away)
            case .gone: writer.line(.logout)
            default: writer.line(.ready)
            }
        case .done(let id, let word, let version):
            writer.line(doneCode(word))
            writer.field("call", id)
            writer.field("v", version)
        case .attempts(let id, let attempts, let word, let version, let waits, let passed):
            writer.line(word == "SUMMONED" ? .summoned : .contacting)
            writer.field("call", id)
            writer.field("v", version)
            writer.field("attempts", attempts.map(\.description).joined(separator: ","))
            if waits { writer.field("notifier", "none") }
            if !passed.isEmpty {
                writer.field("passed", passed.map(\.rawValue).joined(separator: ","))
            }
        case .revealed(let id, let detail, let file, let version):
            writer.line(.revealed)
            writer.field("call", id)
            writer.field("v", version)
            writer.field("what", detail.rawValue)
            writer.revealed(detail, file)
            writer.line(.ok)
            writer.field("call", id)
            writer.field("v", version)
        case .followUp(let id, let word, let version):
            writer.line(word == "FULFILLED" ? .fulfilled : .followUp)
            writer.field("followup", id.raw)
            writer.field("v", version)
        case .confirming(let id, let version):
            writer.line(.confirming)
            writer.field("call", id)
            writer.field("v", version)
        case .record(let record, let word):
            let isOrder = word != "CALL"
            writer.line(
                !isOrder ? .dataCall : word == "LISTENING" ? .listening : .taken)
            writer.brief(record.brief)
            writer.record(record, zone: zone)
            writer.line(isOrder ? .ok : .dataEnd)
            writer.end(of: record)
        case .importReady(let kind):
            writer.line(.send)
            writer.field("kind", kind.rawValue)
            writer.field("columns", kind.columns.joined(separator: ","))
        case .importRow(let line):
            writer.line(.send)
            writer.field("line", line)
        case .imported(let kind, let rows):
            writer.line(rows == 0 ? .aborted : .imported)
            writer.field("kind", kind.rawValue)
            writer.field("rows", rows)
        case .secretChanged(let person):
            writer.line(.secret)
            writer.field("who", person.text)
        case .told(let person):
            writer.line(.told)
            writer.field("who", person.text)
        case .staffed(let person):
            writer.line(.staffed)
            writer.seat(person)
        case .restarting: writer.line(.restarting)
        default: preconditionFailure("not a command's reply")
        }
    }

    private static func doneCode(_ word: String) -> ReplyCode {
        switch word {
        case "NOTED": .noted
        case "DONE": .done
        case "WAIVED": .waived
        case "PARKED": .parked
        case "RELEASED": .released
        case "HANDED": .handover
        case "LEFT": .left
        case "CLOSED": .closed
        case "CONFIRMED": .confirmed
        default: .ok
        }
    }

    private static func data(
        _ reply: Reply, _ writer: inout LineWriter, zone: ZoneOffset, scale: String,
        head: HistoryHead?
    ) {
        var count = 0
        switch reply {
        case .calls(let calls, let more, let groups):
            for call in calls {
                writer.line(.dataCall)
                writer.brief(call)
            }
            for group in groups { writer.group(group) }
            return end(calls.count, more, groups, &writer)
        case .picture(let calls, let more):
            // The first line's number counts for all: 453 where a picture stands for lost events.
            writer.line(.gone)
            for call in calls {
                writer.line(.dataCall)
                writer.brief(call)
            }
            return end(calls.count, more, [], &writer)
        case .storms(let storms):
            for storm in storms {
                writer.line(.dataStorm)
                writer.storm(storm, zone: zone)
            }
            count = storms.count
        case .seats(let seats):
            for seat in seats {
                writer.line(.dataOperator)
                writer.seat(seat)
            }
            count = seats.count
        case .followUps(let promises, let more):
            return writer.followUps(promises, more: more, zone: zone)
        case .devices(let devices, let more):
            for row in devices {
                writer.line(.dataDevice)
                writer.field("dev", row.device.id.text)
                writer.field("home", row.device.home.text)
                writer.field("model", row.device.model)
                writer.field("state", row.standing.rawValue)
                if let heard = row.silence?.heardAt ?? row.lastHeard {
                    writer.field("heard", heard.iso8601(in: zone))
                }
                if let silence = row.silence {
                    writer.field("risk", row.risk)
                    writer.seconds("quiet", row.quiet)
                    writer.field("calls", silence.calls)
                    writer.field("welfare", silence.welfareAt.iso8601(in: zone))
                }
            }
            writer.line(.dataEnd)
            writer.field("count", devices.count)
            if more > 0 { writer.field("more", more) }
            return
        case .file(let file):
            writer.line(.dataHome)
            writer.field("home", file.home.id.text)
            writer.home(file, zone: zone)
            count = 1
        case .situation(let figures, let canaries, let now, let target, let ring):
            writer.line(.dataCentre)
            writer.field("now", now.iso8601(in: zone))
            writer.situation(figures)
            writer.seconds("target", target)
            writer.field("scale", scale)
            if !ring.isEmpty { writer.field("ring", ring) }
            writer.field("history", head == nil ? "not-sealed" : "sealed")
            if let head { writer.field("head", head.description) }
            for canary in canaries {
                writer.line(.dataCanary)
                writer.canary(canary, zone: zone)
            }
            count = 1 + canaries.count
        case .exported(_, let rows, let next):
            for row in rows {
                writer.line(.dataRow)
                for (index, cell) in row.enumerated() { writer.cell(index + 1, cell) }
            }
            writer.line(.dataEnd)
            writer.field("count", rows.count)
            if let next { writer.field("next", next) }
            return
        default: preconditionFailure("not data")
        }
        writer.line(.dataEnd)
        writer.field("count", count)
    }

    /// The last line of a list of calls.
    private static func end(
        _ count: Int, _ more: Int, _ groups: [StormGroup], _ writer: inout LineWriter
    ) {
        writer.line(.dataEnd)
        writer.field("count", count)
        if more > 0 { writer.field("more", more) }
        guard !groups.isEmpty else { return }
        writer.field("storms", groups.count)
        writer.field("grouped", groups.reduce(0) { $0 + $1.calls })
    }
}
