// SPDX-License-Identifier: Apache-2.0
/// Everything the desk remembers. `Apply.swift` is the only code that changes what facts speak of;
/// `presence` holds what a restart may forget (connections, last words, deadlines).

package import Vocabulary

/// A person's place at the console.
package struct Seat: Equatable, Sendable {
    private var person: Boxed<Operator>
    package var duty: DutyState = .gone
    package var reason: String = ""
    /// Took a call while away, with this reason: away again once it has left their hands.
    package var awayBefore: String?
    /// Since when in this state; for `ready`, what "longest idle" counts from.
    package var since: Moment
    package var offered: CallID?
    /// Calls in hand, parked ones included, oldest first.
    package var calls: [CallID] = []
    /// Districts and kinds that are offered to them first; empty: everything.
    package var queues: [String] = []
    /// Offers missed in a row.
    package var missedOffers: Int = 0

    package init(record: Operator, since: Moment) {
        person = Boxed(record)
        self.since = since
    }

    /// Who sits here.
    package var record: Operator {
        _read { yield person.value }
        _modify { yield &person.value }
    }
}

/// A block of numbers of one series.
package struct NumberBlock: Equatable, Sendable {
    /// The last number given; 0 before the first.
    package var given: Int64
    /// Reserved (asked to be saved) up to here.
    package var reserved: Int64
    package init(given: Int64, reserved: Int64) {
        self.given = given
        self.reserved = reserved
    }
}

/// A press of a call that somebody had in hand.
package struct PressInHand: Equatable, Sendable {
    package var holder: OperatorID
    package var at: Moment
}

/// What a restart may forget.
package struct Presence: Equatable, Sendable {
    package var people = Attendances()
    /// Since when a person with calls in hand has had no connection.
    package var lostAt: [OperatorID: Moment] = [:]
    package var gateways = GatewayLines()
    package var notifiers = GatewayLines()
    /// Which notifier was handed an order that has no result yet.
    package var carriers: [AttemptID: GatewayID] = [:]
    package var watches = Watches()
    package var silenceRound = SilenceRound()
    /// Devices whose homes go on an outage's list, by their places; looked up by outage only.
    package var outageDevices: [OutageID: [Int]] = [:]
    package var missedHolds = Table<OperatorID, MissedHold>()
    package var canaries: [DeviceID: CanaryWatch] = [:]
    /// The newest preview that each person asked for; looked up by person only.
    package var stormPreviews: [OperatorID: StormPreview] = [:]
    /// When a storm is looked at next; an entry of the heap for another moment is stale.
    package var stormLooks: [StormID: Moment] = [:]
    package var areas = AreaCounts()
    package var buckets = TokenBuckets()
    /// Hand-overs that wait for their answer, by who offers; looked up by person only.
    package var shifts: [OperatorID: ShiftOffer] = [:]
    /// Who listens to a call, in the order in which they came.
    package var listeners: [CallID: [OperatorID]] = [:]
    /// Since when a press of a held call has heard no word of its holder.
    package var pressedAt: [CallID: Moment] = [:]
    /// The last press of a call in hand, and in whose; looked up by call only.
    package var crossings: [CallID: PressInHand] = [:]
    /// When it was last said that a call's device runs away.
    package var runawaySaidAt: [CallID: Moment] = [:]
    /// When the supervisors last heard how many devices are silent.
    package var silenceSaidAt: Moment?
    /// Numbers of these series are on disk up to here.
    package var durable = BySeries<Int64>()
    package var trouble: StoreTrouble?
    /// Since when nobody qualified has been on duty, and when that was last said.
    package var nobodySaidAt: Moment?
    package var situationDueAt: Moment?
    /// This hour's figures for the situation report.
    package var hour: Int64 = 0
    package var arrived = 0
    package var answered = 0
    package var answeredInTarget = 0
    package init() {}
}

/// Rows of an accepted or growing import.
package struct ImportWork: Equatable, Sendable {
    package var kind: RecordKind
    package var by: OperatorID
    package var asker: Requester?
    package var rows: [Record] = []
    package var errors: Int = 0
    /// Staged rows of operators who have no seat yet: their number is bounded.
    package var newPeople: Int = 0
    /// nil until accepted; then how many rows are applied.
    package var applied: Int?
    package init(kind: RecordKind, by: OperatorID, asker: Requester?) {
        self.kind = kind
        self.by = by
        self.asker = asker
    }
}

/// The desk's memory.
package struct DeskState: Equatable, Sendable {
    package var directory = Directory()
    package var seats = Table<OperatorID, Seat>()
    package var calls = Table<CallID, OpenCall>()
    /// The open call of an unregistered device; a home's stands in its file.
    package var callOfStranger: [DeviceID: CallID] = [:]
    /// Alarms heard inside the repeat window -> their call.
    package var repeats = RepeatMemory()
    package var followUps = Table<FollowUpID, FollowUp>()
    package var numbers = BySeries<NumberBlock>()
    package var takenOwed = Table<GatewayID, [TakenNotice]>()
    package var importWork: ImportWork?
    package var nobodyOnDuty = false
    package var canaries = Table<DeviceID, Canary>()
    /// Devices that are silent.
    package var silences = Table<DeviceID, Silence>()
    /// Outages whose lists are not worked off, and the homes on them, each once.
    package var outages = Table<OutageID, Outage>()
    package var missed = Table<HomeID, MissedHome>()
    /// Through which gateway each device is heard; what is new is written down a little later.
    package var routes = Routes()
    /// When the centre last left a mark that it is alive.
    package var aliveAt: Moment?
    /// Storms that last.
    package var storms = Table<StormID, StormRecord>()
    /// Open attempts for the centre itself (nobody on duty), newest last, few.
    package var centreAttempts: [Attempt] = []
    package var presence = Presence()

    package init() {}

    /// The open call of a home.
    func openCall(of home: HomeID) -> CallID? { directory.homes.read(home) { $0.openCall } ?? nil }

    /// The open call of each home that has one; collected for who looks at all of them.
    package var callOfHome: [HomeID: CallID] {
        var all: [HomeID: CallID] = [:]
        for call in calls.all {
            if let home = call.home { all[home] = openCall(of: home) }
        }
        return all
    }
}

/// Which alarms were heard, in order of hearing, bounded in time and number.
package struct RepeatMemory: Equatable, Sendable {
    private struct Entry: Equatable, Sendable {
        var identity: AlarmIdentity
        var call: CallID?
        var at: Moment
    }
    /// When it was heard last, and on which call; a mere signal is on none.
    package struct Heard: Equatable, Sendable {
        package let call: CallID?
        package let at: Moment
    }
    private var order: [Entry] = []
    /// Before it, entries are forgotten.
    private var first = 0
    /// Entries whose alarm was remembered again later.
    private var superseded = 0
    /// Entries of all time that no longer stand in `order`: the index counts from the beginning.
    private var dropped: UInt32 = 0
    private var index = HashIndex()

    /// - Parameter dropped: entries of all time so far; tests begin where the count wraps.
    package init(dropped: UInt32 = 0) { self.dropped = dropped }
    package var count: Int { order.count - first - superseded }

    /// `.some(call)` when this was heard before; the call is nil for a mere signal.
    package func call(of identity: AlarmIdentity) -> CallID?? { heard(identity).map(\.call) }

    /// When this was heard before.
    package func heard(_ identity: AlarmIdentity) -> Heard? {
        place(of: identity, identity._rawHashValue(seed: 0)).map { at in
            Heard(call: order[at].call, at: order[at].at)
        }
    }

    /// Where its newest entry stands.
    private func place(of identity: AlarmIdentity, _ hash: Int) -> Int? {
        index.first(hash) { order[Int($0 &- dropped)].identity == identity }
            .map { Int($0 &- dropped) }
    }

    /// The call of the newest alarm that a device sent under this reference; nil where none is
    /// among those heard last. For a cancel that names neither kind nor time.
    package func newestCall(of device: DeviceID, _ reference: Reference) -> CallID? {
        for entry in order[first...].suffix(Limits.repeatsSearchedMax).reversed()
        where entry.identity.device == device && entry.identity.reference == reference {
            if let call = entry.call { return call }
        }
        return nil
    }

    package mutating func remember(_ identity: AlarmIdentity, call: CallID?, at moment: Moment) {
        let hash = identity._rawHashValue(seed: 0)
        if let known = place(of: identity, hash) {
            if order[known].at == moment {
                order[known].call = call
                return
            }
            // The same once more is a dialler's new event: the older entry counts no longer.
            index.remove(hash, dropped &+ UInt32(known))
            superseded += 1
        }
        index.insert(hash, dropped &+ UInt32(order.count))
        order.append(Entry(identity: identity, call: call, at: moment))
    }

    /// Forgets what was heard before `moment`, and the oldest beyond the bound.
    package mutating func forget(before moment: Moment) {
        while first < order.count,
            order[first].at < moment || order.count - first > Limits.repeatsMax
        {
            let hash = order[first].identity._rawHashValue(seed: 0)
            if place(of: order[first].identity, hash) == first {
                index.remove(hash, dropped &+ UInt32(first))
            } else {
                superseded -= 1
            }
            first += 1
        }
        if first > 4096, first > order.count / 2 {
            order.removeFirst(first)
            dropped &+= UInt32(first)
            first = 0
        }
    }

    package static func == (a: RepeatMemory, b: RepeatMemory) -> Bool {
        a.order[a.first...] == b.order[b.first...]
    }
}
