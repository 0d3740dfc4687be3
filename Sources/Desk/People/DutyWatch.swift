// SPDX-License-Identifier: Apache-2.0
/// Is anybody there who can answer? If not, that is an alarm of its own, raised at once and
/// repeated (yap #107: nobody on duty, it rings for ever; CriticalArc: responder assurance).

import Vocabulary

extension Desk {
    /// Whether this seat counts as somebody who can answer.
    private func qualifies(_ position: Int) -> Bool {
        state.seats[at: position].duty.onDuty && state.seats[at: position].record.role.answersCalls
            && rules.qualifyingSkills.allSatisfy {
                state.seats[at: position].record.skills.contains($0)
            }
    }

    /// Raises or ends the alarm after somebody's duty changed.
    mutating func watchDuty() {
        guard onDutyChanged else { return }
        onDutyChanged = false
        var someone = false
        for position in 0..<state.seats.count where qualifies(position) {
            someone = true
            break
        }
        if someone, state.nobodyOnDuty {
            record(.somebodyOnDuty)
            state.presence.nobodySaidAt = nil
            for attempt in state.centreAttempts {
                stopCarrying(attempt)
                record(.attemptEnded(attempt.id, .none, .stopped, text: "", by: .desk))
            }
            announce(.everyone, .somebodyOnDuty)
        } else if !someone, !state.nobodyOnDuty, now >= dutyWatchedFrom {
            record(.nobodyOnDuty)
            sayNobody()
        }
    }

    mutating func sayNobodyAgain() {
        onDutyChanged = true
        watchDuty()
        guard state.nobodyOnDuty else { return }
        if let said = state.presence.nobodySaidAt, now - said < rules.nobodyRepeat { return }
        sayNobody()
    }

    private mutating func sayNobody() {
        state.presence.nobodySaidAt = now
        deadlines.arm(.nobody, at: now + rules.nobodyRepeat)
        announce(.everyone, .nobodyOnDuty(waiting: state.calls.count))
        guard let officer = rules.dutyOfficer, !officer.channels.isEmpty else { return }
        let turn = Int(now.milliseconds / max(1, rules.nobodyRepeat.milliseconds))
        let channel = officer.channels[turn % officer.channels.count]
        let attempt = Attempt(
            id: AttemptID(raw: nextNumber(.attempts)), call: .none, target: .dutyOfficer,
            channel: channel, to: officer.to, who: officer.name, startedAt: now,
            deadline: now + rules.attemptSpan)
        record(.attemptStarted(attempt))
        send(attempt, saying: nobodyWording)
    }
}
