// SPDX-License-Identifier: Apache-2.0
// Random days at the little centre: presses, people who do anything in any order, lost connections,
// dead disks, jumping clocks, crashes. One seed is one history.
// Never asserts: what is wrong is collected in `wrong`.

import Desk
import Vocabulary
import World

struct Storm: ~Copyable {
    var dice: Dice
    var desk: Desk
    var now: Moment
    /// The latest moment the desk was given: it never goes back.
    private var latest = SmallTown.opening
    /// Facts that are on disk, folded.
    var memory: DeskState
    var unsaved: [(at: Moment, facts: [Fact])] = []
    /// What the disk will say once it has committed.
    var followers: [DeskEvent] = []
    var connections: [OperatorID: ConnectionID] = [:]
    var gateways: [GatewayID: ConnectionID] = [:]
    var connectionCount: UInt64 = 0
    var requestCount: UInt64 = 0
    var audit = Audit()
    private(set) var wrong: [String] = []
    /// Every decision, folded into one number.
    private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    private let folds: Bool

    init(seed: UInt64, folds: Bool = false) {
        dice = Dice(seed: seed)
        self.folds = folds
        now = SmallTown.opening
        var memory = SmallTown.state()
        desk = SmallTown.desk(rules: Storm.rules(seed), memory: &memory)
        self.memory = memory
    }

    /// Every third seed wants no wrap-up, every fourth another language of offers.
    private static func rules(_ seed: UInt64) -> Rules {
        var rules = SmallTown.rules()
        if seed % 3 == 0 { rules.wrapUpSpan = .zero }
        if seed % 4 == 0 { rules.offerSpan = .seconds(20) }
        if seed % 5 == 0 { rules.ageingSpan = .seconds(15) }
        if seed % 3 == 1 {
            rules.runawayCapacity = 3
            rules.proposeCalls = 3
        }
        return rules
    }

    /// One random event, and what must hold after it.
    mutating func play() {
        pass()
        if dice.roll(400) == 0 { return crash() }
        if dice.oneIn(3) { save() }
        step(event())
    }

    mutating func run(_ steps: Int) {
        for _ in 0..<steps where wrong.isEmpty { play() }
    }

    /// Mostly moments, sometimes minutes, rarely hours; sometimes the clock goes back.
    private mutating func pass() {
        switch dice.roll(40) {
        case 0: now = now + .seconds(Int64(dice.roll(90)))
        case 1: if dice.oneIn(20) { now = now + .hours(Int64(dice.roll(9))) }
        case 2: now = now - .seconds(5)
        default: now = now + Span(milliseconds: Int64(dice.roll(3000)))
        }
    }

    private mutating func step(_ event: DeskEvent) {
        let decision = desk.step(event, at: now)
        take(decision, event)
    }

    private mutating func take(_ decision: Decision, _ event: DeskEvent?) {
        if folds { fold("\(decision)") }
        latest = max(latest, now)
        unsaved.append((latest, decision.facts))
        for case .afterCommit(let next) in decision.effects { followers.append(next) }
        audit.hear(decision, of: event, in: desk.state, rules: desk.rules, at: latest)
        wrong += desk.violations + audit.wrong
        // Right after a start the first clock settles what fell due meanwhile.
        if event != nil, let next = desk.nextDeadline, next <= latest {
            wrong.append("the clock would be woken again and again")
        }
    }

    /// The disk commits; sometimes what follows comes later.
    private mutating func save() {
        for (at, facts) in unsaved {
            for fact in facts { memory.remember(fact, at: at) }
        }
        unsaved = []
        if dice.oneIn(4), memory.savedCalls != desk.state.savedCalls {
            wrong.append("the facts do not make the calls")
            for (saved, call) in zip(memory.savedCalls, desk.state.savedCalls) where saved != call {
                wrong.append("\(saved) is not \(call)")
            }
        }
        let posted = followers
        followers = []
        for event in posted { step(event) }
    }

    /// What is not on disk is lost; the centre comes up with the rest.
    private mutating func crash() {
        unsaved = []
        followers = []
        connections = [:]
        gateways = [:]
        let rules = desk.rules
        memory = memory.revived()
        // The clock may stand before what is saved; what follows from that is not saved.
        memory.bringForward(to: now, rules)
        desk = Desk(state: memory, rules: rules)
        audit.crashed(memory)
        latest = now
        take(desk.revive(at: now), nil)
        step(.clock)
    }

    private mutating func fold(_ text: String) {
        for byte in text.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    // MARK: Events

    private mutating func event() -> DeskEvent {
        switch dice.roll(20) {
        case 0..<4: return .alarm(signal(), requester(gateway()))
        case 4: return deviceEvent()
        case 5: return gatewayEvent()
        case 6: return .clock
        case 7..<9: return attemptEvent()
        case 9: return presenceEvent()
        case 10:
            if dice.oneIn(4) { return dice.oneIn(2) ? .storeFails(.full) : .storeRecovers }
            return .clock
        default: return personEvent()
        }
    }

    private mutating func signal() -> Signal {
        let devices = ["A0001", "A0002", "A0003", "A0004", "A0005", "A0006", "A0011", "Z1", "Z2"]
        let kinds = [
            "button", "fall", "fire", "inactivity", "battery-low", "enquiry", "odd", "power-lost",
            "fault",
        ]
        // One panel says the same all day.
        let isStuck = dice.oneIn(8)
        return Signal(
            identity: AlarmIdentity(
                device: DeviceID(isStuck ? "A0003" : dice.pick(devices)),
                reference: Reference("\(dice.roll(isStuck ? 900 : 200))"),
                kind: SignalKind(isStuck ? "fault" : dice.pick(kinds)),
                deviceTime: Int64(dice.roll(2))),
            gateway: GatewayID("gw-\(dice.roll(2))"))
    }

    private mutating func gateway() -> GatewayID { GatewayID("gw-\(dice.roll(2))") }

    private mutating func deviceEvent() -> DeskEvent {
        switch dice.roll(3) {
        case 0:
            var signal = signal()
            signal.identity = AlarmIdentity(
                device: signal.identity.device, reference: signal.identity.reference,
                kind: SignalKind(dice.pick(["power-back", "test", "battery-low"])), deviceTime: 0)
            return .signal(signal, requester(gateway()))
        case 1:
            let signal = signal()
            return .cancel(
                signal.identity.device, signal.identity.reference, signal.gateway,
                requester(signal.gateway))
        default: return .alive([signal().identity.device], GatewayID("gw-1"))
        }
    }

    private mutating func gatewayEvent() -> DeskEvent {
        let gateway = gateway()
        switch dice.roll(5) {
        case 0..<2:
            connectionCount += 1
            gateways[gateway] = ConnectionID(raw: connectionCount)
            return .gatewayJoins(gateway, notifier: false, requester(gateway))
        case 2:
            let tel = GatewayID("tel-1")
            connectionCount += 1
            gateways[tel] = ConnectionID(raw: connectionCount)
            return .gatewayJoins(tel, notifier: true, requester(tel))
        case 3:
            let leaving = dice.oneIn(2) ? gateway : GatewayID("tel-1")
            guard let connection = gateways.removeValue(forKey: leaving) else { return .clock }
            return .gatewayLeaves(leaving, connection)
        default:
            let owed = desk.state.takenOwed[gateway] ?? []
            let number = owed.isEmpty ? Int64(dice.roll(9)) : dice.pick(owed).number
            return .seen(number, gateway, requester(gateway))
        }
    }

    private mutating func attemptEvent() -> DeskEvent {
        let running = desk.state.calls.all.flatMap(\.attempts) + desk.state.centreAttempts
        guard !running.isEmpty else { return .clock }
        let outcomes = AttemptOutcome.allCases.filter { $0 != .timedOut && $0 != .stopped }
        return .attemptEnds(
            dice.pick(running).id, dice.pick(outcomes), text: "",
            asked: dice.oneIn(2) ? requester(GatewayID("tel-1")) : nil)
    }

    private mutating func presenceEvent() -> DeskEvent {
        let person = dice.pick(SmallTown.people).id
        guard dice.oneIn(3) else {
            connectionCount += 1
            connections[person] = ConnectionID(raw: connectionCount)
            return .logOn(person, requester(person))
        }
        guard let connection = connections[person] else { return .clock }
        if dice.oneIn(2) { connections[person] = nil }
        return .connectionLost(person, connection)
    }

    mutating func requester(_ gateway: GatewayID) -> Requester {
        requestCount += 1
        return Requester(
            connection: gateways[gateway] ?? ConnectionID(raw: 0), request: requestCount)
    }
    mutating func requester(_ person: OperatorID) -> Requester {
        requestCount += 1
        return Requester(
            connection: connections[person] ?? ConnectionID(raw: 0), request: requestCount)
    }
}
