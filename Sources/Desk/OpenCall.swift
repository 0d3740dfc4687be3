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

extension Remark {
    /// The remark that a look at a private detail leaves behind.
    package static func looked(at detail: PrivateDetail) -> String {
        "looked at: \(detail.rawValue)"
    }

    /// The same of what was told to a service.
    package static func passed(_ details: [PrivateDetail], to service: String) -> String {
        "passed to \(service): \(details.map(\.rawValue).joined(separator: ", "))"
    }
}

/// How a plan's step stands.
package enum StepState: Hashable, Sendable {
    case open
    case done(by: Actor, result: String)
    case waived(by: OperatorID, reason: String)
    /// A more urgent alarm brought another plan, whose steps follow: this one is no longer asked for.
    case replaced
    package var isOpen: Bool { if case .open = self { true } else { false } }
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

/// Where the steps of an earlier plan end, when another alarm brought another one.
package struct EarlierPlan: Hashable, Sendable {
    package var plan: PlanID
    /// Steps of the call up to its end.
    package var steps: Int
    /// The step in progress, which is still asked for; nil: nobody was at it.
    package var kept: Int?
    /// All that is open of it is still asked for: the alarm that brought the other plan was as urgent.
    package var isKeptWhole: Bool
    package init(plan: PlanID, steps: Int, kept: Int?, isKeptWhole: Bool = false) {
        self.plan = plan
        self.steps = steps
        self.kept = kept
        self.isKeptWhole = isKeptWhole
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
    /// Somebody in the home who answers its telephone.
    case home

    /// `contacts`, `notice:3`, `service:ambulance`, `duty-officer`, `home`.
    package var text: String {
        switch self {
        case .contacts: "contacts"
        case .home: "home"
        case .notice(let order): "notice:\(order)"
        case .service(let name): "service:\(name)"
        case .dutyOfficer: "duty-officer"
        }
    }
    package init?(text: String) {
        switch text {
        case "contacts": self = .contacts
        case "home": self = .home
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

/// That a call stands in a storm's group.
package struct StormMark: Hashable, Sendable {
    package var storm: StormID
    /// Its rank before; an undo gives it back.
    package var rank: Priority
    package init(storm: StormID, rank: Priority) {
        self.storm = storm
        self.rank = rank
    }
}

/// A device whose alarms of one kind come faster than people can look at them.
package struct Runaway: Hashable, Sendable {
    package var device: DeviceID
    package var kind: SignalKind
    /// When the first of them came.
    package var since: Moment
    /// How many had come when it was found.
    package var heard: Int
    package init(device: DeviceID, kind: SignalKind, since: Moment, heard: Int) {
        self.device = device
        self.kind = kind
        self.since = since
        self.heard = heard
    }
}

/// What is known of a call and was done about it: large, and changed seldom.
package struct CallFile: Hashable, Sendable {
    fileprivate(set) var home: HomeID?
    fileprivate(set) var kind: SignalKind
    fileprivate(set) var district: String
    fileprivate(set) var language: String
    fileprivate(set) var plan: PlanID
    fileprivate(set) var alarms: [AlarmEntry]
    fileprivate(set) var steps: [CallStep]
    fileprivate(set) var summoned: [String] = []
    fileprivate(set) var notes: [Remark] = []
    fileprivate(set) var attempts: [Attempt] = []
    fileprivate(set) var cascades: [Cascade] = []
    fileprivate(set) var proposal: ClosingProposal?
    fileprivate(set) var parkReason = ""
    fileprivate(set) var runaways: [Runaway] = []
    fileprivate(set) var folded = 0
}

/// When a waiting call's ladder is looked at next; a heap entry at another moment is stale. A start
/// arms it anew, so it is no part of what is remembered: any two are equal.
struct LadderMark: Hashable, Sendable {
    var at: Moment?
    static func == (a: LadderMark, b: LadderMark) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}

/// An open call. Where it stands is held here; its file is shared with whoever was told of it.
package struct OpenCall: Hashable, Sendable {
    package let id: CallID
    /// Urgency by what happened; never falls while the call is open.
    package var priority: Priority
    /// Urgency in the line: `priority`, raised by ageing and repeats, lowered while in a storm's group.
    package var rank: Priority
    package var state: CallState = .waiting
    package var tier: Tier = .operators
    /// The device cancelled before anybody answered.
    package var withdrawn: Bool = false
    package var cancelled: Bool = false
    package var handedOver: Bool = false
    package var promisedFollowUp: Bool = false
    /// A device of it runs away: see `runaways`.
    package var isRunaway: Bool = false
    /// Set while it stands in a storm's group, behind all others.
    package var storm: StormMark?
    package var arrivedAt: Moment
    /// Counts every change, so that a command can say which state it meant.
    package var version: Int = 1
    /// Presses and other alarms gathered, also those no longer kept in `alarms`.
    package var presses: Int = 1
    package var holder: OperatorID?
    package var offeredTo: OperatorID?
    /// Who had it in hand last: they are asked first when it comes back.
    package var lastHeldBy: OperatorID?
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
    /// When tier 3 next tells the duty officer again.
    package var nextDutyCallAt: Moment?
    /// To its home.
    let shortCut: ShortCut
    var ladder = LadderMark()
    private(set) var file: Boxed<CallFile>

    package init(
        id: CallID, home: HomeID?, kind: SignalKind, priority: Priority, arrivedAt: Moment,
        district: String, language: String, plan: PlanID, alarms: [AlarmEntry],
        steps: [CallStep] = [], homePosition: Int? = nil
    ) {
        self.id = id
        shortCut = ShortCut(homePosition)
        self.priority = priority
        self.rank = priority
        self.arrivedAt = arrivedAt
        self.agedAt = arrivedAt
        self.waitingSince = arrivedAt
        file = Boxed(
            CallFile(
                home: home, kind: kind, district: district, language: language, plan: plan,
                alarms: alarms, steps: steps))
    }

    package var unregistered: Bool { home == nil }
    /// Nobody has it: it stands in the line or is held out to somebody.
    package var isWaiting: Bool { state == .waiting || state == .offered }
    package var measureKey: MeasureKey {
        MeasureKey(arrivedAt: arrivedAt, priority: priority, district: district)
    }
}

// The file's entries, read and changed as if they stood in the call.
extension OpenCall {
    /// nil for an unregistered device.
    package var home: HomeID? { file.value.home }
    package var kind: SignalKind {
        get { file.value.kind }
        set { file.value.kind = newValue }
    }
    package var district: String { file.value.district }
    package var language: String { file.value.language }
    package var plan: PlanID {
        get { file.value.plan }
        set { file.value.plan = newValue }
    }
    package var proposal: ClosingProposal? {
        get { file.value.proposal }
        // Most calls have none: then the shared file is left alone.
        set { if newValue != nil || file.value.proposal != nil { file.value.proposal = newValue } }
    }
    /// Why it was put aside; empty while it is not.
    package var parkReason: String {
        get { file.value.parkReason }
        set { if newValue != file.value.parkReason { file.value.parkReason = newValue } }
    }
    package var alarms: [AlarmEntry] {
        get { file.value.alarms }
        _modify { yield &file.value.alarms }
    }
    /// Services summoned so far.
    package var summoned: [String] {
        get { file.value.summoned }
        _modify { yield &file.value.summoned }
    }
    package var steps: [CallStep] {
        get { file.value.steps }
        _modify { yield &file.value.steps }
    }
    package var notes: [Remark] {
        get { file.value.notes }
        _modify { yield &file.value.notes }
    }
    /// Of the presses, the alarms of runaway devices that were not announced one by one.
    package var folded: Int {
        get { file.value.folded }
        set { file.value.folded = newValue }
    }
    /// Devices that run away, in the order in which they were found.
    package var runaways: [Runaway] {
        get { file.value.runaways }
        _modify { yield &file.value.runaways }
    }
    package var attempts: [Attempt] {
        get { file.value.attempts }
        _modify { yield &file.value.attempts }
    }
    package var cascades: [Cascade] {
        get { file.value.cascades }
        _modify { yield &file.value.cascades }
    }
}
