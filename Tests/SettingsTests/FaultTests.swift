// SPDX-License-Identifier: Apache-2.0
// Owns the tests of what is said about a wrong file: all faults, their places, no secrets.

import Settings
import XCTest

final class FaultTests: XCTestCase {
    // MARK: - Faults of single keys

    func test_allFaults_areReportedInTheOrderOfTheFile() {
        let text = """
            {
              answer: { targetSecond: 12, offerSeconds: 0 },
              lease: { missedOffers: "three" },
              listen: { workers: 99 },
              plans: { emergency: [{ action: "dance", text: "Listen." }] },
              gateways: { inline: [{ name: "gw", key: "k" }] },
            }
            """
        XCTAssertEqual(
            faults(text).map(\.description),
            [
                "t.json5:2: answer.offerSeconds: found 0, expected seconds, 1...120",
                "t.json5:2: answer.targetSecond: found an unknown key, "
                    + "expected answer.targetSeconds (the nearest known key)",
                "t.json5:3: lease.missedOffers: found \"three\", expected whole number, 1...100",
                "t.json5:4: listen.workers: found 99, expected whole number, 1...16",
                "t.json5:5: plans.emergency[0].action: found \"dance\", expected one of "
                    + "\"question\", \"home\", \"contact\", \"notice\", \"summon\", \"wait\", \"note\", "
                    + "\"close\"",
            ])
    }

    func test_unknownKey_elsewhereKnown_isPointedThere() {
        let error = faults("{ answer: { holdSeconds: 5 } }").first { $0.path.hasPrefix("answer") }
        XCTAssertEqual(error?.expected, "lease.holdSeconds (the nearest known key)")
    }

    func test_unknownKey_likeNone_getsTheListOfThoseThatMayStandThere() {
        let error = faults("{ data: { zzzzzzzzzzz: 5 } }").first { $0.path == "data.zzzzzzzzzzz" }
        XCTAssertEqual(error?.expected, "one of data.path")
    }

    func test_doubledKey_isRefusedWithBothLines() {
        let text = """
            {
              gateways: { inline: [{ name: "gw", key: "k" }] },
              plans: { emergency: [{ action: "question", text: "Listen." }] },
              log: { level: "info" },
              "log": {},
            }
            """
        XCTAssertEqual(
            faults(text).map(\.description),
            ["t.json5:5: log: found the key a second time, expected it once (first in line 4)"])
    }

    func test_secrets_areNeverShown() {
        let text = """
            {
              gateways: { inline: [{ name: "gw", key: ["hidden"] }] },
              people: [{ id: "a", name: "A", role: "operator", secret: "hidden" }],
              plans: { emergency: [{ action: "question", text: "Listen." }] },
            }
            """
        let errors = faults(text, "people[0].secret=hidden2", "gateways=hidden3")
        XCTAssertEqual(errors.map(\.path), ["gateways", "people[0].secret"])
        XCTAssertFalse(errors.contains { $0.description.contains("hidden") }, "\(errors)")
        let inFile = faults(text)
        XCTAssertEqual(inFile.map(\.path), ["gateways.inline[0].key", "people[0].secret"])
        XCTAssertFalse(inFile.contains { $0.description.contains("hidden") }, "\(inFile)")
    }

    func test_controlSigns_leaveEscaped() {
        let text = "{ log: { level: \"\\u001b[2J\" }, \"a\\u202eb\": 1 }"
        let said = faults(text).map(\.description).joined()
        XCTAssertTrue(said.contains("\\u{1B}[2J"), said)
        XCTAssertTrue(said.contains("a\\u{202E}b"), said)
        XCTAssertFalse(said.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    }

    func test_numbersBeyondAnyRange_areFaultsNotTraps() {
        for number in [
            "1e999", "Infinity", "-Infinity", "NaN", "99999999999999999999", "0xFFFFFFFFF",
        ] {
            for key in ["listen.workers", "answer.targetSeconds", "scale"] {
                let errors = faults(smallest, "\(key)=\(number)")
                XCTAssertEqual(errors.map(\.path), [key], number)
            }
        }
    }

    // MARK: - The file itself

    func test_missingFile_isSaid() {
        XCTAssertThrowsError(try CentreSettings.load(file: "/nonexistent/x.json5")) { error in
            let errors = (error as? SettingsErrors)?.all ?? []
            XCTAssertEqual(
                errors.map(\.description),
                [
                    "/nonexistent/x.json5: found No such file or directory, "
                        + "expected a file that can be read"
                ])
        }
    }

    func test_folderInPlaceOfAFile_isRefused() {
        XCTAssertThrowsError(try CentreSettings.load(file: "/tmp"))
    }

    func test_fileBeyondTheBound_isRefused() throws {
        let path = try temporaryFile(
            smallest + String(repeating: " ", count: 1_048_576), mode: 0o600, in: self)
        XCTAssertThrowsError(try CentreSettings.load(file: path)) { error in
            XCTAssertTrue("\(error)".contains("at most 1048576 bytes"), "\(error)")
        }
    }

    func test_brokenUTF8_isRefusedWithItsLine() {
        var bytes = Array("{\n  // ".utf8)
        bytes += [0xC3, 0x28]
        bytes += Array("\n}".utf8)
        XCTAssertThrowsError(try CentreSettings(text: bytes, file: "t.json5")) { error in
            XCTAssertEqual("\(error)", "t.json5:2: found broken UTF-8, expected UTF-8 text")
        }
    }

    func test_byteOrderMark_isSkipped() {
        XCTAssertNoThrow(try load("\u{FEFF}" + smallest))
    }
}

final class SyntaxTests: XCTestCase {
    func test_everyKindOfBreak_isPlaced() {
        let cases: [(text: String, place: String)] = [
            ("", "t.json5:1:1: found the end of the file"),
            ("{\n  a: 1\n  b: 2\n}", "t.json5:3:3: found \"b:\", expected \",\" or \"}\""),
            (
                "{ a: 1",
                "t.json5:1:7: found the end of the file, "
                    + "expected \",\" or \"}\" for the \"{\" of line 1"
            ),
            (
                "{\n a: [1,\n 2",
                "t.json5:3:3: found the end of the file, "
                    + "expected \",\" or \"]\" for the \"[\" of line 2"
            ),
            ("{ a 1 }", "t.json5:1:5: found \"1\", expected \":\""),
            ("{ no-response: 1 }", "t.json5:1:5: found \"-response:\", expected \":\""),
            ("{ a: yes }", "t.json5:1:6: found \"yes\", expected a value (text needs quotes)"),
            ("{ a: 012 }", "t.json5:1:6: found \"012\", expected a value"),
            ("{ a: \"open\n }", "t.json5:1:6: found \"\"open\", expected a closing quote"),
            ("{ /* 電話 */ a: 'x' 'y' }", "t.json5:1:19: found \"'y'\""),
            ("{ } }", "t.json5:1:5: found \"}\", expected the end of the file"),
            ("{ /* open", "t.json5:1:3: found \"/*\", expected \"*/\""),
            ("[1 2]", "t.json5:1:4: found \"2]\", expected \",\" or \"]\""),
            ("{,}", "t.json5:1:2: found \",}\", expected a key or \"}\""),
            (String(repeating: "[", count: 100_000), "t.json5:1:65: found"),
        ]
        for (text, place) in cases {
            let said = faults(text).first?.description ?? ""
            XCTAssertTrue(said.hasPrefix(place), "\(text.prefix(40)): \(said)")
        }
    }

    func test_whatJSON5Adds_isUnderstood() throws {
        let texts = [
            "/**/" + smallest + "// end",
            smallest.replacing("\n", with: "\r\n"),
            smallest.replacing(
                "{ emergency",
                with: "{\u{09}\"a\\u0062c\": [{ 'action': 'note', \"text\": 'it\\'s',},], emergency"
            ),
            smallest.replacing(
                "gateways:", with: "scale: +0x2, listen: { workers: 3. }, gateways:"),
            smallest.replacing(
                "gateways:", with: "lease: { holdSeconds: .5e2, wrapUpSeconds: 5e-1 }, gateways:"),
            smallest.replacing("Listen.", with: "求助 \\u6c42\\/ // no comment /* */ { [ '"),
        ]
        for text in texts { XCTAssertNoThrow(try load(text), text) }
    }

    /// Foundation names no place, Outline does: for no small damage may it fail to.
    func test_anySmallDamage_isPlacedOrHarmless() throws {
        let text = Array(
            """
            // c
            { gateways: { 'inline': [{ name: "gw", key: "k", }], }, /* d */ scale: 1.0,
              plans: { "emergency": [{ action: 'question', text: "a\\"b\\u0041", obligation: true,
              }] },
              answer: { targetSeconds: +12, offerSeconds: 0x6, ageingSeconds: 1.2e2 } }
            """.utf8)
        XCTAssertNoThrow(try CentreSettings(text: text, file: "t.json5"))
        var broken = 0
        for index in text.indices {
            var variants = [Array(text[..<index]), Array(text)]
            variants[1].remove(at: index)
            for extra in Array("{}[],:\"'/*\\x0. \n".utf8) {
                variants.append(text[..<index] + [extra] + text[index...])
            }
            for variant in variants {
                do {
                    _ = try CentreSettings(text: variant, file: "t.json5")
                } catch {
                    broken += 1
                    for one in error.all {
                        guard case .file(_, let line, _) = one.source, line > 0 || !one.path.isEmpty
                        else {
                            let near = variant[max(0, index - 12)..<min(variant.count, index + 12)]
                            XCTFail("\(one): \(String(decoding: near, as: UTF8.self))")
                            continue
                        }
                    }
                }
            }
        }
        XCTAssertGreaterThan(broken, 1000)
    }
}
