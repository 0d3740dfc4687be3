// SPDX-License-Identifier: Apache-2.0
// Owns the proof that a conversation can fail: a checker that cannot is worth nothing.
// Never starts a centre.

import Foundation
import Rig
import XCTest

final class RunnerTests: XCTestCase {
    private func fits(_ pattern: String, _ line: String, _ known: [String: String] = [:]) -> Bool {
        var captures = known
        return LinePattern(pattern).fits(line, &captures)
    }

    func test_pattern_words_fields_captures() {
        let line = "250 OK ref=17 call=20261120-0042 text=\"a b\\\"c\""
        XCTAssertTrue(fits("250 OK ref=17 call=20261120-0042 text=\"a b\\\"c\"", line))
        XCTAssertTrue(fits("250 OK call=$call *", line))
        XCTAssertTrue(fits("250 OK text=* ref=1* call=*", line))
        XCTAssertTrue(fits("250 OK call=$call *", line, ["call": "20261120-0042"]))
        XCTAssertFalse(fits("250 OK call=$call *", line, ["call": "20261120-0043"]))
        XCTAssertFalse(fits("250 OK ref=17", line), "fields more than said")
        XCTAssertFalse(fits("250 OK ref=18 *", line))
        XCTAssertFalse(fits("250 OK dev=* *", line), "a field that is not there")
        XCTAssertFalse(fits("251 OK *", line))
        XCTAssertFalse(fits("250 NOT *", line))
        XCTAssertFalse(fits("250 OK more *", line))
        XCTAssertFalse(fits("250 OK text=\"a b\" *", line))
    }

    /// Every file beside the others is told by some test, or included by one that is.
    func test_everyConversation_isTold() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Places.conversations)
        let tests = text(of: #filePath.replacing("RunnerTests", with: "ConversationTests"))
        let stories = files.map { text(of: "\(Places.conversations)/\($0)") }.joined()
        XCTAssertGreaterThan(files.count, 25)
        for file in files {
            let name = file.replacing(".talk", with: "")
            XCTAssertTrue(
                tests.contains("tell(\"\(name)\")") || stories.contains("include \(file)"), file)
        }
    }
}
