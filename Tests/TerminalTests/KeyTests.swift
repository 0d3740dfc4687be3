// SPDX-License-Identifier: Apache-2.0
// Owns keys: sequences cut anywhere, pastes that are typed and never obeyed, languages.

import Terminal
import XCTest

final class KeyTests: XCTestCase {
    func test_sequences_areReadHoweverTheyAreCut() {
        let typed = Array("aé浴\r\u{1B}[A\u{1B}[6~\u{1B}OD\u{7F}\u{1}".utf8)
        let wanted: [Key] = [
            .sign("a"), .sign("é"), .sign("浴"), .enter, .up, .pageDown, .left, .backspace,
            .control("a"),
        ]
        for cut in 0...typed.count {
            var reader = KeyReader()
            let keys = reader.take(Array(typed[..<cut])) + reader.take(Array(typed[cut...]))
            XCTAssertEqual(keys, wanted, "cut at \(cut)")
        }
    }

    func test_escapeAlone_isAKeyOnceNothingComesBehindIt() {
        var reader = KeyReader()
        XCTAssertEqual(reader.take([0x1B]), [])
        XCTAssertTrue(reader.isUndecided)
        XCTAssertEqual(reader.flush(), [.escape])
        XCTAssertEqual(reader.take([0x1B, 0x71]), [.escape, .sign("q")])
    }

    func test_paste_isOneKey_withItsLineEnds() {
        var reader = KeyReader()
        let keys = reader.take(Array("\u{1B}[200~CLOSE 1\nQUIT\n\u{1B}[201~x".utf8))
        XCTAssertEqual(keys, [.pasted("CLOSE 1\nQUIT\n"), .sign("x")])
        var editor = Editor()
        XCTAssertTrue(editor.take(keys[0]))
        XCTAssertEqual(editor.text, "CLOSE 1 QUIT ")
    }

    func test_brokenBytes_areAQuestionMark() {
        var reader = KeyReader()
        XCTAssertEqual(reader.take([0xFF, 0x61]), [.sign("?"), .sign("a")])
    }

    func test_language_isReadFromTagsAndLocales() {
        XCTAssertEqual(Language(tag: "zh_HK.UTF-8"), .traditional)
        XCTAssertEqual(Language(tag: "zh-TW"), .traditional)
        XCTAssertEqual(Language(tag: "zh_CN.UTF-8"), .simplified)
        XCTAssertEqual(Language(tag: "zh-Hans-HK"), .simplified)
        XCTAssertEqual(Language(tag: "C.UTF-8"), .english)
        XCTAssertNil(Language(tag: "fr"))
        XCTAssertEqual(Language.of { $0 == "LANG" ? "zh_TW.UTF-8" : nil }, .traditional)
        XCTAssertEqual(Language.of { _ in nil }, .english)
    }

    func test_everyPhrase_isThereInEveryLanguage() {
        for phrase in Phrase.allCases {
            for language in Language.allCases {
                XCTAssertFalse(phrase.text(language).isEmpty, "\(phrase) in \(language)")
            }
            XCTAssertNotEqual(phrase.text(.english), phrase.text(.traditional), "\(phrase)")
        }
    }
}
