// SPDX-License-Identifier: Apache-2.0
/// Waiting line x operators -> at most one offer per call, at most one per operator.
/// Best match by whose work it is already, then by language, by who knows this home, by the longest idle.

import Vocabulary

/// The ready operators in a compact array, so that matching is a short scan; also those who write up a call,
/// and those who are asked about one.
struct ReadySeats: Sendable {
    struct Entry: Sendable {
        var seat: Int32
        /// Since when they are so.
        var idleSince: Moment
    }
    private(set) var entries: [Entry] = []

    mutating func set(_ seat: Int32, readySince: Moment?) {
        let at = entries.firstIndex { $0.seat == seat }
        if let readySince {
            let entry = Entry(seat: seat, idleSince: readySince)
            if let at { entries[at] = entry } else { entries.append(entry) }
        } else if let at {
            entries.swapAt(at, entries.count - 1)
            entries.removeLast()
        }
    }
}

extension Desk {
    /// A seat's duty or record changed: the ready list and the watch over duty follow.
    mutating func seatChanged(_ id: OperatorID) {
        guard let position = state.seats.position(of: id) else { return }
        let duty = state.seats[at: position].duty
        let since = state.seats[at: position].since
        let isAsked = state.seats[at: position].record.role.answersCalls
        ready.set(Int32(position), readySince: isAsked && duty == .ready ? since : nil)
        writing.set(Int32(position), readySince: isAsked && duty == .wrapUp ? since : nil)
        var canWait = false
        if duty == .offered, let call = state.seats[at: position].offered {
            canWait = isLess(call)
        }
        askedAboutLess.set(Int32(position), readySince: canWait ? since : nil)
        onDutyChanged = true
    }

    /// Whether this call can wait for a press: asked once for each offer, not for each press.
    private func isLess(_ id: CallID) -> Bool {
        state.calls.read(id) { $0.rank != .lifeSafety } ?? false
    }

    /// Offers calls in order of the line until calls or ready operators run out.
    mutating func offerWaitingCalls() {
        var offers = 0
        while offers < Limits.offersPerStepMax, let place = line.first {
            if ready.entries.isEmpty, writing.entries.isEmpty, askedAboutLess.entries.isEmpty { break }
            let at = positionInLine(place)
            if at != nil, ready.entries.isEmpty, !makesWay(for: place) { break }
            line.removeFirst()
            guard let at else { continue }
            offer(place.call, to: bestMatch(for: state.calls[at: at]))
            offers += 1
        }
        if offers == Limits.offersPerStepMax { deadlines.arm(.ladder(.none), at: now) }
    }

    /// Where the call of a place stands; nil where it has left the line or has another place.
    private func positionInLine(_ place: LinePlace) -> Int? {
        guard let at = state.calls.position(of: place.call),
            state.calls[at: at].state == .waiting, state.calls[at: at].rank == place.rank,
            (state.calls[at: at].storm != nil) == place.isGrouped
        else { return nil }
        return at
    }

    /// Nobody is ready and a press waits: whoever writes up the last call stops doing so; else whoever is
    /// asked about something that is not about life, the one that would come last, is asked about the
    /// press instead.
    private mutating func makesWay(for press: LinePlace) -> Bool {
        guard press.rank == .lifeSafety else { return false }
        if let writing = longestInWrapUp {
            setFree(writing)
            return !ready.entries.isEmpty
        }
        var last: (place: LinePlace, person: OperatorID)?
        for entry in askedAboutLess.entries {
            let position = Int(entry.seat)
            guard let id = state.seats[at: position].offered,
                let offered = state.calls.read(id, { LinePlace($0) }), offered.rank != press.rank
            else { continue }
            if last.map({ $0.place.isBefore(offered) }) ?? true {
                last = (offered, state.seats[at: position].record.id)
            }
        }
        guard let last, let call = state.calls[last.place.call] else { return false }
        endOffer(call, last.person, .released, by: .desk)
        setDuty(last.person, .ready, reason: "")
        return !ready.entries.isEmpty
    }

    /// Who has had the longest time for notes.
    private var longestInWrapUp: OperatorID? {
        var longest: (since: Moment, person: OperatorID)?
        for entry in writing.entries {
            // Not who took a call while away: that is where they go.
            guard state.seats[at: Int(entry.seat)].awayBefore == nil else { continue }
            if longest.map({ entry.idleSince < $0.since }) ?? true {
                longest = (entry.idleSince, state.seats[at: Int(entry.seat)].record.id)
            }
        }
        return longest?.person
    }

    /// The ready operator this call suits best; there is at least one.
    private func bestMatch(for call: borrowing OpenCall) -> OperatorID {
        let knows = knowsHome(call)
        let belongsTo = owner(of: call)
        let gaveBack = givenBackBy.isEmpty ? nil : givenBackBy[call.id]
        let language = call.language
        let missedBy = call.lastMissedBy
        var best: (score: Int, since: Moment, seat: Int32)?
        for entry in ready.entries {
            let position = Int(entry.seat)
            let id = state.seats[at: position].record.id
            var score = 0
            // Rather somebody for whom the call is meant; but no call waits because of a queue.
            if !state.seats[at: position].covers(call) { score -= 64 }
            if id == missedBy { score -= 8 }
            if id == gaveBack { score -= 8 }
            if language.isEmpty || state.seats[at: position].record.languages.contains(language) {
                score += 4
            }
            if id == belongsTo, id != missedBy, id != gaveBack { score += 16 }
            if id == knows { score += 2 }
            if state.seats[at: position].record.role == .operator { score += 1 }
            if let held = best,
                held.score > score
                    || (held.score == score
                        && (held.since, held.seat) < (entry.idleSince, entry.seat))
            {
                continue
            }
            best = (score, entry.idleSince, entry.seat)
        }
        guard let best else { preconditionFailure("matching without a ready operator") }
        return state.seats[at: Int(best.seat)].record.id
    }

    /// Whose work this call is before anybody else's: who promised to call the home back, else who had
    /// it in hand last and put it aside.
    private func owner(of call: borrowing OpenCall) -> OperatorID? {
        if !promisesOf.isEmpty, let promise = promisesOf[call.id]?.first,
            let owner = state.followUps.read(promise, { $0.owner })
        {
            return owner
        }
        return call.lastHeldBy
    }

    /// Who had this call or this home's last one, while that is fresh.
    private func knowsHome(_ call: borrowing OpenCall) -> OperatorID? {
        if let before = call.answeredBy { return before }
        guard let home = state.directory.position(of: call),
            let last = state.directory.homes[at: home].lastCalls.first,
            now - last.closedAt <= rules.knowsHomeSpan
        else { return nil }
        return last.by
    }
}
