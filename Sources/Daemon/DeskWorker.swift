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
}

/// Holds the room in a class, because a move-only value cannot stand in a generic box.
final class DeskRoomBox {
    var room: DeskRoom
    var neighbours: DeskNeighbours?
    var armedFor: Moment?
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
        queue.sync { box.with { $0.neighbours = neighbours } }
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
    func committed(through step: Int64, head: HistoryHead?, inLine: Bool) {
        if inLine {
            queue.sync { hearCommit(through: step, head) }
        } else {
            queue.async { @Sendable [self] in hearCommit(through: step, head) }
        }
    }

    private func hearCommit(through step: Int64, _ head: HistoryHead?) {
        hands.deskRuns()
        box.with { $0.room.committed(through: step, head: head) }
        finishTurn()
    }

    /// The store worker: trouble.
    func storeFailed(_ trouble: StoreTrouble) {
        queue.async { @Sendable [self] in
            box.with { $0.room.storeFailed(trouble, at: clock.now) }
            finishTurn()
        }
    }

    /// The store worker: the disk takes facts again.
    func storeRecovered() {
        queue.async { @Sendable [self] in
            box.with { $0.room.storeRecovered(at: clock.now) }
            finishTurn()
        }
    }

    /// New rules after a reload, and people and plans that were not there before.
    func obey(_ rules: Rules, people: [Operator], plans: [Plan]) {
        queue.async { @Sendable [self] in
            let overruled = box.with { hands in
                hands.room.obey(rules, people: people, plans: plans, at: clock.now)
                return hands.room.overruled(plans)
            }
            DeskWorker.say(overruled)
            finishTurn()
        }
    }

    /// Somebody may have changed a file and wonder why nothing happens.
    static func say(_ overruled: [PlanID]) {
        for plan in overruled {
            Log.warning("plan-differs-from-the-database", [
                ("plan", plan.text), ("counts", "the database's; IMPORT kind=plans changes it"),
            ])
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
            box.armedFor = nil
            box.room.tick(at: clock.now)
        }
        finishTurn()
    }

    private func handle(_ next: InHand) {
        hands.deskHolds(next.line)
        handle(next.work)
    }

    private func handle(_ work: Work) {
        if case .desk(let event) = work { TrapHook.onDesk(event) }
        box.with { $0.room.handle(work, at: clock.now) }
    }

    /// Facts to the store first, then words to the sockets, then the timer.
    private func finishTurn() {
        box.with { box in
            guard let neighbours = box.neighbours else { return }
            box.room.finishTurn(
                at: clock.now, save: neighbours.save, deliver: neighbours.deliver)
            // What waits for the disk is written into answers later, and may trap then.
            if !box.room.hasWordsWaiting { hands.deskHolds(.none) }
            arm(box)
        }
    }

    private func arm(_ box: DeskRoomBox) {
        guard let next = box.room.nextTick else { return }
        if let armed = box.armedFor, armed <= next { return }
        box.armedFor = next
        let wait = max(1, (next - clock.now).milliseconds)
        timer.schedule(deadline: .now() + .milliseconds(Int(min(wait, 3_600_000))))
    }
}
