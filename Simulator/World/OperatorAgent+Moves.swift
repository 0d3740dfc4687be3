// SPDX-License-Identifier: Apache-2.0
/// How an operator moves between standings: ready, reaching, handling, writing, away.
/// Never speaks of a call that has left these hands.

import Vocabulary

extension OperatorAgent {
    mutating func say(_ ask: AgentAsk) { outbox.append(ask) }

    /// Plans something for this turn.
    mutating func later(_ span: Vocabulary.Span, from now: Moment, _ ask: AgentAsk) {
        todo.append(Todo(at: now + span, turn: turn, what: .ask(ask)))
    }

    mutating func newTurn() {
        turn += 1
        let current = turn
        todo.removeAll { item in item.turn.map { $0 != current } ?? false }
    }

    mutating func act(_ ask: AgentAsk) {
        if case .take(let call) = ask {
            guard case .reaching(call, _) = standing else { return }
            standing = .taking(call)
        }
        say(ask)
    }

    mutating func getReady() {
        guard holds == nil else { return }
        newTurn()
        standing = .idle
        say(.ready)
    }

    mutating func offered(_ call: CallID, at now: Moment) {
        switch standing {
        case .handling(let held): surprises.append("OFFER \(call) to \(name), who has \(held)")
        case .gone: surprises.append("OFFER \(call) to \(name), who is not logged in")
        case .taking: nextOffer = call
        case .away:
            // Crossed with AWAY on the way: the centre withdraws it.
            break
        case .idle, .reaching, .wrappingUp, .missing:
            newTurn()
            if chance.happens(habits.missedPerMille) {
                standing = .missing
                let back = chance.logNormal(mean: .seconds(25), sigma: 0.4)
                todo.append(Todo(at: now + back, turn: turn, what: .backToReady))
            } else {
                reach(call, offered: true, at: now, mean: .milliseconds(2_200))
            }
        }
    }

    mutating func reach(
        _ call: CallID, offered: Bool, at now: Moment, mean: Vocabulary.Span
    ) {
        newTurn()
        standing = .reaching(call, offered: offered)
        let reaction = chance.logNormal(mean: mean, sigma: 0.45)
        later(min(max(reaction, .milliseconds(500)), .seconds(5)), from: now, .take(call))
    }

    mutating func withdrawn(_ call: CallID, at now: Moment) {
        if nextOffer == call { nextOffer = nil }
        switch standing {
        case .reaching(call, _):
            newTurn()
            standing = .missing
            todo.append(Todo(at: now + .seconds(1), turn: turn, what: .backToReady))
        case .handling(call): abandon(at: now)
        default: break
        }
    }

    mutating func lostTheTake(at now: Moment) {
        guard case .taking = standing else { return }
        standing = .idle
        if let next = nextOffer {
            nextOffer = nil
            reach(next, offered: true, at: now, mean: .milliseconds(1_500))
        }
    }

    /// The call is no longer in these hands.
    mutating func abandon(at now: Moment) {
        newTurn()
        standing = .missing
        todo.append(Todo(at: now + .seconds(3), turn: turn, what: .backToReady))
    }

    mutating func takeHanded() {
        guard let call = handed.first else { return }
        handed.removeFirst()
        newTurn()
        standing = .taking(call)
        say(.take(call))
    }

    mutating func begin(
        _ call: CallID, _ record: TakenRecord, _ purpose: Purpose, isBusy: Bool, at now: Moment
    ) {
        newTurn()
        nextOffer = nil
        standing = .handling(call)
        waits = 0
        plan(call, record, purpose, isBusy: isBusy, at: now)
    }

    /// The call is closed, or proposed to be.
    mutating func finish(at now: Moment) {
        newTurn()
        standing = .wrappingUp
        if !handed.isEmpty { return takeHanded() }
        if let lunch = habits.lunchAt, !hadLunch, lunch <= now { return goToLunch(at: now) }
        if chance.happens(habits.breakPerMille) {
            return goAway("break", for: .minutes(5), at: now)
        }
        let notes = min(chance.logNormal(mean: .seconds(11), sigma: 0.4), .seconds(19))
        todo.append(Todo(at: now + notes, turn: turn, what: .backToReady))
    }

    mutating func goToLunch(at now: Moment) {
        hadLunch = true
        goAway("lunch", for: habits.lunchSpan, at: now)
    }

    mutating func goAway(_ reason: String, for span: Vocabulary.Span, at now: Moment) {
        newTurn()
        standing = .away
        say(.away(reason: reason))
        todo.append(Todo(at: now + span, turn: turn, what: .backToReady))
    }
}
