// SPDX-License-Identifier: Apache-2.0
// Owns the desktop as people meet it: lines and keys in, cells and requests out.

import Terminal
import Vocabulary
import XCTest

final class DesktopTests: XCTestCase {
    func test_logOn_asksForThePicture_andSaysWhatToDo() {
        var bench = Bench()
        bench.logOn()
        XCTAssertEqual(bench.sent[0], "LOGIN user=amy secret=demo")
        XCTAssertTrue(bench.sent.contains { $0.hasSuffix(" WATCH all") })
        XCTAssertTrue(bench.text.contains("press r to be offered calls"), bench.text)
        XCTAssertTrue(bench.text.contains("<=12s 75% (3/4)"), bench.text)
        XCTAssertTrue(bench.text.contains("09:00:00"))
        XCTAssertFalse(bench.text.contains("secret=demo"))
    }

    func test_offer_isShownWithSignAgeAndSecondsLeft_andRings() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* OFFER n=9 left=10.0 \(Bench.offer)")
        XCTAssertTrue(bench.text.contains(">>!!1    0:02 left 10s"), bench.text)
        XCTAssertTrue(bench.text.contains("陳大文"))
        bench.wait(1000)
        bench.wait(1000)
        XCTAssertEqual(bench.bells, 2)
        bench.step(.key(.sign("m")))
        bench.wait(5000)
        XCTAssertEqual(bench.bells, 2, "muted")
        bench.wait(7000)
        XCTAssertTrue(bench.text.contains("late +0:04"), bench.text)
        bench.hear("* WITHDRAWN n=10 call=\(Bench.call) reason=lapsed")
        XCTAssertFalse(bench.text.contains(">>!!1"))
    }

    /// A demonstration's spans are shorter, its clock is not faster: its screen counts in the seconds
    /// that the spans stand for.
    func test_demonstration_countsInTheSecondsThatItsSpansStandFor() {
        var bench = Bench()
        bench.logOn()
        bench.wait(Desktop.refreshMilliseconds)
        bench.answer(
            "SHOW centre",
            "210-CENTRE now=2026-11-26T09:00:00.000+08:00 arrived=4 in_target=3 saved=1 scale=20 "
                + "target=0.6", "210 END count=1")
        bench.hear("* CALL n=9 what=opened \(Bench.offer.replacing("age=2.0", with: "age=0.1"))")
        XCTAssertTrue(bench.text.contains("0:02 left 10s"), bench.text)
        XCTAssertTrue(bench.text.contains("<=12s"), bench.text)
        bench.now += 600
        XCTAssertTrue(bench.text.contains("0:14 late +0:02"), bench.text)
        XCTAssertTrue(bench.text.contains("09:00:00"), bench.text)
    }

    func test_take_showsTheRecordInReviewOrder_andTheNextStep() throws {
        var bench = Bench()
        bench.logOn()
        bench.take()
        XCTAssertTrue(bench.sent.contains { $0.hasSuffix("TAKE \(Bench.call)") })
        let text = bench.text
        var at = text.startIndex
        for word in [
            "MY CALL \(Bench.call)", "Alarm", "Person", "Risk", "Home", "Access", "Contacts",
            "Plan", "d NEXT 1 question: Awake?",
        ] {
            let found = try XCTUnwrap(
                text.range(of: word, range: at..<text.endIndex), "\(word)\n\(text)")
            at = found.upperBound
        }
        XCTAssertTrue(text.contains("••••  k access, health"), text)
    }

    private func revealed(_ bench: inout Bench) {
        bench.type("k")
        bench.answer(
            "REVEAL \(Bench.call) what=access", "250-REVEALED call=\(Bench.call) v=5 what=access",
            "250-HOME home=H1 access=\"key safe 4711\"", "250 OK call=\(Bench.call) v=5")
        bench.answer(
            "REVEAL \(Bench.call) what=health", "250-REVEALED call=\(Bench.call) v=6 what=health",
            "250-PERSON id=S1 name=\"陳大文\" health=\"heart failure\"",
            "250 OK call=\(Bench.call) v=6")
    }

    func test_privateDetails_standOnTheScreenUntilTheNextKey() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        revealed(&bench)
        XCTAssertTrue(bench.text.contains("key safe 4711"), bench.text)
        XCTAssertTrue(bench.text.contains("3  heart failure"), bench.text)
        // Scrolling reads it, and the centre's own news do not take it away.
        bench.step(.key(.pageDown))
        bench.step(.key(.pageUp))
        bench.hear("* CALL n=12 what=signal \(Bench.held)")
        XCTAssertTrue(bench.text.contains("key safe 4711"), bench.text)
        bench.type("n")
        XCTAssertFalse(bench.text.contains("key safe"), bench.text)
        XCTAssertFalse(bench.text.contains("heart failure"), bench.text)
        // Nothing of it is kept.
        bench.step(.key(.escape))
        XCTAssertFalse("\(bench.desktop)".contains("key safe"))
        XCTAssertFalse("\(bench.desktop)".contains("heart failure"))
    }

    func test_privateDetails_leaveWithTheCall_andWithTheConnection() {
        for isLost in [true, false] {
            var bench = Bench()
            bench.logOn()
            bench.take()
            revealed(&bench)
            if isLost {
                bench.step(.lost("gone"))
            } else {
                bench.hear("* WITHDRAWN n=20 call=\(Bench.call) reason=taken")
                bench.hear(
                    "* CALL n=21 what=taken call=\(Bench.call) v=7 state=handling pri=1 type=button "
                        + "age=9.0 presses=1 by=sue")
            }
            XCTAssertFalse(bench.text.contains("key safe"), bench.text)
            XCTAssertFalse("\(bench.desktop)".contains("key safe"))
        }
    }

    func test_privateDetails_typed_orAnsweredTooLate_areNotKept() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type(":REVEAL \(Bench.call) what=access")
        bench.step(.key(.enter))
        bench.answer(
            "REVEAL", "250-REVEALED call=\(Bench.call) v=5 what=access",
            "250-HOME home=H1 access=\"key safe 4711\"", "250 OK call=\(Bench.call) v=5")
        XCTAssertTrue(bench.text.contains("key safe 4711"), bench.text)
        bench.step(.key(.escape))
        XCTAssertFalse(bench.text.contains("key safe"), bench.text)
        bench.type("k")
        bench.step(.key(.escape))
        bench.answer(
            "REVEAL \(Bench.call) what=access", "250-REVEALED call=\(Bench.call) v=6 what=access",
            "250-HOME home=H1 access=\"key safe 4711\"", "250 OK call=\(Bench.call) v=6")
        XCTAssertFalse(bench.text.contains("key safe"), bench.text)
        XCTAssertFalse("\(bench.desktop)".contains("key safe"))
    }

    func test_privateDetails_whereThereAreNone_orOfSomebodyElsesCall_nothingIsAsked() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* CALL n=9 what=opened \(Bench.offer)")
        bench.step(.key(.down))
        let before = bench.sent.count
        bench.type("k")
        XCTAssertEqual(bench.sent.count, before)
        XCTAssertTrue(bench.text.contains("you have no call in hand"), bench.text)
    }

    func test_next_asksAndSendsTheLineThatAScriptWouldSend() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("d")
        bench.type("said \"ouch\"")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("DONE \(Bench.call) step=1 result=\"said \\\"ouch\\\"\"")
                ?? false,
            "\(bench.sent)")
    }

    func test_next_asksForAnOutcome_andRingsWaitsOrClosesAsThePlanSays() {
        let steps: [(step: String, keys: String, sent: String)] = [
            (
                "action=question outcomes=well|hurt|no-answer", "d2hip pain\r",
                "DONE \(Bench.call) step=1 result=\"hip pain; hurt\""
            ),
            (
                "action=question outcomes=well|hurt|no-answer", "d3\r",
                "DONE \(Bench.call) step=1 result=no-answer"
            ),
            ("action=home", "d", "CONTACT \(Bench.call) who=home"),
            ("action=wait seconds=900", "d", "PARK \(Bench.call) for=900 reason=\"step 1 of the plan\""),
            ("action=contact", "d", "CONTACT \(Bench.call)"),
            (
                "action=close outcomes=resolved|no-response", "d2seen by nobody\r",
                "CLOSE \(Bench.call) outcome=no-response reason=\"seen by nobody\""
            ),
            (
                "action=close outcomes=resolved|no-response", "x1",
                "CLOSE \(Bench.call) outcome=resolved"
            ),
        ]
        for (step, keys, line) in steps {
            var bench = Bench()
            bench.logOn()
            bench.take(planning: step)
            for key in keys { bench.step(.key(key == "\r" ? .enter : .sign(key))) }
            XCTAssertTrue(bench.sent.last?.hasSuffix(line) ?? false, "\(bench.sent.last ?? "")")
        }
    }

    func test_close_asksForAReasonOnlyWhereOneIsNeeded_andSaysWhyItWasRefused() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("x1")
        XCTAssertTrue(bench.sent.last?.hasSuffix("CLOSE \(Bench.call) outcome=resolved") ?? false)
        bench.answer("CLOSE", "455 OBLIGATION call=\(Bench.call) step=1 text=\"Awake?\"")
        XCTAssertTrue(bench.text.contains("an obligation is open"), bench.text)
        bench.type("x8")
        XCTAssertTrue(bench.text.contains("Reason"), bench.text)
        bench.type("runaway")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("CLOSE \(Bench.call) outcome=nuisance reason=runaway")
                ?? false)
    }

    func test_everyOutcome_canBeSeenAt80Columns() {
        for language in Language.allCases {
            var bench = Bench(language)
            bench.logOn()
            bench.take()
            bench.type("x")
            for rule in Outcome.known {
                let word = Terms.word(rule.outcome.word, language)
                XCTAssertTrue(bench.text.contains(word), "\(word)\n\(bench.text)")
            }
        }
    }

    func test_selectedCall_isLookedAt_andCanBeTaken() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* CALL n=9 what=opened \(Bench.offer)")
        bench.step(.key(.down))
        bench.wait(200)
        bench.answer(
            "SHOW \(Bench.call)", "210-CALL \(Bench.offer)",
            "210-HOME home=H1 address=\"石硤尾邨 1204 室\" access=\"••••\"", "210 END count=1")
        XCTAssertTrue(bench.text.contains("RECORD \(Bench.call)"), bench.text)
        XCTAssertTrue(bench.text.contains("石硤尾邨 1204 室"))
        bench.step(.key(.enter))
        XCTAssertTrue(bench.sent.last?.hasSuffix("TAKE \(Bench.call)") ?? false)
    }

    func test_escape_sendsNothing() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        let before = bench.sent.count
        bench.type("sa")
        bench.step(.key(.escape))
        XCTAssertEqual(bench.sent.count, before)
    }

    func test_closedCall_leavesNoRecordBehind() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("x1")
        bench.answer("CLOSE", "250 CLOSED call=\(Bench.call) v=9")
        XCTAssertFalse(bench.text.contains("key safe"), bench.text)
        XCTAssertTrue(bench.text.contains("no call in hand"))
    }

    func test_undo_takesBackAPark() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("p")
        bench.step(.key(.enter))
        XCTAssertFalse(bench.sent.last?.contains("PARK") ?? true, "no park without a reason")
        bench.type("daughter rings back")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix(
                "PARK \(Bench.call) for=120 reason=\"daughter rings back\"") ?? false)
        bench.answer("PARK", "250 PARKED call=\(Bench.call) v=5")
        bench.type("u")
        XCTAssertTrue(bench.sent.last?.hasSuffix("TAKE \(Bench.call)") ?? false)
    }

    func test_storm_isPreviewedWhole_declaredBelowIt_oneLine_andUndone() {
        var bench = Bench()
        bench.logOn()
        bench.hear(
            "* STORM n=8 what=proposed area=\"Sha Tin\" kinds=power-lost calls=41 minutes=10")
        bench.type("zp")
        bench.step(.key(.enter))
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("STORM PREVIEW area=all kinds=power-lost") ?? false
                || bench.sent.last?.hasSuffix("STORM PREVIEW area=\"Sha Tin\" kinds=power-lost") ?? false,
            "\(bench.sent.last ?? "")")
        bench.answer(
            "STORM PREVIEW",
            "210-STORM preview=41 area=\"Sha Tin\" kinds=power-lost lower=1 touches=1 excludes=1",
            "210-CALL call=20261126-0043 v=1 state=waiting pri=4 type=power-lost age=9.0 to=5",
            "210-EXCLUDED call=20261126-0042 reason=life-safety v=3 state=waiting pri=1 type=button",
            "210 END count=2 preview=41")
        XCTAssertTrue(bench.text.contains("20261126-0043") && bench.text.contains("life-safety"))
        XCTAssertTrue(bench.text.contains("For how many minutes?"), bench.text)
        bench.step(.key(.enter))
        bench.type("power cut")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("STORM DECLARE preview=41 for=60 reason=\"power cut\"") ?? false,
            "\(bench.sent.last ?? "")")
        bench.answer(
            "STORM DECLARE", "455-STALE stale=41 changed=1 preview=42 area=all kinds=power-lost",
            "455-EXCLUDED call=20261126-0043 reason=held by=ben", "455 END count=1 preview=42")
        XCTAssertTrue(bench.text.contains("held by=ben"), bench.text)
        bench.step(.key(.enter))
        bench.type("power cut")
        bench.step(.key(.enter))
        bench.answer(
            "STORM DECLARE preview=42",
            "250 STORM what=declared storm=43 area=all kinds=power-lost lower=1 calls=1")
        bench.wait(0)
        bench.answer(
            "LIST calls", "210-STORM storm=43 calls=41 oldest=65.0",
            "210 END count=0 storms=1 grouped=41")
        bench.answer(
            "LIST storms",
            "210-STORM what=on storm=43 area=\"Sha Tin\" kinds=power-lost lower=1 calls=41 "
                + "until=2026-11-26T10:00:00.000+08:00", "210 END count=1")
        XCTAssertTrue(
            bench.text.contains("storms 43  41 calls  until 10:00  Sha Tin  power-lost"), bench.text)
        bench.hear(
            "* CALL n=20 what=grouped call=20261126-0050 v=2 state=waiting pri=5 type=power-lost "
                + "age=1.0 storm=43 name=Grouped")
        XCTAssertFalse(
            bench.text.split(separator: "\n").prefix(6).contains { $0.contains("Grouped") })
        bench.type("u")
        XCTAssertTrue(bench.sent.last?.hasSuffix("STORM UNDO storm=43") ?? false)
    }

    func test_message_isSeenAtOnce_overWhateverIsThere_untilItIsRead() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("?")
        let before = bench.bells
        bench.hear("* MESSAGE n=12 from=sue text=\"ask for her medication\"")
        bench.hear("* MESSAGE n=13 from=sue text=\"and ring her son\"")
        XCTAssertEqual(bench.bells, before + 2)
        XCTAssertTrue(
            bench.text.contains("! sue: ask for her medication (+1)  Esc: read"), bench.text)
        // The first Escape leaves the help; nothing is read by accident.
        bench.step(.key(.escape))
        XCTAssertTrue(bench.text.contains("ask for her medication"))
        bench.step(.key(.escape))
        XCTAssertTrue(bench.text.contains("! sue: and ring her son  Esc: read"), bench.text)
        bench.step(.key(.escape))
        XCTAssertFalse(bench.text.contains("ring her son  Esc"), bench.text)
    }

    func test_parkedCall_saysWhyAndForHowLong() {
        var bench = Bench(columns: 100)
        bench.logOn()
        bench.hear(
            "* CALL n=9 what=parked call=\(Bench.call) v=5 state=parked pri=1 type=button age=4.0 "
                + "presses=1 by=ben back=250.0 reason=\"ambulance on its way\"")
        XCTAssertTrue(bench.text.contains("[parked ben 4:10 ambulance on its way"), bench.text)
    }

    func test_shift_isOfferedToAColleague_withItsListInSight() {
        var bench = Bench()
        bench.logOn()
        bench.type("g")
        bench.answer(
            "SHIFT SHOW", "210-SHIFT what=open from=amy calls=1 followups=0",
            "210-CALL \(Bench.held)", "210 END count=1")
        XCTAssertTrue(bench.text.contains("210-CALL call=\(Bench.call)"), bench.text)
        XCTAssertTrue(bench.text.contains("All of this to whom?"), bench.text)
        bench.type("1")
        bench.type("key is with the porter")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("SHIFT OFFER to=ben note=\"key is with the porter\"")
                ?? false,
            "\(bench.sent)")
        bench.hear("* SHIFT n=14 what=refused from=amy to=ben calls=1 followups=0")
        XCTAssertTrue(bench.text.contains("! shift: ben refused"), bench.text)
    }

    func test_shift_offeredToMe_ringsUntilItIsAnswered_byName() {
        var bench = Bench()
        bench.logOn()
        bench.hear(
            "* SHIFT n=12 what=offered from=ben to=amy calls=2 followups=1 left=300.0 note=\"two wait\""
        )
        XCTAssertTrue(bench.text.contains("! ben: hands over the shift"), bench.text)
        let before = bench.bells
        bench.wait(6000)
        XCTAssertEqual(bench.bells, before + 1)
        bench.type("g")
        bench.answer(
            "SHIFT SHOW from=ben", "210-SHIFT what=offered from=ben to=amy calls=2 followups=1",
            "210 END count=0")
        XCTAssertTrue(bench.text.contains("Accept all of this from ben?"), bench.text)
        bench.type("a")
        XCTAssertTrue(bench.sent.last?.hasSuffix("SHIFT ACCEPT from=ben") ?? false, "\(bench.sent)")
        bench.answer(
            "SHIFT ACCEPT", "250-SHIFT what=accepted from=ben to=amy calls=2 followups=1",
            "250 END count=0")
        XCTAssertFalse(bench.text.contains("hands over the shift"), bench.text)
        bench.wait(6000)
        XCTAssertEqual(bench.bells, before + 1, "answered: quiet")
    }

    func test_shift_refusedWithAReason() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* SHIFT n=12 what=offered from=ben to=amy calls=2 followups=1 left=300.0")
        bench.type("gn")
        bench.type("I go home too")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("SHIFT REFUSE from=ben reason=\"I go home too\"") ?? false,
            "\(bench.sent)")
    }

    /// Another press of a call in hand: what the screen asks by itself must not pass for its holder.
    func test_pressOfMyCall_isNotAnsweredForBySilence() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.wait(200)
        bench.answer("SHOW \(Bench.call)", "210-CALL \(Bench.held)", "210 END count=1")
        bench.now += 1000
        bench.hear("* JOINED n=12 \(Bench.held)")
        let before = bench.sent.count
        bench.wait(Desktop.refreshMilliseconds)
        bench.wait(Desktop.refreshMilliseconds)
        XCTAssertEqual(bench.sent.count, before, "\(bench.sent.suffix(3))")
        bench.hear("* LEASE n=60 call=\(Bench.call) left=48.0")
        XCTAssertTrue(bench.text.contains("STILL THERE?"), bench.text)
        bench.step(.key(.escape))
        bench.wait(0)
        XCTAssertGreaterThan(bench.sent.count, before, "a key shows that somebody is there")
    }

    func test_homesThatMayHaveBeenMissed_areSaidOnEveryScreen() {
        for isWall in [false, true] {
            var bench = Bench(isWall: isWall)
            bench.logOn()
            bench.wait(Desktop.refreshMilliseconds)
            bench.answer(
                "SHOW centre", "210-CENTRE waiting=0 missed=12 saved=1 scale=1 target=12.0",
                "210 END count=1")
            XCTAssertTrue(
                bench.text.contains("12 homes may have been missed"), bench.text)
        }
    }

    func test_missedHome_isRungAndItsEndWrittenDownByKeys() {
        var bench = Bench(columns: 120)
        bench.logOn()
        bench.type("M")
        bench.answer("MISSED NEXT", "551 NOTFOUND what=\"a home that is due: 0 on the list\"")
        XCTAssertFalse(bench.text.contains("Did you reach them?"), bench.text)
        bench.type("M")
        bench.answer(
            "MISSED NEXT",
            "250-MISSED home=\"H 1\" risk=3 tries=1 name=\"陳大文\" outage=41 cause=gateway:gw-1 "
                + "from=2026-11-26T08:12:00.000+08:00 due=2026-11-26T09:00:00.000+08:00",
            "250-PERSON id=S1 name=\"陳大文\" lang=yue phone=+85223456789 risk=3",
            "250-HOME home=\"H 1\" address=\"石硤尾邨 1204 室\" district=\"深水埗\"",
            "250-CONTACT home=\"H 1\" who=1 name=\"陳美玲\" relation=daughter phone=+85298765432",
            "250 OK home=\"H 1\" left=12")
        for words in [
            "陳大文", "+85223456789", "石硤尾邨 1204 室", "陳美玲", "gateway:gw-1", "08:12",
            "12 homes left", "Did you reach them?",
        ] {
            XCTAssertTrue(bench.text.contains(words), "\(words) in\n\(bench.text)")
        }
        bench.type("nphone is off")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("MISSED UNREACHED home=\"H 1\" note=\"phone is off\"")
                ?? false, "\(bench.sent)")
        bench.answer("MISSED UNREACHED", "250 MISSED home=\"H 1\" state=unreached left=12")
        XCTAssertFalse(bench.text.contains("Did you reach them?"), bench.text)
        bench.type("M")
        bench.answer("MISSED NEXT", "250-MISSED home=H2 risk=1 tries=0", "250 OK home=H2 left=11")
        bench.type("b")
        XCTAssertTrue(bench.sent.last?.hasSuffix("MISSED BACK home=H2") ?? false, "\(bench.sent)")
    }

    func test_pressOfMyCall_rings_andAHolderWhoIsNotHeard_isToldToTheSupervisor() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        let before = bench.bells
        bench.hear("* JOINED n=12 \(Bench.held)")
        XCTAssertEqual(bench.bells, before + 1)
        XCTAssertTrue(bench.text.contains("PRESSED AGAIN: \(Bench.call) button 陳大文"), bench.text)
        bench.hear(
            "* UNHEARD n=13 who=ben quiet=12.0 call=20261126-0002 v=4 state=handling pri=1 "
                + "type=button age=40.0 presses=2 by=ben name=\"李美玲\"")
        XCTAssertTrue(
            bench.text.contains("PRESSED AGAIN, and nothing is heard of: ben"), bench.text)
        bench.wait(6000)
        bench.wait(6000)
        XCTAssertEqual(bench.bells, before + 4, "until somebody reads it")
    }

    func test_supervisor_seesMissedOffers_messagesAndStaffs() {
        var bench = Bench()
        bench.logOn()
        bench.wait(Desktop.refreshMilliseconds)
        bench.answer(
            "SHOW centre",
            "210-CENTRE now=2026-11-26T09:00:00.000+08:00 waiting=1 oldest=41.0 stuck=1 "
                + "oldest_call=20261126-0009 saved=1 scale=1 target=12.0", "210 END count=1")
        bench.answer(
            "LIST operators", "210-OPERATOR who=amy role=supervisor state=away since=1.0",
            "210-OPERATOR who=ben role=operator state=away reason=missed-offers since=90.0 missed=3 "
                + "missed_all=5 skills=fire,rescue queues=\"Sha Tin\"", "210 END count=2")
        bench.type("l")
        XCTAssertTrue(bench.text.contains("oldest 20261126-0009 41.0s   STUCK 1"), bench.text)
        XCTAssertTrue(bench.text.contains("missed 3/5 (missed-offers)"), bench.text)
        bench.step(.key(.escape))
        bench.type("i")
        XCTAssertTrue(bench.text.contains("Whom?"), bench.text)
        bench.type("1are you there?")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("TELL ben text=\"are you there?\"") ?? false, "\(bench.sent)"
        )
        bench.type("D1r")
        XCTAssertTrue(bench.sent.last?.hasSuffix("STAFF ben duty=ready") ?? false, "\(bench.sent)")
        bench.answer("STAFF", "250 STAFF who=ben")
        bench.type("D1aback pain")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("STAFF ben duty=away reason=\"back pain\"") ?? false,
            "\(bench.sent)")
        bench.answer("STAFF", "250 STAFF who=ben")
        bench.type("D1s")
        XCTAssertTrue(bench.text.contains("fire,rescue"), "as it is, to be changed: \(bench.text)")
        bench.step(.key(.end))
        bench.type(",falls")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("STAFF ben skills=fire,rescue,falls") ?? false,
            "\(bench.sent)")
        bench.answer("STAFF", "250 STAFF who=ben")
        bench.type("D1q")
        bench.step(.key(.control("e")))
        bench.type(",button")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("STAFF ben queues=\"Sha Tin,button\"") ?? false,
            "\(bench.sent)")
    }

    func test_listening_showsTheRecord_andEndsWithTheSameKey() {
        var bench = Bench()
        bench.logOn()
        bench.hear(
            "* CALL n=9 what=taken call=\(Bench.call) v=5 state=handling pri=1 type=button age=4.0 "
                + "presses=1 by=ben")
        bench.type("j")
        XCTAssertFalse(bench.sent.last?.contains("JOIN") ?? true, "nothing is selected")
        bench.step(.key(.down))
        bench.type("j")
        XCTAssertTrue(bench.sent.last?.hasSuffix("JOIN \(Bench.call)") ?? false, "\(bench.sent)")
        bench.answer(
            "JOIN",
            "250-LISTENING call=\(Bench.call) v=5 state=handling pri=1 type=button age=4.0 by=ben",
            "250-NOTE at=2026-11-26T09:00:00.000+08:00 by=ben text=\"fell\"",
            "250 OK call=\(Bench.call) v=5")
        XCTAssertTrue(bench.text.contains("fell"), bench.text)
        bench.type("j")
        XCTAssertTrue(bench.sent.last?.hasSuffix("LEAVE \(Bench.call)") ?? false, "\(bench.sent)")
    }

    func test_lostCentre_isSaidInTheLargestWords_withTheNumberToRing_andIsResumed() {
        var bench = Bench()
        bench.logOn()
        bench.type("r")
        bench.answer("READY", "250 READY")
        bench.hear("* OFFER n=41 left=10.0 \(Bench.offer)")
        bench.step(.lost("the connection is lost"))
        XCTAssertTrue(bench.text.contains("THE CENTRE IS AWAY"), bench.text)
        XCTAssertTrue(bench.text.contains("###"))
        XCTAssertTrue(bench.text.contains("+85223450000"), "the centre's own number goes first")
        bench.type("r")
        XCTAssertTrue(bench.text.contains("NOT SENT"))
        bench.now += 5000
        bench.step(.connected)
        bench.hear(
            "220 safebell 1.0 console ready", "230 WELCOME role=operator who=amy name=Amy n=50")
        XCTAssertTrue(bench.sent.contains { $0.hasSuffix("RESUME n=41") }, "\(bench.sent)")
        XCTAssertTrue(bench.sent.last?.hasSuffix("READY") ?? false, "ready before, ready again")
    }

    func test_afterALongLoss_nobodyIsMadeReadyUnasked() {
        var bench = Bench()
        bench.logOn()
        bench.type("r")
        bench.answer("READY", "250 READY")
        bench.step(.lost("gone"))
        bench.now += 61_000
        bench.step(.connected)
        bench.hear(
            "220 safebell 1.0 console ready", "230 WELCOME role=operator who=amy name=Amy n=50")
        XCTAssertFalse(bench.sent.last?.hasSuffix("READY") ?? true)
        XCTAssertTrue(bench.text.contains("press r"))
    }

    func test_hungCentre_isGivenUpWhenARequestStaysUnanswered() {
        var bench = Bench()
        bench.logOn()
        bench.wait(Desktop.refreshMilliseconds)
        XCTAssertTrue(bench.sent.last?.hasSuffix(" LIST operators") ?? false)
        bench.wait(Link.answerMilliseconds - 1)
        XCTAssertEqual(bench.others, [])
        bench.wait(1)
        XCTAssertEqual(bench.others, [.hangUp("it does not answer")])
    }

    func test_holderWhoIsAsleep_isNotKeptAliveByTheScreen() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.wait(200)
        bench.answer("SHOW \(Bench.call)", "210-CALL \(Bench.held)", "210 END count=1")
        bench.now += Desktop.attentionMilliseconds
        let before = bench.sent.count
        bench.wait(0)
        bench.hear(
            "* ATTEMPT n=50 call=\(Bench.call) id=3 target=C1 outcome=unanswered",
            "* STORAGE n=51 state=full", "* CALL n=52 what=noted \(Bench.held)")
        bench.wait(60_000)
        XCTAssertEqual(bench.sent.count, before, "\(bench.sent.suffix(3))")
        bench.hear("* LEASE n=60 call=\(Bench.call) left=30.0")
        bench.wait(1000)
        XCTAssertGreaterThan(bench.bells, 0)
        XCTAssertTrue(bench.text.contains("STILL THERE?"), bench.text)
        bench.step(.key(.escape))
        bench.wait(0)
        XCTAssertTrue(bench.sent.contains { $0.hasSuffix("LIST calls") }, "a key shows life")
        XCTAssertGreaterThan(bench.sent.count, before)
        XCTAssertFalse(bench.text.contains("STILL THERE?"), bench.text)
    }

    func test_holderWhoComesBack_isNotMadeReady() {
        var bench = Bench()
        bench.logOn()
        bench.type("r")
        bench.answer("READY", "250 READY")
        bench.take()
        bench.step(.lost("gone"))
        bench.now += 5000
        bench.step(.connected)
        let before = bench.sent.count
        bench.hear(
            "220 safebell 1.0 console ready",
            "230 WELCOME role=operator who=amy name=Amy n=50 calls=\(Bench.call)")
        XCTAssertFalse(bench.sent[before...].contains { $0.hasSuffix(" READY") }, "\(bench.sent)")
        XCTAssertTrue(bench.text.contains("the centre is back"), bench.text)
    }

    func test_step_isNotDone_whereItsNoteWasRefused() {
        var bench = Bench()
        bench.logOn()
        bench.take(planning: "action=note text=\"Write it down.\"")
        bench.type("dlong")
        bench.step(.key(.enter))
        XCTAssertTrue(bench.sent.last?.hasSuffix("NOTE \(Bench.call) text=long") ?? false)
        bench.answer("NOTE", "455 STATE call=\(Bench.call) state=waiting")
        XCTAssertFalse(bench.sent.contains { $0.contains("DONE") })
        bench.type("dlong")
        bench.step(.key(.enter))
        bench.answer("NOTE", "250 NOTED call=\(Bench.call) v=5")
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("DONE \(Bench.call) step=1 result=noted") ?? false,
            "\(bench.sent)")
    }

    func test_noteWrittenWhileTheCentreGoes_isKeptAndSentOnceItIsBack() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type("nconscious, hip")
        bench.step(.lost("gone"))
        bench.type(" pain")
        bench.step(.key(.enter))
        XCTAssertFalse(bench.sent.contains { $0.contains(" NOTE ") })
        bench.step(.connected)
        bench.hear(
            "220 safebell 1.0 console ready",
            "230 WELCOME role=operator who=amy name=Amy n=50 calls=\(Bench.call)")
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("NOTE \(Bench.call) text=\"conscious, hip pain\"") ?? false,
            "\(bench.sent)")
    }

    func test_offer_isSeenBehindHelpToo() {
        for overlay in ["?", "l", "v"] {
            var bench = Bench()
            bench.logOn()
            bench.type(overlay)
            bench.hear("* OFFER n=9 left=10.0 \(Bench.offer)")
            XCTAssertTrue(bench.text.contains("OFFERED TO YOU"), bench.text)
        }
    }

    func test_moreCallsThanAListHolds_leaveNoGhosts_andKeepMyOwn() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.hear(
            "* CALL n=30 what=opened call=20261126-0099 v=1 state=waiting pri=1 type=fall age=1.0"
                + " loc=ghost")
        bench.waitForRefresh()
        bench.answer(
            "LIST calls",
            "210-CALL call=20261126-0100 v=1 state=waiting pri=1 type=fall age=1.0 name=Chan",
            "210 END count=1 more=2500")
        XCTAssertFalse(bench.text.contains("ghost"), "closed while nobody told us")
        XCTAssertTrue(bench.text.contains("MY CALL \(Bench.call)"), bench.text)
        XCTAssertTrue(bench.text.contains("+2500"), bench.text)
        bench.wait(250)
        bench.answer("LIST calls holder=amy", "210-CALL \(Bench.held)", "210 END count=1")
        XCTAssertTrue(bench.text.contains("MY CALL \(Bench.call)"), bench.text)
        bench.waitForRefresh()
        bench.answer("LIST calls", "210 END count=0 more=2500")
        bench.wait(250)
        bench.answer("LIST calls holder=amy", "210 END count=0")
        XCTAssertFalse(bench.text.contains("MY CALL \(Bench.call)"), bench.text)
    }

    func test_aStormsGroup_isOneLine_andItsCallsAreSeenWhereTheyAreOffered() {
        var bench = Bench()
        bench.logOn()
        let row = "v=1 state=waiting pri=5 type=power-lost age=1.0 storm=7"
        bench.hear("* CALL n=30 what=grouped call=20261126-0099 \(row) loc=hidden")
        XCTAssertFalse(bench.text.contains("hidden"), bench.text)
        bench.waitForRefresh()
        bench.answer("LIST calls", "210-STORM storm=7 calls=12 oldest=600.0",
            "210 END count=0 storms=1 grouped=12")
        XCTAssertTrue(bench.text.contains("WAITING LINE 12"), bench.text)
        XCTAssertTrue(bench.text.contains("10:00 storms 7  12 calls"), bench.text)
        XCTAssertFalse(bench.text.contains("nobody waits"), bench.text)
        bench.hear("* OFFER n=31 left=10.0 call=20261126-0098 \(row) loc=shown")
        XCTAssertTrue(bench.text.contains("shown"), bench.text)
        bench.waitForRefresh()
        bench.answer("LIST calls", "210-STORM storm=7 calls=12 oldest=605.0",
            "210 END count=0 storms=1 grouped=12")
        XCTAssertTrue(bench.text.contains("shown"), "the offer stands")
        XCTAssertTrue(bench.text.contains("WAITING LINE 12"), bench.text)
        bench.hear("* WITHDRAWN n=32 call=20261126-0098 reason=released")
        XCTAssertFalse(bench.text.contains("shown"), bench.text)
    }

    func test_storyOfShow_leavesOnlyItsNotesAmongTheNotes() throws {
        let lines = [
            "210-CALL call=20261126-0001 v=3 state=handling pri=1 type=button age=9.0 by=amy",
            "210-NOTE n=11 at=2026-11-26T09:00:00.000+08:00 what=opened by=@desk",
            "210-NOTE n=12 at=2026-11-26T09:00:01.000+08:00 what=note by=amy text=\"on the floor\"",
            "210 END call=20261126-0001 v=3 count=2",
        ]
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.wait(250)
        for line in lines { bench.answer("SHOW \(Bench.call)", line) }
        XCTAssertTrue(bench.text.contains("on the floor"), bench.text)
        XCTAssertFalse(bench.text.contains("@desk"), bench.text)
    }

    func test_line_keepsTheCentresOrder_whateverTellsOfACall() {
        var bench = Bench()
        bench.logOn()
        func row(_ number: Int, pri: Int, age: String, state: String = "waiting", v: Int = 1)
            -> String
        {
            "call=20261126-\(number) v=\(v) state=\(state) pri=\(pri) type=fall age=\(age)"
                + " name=N\(number)"
        }
        bench.hear("* CALL n=9 what=opened \(row(1003, pri: 2, age: "0.0"))")
        bench.hear("* CALL n=10 what=opened \(row(1001, pri: 1, age: "0.0"))")
        bench.now += 5000
        bench.hear("* CALL n=11 what=opened \(row(1002, pri: 1, age: "0.0"))")
        bench.hear("* CALL n=12 what=raised \(row(1003, pri: 1, age: "5.0", v: 2))")
        bench.hear(
            "* CALL n=13 what=taken by=ben \(row(1001, pri: 1, age: "5.0", state: "handling", v: 2))"
        )
        let shown = bench.text.split(separator: "\n").filter { $0.contains("fall") }
        let order = ["N1003", "N1002", "N1001"]
        for (line, name) in zip(shown, order) { XCTAssertTrue(line.contains(name), bench.text) }
    }

    func test_typedCommand_isCompletedKeptAndShown() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.type(":clo")
        bench.step(.key(.tab))
        bench.step(.key(.tab))
        bench.type("out")
        bench.step(.key(.tab))
        bench.type("amb")
        bench.step(.key(.tab))
        bench.step(.key(.enter))
        XCTAssertTrue(
            bench.sent.last?.contains("CLOSE \(Bench.call) outcome=ambulance") ?? false,
            "\(bench.sent.last ?? "")")
        bench.type(":")
        bench.step(.key(.up))
        XCTAssertTrue(bench.text.contains(":CLOSE \(Bench.call) outcome=ambulance"), bench.text)
    }

    func test_aSecret_isNeitherKeptNorShown() {
        var bench = Bench()
        bench.logOn()
        bench.type(":SECRET who=amy secret=hush")
        bench.step(.key(.enter))
        XCTAssertFalse(bench.text.contains("hush"))
        bench.type(":")
        bench.step(.key(.up))
        XCTAssertFalse(bench.text.contains("hush"))
    }

    func test_hostileText_staysOnItsRow() {
        var bench = Bench()
        bench.logOn()
        bench.hear(
            "* OFFER n=9 left=10.0 call=\(Bench.call) v=2 state=offered pri=1 type=button age=2.0 "
                + "presses=1 dev=A1 name=\"\\u{1B}[2J\\u{202E}evil\\nline\" loc=\"=1+1\"")
        for cell in bench.desktop.canvas(now: bench.now).cells {
            for scalar in cell.sign.unicodeScalars {
                XCTAssertFalse(scalar.value < 0x20 || scalar.value == 0x202E)
            }
        }
    }

    func test_everySize_isDrawnWithoutATrap() {
        for language in Language.allCases {
            for isWall in [false, true] {
                var bench = Bench(language, isWall: isWall)
                bench.logOn()
                if !isWall { bench.take() }
                bench.hear(
                    "* OPEN n=20 to=all call=20261126-0009 v=1 state=waiting pri=3 type=fall "
                        + "age=90.0 presses=12 dev=B1 unregistered=1")
                for (columns, rows) in [(1, 1), (20, 5), (33, 7), (80, 24), (140, 40), (300, 100)] {
                    bench.step(.resized(columns: columns, rows: rows))
                    let canvas = bench.desktop.canvas(now: bench.now)
                    XCTAssertEqual(canvas.columns, columns)
                    XCTAssertEqual(canvas.rows, rows)
                }
                bench.step(.resized(columns: 80, rows: 24))
                for overlay in ["?", "l", "v"] {
                    bench.type(overlay)
                    XCTAssertFalse(bench.text.isEmpty)
                    bench.step(.key(.escape))
                }
            }
        }
    }

    /// Keys and news in any order, at any size: drawn, and never a trap.
    func test_anyKeysAndNews_atAnySize_areDrawn() {
        var seed: UInt64 = 42
        func draw(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        let signs = Array("radncsxkphfboewgjiDMyumzlvt:?123 5")
        let others: [Terminal.Key] = [.enter, .escape, .up, .down, .tab, .pageDown, .pageUp, .backspace, .control("e")]
        let other = "call=20261126-0009 v=9 state=confirming pri=2 type=fall age=9.0 name=\"李美玲\" by=ben"
            + " outcome=no-response closer=ben reason=\"\(String(repeating: "long ", count: 60))\""
        let news = [
            "* MESSAGE n=30 from=sue text=\"\(String(repeating: "long ", count: 90))\"",
            "* OFFER n=31 left=9.0 \(Bench.offer) also=fire,duress", "* CONFIRM n=32 \(other)",
            "* CALL n=33 what=taken \(Bench.held)", "* HANDED n=34 from=ben \(Bench.held)",
            "* WITHDRAWN n=35 call=\(Bench.call) reason=taken", "* NOBODY n=36 open=4",
            "* LEASE n=37 call=\(Bench.call) left=9.0", "* JOINED n=38 \(Bench.held) joined=fire",
            "* DUTY n=39 who=amy state=away reason=missed-offers", "* STORAGE n=40 state=full",
            "* SHIFT n=41 what=offered from=ben to=amy calls=2 followups=1",
        ]
        for round in 0..<40 {
            var bench = Bench(Language.allCases[round % 3], columns: 1 + draw(150), rows: 1 + draw(45))
            bench.logOn()
            bench.take()
            for _ in 0..<120 {
                switch draw(10) {
                case 0: bench.hear(news[draw(news.count)])
                case 1: bench.step(.resized(columns: 1 + draw(150), rows: 1 + draw(45)))
                case 2: bench.wait(Int64(draw(4000)))
                case 3, 4: bench.step(.key(others[draw(others.count)]))
                case 5 where draw(9) == 0: bench.step(.lost("gone"))
                default: bench.type(String(signs[draw(signs.count)]))
                }
                if let last = bench.sent.last, last.contains(" CONTACT \(Bench.call)") {
                    bench.answer("CONTACT", "250 CONTACTING call=\(Bench.call) v=9 attempts=4 notifier=none")
                }
                XCTAssertFalse(bench.desktop.canvas(now: bench.now).cells.isEmpty)
            }
        }
    }

    func test_wall_showsNoNamesAndTurnsRed() {
        var bench = Bench(isWall: true)
        bench.logOn()
        bench.hear("* CALL n=9 what=opened \(Bench.offer)")
        bench.now += 61_000
        let canvas = bench.desktop.canvas(now: bench.now)
        XCTAssertFalse(canvas.text.contains("陳大文"), canvas.text)
        XCTAssertTrue(canvas.cells.contains { $0.ink == .alarmBlock })
    }

    func test_chinese_isChineseThroughout() {
        var bench = Bench(.traditional)
        bench.logOn()
        bench.take()
        for word in ["輪候", "我的來電", "按鈴", "聯絡人", "兒子", "下一步 1 詢問: 清醒嗎？"] {
            XCTAssertTrue(bench.text.contains(word), "\(word)\n\(bench.text)")
        }
    }

    func test_replacedLogOn_endsTheScreen() {
        var bench = Bench()
        bench.logOn()
        bench.hear("421 CLOSING reason=\"replaced by a newer log-on\"")
        XCTAssertEqual(bench.others.last, .leave(.replaced))
    }
}
