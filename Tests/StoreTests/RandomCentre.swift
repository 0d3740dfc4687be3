// SPDX-License-Identifier: Apache-2.0
/// A real desk driven by chance: what it decides is what the store must keep.
/// Never checks the decisions themselves.

import Desk
import Vocabulary

@testable import Store

struct RandomCentre: ~Copyable {
    var desk: Desk
    var chance: Chance
    var now = nine
    var steps: [SavedStep] = []
    /// All identities of alarms and signals that were sent.
    var sent: [Signal] = []
    private var sequence: Int64 = 0
    private var request: UInt64 = 0
    private var waiting: [DeskEvent] = []
    private var importLine = 0

    static let operators = ["amy", "ben", "cat", "sue", "dan", "ada"]
    static let roles: [Role] = [
        .operator, .operator, .operator, .supervisor, .dutyOfficer, .administrator,
    ]
    static let devices = 24

    init(seed: UInt64) {
        var rules = Rules()
        rules.zone = hongKong
        let emergency = PlanID("emergency")
        for (word, priority) in [
            ("button", Priority.lifeSafety), ("fall", .lifeSafety), ("tamper", .soon),
            ("enquiry", .routine),
        ] {
            rules.kinds[SignalKind(word)] = KindRule(priority: priority, plan: emergency)
        }
        rules.kinds[SignalKind("battery-low")] = KindRule(
            priority: .soon, plan: emergency, opensCall: false)
        rules.services = [
            ServiceRule(name: "ambulance", to: "999", channels: [.notifier(.voice)])
        ]
        rules.dutyOfficer = ServiceRule(
            name: "dan", to: "+85290000000", channels: [.exec("page"), .smstools])
        rules.repeatWindow = .hours(1)
        rules.runawayCapacity = 2
        rules.proposeCalls = 2
        rules.canaries = ["K0", "K1"].map {
            CanaryRule(device: DeviceID($0), gateway: GatewayID("gw-1"), path: "path \($0)")
        }
        desk = Desk(rules: rules)
        chance = Chance(seed: seed)
        found()
    }

    /// Records, and everybody comes in.
    private mutating func found() {
        var facts: [Fact] = []
        func save(_ record: Record) { facts.append(.recordSaved(record, by: .desk)) }
        for (name, role) in zip(RandomCentre.operators, RandomCentre.roles) {
            save(
                .person(
                    Operator(
                        id: OperatorID(name), name: name.uppercased(), role: role,
                        languages: ["yue", "en"], skills: ["emergency"], secretHash: Masked("$y$x"))
                ))
        }
        save(
            .plan(
                Plan(
                    id: PlanID("emergency"),
                    steps: [
                        PlanStep(action: .question, text: "Speak", textChinese: "通話"),
                        PlanStep(
                            action: .notice, text: "Tell", obligation: true, condition: .summoned),
                        PlanStep(action: .note, text: "Write it down"),
                    ])))
        for n in 0..<(RandomCentre.devices / 2) {
            let home = HomeID("H\(n)")
            save(
                .home(
                    Home(
                        id: home, address: "\(n) Queen's Road",
                        district: n % 2 == 0 ? "East" : "West",
                        access: Masked("key \(n)"))))
            save(
                .subscriber(
                    Subscriber(
                        id: SubscriberID("S\(n)"), home: home, name: "陳大文 \(n)", language: "yue",
                        phone: "+85220000000", birthYear: 1940, risk: n % 4, health: Masked("heart")
                    )))
            save(.device(Device(id: DeviceID("A\(n)"), home: home, model: "M1")))
            save(
                .contact(
                    Contact(
                        home: home, order: 1, name: "Mei", relation: "daughter",
                        phone: "+85291234567")))
            save(
                .contact(
                    Contact(
                        home: home, order: 2, name: "Wai", relation: "son", phone: "+85291234568",
                        duty: .notice)))
        }
        var state = DeskState()
        for fact in facts { state.apply(fact, at: now) }
        desk = Desk(state: state, rules: desk.rules)
        steps.append(SavedStep(sequence: 0, at: now, facts: facts))
        let decision = desk.revive(at: now)
        keep(decision)
        for (n, name) in RandomCentre.operators.enumerated() {
            send(.logOn(OperatorID(name), asker(n)))
            send(.command(OperatorID(name), .ready, asker(n)))
        }
        send(.gatewayJoins(GatewayID("gw-1"), notifier: false, asker(40)))
        send(.gatewayJoins(GatewayID("tel-1"), notifier: true, asker(41)))
    }

    private mutating func asker(_ slot: Int) -> Requester {
        request += 1
        return Requester(
            connection: ConnectionID(worker: 0, slot: slot, generation: 1), request: request)
    }

    private mutating func send(_ event: DeskEvent) { keep(desk.step(event, at: now)) }

    private mutating func keep(_ decision: Decision) {
        sequence += 1
        if !decision.facts.isEmpty {
            steps.append(SavedStep(sequence: sequence, at: now, facts: decision.facts))
        }
        for case .afterCommit(let event) in decision.effects { waiting.append(event) }
    }

    /// Time passes and something happens, `count` times.
    mutating func run(_ count: Int) {
        for _ in 0..<count {
            now = now + Span(milliseconds: Int64(chance.below(chance.oneIn(20) ? 90_000 : 4000)))
            if !waiting.isEmpty {
                send(waiting.removeFirst())
            } else {
                happen()
            }
        }
    }

    private mutating func happen() {
        switch chance.below(13) {
        case 12: orderStorm()
        case 0, 1, 2: sendSignal()
        case 3: send(.clock)
        case 4: sendAttemptResult()
        case 5:
            if chance.oneIn(3), let owed = desk.state.takenOwed[GatewayID("gw-1")]?.first {
                send(.seen(owed.number, GatewayID("gw-1"), asker(40)))
            } else {
                send(
                    .cancel(
                        DeviceID("A\(chance.below(RandomCentre.devices))"), Reference("1"),
                        GatewayID("gw-1"), asker(40)))
            }
        case 6: come()
        case 7: administer()
        default: work()
        }
    }

    private mutating func sendSignal() {
        if !sent.isEmpty, chance.oneIn(6) {
            return send(.alarm(sent[chance.below(sent.count)], asker(40)))
        }
        let kinds = ["button", "button", "fall", "tamper", "enquiry", "battery-low", "odd"]
        if chance.oneIn(8) {
            let canary = makeSignal("K\(chance.below(2))", "\(chance.below(9))", kind: "canary")
            return send(.alarm(canary, asker(40)))
        }
        // One panel says the same all day. Devices from half the range belong to no home.
        let isStuck = chance.oneIn(6)
        let signal = makeSignal(
            isStuck ? "A2" : "A\(chance.below(RandomCentre.devices))", "\(sent.count)",
            kind: isStuck ? "tamper" : kinds[chance.below(kinds.count)],
            time: Int64(chance.below(3)),
            location: chance.oneIn(3) ? "浴室" : "", text: chance.oneIn(4) ? "help me" : "")
        sent.append(signal)
        let asker = asker(40)
        send(
            signal.identity.kind.word == "battery-low"
                ? .signal(signal, asker) : .alarm(signal, asker))
    }

    /// A supervisor declares, extends, closes, undoes or ends a storm, or tries to.
    private mutating func orderStorm() {
        let sue = OperatorID("sue")
        let storms = desk.state.storms.allIDs
        let order: StormOrder
        if let shown = desk.state.presence.stormPreviews[sue], chance.oneIn(2) {
            if case .closing = shown.plan {
                order = .close(preview: shown.number, reason: "rung round")
            } else {
                order = .declare(
                    preview: shown.number, span: .minutes(Int64(5 + chance.below(20))),
                    reason: "typhoon")
            }
        } else if let storm = storms.first, chance.oneIn(2) {
            switch chance.below(4) {
            case 0: order = .extend(storm, span: .minutes(6), reason: "still")
            case 1: order = .undo(storm, reason: "")
            case 2: order = .end(storm, reason: "over")
            default: order = .preview(.closing(storm, Outcome("technical")))
            }
        } else {
            let area = chance.oneIn(3) ? StormArea.everywhere : .district("East")
            order = .preview(
                .declaring(area, [SignalKind("tamper")], lower: 1 + chance.below(3)))
        }
        send(.command(sue, .storm(order), asker(3)))
    }

    private mutating func sendAttemptResult() {
        let running = desk.state.calls.all.flatMap { $0.attempts } + desk.state.centreAttempts
        guard let attempt = running.first(where: { $0.outcome == nil }) else { return }
        let outcomes = AttemptOutcome.allCases
        send(
            .attemptEnds(
                attempt.id, outcomes[chance.below(outcomes.count)], text: "said so", asked: nil))
    }

    /// Somebody comes, goes, or is lost.
    private mutating func come() {
        let n = chance.below(RandomCentre.operators.count)
        let person = OperatorID(RandomCentre.operators[n])
        switch chance.below(5) {
        case 0: send(.command(person, .away(reason: "tea"), asker(n)))
        case 1:
            send(
                .connectionLost(
                    person, ConnectionID(worker: 0, slot: n, generation: 1)))
        default:
            send(.logOn(person, asker(n)))
            send(.command(person, .ready, asker(n)))
        }
    }

    private mutating func administer() {
        let ada = OperatorID("ada")
        switch chance.below(5) {
        case 4: changePlan()
        case 0: send(.command(ada, .importBegins(.homes), asker(5)))
        case 1:
            for _ in 0..<(chance.oneIn(3) ? 450 : 3) {
                importLine += 1
                send(
                    .command(
                        ada,
                        .importRow(
                            line: importLine,
                            cells: [
                                "N\(chance.below(600))", "Road \(importLine)", "North", "",
                            ]), asker(5)))
            }
        case 2: send(.command(ada, .importEnds(commit: !chance.oneIn(3)), asker(5)))
        default:
            send(
                .command(
                    ada, .secret(OperatorID("ben"), hash: Masked("$y$\(importLine)")),
                    asker(5)))
        }
    }

    /// The plan that open calls follow gets longer, shorter or other words.
    private mutating func changePlan() {
        let ada = OperatorID("ada")
        send(.command(ada, .importBegins(.plans), asker(5)))
        for number in 1...(1 + chance.below(4)) {
            importLine += 1
            let cells = [
                "emergency", String(number), chance.oneIn(4) ? "notice" : "question",
                "Ask \(importLine)", "問", chance.oneIn(3) ? "yes" : "", "",
                chance.oneIn(4) ? "ok|bad" : "", "",
            ]
            send(.command(ada, .importRow(line: importLine, cells: cells), asker(5)))
        }
        send(.command(ada, .importEnds(commit: true), asker(5)))
    }

    /// One of the people does something with one of the calls.
    private mutating func work() {
        let n = chance.below(5)
        let me = OperatorID(RandomCentre.operators[n])
        let calls = desk.state.calls.allIDs
        guard !calls.isEmpty else { return send(.clock) }
        let mine = desk.state.seats.read(me) { $0.calls } ?? []
        let id =
            mine.isEmpty || chance.oneIn(4)
            ? calls[chance.below(calls.count)] : mine[chance.below(mine.count)]
        send(.command(me, chance.oneIn(8) ? colleague(of: me) : command(on: id), asker(n)))
    }

    /// Something about another person.
    private mutating func colleague(of me: OperatorID) -> Command {
        let other = OperatorID(RandomCentre.operators[chance.below(5)])
        switch chance.below(6) {
        case 0, 1: return .shift(.offer(to: other, note: "交更"))
        case 2:
            let from = desk.state.presence.shifts.values.map(\.from).min { $0.text < $1.text }
            return .shift(.accept(from: from ?? other))
        case 3:
            let queues = [[], ["button"], ["fall", "North"]][chance.below(3)]
            return .staff(other, StaffOrder(skills: ["emergency"], queues: queues))
        case 4: return .tell(other, text: "well done")
        default:
            return .staff(
                other, StaffOrder(duty: chance.oneIn(2) ? .ready : .gone, reason: "why"))
        }
    }

    private mutating func command(on id: CallID) -> Command {
        let outcomes = Outcome.known
        switch chance.below(16) {
        case 0, 1, 2: return .take(id, version: nil)
        case 3: return .note(id, text: "注意 \(chance.below(100))")
        case 4: return .stepDone(id, step: 1 + chance.below(3), result: "ok", version: nil)
        case 5: return .waive(id, step: 1 + chance.below(3), reason: "no need", version: nil)
        case 6: return .contact(id, who: chance.oneIn(2) ? nil : 1 + chance.below(2))
        case 7: return .summon(id, service: "ambulance", note: "fell")
        case 8:
            return .park(
                id, .seconds(Int64(30 + chance.below(100))), reason: "ring back", version: nil)
        case 9: return .release(id, version: nil)
        case 10:
            return .handOver(
                id, to: OperatorID(RandomCentre.operators[chance.below(4)]), version: nil)
        case 11:
            return .followUp(
                id, chance.below(2) == 0 ? .visit : .callBack, due: .after(.minutes(5)),
                owner: OperatorID("amy"), note: "visit her")
        case 12:
            guard let promise = desk.state.followUps.allIDs.first else { return .activity }
            return .fulfil(promise, note: "done", version: nil)
        case 13: return .confirm(id, version: nil)
        default:
            return .close(
                id, outcomes[chance.below(outcomes.count)].outcome, reason: "because",
                version: nil)
        }
    }
}
