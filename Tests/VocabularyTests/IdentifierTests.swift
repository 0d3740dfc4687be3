// SPDX-License-Identifier: Apache-2.0
// Call numbers and words as people write them, both directions.

import Vocabulary
import XCTest

final class IdentifierTests: XCTestCase {
    func test_callID_textRoundTrips() {
        let day = CivilDay(number: 20_261_120)
        for (number, text) in [
            (Int64(1), "20261120-0001"), (42, "20261120-0042"), (9999, "20261120-9999"),
            (10_000, "20261120-10000"), (96_400_000, "20261120-96400000"),
            (999_999_999, "20261120-999999999"),
        ] {
            let id = CallID(day: day, number: number)
            XCTAssertEqual(id.description, text)
            XCTAssertEqual(CallID(text: text), id)
            XCTAssertEqual(id.day, day)
            XCTAssertEqual(id.number, number)
        }
    }

    func test_callID_otherTextsAreNone() {
        for text in [
            "", "1", "20261120", "20261120-", "2026112-00001", "20261120_0001", "20261120-00x1",
            "20261120-0000000001", "x0261120-0001", "20261120-+001", "20261120- 001",
        ] {
            XCTAssertNil(CallID(text: text), text)
        }
    }

    func test_callID_ordersByDayThenNumber() {
        let first = CallID(day: CivilDay(number: 20_261_120), number: 96_400_000)
        let second = CallID(day: CivilDay(number: 20_261_121), number: 1)
        XCTAssertLessThan(first, second)
    }

    func test_words_readBackWhatTheyPrint() {
        let targets: [AttemptTarget] = [
            .contact(2), .notice(3), .service("ambulance"), .dutyOfficer,
        ]
        for target in targets { XCTAssertEqual(AttemptTarget(text: target.text), target) }
        XCTAssertNil(AttemptTarget(text: "contact:x"))
        XCTAssertNil(AttemptTarget(text: "nobody"))
        let channels: [ChannelKind] = [
            .notifier(.voice), .notifier(.sms), .exec("page"), .smstools,
        ]
        for channel in channels { XCTAssertEqual(ChannelKind(text: channel.text), channel) }
        XCTAssertNil(ChannelKind(text: "exec:"))
        XCTAssertNil(ChannelKind(text: "fax"))
    }

    func test_connectionID_partsRoundTrip() {
        let id = ConnectionID(worker: 255, slot: 0xFF_FFFF, generation: .max)
        XCTAssertEqual(id.worker, 255)
        XCTAssertEqual(id.slot, 0xFF_FFFF)
        XCTAssertEqual(id.generation, .max)
        XCTAssertEqual(ConnectionID(raw: id.raw), id)
        XCTAssertEqual(ConnectionID(worker: 0, slot: 1, generation: 2).raw, 1 << 32 | 2)
    }

    func test_masked_printsNothingOfItself() {
        let code = Masked("4711")
        XCTAssertFalse("\(code)".contains("4711"))
        XCTAssertFalse(String(reflecting: code).contains("4711"))
        XCTAssertFalse("\([code])".contains("4711"))
        var dumped = ""
        dump(Home(id: HomeID("H"), address: "", district: "", access: code), to: &dumped)
        XCTAssertFalse(dumped.contains("4711"), dumped)
    }

    func test_priority_raisesToOneAndStays() {
        XCTAssertEqual(Priority.information.raised, .routine)
        XCTAssertEqual(Priority.lifeSafety.raised, .lifeSafety)
        XCTAssertLessThan(Priority.lifeSafety, .urgent)
    }

    func test_outcomes_areWordsOnceEach() {
        let words = Outcome.known.map(\.outcome.word)
        XCTAssertEqual(Set(words).count, words.count)
        XCTAssertEqual(Outcome.noResponse.rule?.needsSecondPerson, true)
        XCTAssertEqual(Outcome.noResponse.rule?.nuisance, false)
        XCTAssertNil(Outcome("unknown").rule)
    }
}
