// SPDX-License-Identifier: Apache-2.0
/// The desk after a start: what was remembered on disk becomes a working desk. Leases and offers
/// are void: whoever had a call may be gone, so it stands in the line again, in its order.

package import Vocabulary

extension Desk {
    /// Rebuilds what is derived, voids leases (one fact each) and arms the clockwork. Call once,
    /// before anything else; what it returns must be saved like any decision.
    package mutating func revive(at moment: Moment) -> Decision {
        now = moment
        facts = []
        effects = []
        disbelieveNumbers()
        state.bringForward(to: now, rules)
        for (series, block) in state.numbers { state.presence.durable[series] = block.reserved }
        keepNumbersReserved()
        // What is said here is saved together with the block it is numbered from.
        state.presence.durable[.events] = state.numbers[.events]?.reserved
        for seat in state.seats.all { seatChanged(seat.record.id) }
        dutyWatchedFrom = now + rules.lostConnectionSpan
        deadlines.arm(.nobody, at: dutyWatchedFrom)
        state.presence.situationDueAt = now + rules.situationSpan
        deadlines.arm(.situation, at: now + rules.situationSpan)
        forgetRepeats()
        watchDevices()
        watchPaths()
        lookBack()
        for storm in state.storms.all { arm(storm) }
        for call in state.calls.all {
            restoreBuckets(of: call)
            // Somebody may still pick up a moment after our time limit, also after a start.
            for attempt in call.attempts where attempt.outcome == .timedOut {
                attemptCalls[attempt.id] = call.id
            }
            for attempt in call.attempts where attempt.outcome == nil {
                attemptCalls[attempt.id] = call.id
                deadlines.arm(.attempt(attempt.id), at: max(attempt.deadline, now))
                send(attempt, saying: wording(call, attempt))
            }
            switch call.state {
            case .waiting: enterLine(call.id)
            case .handling, .parked: giveBack(call.id, .restarted, by: .desk)
            case .confirming: askConfirmationAgain(call)
            case .offered, .closed: preconditionFailure("revived call is \(call.state)")
            }
        }
        // Behind the calls: what came due while the centre was down joins them, or opens one.
        for promise in state.followUps.all {
            if let call = promise.cameAs { promisesOf[call, default: []].append(promise.id) }
            // A moment later: the block that a new call is numbered from is on disk by then.
            deadlines.arm(.followUp(promise.id), at: now + .seconds(1))
        }
        if state.importWork != nil { importContinuesAfterRevival() }
        let decision = Decision(facts: facts, effects: effects)
        facts = []
        effects = []
        return decision
    }

    /// A closing that waited for its second person gets its whole time again: nobody could confirm
    /// while the centre was down.
    private mutating func askConfirmationAgain(_ call: OpenCall) {
        let until = now + rules.confirmSpan
        _ = state.calls.update(call.id) {
            $0.deadline = until
            $0.proposal?.deadline = until
        }
        deadlines.arm(.confirm(call.id), at: until)
        confirming.append(call.id)
    }
}

extension DeskState {
    /// A start may find a clock that stands before the record (a machine that has lost its time). What
    /// lies in the future counts as now: else no bound of the call would pass before that future
    /// comes, and a press of today would stand before it in the line. Derived, not saved: the record
    /// keeps what it says, and each start does the same again.
    package mutating func bringForward(to now: Moment, _ rules: Rules) {
        let latest = now + rules.attemptSpan
        for storm in storms.allIDs {
            _ = storms.update(storm) { $0.until = min($0.until, now + rules.stormSpanMax) }
        }
        for call in calls.all {
            let isLate = call.attempts.contains { $0.outcome == nil && $0.deadline > latest }
            let last = max(call.arrivedAt, call.waitingSince, call.agedAt)
            guard isLate || last > now else { continue }
            _ = calls.update(call.id) {
                $0.arrivedAt = min($0.arrivedAt, now)
                $0.waitingSince = min($0.waitingSince, now)
                $0.agedAt = min($0.agedAt, now)
                for place in $0.attempts.indices where $0.attempts[place].outcome == nil {
                    $0.attempts[place].deadline = min($0.attempts[place].deadline, latest)
                }
            }
        }
    }
}
