// SPDX-License-Identifier: Apache-2.0
// What the people of a storm do: anything, in any order, sensible or not.
// Never looks at what would be refused.

import Desk
import Vocabulary

extension Storm {
    mutating func personEvent() -> DeskEvent {
        let person = dice.pick(SmallTown.people).id
        if dice.oneIn(6) {
            let supervisor = OperatorID(dice.pick(["sue", "dan"]))
            return .command(
                supervisor, .storm(stormOrder(of: supervisor)), requester(supervisor))
        }
        if dice.oneIn(2), let sensible = sensible(person) { return sensible }
        return .command(person, command(of: person), requester(person))
    }

    /// What a person who does their work would do next; nil where there is nothing to do.
    private mutating func sensible(_ person: OperatorID) -> DeskEvent? {
        guard let seat = desk.state.seats[person] else { return nil }
        guard connections[person] != nil else {
            connectionCount += 1
            connections[person] = ConnectionID(raw: connectionCount)
            return .logOn(person, requester(person))
        }
        let command: Command
        switch seat.duty {
        case .offered: command = seat.offered.map { .take($0, version: nil) } ?? .ready
        case .handling: command = work(on: someCall(for: person))
        case .ready:
            let confirming = desk.state.calls.all.first { $0.state == .confirming }
            guard let confirming else { return nil }
            command = .confirm(confirming.id, version: nil)
        case .wrapUp, .away, .gone: command = .ready
        }
        return .command(person, command, requester(person))
    }

    private mutating func work(on id: CallID) -> Command {
        let call = desk.state.calls[id]
        let open = call?.steps.firstIndex { $0.step.obligation && $0.state == .open }
        if let open, dice.oneIn(2) {
            return .stepDone(id, step: open + 1, result: "done", version: nil)
        }
        if call?.state == .parked { return .take(id, version: nil) }
        return .close(
            id, dice.oneIn(4) ? .noResponse : Outcome("resolved"), reason: "reason", version: nil)
    }

    /// Half of the time a call that concerns the person, else any, sometimes one that never was.
    private mutating func someCall(for person: OperatorID) -> CallID {
        let seat = desk.state.seats[person]
        let mine = (seat?.calls ?? []) + (seat?.offered.map { [$0] } ?? [])
        if !mine.isEmpty, dice.roll(3) > 0 { return dice.pick(mine) }
        let all = desk.state.calls.allIDs
        guard !all.isEmpty, !dice.oneIn(20) else { return CallID(raw: 20_261_120_000_009_999) }
        return dice.pick(all)
    }

    private mutating func version(of id: CallID) -> Int? {
        guard dice.oneIn(3) else { return nil }
        return dice.oneIn(4) ? dice.roll(9) : desk.state.calls[id]?.version
    }

    private mutating func command(of person: OperatorID) -> Command {
        let id = someCall(for: person)
        let version = version(of: id)
        switch dice.roll(26) {
        case 24, 25: return .storm(stormOrder(of: person))
        case 0..<4: return .ready
        case 4..<9: return .take(id, version: version)
        case 9: return .note(id, text: "note")
        case 10: return .stepDone(id, step: dice.roll(4), result: "done", version: version)
        case 11: return .waive(id, step: dice.roll(4), reason: "why", version: version)
        case 12: return .contact(id, who: dice.oneIn(3) ? 1 + dice.roll(3) : nil)
        case 13: return .summon(id, service: dice.pick(["ambulance", "police", "x"]), note: "")
        case 14:
            return .park(id, .seconds(Int64(dice.roll(120))), reason: "later", version: version)
        case 15: return .release(id, version: version)
        case 16:
            return .handOver(id, to: dice.pick(SmallTown.people).id, version: version)
        case 17..<20: return close(id, version)
        case 20: return .confirm(id, version: version)
        case 21: return dice.oneIn(4) ? .logOff : .activity
        case 22: return dice.oneIn(3) ? .away(reason: "lunch") : question(id)
        default: return rare(id, person)
        }
    }

    /// Sensible or not: previews that are old, storms that are over, reasons that are missing.
    private mutating func stormOrder(of person: OperatorID) -> StormOrder {
        let storms = desk.state.storms.allIDs
        let storm = storms.isEmpty || dice.oneIn(8) ? StormID(raw: 1) : dice.pick(storms)
        let shown = desk.state.presence.stormPreviews[person]
        let number = dice.oneIn(10) ? 1 : shown?.number ?? 2
        let reason = dice.oneIn(10) ? "" : "typhoon"
        let span = Span.minutes(Int64(dice.roll(dice.oneIn(8) ? 400 : 40)))
        switch dice.roll(10) {
        case 0..<2, 9:
            let areas = ["Sha Tin", "Wan Chai", "all", "Nowhere"]
            let kinds = dice.oneIn(3) ? ["fault"] : ["battery-low", "fault", "power-lost"]
            return .preview(
                .declaring(
                    StormArea(text: dice.pick(areas)), kinds.map { SignalKind($0) },
                    lower: 1 + dice.roll(4)))
        case 2, 8:
            return .preview(.closing(storm, dice.oneIn(4) ? .nuisance : Outcome("technical")))
        case 3..<6:
            if case .closing = shown?.plan { return .close(preview: number, reason: reason) }
            return .declare(preview: number, span: span, reason: reason)
        case 6: return .extend(storm, span: span, reason: reason)
        default:
            return dice.oneIn(2)
                ? .undo(storm, reason: reason) : .end(storm, reason: reason)
        }
    }

    private mutating func close(_ id: CallID, _ version: Int?) -> Command {
        let outcomes = Outcome.known.map(\.outcome) + [Outcome("unknown-word")]
        return .close(
            id, dice.oneIn(3) ? .noResponse : dice.pick(outcomes),
            reason: dice.oneIn(4) ? "" : "reason", version: version)
    }

    private mutating func question(_ id: CallID) -> Command {
        switch dice.roll(5) {
        case 0: .list(ListQuery(what: dice.pick(ListKind.allCases)))
        case 1: .show(.call(id))
        case 2: .show(.centre)
        case 3: .show(.home(HomeID("H\(dice.roll(8))")))
        default: .picture
        }
    }

    private mutating func rare(_ id: CallID, _ person: OperatorID) -> Command {
        switch dice.roll(7) {
        case 0:
            return .followUp(
                id, dice.roll(2) == 0 ? .visit : .callBack,
                due: .after(.minutes(Int64(dice.roll(200)))),
                owner: dice.pick(SmallTown.people).id, note: "")
        case 1:
            let promises = desk.state.followUps.allIDs
            let promise = promises.isEmpty ? FollowUpID(raw: 1) : dice.pick(promises)
            return .fulfil(promise, note: "", version: nil)
        case 2:
            let attempts = desk.state.calls[id]?.attempts ?? []
            return .result(
                id, attempts.isEmpty ? AttemptID(raw: 1) : dice.pick(attempts).id, .answered,
                text: "")
        case 3: return .importBegins(.homes)
        case 4: return .importRow(line: 2, cells: ["N\(dice.roll(9))", "Street", "Central", ""])
        case 5: return .importEnds(commit: !dice.oneIn(3))
        default: return .export(.homes, after: 0)
        }
    }
}
