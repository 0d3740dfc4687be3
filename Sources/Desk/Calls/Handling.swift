// SPDX-License-Identifier: Apache-2.0
/// Take, note, step, park, give back, hand over: what is done with a call in hand.
/// A call is in the hands of one person or of nobody; both sides change in one step.

import Vocabulary

extension Desk {
    /// TAKE: of the call offered to me, of one announced to all or waiting, or (with the power)
    /// over from somebody else. Taking one's own call again is not an error: fingers repeat.
    mutating func take(_ id: CallID, seen version: Int?, _ me: OperatorID, _ asker: Requester) {
        guard let call = state.calls[id], let position = state.seats.position(of: me) else {
            return
        }
        if call.state == .handling, call.holder == me {
            showRecord(call, word: "TAKEN", asker)
            return
        }
        let inHand = state.seats[at: position].calls.count
        if inHand >= Limits.callsPerOperatorMax, call.holder != me {
            refuse(asker, .tooMany("calls in hand", limit: Limits.callsPerOperatorMax))
            return
        }
        // The first TAKE wins, also over a supervisor who was a moment late: out of somebody's hands
        // a call is taken only by who names the state they saw (and has the power, see Commanding).
        if let holder = call.holder, holder != me, version == nil {
            return refuse(asker, .takenBy(id, holder))
        }
        let mine = state.seats[at: position].offered
        if let asked = call.offeredTo {
            endOffer(call, asked, asked == me ? .answered : .taken, by: .person(me))
            if asked != me { setDuty(asked, .ready, reason: "") }
        }
        if let mine, mine != id, let offered = state.calls[mine] {
            endOffer(offered, me, .released, by: .person(me))
        }
        giveTo(me, id, from: call.holder)
        guard let taken = state.calls[id] else { return }
        showRecord(taken, word: "TAKEN", asker)
    }

    /// Puts a call into a person's hands, tells everybody concerned and stops what only served to
    /// find one.
    mutating func giveTo(_ me: OperatorID, _ id: CallID, from before: OperatorID?) {
        guard let call = state.calls[id] else { return }
        let first = call.answeredAt == nil
        let wait = first ? now - call.arrivedAt : (call.answeredAt ?? now) - call.arrivedAt
        let counts = first && !call.withdrawn
        if call.storm != nil { lift(id, .taken, by: .person(me)) }
        record(
            .callTaken(
                id, by: me, from: before, Answer(wait: wait, counts: counts), call.measureKey))
        if counts {
            count { $0.answered += 1 }
            if wait <= rules.answerTarget { count { $0.answeredInTarget += 1 } }
        }
        if let position = state.seats.position(of: me) {
            if state.seats[at: position].missedOffers > 0 { record(.missedOffers(me, 0)) }
            if state.seats[at: position].duty != .handling { setDuty(me, .handling, reason: "") }
        }
        if let before, before != me {
            announce(.person(before), .withdrawn(id, .taken))
            settleDuty(before)
        }
        if call.tier > .operators {
            announce(readyAudience, .withdrawn(id, .taken))
        }
        armLease(me)
        stopCascade(id, .dutyOfficer)
        announceCall(id, what: "taken")
        // Presses that came while nobody had the call; what comes later is owed at once.
        if call.isWaiting {
            let alarms = call.alarms
            // What came while it stood in a storm's group counts too: nobody had it then either.
            let since = first ? call.arrivedAt : call.waitingSince
            for place in alarms.indices where alarms[place].receivedAt >= since {
                oweTaken(alarms[place].signal, id, me)
            }
        }
    }

    /// NOTE.
    mutating func note(_ id: CallID, _ me: OperatorID, _ text: String, _ asker: Requester) {
        record(.noteWritten(id, by: .person(me), text: text))
        tellListeners(CallWork(call: id, what: "noted", by: .person(me), text: text))
        done(id, "NOTED", asker)
    }

    /// DONE: a plan's step.
    mutating func stepDone(
        _ id: CallID, _ step: Int, _ result: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard hasStep(id, step, asker) else { return }
        let asked = state.calls.read(id) { $0.steps[step - 1].step }
        if let asked, let expected = missing(in: result, of: asked) {
            return refuse(
                asker, .unknownField("result", value: result, expected: expected))
        }
        record(
            .stepDone(
                id, step: step, by: .person(me), result: joined(resultSoFar(of: id, step), result)))
        tellListeners(
            CallWork(call: id, what: "done", by: .person(me), step: step, text: result))
        done(id, "DONE", asker)
    }

    private func resultSoFar(of id: CallID, _ step: Int) -> String {
        let state = state.calls.read(id) { $0.steps[step - 1].state }
        return if case .done(_, let result) = state { result } else { "" }
    }

    /// What was found stays in the record beside what is found later: "no response" must not vanish
    /// because the step was done once more.
    private func joined(_ before: String, _ result: String) -> String {
        if result.isEmpty || before == result { return before }
        guard !before.isEmpty else { return result }
        let both = "\(before); \(result)"
        return both.utf8.count <= Limits.textBytesMax ? both : before
    }

    /// WAIVE: an obligation set aside, with a reason, by someone whose tier may.
    mutating func waive(
        _ id: CallID, _ step: Int, _ reason: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard hasStep(id, step, asker) else { return }
        guard !reason.isEmpty else { return refuse(asker, .needsReason("waive")) }
        record(.stepWaived(id, step: step, by: me, reason: reason))
        tellListeners(
            CallWork(call: id, what: "waived", by: .person(me), step: step, text: reason))
        done(id, "WAIVED", asker)
    }

    private mutating func hasStep(_ id: CallID, _ step: Int, _ asker: Requester) -> Bool {
        let count = state.calls.read(id) { $0.steps.count } ?? 0
        guard step >= 1, step <= count else {
            refuse(asker, .unknownStep(id, step: step, steps: count))
            return false
        }
        return true
    }

    /// PARK: put aside until a moment, for a reason; then it comes back by itself.
    mutating func park(
        _ id: CallID, _ span: Span, _ reason: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard mine(id, me, asker) else { return }
        guard !reason.isEmpty else { return refuse(asker, .needsReason("park")) }
        // A demonstration's speed-up may make the longest park shorter than five seconds.
        let least = min(Span.seconds(5), rules.parkSpanMax)
        guard span >= least, span <= rules.parkSpanMax else {
            let most = rules.parkSpanMax.milliseconds / 1000
            return refuse(asker, .outOfRange(field: "for", expected: "5...\(most) seconds"))
        }
        record(.callParked(id, by: me, until: now + span, reason: reason))
        settleDuty(me)
        done(id, "PARKED", asker)
        announceCall(id, what: "parked")
    }

    /// The park is over: back to the line, where it is offered first to who knows it.
    mutating func parkEnds(_ id: CallID, at moment: Moment) {
        guard let call = state.calls[id], call.state == .parked, call.deadline == moment else {
            return
        }
        waitEnds(id)
        giveBack(id, .parkEnded, by: .desk)
    }

    /// RELEASE: back to the line, one rank up.
    mutating func release(_ id: CallID, _ me: OperatorID, _ asker: Requester) {
        guard let call = state.calls[id] else { return }
        if call.state == .offered, call.offeredTo == me {
            endOffer(call, me, .released, by: .person(me))
            givenBackBy[id] = me
            setDuty(me, .ready, reason: "")
            return done(id, "RELEASED", asker)
        }
        guard call.holder == me else { return refuse(asker, .notYours(id, holder: call.holder)) }
        giveBack(id, .released, by: .person(me))
        givenBackBy[id] = me
        done(id, "RELEASED", asker)
    }

    /// A call leaves its holder and stands in the line again, one rank up: it has waited before.
    mutating func giveBack(_ id: CallID, _ reason: ReturnReason, by: Actor) {
        guard let call = state.calls[id] else { return }
        let holder = call.holder ?? call.proposal?.by
        if call.rank != call.rank.aged { record(.callRaised(id, call.rank.aged, .returned)) }
        record(.callReturned(id, from: holder, reason, by: by))
        guard let back = state.calls[id] else { return }
        announce(to: holder, andWatchers: .calls, .returned(brief(back), reason))
        if let holder { settleDuty(holder) }
    }

    /// HANDOVER: to a named person who is on duty; it is in their hands at once.
    mutating func handOver(
        _ id: CallID, _ to: OperatorID, _ me: OperatorID, _ asker: Requester
    ) {
        guard let call = state.calls[id] else { return }
        guard call.state == .handling, let holder = call.holder else {
            return refuse(asker, .wrongState(id, call.state, version: call.version))
        }
        guard let seat = state.seats[to] else { return refuse(asker, .unknownOperator(to)) }
        guard seat.duty.onDuty, takesCalls(seat.record.role), to != holder else {
            return refuse(asker, .notOnDuty(to))
        }
        guard seat.calls.count < Limits.callsPerOperatorMax else {
            return refuse(asker, .tooMany("calls in hand", limit: Limits.callsPerOperatorMax))
        }
        handTo(to, id, from: holder, by: me)
        done(id, "HANDED", asker)
    }

    /// Puts a call out of one person's hands into another's; what is put aside stays so.
    mutating func handTo(
        _ to: OperatorID, _ id: CallID, from holder: OperatorID, by me: OperatorID
    ) {
        let isHandled = state.calls.read(id) { $0.state == .handling } ?? false
        if isHandled, let seat = state.seats[to] { withdrawOffer(of: seat, by: .person(me)) }
        record(.callHandedOver(id, from: holder, to: to, by: me))
        if isHandled {
            if state.seats[to]?.duty != .handling { setDuty(to, .handling, reason: "") }
            settleDuty(holder)
            armLease(to)
        }
        if let given = state.calls[id] {
            announce(.person(to), .handed(brief(given), from: holder))
            if holder != me { announce(.person(holder), .withdrawn(id, .taken)) }
        }
        announceCall(id, what: "handed-over")
    }

    // MARK: Shared by the verbs

    /// Whether calls may be in the hands of this role; offered they are to fewer.
    func takesCalls(_ role: Role) -> Bool { rules.powers.allows(.take, role) }

    /// Whether the call is in this person's hands; refuses otherwise.
    mutating func mine(_ id: CallID, _ me: OperatorID, _ asker: Requester) -> Bool {
        guard let at = state.calls.position(of: id) else { return false }
        guard state.calls[at: at].holder == me else {
            refuse(asker, .notYours(id, holder: state.calls[at: at].holder))
            return false
        }
        guard state.calls[at: at].state == .handling else {
            let call = state.calls[at: at]
            refuse(asker, .wrongState(id, call.state, version: call.version))
            return false
        }
        return true
    }

    mutating func done(_ id: CallID, _ word: String, _ asker: Requester) {
        reply(asker, .done(id, word: word, version: state.calls.read(id) { $0.version } ?? 0))
    }

    mutating func showRecord(_ call: OpenCall, word: String, _ asker: Requester) {
        let file = state.directory.position(of: call).map { state.directory.homes[at: $0] }
        reply(
            asker,
            .record(
                CallRecord(brief: brief(call), call: call, file: file), word: word))
    }

    /// REVEAL: a private detail, shown once; that it was looked at is on the call for good. Whoever has
    /// not the call takes it over first: looking is for who acts.
    mutating func reveal(
        _ id: CallID, _ detail: PrivateDetail, _ me: OperatorID, _ asker: Requester
    ) {
        guard let call = state.calls[id] else { return }
        guard call.holder == me else { return refuse(asker, .notYours(id, holder: call.holder)) }
        guard let at = state.directory.position(of: call) else {
            return refuse(asker, .unknownThing("a home: this device is not registered"))
        }
        record(.detailRevealed(id, detail, by: me))
        let version = state.calls.read(id) { $0.version } ?? 0
        reply(asker, .revealed(id, detail, state.directory.homes[at: at], version: version))
    }

    /// After a call left a person's hands: still handling another, or free again.
    mutating func settleDuty(_ person: OperatorID) {
        guard let seat = state.seats[person], seat.duty == .handling else { return }
        let busy = seat.calls.contains { state.calls.read($0) { $0.state == .handling } ?? false }
        if !busy { setFree(person) }
    }
}
