// SPDX-License-Identifier: Apache-2.0
/// The desk with what stands around it: the gate, the switchboard, the order in which their words
/// leave. The daemon's desk worker owns one, and so does the simulator.
/// Knows no clock, queue or disk: who owns it says what time it is and carries what it hands out.

package import Desk
package import Vocabulary
import Wire

package struct DeskRoom: ~Copyable {
    package private(set) var desk: Desk
    private var gate: CommitGate
    private var switchboard: Switchboard
    private var step: Int64 = 0
    private var facts: [SavedStep] = []
    private var released: [Released] = []
    private var deliveries: [Delivery] = []
    /// The centre must start anew, but not while a call is open: known calls are answered from
    /// memory until the last one is closed (house rule 9).
    package var restartsWhenIdle = false
    /// Connections that broke before their LOGIN or HELLO reached the desk. Most of these events
    /// never come (a wrong secret), so the set is bounded and begun anew.
    private var departed: Set<ConnectionID> = []
    private static let departedMax = 4096
    private let zone: ZoneOffset

    /// A desk that comes up with what a disk remembers.
    ///
    /// What it decides at once must be written before anybody is let in: it stands in `beginning`, and
    /// `began` must hear how the writing went.
    /// - Parameter scale: as the greeting of `SHOW centre` prints it.
    package init(
        reviving state: consuming DeskState, rules: Rules, people: [Operator], plans: [Plan],
        scale: String, at now: Moment
    ) {
        let before = state.numbers[.events]?.given ?? 0
        var desk = Desk(state: state, rules: rules)
        var gate = CommitGate(patience: rules.patience)
        let first = desk.revive(at: now)
        let second = desk.adopt(people: people, plans: plans, at: now)
        var released: [Released] = []
        gate.admit(first, step: 1, at: now, into: &released)
        facts = [
            SavedStep(sequence: 1, at: now, facts: first.facts),
            SavedStep(sequence: 2, at: now, facts: second.facts),
        ]
        step = 2
        zone = rules.zone
        // The desk may have disbelieved a damaged number and begun below it.
        let lastEvent = min(before, desk.state.numbers[.events]?.given ?? 0)
        switchboard = Switchboard(zone: rules.zone, scale: scale, after: lastEvent)
        self.desk = desk
        self.gate = gate
        self.released = released
    }

    /// What the start itself decided.
    package var beginning: [SavedStep] { facts }

    /// The start was written, or could not be: then its steps go to the disk like all others, once
    /// there is one.
    package mutating func began(saved: Bool, head: HistoryHead? = nil, at now: Moment) {
        switchboard.head = head
        if saved {
            facts = []
            gate.committed(through: step, into: &released)
        } else {
            storeFailed(.full, at: now)
        }
    }

    /// Words of earlier work still wait for the disk.
    package var hasWordsWaiting: Bool { gate.pending != 0 }

    // MARK: The disk

    /// - Parameter head: of sealed history, for whoever asks; nil where it is not sealed.
    package mutating func committed(through step: Int64, head: HistoryHead? = nil) {
        switchboard.head = head
        gate.committed(through: step, into: &released)
    }
    package mutating func storeFailed(_ trouble: StoreTrouble, at now: Moment) {
        think(.storeFails(trouble), at: now)
        gate.storeFailed(trouble, into: &released)
    }
    package mutating func storeRecovered(at now: Moment) {
        gate.storeRecovered()
        think(.storeRecovers, at: now)
    }

    // MARK: The clock

    /// When `tick` wants to be called at the latest; nil: never.
    package var nextTick: Moment? {
        guard let expiry = gate.nextExpiry else { return desk.nextDeadline }
        return desk.nextDeadline.map { min($0, expiry) } ?? expiry
    }

    package mutating func tick(at now: Moment) {
        gate.expire(at: now, into: &released)
        think(.clock, at: now)
    }

    // MARK: Work

    /// New rules after a reload, and people and plans that were not there before.
    package mutating func obey(_ rules: Rules, people: [Operator], plans: [Plan], at now: Moment) {
        desk.obey(rules, at: now)
        gate.patience = rules.patience
        take(desk.adopt(people: people, plans: plans, at: now), at: now)
    }

    /// Plans of the configuration that are others in the directory, whose own count.
    package func overruled(_ plans: [Plan]) -> [PlanID] {
        plans.filter { desk.state.directory.plans[$0.id] != $0 }.map(\.id)
    }

    /// One piece of work out of the Intake.
    package mutating func handle(_ work: Work, at now: Moment) {
        switch work {
        case .desk(let event):
            if !comesTooLate(event) { think(event, at: now) }
        case .left(let connection): switchboard.left(connection)
        case .leftUnanswered(let connection): leftUnanswered(connection, at: now)
        case .watch(let person, let topics, let asker):
            deliveries.append(.answer(asker, switchboard.watch(person, topics)))
        case .resume(let person, let number, let asker):
            resume(person, after: number, asker, at: now)
        case .stats(_, let role, let query, let asker):
            if allows(.statistics, role, asker) { deliveries.append(.stats(query, asker)) }
        case .backup(_, let role, let name, let asker):
            if allows(.administer, role, asker) { deliveries.append(.backup(name, asker)) }
        }
    }

    /// Steps the desk, numbers the decision and hands its effects to the gate.
    private mutating func think(_ event: DeskEvent, at now: Moment) {
        take(desk.step(event, at: now), at: now)
    }

    private mutating func take(_ decision: Decision, at now: Moment) {
        if decision.facts.isEmpty && decision.effects.isEmpty { return }
        step += 1
        if !decision.facts.isEmpty {
            facts.append(SavedStep(sequence: step, at: now, facts: decision.facts))
        }
        gate.admit(decision, step: step, at: now, into: &released)
    }

    /// Whether the event seats somebody whose connection broke before: nobody would ever say that
    /// they left.
    private mutating func comesTooLate(_ event: DeskEvent) -> Bool {
        switch event {
        case .logOn(_, let asker), .gatewayJoins(_, _, let asker):
            departed.remove(asker.connection) != nil
        default: false
        }
    }

    /// A connection broke before its LOGIN or HELLO was answered: either the desk has seated it
    /// already, or the event is still to come and must find it gone.
    private mutating func leftUnanswered(_ connection: ConnectionID, at now: Moment) {
        switchboard.left(connection)
        let presence = desk.state.presence
        if let person = presence.connections.first(where: { $0.value == connection })?.key {
            think(.connectionLost(person, connection), at: now)
            return
        }
        if let gateway = presence.gateways.gateway(of: connection)
            ?? presence.notifiers.gateway(of: connection)
        {
            think(.gatewayLeaves(gateway, connection), at: now)
            return
        }
        if departed.count >= DeskRoom.departedMax { departed = [] }
        departed.insert(connection)
    }

    private mutating func allows(_ power: Power, _ role: Role, _ asker: Requester) -> Bool {
        let powers = desk.rules.powers
        if powers.allows(power, role) { return true }
        let refusal = Reply.refused(.needsPower(power, lowest: powers.lowest(for: power)))
        deliveries.append(
            .answer(asker, ReplyWriting.bytes(refusal, unsaved: false, zone: zone)))
        return false
    }

    private mutating func resume(
        _ person: OperatorID, after number: Int64, _ asker: Requester, at now: Moment
    ) {
        // Whoever asks what they missed is there, and will have seen it.
        think(.command(person, .activity, asker), at: now)
        guard let missed = switchboard.resume(person, after: number) else {
            return think(.command(person, .picture, asker), at: now)
        }
        deliveries.append(.answer(asker, missed.reply))
        for event in missed.events { deliveries.append(.send(asker.connection, event)) }
    }

    // MARK: What leaves

    /// Facts to the disk first, then words, until nothing is left that follows at once.
    package mutating func finishTurn(
        at now: Moment, save: ([SavedStep]) -> Void, deliver: ([Delivery]) -> Void
    ) {
        while !facts.isEmpty || !released.isEmpty || !deliveries.isEmpty {
            if !facts.isEmpty {
                save(facts)
                facts = []
            }
            for one in released { switchboard.deliver(one, into: &deliveries) }
            released = []
            let batch = deliveries
            deliveries = []
            if !batch.isEmpty { deliver(batch) }
            for case .loop(let event) in batch { think(event, at: now) }
        }
        if restartsWhenIdle, desk.state.calls.isEmpty {
            restartsWhenIdle = false
            deliver([.restart])
        }
    }
}
