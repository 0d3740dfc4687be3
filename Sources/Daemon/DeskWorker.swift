// SPDX-License-Identifier: Apache-2.0
/// The one worker that owns the desk: drains the Intake, reads the clock once per event, steps the
/// desk, hands facts to the store and effects to the gate, and arms the one timer.
/// Never waits for anything.

import Counter
import Desk
@preconcurrency import Dispatch
import Intake
import Vocabulary
import Wire
import Store

/// What the desk worker needs of the others.
struct DeskNeighbours: Sendable {
    /// Facts for the disk.
    var save: @Sendable ([SavedStep]) -> Void
    /// Deliveries, in order.
    var deliver: @Sendable ([Delivery]) -> Void
    /// A question about the past.
    var stats: @Sendable (StatsQuery, Requester) -> Void
    var backup: @Sendable (String?, Requester) -> Void
}

/// What is confined to the desk's queue.
struct DeskRoom: ~Copyable {
    var desk: Desk
    var gate: CommitGate
    var switchboard: Switchboard
    var step: Int64 = 0
    var facts: [SavedStep] = []
    var released: [Released] = []
    var deliveries: [Delivery] = []
    var armedFor: Moment?
    var neighbours: DeskNeighbours?
    /// The centre must start anew, but not while a call is open: known calls are answered from
    /// memory until the last one is closed (house rule 9).
    var restartsWhenIdle = false
    /// Connections that broke before their LOGIN or HELLO reached the desk. Most of these events
    /// never come (a wrong secret), so the set is bounded and begun anew.
    var departed: Set<ConnectionID> = []
    private static let departedMax = 4096

    mutating func committed(through step: Int64) {
        gate.committed(through: step, into: &released)
    }
    mutating func storeFailed(_ trouble: StoreTrouble) {
        gate.storeFailed(trouble, into: &released)
    }
    mutating func expire(at now: Moment) { gate.expire(at: now, into: &released) }

    /// Steps the desk, numbers the decision and hands its effects to the gate.
    mutating func think(_ event: DeskEvent, at now: Moment) {
        take(desk.step(event, at: now), at: now)
    }

    mutating func take(_ decision: Decision, at now: Moment) {
        if decision.facts.isEmpty && decision.effects.isEmpty { return }
        step += 1
        if !decision.facts.isEmpty {
            facts.append(SavedStep(sequence: step, at: now, facts: decision.facts))
        }
        gate.admit(decision, step: step, at: now, into: &released)
    }

    /// Whether the event seats somebody whose connection broke before: nobody would ever say that
    /// they left.
    mutating func comesTooLate(_ event: DeskEvent) -> Bool {
        switch event {
        case .logOn(_, let asker), .gatewayJoins(_, _, let asker):
            departed.remove(asker.connection) != nil
        default: false
        }
    }

    /// A connection broke before its LOGIN or HELLO was answered: either the desk has seated it
    /// already, or the event is still to come and must find it gone.
    mutating func leftUnanswered(_ connection: ConnectionID, at now: Moment) {
        switchboard.left(connection)
        let seats = desk.state.presence.connections
        if let person = seats.first(where: { $0.value == connection })?.key {
            think(.connectionLost(person, connection), at: now)
            return
        }
        let presence = desk.state.presence
        if let gateway = presence.gateways.gateway(of: connection)
            ?? presence.notifiers.gateway(of: connection)
        {
            think(.gatewayLeaves(gateway, connection), at: now)
            return
        }
        if departed.count >= DeskRoom.departedMax { departed = [] }
        departed.insert(connection)
    }

    /// Turns what was released into deliveries and hands them over, until nothing is left that
    /// follows at once.
    mutating func finishTurn(at now: Moment) {
        while !facts.isEmpty || !released.isEmpty || !deliveries.isEmpty {
            if !facts.isEmpty {
                neighbours?.save(facts)
                facts = []
            }
            for one in released { switchboard.deliver(one, into: &deliveries) }
            released = []
            let batch = deliveries
            deliveries = []
            if !batch.isEmpty { neighbours?.deliver(batch) }
            for case .loop(let event) in batch { think(event, at: now) }
        }
        if restartsWhenIdle, desk.state.calls.isEmpty {
            restartsWhenIdle = false
            neighbours?.deliver([.restart])
        }
    }
}

/// Holds the room in a class, because a move-only value cannot stand in a generic box.
final class DeskRoomBox {
    var room: DeskRoom
    init(_ room: consuming DeskRoom) { self.room = room }
}

final class DeskWorker: Sendable {
    /// Events handled before the queue is given back, so that commits are heard in between.
    private static let eventsPerTurn = 256

    let intake = LockFreePriorityQueue<InHand>()
    private let hands: Hands
    private let queue = DispatchQueue(label: "safebell.desk", qos: .userInteractive)
    private let box: Confined<DeskRoomBox>
    private let clock: CentreClock
    private nonisolated(unsafe) let timer: any DispatchSourceTimer

    init(_ room: consuming DeskRoom, clock: CentreClock, hands: Hands) {
        self.hands = hands
        box = Confined(DeskRoomBox(room), to: queue)
        self.clock = clock
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { @Sendable [weak self] in self?.tick() }
    }

    /// Connects the others and starts the clockwork.
    func start(_ neighbours: DeskNeighbours) {
        queue.sync { box.with { $0.room.neighbours = neighbours } }
        timer.activate()
        // At once, before anybody is let in: the numbers reserved at the start are durable now.
        queue.sync { drain() }
    }

    /// Puts work into the Intake, from any thread; false: full for this band.
    func submit(_ work: Work, band: Band) -> Bool {
        switch push(work, band: band) {
        case .queued(let wake):
            if wake { self.wake(inLine: false) }
            return true
        case .refused: return false
        }
    }

    /// The same for socket workers, who gather: whoever hears `.queued(wake: true)` must call `wake`
    /// before it waits for its sockets again.
    func push(
        _ work: Work, of line: LineInHand = .none, band: Band
    ) -> LockFreePriorityQueue<InHand>.Pushed {
        intake.push(InHand(work: work, line: line), band: band)
    }

    /// Has the desk look into the Intake.
    /// - Parameter inLine: the caller has little else to do and carries it itself: with the desk at
    ///   rest that saves a wake-up of another thread (15-70 µs). Never from the desk's own queue.
    func wake(inLine: Bool) {
        if inLine {
            queue.sync { drain() }
        } else {
            queue.async { @Sendable [self] in drain() }
        }
    }

    /// The store worker: everything up to this step is on disk.
    /// - Parameter inLine: as for `wake`: no other batch is waiting for the store worker.
    func committed(through step: Int64, inLine: Bool) {
        if inLine {
            queue.sync { hearCommit(through: step) }
        } else {
            queue.async { @Sendable [self] in hearCommit(through: step) }
        }
    }

    private func hearCommit(through step: Int64) {
        hands.deskRuns()
        box.with { $0.room.committed(through: step) }
        finishTurn()
    }

    /// The store worker: trouble.
    func storeFailed(_ trouble: StoreTrouble) {
        queue.async { @Sendable [self] in
            handle(.desk(.storeFails(trouble)))
            box.with { $0.room.storeFailed(trouble) }
            finishTurn()
        }
    }

    /// The store worker: the disk takes facts again.
    func storeRecovered() {
        queue.async { @Sendable [self] in
            box.with { $0.room.gate.storeRecovered() }
            handle(.desk(.storeRecovers))
            finishTurn()
        }
    }

    /// New rules after a reload, and people and plans that were not there before.
    func obey(_ rules: Rules, people: [Operator], plans: [Plan]) {
        queue.async { @Sendable [self] in
            box.with { box in
                let now = clock.now
                box.room.desk.obey(rules, at: now)
                box.room.gate.patience = rules.patience
                let adopted = box.room.desk.adopt(people: people, plans: plans, at: now)
                box.room.take(adopted, at: now)
            }
            finishTurn()
        }
    }

    /// The centre should start anew as soon as no call is open.
    func restartWhenIdle() {
        queue.async { @Sendable [self] in
            box.with { $0.room.restartsWhenIdle = true }
            finishTurn()
        }
    }

    /// Runs `feed` on the desk's own queue every `milliseconds`: a stuck desk stops feeding the
    /// watchdog, and the service manager restarts the centre.
    func feedWatchdog(every milliseconds: Int, _ feed: @escaping @Sendable () -> Void)
        -> any DispatchSourceTimer
    {
        let source = DispatchSource.makeTimerSource(queue: queue)
        source.schedule(deadline: .now(), repeating: .milliseconds(milliseconds))
        source.setEventHandler { @Sendable in feed() }
        source.activate()
        return source
    }

    /// Handles what is in the Intake now; for an orderly end.
    func drainNow() {
        queue.sync {
            hands.deskRuns()
            while let (next, _) = intake.pop() { handle(next) }
            finishTurn()
        }
    }

    // MARK: On the queue

    private func drain() {
        hands.deskRuns()
        var count = 0
        while count < DeskWorker.eventsPerTurn, let (next, _) = intake.pop() {
            handle(next)
            count += 1
        }
        finishTurn()
        if count == DeskWorker.eventsPerTurn { queue.async { @Sendable [self] in drain() } }
    }

    private func tick() {
        box.with { box in
            box.room.armedFor = nil
            box.room.expire(at: clock.now)
        }
        handle(.desk(.clock))
        finishTurn()
    }

    private func handle(_ next: InHand) {
        hands.deskHolds(next.line)
        handle(next.work)
    }

    private func handle(_ work: Work) {
        box.with { box in
            switch work {
            case .desk(let event):
                TrapHook.onDesk(event)
                if box.room.comesTooLate(event) { return }
                box.room.think(event, at: clock.now)
            case .left(let connection): box.room.switchboard.left(connection)
            case .leftUnanswered(let connection):
                box.room.leftUnanswered(connection, at: clock.now)
            case .watch(let person, let topics, let asker):
                let bytes = box.room.switchboard.watch(person, topics)
                box.room.deliveries.append(.answer(asker, bytes))
            case .resume(let person, let number, let asker):
                resume(person, after: number, asker, &box.room)
            case .stats(_, let role, let query, let asker):
                guard allows(.statistics, role, asker, &box.room) else { return }
                box.room.neighbours?.stats(query, asker)
            case .backup(_, let role, let name, let asker):
                guard allows(.administer, role, asker, &box.room) else { return }
                box.room.neighbours?.backup(name, asker)
            }
        }
    }

    private func allows(
        _ power: Power, _ role: Role, _ asker: Requester, _ room: inout DeskRoom
    ) -> Bool {
        let powers = room.desk.rules.powers
        if powers.allows(power, role) { return true }
        let refusal = Reply.refused(.needsPower(power, lowest: powers.lowest(for: power)))
        room.deliveries.append(.answer(
            asker, ReplyWriting.bytes(refusal, unsaved: false, zone: room.desk.rules.zone)))
        return false
    }

    private func resume(
        _ person: OperatorID, after number: Int64, _ asker: Requester, _ room: inout DeskRoom
    ) {
        guard let missed = room.switchboard.resume(person, after: number) else {
            room.think(.command(person, .picture, asker), at: clock.now)
            return
        }
        room.deliveries.append(.answer(asker, missed.reply))
        for event in missed.events { room.deliveries.append(.send(asker.connection, event)) }
    }

    /// Facts to the store first, then words to the sockets, then the timer.
    private func finishTurn() {
        box.with { box in
            box.room.finishTurn(at: clock.now)
            // What waits for the disk is written into answers later, and may trap then.
            if box.room.gate.pending == 0 { hands.deskHolds(.none) }
            arm(&box.room)
        }
    }

    private func arm(_ room: inout DeskRoom) {
        let deadline = room.desk.nextDeadline
        let expiry = room.gate.nextExpiry
        guard let next = [deadline, expiry].compactMap({ $0 }).min() else { return }
        if let armed = room.armedFor, armed <= next { return }
        room.armedFor = next
        let wait = max(1, (next - clock.now).milliseconds)
        timer.schedule(deadline: .now() + .milliseconds(Int(min(wait, 3_600_000))))
    }
}
