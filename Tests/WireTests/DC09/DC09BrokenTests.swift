// SPDX-License-Identifier: Apache-2.0
// Owns the tests of broken bytes: cut short at each byte, each bit flipped, noise, floods of halves.
// Never sees a crash, an acceptance of something else, or more memory than a frame.

import Vocabulary
import XCTest

@testable import Wire

final class DC09BrokenTests: XCTestCase {
    private let good = DC09Vector.named("cid_101_pendant").bytes

    /// Enough good frames to satisfy any length that a broken one may claim.
    private var flood: [UInt8] {
        (0..<100).flatMap { _ in DC09Vector.named("null_plain").bytes + good }
    }

    func test_truncationAtEachByte_losesNoLaterFrame() {
        for vector in DC09Vector.all where vector.valid != "stream" {
            for length in 0..<vector.bytes.count {
                let part = Array(vector.bytes[..<length])
                var peer = DC09Peer()
                peer.receive(part)
                let before = peer.requests.count
                XCTAssertLessThanOrEqual(before, 1, "\(vector.name) \(length)")
                // A dialler that broke off sends the whole frame again.
                peer.receive(vector.bytes)
                peer.receive(good)
                let after = peer.requests.dropFirst(before)
                XCTAssertTrue(
                    after.contains { $0.events.first?.code == "1101" && $0.sequence == "0001" },
                    "\(vector.name) \(length): \(peer.faults)")
                // As a datagram it is no message at all.
                var datagram = DC09Peer(accounts: vector.accounts)
                datagram.isDatagram = true
                datagram.receive(part)
                XCTAssertEqual(datagram.requests.count, before, "\(vector.name) \(length)")
                XCTAssertTrue(datagram.held.isEmpty)
            }
        }
    }

    func test_eachBitFlipped_neverAccepts_andLosesNoLaterFrame() throws {
        let flood = self.flood
        for vector in DC09Vector.readable {
            var whole = DC09Peer(accounts: vector.accounts, now: vector.time ?? vectorTime)
            whole.receive(vector.bytes)
            let wanted = try XCTUnwrap(whole.requests.first, vector.name)
            for bit in 0..<(vector.bytes.count * 8) {
                var bytes = vector.bytes
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                var peer = DC09Peer(accounts: vector.accounts, now: vector.time ?? vectorTime)
                peer.receive(bytes)
                // Only the case of a hex digit, or a byte behind the frame, may differ unnoticed.
                for request in peer.requests {
                    XCTAssertEqual(request, wanted, "\(vector.name) bit \(bit)")
                    let at = bit / 8
                    let isCase = bit % 8 == 5 && (1...8).contains(at)
                    XCTAssertTrue(
                        isCase || at >= vector.bytes.count - 1, "\(vector.name) bit \(bit)")
                }
                guard bit % 8 == 0 || bit / 8 < 9 else { continue }
                // The flood is of an account without a key.
                peer.accounts = DiallerAccounts()
                peer.receive(flood)
                XCTAssertGreaterThan(peer.requests.count, 20, "\(vector.name) bit \(bit)")
            }
        }
    }

    func test_longestFrame_isRead_andOneByteMoreIsNot() throws {
        for excess in [0, 1] {
            var message = DC09Message(
                token: "ADM-CID", sequence: 1, account: "1234", payload: "1101 01 015")
            let plain = try message.encoded(padding: padding).count - 10
            let text = [UInt8](repeating: 0x78, count: Limits.dc09BodyBytesMax - plain - 3 + excess)
            message.blocks = [[0x49] + text]
            var bytes = try message.encoded(padding: padding)
            XCTAssertEqual(bytes.count, DC09Cutter.frameBytesMax + excess)
            if excess == 1 { XCTAssertEqual(Array(bytes[5...8]), Array("1000".utf8)) }
            bytes += good
            var peer = DC09Peer()
            for byte in bytes { peer.receive([byte]) }
            XCTAssertEqual(peer.requests.count, 2 - excess)
            XCTAssertEqual(peer.faults.first, excess == 1 ? .tooLong : nil)
            if excess == 0 { XCTAssertEqual(peer.requests[0].text.utf8.count, text.count) }
        }
    }

    func test_fullBuffer_neverWaits() {
        var bytes = [UInt8](repeating: 0x41, count: DC09Cutter.frameBytesMax)
        bytes.replaceSubrange(0..<10, with: Array("\n21440FFF\"".utf8))
        for length in [DC09Cutter.frameBytesMax, DC09Cutter.frameBytesMax - 1] {
            let cut = DC09Cutter.cut(Array(bytes[..<length]).span)
            XCTAssertEqual(cut.count == 0, length < DC09Cutter.frameBytesMax, "\(cut)")
        }
    }

    func test_randomBytes_neverCrash_andStayBounded() {
        var numbers = SeededNumbers(seed: 7)
        for round in 0..<3000 {
            var bytes = (0..<numbers.below(400)).map { _ in UInt8(numbers.below(256)) }
            // Half of them look like frames.
            if round % 2 == 0 {
                bytes = Array(DC09Vector.frames[numbers.below(41)].bytes)
                for _ in 0..<numbers.below(6) {
                    bytes[numbers.below(bytes.count)] = UInt8(numbers.below(256))
                }
            }
            var peer = DC09Peer()
            var at = 0
            while at < bytes.count {
                let next = min(bytes.count, at + 1 + numbers.below(50))
                peer.receive(Array(bytes[at..<next]))
                at = next
            }
        }
    }

    func test_foreignProtocols_areNamed_andNeverAnswered() throws {
        let knocks: [(String, DC09Foreign)] = [
            ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", .http), ("SSH-2.0-OpenSSH_9.2\r\n", .ssh),
            ("OPTIONS sip:x SIP/2.0\r\nVia: y\r\n", .sip), ("INVITE sip:a@b SIP/2.0\r\n", .sip),
            ("HELLO gateway=gw key=k\n", .line), ("ALARM dev=1 ref=2\n", .line),
            ("<?xml version=\"1.0\"?>\n<pingrequest>", .sosAccess),
            ("1011           @    \u{14}\n", .surGard), ("\n 00 00001234 18 E120 00 U001 \r\n", .surGard),
            ("[3G*3707805539*0002*LK]\n", .watch), ("PUT / IPA/1.0\r\n", .ipa),
            ("F#123456\n", .galaxy), ("HID=12#UID=3##\n", .ecoline),
            ("SR0001L0001    006969XX    [ID00000000]\n", .optex),
            ("\u{7E}\u{1}\u{2}\u{3}\n", .jt808), ("\u{5F}\u{1}\u{2}\u{3}\n", .tLink),
        ]
        for (knock, wanted) in knocks {
            for size in [1, 7, 1000] {
                var peer = DC09Peer()
                let bytes = Array(knock.utf8)
                for start in stride(from: 0, to: bytes.count, by: size) {
                    peer.receive(Array(bytes[start..<min(start + size, bytes.count)]))
                }
                peer.receive(good)
                let foreign = peer.turns.compactMap { turn in
                    if case .silent(let fault) = turn { fault?.foreign } else { nil }
                }
                XCTAssertEqual(foreign.first, wanted, "\(knock) by \(size)")
                XCTAssertEqual(try peer.replies().count, 1, knock)
            }
        }
        var hello: [UInt8] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03]
        hello += (0..<500).map { UInt8($0 & 0xFF) }
        var peer = DC09Peer()
        for byte in hello { peer.receive([byte]) }
        guard case .silent(let fault) = peer.turns.first else { return XCTFail() }
        XCTAssertEqual(fault?.foreign, .tls)
    }
}
