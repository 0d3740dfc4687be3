// SPDX-License-Identifier: Apache-2.0
// The grammar both ports share: words, fields, quotes, escapes, tags; the packed word; the hint.

import Vocabulary
import XCTest

@testable import Wire

final class GrammarTests: XCTestCase {
    /// Every piece of a line as `key:value`, broken ones with `!`.
    private func pieces(_ line: String) -> [String] {
        let bytes = Array(line.utf8)
        let span = bytes.span
        var reader = FieldReader(at: 0)
        var found: [String] = []
        while let piece = reader.next(in: span) {
            let mark = piece.isBroken ? "!" : ""
            found.append("\(piece.keyText(in: span)):\(piece.text(in: span))\(mark)")
        }
        return found
    }

    func test_wordsAndFields() {
        XCTAssertEqual(pieces("a b=c  d=\"e f\"\tg"), [":a", "b:c", "d:e f", ":g"])
        XCTAssertEqual(pieces(""), [])
        XCTAssertEqual(pieces("  \t "), [])
        XCTAssertEqual(pieces("a= b=\"\""), ["a:", "b:"])
        XCTAssertEqual(pieces("=x a=b=c"), [":=x", "a:b=c"])
        XCTAssertEqual(pieces("\"two words\" k"), [":two words", ":k"])
    }

    func test_quotesInsideAPlainValue_areText() {
        XCTAssertEqual(pieces("a=b\"c d\""), ["a:b\"c", ":d\""])
    }

    func test_escapes_knownAndUnknown() {
        let cases: [(String, String)] = [
            (#""\"\\\n\t""#, "\"\\\n\t"), (#""\q\r""#, "\\q\\r"), (#""\u{6D74}""#, "浴"),
            (#""\u{41}\u{1F600}""#, "A\u{1F600}"), (#""\u{D800}""#, "\\u{D800}"),
            (#""\u{110000}""#, "\\u{110000}"), (#""\u{}""#, "\\u{}"), (#""\u{41""#, "\\u{41"),
            (#""\u41""#, "\\u41"), (#""\u{0000041}""#, "\\u{0000041}"),
            (#""\u{fe}""#, "\u{FE}"), ("plain\\n", "plain\\n"),
        ]
        for (written, meant) in cases {
            XCTAssertEqual(pieces("k=\(written)"), ["k:\(meant)"], written)
        }
    }

    func test_brokenQuotes_areMarked() {
        XCTAssertEqual(pieces(#"a="b"#), ["a:b!"])
        XCTAssertEqual(pieces(#"a="b\"#), ["a:b\\!"])
        XCTAssertEqual(pieces(#"a="b"c d"#), ["a:b!", ":d"])
        XCTAssertEqual(pieces(#"a=""#), ["a:!"])
    }

    func test_packedWord_foldsCaseAndRefusesWhatDoesNotFit() {
        XCTAssertEqual(Word8(name: "ALARM"), "alarm")
        XCTAssertEqual(Word8(name: "aLaRm").raw, Word8(name: "alarm").raw)
        XCTAssertEqual(Word8(name: "12345678"), "12345678")
        XCTAssertEqual(Word8(name: "123456789"), .none)
        XCTAssertEqual(Word8(name: ""), .none)
        XCTAssertEqual(Word8(name: "ping\0"), .none)
        XCTAssertNotEqual(Word8(name: "@"), Word8(name: "`"))
        XCTAssertNotEqual(Word8(name: "["), Word8(name: "{"))
    }

    func test_tags() throws {
        func tag(_ line: String) -> Result<String?, WireError> {
            do {
                return .success(try LineHead(line.utf8.span).tag)
            } catch {
                return .failure(error)
            }
        }
        let longest = String(repeating: "x", count: LineHead.tagBytesMax)
        XCTAssertEqual(tag("@17 PING").success, "17")
        XCTAssertEqual(tag("@17").success, "17")
        XCTAssertEqual(tag("PING").success, .some(nil))
        XCTAssertEqual(tag("@\(longest) PING").success, longest)
        for wrong in ["@ PING", "@", "@\(longest)x PING", "@浴 PING", "@a\u{7F} PING", "@a\u{1}"] {
            XCTAssertEqual(tag(wrong).failure?.code, .syntax, wrong)
        }
    }

    func test_numbers() {
        let cases: [(String, Int64?)] = [
            ("0", 0), ("042", 42), ("9223372036854775807", .max), ("9223372036854775808", nil),
            ("99999999999999999999", nil), ("", nil), ("-1", nil), ("+1", nil), ("1a", nil),
        ]
        for (written, meant) in cases { XCTAssertEqual(wholeNumber(written), meant, written) }
    }

    func test_cut_neverSplitsACharacter() {
        XCTAssertEqual(cut("abc", toBytes: 3), "abc")
        XCTAssertEqual(cut("abcd", toBytes: 3), "abc")
        XCTAssertEqual(cut("浴室", toBytes: 5), "浴")
        XCTAssertEqual(cut("浴室", toBytes: 2), "")
    }

    func test_decoding_agreesWithTheStandardLibrary() {
        for seed in 0..<5000 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            var bytes = Array(numbers.unkindText(atMost: 4).utf8)
            for _ in 0..<numbers.below(3) {
                bytes.insert(UInt8(0x80 + numbers.below(128)), at: numbers.below(bytes.count + 1))
            }
            var at = 0
            var isWhole = true
            while at < bytes.count, isWhole {
                if let scalar = decodeScalar(bytes.span, at: at) {
                    at += scalar.length
                } else {
                    isWhole = false
                }
            }
            XCTAssertEqual(isWhole, isUTF8(bytes.span), "seed \(seed)")
        }
    }

    func test_editDistance() {
        func distance(_ a: String, _ b: String) -> Int {
            editDistance(ShortWord(a), ShortWord(b))
        }
        XCTAssertEqual(distance("take", "take"), 0)
        XCTAssertEqual(distance("taek", "take"), 1)
        XCTAssertEqual(distance("tke", "take"), 1)
        XCTAssertEqual(distance("takes", "take"), 1)
        XCTAssertEqual(distance("", "take"), 4)
        XCTAssertEqual(distance("kitten", "sitting"), 3)
    }

    func test_nearestVerb() {
        for (typed, meant) in [
            ("TAEK", "TAKE"), ("pong", "PING"), ("FOLOWUP", "FOLLOWUP"), ("quti", "QUIT"),
            ("HANDOFF", "HANDOVER"), ("ALARM", "CLOSE"),
        ] {
            guard case .unknownVerb(let verb, let nearest)? = console(typed).failure else {
                XCTFail(typed)
                continue
            }
            XCTAssertEqual(verb, typed)
            if typed != "ALARM" { XCTAssertEqual(nearest, meant) }
        }
        XCTAssertEqual(
            text(WireError.unknownVerb("TAEK", nearest: "TAKE").reply),
            "500 UNKNOWN verb=TAEK nearest=TAKE\n")
    }
}
