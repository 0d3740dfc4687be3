// SPDX-License-Identifier: Apache-2.0
/// The books of the simulated dialler: one message at a time, the same number until it is stored.
/// Never needs a daemon.

import Vocabulary
import Wire
import World
import Rig
import XCTest

final class WorldDiallerTests: XCTestCase {
    private let padding = DC09Padding(1, 2, 3, 4)
    private let noon: Int64 = 1_795_694_400

    private func device(_ quirks: Set<DC09Message.Quirk> = []) -> DialledDevice {
        var device = DialledDevice(account: "1234")
        device.quirks = quirks
        return device
    }

    private func answer(_ text: String) throws -> DC09Answer {
        try XCTUnwrap(DC09Answer(Array(text.utf8).span), text)
    }

    func test_withoutAnAnswer_theSameFrameAgain_andItsAckEndsIt() throws {
        var dialler = Dialler(device(), first: 7)
        dialler.ask(1, token: .contactID, payload: "1101 01 015")
        dialler.ask(2, token: .contactID, payload: "1101 01 015")
        let first = try dialler.say(at: 10, utcSeconds: noon, padding: padding)
        let second = try dialler.say(at: 20, utcSeconds: noon, padding: padding)
        XCTAssertEqual(first, second)
        XCTAssertEqual(dialler.current?.tries, 2)
        let ack = try answer(#""ACK"0007L0#1234[]"#)
        XCTAssertEqual(
            dialler.hear(ack, utcSeconds: noon), .acknowledged(tag: 1, sentAt: 10))
        XCTAssertEqual(dialler.current?.tag, 2)
        // The second sending has an answer too; a third would be one too many.
        XCTAssertEqual(dialler.hear(ack, utcSeconds: noon), .repeated)
        guard case .stray = dialler.hear(ack, utcSeconds: noon) else {
            return XCTFail("an answer to nothing")
        }
        XCTAssertEqual(dialler.current?.message.sequenceText, "0008")
    }

    func test_nak_setsTheClock_andTheNumberStays() throws {
        var device = device()
        device.sendsTime = true
        var dialler = Dialler(device, first: 9999, clockOffset: -3600)
        dialler.ask(1, token: .null, payload: nil)
        let wrong = try XCTUnwrap(try dialler.say(at: 0, utcSeconds: noon, padding: padding))
        XCTAssertTrue(String(decoding: wrong, as: UTF8.self).contains("_11:00:00,11-26-2026"))
        let nak = try answer(#""NAK"0000R0L0A0[]_12:00:00,11-26-2026"#)
        XCTAssertEqual(dialler.hear(nak, utcSeconds: noon), .clockSet)
        let right = try XCTUnwrap(try dialler.say(at: 0, utcSeconds: noon, padding: padding))
        XCTAssertTrue(
            String(decoding: right, as: UTF8.self).contains("\"9999L0#1234[]_12:00:00,11-26-2026"))
        XCTAssertEqual(dialler.ask(2, token: .null, payload: nil), 1, "behind 9999 comes 1")
    }

    func test_duhAndStrangeAnswers_areNoAcknowledgement() throws {
        var dialler = Dialler(device([.hexSequence]), first: 10)
        dialler.ask(1, token: .contactID, payload: "1101 01 015")
        _ = try dialler.say(at: 0, utcSeconds: noon, padding: padding)
        guard
            case .stray = dialler.hear(
                try answer(#""ACK"0010L0#1234[]"#), utcSeconds: noon)
        else { return XCTFail("another sequence") }
        XCTAssertEqual(
            dialler.hear(try answer(#""DUH"000AL0#1234[]"#), utcSeconds: noon), .refused(tag: 1))
        XCTAssertNil(dialler.current)
        XCTAssertNil(try dialler.say(at: 0, utcSeconds: noon, padding: padding))
        XCTAssertNil(dialler.giveUp())
    }

    func test_ackInClearToAnEncryptedMessage_isNone() throws {
        guard Cipher.isPresent else { throw XCTSkip("built without the trait Crypto") }
        var device = device()
        device.key = MaskedBytes([UInt8](repeating: 7, count: 16))
        var dialler = Dialler(device)
        dialler.ask(1, token: .contactID, payload: "1101 01 015")
        _ = try dialler.say(at: 0, utcSeconds: noon, padding: padding)
        guard
            case .stray = dialler.hear(
                try answer(#""ACK"0001L0#1234[]"#), utcSeconds: noon)
        else { return XCTFail("anybody could have said that") }
        XCTAssertEqual(dialler.waitingCount, 1)
    }
}
