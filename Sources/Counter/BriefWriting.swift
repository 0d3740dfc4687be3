// SPDX-License-Identifier: Apache-2.0
/// Calls, records and other rows as fields of a line. Health notes and access codes leave in one
/// reply only: `revealed`.

package import Desk
package import Vocabulary
package import Wire

extension LineWriter {
    /// The record of an open call, as SHOW prints it, but for its last line; without its notes, which
    /// are part of the story that follows it.
    package mutating func shown(_ record: CallRecord, zone: ZoneOffset) {
        line(.dataCall)
        brief(record.brief)
        self.record(record, zone: zone, withNotes: false)
    }

    /// `call= v=` on the last line.
    package mutating func end(of record: CallRecord) {
        field("call", record.brief.id)
        field("v", record.brief.version)
    }

    /// `call= v= state= pri= type= age= ...`
    mutating func brief(_ call: CallBrief) {
        field("call", call.id)
        field("v", call.version)
        field("state", call.state.rawValue)
        field("pri", call.priority.rawValue)
        field("type", call.kind.word)
        let others = call.otherKinds
        if !others.isEmpty { field("also", others.map(\.word).joined(separator: ",")) }
        seconds("age", call.age)
        field("tier", call.tier.rawValue)
        field("presses", call.presses)
        field("dev", call.device.text)
        if let home = call.home { field("home", home.text) }
        if call.unregistered { field("unregistered", 1) }
        if call.cancelled { field("cancelled", 1) }
        if let storm = call.storm { field("storm", storm.raw) }
        if let pace = call.runaway {
            field("runaway", 1)
            field("alarms", pace.alarms)
            field("rate", pace.text)
        }
        if !call.name.isEmpty { text("name", call.name) }
        if !call.district.isEmpty { field("district", call.district) }
        if !call.location.isEmpty { field("loc", call.location) }
        if !call.language.isEmpty { field("lang", call.language) }
        if let holder = call.holder { field("by", holder.text) }
        if let back = call.back {
            seconds("back", back)
            text("reason", call.parkReason)
        }
        if let proposal = call.proposal {
            field("outcome", proposal.outcome.word)
            field("closer", proposal.by.text)
            text("reason", proposal.reason)
        }
    }

    /// The whole record, one subject a line, in the order in which operators review it: alarm,
    /// person, health and risk, access, contacts, last calls, plan, notes, attempts.
    mutating func record(_ record: CallRecord, zone: ZoneOffset, withNotes: Bool = true) {
        for alarm in record.call.alarms {
            line(.dataAlarm)
            field("type", alarm.signal.identity.kind.word)
            field("dev", alarm.signal.identity.device.text)
            field("ref", alarm.signal.identity.reference.text)
            field("at", alarm.receivedAt.iso8601(in: zone))
            if !alarm.signal.location.isEmpty { text("loc", alarm.signal.location) }
            if !alarm.signal.text.isEmpty { text("text", alarm.signal.text) }
            if alarm.signal.identity.deviceTime != 0 {
                field("t", alarm.signal.identity.deviceTime)
            }
            if alarm.signal.damaged { field("damaged", 1) }
        }
        if let file = record.file { home(file, zone: zone) }
        steps(record.call)
        for note in withNotes ? record.call.notes : [] {
            line(.dataNote)
            field("at", note.at.iso8601(in: zone))
            field("by", note.by.description)
            text("text", note.text)
        }
        for attempt in record.call.attempts {
            line(.dataAttempt)
            self.attempt(attempt)
        }
    }

    /// What was asked for by REVEAL: the only place that writes it.
    mutating func revealed(_ detail: PrivateDetail, _ file: HomeFile) {
        switch detail {
        case .access:
            line(.dataHome)
            field("home", file.home.id.text)
            text("access", file.home.access.shown)
        case .health:
            for person in file.subscribers {
                line(.dataPerson)
                field("id", person.id.text)
                text("name", person.name)
                text("health", person.health.shown)
            }
        }
    }

    /// A home with its people, contacts and last calls.
    mutating func home(_ file: HomeFile, zone: ZoneOffset) {
        for person in file.subscribers {
            line(.dataPerson)
            field("id", person.id.text)
            text("name", person.name)
            field("lang", person.language)
            field("phone", person.phone)
            if person.birthYear != 0 { field("birth", person.birthYear) }
            field("risk", person.risk)
            text("health", person.health.description)
        }
        line(.dataHome)
        field("home", file.home.id.text)
        text("address", file.home.address)
        field("district", file.home.district)
        text("access", file.home.access.description)
        for contact in file.contacts {
            line(.dataContact)
            field("who", contact.order)
            text("name", contact.name)
            field("relation", contact.relation)
            field("phone", contact.phone)
            field("lang", contact.language)
            field("duty", contact.duty.rawValue)
        }
        for last in file.lastCalls {
            line(.dataLastCall)
            field("call", last.call)
            field("at", last.closedAt.iso8601(in: zone))
            field("by", last.by.text)
            if let kind = last.kind { field("type", kind.word) }
            if let outcome = last.outcome { field("outcome", outcome.word) }
        }
    }

    private mutating func steps(_ call: OpenCall) {
        line(.dataPlan)
        field("plan", call.plan.text)
        field("steps", call.steps.count)
        let next = call.stepInProgress
        for (index, entry) in call.steps.enumerated() {
            line(.dataStep)
            field("step", index + 1)
            field("action", entry.step.action.rawValue)
            switch entry.state {
            case .open: field("state", "open")
            case .done(let by, let result):
                field("state", "done")
                field("by", by.description)
                if !result.isEmpty { field("result", result) }
            case .waived(let by, let reason):
                field("state", "waived")
                field("by", by.text)
                text("reason", reason)
            case .replaced: field("state", "replaced")
            }
            if index + 1 == next { field("next", 1) }
            if entry.step.obligation { field("obligation", 1) }
            if entry.step.condition != .always {
                field("when", entry.step.condition.text)
                field("applies", call.applies(entry.step) ? 1 : 0)
            }
            if !entry.step.outcomes.isEmpty {
                field("outcomes", entry.step.outcomes.joined(separator: "|"))
            }
            if entry.step.seconds > 0 { field("seconds", entry.step.seconds) }
            text("text", entry.step.text)
            if !entry.step.textChinese.isEmpty { text("zh", entry.step.textChinese) }
        }
    }

    /// `attempt= to= channel= outcome=`.
    mutating func attempt(_ attempt: Attempt) {
        field("attempt", attempt.id.raw)
        field("target", attempt.target.text)
        text("who", attempt.who)
        field("to", attempt.to)
        field("channel", attempt.channel.text)
        field("outcome", attempt.outcome?.rawValue ?? "trying")
    }

    /// A list of follow-up services, and how many are left out.
    package mutating func followUps(_ promises: [FollowUp], more: Int, zone: ZoneOffset) {
        for promise in promises {
            line(.dataFollowUp)
            followUp(promise, zone: zone)
        }
        line(.dataEnd)
        field("count", promises.count)
        if more > 0 { field("more", more) }
    }

    mutating func followUp(_ promise: FollowUp, zone: ZoneOffset) {
        field("followup", promise.id.raw)
        field("v", promise.version)
        field("call", promise.call)
        if let home = promise.home { field("home", home.text) }
        field("kind", promise.kind.rawValue)
        field("due", promise.due.iso8601(in: zone))
        field("owner", promise.owner.text)
        field("state", promise.state.rawValue)
        if let work = promise.cameAs { field("work", work) }
        if !promise.note.isEmpty { text("note", promise.note) }
        if let kept = promise.fulfilment {
            field("by", kept.by.text)
            field("at", kept.at.iso8601(in: zone))
            if !kept.note.isEmpty { text("result", kept.note) }
        }
    }

    mutating func seat(_ seat: SeatBrief) {
        field("who", seat.id.text)
        text("name", seat.name)
        field("role", seat.role.rawValue)
        field("state", seat.duty.rawValue)
        if !seat.reason.isEmpty { field("reason", seat.reason) }
        seconds("since", seat.since)
        if !seat.calls.isEmpty {
            field("calls", seat.calls.map(\.description).joined(separator: ","))
        }
        if seat.missedOffers > 0 { field("missed", seat.missedOffers) }
        if seat.missedInAll > 0 { field("missed_all", seat.missedInAll) }
        if !seat.skills.isEmpty { field("skills", seat.skills.joined(separator: ",")) }
        if !seat.queues.isEmpty { field("queues", seat.queues.joined(separator: ",")) }
    }

    mutating func canary(_ canary: CanaryBrief, zone: ZoneOffset) {
        field("dev", canary.device.text)
        text("path", canary.path)
        if let gateway = canary.gateway { field("gateway", gateway.text) }
        let word = canary.isSilent ? "silent" : canary.provenAt == nil ? "unheard" : "heard"
        field("state", word)
        if let heard = canary.provenAt { field("heard", heard.iso8601(in: zone)) }
        if let took = canary.took { field("ms", took.milliseconds) }
    }

    mutating func situation(_ figures: Situation) {
        field("waiting", figures.waiting)
        field("offered", figures.offered)
        field("handling", figures.handling)
        field("parked", figures.parked)
        field("confirming", figures.confirming)
        seconds("oldest", figures.oldestWaiting)
        if let call = figures.oldestCall { field("oldest_call", call) }
        if figures.stuck > 0 { field("stuck", figures.stuck) }
        field("ready", figures.ready)
        field("busy", figures.busy)
        field("away", figures.away)
        field("followups", figures.followUpsOpen)
        field("overdue", figures.followUpsOverdue)
        field("arrived", figures.arrived)
        field("answered", figures.answered)
        field("in_target", figures.answeredInTarget)
        field("silent", figures.silent)
        field("missed", figures.missed)
        field("saved", figures.saved ? 1 : 0)
    }
}
