// SPDX-License-Identifier: Apache-2.0
/// A supervisor changes a person's duty, skills and queues, with effect at once and in the supervisor's
/// name. All of an order is done or nothing of it.
/// Never takes a call out of hands that are here: that is TAKE; only `gone` gives all back to the line.

import Vocabulary

extension Desk {
    /// STAFF.
    mutating func staff(
        _ person: OperatorID, _ order: StaffOrder, _ me: OperatorID, _ asker: Requester
    ) {
        guard let position = state.seats.position(of: person) else {
            return refuse(asker, .unknownOperator(person))
        }
        guard takesCalls(state.seats[at: position].record.role) else {
            return refuse(
                asker, .notHere(person, expected: "somebody who may take calls"))
        }
        if let refusal = whyNot(order, state.seats[at: position], position) {
            return refuse(asker, refusal)
        }
        if let skills = order.skills {
            var record = state.seats[at: position].record
            record.skills = skills
            self.record(.recordSaved(.person(record), by: .person(me)))
        }
        if let queues = order.queues { record(.queuesChanged(person, queues, by: me)) }
        if let duty = order.duty { send(person, at: position, duty, order.reason, me) }
        let brief = brief(state.seats[at: position])
        announce(
            .these(.person(person), andWatchers: .operators),
            .staffed(brief, by: me, reason: order.reason))
        if order.duty == .gone { dismiss(person, at: position, "logged off by \(me)") }
        reply(asker, .staffed(brief))
    }

    private func whyNot(_ order: StaffOrder, _ seat: Seat, _ position: Int) -> Refusal? {
        if let queues = order.queues, let wrong = queues.first(where: { !isQueue($0) }) {
            return .unknownField(
                "queues", value: wrong, expected: "all, or districts and kinds of this centre")
        }
        switch order.duty {
        case nil: return nil
        case .gone:
            if order.reason.isEmpty { return .needsReason("staff") }
            guard seat.duty != .gone else {
                return .notHere(seat.record.id, expected: "somebody who is logged on")
            }
            return nil
        case .away where order.reason.isEmpty: return .needsReason("staff")
        default:
            guard state.presence.people[position] != nil else {
                return .notHere(seat.record.id, expected: "somebody who is logged on")
            }
            return seat.duty == .handling ? .cannotWhileHandling(calls: seat.calls) : nil
        }
    }

    private mutating func send(
        _ person: OperatorID, at position: Int, _ duty: DutyState, _ reason: String,
        _ me: OperatorID
    ) {
        let seat = state.seats[at: position]
        switch duty {
        case .ready:
            guard seat.duty != .ready, seat.duty != .offered else { return }
            setDuty(person, .ready, reason: "", by: .person(me))
            if seat.missedOffers > 0 { record(.missedOffers(person, 0)) }
            greet(person)
        case .away:
            withdrawOffer(of: seat, by: .person(me))
            setDuty(person, .away, reason: reason, by: .person(me))
        default: leave(seat, .released, by: .person(me), reason: reason)
        }
    }

    /// Whether a queue of this name can ever hold a call.
    private func isQueue(_ word: String) -> Bool {
        rules.kinds[SignalKind(word)] != nil
            || (0..<state.directory.homes.count).contains {
                state.directory.homes[at: $0].home.district == word
            }
    }
}

extension Seat {
    /// Whether this call is among what its person is offered first.
    func covers(_ call: borrowing OpenCall) -> Bool {
        queues.isEmpty || queues.contains(call.district) || queues.contains(call.kind.word)
    }
}
