// SPDX-License-Identifier: Apache-2.0
/// What the centre must answer, said before it is asked: from the books and the protocol's own rules
/// (docs/protocol-console.md, docs/protocol-device.md), not from the desk.
/// Never waits to see: a reply that was not foreseen is wrong even where it would be harmless.

import Counter
import Desk
import Vocabulary
import Wire

/// One reply that would be right.
struct Foreseen: Equatable {
    var code: Int
    var word: String
    /// Fields that must stand there so.
    var fields: [String: String] = [:]
    /// The reply names the call's version as it is after the step.
    var version: CallID?
    /// It names a call that nobody has heard of before.
    var newCall = false
    /// What it says is on disk.
    var promises: AlarmIdentity?

    init(_ code: ReplyCode, _ fields: [String: String] = [:], version: CallID? = nil) {
        self.code = code.code
        word = code.word
        self.fields = fields
        self.version = version
    }
}

extension Book {
    /// The reply to what is about to be decided; nil where none is due, or where it is not the desk
    /// that answers.
    func foresee(_ work: Work, at now: Moment) -> (Requester, [Foreseen])? {
        switch work {
        case .desk(let event): foresee(event, at: now)
        case .watch(_, let topics, let asker):
            (asker, [Foreseen(topics.isEmpty ? .unwatched : .watching)])
        case .resume(_, _, let asker): (asker, [Foreseen(.resumed), Foreseen(.gone)])
        case .stats, .backup, .left, .leftUnanswered: nil
        }
    }

    private func foresee(_ event: DeskEvent, at now: Moment) -> (Requester, [Foreseen])? {
        switch event {
        case .gatewayJoins(let gateway, _, let asker):
            return (asker, [Foreseen(.ok, ["gateway": gateway.text])])
        case .alarm(let signal, let asker): return (asker, [alarm(signal)])
        case .signal(let signal, let asker):
            var reply = Foreseen(.ok, ["ref": signal.identity.reference.text])
            reply.promises = signal.identity
            return (asker, [reply])
        case .cancel(let device, let reference, _, let asker):
            var fields = ["ref": reference.text]
            if let open = openCallOf[place(of: device)] { fields["call"] = open.description }
            return (asker, [Foreseen(.ok, fields)])
        case .seen(let number, _, let asker):
            return (asker, [Foreseen(.ok, ["n": String(number)])])
        case .attemptEnds(let id, _, _, let asker):
            return asker.map { ($0, [Foreseen(.ok, ["id": id.description])]) }
        case .logOn(let person, let asker):
            guard let seat = seats[person] else {
                return (asker, [Foreseen(.notFound, ["who": person.text])])
            }
            var fields = ["who": person.text, "role": seat.record.role.rawValue]
            fields["calls"] =
                seat.calls.isEmpty ? "" : seat.calls.map(\.description).joined(separator: ",")
            return (asker, [Foreseen(.welcome, fields)])
        case .command(let person, let command, let asker):
            if case .activity = command { return nil }
            return (asker, [foresee(command, of: person, asker, at: now)])
        default: return nil
        }
    }

    /// The same alarm again gets the same answer; a home's open call gathers the others.
    private func alarm(_ signal: Signal) -> Foreseen {
        let identity = signal.identity
        var reply = Foreseen(.ok, ["ref": identity.reference.text])
        reply.promises = identity
        if let known = heard[identity] {
            if let call = known { reply.fields["call"] = call.description }
        } else if let open = openCallOf[place(of: identity.device)] {
            reply.fields["call"] = open.description
        } else {
            reply.newCall = true
        }
        return reply
    }

    // MARK: People

    private func foresee(
        _ command: Command, of me: OperatorID, _ asker: Requester, at now: Moment
    ) -> Foreseen {
        guard let seat = seats[me], seat.connection == asker.connection else {
            return Foreseen(.notFound, ["who": me.text])
        }
        if let (power, call) = power(command, me), !rules.powers.allows(power, seat.record.role) {
            if case .take = command, rules.powers.allows(.take, seat.record.role), let call {
                if let holder = call.holder { return Foreseen(.takenByOther, ["by": holder.text]) }
                if let asked = call.offeredTo {
                    return Foreseen(.offeredToOther, ["to": asked.text])
                }
            }
            return Foreseen(.power, ["needs": power.rawValue])
        }
        if let (id, version) = aim(command) {
            guard let call = calls[id] else {
                return Foreseen(.notFound, ["call": id.description])
            }
            if let version, version != call.version {
                return Foreseen(.stale, ["v": String(call.version)])
            }
            return foresee(command, on: call, me, seat, at: now)
        }
        if case .storm(let order) = command { return foresee(order, me, seat, at: now) }
        if case .missed(let order) = command { return foresee(order, me, at: now) }
        return foreseeWithoutCall(command, seat)
    }

    private func foreseeWithoutCall(_ command: Command, _ seat: BookSeat) -> Foreseen {
        switch command {
        case .ready: return Foreseen(seat.duty == .handling ? .wrongState : .ready)
        case .away: return Foreseen(seat.duty == .handling ? .wrongState : .away)
        case .logOff: return Foreseen(.logout)
        case .fulfil(let id, _, let version):
            guard let known = followUps[id] else { return Foreseen(.notFound) }
            if let version, version != known.version { return Foreseen(.stale) }
            return Foreseen(.fulfilled, ["followup": id.description])
        case .shift(let order): return foresee(order, seat.record.id, seat)
        case .listen(let id): return foreseeListening(id, ends: false, seat.record.id)
        case .stopListening(let id): return foreseeListening(id, ends: true, seat.record.id)
        case .tell(let person, let text): return foreseeMessage(to: person, text)
        case .staff(let person, let order): return foresee(order, of: person)
        case .restart: return Foreseen(.restarting)
        case .list(let query) where query.what == .calls && query == ListQuery(what: .calls):
            // A storm's group is one line of its own.
            let single = calls.all.count { $0.storm == nil }
            return Foreseen(.dataEnd, ["count": String(min(single, Limits.listRowsMax))])
        case .show(.centre):
            var fields: [String: String] = [:]
            for state in ["waiting", "offered", "handling", "parked", "confirming"] {
                fields[state] = String(calls.all.count { $0.state.rawValue == state })
            }
            return Foreseen(.dataCentre, fields)
        case .show(.call(let id, _)) where calls[id] != nil:
            return Foreseen(.dataCall, ["v": String(calls[id]?.version ?? 0)])
        // Whatever fails around it, the desk's own deadlines heal every state.
        case .list(let query) where query.what == .stuck:
            return Foreseen(.dataEnd, ["count": "0"])
        case .show, .list: return Foreseen(.dataEnd)
        default: preconditionFailure("nobody says \(command) in a trial")
        }
    }

    private func foresee(
        _ command: Command, on call: BookCall, _ me: OperatorID, _ seat: BookSeat, at now: Moment
    ) -> Foreseen {
        let id = call.id
        func done(_ code: ReplyCode) -> Foreseen {
            Foreseen(code, ["call": id.description], version: id)
        }
        switch command {
        case .take:
            if call.state == .handling, call.holder == me { return Foreseen(.taken) }
            if seat.calls.count >= Limits.callsPerOperatorMax, call.holder != me {
                return Foreseen(.limit)
            }
            if let holder = call.holder, holder != me, aim(command)?.1 == nil {
                return Foreseen(.takenByOther, ["by": holder.text])
            }
            return Foreseen(.taken, ["call": id.description])
        case .note: return done(.noted)
        case .reveal:
            guard call.holder == me else {
                return Foreseen(.notYours, call.holder.map { ["by": $0.text] } ?? [:])
            }
            return contacts[call.place] != nil ? done(.revealed) : Foreseen(.notFound)
        case .stepDone(_, let step, let result, _):
            guard call.steps.indices.contains(step - 1) else { return Foreseen(.notFound) }
            let asked = call.steps[step - 1].step
            // A close says how the call may end, not what is found; ringing a home finds one of two.
            let outcomes = switch asked.action {
            case .close: [String]()
            case .home where asked.outcomes.isEmpty: ["spoke", "no-answer"]
            default: asked.outcomes
            }
            let said = result.split(separator: ";").map { String($0.replacing(" ", with: "-")) }
            return outcomes.isEmpty || said.contains(where: outcomes.contains)
                ? done(.done) : Foreseen(.field, ["field": "result"])
        case .waive(_, let step, let reason, _):
            guard call.steps.indices.contains(step - 1) else { return Foreseen(.notFound) }
            return reason.isEmpty ? Foreseen(.reason) : done(.waived)
        case .contact(_, let who):
            if call.running.contains(.contacts) {
                return Foreseen(.wrongState, ["running": "contacts"])
            }
            let people = contacts[call.place] ?? []
            let isKnown = who.map { people.contains($0) } ?? !people.isEmpty
            return isKnown ? Foreseen(.contacting, version: id) : Foreseen(.notFound)
        case .ringHome:
            if call.running.contains(.home) { return Foreseen(.wrongState, ["running": "home"]) }
            return homesWithPhone.contains(call.place)
                ? Foreseen(.contacting, version: id) : Foreseen(.notFound)
        case .result(_, let attempt, let outcome, _):
            guard let known = call.attempts[attempt] else { return Foreseen(.notFound) }
            if let ended = known.outcome, ended != .timedOut || !outcome.acknowledges {
                return Foreseen(.wrongState, ["outcome": ended.rawValue])
            }
            return done(.noted)
        case .summon(_, let service, _):
            guard rules.service(service) != nil else { return Foreseen(.notFound) }
            return call.running.contains(.service(service))
                ? Foreseen(.wrongState, ["running": service]) : Foreseen(.summoned, version: id)
        case .park(_, let span, let reason, _):
            if let refusal = notMine(call, me) { return refusal }
            if reason.isEmpty { return Foreseen(.reason) }
            let fits = span >= .seconds(5) && span <= rules.parkSpanMax
            return fits ? done(.parked) : Foreseen(.field)
        case .release:
            if call.state == .offered, call.offeredTo == me { return done(.released) }
            return call.holder == me ? done(.released) : Foreseen(.notYours)
        case .handOver(_, let to, _): return handOver(call, to) ?? done(.handover)
        case .followUp(_, let kind, let due, let owner, _):
            guard seats.contains(owner) else { return Foreseen(.notFound) }
            let due = due.moment(from: now)
            let fits = due > now - .minutes(1) && due <= now + .hours(24 * 366)
            let isCalled = kind != .callBack || call.place.hasPrefix("home ")
            if fits, isCalled, kind == .callBack,
                !rules.powers.allows(.take, seats[owner]?.record.role ?? .manager)
            {
                return Foreseen(.wrongState, ["who": owner.text])
            }
            return Foreseen(fits && isCalled ? .followUp : .field)
        case .close(_, let outcome, let reason, let version):
            // A press that its person cannot have seen: nothing was heard of them since.
            if version == nil, let press = call.crossing, seat.heardBefore < press.at,
                press.holder == me, call.holder == me, call.state == .handling
            {
                return Foreseen(.stale, ["v": String(call.version)])
            }
            return close(call, outcome, reason, me)
        case .confirm:
            guard call.state == .confirming else { return Foreseen(.wrongState) }
            return call.proposedBy == me
                ? Foreseen(.second) : Foreseen(.confirmed, ["v": String(call.version + 1)])
        default: preconditionFailure("\(command) concerns no call")
        }
    }

    private func notMine(_ call: BookCall, _ me: OperatorID) -> Foreseen? {
        guard call.holder == me else {
            return Foreseen(.notYours, call.holder.map { ["by": $0.text] } ?? [:])
        }
        return call.state == .handling
            ? nil : Foreseen(.wrongState, ["state": call.state.rawValue])
    }

    private func handOver(_ call: BookCall, _ to: OperatorID) -> Foreseen? {
        guard call.state == .handling, let holder = call.holder else {
            return Foreseen(.wrongState, ["state": call.state.rawValue])
        }
        guard let other = seats[to] else { return Foreseen(.notFound) }
        guard other.duty.onDuty, rules.powers.allows(.take, other.record.role), to != holder else {
            return Foreseen(.wrongState)
        }
        return other.calls.count < Limits.callsPerOperatorMax ? nil : Foreseen(.limit)
    }

    private func close(
        _ call: BookCall, _ outcome: Outcome, _ reason: String, _ me: OperatorID
    ) -> Foreseen {
        if let refusal = notMine(call, me) { return refusal }
        guard let rule = outcome.rule else { return Foreseen(.field) }
        if rule.needsReason, reason.isEmpty { return Foreseen(.reason) }
        let ends = call.steps.last {
            $0.step.action == .close && $0.state != .replaced && call.asks($0.step)
        }
        if let ends, !ends.step.outcomes.contains(outcome.word) { return Foreseen(.wrongState) }
        let findings = call.steps.map(\.words)
        let saysSo: (Substring) -> Bool = {
            ["no-response", "no response", "no-answer", "no answer"].contains($0)
        }
        let isSaid = call.isSaidToBeSilent
        if rule.nuisance, isSaid || findings.contains(where: { $0.contains(where: saysSo) }) {
            return Foreseen(.wrongState)
        }
        let isUnanswered =
            findings.contains(where: { $0.last.map(saysSo) ?? false })
            || isSaid && !findings.contains(where: { $0.contains { !saysSo($0) } })
        if rule.resolvedAtFirst, isUnanswered { return Foreseen(.wrongState) }
        for (place, entry) in call.steps.enumerated()
        where entry.step.obligation && entry.state.isOpen {
            if !call.asks(entry.step) { continue }
            return Foreseen(.obligation, ["step": String(place + 1)])
        }
        let isBeingCalled = call.attempts.values.contains { attempt in
            guard case .service = attempt.target else { return false }
            return attempt.outcome == nil
        }
        if isBeingCalled { return Foreseen(.obligation) }
        if rules.service(outcome.word) != nil,
            !call.attempts.values.contains(where: {
                $0.target == .service(outcome.word) && $0.outcome?.acknowledges == true
            })
        {
            return Foreseen(.wrongState, ["outcome": outcome.word])
        }
        if rule.needsSecondPerson || isUnanswered { return Foreseen(.confirming, version: call.id) }
        return Foreseen(.closed, ["v": String(call.version + 1)])
    }

    // MARK: What a command is about

    /// The power that its person needs, as docs/protocol-console.md lists them.
    private func power(_ command: Command, _ me: OperatorID) -> (Power, BookCall?)? {
        func mine(_ id: CallID, _ power: Power, _ other: Power) -> (Power, BookCall?) {
            let call = calls[id]
            return (call.map { $0.holder == me } ?? true ? power : other, call)
        }
        switch command {
        case .ready: return (.take, nil)
        case .take(let id, _):
            guard let call = calls[id] else { return (.take, nil) }
            let other = call.holder ?? (call.tier == .operators ? call.offeredTo : nil)
            let isOthers = other != nil && other != me && call.state != .waiting
            return (isOthers ? .takeOver : .take, call)
        case .note(let id, _), .stepDone(let id, _, _, _), .result(let id, _, _, _):
            return mine(id, .handle, .assist)
        case .reveal, .missed: return (.handle, nil)
        case .waive: return (.waive, nil)
        case .contact(let id, _), .ringHome(let id): return mine(id, .contact, .assist)
        case .summon(let id, _, _): return mine(id, .summon, .assist)
        case .park: return (.park, nil)
        case .release: return (.release, nil)
        case .handOver(let id, _, _): return mine(id, .handOver, .takeOver)
        case .followUp(let id, _, _, _, _): return mine(id, .followUp, .assist)
        case .fulfil: return (.followUp, nil)
        case .close(_, let outcome, _, _):
            return (outcome.rule?.nuisance == true ? .closeNuisance : .close, nil)
        case .confirm: return (.confirm, nil)
        case .restart: return (.command, nil)
        case .storm: return (.storm, nil)
        case .shift: return (.handOver, nil)
        case .listen, .stopListening: return (.assist, nil)
        case .tell, .staff: return (.direct, nil)
        default: return nil
        }
    }

    private func aim(_ command: Command) -> (CallID, Int?)? {
        switch command {
        case .take(let id, let version), .release(let id, let version),
            .confirm(let id, let version), .park(let id, _, _, let version),
            .handOver(let id, _, let version), .close(let id, _, _, let version),
            .stepDone(let id, _, _, let version), .waive(let id, _, _, let version):
            (id, version)
        case .note(let id, _), .contact(let id, _), .ringHome(let id), .result(let id, _, _, _),
            .summon(let id, _, _), .reveal(let id, _), .followUp(let id, _, _, _, _):
            (id, nil)
        default: nil
        }
    }
}

extension CallStep {
    /// What was found at this step, oldest first.
    var words: [Substring] {
        guard case .done(_, let result) = state else { return [] }
        return result.split(separator: ";").map { part in
            part.first == " " ? part.dropFirst() : part
        }
    }
}
