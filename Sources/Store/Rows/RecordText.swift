// SPDX-License-Identifier: Apache-2.0
/// A directory record as one text, for rows of an import that are not applied yet; both directions.
/// Never a format for files: import and export have their own columns.

import Desk
import Vocabulary

/// A record in one text.
enum RecordText {
    static func text(_ record: Record) -> String {
        switch record {
        case .home(let it):
            FieldList.joined(["home", it.id.text, it.address, it.district, it.access.shown])
        case .subscriber(let it):
            FieldList.joined([
                "subscriber", it.id.text, it.home.text, it.name, it.language, it.phone,
                String(it.birthYear), String(it.risk), it.health.shown,
            ])
        case .device(let it):
            FieldList.joined(["device", it.id.text, it.home.text, it.model])
        case .contact(let it):
            FieldList.joined([
                "contact", it.home.text, String(it.order), it.name, it.relation, it.phone,
                it.language, it.duty.rawValue,
            ])
        case .person(let it):
            FieldList.joined([
                "person", it.id.text, it.name, it.role.rawValue, WordList.joined(it.languages),
                WordList.joined(it.skills), it.secretHash.shown,
            ])
        case .plan(let it):
            FieldList.joined(
                ["plan-2", it.id.text]
                    + it.steps.flatMap(fields))
        case .planStep(let plan, let number, let step):
            FieldList.joined(["plan-step-2", plan.text, String(number)] + fields(step))
        }
    }

    private static func fields(_ step: PlanStep) -> [String] {
        [
            step.action.rawValue, step.text, step.textChinese, step.obligation ? "1" : "0",
            step.condition.text, step.outcomes.joined(separator: "|"), String(step.seconds),
        ]
    }

    /// nil for a text that no version of SafeBell wrote.
    static func record(_ text: String) -> Record? {
        let fields = FieldList.split(text)
        switch (fields[0], fields.count) {
        case ("home", 5):
            return .home(
                Home(
                    id: HomeID(fields[1]), address: fields[2], district: fields[3],
                    access: Masked(fields[4])))
        case ("subscriber", 9):
            guard let birthYear = Int(fields[6]), let risk = Int(fields[7]) else { return nil }
            return .subscriber(
                Subscriber(
                    id: SubscriberID(fields[1]), home: HomeID(fields[2]), name: fields[3],
                    language: fields[4], phone: fields[5], birthYear: birthYear, risk: risk,
                    health: Masked(fields[8])))
        case ("device", 4):
            return .device(
                Device(id: DeviceID(fields[1]), home: HomeID(fields[2]), model: fields[3]))
        case ("contact", 8):
            guard let order = Int(fields[2]), let duty = ContactDuty(rawValue: fields[7]) else {
                return nil
            }
            return .contact(
                Contact(
                    home: HomeID(fields[1]), order: order, name: fields[3], relation: fields[4],
                    phone: fields[5], language: fields[6], duty: duty))
        case ("person", 7):
            guard let role = Role(rawValue: fields[3]) else { return nil }
            return .person(
                Operator(
                    id: OperatorID(fields[1]), name: fields[2], role: role,
                    languages: WordList.split(fields[4]), skills: WordList.split(fields[5]),
                    secretHash: Masked(fields[6])))
        // Before steps had outcomes and a time.
        case ("plan", 2...): return plan(fields, of: 5)
        case ("plan-2", 2...): return plan(fields, of: 7)
        case ("plan-step", 8), ("plan-step-2", 10):
            guard let number = Int(fields[2]), let step = step(fields[3...]) else { return nil }
            return .planStep(PlanID(fields[1]), number: number, step)
        default: return nil
        }
    }

    private static func plan(_ fields: [String], of width: Int) -> Record? {
        guard (fields.count - 2) % width == 0 else { return nil }
        var steps: [PlanStep] = []
        for at in stride(from: 2, to: fields.count, by: width) {
            guard let step = step(fields[at..<(at + width)]) else { return nil }
            steps.append(step)
        }
        return .plan(Plan(id: PlanID(fields[1]), steps: steps))
    }

    private static func step(_ fields: ArraySlice<String>) -> PlanStep? {
        let at = fields.startIndex
        guard let action = StepAction(rawValue: fields[at]),
            let condition = StepCondition(text: fields[at + 4])
        else { return nil }
        let isWhole = fields.count > 5
        let outcomes = isWhole ? StepOutcomes.words(fields[at + 5]) : []
        let seconds = isWhole ? Int(fields[at + 6]) : 0
        guard let outcomes, let seconds else { return nil }
        return PlanStep(
            action: action, text: fields[at + 1], textChinese: fields[at + 2],
            obligation: fields[at + 3] == "1", condition: condition, outcomes: outcomes,
            seconds: seconds)
    }
}

extension Record {
    /// `home H1`, `contact H1/2` ...: names the record in the timeline without its words.
    func name(into codes: inout Codes) {
        switch self {
        case .home(let it): codes.add("home", it.id.text)
        case .subscriber(let it): codes.add("subscriber", it.id.text)
        case .device(let it): codes.add("device", it.id.text)
        case .contact(let it):
            codes.add("home", it.home.text)
            codes.add("contact", Int64(it.order))
        case .person(let it): codes.add("operator", it.id.text)
        case .plan(let it): codes.add("plan", it.id.text)
        case .planStep(let plan, let number, _):
            codes.add("plan", plan.text)
            codes.add("step", Int64(number))
        }
    }
}
