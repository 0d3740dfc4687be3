// SPDX-License-Identifier: Apache-2.0
/// Facts of open risks -> rows.
/// Never opens a transaction: `write` holds it.

internal import Desk
internal import Vocabulary

extension Ledger {
    func recordRisk(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .deviceSilent(let device, let heardAt, let welfareAt):
            codes.add("dev", device.text)
            codes.add("heard", heardAt.milliseconds)
            _ = try timeline.append(place, .deviceSilent, actor: .desk, codes: codes)
            try risks.fall(device, heardAt: heardAt, welfareAt: welfareAt)
        case .welfareDue(let device, let due, let isRaised):
            codes.add("dev", device.text)
            codes.add("due", due.milliseconds)
            if isRaised { codes.add("raised", 1) }
            _ = try timeline.append(place, .welfareDue, actor: .desk, codes: codes)
            try risks.put(device, due: due, isRaised: isRaised)
        case .silenceEnded(let device, let by):
            codes.add("dev", device.text)
            _ = try timeline.append(
                place, .silenceEnded, actor: by, codes: codes)
            try risks.end(device)
        default: try recordOutage(fact, place)
        }
    }

    private func recordOutage(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .centreAlive: try house.set(CentreValue.aliveAt, place.at.milliseconds)
        case .routesKept(let routes): for route in routes { try risks.keep(route) }
        case .outageOpened(let outage):
            codes.add("outage", outage.id.raw)
            codes.add("cause", outage.cause.text)
            codes.add("from", outage.from.milliseconds)
            if let until = outage.until { codes.add("until", until.milliseconds) }
            _ = try timeline.append(place, .outageOpened, actor: .desk, codes: codes)
            try risks.open(outage)
        case .homesMissed(let id, let homes, let through):
            codes.add("outage", id.raw)
            codes.add("homes", Int64(homes.count))
            _ = try timeline.append(place, .homesMissed, actor: .desk, codes: codes)
            try risks.list(homes, of: id, through: through, at: place.at)
        case .outageOver(let id):
            codes.add("outage", id.raw)
            _ = try timeline.append(place, .outageOver, actor: .desk, codes: codes)
            try risks.end(id, at: place.at)
        case .outageEmptied(let id):
            codes.add("outage", id.raw)
            _ = try timeline.append(place, .outageEmptied, actor: .desk, codes: codes)
            try risks.empty(id, at: place.at)
        case .missedTried(let home, let by, let again, let note):
            codes.add("home", home.text)
            codes.add("again", again.milliseconds)
            let text = try timeline.write(note, home: home, call: nil)
            _ = try timeline.append(
                place, .missedTried, actor: .person(by), codes: codes, text: text)
            try risks.again(home, at: again)
        case .missedSettled(let home, let end, let by, let note):
            codes.add("home", home.text)
            codes.add("end", end.rawValue)
            let text = try timeline.write(note, home: home, call: nil)
            _ = try timeline.append(
                place, .missedSettled, actor: by, codes: codes, text: text)
            try risks.settle(home)
        default: preconditionFailure("not a fact of a risk")
        }
    }
}
