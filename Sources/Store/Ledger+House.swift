// SPDX-License-Identifier: Apache-2.0
/// Facts of people and of the house -> rows. Duty states have timeline rows only: a restart voids
/// them, everybody is gone until they log in again.
/// Never opens a transaction: `write` holds it.

internal import Desk
internal import Vocabulary

extension Ledger {
    func recordPeople(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .dutyChanged(let id, let duty, let reason, let by):
            let text = try timeline.write(reason, home: nil, call: nil)
            codes.add("operator", id.text)
            codes.add("duty", duty.rawValue)
            _ = try timeline.append(
                place, .duty, actor: by, codes: codes, text: text)
        case .missedOffers(let id, let count):
            codes.add("operator", id.text)
            codes.add("missed", Int64(count))
            _ = try timeline.append(place, .missedOffers, actor: .desk, codes: codes)
            try directory.missed(id, count)
        case .nobodyOnDuty:
            _ = try timeline.append(place, .nobodyOnDuty, actor: .desk)
            try house.set(CentreValue.nobodyOnDuty, 1)
        case .somebodyOnDuty:
            _ = try timeline.append(place, .somebodyOnDuty, actor: .desk)
            try house.set(CentreValue.nobodyOnDuty, 0)
        case .situationReported(let now):
            codes.add("waiting", Int64(now.waiting))
            codes.add("offered", Int64(now.offered))
            codes.add("handling", Int64(now.handling))
            codes.add("parked", Int64(now.parked))
            codes.add("confirming", Int64(now.confirming))
            codes.add("oldest_ms", now.oldestWaiting.milliseconds)
            codes.add("ready", Int64(now.ready))
            codes.add("busy", Int64(now.busy))
            codes.add("away", Int64(now.away))
            codes.add("followups", Int64(now.followUpsOpen))
            codes.add("overdue", Int64(now.followUpsOverdue))
            codes.add("arrived", Int64(now.arrived))
            codes.add("answered", Int64(now.answered))
            codes.add("in_target", Int64(now.answeredInTarget))
            codes.add("silent", Int64(now.silent))
            codes.add("missed", Int64(now.missed))
            _ = try timeline.append(place, .situation, actor: .desk, codes: codes)
        default: preconditionFailure("not a fact of people")
        }
    }

    mutating func recordHouse(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .takenOwed(let notice):
            codes.add("n", notice.number)
            codes.add("gw", notice.gateway.text)
            codes.add("ref", notice.reference.text)
            _ = try timeline.append(
                place, .takenOwed, call: notice.call, actor: .desk, codes: codes)
            try house.owe(notice)
        case .takenSeen(let gateway, let number):
            codes.add("n", number)
            _ = try timeline.append(
                place, .takenSeen, actor: .gateway(gateway), codes: codes)
            try house.see(gateway, number)
        case .numbersReserved(let series, let through):
            codes.add("series", series.text)
            codes.add("through", through)
            _ = try timeline.append(place, .numbersReserved, actor: .desk, codes: codes)
            try house.reserve(series, through: through)
        case .recordSaved(let record, let by):
            record.name(into: &codes)
            if case .person(let person) = record {
                codes.add("skills", person.skills.joined(separator: ","))
            }
            let seq = try timeline.append(
                place, .recordSaved, actor: by, codes: codes)
            try directory.save(record, sequence: seq)
        case .storeTroubleBegan(let trouble):
            codes.add("trouble", trouble.rawValue)
            _ = try timeline.append(place, .troubleBegan, actor: .desk, codes: codes)
        case .storeTroubleEnded:
            _ = try timeline.append(place, .troubleEnded, actor: .desk)
        case .restartOrdered(let by, let reason):
            let text = try timeline.write(reason, home: nil, call: nil)
            _ = try timeline.append(place, .restartOrdered, actor: .person(by), text: text)
        case .importStaged, .importAccepted, .importApplied, .importEnded:
            try recordImport(fact, place)
        default: preconditionFailure("not a fact of the house")
        }
    }

    /// Rounds overwrite the canary's row and leave nothing behind: the commit is what they try.
    func recordCanary(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .canaryHeard(let device, let due):
            try house.hear(canary: device, at: place.at, due: due)
        case .canaryExpected(let device, let due):
            try house.expect(canary: device, due: due)
        case .pathSilent(let device, let call):
            codes.add("dev", device.text)
            _ = try timeline.append(place, .pathSilent, call: call, actor: .desk, codes: codes)
            try house.set(canary: device, isSilent: true)
        case .pathBack(let device, let call):
            codes.add("dev", device.text)
            _ = try timeline.append(
                place, .pathBack, call: call, actor: .device(device), codes: codes)
            try house.set(canary: device, isSilent: false)
        default: preconditionFailure("not a fact of a canary")
        }
    }

    private mutating func recordImport(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .importStaged(let line, let record, let by):
            codes.add("line", Int64(line))
            record.name(into: &codes)
            _ = try timeline.append(place, .importStaged, actor: .person(by), codes: codes)
            try house.stage(work: chores.importWork, line: line, record)
        case .importAccepted(let kind, let rows, let by):
            codes.add("kind", kind.rawValue)
            codes.add("rows", Int64(rows))
            _ = try timeline.append(place, .importAccepted, actor: .person(by), codes: codes)
            try house.accept(work: chores.importWork, kind, by: by)
        case .importApplied(let through):
            codes.add("through", Int64(through))
            _ = try timeline.append(place, .importApplied, actor: .desk, codes: codes)
            try house.applied(through: through)
        case .importEnded(let kind, let rows, let accepted, let by):
            codes.add("kind", kind.rawValue)
            codes.add("rows", Int64(rows))
            codes.add("accepted", accepted ? 1 : 0)
            _ = try timeline.append(place, .importEnded, actor: by, codes: codes)
            try house.endImport()
            // The rows themselves go in small portions, in `tidy`.
            chores.importWork += 1
            chores.hasStaleRows = true
        default: preconditionFailure("not a fact of an import")
        }
    }
}
