// SPDX-License-Identifier: Apache-2.0
/// The place in which trials happen: a few homes of the simulated town, the people at work, their
/// plans and rules.
/// Never random beyond the town's own seed: what is drawn in a trial is drawn elsewhere.

import Desk
import Vocabulary

enum TrialTown {
    /// 2026-11-20 08:59 in Hong Kong.
    static let opening = Moment(milliseconds: 1_795_136_340_000)
    static let notifier = GatewayID("tel-1")
    static let emergency = PlanID("emergency")
    static let technical = PlanID("technical")
    static let repair = PlanID("repair")

    static func rules(_ trial: Trial) -> Rules {
        var chance = Chance(seed: trial.seed, stream: 0x11_0000_0000)
        var rules = Rules()
        rules.kinds = [
            .button: KindRule(priority: .lifeSafety, plan: emergency),
            SignalKind("fall"): KindRule(priority: .lifeSafety, plan: emergency),
            SignalKind("inactivity"): KindRule(priority: .urgent, plan: emergency),
            SignalKind("battery-low"): KindRule(priority: .soon, plan: technical),
            .silent: KindRule(priority: .soon, plan: technical),
            SignalKind("fault"): KindRule(priority: .soon, plan: technical),
            SignalKind("power-lost"): KindRule(priority: .routine, plan: repair),
            SignalKind("power-back"): KindRule(
                priority: .information, plan: technical, opensCall: false),
            .test: KindRule(priority: .routine, plan: technical, opensCall: false),
        ]
        rules.services = [
            ServiceRule(
                name: "ambulance", to: "+85200000999",
                channels: [.notifier(.voice), .exec("page")]),
            ServiceRule(
                name: "police", to: "+85200000998", channels: [.notifier(.voice)], tries: 1),
        ]
        rules.dutyOfficer = ServiceRule(
            name: "dan", to: "+85290000001", channels: [.notifier(.voice), .smstools], tries: 1)
        // What a centre may configure changes what can go wrong.
        if chance.happens(300) { rules.wrapUpSpan = .zero }
        if chance.happens(300) { rules.offerSpan = .seconds(15) }
        if chance.happens(300) { rules.ageingSpan = .seconds(20) }
        if chance.happens(300) { rules.leaseSpan = .seconds(100) }
        if chance.happens(200) { rules.patience = Span(milliseconds: 50) }
        if chance.happens(300) { rules.supervisionSpan = .minutes(10) }
        if trial.faults.contains(.roundCall) {
            rules.missedAfterCentre = .seconds(2)
            rules.missedAfterGateway = .seconds(20)
            rules.missedAgain = .minutes(1)
        }
        return rules
    }

    /// Everything that was on disk before.
    static func state(_ trial: Trial) -> DeskState {
        let town = Town(seed: trial.seed, homes: trial.homes)
        var records: [Record] = []
        for home in 0..<trial.homes {
            records.append(.home(town.home(home)))
            records += town.subscribers(home).map { .subscriber($0) }
            records.append(.device(town.device(home)))
            records += town.contacts(home).map { .contact($0) }
        }
        records += plans.map { .plan($0) } + people(trial).map { .person($0) }
        var state = DeskState()
        for record in records { state.apply(.recordSaved(record, by: .desk), at: opening) }
        return state
    }

    /// Where a home lies.
    static func district(_ trial: Trial, _ home: Int) -> String {
        Town(seed: trial.seed, homes: trial.homes).home(home).district
    }

    /// A home's key.
    static func home(_ trial: Trial, _ home: Int) -> String {
        Town(seed: trial.seed, homes: trial.homes).home(home).id.text
    }

    /// Operators, then a supervisor, the duty officer and a manager.
    static func people(_ trial: Trial) -> [Operator] {
        var people = (0..<trial.operators).map { place in
            Operator(
                id: OperatorID(Staff.name(place)), name: Staff.name(place), role: .operator,
                languages: place % 2 == 0 ? ["yue", "en"] : ["yue", "cmn"])
        }
        people.append(
            Operator(id: OperatorID("sue"), name: "Sue", role: .supervisor, languages: ["yue"]))
        people.append(
            Operator(id: OperatorID("dan"), name: "Dan", role: .dutyOfficer, languages: ["yue"]))
        people.append(Operator(id: OperatorID("max"), name: "Max", role: .manager, languages: []))
        return people
    }

    private static let plans = [
        Plan(
            id: emergency,
            steps: [
                PlanStep(
                    action: .question, text: "Speak to the person", obligation: true,
                    outcomes: ["well", "conscious", "no-answer", "no-response"]),
                PlanStep(
                    action: .home, text: "Ring the home", obligation: true,
                    condition: .found(["no-answer", "no-response"])),
                PlanStep(
                    action: .notice, text: "Tell a contact that help was called",
                    obligation: true, condition: .summoned),
            ]),
        Plan(id: technical, steps: []),
        Plan(
            id: repair,
            steps: [
                PlanStep(action: .wait, text: "Give it time", seconds: 20),
                PlanStep(action: .note, text: "Who looks after it?", obligation: true),
                PlanStep(
                    action: .close, text: "Closed as", condition: .unless(["fine"]),
                    outcomes: ["technical", "other", "resolved"]),
            ]),
    ]
}
