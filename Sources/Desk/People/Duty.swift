// SPDX-License-Identifier: Apache-2.0
/// Coming, being ready, going away, leaving, being lost: what a person says of themselves, and what
/// the desk concludes from silence. Never keeps a call in hands that are gone.

import Vocabulary

extension Desk {
    /// All ready operators by name, and the supervisors.
    var readyAudience: Audience {
        .readyAndSupervisors(ready.entries.map { state.seats.entry(at: Int($0.seat)).id })
    }

    /// The secret was right: the person sits down. A second log-on replaces the first and keeps
    /// its calls.
    mutating func logOn(_ person: OperatorID, _ asker: Requester) {
        guard let position = state.seats.position(of: person) else {
            return refuse(asker, .unknownOperator(person))
        }
        let seat = state.seats[at: position]
        if let old = state.presence.people.connection(of: position), old != asker.connection {
            effects.append(.unseated(old, person, why: "replaced by a newer log-on"))
        }
        state.presence.people[position] = Attendance(
            person: person, connection: asker.connection, lastActivity: now)
        state.presence.lostAt[person] = nil
        if seat.duty == .gone {
            let busy = seat.calls.contains {
                state.calls.read($0) { $0.state == .handling } ?? false
            }
            setDuty(
                person, busy ? .handling : .away, reason: busy ? "" : "log-on",
                by: .person(person))
            if busy { armLease(person) }
        }
        effects.append(.seated(asker.connection, person, seat.record.role))
        let number = nextNumber(.events)
        reply(
            asker,
            .welcome(
                person, name: seat.record.name, seat.record.role, holding: seat.calls,
                number: number))
        tellShifts(to: person)
        if let offered = state.seats[person]?.offered, let call = state.calls[offered] {
            let left = call.waitingSince + rules.answerTarget - now
            announce(.person(person), .offer(brief(call), left: left))
        }
    }

    /// READY.
    mutating func becomeReady(_ seat: Seat, _ asker: Requester) {
        switch seat.duty {
        case .handling: return refuse(asker, .cannotWhileHandling(calls: seat.calls))
        case .ready, .offered: break
        case .away, .wrapUp, .gone:
            setDuty(seat.record.id, .ready, reason: "", by: .person(seat.record.id))
            if seat.missedOffers > 0 { record(.missedOffers(seat.record.id, 0)) }
        }
        reply(asker, .duty(.ready))
        greet(seat.record.id)
    }

    /// Whoever becomes ready hears what concerns all who are.
    mutating func greet(_ person: OperatorID) {
        askForConfirmations(person)
        if !state.storms.isEmpty { tellStorms(to: person) }
    }

    /// Whoever comes hears which closings wait for a second person.
    private mutating func askForConfirmations(_ person: OperatorID) {
        for id in confirming {
            guard let call = state.calls[id], let proposal = call.proposal, proposal.by != person
            else { continue }
            announce(
                .person(person),
                .confirmNeeded(
                    brief(call), proposal.outcome, reason: proposal.reason, by: proposal.by))
        }
    }

    /// A person whose role changed or whose log-on was locked leaves at once: what they held goes
    /// back to the line.
    mutating func endService(of person: OperatorID, by actor: Actor) {
        guard let position = state.seats.position(of: person) else { return }
        leave(state.seats[at: position], .released, by: actor)
        dismiss(person, at: position, "role or log-on was changed")
    }

    /// AWAY: honoured at once; an offer goes to somebody else, calls in hand must be settled first.
    mutating func goAway(_ seat: Seat, reason: String, _ asker: Requester) {
        let me = seat.record.id
        if seat.duty == .handling {
            return refuse(asker, .cannotWhileHandling(calls: seat.calls))
        }
        withdrawOffer(of: seat, by: .person(me))
        setDuty(me, .away, reason: reason, by: .person(me))
        reply(asker, .duty(.away))
    }

    /// LOGOUT: whatever is in hand goes back to the line at once.
    mutating func logOff(_ position: Int, _ asker: Requester) {
        let seat = state.seats[at: position]
        let me = seat.record.id
        leave(seat, .released, by: .person(me))
        reply(asker, .duty(.gone))
        dismiss(me, at: position, "logged off")
    }

    /// Nobody speaks for the person any more.
    mutating func dismiss(_ person: OperatorID, at position: Int, _ why: String) {
        if let connection = state.presence.people.connection(of: position) {
            effects.append(.unseated(connection, person, why: why))
        }
        forgetPresence(of: person, at: position)
    }

    /// The connection is gone. Calls in hand wait a little for the person to come back.
    mutating func connectionLost(_ person: OperatorID, _ connection: ConnectionID) {
        guard let position = state.seats.position(of: person),
            state.presence.people.connection(of: position) == connection
        else { return }
        let seat = state.seats[at: position]
        forgetPresence(of: person, at: position)
        withdrawOffer(of: seat, by: .desk)
        if seat.duty != .gone { setDuty(person, .gone, reason: "connection lost") }
        guard !seat.calls.isEmpty else { return }
        state.presence.lostAt[person] = now
        deadlines.arm(.lost(seat: Int32(position)), at: now + rules.lostConnectionSpan)
    }

    /// The person did not come back in time.
    mutating func lostConnectionEnds(_ position: Int32) {
        let seat = state.seats.entry(at: Int(position)).value
        guard let since = state.presence.lostAt[seat.record.id],
            now - since >= rules.lostConnectionSpan
        else { return }
        state.presence.lostAt[seat.record.id] = nil
        for call in seat.calls { giveBack(call, .lost, by: .desk) }
        announce(.supervisors, .duty(seat.record.id, .gone, reason: "lost with calls in hand"))
    }

    mutating func leave(
        _ seat: Seat, _ reason: ReturnReason, by actor: Actor, reason why: String = "logged off"
    ) {
        endShifts(of: seat.record.id)
        withdrawOffer(of: seat, by: actor)
        for call in seat.calls { giveBack(call, reason, by: actor) }
        if state.seats[seat.record.id]?.duty != .gone {
            setDuty(seat.record.id, .gone, reason: why, by: actor)
        }
    }

    mutating func withdrawOffer(of seat: Seat, by actor: Actor) {
        if let offered = seat.offered, let call = state.calls[offered] {
            endOffer(call, seat.record.id, .released, by: actor)
        }
    }

    private mutating func forgetPresence(of person: OperatorID, at position: Int) {
        dropImport(of: person)
        forgetListening(of: person)
        state.presence.people[position] = nil
    }

    // MARK: Leases

    /// Watches that the holder of a call is heard of (OpenSIPS #3123: agents stuck for ever).
    mutating func armLease(_ person: OperatorID) {
        guard let position = state.seats.position(of: person) else { return }
        guard leaseArmed.insert(Int32(position)).inserted else { return }
        let last = state.presence.people[position]?.lastActivity ?? now
        deadlines.arm(
            .lease(seat: Int32(position)), at: last + rules.leaseSpan - rules.leaseWarning)
    }

    mutating func checkLease(_ position: Int32) {
        leaseArmed.remove(position)
        let seat = state.seats.entry(at: Int(position)).value
        let me = seat.record.id
        let inHand = seat.calls.filter { state.calls.read($0) { $0.state == .handling } ?? false }
        guard !inHand.isEmpty, state.presence.lostAt[me] == nil else { return }
        let last = state.presence.people[Int(position)]?.lastActivity ?? seat.since
        let ends = last + rules.leaseSpan
        if ends <= now {
            for call in inHand { giveBack(call, .lease, by: .desk) }
            return leaseLost(me)
        }
        leaseArmed.insert(position)
        if ends - rules.leaseWarning <= now {
            if state.presence.people.warn(Int(position)) {
                for call in inHand {
                    announce(.person(me), .leaseWarning(call, left: ends - now))
                }
            }
            deadlines.arm(.lease(seat: position), at: ends)
        } else {
            deadlines.arm(.lease(seat: position), at: ends - rules.leaseWarning)
        }
    }

    /// Nothing was heard of a person whose calls went back: no more are offered.
    private mutating func leaseLost(_ person: OperatorID) {
        guard state.seats[person]?.duty == .ready else { return }
        setDuty(person, .away, reason: AwayReason.leaseLost)
        announce(.supervisors, .duty(person, .away, reason: "lease-lost"))
    }

    // MARK: Pressed again

    /// A held call was pressed again. Who has it is told; is nothing heard of them, the call must not
    /// wait for their whole lease.
    mutating func pressedAgain(_ id: CallID, holder: OperatorID) {
        guard let position = state.seats.position(of: holder) else { return }
        // The line is gone: whoever comes back finds that a colleague has it.
        if state.presence.lostAt[holder] != nil { return giveBack(id, .lost, by: .desk) }
        state.presence.crossings[id] = PressInHand(holder: holder, at: now)
        let heard = state.presence.people[position]?.lastActivity ?? state.seats[at: position].since
        if let first = state.presence.pressedAt[id], heard <= first { return }
        state.presence.pressedAt[id] = now
        deadlines.arm(.pressed(id), at: now + rules.answerTarget)
    }

    /// Was the holder heard since the press? At the answer target they are warned and the supervisors
    /// hear of it; at the duty officer's bound the call goes back to the line.
    mutating func lookForHolder(of id: CallID) {
        guard let pressed = state.presence.pressedAt[id] else { return }
        guard let call = state.calls[id], call.state == .handling, let holder = call.holder,
            let position = state.seats.position(of: holder),
            let here = state.presence.people[position], here.lastActivity <= pressed
        else {
            state.presence.pressedAt[id] = nil
            return
        }
        let ends = pressed + rules.dutyOfficerAfter
        if now >= ends {
            state.presence.pressedAt[id] = nil
            giveBack(id, .lease, by: .desk)
            return leaseLost(holder)
        }
        guard now >= pressed + rules.answerTarget else { return }
        announce(.person(holder), .leaseWarning(id, left: ends - now))
        announce(
            .these(.supervisors, andWatchers: .calls),
            .unheard(brief(call), holder: holder, quiet: now - pressed))
        deadlines.arm(.pressed(id), at: ends)
    }
}
