// SPDX-License-Identifier: Apache-2.0
/// Holds effects until their facts are durable. Pure: the desk worker tells it what was committed
/// and when patience is over.
/// **Invariant**: what promises durability to a machine never leaves before the commit; what people
/// need to act leaves after the patience at the latest, marked unsaved (house rule 8).

package import Vocabulary

/// An effect that may go out now.
package struct Released: Equatable, Sendable {
    package let effect: Effect
    /// The facts behind it were not on disk when it left.
    package let unsaved: Bool
    package init(effect: Effect, unsaved: Bool) {
        self.effect = effect
        self.unsaved = unsaved
    }
}

package struct CommitGate: Sendable {
    private struct Held: Sendable {
        let step: Int64
        let admittedAt: Moment
        var effects: [Effect]
    }

    private var held: [Held] = []
    private var first = 0
    private var firstUnserved = 0
    /// How long words for people wait for the disk.
    package var patience: Span
    private var trouble: StoreTrouble?
    /// Alarms that were answered "not stored, send again" although their facts are kept for the disk,
    /// oldest first: TAKEN of one of them waits for its own 250, which its repeat will get. A gateway
    /// that does not repeat it has another receiver, and that one tells it.
    private var refused: [RefusedAlarm] = []
    private struct RefusedAlarm: Hashable, Sendable {
        let call: CallID
        let reference: Reference
    }

    package init(patience: Span) { self.patience = patience }

    /// Steps whose effects have not all left.
    package var pending: Int { held.count - first }
    /// When patience with the oldest unserved step is over; nil: nothing waits.
    package var nextExpiry: Moment? {
        firstUnserved < held.count ? held[firstUnserved].admittedAt + patience : nil
    }

    /// Takes the effects of step number `step`. Those without facts still stand behind the last
    /// pending step, so that answers on a connection keep their order.
    package mutating func admit(
        _ decision: Decision, step: Int64, at now: Moment, into out: inout [Released]
    ) {
        let factless = decision.facts.isEmpty
        if factless && decision.effects.isEmpty { return }
        if factless, pending == 0, trouble == nil {
            for effect in decision.effects { release(effect, into: &out) }
            return
        }
        var kept = decision.effects
        if trouble != nil {
            kept = []
            for effect in decision.effects { sortOut(effect, keeping: &kept, into: &out) }
            if factless && kept.isEmpty { return }
        }
        // The disk hears only of steps with facts: the others leave with the last of those. Steps
        // with facts stand here even with nothing to say, because what is said later of the same
        // thing (the answer to a repeated alarm) must stand behind them.
        let stands = factless ? held.last?.step ?? step : step
        held.append(Held(step: stands, admittedAt: now, effects: kept))
        if trouble != nil { firstUnserved = held.count }
    }

    /// Everything up to step `through` is on disk.
    package mutating func committed(through: Int64, into out: inout [Released]) {
        while first < held.count, held[first].step <= through {
            for effect in held[first].effects { release(effect, into: &out) }
            held[first].effects = []
            first += 1
        }
        firstUnserved = max(firstUnserved, first)
        tidy()
    }

    /// Patience: words for people leave, marked unsaved; promises stay.
    package mutating func expire(at now: Moment, into out: inout [Released]) {
        while firstUnserved < held.count, held[firstUnserved].admittedAt + patience <= now {
            serve(firstUnserved, into: &out)
            firstUnserved += 1
        }
    }

    /// The disk fails: everybody is served at once, and promises become "not stored, try again".
    /// The facts are still kept for the disk; a device that tries again meets its own call.
    package mutating func storeFailed(_ trouble: StoreTrouble, into out: inout [Released]) {
        self.trouble = trouble
        for index in first..<held.count {
            var kept: [Effect] = []
            for effect in held[index].effects { sortOut(effect, keeping: &kept, into: &out) }
            held[index].effects = kept
        }
        firstUnserved = held.count
    }

    package mutating func storeRecovered() { trouble = nil }

    private mutating func serve(_ index: Int, into out: inout [Released]) {
        var kept: [Effect] = []
        for effect in held[index].effects {
            if effect.promisesDurability {
                kept.append(effect)
            } else {
                out.append(Released(effect: effect, unsaved: true))
            }
        }
        held[index].effects = kept
    }

    /// In trouble: people are served now; a promise to a device becomes a refusal to store; what
    /// must follow a commit waits for one.
    private mutating func sortOut(_ effect: Effect, keeping kept: inout [Effect], into out: inout [Released]) {
        switch effect {
        case .reply(let asker, let reply) where reply.promisesDurability:
            if let (call, reference) = reply.storedOnCall { refuse(call, reference) }
            out.append(Released(
                effect: .reply(asker, .retry(reply.reference, reason: "not stored")),
                unsaved: true))
        case .afterCommit, .taken: kept.append(effect)
        default: out.append(Released(effect: effect, unsaved: true))
        }
    }

    private mutating func refuse(_ call: CallID, _ reference: Reference) {
        let alarm = RefusedAlarm(call: call, reference: reference)
        guard !refused.contains(alarm) else { return }
        if refused.count >= Limits.refusedAlarmsKept { refused.removeFirst() }
        refused.append(alarm)
    }

    /// On disk, or nothing that must be: it may leave.
    private mutating func release(_ effect: Effect, into out: inout [Released]) {
        if !refused.isEmpty {
            switch effect {
            case .reply(_, let reply):
                if let (call, reference) = reply.storedOnCall {
                    refused.removeAll { $0.call == call && $0.reference == reference }
                }
            case .taken(_, let notice)
            where refused.contains(
                RefusedAlarm(call: notice.call, reference: notice.reference)):
                return
            default: break
            }
        }
        out.append(Released(effect: effect, unsaved: false))
    }

    private mutating func tidy() {
        guard first > 1024, first > held.count / 2 else { return }
        held.removeFirst(first)
        firstUnserved -= first
        first = 0
    }
}

extension Reply {
    /// What a device is told to be stored, where that is on a call that can be taken.
    fileprivate var storedOnCall: (CallID, Reference)? {
        switch self {
        case .alarmStored(let reference, let call): (call, reference)
        case .signalStored(let reference, let call?): (call, reference)
        default: nil
        }
    }
}
