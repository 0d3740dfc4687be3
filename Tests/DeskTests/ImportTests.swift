// SPDX-License-Identifier: Apache-2.0
// Imports of a centre's size: all or nothing, in steps between which presses pass, and back again.

import Desk
import Vocabulary
import XCTest

final class ImportTests: XCTestCase {
    private let ada = OperatorID("ada")
    private let asker = Requester(connection: ConnectionID(raw: 5), request: 1)
    private let at = SmallTown.opening

    private func centre() -> Desk {
        var memory = SmallTown.state()
        var desk = SmallTown.desk(memory: &memory)
        _ = desk.step(.logOn(ada, asker), at: at)
        return desk
    }
    private func replies(_ decision: Decision) -> [Reply] {
        decision.effects.compactMap { effect in
            if case .reply(_, let reply) = effect { reply } else { nil }
        }
    }

    /// Also a guard against copying all rows with each row: that would take hours here.
    func test_manyRows_areAppliedInSmallSteps() {
        var desk = centre()
        _ = desk.step(.command(ada, .importBegins(.homes), asker), at: at)
        let rows = 50_000
        for line in 0..<rows {
            let cells = ["N\(line)", "\(line) Street", "Central", ""]
            _ = desk.step(.command(ada, .importRow(line: line + 2, cells: cells), asker), at: at)
        }
        var decision = desk.step(.command(ada, .importEnds(commit: true), asker), at: at)
        XCTAssertEqual(replies(decision), [], "answered when it is done, not before")
        var steps = 0
        while decision.effects.contains(.afterCommit(.importContinues)) {
            decision = desk.step(.importContinues, at: at)
            let saved = decision.facts.count { fact in
                if case .recordSaved = fact { true } else { false }
            }
            XCTAssertLessThanOrEqual(saved, Limits.importRowsPerStep)
            steps += 1
        }
        XCTAssertEqual(steps, rows / Limits.importRowsPerStep)
        XCTAssertEqual(replies(decision), [.imported(.homes, rows: rows)])
        XCTAssertEqual(desk.state.directory.homes.count, rows + 6)
    }

    /// A press between two steps of the import gets the old plan or the new one, never half of either.
    func test_aPlan_isNeverTakenInParts() {
        var desk = centre()
        _ = desk.step(.command(ada, .importBegins(.plans), asker), at: at)
        let (plans, steps) = (90, 7)
        for row in 0..<plans * steps {
            let cells = [
                "plan-\(row / steps)", "\(row % steps + 1)", "note", "Step \(row)", "", "", "", "", "",
            ]
            _ = desk.step(.command(ada, .importRow(line: row + 2, cells: cells), asker), at: at)
        }
        var decision = desk.step(.command(ada, .importEnds(commit: true), asker), at: at)
        var between = 0
        while decision.effects.contains(.afterCommit(.importContinues)) {
            decision = desk.step(.importContinues, at: at)
            between += 1
            for plan in desk.state.directory.plans.all where plan.id.text.hasPrefix("plan-") {
                XCTAssertEqual(plan.steps.count, steps, "\(plan.id) after step \(between)")
            }
        }
        XCTAssertGreaterThan(between, 3)
        XCTAssertEqual(replies(decision), [.imported(.plans, rows: plans * steps)])
    }

    func test_exportedRows_importAgainAndChangeNothing() {
        for kind in RecordKind.allCases {
            var desk = centre()
            let before = desk.state.directory
            let people = desk.state.seats.all.map(\.record)
            var rows: [[String]] = []
            var next: Int? = 0
            while let after = next {
                let decision = desk.step(.command(ada, .export(kind, after: after), asker), at: at)
                guard case .exported(kind, let more, let following)? = replies(decision).first
                else { return XCTFail("\(kind): \(decision.effects)") }
                rows += more
                next = following
            }
            XCTAssertFalse(rows.isEmpty, "\(kind)")
            XCTAssertTrue(rows.allSatisfy { $0.count == kind.columns.count }, "\(kind)")
            _ = desk.step(.command(ada, .importBegins(kind), asker), at: at)
            for (index, cells) in rows.enumerated() {
                let decision = desk.step(
                    .command(ada, .importRow(line: index + 2, cells: cells), asker), at: at)
                XCTAssertEqual(replies(decision), [.importRow(line: index + 2)], "\(cells)")
            }
            _ = desk.step(.command(ada, .importEnds(commit: true), asker), at: at)
            _ = desk.step(.importContinues, at: at)
            XCTAssertEqual(desk.state.directory, before, "\(kind)")
            XCTAssertEqual(desk.state.seats.all.map(\.record), people, "\(kind)")
        }
    }

    func test_rowErrors_nameTheColumn() {
        let rows: [(RecordKind, [String], String)] = [
            (.homes, ["H 1", "a", "", ""], "id"), (.homes, ["H1", "", "", ""], "address"),
            (.homes, ["H1", "a", "b", "c", "d"], "access"),
            (.subscribers, ["S", "H1", "n", "yue", "12", "", "", ""], "phone"),
            (.subscribers, ["S", "H1", "n", "yue", "", "1700", "", ""], "birth"),
            (.subscribers, ["S", "H1", "n", "yue", "", "", "4", ""], "risk"),
            (.subscribers, ["S", "H99", "n"], "home"), (.devices, ["D", "H99"], "home"),
            (.devices, ["", "H1", ""], "id"),
            (.contacts, ["H1", "0", "n", "", "+85212345678", "", ""], "order"),
            (.contacts, ["H1", "21", "n", "", "+85212345678", "", ""], "order"),
            (.contacts, ["H1", "1", "n", "", "", "", ""], "phone"),
            (.contacts, ["H1", "1", "n", "", "+85212345678", "", "friend"], "duty"),
            (.operators, ["zoe", "Zoe", "boss", "", "", "!"], "role"),
            (.operators, ["zoe", "Zoe", "operator", "", "", "plain"], "secret"),
            (.plans, ["p", "2", "note", "t", "", "", ""], "step"),
            (.plans, ["p", "51", "note", "t", "", "", ""], "step"),
            (.plans, ["p", "1", "dance", "t", "", "", ""], "action"),
            (.plans, ["p", "1", "note", "t", "", "maybe", ""], "obligation"),
            (.plans, ["p", "1", "note", "t", "", "", "never"], "condition"),
        ]
        for (kind, cells, column) in rows {
            var desk = centre()
            _ = desk.step(.command(ada, .importBegins(kind), asker), at: at)
            let decision = desk.step(
                .command(ada, .importRow(line: 2, cells: cells), asker), at: at)
            guard case .refused(.badRow(2, let named, _))? = replies(decision).first else {
                XCTFail("\(cells): \(replies(decision))")
                continue
            }
            XCTAssertEqual(named, column, "\(cells)")
        }
    }

    func test_dots_keepWhatIsThere_andAreRefusedWhereThereIsNothing() {
        let dots = Masked.dots
        let rows: [(RecordKind, [String])] = [
            (.homes, ["H1", "elsewhere", "Central", dots]),
            (.subscribers, ["S-H1", "H1", "Changed", "yue", "", "", "1", dots]),
            // Moved to another home, and still diabetic.
            (.subscribers, ["S-H2", "H1", "Moved", "en", "", "", "1", dots]),
        ]
        var desk = centre()
        for (kind, cells) in rows {
            _ = desk.step(.command(ada, .importBegins(kind), asker), at: at)
            _ = desk.step(.command(ada, .importRow(line: 2, cells: cells), asker), at: at)
            _ = desk.step(.command(ada, .importEnds(commit: true), asker), at: at)
            _ = desk.step(.importContinues, at: at)
        }
        let file = desk.state.directory.homes[HomeID("H1")]
        XCTAssertEqual(file?.home.address, "elsewhere")
        XCTAssertEqual(file?.home.access.shown, "code 42")
        XCTAssertEqual(file?.subscribers.map(\.health.shown), ["diabetes", "diabetes"])
        for (kind, cells, column) in [
            (RecordKind.homes, ["H77", "new", "", dots], "access"),
            (.subscribers, ["S-77", "H1", "new", "", "", "", "", dots], "health"),
        ] {
            _ = desk.step(.command(ada, .importBegins(kind), asker), at: at)
            let decision = desk.step(
                .command(ada, .importRow(line: 2, cells: cells), asker), at: at)
            guard case .refused(.badRow(2, column, _))? = replies(decision).first else {
                XCTFail("\(cells): \(replies(decision))")
                continue
            }
        }
    }

    func test_operators_areBoundedWithinOneImport() {
        var desk = centre()
        _ = desk.step(.command(ada, .importBegins(.operators), asker), at: at)
        var refused = 0
        for line in 0..<Limits.operatorsMax + 5 {
            let cells = ["op\(line)", "Op", "operator", "", "", "!"]
            let decision = desk.step(
                .command(ada, .importRow(line: line, cells: cells), asker), at: at)
            if case .refused? = replies(decision).first { refused += 1 }
        }
        XCTAssertEqual(refused, 5 + SmallTown.people.count)
        // Who is there already may always be changed.
        let decision = desk.step(
            .command(
                ada, .importRow(line: 9999, cells: ["amy", "Amy", "operator", "", "", "!"]),
                asker), at: at)
        XCTAssertEqual(replies(decision), [.importRow(line: 9999)])
    }

    func test_changedSubscriber_keepsItsPlaceInTheHome() {
        var state = SmallTown.state()
        func person(_ id: String, _ name: String) -> Fact {
            .recordSaved(
                .subscriber(
                    Subscriber(
                        id: SubscriberID(id), home: HomeID("H1"), name: name, language: "yue",
                        phone: "")), by: .desk)
        }
        state.apply(person("S-2", "Second"), at: at)
        state.apply(person("S-H1", "Changed"), at: at)
        XCTAssertEqual(state.directory.homes[HomeID("H1")]?.name, "Changed")
        XCTAssertEqual(state.directory.homes[HomeID("H1")]?.subscribers.count, 2)
    }
}
