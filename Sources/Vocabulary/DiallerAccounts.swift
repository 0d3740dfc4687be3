// SPDX-License-Identifier: Apache-2.0
/// The accounts of alarm diallers (SIA DC-09): key, supervision, default priority; and what is done
/// with what is not among them. Never shows a key.

/// One line of the file of accounts.
package struct DiallerAccount: Hashable, Sendable {
    /// The account, spelled as in the file: what the directory of devices knows it by.
    package let device: DeviceID
    /// AES key of 16, 24 or 32 bytes; nil where the account speaks in clear.
    package let key: MaskedBytes?
    /// Longest silence before the device counts as lost; nil where it is not supervised.
    package let supervision: Span?
    /// Urgency of codes that are not in the table; nil: as `unknownKind`.
    package let priority: Priority?
    /// Whether a message in clear is accepted although there is a key.
    package let allowsClear: Bool

    package init(
        device: DeviceID, key: MaskedBytes? = nil, supervision: Span? = nil,
        priority: Priority? = nil, allowsClear: Bool = false
    ) {
        self.device = device
        self.key = key
        self.supervision = supervision
        self.priority = priority
        self.allowsClear = allowsClear
    }
}

/// All accounts, and the rules for what comes from none of them.
package struct DiallerAccounts: Sendable, Equatable {
    /// What is done with an account that is not listed.
    package enum Unknown: String, CaseIterable, Sendable {
        /// It is heard: an alarm from a unit that nobody registered must reach a person.
        case call
        /// It gets no answer.
        case silent
    }
    /// What is said to a frame with a wrong checksum.
    package enum WrongCRC: String, CaseIterable, Sendable {
        /// Nothing, as the standard has it.
        case silent
        /// NAK: some diallers then send again at once.
        case nak
    }

    package var unknown: Unknown
    package var wrongCRC: WrongCRC
    /// Errors in a row that end a connection.
    package var errorsMax: Int
    package private(set) var all: [DiallerAccount] = []
    /// Whether any account has a key: a centre built without encryption must say so at its start.
    package private(set) var hasKeys = false
    /// Folded account -> place in `all`.
    private var places: [String: Int] = [:]
    /// Without leading zeros; -1 where two accounts would be the same.
    private var shortPlaces: [String: Int] = [:]

    package init(
        _ accounts: [DiallerAccount] = [], unknown: Unknown = .call, wrongCRC: WrongCRC = .silent,
        errorsMax: Int = 10
    ) {
        self.unknown = unknown
        self.wrongCRC = wrongCRC
        self.errorsMax = errorsMax
        for account in accounts { add(account) }
    }

    /// Adds an account; false, and nothing is added, where it is there already.
    @discardableResult
    package mutating func add(_ account: DiallerAccount) -> Bool {
        let name = Self.folded(Array(account.device.text.utf8).span)
        guard places[name] == nil else { return false }
        let place = all.count
        all.append(account)
        places[name] = place
        let short = Self.withoutZeros(name)
        shortPlaces[short] = shortPlaces[short] == nil ? place : -1
        if account.key != nil { hasKeys = true }
        return true
    }

    /// The account that a device writes so: in either case of letters and, only where that finds
    /// none and names one alone, without regard to leading zeros (pysiaalarm 36, ioBroker 20).
    package func find(_ account: Swift.Span<UInt8>) -> DiallerAccount? {
        if all.isEmpty || account.isEmpty { return nil }
        let name = Self.folded(account)
        if let place = places[name] { return all[place] }
        guard let place = shortPlaces[Self.withoutZeros(name)], place >= 0 else { return nil }
        return all[place]
    }

    /// The same of text.
    package subscript(account: String) -> DiallerAccount? { find(Array(account.utf8).span) }

    /// ASCII letters in upper case; other bytes as they are.
    private static func folded(_ account: Swift.Span<UInt8>) -> String {
        let count = min(account.count, Limits.keyBytesMax)
        return String(unsafeUninitializedCapacity: count) { bytes in
            for at in 0..<count {
                let byte = account[at]
                bytes[at] = byte &- 0x61 < 26 ? byte - 0x20 : byte
            }
            return count
        }
    }

    private static func withoutZeros(_ name: String) -> String {
        let short = name.drop { $0 == "0" }
        return short.isEmpty ? "0" : String(short)
    }
}
