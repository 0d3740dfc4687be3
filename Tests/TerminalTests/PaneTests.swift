// SPDX-License-Identifier: Apache-2.0
// Owns what must be seen of a call, of the line and of people, at which width; nothing is cut unsaid.

import Terminal
import XCTest

final class PaneTests: XCTestCase {
    // MARK: The call

    func test_whileTheCentreIsAway_theHomeOfMyCallCanStillBeRung_withoutItsSecrets() {
        for (columns, rows) in [(80, 24), (140, 40)] {
            var bench = Bench(columns: columns, rows: rows)
            bench.logOn()
            bench.take()
            bench.step(.lost("gone"))
            for words in ["陳大文", "石硤尾邨 1204 室", "陳小明", "+85291234567", "+85223450000"] {
                XCTAssertTrue(bench.text.contains(words), "\(words) in\n\(bench.text)")
            }
            XCTAssertFalse(bench.text.contains("••••"), bench.text)
        }
    }

    func test_theNextStep_isShownWhole_orSaysThatItIsNot() {
        var bench = Bench()
        bench.logOn()
        let words = (1...40).map { "word\($0)" }
        bench.take(planning: "action=question text=\"\(words.joined(separator: " "))\"")
        for word in words { XCTAssertTrue(bench.text.contains(word), "\(word) in\n\(bench.text)") }
        bench = Bench()
        bench.logOn()
        let many = (1...200).map { "word\($0)" }
        bench.take(planning: "action=question text=\"\(many.joined(separator: " "))\"")
        let last = bench.text.split(separator: "\n").last { $0.contains("word") }
        XCTAssertTrue(last?.hasSuffix("~") ?? false, bench.text)
        XCTAssertTrue(bench.text.contains("Person"), bench.text)
    }

    func test_plansInSimplifiedChinese_areSimplified_namesAreNot() {
        var bench = Bench(.simplified)
        bench.logOn()
        bench.take(planning: "action=question text=Gas zh=\"致電煤氣公司，並問甚麼人衞\"")
        XCTAssertTrue(bench.text.contains("致电煤气公司，并问什么人卫"), bench.text)
        XCTAssertTrue(bench.text.contains("石硤尾邨"), bench.text)
        XCTAssertEqual(Simplified.text("hip pain 致電"), "hip pain 致电")
    }

    func test_aLongDeviceText_doesNotPushThePersonAway() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        let long = String(repeating: "text of a device ", count: 40)
        bench.wait(250)
        bench.answer(
            "SHOW \(Bench.call)", "210-CALL \(Bench.held)",
            "210-ALARM type=button dev=A0001 at=2026-11-26T09:00:00.000+08:00 text=\"\(long)\"",
            "210-PERSON id=S1 name=\"陳大文\" phone=+85223456789",
            "210-HOME home=H1 address=\"石硤尾邨 1204 室\"", "210 END count=1")
        let rows = bench.text.split(separator: "\n", omittingEmptySubsequences: false)
        let alarm = rows.firstIndex { $0.contains("Alarm") } ?? 0
        XCTAssertTrue(rows[alarm + 1].hasSuffix("~"), bench.text)
        XCTAssertTrue(rows[alarm + 2].contains("Person"), bench.text)
    }

    func test_otherAlarmsOfACall_areSeenInTheLine_inItsTitle_andWhenTheyJoin() {
        for columns in [80, 120] {
            var bench = Bench(columns: columns)
            bench.logOn()
            bench.hear("* OFFER n=9 left=10.0 \(Bench.offer) also=fire,duress")
            XCTAssertTrue(bench.text.contains("+fire +duress"), bench.text)
            let canvas = bench.desktop.canvas(now: bench.now)
            XCTAssertTrue(canvas.cells.contains { $0.sign == "+" && $0.ink == .alarm })
            bench.take()
            bench.hear("* CALL n=12 what=signal \(Bench.held) also=fire")
            let title = bench.text.split(separator: "\n").first { $0.contains("MY CALL") }
            XCTAssertTrue(title?.contains("+fire") ?? false, bench.text)
            bench.hear(
                "* JOINED n=13 \(Bench.held) also=fire joined=fire joined_dev=A9 joined_text=\"kitchen\""
            )
            XCTAssertTrue(
                bench.text.contains("PRESSED AGAIN: fire A9 \"kitchen\" \(Bench.call)"), bench.text)
        }
    }

    // MARK: The line

    func test_whatIsOpenToAll_isShownToWhoLogsOnLater() {
        var bench = Bench()
        bench.logOn()
        bench.waitForRefresh()
        bench.answer(
            "LIST calls",
            "210-CALL call=20261126-0007 v=1 state=waiting pri=3 type=fall age=40.0 tier=2 name=Lee",
            "210-CALL call=20261126-0008 v=1 state=waiting pri=3 type=fall age=30.0 tier=1 name=Chan",
            "210 END count=2")
        let rows = bench.text.split(separator: "\n")
        XCTAssertTrue(
            rows.first { $0.contains("Lee") }?.contains("[OPEN TO ALL]") ?? false, bench.text)
        XCTAssertFalse(
            rows.first { $0.contains("Chan") }?.contains("[OPEN TO ALL]") ?? true, bench.text)
        // Who is away was not called by it: seen, and not rung for.
        let before = bench.bells
        bench.wait(9000)
        XCTAssertEqual(bench.bells, before)
        bench.step(.key(.enter))
        XCTAssertTrue(bench.sent.last?.hasSuffix("TAKE 20261126-0007") ?? false, "\(bench.sent)")
    }

    func test_aWiderScreen_showsNoLessOfTheLine() {
        for columns in [80, 110, 120, 140, 200] {
            var bench = Bench(columns: columns, rows: 40)
            bench.logOn()
            bench.hear(
                "* OPEN n=9 to=all call=20261126-0007 v=1 state=waiting pri=2 type=fall age=40.0"
                    + " name=\"Margaret Wilhelmina Montgomery-Featherstonehaugh\" district=\"深水埗\"",
                "* CALL n=10 what=taken call=20261126-0008 v=1 state=handling pri=3 type=fall age=30.0"
                    + " by=sue name=\"Margaret Wilhelmina Montgomery-Featherstonehaugh\" district=\"旺角\""
            )
            let rows = bench.text.split(separator: "\n").filter { $0.contains("fall") }
            let open = rows.first { $0.contains("[OPEN TO ALL]") }
            XCTAssertTrue(open?.contains("深水埗") ?? false, bench.text)
            let held = rows.first { $0.contains("[handling sue]") }
            XCTAssertTrue(held?.contains("旺角") ?? false, bench.text)
        }
    }

    func test_people_showCallsAndMissedOffersAt80Columns_andSayWhatIsCut() {
        var bench = Bench()
        bench.logOn()
        bench.wait(Desktop.refreshMilliseconds)
        bench.answer(
            "LIST operators",
            "210-OPERATOR who=ben role=operator state=handling since=90.0 name=\"Benjamin Montgomery\" "
                + "reason=\"a long story of why\" calls=20261126-0042 missed=3 missed_all=5",
            "210 END count=1")
        bench.type("l")
        let row = bench.text.split(separator: "\n").first { $0.contains("ben ") }
        XCTAssertTrue(row?.contains("20261126-0042 missed 3/5") ?? false, bench.text)
        XCTAssertTrue(row?.hasSuffix("~") ?? false, bench.text)
    }
}
