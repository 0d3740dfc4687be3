// SPDX-License-Identifier: Apache-2.0
/// The town's own books find what is lost, doubled or held twice, and the card counts rightly.
/// Never needs a daemon.

import Vocabulary
import World
import Rig
import XCTest

final class WorldScorecardTests: XCTestCase {
    private let amy = OperatorID("amy")
    private let ben = OperatorID("ben")
    private func number(_ n: Int64) -> CallID {
        CallID(day: CivilDay(number: 20_261_120), number: n)
    }

    /// One press that is stored; `at` in milliseconds of real time.
    private func press(_ books: inout Auditor, _ n: Int, home: Int, call: CallID, at: Stamp) {
        books.sent(
            number: n, home: home, purpose: .test, isAlarm: true, at: at * 1000,
            freeOperator: true)
        books.stored(number: n, call: call, sentAt: at * 1000, at: at * 1000 + 400)
    }

    private func finish(_ books: inout Auditor, _ n: Int, call: CallID, answered at: Stamp) {
        books.offered(call, at: at * 1000 - 500)
        books.held(call, by: amy, at: at * 1000)
        books.takenHeard(number: n, call: call)
        books.closing(call)
        books.closed(call, at: at * 1000 + 900)
    }

    private func card(_ books: Auditor, factor: Double = 10) -> Scorecard {
        Scorecard(books, factor: factor, townSpan: .hours(1), counts: RunCounts())
    }

    func test_serviceLevel_scalesByTheFactorAndLeavesOutWhatWasWithdrawn() {
        var books = Auditor(numbers: 4)
        // At factor 10, 12 s of the town are 1200 real milliseconds.
        press(&books, 1, home: 1, call: number(1), at: 0)
        finish(&books, 1, call: number(1), answered: 1200)
        press(&books, 2, home: 2, call: number(2), at: 0)
        finish(&books, 2, call: number(2), answered: 1201)
        press(&books, 3, home: 3, call: number(3), at: 0)
        books.cancelStored(number: 3, call: number(3), at: 1_000_000)
        finish(&books, 3, call: number(3), answered: 1100)
        press(&books, 4, home: 4, call: number(4), at: 0)
        books.cancelStored(number: 4, call: number(4), at: 1_300_000)
        finish(&books, 4, call: number(4), answered: 1400)
        let card = card(books)
        XCTAssertEqual(card.within[0], AnsweredWithin(seconds: 12, numerator: 1, denominator: 3))
        // Cancelled before 15 s: the fourth is left out there.
        XCTAssertEqual(card.within[1], AnsweredWithin(seconds: 15, numerator: 2, denominator: 2))
        XCTAssertEqual(card.within[0].share, 3333)
        XCTAssertEqual(card.worstWait, .seconds(14))
        XCTAssertEqual(card.worstCall, number(4))
        XCTAssertEqual(card.withdrawn, 2)
        XCTAssertTrue(card.isClean)
        XCTAssertEqual(card.ack.p50, 400)
        XCTAssertEqual(card.calls, 4)
    }

    func test_wait_countsFromTheFirstMessageOfTheCall() {
        var books = Auditor(numbers: 2)
        press(&books, 1, home: 1, call: number(1), at: 0)
        press(&books, 2, home: 1, call: number(1), at: 500)
        finish(&books, 1, call: number(1), answered: 2000)
        books.takenHeard(number: 2, call: number(1))
        let card = card(books)
        XCTAssertEqual(card.calls, 1)
        XCTAssertEqual(card.worstWait, .seconds(20))
        XCTAssertTrue(card.isClean)
    }

    func test_openCall_isLost_andARunCutShortIsNotJudgedByIt() {
        var books = Auditor(numbers: 1)
        press(&books, 1, home: 1, call: number(1), at: 0)
        XCTAssertEqual(card(books).lost, 1)
        XCTAssertFalse(card(books).isClean)
        let short = Scorecard(
            books, factor: 10, townSpan: .zero, counts: RunCounts(), isWhole: false)
        XCTAssertEqual(short.lost, 0)
        XCTAssertEqual(short.stillOpen, 1)
    }

    func test_resendWithAnotherCall_isDoubled() {
        var books = Auditor(numbers: 1)
        press(&books, 1, home: 1, call: number(1), at: 0)
        press(&books, 1, home: 1, call: number(1), at: 5)
        XCTAssertEqual(books.resendCount, 1)
        XCTAssertEqual(books.doubledCount, 0)
        press(&books, 1, home: 1, call: number(2), at: 9)
        XCTAssertEqual(books.doubledCount, 1)
    }

    func test_secondOpenCallOfAHome_isDoubled_butNotOnceTheFirstMayBeClosed() {
        var books = Auditor(numbers: 3)
        press(&books, 1, home: 1, call: number(1), at: 0)
        press(&books, 2, home: 1, call: number(2), at: 5)
        XCTAssertEqual(books.doubledCount, 1)
        books.closing(number(2))
        press(&books, 3, home: 1, call: number(3), at: 9)
        XCTAssertEqual(books.doubledCount, 1)
    }

    func test_twoHolders_areAFaultUnlessTheFirstLetGo() {
        var books = Auditor(numbers: 2)
        press(&books, 1, home: 1, call: number(1), at: 0)
        books.held(number(1), by: amy, at: 10)
        books.held(number(1), by: ben, at: 20)
        XCTAssertEqual(card(books).heldTwice, 1)
        // The news of amy's loss came on another connection, a little later.
        books.letGo(number(1), by: amy)
        XCTAssertEqual(card(books).heldTwice, 0)
    }

    func test_takenNeverHeard_andTakenBeforeItsReply_areFaults() {
        var books = Auditor(numbers: 2)
        press(&books, 1, home: 1, call: number(1), at: 0)
        books.held(number(1), by: amy, at: 10)
        books.closed(number(1), at: 20)
        XCTAssertEqual(card(books).takenMissing, 1)
        books.sent(
            number: 2, home: 2, purpose: .test, isAlarm: true, at: 0, freeOperator: false)
        books.takenHeard(number: 2, call: number(2))
        XCTAssertEqual(books.unexpectedCount, 1)
        books.takenHeard(number: nil, call: number(9))
        XCTAssertEqual(books.strangeTakenCount, 1)
    }

    func test_unansweredAlarm_isNeverAcknowledged() {
        var books = Auditor(numbers: 1)
        books.sent(
            number: 1, home: 1, purpose: .test, isAlarm: true, at: 0, freeOperator: false)
        XCTAssertEqual(card(books).unacknowledged, 1)
        XCTAssertFalse(card(books).isClean)
    }

    func test_percentiles_areNearestRanks() {
        let spans = Percentiles((1...200).map { Stamp($0) })
        XCTAssertEqual([spans.p50, spans.p99, spans.worst], [100, 198, 200])
        XCTAssertEqual(Percentiles([]).p99, 0)
        XCTAssertEqual(Percentiles([7]).p50, 7)
    }

    func test_problems_areKeptTenAndCountedAll() {
        var books = Auditor(numbers: 0)
        for place in 0..<25 { books.problem("\(place)") }
        XCTAssertEqual(books.unexpectedCount, 25)
        XCTAssertEqual(books.problems.count, 10)
    }
}
