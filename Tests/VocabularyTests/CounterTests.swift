// SPDX-License-Identifier: Apache-2.0
// T19: moments, spans, days and numbers at the ends of their scales: they stay there, and never trap.

import Vocabulary
import XCTest

/// Where counters of other people's systems have ended (Intrado, April 2014), three before each.
let nearTheEnd: [Int64] = [
    Int64(Int32.max) - 3, Int64(UInt32.max) - 3, (1 << 53) - 3, Int64.max - 3,
]

final class CounterTests: XCTestCase {
    private let edges: [Int64] =
        [.min, .min + 1, -1, 0, 1, .max - 1, .max] + nearTheEnd + nearTheEnd.map { -$0 }

    func test_momentsAndSpans_stayAtTheEndOfTheScale() {
        XCTAssertEqual(Moment(milliseconds: .max) + .seconds(1), Moment(milliseconds: .max))
        XCTAssertEqual(Moment(milliseconds: .min) - .seconds(1), Moment(milliseconds: .min))
        XCTAssertEqual(
            Moment(milliseconds: .min) - Moment(milliseconds: .max), Span(milliseconds: .min))
        XCTAssertEqual(
            Moment(milliseconds: 0) - Moment(milliseconds: .min), Span(milliseconds: .max))
        XCTAssertEqual(Span.hours(.max), Span(milliseconds: .max))
        XCTAssertEqual(Span.minutes(.min), Span(milliseconds: .min))
        for a in edges {
            for b in edges {
                let one = Span(milliseconds: a)
                let other = Span(milliseconds: b)
                XCTAssertEqual(one + other, other + one)
                XCTAssertEqual(one < other, Moment(milliseconds: a) < Moment(milliseconds: b))
                // Never to the other side: what is later stays later or level.
                if b >= 0 {
                    XCTAssertGreaterThanOrEqual(
                        Moment(milliseconds: a) + other, Moment(milliseconds: a))
                }
            }
            XCTAssertFalse(Span(milliseconds: a).secondsText.isEmpty)
        }
    }

    func test_calendar_knowsADayForEveryMoment() {
        for zone in [ZoneOffset.utc, ZoneOffset(minutes: 840), ZoneOffset(minutes: -720)] {
            for edge in edges {
                let moment = Moment(milliseconds: edge)
                let time = CivilTime(moment, in: zone)
                XCTAssertTrue(
                    (1...12).contains(time.month) && (1...31).contains(time.day), "\(edge)")
                XCTAssertTrue((0..<24).contains(time.hour) && (0..<1000).contains(time.millisecond))
                XCTAssertTrue(
                    (0..<86_400_000).contains(zone.millisecondsOfDay(of: moment)), "\(edge)")
                XCTAssertFalse(moment.iso8601(in: zone).isEmpty)
                _ = zone.day(of: moment)
                _ = zone.start(ofHour: zone.hourNumber(of: moment))
                _ = zone.start(ofHour: edge)
            }
        }
    }

    /// Before the epoch, too, a day begins at its midnight.
    func test_calendar_isContinuousAcrossTheEpoch() {
        let zone = ZoneOffset(minutes: 480)
        for milliseconds in [-86_400_001, -86_400_000, -86_399_999, -1, 0, 1] as [Int64] {
            let moment = Moment(milliseconds: milliseconds)
            XCTAssertEqual(Moment(iso8601: moment.iso8601(in: zone)), moment)
        }
    }

    func test_callNumbers_ofAnyRow_areShownAndReadBack() {
        for edge in edges {
            let call = CallID(raw: edge)
            XCTAssertFalse(call.description.isEmpty)
            _ = call.day
            XCTAssertLessThanOrEqual(call.number.magnitude, UInt64(CallID.numberMax))
        }
        let day = CivilDay(number: 20_261_120)
        for number in [0, 1, 9999, 10_000, 99_999_999, CallID.numberMax - 3, CallID.numberMax] {
            let call = CallID(day: day, number: number)
            XCTAssertEqual(CallID(text: call.description), call)
            XCTAssertEqual(call.day, day)
            XCTAssertEqual(call.number, number)
        }
        // One digit more than any call has is no call, not another call.
        XCTAssertNil(CallID(text: "20261120-1000000000"))
        XCTAssertLessThan(
            CallID(day: day, number: CallID.numberMax),
            CallID(day: CivilDay(number: 20_261_121), number: 1))
    }

    func test_connections_keepTheirThreePartsToTheLastBit() {
        for generation in [0, UInt32.max - 3, .max] {
            let name = ConnectionID(worker: 255, slot: (1 << 24) - 1, generation: generation)
            XCTAssertEqual(name.worker, 255)
            XCTAssertEqual(name.slot, (1 << 24) - 1)
            XCTAssertEqual(name.generation, generation)
        }
    }
}
