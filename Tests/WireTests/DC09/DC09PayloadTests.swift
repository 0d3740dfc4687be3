// SPDX-License-Identifier: Apache-2.0
// Owns the tests of what stands inside a frame: Contact ID, SIA blocks, extended data, text, time,
// and of what makes two frames the same one.

import Vocabulary
import XCTest

@testable import Wire

final class DC09PayloadTests: XCTestCase {
    private func events(_ data: String, _ token: DC09Token = .siaDCS) -> [DC09Event] {
        let bytes = Array(data.utf8)
        return DC09Payload.events(bytes.span, token)
    }
    /// `code area zone user text time`, empty pieces as `-`.
    private func brief(_ data: String, _ token: DC09Token = .siaDCS) -> [String] {
        events(data, token).map { event in
            [event.code, event.area, event.zone, event.user, event.text, event.time]
                .map { $0.isEmpty ? "-" : $0 }.joined(separator: " ") + (event.isOld ? " old" : "")
        }
    }

    func test_crc_hasTheKnownCheckValue_andTheMisprintedEntryRight() {
        XCTAssertEqual(CRC16.arc(Array("123456789".utf8).span), 0xBB3D)
        XCTAssertEqual(CRC16.arc([UInt8]().span), 0)
        XCTAssertEqual(CRC16.tables[100], 0xEB01)
        // Eight bytes at a time gives what one at a time gives.
        var numbers = SeededNumbers(seed: 1)
        for length in 0..<70 {
            let bytes = (0..<length).map { _ in UInt8(numbers.below(256)) }
            var crc: UInt16 = 0
            for byte in bytes {
                crc ^= UInt16(byte)
                for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
            }
            XCTAssertEqual(CRC16.arc(bytes.span), crc)
        }
    }

    func test_contactID_shapes() {
        XCTAssertEqual(brief("1101 01 015", .contactID), ["1101 01 015 - - -"])
        XCTAssertEqual(brief("3101 00 000", .contactID), ["3101 - - - - -"])
        XCTAssertEqual(brief("1401 01 007", .contactID), ["1401 01 - 007 - -"])
        XCTAssertEqual(brief("1101  1  5", .contactID), ["1101 1 5 - - -"])
        XCTAssertEqual(brief("1b0F 0A 0BC", .contactID), ["1b0F 0A 0BC - - -"])
        XCTAssertEqual(brief("1101 01 015 Bath", .contactID), ["1101 01 015 - Bath -"])
        XCTAssertEqual(events("1101 01 015", .contactID)[0].tableCode, "101")
        let qualifiers = ["1", "2", "3", "6", "0"].map {
            events("\($0)101 01 015", .contactID)[0].qualifier
        }
        XCTAssertEqual(qualifiers, [.new, .new, .restore, .status, .new])
        for bad in ["", "1101", "1101 01", "110 01 015", "11011 01 015", "G101 01 015", "1101 01 x"] {
            XCTAssertEqual(brief(bad, .contactID), [], bad)
        }
    }

    func test_siaBlocks_capturedShapes() {
        XCTAssertEqual(brief("NQA15"), ["QA - 15 - - -"])
        XCTAssertEqual(brief("NRP"), ["RP - - - - -"])
        XCTAssertEqual(brief("Nri1/QA015|APendant bathroom"), ["QA 1 015 - Pendant bathroom -"])
        XCTAssertEqual(brief("Nri1CL0^TEXT^"), ["CL 1 - 0 TEXT -"])
        XCTAssertEqual(brief("Npi0/AT"), ["AT - - - - -"])
        XCTAssertEqual(brief("Npi1/NL1"), ["NL - 1 - - -"])
        XCTAssertEqual(brief("Nti10:01:00/da08-18-24/RP"), ["RP - - - - 08-18-24 10:01:00"])
        XCTAssertEqual(brief("Nti23:30:00/ri1/QA015"), ["QA 1 015 - - 23:30:00"])
        XCTAssertEqual(brief("Nri1/CL5/BA3"), ["CL 1 - 5 - -", "BA 1 3 - - -"])
        XCTAssertEqual(brief("Oid12/OP12"), ["OP - - 12 - - old"])
    }

    func test_siaBlocks_oddShapes() {
        // Codes without a mark that begin with N or O.
        XCTAssertEqual(brief("NL1"), ["NL - 1 - - -"])
        XCTAssertEqual(brief("OP"), ["OP - - - - -"])
        XCTAssertEqual(brief("N/QA1"), ["QA - 1 - - -"])
        XCTAssertEqual(brief("QA1"), ["QA - 1 - - -"])
        // A modifier nobody knows, a caret that is not closed, words that look like codes.
        XCTAssertEqual(brief("Nxy12/zz/QA1"), ["QA - 1 - - -"])
        XCTAssertEqual(brief("NidAB/QA1"), ["QA - 1 AB - -"])
        XCTAssertEqual(brief("NQA1^Bath"), ["QA - 1 - Bath -"])
        XCTAssertEqual(brief("NQA1|NORTH DOOR"), ["QA - 1 - NORTH DOOR -"])
        XCTAssertEqual(brief("NQA1|KITCHEN|AWest"), ["QA - 1 - KITCHEN West -"])
        XCTAssertEqual(
            brief("NQA1|ABath|Nri2/BA3|AHall"), ["QA - 1 - Bath -", "BA 2 3 - Hall -"])
        XCTAssertEqual(brief("NQA1||"), ["QA - 1 - - -"])
        for bad in ["", "N", "Nri1", "|", "^text^", "Nri1/", "12"] {
            XCTAssertEqual(brief(bad), [], bad)
        }
        XCTAssertEqual(
            events("N" + (0..<40).map { "BA\($0)" }.joined(separator: "/")).count,
            Limits.dc09EventsMax)
    }

    func test_text_isUTF8_orWindows1252_andHidesNothing() {
        let cases: [([UInt8], String)] = [
            ([0x4B, 0xFC, 0x63, 0x68, 0x65], "Küche"), (Array("Küche 浴室".utf8), "Küche 浴室"),
            ([0x80, 0x93, 0xE9, 0x94], "€“é”"), ([0x41, 0x1B, 0x5B], "A\\u{1B}["),
            ([0x81, 0xFF], "\\u{81}ÿ"), (Array("a\u{202E}b".utf8), "a\\u{202E}b"),
        ]
        for (bytes, wanted) in cases {
            XCTAssertEqual(DC09Text.decoded(bytes.span), wanted)
        }
        let long = [UInt8](repeating: 0xE9, count: 5000)
        XCTAssertEqual(DC09Text.decoded(long.span).utf8.count, 4096)
        XCTAssertEqual(DC09Text.decoded(long.span, atMost: 7), "ééé")
        XCTAssertEqual(DC09Text.decoded(Array("abc".utf8).span, atMost: 2), "ab")
    }

    // MARK: - Extended data

    private func extended(_ blocks: String...) throws -> ExtendedData {
        let bytes = Array(("#1|NQA1]" + blocks.map { "[\($0)]" }.joined()).utf8)
        let content = try XCTUnwrap(DC09Content(bytes.span, from: 0))
        return ExtendedData(bytes.span, content)
    }

    func test_extendedData_placeTextTimeAndProof() throws {
        let data = try extended(
            "LBathroom", "IPressed [twice]", "H23:29:58,11-20-2026", "Vhttps://x/y.jpg", "TM",
            "X093W23.456", "Y45N23.456", "M001122334455", "Z12")
        XCTAssertEqual(data.location, "Bathroom")
        XCTAssertEqual(data.alarmText, "Pressed [twice]")
        XCTAssertEqual(data.occurredAt, vectorTime - 2)
        XCTAssertEqual(data.verification, "https://x/y.jpg")
        XCTAssertEqual(data.coordinates, "45.390933,-93.390933")
        XCTAssertEqual(data.text("T"), "M")
        XCTAssertEqual(data.fields.count, 9)
        XCTAssertEqual(try extended("O3", "R12", "SWest").location, "West 3 12")
    }

    func test_extendedData_nonsenseIsKeptAsText() throws {
        let data = try extended("X181E00.000", "Y91N00", "H99:00:00,11-20-2026", "Vfile:x", "B55", "$Pgps", "")
        XCTAssertNil(data.longitude)
        XCTAssertNil(data.latitude)
        XCTAssertNil(data.occurredAt)
        XCTAssertEqual(data.coordinates, "")
        XCTAssertEqual(data.verification, "")
        XCTAssertEqual(data.text("B"), "55")
        XCTAssertEqual(data.text("$"), "Pgps")
        for text in ["", "N", "45N", "45N61.0", "45N1.2.3", "4545N1", "45Q1", "45N-1", "45N99999999999999"] {
            XCTAssertNil(ExtendedData.microdegrees(text, "N", "S", atMost: 90), text)
        }
        XCTAssertEqual(ExtendedData.microdegrees("22S30", "N", "S", atMost: 90), -22_500_000)
        let many = try extended(
            "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "AA", "AB", "AC", "AD", "AE", "AF",
            "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "BA", "BB", "BC", "BD", "BE", "BF",
            "C1", "C2", "C3", "C4")
        XCTAssertEqual(many.fields.count, Limits.dc09BlocksMax)
    }

    /// 恒博's serial pass-through (1704): counted bytes that hold CR, LF and `]`.
    func test_countedBlocks_mayHoldAnything() throws {
        let raw: [UInt8] = [0x0D, 0x0A, 0x5D, 0x5B, 0x5D, 0x5F, 0x0A, 0x30]
        let forms: [[UInt8]] = [
            [0, 8], Array("0008".utf8), [0, 8],
        ]
        for count in forms {
            var message = DC09Message(
                token: "HENG-BO", sequence: 5, account: "861234567890", payload: "1704 00 000")
            message.blocks = [count + raw]
            message.time = vectorTime
            let bytes = try message.encoded(padding: padding)
            var peer = DC09Peer()
            for byte in bytes + bytes { peer.receive([byte]) }
            XCTAssertEqual(peer.requests.count, 2)
            let report = try XCTUnwrap(peer.requests.first)
            XCTAssertEqual(
                report.extended.fields, [ExtendedField(letter: "#", text: "0D0A5D5B5D5F0A30")])
            XCTAssertEqual(report.skew, 0)
            XCTAssertEqual(report.events.map(\.code), ["1704"])
        }
    }

    func test_hengBo_outerAndInnerAccountDiffer_andTheListedOneIsTheDevice() throws {
        let body = Array("\"HENG-BO\"0001R123ABCL456DEF#861234567890[#000010|1709 00 100]".utf8)
        let bytes = DC09Encoder.frame(body, DC09Form())
        var peer = DC09Peer()
        peer.receive(bytes)
        XCTAssertEqual(peer.requests[0].device, DeviceID("861234567890"))
        XCTAssertEqual(peer.requests[0].innerAccount, "000010")
        peer.accounts = DiallerAccounts([DiallerAccount(device: DeviceID("000010"))])
        peer.receive(bytes)
        XCTAssertEqual(peer.requests[1].device, DeviceID("000010"))
        XCTAssertEqual(peer.requests[1].headerAccount, "861234567890")
        let replies = try peer.replies().map(shown)
        XCTAssertTrue(replies.allSatisfy { $0.contains("R123ABCL456DEF#861234567890[]") })
    }

    // MARK: - Header

    func test_header_oddOrders_areRead() throws {
        func fields(_ header: String) throws -> [String?] {
            let body = Array("\"ACK\"\(header)[]".utf8)
            let frame = try DC09Frame(body.span)
            return [frame.receiver, frame.line, frame.account].map {
                $0.isMissing ? nil : String(decoding: body[$0.range], as: UTF8.self)
            }
        }
        XCTAssertEqual(try fields("0001NoneL0#1234"), [nil, "0", "1234"])
        XCTAssertEqual(try fields("0001RNoneL0#1234"), ["None", "0", "1234"])
        XCTAssertEqual(try fields("0001L0R1#1234"), ["1", "0", "1234"])
        XCTAssertEqual(try fields("0001#LR"), [nil, nil, "LR"])
        XCTAssertEqual(try fields("0001"), [nil, nil, nil])
        let nak = DC09Vector.named("nak_fixed_A0").bytes
        XCTAssertEqual(DC09Answer(nak.span.extracting(9..<(nak.count - 1)))?.word, .nak)
        XCTAssertEqual(DC09Answer(nak.span.extracting(9..<(nak.count - 1)))?.time, vectorTime)
    }

    func test_unreadableBodies_areNamed() {
        for (body, wanted) in [
            ("", DC09Unreadable.token), ("\"", .token), ("\"NULL", .token), ("\"NULL\"", .sequence),
            ("\"NULL\"00 1L0#1[]", .sequence), ("\"NULL\"0001L0#1234", .header),
            ("\"NULL\"0001L0#12 34[]", .header), ("\"NULL\"0001L\0#1234[]", .header),
            ("\"NULL\"0001L0#\(String(repeating: "1", count: 65))[]", .header),
            ("\"\(String(repeating: "N", count: 65))\"0001L0#1[]", .token),
        ] {
            let bytes = Array(body.utf8)
            XCTAssertThrowsError(try DC09Frame(bytes.span), body) {
                XCTAssertEqual($0 as? DC09Unreadable, wanted, body)
            }
        }
    }

    func test_time_bothWays_andNonsense() {
        for seconds in [0, 951_782_399, 951_782_400, vectorTime, 4_102_444_799] as [Int64] {
            var bytes: [UInt8] = []
            DC09Time.append(seconds, to: &bytes)
            XCTAssertEqual(DC09Time.seconds(Array(bytes[1...]).span), seconds)
        }
        for text in [
            "", "24:00:00,11-20-2026", "23:60:00,11-20-2026", "23:30:00,20-11-2026",
            "23:30:00,02-29-2026", "23:30:00,00-10-2026", "23:30:00 11-20-2026", "2x:30:00,11-20-2026",
        ] {
            XCTAssertNil(DC09Time.seconds(Array(text.utf8).span), text)
        }
    }

    // MARK: - The same frame

    func test_identity_isOfAccountTokenSequenceAndData_notOfTime() throws {
        func reference(
            _ account: String = "1234", _ payload: String = "1101 01 015", sequence: Int = 1,
            token: String = "ADM-CID", time: Int64? = nil, block: String? = nil
        ) throws -> String {
            var message = DC09Message(
                token: token, sequence: sequence, account: account, payload: payload)
            message.time = time
            message.blocks = block.map { [Array($0.utf8)] } ?? []
            var peer = DC09Peer()
            peer.receive(try message.encoded(padding: padding))
            return try XCTUnwrap(peer.requests.first).reference().text
        }
        let one = try reference()
        // Known text: the same in every process and on every machine.
        XCTAssertEqual(one.utf8.count, 15)
        XCTAssertTrue(one.hasPrefix("0001"))
        XCTAssertEqual(try reference(time: vectorTime), one)
        XCTAssertEqual(try reference(time: vectorTime + 18), one)
        let others = [
            try reference("1235"), try reference("1234", "1101 01 016"),
            try reference(sequence: 2), try reference(token: "HENG-BO"),
        ]
        XCTAssertEqual(Set(others + [one]).count, 5)
        XCTAssertEqual(try reference("ab12"), try reference("ab12"))
        XCTAssertLessThanOrEqual(one.utf8.count, Limits.keyBytesMax)
    }

    func test_referencesOfOneFramesEvents_differ() throws {
        var peer = DC09Peer()
        let message = DC09Message(
            token: "SIA-DCS", sequence: 9, account: "1234", payload: "NBA1/BA2")
        peer.receive(try message.encoded(padding: padding))
        let report = try XCTUnwrap(peer.requests.first)
        XCTAssertEqual(report.events.count, 2)
        XCTAssertEqual(report.reference(), report.reference(ofEvent: 0))
        XCTAssertNotEqual(report.reference(), report.reference(ofEvent: 1))
    }

    // MARK: - Quirks of diallers

    func test_everyQuirk_isSurvived() throws {
        let refused: Set<DC09Message.Quirk> = [.wrongCRC, .shortLength, .noLineFeed]
        for quirk in DC09Message.Quirk.allCases {
            var message = DC09Message(
                token: quirk == .nullWithData ? "NULL" : "ADM-CID", sequence: 10, account: "1234",
                payload: quirk == .nullWithData ? nil : "1101 01 015")
            message.quirks = [quirk]
            let bytes = try message.encoded(padding: padding)
            var peer = DC09Peer()
            for byte in bytes + bytes { peer.receive([byte]) }
            XCTAssertEqual(peer.requests.count, refused.contains(quirk) ? 0 : 2, quirk.rawValue)
            for report in peer.requests {
                XCTAssertEqual(report.device, DeviceID("1234"), quirk.rawValue)
                XCTAssertEqual(report.sequence, message.sequenceText)
            }
            for reply in try peer.replies() {
                guard case .frame(let body, let count, let form) = DC09Cutter.cut(reply.span) else {
                    return XCTFail(quirk.rawValue)
                }
                XCTAssertEqual(count, reply.count)
                XCTAssertEqual(form.binaryCRC, quirk == .binaryCRC)
                let answer = DC09Answer(reply.span.extracting(body))
                XCTAssertEqual(answer?.sequence, message.sequenceText, quirk.rawValue)
            }
        }
    }
}
