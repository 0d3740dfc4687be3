// SPDX-License-Identifier: Apache-2.0
// Owns the tests of the table of event codes: what is found, and what is never taken twice.

import Vocabulary
import XCTest

final class EventCodesTests: XCTestCase {
    private let press = EventMeaning(
        kind: .button, priority: .lifeSafety, voice: .yes, name: "Press")
    private let other = EventMeaning(
        kind: .test, priority: .information, opensCall: false, voice: .no, name: "Test")

    func test_empty_knowsNothing() {
        XCTAssertNil(EventCodes.empty.contactID("101"))
        XCTAssertNil(EventCodes.empty.sia("QA"))
        XCTAssertEqual(EventCodes.empty.count, 0)
    }

    func test_codes_areFound_inEitherCase() {
        var codes = EventCodes()
        XCTAssertTrue(codes.add(contactID: "101", press))
        XCTAssertTrue(codes.add(contactID: "1BF", other))
        XCTAssertTrue(codes.add(sia: "QA", isRestore: false, press))
        XCTAssertTrue(codes.add(sia: "QH", isRestore: true, press))
        XCTAssertEqual(codes.contactID("101"), press)
        XCTAssertEqual(codes.contactID("1BF"), other)
        XCTAssertEqual(codes.contactID("1bf"), other)
        XCTAssertEqual(codes.sia("QA")?.meaning, press)
        XCTAssertEqual(codes.sia("QA")?.isRestore, false)
        XCTAssertEqual(codes.sia("qh")?.isRestore, true)
        XCTAssertEqual(codes.count, 4)
    }

    func test_otherShapes_areUnknown() {
        var codes = EventCodes()
        XCTAssertTrue(codes.add(contactID: "101", press))
        XCTAssertTrue(codes.add(sia: "QA", isRestore: false, press))
        for event in ["", "1", "10", "1101", "0101", "101 ", "１", "éa"] {
            XCTAssertNil(codes.contactID(event), event)
        }
        for code in ["", "Q", "QAA", "AQ", "é", "Q\u{0}"] { XCTAssertNil(codes.sia(code), code) }
    }

    func test_aSecondMeaning_isRefused_andTheFirstStays() {
        var codes = EventCodes()
        XCTAssertTrue(codes.add(contactID: "101", press))
        XCTAssertFalse(codes.add(contactID: "101", other))
        XCTAssertEqual(codes.contactID("101"), press)
        XCTAssertTrue(codes.add(sia: "QA", isRestore: false, press))
        XCTAssertFalse(codes.add(sia: "QA", isRestore: true, other))
        XCTAssertEqual(codes.sia("QA")?.isRestore, false)
    }

    func test_shapes() {
        for event in ["101", "000", "BCF"] { XCTAssertTrue(EventCodes.isContactID(event), event) }
        for event in ["", "10", "1011", "A01", "G01", "b01", "1é"] {
            XCTAssertFalse(EventCodes.isContactID(event), event)
        }
        for code in ["QA", "ZZ"] { XCTAssertTrue(EventCodes.isSIA(code), code) }
        for code in ["", "Q", "QAA", "qa", "Q1", "é"] {
            XCTAssertFalse(EventCodes.isSIA(code), code)
        }
        var codes = EventCodes()
        XCTAssertFalse(codes.add(contactID: "A01", press))
        XCTAssertFalse(codes.add(sia: "qa", isRestore: false, press))
        XCTAssertEqual(codes, .empty)
    }

    func test_maskedBytes_neverPrint() {
        let key = MaskedBytes([0xAB, 171])
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\([key])"] {
            XCTAssertFalse(text.contains("171"), text)
            XCTAssertTrue(text.contains("••••"), text)
        }
        XCTAssertEqual(key.shown, [0xAB, 171])
    }
}
