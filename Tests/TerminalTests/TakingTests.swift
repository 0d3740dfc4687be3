// SPDX-License-Identifier: Apache-2.0
// Owns what Enter and `y` take, confirm and ask first: nobody gets or loses a call by a stray key.

import Terminal
import XCTest

final class TakingTests: XCTestCase {
    private static let waiting =
        "call=20261126-0007 v=1 state=waiting pri=3 type=fall age=1.0 presses=1 name=\"李美玲\""
    private static let confirming =
        "call=20261126-0008 v=6 state=confirming pri=1 type=button age=400.0 presses=1 name=\"李美玲\""
        + " by=ben outcome=no-response closer=ben reason=\"nobody at the door\""

    private func sentTakes(_ bench: Bench) -> Int { bench.sent.count { $0.contains(" TAKE ") } }

    // MARK: The second person

    func test_secondPerson_seesTheRecord_andIsAskedInWords_beforeAnythingIsConfirmed() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* CONFIRM n=9 \(Self.confirming)")
        XCTAssertTrue(bench.text.contains(" y confirm"), bench.text)
        bench.type("y")
        XCTAssertFalse(bench.sent.contains { $0.contains("CONFIRM") }, "\(bench.sent)")
        for words in [
            "confirm 20261126-0008 李美玲", "no-response", "ben", "nobody at the door", "y yes",
        ] {
            XCTAssertTrue(bench.text.contains(words), "\(words) in\n\(bench.text)")
        }
        bench.wait(250)
        bench.answer(
            "SHOW 20261126-0008", "210-CALL \(Self.confirming)",
            "210-HOME home=H2 address=\"彌敦道 12 號\"", "210 END count=1")
        XCTAssertTrue(bench.text.contains("彌敦道 12 號"), bench.text)
        bench.step(.key(.enter))
        bench.step(.key(.escape))
        XCTAssertFalse(bench.sent.contains { $0.contains("CONFIRM") }, "\(bench.sent)")
        bench.type("yy")
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("CONFIRM 20261126-0008 v=6") ?? false, "\(bench.sent)")
    }

    func test_enterOnACallToBeConfirmed_asksTheSame() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* CONFIRM n=9 \(Self.confirming)")
        bench.step(.key(.down))
        bench.step(.key(.enter))
        XCTAssertFalse(bench.sent.contains { $0.contains("CONFIRM") }, "\(bench.sent)")
        XCTAssertTrue(bench.text.contains("nobody at the door"), bench.text)
        bench.type("y")
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("CONFIRM 20261126-0008 v=6") ?? false, "\(bench.sent)")
    }

    // MARK: Stray Enters

    func test_enterBehindAChoice_isSwallowed_andThePickersFootDoesNotAskForIt() {
        var bench = Bench()
        bench.logOn()
        bench.type("r")
        bench.answer("READY", "250 READY")
        bench.take()
        bench.hear("* CALL n=12 what=opened \(Self.waiting)")
        bench.type("x")
        XCTAssertFalse(bench.text.contains("Enter go on"), bench.text)
        bench.type("1")
        bench.answer("CLOSE", "250 CLOSED call=\(Bench.call) v=9")
        bench.hear("* DUTY n=13 who=amy state=ready")
        let before = sentTakes(bench)
        bench.now += 1400
        bench.step(.key(.enter))
        XCTAssertEqual(sentTakes(bench), before, "\(bench.sent)")
        bench.now += 200
        bench.step(.key(.enter))
        XCTAssertEqual(sentTakes(bench), before + 1, "\(bench.sent)")
    }

    func test_withACallInHand_enterTakesNothingButWhatIsHeldOut() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.hear("* CALL n=12 what=opened \(Self.waiting)")
        bench.hear("* OPEN n=13 to=all \(Self.waiting)")
        let before = sentTakes(bench)
        bench.step(.key(.enter))
        XCTAssertEqual(sentTakes(bench), before, "\(bench.sent)")
        XCTAssertTrue(bench.text.contains("no call is selected"), bench.text)
        bench.hear("* OFFER n=14 left=9.0 \(Self.waiting)")
        bench.step(.key(.enter))
        XCTAssertTrue(bench.sent.last?.hasSuffix("TAKE 20261126-0007") ?? false, "\(bench.sent)")
    }

    func test_whoIsAway_takesNoCallByEnter_butWhatIsOpenToAllOrSelected() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* CALL n=12 what=opened \(Self.waiting)")
        bench.step(.key(.enter))
        XCTAssertEqual(sentTakes(bench), 0, "\(bench.sent)")
        XCTAssertFalse(bench.text.contains("Enter take"), bench.text)
        bench.step(.key(.down))
        XCTAssertTrue(bench.text.contains("Enter take"), bench.text)
        bench.step(.key(.enter))
        XCTAssertEqual(sentTakes(bench), 1, "\(bench.sent)")
        bench.hear(
            "* OPEN n=13 to=all call=20261126-0009 v=1 state=waiting pri=2 type=fall age=9.0")
        bench.step(.key(.enter))
        XCTAssertTrue(bench.sent.last?.hasSuffix("TAKE 20261126-0009") ?? false, "\(bench.sent)")
    }

    // MARK: Out of another's hands, and into these

    private static let bens =
        "call=20261126-0006 v=5 state=handling pri=1 type=button age=4.0 by=ben"

    func test_takingACallOver_isAskedFirst_namingWhoHasIt() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* CALL n=9 what=taken \(Self.bens) name=\"李美玲\"")
        bench.step(.key(.down))
        bench.step(.key(.enter))
        XCTAssertEqual(sentTakes(bench), 0, "\(bench.sent)")
        XCTAssertTrue(bench.text.contains("take over 20261126-0006 李美玲"), bench.text)
        XCTAssertTrue(bench.text.contains("[handling ben]"), bench.text)
        bench.step(.key(.escape))
        bench.step(.key(.enter))
        bench.type("y")
        XCTAssertTrue(
            bench.sent.last?.hasSuffix("TAKE 20261126-0006 v=5") ?? false, "\(bench.sent)")
    }

    func test_whoLosesACall_isToldLoudly_untilItIsRead() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        let before = bench.bells
        bench.hear(
            "* WITHDRAWN n=20 call=\(Bench.call) reason=taken",
            "* WITHDRAWN n=20 call=\(Bench.call) reason=taken",
            "* CALL n=21 what=taken call=\(Bench.call) v=7 state=handling pri=1 type=button age=9.0 by=sue"
        )
        XCTAssertEqual(bench.bells, before + 1)
        XCTAssertTrue(
            bench.text.contains("! TAKEN OUT OF YOUR HANDS: \(Bench.call) 陳大文 sue"), bench.text)
        bench.step(.key(.escape))
        XCTAssertFalse(bench.text.contains("OUT OF YOUR HANDS"), bench.text)
        // An offer that a colleague was quicker to take is no loss.
        bench.hear(
            "* OPEN n=22 to=all \(Self.waiting)", "* WITHDRAWN n=23 call=20261126-0007 reason=taken"
        )
        XCTAssertFalse(bench.text.contains("OUT OF YOUR HANDS"), bench.text)
    }

    func test_aShiftThatWasAccepted_isOneLine_notOneForEachCall() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.hear(
            "* WITHDRAWN n=20 call=\(Bench.call) reason=taken",
            "* CALL n=21 what=handed-over call=\(Bench.call) v=7 state=handling pri=1 type=button age=9.0 by=ben",
            "* SHIFT n=21 what=accepted from=amy to=ben calls=1 followups=0")
        XCTAssertFalse(bench.text.contains("OUT OF YOUR HANDS"), bench.text)
        XCTAssertTrue(bench.text.contains("! shift: ben accepted"), bench.text)
    }

    private static let handed =
        "call=20261126-0005 v=5 state=handling pri=2 type=fall age=4.0 by=amy name=\"李美玲\""

    func test_aCallHandedToMe_leavesTheFocusWhereIWork_andIsAnnounced() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        let before = bench.bells
        bench.hear("* HANDED n=20 from=ben \(Self.handed)")
        XCTAssertEqual(bench.bells, before + 1)
        XCTAssertTrue(bench.text.contains("! HANDED TO YOU: ben 20261126-0005 李美玲"), bench.text)
        XCTAssertTrue(bench.text.contains("MY CALL \(Bench.call)"), bench.text)
        bench.step(.key(.escape))
        bench.type("nfell\r")
        bench.step(.key(.enter))
        XCTAssertTrue(bench.sent.contains { $0.contains("NOTE \(Bench.call) ") }, "\(bench.sent)")
    }

    func test_whatComesWithAShiftThatIAccepted_isNoNews() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* SHIFT n=12 what=offered from=ben to=amy calls=1 followups=0 left=300.0")
        bench.type("g")
        bench.answer("SHIFT SHOW", "210 END count=0")
        bench.type("a")
        bench.hear("* HANDED n=20 from=ben \(Self.handed)")
        bench.answer("SHIFT ACCEPT", "250 SHIFT what=accepted from=ben to=amy calls=1 followups=0")
        XCTAssertFalse(bench.text.contains("HANDED TO YOU"), bench.text)
        bench.hear("* HANDED n=22 from=ben \(Self.handed)")
        XCTAssertTrue(bench.text.contains("HANDED TO YOU"), bench.text)
    }

    func test_aCallHandedToMe_whoHasNone_isInFocus() {
        var bench = Bench()
        bench.logOn()
        bench.hear("* HANDED n=20 from=ben \(Self.handed)")
        XCTAssertTrue(bench.text.contains("MY CALL 20261126-0005"), bench.text)
    }

    func test_formsNameTheirCallAndItsPerson() {
        for (key, title) in [("s", "summon"), ("x", "close"), ("n", "note"), ("h", "hand over")] {
            var bench = Bench()
            bench.logOn()
            bench.take()
            bench.type(key)
            XCTAssertTrue(bench.text.contains("\(title) \(Bench.call) 陳大文"), bench.text)
        }
    }

    /// A key that means the call in hand is not pressed into a record that only was looked at.
    func test_aKeyForTheCallInHand_showsThatCallAgain() {
        var bench = Bench()
        bench.logOn()
        bench.take()
        bench.hear("* CALL n=12 what=opened \(Self.waiting)")
        bench.step(.key(.down))
        XCTAssertTrue(bench.text.contains("RECORD 20261126-0007"), bench.text)
        bench.type("c")
        XCTAssertTrue(bench.sent.last?.hasSuffix("CONTACT \(Bench.call)") ?? false, "\(bench.sent)")
        XCTAssertTrue(bench.text.contains("MY CALL \(Bench.call)"), bench.text)
    }

    func test_arrows_areAmongTheKeys() {
        XCTAssertEqual(Desktop.keyTable.map(\.key).prefix(2), ["Enter", "Up Down"])
        var bench = Bench()
        bench.logOn()
        XCTAssertFalse(bench.text.contains("Up Down"), bench.text)
        bench.hear("* CALL n=12 what=opened \(Self.waiting)")
        XCTAssertTrue(bench.text.contains("Up Down select"), bench.text)
    }
}
