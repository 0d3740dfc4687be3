// SPDX-License-Identifier: Apache-2.0
// Facts as short lines that a nurse can read. Numbers of calls, attempts and promises become $1, a1
// and f1, in order of appearance.

import Desk
import Vocabulary
import World

/// Short names for long numbers, given in order of appearance.
struct Names {
    private(set) var calls: [CallID] = []
    private(set) var attempts: [AttemptID] = []
    private(set) var promises: [FollowUpID] = []
    private(set) var taken: [Int64] = []
    private(set) var storms: [StormID] = []
    private(set) var previews: [Int64] = []
    private(set) var connections: [ConnectionID: String] = [:]

    mutating func of(_ id: CallID) -> String {
        // The day's number 0 is a canary's round, never a call.
        id.number == 0 ? "a round" : "$\(Names.place(id, &calls))"
    }
    mutating func of(_ id: AttemptID) -> String { "a\(Names.place(id, &attempts))" }
    mutating func of(_ id: FollowUpID) -> String { "f\(Names.place(id, &promises))" }
    mutating func ofTaken(_ number: Int64) -> String { "t\(Names.place(number, &taken))" }
    mutating func of(_ id: StormID) -> String { "s\(Names.place(id, &storms))" }
    mutating func ofPreview(_ number: Int64) -> String { "p\(Names.place(number, &previews))" }
    func of(_ connection: ConnectionID) -> String { connections[connection] ?? "?" }
    mutating func call(_ connection: ConnectionID, _ name: String) {
        connections[connection] = name
    }

    private static func place<ID: Equatable>(_ id: ID, _ list: inout [ID]) -> Int {
        if let at = list.firstIndex(of: id) { return at + 1 }
        list.append(id)
        return list.count
    }
}

extension Names {
    /// nil for facts that only serve the house.
    mutating func words(_ fact: Fact) -> String? {
        switch fact {
        case .callOpened(let call):
            let first = call.alarms.first?.signal.identity
            let home = call.home?.text ?? "unregistered"
            return "\(of(call.id)) opened: \(call.kind) from \(first?.device.text ?? "?"), "
                + "\(home), priority \(call.priority.rawValue)"
        case .alarmJoined(let id, let entry):
            let alarm = entry.signal.identity
            return "\(of(id)) joined by \(alarm.kind) from \(alarm.device), ref \(alarm.reference)"
        case .alarmFolded(let id, let entry):
            let alarm = entry.signal.identity
            return "\(of(id)) folds \(alarm.kind) from \(alarm.device), ref \(alarm.reference)"
        case .runawayFound(let id, let runaway):
            return "\(of(id)) runaway: \(runaway.kind) from \(runaway.device), "
                + "\(runaway.heard) since \(clock(runaway.since))"
        case .stormProposed, .stormDeclared, .stormExtended, .callGrouped, .callLifted,
            .stormClosed,
            .stormEnded:
            return stormWords(fact)
        case .signalHeard(let signal, let call):
            let on = call.map { " on \(of($0))" } ?? ""
            return "signal \(signal.identity.kind) from \(signal.identity.device)\(on)"
        case .cancelHeard(let id, let device, _, let after, _):
            let early = after.map { ", withdrawn after \($0.secondsText) s" } ?? ""
            return "\(of(id)) cancelled by \(device)\(early)"
        case .callOffered, .offerEnded, .callRaised, .callEscalated, .callReclassified, .callTaken,
            .callReturned,
            .callParked, .callHandedOver:
            return lineWords(fact)
        case .noteWritten, .stepDone, .stepWaived, .serviceSummoned, .cascadeStarted,
            .cascadeEnded, .detailRevealed, .detailsPassed, .attemptStarted, .attemptEnded:
            return workWords(fact)
        case .closingProposed(let id, let outcome, let reason, let by):
            return "\(of(id)) to be closed by \(by) as \(outcome) (\(reason))"
        case .callClosed(let id, let outcome, let reason, let by, let second, let closing, _):
            return "\(of(id)) closed by \(by) as \(outcome)"
                + (reason.isEmpty ? "" : " (\(reason))")
                + (second.map { ", confirmed by \($0)" } ?? "")
                + ", handled \(closing.handled.secondsText) s"
                + (closing.atFirstContact ? ", at first contact" : "")
        case .followUpPromised, .followUpReminded, .followUpCame, .followUpMoved,
            .followUpFulfilled, .dutyChanged, .queuesChanged, .shiftOffered, .shiftEnded,
            .messageSent, .listened,
            .missedOffers, .nobodyOnDuty, .somebodyOnDuty, .situationReported:
            return peopleWords(fact)
        case .takenOwed, .takenSeen, .numbersReserved, .recordSaved, .importStaged,
            .importAccepted, .importApplied, .importEnded, .storeTroubleBegan,
            .storeTroubleEnded, .restartOrdered, .canaryHeard, .canaryExpected, .pathSilent,
            .pathBack, .deviceSilent, .welfareDue, .silenceEnded,
            .centreAlive, .routesKept, .outageOpened, .homesMissed, .outageOver, .outageEmptied, .missedTried,
            .missedSettled:
            return houseWords(fact)
        }
    }

    private mutating func lineWords(_ fact: Fact) -> String? {
        switch fact {
        case .callOffered(let id, let to, let until):
            return "\(of(id)) offered to \(to) until \(clock(until))"
        case .offerEnded(let id, let to, let reason, _):
            return "\(of(id)) no longer offered to \(to): \(reason.rawValue)"
        case .callRaised(let id, let rank, let reason):
            return "\(of(id)) raised to \(rank.rawValue): \(reason.rawValue)"
        case .callReclassified(let id, let kind, let plan, let before):
            return "\(of(id)) is now \(kind), plan \(plan)"
                + (before.kept.map { " after step \($0)" } ?? "")
        case .callEscalated(let id, let tier): return "\(of(id)) on tier \(tier.rawValue)"
        case .callTaken(let id, let by, let from, let answer, _):
            return "\(of(id)) taken by \(by)" + (from.map { " from \($0)" } ?? "")
                + (answer.counts ? ", answered after \(answer.wait.secondsText) s" : "")
        case .callReturned(let id, let from, let reason, _):
            return "\(of(id)) back in the line from \(from?.text ?? "-"): \(reason.rawValue)"
        case .callParked(let id, let by, let until, let reason):
            return "\(of(id)) parked by \(by) until \(clock(until)): \(reason)"
        case .callHandedOver(let id, let from, let to, _):
            return "\(of(id)) handed from \(from) to \(to)"
        default: return nil
        }
    }

    private mutating func stormWords(_ fact: Fact) -> String? {
        func words(_ kinds: [SignalKind]) -> String { kinds.map(\.word).joined(separator: ", ") }
        switch fact {
        case .stormProposed(let proposal):
            return "storm proposed: \(proposal.area), \(words(proposal.kinds)), "
                + "\(proposal.calls) calls"
        case .stormDeclared(let storm):
            return "\(of(storm.id)) declared by \(storm.by) until \(clock(storm.until)): "
                + "\(storm.area), \(words(storm.kinds)), lower \(storm.lower) (\(storm.reason))"
        case .stormExtended(let id, let until, let by, let reason):
            return "\(of(id)) extended by \(by) until \(clock(until)) (\(reason))"
        case .callGrouped(let call, let id, let rank, let by):
            return "\(of(call)) in the group of \(of(id)) with rank \(rank.rawValue), by \(by)"
        case .callLifted(let call, let id, let rank, let reason, let by):
            return
                "\(of(call)) out of the group of \(of(id)) with rank \(rank.rawValue), by \(by): "
                + reason.rawValue
        case .stormClosed(let id, let outcome, let calls, let by, let reason):
            return "\(calls) calls of \(of(id)) closed by \(by) as \(outcome) (\(reason))"
        case .stormEnded(let id, let ending, let by, let reason):
            return "\(of(id)) over: \(ending.rawValue), by \(by)"
                + (reason.isEmpty ? "" : " (\(reason))")
        default: return nil
        }
    }

    private mutating func workWords(_ fact: Fact) -> String? {
        switch fact {
        case .noteWritten(let id, let by, let text): return "\(of(id)) note by \(by): \(text)"
        case .stepDone(let id, let step, let by, let result):
            return "\(of(id)) step \(step) done by \(by): \(result)"
        case .stepWaived(let id, let step, let by, let reason):
            return "\(of(id)) step \(step) waived by \(by): \(reason)"
        case .serviceSummoned(let id, let service, let by, _):
            return "\(of(id)) \(service) summoned by \(by)"
        case .detailRevealed(let id, let detail, let by):
            return "\(of(id)) \(by) looked at \(detail.rawValue)"
        case .detailsPassed(let id, let details, let service, let by):
            return "\(of(id)) \(details.map(\.rawValue).joined(separator: ", ")) passed to "
                + "\(service) by \(by)"
        case .cascadeStarted(let id, let cascade, let by):
            return "\(of(id)) reaching \(cascade.goal.text) for \(by), \(cascade.stops.count) stops"
        case .cascadeEnded(let id, let goal, let reached):
            return "\(of(id)) \(goal.text) \(reached ? "reached" : "not reached")"
        case .attemptStarted(let attempt):
            return "\(of(attempt.id)) starts: \(attempt.target.text) by \(attempt.channel.text)"
        case .attemptEnded(let id, _, let outcome, _, let by):
            return "\(of(id)) ends: \(outcome.rawValue), says \(by)"
        default: return nil
        }
    }

    private mutating func peopleWords(_ fact: Fact) -> String? {
        switch fact {
        case .followUpPromised(let promise, let by):
            return "\(of(promise.id)) promised by \(by): \(promise.kind.rawValue) for "
                + "\(promise.owner), due \(clock(promise.due))"
        case .followUpReminded(let id, let level): return "\(of(id)) reminded, level \(level)"
        case .followUpCame(let id, let call): return "\(of(id)) came as \(of(call))"
        case .followUpMoved(let id, let from, let to):
            return "\(of(id)) goes from \(from) to \(to)"
        case .queuesChanged(let id, let queues, let by):
            return "\(id) is offered first \(queues.joined(separator: ",")), says \(by)"
        case .shiftOffered(let from, let to, let calls, let promises, _):
            return "shift of \(from) offered to \(to): "
                + (calls.map { of($0) } + promises.map { of($0) }).joined(separator: ", ")
        case .shiftEnded(let from, let to, let ending, let by, _):
            return "shift of \(from) to \(to) \(ending.rawValue), says \(by)"
        case .messageSent(let to, let by, let text): return "\(by) told \(to): \(text)"
        case .listened(let id, let by, let isHere):
            return "\(by) \(isHere ? "listens" : "listens no more") to \(of(id))"
        case .followUpFulfilled(let id, let by, _): return "\(of(id)) fulfilled by \(by)"
        case .dutyChanged(let id, let duty, let reason, _):
            return "\(id) is \(duty.rawValue)" + (reason.isEmpty ? "" : " (\(reason))")
        case .missedOffers(let id, let count): return "\(id) missed \(count)"
        case .nobodyOnDuty: return "nobody is on duty"
        case .somebodyOnDuty: return "somebody is on duty"
        case .situationReported: return "situation reported"
        default: return nil
        }
    }

    private mutating func houseWords(_ fact: Fact) -> String? {
        switch fact {
        case .takenOwed(let notice):
            return "\(ofTaken(notice.number)) owed to \(notice.gateway): TAKEN \(notice.reference)"
        case .takenSeen(let gateway, let number): return "\(gateway) saw \(ofTaken(number))"
        case .recordSaved(let record, let by): return "saved by \(by): \(Names.brief(record))"
        case .importStaged(let line, let record, _):
            return "line \(line) staged: \(Names.brief(record))"
        case .importAccepted(let kind, let rows, let by):
            return "import of \(kind.rawValue) by \(by) accepted, \(rows) rows"
        case .importApplied(let through): return "import applied through row \(through)"
        case .importEnded(let kind, let rows, let accepted, _):
            return "import of \(kind.rawValue) ended, "
                + (accepted ? "\(rows) rows" : "nothing imported")
        case .deviceSilent(let device, let heardAt, _):
            return "\(device) is silent since \(clock(heardAt))"
        case .welfareDue(let device, let due, let isRaised):
            return "home of \(device) \(isRaised ? "rung, " : "")to be rung at \(clock(due))"
        case .silenceEnded(let device, let by): return "\(device) is silent no more, says \(by)"
        case .outageOpened(let outage):
            return "outage opened: \(outage.cause.text) since \(clock(outage.from))"
        case .homesMissed(_, let homes, let through):
            return "may have been missed: \(homes.map(\.text).joined(separator: ", "))"
                + (through == nil ? "" : " and more")
        case .outageOver: return "outage over"
        case .outageEmptied: return "nobody is left of the outage"
        case .missedTried(let home, let by, let again, let note):
            return "\(home) not reached by \(by), again at \(clock(again)) (\(note))"
        case .missedSettled(let home, let end, let by, let note):
            return "\(home) off the list: \(end.rawValue), says \(by) (\(note))"
        case .canaryHeard(let device, _): return "canary \(device) heard"
        case .canaryExpected(let device, let due):
            guard let due else { return "\(device) is no canary any more" }
            return "canary \(device) has time until \(clock(due))"
        case .pathSilent(let device, let call):
            return "the path of \(device) is silent" + (call.map { ", \(of($0))" } ?? "")
        case .pathBack(let device, let call):
            return "the path of \(device) is back" + (call.map { ", \(of($0))" } ?? "")
        case .storeTroubleBegan(let trouble): return "the disk fails: \(trouble.rawValue)"
        case .storeTroubleEnded: return "the disk works again"
        case .restartOrdered(let by, let reason): return "restart ordered by \(by) (\(reason))"
        default: return nil
        }
    }

    static func brief(_ record: Record) -> String {
        let cells = record.rows.first ?? []
        return "\(record.kind.rawValue) \(cells.prefix(3).joined(separator: ","))"
    }
}

/// `09:00:12`, with milliseconds only where there are some.
func clock(_ moment: Moment) -> String {
    let time = CivilTime(moment, in: ZoneOffset(minutes: 480))
    let text = [time.hour, time.minute, time.second].map { padded($0, 2) }.joined(separator: ":")
    return time.millisecond == 0 ? text : "\(text).\(padded(time.millisecond, 3))"
}
