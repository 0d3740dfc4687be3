// SPDX-License-Identifier: Apache-2.0
/// Each fact: its timeline row, the rows of its subject, its counts. The first switch is exhaustive:
/// a new fact cannot be forgotten here.
/// Never opens a transaction: `write` holds it.

internal import Desk
internal import Vocabulary

extension Ledger {
    mutating func record(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        switch fact {
        case .callOpened, .alarmJoined, .alarmFolded, .runawayFound, .signalHeard, .cancelHeard:
            try recordArrival(fact, place)
        case .callOffered, .offerEnded, .callRaised, .callEscalated, .callReclassified, .callTaken,
            .callReturned,
            .callParked, .callHandedOver:
            try recordLine(fact, place)
        case .noteWritten, .stepDone, .stepWaived, .serviceSummoned, .cascadeStarted,
            .cascadeEnded, .detailRevealed, .detailsPassed, .attemptStarted, .attemptEnded:
            try recordWork(fact, place)
        case .closingProposed, .callClosed, .followUpPromised, .followUpReminded, .followUpCame,
            .followUpMoved, .followUpFulfilled:
            try recordEnd(fact, place)
        case .dutyChanged, .missedOffers, .nobodyOnDuty, .somebodyOnDuty, .situationReported:
            try recordPeople(fact, place)
        case .queuesChanged, .shiftOffered, .shiftEnded, .messageSent, .listened:
            try recordColleagues(fact, place)
        case .takenOwed, .takenSeen, .numbersReserved, .recordSaved, .importStaged,
            .importAccepted, .importApplied, .importEnded, .storeTroubleBegan,
            .storeTroubleEnded, .restartOrdered:
            try recordHouse(fact, place)
        case .stormProposed, .stormDeclared, .stormExtended, .callGrouped, .callLifted,
            .stormClosed,
            .stormEnded:
            try recordStorm(fact, place)
        case .canaryHeard, .canaryExpected, .pathSilent, .pathBack:
            try recordCanary(fact, place)
        case .deviceSilent, .welfareDue, .silenceEnded, .centreAlive, .routesKept, .outageOpened,
            .homesMissed, .outageOver, .outageEmptied, .missedTried, .missedSettled:
            try recordRisk(fact, place)
        }
    }

    // MARK: Arrival

    private mutating func recordArrival(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        switch fact {
        case .callOpened(let call):
            var kind = FactKind.opened
            for entry in call.alarms {
                try record(entry, of: call.id, home: call.home, kind, place)
                kind = .alarmWith
            }
            if call.alarms.isEmpty {
                _ = try timeline.append(place, .opened, call: call.id, actor: .desk)
            }
            try arrivals.open(call)
            measures.count(call.arrivedAt, call.priority, call.district) { $0.offered() }
        case .alarmJoined(let id, let entry):
            try record(entry, of: id, home: nil, .joined, place)
            try arrivals.join(id)
        case .alarmFolded(let id, let entry):
            try record(entry, of: id, home: nil, .folded, place)
            try arrivals.join(id)
        case .runawayFound(let id, let runaway):
            var codes = Codes()
            codes.add("dev", runaway.device.text)
            codes.add("type", runaway.kind.word)
            codes.add("since", runaway.since.milliseconds)
            codes.add("alarms", Int64(runaway.heard))
            _ = try timeline.append(place, .runaway, call: id, actor: .desk, codes: codes)
        case .signalHeard(let signal, let call):
            let seq = try timeline.append(
                place, .signal, call: call, actor: signal.actor,
                codes: codes(of: signal))
            let location = try write(signal.location, call: call)
            let text = try write(signal.text, call: call)
            try arrivals.add(
                signal: signal, at: place.at, id: seq, call: call, location: location, text: text)
        case .cancelHeard(let id, let device, let reference, let withdrawnAfter, let key):
            var codes = Codes()
            codes.add("ref", reference.text)
            if let withdrawnAfter { codes.add("withdrawn_ms", withdrawnAfter.milliseconds) }
            _ = try timeline.append(
                place, .cancelled, call: id, actor: .device(device), codes: codes)
            try arrivals.cancel(id, withdrawn: withdrawnAfter != nil)
            if let withdrawnAfter {
                let arrival = try arrivals.arrival(of: id, otherwise: key)
                let waited = measures.townSpan(withdrawnAfter)
                measures.count(arrival.arrivedAt, arrival.priority, arrival.district) {
                    $0.withdrawn(after: waited)
                }
            }
        default: preconditionFailure("not a fact of arrival")
        }
    }

    private func record(
        _ entry: AlarmEntry, of call: CallID, home: HomeID?, _ kind: FactKind, _ place: StepPlace
    ) throws(StoreError) {
        let signal = entry.signal
        let seq = try timeline.append(
            place, kind, call: call, actor: signal.actor,
            codes: codes(of: signal))
        let location: Int64?
        let text: Int64?
        if kind == .joined || kind == .folded {
            location = try timeline.write(signal.location, of: call)
            text = try timeline.write(signal.text, of: call)
        } else {
            location = try timeline.write(signal.location, home: home, call: call)
            text = try timeline.write(signal.text, home: home, call: call)
        }
        try arrivals.add(alarm: entry, id: seq, call: call, location: location, text: text)
    }

    private func codes(of signal: Signal) -> Codes {
        var codes = Codes()
        codes.add("ref", signal.identity.reference.text)
        codes.add("type", signal.identity.kind.word)
        codes.add("gw", signal.gateway.text)
        return codes
    }

    private func write(_ text: String, call: CallID?) throws(StoreError) -> Int64? {
        guard let call else { return try timeline.write(text, home: nil, call: nil) }
        return try timeline.write(text, of: call)
    }

    // MARK: The line

    private mutating func recordLine(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .callOffered(let id, let to, let deadline):
            codes.add("to", to.text)
            codes.add("until", deadline.milliseconds)
            _ = try timeline.append(place, .offered, call: id, actor: .desk, codes: codes)
            measures.count(to, at: place.at) { $0.offered() }
        case .offerEnded(let id, let person, let reason, let by):
            codes.add("to", person.text)
            codes.add("reason", reason.rawValue)
            _ = try timeline.append(place, .offerEnded, call: id, actor: by, codes: codes)
            if reason == .lapsed { measures.count(person, at: place.at) { $0.missed() } }
        case .callRaised(let id, let rank, let reason):
            codes.add("rank", Int64(rank.rawValue))
            codes.add("reason", reason.rawValue)
            _ = try timeline.append(place, .raised, call: id, actor: .desk, codes: codes)
            try calls.raise(id, rank, reason, at: place.at)
        case .callReclassified(let id, let kind, let plan, let before):
            codes.add("type", kind.word)
            codes.add("plan", plan.text)
            codes.add("before", before.plan.text)
            if let kept = before.kept { codes.add("kept", Int64(kept)) }
            _ = try timeline.append(place, .reclassified, call: id, actor: .desk, codes: codes)
            try calls.reclassify(id, kind, plan, after: before)
        case .callEscalated(let id, let tier):
            codes.add("tier", Int64(tier.rawValue))
            _ = try timeline.append(place, .escalated, call: id, actor: .desk, codes: codes)
            try calls.escalate(id, tier)
        case .callTaken(let id, let by, let from, let answer, let key):
            codes.add("from", from?.text ?? "")
            codes.add("wait_ms", answer.wait.milliseconds)
            if answer.counts { codes.add("answers", 1) }
            let seq = try timeline.append(
                place, .taken, call: id, actor: .person(by), codes: codes)
            try calls.take(id, by: by, from: from, wait: answer.wait, sequence: seq)
            guard answer.counts else { return }
            let arrival = try arrivals.arrival(of: id, otherwise: key)
            let waited = measures.townSpan(answer.wait)
            measures.count(arrival.arrivedAt, arrival.priority, arrival.district) {
                $0.answered(after: waited)
            }
            measures.count(by, at: place.at) { $0.answered(after: waited) }
        case .callReturned(let id, let from, let reason, let by):
            codes.add("from", from?.text ?? "")
            codes.add("reason", reason.rawValue)
            _ = try timeline.append(place, .returned, call: id, actor: by, codes: codes)
            try calls.giveBack(id, at: place.at)
        case .callParked(let id, let by, let until, let reason):
            let text = try timeline.write(reason, of: id)
            codes.add("until", until.milliseconds)
            _ = try timeline.append(
                place, .parked, call: id, actor: .person(by), codes: codes, text: text)
            try calls.park(id, until: until)
        case .callHandedOver(let id, let from, let to, let by):
            codes.add("to", to.text)
            if from != by { codes.add("from", from.text) }
            let seq = try timeline.append(
                place, .handedOver, call: id, actor: .person(by), codes: codes)
            try calls.handOver(id, to: to, sequence: seq)
        default: preconditionFailure("not a fact of the line")
        }
    }

    // MARK: The work

    private func recordWork(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .noteWritten(let id, let by, let text):
            let textID = try timeline.write(text, of: id)
            let seq = try timeline.append(
                place, .note, call: id, actor: by, text: textID)
            try calls.add(note: by.description, id: seq, call: id, at: place.at, text: textID)
        case .stepDone(let id, let step, let by, let result):
            let text = try timeline.write(result, of: id)
            codes.add("step", Int64(step))
            _ = try timeline.append(
                place, .stepDone, call: id, actor: by, codes: codes, text: text)
            try work.settle(step: step, of: id, "done", by: by.description, text: text)
        case .stepWaived(let id, let step, let by, let reason):
            let text = try timeline.write(reason, of: id)
            codes.add("step", Int64(step))
            _ = try timeline.append(
                place, .stepWaived, call: id, actor: .person(by), codes: codes, text: text)
            try work.settle(step: step, of: id, "waived", by: by.text, text: text)
        case .serviceSummoned(let id, let service, let by, let note):
            let text = try timeline.write(note, of: id)
            codes.add("service", service)
            _ = try timeline.append(
                place, .summoned, call: id, actor: by, codes: codes, text: text)
            try calls.summon(id, service)
        case .cascadeStarted(let id, let cascade, let by):
            codes.add("goal", cascade.goal.text)
            let seq = try timeline.append(
                place, .cascadeStarted, call: id, actor: by, codes: codes)
            let stops = try timeline.write(StopList.text(cascade.stops), of: id)
            try work.start(cascade, of: id, sequence: seq, stops: stops)
        case .cascadeEnded(let id, let goal, let reached):
            codes.add("goal", goal.text)
            codes.add("reached", reached ? 1 : 0)
            _ = try timeline.append(place, .cascadeEnded, call: id, actor: .desk, codes: codes)
            try work.end(goal, of: id)
        case .detailRevealed(let id, let detail, let by):
            codes.add("what", detail.rawValue)
            _ = try timeline.append(place, .revealed, call: id, actor: .person(by), codes: codes)
        case .detailsPassed(let id, let details, let service, let by):
            codes.add("service", service)
            codes.add("what", details.map(\.rawValue).joined(separator: ","))
            _ = try timeline.append(
                place, .passed, call: id, actor: by, codes: codes)
        case .attemptStarted(let attempt): try recordStart(of: attempt, place)
        case .attemptEnded(let id, let call, let outcome, let words, let by):
            let text = try write(words, call: call.orNil)
            codes.add("attempt", id.raw)
            codes.add("outcome", outcome.rawValue)
            _ = try timeline.append(
                place, .attemptEnded, call: call.orNil, actor: by, codes: codes,
                text: text)
            try work.end(id, outcome, at: place.at, by: by.description, text: text)
        default: preconditionFailure("not a fact of the work")
        }
    }

    private func recordStart(of attempt: Attempt, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        codes.add("attempt", attempt.id.raw)
        codes.add("target", attempt.target.text)
        codes.add("channel", attempt.channel.text)
        _ = try timeline.append(
            place, .attemptStarted, call: attempt.call.orNil, actor: .desk, codes: codes)
        let to = try write(attempt.to, call: attempt.call.orNil)
        let who = try write(attempt.who, call: attempt.call.orNil)
        try work.start(attempt, to: to, who: who)
    }

    // MARK: The end

    private mutating func recordEnd(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .closingProposed(let id, let outcome, let reason, let by):
            let text = try timeline.write(reason, of: id)
            codes.add("outcome", outcome.word)
            _ = try timeline.append(
                place, .proposed, call: id, actor: .person(by), codes: codes, text: text)
            try calls.propose(id, outcome, reason: text, by: by, at: place.at)
        case .callClosed(let id, let outcome, let reason, let by, let second, let closing, let key):
            let text = try timeline.write(reason, of: id)
            codes.add("outcome", outcome.word)
            codes.add("confirmed", second?.text ?? "")
            codes.add("handled_ms", closing.handled.milliseconds)
            _ = try timeline.append(
                place, .closed, call: id, actor: .person(by), codes: codes, text: text)
            try calls.close(
                id, outcome, reason: text, by: by, confirmedBy: second, closing, at: place.at)
            try work.endCascades(of: id)
            try directory.close(id, by: by, at: place.at)
            chores.lastCalls += 1
            let arrival = try arrivals.arrival(of: id, otherwise: key)
            let handled = measures.townSpan(closing.handled)
            let first = closing.atFirstContact
            measures.count(arrival.arrivedAt, arrival.priority, arrival.district) {
                $0.closed(handled: handled, atFirstContact: first)
            }
            measures.count(by, at: place.at) {
                $0.closed(handled: handled, atFirstContact: first)
            }
        case .followUpPromised(let promise, let by):
            let text = try timeline.write(promise.note, of: promise.call)
            codes.add("followup", promise.id.raw)
            codes.add("kind", promise.kind.rawValue)
            codes.add("owner", promise.owner.text)
            codes.add("due", promise.due.milliseconds)
            _ = try timeline.append(
                place, .followUpPromised, call: promise.call, actor: .person(by), codes: codes,
                text: text)
            try work.promise(promise, by: by, note: text)
            try calls.promise(promise.call)
        case .followUpReminded(let id, let level):
            codes.add("followup", id.raw)
            codes.add("level", Int64(level))
            _ = try timeline.append(
                place, .followUpReminded, call: try work.call(of: id), actor: .desk,
                codes: codes)
            try work.remind(id, level: level)
        case .followUpCame(let id, let call):
            codes.add("followup", id.raw)
            _ = try timeline.append(place, .followUpCame, call: call, actor: .desk, codes: codes)
            try work.came(id, as: call)
        case .followUpMoved(let id, let from, let to):
            codes.add("followup", id.raw)
            codes.add("to", to.text)
            _ = try timeline.append(
                place, .followUpMoved, call: try work.call(of: id), actor: .person(from), codes: codes)
            try work.move(id, to: to)
        case .followUpFulfilled(let id, let by, let note):
            let call = try work.call(of: id)
            let text = try write(note, call: call)
            codes.add("followup", id.raw)
            _ = try timeline.append(
                place, .followUpFulfilled, call: call, actor: .person(by), codes: codes, text: text)
            try work.fulfil(id, by: by, at: place.at, note: text)
        default: preconditionFailure("not a fact of the end")
        }
    }
}
