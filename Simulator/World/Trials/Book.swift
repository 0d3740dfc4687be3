// SPDX-License-Identifier: Apache-2.0
/// What an auditor remembers of calls and people, entry by entry, from the facts alone. Kept twice: of
/// what was decided, and of what is on disk.
/// Never asks the desk: an entry that does not follow from those before it is written down as wrong.

import Desk
import Vocabulary

/// A call in the books.
struct BookCall {
    enum State: String {
        case waiting, offered, handling, parked, confirming
    }
    let id: CallID
    /// The home, or the device of a stranger.
    let place: String
    var kind: SignalKind
    let district: String
    /// By what happened; `rank` is its urgency in the line.
    var priority: Priority
    var state = State.waiting
    var holder: OperatorID?
    var offeredTo: OperatorID?
    /// When the offer or the park ends.
    var until: Moment?
    var proposedBy: OperatorID?
    var version = 1
    var rank: Priority
    var tier = Tier.operators
    let arrivedAt: Moment
    var waitingSince: Moment
    var steps: [CallStep]
    var plan: PlanID
    var summoned: [String] = []
    var running: [CascadeGoal] = []
    var attempts: [AttemptID: (target: AttemptTarget, outcome: AttemptOutcome?)] = [:]
    var identities: [AlarmIdentity]
    /// The last press while it was open.
    var joinedAt: Moment?
    /// The first press since which its holder was not heard.
    var pressedAt: Moment?
    /// The last press while somebody had it in hand.
    var crossing: (at: Moment, holder: OperatorID)?
    /// Somebody has had it.
    var isAnswered = false
    var isRunaway = false
    /// A person wrote on it, or promised something.
    var isNoted = false
    /// The storm in whose group it stands, and the rank it had before.
    var storm: (id: StormID, rank: Priority)?
    /// How it left its last group, and when.
    var lifted: (reason: LiftReason, at: Moment)?

    var isWaiting: Bool { state == .waiting || state == .offered }

    /// Nobody answers there, said an alarm, or the home's telephone in vain.
    var isSaidToBeSilent: Bool {
        let ringing = attempts.values.filter { $0.target == .home }
        return identities.contains { $0.kind == .noResponse || $0.kind == .missed }
            || ringing.contains { $0.outcome == .noAnswer || $0.outcome == .timedOut }
                && !ringing.contains { $0.outcome?.acknowledges == true }
    }

    /// What was found so far, as outcomes are written.
    private var found: Set<String> {
        Set(steps.flatMap(\.words).map { String($0.replacing(" ", with: "-")) })
    }

    /// Whether a step is asked for now.
    func asks(_ step: PlanStep) -> Bool {
        switch step.condition {
        case .always: true
        case .summoned: !summoned.isEmpty
        case .found(let words): !found.isDisjoint(with: words)
        case .unless(let words): found.isDisjoint(with: words)
        }
    }

    var stepAtHand: Int? {
        steps.firstIndex { $0.state == .open && asks($0.step) }.map { $0 + 1 }
    }
}

/// A person in the books.
struct BookSeat {
    var record: Operator
    var duty = DutyState.gone
    var offered: CallID?
    var calls: [CallID] = []
    var connection: ConnectionID?
    var lostAt: Moment?
    var heardAt: Moment
    /// And before that.
    var heardBefore = Moment(milliseconds: .min / 2)
}

/// A promise in the books.
struct BookPromise {
    var version: Int
    var owner: OperatorID
}

/// A shift hand-over that waits for its answer.
struct BookShift {
    var to: OperatorID
    var calls: [CallID]
    var followUps: [FollowUpID]
    var until: Moment
}

/// The books.
struct Book {
    private(set) var calls = Table<CallID, BookCall>()
    var seats = Table<OperatorID, BookSeat>()
    private(set) var openCallOf: [String: CallID] = [:]
    /// Everything a device ever said that counts once, and its call.
    private(set) var heard: [AlarmIdentity: CallID?] = [:]
    /// How each call ended: by whom, with what, and who was the second person.
    private(set) var closed: [CallID: (by: OperatorID, outcome: Outcome)] = [:]
    var followUps: [FollowUpID: BookPromise] = [:]
    /// By who offers.
    var shifts: [OperatorID: BookShift] = [:]
    var listeners: [CallID: [OperatorID]] = [:]
    /// Promises to call back that came due, by the call that they came as.
    private var promisesOf: [CallID: [FollowUpID]] = [:]
    private var attempts: Set<AttemptID> = []
    private(set) var openedCount = 0
    /// Storms that last.
    var storms = Table<StormID, BookStorm>()
    /// Homes that may have been missed; outages that last, and what caused them.
    var missed: [HomeID: BookMissed] = [:]
    var outages: [OutageID: OutageCause] = [:]
    var homesToRing: [OperatorID: (home: HomeID, at: Moment)] = [:]
    /// The highest risk of the people of a home.
    let risks: [HomeID: Int]
    /// What people were shown and may act on.
    var previews: [OperatorID: BookPreview] = [:]
    let homes: [DeviceID: HomeID]
    /// Districts that have a home.
    let districts: Set<String>
    /// Places in each home's list of contacts.
    let contacts: [String: [Int]]
    /// Homes that have a telephone.
    let homesWithPhone: Set<String>
    let plans: [PlanID: [CallStep]]
    let rules: Rules
    /// When this life of the centre was first heard of.
    var bornAt = Moment(milliseconds: .max / 2)
    /// What is wrong; the owner takes it.
    var wrong: [String] = []

    init(_ state: DeskState, rules: Rules) {
        self.rules = rules
        homes = Dictionary(
            uniqueKeysWithValues: state.directory.devices.all.map { ($0.device.id, $0.device.home) }
        )
        risks = Dictionary(
            uniqueKeysWithValues: state.directory.homes.all.map { file in
                (file.home.id, file.subscribers.map(\.risk).max() ?? 0)
            })
        districts = Set(state.directory.homes.all.map(\.home.district))
        contacts = Dictionary(
            uniqueKeysWithValues: state.directory.homes.all.map { file in
                ("home \(file.home.id.text)", file.contacts.map(\.order))
            })
        homesWithPhone = Set(
            state.directory.homes.all.filter { !$0.phones.isEmpty }.map {
                "home \($0.home.id.text)"
            })
        plans = Dictionary(
            uniqueKeysWithValues: state.directory.plans.all.map { plan in
                (plan.id, plan.steps.map { CallStep(step: $0) })
            })
        for seat in state.seats.all {
            seats[seat.record.id] = BookSeat(
                record: seat.record, heardAt: Moment(milliseconds: .min / 2))
        }
    }

    /// Where a device's calls gather.
    func place(of device: DeviceID) -> String {
        homes[device].map { "home \($0.text)" } ?? "device \(device.text)"
    }

    /// As a start finds them: nobody is there, nothing is held out to anybody.
    func afterCrash() -> Book {
        var book = self
        book.previews = [:]
        book.shifts = [:]
        book.listeners = [:]
        book.homesToRing = [:]
        book.bornAt = Moment(milliseconds: .max / 2)
        for id in seats.allIDs {
            _ = book.seats.update(id) {
                $0.duty = .gone
                $0.offered = nil
                $0.connection = nil
                $0.lostAt = nil
            }
        }
        for id in calls.allIDs {
            _ = book.calls.update(id) {
                // Whoever had it is asked anew; and the clock may be another one.
                $0.pressedAt = nil
                $0.crossing = nil
                guard $0.state == .offered else { return }
                $0.state = .waiting
                $0.offeredTo = nil
            }
        }
        return book
    }

    // MARK: Entries

    mutating func enter(_ fact: Fact, at now: Moment) {
        switch fact {
        case .callOpened(let call): open(call, at: now)
        case .alarmJoined(let id, let entry), .alarmFolded(let id, let entry):
            let heard = calls[id]?.holder.flatMap { seats[$0]?.heardAt }
            change(id, "joined") {
                $0.identities.append(entry.signal.identity)
                $0.joinedAt = now
                if case .alarmJoined = fact, $0.state == .handling,
                    entry.signal.gateway != .centre, let holder = $0.holder
                {
                    $0.crossing = (now, holder)
                }
                if let first = $0.pressedAt, let heard, heard <= first { return }
                $0.pressedAt = now
            }
            remember(entry.signal.identity, id)
        case .signalHeard(let signal, let call): remember(signal.identity, call)
        case .callOffered(let id, let person, let until): offer(id, to: person, until, at: now)
        case .offerEnded(let id, let person, let reason, _): endOffer(id, person, reason, at: now)
        case .callTaken(let id, let by, let from, _, _): take(id, by: by, from: from)
        case .callReturned(let id, let from, let reason, _): giveBack(id, from, reason, at: now)
        case .callParked(let id, let by, let until, _):
            change(id, "parked") {
                $0.state = .parked
                $0.until = until
            } unless: {
                $0.state != .handling || $0.holder != by
            }
        case .callHandedOver(let id, let from, let to, _):
            change(id, "handed over") {
                $0.holder = to
            } unless: {
                ($0.state != .handling && $0.state != .parked) || $0.holder != from
            }
            leave(from, id)
            _ = seats.update(to) { $0.calls.append(id) }
        case .closingProposed(let id, _, _, let by):
            change(id, "proposed") {
                $0.state = .confirming
                $0.holder = nil
                $0.proposedBy = by
            } unless: {
                $0.state != .handling || $0.holder != by
            }
            leave(by, id)
        case .callClosed(let id, let outcome, _, let by, let second, _, _):
            close(id, outcome, by: by, second)
        case .callRaised(let id, let rank, let reason):
            change(id, "raised") {
                $0.rank = min($0.rank, rank)
                if reason == .moreUrgent { $0.priority = min($0.priority, rank) }
            }
        case .callEscalated(let id, let tier): change(id, "escalated") { $0.tier = tier }
        case .callReclassified(let id, let kind, let plan, let before):
            let steps = plans[plan] ?? []
            // Whoever has the call finishes the step at hand; all else of the old plan is over.
            let atHand = calls[id].flatMap { $0.state == .handling ? $0.stepAtHand : nil }
            if let call = calls[id],
                before
                    != EarlierPlan(
                        plan: call.plan, steps: call.steps.count,
                        kept: before.isKeptWhole ? nil : atHand, isKeptWhole: before.isKeptWhole)
            {
                wrong.append("\(id): plan \(call.plan) ended as \(before)")
            }
            change(id, "reclassified") { call in
                if before.isKeptWhole {
                    call.plan = plan
                    call.steps += steps
                    return
                }
                for place in call.steps.indices where place + 1 != atHand {
                    if case .open = call.steps[place].state { call.steps[place].state = .replaced }
                }
                call.kind = kind
                call.plan = plan
                call.steps += steps
            }
        case .cancelHeard(let id, _, _, _, _): change(id, "cancelled") { _ in }
        case .noteWritten(let id, let by, _):
            change(id, "noted") { if case .person = by { $0.isNoted = true } }
        case .stepDone(let id, let step, let by, let result):
            change(id, "step") { $0.steps[step - 1].state = .done(by: by, result: result) }
        case .stepWaived(let id, let step, let by, let reason):
            change(id, "waived") { $0.steps[step - 1].state = .waived(by: by, reason: reason) }
        case .serviceSummoned(let id, let service, _, _):
            change(id, "summoned") {
                if !$0.summoned.contains(service) { $0.summoned.append(service) }
            }
        case .detailRevealed(let id, _, let by):
            change(id, "revealed") { _ in
            } unless: {
                $0.holder != by
            }
        case .detailsPassed(let id, _, let service, _):
            change(id, "details passed") { _ in
            } unless: {
                !$0.summoned.contains(service)
            }
        case .cascadeStarted(let id, let cascade, _):
            change(id, "cascade") {
                $0.running.append(cascade.goal)
            } unless: {
                $0.running.contains(cascade.goal)
            }
        case .cascadeEnded(let id, let goal, _):
            change(id, "cascade's end") {
                $0.running.removeAll { $0 == goal }
            } unless: {
                !$0.running.contains(goal)
            }
        case .attemptStarted(let attempt): start(attempt)
        case .attemptEnded(let id, let call, let outcome, _, _):
            guard call != .none else { return }
            change(call, "attempt's end") { $0.attempts[id]?.outcome = outcome }
        case .followUpPromised(let promise, _):
            if followUps[promise.id] != nil { wrong.append("follow-up \(promise.id) twice") }
            followUps[promise.id] = BookPromise(version: promise.version, owner: promise.owner)
            change(promise.call, "promise") { $0.isNoted = true }
        case .followUpCame(let id, let call):
            if followUps[id] == nil { wrong.append("follow-up \(id) came, but is not owed") }
            promisesOf[call, default: []].append(id)
        case .followUpMoved, .queuesChanged, .shiftOffered, .shiftEnded, .messageSent, .listened,
            .recordSaved(.person, _):
            enterColleagues(fact, at: now)
        case .followUpFulfilled(let id, _, _): followUps[id] = nil
        case .dutyChanged(let id, let duty, _, _):
            _ = seats.update(id) {
                $0.duty = duty
                if duty != .offered { $0.offered = nil }
            }
        case .runawayFound, .stormDeclared, .stormExtended, .callGrouped, .callLifted, .stormEnded:
            enterStorm(fact, at: now)
        case .stormProposed, .stormClosed, .followUpReminded, .missedOffers, .nobodyOnDuty,
            .somebodyOnDuty,
            .situationReported, .takenOwed, .takenSeen, .numbersReserved, .recordSaved,
            .importStaged, .importAccepted, .importApplied, .importEnded, .storeTroubleBegan,
            .storeTroubleEnded, .restartOrdered, .canaryHeard, .canaryExpected, .pathSilent,
            .pathBack, .deviceSilent, .welfareDue, .silenceEnded, .centreAlive, .routesKept,
            .outageEmptied:
            break
        case .outageOpened, .outageOver, .homesMissed, .missedTried, .missedSettled:
            enterMissed(fact, at: now)
        }
    }

    /// Every entry about a call raises its version.
    mutating func change(
        _ id: CallID, _ what: String, _ body: (inout BookCall) -> Void,
        unless isWrong: (BookCall) -> Bool = { _ in false }
    ) {
        guard let call = calls[id] else {
            wrong.append("\(id) \(what), but it is not open")
            return
        }
        if isWrong(call) {
            wrong.append(
                "\(id) \(what) while \(call.state) of \(call.holder?.text ?? "nobody"), "
                    + "offered to \(call.offeredTo?.text ?? "nobody")")
        }
        _ = calls.update(id) {
            body(&$0)
            $0.version += 1
        }
    }

    private mutating func remember(_ identity: AlarmIdentity, _ call: CallID?) {
        if let before = heard[identity] {
            wrong.append(
                "\(identity.device) \(identity.reference) \(identity.kind) counts twice: "
                    + "\(before?.description ?? "-") and \(call?.description ?? "-")")
        }
        heard[identity] = .some(call)
    }

    private mutating func open(_ call: OpenCall, at now: Moment) {
        openedCount += 1
        guard let first = call.alarms.first?.signal.identity else {
            wrong.append("\(call.id) opened without an alarm")
            return
        }
        let place = place(of: first.device)
        if let other = openCallOf[place] { wrong.append("\(place) has \(other) and \(call.id)") }
        if calls.contains(call.id) || closed[call.id] != nil {
            wrong.append("number \(call.id) given twice")
        }
        openCallOf[place] = call.id
        calls[call.id] = BookCall(
            id: call.id, place: place, kind: call.kind, district: call.district,
            priority: call.priority, rank: call.rank, arrivedAt: now, waitingSince: now,
            steps: plans[call.plan] ?? [], plan: call.plan, identities: [first])
        remember(first, call.id)
    }

    private mutating func offer(
        _ id: CallID, to person: OperatorID, _ until: Moment, at now: Moment
    ) {
        let seat = seats[person]
        if seat?.duty != .ready || seat?.record.role.answersCalls != true {
            wrong.append("\(id) offered to \(person), who is \(seat?.duty.rawValue ?? "nobody")")
        }
        if seat?.connection == nil { wrong.append("\(id) offered to \(person), who is not here") }
        if until != now + rules.offerSpan { wrong.append("\(id) offered until another moment") }
        change(id, "offered") {
            $0.state = .offered
            $0.offeredTo = person
            $0.until = until
        } unless: {
            $0.state != .waiting
        }
        _ = seats.update(person) { $0.offered = id }
    }

    private mutating func endOffer(
        _ id: CallID, _ person: OperatorID, _ reason: ReturnReason, at now: Moment
    ) {
        change(id, "offer's end (\(reason.rawValue))") {
            $0.state = .waiting
            $0.offeredTo = nil
            $0.until = nil
        } unless: {
            $0.state != .offered || $0.offeredTo != person
                || (reason == .lapsed && $0.until.map { now < $0 } ?? true)
        }
        _ = seats.update(person) { $0.offered = nil }
    }

    private mutating func take(_ id: CallID, by: OperatorID, from: OperatorID?) {
        if seats[by]?.connection == nil { wrong.append("\(id) taken by \(by), who is not here") }
        change(id, "taken by \(by)") {
            $0.state = .handling
            $0.holder = by
            $0.offeredTo = nil
            $0.proposedBy = nil
            $0.until = nil
            $0.tier = .operators
            $0.isAnswered = true
        } unless: {
            $0.holder != from || $0.state == .offered || $0.storm != nil
        }
        if let from { leave(from, id) }
        _ = seats.update(by) { if !$0.calls.contains(id) { $0.calls.append(id) } }
    }

    private mutating func giveBack(
        _ id: CallID, _ from: OperatorID?, _ reason: ReturnReason, at now: Moment
    ) {
        let seat = from.flatMap { seats[$0] }
        let rules = self.rules
        change(id, "returned (\(reason.rawValue))") {
            $0.state = .waiting
            $0.holder = nil
            $0.proposedBy = nil
            $0.until = nil
            $0.waitingSince = now
            $0.tier = .operators
        } unless: { call in
            guard (call.holder ?? call.proposedBy) == from else { return true }
            switch reason {
            case .parkEnded: return call.state != .parked || call.until.map { now < $0 } ?? true
            case .unconfirmed: return call.state != .confirming
            case .pressed, .promised: return call.joinedAt != now
            case .lease:
                // A press that its holder did not hear shortens it.
                if let seat, let pressed = call.pressedAt, seat.heardAt <= pressed,
                    now - pressed >= rules.dutyOfficerAfter
                {
                    return false
                }
                return seat.map { now - $0.heardAt < rules.leaseSpan } ?? true
            case .lost:
                if call.joinedAt == now { return seat?.lostAt == nil }
                return seat?.lostAt.map { now - $0 < rules.lostConnectionSpan } ?? true
            case .released, .restarted: return call.isWaiting
            case .lapsed, .answered, .taken: return true
            }
        }
        if let from { leave(from, id) }
    }

    private mutating func close(
        _ id: CallID, _ outcome: Outcome, by: OperatorID, _ second: OperatorID?
    ) {
        guard let call = calls.remove(id) else {
            wrong.append("\(id) closed, but it is not open")
            return
        }
        switch call.state {
        case .handling where call.holder == by && second == nil:
            if outcome.rule?.needsSecondPerson != false {
                wrong.append("\(id) closed as \(outcome) without a second person")
            }
        case .confirming where call.proposedBy == by && second != nil && second != by: break
        case .waiting where call.lifted?.reason == .closed && second == nil:
            // Together with others of a storm's group.
            if ["technical", "referred", "other"].contains(outcome.word) { break }
            wrong.append("\(id) closed with others as \(outcome)")
        default: wrong.append("\(id) closed by \(by) while \(call.state)")
        }
        for promise in promisesOf.removeValue(forKey: id) ?? [] where followUps[promise] != nil {
            wrong.append("\(id) closed, but \(promise), which came as it, is still owed")
        }
        leave(by, id)
        listeners[id] = nil
        openCallOf[call.place] = nil
        closed[id] = (by, outcome)
    }

    private mutating func start(_ attempt: Attempt) {
        if !attempts.insert(attempt.id).inserted {
            wrong.append("attempt number \(attempt.id) given twice")
        }
        guard attempt.call != .none else { return }
        change(attempt.call, "attempt") { $0.attempts[attempt.id] = (attempt.target, nil) }
    }

    private mutating func leave(_ person: OperatorID, _ call: CallID) {
        _ = seats.update(person) { $0.calls.removeAll { $0 == call } }
    }
}
