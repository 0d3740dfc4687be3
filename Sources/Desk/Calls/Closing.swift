// SPDX-License-Identifier: Apache-2.0
/// A call is closed by a named person with an outcome; open obligations block the door.
/// Where nobody answered, the call is never a nuisance, and whatever it ends with needs a second person
/// (Glasgow FAI 2012). A service that was never reached is no outcome.

import Vocabulary

extension Desk {
    /// CLOSE.
    mutating func close(
        _ id: CallID, _ outcome: Outcome, reason: String, seen version: Int?, _ me: OperatorID,
        _ asker: Requester
    ) {
        guard mine(id, me, asker), let call = state.calls[id] else { return }
        // A press that crossed this line was not seen by who sent it.
        if version == nil, let press = state.presence.crossings[id], press.holder == me,
            heardBefore < press.at
        {
            return refuse(asker, .stale(brief(call)))
        }
        guard let rule = outcome.rule else {
            return refuse(asker, .unknownOutcome(outcome.word))
        }
        if rule.needsReason, reason.isEmpty { return refuse(asker, .needsReason(outcome.word)) }
        let offered = call.closingOutcomes
        if !offered.isEmpty, !offered.contains(outcome.word) {
            return refuse(asker, .outcomeNotOffered(id, outcome.word, offered: offered))
        }
        // Outcomes that say a person was spoken to, or that none was needed, contradict the record.
        if rule.nuisance && call.everSawNoResponse || rule.resolvedAtFirst && call.sawNoResponse {
            return refuse(asker, .notNuisance(id))
        }
        if let (step, text) = call.openObligation {
            return refuse(asker, .obligationOpen(id, step: step, text: text))
        }
        if let open = call.openServiceAttempt {
            return refuse(asker, .attemptOpen(id, open.id, open.target.text))
        }
        if rules.service(outcome.word) != nil, !call.hasReached(service: outcome.word) {
            return refuse(asker, .serviceNotReached(id, outcome.word))
        }
        if rule.needsSecondPerson || call.sawNoResponse {
            propose(id, outcome, reason, me, asker)
        } else {
            finish(call, outcome, reason, by: me, confirmedBy: nil)
            reply(asker, .done(id, word: "CLOSED", version: call.version + 1))
        }
    }

    private mutating func propose(
        _ id: CallID, _ outcome: Outcome, _ reason: String, _ me: OperatorID, _ asker: Requester
    ) {
        record(.closingProposed(id, outcome, reason: reason, by: me))
        wrapUp(me)
        guard let call = state.calls[id] else { return }
        reply(asker, .confirming(id, version: call.version))
        announce(
            .these(readyAudience, andWatchers: .calls),
            .confirmNeeded(brief(call), outcome, reason: reason, by: me))
    }

    /// CONFIRM: the second person agrees.
    mutating func confirm(_ id: CallID, _ me: OperatorID, _ asker: Requester) {
        guard let call = state.calls[id] else { return }
        guard call.state == .confirming, let proposal = call.proposal else {
            return refuse(asker, .wrongState(id, call.state, version: call.version))
        }
        guard proposal.by != me else { return refuse(asker, .samePerson(id)) }
        finish(call, proposal.outcome, proposal.reason, by: proposal.by, confirmedBy: me)
        reply(asker, .done(id, word: "CONFIRMED", version: call.version + 1))
    }

    /// Nobody confirmed in time: the call is open again and stands in the line.
    mutating func confirmationEnds(_ id: CallID, at moment: Moment) {
        guard let call = state.calls[id], call.state == .confirming, call.deadline == moment else {
            return
        }
        giveBack(id, .unconfirmed, by: .desk)
    }

    /// The end of a call, for everybody.
    mutating func finish(
        _ call: OpenCall, _ outcome: Outcome, _ reason: String, by: OperatorID,
        confirmedBy: OperatorID?
    ) {
        let id = call.id
        stopAttempts(id)
        state.presence.crossings[id] = nil
        let closing = Closing(
            handled: call.answeredAt.map { now - $0 } ?? .zero, answeredBy: call.answeredBy,
            atFirstContact: outcome.rule?.resolvedAtFirst == true && call.answeredBy == by
                && !call.handedOver && !call.promisedFollowUp)
        announceCall(id, what: "closed")
        if !promisesOf.isEmpty { keepPromises(of: id, outcome, by: by) }
        record(
            .callClosed(
                id, outcome, reason: reason, by: by, confirmedBy: confirmedBy, closing,
                call.measureKey))
        putOffWelfare(of: call.home)
        if call.state == .handling { wrapUp(by) }
    }

    /// Time for notes, unless another call is still in hand.
    private mutating func wrapUp(_ person: OperatorID) {
        guard let position = state.seats.position(of: person),
            state.seats[at: position].duty == .handling
        else { return }
        let busy = state.seats[at: position].calls.contains {
            state.calls.read($0) { $0.state == .handling } ?? false
        }
        if busy { return }
        guard rules.wrapUpSpan > .zero else { return setFree(person) }
        setDuty(person, .wrapUp, reason: "")
        deadlines.arm(.wrapUp(seat: Int32(position)), at: now + rules.wrapUpSpan)
    }

    /// The time for notes is over: ready again.
    mutating func wrapUpEnds(_ position: Int32) {
        let seat = state.seats.entry(at: Int(position)).value
        guard seat.duty == .wrapUp, now - seat.since >= rules.wrapUpSpan else { return }
        setFree(seat.record.id)
    }
}

extension OpenCall {
    /// Whether the service has taken it on.
    func hasReached(service name: String) -> Bool {
        attempts.contains { $0.target == .service(name) && $0.outcome?.acknowledges == true }
    }

    /// An attempt to reach a service that has no result yet.
    var openServiceAttempt: Attempt? {
        attempts.first { attempt in
            guard attempt.outcome == nil, case .service = attempt.target else { return false }
            return true
        }
    }
}
