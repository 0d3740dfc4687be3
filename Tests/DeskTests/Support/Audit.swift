// SPDX-License-Identifier: Apache-2.0
// Watches a storm from outside and keeps its own books: what was opened, closed, asked and offered.
// Never trusts the desk's own invariants.

import Desk
import Vocabulary

struct Audit {
    private(set) var wrong: [String] = []
    /// Calls ever opened, with the alarm that opened them; numbers are never given twice.
    private var opened: [CallID: AlarmIdentity] = [:]
    private var open: Set<CallID> = []
    private var attempts: Set<AttemptID> = []
    /// Requests whose answer comes later (an accepted import).
    private var unanswered: Set<Requester> = []
    private var lastNumber: Int64 = 0
    /// How many calls were opened, answered and closed: a storm in which nothing happens is no test.
    private(set) var openings = 0
    private(set) var answers = 0
    private(set) var closings = 0
    private(set) var groupings = 0
    private(set) var closedTogether = 0
    private(set) var folded = 0

    /// After a crash only what was saved is open; answers that were due never come.
    mutating func crashed(_ memory: DeskState) {
        open = Set(memory.calls.allIDs)
        unanswered = []
        lastNumber = 0
    }

    mutating func hear(
        _ decision: Decision, of event: DeskEvent?, in state: DeskState, rules: Rules,
        at now: Moment
    ) {
        for fact in decision.facts { hear(fact) }
        check(state)
        // A start settles nothing; the clock that follows at once does.
        if event != nil {
            for call in state.calls.all { checkLadder(call, rules, now) }
        }
        checkAnswers(decision, event)
        checkOrder(of: decision.facts, in: state)
        checkNumbers(decision.effects)
    }

    private mutating func hear(_ fact: Fact) {
        switch fact {
        case .callOpened(let call):
            openings += 1
            if opened[call.id] != nil { wrong.append("number \(call.id) given twice") }
            opened[call.id] = call.alarms.first?.signal.identity
            open.insert(call.id)
        case .callTaken: answers += 1
        case .callGrouped: groupings += 1
        case .stormClosed(_, _, let calls, _, _): closedTogether += calls
        case .alarmFolded: folded += 1
        case .callClosed(let id, let outcome, _, let by, let second, _, _):
            closings += 1
            if open.remove(id) == nil { wrong.append("\(id) closed but not open") }
            if outcome == .noResponse, second == nil || second == by {
                wrong.append("\(id) closed as no response without a second person")
            }
        case .attemptStarted(let attempt):
            if !attempts.insert(attempt.id).inserted { wrong.append("attempt number twice") }
        default: break
        }
    }

    private mutating func check(_ state: DeskState) {
        if Set(state.calls.allIDs) != open {
            wrong.append("opened less closed is \(open.count), open are \(state.calls.count)")
        }
        var hands: [CallID: Int] = [:]
        var offers: [CallID: Int] = [:]
        for seat in state.seats.all {
            for call in seat.calls { hands[call, default: 0] += 1 }
            if let offered = seat.offered { offers[offered, default: 0] += 1 }
            if seat.offered != nil, seat.duty != .offered {
                wrong.append("\(seat.record.id) is \(seat.duty) with an offer")
            }
            if seat.duty == .offered, seat.offered == nil {
                wrong.append("\(seat.record.id) is offered nothing")
            }
        }
        for call in state.calls.all {
            let (held, offered) = (hands[call.id] ?? 0, offers[call.id] ?? 0)
            let inHand = call.state == .handling || call.state == .parked
            if held != (inHand ? 1 : 0) || offered != (call.state == .offered ? 1 : 0) {
                wrong.append("\(call.id) is \(call.state), \(held) hands, \(offered) offers")
            }
        }
    }

    /// Nobody has it: it climbs, whatever happens.
    private mutating func checkLadder(_ call: OpenCall, _ rules: Rules, _ now: Moment) {
        // In a storm's group the storm is announced for all.
        guard call.isWaiting, call.storm == nil else { return }
        let waited = now - call.waitingSince
        if waited >= rules.answerTarget, call.tier == .operators {
            wrong.append("\(call.id) waits \(waited.secondsText) s on tier 1")
        }
        if waited >= rules.dutyOfficerAfter, call.tier != .dutyOfficer {
            wrong.append("\(call.id) waits \(waited.secondsText) s on tier \(call.tier)")
        }
        if waited >= rules.dutyOfficerAfter, call.nextDutyCallAt.map({ $0 <= now }) ?? true {
            wrong.append("\(call.id) waits and the duty officer is not told again")
        }
    }

    private mutating func checkAnswers(_ decision: Decision, _ event: DeskEvent?) {
        var answered: [Requester: Int] = [:]
        for effect in decision.effects {
            switch effect {
            case .reply(let asker, _), .past(let asker, _): answered[asker, default: 0] += 1
            default: break
            }
        }
        for asker in unanswered where answered[asker] == 1 {
            unanswered.remove(asker)
            answered[asker] = nil
        }
        if let asker = event?.asker {
            let count = answered.removeValue(forKey: asker) ?? 0
            let accepted = decision.facts.contains { fact in
                if case .importAccepted = fact { true } else { false }
            }
            if accepted, count == 0 {
                unanswered.insert(asker)
            } else if count != (event?.isSilent == true ? 0 : 1) {
                wrong.append("\(event.map { "\($0)" } ?? "") answered \(count) times")
            }
        }
        if !answered.isEmpty { wrong.append("answers nobody asked for: \(answered)") }
    }

    /// A free operator gets the highest rank, oldest first (I6).
    private mutating func checkOrder(of facts: [Fact], in state: DeskState) {
        var last: LinePlace?
        for case .callOffered(let id, _, _) in facts {
            guard let call = state.calls[id], call.state == .offered else { continue }
            let place = LinePlace(call)
            if let last, place.isBefore(last) { wrong.append("\(id) was offered too late") }
            last = place
        }
        guard let last else { return }
        for call in state.calls.all where call.state == .waiting {
            if LinePlace(call).isBefore(last) { wrong.append("\(call.id) was passed over") }
        }
    }

    private mutating func checkNumbers(_ effects: [Effect]) {
        for case .notice(let number, _, _) in effects {
            if number <= lastNumber { wrong.append("n=\(number) after \(lastNumber)") }
            lastNumber = number
        }
    }
}

extension DeskEvent {
    /// Who asked; nil for events that nobody asked for.
    var asker: Requester? {
        switch self {
        case .gatewayJoins(_, _, let asker), .alarm(_, let asker), .signal(_, let asker),
            .report(_, let asker), .cancel(_, _, _, let asker), .seen(_, _, let asker),
            .logOn(_, let asker),
            .command(_, _, let asker):
            asker
        case .attemptEnds(_, _, _, let asker): asker
        case .gatewayLeaves, .alive, .connectionLost, .clock, .storeFails, .storeRecovers,
            .numbersDurable, .importContinues, .roundSaved:
            nil
        }
    }
    /// Asks nothing, though it comes from somebody.
    var isSilent: Bool {
        if case .command(_, .activity, _) = self { true } else { false }
    }
}
