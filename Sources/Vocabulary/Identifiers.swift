// SPDX-License-Identifier: Apache-2.0
/// Names of things: call numbers, and distinct types for the keys that people and files use.
/// Never mixes them up: a home's key is no device's key, and the compiler says so.

/// The number people say aloud: day and running number, `20261120-0042`. Grows past 9999 and is
/// never given twice, also not after a crash (numbers are reserved in durable blocks).
package struct CallID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// yyyymmdd * 10^9 + running number: ascending in time, so an index on it only appends.
    package let raw: Int64

    /// Greatest running number of a day.
    package static let numberMax: Int64 = 999_999_999

    package init(raw: Int64) { self.raw = raw }
    package init(day: CivilDay, number: Int64) {
        precondition((0...CallID.numberMax).contains(number), "running number out of range")
        raw = Int64(day.number) * 1_000_000_000 + number
    }
    /// Reads `20261120-0042`; nil for anything else.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes.count <= 18, bytes[8] == 45 else { return nil }
        var day: Int64 = 0
        for byte in bytes[0..<8] {
            guard (48...57).contains(byte) else { return nil }
            day = day * 10 + Int64(byte - 48)
        }
        var number: Int64 = 0
        for byte in bytes[9...] {
            guard (48...57).contains(byte) else { return nil }
            number = number * 10 + Int64(byte - 48)
        }
        raw = day * 1_000_000_000 + number
    }

    /// No call: what an attempt for the centre itself carries.
    package static let none = CallID(raw: 0)

    /// The calendar day in the number.
    package var day: CivilDay { CivilDay(number: Int32(clamping: raw / 1_000_000_000)) }
    /// The running number within the day, from 1.
    package var number: Int64 { raw % 1_000_000_000 }
    package var description: String { "\(day.number)-\(padded(Int(number), 4))" }
    package static func < (a: CallID, b: CallID) -> Bool { a.raw < b.raw }
    /// Calls are looked up dozens of times in each decision, and nobody but the centre chooses
    /// their numbers: one multiplication spreads them.
    package func _rawHashValue(seed: Int) -> Int {
        let product = (UInt64(bitPattern: raw) ^ UInt64(bitPattern: Int64(seed)))
            .multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return Int(Int64(bitPattern: product.high ^ product.low))
    }
}

/// A key given by people or files, distinct for each `Kind` of thing.
package struct Key<Kind>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The key as written; at most `Limits.keyBytesMax` bytes of UTF-8.
    package let text: String

    package init(_ text: String) { self.text = text }
    package var description: String { text }
    package static func < (a: Key, b: Key) -> Bool { a.text < b.text }

    // Written out: keys are hashed some twenty times for one alarm.
    package static func == (a: Key, b: Key) -> Bool { sameText(a.text, b.text) }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
    /// What dictionaries ask for.
    package func _rawHashValue(seed: Int) -> Int {
        var hash = TextHash(seed: seed)
        hash.combine(text)
        return hash.finalize()
    }
}

/// A home unit's or pendant's account, as the device sends it (`A1234`).
package typealias DeviceID = Key<Device>
/// A dwelling: one address, one or more persons and devices.
package typealias HomeID = Key<Home>
/// A person served.
package typealias SubscriberID = Key<Subscriber>
/// A person who logs in at the console, by log-on name.
package typealias OperatorID = Key<Operator>
/// A gateway that speaks on the device port.
package typealias GatewayID = Key<GatewayKind>
/// Tag type of `GatewayID`.
package enum GatewayKind {}
extension GatewayID {
    /// The centre itself, where it raises an alarm: no gateway's name begins with `@`.
    package static let centre = GatewayID("@centre")
    /// The path of diallers that speak to us directly, with the peer's address.
    package static func dialler(from host: String) -> GatewayID { GatewayID("@dc09/\(host)") }
    /// Whether it is a gateway on the device port, which wants to hear that its alarms were taken.
    package var hearsTaken: Bool { text.utf8.first != UInt8(ascii: "@") }
}

/// An action plan's name (`emergency`).
package typealias PlanID = Key<Plan>

/// One attempt to reach a contact, a service or the duty officer; the `id` of a NOTIFY.
package struct AttemptID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let raw: Int64
    package init(raw: Int64) { self.raw = raw }
    package var description: String { String(raw) }
    package static func < (a: AttemptID, b: AttemptID) -> Bool { a.raw < b.raw }
}

/// A promised follow-up service.
package struct FollowUpID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let raw: Int64
    package init(raw: Int64) { self.raw = raw }
    package var description: String { String(raw) }
    package static func < (a: FollowUpID, b: FollowUpID) -> Bool { a.raw < b.raw }
}
