// SPDX-License-Identifier: Apache-2.0
/// States that last longer than their rule allows. There should be none: offers lapse, parks end, leases
/// run out by themselves. If one does not, a supervisor must see it and not an old lady wait for it.
/// Never heals anything: what heals is the deadline that should have fired.

package import Vocabulary

/// A state that has lasted too long.
package struct StuckBrief: Hashable, Sendable {
    /// `offered`, `parked`, `confirming`, `unheard`, `lost`, `tier`; of a person `offered`, `handling`,
    /// `wrap-up`; `shift`.
    package var what: String
    package var call: CallID?
    package var person: OperatorID?
    /// How long it has lasted, or is overdue.
    package var lasted: Span
    /// How long it may.
    package var allowed: Span
}

extension Desk {
    /// All of them: calls first, then people, each in the order of its table.
    package var stuck: [StuckBrief] {
        var found: [StuckBrief] = []
        for call in state.calls.all {
            if let stuck = stuck(call) { found.append(stuck) }
        }
        for position in 0..<state.seats.count {
            if let stuck = stuckSeat(position) { found.append(stuck) }
        }
        return found.filter { $0.lasted > $0.allowed + .seconds(Limits.stuckGraceSeconds) }
    }

    private func stuck(_ call: OpenCall) -> StuckBrief? {
        func brief(_ what: String, since: Moment, _ allowed: Span) -> StuckBrief {
            StuckBrief(
                what: what, call: call.id, person: call.holder ?? call.offeredTo,
                lasted: now - since, allowed: allowed)
        }
        switch call.state {
        case .waiting:
            guard call.storm == nil, call.tier != .dutyOfficer else { return nil }
            return call.tier == .operators
                ? brief("tier", since: call.waitingSince, rules.answerTarget)
                : brief("tier", since: call.waitingSince, rules.dutyOfficerAfter)
        case .offered:
            let until = call.deadline ?? call.waitingSince
            return brief("offered", since: until - rules.offerSpan, rules.offerSpan)
        case .parked:
            return brief("parked", since: call.deadline ?? call.waitingSince, .zero)
        case .confirming:
            let until = call.proposal?.deadline ?? call.waitingSince
            return brief("confirming", since: until - rules.confirmSpan, rules.confirmSpan)
        case .handling:
            guard let holder = call.holder, let position = state.seats.position(of: holder)
            else { return brief("lost", since: call.waitingSince, .zero) }
            if let lost = state.presence.lostAt[holder] {
                return brief("lost", since: lost, rules.lostConnectionSpan)
            }
            let heard =
                state.presence.people[position]?.lastActivity ?? state.seats[at: position].since
            return brief("unheard", since: heard, rules.leaseSpan)
        case .closed: return nil
        }
    }

    private func stuckSeat(_ position: Int) -> StuckBrief? {
        let seat = state.seats[at: position]
        func brief(_ what: String, since: Moment, _ allowed: Span) -> StuckBrief {
            StuckBrief(
                what: what, call: seat.offered, person: seat.record.id, lasted: now - since,
                allowed: allowed)
        }
        if let shift = state.presence.shifts[seat.record.id], shift.until < now {
            return brief("shift", since: shift.until - rules.shiftSpan, rules.shiftSpan)
        }
        switch seat.duty {
        case .offered: return brief("offered", since: seat.since, rules.offerSpan)
        case .wrapUp: return brief("wrap-up", since: seat.since, rules.wrapUpSpan)
        case .handling:
            let isBusy = seat.calls.contains {
                state.calls.read($0) { $0.state == .handling } ?? false
            }
            return isBusy ? nil : brief("handling", since: seat.since, .zero)
        case .ready, .away, .gone: return nil
        }
    }
}
