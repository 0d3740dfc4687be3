// SPDX-License-Identifier: Apache-2.0
// The frozen table of replies: unique, well-formed, and the digits mean what they should.

import Wire
import XCTest

final class ReplyCodeTests: XCTestCase {
    func test_everyRow_isUniqueByNumberAndWord() {
        let rows = ReplyCode.all.map { "\($0.code) \($0.word)" }
        XCTAssertEqual(Set(rows).count, rows.count)
    }

    func test_everyRow_hasDigitsWordAndMeaning() {
        for row in ReplyCode.all {
            XCTAssertTrue((200...599).contains(row.code), row.word)
            XCTAssertFalse(row.meaning.isEmpty, row.word)
            if row == .greeting { continue }
            XCTAssertTrue(row.word.utf8.allSatisfy { (65...90).contains($0) }, row.word)
        }
    }

    /// The rows that faces.md names: numbers and words that others have learned.
    func test_wordsOthersLearned_stayAsTheyAre() {
        let learned: [(ReplyCode, String)] = [
            (.greeting, "220 safebell"), (.welcome, "230 WELCOME"), (.ok, "250 OK"),
            (.taken, "250 TAKEN"), (.retry, "451 RETRY"), (.gone, "453 GONE"),
            (.stale, "455 STALE"), (.takenByOther, "455 TAKEN"), (.unknown, "500 UNKNOWN"),
            (.never, "550 NEVER"),
        ]
        for (row, expected) in learned { XCTAssertEqual("\(row.code) \(row.word)", expected) }
    }
}
