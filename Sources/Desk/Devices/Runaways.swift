// SPDX-License-Identifier: Apache-2.0
/// Devices that run away: a panel that says the same three to ten times a minute ("Taming runaway alarm
/// signals", Security Sales) can hide the presses of others. Each of its alarms is acknowledged and stored
/// as always; they are folded into one call that says so, and a person decides.
/// Never lowers a call, and never keeps a press from the person who has its call.

package import Vocabulary

/// Alarms of one kind beyond what its bucket holds.
package struct Overflow: Equatable, Sendable {
    /// When the first came since the bucket was last full, and how many have.
    package var since: Moment
    package var heard: Int
}

/// A token bucket for each device and kind that spoke lately. Unlike a window it also catches a slow
/// runaway (Patriot). A bucket that is full again says nothing and is forgotten.
package struct TokenBuckets: Equatable, Sendable {
    struct Key: Hashable, Sendable {
        let device: DeviceID
        let kind: SignalKind

        static func == (a: Key, b: Key) -> Bool {
            a.device == b.device && sameText(a.kind.word, b.kind.word)
        }
        func hash(into hasher: inout Hasher) {
            hasher.combine(device)
            hasher.combine(kind)
        }
        /// What tables ask for; see `TextHash`.
        func _rawHashValue(seed: Int) -> Int {
            var hash = TextHash(seed: seed)
            hash.combine(device.text)
            hash.combine(kind.word)
            return hash.finalize()
        }
    }
    private struct Bucket: Equatable, Sendable {
        /// When every token that was taken is back.
        var fullAt: Moment
        var since: Moment
        var heard: Int
        /// It was empty, and has not been full since: the device still runs away.
        var ranOver = false
    }
    private var table = Table<Key, Bucket>()
    /// The bucket that is looked at next.
    private var hand = 0

    package init() {}
    package var count: Int { table.count }

    /// Takes a token.
    /// - Returns: nil while there are some; else what came too fast.
    package mutating func draw(
        _ identity: AlarmIdentity, at now: Moment, capacity: Int, refill: Span
    ) -> Overflow? {
        forgetSome(at: now)
        let key = Key(device: identity.device, kind: identity.kind)
        let most = Span(milliseconds: refill.milliseconds * Int64(capacity))
        let over = table.update(key) { bucket -> Overflow? in
            if bucket.fullAt <= now { bucket = Bucket(fullAt: now, since: now, heard: 0) }
            bucket.heard += 1
            let spent = bucket.fullAt - now + refill
            if spent > most { bucket.ranOver = true }
            bucket.fullAt = now + min(spent, most)
            return bucket.ranOver ? Overflow(since: bucket.since, heard: bucket.heard) : nil
        }
        if let over { return over }
        makeRoom()
        table.append(Bucket(fullAt: now + refill, since: now, heard: 1), for: key)
        return nil
    }

    /// After a start: a device that ran away is taken to do so still.
    mutating func restore(_ runaway: Runaway, at now: Moment, capacity: Int, refill: Span) {
        makeRoom()
        table[Key(device: runaway.device, kind: runaway.kind)] = Bucket(
            fullAt: now + Span(milliseconds: refill.milliseconds * Int64(capacity)),
            since: min(runaway.since, now), heard: runaway.heard, ranOver: true)
    }

    /// Two at a time are more than come in: what is full is gone before it is in anybody's way.
    private mutating func forgetSome(at now: Moment) {
        for _ in 0..<2 where !table.isEmpty {
            if hand >= table.count { hand = 0 }
            if table.read(at: hand, { $0.fullAt <= now }) {
                table.remove(table.entry(at: hand).id)
            } else {
                hand += 1
            }
        }
    }

    private mutating func makeRoom() {
        guard table.count >= Limits.bucketsMax else { return }
        if hand >= table.count { hand = 0 }
        table.remove(table.entry(at: hand).id)
    }
}

extension Desk {
    /// Takes a token for an alarm. The first of a home is looked at only where a call of the home was
    /// closed lately: most presses pay nothing.
    mutating func overflow(
        of signal: Signal, joins open: CallID?, homeAt position: Int?
    ) -> Overflow? {
        if open == nil, let position {
            let whole = Span(
                milliseconds: rules.runawayRefill.milliseconds * Int64(rules.runawayCapacity))
            guard now - state.directory.homes[at: position].closedAt <= whole else { return nil }
        }
        guard signal.gateway != .centre else { return nil }
        return state.presence.buckets.draw(
            signal.identity, at: now, capacity: rules.runawayCapacity, refill: rules.runawayRefill)
    }

    /// One more alarm of a device that runs away joins its home's call without a word of its own.
    mutating func fold(_ id: CallID, _ entry: AlarmEntry, _ rule: KindRule, _ over: Overflow) {
        record(.alarmFolded(id, entry))
        // Counted as folded, so not once more as heard before.
        tellRunaway(id, entry.signal.identity, Overflow(since: over.since, heard: over.heard - 1))
        // A press is not left aside because there were many.
        let kind = entry.signal.identity.kind
        guard rule.priority == .lifeSafety || kind.isLifeSafety,
            let stands = state.calls.read(id, { $0.state }),
            stands == .parked || stands == .confirming
        else { return }
        giveBack(id, .pressed, by: entry.signal.actor)
    }

    /// Says of a call that its device runs away: once, and again at intervals.
    mutating func tellRunaway(_ id: CallID, _ identity: AlarmIdentity, _ over: Overflow) {
        let isKnown =
            state.calls.read(id) { call in
                call.runaways.count >= Limits.runawaysPerCallMax
                    || call.runaways.contains {
                        $0.device == identity.device && $0.kind == identity.kind
                    }
            } ?? true
        if !isKnown {
            lift(id, .runaway, by: .desk)
            record(
                .runawayFound(
                    id,
                    Runaway(
                        device: identity.device, kind: identity.kind, since: over.since,
                        heard: over.heard)))
        } else if let said = state.presence.runawaySaidAt[id], now - said < rules.runawaySayEvery {
            return
        }
        state.presence.runawaySaidAt[id] = now
        guard let call = state.calls[id] else { return }
        // Whoever has it or is asked, and the supervisors: somebody must hear of it.
        let concerned = (call.holder ?? call.offeredTo).map { [$0] } ?? []
        announce(
            .these(.readyAndSupervisors(concerned), andWatchers: .calls),
            .runaway(brief(call), identity.device, identity.kind))
    }

    /// After a start.
    mutating func restoreBuckets(of call: borrowing OpenCall) {
        guard call.isRunaway else { return }
        for runaway in call.runaways {
            state.presence.buckets.restore(
                runaway, at: now, capacity: rules.runawayCapacity, refill: rules.runawayRefill)
        }
    }
}

extension OpenCall {
    /// How many alarms its runaway devices have sent, and how many a minute in tenths.
    @inline(never) func runawayPace(at now: Moment) -> RunawayPace {
        let alarms = runaways.reduce(folded) { $0 + $1.heard }
        let since = runaways.map(\.since).min() ?? arrivedAt
        let span = max(1000, (now - since).milliseconds)
        return RunawayPace(
            alarms: alarms, tenthsPerMinute: Int(Int64(alarms) * 600_000 / span))
    }
}

/// How many alarms came of devices that run away, and how fast.
package struct RunawayPace: Hashable, Sendable {
    package let alarms: Int
    package let tenthsPerMinute: Int
    /// `6.2`: alarms a minute.
    package var text: String { "\(tenthsPerMinute / 10).\(tenthsPerMinute % 10)" }
}
