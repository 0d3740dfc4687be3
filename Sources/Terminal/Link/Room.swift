// SPDX-License-Identifier: Apache-2.0
/// What the client knows of the centre: calls, people, offers, troubles. Fed by lines, in their order.
/// Never decides: the centre did.

package import Wire

/// A line of the events' list.
package struct EventLine: Equatable, Sendable {
    package let at: Int64
    package let line: ReplyLine
}

package struct Room: Sendable {
    /// Events kept for reading back: some screens full.
    package static let eventsMax = 200

    package private(set) var calls = CallRows()
    /// Open calls that the last list had no room for.
    package private(set) var unlisted = 0
    package private(set) var events: [EventLine] = []
    package private(set) var seats: [Fields] = []
    /// Groups of the waiting line, by the storm's number.
    package private(set) var groups: [StormGroup] = []
    /// What the centre last said of each storm that lasts.
    private var storms: [String: Fields] = [:]
    /// A storm that the centre proposes; nil: none.
    package private(set) var proposal: Fields?
    package private(set) var situation: Fields?
    package private(set) var level = ServiceLevel()
    /// Calls held out to me: until when, on the client's clock.
    package private(set) var offers: [String: Int64] = [:]
    /// Calls that everybody was called to.
    package private(set) var open: Set<String> = []
    /// Calls about to be taken from me, until when.
    package private(set) var leases: [String: Int64] = [:]
    /// Shift hand-overs that wait for my answer.
    package private(set) var shifts: [Fields] = []
    package private(set) var isNobodyOnDuty = false
    /// `full`, `broken`, or empty.
    package private(set) var storage = ""
    /// How many seconds one of the clock's stands for: a demonstration's spans are so many times
    /// shorter, and what people read is counted in what they stand for.
    package private(set) var pace = 1.0
    /// The answer target in milliseconds that people read.
    package private(set) var target: Int64 = 12_000
    /// Number to ring while the centre is away, as it said itself.
    package private(set) var ring = ""
    /// The centre's wall clock when it was last asked, and ours then.
    package private(set) var wall: (text: String, at: Int64)?

    package init() {}

    /// Calls of a storm: many homes, one line.
    package struct StormGroup: Equatable, Sendable {
        package let storm: String
        package let calls: Int
        /// The client's clock at the oldest one's arrival.
        package let arrivedAt: Int64
    }

    package func age(_ group: StormGroup, now: Int64) -> Int64 {
        max(0, Int64(Double(now - group.arrivedAt) * pace))
    }
    /// Area, kinds, until when; nil: it is not known yet.
    package func storm(_ number: String) -> Fields? { storms[number] }
    /// A group whose storm is not known.
    package var hasUnknownStorm: Bool { groups.contains { storms[$0.storm] == nil } }

    /// How old a call is, in milliseconds that people read.
    package func age(_ row: CallRow, now: Int64) -> Int64 {
        max(0, Int64(Double(now - row.arrivedAt) * pace))
    }

    /// How long until then, in milliseconds that people read.
    package func left(until moment: Int64, now: Int64) -> Int64 {
        max(0, Int64(Double(moment - now) * pace))
    }

    /// Whether everybody may take it, called to it or not.
    package func isOpen(_ row: CallRow) -> Bool { open.contains(row.id) || row.isForAll }

    /// The age of the call that waits longest, and of a storm's group only where nothing else waits: a group
    /// may wait for hours and would hide a press. nil: nothing waits.
    package func oldestAge(now: Int64) -> Int64? {
        waiting.map { age($0, now: now) }.max() ?? groups.map { age($0, now: now) }.max()
    }

    /// The order in which the line is answered.
    package var waiting: [CallRow] { calls.waiting }
    /// All others that are open.
    package var inHands: [CallRow] { calls.inHands }
    /// How many wait: those of groups, and those that no list had room for, included.
    package var waitingCount: Int {
        let seen = waiting.count { $0.storm.isEmpty } + groups.reduce(0) { $0 + $1.calls }
        return unlisted > 0 ? max(seen, situation?.number("waiting") ?? 0) : seen
    }
    /// Calls of one person, the oldest first.
    package func calls(of person: String) -> [CallRow] {
        inHands.filter { $0.holder == person }.sorted { $0.id < $1.id }
    }

    // MARK: Replies

    /// LIST calls, or the picture behind GONE: what it does not tell of is over, but for calls of `me`
    /// where it had no room for all; those are asked for by themselves (`replace(own:)`).
    package mutating func replace(calls lines: [ReplyLine], me: String, now: Int64) {
        unlisted = lines.compactMap { $0["more"].flatMap { Int($0) } }.last ?? 0
        let told = Set(lines.compactMap { $0["call"] })
        calls.keep {
            // A group's calls are no rows of the list, also the one that is held out to me.
            told.contains($0.id) || (unlisted > 0 && $0.holder == me)
                || (!$0.storm.isEmpty && offers[$0.id] != nil)
        }
        for line in lines where line["call"] != nil { put(Fields(line), now: now) }
        groups = lines.filter { $0.word == "STORM" }.map { line in
            let fields = Fields(line)
            let age = fields.milliseconds("oldest") ?? 0
            return StormGroup(
                storm: fields["storm"], calls: fields.number("calls") ?? 0,
                arrivedAt: now - age)
        }
        tidy()
    }

    /// LIST storms: those that last.
    package mutating func replace(storms lines: [ReplyLine]) {
        storms = [:]
        for line in lines where line.word == "STORM" {
            let fields = Fields(line)
            storms[fields["storm"]] = fields
        }
    }

    /// LIST calls of one holder.
    package mutating func replace(own lines: [ReplyLine], me: String, now: Int64) {
        let told = Set(lines.compactMap { $0["call"] })
        calls.keep { told.contains($0.id) || $0.holder != me }
        for line in lines where line["call"] != nil { put(Fields(line), now: now) }
        tidy()
    }

    /// What is known of calls that are not there any more.
    private mutating func tidy() {
        offers = offers.filter { calls[$0.key] != nil }
        leases = leases.filter { calls[$0.key] != nil }
        open = open.filter { calls[$0]?.isWaiting == true }
    }

    package mutating func replace(seats lines: [ReplyLine]) {
        seats = lines.filter { $0.word == "OPERATOR" }.map { Fields($0) }
    }

    package mutating func take(centre lines: [ReplyLine], now: Int64) {
        guard let line = lines.first(where: { $0.word == "CENTRE" }) else { return }
        take(situation: Fields(line), now: now)
    }

    private mutating func take(situation fields: Fields, now: Int64) {
        situation = fields
        if let scale = Double(fields["scale"]), scale > 0 { pace = scale }
        if let target = fields.milliseconds("target") {
            self.target = Int64((Double(target) * pace).rounded())
        }
        if fields.has("ring") { ring = fields["ring"] }
        if fields.has("now") { wall = (fields["now"], now) }
        if fields.has("saved"), fields.isSet("saved") { storage = "" }
        level.learn(from: self, now: now)
    }

    /// A call's newest brief.
    package mutating func put(_ fields: Fields, now: Int64) {
        guard var row = CallRow(fields, now: now) else { return }
        if let known = calls[row.id] {
            guard known.version <= row.version else { return }
            row.keepArrival(of: known)
        }
        // Of a group's calls only those stand in the line that are held out to me.
        if !row.storm.isEmpty, row.isWaiting, offers[row.id] == nil, !open.contains(row.id) {
            return calls.remove(row.id)
        }
        calls.put(row)
        if !row.isWaiting {
            open.remove(row.id)
            offers[row.id] = nil
        }
    }

    package mutating func forget(_ call: String) {
        calls.remove(call)
        offers[call] = nil
        leases[call] = nil
        open.remove(call)
    }

    // MARK: Events

    /// Takes an event in; `me` hears some of them as what happens to oneself.
    package mutating func hear(_ line: ReplyLine, me: String, now: Int64) {
        let fields = Fields(line)
        let call = fields["call"]
        if line.word == "OFFER" {
            offers[call] = now + (fields.milliseconds("left") ?? 0)
        }
        put(fields, now: now)
        switch line.word {
        case "STORM": hear(storm: fields)
        case "WITHDRAWN":
            offers[call] = nil
            if calls[call]?.storm.isEmpty == false { calls.remove(call) }
            leases[call] = nil
        case "OPEN": open.insert(call)
        case "CALL", "RETURNED", "HANDED":
            leases[call] = nil
            if fields["what"] == "closed" || fields["state"] == "closed" { forget(call) }
        case "LEASE":
            leases[call] = now + (fields.milliseconds("left") ?? 0)
        case "SHIFT": hearShift(fields, me: me)
        case "DUTY": changeSeat(fields)
        case "NOBODY": isNobodyOnDuty = true
        case "SOMEBODY": isNobodyOnDuty = false
        case "STORAGE": storage = fields["state"] == "well" ? "" : fields["state"]
        default: break
        }
        events.append(EventLine(at: now, line: line))
        if events.count > Self.eventsMax { events.removeFirst(events.count - Self.eventsMax) }
    }

    private mutating func hear(storm fields: Fields) {
        switch fields["what"] {
        case "proposed": proposal = fields
        case "undone", "ended", "over": storms[fields["storm"]] = nil
        default:
            storms[fields["storm"]] = fields
            proposal = nil
        }
    }

    private mutating func hearShift(_ fields: Fields, me: String) {
        shifts.removeAll { $0["from"] == fields["from"] }
        if fields["what"] == "offered", fields["to"] == me { shifts.append(fields) }
    }

    /// I have answered: nothing waits any more.
    package mutating func answeredShift(_ fields: Fields, me: String) {
        if fields["to"] == me, fields["what"] != "offered" {
            shifts.removeAll { $0["from"] == fields["from"] }
        }
    }

    /// A key was pressed: the lease goes on with what is said to the centre.
    package mutating func endLeases() { leases = [:] }

    /// The connection is gone: what was held out may be somebody else's by now.
    package mutating func lose() {
        offers = [:]
        open = []
        leases = [:]
        // Said again to who logs on, where it still waits.
        shifts = []
    }

    private mutating func changeSeat(_ fields: Fields) {
        guard let place = seats.firstIndex(where: { $0["who"] == fields["who"] }) else { return }
        seats[place].change("state", fields["state"])
        seats[place].change("reason", fields["reason"])
    }
}
