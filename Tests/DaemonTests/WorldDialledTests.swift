// SPDX-License-Identifier: Apache-2.0
/// Homes that dial: which they are, what they say, and the books that find a lost or doubled press
/// though no acknowledgement names a call.

import Settings
import Vocabulary
import Wire
import World
import Rig
import XCTest

final class WorldDialledTownTests: XCTestCase {
    private let town = Town(seed: 7, homes: 2000)

    func test_shares_areAbout_andALargerShareOnlyAddsHomes() {
        let small = (0..<2000).filter { town.dialledDevice($0, DialledMix(share: 10)) != nil }
        let large = (0..<2000).compactMap { town.dialledDevice($0, DialledMix(share: 50)) }
        XCTAssertEqual(Double(small.count), 200, accuracy: 50)
        XCTAssertEqual(Double(large.count), 1000, accuracy: 120)
        XCTAssertTrue(Set(small.map(Town.deviceName)).isSubset(of: large.map(\.account)))
        XCTAssertEqual(Double(large.count(where: \.usesDatagrams)), 200, accuracy: 50)
        XCTAssertEqual(Double(large.count { $0.key != nil }), 300, accuracy: 60)
        XCTAssertEqual(Set(large.flatMap(\.quirks)), Set(Town.quirksShown))
        XCTAssertNil(town.dialledDevice(3, DialledMix(share: 0)))
        let impossible = large.filter { $0.key != nil && $0.quirks.contains(.noHeaderAccount) }
        XCTAssertEqual(impossible, [])
    }

    func test_whatDevicesSay_isInTheTableOfCodes() throws {
        let settings = try CentreSettings(text: bytes(of: Places.demo), file: Places.demo)
        for kind in [
            "button", "fall", "cancel", "battery-low", "power-lost", "fault", "tamper",
            "test",
        ] {
            let expected = kind == "fall" ? "medical" : kind
            let cid = DialledWords(SignalKind(kind), speaksSIA: false, room: "")
            let code = try XCTUnwrap(cid.payload?.prefix(4).dropFirst())
            XCTAssertEqual(settings.eventCodes.contactID(String(code))?.kind.word, expected, kind)
            let sia = DialledWords(SignalKind(kind), speaksSIA: true, room: "浴室")
            let letters = try XCTUnwrap(sia.payload?.dropFirst(5).prefix(2))
            XCTAssertEqual(settings.eventCodes.sia(String(letters))?.meaning.kind.word, expected)
            XCTAssertEqual(sia.blocks, ["L浴室"])
        }
        let restored = DialledWords(SignalKind("power-back"), speaksSIA: true, room: "")
        XCTAssertEqual(restored.payload, "Nri1/AR015")
        XCTAssertEqual(settings.eventCodes.sia("AR")?.isRestore, true)
    }
}

final class WorldDialledBooksTests: XCTestCase {
    private let call = CallID(day: CivilDay(number: 20_261_120), number: 1)
    private let other = CallID(day: CivilDay(number: 20_261_120), number: 2)

    /// A press of home 1, said and acknowledged; `at` in milliseconds.
    private func press(_ books: inout Auditor, _ number: Int, at: Stamp, isStored: Bool = true) {
        books.sent(
            number: number, home: 1, purpose: .fall, isAlarm: true, at: at * 1000,
            freeOperator: true, overDC09: true)
        guard isStored else { return }
        books.stored(number: number, call: nil, sentAt: at * 1000, at: at * 1000 + 300)
    }

    private func show(
        _ books: inout Auditor, _ call: CallID, presses: Int, isFinal: Bool = false, at: Stamp
    ) {
        books.shown(
            call, home: 1, presses: presses, isOwn: false, isFinal: isFinal, at: at * 1000)
    }

    /// The call is answered and closed with so many presses.
    private func finish(_ books: inout Auditor, _ call: CallID, presses: Int, at: Stamp) {
        books.held(call, by: OperatorID("amy"), at: at * 1000)
        books.closing(call)
        books.closed(call, at: at * 1000)
        show(&books, call, presses: presses, isFinal: true, at: at)
    }

    private func card(_ books: Auditor) -> Scorecard {
        Scorecard(books, factor: 10, townSpan: .hours(1), counts: RunCounts())
    }

    func test_press_isFoundByItsHome_withoutTaken() {
        var books = Auditor(numbers: 2)
        press(&books, 1, at: 0)
        show(&books, call, presses: 1, at: 1)
        XCTAssertEqual(books.purpose(of: call), .fall)
        press(&books, 2, at: 50)
        finish(&books, call, presses: 2, at: 100)
        let card = card(books)
        XCTAssertTrue(card.isClean, "\(card)")
        XCTAssertEqual(card.dialled, 2)
        XCTAssertEqual(card.dialledStored, 2)
        XCTAssertEqual(card.dialledAck.worst, 300)
        XCTAssertEqual(card.ack.count, 0)
    }

    func test_acknowledgedWithoutACall_isLost() {
        var books = Auditor(numbers: 1)
        press(&books, 1, at: 0)
        XCTAssertEqual(card(books).lost, 1)
        XCTAssertEqual(books.unexpectedCount, 0)
    }

    func test_acknowledgedButNotCounted_isLost() {
        var books = Auditor(numbers: 2)
        press(&books, 1, at: 0)
        show(&books, call, presses: 1, at: 1)
        press(&books, 2, at: 50)
        finish(&books, call, presses: 1, at: 100)
        XCTAssertEqual(card(books).lost, 1)
    }

    func test_resend_isOneEvent_andCountedTwiceItIsDoubled() {
        for (presses, doubled) in [(1, 0), (2, 1)] {
            var books = Auditor(numbers: 1)
            press(&books, 1, at: 0, isStored: false)
            show(&books, call, presses: 1, at: 1)
            press(&books, 1, at: 5000)
            finish(&books, call, presses: presses, at: 20_000)
            XCTAssertEqual(card(books).doubled, doubled)
            XCTAssertEqual(card(books).resends, 1)
        }
    }

    func test_resendAfterThePersonClosed_mayBeANewCall() {
        var books = Auditor(numbers: 1)
        press(&books, 1, at: 0)
        show(&books, call, presses: 1, at: 1)
        finish(&books, call, presses: 1, at: 4000)
        press(&books, 1, at: 5000)
        show(&books, other, presses: 1, at: 5001)
        finish(&books, other, presses: 1, at: 9000)
        XCTAssertTrue(card(books).isClean, "\(card(books))")
    }

    func test_twoOpenCallsOfAHome_areDoubled() {
        var books = Auditor(numbers: 1)
        press(&books, 1, at: 0)
        show(&books, call, presses: 1, at: 1)
        show(&books, other, presses: 1, at: 2)
        finish(&books, call, presses: 1, at: 10)
        finish(&books, other, presses: 1, at: 11)
        // The second call, and the press in it that nobody made.
        XCTAssertEqual(card(books).doubled, 2)
    }

    func test_pressWhileItsCallIsBeingClosed_belongsToWhicheverWasOpen() {
        var books = Auditor(numbers: 2)
        press(&books, 1, at: 0)
        show(&books, call, presses: 1, at: 1)
        books.held(call, by: OperatorID("amy"), at: 2000)
        books.closing(call)
        press(&books, 2, at: 100)
        books.closed(call, at: 100_200)
        show(&books, call, presses: 2, isFinal: true, at: 101)
        XCTAssertTrue(card(books).isClean, "\(card(books))")
    }

    func test_cancel_mayCountAsAPress() {
        var books = Auditor(numbers: 1)
        press(&books, 1, at: 0)
        show(&books, call, presses: 1, at: 1)
        books.saidBesides(home: 1)
        finish(&books, call, presses: 2, at: 100)
        XCTAssertTrue(card(books).isClean, "\(card(books))")
    }
}
