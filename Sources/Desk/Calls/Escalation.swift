// SPDX-License-Identifier: Apache-2.0
/// The ladder: tier 1 one operator; at the answer target tier 2, all ready operators and the
/// supervisors; at the next bound tier 3, the duty officer, and the contacts are told without
/// waiting. Never stops while nobody has the call (Newham 24 006 066: 45 minutes on hold).

import Vocabulary

extension Desk {
    /// When a waiting call's ladder is to be looked at next; nil: never. In a storm's group a call only
    /// ages, and slower: the storm is announced, once for all of them.
    func nextRung(of call: borrowing OpenCall) -> Moment? {
        if call.storm != nil {
            return call.rank == call.rank.aged ? nil : call.agedAt + groupAgeingSpan
        }
        var next =
            switch call.tier {
            case .operators: call.waitingSince + rules.answerTarget
            case .supervisors: call.waitingSince + rules.dutyOfficerAfter
            case .dutyOfficer: call.nextDutyCallAt ?? now
            }
        if call.rank != call.rank.aged { next = min(next, call.agedAt + rules.ageingSpan) }
        return next
    }

    private var groupAgeingSpan: Span {
        Span(milliseconds: rules.ageingSpan.milliseconds * Int64(rules.stormAgeing))
    }

    /// Arms the next look at a waiting call's ladder.
    mutating func armLadder(_ position: Int, at next: Moment?) {
        state.calls[at: position].ladder.at = next
        guard let next else { return }
        deadlines.arm(.ladder(state.calls[at: position].id), at: next)
    }

    /// Looks at a waiting call: which bound has passed?
    mutating func climb(_ id: CallID, at moment: Moment) {
        // Most have been taken long before: they are not copied to be told so.
        guard let at = state.calls.position(of: id), state.calls[at: at].ladder.at == moment else {
            return
        }
        let call = state.calls[at: at]
        guard call.isWaiting else {
            state.calls[at: at].ladder.at = nil
            return
        }
        let ageingSpan = call.storm == nil ? rules.ageingSpan : groupAgeingSpan
        if now - call.agedAt >= ageingSpan, call.rank != call.rank.aged {
            record(.callRaised(id, call.rank.aged, .ageing))
        }
        guard call.storm == nil else { return armLadder(at, at: nextRung(of: state.calls[at: at])) }
        let waited = now - call.waitingSince
        if call.tier == .operators, waited >= rules.answerTarget { openToAll(id) }
        if let call = state.calls[id], call.tier == .supervisors, waited >= rules.dutyOfficerAfter {
            record(.callEscalated(id, .dutyOfficer))
            callDutyOfficer(id)
            // The family is not alarmed over a battery or a test press.
            if call.priority <= .urgent { startContacts(id, who: nil, by: .desk) }
        } else if call.tier == .dutyOfficer, (call.nextDutyCallAt ?? now) <= now {
            callDutyOfficer(id)
        }
        // It is still open: nothing here closes it, and nothing else moves in the table.
        armLadder(at, at: nextRung(of: state.calls[at: at]))
    }

    /// Tier 2: still no holder; the first TAKE wins.
    private mutating func openToAll(_ id: CallID) {
        record(.callEscalated(id, .supervisors))
        guard let call = state.calls[id] else { return }
        announce(openAudience(call), .open(brief(call), .supervisors))
    }

    /// The ready, the supervisors and the watchers, and who is just being asked: that offer may lapse
    /// in this very step, and then nobody would have told them that the call is open.
    private func openAudience(_ call: OpenCall) -> Audience {
        guard let asked = call.offeredTo, case .readyAndSupervisors(let ready) = readyAudience
        else { return .these(readyAudience, andWatchers: .calls) }
        return .these(.readyAndSupervisors(ready + [asked]), andWatchers: .calls)
    }

    /// Tier 3: rings the duty officer, and again while nobody has the call.
    private mutating func callDutyOfficer(_ id: CallID) {
        guard let call = state.calls[id] else { return }
        let told = call.attempts.contains {
            $0.target == .dutyOfficer && $0.outcome?.acknowledges == true
        }
        // Who has answered the telephone is not rung each minute.
        let pause =
            told
            ? rules.dutyOfficerRepeat.milliseconds * 5
            : rules.dutyOfficerRepeat.milliseconds
        let next = now + Span(milliseconds: pause)
        _ = state.calls.update(id) { $0.nextDutyCallAt = next }
        announce(openAudience(call), .open(brief(call), .dutyOfficer))
        if let officer = rules.dutyOfficer,
            !call.cascades.contains(where: { $0.goal == .dutyOfficer })
        {
            startCascade(id, serviceCascade(officer, .dutyOfficer), by: .desk)
        }
    }
}
