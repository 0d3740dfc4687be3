// SPDX-License-Identifier: Apache-2.0
/// A call that is not closed, as the desk holds it.

package import Vocabulary

/// One alarm of a call.
package struct AlarmEntry: Hashable, Sendable {
    package var signal: Signal
    package var receivedAt: Moment
    package init(signal: Signal, receivedAt: Moment) {
        self.signal = signal
        self.receivedAt = receivedAt
    }
}

/// A remark on a call.
package struct Remark: Hashable, Sendable {
    package var at: Moment
    package var by: Actor
    package var text: String
    package init(at: Moment, by: Actor, text: String) {
        self.at = at
        self.by = by
        self.text = text
    }
}

/// How a plan's step stands.
package enum StepState: Hashable, Sendable {
    case open
    case done(by: Actor, result: String)
    case waived(by: OperatorID, reason: String)
    package var isOpen: Bool { self == .open }
}

/// A step of this call's plan.
package struct CallStep: Hashable, Sendable {
    package var step: PlanStep
    package var state: StepState
    package init(step: PlanStep, state: StepState = .open) {
        self.step = step
        self.state = state
    }
}

/// What a cascade wants.
package enum CascadeGoal: Hashable, Sendable {
    /// A contact who answers.
    case contacts
    /// Word sent to one contact (by place in the list) who need only be told.
    case notice(Int)
    /// A service that accepts.
    case service(String)
    case dutyOfficer

    /// `contacts`, `notice:3`, `service:ambulance`, `duty-officer`.
    package var text: String {
        switch self {
        case .contacts: "contacts"
        case .notice(let order): "notice:\(order)"
        case .service(let name): "service:\(name)"
        case .dutyOfficer: "duty-officer"
        }
    }
    package init?(text: String) {
        switch text {
        case "contacts": self = .contacts
        case "duty-officer": self = .dutyOfficer
        default:
            if text.hasPrefix("service:") {
                self = .service(String(text.dropFirst(8)))
            } else if text.hasPrefix("notice:"), let order = Int(text.dropFirst(7)) {
                self = .notice(order)
            } else {
                return nil
            }
        }
    }
}

/// One stop on a cascade's way: whom, by which channel.
package struct CascadeStop: Hashable, Sendable {
    package var target: AttemptTarget
    package var channel: ChannelKind
    package var to: String
    package var who: String
    package init(target: AttemptTarget, channel: ChannelKind, to: String, who: String) {
        self.target = target
        self.channel = channel
        self.to = to
        self.who = who
    }
}

/// An ordered attempt to reach somebody. An acknowledgement ends it and every other path to the
/// same goal (Grafana OnCall #4760).
package struct Cascade: Hashable, Sendable {
    package var goal: CascadeGoal
    package var stops: [CascadeStop]
    /// The stop to be tried next.
    package var next: Int
    package init(goal: CascadeGoal, stops: [CascadeStop], next: Int = 0) {
        self.goal = goal
        self.stops = stops
        self.next = next
    }
}

/// A proposed closing that waits for a second person.
package struct ClosingProposal: Hashable, Sendable {
    package var outcome: Outcome
    package var reason: String
    package var by: OperatorID
    package var deadline: Moment
    package init(outcome: Outcome, reason: String, by: OperatorID, deadline: Moment) {
        self.outcome = outcome
        self.reason = reason
        self.by = by
        self.deadline = deadline
    }
}

/// An open call.
package struct OpenCall: Hashable, Sendable {
    package let id: CallID
    /// nil for an unregistered device.
    package var home: HomeID?
    package var kind: SignalKind
    /// Urgency by what happened; never falls while the call is open.
    package var priority: Priority
    /// Urgency in the line: `priority`, raised by ageing and repeats.
    package var rank: Priority
    package var arrivedAt: Moment
    package var state: CallState = .waiting
    package var tier: Tier = .operators
    /// Counts every change, so that a command can say which state it meant.
    package var version: Int = 1
    package var district: String
    package var language: String
    package var plan: PlanID
    /// Presses and other alarms gathered, also those no longer kept in `alarms`.
    package var presses: Int = 1
    package var alarms: [AlarmEntry]
    package var holder: OperatorID?
    package var offeredTo: OperatorID?
    /// Who missed the last offer: others are asked first.
    package var lastMissedBy: OperatorID?
    /// When the offer, the park or the confirmation runs out.
    package var deadline: Moment?
    /// When it last came into the line: the ladder counts from here.
    package var waitingSince: Moment
    /// When the rank last rose by waiting, or it came into the line.
    package var agedAt: Moment
    package var answeredAt: Moment?
    package var answeredBy: OperatorID?
    /// The device cancelled before anybody answered.
    package var withdrawn: Bool = false
    package var cancelled: Bool = false
    package var handedOver: Bool = false
    package var promisedFollowUp: Bool = false
    /// Services summoned so far.
    package var summoned: [String] = []
    package var steps: [CallStep] = []
    package var notes: [Remark] = []
    package var attempts: [Attempt] = []
    package var cascades: [Cascade] = []
    package var proposal: ClosingProposal?
    /// When tier 3 next tells the duty officer again.
    package var nextDutyCallAt: Moment?

    package init(
        id: CallID, home: HomeID?, kind: SignalKind, priority: Priority, arrivedAt: Moment,
        district: String, language: String, plan: PlanID, alarms: [AlarmEntry],
        steps: [CallStep] = []
    ) {
        self.id = id
        self.home = home
        self.kind = kind
        self.priority = priority
        self.rank = priority
        self.arrivedAt = arrivedAt
        self.agedAt = arrivedAt
        self.waitingSince = arrivedAt
        self.district = district
        self.language = language
        self.plan = plan
        self.alarms = alarms
        self.steps = steps
    }

    package var unregistered: Bool { home == nil }
    /// Nobody has it: it stands in the line or is held out to somebody.
    package var isWaiting: Bool { state == .waiting || state == .offered }
    package var measureKey: MeasureKey {
        MeasureKey(arrivedAt: arrivedAt, priority: priority, district: district)
    }
}
