// SPDX-License-Identifier: Apache-2.0
/// What an operator does with a call in hand, from the first word to CLOSE.
/// Never closes over an open obligation: it does what the centre names, or waits for it.

import Vocabulary
import Wire

/// What an operator reads in the record that follows TAKE.
struct TakenRecord {
    struct Step {
        var number: Int
        var action: StepAction
        var isOpen: Bool
        var isObligation: Bool
        /// Counts only under a condition, such as that a service was summoned.
        var isConditional: Bool
        /// Words with one of which it ends.
        var outcomes: [String]
    }
    private(set) var steps: [Step] = []
    /// Contacts that must answer.
    private(set) var contactCount = 0
    /// The record says that there is a way in which may be asked for.
    private(set) var hasAccess = false

    init(_ reply: [ReplyLine]) {
        for line in reply {
            switch line.word {
            case "STEP":
                guard let number = line["step"].flatMap({ Int($0) }),
                    let action = line["action"].flatMap(StepAction.init(rawValue:))
                else { continue }
                steps.append(
                    Step(
                        number: number, action: action, isOpen: line["state"] == "open",
                        isObligation: line["obligation"] == "1", isConditional: line["when"] != nil,
                        outcomes: (line["outcomes"] ?? "").split(separator: "|").map(String.init)))
            case "CONTACT": if line["duty"] != ContactDuty.notice.rawValue { contactCount += 1 }
            case "HOME": hasAccess = !(line["access"] ?? "").isEmpty
            default: break
            }
        }
    }
}

extension OperatorAgent {
    /// Longest stretch of talk without a written word: well inside the lease (300 s).
    static let silenceMax = Vocabulary.Span.seconds(90)
    /// Times a closing is put off while contacts are being reached, 20 s apart: longer than a
    /// cascade of four contacts tried twice.
    static let contactWaitsMax = 14

    /// Plans the whole call.
    mutating func plan(
        _ call: CallID, _ record: TakenRecord, _ purpose: Purpose, isBusy: Bool, at now: Moment
    ) {
        actions = [:]
        endings = [:]
        for step in record.steps {
            actions[step.number] = step.action
            endings[step.number] = step.outcomes
        }
        let mean = isBusy ? purpose.talkMeanWhileBusy : purpose.talkMean
        var talk = max(chance.logNormal(mean: mean, sigma: 0.5), .seconds(8))
        let sendsAmbulance = chance.happens(purpose.ambulancePerMille)
        if sendsAmbulance { talk = talk + .seconds(60) }
        answerQuestions(call, record, purpose, over: talk, at: now)
        var at = OperatorAgent.silenceMax
        while at < talk {
            later(at, from: now, .note(call, text: "通話中"))
            at = at + OperatorAgent.silenceMax
        }
        if purpose.isEmergency {
            emergency(call, record, purpose, sendsAmbulance, over: talk, at: now)
        } else {
            ordinary(call, purpose, over: talk, at: now)
        }
    }

    /// The steps a person does by talking, spread over the first half.
    private mutating func answerQuestions(
        _ call: CallID, _ record: TakenRecord, _ purpose: Purpose, over talk: Vocabulary.Span,
        at now: Moment
    ) {
        let result = purpose == .silent ? "no-answer" : purpose.isEmergency ? "hurt" : "well"
        var share: Int64 = 2
        for step in record.steps where step.isOpen && !step.isConditional {
            guard step.action == .question || (step.action == .note && step.isObligation) else {
                continue
            }
            let span = Span(milliseconds: talk.milliseconds * min(share, 6) / 10)
            let answer = step.action == .note ? "written" : ending(of: step.number, result)
            later(span, from: now, .done(call, step: step.number, result: answer))
            share += 1
        }
    }

    /// Everything but emergencies: a note now and then, perhaps a promise, and the end.
    private mutating func ordinary(
        _ call: CallID, _ purpose: Purpose, over talk: Vocabulary.Span, at now: Moment
    ) {
        let (outcome, notes, promises, kinds): (String, Int, Int, [FollowUpKind]) =
            switch purpose {
            case .mistaken: ("mistaken", 150, 0, [.greeting])
            case .enquiry: ("enquiry", 700, 150, [.referral, .goods])
            case .befriending: ("resolved", 600, 120, [.listening, .greeting, .visit])
            case .technical: ("technical", 300, 800, [.repair])
            default: ("test", 100, 0, [.greeting])
            }
        let nearEnd = Span(milliseconds: talk.milliseconds * 8 / 10)
        if chance.happens(notes) { later(nearEnd, from: now, .note(call, text: noteText(purpose))) }
        if chance.happens(promises) {
            let hours = Vocabulary.Span.hours(1 + Int64(chance.below(30)))
            later(nearEnd, from: now, .followUp(call, chance.pick(kinds), dueIn: hours))
        }
        later(talk, from: now, .close(call, Outcome(outcome), reason: ""))
    }

    /// Help is called, the contacts are told, a follow-up is promised.
    private mutating func emergency(
        _ call: CallID, _ record: TakenRecord, _ purpose: Purpose, _ sendsAmbulance: Bool,
        over talk: Vocabulary.Span, at now: Moment
    ) {
        let third = Span(milliseconds: talk.milliseconds / 3)
        if sendsAmbulance {
            later(third, from: now, .summon(call, service: "ambulance"))
            // For the neighbour who is at the door.
            if record.hasAccess { later(third + .seconds(2), from: now, .reveal(call, .access)) }
            if purpose == .silent, chance.happens(300) {
                later(third + .seconds(10), from: now, .summon(call, service: "police"))
            }
        }
        if record.contactCount > 0 { later(third + .seconds(4), from: now, .contact(call)) }
        later(
            Span(milliseconds: talk.milliseconds * 8 / 10), from: now,
            .note(call, text: noteText(purpose)))
        var end = talk
        let outcome: Outcome
        var reason = ""
        if sendsAmbulance {
            outcome = Outcome("ambulance")
            // Asked again after 10, 30 and 120 minutes (D.4); the first is part of the call.
            for minutes: Int64 in [30, 120] {
                later(talk, from: now, .followUp(call, .greeting, dueIn: .minutes(minutes)))
            }
        } else if purpose == .silent, habits.hasColleague {
            outcome = .noResponse
            reason = "住宅無人應答，聯絡人已前往查看"
            end = end + .seconds(60)
        } else if record.contactCount > 0 {
            outcome = Outcome("contact-attends")
            end = end + .seconds(40)
        } else {
            outcome = Outcome("other")
            reason = "no contact on the list; spoken to"
        }
        later(end, from: now, .close(call, outcome, reason: reason))
    }

    private mutating func noteText(_ purpose: Purpose) -> String {
        switch purpose {
        case .fall: chance.pick(["跌倒，髖部疼痛", "浴室跌倒，無法起身", "跌倒，頭部擦傷"])
        case .unwell: chance.pick(["頭暈", "胸口痛", "氣促", "腹痛", "嘔吐"])
        case .silent: "無人應答，已致電住宅兩次"
        case .technical: "已致電住宅，長者安好"
        case .enquiry: chance.pick(["查詢覆診日期", "查詢送飯服務", "查詢交通"])
        case .befriending: "傾談，情緒穩定"
        case .mistaken: "誤按"
        case .test: "報平安"
        }
    }

    /// A word that the step may end with: this one where it is among them.
    private func ending(of step: Int, _ word: String) -> String {
        guard let first = endings[step]?.first, endings[step]?.contains(word) == false else {
            return word
        }
        return word == "well" && endings[step]?.contains("spoke") == true ? "spoke" : first
    }

    /// CLOSE was refused: does what is asked, or waits until others have.
    mutating func obligationOpen(
        _ call: CallID, _ ask: AgentAsk, _ refusal: ReplyLine, at now: Moment
    ) {
        waits += 1
        guard let step = refusal["step"].flatMap({ Int($0) }) else {
            // A service has not answered yet.
            return later(.seconds(10), from: now, ask)
        }
        let isByHand: Bool
        switch actions[step] ?? .question {
        case .question, .home, .wait, .note, .close: isByHand = true
        // Nobody was reached: the operator rings from the desk and writes that down.
        case .contact, .notice, .summon: isByHand = waits > OperatorAgent.contactWaitsMax
        }
        if isByHand {
            later(.seconds(5), from: now, .done(call, step: step, result: ending(of: step, "by-hand")))
            later(.seconds(8), from: now, ask)
        } else {
            if waits % 4 == 0 { say(.note(call, text: "等待聯絡人回覆")) }
            later(.seconds(20), from: now, ask)
        }
    }
}
