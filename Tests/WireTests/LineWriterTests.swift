// SPDX-License-Identifier: Apache-2.0
// What leaves: quoting, escapes, several lines, tags, and the length of a line.

import Vocabulary
import Wire
import XCTest

final class LineWriterTests: XCTestCase {
    func test_reply_hasCodeWordAndFields() {
        var writer = LineWriter(.ok)
        writer.field("ref", "17")
        writer.field("call", CallID(text: "20261120-0042")!)
        XCTAssertEqual(text(writer.finish()), "250 OK ref=17 call=20261120-0042\n")
    }

    func test_severalLines_allButTheLastHaveADash() {
        var writer = LineWriter(.taken)
        writer.field("v", 3)
        writer.line(.dataHome)
        writer.text("address", "1 Main St")
        writer.line(.dataEnd)
        XCTAssertEqual(
            text(writer.finish()),
            "250-TAKEN v=3\n250-HOME address=\"1 Main St\"\n250 END\n")
    }

    func test_event_hasStarNameAndNumber() {
        var writer = LineWriter()
        writer.event("OFFER", n: 12)
        writer.field("pri", 1)
        writer.seconds("left", Vocabulary.Span(milliseconds: 11_699))
        writer.text("name", "陳大文")
        XCTAssertEqual(text(writer.finish()), "* OFFER n=12 pri=1 left=11.6 name=\"陳大文\"\n")
    }

    func test_numbers_areWrittenWhole() {
        let numbers: [Int64] = [0, 7, 10, -1, .max, .min, 1_000_000]
        for number in numbers {
            var writer = LineWriter(.ok)
            writer.field("n", number)
            XCTAssertEqual(text(writer.finish()), "250 OK n=\(number)\n")
        }
    }

    func test_callNumbers_arePaddedAndGrow() {
        for number in [1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 123_456] as [Int64] {
            let call = CallID(day: CivilDay(number: 20_261_120), number: number)
            var writer = LineWriter(.ok)
            writer.field("call", call)
            XCTAssertEqual(text(writer.finish()), "250 OK call=\(call)\n")
        }
    }

    func test_seconds_matchTheSharedText() {
        for milliseconds in [0, 99, 100, 11_650, -400, -12_345] as [Int64] {
            let span = Vocabulary.Span(milliseconds: milliseconds)
            var writer = LineWriter(.ok)
            writer.seconds("age", span)
            XCTAssertEqual(text(writer.finish()), "250 OK age=\(span.secondsText)\n")
        }
    }

    func test_values_areQuotedOnlyWhereNeeded() {
        let cases: [(String, String)] = [
            ("plain", "plain"), ("", "\"\""), ("a b", "\"a b\""), ("a\"b", "\"a\\\"b\""),
            ("a=b", "\"a=b\""), ("a\\b", "\"a\\\\b\""), ("a\nb\tc", "\"a\\nb\\tc\""),
            ("a\rb", "\"a\\u{D}b\""), ("\u{0}", "\"\\u{0}\""), ("浴室", "\"浴室\""),
            ("\u{202E}x", "\"\\u{202E}x\""), ("\u{2028}", "\"\\u{2028}\""),
            ("\u{FEFF}", "\"\\u{FEFF}\""), ("\u{7F}\u{9B}", "\"\\u{7F}\\u{9B}\""),
            ("\u{61C}\u{200E}\u{2066}", "\"\\u{61C}\\u{200E}\\u{2066}\""),
            ("+85291234567", "+85291234567"),
        ]
        for (value, written) in cases {
            var writer = LineWriter(.ok)
            writer.field("k", value)
            XCTAssertEqual(text(writer.finish()), "250 OK k=\(written)\n")
        }
    }

    func test_brokenUTF8_leavesAsHex() {
        var writer = LineWriter(.ok)
        writer.text("k", raw: [0x61, 0xFF, 0xE6, 0xB5, 0xED, 0xA0, 0x80, 0x62])
        XCTAssertEqual(
            text(writer.finish()),
            "250 OK k=\"a\\u{FF}\\u{E6}\\u{B5}\\u{ED}\\u{A0}\\u{80}b\"\n")
    }

    func test_anyText_survivesWritingAndReading() {
        for seed in 0..<3000 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            let value = numbers.unkindText(atMost: 60)
            var writer = LineWriter(.ok)
            writer.field("k", value)
            writer.text("q", value)
            writer.field("n", 5)
            let line = writer.finish().dropLast()
            XCTAssertFalse(line.contains { $0 < 0x20 || $0 == 0x7F }, "seed \(seed)")
            let read = ReplyLine(Array(line).span)
            XCTAssertEqual(read?["k"], value, "seed \(seed)")
            XCTAssertEqual(read?["q"], value, "seed \(seed)")
            XCTAssertEqual(read?["n"], "5", "seed \(seed)")
        }
    }

    func test_longValues_areCutAtACharacterWithinTheLine() {
        for length in 1150..<1420 {
            var writer = LineWriter(.ok)
            writer.text("text", String(repeating: "浴", count: length))
            writer.field("v", 7)
            let wasCut = writer.wasCut
            let line = LineWriter.tagged(
                writer.finish(), tag: String(repeating: "t", count: LineHead.tagBytesMax))
            XCTAssertLessThanOrEqual(line.count - 1, Limits.lineBytesMax)
            let read = ReplyLine(Array(line.dropLast()).span)
            XCTAssertEqual(read?["v"], "7", "what follows a long text is kept")
            XCTAssertEqual(read?["text"]?.hasSuffix("…"), wasCut)
            XCTAssertEqual(read?["text"]?.contains("\u{FFFD}"), false)
            if !wasCut { XCTAssertEqual(read?["text"]?.count, length) }
        }
    }

    func test_anyNumberOfLongFields_staysWithinTheLine() {
        for seed in 0..<300 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            var writer = LineWriter(.ok)
            for _ in 0..<numbers.below(30) {
                writer.field("text", numbers.unkindText(atMost: 600))
                writer.field("n", Int64(numbers.below(1_000_000)))
            }
            let line = Array(writer.finish().dropLast())
            XCTAssertLessThanOrEqual(line.count, LineWriter.lineBytesMax)
            XCTAssertNotNil(ReplyLine(line.span), "seed \(seed)")
        }
    }

    func test_tag_standsOnEveryLine() {
        XCTAssertEqual(
            text(LineWriter.tagged(Array("250-A\n250 B\n".utf8), tag: "17")),
            "@17 250-A\n@17 250 B\n")
        XCTAssertEqual(LineWriter.tagged([], tag: "17"), [])
    }

    func test_replyLine_readsWhatIsWritten() {
        let read = ReplyLine("@17 250-TAKEN call=20261120-0042 name=\"陳 大文\"")
        XCTAssertEqual(read?.tag, "17")
        XCTAssertEqual(read?.code, 250)
        XCTAssertEqual(read?.isLast, false)
        XCTAssertEqual(read?.word, "TAKEN")
        XCTAssertEqual(read?["name"], "陳 大文")
        XCTAssertEqual(ReplyLine("* OFFER n=12")?.isEvent, true)
        XCTAssertEqual(ReplyLine("* OFFER n=12")?.word, "OFFER")
        for wrong in ["", "25 OK", "2500 OK", "250", "250-", "OK", "*", "250 OK k=\"a"] {
            XCTAssertNil(ReplyLine(wrong), wrong)
        }
    }

    func test_importRow_isReadBackByTheConsole() {
        var writer = LineWriter()
        writer.request("IMPORT ROW")
        writer.field("line", 7)
        for (at, cell) in ["H1", "1 Main St", "", "'=x"].enumerated() {
            writer.cell(at + 1, cell)
        }
        XCTAssertEqual(
            console(Array(writer.finish().dropLast())).success,
            .importRow(line: 7, cells: ["H1", "1 Main St", "", "'=x"]))
    }
}
