// SPDX-License-Identifier: Apache-2.0
/// One call to one operator with a deadline; never two at once.

import Vocabulary

extension Desk {
    /// Holds a call out to a ready operator.
    mutating func offer(_ id: CallID, to person: OperatorID) {
        record(.callOffered(id, to: person, deadline: now + rules.offerSpan))
        record(.dutyChanged(person, .offered, reason: "", by: .desk))
        guard let at = state.calls.position(of: id) else { return }
        let news = brief(state.calls[at: at])
        let left = state.calls[at: at].waitingSince + rules.answerTarget - now
        announce(.person(person), .offer(news, left: left))
        announce(.watchers(.offers), .call(news, what: "offered"))
    }

    /// The offer's time has run out.
    mutating func offerLapses(_ id: CallID, at moment: Moment) {
        // Most have been answered long before: they are not copied to be told so.
        guard let at = state.calls.position(of: id), state.calls[at: at].deadline == moment,
            state.calls[at: at].state == .offered, let person = state.calls[at: at].offeredTo
        else { return }
        let call = state.calls[at: at]
        endOffer(call, person, .lapsed, by: .desk)
        let missed = (state.seats[person]?.missedOffers ?? 0) + 1
        record(.missedOffers(person, missed))
        if let position = state.seats.position(of: person) {
            state.presence.people.missed(position)
        }
        if missed >= rules.missedOffersMax {
            setDuty(person, .away, reason: AwayReason.missedOffers)
            announce(.supervisors, .duty(person, .away, reason: "missed-offers"))
        } else {
            setDuty(person, .ready, reason: "")
        }
    }

    /// Takes an offer back; the call stands in the line again. The caller sets the person's duty.
    mutating func endOffer(
        _ call: OpenCall, _ person: OperatorID, _ reason: ReturnReason, by: Actor
    ) {
        record(.offerEnded(call.id, person, reason, by: by))
        // It came while a storm was on, or before, and nobody has had it: it stands with the others.
        if !state.storms.isEmpty, call.storm == nil, reason == .lapsed || reason == .released {
            joinStorm(call.id)
        }
        if reason != .answered { announce(.person(person), .withdrawn(call.id, reason)) }
    }

    /// Nothing is in the person's hands any more: ready, or away again who took the call while away.
    mutating func setFree(_ person: OperatorID) {
        if let reason = state.seats.read(person, { $0.awayBefore }) ?? nil {
            setDuty(person, .away, reason: reason)
        } else {
            setDuty(person, .ready, reason: "")
        }
    }

    /// Changes a person's duty state and tells who watches.
    mutating func setDuty(
        _ person: OperatorID, _ duty: DutyState, reason: String, by: Actor = .desk
    ) {
        record(.dutyChanged(person, duty, reason: reason, by: by))
        announce(.watchers(.operators), .duty(person, duty, reason: reason))
    }
}
