// SPDX-License-Identifier: Apache-2.0
/// One trial from its beginning to its end: first anything may fail, then everything heals and must
/// come to an end. One thread, one time line; thousands of times faster than life.
/// Never uses chance, time or order from anywhere but the seed.

import Counter
import Desk
import Vocabulary
import Wire

/// What came of a trial.
package struct TrialResult: Sendable {
    package let trial: Trial
    /// What was wrong, with its moment; empty when all was well.
    package let wrong: [String]
    package let counts: TrialCounts
    /// Every byte the centre said, and when.
    package let digest: UInt64
    /// How long it would have taken in life, milliseconds.
    package let span: Int64

    package var hasFailed: Bool { !wrong.isEmpty }
}

extension Trial {
    /// Runs it. `trace` hears every line that is said at the centre, with its moment.
    package func run(trace: ((String) -> Void)? = nil) -> TrialResult {
        let run = TrialRun(self)
        run.books.trace = trace
        return run.run()
    }
}

/// What is planned.
enum Happening {
    case opened(line: Int)
    case toCentre(line: Int)
    case toPeer(line: Int)
    case goneAtCentre(line: Int)
    case goneAtPeer(line: Int)
    case turn(life: Int)
    case tick(life: Int)
    case written(life: Int)
    case retry(life: Int)
    case secret(life: Int, ConnectionID, UInt64, OperatorID, isRight: Bool)
    case channel(life: Int, AttemptID, AttemptOutcome)
    case start
    case wake(peer: Int)
    case reconnect(peer: Int)
    case message(gateway: Int, Int)
    case alive(gateway: Int)
    case fault(Int)
    case faultEnds(Int, Int)
    case heal

    /// It happens in the centre, and not while that stands still.
    var isCentres: Bool {
        switch self {
        case .opened, .toCentre, .goneAtCentre, .turn, .tick, .written, .retry, .secret, .channel:
            true
        default: false
        }
    }
}

final class TrialRun {
    /// After everything has healed: by then nothing may be open.
    static let healingSpan: Int64 = 4 * 3_600_000

    let trial: Trial
    let rules: Rules
    let books: TrialBooks
    var disk: VirtualDisk
    var centre: VirtualCentre?
    var timeline = Timeline<Happening>()
    /// Milliseconds since the beginning.
    var now: Int64 = 0
    /// What the centre's clock says more than that, in this life.
    var anchor: Int64 = 0
    /// What the wall clock says more than that, and what it would say without small steps.
    var wall: Int64 = TrialTown.opening.milliseconds
    var wallBase: Int64 = TrialTown.opening.milliseconds
    var life = 0
    var standsStillUntil: Int64 = 0
    var turnPlanned = false
    var tickPlanned: Int64?
    var lines: [VirtualLine] = []
    var lineOf: [ConnectionID: Int] = [:]
    var peers: [TrialPeer] = []
    var gateways: [TrialGateway] = []
    var notifier: NotifierAgent
    var isHealed = false
    /// What is going wrong at the moment, in which intensity.
    var weather: TrialWeather
    /// Chance of what is on the way, of disks, of starts.
    var chance: Chance
    /// One for each fault.
    var faultChances: [Chance]
    /// Calls that somebody has heard of, for those who talk about calls that are not theirs.
    var heardOf: [CallID] = []
    /// Storms that somebody has heard of.
    var storms: [Int64] = []

    init(_ trial: Trial) {
        self.trial = trial
        rules = TrialTown.rules(trial)
        let state = TrialTown.state(trial)
        books = TrialBooks(state, rules: rules)
        disk = VirtualDisk(holding: state)
        notifier = NotifierAgent(seed: trial.seed)
        weather = TrialWeather(trial)
        chance = Chance(seed: trial.seed, stream: 0x12_0000_0000)
        faultChances = Faults.names.indices.map {
            Chance(seed: trial.seed, stream: 0x20_0000_0000 &+ UInt64($0))
        }
    }

    var centreNow: Moment { Moment(milliseconds: anchor + now) }
    var safetySpan: Int64 { Int64(trial.minutes) * 60_000 }

    func run() -> TrialResult {
        startCentre()
        bringPeople()
        bringGateways()
        planFaults()
        plan(.heal, at: safetySpan)
        while let (at, what) = timeline.pop() {
            now = at
            if what.isCentres, at < standsStillUntil {
                plan(what, at: standsStillUntil)
                continue
            }
            happen(what)
            if !books.wrong.isEmpty { break }
            if isHealed {
                if isOver { break }
                if now > safetySpan + TrialRun.healingSpan {
                    books.checkEnd()
                    let open = gateways.flatMap(\.messages).filter { !$0.isDone }.map(\.reference)
                    let away = peers.filter { !$0.isSeated }.map(\.name)
                    books.note(
                        "not at its end \(TrialRun.healingSpan / 3_600_000) h after all healed; "
                            + "not acknowledged \(open), not here \(away), disk \(disk.hasWork), "
                            + "unanswered \(!books.isSettled)")
                    break
                }
            }
        }
        if books.wrong.isEmpty { books.checkEnd() }
        return TrialResult(
            trial: trial, wrong: books.wrong, counts: books.counts, digest: books.digest, span: now)
    }

    /// Nothing is open and nobody waits for anything.
    private var isOver: Bool {
        centre?.hasWork == false && !disk.hasWork && books.now.calls.isEmpty
            && books.onDisk.calls.isEmpty && books.isSettled && gateways.allSatisfy(\.isDone)
    }

    func plan(_ what: Happening, at moment: Int64) { timeline.add(what, at: max(moment, now)) }
    func plan(_ what: Happening, in span: Int64) { plan(what, at: now + span) }

    private func happen(_ what: Happening) {
        switch what {
        case .opened, .toCentre, .toPeer, .goneAtCentre, .goneAtPeer: move(what)
        case .turn(let its):
            guard its == life, let centre else { return }
            turnPlanned = false
            centre.turn(at: centreNow)
            carryOut()
        case .tick(let its):
            let at = now
            // An earlier one was planned since, or this one was put off by a pause.
            guard its == life, let centre, tickPlanned.map({ $0 <= at }) ?? false else { return }
            tickPlanned = nil
            books.countTick()
            centre.tick(at: centreNow)
            carryOut()
        case .written(let its): if its == life { diskHasWritten() }
        case .retry(let its): if its == life { diskTriesAgain() }
        case .secret(let its, let c, let number, let person, let isRight):
            guard its == life else { return }
            centre?.checked(c, number, person, isRight: isRight)
            carryOut()
        case .channel(let its, let id, let outcome):
            guard its == life else { return }
            centre?.channelEnds(id, outcome)
            carryOut()
        case .start: if centre == nil { startCentre() }
        case .wake(let peer): wake(peers[peer])
        case .reconnect(let peer): connect(peers[peer])
        case .message(let gateway, let place): sendMessage(gateway, place)
        case .alive(let gateway): sendAlive(gateway)
        case .fault(let kind): strike(kind)
        case .faultEnds(let kind, let what): faultEnds(kind, what)
        case .heal: heal()
        }
    }

    // MARK: The centre's lives

    func startCentre() {
        anchor = wall
        standsStillUntil = now
        var memory = disk.revive()
        switch trial.plant {
        case .forgottenCall:
            if let victim = memory.calls.allIDs.first { _ = memory.calls.remove(victim) }
        case .forgottenRepeats: memory.repeats = RepeatMemory()
        case .numbersAgain: memory.numbers = BySeries()
        default: break
        }
        let centre = VirtualCentre(
            memory, rules: rules, gateways: Set(gatewayNames), plant: trial.plant, at: centreNow,
            watch: books
        ) { steps in
            let isWritten = disk.start(with: steps)
            tellBooks()
            return isWritten
        }
        self.centre = centre
        turnPlanned = false
        tickPlanned = nil
        if disk.trouble != nil { plan(.retry(life: life), in: 1000) }
        planTurn()
        carryOut()
    }

    /// The process ends at once.
    func crash() {
        guard centre != nil else { return }
        books.countCrash()
        disk.crash(keepsBatch: chance.happens(500))
        endLife()
        plan(.start, in: 50 + Int64(chance.below(chance.happens(200) ? 30_000 : 2_000)))
    }

    /// It ends in order: everything that can be is written first.
    func stopInOrder() {
        guard centre != nil else { return }
        disk.flush()
        endLife()
        plan(.start, in: 300 + Int64(chance.below(2_000)))
    }

    private func endLife() {
        tellBooks()
        books.crashed()
        centre = nil
        life += 1
        for place in lines.indices where lines[place].isOpenAtCentre {
            lines[place].isOpenAtCentre = false
            // A machine that dies says nothing: its peers find out later.
            let late = weather.isOn(.silence) && chance.happens(300)
            plan(.goneAtPeer(line: place), in: late ? Int64(chance.below(60_000)) : pause(place))
        }
    }

    private func tellBooks() {
        books.written(disk.news)
        disk.news = []
    }

    func planTurn() {
        guard !turnPlanned, centre != nil else { return }
        turnPlanned = true
        plan(.turn(life: life), at: now)
    }

    /// What the centre has to say goes where it belongs; then its next tick is planned.
    func carryOut() {
        guard let centre else { return }
        var isRestarting = false
        for word in centre.takeOut() {
            switch word {
            case .line(let c, let bytes): lineOf[c].map { carry($0, bytes) }
            case .close(let c): lineOf[c].map { closeAtCentre($0) }
            case .save(let steps):
                disk.save(steps)
                beginWriting()
            case .channel(let order): ring(order)
            case .checkSecret(let c, let number, let person, let isRight):
                plan(
                    .secret(life: life, c, number, person, isRight: isRight),
                    in: 20 + Int64(chance.below(weather.isOn(.delay) ? 2_000 : 50)))
            case .restart: isRestarting = true
            }
        }
        if isRestarting { return stopInOrder() }
        if centre.hasWork { planTurn() }
        if let next = centre.nextTick {
            // The daemon's timer has whole milliseconds and never fires at once.
            let at = max(next.milliseconds - anchor, now + 1)
            if tickPlanned.map({ at < $0 }) ?? true {
                tickPlanned = at
                plan(.tick(life: life), at: at)
            }
        }
    }

    // MARK: The disk

    private func beginWriting() {
        guard disk.begin() else { return }
        plan(.written(life: life), in: weather.commitSpan(&chance))
    }

    private func diskHasWritten() {
        let outcome = disk.finish()
        tellBooks()
        switch outcome {
        case .committed(let through, _): centre?.committed(through: through, at: centreNow)
        case .failed(let trouble):
            centre?.storeFailed(trouble, at: centreNow)
            if trouble == .full { plan(.retry(life: life), in: 1000) }
        case .nothing: break
        }
        carryOut()
        if disk.hasWork { beginWriting() }
    }

    private func diskTriesAgain() {
        guard let outcome = disk.retry() else { return plan(.retry(life: life), in: 1000) }
        tellBooks()
        switch outcome {
        case .committed(let through, _): centre?.committed(through: through, at: centreNow)
        case .failed(let trouble):
            centre?.storeFailed(trouble, at: centreNow)
            return carryOut()
        case .nothing: break
        }
        centre?.storeRecovered(at: centreNow, restarts: disk.beganWithoutIt)
        carryOut()
        if disk.hasWork { beginWriting() }
    }

    /// A program, or the spool.
    private func ring(_ order: NotifyOrder) {
        guard !chance.happens(100) else { return }
        let outcome: AttemptOutcome = chance.happens(700) ? .delivered : .failed
        plan(
            .channel(life: life, order.attempt.id, outcome), in: 100 + Int64(chance.below(20_000)))
    }
}
