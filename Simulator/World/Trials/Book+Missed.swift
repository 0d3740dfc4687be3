// SPDX-License-Identifier: Apache-2.0
/// The part of the books that is about homes that may have been missed: who is on the list, until when,
/// and who was given which.
/// Never believes that the next home is the right one: there must be none at a higher risk.

import Counter
import Desk
import Vocabulary
import Wire

/// A home on the list.
struct BookMissed {
    var outage: OutageID
    var tries = 0
    var dueAt: Moment
}

extension Book {
    mutating func enterMissed(_ fact: Fact, at now: Moment) {
        switch fact {
        case .outageOpened(let outage):
            if outages.contains(where: { $0.value == outage.cause }) && outage.until == nil {
                wrong.append("a second outage of \(outage.cause) while one lasts")
            }
            if outage.until == nil { outages[outage.id] = outage.cause }
        case .outageOver(let id): outages[id] = nil
        case .homesMissed(let id, let homes, _):
            for home in homes {
                if missed[home] != nil { wrong.append("\(home) is on the list twice") }
                missed[home] = BookMissed(outage: id, dueAt: now)
            }
        case .missedTried(let home, let by, let again, _):
            if missed[home] == nil { wrong.append("\(home) tried, but is not on the list") }
            if again != now + rules.missedAgain { wrong.append("\(home) due at another moment") }
            missed[home]?.tries += 1
            missed[home]?.dueAt = again
            homesToRing[by] = nil
        case .missedSettled(let home, let end, _, _):
            guard let known = missed.removeValue(forKey: home) else {
                wrong.append("\(home) leaves the list, but is not on it")
                return
            }
            if end == .call, known.tries + 1 < Limits.missedTriesMax {
                wrong.append("\(home) becomes a call after \(known.tries) tries")
            }
            homesToRing = homesToRing.filter { $0.value.home != home }
        default: break
        }
    }

    /// Who rings which home now.
    private func ringers(at now: Moment) -> [HomeID: OperatorID] {
        var all: [HomeID: OperatorID] = [:]
        for (person, given) in homesToRing
        where now - given.at < .minutes(Limits.missedHoldMinutes) && seats[person]?.duty != .gone {
            all[given.home] = person
        }
        return all
    }

    /// The homes of which one must be given to this person next.
    private func nextHomes(for me: OperatorID, at now: Moment) -> Set<HomeID> {
        let ringers = ringers(at: now)
        if let mine = homesToRing[me]?.home, missed[mine] != nil, ringers[mine] == me {
            return [mine]
        }
        let free = missed.filter { $0.value.dueAt <= now && ringers[$0.key] == nil }.map(\.key)
        let most = free.map { risks[$0] ?? 0 }.max()
        return Set(free.filter { risks[$0] ?? 0 == most })
    }

    func foresee(_ order: MissedOrder, _ me: OperatorID, at now: Moment) -> Foreseen {
        let left = missed.count
        func ends(_ home: HomeID, _ state: String, _ left: Int) -> Foreseen {
            guard missed[home] != nil else { return Foreseen(.notFound) }
            if let other = ringers(at: now)[home], other != me {
                return Foreseen(.takenByOther, ["home": home.text, "by": other.text])
            }
            return Foreseen(
                .missed, ["home": home.text, "state": state, "left": String(left)])
        }
        switch order {
        case .next:
            let homes = nextHomes(for: me, at: now)
            if homes.isEmpty { return Foreseen(.notFound) }
            var fields = ["left": String(left)]
            if homes.count == 1 { fields["home"] = homes.first?.text }
            return Foreseen(.missed, fields)
        case .reached(let home, _): return ends(home, "reached", left - 1)
        case .back(let home): return ends(home, "back", left)
        case .unreached(let home, _):
            let isLast = (missed[home]?.tries ?? 0) + 1 >= Limits.missedTriesMax
            return isLast ? ends(home, "call", left - 1) : ends(home, "unreached", left)
        }
    }

    /// The desk has decided: which home was given is its own choice, among those of the highest risk.
    mutating func give(
        _ home: HomeID?, for order: MissedOrder, to me: OperatorID, at now: Moment
    ) {
        guard let role = seats[me]?.record.role, rules.powers.allows(.handle, role) else { return }
        switch order {
        case .next:
            let homes = nextHomes(for: me, at: now)
            guard let home, homes.contains(home) else {
                if !homes.isEmpty { wrong.append(
                        "\(me) was given \(home?.text ?? "none"), not of "
                            + homes.map(\.text).sorted().joined(separator: ",")) }
                return
            }
            guard homesToRing[me]?.home != home || ringers(at: now)[home] != me else { return }
            homesToRing = homesToRing.filter { $0.value.home != home }
            homesToRing[me] = (home, now)
        case .back(let its):
            if ringers(at: now)[its] ?? me == me, missed[its] != nil { homesToRing[me] = nil }
        case .reached, .unreached: break
        }
    }
}
