// SPDX-License-Identifier: Apache-2.0
/// What `dial` was asked to say, checked.
/// Never connects to anything.

import Vocabulary
import Wire
import World

/// The options of `dial` as values.
struct DialSettings {
    var address: Address
    var device: DialledDevice
    var token: DC09Token
    /// Behind `#account|`; nil for a null message.
    var payload: String?
    var blocks: [String]
    var sequence: Int
    var count: Int
    /// Real microseconds.
    var every: Stamp
    var resend: Stamp
    var tries: Int

    static let options: [Option] = [
        Option("--to", "HOST:PORT", "the daemon's DC-09 port (127.0.0.1:7303)"),
        Option("--account", "ACCOUNT", "who calls; what the directory knows the device by"),
        Option("--code", "CODE", "1101, 3301, or 101 for 1101; or a SIA code such as QA (1101)"),
        Option("--token", "TOKEN", "ADM-CID, SIA-DCS, NULL, XNM or HENG-BO (by the code)"),
        Option("--zone", "ZONE", "zone, sensor or user (015)"),
        Option("--area", "AREA", "partition or area (01)"),
        Option("--text", "TEXT", "words of the device"),
        Option("--block", "BLOCK", "extended data such as Lbathroom; may be repeated"),
        Option("--key", "KEY", "hex:... or ascii:... of 16, 24 or 32 bytes: encrypted with AES"),
        Option("--udp", "", "datagrams instead of a connection"),
        Option("--quirk", "NAME", "what real devices do otherwise; `list` prints them; repeatable"),
        Option("--sequence", "N", "number of the first message, 0...9999 (1)"),
        Option("--receiver", "R", "receiver number, 1 to 6 hex digits (none)"),
        Option("--line", "L", "line number, 1 to 6 hex digits (0)"),
        Option("--count", "N", "so many messages, one after the other (1)"),
        Option("--every", "SECONDS", "pause between them (0)"),
        Option("--resend", "SECONDS", "without an answer the same is said again (5)"),
        Option("--tries", "N", "sendings of one message, then it is given up (3)"),
        Option("--clock", "SECONDS", "the device's clock is so far ahead (0)"),
    ]
    /// What the device's clock is ahead by before a NAK has set it.
    var clockAhead: Int64

    init(_ given: Arguments) throws(UsageError) {
        let to = given.text("--to") ?? "127.0.0.1:7303"
        guard let address = Address(to) else {
            throw UsageError("--to \(to): expected HOST:PORT")
        }
        self.address = address
        guard let account = given.text("--account") else {
            throw UsageError("--account ACCOUNT is missing")
        }
        device = DialledDevice(account: try Self.plain("--account", account, "\"#=[]| "))
        device.receiver = try given.text("--receiver").map { text throws(UsageError) in
            try Self.plain("--receiver", text, "\"#=[]| ")
        }
        device.line = try Self.plain("--line", given.text("--line") ?? "0", "\"#=[]| ")
        device.usesDatagrams = given.has("--udp")
        device.keepsConnection = true
        device.key = try given.text("--key").map { text throws(UsageError) in
            try DialKey.read(text)
        }
        for name in given.texts("--quirk") {
            guard let quirk = DC09Message.Quirk(rawValue: name) else {
                throw UsageError("--quirk \(name): expected \(Self.quirkNames); or list")
            }
            device.quirks.insert(quirk)
        }
        let code = try Self.code(given)
        token = try Self.token(given, code)
        let text = try given.text("--text").map { text throws(UsageError) in
            try Self.plain("--text", text, "[]|")
        }
        blocks = []
        for block in given.texts("--block") {
            blocks.append(try Self.plain("--block", block, "[]"))
        }
        let area = try Self.plain("--area", given.text("--area") ?? "01", "[]|/ ")
        let zone = try Self.plain("--zone", given.text("--zone") ?? "015", "[]|/ ")
        switch token {
        case .siaDCS:
            payload = "Nri\(Self.short(area))/\(code)\(zone)" + (text.map { "|A\($0)" } ?? "")
        case .contactID, .hengBo:
            payload = "\(code) \(area) \(zone)"
            if let text { blocks.append("I\(text)") }
        default:
            payload = nil
            if let text { blocks.append("I\(text)") }
        }
        sequence = try given.number("--sequence", 0...Dialler.sequenceMax, default: 1)
        count = try given.number("--count", 1...1_000_000, default: 1)
        every = try Self.microseconds(given, "--every", 0...86_400, 0)
        resend = try Self.microseconds(given, "--resend", 0.01...3600, 5)
        tries = try given.number("--tries", 1...1000, default: 3)
        clockAhead = Int64(try given.number("--clock", -100_000_000...100_000_000, default: 0))
    }

    static var quirkNames: String {
        DC09Message.Quirk.allCases.map(\.rawValue).joined(separator: " ")
    }

    /// Which codes are written so: `1101` of Contact ID, `QA` of SIA.
    private static func code(_ given: Arguments) throws(UsageError) -> String {
        guard let text = given.text("--code")?.uppercased() else {
            return given.text("--token")?.uppercased() == "SIA-DCS" ? "QA" : "1101"
        }
        let isDigits = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 &- 0x42 < 5 }
        if isDigits, text.utf8.first.map({ $0 <= 0x39 }) == true {
            if text.utf8.count == 3 { return "1" + text }
            if text.utf8.count == 4 { return text }
        } else if text.utf8.count == 2, text.utf8.allSatisfy({ $0 &- 0x41 < 26 }) {
            return text
        }
        throw UsageError(
            "--code \(text): expected digits such as 1101 or 101, or letters such as QA")
    }

    private static func token(
        _ given: Arguments, _ code: String
    ) throws(UsageError) -> DC09Token {
        let isSIA = code.utf8.count == 2
        guard let name = given.text("--token")?.uppercased() else {
            return isSIA ? .siaDCS : .contactID
        }
        let known: [DC09Token] = [.contactID, .siaDCS, .null, .extendedNull, .hengBo]
        guard let token = known.first(where: { $0.name == name }) else {
            throw UsageError(
                "--token \(name): expected \(known.map(\.name).joined(separator: ", "))")
        }
        let wantsSIA = token == .siaDCS
        if !token.isPoll, wantsSIA != isSIA {
            throw UsageError(
                "--code \(code): \(name) has codes such as \(wantsSIA ? "QA" : "1101")")
        }
        return token
    }

    /// `01` as SIA writes it: `1`.
    private static func short(_ area: String) -> String {
        let rest = area.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }

    /// Text that does not break the frame.
    private static func plain(
        _ name: String, _ text: String, _ forbidden: String
    ) throws(UsageError) -> String {
        let isBad =
            text.isEmpty
            || text.utf8.contains { $0 < 0x20 || $0 == 0x7F || forbidden.utf8.contains($0) }
        guard !isBad else {
            throw UsageError("\(name) \(text): not empty, without control signs and \(forbidden)")
        }
        return text
    }

    private static func microseconds(
        _ given: Arguments, _ name: String, _ range: ClosedRange<Double>, _ standard: Double
    ) throws(UsageError) -> Stamp {
        Stamp(try given.amount(name, range, default: standard) * 1_000_000)
    }
}

/// Keys as people type them.
enum DialKey {
    /// `hex:00112233...` or `ascii:...`; never echoed.
    static func read(_ text: String) throws(UsageError) -> MaskedBytes {
        guard Cipher.isPresent else {
            throw UsageError(
                "--key: this program was built without encryption; build it with --traits Crypto")
        }
        var bytes: [UInt8] = []
        if text.hasPrefix("ascii:") {
            bytes = Array(text.utf8.dropFirst(6))
        } else if text.hasPrefix("hex:") {
            let digits = text.dropFirst(4).map(\.hexDigitValue)
            guard digits.count % 2 == 0, !digits.contains(nil) else {
                throw UsageError("--key: hex:... takes pairs of hex digits")
            }
            let values = digits.map { UInt8($0 ?? 0) }
            bytes = stride(from: 0, to: values.count, by: 2).map {
                values[$0] << 4 | values[$0 + 1]
            }
        } else {
            throw UsageError("--key: expected hex:... or ascii:...")
        }
        guard [16, 24, 32].contains(bytes.count) else {
            throw UsageError("--key: \(bytes.count) bytes; AES has 16, 24 or 32")
        }
        return MaskedBytes(bytes)
    }
}
