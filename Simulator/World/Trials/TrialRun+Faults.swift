// SPDX-License-Identifier: Apache-2.0
/// What goes wrong, when, and how it is healed.
/// Never draws from the chance that the rest of a trial uses: a fault taken out leaves the others
/// where they were.

import Desk
import Vocabulary
import Wire

extension TrialRun {
    func planFaults() {
        for (place, entry) in Faults.names.enumerated() where weather.has(entry.fault) {
            plan(.fault(place), in: TrialWeather.pause(entry.fault, &faultChances[place]))
        }
    }

    /// The fault at this place of `Faults.names` strikes.
    func strike(_ place: Int) {
        let fault = Faults.names[place].fault
        guard weather.isOn(fault) else { return }
        plan(.fault(place), in: TrialWeather.pause(fault, &faultChances[place]))
        var draw = faultChances[place]
        defer { faultChances[place] = draw }
        switch fault {
        case .crash: crash()
        case .restart: stopInOrder()
        case .fullDisk:
            disk.isFull = true
            plan(.faultEnds(place, 0), in: 1_000 + Int64(draw.below(90_000)))
        case .brokenDisk: disk.breaksNext = true
        case .pause:
            guard centre != nil else { return }
            standsStillUntil = now + 100 + Int64(draw.below(draw.happens(200) ? 60_000 : 5_000))
            // The clock is the first that it hears afterwards.
            plan(.tick(life: life), at: standsStillUntil)
        case .clockStep:
            if draw.happens(150), wallBase == TrialTown.opening.milliseconds {
                // An empty clock battery: nothing comes back from there.
                wallBase -= 864_000_000
                wall = wallBase
                return
            }
            // Ahead by less than the repeat window: a start with a clock a day ahead has forgotten what
            // was said before, and docs/promises.md says so.
            let spans: [Int64] = [1_500, 90_000, 3_600_000, 36_000_000]
            let step = draw.pick(spans) * (draw.happens(500) ? 1 : -1)
            wall += abs(wall + step - wallBase) > 43_200_000 ? -step : step
        case .cut: if let line = someLine(&draw) { tear(line) }
        case .silence: silence(place, &draw)
        case .freeze:
            let peer = peers[draw.below(peers.count)]
            peer.frozenUntil = now + 1_000 + Int64(draw.below(600_000))
            plan(.wake(peer: peer.place), at: peer.frozenUntil)
        case .hangUp:
            let peer = peers[draw.below(peers.count)]
            peer.awayUntil = now + Int64(draw.below(60_000))
            hangUp(peer)
        case .liar: lie(&draw)
        case .twice: comeTwice(&draw)
        case .powerCut: orderStorm(&draw)
        case .roundCall: ringRound(&draw)
        case .notifierGone:
            for peer in peers {
                guard case .notifier = peer.role else { continue }
                peer.awayUntil = now + Int64(draw.below(300_000))
                hangUp(peer)
            }
        case .nobody:
            for peer in peers where peer.agent != nil {
                peer.awayUntil = now + Int64(draw.below(200_000))
                hangUp(peer)
            }
        default: break
        }
    }

    private func someLine(_ draw: inout Chance) -> Int? {
        let open = peers.compactMap(\.line)
        return open.isEmpty ? nil : draw.pick(open)
    }

    private func silence(_ place: Int, _ draw: inout Chance) {
        guard let line = someLine(&draw), !lines[line].isSilent else { return }
        lines[line].isSilent = true
        let ends = 1_000 + Int64(draw.below(draw.happens(200) ? 900_000 : 60_000))
        plan(.faultEnds(place, draw.happens(500) ? line : -1 - line), in: ends)
    }

    func faultEnds(_ place: Int, _ what: Int) {
        switch Faults.names[place].fault {
        case .fullDisk: disk.isFull = false
        case .silence: if what >= 0 { wakeLine(what) } else { tear(-1 - what) }
        default: break
        }
    }

    /// The same person at another terminal; the first one is still there, and hears why it must go.
    private func comeTwice(_ draw: inout Chance) {
        let people = peers.filter { $0.agent != nil && $0.isSeated }
        guard !people.isEmpty else { return }
        let peer = people[draw.below(people.count)]
        peer.agent?.disconnected()
        peer.forget()
        connect(peer)
    }

    /// From now on nothing fails any more, and everybody comes back.
    func heal() {
        isHealed = true
        weather.heal()
        disk.isFull = false
        disk.breaksNext = false
        if centre == nil { plan(.start, in: 100) }
        for line in lines.indices where lines[line].isSilent { tear(line) }
        for peer in peers {
            // Whoever said anything about anything finds out what is in their hands by coming again;
            // those who only watch stay away.
            peer.awayUntil = 0
            if case .seat = peer.role {
                if peer.agent == nil { peer.awayUntil = .max / 2 }
                hangUp(peer)
            }
            if peer.frozenUntil > now { peer.frozenUntil = now }
            plan(.wake(peer: peer.place), at: now)
            if peer.line == nil { plan(.reconnect(peer: peer.place), in: 100) }
        }
    }

    // MARK: People who say anything

    /// Anybody says anything, about any call.
    private func lie(_ draw: inout Chance) {
        let people = peers.filter {
            if case .seat = $0.role {
                $0.isSeated && $0.line != nil && $0.frozenUntil <= now
            } else {
                false
            }
        }
        guard !people.isEmpty else { return }
        let peer = people[draw.below(people.count)]
        guard let line = peer.line else { return }
        peer.owed.append(.other)
        let isColleague = draw.happens(250)
        let words = isColleague ? colleagueWords(&draw, of: peer.name) : words(&draw)
        say(Array((words + "\n").utf8), on: line)
    }

    /// What people say to and about each other.
    private func colleagueWords(_ draw: inout Chance, of me: String) -> String {
        let people = TrialTown.people(trial).map(\.id.text) + ["nobody"]
        let call =
            heardOf.isEmpty || draw.happens(30)
            ? "20261120-9999" : draw.pick(heardOf).description
        let offered = books.now.shifts.filter { $0.value.to.text == me }.keys.map(\.text).sorted()
        if let from = offered.first, draw.happens(700) {
            return "SHIFT \(draw.pick(["ACCEPT", "ACCEPT", "REFUSE", "SHOW"])) from=\(from)"
        }
        if let own = books.now.seats[OperatorID(me)]?.calls.first, draw.happens(300) {
            let owner = draw.pick(people)
            return
                "FOLLOWUP \(own) kind=call-back in=\(1 + draw.below(200)) owner=\(owner) note=\"吃藥未？\""
        }
        switch draw.below(12) {
        case 0..<4: return "SHIFT OFFER to=\(draw.pick(people)) note=\"交更\""
        case 4: return "SHIFT SHOW"
        case 5: return draw.pick(["SHIFT WITHDRAW", "SHIFT ACCEPT from=\(draw.pick(people))"])
        case 6, 7: return "\(draw.pick(["JOIN", "JOIN", "LEAVE"])) \(call)"
        case 8: return "TELL \(draw.pick(people)) text=\"放心，我來\""
        case 9: return "LIST stuck"
        case 10:
            let queues = draw.pick(["all", "button,fall", "battery-low", "nowhere"])
            return "STAFF \(draw.pick(people)) queues=\(queues) skills=emergency"
        default:
            let duty = draw.pick(["ready", "ready", "away", "gone"])
            let reason = draw.happens(800) ? " reason=break" : ""
            return "STAFF \(draw.pick(people)) duty=\(duty)\(reason)"
        }
    }

    private func words(_ draw: inout Chance) -> String {
        let call =
            heardOf.isEmpty || draw.happens(30)
            ? "20261120-9999" : draw.pick(heardOf).description
        let version = draw.happens(250) ? " v=\(1 + draw.below(12))" : ""
        let people = TrialTown.people(trial).map(\.id.text) + ["nobody"]
        switch draw.below(24) {
        case 0..<4: return "TAKE \(call)\(version)"
        case 4: return "READY"
        case 5: return draw.happens(500) ? "AWAY reason=tea" : "READY"
        case 6: return "NOTE \(call) text=\"跌倒 ; \\\"quoted\\\"\""
        case 7:
            let results = ["no-response", "conscious", "no answer", "well", "", "fine"]
            return "DONE \(call) step=\(draw.below(4)) result=\"\(draw.pick(results))\"\(version)"
        case 8: return "WAIVE \(call) step=\(1 + draw.below(3)) reason=\"why\"\(version)"
        case 9: return "CONTACT \(call)" + (draw.happens(300) ? " who=\(1 + draw.below(4))" : draw.happens(300) ? " who=home" : "")
        case 10: return "SUMMON \(call) service=\(draw.pick(["ambulance", "police", "fire"]))"
        case 11:
            let reason = draw.happens(900) ? " reason=\"rings back\"" : ""
            return
                "PARK \(call) for=\(1 + draw.below(draw.happens(100) ? 9_000 : 90))\(reason)\(version)"
        case 12: return "RELEASE \(call)\(version)"
        case 13: return "HANDOVER \(call) to=\(draw.pick(people))\(version)"
        case 14..<17:
            let outcome = draw.pick(Outcome.known.map(\.outcome.word))
            let reason = draw.happens(600) ? " reason=\"because\"" : ""
            return "CLOSE \(call) outcome=\(outcome)\(reason)\(version)"
        case 17: return "CONFIRM \(call)\(version)"
        case 18: return "FULFIL \(1 + draw.below(30))"
        case 19:
            return
                "RESULT \(call) attempt=\(1 + draw.below(40)) outcome=\(draw.pick(["answered", "busy"]))"
        case 20: return draw.pick(["LIST calls", "SHOW centre", "SHOW \(call)", "LIST operators"])
        case 21:
            return draw.pick(["WATCH calls offers", "UNWATCH", "RESUME n=\(draw.below(5_000))"])
        case 22: return draw.pick(["PING", "FROB", "TAKE", "CLOSE \(call)", "HELP TAKE"])
        default:
            let moment = (centreNow + .minutes(Int64(draw.below(90)) - 2)).iso8601(in: rules.zone)
            let due = draw.happens(500) ? "due=\(moment)" : "in=\(1 + draw.below(200))"
            let kind = draw.pick(["visit", "call-back", "call-back"])
            return "FOLLOWUP \(call) kind=\(kind) \(due) owner=\(draw.pick(people))"
        }
    }
}
