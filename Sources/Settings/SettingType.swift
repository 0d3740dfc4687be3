// SPDX-License-Identifier: Apache-2.0
/// Owns what a value may be: type, range, unit; and the words that say so.
/// Never knows which key it belongs to.

import Glibc
import Vocabulary

/// The unit of an amount.
package enum SettingUnit: String, Sendable {
    case milliseconds, seconds, minutes, hours
    /// No unit: a factor.
    case times

    /// Length in milliseconds; 1 for a factor.
    var milliseconds: Double {
        switch self {
        case .milliseconds, .times: 1
        case .seconds: 1000
        case .minutes: 60_000
        case .hours: 3_600_000
        }
    }
}

/// What a value may be.
package indirect enum SettingType: Sendable {
    /// Visible text of at most so many bytes.
    case text(Int)
    /// A name without blanks: letters, digits, `.`, `_`, `-`; at most `Limits.keyBytesMax` bytes.
    case word
    /// What a device calls a kind of signal: as `word`, without `.` and capital letters.
    case kind
    /// A Contact ID event: `101`.
    case contactID
    /// A SIA code: `QA`.
    case sia
    /// Decimal digits only.
    case digits
    /// A file or folder.
    case path
    /// `127.0.0.1:7301` or `[::1]:7301`; port 0 means any free port.
    case address
    case flag
    case whole(ClosedRange<Int>)
    /// A number, fractions allowed.
    case amount(ClosedRange<Double>, SettingUnit)
    case choice([String])
    /// `voice`, `sms`, `exec:NAME`, `smstools`.
    case channel
    /// `+08:00`.
    case zone
    /// What crypt(3) makes, or `!`.
    case secretHash
    /// A list of so many values of one type.
    case list(SettingType, ClosedRange<Int>)
    /// A list of so many tables, whose keys have rows of their own.
    case tables(ClosedRange<Int>)

    /// Longest path the kernel takes.
    static let pathBytesMax = 4095
    /// Longest crypt(3) hash (CRYPT_OUTPUT_SIZE).
    static let hashBytesMax = 384

    /// What should stand there, in words: `seconds, 1...600`.
    package var expectation: String {
        switch self {
        case .text(let bytes): "text of at most \(bytes) bytes without control signs"
        case .word: "a word of letters, digits, \".\", \"_\" or \"-\""
        case .kind: "a word of lower-case letters, digits, \"_\" or \"-\""
        case .contactID: "three signs 0-9 or B-F in quotes, such as \"101\""
        case .sia: "two upper-case letters, such as \"QA\""
        case .digits: "digits in quotes"
        case .path: "a path"
        case .address: "an address with port, such as \"127.0.0.1:7301\" or \"[::1]:7301\""
        case .flag: "true or false"
        case .whole(let range): "whole number, \(Self.words(range))"
        case .amount(let range, let unit):
            "\(unit == .times ? "number" : unit.rawValue), "
                + "\(Self.number(range.lowerBound))...\(Self.number(range.upperBound))"
        case .choice(let words): "one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))"
        case .channel: "\"voice\", \"sms\", \"smstools\" or \"exec:NAME\""
        case .zone: "an offset from UTC such as \"+08:00\""
        case .secretHash: "a crypt(3) hash such as \"$y$j9T$...\", or \"!\" for a locked log-on"
        case .list(let type, let range): "list of \(Self.words(range)), each: \(type.expectation)"
        case .tables(let range): "list of \(Self.words(range)) objects"
        }
    }

    /// Whether text is wanted, so that `--set dutyOfficer.to=999` need not be quoted.
    var wantsText: Bool {
        switch self {
        case .text, .word, .kind, .contactID, .sia, .digits, .path, .address, .choice, .channel,
            .zone, .secretHash:
            true
        case .flag, .whole, .amount, .list, .tables: false
        }
    }

    /// Whether `value` is one of this type; elements of lists are looked at one by one elsewhere.
    func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .flag:
            if case .flag = value { true } else { false }
        case .whole(let range):
            if case .whole(let number) = value { range.contains(number) } else { false }
        case .amount(let range, _):
            value.number.map { range.contains($0) } ?? false
        case .list(_, let range), .tables(let range):
            value.elements.map { range.contains($0.count) } ?? false
        default:
            value.string.map { acceptsText($0) } ?? false
        }
    }

    private func acceptsText(_ text: String) -> Bool {
        switch self {
        case .text(let bytesMax): text.utf8.count <= bytesMax && PlainText.isPlain(text)
        case .word: Self.isWord(text)
        case .kind: Self.isName(text) && text == text.lowercased()
        case .contactID: EventCodes.isContactID(text)
        case .sia: EventCodes.isSIA(text)
        case .digits: text.utf8.count <= 15 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        case .path:
            !text.isEmpty && text.utf8.count <= Self.pathBytesMax && PlainText.isPlain(text)
        case .address: ListenAddress(text) != nil
        case .choice(let words): words.contains(text)
        case .channel: Self.isChannel(text)
        case .zone: Self.zone(text) != nil
        case .secretHash: Self.isHash(text)
        case .flag, .whole, .amount, .list, .tables: false
        }
    }

    // MARK: - Shapes of text

    /// Letters, digits, `.`, `_`, `-`.
    static func isWord(_ text: String) -> Bool {
        isName(text.replacing(".", with: "_"))
    }

    /// A key of the configuration's own choosing: no dot, so that a path names one thing.
    static func isName(_ text: String) -> Bool {
        (1...Limits.keyBytesMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
                default: false
                }
            }
    }

    private static func isChannel(_ text: String) -> Bool {
        guard let kind = ChannelKind(text: text) else { return false }
        if case .exec(let name) = kind { return isName(name) }
        return true
    }

    private static func isHash(_ text: String) -> Bool {
        if text == "!" { return true }
        // crypt(5): a prefix between two `$`, then nothing that a shadow file could not hold.
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        return text.utf8.count <= hashBytesMax && parts.count >= 4 && parts[0].isEmpty
            && !parts[1].isEmpty && (parts.last?.utf8.count ?? 0) >= 13
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"*!:;\\".utf8.contains($0) }
    }

    /// `+08:00` -> 480 minutes; nil for anything else.
    static func zone(_ text: String) -> ZoneOffset? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[0] == 0x2B || bytes[0] == 0x2D, bytes[3] == 0x3A else {
            return nil
        }
        let digits = [bytes[1], bytes[2], bytes[4], bytes[5]].map { Int($0) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let hours = digits[0] * 10 + digits[1]
        let minutes = digits[2] * 10 + digits[3]
        // The farthest offsets in use are -12:00 and +14:00.
        guard minutes < 60, hours * 60 + minutes <= 14 * 60 else { return nil }
        return ZoneOffset(minutes: (bytes[0] == 0x2D ? -1 : 1) * (hours * 60 + minutes))
    }

    private static func words(_ range: ClosedRange<Int>) -> String {
        range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound)...\(range.upperBound)"
    }
    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(value)
    }
}

/// A numeric address to listen on.
struct ListenAddress {
    let port: UInt16
    /// Only programs of this machine can reach it.
    let isLoopback: Bool

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
        else { return nil }
        self.port = port
        let host = text[..<colon]
        var bytes = [UInt8](repeating: 0, count: 16)
        if host.hasPrefix("["), host.hasSuffix("]") {
            guard inet_pton(AF_INET6, String(host.dropFirst().dropLast()), &bytes) == 1 else {
                return nil
            }
            let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF, 127]
            isLoopback =
                bytes == [UInt8](repeating: 0, count: 15) + [1] || bytes.starts(with: mapped)
        } else {
            guard inet_pton(AF_INET, String(host), &bytes) == 1 else { return nil }
            isLoopback = bytes[0] == 127
        }
    }
}
