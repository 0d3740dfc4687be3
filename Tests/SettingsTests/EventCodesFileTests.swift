// SPDX-License-Identifier: Apache-2.0
// Owns the tests of tables of event codes: what they say is what is found, each fault is named.

import Settings
import Vocabulary
import XCTest

final class EventCodesFileTests: XCTestCase {
    private let row =
        "{ cid: ['101'], sia: ['QA'], restore: ['QH', 'QR'], kind: 'button', priority: 1, "
        + "voice: 'yes', plan: 'emergency', name: 'Personal emergency', zh: '個人緊急求助' }"

    private func codes(_ text: String) throws -> EventCodes {
        let path = try temporaryFile(text, mode: 0o644, in: self)
        return try load(smallest, "dc09={eventCodes:\"\(path)\"}").eventCodes
    }

    /// The faults without the folder of the file.
    private func refusal(_ text: String) -> [String] {
        do {
            _ = try codes(text)
            return []
        } catch let errors as SettingsErrors {
            return errors.all.map { error in
                XCTAssertTrue(error.description.hasPrefix("/"), error.description)
                return String(error.description.split(separator: "/file", maxSplits: 1)[1])
            }
        } catch {
            return ["\(error)"]
        }
    }

    private func refusal(ofRow change: (String) -> String) -> [String] {
        refusal("{ codes: [\n\(change(row)),\n] }")
    }

    // MARK: - Good

    func test_noTable_isTheEmptyOne() throws {
        XCTAssertEqual(try load(smallest).eventCodes, .empty)
    }

    func test_row_isFoundByEachOfItsCodes() throws {
        let codes = try codes("{ codes: [\(row)] }")
        let meaning = EventMeaning(
            kind: .button, priority: .lifeSafety, plan: PlanID("emergency"), opensCall: true,
            voice: .yes, name: "Personal emergency", nameChinese: "個人緊急求助")
        XCTAssertEqual(codes.contactID("101"), meaning)
        for (code, isRestore) in [("QA", false), ("QH", true), ("QR", true)] {
            XCTAssertEqual(codes.sia(code)?.meaning, meaning, code)
            XCTAssertEqual(codes.sia(code)?.isRestore, isRestore, code)
        }
        XCTAssertEqual(codes.count, 4)
    }

    func test_whatIsAbsent_isTheStandard() throws {
        let codes = try codes(
            "{ codes: [{ sia: ['RP'], kind: 'test', priority: 5, voice: 'no', name: 'Test' }] }")
        XCTAssertEqual(
            codes.sia("RP")?.meaning,
            EventMeaning(kind: .test, priority: .information, voice: .no, name: "Test"))
        let quiet = try self.codes(
            "{ codes: [{ sia: ['RP'], kind: 'test', priority: 5, voice: 'listen-only', name: 'T', "
                + "opensCall: false }] }")
        XCTAssertEqual(quiet.sia("RP")?.meaning.opensCall, false)
        XCTAssertEqual(quiet.sia("RP")?.meaning.voice, .listenOnly)
    }

    func test_aTableWithoutRows_isAllowed() throws {
        XCTAssertEqual(try codes("{ codes: [] }"), .empty)
    }

    func test_path_startsAtTheFolderOfTheConfiguration() throws {
        let path = try temporaryFile("{ codes: [\(row)] }", mode: 0o644, in: self)
        let folder = path.dropLast("/file".count)
        let text = smallest.replacing("plans: {", with: "dc09: { eventCodes: 'file' }, plans: {")
        let settings = try CentreSettings(text: Array(text.utf8), file: "\(folder)/centre.json5")
        XCTAssertNotNil(settings.eventCodes.contactID("101"))
    }

    // MARK: - Bad

    func test_codesOfAnotherShape_areRefused() {
        for (code, key) in [("'A01'", "cid"), ("'1101'", "cid"), ("101", "cid"), ("'10g'", "cid")] {
            XCTAssertEqual(
                refusal(ofRow: { $0.replacing("['101']", with: "[\(code)]") }),
                [
                    ":2: codes[0].\(key)[0]: found \(code.replacing("'", with: "\"")), "
                        + "expected three signs 0-9 or B-F in quotes, such as \"101\""
                ])
        }
        for code in ["qa", "Q", "QAA", "Q1"] {
            let expected = "expected two upper-case letters, such as \"QA\""
            XCTAssertEqual(
                refusal(ofRow: { $0.replacing("['QA']", with: "['\(code)']") }),
                [":2: codes[0].sia[0]: found \"\(code)\", \(expected)"])
            XCTAssertEqual(
                refusal(ofRow: { $0.replacing("'QR'", with: "'\(code)'") }),
                [":2: codes[0].restore[1]: found \"\(code)\", \(expected)"])
        }
    }

    func test_valuesOutOfRange_areRefused() {
        let cases = [
            ("priority: 1", "priority: 6", "priority: found 6, expected whole number, 1...5"),
            ("priority: 1", "priority: 0", "priority: found 0, expected whole number, 1...5"),
            (
                "'button'", "'Button'",
                "kind: found \"Button\", expected a word of lower-case letters, digits, \"_\" or \"-\""
            ),
            (
                "'yes'", "'maybe'",
                "voice: found \"maybe\", expected one of \"yes\", \"no\", \"listen-only\", "
                    + "\"call-user\""
            ),
            (
                "'emergency'", "'rescue'",
                "plan: found \"rescue\", expected a plan of the configuration (plans has emergency)"
            ),
            ("name: 'P", "title: 'P", "name: found nothing, "),
            ("zh: '個", "zhh: '個", "zhh: found an unknown key, expected codes[0].zh (the nearest"),
        ]
        for (old, new, words) in cases {
            let said = refusal(ofRow: { $0.replacing(old, with: new) })
            XCTAssertTrue(said.contains { $0.hasPrefix(":2: codes[0].\(words)") }, "\(said)")
        }
    }

    func test_codeASecondTime_isRefused_beItAsRestore() {
        let said = refusal(
            """
            { codes: [
              \(row),
              { cid: ["102", "101"], kind: "x", priority: 2, voice: "no", name: "x" },
              { sia: ["NA", "NA", "QR"], kind: "x", priority: 2, voice: "no", name: "x" },
              { cid: ["103"], restore: ["QA"], kind: "x", priority: 2, voice: "no", name: "x" },
            ] }
            """)
        let expected = { (place: String) in "expected each code once (first in \(place))" }
        XCTAssertEqual(
            said,
            [
                ":3: codes[1].cid[1]: found Contact ID 101 a second time, "
                    + expected("codes[0].cid[0]"),
                ":4: codes[2].sia[1]: found SIA NA a second time, " + expected("codes[2].sia[0]"),
                ":4: codes[2].sia[2]: found SIA QR a second time, "
                    + expected("codes[0].restore[1]"),
                ":5: codes[3].restore[0]: found SIA QA a second time, "
                    + expected("codes[0].sia[0]"),
            ])
    }

    func test_rowWithoutCode_isRefused() {
        XCTAssertEqual(
            refusal("{ codes: [{ kind: 'x', priority: 2, voice: 'no', name: 'x' }] }"),
            [":1: codes[0]: found no code, expected one in cid or sia"])
    }

    func test_files_thatAreNone_areRefused() {
        XCTAssertTrue(refusal("{ codes: [ }").first?.hasPrefix(":1:12: found \"}\"") ?? false)
        XCTAssertEqual(
            refusal("{}"), [": codes: found nothing, expected list of 0...2000 objects"])
        XCTAssertEqual(
            refusal("{ codes: [], kinds: {} }"),
            [":1: kinds: found an unknown key, expected one of codes"])
        XCTAssertEqual(
            refusal("{ codes: [],\ncodes: [] }"),
            [":2: codes: found the key a second time, expected it once (first in line 1)"])
        let errors = faults(smallest, "dc09={eventCodes:\"/nonexistent/codes\"}")
        XCTAssertEqual(
            errors.map(\.description),
            [
                "/nonexistent/codes: dc09.eventCodes: found No such file or directory, "
                    + "expected a file that can be read"
            ])
    }

    func test_faultsOfBothFiles_areToldTogether() throws {
        let path = try temporaryFile("{ codes: [{}] }", mode: 0o644, in: self)
        let errors = faults(smallest, "dc09={eventCodes:\"\(path)\"}", "lease.missedOffers=0")
        XCTAssertEqual(
            errors.map(\.path),
            [
                "lease.missedOffers", "codes[0].kind", "codes[0].name", "codes[0].priority",
                "codes[0].voice",
            ])
    }

    func test_tooManyRowsOrCodes_areRefused() {
        let many = Array(repeating: "{}", count: Limits.eventCodeRowsMax + 1).joined(separator: ",")
        XCTAssertEqual(
            refusal("{ codes: [\(many)] }"),
            [":1: codes: found a list of 2001, expected list of 0...2000 objects"])
        let codes = Array(repeating: "'102'", count: Limits.codesPerRowMax + 1)
            .joined(separator: ",")
        let said = refusal(ofRow: { $0.replacing("'101'", with: codes) })
        XCTAssertTrue(
            said.first?.contains("found a list of 101, expected list of 0...100") ?? false)
    }
}
