// SPDX-License-Identifier: Apache-2.0
// The little centre that stories and tests play in: six homes, nine people, four plans, fixed rules.
// Never random: who lives where is part of the stories' text.

import Desk
import Vocabulary

enum SmallTown {
    /// 2026-11-20 08:59 in Hong Kong: a minute before the stories' nine o'clock.
    static let opening = Moment(milliseconds: 1_795_136_340_000)

    static func rules() -> Rules {
        var rules = Rules()
        let emergency = PlanID("emergency")
        rules.kinds = [
            .button: KindRule(priority: .lifeSafety, plan: emergency),
            SignalKind("fall"): KindRule(priority: .lifeSafety, plan: emergency),
            SignalKind("fire"): KindRule(priority: .lifeSafety, plan: PlanID("fire")),
            SignalKind("inactivity"): KindRule(priority: .urgent, plan: emergency),
            SignalKind("battery-low"): KindRule(priority: .soon, plan: PlanID("technical")),
            .silent: KindRule(priority: .soon, plan: PlanID("technical")),
            SignalKind("power-lost"): KindRule(priority: .routine, plan: PlanID("technical")),
            SignalKind("fault"): KindRule(priority: .soon, plan: PlanID("repair")),
            SignalKind("enquiry"): KindRule(priority: .routine, plan: PlanID("technical")),
            SignalKind("power-back"): KindRule(
                priority: .information, plan: PlanID("technical"), opensCall: false),
            .test: KindRule(
                priority: .routine, plan: PlanID("technical"), opensCall: false),
        ]
        rules.services = [
            ServiceRule(
                name: "ambulance", to: "999", channels: [.notifier(.voice), .notifier(.sms)]),
            ServiceRule(name: "police", to: "999", channels: [.notifier(.voice)], tries: 1),
        ]
        rules.dutyOfficer = ServiceRule(
            name: "dan", to: "+85290000001", channels: [.notifier(.voice)], tries: 1)
        return rules
    }

    static let people: [Operator] = [
        person("amy", .operator, ["yue", "en"]),
        person("ben", .operator, ["en"]),
        person("cat", .operator, ["yue"]),
        person("sue", .supervisor, ["yue", "en"]),
        person("dan", .dutyOfficer, ["yue"]),
        person("max", .manager, []),
        person("ada", .administrator, []),
    ]

    private static func person(_ name: String, _ role: Role, _ languages: [String]) -> Operator {
        Operator(id: OperatorID(name), name: name, role: role, languages: languages)
    }

    static let plans: [Plan] = [
        Plan(
            id: PlanID("emergency"),
            steps: [
                PlanStep(action: .question, text: "Speak to the person"),
                PlanStep(
                    action: .notice, text: "Tell a contact that help was called",
                    obligation: true, condition: .summoned),
            ]),
        Plan(
            id: PlanID("fire"),
            steps: [PlanStep(action: .question, text: "Is everybody out?", obligation: true)]),
        Plan(id: PlanID("technical"), steps: []),
        Plan(
            id: PlanID("repair"),
            steps: [PlanStep(action: .note, text: "Who repairs it?", obligation: true)]),
    ]

    /// H1 two devices and three contacts; H2 English; H3 without contacts; H4 to H6 plain.
    static let records: [Record] = {
        var records: [Record] = []
        let homes: [(String, String, String, String)] = [
            ("H1", "Chan Tai Man", "yue", "Wan Chai"), ("H2", "Mary Brown", "en", "Central"),
            ("H3", "Wong Mei", "yue", "Sha Tin"), ("H4", "Lee Ka", "yue", "Sha Tin"),
            ("H5", "Ho Siu", "cmn", "Wan Chai"), ("H6", "Ng Fong", "yue", "Central"),
        ]
        for (id, name, language, district) in homes {
            let home = HomeID(id)
            records.append(
                .home(
                    Home(
                        id: home, address: "\(id) Example Road", district: district,
                        access: Masked("code 42"))))
            records.append(
                .subscriber(
                    Subscriber(
                        id: SubscriberID("S-\(id)"), home: home, name: name, language: language,
                        phone: "+8522000000\(id.dropFirst())", health: Masked("diabetes"))))
            records.append(
                .device(Device(id: DeviceID("A000\(id.dropFirst())"), home: home)))
        }
        records.append(.device(Device(id: DeviceID("A0011"), home: HomeID("H1"))))
        let contacts: [(String, Int, String, ContactDuty)] = [
            ("H1", 1, "daughter", .contact), ("H1", 2, "neighbour", .contact),
            ("H1", 3, "son", .notice), ("H2", 1, "son", .contact), ("H4", 1, "niece", .notice),
        ]
        for (home, order, relation, duty) in contacts {
            records.append(
                .contact(
                    Contact(
                        home: HomeID(home), order: order, name: "\(relation) of \(home)",
                        relation: relation, phone: "+8529000000\(order)", duty: duty)))
        }
        return records + plans.map { .plan($0) } + people.map { .person($0) }
    }()

    /// Everything above, as a disk that was used before would remember it.
    static func state() -> DeskState {
        var state = DeskState()
        for record in records {
            state.apply(.recordSaved(record, by: .desk), at: opening)
        }
        return state
    }

    /// A desk that has come up at `opening` and whose first numbers are on disk. The decisions of
    /// its start are folded into `memory`.
    static func desk(
        rules: Rules = rules(), state: DeskState = state(), at moment: Moment = opening,
        memory: inout DeskState
    ) -> Desk {
        var desk = Desk(state: state, rules: rules)
        var decision = desk.revive(at: moment)
        while true {
            for fact in decision.facts { memory.apply(fact, at: moment) }
            let next = decision.effects.compactMap { effect -> DeskEvent? in
                if case .afterCommit(let event) = effect { event } else { nil }
            }
            guard !next.isEmpty else { return desk }
            decision = Decision()
            for event in next {
                let more = desk.step(event, at: moment)
                decision.facts += more.facts
                decision.effects += more.effects
            }
        }
    }
}

/// SplitMix64: the tests' only chance, so that a seed names a whole history.
struct Dice {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    /// 0 ..< bound.
    mutating func roll(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func pick<Element>(_ list: [Element]) -> Element { list[roll(list.count)] }
    mutating func oneIn(_ bound: Int) -> Bool { roll(bound) == 0 }
}
