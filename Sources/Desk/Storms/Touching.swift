// SPDX-License-Identifier: Apache-2.0
/// Which calls a storm may touch, and why it leaves the others alone.
/// Never a press, nor a call that somebody has, had, is being asked about, or has put aside.

package import Vocabulary

/// Why a storm leaves a call alone.
package enum StormExclusion: Hashable, Sendable {
    /// Life may be at stake.
    case lifeSafety
    /// Its home said something else as well.
    case pressed
    case held(OperatorID)
    case parked(OperatorID)
    case offered(OperatorID)
    /// It waits for a second person.
    case confirming
    /// Somebody had it before.
    case answered
    /// A device of it runs away: a person must look.
    case runaway
    /// It is in a storm's group already.
    case grouped(StormID)
    /// Something was done about it: a note, a step, an attempt, a promise.
    case worked
    /// It is not open any more, or no longer in the group.
    case gone
    /// Its kind may no longer be touched, since the configuration was changed.
    case kind

    /// As the protocol writes it.
    package var word: String {
        switch self {
        case .lifeSafety: "life-safety"
        case .pressed: "pressed"
        case .held: "held"
        case .parked: "parked"
        case .offered: "offered"
        case .confirming: "confirming"
        case .answered: "answered"
        case .runaway: "runaway"
        case .grouped: "storm"
        case .worked: "worked-on"
        case .gone: "gone"
        case .kind: "kind"
        }
    }
    /// Who has it or is asked about it.
    package var who: OperatorID? {
        switch self {
        case .held(let person), .parked(let person), .offered(let person): person
        default: nil
        }
    }
}

/// How a call stands to a storm.
enum StormStanding: Equatable {
    /// It concerns another area, or is of another kind.
    case apart
    case touchable
    case excluded(StormExclusion)
}

extension Desk {
    /// How a call stands to a storm of this area and these kinds. What is at stake for life is named in
    /// the whole area, so that who reads a preview sees that it stays as it is.
    func standing(
        of call: borrowing OpenCall, in area: StormArea, _ kinds: [SignalKind]
    ) -> StormStanding {
        guard area.covers(call.district) else { return .apart }
        if call.isAtStakeForLife { return .excluded(.lifeSafety) }
        guard kinds.contains(call.kind) else { return .apart }
        if let mark = call.storm { return .excluded(.grouped(mark.storm)) }
        if let exclusion = call.handsExclusion { return .excluded(exclusion) }
        guard rules.isStormable(call.kind) else { return .excluded(.kind) }
        if call.answeredAt != nil { return .excluded(.answered) }
        // Beyond the alarms that are kept nobody can say what they were.
        if call.isRunaway || call.presses > call.alarms.count { return .excluded(.runaway) }
        let isMixed = call.alarms.contains { !rules.isStormable($0.signal.identity.kind) }
        return isMixed ? .excluded(.pressed) : .touchable
    }

    /// Why a call of a group may not be closed together with the others; nil where it may.
    func closingExclusion(of call: borrowing OpenCall, in storm: StormID) -> StormExclusion? {
        if call.storm?.storm != storm {
            return call.isAtStakeForLife ? .lifeSafety : call.handsExclusion ?? .gone
        }
        if let exclusion = call.handsExclusion { return exclusion }
        return call.wasWorkedOn ? .worked : nil
    }

    /// Whether an alarm that joins a call takes it out of its group: it is more urgent, or nothing that a
    /// storm may touch.
    func endsGrouping(_ call: borrowing OpenCall, _ kind: SignalKind, _ rule: KindRule) -> Bool {
        rule.priority < call.priority || !rules.isStormable(kind)
    }

    /// The calls of a storm's group in the order of the line.
    func group(of storm: StormID) -> [CallID] {
        var places: [LinePlace] = []
        for position in 0..<state.calls.count {
            state.calls.read(at: position) { call in
                if call.storm?.storm == storm { places.append(LinePlace(call)) }
            }
        }
        return places.sorted { $0.isBefore($1) }.map(\.call)
    }

    /// How long the oldest call of a group has been open.
    func oldest(of storm: StormID) -> Span {
        var oldest = Span.zero
        for position in 0..<state.calls.count {
            state.calls.read(at: position) { call in
                if call.storm?.storm == storm { oldest = max(oldest, now - call.arrivedAt) }
            }
        }
        return oldest
    }
}

extension OpenCall {
    /// Life may be at stake: by its priority, or by a word that means so whatever the configuration says.
    package var isAtStakeForLife: Bool {
        priority == .lifeSafety || kind.isLifeSafety
            || alarms.contains { $0.signal.identity.kind.isLifeSafety }
    }

    /// Who has it or is being asked; nil while it waits.
    fileprivate var handsExclusion: StormExclusion? {
        switch state {
        case .waiting: nil
        case .offered: offeredTo.map { .offered($0) } ?? .gone
        case .handling: holder.map { .held($0) } ?? .gone
        case .parked: holder.map { .parked($0) } ?? .gone
        case .confirming: .confirming
        case .closed: .gone
        }
    }

    /// Whether a person had anything to do with it, or somebody was rung for its home. That the duty
    /// officer was told of it by the ladder is nothing done about it.
    fileprivate var wasWorkedOn: Bool {
        let isNoted = notes.contains { if case .person = $0.by { true } else { false } }
        return isNoted || !summoned.isEmpty || promisedFollowUp
            || cascades.contains { $0.goal != .dutyOfficer }
            || attempts.contains { $0.target != .dutyOfficer }
            || steps.contains { !$0.state.isOpen }
    }
}
