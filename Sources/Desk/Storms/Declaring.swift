// SPDX-License-Identifier: Apache-2.0
/// A storm from its declaring to its end: its calls stand in one group behind all others, and each of
/// them says so in its own history.
/// Never acts by itself but for one thing: a storm ends when its time is over.

package import Vocabulary

/// What came of an order, for its reply and for the news of it.
package struct StormNews: Equatable, Sendable {
    /// `declared`, `extended`, `closed`, `undone`, `ended`, `waiting`, `ending`, `on`.
    package var what: String
    package var storm: StormRecord
    /// Until its end; zero once it is over.
    package var left: Span
    /// How long its oldest call has been open; nil where it is not about that.
    package var oldest: Span?
    /// Calls that were touched, put back or closed by this.
    package var calls: Int
    /// Of the calls touched, those that had come since the preview.
    package var new = 0
    package var by: Actor
    package var reason: String
    package var outcome: Outcome?
    /// What an undo could not put back.
    package var kept: [StormLeft] = []
}

extension Desk {
    mutating func obey(
        _ order: StormOrder, _ position: Int, _ me: OperatorID, _ asker: Requester
    ) {
        switch order {
        case .preview(let plan): preview(plan, me, asker)
        case .declare(let number, let span, let reason): declare(number, span, reason, me, asker)
        case .close(let number, let reason):
            closeTogether(number, reason, state.seats[at: position].record.role, me, asker)
        case .extend(let id, let span, let reason): extend(id, span, reason, me, asker)
        case .undo(let id, let reason): end(id, .undone, reason, me, asker)
        case .end(let id, let reason): end(id, .ended, reason, me, asker)
        }
    }

    // MARK: Orders

    private mutating func declare(
        _ number: Int64, _ span: Span, _ reason: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard let made = preview(number, of: me, asker) else { return }
        guard case .declaring(let area, let kinds, let lower) = made.plan else {
            return refuse(
                asker, .unknownThing("a preview \(number) of a storm: it is one of a closing"))
        }
        guard isBounded(span, asker) else { return }
        guard !reason.isEmpty else { return refuse(asker, .needsReason("storm")) }
        guard state.storms.count < Limits.stormsMax else {
            return refuse(asker, .tooMany("storms", limit: Limits.stormsMax))
        }
        guard stillHolds(made, me, asker) else { return }
        let storm = StormRecord(
            id: StormID(raw: nextNumber(.attempts)), area: area, kinds: kinds, lower: lower,
            by: me, reason: reason, declaredAt: now, until: now + span)
        record(.stormDeclared(storm))
        for id in made.calls { group(id, storm, by: .person(me)) }
        let new = callsThatCame(to: storm)
        for id in new { group(id, storm, by: .person(me)) }
        arm(storm)
        tell(
            "declared", storm.id, calls: made.calls.count + new.count, new: new.count,
            by: .person(me), reason, asker)
    }

    /// Calls that a storm may touch and that stand in no group, in the order of the line.
    private func callsThatCame(to storm: StormRecord) -> [CallID] {
        var places: [LinePlace] = []
        for position in 0..<state.calls.count {
            state.calls.read(at: position) { call in
                if standing(of: call, in: storm.area, storm.kinds) == .touchable {
                    places.append(LinePlace(call))
                }
            }
        }
        return places.sorted { $0.isBefore($1) }.map(\.call)
    }

    private mutating func extend(
        _ id: StormID, _ span: Span, _ reason: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard let known = state.storms[id] else {
            return refuse(asker, .unknownThing("storm \(id) that lasts: LIST storms"))
        }
        guard isBounded(span, asker) else { return }
        guard !reason.isEmpty else { return refuse(asker, .needsReason("storm")) }
        // It makes nothing shorter: that is what END is for.
        record(.stormExtended(id, until: max(known.until, now + span), by: me, reason: reason))
        guard let storm = state.storms[id] else { return }
        arm(storm)
        tell("extended", id, calls: storm.calls, by: .person(me), reason, asker)
    }

    private mutating func isBounded(_ span: Span, _ asker: Requester) -> Bool {
        if span >= .minutes(Limits.stormMinutesMin), span <= rules.stormSpanMax { return true }
        let most = rules.stormSpanMax.milliseconds / 60_000
        refuse(
            asker,
            .outOfRange(
                field: "for", expected: "\(Limits.stormMinutesMin)...\(most) minutes"))
        return false
    }

    private mutating func end(
        _ id: StormID, _ ending: StormEnding, _ reason: String, _ me: OperatorID,
        _ asker: Requester
    ) {
        guard let storm = state.storms[id] else {
            return refuse(asker, .unknownThing("storm \(id) that lasts: LIST storms"))
        }
        finish(storm, ending, by: .person(me), reason, asker)
    }

    /// Its calls stand in the line again, each with the rank it had. After an undo they have waited all
    /// the time; after an end they begin to wait anew: the ladder of hundreds of homes must not ring the
    /// duty officer hundreds of times at once.
    private mutating func finish(
        _ storm: StormRecord, _ ending: StormEnding, by actor: Actor, _ reason: String,
        _ asker: Requester
    ) {
        let calls = group(of: storm.id)
        for id in calls { lift(id, ending == .undone ? .undone : .ended, by: actor) }
        var over = state.storms[storm.id] ?? storm
        record(.stormEnded(storm.id, ending, by: actor, reason: reason))
        state.presence.stormLooks[storm.id] = nil
        over.until = min(over.until, now)
        let news = StormNews(
            what: ending == .undone ? "undone" : "ended", storm: over, left: .zero,
            calls: calls.count, by: actor, reason: reason, kept: over.left)
        announce(.these(readyAudience, andWatchers: .centre), .storm(news))
        if asker != .nobody { reply(asker, .storm(news)) }
    }

    // MARK: The group

    /// A call joins a storm's group: behind all others, with a lower rank; who was being rung about it
    /// is rung no more.
    mutating func group(_ id: CallID, _ storm: StormRecord, by actor: Actor) {
        stopCascade(id, .dutyOfficer)
        guard let rank = state.calls.read(id, { $0.rank }) else { return }
        record(.callGrouped(id, storm.id, rank: rank.lowered(by: storm.lower), by: actor))
    }

    /// A call leaves its group with the rank it had. By itself it may have come to a better one; when all
    /// leave, hundreds of calls that aged together would stand before a press.
    mutating func lift(_ id: CallID, _ reason: LiftReason, by actor: Actor) {
        guard let at = state.calls.position(of: id), let mark = state.calls[at: at].storm else {
            return
        }
        let rank = reason.isForGood ? min(mark.rank, state.calls[at: at].rank) : mark.rank
        record(.callLifted(id, mark.storm, rank: rank, reason, by: actor))
    }

    /// A call that has just come into the line joins the storm that concerns it, the oldest of several;
    /// none that something more urgent took out of it.
    mutating func joinStorm(_ id: CallID) {
        guard let at = state.calls.position(of: id) else { return }
        var found: StormRecord?
        for storm in state.storms.all where found.map({ storm.id < $0.id }) ?? true {
            let stands = state.calls.read(at: at) {
                standing(of: $0, in: storm.area, storm.kinds)
            }
            if stands == .touchable, !storm.left.contains(where: { $0.call == id }) {
                found = storm
            }
        }
        guard let found else { return }
        group(id, found, by: .desk)
        announceCall(id, what: "grouped")
    }

    // MARK: Its time

    /// Arms the next look at a storm: its end, the warning before it, or the next word of its group.
    mutating func arm(_ storm: StormRecord) {
        var next = min(storm.until, now + rules.stormSayEvery)
        let warning = storm.until - .minutes(Limits.stormWarningMinutes)
        if warning > now { next = min(next, warning) }
        state.presence.stormLooks[storm.id] = next
        deadlines.arm(.storm(storm.id), at: next)
    }

    /// Ends a storm whose time is over; else says that its group waits: one line for all its homes.
    mutating func lookAtStorm(_ id: StormID, dueAt moment: Moment) {
        guard let storm = state.storms[id], state.presence.stormLooks[id] == moment else { return }
        guard storm.until > now else { return finish(storm, .time, by: .desk, "", .nobody) }
        let isEnding = storm.until - now <= .minutes(Limits.stormWarningMinutes)
        if storm.calls > 0 || isEnding {
            announce(
                .these(readyAudience, andWatchers: .centre),
                .storm(news(of: storm, isEnding ? "ending" : "waiting")))
        }
        arm(storm)
    }

    /// Whoever becomes ready hears which storms are on.
    mutating func tellStorms(to person: OperatorID) {
        for storm in state.storms.all { announce(.person(person), .storm(news(of: storm, "on"))) }
    }

    /// A storm as it stands.
    func news(of storm: StormRecord, _ what: String) -> StormNews {
        StormNews(
            what: what, storm: storm, left: storm.until - now, oldest: oldest(of: storm.id),
            calls: storm.calls, by: .person(storm.by), reason: storm.reason)
    }

    /// The reply to an order, and its news for everybody whom it concerns.
    mutating func tell(
        _ what: String, _ id: StormID, calls: Int, new: Int = 0, outcome: Outcome? = nil,
        by actor: Actor, _ reason: String, _ asker: Requester
    ) {
        guard let storm = state.storms[id] else { return }
        let news = StormNews(
            what: what, storm: storm, left: storm.until - now, calls: calls, new: new, by: actor,
            reason: reason, outcome: outcome)
        reply(asker, .storm(news))
        announce(.these(readyAudience, andWatchers: .centre), .storm(news))
    }
}
