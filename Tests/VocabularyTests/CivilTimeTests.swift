// SPDX-License-Identifier: Apache-2.0
// Moments as people write them: round trips, leap days, offsets, and what is no moment.

import Vocabulary
import XCTest

final class CivilTimeTests: XCTestCase {
    private let hongKong = ZoneOffset(minutes: 480)

    func test_knownMoments() {
        let known: [(Int64, String)] = [
            (0, "1970-01-01T00:00:00.000+00:00"), (-1, "1969-12-31T23:59:59.999+00:00"),
            (951_782_400_000, "2000-02-29T00:00:00.000+00:00"),
            (1_709_164_800_000, "2024-02-29T00:00:00.000+00:00"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000+00:00"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999+00:00"),
        ]
        for (milliseconds, text) in known {
            let moment = Moment(milliseconds: milliseconds)
            XCTAssertEqual(moment.iso8601(in: .utc), text)
            XCTAssertEqual(Moment(iso8601: text), moment, text)
        }
        XCTAssertEqual(
            Moment(milliseconds: 1_795_136_340_000).iso8601(in: hongKong),
            "2026-11-20T08:59:00.000+08:00")
    }

    func test_everyDay_followsTheOneBefore() {
        var moment = Moment(milliseconds: -2_208_988_800_000)  // 1900-01-01
        var before = CivilDay(number: 0)
        var leapDays = 0
        for _ in 0..<Int(146_097 + 36_525) {
            let day = ZoneOffset.utc.day(of: moment)
            XCTAssertLessThan(before, day)
            if day.number % 10_000 == 229 { leapDays += 1 }
            before = day
            moment = moment + .hours(24)
        }
        XCTAssertEqual(before.number, 24_000_101, "500 years and a day")
        XCTAssertEqual(leapDays, 121, "1900, 2100, 2200 and 2300 have none, 2000 has")
    }

    func test_roundTrips_inAllZones() {
        var bits: UInt64 = 42
        for _ in 0..<5000 {
            bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let moment = Moment(milliseconds: Int64(bits >> 20) - 5_000_000_000_000)
            let zone = ZoneOffset(minutes: Int(bits % 2879) - 1439)
            let text = moment.iso8601(in: zone)
            XCTAssertEqual(Moment(iso8601: text), moment, text)
        }
    }

    func test_offsets_moveTheDay() {
        guard let moment = Moment(iso8601: "2026-11-20T16:00:00Z") else {
            return XCTFail("not read")
        }
        XCTAssertEqual(hongKong.day(of: moment).number, 20_261_121)
        XCTAssertEqual(ZoneOffset.utc.day(of: moment).number, 20_261_120)
        XCTAssertEqual(hongKong.millisecondsOfDay(of: moment), 0)
        XCTAssertEqual(ZoneOffset(minutes: -90).text, "-01:30")
        XCTAssertEqual(ZoneOffset(minutes: 0).text, "+00:00")
        let hour = hongKong.hourNumber(of: moment)
        XCTAssertEqual(hongKong.start(ofHour: hour), moment)
        XCTAssertEqual(hongKong.hourNumber(of: moment - .seconds(1)), hour - 1)
    }

    func test_shortForms_areRead() {
        let full = Moment(iso8601: "2026-11-20T09:00:00.000+08:00")
        XCTAssertNotNil(full)
        for text in [
            "2026-11-20T09:00+08:00", "2026-11-20t09:00:00+08:00", "2026-11-20T01:00Z",
            "2026-11-20T01:00:00.0z", "2026-11-20T09:00:00.000999999+08:00",
            "2026-11-19T21:30-03:30",
        ] {
            XCTAssertEqual(Moment(iso8601: text), full, text)
        }
        XCTAssertEqual(
            Moment(iso8601: "2026-11-20T09:00:00.25+08:00").map { $0.milliseconds % 1000 }, 250)
    }

    func test_whatIsNoMoment_isNotRead() {
        for text in [
            "", "2026-11-20", "2026-11-20T09:00", "2026-11-20 09:00Z", "2026-02-29T09:00Z",
            "2100-02-29T09:00Z", "2026-13-01T09:00Z", "2026-00-01T09:00Z", "2026-11-31T09:00Z",
            "2026-11-00T09:00Z", "2026-11-20T24:00Z", "2026-11-20T09:60Z",
            "2026-11-20T09:00:60Z", "2026-11-20T09:00:00.Z", "2026-11-20T09:00:00.1234567890Z",
            "2026-11-20T09:00+8:00", "2026-11-20T09:00+24:00", "2026-11-20T09:00+08:60",
            "2026-11-20T09:00Zx", "２026-11-20T09:00Z", "-026-11-20T09:00Z",
        ] {
            XCTAssertNil(Moment(iso8601: text), text)
        }
    }

    func test_secondsText_truncatesToTenths() {
        let known: [(Int64, String)] = [
            (0, "0.0"), (99, "0.0"), (100, "0.1"), (11_999, "11.9"), (-50, "0.0"),
            (-100, "-0.1"), (-8_000, "-8.0"), (135_000, "135.0"),
        ]
        for (milliseconds, text) in known {
            XCTAssertEqual(Span(milliseconds: milliseconds).secondsText, text)
        }
    }
}
