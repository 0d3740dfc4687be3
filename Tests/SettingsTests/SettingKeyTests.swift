// SPDX-License-Identifier: Apache-2.0
// Owns the tests of the table of keys: each row refuses what it says, the document is the table.
// Never looks at two keys together: AgreementTests does.

import Desk
import Foundation
import Settings
import Vocabulary
import XCTest

final class SettingKeyTests: XCTestCase {
    func test_everything_isAccepted() throws {
        XCTAssertNoThrow(try load("\(everything)"))
    }

    func test_paths_areUnique() {
        XCTAssertEqual(Set(SettingKey.all.map(\.path)).count, SettingKey.all.count)
    }

    func test_everyStandard_isOfItsOwnType() throws {
        for key in SettingKey.all {
            guard case .value(let standard) = key.standard else { continue }
            XCTAssertNoThrow(
                try load("\(everything.with(concrete(key.path), standard))"), key.path)
        }
    }

    func test_everyKey_refusesAnotherType() {
        for key in SettingKey.all {
            let wrong: JSONValue = if case .flag = key.type { 7 } else { true }
            expectOnlyFault(key, value: wrong)
            expectOnlyFault(key, value: .null)
            expectOnlyFault(key, value: .table([:]))
        }
    }

    func test_everyKey_refusesWhatIsOutOfRange() {
        for key in SettingKey.all {
            for wrong in impossible(key.type) { expectOnlyFault(key, value: wrong) }
        }
    }

    func test_everyKey_misspelt_isNamedWithTheRightOne() {
        for key in SettingKey.all where !key.path.hasSuffix("*") {
            let path = concrete(key.path)
            let moved = everything.with(path, nil).with("\(path)x", "?")
            let errors = faults("\(moved)")
            let found = errors.first { $0.path == "\(path)x" }
            XCTAssertEqual(found?.found, "an unknown key", path)
            // The advice names the concrete place: people[0].role, not people[].role.
            XCTAssertEqual(found?.expected, "\(path) (the nearest known key)", path)
        }
    }

    func test_everyRequiredKey_isMissed() {
        for key in SettingKey.all where !key.path.hasSuffix("*") {
            guard case .required = key.standard else { continue }
            let path = concrete(key.path)
            let errors = faults("\(everything.with(path, nil))")
            XCTAssertEqual(
                errors.filter { $0.path == path }.map(\.found), ["nothing"], path)
        }
    }

    func test_standards_areThoseOfTheDesk() throws {
        let settings = try load(smallest)
        var expected = Rules()
        expected.kinds = [:]
        XCTAssertEqual(settings.rules, expected)
    }

    func test_document_hasTheSameTable() throws { try compare("keys", SettingKey.all) }

    func test_document_hasTheTableOfEventCodes() throws {
        try compare("code-keys", SettingKey.eventCodes)
    }

    private func compare(_ name: String, _ keys: [SettingKey]) throws {
        let path = repository + "/docs/operating.md"
        let page = try String(contentsOfFile: path, encoding: .utf8)
        let begin = "<!-- \(name):begin -->\n"
        let end = "<!-- \(name):end -->"
        let parts = page.components(separatedBy: begin)
        let rest = try XCTUnwrap(parts.count == 2 ? parts[1] : nil, "one \(begin)")
        let ends = rest.components(separatedBy: end)
        XCTAssertEqual(ends.count, 2, "one \(end)")
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            let whole = parts[0] + begin + SettingKey.document(of: keys) + end + ends[1]
            try whole.write(toFile: path, atomically: true, encoding: .utf8)
            return
        }
        let written = ends[0].split(separator: "\n")
        let coded = SettingKey.document(of: keys).split(separator: "\n")
        for (a, b) in zip(written, coded) where a != b { XCTAssertEqual(a, b) }
        XCTAssertEqual(written.count, coded.count)
    }

    // MARK: - Shared

    private func expectOnlyFault(
        _ key: SettingKey, value: JSONValue, file: StaticString = #filePath, line: UInt = #line
    ) {
        let path = concrete(key.path)
        // A value prints its control signs as \u{HEX}; JSON5 wants four digits.
        let text = "\(everything.with(path, value))"
            .replacing("\\u{1B}", with: "\\u001B").replacing("\\u{202E}", with: "\\u202E")
        let errors = faults(text, file: file, line: line)
        let here = errors.filter { $0.path == path || $0.path.hasPrefix(path + "[") }
        XCTAssertFalse(here.isEmpty, "\(path) = \(value): \(errors)", file: file, line: line)
        XCTAssertEqual(
            errors.filter { !here.contains($0) }, [], "\(path) = \(value)", file: file, line: line)
        if key.secret {
            XCTAssertFalse(errors.contains { $0.description.contains("hidden") }, path)
        }
    }

    private func impossible(_ type: SettingType) -> [JSONValue] {
        switch type {
        case .text(let bytes):
            [.text(String(repeating: "x", count: bytes + 1)), "a\u{1B}[2J", "a\u{202E}b"]
        case .word: ["", "two words", "a=b", .text(String(repeating: "x", count: 65))]
        case .kind: ["", "Button", "two words", "a.b"]
        case .contactID: ["", "10", "1101", "A01", "10G", "1b1"]
        case .sia: ["", "Q", "qa", "QAX", "Q1"]
        case .digits: ["12a", "1234567890123456"]
        case .path: ["", .text(String(repeating: "x", count: 4096))]
        case .address: ["here", "127.0.0.1", "127.0.0.1:65536", "::1:7301", "localhost:1"]
        case .flag: ["true", 1]
        case .whole(let range):
            [.whole(range.lowerBound - 1), .whole(range.upperBound + 1), 1.5, "1"]
        case .amount(let range, _):
            [.real(range.lowerBound - 0.001), .real(range.upperBound + 0.001), "1"]
        case .choice: ["perhaps", ""]
        case .channel: ["pigeon", "exec:", "exec:a.b"]
        case .zone: ["08:00", "+8", "+14:30", "+01:60", "Asia/Hong_Kong"]
        case .secretHash: ["hidden", "", "$y$", "$y$j9T$hidden", "$y$j9T$abc:defghijklmnop$x"]
        case .list(let each, let range):
            impossible(each).map { [$0] }
                + [.list(Array(repeating: sample(each), count: range.upperBound + 1))]
        case .tables(let range):
            [.list(Array(repeating: .table([:]), count: range.upperBound + 1))]
        }
    }

    private func sample(_ type: SettingType) -> JSONValue {
        switch type {
        case .choice(let words): .text(words[0])
        case .channel: "voice"
        default: "word"
        }
    }
}
