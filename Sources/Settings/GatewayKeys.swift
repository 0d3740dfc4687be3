// SPDX-License-Identifier: Apache-2.0
/// Owns the keys of the gateways, and the answer to whether one may come in.
/// Never shows a key, and never tells by its time whether a name is known.

package import Vocabulary

/// A gateway that may come in.
package struct GatewayAdmission: Hashable, Sendable {
    /// Its name.
    package let gateway: GatewayID
    /// Whether it is handed what is to be said to contacts.
    package let notifier: Bool
}

/// The keys of all gateways.
package struct GatewayKeys: Sendable {
    /// Longest key; comparing one always looks at so many bytes.
    package static let keyBytesMax = 256
    /// Shortest key in a file: 16 bytes of text hold at least 64 bits.
    package static let keyBytesMin = 16
    /// Most gateways of one centre: a shire with one for each estate.
    package static let gatewaysMax = 10_000

    private struct Entry {
        let admission: GatewayAdmission
        let key: [UInt8]
    }
    private var entries: [String: Entry] = [:]

    /// The keys of the configuration and of its key file, which is read now.
    ///
    /// Throws when the file cannot be read, when others than its owner may read it, or when a line
    /// is none; every bad line is named.
    package static func load(for settings: CentreSettings) throws(SettingsErrors) -> GatewayKeys {
        var keys = GatewayKeys()
        for gateway in settings.inlineGateways {
            keys.entries[gateway.id.text] = Entry(
                admission: GatewayAdmission(gateway: gateway.id, notifier: gateway.notifier),
                key: Array(gateway.key.shown.utf8))
        }
        if let path = settings.gatewayKeyFile { try keys.read(path) }
        return keys
    }

    private init() {}

    /// As `load`, from the lines of a key file in memory; `path` names them in errors.
    package init(lines: [UInt8], from path: String) throws(SettingsErrors) {
        try read(lines, from: path)
    }

    /// Names of the gateways, in order.
    package var gateways: [GatewayID] { entries.values.map(\.admission.gateway).sorted() }

    /// The key of a gateway, for whoever must show it: `safebell canary`.
    package func key(of gateway: GatewayID) -> Masked? {
        entries[gateway.text].map { Masked(String(decoding: $0.key, as: UTF8.self)) }
    }

    /// What `name` is when `key` is its key; nil for a wrong key and an unknown name alike.
    package func admits(name: String, key: String) -> GatewayAdmission? {
        let entry = entries[name]
        // An unknown name costs the same comparison, with a key that nobody has: it is empty.
        let same = Self.isSame(Array(key.utf8), entry?.key ?? [])
        guard let entry, same, !entry.key.isEmpty else { return nil }
        return entry.admission
    }

    /// Compares without stopping at the first difference.
    private static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        var difference = a.count ^ b.count
        for index in 0..<keyBytesMax {
            let x = index < a.count ? a[index] : 0
            let y = index < b.count ? b[index] : 0
            difference |= Int(x ^ y)
        }
        return difference == 0
    }

    // MARK: - The key file

    private mutating func read(_ path: String) throws(SettingsErrors) {
        let file: SettingsFile
        do {
            file = try SettingsFile(secret: path)
        } catch {
            throw SettingsErrors([Self.error(path, 0, error.found, error.expected)])
        }
        try read(file.bytes, from: path)
    }

    private mutating func read(_ bytes: [UInt8], from path: String) throws(SettingsErrors) {
        var errors: [SettingsError] = []
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if let fault = take(line) {
                errors.append(Self.error(path, index + 1, fault.found, fault.expected))
            }
        }
        if entries.isEmpty && errors.isEmpty {
            errors.append(Self.error(path, 0, "no gateway", "lines NAME KEY [notifier]"))
        }
        guard errors.isEmpty else { throw SettingsErrors(errors) }
    }

    /// Takes one line over; says what is wrong with it otherwise.
    private mutating func take(_ line: ArraySlice<UInt8>) -> (found: String, expected: String)? {
        let words = line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        guard let first = words.first, first.first != UInt8(ascii: "#") else { return nil }
        let name = String(decoding: first, as: UTF8.self)
        guard words.count == 2 || words.count == 3 else {
            return ("\(words.count) words", "NAME KEY, or NAME KEY notifier")
        }
        guard SettingType.isWord(name) else { return ("such a name", SettingType.word.expectation) }
        guard (Self.keyBytesMin...Self.keyBytesMax).contains(words[1].count),
            words[1].allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            return (
                "a key of \(words[1].count) bytes",
                "\(Self.keyBytesMin)...\(Self.keyBytesMax) visible ASCII signs"
            )
        }
        let isNotifier = words.count == 3
        if isNotifier, Array(words[2]) != Array("notifier".utf8) {
            return ("a third word", "\"notifier\" or nothing")
        }
        guard entries[name] == nil else { return ("\(name) a second time", "each gateway once") }
        guard entries.count < Self.gatewaysMax else {
            return ("one more gateway", "at most \(Self.gatewaysMax)")
        }
        entries[name] = Entry(
            admission: GatewayAdmission(gateway: GatewayID(name), notifier: isNotifier),
            key: Array(words[1]))
        return nil
    }

    private static func error(
        _ path: String, _ line: Int, _ found: String, _ expected: String
    ) -> SettingsError {
        SettingsError(
            source: .file(path, line: line, column: 0), path: line == 0 ? "gateways.keyFile" : "",
            found: found, expected: expected)
    }
}
