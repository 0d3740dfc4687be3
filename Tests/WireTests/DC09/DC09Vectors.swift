// SPDX-License-Identifier: Apache-2.0
// Known frames, each agreed by independent implementations, and a receiver without a socket.
// Never asserts anything.

import Foundation
import Vocabulary
import XCTest

@testable import Wire

/// One frame of Tests/Vectors/dc09.json.
struct DC09Vector: Sendable {
    let name: String
    let bytes: [UInt8]
    /// `true`, `tolerate`, `stream` or `false`.
    let valid: String
    nonisolated(unsafe) let fields: [String: Any]

    static let all: [DC09Vector] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Vectors/dc09.json")
        guard let data = try? Data(contentsOf: path),
            let list = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { return [] }
        return list.map { fields in
            let flag = fields["valid"]
            return DC09Vector(
                name: fields["name"] as? String ?? "", bytes: unhex(fields["hex"] as? String ?? ""),
                valid: flag as? String ?? ((flag as? Bool) == true ? "true" : "false"),
                fields: fields)
        }
    }()
    /// Those that are one good frame.
    static var frames: [DC09Vector] { all.filter { $0.valid == "true" || $0.valid == "tolerate" } }
    /// Those a device sends, and waits for an ACK.
    static var reports: [DC09Vector] { frames.filter { !["ACK", "NAK", "DUH"].contains($0.token) } }
    /// Those this build can read.
    static var readable: [DC09Vector] { reports.filter { Cipher.isPresent || $0.key == nil } }
    static func named(_ name: String) -> DC09Vector { all.first { $0.name == name }! }

    func text(_ key: String) -> String? { fields[key] as? String }
    var token: String { text("token") ?? "" }
    var isEncrypted: Bool { fields["encrypted"] as? Bool ?? false }
    var key: MaskedBytes? { text("key_hex").map { MaskedBytes(unhex($0)) } }
    var blocks: [String] { fields["xdata"] as? [String] ?? [] }
    /// The frame's own time; the clock of the receiver for it.
    var time: Int64? { text("timestamp").flatMap { DC09Time.seconds(Array($0.utf8).span) } }
    /// An account book in which this vector's sender has its key.
    var accounts: DiallerAccounts {
        guard let key, let account = text("account") ?? Optional("1234") else {
            return DiallerAccounts()
        }
        return DiallerAccounts([DiallerAccount(device: DeviceID(account), key: key)])
    }
    var reply: [UInt8]? { text("reply_hex").map(unhex) }
}

func unhex(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)!
    }
}

/// Noise that is the same in every run.
let padding = DC09Padding(
    0x0123_4567_89AB_CDEF, 0x7C5B_5D00_FF80_7F11, 0xA5A5_5A5A_1234_5678, 0x0F1E_2D3C_4B5A_6978)

/// 2026-11-20T23:30:00Z, the time of most vectors.
let vectorTime: Int64 = 1_795_217_400

/// A connection as a socket's owner keeps it: manners, and the bytes that are not dealt with.
struct DC09Peer {
    var manners = DC09Manners()
    var held: [UInt8] = []
    var turns: [DC09Turn] = []
    var cuts: [DC09Cut] = []
    var accounts = DiallerAccounts()
    var now = vectorTime
    var isDatagram = false

    mutating func receive(_ bytes: [UInt8]) {
        let all = held + bytes
        let span = all.span
        var start = 0
        while start < all.count {
            let rest = span.extracting(start..<all.count)
            let cut = DC09Cutter.cut(rest, whole: isDatagram)
            if cut.count == 0 { break }
            cuts.append(cut)
            turns.append(manners.take(cut, of: rest, utcSeconds: now, accounts: accounts))
            start += cut.count
        }
        held = Array(all[start...])
        XCTAssertLessThan(held.count, DC09Cutter.frameBytesMax)
    }
    var requests: [DC09Report] {
        turns.compactMap { if case .request(let report, _, _) = $0 { report } else { nil } }
    }
    var faults: [DC09Fault.Kind] {
        turns.compactMap {
            switch $0 {
            case .silent(let fault): fault?.kind
            case .reply(_, let fault): fault.kind
            case .request: nil
            }
        }
    }
    /// What leaves: immediate replies, and ACKs as if all were stored at once.
    mutating func replies() throws -> [[UInt8]] {
        var all: [[UInt8]] = []
        for turn in turns {
            switch turn {
            case .silent: continue
            case .reply(let bytes, _): if !bytes.isEmpty { all.append(bytes) }
            case .request(_, let number, let form):
                let ack = try DC09Encoder.ack(form, utcSeconds: now, padding: padding)
                manners.answer(number, ack) { all.append($0) }
            }
        }
        return all
    }
}

extension DC09Peer {
    init(accounts: DiallerAccounts, now: Int64 = vectorTime) {
        self.accounts = accounts
        self.now = now
    }
}

/// `<LF>...<CR>` with its binary bytes escaped, for messages of failures.
func shown(_ bytes: [UInt8]) -> String {
    bytes.map { $0 &- 0x20 < 0x5F ? String(UnicodeScalar($0)) : "<\(String($0, radix: 16))>" }
        .joined()
}
