// SPDX-License-Identifier: Apache-2.0
/// Shift hand-over: all open calls and promised follow-up services of a person, offered to a named
/// colleague. Nothing moves before the colleague accepts by name; every other end leaves all where it was.
/// Never moves what the colleague was not shown: what came since stays where it is, and both are told.

package import Vocabulary

/// A hand-over that waits for its answer. A restart forgets it: nothing had moved.
package struct ShiftOffer: Equatable, Sendable {
    package let from: OperatorID
    package let to: OperatorID
    package let note: String
    /// In hand, parked ones included.
    package let calls: [CallID]
    /// By due moment.
    package let followUps: [FollowUpID]
    package let until: Moment
}

/// What is said of a hand-over.
package struct ShiftNews: Equatable, Sendable {
    /// `offered`, or how it ended.
    package var what: String
    package var from: OperatorID
    /// nil: what would be handed over, were it offered.
    package var to: OperatorID?
    package var calls: Int
    package var followUps: Int
    /// Came since, or found no room on the list: it stays where it is.
    package var stays: Int
    package var left: Span?
    /// What was said with it.
    package var text: String
}

/// A hand-over with its list.
package struct ShiftView: Equatable, Sendable {
    package var news: ShiftNews
    package var calls: [CallBrief]
    package var followUps: [FollowUp]
}

extension Desk {
    /// SHIFT.
    mutating func obey(_ order: ShiftOrder, _ me: OperatorID, _ asker: Requester) {
        switch order {
        case .offer(let to, let note): offerShift(to, note, me, asker)
        case .show(nil): showOwnShift(me, asker)
        case .show(let from?):
            guard let offer = offer(from, to: me, asker) else { return }
            reply(asker, .shift(view(offer, "offered"), isOrder: false))
        case .accept(let from): acceptShift(from, me, asker)
        case .refuse(let from, let reason):
            guard let offer = offer(from, to: me, asker) else { return }
            endShift(offer, .refused, reason: reason, by: .person(me))
            reply(asker, .shift(view(offer, "refused"), isOrder: true))
        case .withdraw:
            guard let offer = state.presence.shifts[me] else {
                return refuse(asker, .unknownThing("a shift hand-over of yours"))
            }
            endShift(offer, .withdrawn, reason: "", by: .person(me))
            reply(asker, .shift(view(offer, "withdrawn"), isOrder: true))
        }
    }

    private mutating func offerShift(
        _ to: OperatorID, _ note: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard let seat = state.seats[to] else { return refuse(asker, .unknownOperator(to)) }
        guard seat.duty != .gone, takesCalls(seat.record.role), to != me else {
            return refuse(
                asker, .notHere(to, expected: "somebody else who is logged on and answers calls"))
        }
        let work = openWork(of: me)
        guard !work.calls.isEmpty || !work.followUps.isEmpty else {
            return refuse(asker, .unknownThing("open calls or follow-up services of yours"))
        }
        if let before = state.presence.shifts[me] {
            endShift(before, .replaced, reason: "", by: .person(me))
        }
        let offer = ShiftOffer(
            from: me, to: to, note: note, calls: work.calls, followUps: work.followUps,
            until: now + rules.shiftSpan)
        record(.shiftOffered(from: me, to: to, calls: offer.calls, offer.followUps, note: note))
        state.presence.shifts[me] = offer
        if let position = state.seats.position(of: me) {
            deadlines.arm(.shift(seat: Int32(position)), at: offer.until)
        }
        announce(.these(.person(to), andWatchers: .operators), .shift(news(offer, "offered")))
        reply(asker, .shift(view(offer, "offered"), isOrder: true))
    }

    private mutating func showOwnShift(_ me: OperatorID, _ asker: Requester) {
        if let offer = state.presence.shifts[me] {
            return reply(asker, .shift(view(offer, "offered"), isOrder: false))
        }
        let work = openWork(of: me)
        let offer = ShiftOffer(
            from: me, to: me, note: "", calls: work.calls, followUps: work.followUps, until: now)
        var view = view(offer, "open")
        view.news.to = nil
        view.news.left = nil
        reply(asker, .shift(view, isOrder: false))
    }

    private mutating func acceptShift(_ from: OperatorID, _ me: OperatorID, _ asker: Requester) {
        guard let offer = offer(from, to: me, asker) else { return }
        let calls = offer.calls.filter { isHeld($0, by: from) }
        let inHand = state.seats.read(me) { $0.calls.count } ?? 0
        guard inHand + calls.count <= Limits.callsPerOperatorMax else {
            return refuse(asker, .tooMany("calls in hand", limit: Limits.callsPerOperatorMax))
        }
        let view = view(offer, "accepted")
        for id in calls { handTo(me, id, from: from, by: me) }
        for promise in view.followUps { record(.followUpMoved(promise.id, from: from, to: me)) }
        endShift(offer, .accepted, reason: "", by: .person(me), news: view.news)
        reply(asker, .shift(view, isOrder: true))
    }

    /// The end of an offer, whatever it was; who asked for it hears it in the reply.
    private mutating func endShift(
        _ offer: ShiftOffer, _ ending: ShiftEnding, reason: String, by actor: Actor,
        news told: ShiftNews? = nil
    ) {
        state.presence.shifts[offer.from] = nil
        record(
            .shiftEnded(from: offer.from, to: offer.to, ending, by: actor, reason: reason))
        var news = told ?? news(offer, ending.rawValue)
        news.left = nil
        news.text = reason
        if actor != .person(offer.from) {
            announce(.these(.person(offer.from), andWatchers: .operators), .shift(news))
        }
        if actor != .person(offer.to) {
            let audience = Audience.person(offer.to)
            announce(
                actor == .person(offer.from)
                    ? .these(audience, andWatchers: .operators) : audience, .shift(news))
        }
    }

    /// Nobody answered in time.
    mutating func shiftLapses(_ position: Int32, at moment: Moment) {
        let me = state.seats.entry(at: Int(position)).value.record.id
        guard let offer = state.presence.shifts[me], offer.until == moment else { return }
        endShift(offer, .lapsed, reason: "", by: .desk)
    }

    /// A person leaves: what they offered, and what was offered to them, is off.
    mutating func endShifts(of person: OperatorID) {
        guard !state.presence.shifts.isEmpty else { return }
        for offer in shifts(where: { $0.from == person || $0.to == person }) {
            endShift(offer, .gone, reason: "", by: .desk)
        }
    }

    /// Who comes, or comes again, hears what is offered to them.
    mutating func tellShifts(to person: OperatorID) {
        guard !state.presence.shifts.isEmpty else { return }
        for offer in shifts(where: { $0.to == person }) {
            announce(.person(person), .shift(news(offer, "offered")))
        }
    }

    /// In the order of the seats: a dictionary's own differs in every process.
    private func shifts(where fits: (ShiftOffer) -> Bool) -> [ShiftOffer] {
        state.seats.allIDs.compactMap { state.presence.shifts[$0] }.filter(fits)
    }

    private mutating func offer(
        _ from: OperatorID, to me: OperatorID, _ asker: Requester
    ) -> ShiftOffer? {
        guard let offer = state.presence.shifts[from], offer.to == me else {
            refuse(asker, .unknownThing("a shift hand-over of \(from) to you"))
            return nil
        }
        return offer
    }

    private func openWork(of person: OperatorID) -> (calls: [CallID], followUps: [FollowUpID]) {
        let promises = state.followUps.all.filter { $0.owner == person }
            .sorted { ($0.due, $0.id) < ($1.due, $1.id) }.prefix(Limits.shiftFollowUpsMax)
        return (state.seats.read(person) { $0.calls } ?? [], promises.map(\.id))
    }

    private func isHeld(_ id: CallID, by person: OperatorID) -> Bool {
        state.calls.read(id) { $0.holder == person } ?? false
    }

    private func news(_ offer: ShiftOffer, _ what: String) -> ShiftNews {
        let calls = offer.calls.count { isHeld($0, by: offer.from) }
        let promises = offer.followUps.count { id in
            state.followUps.read(id) { $0.owner == offer.from } ?? false
        }
        let owned = state.followUps.all.count { $0.owner == offer.from }
        let held = state.seats.read(offer.from) { $0.calls.count } ?? 0
        return ShiftNews(
            what: what, from: offer.from, to: offer.to, calls: calls, followUps: promises,
            stays: held - calls + owned - promises, left: offer.until - now, text: offer.note)
    }

    private func view(_ offer: ShiftOffer, _ what: String) -> ShiftView {
        ShiftView(
            news: news(offer, what),
            calls: offer.calls.compactMap { id in
                isHeld(id, by: offer.from) ? state.calls.read(id) { brief($0) } : nil
            },
            followUps: offer.followUps.compactMap { state.followUps[$0] }
                .filter { $0.owner == offer.from })
    }
}
