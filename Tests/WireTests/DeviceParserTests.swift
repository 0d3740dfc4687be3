// SPDX-License-Identifier: Apache-2.0
// Lines of the device port: known answers, damaged alarms, and every byte cut or changed.

import Vocabulary
import Wire
import XCTest

final class DeviceParserTests: XCTestCase {
    private let press = SignalFields(
        device: DeviceID("A1234"), reference: Reference("17"), kind: .button)

    func test_alarm_minimalAndFull() {
        XCTAssertEqual(device("ALARM dev=A1234 ref=17 type=button").success, .alarm(press))
        let full = SignalFields(
            device: DeviceID("A1234"), reference: Reference("17"), kind: SignalKind("fall"),
            deviceTime: 1_795_188_000, location: "浴室", text: "say \"hi\"")
        XCTAssertEqual(
            device(
                #"@9 alarm dev=A1234 ref=17 type=FALL loc="浴室" text="say \"hi\"" t=1795188000"#
            ).success, .alarm(full))
    }

    func test_otherVerbs() {
        let gateway = GatewayID("gw-7")
        let cases: [(String, DeviceRequest)] = [
            (
                "HELLO gateway=gw-7 key=\"a b\"",
                .hello(gateway: gateway, key: Masked("a b"), notifier: false)
            ),
            (
                "HELLO gateway=gw-7 key=k role=notifier",
                .hello(gateway: gateway, key: Masked("k"), notifier: true)
            ),
            (
                "SIGNAL dev=A1234 ref=18 type=battery-low",
                .signal(
                    SignalFields(
                        device: DeviceID("A1234"), reference: Reference("18"),
                        kind: SignalKind("battery-low")))
            ),
            (
                "CANCEL dev=A1234 ref=17",
                .cancel(device: DeviceID("A1234"), reference: Reference("17"))
            ),
            ("ALIVE dev=A1,A2,,A3,", .alive([DeviceID("A1"), DeviceID("A2"), DeviceID("A3")])),
            ("SEEN n=8", .seen(8)),
            (
                "RESULT id=881 outcome=no-answer text=\"rang out\"",
                .result(attempt: AttemptID(raw: 881), outcome: .noAnswer, text: "rang out")
            ),
            ("HELP", .help(nil)), ("help ALARM", .help("ALARM")), ("PING", .ping), ("QuiT", .quit),
        ]
        for (line, expected) in cases { XCTAssertEqual(device(line).success, expected, line) }
    }

    func test_unknownKeysAndStrayWords_areIgnored_firstOfDoubledCounts() {
        XCTAssertEqual(
            device(
                "ALARM now dev=A1234 colour=red ref=17 dev=B9 type=button verylongkeyname=1 ref=18"
            )
            .success, .alarm(press))
    }

    func test_missingOrInvalidFields_areNamed() {
        let cases: [(String, String)] = [
            ("ALARM ref=17 type=button", "dev"), ("ALARM dev=A1 type=button", "ref"),
            ("ALARM dev= ref=17", "dev"), ("SIGNAL dev=A1 ref=2", "type"),
            ("SIGNAL dev=A1 ref=2 type=test t=x", "t"), ("CANCEL dev=A1", "ref"),
            ("ALIVE", "dev"), ("ALIVE dev=,,", "dev"), ("SEEN", "n"), ("SEEN n=x", "n"),
            ("RESULT outcome=busy", "id"), ("RESULT id=1 outcome=stopped", "outcome"),
            ("RESULT id=1", "outcome"), ("HELLO key=k", "gateway"), ("HELLO gateway=g", "key"),
            ("HELLO gateway=g key=k role=king", "role"),
        ]
        for (line, name) in cases {
            guard case .field(let field, _)? = device(line).failure else {
                XCTFail(line)
                continue
            }
            XCTAssertEqual(field, name, line)
        }
    }

    func test_unknownVerb_namesTheNearest() {
        XCTAssertEqual(device("ALRAM dev=1").failure, .unknownVerb("ALRAM", nearest: "ALARM"))
        XCTAssertEqual(device("TAKE 1").failure?.code, .unknown)
    }

    func test_alarmWithoutReadableType_isADamagedPress() {
        for line in [
            "ALARM dev=A1234 ref=17", "ALARM dev=A1234 ref=17 type=",
            "ALARM dev=A1234 ref=17 type=\"x",
        ] {
            let fields = alarm(device(line))
            XCTAssertEqual(fields?.kind, .button, line)
            XCTAssertEqual(fields?.damaged, true, line)
        }
    }

    func test_alarmWithBadTime_isKeptAndToldFromAnother() {
        let fields = alarm(device("ALARM dev=A1234 ref=17 type=button t=99999999999999999999"))
        XCTAssertEqual(fields?.damaged, true)
        let again = alarm(device("ALARM dev=A1234 ref=17 type=button t=99999999999999999999"))
        XCTAssertEqual(fields?.deviceTime, again?.deviceTime)
        let other = alarm(device("ALARM dev=A1234 ref=17 type=button t=1795188000.25"))
        XCTAssertNotEqual(fields?.deviceTime, other?.deviceTime)
        XCTAssertLessThan(other?.deviceTime ?? 0, 0)
    }

    func test_overlongAlarm_keepsWhatCanBeRead() {
        let whole =
            "ALARM dev=A1234 ref=17 type=button text=\"" + String(repeating: "浴", count: 1500)
        for length in 4090...Limits.lineBytesMax {
            let fields = alarm(device(Array(whole.utf8.prefix(length)), overlong: true))
            XCTAssertEqual(fields?.device, DeviceID("A1234"))
            XCTAssertEqual(fields?.kind, .button)
            XCTAssertEqual(fields?.damaged, true)
            XCTAssertEqual(fields?.text.allSatisfy { $0 == "浴" }, true, "cut at \(length)")
            XCTAssertEqual(fields?.text.count, (length - 41) / 3)
        }
    }

    func test_overlongLine_withoutDeviceOrReference_isTooLong() {
        for line in [
            "ALARM ref=17 text=\"xxx", "ALARM dev=A1 text=x", "ALARM ref=17 dev=A12",
            "ALARM dev=A1 ref=17", "SIGNAL dev=A1 ref=1 type=test text=x", "NONSENSE", "PING",
        ] {
            XCTAssertEqual(device(line, overlong: true).failure, .tooLong, line)
        }
    }

    func test_misencodedAlarm_isKeptEscaped_othersAreRefused() {
        let line = Array("ALARM dev=A1234 ref=17 type=button loc=a".utf8) + [0xFF, 0xE6, 0xB5]
        let fields = alarm(device(line))
        XCTAssertEqual(fields?.device, DeviceID("A1234"))
        XCTAssertEqual(fields?.location, "a\\u{FF}\\u{E6}\\u{B5}")
        XCTAssertEqual(fields?.damaged, true)
        XCTAssertEqual(
            device(Array("SIGNAL dev=A1 ref=2 type=test text=".utf8) + [0xFF]).failure, .encoding)
        XCTAssertEqual(device([0xFF, 0xFE]).failure, .encoding)
    }

    /// A press whose reference differs behind the 64th byte is another press.
    func test_longKeys_thatDifferAnywhere_stayDifferent() {
        let long = String(repeating: "R", count: 64)
        let first = alarm(device("ALARM dev=A1 ref=\(long)1 type=\(long)1"))
        let second = alarm(device("ALARM dev=A1 ref=\(long)2 type=\(long)2"))
        XCTAssertNotNil(first)
        XCTAssertNotEqual(first?.reference, second?.reference)
        XCTAssertNotEqual(first?.kind, second?.kind)
        XCTAssertEqual(first?.reference.text.utf8.count, Limits.keyBytesMax)
    }

    func test_longKeys_areShortenedAndMarked_andCancelShortensAlike() {
        let long = String(repeating: "浴", count: 30)
        let kept = String(repeating: "浴", count: 17) + "~fwJBzHYmQoK"
        let fields = alarm(device("ALARM dev=\(long) ref=\(long) type=button"))
        XCTAssertEqual(fields?.device, DeviceID(kept))
        XCTAssertEqual(fields?.reference, Reference(kept))
        XCTAssertEqual(fields?.damaged, true)
        XCTAssertEqual(
            device("CANCEL dev=\(long) ref=\(long)").success,
            .cancel(device: DeviceID(kept), reference: Reference(kept)))
        XCTAssertEqual(device("HELLO gateway=\(long) key=k").failure?.code, .field)
    }

    func test_unescapedQuotesInAnAlarmsText_doNotLoseTheAlarm() {
        let fields = alarm(device(#"ALARM dev=A1234 ref=17 type=button text="he said "help" now""#))
        XCTAssertEqual(fields?.device, DeviceID("A1234"))
        XCTAssertEqual(fields?.damaged, true)
    }

    func test_alive_isBounded() {
        let most = Limits.aliveDevicesMax
        let full = (0..<most).map { "\($0 % 10)" }.joined(separator: ",")
        guard case .alive(let devices)? = device("ALIVE dev=\(full)").success else {
            return XCTFail("a full list is refused")
        }
        XCTAssertEqual(devices.count, most)
        XCTAssertEqual(device("ALIVE dev=\(full),1").failure?.code, .field)
    }

    /// A cut line is answered or understood, never more than that; an alarm cut behind its
    /// reference is still that device's alarm.
    func test_everyPrefixOfEveryLine_isAnswered() {
        for line in deviceLines {
            let bytes = Array(line.utf8)
            for length in 0...bytes.count {
                if let error = device(Array(bytes.prefix(length))).failure {
                    XCTAssertEqual(error.reply.last, 10)
                }
            }
        }
        let line = Array("ALARM dev=A1234 ref=17 type=fall loc=\"浴室\"".utf8)
        for length in 22...line.count {
            XCTAssertEqual(
                alarm(device(Array(line.prefix(length))))?.device, DeviceID("A1234"), "\(length)")
        }
    }

    func test_everyByteFlipped_isAnswered() {
        for line in deviceLines {
            let bytes = Array(line.utf8)
            for at in bytes.indices {
                for bit in 0..<8 {
                    var flipped = bytes
                    flipped[at] ^= 1 << UInt8(bit)
                    for overlong in [false, true] {
                        if let error = device(flipped, overlong: overlong).failure {
                            let reply = Array(error.reply.dropLast())
                            XCTAssertNotNil(ReplyLine(reply.span), text(reply))
                        }
                    }
                }
            }
        }
    }

    func test_everyExample_isUnderstood() {
        for verb in DeviceVerb.allCases {
            XCTAssertNotNil(device(verb.example).success, verb.example)
            XCTAssertTrue(verb.usage.hasPrefix(verb.rawValue))
            XCTAssertFalse(verb.english.isEmpty)
            XCTAssertFalse(verb.chinese.isEmpty)
        }
    }
}
