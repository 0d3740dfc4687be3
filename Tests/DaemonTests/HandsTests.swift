// SPDX-License-Identifier: Apache-2.0
// Owns what the centre's last words name: the right line, of the right thread, and no key.
// Never dies for it.

import XCTest

@testable import Daemon

final class HandsTests: XCTestCase {
    private func same(_ a: String, _ b: String, _ kind: LineKind) -> Bool {
        Poison.identity(Array(a.utf8).span, kind) == Poison.identity(Array(b.utf8).span, kind)
    }

    func test_sameLineAgain_isKnownWhateverChangesFromTryToTry() {
        XCTAssertTrue(same("@17 ALARM dev=A ref=1", "ALARM dev=A ref=1", .device))
        XCTAssertFalse(same("ALARM dev=A ref=1", "ALARM dev=A ref=2", .device))
        XCTAssertFalse(same("ALARM dev=A ref=1", "ALARM dev=A ref=1 ", .device))
        let clear = "\n1234002F\"SIA-DCS\"0003L0#77[#77|Nri1/QA]"
        XCTAssertTrue(
            same("\(clear)_09:00:01,11-26-2026\r", "\(clear)_09:00:09,11-26-2026\r", .frame))
        XCTAssertFalse(same("\(clear)\r", clear.replacing("QA", with: "QR") + "\r", .frame))
        // Encrypted it never comes the same way twice; its number does.
        XCTAssertTrue(
            same("\n0\"*SIA-DCS\"0003L0#77[AB12\r", "\n1\"*SIA-DCS\"0003L0#77[99FF\r", .frame))
        XCTAssertFalse(
            same("\n0\"*SIA-DCS\"0003L0#77[AB\r", "\n0\"*SIA-DCS\"0004L0#77[AB\r", .frame))
    }

    func test_keysAreNotKept() {
        for line in [
            "HELLO gateway=a key=b", "@1 login user=a secret=b", " SECRET who=a secret=b",
            "IMPORT ROW line=2 c1=H1 c2=a c4=4711",
        ] {
            XCTAssertTrue(Poison.mayHoldSecret(Array(line.utf8).span), line)
        }
        for line in ["ALARM dev=1 ref=2", "SEEN n=1", "SHOW centre", "TAKE 1"] {
            XCTAssertFalse(Poison.mayHoldSecret(Array(line.utf8).span), line)
        }
    }

    func test_lineInItsPlace_keepsTagAndReferenceAndNothingThatHurts() {
        func line(_ text: String) -> String {
            String(decoding: Poison.line(0xAB, Array(text.utf8)), as: UTF8.self)
        }
        XCTAssertEqual(
            line("@7 ALARM dev=A1 REF=17 text=\"\u{1B}[2J\""),
            "@7 ALARM dev=unreadable-ab ref=17 type=unreadable "
                + "text=\"this line stopped the centre: %407 ALARM dev=A1 REF=17 text=%22%1B%5B2J%22\""
        )
        XCTAssertTrue(line("@\u{7} ALARM").hasPrefix("ALARM dev=unreadable-ab ref=unreadable "))
        XCTAssertLessThan(line(String(repeating: "\"", count: 9000)).utf8.count, 4096)
    }

    func test_lastWords_nameTheLineOfTheThreadThatTrapped() throws {
        let hands = Hands(workers: 2)
        let (one, two) = (Hand(hands, worker: 0), Hand(hands, worker: 1))
        // Rings go round: what is in hand is found all the same.
        for number in 0..<40_000 {
            one.hold(
                Array("ALARM dev=A ref=\(number) type=button text=\"some words\"".utf8).span,
                .device)
        }
        two.hold(Array("LIST calls".utf8).span, .console)
        // From outside: whatever is in hand.
        var left = Hands.leftBehind(hands.dump)
        XCTAssertEqual(left.map(\.kind), [.device, .console])
        XCTAssertTrue(String(decoding: left[0].bytes, as: UTF8.self).contains("ref=39999 "))
        // The desk has it, on this thread, and the workers nothing.
        let asked = one.line
        one.letGo()
        two.letGo()
        hands.deskRuns()
        hands.deskHolds(asked)
        left = Hands.leftBehind(hands.dump)
        XCTAssertEqual(left.map(\.atDesk), [true])
        XCTAssertTrue(String(decoding: left[0].bytes, as: UTF8.self).contains("ref=39999 "))
        hands.deskHolds(.none)
        XCTAssertEqual(Hands.leftBehind(hands.dump), [])
        XCTAssertEqual(Hands.leftBehind([1, 2, 3]), [])
        XCTAssertEqual(Hands.leftBehind(Array(hands.dump.dropLast())), [])
    }
}
