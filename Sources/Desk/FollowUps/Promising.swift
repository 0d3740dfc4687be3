// SPDX-License-Identifier: Apache-2.0
/// Follow-up services: promised with an owner and a due moment, reminded, fulfilled by name.

import Vocabulary

extension Desk {
    /// FOLLOWUP. Allowed to the call's holder, and to anybody with the power to assist.
    mutating func promise(
        _ id: CallID, _ kind: FollowUpKind, due: Moment, owner: OperatorID, note: String,
        _ me: OperatorID, _ asker: Requester
    ) {
        guard let call = state.calls[id] else { return }
        guard state.seats.contains(owner) else { return refuse(asker, .unknownOperator(owner)) }
        guard due > now - .minutes(1), due <= now + .hours(24 * 366) else {
            return refuse(
                asker, .outOfRange(field: "due", expected: "a moment within the next year"))
        }
        // Where nobody knows whose device it is there is nobody to be called: the call itself waits.
        if kind == .callBack, call.home == nil {
            return refuse(
                asker,
                .outOfRange(
                    field: "kind", expected: "a home of the directory; else PARK the call"))
        }
        if kind == .callBack, let role = state.seats.read(owner, { $0.record.role }),
            !takesCalls(role)
        {
            return refuse(asker, .notHere(owner, expected: "somebody who may take calls"))
        }
        let promise = FollowUp(
            id: FollowUpID(raw: nextNumber(.attempts)), call: id, home: call.home, kind: kind,
            due: due, owner: owner, note: note)
        record(.followUpPromised(promise, by: me))
        reply(asker, .followUp(promise.id, word: "PROMISED", version: promise.version))
    }

    /// FULFIL.
    mutating func fulfil(
        _ id: FollowUpID, _ note: String, seen version: Int?, _ me: OperatorID, _ asker: Requester
    ) {
        guard let promise = state.followUps[id] else {
            return refuse(asker, .unknownThing("an open followup \(id)"))
        }
        if let version, version != promise.version {
            return refuse(asker, .staleFollowUp(promise))
        }
        record(.followUpFulfilled(id, by: me, note: note))
        reply(asker, .followUp(id, word: "FULFILLED", version: promise.version + 1))
    }

    /// Due: the owner hears it; overdue: the supervisors do.
    mutating func remind(_ id: FollowUpID) {
        guard let promise = state.followUps[id] else { return }
        if promise.reminders == 0, promise.due <= now {
            record(.followUpReminded(id, level: 1))
            announce(
                to: promise.owner, andWatchers: .followups, .followUpDue(promise, level: 1))
            if promise.kind == .callBack { comeBack(promise) }
            deadlines.arm(.followUp(id), at: promise.due + rules.overdueSpan)
        } else if promise.reminders == 1, promise.due + rules.overdueSpan <= now {
            record(.followUpReminded(id, level: 2))
            announce(
                .these(.supervisors, andWatchers: .followups), .followUpDue(promise, level: 2))
        } else if promise.reminders == 1 {
            deadlines.arm(.followUp(id), at: promise.due + rules.overdueSpan)
        } else if promise.reminders == 0 {
            deadlines.arm(.followUp(id), at: promise.due)
        }
    }

    /// A promise to call back is work now: a call of its home, or one more reason for the open one.
    private mutating func comeBack(_ promise: FollowUp) {
        guard let home = promise.home,
            let device = state.directory.homes.read(home, { $0.devices.first }) ?? nil
        else { return }
        let why = promise.note.isEmpty ? "" : ": \(promise.note)"
        receive(
            Signal(
                identity: AlarmIdentity(
                    device: device, reference: Reference("call-back-\(promise.id)"),
                    kind: .callBack, deviceTime: 0),
                text: "\(promise.owner) promised to call back\(why)", gateway: .centre),
            at: state.directory.devices.position(of: device), from: .nobody, mayOpen: true)
        if let call = openCall(of: device) { record(.followUpCame(promise.id, call)) }
    }

    /// The call for which promises came due is closed: they are kept, by who closed it.
    mutating func keepPromises(of call: CallID, _ outcome: Outcome, by person: OperatorID) {
        for id in promisesOf[call] ?? [] where state.followUps.contains(id) {
            record(.followUpFulfilled(id, by: person, note: outcome.word))
        }
    }
}
