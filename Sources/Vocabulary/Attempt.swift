// SPDX-License-Identifier: Apache-2.0
/// One try to reach one contact, service or duty officer, and its result.

/// By which way the words go out.
package enum ChannelMedium: String, CaseIterable, Sendable {
    case voice, sms
}

/// What carries them.
package enum ChannelKind: Hashable, Sendable {
    /// A telephony or message gateway on the device port.
    case notifier(ChannelMedium)
    /// A configured program, by its name in the configuration.
    case exec(String)
    /// A message file in the spool folder of smstools.
    case smstools

    /// `voice`, `sms`, `exec:NAME`, `smstools`: as written in the configuration.
    package var text: String {
        switch self {
        case .notifier(let medium): medium.rawValue
        case .exec(let name): "exec:\(name)"
        case .smstools: "smstools"
        }
    }
    package init?(text: String) {
        if let medium = ChannelMedium(rawValue: text) {
            self = .notifier(medium)
        } else if text == "smstools" {
            self = .smstools
        } else if text.hasPrefix("exec:"), text.utf8.count > 5 {
            self = .exec(String(text.dropFirst(5)))
        } else {
            return nil
        }
    }
    /// Whether a person can answer on it; otherwise it can only be sent.
    package var isTwoWay: Bool { self == .notifier(.voice) }
}

/// How an attempt ended.
package enum AttemptOutcome: String, CaseIterable, Sendable {
    case answered, accepted, declined, busy
    case noAnswer = "no-answer"
    case delivered, failed
    /// Nothing was heard within the time limit.
    case timedOut = "timed-out"
    /// Stopped because another path was acknowledged or the call ended.
    case stopped

    /// A person took it on.
    package var acknowledges: Bool { self == .answered || self == .accepted }
    /// Enough for a notice.
    package var reaches: Bool { acknowledges || self == .delivered }
}

/// Who is to be reached.
package enum AttemptTarget: Hashable, Sendable {
    /// A contact of the call's home, by its place in the list.
    case contact(Int)
    /// The same contact, but only to be told.
    case notice(Int)
    /// A configured service: `ambulance`, `police`, `fire`.
    case service(String)
    case dutyOfficer
    /// The home itself, on its telephone.
    case home

    /// `contact:2`, `notice:3`, `service:ambulance`, `duty-officer`, `home`.
    package var text: String {
        switch self {
        case .contact(let order): "contact:\(order)"
        case .notice(let order): "notice:\(order)"
        case .service(let name): "service:\(name)"
        case .dutyOfficer: "duty-officer"
        case .home: "home"
        }
    }
    package init?(text: String) {
        if text == "duty-officer" {
            self = .dutyOfficer
        } else if text == "home" {
            self = .home
        } else if text.hasPrefix("contact:"), let order = Int(text.dropFirst(8)) {
            self = .contact(order)
        } else if text.hasPrefix("notice:"), let order = Int(text.dropFirst(7)) {
            self = .notice(order)
        } else if text.hasPrefix("service:") {
            self = .service(String(text.dropFirst(8)))
        } else {
            return nil
        }
    }
}

/// One try.
package struct Attempt: Hashable, Sendable {
    package var id: AttemptID
    package var call: CallID
    package var target: AttemptTarget
    package var channel: ChannelKind
    /// Number dialled or written to.
    package var to: String
    /// Who that is, in words the receiver of the NOTIFY may read (`daughter`).
    package var who: String
    package var startedAt: Moment
    /// After this the attempt counts as timed out.
    package var deadline: Moment
    /// nil while it runs.
    package var outcome: AttemptOutcome?

    package init(
        id: AttemptID, call: CallID, target: AttemptTarget, channel: ChannelKind, to: String,
        who: String, startedAt: Moment, deadline: Moment
    ) {
        self.id = id
        self.call = call
        self.target = target
        self.channel = channel
        self.to = to
        self.who = who
        self.startedAt = startedAt
        self.deadline = deadline
    }
}
