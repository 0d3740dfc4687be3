// SPDX-License-Identifier: Apache-2.0
/// Cells of a table -> a checked record, and back. The columns are `RecordKind.columns`.

import Vocabulary

/// What is wrong with a row: which column, and what was expected.
package struct CellError: Error, Equatable, Sendable {
    package let column: String
    package let expected: String
}

extension RecordKind {
    /// Reads one row. References to other records are checked by the desk, which knows them.
    package func record(from cells: [String]) throws(CellError) -> Record {
        guard cells.count <= columns.count else {
            throw CellError(
                column: columns.last ?? "",
                expected: "\(columns.count) columns: \(columns.joined(separator: ","))")
        }
        // Empty cells at the end may be left out on the wire.
        let empty = Array(repeating: "", count: columns.count - cells.count)
        let row = Row(kind: self, cells: cells + empty)
        switch self {
        case .homes:
            return .home(
                Home(
                    id: HomeID(try row.key(0)), address: try row.text(1, required: true),
                    district: try row.text(2), access: Masked(try row.text(3))))
        case .subscribers:
            return .subscriber(
                Subscriber(
                    id: SubscriberID(try row.key(0)), home: HomeID(try row.key(1)),
                    name: try row.text(2, required: true), language: try row.text(3),
                    phone: try row.phone(4), birthYear: try row.number(5, 1880...2100, empty: 0),
                    risk: try row.number(6, 0...Limits.riskMax, empty: 0),
                    health: Masked(try row.text(7))))
        case .devices:
            return .device(
                Device(
                    id: DeviceID(try row.key(0)), home: HomeID(try row.key(1)),
                    model: try row.text(2)))
        case .contacts:
            return .contact(
                Contact(
                    home: HomeID(try row.key(0)),
                    order: try row.number(1, 1...Limits.contactsPerHomeMax, empty: nil),
                    name: try row.text(2, required: true), relation: try row.text(3),
                    phone: try row.phone(4, required: true), language: try row.text(5),
                    duty: try row.word(6, ContactDuty.allCases, empty: .contact)))
        case .operators:
            return .person(
                Operator(
                    id: OperatorID(try row.key(0)), name: try row.text(1, required: true),
                    role: try row.word(2, Role.allCases, empty: nil), languages: row.list(3),
                    skills: row.list(4), secretHash: Masked(try row.hash(5))))
        case .plans:
            let step = try row.number(1, 1...Limits.planStepsMax, empty: nil)
            let made = PlanStep(
                action: try row.word(2, StepAction.allCases, empty: nil),
                text: try row.text(3, required: true), textChinese: try row.text(4),
                obligation: try row.flag(5),
                condition: try row.condition(6), outcomes: try row.outcomes(7),
                seconds: try row.number(8, 0...Limits.waitSecondsMax, empty: 0))
            if let fault = made.fault { throw row.error(fault.column, fault.expected) }
            return .planStep(PlanID(try row.key(0)), number: step, made)
        }
    }
}

/// Reads single cells; every error names its column.
private struct Row {
    let kind: RecordKind
    let cells: [String]

    private func error(_ at: Int, _ expected: String) -> CellError {
        error(kind.columns[at], expected)
    }
    func error(_ column: String, _ expected: String) -> CellError {
        CellError(column: column, expected: expected)
    }
    func text(_ at: Int, required: Bool = false) throws(CellError) -> String {
        if required, cells[at].isEmpty { throw error(at, "some text") }
        if cells[at].utf8.count > Limits.textBytesMax {
            throw error(at, "at most \(Limits.textBytesMax) bytes")
        }
        return cells[at]
    }
    func key(_ at: Int) throws(CellError) -> String {
        let bytes = cells[at].utf8
        guard !bytes.isEmpty, bytes.count <= Limits.keyBytesMax,
            bytes.allSatisfy({ $0 > 32 && $0 != 127 && $0 != 44 && $0 != 34 && $0 != 61 })
        else {
            throw error(
                at, "a key of 1 to \(Limits.keyBytesMax) bytes without space, comma, quote or =")
        }
        return cells[at]
    }
    func phone(_ at: Int, required: Bool = false) throws(CellError) -> String {
        let text = cells[at]
        if text.isEmpty, !required { return "" }
        let digits = text.utf8.count { (48...57).contains($0) }
        guard digits >= 3, digits <= 15,
            text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 43 || $0 == 32 || $0 == 45 })
        else { throw error(at, "a telephone number such as +85291234567") }
        return text
    }
    func number(_ at: Int, _ range: ClosedRange<Int>, empty: Int?) throws(CellError) -> Int {
        if cells[at].isEmpty, let empty { return empty }
        guard let value = Int(cells[at]), range.contains(value) else {
            throw error(at, "a number \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
    func word<Word: RawRepresentable<String>>(
        _ at: Int, _ known: [Word], empty: Word?
    ) throws(CellError) -> Word {
        if cells[at].isEmpty, let empty { return empty }
        guard let word = Word(rawValue: cells[at]) else {
            throw error(at, known.map(\.rawValue).joined(separator: "|"))
        }
        return word
    }
    func condition(_ at: Int) throws(CellError) -> StepCondition {
        if cells[at].isEmpty { return .always }
        guard let condition = StepCondition(text: cells[at]) else {
            throw error(at, StepCondition.expected)
        }
        return condition
    }
    func outcomes(_ at: Int) throws(CellError) -> [String] {
        guard let words = StepOutcomes.words(cells[at]) else { throw error(at, StepOutcomes.expected) }
        return words
    }
    func flag(_ at: Int) throws(CellError) -> Bool {
        switch cells[at] {
        case "yes", "true", "1": return true
        case "", "no", "false", "0": return false
        default: throw error(at, "yes|no")
        }
    }
    func list(_ at: Int) -> [String] { cells[at].split(separator: " ").map(String.init) }
    func hash(_ at: Int) throws(CellError) -> String {
        let text = cells[at]
        guard text == "!" || text.hasPrefix("$") else {
            throw error(at, "a crypt(3) hash ($y$...) as `safebell secret` prints it, or !")
        }
        return text
    }
}

extension Record {
    /// The cells of one record, in the order of its kind's columns; a plan gives one row per step. Of
    /// private details it says that there are some: an export lies about in folders and mails. The
    /// backup is the copy of the data.
    package var rows: [[String]] {
        switch self {
        case .home(let home):
            [[home.id.text, home.address, home.district, home.access.description]]
        case .subscriber(let person):
            [
                [
                    person.id.text, person.home.text, person.name, person.language, person.phone,
                    person.birthYear == 0 ? "" : String(person.birthYear), String(person.risk),
                    person.health.description,
                ]
            ]
        case .device(let device): [[device.id.text, device.home.text, device.model]]
        case .contact(let contact):
            [
                [
                    contact.home.text, String(contact.order), contact.name, contact.relation,
                    contact.phone, contact.language, contact.duty.rawValue,
                ]
            ]
        case .person(let person):
            [
                [
                    person.id.text, person.name, person.role.rawValue,
                    person.languages.joined(separator: " "), person.skills.joined(separator: " "),
                    person.secretHash.shown,
                ]
            ]
        case .plan(let plan):
            plan.steps.enumerated().map { index, step in
                Record.planStep(plan.id, number: index + 1, step).rows[0]
            }
        case .planStep(let plan, let number, let step):
            [[
                plan.text, String(number), step.action.rawValue, step.text, step.textChinese,
                step.obligation ? "yes" : "no", step.condition.text,
                step.outcomes.joined(separator: "|"), step.seconds == 0 ? "" : String(step.seconds),
            ]]
        }
    }
}
