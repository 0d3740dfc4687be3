// SPDX-License-Identifier: Apache-2.0
/// The centre of the house: `step(event, at:)` decides, applies and settles.
/// Knows no clock, socket, file or thread; the same events at the same moments give the same facts.

package import Vocabulary

/// What one step made true, and what is to be said once that is saved.
package struct Decision: Equatable, Sendable {
    package var facts: [Fact]
    package var effects: [Effect]
    package init(facts: [Fact] = [], effects: [Effect] = []) {
        self.facts = facts
        self.effects = effects
    }
}

/// The decision core. One owner; cannot be copied by accident.
package struct Desk: ~Copyable {
    /// Everything remembered. Changes only through `record`.
    package internal(set) var state: DeskState
    package internal(set) var rules: Rules
    /// The moment of the step in progress.
    var now = Moment(milliseconds: 0)
    var facts: [Fact] = []
    var effects: [Effect] = []

    // Derived from the state; rebuilt by `revive`.
    var line = WaitingLine()
    var deadlines = DeadlineHeap()
    var ready = ReadySeats()
    /// Who has time for notes, and who is asked about something that can wait.
    var writing = ReadySeats()
    var askedAboutLess = ReadySeats()
    /// Open attempt -> its call.
    var attemptCalls: [AttemptID: CallID] = [:]
    /// Calls that wait for a second person, oldest first: whoever comes hears of them.
    var confirming: [CallID] = []
    /// Who last gave a call back: others are asked first.
    var givenBackBy: [CallID: OperatorID] = [:]
    /// Promises to call back that have come due, by their open call.
    var promisesOf: [CallID: [FollowUpID]] = [:]
    /// The steps that a new call of a plan begins with.
    var openSteps: [PlanID: [CallStep]] = [:]
    /// Whether a lease check is armed for the seat.
    var leaseArmed: Set<Int32> = []
    /// Whether who is on duty must be looked at again.
    var onDutyChanged = true
    /// Until then after a start, operators may still be on their way back.
    var dutyWatchedFrom = Moment(milliseconds: 0)
    /// Whether the next look at the watched devices is armed.
    var isSupervising = false
    /// Whether the next homes of an outage's list are armed.
    var isListing = false
    /// When the person whose command is obeyed was heard before it.
    var heardBefore = Moment(milliseconds: 0)
    var isKeepingRoutes = false
    /// When the canaries are looked at next; an entry of the heap for another moment is stale.
    var pathsLookAt: Moment?
    /// The day for which call numbers were last looked after.
    var reservedDay = CivilDay(number: 0)
    /// When that day is over.
    var reservedDayEnds = Moment(milliseconds: .min)

    /// A desk that remembers `state` (empty, or revived from rows).
    package init(state: DeskState = DeskState(), rules: Rules) {
        self.state = state
        self.rules = rules
        self.rules.markStormKinds()
    }

    /// When the desk wants to be woken by `.clock` at the latest; nil: never.
    package var nextDeadline: Moment? { deadlines.next }

    /// Thinks about one event. Never fails; a refusal is a reply.
    package mutating func step(_ event: DeskEvent, at moment: Moment) -> Decision {
        now = max(now, moment)
        decide(event)
        settle()
        keepNumbersReserved()
        // Handed over, not shared: the lists have one owner at a time.
        var decision = Decision()
        swap(&decision.facts, &facts)
        swap(&decision.effects, &effects)
        return decision
    }

    /// New numbers and tables after a reload of the configuration.
    package mutating func obey(_ rules: Rules, at moment: Moment) {
        now = max(now, moment)
        self.rules = rules
        self.rules.markStormKinds()
        reservedDayEnds = Moment(milliseconds: .min)
        watchDevices()
        watchPaths()
    }

    private mutating func decide(_ event: DeskEvent) {
        switch event {
        case .alarm(let signal, let asker):
            let position = hears(signal.identity.device, through: signal.gateway)
            receive(signal, at: position, from: asker, mayOpen: true)
        case .signal(let signal, let asker):
            let position = hears(signal.identity.device, through: signal.gateway)
            receive(signal, at: position, from: asker, mayOpen: false)
        case .report(let report, let asker): take(report, from: asker)
        case .cancel(let device, let reference, let gateway, let asker):
            cancel(device, reference, gateway, from: asker)
        case .alive(let devices, let gateway):
            for device in devices { hears(device, through: gateway) }
        case .seen(let number, let gateway, let asker):
            // A canary's TAKEN is not owed: its SEEN must not write a line of history each minute.
            if state.takenOwed[gateway]?.contains(where: { $0.number <= number }) == true {
                record(.takenSeen(gateway, number))
            }
            reply(asker, .seen(number))
        case .gatewayJoins(let gateway, let notifier, let asker):
            gatewayJoins(gateway, notifier: notifier, asker)
        case .gatewayLeaves(let gateway, let connection): gatewayLeaves(gateway, connection)
        case .attemptEnds(let id, let outcome, let text, let asker):
            attemptEnds(id, outcome, text: text, by: speaker(asker), asker: asker)
        case .logOn(let person, let asker): logOn(person, asker)
        case .connectionLost(let person, let connection): connectionLost(person, connection)
        case .command(let person, let command, let asker): obey(command, of: person, asker)
        case .clock: break
        case .storeFails(let trouble): storeFails(trouble)
        case .storeRecovers: storeRecovers()
        case .numbersDurable(let series, let through):
            state.presence.durable[series] = max(state.presence.durable[series] ?? 0, through)
        case .importContinues: importContinues()
        case .roundSaved(let round): finishRound(round)
        }
    }

    // MARK: Recording and saying

    /// Makes a fact true and hands it to the disk: the only way to remember anything.
    mutating func record(_ fact: consuming Fact) {
        state.apply(fact, at: now)
        follow(fact)
        // Most decisions have a few: one allocation instead of three.
        if facts.isEmpty { facts.reserveCapacity(4) }
        facts.append(fact)
    }

    /// Where the desk acts of itself, nobody waits for an answer.
    mutating func reply(_ asker: Requester, _ reply: consuming Reply) {
        if asker == .nobody { return }
        effects.append(.reply(asker, reply))
    }
    mutating func refuse(_ asker: Requester, _ refusal: Refusal) {
        effects.append(.reply(asker, .refused(refusal)))
    }
    mutating func announce(_ audience: consuming Audience, _ notice: consuming Notice) {
        if !state.presence.listeners.isEmpty, let call = notice.call,
            let listeners = state.presence.listeners[call]
        {
            audience = .both(audience, listeners)
        }
        if effects.isEmpty { effects.reserveCapacity(6) }
        effects.append(.notice(number: nextNumber(.events), audience, notice))
    }

    /// News for a person and for those who watch: who is both hears it once.
    mutating func announce(to person: OperatorID?, andWatchers topic: Topic, _ notice: Notice) {
        guard let person else { return announce(.watchers(topic), notice) }
        announce(.these(.person(person), andWatchers: topic), notice)
    }

    /// Keeps the derived structures in step with the state.
    @inline(__always) private mutating func follow(_ fact: Fact) {
        switch fact {
        case .callOpened(let call): enterLine(call.id)
        // Taken in this very step: it needs no place.
        case .offerEnded(_, _, .answered, _), .offerEnded(_, _, .taken, _): break
        case .offerEnded(let id, _, _, _): enterLine(id)
        case .callReturned(let id, _, _, _):
            if !confirming.isEmpty { confirming.removeAll { $0 == id } }
            enterLine(id)
        case .callRaised(let id, _, _):
            if let call = state.calls[id], call.state == .waiting { line.join(LinePlace(call)) }
        case .callGrouped(let id, _, _, _), .callLifted(let id, _, _, _, _): changePlace(of: id)
        case .callTaken(let id, _, _, _, _), .callClosed(let id, _, _, _, _, _, _):
            if !givenBackBy.isEmpty { givenBackBy[id] = nil }
            if !state.presence.pressedAt.isEmpty { state.presence.pressedAt[id] = nil }
            if !state.presence.listeners.isEmpty, case .callClosed = fact {
                state.presence.listeners[id] = nil
            }
            if !promisesOf.isEmpty, case .callClosed = fact { promisesOf[id] = nil }
            if !state.presence.runawaySaidAt.isEmpty, case .callClosed = fact {
                state.presence.runawaySaidAt[id] = nil
            }
            if !confirming.isEmpty { confirming.removeAll { $0 == id } }
        case .callOffered(let id, _, let deadline): deadlines.arm(.offer(id), at: deadline)
        case .callParked(let id, _, let until, _): deadlines.arm(.park(id), at: until)
        case .closingProposed(let id, _, _, _):
            let until = now + rules.confirmSpan
            _ = state.calls.update(id) {
                $0.deadline = until
                $0.proposal?.deadline = until
            }
            deadlines.arm(.confirm(id), at: until)
            confirming.append(id)
        case .attemptStarted(let attempt):
            attemptCalls[attempt.id] = attempt.call
            deadlines.arm(.attempt(attempt.id), at: attempt.deadline)
        case .attemptEnded(let id, let call, let outcome, _, _):
            state.presence.carriers[id] = nil
            // Somebody may still pick up a moment after our time limit.
            if outcome != .timedOut || call == .none { attemptCalls[id] = nil }
        case .followUpPromised(let promise, _):
            deadlines.arm(.followUp(promise.id), at: promise.due)
        case .followUpCame(let id, let call): promisesOf[call, default: []].append(id)
        case .dutyChanged(let id, _, _, _): seatChanged(id)
        case .recordSaved(.plan(let plan), _): openSteps[plan.id] = nil
        case .recordSaved(.planStep(let plan, _, _), _): openSteps[plan] = nil
        case .recordSaved(.person(let person), _): seatChanged(person.id)
        case .recordSaved(.device(let device), _): watchNew(device.id)
        default: break
        }
    }

    /// A waiting call takes its place and its ladder starts.
    mutating func enterLine(_ id: CallID) {
        guard let at = state.calls.position(of: id), state.calls[at: at].state == .waiting else {
            return
        }
        line.join(LinePlace(state.calls[at: at]))
        armLadder(at, at: nextRung(of: state.calls[at: at]))
    }

    /// A call joined or left a storm's group: another place, another ladder. What is just held out to
    /// somebody climbs as well.
    @inline(never) private mutating func changePlace(of id: CallID) {
        guard let at = state.calls.position(of: id), state.calls[at: at].isWaiting else { return }
        if state.calls[at: at].state == .waiting { line.join(LinePlace(state.calls[at: at])) }
        armLadder(at, at: nextRung(of: state.calls[at: at]))
    }

    // MARK: Settling

    /// Fires what is due, then offers until nothing fits; bounded, the rest comes at once again.
    private mutating func settle() {
        var fired = 0
        while fired < Limits.deadlinesPerStepMax, let due = deadlines.popDue(at: now) {
            fire(due.deadline, at: due.at)
            fired += 1
        }
        offerWaitingCalls()
        watchDuty()
    }

    private mutating func fire(_ deadline: Deadline, at moment: Moment) {
        switch deadline {
        case .offer(let id): offerLapses(id, at: moment)
        case .ladder(let id): climb(id, at: moment)
        case .park(let id): parkEnds(id, at: moment)
        case .confirm(let id): confirmationEnds(id, at: moment)
        case .attempt(let id):
            attemptEnds(id, .timedOut, text: "", by: .desk, asker: nil)
        case .lease(let seat): checkLease(seat)
        case .lost(let seat): lostConnectionEnds(seat)
        case .wrapUp(let seat): wrapUpEnds(seat)
        case .shift(let seat): shiftLapses(seat, at: moment)
        case .pressed(let id): lookForHolder(of: id)
        case .followUp(let id): remind(id)
        case .nobody: sayNobodyAgain()
        case .situation: reportSituation()
        case .forgetting: forgetRepeats()
        case .supervision: supervise()
        case .alive: sayAlive()
        case .gateway(let place): lookAtGateway(place)
        case .listing: listMore()
        case .routes: keepRoutes()
        case .paths: lookAtPaths(dueAt: moment)
        case .storm(let id): lookAtStorm(id, dueAt: moment)
        }
    }
}
