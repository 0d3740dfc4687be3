// SPDX-License-Identifier: Apache-2.0
/// How an operator behaves: hears an offer, takes it (or misses it), talks, writes, calls for help,
/// closes, goes to lunch. Never knows what the centre keeps: only what its lines say.

package import Vocabulary
package import Wire

/// What this operator is like.
package struct OperatorHabits: Sendable, Equatable {
    /// Offers missed, of a thousand.
    package var missedPerMille = 20
    /// Breaks of five minutes taken after a call, of a thousand.
    package var breakPerMille = 15
    /// When lunch begins, on the town's clock; nil: none in this stretch.
    package var lunchAt: Moment?
    /// How long it is.
    package var lunchSpan = Vocabulary.Span.minutes(45)
    /// Somebody else is there to confirm a "no response".
    package var hasColleague = true

    package init() {}
}

/// One operator at one console connection.
///
/// The owner shows it what the centre says (`seated`, `hear`, `answered`), calls `wake` once
/// `wakeAt` has come, and sends what stands in the outbox, in order, on one connection.
package struct OperatorAgent: Sendable {
    /// Where the operator stands, as far as the operator knows.
    package enum Standing: Equatable, Sendable {
        /// Not logged in.
        case gone
        /// Ready, waiting for an offer.
        case idle
        /// Reaches for the keyboard; `offered` is false for a call announced to all.
        case reaching(CallID, offered: Bool)
        /// TAKE is being answered.
        case taking(CallID)
        /// Has the call.
        case handling(CallID)
        /// Finishes notes.
        case wrappingUp
        /// Did not look while an offer came.
        case missing
        case away
    }

    /// Something to do at a moment. `turn`: only while that turn lasts; nil: whatever happens.
    struct Todo: Sendable {
        enum What: Sendable {
            case ask(AgentAsk)
            case backToReady
            case lunch
        }
        var at: Moment
        var turn: Int?
        var what: What
    }

    package let name: OperatorID
    package internal(set) var standing = Standing.gone
    /// What the centre said that it must not say to an operator in this standing.
    package internal(set) var surprises: [String] = []
    let habits: OperatorHabits
    var chance: Chance
    var todo: [Todo] = []
    /// Rises whenever what was planned no longer counts.
    var turn = 0
    /// Steps of the plan as the record showed them, by number.
    var actions: [Int: StepAction] = [:]
    /// Words with one of which each step ends.
    var endings: [Int: [String]] = [:]
    /// How often a closing was put off for the same call.
    var waits = 0
    var outbox: [AgentAsk] = []
    var nextOffer: CallID?
    var handed: [CallID] = []
    var hadLunch = false

    /// `place` sets operators of one town apart.
    package init(name: OperatorID, seed: UInt64, place: Int, habits: OperatorHabits) {
        self.name = name
        self.habits = habits
        chance = Chance(seed: seed, stream: 0x6_0000_0000 &+ UInt64(place))
    }

    /// The call in hand.
    package var holds: CallID? {
        if case .handling(let call) = standing { call } else { nil }
    }
    /// Ready and free.
    package var isIdle: Bool { standing == .idle }
    /// When `wake` wants to be called.
    package var wakeAt: Moment? { todo.map(\.at).min() }

    /// What is to be sent now; empty afterwards.
    package mutating func takeOutbox() -> [AgentAsk] {
        defer { outbox.removeAll(keepingCapacity: true) }
        return outbox
    }

    /// Logged in. `holding`: calls that came back with it.
    package mutating func seated(holding: [CallID], at now: Moment) {
        newTurn()
        if let lunch = habits.lunchAt, !hadLunch {
            todo.append(Todo(at: max(lunch, now), turn: nil, what: .lunch))
        }
        handed = holding
        if handed.isEmpty { getReady() } else { takeHanded() }
    }

    /// The connection is gone.
    package mutating func disconnected() {
        newTurn()
        todo.removeAll { if case .lunch = $0.what { true } else { false } }
        outbox.removeAll()
        handed = []
        nextOffer = nil
        standing = .gone
    }

    /// A colleague asks for a second person's yes.
    package mutating func askedToConfirm(_ call: CallID, at moment: Moment) {
        todo.append(Todo(at: moment, turn: nil, what: .ask(.confirm(call))))
    }

    /// An event line.
    package mutating func hear(_ event: ReplyLine, at now: Moment) {
        guard let call = event["call"].flatMap(CallID.init(text:)) else { return }
        switch event.word {
        case "OFFER": offered(call, at: now)
        case "WITHDRAWN": withdrawn(call, at: now)
        case "OPEN":
            if standing == .idle, chance.happens(700) {
                reach(call, offered: false, at: now, mean: .seconds(4))
            }
        case "RETURNED":
            if holds == call { abandon(at: now) }
        case "HANDED":
            handed.append(call)
            if holds == nil, standing != .gone { takeHanded() }
        case "LEASE":
            if holds == call { say(.note(call, text: "仍在通話")) }
        case "DUE":
            if let promise = event["followup"].flatMap({ Int64($0) }), event["level"] == "1" {
                let at = now + chance.logNormal(mean: .seconds(120), sigma: 0.5)
                todo.append(
                    Todo(at: at, turn: nil, what: .ask(.fulfil(FollowUpID(raw: promise)))))
            }
        default: break
        }
    }

    /// Does what is due.
    package mutating func wake(at now: Moment) {
        let due = todo.filter { $0.at <= now }.sorted { $0.at < $1.at }
        todo.removeAll { $0.at <= now }
        for item in due where item.turn == nil || item.turn == turn {
            switch item.what {
            case .ask(let ask): act(ask)
            case .backToReady: getReady()
            case .lunch:
                if !hadLunch, standing == .idle || standing == .missing { goToLunch(at: now) }
            }
        }
    }

    /// The reply to `ask`. `purpose` is what the person at the other end wants, known once the call
    /// is taken; `isBusy`: others wait.
    package mutating func answered(
        _ ask: AgentAsk, _ reply: [ReplyLine], at now: Moment, purpose: Purpose, isBusy: Bool
    ) -> Verdict {
        guard let first = reply.first else { return .unexpected }
        let isDone = first.code == 250
        switch ask {
        case .ready, .away, .fulfil: return isDone ? .fine : .unexpected
        case .take(let call):
            if isDone {
                begin(call, TakenRecord(reply), purpose, isBusy: isBusy, at: now)
                return .fine
            }
            lostTheTake(at: now)
            return first.code == 455 || first.code == 551 ? .race : .unexpected
        case .confirm:
            return isDone ? .fine : first.code == 455 || first.code == 551 ? .race : .unexpected
        case .contact, .summon:
            // The ladder or an earlier holder may have begun it.
            if first.code == 455 { return .race }
            return verdict(isDone, ask)
        case .done(let call, let step, _) where first.code == 501 && holds == call:
            // A plan that came meanwhile: its step wants one of its own words.
            guard let word = words(first).first else { return .unexpected }
            endings[step] = [word]
            later(.seconds(2), from: now, .done(call, step: step, result: word))
            return .race
        case .note, .done, .reveal, .followUp: return verdict(isDone, ask)
        case .close(let call, _, _):
            return closeAnswered(call, ask, first, at: now)
        }
    }

    /// Words that a refusal offers: `expected="a|b, or ..."`.
    private func words(_ refusal: ReplyLine) -> [String] {
        let list = refusal["expected"]?.split(separator: ",").first ?? ""
        return list.contains("|") ? list.split(separator: "|").map(String.init) : []
    }

    /// A refusal is nobody's fault where the call had already left these hands.
    private func verdict(_ isDone: Bool, _ ask: AgentAsk) -> Verdict {
        isDone ? .fine : holds == ask.call ? .unexpected : .race
    }

    private mutating func closeAnswered(
        _ call: CallID, _ ask: AgentAsk, _ first: ReplyLine, at now: Moment
    ) -> Verdict {
        switch first.code {
        case 202, 250:
            if holds == call { finish(at: now) }
            return .fine
        case 455 where first.word == "OBLIGATION" && holds == call:
            obligationOpen(call, ask, first, at: now)
            return .race
        case 455 where first.word == "STALE" && holds == call:
            // Pressed again in this moment: looked at, asked about, and closed again.
            later(.seconds(10), from: now, ask)
            return .race
        case 455 where first.word == "STATE" && holds == call:
            // The record says that nobody answered: somebody else wrote that, and it stands. Or its
            // plan lets the call end otherwise only.
            let offered = words(first)
            let outcome = offered.contains("other") ? "other" : offered.first ?? "other"
            later(.seconds(5), from: now, .close(call, Outcome(outcome), reason: "已由同事跟進"))
            return .race
        default: return verdict(false, ask)
        }
    }
}

extension Vocabulary.Span {
    /// A span of so many milliseconds.
    static func milliseconds(_ count: Int64) -> Vocabulary.Span { Span(milliseconds: count) }
}
