// SPDX-License-Identifier: Apache-2.0
/// What the codes of alarm diallers mean: Contact ID (DC-05) and SIA (DC-03), looked up by hash.
/// Never holds a code of its own: the rows are data, `Config/event-codes.json5`.

/// What the centre should do with the loudspeaker of the home.
package enum VoiceAdvice: String, Sendable, CaseIterable {
    /// Speak into the home at once.
    case yes
    /// Nobody needs to be spoken to.
    case no
    /// Open the microphone, never the loudspeaker: somebody there must not hear us.
    case listenOnly = "listen-only"
    /// Ring the person up instead of opening the unit's loudspeaker.
    case callUser = "call-user"
}

/// What one row of the table says of its codes.
package struct EventMeaning: Hashable, Sendable {
    /// The word that a device of our own protocol would have sent.
    package var kind: SignalKind
    /// Urgency of the call that it opens.
    package var priority: Priority
    /// The plan its call follows; nil: that of the kind.
    package var plan: PlanID?
    /// False for what is only written down: tests, information.
    package var opensCall: Bool
    /// What to do with the loudspeaker.
    package var voice: VoiceAdvice
    /// What people read, English.
    package var name: String
    /// The same in Chinese; empty where there is none.
    package var nameChinese: String

    package init(
        kind: SignalKind, priority: Priority, plan: PlanID? = nil, opensCall: Bool = true,
        voice: VoiceAdvice, name: String, nameChinese: String = ""
    ) {
        self.kind = kind
        self.priority = priority
        self.plan = plan
        self.opensCall = opensCall
        self.voice = voice
        self.name = name
        self.nameChinese = nameChinese
    }
}

/// The table of codes. A code that is not in it is an alarm all the same; whoever asks sees to that.
package struct EventCodes: Equatable, Sendable {
    /// Knows no code.
    package static let empty = EventCodes()

    /// A SIA code's row, and on which side of it the code stands.
    private struct Pair: Equatable {
        let meaning: EventMeaning
        let isRestore: Bool
    }
    private var events: [UInt32: EventMeaning] = [:]
    private var pairs: [UInt32: Pair] = [:]

    package init() {}

    /// How many codes it knows: Contact ID events and SIA pairs.
    package var count: Int { events.count + pairs.count }

    // MARK: - Looking up

    /// What a Contact ID event means: three signs without the qualifier, `101`. With qualifier 3 it
    /// is the restore of the same row. Letters count in either case.
    package func contactID(_ event: String) -> EventMeaning? {
        Self.packed(event, 3).flatMap { events[$0] }
    }

    /// What a SIA code means: two letters, `QA`; `QH` and `QR` are restores of the same row.
    package func sia(_ code: String) -> (meaning: EventMeaning, isRestore: Bool)? {
        Self.packed(code, 2).flatMap { pairs[$0] }.map { ($0.meaning, $0.isRestore) }
    }

    // MARK: - Building

    /// Whether `text` is a Contact ID event: three signs 0-9, B-F.
    package static func isContactID(_ text: String) -> Bool {
        text.utf8.count == 3
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x42...0x46).contains($0) }
    }

    /// Whether `text` is a SIA code: two upper-case letters.
    package static func isSIA(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    /// Adds a Contact ID event; false where it is none or has a meaning already, which stays.
    package mutating func add(contactID event: String, _ meaning: EventMeaning) -> Bool {
        guard Self.isContactID(event), let key = Self.packed(event, 3), events[key] == nil else {
            return false
        }
        events[key] = meaning
        return true
    }

    /// Adds a SIA code; false where it is none or has a meaning already, which stays.
    package mutating func add(sia code: String, isRestore: Bool, _ meaning: EventMeaning) -> Bool {
        guard Self.isSIA(code), let key = Self.packed(code, 2), pairs[key] == nil else {
            return false
        }
        pairs[key] = Pair(meaning: meaning, isRestore: isRestore)
        return true
    }

    /// The signs of a code in one number, letters in upper case; nil for another length.
    private static func packed(_ text: String, _ length: Int) -> UInt32? {
        guard text.utf8.count == length else { return nil }
        return text.utf8.reduce(0) { number, byte in
            number << 8 | UInt32((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
        }
    }
}
