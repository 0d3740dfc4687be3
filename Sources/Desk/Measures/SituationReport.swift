// SPDX-License-Identifier: Apache-2.0
/// The situation in numbers, for supervisors each hour and for SHOW centre at any time.
/// (Criticism of 2008, LCQ8: late situation reports.)

import Vocabulary

extension Desk {
    mutating func reportSituation() {
        let due = state.presence.situationDueAt ?? now
        if now >= due {
            let situation = self.situation
            record(.situationReported(situation))
            announce(.supervisors, .situation(situation))
            announce(.watchers(.centre), .situation(situation))
            state.presence.situationDueAt = now + rules.situationSpan
        }
        deadlines.arm(.situation, at: state.presence.situationDueAt ?? now + rules.situationSpan)
    }

    /// The centre now.
    package var situation: Situation {
        var figures = Situation()
        for call in state.calls.all {
            switch call.state {
            case .waiting: figures.waiting += 1
            case .offered: figures.offered += 1
            case .handling: figures.handling += 1
            case .parked: figures.parked += 1
            case .confirming: figures.confirming += 1
            case .closed: break
            }
            if call.isWaiting {
                let waited = now - call.waitingSince
                if figures.oldestCall == nil || waited > figures.oldestWaiting {
                    figures.oldestCall = call.id
                    figures.oldestWaiting = waited
                }
            }
        }
        for seat in state.seats.all where seat.record.role.answersCalls {
            switch seat.duty {
            case .ready: figures.ready += 1
            case .offered, .handling, .wrapUp: figures.busy += 1
            case .away: figures.away += 1
            case .gone: break
            }
        }
        figures.followUpsOpen = state.followUps.count
        figures.followUpsOverdue = state.followUps.all.count { $0.due < now }
        if state.presence.hour == rules.zone.hourNumber(of: now) {
            figures.arrived = state.presence.arrived
            figures.answered = state.presence.answered
            figures.answeredInTarget = state.presence.answeredInTarget
        }
        figures.stuck = stuck.count
        figures.silent = state.presence.watches.silentCount
        figures.missed = state.missed.count
        figures.saved = state.presence.trouble == nil
        return figures
    }
}
