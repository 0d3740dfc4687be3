// SPDX-License-Identifier: Apache-2.0
// Documents that repeat the code are compared with it: codes, verbs, outcomes, columns, states,
// powers, limits, events.

import Desk
import Foundation
import Terminal
import Vocabulary
import Wire
import XCTest

final class DocumentTests: XCTestCase {
    private let console = "docs/protocol-console.md"
    private let device = "docs/protocol-device.md"

    func test_replyCodes_equalTheDocument() throws {
        try House.compare(
            "reply-codes", in: console, header: ["code", "word", "meaning"],
            rows: ReplyCode.all.map { [String($0.code), $0.word, $0.meaning] })
    }

    func test_consoleVerbs_equalTheDocument() throws {
        try House.compare(
            "console-verbs", in: console, header: ["usage", "what it does", "中文", "needs"],
            rows: ConsoleVerb.allCases.map {
                ["`\($0.usage)`", $0.english, $0.chinese, $0.needs?.rawValue ?? ""]
            })
    }

    func test_keysOfTheScreen_equalTheDocument() throws {
        try House.compare(
            "keys", in: "docs/screen.md", header: ["key", "what it does", "中文"],
            rows: Desktop.keyTable.map {
                ["`\($0.key)`", $0.phrase.text(.english), $0.phrase.text(.traditional)]
            })
    }

    func test_deviceVerbs_equalTheDocument() throws {
        try House.compare(
            "device-verbs", in: device, header: ["usage", "what it does", "中文"],
            rows: DeviceVerb.allCases.map { ["`\($0.usage)`", $0.english, $0.chinese] })
    }

    func test_diallerTables_equalTheDocument() throws {
        let dialler = "docs/protocol-dc09.md"
        try House.compare(
            "dc09-tokens", in: dialler, header: ["token", "what it is", "answer"],
            rows: DC09Token.table.map { row in
                let answer = row.token.isReport ? "ACK" : row.token.isReply ? "none" : "DUH"
                return ["`\(row.name)`", row.meaning, answer]
            })
        try House.compare(
            "dc09-faults", in: dialler,
            header: ["fault", "what it is", "answer", "who hears", "counts as error"],
            rows: DC09Fault.Kind.allCases.map {
                [
                    "`\($0.rawValue)`", $0.meaning, $0.answer, $0.tells.rawValue,
                    $0.isError ? "yes" : "",
                ]
            })
        try House.compare(
            "dc09-quirks", in: dialler, header: ["quirk", "what it is"],
            rows: DC09Message.Quirk.allCases.map { ["`\($0.rawValue)`", $0.meaning] })
        try House.compare(
            "dc09-foreign", in: dialler, header: ["word", "what it is"],
            rows: DC09Foreign.allCases.map { ["`\($0.rawValue)`", $0.meaning] })
    }

    func test_outcomes_equalTheDocument() throws {
        try House.compare(
            "outcomes", in: console, header: ["outcome", "meaning", "asks for"],
            rows: Outcome.known.map { rule in
                var asks: [String] = []
                if rule.needsReason { asks.append("a reason") }
                if rule.needsSecondPerson { asks.append("a second person") }
                if rule.nuisance { asks.append("the power close-nuisance") }
                return [rule.outcome.word, rule.meaning, asks.joined(separator: ", ")]
            })
    }

    func test_columns_equalTheDocument() throws {
        try House.compare(
            "columns", in: console, header: ["table", "columns"],
            rows: RecordKind.allCases.map {
                [$0.rawValue, "`\($0.columns.joined(separator: ","))`"]
            })
    }

    func test_powers_equalTheDocument() throws {
        let powers = PowerTable.standard
        try House.compare(
            "powers", in: console, header: ["power"] + Role.allCases.map(\.rawValue),
            rows: Power.allCases.map { power in
                [power.rawValue] + Role.allCases.map { powers.allows(power, $0) ? "yes" : "" }
            })
    }

    func test_callMoves_equalTheDocument() throws {
        try House.compare(
            "call-moves", in: "ARCHITECTURE.md", header: ["from", "trigger", "to"],
            rows: CallLifecycle.table.map {
                [$0.from.rawValue, $0.trigger.rawValue, $0.to.rawValue]
            })
    }

    func test_dutyMoves_equalTheDocument() throws {
        try House.compare(
            "duty-moves", in: "ARCHITECTURE.md", header: ["from", "may become"],
            rows: DutyState.allCases.map { state in
                [
                    state.rawValue,
                    OperatorLifecycle.following(state).map(\.rawValue).joined(separator: ", "),
                ]
            })
    }

    /// Bounds are read from the source: each is `static let name = value` under its reason.
    func test_limits_equalTheDocument() throws {
        var rows: [[String]] = []
        var reason: [String] = []
        for line in try House.text("Sources/Vocabulary/Limits.swift").split(separator: "\n") {
            let words = line.trimmingCharacters(in: .whitespaces)
            if words.hasPrefix("/// ") {
                reason.append(String(words.dropFirst(4)))
            } else if words.hasPrefix("package static let ") {
                let parts = words.dropFirst(19).split(separator: "=", maxSplits: 1)
                let name = parts[0].split(separator: ":")[0].trimmingCharacters(in: .whitespaces)
                let value = parts[1].trimmingCharacters(in: .whitespaces)
                rows.append([name, value, reason.joined(separator: " ")])
                reason = []
            } else {
                reason = []
            }
        }
        XCTAssertGreaterThan(rows.count, 20)
        try House.compare(
            "limits", in: "docs/operating.md", header: ["bound", "value", "reason"], rows: rows)
    }

    /// Every event the centre sends is described.
    func test_events_areInTheDocument() throws {
        let source = try House.text("Sources/Counter/NoticeWriting.swift")
        let pages = try House.text(console) + House.text(device)
        let pattern = try Regex("(?::|event\\()\\s*\"([A-Z]{3,})\"")
        let names = source.matches(of: pattern).compactMap { $0.output[1].substring }
        XCTAssertGreaterThan(names.count, 15)
        for name in names {
            XCTAssertTrue(pages.contains("`* \(name) "), "event \(name) is in no document")
        }
    }

    /// Commands that documents name are really there.
    func test_readme_namesFilesThatExist() throws {
        let page = try House.text("README.md") + House.text("docs/one-press.md")
        let pattern = try Regex("`((?:Sources|Config|Simulator|systemd|docs)/[A-Za-z0-9_./+-]+)`")
        let paths = page.matches(of: pattern).compactMap { $0.output[1].substring }
        XCTAssertGreaterThan(paths.count, 10)
        for path in paths {
            let url = House.root.appendingPathComponent(String(path))
            XCTAssertTrue(FileManager.default.fileExists(atPath: url.path), "no \(path)")
        }
    }

    /// A repeated message is not stored twice in the documents either.
    func test_changelog_hasALineForThisVersion() throws {
        XCTAssertTrue(try House.text("CHANGELOG.md").contains("## 0.1.0"))
    }
}
