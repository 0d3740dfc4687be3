// SPDX-License-Identifier: Apache-2.0
/// News for people and gateways -> `* NAME n=...` lines.

import Desk
import Vocabulary
import Wire

enum NoticeWriting {
    static func bytes(_ notice: Notice, number: Int64, unsaved: Bool, zone: ZoneOffset) -> [UInt8] {
        var writer = LineWriter(capacity: 192)
        writer.event(name(of: notice), n: number)
        write(notice, &writer, zone: zone)
        if unsaved { writer.field("unsaved", 1) }
        return writer.finish()
    }

    /// `* TAKEN n= dev= ref= call=` for a gateway.
    static func taken(_ notice: TakenNotice) -> [UInt8] {
        var writer = LineWriter()
        writer.event("TAKEN", n: notice.number)
        writer.field("dev", notice.device.text)
        writer.field("ref", notice.reference.text)
        writer.field("call", notice.call)
        return writer.finish()
    }

    /// `* NOTIFY n= id= channel= to= who= call= text=` for a notifier.
    static func notify(_ order: NotifyOrder) -> [UInt8] {
        var writer = LineWriter(capacity: 256)
        writer.event("NOTIFY", n: order.number)
        writer.field("id", order.attempt.id.raw)
        writer.field("channel", order.attempt.channel.text)
        writer.text("to", order.attempt.to)
        writer.text("who", order.attempt.who)
        if order.attempt.call != .none { writer.field("call", order.attempt.call) }
        writer.text("text", order.text)
        return writer.finish()
    }

    /// `* STOP id=`: the notifier need not go on with this.
    static func stop(_ attempt: AttemptID, number: Int64) -> [UInt8] {
        var writer = LineWriter()
        writer.event("STOP", n: number)
        writer.field("id", attempt.raw)
        return writer.finish()
    }

    private static func name(of notice: Notice) -> StaticString {
        switch notice {
        case .offer: "OFFER"
        case .withdrawn: "WITHDRAWN"
        case .open: "OPEN"
        case .call: "CALL"
        case .joined: "JOINED"
        case .cancelled: "CANCELLED"
        case .returned: "RETURNED"
        case .handed: "HANDED"
        case .unheard: "UNHEARD"
        case .listening: "LISTENING"
        case .worked: "WORK"
        case .shift: "SHIFT"
        case .message: "MESSAGE"
        case .staffed: "STAFF"
        case .leaseWarning: "LEASE"
        case .confirmNeeded: "CONFIRM"
        case .attempt: "ATTEMPT"
        case .cascadeEnded: "CASCADE"
        case .duty: "DUTY"
        case .nobodyOnDuty: "NOBODY"
        case .somebodyOnDuty: "SOMEBODY"
        case .situation: "SITUATION"
        case .followUpDue: "DUE"
        case .storage: "STORAGE"
        case .deviceOverdue(_, _, let standing, _): standing == .silent ? "SILENT" : "LATE"
        case .deviceBack: "HEARD"
        case .manySilent: "OUTAGE"
        case .storm, .stormProposed: "STORM"
        case .runaway: "RUNAWAY"
        case .missed: "MISSED"
        }
    }

    private static func write(_ notice: Notice, _ writer: inout LineWriter, zone: ZoneOffset) {
        switch notice {
        case .offer(let call, let left):
            writer.seconds("left", left)
            writer.brief(call)
        case .withdrawn(let call, let reason):
            writer.field("call", call)
            writer.field("reason", reason.rawValue)
        case .open(let call, let tier):
            writer.field("to", tier == .dutyOfficer ? "duty-officer" : "all")
            writer.brief(call)
        case .call(let call, let what):
            writer.field("what", what)
            writer.brief(call)
        case .joined(let call, let signal):
            writer.field("joined", signal.identity.kind.word)
            writer.field("joined_dev", signal.identity.device.text)
            if !signal.text.isEmpty { writer.text("joined_text", signal.text) }
            writer.brief(call)
        case .cancelled(let call, let device, let reference):
            writer.field("ref", reference.text)
            writer.field("from", device.text)
            writer.brief(call)
        case .returned(let call, let reason):
            writer.field("reason", reason.rawValue)
            writer.brief(call)
        case .handed(let call, let from):
            writer.field("from", from.text)
            writer.brief(call)
        case .unheard, .listening, .worked, .shift, .message, .staffed:
            writer.colleagues(notice)
        case .leaseWarning(let call, let left):
            writer.field("call", call)
            writer.seconds("left", left)
        case .confirmNeeded(let call, _, _, _): writer.brief(call)
        case .attempt(let attempt, let text):
            writer.field("call", attempt.call)
            writer.attempt(attempt)
            if !text.isEmpty { writer.text("text", text) }
        case .cascadeEnded(let call, let goal, let reached):
            writer.field("call", call)
            writer.field("goal", goal.text)
            writer.field("reached", reached ? 1 : 0)
        case .duty(let person, let duty, let reason):
            writer.field("who", person.text)
            writer.field("state", duty.rawValue)
            if !reason.isEmpty { writer.field("reason", reason) }
        case .nobodyOnDuty(let waiting): writer.field("open", waiting)
        case .somebodyOnDuty: break
        case .situation(let figures): writer.situation(figures)
        case .followUpDue(let promise, let level):
            writer.field("level", level)
            writer.followUp(promise, zone: zone)
        case .deviceOverdue(let device, let home, _, let quiet),
            .deviceBack(let device, let home, let quiet):
            writer.field("dev", device.text)
            if let home { writer.field("home", home.text) }
            writer.seconds("quiet", quiet)
        case .manySilent(let count):
            writer.field("silent", count)
            writer.text("text", "more devices are silent than calls are opened for")
        case .storm(let news): writer.storm(news, zone: zone)
        case .stormProposed(let proposal): writer.proposal(proposal)
        case .missed(let outage, let what):
            writer.field("what", what)
            writer.outage(outage, zone: zone)
            writer.field("homes", outage.homes)
            writer.field("left", outage.left)
        case .runaway(let call, let device, let kind):
            writer.field("from", device.text)
            writer.field("kind", kind.word)
            writer.brief(call)
        case .storage(let trouble):
            writer.field("state", trouble?.rawValue ?? "well")
            if trouble != nil {
                writer.text("text", "what is decided now is not on disk; go on answering")
            }
        }
    }
}
