// SPDX-License-Identifier: Apache-2.0
// Owns the tests of cutting bytes into lines: whole, dripping, at every cut, too long.
// Never tests what lines mean.

import XCTest

@testable import Wire

final class LineFramerTests: XCTestCase {
    private struct Line: Equatable {
        var bytes: [UInt8]
        var overlong = false
    }

    /// All lines of `bytes`, fed in `pieces` bytes at a time.
    private func lines(
        of bytes: [UInt8], pieces: Int, in framer: inout LineFramer
    ) -> [Line] {
        var found: [Line] = []
        var start = 0
        while start < bytes.count {
            let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
            start += piece.count
            let span = piece.span
            var offset = 0
            while offset < span.count {
                let before = offset
                framer.takeLine(from: span, offset: &offset) { line, overlong in
                    found.append(
                        Line(
                            bytes: line.withUnsafeBufferPointer { Array($0) }, overlong: overlong))
                }
                XCTAssertGreaterThan(offset, before, "no progress")
            }
        }
        return found
    }

    private func assertLines(
        _ bytes: [UInt8], _ wanted: [Line], partial: Bool = false,
        file: StaticString = #filePath, line: UInt = #line
    ) {
        for pieces in [1, 2, 3, 5, 7, 8, 9, 64, 4095, 4096, 4097, 4098, Int.max / 2] {
            var framer = LineFramer()
            let got = lines(of: bytes, pieces: pieces, in: &framer)
            XCTAssertEqual(got, wanted, "pieces of \(pieces)", file: file, line: line)
            let isPartial = framer.hasPartialLine
            XCTAssertEqual(isPartial, partial, "pieces of \(pieces)", file: file, line: line)
        }
    }

    private func line(_ text: String) -> Line { Line(bytes: Array(text.utf8)) }

    func test_bothLineEnds_anyPieces() {
        let text = "one\r\ntwo\n\nthree\r\n\r\n"
        assertLines(Array(text.utf8), ["one", "two", "", "three", ""].map(line))
    }

    func test_strayCarriageReturnsAndNuls_areKept() {
        assertLines(Array("a\rb\r\r\n\u{0}x\u{0}\n".utf8), [line("a\rb\r"), line("\u{0}x\u{0}")])
    }

    func test_unfinishedLine_isNotALine() {
        assertLines(Array("one\ntwo".utf8), [line("one")], partial: true)
        assertLines(Array("one\r".utf8), [], partial: true)
    }

    func test_everyCut_givesTheSameLines() {
        let bytes = Array("ALARM dev=A1 ref=17\r\nALIVE dev=A1,A2\n\r\nPING\n".utf8)
        let wanted = ["ALARM dev=A1 ref=17", "ALIVE dev=A1,A2", "", "PING"].map(line)
        for cut in 0...bytes.count {
            var framer = LineFramer()
            let first = lines(of: Array(bytes[..<cut]), pieces: 4096, in: &framer)
            let second = lines(of: Array(bytes[cut...]), pieces: 4096, in: &framer)
            XCTAssertEqual(first + second, wanted, "cut at \(cut)")
        }
    }

    func test_longestLine_isWhole_withEitherEnd() {
        let text = String(repeating: "x", count: LineFramer.lineBytesMax)
        assertLines(
            Array((text + "\n" + text + "\r\nPING\n").utf8), [text, text, "PING"].map(line))
    }

    func test_oneByteTooLong_isOverlongOnce_andTheNextIsGood() {
        let cut = Line(bytes: Array(repeating: 120, count: LineFramer.lineBytesMax), overlong: true)
        for excess in [1, 2, 100, 4096, 50_000] {
            let text = String(repeating: "x", count: LineFramer.lineBytesMax + excess)
            assertLines(Array((text + "\nPING\r\n").utf8), [cut, line("PING")])
            assertLines(Array((text + "\r\n" + text + "\n").utf8), [cut, cut])
            assertLines(Array((text + "\nPI").utf8), [cut], partial: true)
        }
    }

    func test_carriageReturnAtTheBound_thatEndsNothing_isOverlong() {
        let text = String(repeating: "x", count: LineFramer.lineBytesMax)
        let cut = Line(bytes: Array(text.utf8), overlong: true)
        assertLines(Array((text + "\ry\nPING\n").utf8), [cut, line("PING")])
        assertLines(Array((text + "\r\r\nPING\n").utf8), [cut, line("PING")])
    }

    func test_overlongLine_isReportedBeforeItEnds() {
        var framer = LineFramer()
        let bytes = Array(repeating: UInt8(120), count: LineFramer.lineBytesMax + 1)
        XCTAssertEqual(lines(of: bytes, pieces: 100, in: &framer).map(\.overlong), [true])
    }

    func test_idleFramer_isSmall() {
        // 100,000 idle connections hold one each.
        XCTAssertLessThanOrEqual(MemoryLayout<LineFramer>.stride, 16)
    }

    func test_lineFeedAmongAllBytes_isFoundAtEveryPlace() {
        // The search looks at eight bytes at once: all neighbours of LF at all places of a word.
        for other in UInt8.min...UInt8.max where other != 10 && other != 13 {
            for place in 0..<20 {
                var bytes = [UInt8](repeating: other, count: 21)
                bytes[place] = 10
                bytes[20] = 10
                var framer = LineFramer()
                let counts = lines(of: bytes, pieces: 64, in: &framer).map(\.bytes.count)
                XCTAssertEqual(counts, [place, 19 - place], "byte \(other)")
            }
        }
    }
}
