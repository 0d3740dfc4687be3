// SPDX-License-Identifier: Apache-2.0
/// What colleagues say to each other and hand to each other, as fields of a line.
/// Never shows health notes or access codes: who listens sees what anybody sees who may SHOW the call.

import Desk
import Vocabulary
import Wire

extension LineWriter {
    mutating func colleagues(_ notice: Notice) {
        switch notice {
        case .unheard(let call, let holder, let quiet):
            field("who", holder.text)
            seconds("quiet", quiet)
            brief(call)
        case .listening(let call, let by, let isHere):
            field("call", call)
            field("who", by.text)
            field("on", isHere ? 1 : 0)
        case .worked(let work):
            field("call", work.call)
            field("what", work.what)
            field("by", work.by.description)
            if let step = work.step { field("step", step) }
            if !work.text.isEmpty { text("text", work.text) }
        case .shift(let news): shift(news)
        case .message(let from, let words):
            field("from", from.text)
            text("text", words)
        case .staffed(let person, let by, let reason):
            field("by", by.text)
            seat(person)
            if !reason.isEmpty { text("why", reason) }
        default: preconditionFailure("not news of colleagues")
        }
    }

    /// `what= from= to= calls= followups= ...`: events and replies say the same.
    mutating func shift(_ news: ShiftNews) {
        field("what", news.what)
        field("from", news.from.text)
        if let to = news.to { field("to", to.text) }
        field("calls", news.calls)
        field("followups", news.followUps)
        if news.stays > 0 { field("stays", news.stays) }
        if let left = news.left { seconds("left", left) }
        if !news.text.isEmpty { text("note", news.text) }
    }

    /// A hand-over and its list.
    mutating func shift(_ view: ShiftView, isOrder: Bool, zone: ZoneOffset) {
        line(isOrder ? .shift : .dataShift)
        shift(view.news)
        for call in view.calls {
            line(.dataCall)
            brief(call)
        }
        for promise in view.followUps {
            line(.dataFollowUp)
            followUp(promise, zone: zone)
        }
        line(.dataEnd)
        field("count", view.calls.count + view.followUps.count)
    }

    mutating func stuck(_ states: [StuckBrief]) {
        for state in states {
            line(.dataStuck)
            field("what", state.what)
            if let call = state.call { field("call", call) }
            if let person = state.person { field("who", person.text) }
            seconds("lasted", state.lasted)
            seconds("allowed", state.allowed)
        }
        line(.dataEnd)
        field("count", states.count)
    }
}
