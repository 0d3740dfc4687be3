// SPDX-License-Identifier: Apache-2.0
/// Lines that killed the centre: who they are, how often, and which are handled no more. A device sends
/// again what was not acknowledged, so a line that traps would kill the centre again and again, and
/// with it everybody's presses (BT 999, 25 June 2023: agents' systems restarted when a call arrived).
/// Never drops one: after two deaths it becomes a call that shows it, and its device hears that.

import Glibc
import Vocabulary

enum Poison {
    /// Deaths after which a line is handled no more: one may be chance.
    static let deathsMax = 2
    /// Lines remembered; the oldest are forgotten.
    static let suspectsMax = 100
    /// So long a line is suspected: another program may read it, and diallers count from 1 again.
    static let suspectedMilliseconds: Int64 = 7 * 24 * 3600 * 1000
    /// So long after a death the call is opened at a start, whether the device sends again or not.
    static let callMilliseconds: Int64 = 3600 * 1000

    /// What a line and the same line sent again have in common: all but the tag, and of a frame what does
    /// not change from try to try (an encrypted one has new padding, a clear one a new timestamp).
    static func identity(_ bytes: Swift.Span<UInt8>, _ kind: LineKind) -> UInt64 {
        var from = 0
        var to = bytes.count
        if kind == .frame {
            while from < to, bytes[from] != UInt8(ascii: "\"") { from += 1 }
            var at = from
            while at < to, bytes[at] != UInt8(ascii: "[") { at += 1 }
            let isEncrypted = from + 1 < to && bytes[from + 1] == UInt8(ascii: "*")
            if !isEncrypted { while at < to, bytes[at] != UInt8(ascii: "]") { at += 1 } }
            to = at
        } else {
            from = textStart(bytes)
        }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(kind.rawValue)
        while from < to {
            hash = (hash ^ UInt64(bytes[from])) &* 0x100_0000_01B3
            from += 1
        }
        return hash
    }

    /// Behind the tag, where there is one.
    private static func textStart(_ bytes: Swift.Span<UInt8>) -> Int {
        var at = 0
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "@") else { return at }
        while at < bytes.count, bytes[at] != 0x20 { at += 1 }
        while at < bytes.count, bytes[at] == 0x20 { at += 1 }
        return at
    }

    /// HELLO, LOGIN and SECRET carry keys, a row of IMPORT may carry a door code or a health note;
    /// whatever else begins so does not matter.
    static func mayHoldSecret(_ bytes: Swift.Span<UInt8>) -> Bool {
        let at = textStart(bytes)
        guard at < bytes.count else { return false }
        switch bytes[at] | 0x20 {
        case UInt8(ascii: "h"), UInt8(ascii: "i"), UInt8(ascii: "l"): return true
        case UInt8(ascii: "s"):
            return at + 2 < bytes.count && bytes[at + 1] | 0x20 == UInt8(ascii: "e")
                && bytes[at + 2] | 0x20 == UInt8(ascii: "c")
        default: return false
        }
    }

    // MARK: What is said in its place

    /// The alarm that stands for a line: of a device that nobody has, so that nothing which belongs to the
    /// line's own device is touched again.
    static func signal(_ hash: UInt64, _ bytes: [UInt8], gateway: GatewayID) -> Signal {
        Signal(
            identity: AlarmIdentity(
                device: device(hash), reference: Reference(reference(bytes)), kind: .unreadable,
                deviceTime: 0),
            text: text(bytes), gateway: gateway, damaged: true)
    }

    /// The same as a line of the device port, under the tag it came with.
    static func line(_ hash: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        let tag = bytes.first == UInt8(ascii: "@") ? bytes.prefix { $0 != 0x20 } : []
        let isPlain = tag.count < 32 && tag.dropFirst().allSatisfy(isWord)
        let head = isPlain && !tag.isEmpty ? String(decoding: tag, as: UTF8.self) + " " : ""
        return Array(
            ("\(head)ALARM dev=\(device(hash)) ref=\(reference(bytes)) type=\(SignalKind.unreadable) "
                + "text=\"\(text(bytes))\"").utf8)
    }

    private static func device(_ hash: UInt64) -> DeviceID {
        DeviceID("unreadable-\(String(hash, radix: 16))")
    }

    /// Its `ref=`, so that the gateway knows what is acknowledged; found without the parser, which may be
    /// what it kills.
    private static func reference(_ bytes: [UInt8]) -> String {
        let key = Array(" ref=".utf8)
        var at = 0
        while at + key.count < bytes.count {
            let piece = bytes[at..<(at + key.count)].map {
                $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0
            }
            if piece == key {
                let value = bytes[(at + key.count)...].prefix { isWord($0) }
                if !value.isEmpty { return String(decoding: value.prefix(64), as: UTF8.self) }
            }
            at += 1
        }
        return "unreadable"
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Letters, digits and a few signs as they are, the rest as %HEX: whatever killed the centre is not
    /// said to it once more.
    static func text(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty {
            return "a line that stopped the centre; not kept, because it holds a key"
        }
        let digits = Array("0123456789ABCDEF".utf8)
        var shown: [UInt8] = []
        for byte in bytes.prefix(600) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: " "), UInt8(ascii: "="),
                UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "#"), UInt8(ascii: "|"):
                shown.append(byte)
            default: shown += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return "this line stopped the centre: " + String(decoding: shown, as: UTF8.self)
            + (bytes.count > 600 ? "..." : "")
    }
}

/// A line that was in hand when the centre died, and how often.
struct Suspect: Equatable, Sendable {
    var hash: UInt64
    var kind: LineKind
    var atDesk: Bool
    var deaths: Int
    /// Wall clock of the last death, milliseconds.
    var at: Int64
    /// Empty for a person's line, and where a key stood in it.
    var bytes: [UInt8]
}

/// The lines that are handled no more. Read at the start; a run of the centre never changes it.
struct Quarantine: Sendable {
    private(set) var suspects: [Suspect] = []
    private var held: [UInt64: Suspect] = [:]

    init() {}

    /// Nearly always: then no line is looked up.
    var isEmpty: Bool { held.isEmpty }

    /// The suspect that this line is, where it is handled no more.
    func finds(_ line: Swift.Span<UInt8>, _ kind: LineKind) -> Suspect? {
        held[Poison.identity(line, kind)].flatMap { $0.kind == kind ? $0 : nil }
    }

    /// Those that a person must see at this start.
    func toShow(at now: Int64) -> [Suspect] {
        held.values.filter { $0.kind != .console && now - $0.at < Poison.callMilliseconds }
            .sorted { $0.hash < $1.hash }
    }

    /// Counts what was in hand when the centre died last, and says it in the log.
    init(folder: String, at now: Int64) {
        let file = "\(folder)/suspects"
        let words = "\(folder)/last-words"
        suspects = Quarantine.read(Quarantine.bytes(of: file)).filter {
            now - $0.at < Poison.suspectedMilliseconds
        }
        let left = Hands.leftBehind(Quarantine.bytes(of: words))
        for line in left { count(line, at: now) }
        if !left.isEmpty {
            suspects = Array(suspects.suffix(Poison.suspectsMax))
            // First remembered, then forgotten: a crash between the two counts it twice, not never.
            if Quarantine.write(suspects, to: file) { unlink(words) }
        }
        for suspect in suspects where suspect.deaths >= Poison.deathsMax {
            held[suspect.hash] = suspect
        }
    }

    private mutating func count(_ line: LeftBehind, at now: Int64) {
        var suspect = Suspect(
            hash: line.hash, kind: line.kind, atDesk: line.atDesk, deaths: 0, at: now,
            bytes: line.kind == .console ? [] : line.bytes)
        if let known = suspects.firstIndex(where: { $0.hash == line.hash }) {
            suspect.deaths = suspects.remove(at: known).deaths
        }
        suspect.deaths += 1
        suspects.append(suspect)
        Log.error(
            "line-stopped-the-centre",
            [
                ("line", String(line.hash, radix: 16)), ("kind", "\(line.kind)"),
                ("times", String(suspect.deaths)),
                ("handled", suspect.deaths >= Poison.deathsMax ? "no more" : "yes"),
            ])
    }

    // MARK: The file: HASH KIND PLACE DEATHS AT HEX, one a line

    private static func read(_ bytes: [UInt8]) -> [Suspect] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 5, let hash = UInt64(words[0], radix: 16),
                let kind = UInt32(words[1]).flatMap(LineKind.init), let deaths = Int(words[3]),
                let at = Int64(words[4])
            else { return nil }
            let hex = words.count > 5 ? Array(words[5].utf8) : []
            let raw = stride(from: 0, to: hex.count - 1, by: 2).compactMap {
                UInt8(String(decoding: hex[$0...($0 + 1)], as: UTF8.self), radix: 16)
            }
            return Suspect(
                hash: hash, kind: kind, atDesk: words[2] == "desk", deaths: deaths, at: at,
                bytes: raw)
        }
    }

    private static func write(_ suspects: [Suspect], to path: String) -> Bool {
        let text = suspects.map { one in
            let hex = one.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return "\(String(one.hash, radix: 16)) \(one.kind.rawValue) "
                + "\(one.atDesk ? "desk" : "socket") \(one.deaths) \(one.at) \(hex)\n"
        }.joined()
        let file = open("\(path).new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        let bytes = Array(text.utf8)
        let isWhole = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        return isWhole && rename("\(path).new", path) == 0
    }

    private static func bytes(of path: String) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_size > 0, facts.st_size < 1 << 28 else {
            return []
        }
        var all = [UInt8](repeating: 0, count: Int(facts.st_size))
        var at = 0
        while at < all.count {
            let count = all.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress! + at, $0.count - at)
            }
            if count <= 0 { return Array(all[..<at]) }
            at += count
        }
        return all
    }
}
