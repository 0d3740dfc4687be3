// SPDX-License-Identifier: Apache-2.0
/// The only code that changes what facts speak of, one fact at a time (of storms: Storms/StormApply.swift).
/// Never decides: a fact that cannot be true here is our own mistake and traps.

package import Vocabulary

extension DeskState {
    /// Makes `fact` true in memory.
    package mutating func apply(_ fact: Fact, at now: Moment) {
        switch fact {
        case .callOpened(let call): open(call, at: now)
        case .alarmJoined(let id, let entry): join(id, entry, isFolded: false, at: now)
        case .alarmFolded(let id, let entry): join(id, entry, isFolded: true, at: now)
        case .runawayFound(let id, let runaway):
            change(id) {
                $0.isRunaway = true
                if $0.runaways.count < Limits.runawaysPerCallMax { $0.runaways.append(runaway) }
            }
        case .signalHeard(let signal, let call):
            repeats.remember(signal.identity, call: call, at: now)
        case .cancelHeard(let id, let device, let reference, let withdrawnAfter, _):
            change(id) {
                $0.cancelled = true
                if withdrawnAfter != nil { $0.withdrawn = true }
                $0.remark(now, .device(device), "cancelled by the device, ref \(reference)")
            }
        case .callOffered, .offerEnded, .callRaised, .callEscalated, .callReclassified, .callTaken,
            .callReturned,
            .callParked, .callHandedOver:
            applyLine(fact, at: now)
        case .noteWritten, .stepDone, .stepWaived, .serviceSummoned, .cascadeStarted,
            .cascadeEnded, .detailRevealed, .detailsPassed, .attemptStarted, .attemptEnded:
            applyWork(fact, at: now)
        case .closingProposed(let id, let outcome, let reason, let by):
            change(id) {
                $0.move(.proposed)
                $0.proposal = ClosingProposal(
                    outcome: outcome, reason: reason, by: by, deadline: now)
                $0.holder = nil
            }
            leaveHands(of: by, id)
        case .callClosed(let id, let outcome, _, let by, _, _, _):
            close(id, outcome, by: by, at: now)
        case .followUpPromised(let promise, _):
            followUps[promise.id] = promise
            change(promise.call) { $0.promisedFollowUp = true }
        case .followUpReminded(let id, let level):
            _ = followUps.update(id) { $0.reminders = level }
        case .followUpCame(let id, let call): _ = followUps.update(id) { $0.cameAs = call }
        case .followUpMoved(let id, _, let to):
            _ = followUps.update(id) {
                $0.owner = to
                $0.moves += 1
            }
        case .followUpFulfilled(let id, _, _): followUps[id] = nil
        case .dutyChanged(let id, let duty, let reason, _):
            _ = seats.update(id) { seat in
                precondition(
                    OperatorLifecycle.allows(seat.duty, duty),
                    "operator cannot go from \(seat.duty.rawValue) to \(duty.rawValue)")
                switch duty {
                // What the desk itself concluded from silence is refuted by a TAKE.
                case .handling where seat.duty == .away && !AwayReason.byDesk.contains(seat.reason):
                    seat.awayBefore = seat.reason
                case .handling, .wrapUp: break
                case .ready, .offered, .away, .gone: seat.awayBefore = nil
                }
                seat.duty = duty
                seat.reason = reason
                seat.since = now
                if duty != .offered { seat.offered = nil }
            }
        case .missedOffers(let id, let count):
            _ = seats.update(id) { $0.missedOffers = count }
        case .queuesChanged(let id, let queues, _): _ = seats.update(id) { $0.queues = queues }
        // What waits for an answer, and who listens, is of this life of the centre only.
        case .shiftOffered, .shiftEnded, .messageSent, .listened: break
        case .nobodyOnDuty: nobodyOnDuty = true
        case .somebodyOnDuty: nobodyOnDuty = false
        case .situationReported, .storeTroubleBegan, .storeTroubleEnded, .restartOrdered: break
        case .takenOwed(let notice): owe(notice)
        case .takenSeen(let gateway, let number):
            _ = takenOwed.update(gateway) { owed in
                if owed.allSatisfy({ $0.number <= number }) {
                    owed.removeAll(keepingCapacity: true)
                } else {
                    owed.removeAll { $0.number <= number }
                }
            }
        case .numbersReserved(let series, let through):
            var block = numbers[series] ?? NumberBlock(given: 0, reserved: 0)
            block.reserved = through
            numbers[series] = block
        case .recordSaved(let record, _): save(record, at: now)
        case .importStaged(_, let record, _): importWork?.rows.append(record)
        case .importAccepted: importWork?.applied = 0
        case .importApplied(let through): importWork?.applied = through
        case .importEnded: importWork = nil
        case .deviceSilent(let device, let heardAt, let welfareAt):
            silences[device] = Silence(heardAt: heardAt, welfareAt: welfareAt)
        case .welfareDue(let device, let due, let isRaised):
            _ = silences.update(device) { silence in
                silence.welfareAt = due
                if isRaised { silence.calls += 1 }
            }
        case .silenceEnded(let device, _): silences[device] = nil
        case .centreAlive, .routesKept, .outageOpened, .homesMissed, .outageOver, .outageEmptied, .missedTried,
            .missedSettled:
            applyOutage(fact, at: now)
        case .stormProposed, .stormClosed: break
        case .stormDeclared, .stormExtended, .callGrouped, .callLifted, .stormEnded:
            applyStorm(fact, at: now)
        case .canaryHeard(let device, let due):
            let isSilent = canaries[device]?.isSilent ?? false
            canaries[device] = Canary(heardAt: now, dueAt: due, waits: false, isSilent: isSilent)
        case .canaryExpected(let device, let due):
            guard let due else {
                canaries[device] = nil
                return
            }
            let known = canaries[device]
            canaries[device] = Canary(
                heardAt: known?.heardAt, dueAt: due, isSilent: known?.isSilent ?? false)
        case .pathSilent(let device, _): _ = canaries.update(device) { $0.isSilent = true }
        case .pathBack(let device, _): _ = canaries.update(device) { $0.isSilent = false }
        }
    }

    // MARK: Arrival

    private mutating func open(_ call: OpenCall, at now: Moment) {
        precondition(!calls.contains(call.id), "call number given twice")
        calls[call.id] = call
        if let home = directory.position(of: call) {
            directory.homes[at: home].openCall = call.id
        } else if let device = call.alarms.first?.signal.identity.device {
            callOfStranger[device] = call.id
        }
        for alarm in call.alarms {
            repeats.remember(alarm.signal.identity, call: call.id, at: now)
            heard(alarm, at: now)
        }
        given(.calls(call.id.day), call.id.number)
    }

    private mutating func join(
        _ id: CallID, _ entry: AlarmEntry, isFolded: Bool, at now: Moment
    ) {
        change(id) {
            $0.presses += 1
            if isFolded { $0.folded += 1 }
            if $0.alarms.count < Limits.alarmsPerCallMax { $0.alarms.append(entry) }
        }
        repeats.remember(entry.signal.identity, call: id, at: now)
        heard(entry, at: now)
    }

    /// The centre's own finding that a device is silent is nothing that was heard of it.
    private mutating func heard(_ entry: AlarmEntry, at now: Moment) {
        if entry.signal.gateway != .centre { heard(entry.signal.identity.device, at: now) }
    }

    /// Notes that something was heard of a device.
    package mutating func heard(_ device: DeviceID, at now: Moment) {
        _ = directory.devices.update(device) { $0.lastHeard = now }
    }

    /// Remembers that a number of a series is used.
    package mutating func given(_ series: NumberSeries, _ number: Int64) {
        var block = numbers[series] ?? NumberBlock(given: 0, reserved: 0)
        block.given = max(block.given, number)
        numbers[series] = block
    }

    // MARK: The line

    private mutating func applyLine(_ fact: Fact, at now: Moment) {
        switch fact {
        case .callOffered(let id, let person, let deadline):
            change(id) {
                $0.move(.offered)
                $0.offeredTo = person
                $0.deadline = deadline
            }
            _ = seats.update(person) { $0.offered = id }
        case .offerEnded(let id, let person, let reason, _):
            change(id) {
                $0.move(.offerEnded)
                $0.offeredTo = nil
                $0.deadline = nil
                if reason == .lapsed { $0.lastMissedBy = person }
            }
            _ = seats.update(person) { $0.offered = nil }
        case .callRaised(let id, let rank, let reason):
            change(id) {
                $0.rank = min($0.rank, rank)
                if reason == .moreUrgent { $0.priority = min($0.priority, rank) }
                if reason == .ageing { $0.agedAt = now }
            }
        case .callReclassified(let id, let kind, let plan, let before):
            let steps = directory.plans.read(plan) { $0.steps } ?? []
            change(id) {
                $0.kind = kind
                $0.plan = plan
                $0.follow(steps, after: before)
            }
        case .callEscalated(let id, let tier):
            change(id) { $0.tier = tier }
        case .callTaken(let id, let by, let from, let answer, _):
            if let from { leaveHands(of: from, id) }
            change(id) {
                $0.move(.taken)
                if $0.answeredAt == nil {
                    $0.answeredAt = $0.arrivedAt + answer.wait
                    $0.answeredBy = by
                }
                if let from, from != by { $0.handedOver = true }
                $0.holder = by
                $0.lastHeldBy = by
                $0.proposal = nil
                $0.parkReason = ""
                $0.deadline = nil
                $0.tier = .operators
                $0.nextDutyCallAt = nil
                $0.ladder.at = nil
            }
            _ = seats.update(by) { seat in
                if !seat.calls.contains(id) { seat.calls.append(id) }
            }
        case .callReturned(let id, let from, _, _):
            if let from { leaveHands(of: from, id) }
            change(id) {
                $0.move(.returned)
                $0.holder = nil
                $0.proposal = nil
                $0.parkReason = ""
                $0.deadline = nil
                $0.waitingSince = now
                $0.agedAt = now
                $0.tier = .operators
                $0.nextDutyCallAt = nil
                $0.handedOver = true
            }
        case .callParked(let id, _, let until, let reason):
            change(id) {
                $0.move(.parked)
                $0.parkReason = reason
                $0.deadline = until
            }
        case .callHandedOver(let id, let from, let to, _):
            leaveHands(of: from, id)
            change(id) {
                $0.move(.handedOver)
                $0.holder = to
                $0.lastHeldBy = to
                $0.handedOver = true
            }
            _ = seats.update(to) { $0.calls.append(id) }
        default: preconditionFailure("not a fact of the line")
        }
    }

    private mutating func leaveHands(of person: OperatorID, _ call: CallID) {
        _ = seats.update(person) { seat in
            if let at = seat.calls.firstIndex(of: call) { seat.calls.remove(at: at) }
        }
    }

    // MARK: The work on a call

    private mutating func applyWork(_ fact: Fact, at now: Moment) {
        switch fact {
        case .noteWritten(let id, let by, let text):
            change(id) { $0.remark(now, by, text) }
        case .stepDone(let id, let step, let by, let result):
            change(id) { $0.steps[step - 1].state = .done(by: by, result: result) }
        case .stepWaived(let id, let step, let by, let reason):
            change(id) { $0.steps[step - 1].state = .waived(by: by, reason: reason) }
        case .serviceSummoned(let id, let service, _, _):
            change(id) { if !$0.summoned.contains(service) { $0.summoned.append(service) } }
        case .cascadeStarted(let id, let cascade, _):
            change(id) {
                $0.cascades.removeAll { $0.goal == cascade.goal }
                $0.cascades.append(cascade)
            }
        case .cascadeEnded(let id, let goal, _):
            change(id) { $0.cascades.removeAll { $0.goal == goal } }
        case .detailRevealed(let id, let detail, let by):
            change(id) { $0.remark(now, .person(by), Remark.looked(at: detail)) }
        case .detailsPassed(let id, let details, let service, let by):
            change(id) { $0.remark(now, by, Remark.passed(details, to: service)) }
        case .attemptStarted(let attempt):
            given(.attempts, attempt.id.raw)
            guard attempt.call != .none else {
                centreAttempts.append(attempt)
                if centreAttempts.count > 16 { centreAttempts.removeFirst() }
                return
            }
            change(attempt.call) { call in
                if call.attempts.count >= Limits.attemptsPerCallMax,
                    let ended = call.attempts.firstIndex(where: { $0.outcome != nil })
                {
                    call.attempts.remove(at: ended)
                }
                call.attempts.append(attempt)
                let goal = attempt.target.goal
                if let at = call.cascades.firstIndex(where: { $0.goal == goal }) {
                    call.cascades[at].next += 1
                }
            }
        case .attemptEnded(let id, let call, let outcome, _, _):
            guard call != .none else {
                centreAttempts.removeAll { $0.id == id }
                return
            }
            change(call) {
                if let at = $0.attempts.firstIndex(where: { $0.id == id }) {
                    $0.attempts[at].outcome = outcome
                }
            }
        default: preconditionFailure("not a fact of the work")
        }
    }

    // MARK: The end

    private mutating func close(
        _ id: CallID, _ outcome: Outcome, by: OperatorID, at now: Moment
    ) {
        guard let call = calls.remove(id) else { preconditionFailure("closed call is not open") }
        precondition(CallLifecycle.next(call.state, .closed) == .closed, "call cannot close here")
        if let holder = call.holder { leaveHands(of: holder, id) }
        if let home = directory.position(of: call) {
            directory.homes[at: home].openCall = nil
            directory.homes[at: home].remember(
                LastCall(
                    call: id, by: call.answeredBy ?? by, closedAt: now, kind: call.kind,
                    outcome: outcome))
        } else if let device = call.alarms.first?.signal.identity.device {
            callOfStranger[device] = nil
        }
    }

    // MARK: The house

    private mutating func owe(_ notice: TakenNotice) {
        given(.events, notice.number)
        let known: Void? = takenOwed.update(notice.gateway) { owed in
            owed.append(notice)
            // Many at a time: a gateway that never says SEEN must not cost a shift of all with each.
            if owed.count > Limits.takenKeptPerGateway {
                owed.removeFirst(Limits.takenKeptPerGateway / 8)
            }
        }
        if known == nil { takenOwed[notice.gateway] = [notice] }
    }

    private mutating func save(_ record: Record, at now: Moment) {
        guard case .person(let person) = record else {
            directory.save(record)
            return
        }
        if seats.update(person.id, { $0.record = person }) == nil {
            seats[person.id] = Seat(record: person, since: now)
        }
    }

    mutating func change(_ id: CallID, _ body: (inout OpenCall) -> Void) {
        _ = calls.update(id) {
            body(&$0)
            $0.version += 1
        }
    }
}

extension OpenCall {
    fileprivate mutating func move(_ trigger: CallTrigger) {
        guard let next = CallLifecycle.next(state, trigger) else {
            preconditionFailure("call \(id): \(trigger.rawValue) while \(state.rawValue)")
        }
        state = next
        if next != .offered { offeredTo = nil }
    }
    fileprivate mutating func remark(_ at: Moment, _ by: Actor, _ text: String) {
        guard notes.count < Limits.notesPerCallMax else { return }
        notes.append(Remark(at: at, by: by, text: text))
    }
}

extension AttemptTarget {
    /// The cascade an attempt at this target belongs to.
    package var goal: CascadeGoal {
        switch self {
        case .contact: .contacts
        case .notice(let order): .notice(order)
        case .service(let name): .service(name)
        case .dutyOfficer: .dutyOfficer
        case .home: .home
        }
    }
}
