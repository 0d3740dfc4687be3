// SPDX-License-Identifier: Apache-2.0
/// Owns the grammar of one line of the file of accounts.
/// Never puts a sign of a key into what it says of a fault.

import Vocabulary

/// One line: `ACCOUNT [key=hex:... | key=ascii:...] [every=60s] [priority=1] [clear=yes]`.
struct AccountLine {
    /// What is wrong with a line, and in which column, from 1.
    struct Fault: Error {
        let column: Int
        let found: String
        let expected: String
    }

    /// One word, by its places in the line.
    private typealias Word = ArraySlice<UInt8>

    /// Shortest silence: two polls of the quickest diallers, every 5 s.
    static let everySecondsMin = 10
    /// Longest: a week, as `supervision.minutes`.
    static let everySecondsMax = 604_800
    /// Lengths of AES keys.
    private static let keyLengths = [16, 24, 32]

    private let line: ArraySlice<UInt8>
    private let words: [Word]

    init(_ line: ArraySlice<UInt8>) {
        self.line = line
        let all = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        // What follows a word that begins with `#` is a remark.
        words = Array(all.prefix { $0.first != UInt8(ascii: "#") })
    }

    /// nil for an empty line and a remark.
    func account() throws(Fault) -> DiallerAccount? {
        guard let name = words.first else { return nil }
        guard Self.isAccount(name) else {
            throw fault(
                name.startIndex, "such an account",
                "1...\(Limits.keyBytesMax) visible ASCII signs without \" # = [ ] |")
        }
        let values = try values()
        let key = try values["key"].map { word throws(Fault) in try self.key(word) }
        let every = try values["every"].map { word throws(Fault) in try self.every(word) }
        let priority = try values["priority"].map { word throws(Fault) in try self.priority(word) }
        let clear = try values["clear"].map { word throws(Fault) in try self.clear(word) }
        if let word = values["clear"], clear == false, key == nil {
            throw fault(word.startIndex, "no without a key", "a key, or clear=yes")
        }
        return DiallerAccount(
            device: DeviceID(Self.upperCased(name)), key: key, supervision: every,
            priority: priority, allowsClear: clear ?? (key == nil))
    }

    /// The words behind the account, `name=value`.
    private func values() throws(Fault) -> [String: Word] {
        var values: [String: Word] = [:]
        for word in words.dropFirst() {
            // Only a known name is echoed: anything else could be a key with a blank in it.
            guard let equals = word.firstIndex(of: UInt8(ascii: "=")),
                let name = ["key", "every", "priority", "clear"].first(where: {
                    $0.utf8.elementsEqual(word[..<equals])
                })
            else {
                throw fault(
                    word.startIndex, "such a word", "key=..., every=..., priority=... or clear=...")
            }
            guard values[name] == nil else {
                throw fault(word.startIndex, "\(name)= a second time", "it once")
            }
            values[name] = word[(equals + 1)...]
        }
        return values
    }

    // MARK: - Values

    private func key(_ word: Word) throws(Fault) -> MaskedBytes {
        let hex = Array("hex:".utf8)
        let ascii = Array("ascii:".utf8)
        if word.starts(with: hex) { return try hexKey(word.dropFirst(hex.count)) }
        guard word.starts(with: ascii) else {
            throw fault(
                word.startIndex, "a key of no known form", "key=hex:... or key=ascii:...")
        }
        let signs = word.dropFirst(ascii.count)
        if let odd = signs.firstIndex(where: { !(0x21...0x7E).contains($0) }) {
            throw fault(odd, "another sign in the key", "visible ASCII signs")
        }
        guard Self.keyLengths.contains(signs.count) else {
            throw fault(
                signs.startIndex, "a key of \(signs.count) signs", "16, 24 or 32 ASCII signs")
        }
        return MaskedBytes(Array(signs))
    }

    private func hexKey(_ digits: Word) throws(Fault) -> MaskedBytes {
        var halves: [UInt8] = []
        for index in digits.indices {
            guard let half = Self.hexDigit(digits[index]) else {
                throw fault(index, "another sign in the key", "hex digits 0-9, A-F")
            }
            halves.append(half)
        }
        guard Self.keyLengths.contains(where: { $0 * 2 == halves.count }) else {
            throw fault(
                digits.startIndex, "a key of \(halves.count) hex digits",
                "32, 48 or 64 hex digits (16, 24 or 32 bytes)")
        }
        return MaskedBytes(
            stride(from: 0, to: halves.count, by: 2).map { halves[$0] << 4 | halves[$0 + 1] })
    }

    /// ASCII letters only: accounts are bytes, no language.
    private static func upperCased(_ name: some Sequence<UInt8>) -> String {
        String(
            decoding: name.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self)
    }

    private func every(_ word: Word) throws(Fault) -> Span {
        let factors: [UInt8: Int] = [
            UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600,
        ]
        guard let unit = word.last, let factor = factors[unit], (2...7).contains(word.count),
            word.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
        else {
            throw fault(word.startIndex, shown(word), "a span such as 60s, 5m or 2h")
        }
        let seconds = word.dropLast().reduce(0) { $0 * 10 + Int($1 - 0x30) } * factor
        guard (Self.everySecondsMin...Self.everySecondsMax).contains(seconds) else {
            throw fault(
                word.startIndex, shown(word),
                "\(Self.everySecondsMin)s...\(Self.everySecondsMax / 3600)h")
        }
        return .seconds(Int64(seconds))
    }

    private func priority(_ word: Word) throws(Fault) -> Priority {
        guard word.count == 1, let digit = word.first, digit >= 0x30,
            let priority = Priority(rawValue: Int(digit) - 0x30)
        else { throw fault(word.startIndex, shown(word), "a priority, 1...5") }
        return priority
    }

    private func clear(_ word: Word) throws(Fault) -> Bool {
        switch String(decoding: word, as: UTF8.self) {
        case "yes": true
        case "no": false
        default: throw fault(word.startIndex, shown(word), "yes or no")
        }
    }

    // MARK: - Signs

    private static func isAccount(_ word: Word) -> Bool {
        (1...Limits.keyBytesMax).contains(word.count)
            && word.allSatisfy { (0x21...0x7E).contains($0) && !"\"#=[]|".utf8.contains($0) }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// A short value that is no key, as an error shows it.
    private func shown(_ word: Word) -> String {
        "\"\(PlainText.escaped(String(decoding: word.prefix(20), as: UTF8.self)))\""
    }

    private func fault(_ index: Int, _ found: String, _ expected: String) -> Fault {
        let before = line[line.startIndex..<index].count { $0 & 0xC0 != 0x80 }
        return Fault(column: before + 1, found: found, expected: expected)
    }
}
