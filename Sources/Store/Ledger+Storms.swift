// SPDX-License-Identifier: Apache-2.0
/// Facts of storms -> rows. What touches a call stands in the call's own timeline and in the storm's
/// record: it is one row, told twice.
/// Never opens a transaction: `write` holds it.

internal import Desk
internal import Vocabulary

extension Ledger {
    func recordStorm(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .stormProposed(let proposal):
            codes.add("area", proposal.area.description)
            codes.add("kinds", words(proposal.kinds))
            codes.add("calls", Int64(proposal.calls))
            codes.add("within_ms", proposal.within.milliseconds)
            _ = try timeline.append(place, .stormProposed, actor: .desk, codes: codes)
        case .stormDeclared(let storm):
            codes.add("storm", storm.id.raw)
            codes.add("area", storm.area.description)
            codes.add("kinds", words(storm.kinds))
            codes.add("lower", Int64(storm.lower))
            codes.add("until", storm.until.milliseconds)
            let text = try timeline.write(storm.reason, home: nil, call: nil)
            let seq = try timeline.append(
                place, .stormDeclared, actor: .person(storm.by), codes: codes, text: text)
            try storms.declare(storm, reason: text)
            try storms.note(storm.id, seq)
        case .stormExtended(let id, let until, let by, let reason):
            codes.add("storm", id.raw)
            codes.add("until", until.milliseconds)
            let text = try timeline.write(reason, home: nil, call: nil)
            let seq = try timeline.append(
                place, .stormExtended, actor: .person(by), codes: codes, text: text)
            try storms.extend(id, until: until)
            try storms.note(id, seq)
        case .callGrouped(let call, let id, let rank, let by):
            codes.add("storm", id.raw)
            codes.add("rank", Int64(rank.rawValue))
            let seq = try timeline.append(
                place, .grouped, call: call, actor: by, codes: codes)
            try storms.group(call, id, rank: rank)
            try storms.note(id, seq)
        case .callLifted(let call, let id, let rank, let reason, let by):
            codes.add("storm", id.raw)
            codes.add("rank", Int64(rank.rawValue))
            codes.add("reason", reason.rawValue)
            let seq = try timeline.append(
                place, .lifted, call: call, actor: by, codes: codes)
            try storms.lift(call, id, rank: rank, reason, at: place.at, sequence: seq)
            try storms.note(id, seq)
        case .stormClosed(let id, let outcome, let calls, let by, let reason):
            codes.add("storm", id.raw)
            codes.add("outcome", outcome.word)
            codes.add("calls", Int64(calls))
            let text = try timeline.write(reason, home: nil, call: nil)
            let seq = try timeline.append(
                place, .stormClosed, actor: .person(by), codes: codes, text: text)
            try storms.note(id, seq)
        case .stormEnded(let id, let ending, let by, let reason):
            codes.add("storm", id.raw)
            codes.add("ending", ending.rawValue)
            let text = try timeline.write(reason, home: nil, call: nil)
            let seq = try timeline.append(
                place, .stormEnded, actor: by, codes: codes, text: text)
            try storms.end(id, ending, by: by, at: place.at)
            try storms.note(id, seq)
        default: preconditionFailure("not a fact of a storm")
        }
    }

    private func words(_ kinds: [SignalKind]) -> String {
        kinds.map(\.word).joined(separator: ",")
    }
}
