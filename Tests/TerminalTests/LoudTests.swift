// SPDX-License-Identifier: Apache-2.0
// Owns what the screen must say loudly, how long it stands there, and what it may not cover.

import Terminal
import XCTest

final class LoudTests: XCTestCase {
    // MARK: Orders that nobody carries

    private func order(
        _ bench: inout Bench, attempts: String = "4", _ more: String = "notifier=none"
    ) {
        bench.type("c")
        bench.answer(
            "CONTACT", "250 CONTACTING call=\(Bench.call) v=5 attempts=\(attempts) \(more)")
        bench.wait(250)
        bench.answer(
            "SHOW \(Bench.call)", "210-CALL \(Bench.held)",
            "210-ATTEMPT attempt=4 target=contact who=\"陳小明\" to=+85291234567 channel=voice outcome=trying",
            "210 END count=1")
    }

    func test_anOrderThatNobodyCarries_isAnAlarm_withTheNumberToRing_untilAKeySaysMore() {
        for (language, words) in [
            (Language.english, "NOBODY IS BEING RUNG"), (.traditional, "無人致電"),
            (.simplified, "无人致电"),
        ] {
            var bench = Bench(language)
            bench.logOn()
            bench.take()
            order(&bench)
            let canvas = bench.desktop.canvas(now: bench.now)
            let foot = canvas.text(row: 22)
            XCTAssertTrue(foot.contains(words), canvas.text)
            XCTAssertTrue(foot.contains("+85291234567"), canvas.text)
            XCTAssertEqual(canvas[22, 1].ink, .alarm)
            // Neither time nor the centre's news take it away.
            bench.wait(60_000)
            bench.hear("* STORM n=30 what=proposed area=all kinds=fault calls=9")
            XCTAssertTrue(bench.desktop.canvas(now: bench.now).text(row: 22).contains(words))
            bench.step(.key(.pageDown))
            XCTAssertTrue(bench.desktop.canvas(now: bench.now).text(row: 22).contains(words))
            bench.step(.key(.escape))
            XCTAssertFalse(bench.desktop.canvas(now: bench.now).text(row: 22).contains(words))
            XCTAssertTrue(bench.text.contains(words), "the record still says so\n\(bench.text)")
        }
    }

    func test_theRecordOfSuchACall_doesNotLookAsIfSomebodyWereRung_untilSomebodyIs() {
        var bench = Bench(columns: 120, rows: 40)
        bench.logOn()
        bench.take()
        order(&bench)
        bench.step(.key(.escape))
        XCTAssertFalse(bench.text.contains("trying"), bench.text)
        XCTAssertTrue(bench.text.contains("NOT RUNG"), bench.text)
        order(&bench, "")
        XCTAssertTrue(bench.text.contains("trying"), bench.text)
        XCTAssertFalse(bench.text.contains("NOT RUNG"), bench.text)
        XCTAssertFalse(bench.text.contains("NOBODY IS BEING RUNG"), bench.text)
    }

    func test_anOrderThatSomebodyCarriesAfterAll_isSaidNoMoreToStand() {
        var bench = Bench(columns: 120, rows: 40)
        bench.logOn()
        bench.take()
        order(&bench)
        // Another one's news change nothing, nor do its end.
        bench.hear("* ATTEMPT n=40 call=\(Bench.call) attempt=99 outcome=trying")
        XCTAssertTrue(bench.text.contains("NOBODY IS BEING RUNG"), bench.text)
        bench.hear("* ATTEMPT n=41 call=\(Bench.call) attempt=4 outcome=trying")
        XCTAssertFalse(bench.text.contains("NOBODY IS BEING RUNG"), bench.text)
        XCTAssertFalse(bench.text.contains("NOT RUNG"), bench.text)
    }

    func test_anAmbulanceThatNobodyCalls_isNotShownAsSummoned() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("sa")
        bench.step(.key(.enter))
        bench.answer("SUMMON", "250 SUMMONED call=\(Bench.call) v=5 attempts=4 notifier=none")
        XCTAssertTrue(bench.text.contains("NOBODY IS BEING RUNG"), bench.text)
        XCTAssertFalse(bench.text.contains("250 SUMMONED"), bench.text)
        bench.wait(250)
        bench.answer(
            "SHOW \(Bench.call)", "210-CALL \(Bench.held)",
            "210-ATTEMPT attempt=4 target=service:ambulance who=ambulance to=999 channel=voice outcome=no-answer",
            "210 END count=1")
        bench.step(.key(.escape))
        XCTAssertFalse(bench.text.contains("NOBODY IS BEING RUNG"), "it has ended: \(bench.text)")
    }

    // MARK: Set away, stale messages

    func test_whoIsSetAwayByTheDesk_isToldLoudly_andHowToComeBack() {
        var bench = Bench()
        bench.logOn()
        bench.type("r")
        bench.answer("READY", "250 READY")
        let before = bench.bells
        bench.hear("* DUTY n=20 who=amy state=away reason=missed-offers")
        bench.hear("* DUTY n=21 who=amy state=away reason=missed-offers")
        XCTAssertEqual(bench.bells, before + 1)
        XCTAssertTrue(bench.text.contains("! SET AWAY"), bench.text)
        XCTAssertTrue(bench.text.contains("press r"), bench.text)
        XCTAssertFalse(bench.text.contains("(+1)"), bench.text)
        bench.type("r")
        bench.answer("READY", "250 READY")
        XCTAssertFalse(bench.text.contains("SET AWAY"), bench.text)
    }

    func test_whoWasSetAwayUnheard_isToldByTheNextList() {
        var bench = Bench()
        bench.logOn()
        bench.type("r")
        bench.answer("READY", "250 READY")
        let row = "210-OPERATOR who=amy role=operator state=away reason=missed-offers since=9.0"
        for isFirst in [true, false] {
            bench.wait(Desktop.refreshMilliseconds)
            bench.answer("LIST calls", "210 END count=0")
            bench.answer("SHOW centre", "210 END count=0")
            bench.answer("LIST operators", row, "210 END count=1")
            XCTAssertEqual(bench.text.contains("! SET AWAY"), isFirst, bench.text)
            bench.step(.key(.escape))
            XCTAssertFalse(bench.text.contains("! SET AWAY"), "read: \(bench.text)")
        }
    }

    func test_ownAway_isNoNews() {
        var bench = Bench()
        bench.logOn()
        bench.type("alunch")
        bench.step(.key(.enter))
        bench.hear("* DUTY n=20 who=amy state=away reason=lunch")
        XCTAssertFalse(bench.text.contains("SET AWAY"), bench.text)
    }

    func test_plainAndGoodMessages_expire_alarmsStay() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        XCTAssertTrue(bench.text.contains("\(Bench.call): taken"), bench.text)
        bench.wait(29_000)
        XCTAssertTrue(bench.text.contains("\(Bench.call): taken"), bench.text)
        bench.wait(1000)
        XCTAssertFalse(bench.text.contains("\(Bench.call): taken"), bench.text)
        bench.type("x1")
        bench.answer("CLOSE", "455 OBLIGATION call=\(Bench.call) step=1 text=\"Awake?\"")
        bench.wait(60_000)
        XCTAssertTrue(bench.text.contains("an obligation is open"), bench.text)
    }

    func test_readiness_clearsTheHintToBecomeReady() {
        for event in ["* DUTY n=9 who=amy state=ready", "* DUTY n=9 who=amy state=handling"] {
            var bench = Bench()
            bench.logOn()
            XCTAssertTrue(bench.text.contains("press r to be offered calls"), bench.text)
            bench.hear(event)
            XCTAssertFalse(bench.text.contains("press r"), bench.text)
        }
    }

    // MARK: Mail and forms

    func test_escape_readsTheMailFirst_andKeepsTheForm() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("non the floor")
        bench.hear("* MESSAGE n=12 from=sue text=\"ask for her medication\"")
        bench.step(.key(.escape))
        XCTAssertFalse(bench.text.contains("ask for her medication  Esc"), bench.text)
        XCTAssertTrue(bench.text.contains("on the floor"), bench.text)
        bench.type("!")
        bench.step(.key(.enter))
        XCTAssertTrue(bench.sent.last?.contains("on the floor!") ?? false, "\(bench.sent)")
    }

    func test_firstSign_replacesAnUntouchedPreset_arrowsKeepIt() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("p300")
        bench.step(.key(.enter))
        bench.type("waits")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("PARK \(Bench.call) for=300 reason=waits") ?? false,
            "\(bench.sent)")
        bench.answer("PARK", "455 STATE call=\(Bench.call)")
        bench.type("p")
        bench.step(.key(.backspace))
        bench.type("5")
        bench.step(.key(.enter))
        bench.type("waits")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("PARK \(Bench.call) for=125 reason=waits") ?? false,
            "\(bench.sent)")
    }

    // MARK: The head

    private func situation(_ bench: inout Bench, _ fields: String) {
        bench.wait(Desktop.refreshMilliseconds)
        bench.answer(
            "SHOW centre",
            "210-CENTRE now=2026-11-26T09:00:00.000+08:00 saved=1 scale=1 target=12.0 \(fields)",
            "210 END count=1")
    }

    func test_warnings_neverHideHowManyWaitAndHowLong() {
        for language in Language.allCases {
            var bench = Bench(language)
            bench.logOn()
            bench.hear(
                "* CALL n=9 what=opened \(Bench.offer.replacing("offered", with: "waiting"))")
            situation(&bench, "waiting=1 arrived=40 in_target=30 missed=62")
            bench.hear("* NOBODY n=10 open=1")
            bench.hear("* LEASE n=11 call=\(Bench.call) left=30.0")
            let head = bench.desktop.canvas(now: bench.now).text(row: 0)
            XCTAssertTrue(head.contains("\(Phrase.waitingCount.text(language)) 1 "), head)
            XCTAssertTrue(head.contains("\(Phrase.oldest.text(language)) 0:12"), head)
            XCTAssertTrue(head.contains("(+2)"), head)
        }
    }

    func test_mail_coversNothingOfTheLine() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* CALL n=9 what=opened \(Bench.offer.replacing("offered", with: "waiting"))")
        let long = String(repeating: "please ring her son ", count: 6)
        bench.hear("* MESSAGE n=12 from=sue text=\"\(long)\"")
        XCTAssertTrue(bench.text.contains("WAITING LINE 1"), bench.text)
        XCTAssertTrue(bench.text.contains("陳大文"), bench.text)
    }

    func test_aGroupAlone_countsInTheHead() {
        var bench = Bench()
        bench.logOn()
        bench.waitForRefresh()
        bench.answer(
            "LIST calls", "210-STORM storm=7 calls=12 oldest=600.0",
            "210 END count=0 storms=1 grouped=12")
        XCTAssertTrue(
            bench.desktop.canvas(now: bench.now).text(row: 0).contains("waiting 12 oldest 10:00"),
            bench.text)
    }

    func test_aGroup_doesNotHideHowLongAPressWaits() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* CALL n=9 what=opened \(Bench.offer.replacing("offered", with: "waiting"))")
        bench.waitForRefresh()
        bench.answer(
            "LIST calls",
            "210-CALL \(Bench.offer.replacing("offered", with: "waiting"))",
            "210-STORM storm=7 calls=12 oldest=600.0", "210 END count=1 storms=1 grouped=12")
        XCTAssertFalse(
            bench.desktop.canvas(now: bench.now).text(row: 0).contains("10:0"), bench.text)
        XCTAssertTrue(
            bench.desktop.canvas(now: bench.now).text(row: 0).contains("waiting 13 oldest 0:"),
            bench.text)
    }

    func test_serviceLevel_standsWhileNewCallsArrive() {
        var bench = Bench()
        bench.logOn()
        XCTAssertTrue(bench.text.contains("<=12s 75% (3/4)"), bench.text)
        for number in 1...5 {
            bench.hear(
                "* CALL n=\(10 + number) what=opened call=20261126-100\(number) v=1 state=waiting pri=1"
                    + " type=fall age=0.0")
        }
        XCTAssertTrue(bench.text.contains("<=12s 75% (3/4)"), bench.text)
        situation(&bench, "waiting=5 arrived=9 in_target=3")
        XCTAssertTrue(bench.text.contains("<=12s 75% (3/4)"), bench.text)
        // Who waits too long is missed at once.
        bench.now += 3000
        XCTAssertTrue(bench.text.contains("<=12s 33% (3/9)"), bench.text)
    }
}
