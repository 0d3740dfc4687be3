// SPDX-License-Identifier: Apache-2.0
/// What to say once it is saved. Plain values; Counter turns them into lines.

package import Vocabulary

/// Words for one addressee, or an order to a worker.
package enum Effect: Equatable, Sendable {
    /// Answer to one request.
    case reply(Requester, Reply)
    /// `* ...` to people; `number` is its n=.
    /// Boxed, as all large payloads here: an effect is copied from list to list on its way.
    indirect case notice(number: Int64, Audience, Notice)
    /// `* TAKEN` to a gateway.
    indirect case taken(ConnectionID, TakenNotice)
    /// Words to go out over a channel.
    indirect case notify(NotifyOrder)
    /// An attempt is over: whoever carries it should stop.
    case stopNotify(AttemptID, ChannelKind, carrier: ConnectionID?)
    /// The connection now speaks for this person.
    case seated(ConnectionID, OperatorID, Role)
    /// The connection no longer speaks for anybody and is closed with these words.
    case unseated(ConnectionID, OperatorID, why: String)
    /// The log-on worker's new hash for a name.
    indirect case credential(Operator)
    /// Post this back to the desk once the facts of this step are on disk.
    indirect case afterCommit(DeskEvent)
    /// Something that is over is asked for: the report worker answers.
    case past(Requester, PastQuestion)
    /// Stop in order and let the service manager start anew.
    case restart

    /// Whether it says to a machine that something is stored: then it waits for the disk, always.
    package var promisesDurability: Bool {
        switch self {
        case .reply(_, let reply): reply.promisesDurability
        case .taken, .afterCommit: true
        default: false
        }
    }
}

/// Who hears a notice.
package enum Audience: Hashable, Sendable {
    case person(OperatorID)
    /// All supervisors and duty officers logged in.
    case supervisors
    /// All operators ready for a call, and the supervisors.
    case readyAndSupervisors([OperatorID])
    /// Those who watch this topic.
    case watchers(Topic)
    /// Both, each of them once.
    indirect case these(Audience, andWatchers: Topic)
    /// The same, and these people, each of them once: who listens to a call.
    indirect case both(Audience, [OperatorID])
    /// Everybody logged in at the console.
    case everyone
}

/// Something to be said to a contact, a service or the duty officer.
package struct NotifyOrder: Hashable, Sendable {
    package var attempt: Attempt
    package var number: Int64
    /// What to say: who, where, what happened. Private details only to a service.
    package var text: String
    /// The notifier's connection; nil on the other channels, and while no notifier is here.
    package var carrier: ConnectionID?
    package init(attempt: Attempt, number: Int64, text: String, carrier: ConnectionID?) {
        self.attempt = attempt
        self.number = number
        self.text = text
        self.carrier = carrier
    }
}

/// A line of news.
package enum Notice: Equatable, Sendable {
    case offer(CallBrief, left: Span)
    case withdrawn(CallID, ReturnReason)
    case open(CallBrief, Tier)
    case call(CallBrief, what: String)
    /// Another alarm of the home, and what it is.
    case joined(CallBrief, Signal)
    indirect case cancelled(CallBrief, DeviceID, Reference)
    case returned(CallBrief, ReturnReason)
    case handed(CallBrief, from: OperatorID)
    /// Pressed again, and nothing was heard of its holder since.
    indirect case unheard(CallBrief, holder: OperatorID, quiet: Span)
    case listening(CallID, by: OperatorID, isHere: Bool)
    indirect case worked(CallWork)
    indirect case shift(ShiftNews)
    case message(from: OperatorID, text: String)
    indirect case staffed(SeatBrief, by: OperatorID, reason: String)
    case leaseWarning(CallID, left: Span)
    // Boxed: the rare and large would make every notice as large.
    indirect case confirmNeeded(CallBrief, Outcome, reason: String, by: OperatorID)
    indirect case attempt(Attempt, text: String)
    case cascadeEnded(CallID, CascadeGoal, reached: Bool)
    case duty(OperatorID, DutyState, reason: String)
    case nobodyOnDuty(waiting: Int)
    case somebodyOnDuty
    indirect case situation(Situation)
    indirect case followUpDue(FollowUp, level: Int)
    case storage(StoreTrouble?)
    /// A device's span is over; `quiet` is how long nothing was heard.
    case deviceOverdue(DeviceID, HomeID?, DeviceStanding, quiet: Span)
    case deviceBack(DeviceID, HomeID?, quiet: Span)
    /// More devices are silent than calls are opened for.
    case manySilent(Int)
    indirect case storm(StormNews)
    indirect case stormProposed(StormProposal)
    /// opened, over, empty: of an outage's list.
    indirect case missed(Outage, what: String)
    /// A device of the call runs away.
    indirect case runaway(CallBrief, DeviceID, SignalKind)
}

/// What an offer, a list row or an event says of a call: never health notes or access codes.
/// It shares the call's file and the home's records, so that news of a call costs no copy of them.
package struct CallBrief: Hashable, Sendable {
    package let id: CallID
    package let version: Int
    package let presses: Int
    package let age: Span
    package let state: CallState
    package let priority: Priority
    package let tier: Tier
    package let cancelled: Bool
    package let holder: OperatorID?
    /// The storm in whose group it stands.
    package let storm: StormID?
    /// How long until it comes back by itself; boxed, because few are put aside.
    private let parked: Boxed<Span>?
    /// nil where no device of it runs away; boxed, because most have none.
    private let pace: Boxed<RunawayPace>?
    private let records: Boxed<HomeRecords>?
    private let file: Boxed<CallFile>

    @inline(__always) init(
        _ call: borrowing OpenCall, _ records: Boxed<HomeRecords>?, at now: Moment
    ) {
        id = call.id
        version = call.version
        presses = call.presses
        age = now - call.arrivedAt
        state = call.state
        priority = call.rank
        tier = call.tier
        cancelled = call.cancelled
        holder = call.holder
        storm = call.storm?.storm
        parked =
            call.state == .parked ? Boxed(max(.zero, (call.deadline ?? now) - now)) : nil
        pace = call.isRunaway ? Boxed(call.runawayPace(at: now)) : nil
        self.records = records
        file = call.file
    }

    /// nil where no device of it runs away.
    package var runaway: RunawayPace? { pace?.value }
    package var name: String { records?.value.name ?? "" }
    package var kind: SignalKind { file.value.kind }
    /// Other kinds of alarm that the call has, in the order in which they came; few.
    package var otherKinds: [SignalKind] {
        guard presses > 1 else { return [] }
        var kinds: [SignalKind] = []
        for alarm in file.value.alarms {
            let its = alarm.signal.identity.kind
            if its != kind, !kinds.contains(its) { kinds.append(its) }
        }
        return kinds
    }
    package var device: DeviceID {
        file.value.alarms.first?.signal.identity.device ?? DeviceID("?")
    }
    package var home: HomeID? { file.value.home }
    package var unregistered: Bool { home == nil }
    package var district: String { file.value.district }
    /// The last place that an alarm of the call's own kind named, else that any named: a battery note
    /// from the living room must not move who fell in the bathroom.
    package var location: String {
        let named = file.value.alarms.filter { !$0.signal.location.isEmpty }
        let own = named.last { $0.signal.identity.kind == file.value.kind }
        return (own ?? named.last)?.signal.location ?? ""
    }
    package var language: String { file.value.language }
    /// How long until a call that was put aside comes back by itself; nil for all others.
    package var back: Span? { parked?.value }
    package var parkReason: String { file.value.parkReason }
    /// What waits for a second person's yes.
    package var proposal: ClosingProposal? { file.value.proposal }
}

/// The whole record. Of access codes and health notes it says only that there are some: see
/// `Reply.revealed`.
package struct CallRecord: Equatable, Sendable {
    package var brief: CallBrief
    package var call: OpenCall
    package var file: HomeFile?
    /// Where its story begins: behind this row; nil: at the beginning.
    package var storyAfter: Int64?
    package init(brief: CallBrief, call: OpenCall, file: HomeFile?) {
        self.brief = brief
        self.call = call
        self.file = file
    }
}

/// A device as LIST and SHOW print it.
package struct DeviceBrief: Hashable, Sendable {
    package var device: Device
    package var lastHeard: Moment?
    package var standing: DeviceStanding
    /// Of a silent one: since when, and when its home is rung next; for how long; the home's risk.
    package var silence: Silence?
    package var quiet = Span.zero
    package var risk = 0
    package init(device: Device, lastHeard: Moment?, standing: DeviceStanding) {
        self.device = device
        self.lastHeard = lastHeard
        self.standing = standing
    }
}

/// A canary as SHOW centre prints it.
package struct CanaryBrief: Hashable, Sendable {
    package var device: DeviceID
    package var gateway: GatewayID?
    package var path: String
    package var isSilent: Bool
    package var provenAt: Moment?
    package var took: Span?
    package init(
        device: DeviceID, gateway: GatewayID?, path: String, isSilent: Bool, provenAt: Moment?,
        took: Span?
    ) {
        self.device = device
        self.gateway = gateway
        self.path = path
        self.isSilent = isSilent
        self.provenAt = provenAt
        self.took = took
    }
}

/// An operator as LIST and SHOW print it.
package struct SeatBrief: Hashable, Sendable {
    package var id: OperatorID
    package var name: String
    package var role: Role
    package var duty: DutyState
    package var reason: String
    /// How long in this state.
    package var since: Span
    package var calls: [CallID]
    package var missedOffers: Int
    /// Since the log-on.
    package var missedInAll = 0
    package var skills: [String] = []
    package var queues: [String] = []
    package init(
        id: OperatorID, name: String, role: Role, duty: DutyState, reason: String, since: Span,
        calls: [CallID], missedOffers: Int
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.duty = duty
        self.reason = reason
        self.since = since
        self.calls = calls
        self.missedOffers = missedOffers
    }
}

/// The answer to a request.
package enum Reply: Equatable, Sendable {
    // Device port.
    case gatewayWelcome(GatewayID)
    case alarmStored(Reference, CallID)
    /// The call is where it opened or joined one; it is not said to the device.
    case signalStored(Reference, CallID? = nil)
    case cancelNoted(Reference, CallID?)
    /// A dialler's message is stored; its acknowledgement is made by the manners of its connection.
    case reportStored
    case seen(Int64)
    case resultNoted(AttemptID)
    /// Not stored: send again, or to the second receiver.
    case retry(Reference?, reason: String)
    // Console port.
    case welcome(OperatorID, name: String, Role, holding: [CallID], number: Int64)
    case duty(DutyState)
    case done(CallID, word: String, version: Int)
    /// `waits`: no notifier is connected, so nobody carries them yet. `passed`: told to the service.
    case attempts(
        CallID, [AttemptID], word: String, version: Int, waits: Bool, passed: [PrivateDetail] = [])
    /// The only reply with a private detail in clear; only to who has the call.
    indirect case revealed(CallID, PrivateDetail, HomeFile, version: Int)
    case followUp(FollowUpID, word: String, version: Int)
    case confirming(CallID, version: Int)
    indirect case record(CallRecord, word: String)
    case calls([CallBrief], more: Int, groups: [StormGroup])
    /// The open calls, for a client whose RESUME came too late.
    case picture([CallBrief], more: Int)
    case seats([SeatBrief])
    case staffed(SeatBrief)
    case stuck([StuckBrief])
    case told(OperatorID)
    /// A hand-over with its list; `isOrder`: something was done about it.
    indirect case shift(ShiftView, isOrder: Bool)
    case followUps([FollowUp], more: Int)
    case devices([DeviceBrief], more: Int)
    /// What a storm, or the closing of its group, would touch.
    indirect case stormPreview(StormView)
    /// What changed since a preview, and a new one.
    indirect case stormStale(preview: Int64, [StormChange], StormView)
    indirect case storm(StormNews)
    case storms([StormNews])
    indirect case missedNext(MissedBrief, HomeFile, left: Int)
    case missedDone(HomeID, String, left: Int)
    case missed([MissedBrief], more: Int)
    indirect case file(HomeFile)
    /// `target`: how soon a call should be answered, so that a screen can say how much is left.
    indirect case situation(Situation, [CanaryBrief], now: Moment, target: Span, ring: String)
    case importReady(RecordKind)
    case importRow(line: Int)
    case imported(RecordKind, rows: Int)
    case exported(RecordKind, rows: [[String]], next: Int?)
    case secretChanged(OperatorID)
    case restarting
    case refused(Refusal)

    /// See `Effect.promisesDurability`.
    package var promisesDurability: Bool {
        switch self {
        case .alarmStored, .signalStored, .cancelNoted, .reportStored, .seen, .resultNoted,
            .imported,
            .secretChanged:
            true
        default: false
        }
    }
    /// The device's reference, so that a refusal to store can name it.
    package var reference: Reference? {
        switch self {
        case .alarmStored(let reference, _), .signalStored(let reference, _),
            .cancelNoted(let reference, _):
            reference
        default: nil
        }
    }
}
