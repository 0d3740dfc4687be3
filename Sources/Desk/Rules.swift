// SPDX-License-Identifier: Apache-2.0
/// The tunable numbers and tables the desk obeys; Settings fills them from the configuration.
/// Never changes while a step runs.

package import Vocabulary

/// What one word of the device port means.
package struct KindRule: Hashable, Sendable {
    /// Urgency of the call it opens.
    package var priority: Priority
    /// The plan its call follows.
    package var plan: PlanID
    /// False for signals that are only written down (restores, mains power back).
    package var opensCall: Bool
    /// Its plan comes first among alarms as urgent as it: what another plan asks for may be wrong there.
    package var leads: Bool
    /// A storm may touch its calls. The desk sets it when it is given rules: it is asked for each alarm.
    var mayStorm = false

    package init(
        priority: Priority, plan: PlanID, opensCall: Bool = true, leads: Bool = false
    ) {
        self.leads = leads
        self.priority = priority
        self.plan = plan
        self.opensCall = opensCall
    }
}

/// A service or duty officer that can be reached.
package struct ServiceRule: Hashable, Sendable {
    /// The service that hears health notes, too.
    package static let ambulance = "ambulance"
    /// `ambulance`, `police`, `fire`; for the duty officer, the log-on name.
    package var name: String
    /// Number or address on every channel.
    package var to: String
    /// Tried in this order.
    package var channels: [ChannelKind]
    /// How often the whole list of channels is tried, 1...10.
    package var tries: Int

    package init(name: String, to: String, channels: [ChannelKind], tries: Int = 2) {
        self.name = name
        self.to = to
        self.channels = channels
        self.tries = tries
    }
}

/// A canary and the path that it tries.
package struct CanaryRule: Hashable, Sendable {
    package var device: DeviceID
    /// The gateway that must bring its alarm; through another one it is no canary. nil: a dialler.
    package var gateway: GatewayID?
    /// What people call the path.
    package var path: String

    package init(device: DeviceID, gateway: GatewayID?, path: String) {
        self.device = device
        self.gateway = gateway
        self.path = path
    }
}

/// Which role may decide what alone.
package struct PowerTable: Hashable, Sendable {
    /// By the place of the role.
    private var bits: [UInt32]

    package init(_ powers: [Role: [Power]]) {
        bits = Role.allCases.map { role in
            (powers[role] ?? []).reduce(0) { $0 | (1 << UInt32(PowerTable.place($1))) }
        }
    }
    /// Whether `role` may do `power` alone.
    package func allows(_ power: Power, _ role: Role) -> Bool {
        bits[PowerTable.place(role)] & (1 << UInt32(PowerTable.place(power))) != 0
    }
    /// The lowest role that may, for the refusal's text.
    package func lowest(for power: Power) -> Role? {
        Role.allCases.first { allows(power, $0) }
    }
    private static func place(_ role: Role) -> Int {
        switch role {
        case .operator: 0
        case .supervisor: 1
        case .dutyOfficer: 2
        case .manager: 3
        case .administrator: 4
        }
    }
    private static func place(_ power: Power) -> Int {
        switch power {
        case .take: 0
        case .takeOver: 1
        case .handle: 2
        case .contact: 3
        case .summon: 4
        case .park: 5
        case .release: 6
        case .handOver: 7
        case .followUp: 8
        case .close: 9
        case .closeNuisance: 10
        case .confirm: 11
        case .waive: 12
        case .assist: 13
        case .statistics: 14
        case .command: 15
        case .administer: 16
        case .storm: 17
        case .direct: 18
        }
    }

    /// What a centre starts with; Config/centre.json5 spells the same out.
    package static let standard: PowerTable = {
        let tier1: [Power] = [
            .take, .handle, .contact, .summon, .park, .release, .handOver, .followUp, .close,
            .confirm,
        ]
        let tier2: [Power] =
            tier1 + [
                .takeOver, .closeNuisance, .waive, .assist, .storm, .direct, .statistics, .command,
            ]
        return PowerTable([
            .operator: tier1, .supervisor: tier2, .dutyOfficer: tier2,
            .manager: [.statistics], .administrator: [.statistics, .command, .administer],
        ])
    }()
}

/// Every number the desk obeys. Defaults are the production sample's.
package struct Rules: Hashable, Sendable {
    /// HK 1823: 80 % answered within 12 s.
    package var answerTarget = Span.seconds(12)
    /// Whom operators ring while the centre is away; empty: nobody was named.
    package var ringInstead = ""
    /// How long one call is held out to one operator.
    package var offerSpan = Span.seconds(6)
    /// From arrival until the duty officer and the contacts are told.
    package var dutyOfficerAfter = Span.seconds(60)
    /// How often the duty officer is told again while nobody has the call.
    package var dutyOfficerRepeat = Span.seconds(60)
    /// A waiting call's rank rises by one priority each time this has passed.
    package var ageingSpan = Span.seconds(120)
    /// Without a line from its holder for this long, a call goes back to the line.
    package var leaseSpan = Span.seconds(300)
    /// The holder is warned this long before.
    package var leaseWarning = Span.seconds(30)
    /// A lost connection's calls go back to the line after this.
    package var lostConnectionSpan = Span.seconds(15)
    /// Time for notes after a call.
    package var wrapUpSpan = Span.seconds(20)
    /// Missed offers in a row that set an operator away (OpenACD #6: one is no offence).
    package var missedOffersMax = 3
    /// A closing as "no response" that nobody confirmed goes back to the line after this.
    package var confirmSpan = Span.seconds(120)
    /// How long an offered shift hand-over waits for its answer.
    package var shiftSpan = Span.minutes(5)
    /// The longest a call may be parked.
    package var parkSpanMax = Span.minutes(60)
    /// How long a voice or message attempt may take.
    package var attemptSpan = Span.seconds(30)
    /// How often each contact is tried (CareCalls: two attempts).
    /// How often the home's telephone is rung before it counts as unanswered.
    package var homeTries = 2
    package var triesPerContact = 2
    /// Channels for contacts that must answer, in order.
    package var contactChannels: [ChannelKind] = [.notifier(.voice)]
    /// Channels for notices, in order.
    package var noticeChannels: [ChannelKind] = [.notifier(.sms)]
    /// A message with the same identity within this is the same alarm.
    package var repeatWindow = Span.hours(24)
    /// For this long a home's next call prefers the operator who had the last one.
    package var knowsHomeSpan = Span.hours(12)
    /// How often "nobody qualified is on duty" is said again.
    package var nobodyRepeat = Span.seconds(60)
    /// Every registered device must be heard within this; nil: only those of `supervision`.
    package var supervisionSpan: Span?
    /// Devices with a span of their own.
    package var supervision: [DeviceID: Span] = [:]
    /// How often the home of a silent device is rung; so many times more often as its risk is high.
    package var welfareSpan = Span.hours(24)
    /// After the centre was away for longer, homes may have been missed; zero: never.
    package var missedAfterCentre = Span.minutes(5)
    /// The same of a gateway.
    package var missedAfterGateway = Span.minutes(5)
    /// A home where nobody was reached is due again after this.
    package var missedAgain = Span.minutes(15)
    /// Devices that try the paths.
    package var canaries: [CanaryRule] = []
    /// How often each of them says its alarm.
    package var canaryEvery = Span.seconds(60)
    /// Without a whole round for this long a path is silent.
    package var canarySilentAfter = Span.seconds(110)
    /// Kinds that a storm may touch at all: technical ones, none behind which a person may be in need.
    package var stormKinds = [
        "battery-low", "fault", "power-lost", "sensor-lost", "silent", "tamper",
    ].map { SignalKind($0) }
    /// Longest time for which a storm may be declared or extended.
    package var stormSpanMax = Span.minutes(240)
    /// So many times slower than in the line a call ages in a storm's group.
    package var stormAgeing = 5
    /// How often the ready and the supervisors hear that a storm's group waits.
    package var stormSayEvery = Span.minutes(10)
    /// More technical calls of one area than this, within `proposeSpan`, are proposed as a storm; 0: never.
    package var proposeCalls = 10
    package var proposeSpan = Span.minutes(5)
    /// Alarms of one device and kind that are each announced, in a row.
    package var runawayCapacity = 10
    /// After each such span one more is.
    package var runawayRefill = Span.seconds(60)
    /// How often people hear again that a device runs away.
    package var runawaySayEvery = Span.minutes(5)
    /// How often supervisors get a situation report.
    package var situationSpan = Span.hours(1)
    /// A follow-up not fulfilled this long after it was due goes to the supervisors.
    package var overdueSpan = Span.hours(3)
    /// The centre's offset from UTC.
    package var zone = ZoneOffset(minutes: 480)
    /// How long words for people wait for the disk (house rule 8).
    package var patience = Span(milliseconds: 200)
    /// Word of the device port -> meaning.
    package var kinds: [SignalKind: KindRule] = [:]
    /// Meaning of words that are not in `kinds`.
    package var unknownKind = KindRule(priority: .urgent, plan: PlanID("emergency"))
    /// Ambulance, police, fire.
    package var services: [ServiceRule] = []
    /// Who is rung at tier 3; nil where none is configured.
    package var dutyOfficer: ServiceRule?
    /// A promise that has come due, where the configuration says nothing of it: no press, and no steps.
    package static let callBack = KindRule(priority: .soon, plan: PlanID("call-back"))
    /// Who may decide what alone.
    package var powers = PowerTable.standard
    /// Skills an operator needs to count as qualified; empty: everybody is.
    package var qualifyingSkills: [String] = []

    package init() {}

    /// Whether a storm may touch calls of this kind: listed, known, and nothing a person may need help for.
    package func isStormable(_ kind: SignalKind) -> Bool {
        guard stormKinds.contains(kind), !kind.isLifeSafety, let rule = kinds[kind] else {
            return false
        }
        return rule.priority > .lifeSafety
    }

    /// Notes on each kind whether a storm may touch it.
    mutating func markStormKinds() {
        for kind in stormKinds where isStormable(kind) { kinds[kind]?.mayStorm = true }
    }

    /// What `kind` means here.
    package func rule(for kind: SignalKind) -> KindRule {
        kinds[kind] ?? (kind == .callBack ? Rules.callBack : unknownKind)
    }
    /// The service called `name`.
    package func service(_ name: String) -> ServiceRule? { services.first { $0.name == name } }
}
