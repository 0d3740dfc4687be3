// SPDX-License-Identifier: Apache-2.0
// Owns the tests of known frames: read whole, byte by byte, with others around them; written again.

import Vocabulary
import XCTest

@testable import Wire

final class DC09VectorTests: XCTestCase {
    func test_vectors_areThere() {
        XCTAssertEqual(DC09Vector.all.count, 50)
        XCTAssertEqual(DC09Vector.frames.count, 41)
    }

    // MARK: - Reading

    func test_everyFrame_isCut_andItsFieldsAreRight() throws {
        for vector in DC09Vector.frames {
            let bytes = vector.bytes.span
            guard case .frame(let range, let count, let form) = DC09Cutter.cut(bytes) else {
                XCTFail("\(vector.name): \(DC09Cutter.cut(bytes))")
                continue
            }
            let rest = vector.bytes[count...]
            XCTAssertTrue(rest.allSatisfy { $0 == 0 }, vector.name)
            XCTAssertEqual(form.binaryCRC, vector.name == "quirk_binary_crc", vector.name)
            XCTAssertEqual(form.countsCR, vector.name == "quirk_eldes_cr_counted", vector.name)
            let body = Array(vector.bytes[range])
            let frame = try DC09Frame(body.span)
            XCTAssertEqual(piece(body, frame.tokenText), vector.token, vector.name)
            XCTAssertNotEqual(frame.token, .unknown, vector.name)
            XCTAssertEqual(frame.isEncrypted, vector.isEncrypted, vector.name)
            XCTAssertEqual(piece(body, frame.sequence), vector.text("seq"), vector.name)
            XCTAssertEqual(piece(body, frame.receiver), vector.text("rcvr"), vector.name)
            XCTAssertEqual(piece(body, frame.line), vector.text("lpref"), vector.name)
            try assertContent(vector, frame, body)
        }
    }

    private func assertContent(_ vector: DC09Vector, _ frame: DC09Frame, _ body: [UInt8]) throws {
        var bytes = body
        let content: DC09Content?
        if let key = vector.key {
            guard Cipher.isPresent else { return }
            let cipher = try XCTUnwrap(
                DC09Ciphertext.bytes(body.span.extracting(frame.rest.range)), vector.name)
            bytes = try Cipher.decrypted(cipher, key: key)
            XCTAssertEqual(
                String(decoding: bytes, as: UTF8.self), vector.text("cleartext"), vector.name)
            content = DC09Content(decrypted: bytes.span)
        } else {
            content = DC09Content(bytes.span, from: frame.rest.start)
        }
        guard let content else { return XCTFail("\(vector.name): no content") }
        XCTAssertEqual(piece(bytes, content.data), vector.text("data"), vector.name)
        XCTAssertEqual(piece(bytes, content.timestamp), vector.text("timestamp"), vector.name)
        XCTAssertFalse(content.hasOddTail, vector.name)
        let (inner, _) = DC09Payload.split(bytes.span.extracting(content.data.range))
        let innerText = piece(Array(bytes[content.data.range]), inner)
        XCTAssertEqual(piece(body, frame.account) ?? innerText, vector.text("account"), vector.name)
        if vector.name == "hb_hengbo_1799_binary_xdata" {
            let fields = ExtendedData(bytes.span, content).fields
            XCTAssertEqual(fields, [ExtendedField(letter: "#", text: "27")])
        } else {
            let fields = ExtendedData(bytes.span, content).fields.map { "\($0.letter)\($0.text)" }
            XCTAssertEqual(fields, vector.blocks, vector.name)
        }
    }

    /// nil for a missing piece; Windows-1252 as people read it.
    private func piece(_ bytes: [UInt8], _ range: DC09Range) -> String? {
        range.isMissing ? nil : DC09Text.decoded(bytes.span.extracting(range.range))
    }

    func test_byteByByte_everyPrefixWaits_thenTheSameFrame() {
        for vector in DC09Vector.frames {
            guard case .frame(_, let count, _) = DC09Cutter.cut(vector.bytes.span) else { continue }
            for length in 0..<count {
                let cut = DC09Cutter.cut(Array(vector.bytes[..<length]).span)
                XCTAssertEqual(cut, .wait(begun: length > 1), "\(vector.name) \(length)")
            }
            XCTAssertEqual(
                DC09Cutter.cut(Array(vector.bytes[..<count]).span),
                DC09Cutter.cut(vector.bytes.span))
        }
    }

    /// Every pair of frames, in one segment and in segments of every small size.
    func test_twoFramesInAStream_areTwo_inOrder() {
        for first in DC09Vector.frames {
            for second in DC09Vector.frames {
                let bytes = first.bytes + [0, 0x0D, 0x0A] + second.bytes + [0x0D, 0x0A]
                var peer = DC09Peer()
                peer.receive(bytes)
                assertTwo(peer, first, second)
            }
        }
        let pair = [DC09Vector.named("quirk_eldes_cr_counted"), .named("quirk_binary_crc")]
        for size in 1...80 {
            for (first, second) in [(pair[0], pair[1]), (pair[1], pair[0]), (pair[0], pair[0])] {
                let bytes = first.bytes + second.bytes
                var peer = DC09Peer()
                for start in stride(from: 0, to: bytes.count, by: size) {
                    peer.receive(Array(bytes[start..<min(start + size, bytes.count)]))
                }
                assertTwo(peer, first, second)
            }
        }
    }

    private func assertTwo(_ peer: DC09Peer, _ first: DC09Vector, _ second: DC09Vector) {
        let frames = peer.cuts.compactMap { cut in
            if case .frame(let body, _, _) = cut { body.count } else { nil }
        }
        let wanted = [first, second].map { vector in
            if case .frame(let body, _, _) = DC09Cutter.cut(vector.bytes.span) {
                body.count
            } else {
                0
            }
        }
        XCTAssertEqual(frames, wanted, "\(first.name) \(second.name)")
        for cut in peer.cuts {
            if case .skip(_, let reason, _) = cut { XCTAssertEqual(reason, .filler) }
        }
        XCTAssertLessThanOrEqual(peer.held.count, 1, "\(first.name) \(second.name)")
    }

    // MARK: - Bad ones

    func test_everyInvalidVector_getsWhatTheTableSays() throws {
        let wanted: [String: DC09Fault.Kind] = [
            "bad_crc": .wrongCRC, "bad_length_short": .badLength, "bad_length_nonhex": .badLength,
            "bad_no_lf": .noise, "bad_unknown_token": .unknownToken,
            "bad_cid_short": .unparsableData,
            "bad_wrong_key": Cipher.isPresent ? .wrongKey : .noCipher,
            "bad_enc_no_timestamp": Cipher.isPresent ? .noTimestamp : .noCipher,
        ]
        for vector in DC09Vector.all where vector.valid == "false" {
            var peer = DC09Peer(accounts: vector.accounts)
            // Noise without an LF is held until more comes: the connection is given a good frame.
            peer.receive(vector.bytes)
            peer.receive(DC09Vector.named("null_plain").bytes)
            XCTAssertEqual(peer.faults.first, wanted[vector.name], vector.name)
            XCTAssertTrue(peer.requests.allSatisfy(\.isHeartbeat), vector.name)
            let replies = try peer.replies()
            switch vector.text("expect_reply")?.prefix(3) {
            case "DUH": XCTAssertTrue(text(replies[0]).contains("\"DUH\"0001L0#1234[]"))
            case "NAK" where Cipher.isPresent:
                XCTAssertTrue(text(replies[0]).contains("\"NAK\"0000R0L0A0[]_23:30:00,11-20-2026"))
            default:
                // A key was given in, so the null message in clear is refused as well.
                XCTAssertEqual(replies.count, vector.key == nil ? 1 : 0, vector.name)
            }
        }
    }

    // MARK: - Writing

    func test_replies_equalTheVectors() throws {
        for vector in DC09Vector.frames {
            guard let reply = vector.reply else { continue }
            var peer = DC09Peer()
            peer.receive(vector.bytes)
            guard case .request(_, _, let form) = peer.turns.first else {
                XCTFail("\(vector.name): \(peer.turns)")
                continue
            }
            XCTAssertEqual(form.wantsTime, vector.time != nil, vector.name)
            XCTAssertEqual(form.form.binaryCRC, vector.name == "quirk_binary_crc")
            // The vectors' replies have four digits of CRC and no timestamp.
            let plain = DC09ReplyForm(
                echo: form.echo, form: DC09Form(), key: nil, wantsTime: false)
            let ack = try DC09Encoder.ack(plain, utcSeconds: 0, padding: padding)
            XCTAssertEqual(shown(ack), shown(reply), vector.name)
        }
    }

    func test_fixedReplies_equalTheVectors() throws {
        XCTAssertEqual(
            DC09Encoder.nak(DC09Form(), utcSeconds: vectorTime),
            DC09Vector.named("nak_fixed_A0").bytes)
        let form = DC09ReplyForm(
            echo: Array("0001L0#1234".utf8), form: DC09Form(), key: nil, wantsTime: false)
        XCTAssertEqual(DC09Encoder.duh(form), DC09Vector.named("duh_plain").bytes)
        XCTAssertEqual(
            try DC09Encoder.ack(form, utcSeconds: 0, padding: padding),
            DC09Vector.named("ack_plain").bytes)
        let timed = DC09ReplyForm(
            echo: Array("0002L0#1234".utf8), form: DC09Form(lowerHex: true), key: nil,
            wantsTime: true)
        XCTAssertEqual(
            try DC09Encoder.ack(timed, utcSeconds: vectorTime, padding: padding),
            DC09Vector.named("ack_ts").bytes)
    }

    /// A dialler of ours writes the same bytes as those of the vectors.
    func test_clearFrames_writtenByTheDialler_areTheVectors() throws {
        var count = 0
        for vector in DC09Vector.reports where vector.key == nil && vector.token != "HENG-BO" {
            let account = try XCTUnwrap(vector.text("account"))
            let data = try XCTUnwrap(vector.text("data"))
            let sequence = try XCTUnwrap(vector.text("seq"))
            var message = DC09Message(
                token: vector.token, sequence: 0, account: account,
                payload: data.isEmpty ? nil : String(data.dropFirst(account.count + 2)))
            message.sequence = try XCTUnwrap(Int(sequence) ?? Int(sequence, radix: 16))
            message.receiver = vector.text("rcvr")
            message.line = vector.text("lpref") ?? "0"
            message.time = vector.time
            message.blocks = vector.blocks.map { $0 == "LKüche" ? latin($0) : Array($0.utf8) }
            if vector.text("lpref") == nil { message.quirks.insert(.noLine) }
            switch vector.name {
            case "quirk_binary_crc": message.quirks.insert(.binaryCRC)
            case "quirk_eldes_cr_counted": message.quirks.insert(.countsCR)
            case "quirk_no_header_account":
                message.quirks = [.noHeaderAccount, .emptyLine, .trailingNUL]
            case "quirk_hex_sequence": message.quirks.insert(.hexSequence)
            default: break
            }
            var bytes = try message.encoded(padding: padding)
            if vector.name == "quirk_no_header_account" { bytes.removeLast() }
            XCTAssertEqual(shown(bytes), shown(vector.bytes), vector.name)
            count += 1
        }
        XCTAssertGreaterThan(count, 20)
    }

    private func latin(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8($0.value) }
    }
}
