// SPDX-License-Identifier: Apache-2.0
/// The auditor of a trial: keeps the books, foresees each reply, and holds what is said against what is
/// on disk, who waits, and who has what.
/// Never believes the centre; what is wrong is collected, with its moment.

import Counter
import Desk
import Vocabulary
import Wire

/// A request that has no answer yet.
private struct Awaited {
    var replies: [Foreseen]
    var askedAt: Moment
    /// Written out only where something is wrong: that costs more than all the rest.
    var what: Work
    /// Of the calls whose version the reply names: what it was before the step, and is after it. What
    /// follows in the same step (a call given back is held out again) may come after the reply.
    var versions: [CallID: ClosedRange<Int>] = [:]
}

final class TrialBooks: CentreWatch {
    /// Of what was decided in this life of the centre.
    private(set) var now: Book
    /// Of what is on disk.
    private(set) var onDisk: Book
    private var awaited: [Requester: Awaited] = [:]
    /// Previews whose number nobody has heard yet; only each person's last one counts.
    private var made: [OperatorID: (asker: Requester, preview: BookPreview)] = [:]
    /// What the desk is thinking about.
    private var current: Work?
    /// What devices were told: alarm -> call. Holds over all lives.
    private(set) var acknowledged: [AlarmIdentity: CallID?] = [:]
    /// Everything that devices ever sent.
    var sent: Set<AlarmIdentity> = []
    /// Calls whose number a reply or an event has named, over all lives.
    private var named: Set<CallID> = []
    /// Offers that must reach their person's connection by then.
    private var owedOffers: [(call: CallID, connection: ConnectionID, by: Moment)] = []
    private var lastEvent: Int64 = 0
    /// The store has been in trouble since; a promise may become "try again" then.
    private var troubleSince: Moment?
    private var troubleEndedAt = Moment(milliseconds: .min / 2)
    private(set) var wrong: [String] = []
    /// Every byte that left, folded (FNV-1a): the same in any process.
    private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    private(set) var counts = TrialCounts()
    /// Who wants to see everything.
    var trace: ((String) -> Void)?
    private var clock = Moment(milliseconds: 0)

    init(_ state: DeskState, rules: Rules) {
        now = Book(state, rules: rules)
        onDisk = now
    }

    func note(_ text: String) {
        if wrong.count < 20 { wrong.append("\(clock.milliseconds): \(text)") }
    }

    // MARK: Lives

    func countTick() { counts.ticks += 1 }
    func countCrash() { counts.crashes += 1 }
    /// Nobody waits for an answer.
    var isSettled: Bool { awaited.isEmpty }

    /// The centre is gone with everything that was not on disk.
    func crashed() {
        trace?("the centre ends")
        now = onDisk.afterCrash()
        onDisk = now
        awaited = [:]
        made = [:]
        owedOffers = []
        troubleSince = nil
    }

    /// These steps are on disk now.
    func written(_ steps: [SavedStep]) {
        for step in steps {
            for fact in step.facts { onDisk.enter(fact, at: step.at) }
        }
        onDisk.wrong = []
    }

    // MARK: CentreWatch

    func handling(_ work: Work, at moment: Moment) {
        clock = moment
        now.bornAt = min(now.bornAt, moment)
        counts.works += 1
        current = work
        if let trace { trace("\(moment.milliseconds) < \(work)") }
        listen(work, at: moment)
        guard let (asker, replies) = now.foresee(work, at: moment) else {
            return
        }
        if awaited[asker] != nil { note("request \(asker) came twice") }
        if case .desk(.command(let person, .storm(let order), _)) = work {
            look(order, of: person, asker, replies[0], at: moment)
        }
        var entry = Awaited(replies: replies, askedAt: moment, what: work)
        for id in replies.compactMap(\.version) {
            let version = now.calls[id]?.version ?? 0
            entry.versions[id] = version...version
        }
        awaited[asker] = entry
    }

    /// A preview is made, or one is used up.
    private func look(
        _ order: StormOrder, of person: OperatorID, _ asker: Requester, _ reply: Foreseen,
        at moment: Moment
    ) {
        let plan: StormPlan
        switch (order, reply.word) {
        case (.preview(let its), ReplyCode.dataStorm.word): plan = its
        case (.declare, ReplyCode.stale.word), (.close, ReplyCode.stale.word):
            guard let its = now.previews[person]?.plan else { return }
            plan = its
        case (.declare, ReplyCode.storm.word), (.close, ReplyCode.storm.word):
            now.previews[person] = nil
            return
        default: return
        }
        now.previews[person] = nil
        made[person] = (
            asker,
            BookPreview(
                number: -1, plan: plan, calls: now.touched(by: plan).calls, madeAt: moment)
        )
    }

    /// The number of a preview is heard.
    private func named(_ asker: Requester, _ line: ReplyLine) {
        guard let number = line["preview"].flatMap({ Int64($0) }),
            let (person, its) = made.first(where: { $0.value.asker == asker })
        else { return }
        made[person] = nil
        now.previews[person] = its.preview
        now.previews[person]?.number = number
    }

    /// What the books need of a request itself: who speaks, who is here.
    private func listen(_ work: Work, at moment: Moment) {
        if case .resume(let person, _, _) = work { hear(person, at: moment) }
        guard case .desk(let event) = work else { return }
        switch event {
        case .alarm(let signal, _), .signal(let signal, _): sent.insert(signal.identity)
        case .command(let person, let command, let asker):
            if let seat = now.seats[person], seat.connection != nil,
                seat.connection == asker.connection || command == .activity
            {
                hear(person, at: moment)
            }
        case .connectionLost(let person, let connection):
            guard let seat = now.seats[person], seat.connection == connection else { return }
            unseat(connection, at: moment)
        case .logOn(let person, let asker):
            // What is held out to them is said again where they are now.
            if let offered = now.seats[person]?.offered {
                owedOffers.append((offered, asker.connection, moment + now.rules.patience))
            }
        case .storeFails: troubleSince = moment
        case .storeRecovers: troubleSince = nil
        default: break
        }
    }

    private func hear(_ person: OperatorID, at moment: Moment) {
        _ = now.seats.update(person) {
            if $0.connection == nil { return }
            $0.heardBefore = $0.heardAt
            $0.heardAt = moment
        }
    }

    func saved(_ steps: [SavedStep]) {
        for step in steps {
            for fact in step.facts {
                counts.facts += 1
                enter(fact, at: step.at)
            }
        }
    }

    private func enter(_ fact: Fact, at moment: Moment) {
        if case .callOffered(let call, let person, _) = fact,
            let connection = now.seats[person]?.connection
        {
            owedOffers.append((call, connection, moment + now.rules.patience))
        }
        now.enter(fact, at: moment)
        switch fact {
        case .offerEnded(let call, _, _, _): owedOffers.removeAll { $0.call == call }
        case .callOpened: counts.opened += 1
        case .missedSettled(_, .heard, _, _): break
        case .missedSettled, .missedTried: counts.rung += 1
        case .callTaken: counts.taken += 1
        case .callClosed: counts.closed += 1
        case .callGrouped: counts.grouped += 1
        case .alarmFolded: counts.folded += 1
        case .stormClosed(_, _, let calls, _, _): counts.closedTogether += calls
        case .shiftEnded(_, _, .accepted, _, _): counts.shifts += 1
        case .followUpCame: counts.calledBack += 1
        case .callReturned: counts.returned += 1
        case .storeTroubleBegan: troubleSince = moment
        case .storeTroubleEnded:
            troubleSince = nil
            troubleEndedAt = moment
        default: break
        }
    }

    func handled(_ work: Work?, in state: DeskState, violations: [String], at moment: Moment) {
        clock = moment
        now.bornAt = min(now.bornAt, moment)
        seat(work, in: state, at: moment)
        now.checkGroups(at: moment)
        for text in violations { note(text) }
        for text in now.wrong { note(text) }
        now.wrong = []
        settleVersions()
        current = nil
        compare(with: state)
        checkLadder(at: moment)
        checkHands(at: moment)
        for owed in owedOffers where owed.by < moment {
            note("the offer of \(owed.call) has not left after the gate's patience")
        }
        owedOffers.removeAll { $0.by < moment }
    }

    /// Log-ons and departures that the desk has accepted.
    private func seat(_ work: Work?, in state: DeskState, at moment: Moment) {
        guard case .desk(let event) = work else {
            if case .leftUnanswered(let connection) = work { unseat(connection, at: moment) }
            return
        }
        switch event {
        case .logOn(let person, let asker):
            // A log-on whose connection broke before is not heard.
            guard state.presence.connections[person] == asker.connection else {
                awaited[asker] = nil
                owedOffers.removeAll { $0.connection == asker.connection }
                return
            }
            if let old = now.seats[person]?.connection, old != asker.connection {
                owedOffers.removeAll { $0.connection == old }
            }
            _ = now.seats.update(person) {
                $0.connection = asker.connection
                $0.lostAt = nil
                $0.heardAt = moment
            }
        case .gatewayJoins(_, _, let asker):
            let presence = state.presence
            if presence.gateways.gateway(of: asker.connection) == nil,
                presence.notifiers.gateway(of: asker.connection) == nil
            {
                awaited[asker] = nil
            }
        case .command(let person, .logOff, let asker):
            guard now.seats[person]?.connection == asker.connection else { return }
            _ = now.seats.update(person) { $0.connection = nil }
            now.forgetListening(of: person)
        case .command(let person, .missed(let order), let asker):
            guard now.seats[person]?.connection == asker.connection else { return }
            let given = state.presence.missedHolds[person]?.home
            now.give(given, for: order, to: person, at: moment)
        case .command(_, .staff(let person, _), _):
            // Sent home: nobody speaks for them any more.
            guard state.presence.connections[person] == nil,
                let old = now.seats[person]?.connection
            else { return }
            unseat(old, at: moment)
        default: break
        }
    }

    private func unseat(_ connection: ConnectionID, at moment: Moment) {
        for id in now.seats.allIDs where now.seats[id]?.connection == connection {
            _ = now.seats.update(id) {
                $0.connection = nil
                $0.lostAt = $0.calls.isEmpty ? nil : moment
            }
            now.forgetListening(of: id)
        }
        owedOffers.removeAll { $0.connection == connection }
    }

    /// The version that a reply must name is the one after its step.
    private func settleVersions() {
        guard let asker = current?.asker, let entry = awaited[asker] else { return }
        for reply in entry.replies {
            if let id = reply.version, let call = now.calls[id] {
                let before = entry.versions[id]?.lowerBound ?? call.version
                awaited[asker]?.versions[id] = before...max(before, call.version)
            }
        }
    }

    // MARK: What must hold after each step

    /// I4: opened less closed is what stands somewhere; and both say the same of each.
    private func compare(with state: DeskState) {
        guard state.calls.count == now.calls.count else {
            return note("\(now.calls.count) calls in the books, \(state.calls.count) at the desk")
        }
        if state.missed.count != now.missed.count {
            note("\(now.missed.count) homes missed in the books, \(state.missed.count) at the desk")
        }
        for call in state.calls.all {
            guard let mine = now.calls[call.id] else {
                note("\(call.id) is not in the books")
                continue
            }
            if mine.state.rawValue != call.state.rawValue || mine.holder != call.holder
                || mine.version != call.version || mine.rank != call.rank
                || mine.storm?.id != call.storm?.storm
            {
                note("\(call.id) is \(call.state) v=\(call.version), in the books \(mine)")
            }
        }
    }

    /// Nobody has it: it climbs, whatever happens.
    private func checkLadder(at moment: Moment) {
        // In a storm's group a call does not climb: the storm is announced for all of them.
        for call in now.calls.all where call.isWaiting && call.storm == nil {
            // A deadline is met by the tick of its millisecond or the next, and a commit may be heard
            // just before.
            let waited = moment - call.waitingSince - Span(milliseconds: 2)
            if waited >= now.rules.answerTarget, call.tier == .operators {
                note("\(call.id) waits \(waited.secondsText) s on tier 1")
            }
            if waited >= now.rules.dutyOfficerAfter, call.tier != .dutyOfficer {
                note("\(call.id) waits \(waited.secondsText) s on tier \(call.tier)")
            }
        }
    }

    /// I2, and no call stays in hands that are gone.
    private func checkHands(at moment: Moment) {
        var hands: [CallID: OperatorID] = [:]
        for seat in now.seats.all {
            for call in seat.calls {
                if let other = hands[call] {
                    note("\(call) is held by \(other) and \(seat.record.id)")
                }
                hands[call] = seat.record.id
            }
            if let lost = seat.lostAt, moment - lost > now.rules.lostConnectionSpan,
                !seat.calls.isEmpty
            {
                note("\(seat.record.id) is gone and still has \(seat.calls)")
            }
        }
        for call in now.calls.all {
            let isHeld = call.state == .handling || call.state == .parked
            if isHeld != (hands[call.id] != nil) {
                note("\(call.id) is \(call.state) in \(hands[call.id]?.text ?? "no") hands")
            }
        }
    }

    // MARK: What leaves

    func answered(_ asker: Requester, _ bytes: [UInt8]) {
        // Where it need not wait for the disk, it leaves within its own step.
        settleVersions()
        guard let entry = awaited.removeValue(forKey: asker) else {
            return note("an answer that nobody is owed: \(text(bytes))")
        }
        counts.replies += 1
        let lines = bytes.split(separator: 10).compactMap { replyLine(Array($0)) }
        guard let first = lines.first, let last = lines.last else {
            return note("\(entry.what): not a reply: \(text(bytes))")
        }
        if first.code == 451, isPromise(entry.replies) {
            // Not stored, try again: only while the disk is in trouble.
            let inTrouble = troubleSince != nil || troubleEndedAt >= entry.askedAt
            if !inTrouble { note("\(entry.what): 451 while all is well") }
            return
        }
        named(asker, first)
        for reply in entry.replies where fits(reply, first, last, entry) {
            return promised(reply, last)
        }
        note("\(entry.what)\n    foreseen \(entry.replies)\n    heard    \(text(bytes))")
    }

    private func isPromise(_ replies: [Foreseen]) -> Bool {
        replies.contains { $0.word == ReplyCode.ok.word }
    }

    private func fits(
        _ reply: Foreseen, _ first: ReplyLine, _ last: ReplyLine, _ entry: Awaited
    ) -> Bool {
        guard [first, last].contains(where: { $0.code == reply.code && $0.word == reply.word })
        else {
            return reply.word == ReplyCode.dataEnd.word && (first.code == 210 || first.code == 551)
        }
        for (key, value) in reply.fields {
            let found = first[key] ?? last[key] ?? ""
            if found != value { return false }
        }
        if let id = reply.version, let versions = entry.versions[id] {
            guard let version = last["v"].flatMap({ Int($0) }), versions.contains(version),
                version > versions.lowerBound
            else { return false }
        }
        if reply.newCall {
            guard let call = last["call"].flatMap(CallID.init(text:)) else { return false }
            if named.contains(call) { return false }
        }
        return true
    }

    /// A promise to a device: what it names must be on disk now (I1).
    private func promised(_ reply: Foreseen, _ line: ReplyLine) {
        guard let identity = reply.promises, line.code == 250 else { return }
        let call = line["call"].flatMap(CallID.init(text:))
        if let call { named.insert(call) }
        guard let stored = onDisk.heard[identity] else {
            return note("\(identity.device) \(identity.reference) is acknowledged and not on disk")
        }
        if let call, stored != call {
            note("\(identity.reference) is acknowledged for \(call), on disk for \(stored as Any)")
        }
        if let before = acknowledged[identity], let before, let call, before != call {
            note("\(identity.reference) was acknowledged for \(before), now for \(call)")
        }
        acknowledged[identity] = .some(call ?? stored)
        counts.acknowledged += 1
    }

    func said(_ connection: ConnectionID, _ bytes: [UInt8]) {
        fold(UInt64(bitPattern: clock.milliseconds))
        fold(connection.raw)
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        if let trace {
            trace("\(clock.milliseconds) > \(connection.raw) \(text(Array(bytes.dropLast())))")
        }
        guard bytes.first == UInt8(ascii: "*") else { return }
        guard let line = replyLine(Array(bytes.dropLast())) else {
            return note("no line: \(text(bytes))")
        }
        counts.events += 1
        if line.word == "OFFER", let call = line["call"].flatMap(CallID.init(text:)) {
            owedOffers.removeAll { $0.call == call && $0.connection == connection }
        }
    }

    private func fold(_ word: UInt64) { digest = (digest ^ word) &* 0x100_0000_01b3 }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // MARK: The end

    /// What must be when everything has healed: each acknowledged alarm is on disk once, in a call that
    /// a named person has closed; nothing is there that nobody sent; nobody waits for an answer.
    func checkEnd() {
        for call in onDisk.calls.all {
            note("\(call.id) is still \(call.state) of \(call.holder?.text ?? "nobody")")
        }
        for (identity, call) in acknowledged.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            guard let stored = onDisk.heard[identity] else {
                note("\(identity.reference) was acknowledged and is lost")
                continue
            }
            if stored != call { note("\(identity.reference) is in another call than was said") }
            if let stored, onDisk.closed[stored] == nil, onDisk.calls[stored] == nil {
                note("\(stored) has disappeared")
            }
        }
        let strange = onDisk.heard.keys.filter {
            !sent.contains($0) && $0.kind != .cancel && $0.kind != .silent
                && $0.kind != .callBack && $0.kind != .missed
        }
        for reference in strange.map(\.reference.text).sorted() {
            note("\(reference) was never sent")
        }
        if !awaited.isEmpty { note("\(awaited.count) requests have no answer") }
    }
}

/// What happened, in numbers: a trial in which nothing happens is none.
package struct TrialCounts: Hashable, Sendable {
    package var works = 0
    package var facts = 0
    package var replies = 0
    package var events = 0
    package var opened = 0
    package var taken = 0
    package var returned = 0
    package var closed = 0
    package var grouped = 0
    package var closedTogether = 0
    package var folded = 0
    package var shifts = 0
    package var calledBack = 0
    /// Homes rung that may have been missed.
    package var rung = 0
    package var acknowledged = 0
    package var crashes = 0
    package var ticks = 0
}

/// A line without its end, read.
func replyLine(_ bytes: [UInt8]) -> ReplyLine? { ReplyLine(bytes.span) }

extension Work {
    /// Who waits for the answer.
    fileprivate var asker: Requester? {
        switch self {
        case .desk(let event):
            switch event {
            case .gatewayJoins(_, _, let asker), .alarm(_, let asker), .signal(_, let asker),
                .cancel(_, _, _, let asker), .seen(_, _, let asker), .logOn(_, let asker),
                .command(_, _, let asker):
                asker
            case .attemptEnds(_, _, _, let asker): asker
            default: nil
            }
        case .watch(_, _, let asker), .resume(_, _, let asker): asker
        default: nil
        }
    }
}
