// SPDX-License-Identifier: Apache-2.0
/// What a device says: kinds of signal and alarm, and one alarm with the device's own reference.
/// Never trusts the device's clock: its time is recorded, not used.

/// What sort of thing a device reports (`button`, `fall`, `battery-low` ...). The word is open: an
/// unknown one is an alarm at the configured default priority, never an error. What each word means
/// (priority, plan) is data in the configuration.
package struct SignalKind: Hashable, Sendable, CustomStringConvertible {
    /// The word as the device sent it, lower-cased, at most `Limits.keyBytesMax` bytes.
    package let word: String

    package init(_ word: String) { self.word = word }
    package var description: String { word }

    /// The button or pendant was pressed.
    package static let button = SignalKind("button")
    /// A device took an alarm back after its call was closed.
    package static let cancel = SignalKind("cancel")
    /// The centre's own finding: a device is no longer heard.
    package static let silent = SignalKind("silent")
    /// The centre's own: the moment has come for which it was promised to call back.
    package static let callBack = SignalKind("call-back")
    /// The test signal of a device.
    package static let test = SignalKind("test")
    /// A canary's alarm: the road is tried, nobody is in need.
    package static let canary = SignalKind("canary")
    /// A line that stopped the centre and is handled no more; it may have been a press.
    package static let unreadable = SignalKind("unreadable")
    /// The centre's own finding: a canary's alarm no longer comes through.
    package static let pathSilent = SignalKind("path-silent")

    /// The centre's own finding: nobody of a home that may have been missed in an outage was reached.
    package static let missed = SignalKind("missed")
    /// A welfare check that nobody answered.
    package static let noResponse = SignalKind("no-response")

    /// Words that show that a person there, or the device's own test, is heard.
    package var showsSomebody: Bool {
        isLifeSafety || ["test", "welfare", "enquiry", "home-away"].contains(word)
    }

    /// Words behind which a person may be in need, whatever a configuration says of their priority:
    /// no storm touches a call that has one, and no folding keeps one away from people.
    package static let lifeSafety: [SignalKind] = [
        "alarm", "button", "co", "duress", "fall", "fire", "gas", "inactivity", "intrusion",
        "listen-in", "medical", "no-response", "panic", "pre-alarm", "press",
        "temperature", "unreadable", "voice",
    ].map { SignalKind($0) }
    package var isLifeSafety: Bool { SignalKind.lifeSafety.contains(self) }
}

/// A device's own number for a message, echoed in the acknowledgement (SOS Access v4).
package struct Reference: Hashable, Sendable, CustomStringConvertible {
    /// At most `Limits.keyBytesMax` bytes, as sent.
    package let text: String
    package init(_ text: String) { self.text = text }
    package var description: String { text }
    package static func == (a: Reference, b: Reference) -> Bool { sameText(a.text, b.text) }
}

/// What makes two messages the same one: a gateway that restarts its counter sends another
/// `kind` or `deviceTime` under an old reference, and must not be silenced.
package struct AlarmIdentity: Hashable, Sendable {
    package let device: DeviceID
    package let reference: Reference
    package let kind: SignalKind
    /// The device's clock as it sent it (its own units), 0 where it sent none.
    package let deviceTime: Int64

    package init(device: DeviceID, reference: Reference, kind: SignalKind, deviceTime: Int64) {
        self.device = device
        self.reference = reference
        self.kind = kind
        self.deviceTime = deviceTime
    }

    /// Without the kind: two kinds under one reference are rare, and this is hashed for each message.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(device)
        hasher.combine(reference)
        hasher.combine(deviceTime)
    }
    /// What dictionaries ask for; see `TextHash`.
    package func _rawHashValue(seed: Int) -> Int {
        var hash = TextHash(seed: seed)
        hash.combine(device.text)
        hash.combine(reference.text)
        hash.combine(UInt64(bitPattern: deviceTime))
        return hash.finalize()
    }
}

/// What a table of event codes says of a signal, where the word of its kind does not say it all.
package struct SignalMeaning: Hashable, Sendable {
    /// Urgency of the call it opens.
    package var priority: Priority
    /// The plan its call follows; nil: that of its kind.
    package var plan: PlanID?
    /// False for what is only written down.
    package var opensCall: Bool

    package init(priority: Priority, plan: PlanID? = nil, opensCall: Bool = true) {
        self.priority = priority
        self.plan = plan
        self.opensCall = opensCall
    }
}

/// How a dialler's message differs from a gateway's.
package struct Dialled: Hashable, Sendable {
    /// Sent again within this it is the same event, later it is a new one: diallers count to 9999 and
    /// begin anew, and some begin at 0001 with each start.
    package var resendSpan: Span
    /// The message was encrypted with the account's key. A clear one says only who it claims to be.
    package var isProven: Bool

    package init(resendSpan: Span, isProven: Bool) {
        self.resendSpan = resendSpan
        self.isProven = isProven
    }
}

/// A message from a device, as received.
package struct Signal: Hashable, Sendable {
    package var identity: AlarmIdentity
    /// Where in the home, as the device says (`浴室`); empty where it says nothing.
    package var location: String
    /// Free text from the device; empty where there is none.
    package var text: String
    /// The gateway it came through.
    package var gateway: GatewayID
    /// True where the line was cut or mis-encoded and what could be read was kept.
    package var damaged: Bool
    /// nil: what the configuration says of its kind.
    package var meaning: SignalMeaning?
    /// nil: it came from a gateway on the device port.
    package var dialled: Dialled?

    package init(
        identity: AlarmIdentity, location: String = "", text: String = "", gateway: GatewayID,
        damaged: Bool = false
    ) {
        self.identity = identity
        self.location = location
        self.text = text
        self.gateway = gateway
        self.damaged = damaged
    }
}
