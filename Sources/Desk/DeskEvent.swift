// SPDX-License-Identifier: Apache-2.0
/// Every reason to think: device, person, clock, store. May be refused; present tense.

package import Vocabulary

/// Which request of which connection asked; the reply goes there and nowhere else.
package struct Requester: Hashable, Sendable {
    package let connection: ConnectionID
    package let request: UInt64
    package init(connection: ConnectionID, request: UInt64) {
        self.connection = connection
        self.request = request
    }
}

extension Requester {
    /// Nobody asked: the desk acts of itself, and the reply is dropped.
    package static let nobody = Requester(
        connection: ConnectionID(raw: .max), request: .max)
}

/// One message of a dialler: several events may stand in it.
package struct DiallerReport: Equatable, Sendable {
    /// One event, and whether it opens a call whatever its kind.
    package struct Event: Equatable, Sendable {
        package var signal: Signal
        package var isAlarm: Bool
        package init(signal: Signal, isAlarm: Bool) {
            self.signal = signal
            self.isAlarm = isAlarm
        }
    }
    package var device: DeviceID
    /// None in a poll: the device says only that it is there.
    package var events: [Event]
    /// Nothing is made of it unless the directory knows the device: whoever sends rubbish in its name is
    /// not one of ours, or the configuration wants no strangers.
    package var onlyIfRegistered: Bool
    package init(device: DeviceID, events: [Event], onlyIfRegistered: Bool = false) {
        self.device = device
        self.events = events
        self.onlyIfRegistered = onlyIfRegistered
    }
}

/// One canary's alarm on its way to the virtual operator and back.
package struct CanaryRound: Equatable, Sendable {
    package var device: DeviceID
    package var reference: Reference
    package var gateway: GatewayID
    /// Where TAKEN goes; nil for what no gateway's ALARM said.
    package var connection: ConnectionID?
    package var cameAt: Moment
    package init(
        device: DeviceID, reference: Reference, gateway: GatewayID, connection: ConnectionID?,
        cameAt: Moment
    ) {
        self.device = device
        self.reference = reference
        self.gateway = gateway
        self.connection = connection
        self.cameAt = cameAt
    }
}

/// What is wrong with the disk.
package enum StoreTrouble: String, Sendable, Equatable {
    /// Full or busy: the batch is kept and tried again each second.
    case full
    /// An I/O error: what is on disk is unknown; that file is not written again.
    case broken
}

/// An event.
package enum DeskEvent: Equatable, Sendable {
    // The device port.
    case gatewayJoins(GatewayID, notifier: Bool, Requester)
    case gatewayLeaves(GatewayID, ConnectionID)
    case alarm(Signal, Requester)
    case signal(Signal, Requester)
    /// What one message of a dialler reports, with one acknowledgement for all of it.
    case report(DiallerReport, Requester)
    case cancel(DeviceID, Reference, GatewayID, Requester)
    case alive([DeviceID], GatewayID)
    case seen(Int64, GatewayID, Requester)
    /// A notifier's RESULT (`asked` set) or a channel's own finding.
    case attemptEnds(AttemptID, AttemptOutcome, text: String, asked: Requester?)
    // The console port.
    /// The secret was checked; the person comes in.
    case logOn(OperatorID, Requester)
    case connectionLost(OperatorID, ConnectionID)
    case command(OperatorID, Command, Requester)
    // The world.
    case clock
    case storeFails(StoreTrouble)
    case storeRecovers
    /// A block of numbers is on disk and may be used.
    case numbersDurable(NumberSeries, through: Int64)
    /// Go on applying an accepted import.
    case importContinues
    /// A canary's alarm is on disk.
    case roundSaved(CanaryRound)
}

/// What people may ask of the desk.
package enum Command: Equatable, Sendable {
    case ready
    case away(reason: String)
    case logOff
    /// Any line of the connection: keeps leases alive.
    case activity
    case take(CallID, version: Int?)
    case note(CallID, text: String)
    case stepDone(CallID, step: Int, result: String, version: Int?)
    case waive(CallID, step: Int, reason: String, version: Int?)
    case contact(CallID, who: Int?)
    /// The home's own telephone.
    case ringHome(CallID)
    case result(CallID, AttemptID, AttemptOutcome, text: String)
    case summon(CallID, service: String, note: String)
    case reveal(CallID, PrivateDetail)
    case park(CallID, Span, reason: String, version: Int?)
    case release(CallID, version: Int?)
    case handOver(CallID, to: OperatorID, version: Int?)
    case followUp(CallID, FollowUpKind, due: Due, owner: OperatorID, note: String)
    case fulfil(FollowUpID, note: String, version: Int?)
    case close(CallID, Outcome, reason: String, version: Int?)
    case confirm(CallID, version: Int?)
    case storm(StormOrder)
    case shift(ShiftOrder)
    case listen(CallID)
    case stopListening(CallID)
    case tell(OperatorID, text: String)
    case staff(OperatorID, StaffOrder)
    case missed(MissedOrder)
    case list(ListQuery)
    case show(Thing)
    case importBegins(RecordKind)
    case importRow(line: Int, cells: [String])
    /// A row came that could not even be read; its person has heard so.
    case importSpoiled
    /// Calls for a client that has missed too much.
    case picture
    case importEnds(commit: Bool)
    case export(RecordKind, after: Int)
    case secret(OperatorID, hash: Masked)
    case restart(reason: String)
}

/// Series of numbers that are never given twice: reserved in durable blocks before use.
package enum NumberSeries: Hashable, Sendable {
    /// Call numbers of one day.
    case calls(CivilDay)
    /// `n=` of events.
    case events
    /// Attempts and follow-ups.
    case attempts

    /// `calls:20261120`, `events`, `attempts`: as stored.
    package var text: String {
        switch self {
        case .calls(let day): "calls:\(day.number)"
        case .events: "events"
        case .attempts: "attempts"
        }
    }
    package init?(text: String) {
        switch text {
        case "events": self = .events
        case "attempts": self = .attempts
        default:
            guard text.hasPrefix("calls:"), let day = Int32(text.dropFirst(6)) else { return nil }
            self = .calls(CivilDay(number: day))
        }
    }
}
