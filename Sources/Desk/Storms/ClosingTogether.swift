// SPDX-License-Identifier: Apache-2.0
/// STORM CLOSE: the calls of a group that nobody has had anything to do with, closed in one step by a
/// named person, with one outcome and a reason that stands on each of them.
/// Never more than the preview printed, and never with an outcome that says a person was spoken to.

import Vocabulary

extension Desk {
    mutating func closeTogether(
        _ number: Int64, _ reason: String, _ role: Role, _ me: OperatorID, _ asker: Requester
    ) {
        guard let made = preview(number, of: me, asker) else { return }
        guard case .closing(let storm, let outcome) = made.plan else {
            return refuse(
                asker, .unknownThing("a preview \(number) of a closing: it is one of a storm"))
        }
        guard !reason.isEmpty else { return refuse(asker, .needsReason(outcome.word)) }
        guard state.storms.contains(storm) else {
            return refuse(asker, .unknownThing("storm \(storm) that lasts: LIST storms"))
        }
        let waives = made.calls.contains { id in
            state.calls.read(id) { !$0.openObligations.isEmpty } ?? false
        }
        for power in waives ? [Power.close, .waive] : [.close]
        where !rules.powers.allows(power, role) {
            return refuse(asker, .needsPower(power, lowest: rules.powers.lowest(for: power)))
        }
        guard stillHolds(made, me, asker) else { return }
        for id in made.calls { closeOne(id, outcome, reason, me) }
        record(.stormClosed(storm, outcome, calls: made.calls.count, by: me, reason: reason))
        tell(
            "closed", storm, calls: made.calls.count, outcome: outcome, by: .person(me), reason,
            asker)
    }

    /// One of them: its obligations are waived for the reason given, its gateways hear that a person
    /// has decided, and its history says all of it.
    private mutating func closeOne(
        _ id: CallID, _ outcome: Outcome, _ reason: String, _ me: OperatorID
    ) {
        guard let before = state.calls[id] else { return }
        lift(id, .closed, by: .person(me))
        for step in before.openObligations {
            record(.stepWaived(id, step: step, by: me, reason: reason))
        }
        for alarm in before.alarms { oweTaken(alarm.signal, id, me) }
        guard let call = state.calls[id] else { return }
        finish(call, outcome, reason, by: me, confirmedBy: nil)
    }
}
