// SPDX-License-Identifier: Apache-2.0
/// A person's command -> the file that decides it; powers and versions are checked here, on every
/// command, before anything else.

import Vocabulary

extension Desk {
    /// Obeys or refuses one command of a logged-in person.
    mutating func obey(_ command: Command, of person: OperatorID, _ asker: Requester) {
        guard let position = state.seats.position(of: person),
            let connection = state.presence.people.connection(of: position)
        else {
            if case .activity = command { return }
            return refuse(asker, .unknownOperator(person))
        }
        if case .activity = command { return state.presence.people.heard(position, at: now) }
        // A connection that a newer log-on has replaced speaks for nobody any more.
        guard connection == asker.connection else {
            return refuse(asker, .unknownOperator(person))
        }
        heardBefore = state.presence.people[position]?.lastActivity ?? now
        state.presence.people.heard(position, at: now)
        let role = state.seats[at: position].record.role
        if let power = command.power(of: person, in: state),
            !rules.powers.allows(power, role)
        {
            refuse(asker, refusal(command, power, role))
            return
        }
        if let (id, version) = command.stateChange {
            guard let at = state.calls.position(of: id) else {
                refuse(asker, .unknownCall(id))
                return
            }
            if let version, version != state.calls[at: at].version {
                refuse(asker, .stale(brief(state.calls[at: at])))
                return
            }
        }
        carryOut(command, position, person, asker)
    }

    /// Who may take calls and lost the race for this one hears who has it, not what they may not do.
    private func refusal(_ command: Command, _ power: Power, _ role: Role) -> Refusal {
        if case .take(let id, _) = command, rules.powers.allows(.take, role),
            let call = state.calls[id]
        {
            if let holder = call.holder { return .takenBy(id, holder) }
            if let asked = call.offeredTo { return .offeredTo(id, asked) }
        }
        return .needsPower(power, lowest: rules.powers.lowest(for: power))
    }

    private mutating func carryOut(
        _ command: Command, _ position: Int, _ me: OperatorID, _ asker: Requester
    ) {
        switch command {
        case .ready: becomeReady(state.seats[at: position], asker)
        case .away(let reason): goAway(state.seats[at: position], reason: reason, asker)
        case .logOff: logOff(position, asker)
        case .activity: break
        case .take(let id, let version): take(id, seen: version, me, asker)
        case .note(let id, let text): note(id, me, text, asker)
        case .stepDone(let id, let step, let result, _): stepDone(id, step, result, me, asker)
        case .waive(let id, let step, let reason, _): waive(id, step, reason, me, asker)
        case .contact(let id, let who): contact(id, who: who, me, asker)
        case .ringHome(let id): ringHome(id, me, asker)
        case .result(let id, let attempt, let outcome, let text):
            resultByHand(id, attempt, outcome, text, me, asker)
        case .summon(let id, let service, let note): summon(id, service, note, me, asker)
        case .reveal(let id, let detail): reveal(id, detail, me, asker)
        case .park(let id, let span, let reason, _): park(id, span, reason, me, asker)
        case .release(let id, _): release(id, me, asker)
        case .handOver(let id, let to, _): handOver(id, to, me, asker)
        case .followUp(let id, let kind, let due, let owner, let note):
            promise(id, kind, due: due.moment(from: now), owner: owner, note: note, me, asker)
        case .fulfil(let id, let note, let version):
            fulfil(id, note, seen: version, me, asker)
        case .close(let id, let outcome, let reason, let version):
            close(id, outcome, reason: reason, seen: version, me, asker)
        case .confirm(let id, _): confirm(id, me, asker)
        case .storm(let order): obey(order, position, me, asker)
        case .shift(let order): obey(order, me, asker)
        case .listen(let id): listen(id, me, asker)
        case .stopListening(let id): stopListening(id, me, asker)
        case .tell(let person, let text): tell(person, text, me, asker)
        case .staff(let person, let order): staff(person, order, me, asker)
        case .missed(let order): obey(order, me, asker)
        case .list(let query): list(query, asker)
        case .picture: picture(asker)
        case .show(let thing): show(thing, state.seats[at: position], asker)
        case .importBegins(let kind): importBegins(kind, me, asker)
        case .importRow(let line, let cells): importRow(line, cells, me, asker)
        case .importSpoiled: spoilImport(of: me)
        case .importEnds(let commit): importEnds(commit: commit, me, asker)
        case .export(let kind, let after): export(kind, after: after, asker)
        case .secret(let person, let hash): changeSecret(person, hash, me, asker)
        case .restart(let reason):
            record(.restartOrdered(by: me, reason: reason))
            reply(asker, .restarting)
            effects.append(.restart)
        }
    }
}

extension Command {
    /// What its person must be allowed to do; nil for what everybody may.
    fileprivate func power(of person: OperatorID, in state: DeskState) -> Power? {
        switch self {
        case .activity, .logOff, .list, .show, .picture, .away: nil
        case .ready: .take
        case .take(let id, _):
            state.calls.position(of: id).map { at in
                let other =
                    state.calls[at: at].holder
                    ?? (state.calls[at: at].tier == .operators
                        ? state.calls[at: at].offeredTo : nil)
                return other != nil && other != person && state.calls[at: at].state != .waiting
                    ? Power.takeOver : .take
            } ?? .take
        case .note(let id, _), .stepDone(let id, _, _, _), .result(let id, _, _, _):
            held(id, by: person, in: state) ? .handle : .assist
        case .reveal, .missed: .handle
        case .waive: .waive
        case .contact(let id, _), .ringHome(let id):
            held(id, by: person, in: state) ? .contact : .assist
        case .summon(let id, _, _): held(id, by: person, in: state) ? .summon : .assist
        case .park: .park
        case .release: .release
        case .handOver(let id, _, _): held(id, by: person, in: state) ? .handOver : .takeOver
        case .followUp(let id, _, _, _, _): held(id, by: person, in: state) ? .followUp : .assist
        case .fulfil: .followUp
        case .close(_, let outcome, _, _): outcome.rule?.nuisance == true ? .closeNuisance : .close
        case .confirm: .confirm
        case .storm: .storm
        case .shift: .handOver
        case .listen, .stopListening: .assist
        case .tell, .staff: .direct
        case .importBegins, .importRow, .importSpoiled, .importEnds, .export, .secret: .administer
        case .restart: .command
        }
    }

    private func held(_ id: CallID, by person: OperatorID, in state: DeskState) -> Bool {
        state.calls.read(id) { $0.holder == person } ?? true
    }

    /// The call whose state it changes, and the version its person had in mind.
    fileprivate var stateChange: (CallID, Int?)? {
        switch self {
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
