// SPDX-License-Identifier: Apache-2.0
/// The list of who may have been missed, worked by people until it is empty: the next one by risk, reached
/// or not. Who is not reached comes back, and becomes a call in the end.
/// Never keeps anybody from a call: an offer goes on while the list is worked.

package import Vocabulary

/// A home of the list as LIST prints it.
package struct MissedBrief: Hashable, Sendable {
    package var home: HomeID
    package var name: String
    package var district: String
    package var risk: Int
    package var missed: MissedHome
    package var outage: Outage?
    /// Who took it.
    package var by: OperatorID?
}

/// What a person has taken from the list; forgotten by a start.
package struct MissedHold: Equatable, Sendable {
    package var home: HomeID
    package var at: Moment
}

extension Desk {
    mutating func obey(_ order: MissedOrder, _ me: OperatorID, _ asker: Requester) {
        switch order {
        case .next: nextMissed(me, asker)
        case .reached(let home, let note):
            guard isMine(home, me, asker) else { return }
            settle(home, .reached, by: .person(me), note: note)
            reply(asker, .missedDone(home, "reached", left: state.missed.count))
        case .unreached(let home, let note): notReached(home, note, me, asker)
        case .back(let home):
            guard isMine(home, me, asker) else { return }
            state.presence.missedHolds[me] = nil
            reply(asker, .missedDone(home, "back", left: state.missed.count))
        }
    }

    /// Who has which home at hand: not for longer than it takes to ring somebody, and not when gone.
    private var holders: [HomeID: OperatorID] {
        var all: [HomeID: OperatorID] = [:]
        for position in 0..<state.presence.missedHolds.count {
            let (person, hold) = state.presence.missedHolds.entry(at: position)
            guard now - hold.at < .minutes(Limits.missedHoldMinutes),
                state.seats.read(person, { $0.duty != .gone }) == true
            else { continue }
            all[hold.home] = person
        }
        return all
    }

    private mutating func isMine(_ home: HomeID, _ me: OperatorID, _ asker: Requester) -> Bool {
        guard state.missed.contains(home) else {
            refuse(asker, .unknownThing("home \(home) on the list of who may have been missed"))
            return false
        }
        if let other = holders[home], other != me {
            refuse(asker, .homeTaken(home, by: other))
            return false
        }
        return true
    }

    /// The one at highest risk that is due and in nobody's hands; asked for again, the same one.
    private mutating func nextMissed(_ me: OperatorID, _ asker: Requester) {
        let holders = holders
        if let mine = state.presence.missedHolds[me]?.home, state.missed.contains(mine),
            holders[mine] == me
        {
            return show(mine, me, asker)
        }
        var best: (risk: Int, home: HomeID)?
        var soonest: Moment?
        for position in 0..<state.missed.count {
            let (home, missed) = state.missed.entry(at: position)
            guard missed.dueAt <= now else {
                soonest = min(soonest ?? missed.dueAt, missed.dueAt)
                continue
            }
            let risk = risk(of: home)
            if let known = best, risk <= known.risk { continue }
            if holders[home] == nil { best = (risk, home) }
        }
        guard let best else {
            let again = soonest.map { ", the next at \($0.iso8601(in: rules.zone))" } ?? ""
            return refuse(
                asker,
                .unknownThing("a home that is due: \(state.missed.count) on the list\(again)"))
        }
        // Whoever had it before and went has it no more, also when they come back.
        dropHolds(of: best.home)
        state.presence.missedHolds[me] = MissedHold(home: best.home, at: now)
        show(best.home, me, asker)
    }

    private mutating func show(_ home: HomeID, _ me: OperatorID, _ asker: Requester) {
        guard let missed = state.missed[home], let file = state.directory.homes[home] else {
            return
        }
        reply(
            asker, .missedNext(brief(home, missed, by: me), file, left: state.missed.count))
    }

    private mutating func notReached(
        _ home: HomeID, _ note: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard isMine(home, me, asker), let missed = state.missed[home] else { return }
        guard missed.tries + 1 >= Limits.missedTriesMax else {
            record(.missedTried(home, by: me, again: now + rules.missedAgain, note: note))
            state.presence.missedHolds[me] = nil
            return reply(asker, .missedDone(home, "unreached", left: state.missed.count))
        }
        settle(home, .call, by: .person(me), note: note)
        if let device = state.directory.homes.read(home, { $0.devices.first }) ?? nil {
            var signal = Signal(
                identity: AlarmIdentity(
                    device: device, reference: Reference("missed-\(missed.outage)"), kind: .missed,
                    deviceTime: 0),
                text: "not reached \(missed.tries + 1) times after outage \(missed.outage)"
                    + (note.isEmpty ? "" : ": \(note)"),
                gateway: .centre)
            signal.meaning = SignalMeaning(priority: rules.rule(for: .missed).priority)
            receive(
                signal, at: state.directory.devices.position(of: device), from: .nobody,
                mayOpen: false)
        }
        reply(asker, .missedDone(home, "call", left: state.missed.count))
    }

    /// The home leaves the list.
    private mutating func settle(
        _ home: HomeID, _ end: MissedEnd, by: Actor, note: String
    ) {
        guard let outage = state.missed.read(home, { $0.outage }) else { return }
        record(.missedSettled(home, end, by: by, note: note))
        dropHolds(of: home)
        endIfEmpty(outage)
    }

    private mutating func dropHolds(of home: HomeID) {
        for person in state.presence.missedHolds.allIDs
        where state.presence.missedHolds[person]?.home == home {
            state.presence.missedHolds[person] = nil
        }
    }

    /// Something came of a home on the list: where it shows that somebody there is heard again, or that
    /// the device's test comes through, nobody need ring. A heartbeat or a low battery shows neither.
    mutating func settleMissed(_ signal: Signal, deviceAt position: Int?) {
        if state.missed.isEmpty || signal.gateway == .centre { return }
        guard signal.identity.kind.showsSomebody, let position else { return }
        let home = state.directory.devices[at: position].device.home
        if state.missed.contains(home) {
            settle(
                home, .heard, by: .device(signal.identity.device), note: signal.identity.kind.word)
        }
    }

    private func brief(
        _ home: HomeID, _ missed: MissedHome, by: OperatorID?
    ) -> MissedBrief {
        let file = state.directory.homes[home]
        return MissedBrief(
            home: home, name: file?.name ?? "", district: file?.home.district ?? "",
            risk: risk(of: home), missed: missed, outage: state.outages[missed.outage],
            by: by)
    }

    /// LIST missed: highest risk first.
    func missedHomes(matching query: ListQuery) -> (rows: [MissedBrief], more: Int) {
        let holders = holders
        var found: [[Int]] = Array(repeating: [], count: Limits.riskMax + 1)
        for position in 0..<state.missed.count {
            let (home, missed) = state.missed.entry(at: position)
            if let wanted = query.home, wanted != home { continue }
            let word = holders[home] != nil ? "taken" : missed.dueAt <= now ? "due" : "waiting"
            if let wanted = query.state, wanted != word { continue }
            if let district = query.district,
                state.directory.homes.read(home, { $0.home.district }) != district
            {
                continue
            }
            found[min(Limits.riskMax, risk(of: home))].append(position)
        }
        let first = found.reversed().flatMap { $0 }.prefix(Limits.listRowsMax)
        let rows = first.map { position in
            let (home, missed) = state.missed.entry(at: position)
            return brief(home, missed, by: holders[home])
        }
        return (rows, found.reduce(0) { $0 + $1.count } - rows.count)
    }
}
