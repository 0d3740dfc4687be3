// SPDX-License-Identifier: Apache-2.0
// T19: numbers on the wire at the ends of their scales: read, or refused in words; written whole.

import Vocabulary
import XCTest

@testable import Wire

final class CounterTests: XCTestCase {
    private let most = "9223372036854775807"
    private let past = [
        "9223372036854775808", "18446744073709551616", String(repeating: "9", count: 400),
    ]

    func test_deviceTime_isReadToTheEnd_andBeyondItStillTellsAlarmsApart() {
        XCTAssertEqual(alarm(device("ALARM dev=A ref=1 type=button t=\(most)"))?.deviceTime, .max)
        XCTAssertEqual(
            alarm(device("ALARM dev=A ref=1 type=button t=2147483648"))?.deviceTime, 2_147_483_648)
        var times: Set<Int64> = []
        for text in past + ["-1", "-\(most)", "1e9"] {
            guard let fields = alarm(device("ALARM dev=A ref=1 type=button t=\(text)")) else {
                return XCTFail("an alarm refused for its time")
            }
            XCTAssertTrue(fields.damaged)
            XCTAssertLessThan(fields.deviceTime, 0)
            times.insert(fields.deviceTime)
            XCTAssertEqual(device("SIGNAL dev=A ref=1 type=test t=\(text)").failure?.code, .field)
        }
        XCTAssertEqual(times.count, past.count + 3)
    }

    func test_numbersOfDevices_endInWords() {
        XCTAssertEqual(device("SEEN n=\(most)").success, .seen(.max))
        for text in past {
            XCTAssertEqual(device("SEEN n=\(text)").failure?.code, .field)
            XCTAssertEqual(device("RESULT id=\(text) outcome=busy").failure?.code, .field)
        }
    }

    func test_numbersOfPeople_endInWords() {
        let call = "20261120-0042"
        XCTAssertEqual(console("RESUME n=\(most)").success, .resume(after: .max))
        XCTAssertEqual(
            console("TAKE \(call) v=2147483647").success,
            .take(CallID(raw: 20_261_120_000_000_042), version: Int(Int32.max)))
        let refused = [
            "TAKE \(call) v=2147483648", "RESUME n=\(past[0])", "PARK \(call) for=\(most)",
            "PARK \(call) for=3601 reason=later", "DONE \(call) step=2147483648",
            "CONTACT \(call) who=\(most)",
            "RESULT \(call) attempt=\(past[1]) outcome=busy", "FULFIL \(past[0])",
            "SHOW followup=\(past[0])",
            "STATS sla target=\(most)", "IMPORT ROW line=2147483648 c1=x",
            "EXPORT kind=homes after=2147483648",
            "TAKE 20261120-9999999999",
            "FOLLOWUP \(call) kind=visit due=10000-01-01T00:00Z owner=amy",
        ]
        for line in refused + past.map({ "TAKE \(call) v=\($0)" }) {
            guard let error = console(line).failure else { return XCTFail("accepted: \(line)") }
            XCTAssertEqual(error.code, .field, line)
            XCTAssertNotNil(ReplyLine(String(text(error.reply).dropLast())), line)
        }
        // The farthest moments that can be written down can be reckoned with.
        for due in ["0000-01-01T00:00+23:59", "9999-12-31T23:59:59.999-23:59"] {
            XCTAssertNil(console("STATS sla from=\(due)").failure)
        }
    }

    func test_writer_writesEveryNumberWhole() {
        for number in [Int64.min, .min + 1, -1, 0, 9999, .max - 3, .max] {
            var writer = LineWriter(.ok)
            writer.field("n", number)
            writer.seconds("age", Vocabulary.Span(milliseconds: number))
            writer.field("call", CallID(raw: number))
            let line = String(text(writer.finish()).dropLast())
            guard let read = ReplyLine(line) else { return XCTFail(line) }
            XCTAssertEqual(read["n"], String(number))
            XCTAssertEqual(read["age"]?.last?.isNumber, true)
            var event = LineWriter()
            event.event("NEWS", n: number)
            XCTAssertEqual(ReplyLine(String(text(event.finish()).dropLast()))?["n"], String(number))
        }
        var writer = LineWriter(.ok)
        writer.field("call", CallID(day: CivilDay(number: 20_261_170), number: CallID.numberMax))
        XCTAssertEqual(text(writer.finish()), "250 OK call=20261170-999999999\n")
    }

    /// The dialler's four digits begin anew; nobody reckons with them.
    func test_diallersSequence_wraps_andEveryMessageIsAcknowledged() throws {
        var references: Set<String> = []
        for sequence in [9997, 9998, 9999, 0, 1, 2] {
            var peer = DC09Peer(accounts: DiallerAccounts(), now: vectorTime)
            let message = DC09Message(
                token: "ADM-CID", sequence: sequence, account: "1234", payload: "1101 01 015")
            peer.receive(try message.encoded(padding: padding))
            let reply = try XCTUnwrap(peer.replies().first)
            let four = String("000\(sequence)".suffix(4))
            XCTAssertTrue(shown(reply).contains("\"ACK\"\(four)"), shown(reply))
            references.insert(try XCTUnwrap(peer.requests.first).reference().text)
        }
        XCTAssertEqual(references.count, 6)
    }

    /// Receiver, line and account at the most digits the standard has, and past them.
    func test_diallersReceiverLineAndAccount_atTheirLongest() throws {
        for (receiver, line, account) in [
            ("RFFFFFF", "LFFFFFF", "FFFFFFFFFFFFFFFF"), ("R0", "L0", "0000000000000000"),
            ("RFFFFFFF", "LFFFFFFF", String(repeating: "9", count: 200)),
        ] {
            let body = Array(
                "\"ADM-CID\"9999\(receiver)\(line)#\(account)[#\(account)|1101 01 015]".utf8)
            var peer = DC09Peer(accounts: DiallerAccounts(), now: vectorTime)
            peer.receive(DC09Encoder.frame(body, DC09Form()))
            for request in peer.requests {
                XCTAssertLessThanOrEqual(request.device.text.utf8.count, Limits.keyBytesMax)
            }
        }
    }

    func test_importsLines_andTablesLines_areCounted() {
        var reader = CSVReader()
        var lines: [Int] = []
        let file = Array(repeating: Array("a,b\n".utf8), count: 10_000).flatMap { $0 }
        XCTAssertNoThrow(try reader.feed(file.span) { lines.append($0.line) })
        XCTAssertEqual(lines.last, 10_000)
    }
}
