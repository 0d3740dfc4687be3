// SPDX-License-Identifier: Apache-2.0
// Owns cells and their way to a terminal: widths, steering signs, the fewest words.

import Rig
import Terminal
import XCTest

/// The same chance every time (Knuth's MMIX constants).
private struct Numbers: RandomNumberGenerator {
    private var state: UInt64 = 1
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}

final class PaperTests: XCTestCase {
    func test_wideSigns_takeTwoCells_andAreNeverCutInHalf() {
        var canvas = Canvas(columns: 5, rows: 1)
        XCTAssertEqual(canvas.put("陳大文", row: 0, column: 0), 4)
        XCTAssertEqual(canvas.text(row: 0), "陳大")
        XCTAssertEqual(canvas[0, 1].sign, "")
        // Half of a wide sign written over leaves a blank, not a ruin.
        canvas.put("x", row: 0, column: 1)
        XCTAssertEqual(canvas.text(row: 0), " x大")
    }

    func test_steeringSigns_neverReachACell() {
        var canvas = Canvas(columns: 60, rows: 1)
        canvas.put("a\u{1B}[2Jb\u{202E}c\u{7}\n\u{9B}", row: 0, column: 0)
        for column in 0..<60 {
            for scalar in canvas[0, column].sign.unicodeScalars {
                XCTAssertGreaterThanOrEqual(scalar.value, 0x20)
                XCTAssertFalse((0x7F...0x9F).contains(scalar.value))
                XCTAssertNotEqual(scalar.value, 0x202E)
            }
        }
        XCTAssertEqual(canvas.text(row: 0), "a\\u{1B}[2Jb\\u{202E}c\\u{7}\\u{A}\\u{9B}")
    }

    func test_marks_standOnTheirSign_andAreBounded() {
        var canvas = Canvas(columns: 4, rows: 1)
        canvas.put("e" + String(repeating: "\u{301}", count: 50) + "x", row: 0, column: 0)
        XCTAssertEqual(canvas[0, 0].sign.unicodeScalars.count, 4)
        XCTAssertEqual(canvas[0, 1].sign, "x")
    }

    func test_wrapped_breaksAtSpacesAndBetweenWideSigns() {
        XCTAssertEqual(wrapped("one two three", to: 7), ["one two", "three"])
        XCTAssertEqual(wrapped("長者跌倒後疼痛", to: 6), ["長者跌", "倒後疼", "痛"])
        XCTAssertEqual(wrapped("abcdefgh", to: 3), ["abc", "def", "gh"])
        for line in wrapped("Give the address 石硤尾邨, the way in.", to: 9) {
            XCTAssertLessThanOrEqual(columnsWide(line), 9)
        }
    }

    /// Canvases of chance, one after the other: the terminal shows each exactly.
    func test_redraw_bringsTheTerminalFromAnyCanvasToAnyOther() {
        var numbers = Numbers()
        let signs = ["a", " ", " ", "b", "浴", "室", "é", "e\u{301}", "▶", "7"]
        for _ in 0..<200 {
            var emulator = Emulator(columns: 17, rows: 4)
            var redraw = Redraw(.colours)
            var canvas = Canvas(columns: 17, rows: 4)
            for _ in 0..<8 {
                for _ in 0..<Int.random(in: 0..<12, using: &numbers) {
                    let text = (0..<Int.random(in: 1..<6, using: &numbers)).map { _ in
                        signs[Int.random(in: 0..<signs.count, using: &numbers)]
                    }.joined()
                    canvas.put(
                        text, row: Int.random(in: 0..<4, using: &numbers),
                        column: Int.random(in: 0..<17, using: &numbers),
                        ink: Ink.allCases[Int.random(in: 0..<Ink.allCases.count, using: &numbers)])
                }
                emulator.take(redraw.bytes(to: canvas))
                XCTAssertEqual(emulator.unknown, [])
                XCTAssertEqual(emulator.signs, canvas.cells.map(\.sign))
            }
            XCTAssertEqual(redraw.bytes(to: canvas), [], "nothing has changed")
        }
    }

    func test_withoutColours_noPaletteNumberIsWritten() {
        var canvas = Canvas(columns: 20, rows: Ink.allCases.count)
        for (row, ink) in Ink.allCases.enumerated() {
            canvas.put("x", row: row, column: 0, ink: ink)
        }
        var redraw = Redraw(.none)
        let text = String(decoding: redraw.bytes(to: canvas), as: UTF8.self)
        XCTAssertFalse(text.contains("38;") || text.contains("48;"))
    }

    func test_bigLetters_areDrawnWithinTheirWidth() {
        var canvas = Canvas(columns: 80, rows: 5)
        BigLetters.draw("CENTRE AWAY", on: &canvas, row: 0, column: 0, ink: .alarm)
        let width = BigLetters.width("CENTRE AWAY")
        XCTAssertLessThan(width, 80)
        for row in 0..<5 {
            XCTAssertTrue(canvas.text(row: row).contains("#"))
            XCTAssertLessThanOrEqual(columnsWide(canvas.text(row: row)), width)
        }
    }
}
