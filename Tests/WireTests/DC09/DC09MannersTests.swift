// SPDX-License-Identifier: Apache-2.0
// Owns the tests of what is answered: each row of the table of bad cases, order, closing.

import Vocabulary
import XCTest

@testable import Wire

final class DC09MannersTests: XCTestCase {
    private let key = MaskedBytes(Array("0123456789ABCDEF".utf8))

    private func message(
        _ token: String = "ADM-CID", _ payload: String? = "1101 01 015", account: String = "1234",
        quirks: Set<DC09Message.Quirk> = [], time: Int64? = nil, key: MaskedBytes? = nil,
        sequence: Int = 1
    ) -> [UInt8] {
        var message = DC09Message(
            token: token, sequence: sequence, account: account, payload: payload)
        message.quirks = quirks
        message.time = time
        message.key = key
        return (try? message.encoded(padding: padding)) ?? []
    }

    /// What is said, and what is thought, of one frame.
    private func verdict(
        _ bytes: [UInt8], _ accounts: DiallerAccounts = DiallerAccounts(), now: Int64 = vectorTime
    ) throws -> (replies: [String], peer: DC09Peer) {
        var peer = DC09Peer(accounts: accounts, now: now)
        peer.receive(bytes)
        return (try peer.replies().map(shown), peer)
    }

    private func keyed(allowsClear: Bool = false) -> DiallerAccounts {
        DiallerAccounts([
            DiallerAccount(device: DeviceID("1234"), key: key, allowsClear: allowsClear)
        ])
    }

    // MARK: - The table of bad cases, row by row

    func test_wrongCRC_isSilent_orNAK_asConfigured() throws {
        let silent = try verdict(message(quirks: [.wrongCRC]))
        XCTAssertEqual(silent.replies, [])
        XCTAssertEqual(silent.peer.faults, [.wrongCRC])
        XCTAssertFalse(silent.peer.manners.mustClose)
        let nak = try verdict(
            message(quirks: [.wrongCRC]), DiallerAccounts(wrongCRC: .nak))
        XCTAssertEqual(
            nak.replies, [shown(DC09Encoder.nak(DC09Form(), utcSeconds: vectorTime))])
    }

    func test_wrongLength_andNoise_areSilent_alsoWhereCRCsAreAnswered() throws {
        let accounts = DiallerAccounts(wrongCRC: .nak)
        let short = try verdict(message(quirks: [.shortLength]), accounts)
        XCTAssertEqual(short.replies, [])
        XCTAssertEqual(short.peer.faults, [.badLength])
        let noise = try verdict(Array("\nhello, is anybody there\r\n".utf8), accounts)
        XCTAssertEqual(noise.replies, [])
        XCTAssertEqual(noise.peer.faults, [.noise])
    }

    /// Whether an account is known is for the directory to say: here it is always a request.
    func test_unknownAccount_isARequest() throws {
        let heard = try verdict(message(account: "foc7688"))
        XCTAssertEqual(heard.replies.count, 1)
        let report = try XCTUnwrap(heard.peer.requests.first)
        XCTAssertEqual(report.device, DeviceID("foc7688"))
        XCTAssertNil(report.listed)
        XCTAssertEqual(try verdict(message(), DiallerAccounts(unknown: .silent)).replies.count, 1)
        let listed = DiallerAccounts([DiallerAccount(device: DeviceID("1234"))], unknown: .silent)
        XCTAssertEqual(try verdict(message(), listed).replies.count, 1)
    }

    func test_unknownAndLegacyTokens_hearDUH() throws {
        let legacy = DC09Token.table.filter { $0.token == .legacy }.map(\.name)
        XCTAssertEqual(legacy.count, 16)
        for token in legacy + ["XYZ-123", "ADM-CIDX"] {
            let said = try verdict(message(token, "1101 01 015"))
            XCTAssertEqual(said.replies.count, 1, token)
            XCTAssertTrue(said.replies[0].contains("\"DUH\"0001L0#1234[]<d>"), token)
            XCTAssertEqual(said.peer.faults, [.unknownToken], token)
        }
    }

    func test_dataWithoutEvent_hearsDUH_andOperatorsHearOfAListedAccount() throws {
        let listed = DiallerAccounts([DiallerAccount(device: DeviceID("1234"))])
        for (token, payload) in [
            ("ADM-CID", "1101 01"), ("ADM-CID", "110 01 015"), ("ADM-CID", ""),
            ("SIA-DCS", "N"), ("SIA-DCS", "Nri1"), ("SIA-DCS", ""),
        ] {
            for accounts in [DiallerAccounts(), listed] {
                let said = try verdict(message(token, payload), accounts)
                XCTAssertTrue(said.replies[0].contains("\"DUH\""), payload)
                guard case .reply(_, let fault) = said.peer.turns[0] else { return XCTFail() }
                XCTAssertEqual(fault.kind, .unparsableData)
                XCTAssertEqual(fault.tellsOperators, !accounts.all.isEmpty)
                XCTAssertTrue(fault.detail.hasSuffix(payload), fault.detail)
            }
        }
    }

    func test_unknownCodes_areRequests() throws {
        let contact = try verdict(message("ADM-CID", "1999 01 015"))
        XCTAssertEqual(contact.peer.requests.first?.events.first?.code, "1999")
        let sia = try verdict(message("SIA-DCS", "NZZ1"))
        XCTAssertEqual(sia.peer.requests.first?.events.first?.code, "ZZ")
        XCTAssertEqual(sia.replies.count, 1)
    }

    func test_clearWithAnyClock_isHeard_andItsSkewNoted() throws {
        for skew in [-3600, -41, 21, 3600, -400_000_000] as [Int64] {
            let said = try verdict(message(time: vectorTime + skew))
            let report = try XCTUnwrap(said.peer.requests.first)
            XCTAssertEqual(report.skew, skew)
            // The reply carries our time, as the message carried one.
            XCTAssertTrue(said.replies[0].hasSuffix("_23:30:00,11-20-2026<d>"), said.replies[0])
        }
        let plain = try verdict(message())
        XCTAssertNil(plain.peer.requests.first?.skew)
        XCTAssertEqual(plain.replies, ["<a>1BC10012\"ACK\"0001L0#1234[]<d>"])
    }

    func test_null_isAHeartbeat_alsoWithData() throws {
        for (token, quirks) in [
            ("NULL", []), ("NULL", [.nullWithData]), ("XNM", []), ("MODULE_REG", []),
        ] as [(String, Set<DC09Message.Quirk>)] {
            let said = try verdict(message(token, nil, quirks: quirks))
            XCTAssertEqual(said.peer.requests.first?.isHeartbeat, true, token)
            XCTAssertEqual(said.replies, ["<a>1BC10012\"ACK\"0001L0#1234[]<d>"], token)
        }
    }

    func test_keyedAccountInClear_isRefused_andOperatorsSeeWhatItSaid() throws {
        let said = try verdict(message(), keyed())
        XCTAssertEqual(said.replies, [])
        guard case .silent(let fault?) = said.peer.turns[0] else { return XCTFail() }
        XCTAssertEqual(fault.kind, .clearFromKeyed)
        XCTAssertTrue(fault.tellsOperators)
        XCTAssertEqual(fault.account, "1234")
        XCTAssertEqual(fault.detail, "1101 015")
        XCTAssertEqual(fault.report?.events.first?.code, "1101")
        // Also where the account stands only in the data, or is spelled otherwise.
        let inner = try verdict(message(quirks: [.noHeaderAccount]), keyed())
        XCTAssertEqual(inner.peer.faults, [.clearFromKeyed])
        let zeros = try verdict(message(account: "001234"), keyed())
        XCTAssertEqual(zeros.peer.faults, [.clearFromKeyed])
        XCTAssertEqual(try verdict(message(), keyed(allowsClear: true)).replies.count, 1)
    }

    func test_repliesOfOthers_areNeverAnswered() throws {
        for token in ["ACK", "NAK", "DUH", "RSP"] {
            let said = try verdict(message(token, nil))
            XCTAssertEqual(said.replies, [], token)
            XCTAssertEqual(said.peer.faults, [.replyToken], token)
        }
    }

    func test_twoFramesInOneSegment_areAnsweredInOrder_whicheverIsStoredFirst() throws {
        var peer = DC09Peer()
        peer.receive(
            message(sequence: 1) + message("XYZ", sequence: 2) + message("NULL", nil, sequence: 3))
        XCTAssertEqual(peer.requests.map(\.sequence), ["0001", "0003"])
        var forms: [(UInt64, DC09ReplyForm)] = []
        for turn in peer.turns {
            if case .request(_, let number, let form) = turn { forms.append((number, form)) }
            if case .reply(let bytes, _) = turn { XCTAssertEqual(bytes, [], "waits for the first") }
        }
        var left: [String] = []
        for (number, form) in forms.reversed() {
            let ack = try DC09Encoder.ack(form, utcSeconds: vectorTime, padding: padding)
            peer.manners.answer(number, ack) { left.append(shown($0)) }
        }
        let sequences = left.map { $0.split(separator: "\"")[2].prefix(4) }
        XCTAssertEqual(sequences, ["0001", "0002", "0003"])
        XCTAssertEqual(peer.manners.pendingCount, 0)
    }

    func test_whatCouldNotBeStored_isNotAnswered_andHoldsUpNobody() throws {
        var peer = DC09Peer()
        peer.receive(message(sequence: 1) + message(sequence: 2))
        var left: [[UInt8]] = []
        peer.manners.answer(2, [1]) { left.append($0) }
        XCTAssertEqual(left, [])
        peer.manners.answer(1, []) { left.append($0) }
        XCTAssertEqual(left, [[1]])
    }

    func test_errorsInARow_close_andAGoodFrameForgivesThem() throws {
        let accounts = DiallerAccounts(errorsMax: 3)
        var peer = DC09Peer(accounts: accounts)
        for _ in 0..<5 { peer.receive(message(quirks: [.wrongCRC]) + message()) }
        XCTAssertFalse(peer.manners.mustClose)
        peer.receive(message(quirks: [.wrongCRC]) + message(quirks: [.wrongCRC]))
        XCTAssertFalse(peer.manners.mustClose)
        peer.receive(message(quirks: [.shortLength]))
        XCTAssertTrue(peer.manners.mustClose)
    }

    func test_noiseWithoutALineFeed_closesAfterFourKilobytes() {
        var peer = DC09Peer(accounts: DiallerAccounts(errorsMax: 1000))
        for _ in 0..<63 { peer.receive([UInt8](repeating: 0x80, count: 64)) }
        XCTAssertFalse(peer.manners.mustClose)
        peer.receive([UInt8](repeating: 0x80, count: 64))
        XCTAssertTrue(peer.manners.mustClose)
    }

    func test_idleConnection_isSmall() {
        XCTAssertLessThanOrEqual(MemoryLayout<DC09Manners>.stride, 32)
    }

    // MARK: - Encrypted

    #if Crypto
        func test_encrypted_inAllKeySizes_isAnsweredEncrypted() throws {
            for size in [16, 24, 32] {
                let key = MaskedBytes((0..<size).map { UInt8($0 * 7 & 0xFF) })
                let accounts = DiallerAccounts([
                    DiallerAccount(device: DeviceID("1234"), key: key)
                ])
                for (token, payload) in [
                    ("ADM-CID", "1101 01 015"), ("SIA-DCS", "Nri1/QA015"), ("NULL", nil),
                ] as [(String, String?)] {
                    for quirks in [[], [.lowerHex], [.binaryCRC], [.noPipe], [.noLine]]
                        as [Set<DC09Message.Quirk>]
                    {
                        let bytes = message(
                            token, payload, quirks: quirks, time: vectorTime, key: key)
                        XCTAssertFalse(shown(bytes).contains("1101"))
                        var peer = DC09Peer(accounts: accounts)
                        peer.receive(bytes)
                        let report = try XCTUnwrap(peer.requests.first, "\(token) \(size)")
                        XCTAssertTrue(report.isEncrypted)
                        XCTAssertEqual(report.skew, 0)
                        XCTAssertEqual(report.isHeartbeat, payload == nil)
                        let reply = try XCTUnwrap(try peer.replies().first)
                        let answer = try XCTUnwrap(answer(reply, key))
                        XCTAssertEqual(answer.word, .ack)
                        XCTAssertEqual(answer.sequence, "0001")
                        XCTAssertEqual(answer.time, vectorTime)
                        XCTAssertTrue(answer.isEncrypted)
                        XCTAssertEqual(reply[7] == 0x22, quirks.contains(.binaryCRC))
                    }
                }
            }
        }

        private func answer(_ bytes: [UInt8], _ key: MaskedBytes) -> DC09Answer? {
            guard case .frame(let body, let count, _) = DC09Cutter.cut(bytes.span),
                count == bytes.count
            else { return nil }
            return DC09Answer(bytes.span.extracting(body), key: key)
        }

        func test_padding_isAWholeBlockAndMore_withoutItsThreeForbiddenBytes() throws {
            for length in 0..<40 {
                for word in [UInt64.max, 0x7C7C_5B5B_5D5D_7C5B, 0] {
                    var clear: [UInt8] = []
                    DC09Padding(word, word, word, word).append(to: &clear, before: length)
                    XCTAssertTrue((16...31).contains(clear.count))
                    XCTAssertEqual((clear.count + length) % 16, 0)
                    XCTAssertFalse(clear.contains { [0x7C, 0x5B, 0x5D].contains($0) })
                }
            }
        }

        func test_clockWindow_isMinus40ToPlus20() throws {
            for (skew, isIn) in [(-41, false), (-40, true), (0, true), (20, true), (21, false)]
                as [(Int64, Bool)]
            {
                let bytes = message(time: vectorTime + skew, key: key)
                let said = try verdict(bytes, keyed())
                XCTAssertEqual(said.peer.requests.count, isIn ? 1 : 0, "\(skew)")
                if !isIn {
                    XCTAssertEqual(said.peer.faults, [.clockOff])
                    XCTAssertEqual(
                        said.replies,
                        [shown(DC09Encoder.nak(DC09Form(), utcSeconds: vectorTime))])
                }
            }
        }

        func test_encryptedWithoutTimestamp_hearsNAK() throws {
            for payload in ["1101 01 015", nil] {
                let bytes = message(
                    payload == nil ? "NULL" : "ADM-CID", payload, quirks: [.noTimestamp], key: key)
                let said = try verdict(bytes, keyed())
                XCTAssertEqual(said.peer.faults, [.noTimestamp])
                XCTAssertTrue(said.replies[0].contains("\"NAK\"0000R0L0A0[]_23:30:00"))
            }
        }

        /// Noise from a wrong key is never taken for a message, whatever it happens to hold.
        func test_wrongKey_isSilent_andOperatorsHear() throws {
            var numbers = SeededNumbers(seed: 3)
            var faults: [DC09Fault.Kind: Int] = [:]
            for _ in 0..<3000 {
                let other = MaskedBytes((0..<16).map { _ in UInt8(numbers.below(256)) })
                let said = try verdict(message(time: vectorTime, key: other), keyed())
                XCTAssertEqual(said.peer.requests, [])
                XCTAssertEqual(said.replies, [])
                for fault in said.peer.faults { faults[fault, default: 0] += 1 }
                guard case .silent(let fault?) = said.peer.turns[0] else { return XCTFail() }
                XCTAssertTrue(fault.tellsOperators)
            }
            XCTAssertEqual(faults, [.wrongKey: 3000])
        }

        func test_replayedCapture_isRefused_onceItsTimeIsOver() throws {
            let capture = message(time: vectorTime, key: key)
            XCTAssertEqual(try verdict(capture, keyed()).peer.requests.count, 1)
            let later = try verdict(capture, keyed(), now: vectorTime + 41)
            XCTAssertEqual(later.peer.requests, [])
        }

        func test_cipherThatIsNoHex_hearsDUH() throws {
            for text in ["", "12", "XY", String(repeating: "A", count: 31)] {
                let body = Array("\"*ADM-CID\"0001L0#1234[\(text)".utf8)
                let said = try verdict(DC09Encoder.frame(body, DC09Form()), keyed())
                XCTAssertEqual(said.peer.faults, [.unparsableData], text)
                XCTAssertTrue(said.replies[0].contains("\"DUH\"0001L0#1234[]"), text)
            }
        }
    #else
        func test_withoutCipher_encryptedIsSilent_andOperatorsHear() throws {
            let bytes = DC09Vector.named("enc128_cid").bytes
            let said = try verdict(bytes, keyed())
            XCTAssertEqual(said.replies, [])
            guard case .silent(let fault?) = said.peer.turns[0] else { return XCTFail() }
            XCTAssertEqual(fault.kind, .noCipher)
            XCTAssertTrue(fault.tellsOperators)
        }
    #endif

    func test_encryptedWithoutAKeyHere_isSilent_andOperatorsHear() throws {
        let bytes = DC09Vector.named("enc128_cid").bytes
        for accounts in [
            DiallerAccounts(), DiallerAccounts([DiallerAccount(device: DeviceID("1234"))]),
        ] {
            let said = try verdict(bytes, accounts)
            XCTAssertEqual(said.replies, [])
            XCTAssertEqual(said.peer.faults, [.noKey])
            guard case .silent(let fault?) = said.peer.turns[0] else { return XCTFail() }
            XCTAssertTrue(fault.tellsOperators)
            XCTAssertEqual(fault.account, "1234")
        }
    }

    func test_keys_neverPrint() {
        let report = DiallerAccount(device: DeviceID("1234"), key: key)
        let form = DC09ReplyForm(echo: [], form: DC09Form(), key: key, wantsTime: true)
        var out = "\(report) \(form) \(String(reflecting: report)) \(keyed())"
        dump(form, to: &out)
        dump(keyed(), to: &out)
        XCTAssertFalse(out.contains("48, 49"), out)
        XCTAssertFalse(out.contains("0123456789ABCDEF"))
        XCTAssertTrue(out.contains("••••"))
    }
}
