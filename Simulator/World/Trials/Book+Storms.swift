// SPDX-License-Identifier: Apache-2.0
/// What the auditor keeps of storms, and its own reading of whom they may touch (docs/protocol-console.md).
/// Never asks the desk.

import Desk
import Vocabulary
import Wire

/// A storm in the books.
struct BookStorm {
    let area: StormArea
    let kinds: [SignalKind]
    let lower: Int
    var until: Moment
}

/// A preview in the books.
struct BookPreview {
    /// As the reply named it.
    var number: Int64
    let plan: StormPlan
    let calls: [CallID]
    let madeAt: Moment
}

extension Book {
    /// Outcomes of which none says that a person was spoken to.
    static let together = ["technical", "referred", "other"].map { Outcome($0) }

    mutating func enterStorm(_ fact: Fact, at now: Moment) {
        switch fact {
        case .runawayFound(let id, _):
            change(id, "runaway") {
                $0.isRunaway = true
            } unless: {
                $0.storm != nil
            }
        case .stormDeclared(let storm):
            if storms.contains(storm.id) { wrong.append("storm \(storm.id) twice") }
            storms[storm.id] = BookStorm(
                area: storm.area, kinds: storm.kinds, lower: storm.lower, until: storm.until)
        case .stormExtended(let id, let until, _, _): _ = storms.update(id) { $0.until = until }
        case .callGrouped(let id, let storm, let rank, _):
            guard let known = storms[storm] else {
                wrong.append("\(id) grouped in storm \(storm), which is not on")
                return
            }
            let rules = self.rules
            change(id, "grouped") {
                $0.storm = (storm, $0.rank)
                $0.rank = rank
                $0.tier = .operators
            } unless: {
                !$0.mayBeTouched(by: known.area, known.kinds, rules)
                    || rank.rawValue != min(5, $0.rank.rawValue + known.lower)
            }
        case .callLifted(let id, let storm, let rank, let reason, _):
            change(id, "lifted (\(reason.rawValue))") {
                $0.storm = nil
                $0.rank = rank
                $0.lifted = (reason, now)
                if [.pressed, .runaway, .ended].contains(reason) { $0.waitingSince = now }
            } unless: {
                $0.storm.map { $0.id != storm } ?? true || rank > ($0.storm?.rank ?? rank)
            }
        case .stormEnded(let id, let ending, _, _):
            // A start whose clock stands before the record brings its end forward.
            let mayBeForward = now - bornAt > rules.stormSpanMax - .minutes(1)
            if ending == .time, let until = storms[id]?.until, until > now, !mayBeForward {
                wrong.append("storm \(id) ended before its time")
            }
            if calls.all.contains(where: { $0.storm?.id == id }) {
                wrong.append("storm \(id) ended with calls in its group")
            }
            storms[id] = nil
        default: wrong.append("not a fact of a storm: \(fact)")
        }
    }

    /// Whatever happened in a step: no press stands in a group, and nothing that anybody has.
    mutating func checkGroups(at now: Moment) {
        guard !storms.isEmpty else { return }
        for call in calls.all {
            guard let mark = call.storm else { continue }
            if call.isPress || !call.isWaiting || call.isAnswered {
                wrong.append("\(call.id) stands in storm \(mark.id) and must not")
            }
        }
        for id in storms.allIDs where storms[id].map({ $0.until + .seconds(1) < now }) ?? false {
            wrong.append("storm \(id) lasts beyond its time")
        }
    }

    // MARK: Foresight

    /// The calls that a plan touches, and how many it leaves alone.
    func touched(by plan: StormPlan) -> (calls: [CallID], excluded: Int) {
        var touched: [CallID] = []
        var excluded = 0
        for call in calls.all {
            switch plan {
            case .declaring(let area, let kinds, _):
                guard covers(area, call) else { continue }
                if call.mayBeTouched(by: area, kinds, rules) {
                    touched.append(call.id)
                } else if call.isPress || kinds.contains(call.kind) {
                    excluded += 1
                }
            case .closing(let storm, _):
                guard call.storm?.id == storm else { continue }
                if call.mayBeClosedTogether { touched.append(call.id) } else { excluded += 1 }
            }
        }
        return (touched, excluded)
    }

    private func covers(_ area: StormArea, _ call: BookCall) -> Bool {
        if case .district(let name) = area { call.district == name } else { true }
    }

    /// Of the calls of a preview, those that stand otherwise now.
    func changed(since preview: BookPreview) -> Int {
        let still = Set(touched(by: preview.plan).calls)
        return preview.calls.count { !still.contains($0) }
    }

    func foresee(_ order: StormOrder, _ me: OperatorID, _ seat: BookSeat, at now: Moment)
        -> Foreseen
    {
        func preview(_ number: Int64) -> BookPreview? {
            guard let made = previews[me], made.number == number,
                now - made.madeAt <= .minutes(10)
            else { return nil }
            return made
        }
        func isBounded(_ span: Vocabulary.Span) -> Bool {
            span >= .minutes(5) && span <= rules.stormSpanMax
        }
        func acted(_ made: BookPreview, _ what: String, new: Int = 0) -> Foreseen {
            let changes = changed(since: made)
            if changes > 0 {
                return Foreseen(
                    .stale, ["stale": String(made.number), "changed": String(changes)])
            }
            return Foreseen(.storm, ["what": what, "calls": String(made.calls.count + new)])
        }
        switch order {
        case .preview(let plan): return foreseePreview(plan)
        case .declare(let number, let span, let reason):
            guard let made = preview(number), case .declaring = made.plan else {
                return Foreseen(.notFound)
            }
            if !isBounded(span) { return Foreseen(.field) }
            if reason.isEmpty { return Foreseen(.reason) }
            if storms.count >= Limits.stormsMax { return Foreseen(.limit) }
            // What came since is touched as well.
            let all = touched(by: made.plan).calls
            return acted(made, "declared", new: all.count { !made.calls.contains($0) })
        case .close(let number, let reason):
            guard let made = preview(number), case .closing(let storm, _) = made.plan else {
                return Foreseen(.notFound)
            }
            if reason.isEmpty { return Foreseen(.reason) }
            guard storms.contains(storm) else { return Foreseen(.notFound) }
            guard rules.powers.allows(.close, seat.record.role) else { return Foreseen(.power) }
            return acted(made, "closed")
        case .extend(let id, let span, let reason):
            guard storms.contains(id) else { return Foreseen(.notFound) }
            if !isBounded(span) { return Foreseen(.field) }
            return reason.isEmpty ? Foreseen(.reason) : standing(id, "extended")
        case .undo(let id, _):
            return storms.contains(id) ? standing(id, "undone") : Foreseen(.notFound)
        case .end(let id, _):
            return storms.contains(id) ? standing(id, "ended") : Foreseen(.notFound)
        }
    }

    private func foreseePreview(_ plan: StormPlan) -> Foreseen {
        switch plan {
        case .declaring(let area, let kinds, _):
            guard kinds.allSatisfy({ rules.isStormable($0) }) else { return Foreseen(.field) }
            if case .district(let name) = area, !districts.contains(name) {
                return Foreseen(.field)
            }
        case .closing(let storm, let outcome):
            guard storms.contains(storm) else { return Foreseen(.notFound) }
            guard Book.together.contains(outcome) else { return Foreseen(.field) }
        }
        let (touched, excluded) = touched(by: plan)
        return Foreseen(
            .dataStorm, ["touches": String(touched.count), "excludes": String(excluded)])
    }

    private func standing(_ id: StormID, _ what: String) -> Foreseen {
        let group = calls.all.count { $0.storm?.id == id }
        return Foreseen(.storm, ["what": what, "storm": id.description, "calls": String(group)])
    }
}

extension BookCall {
    /// Somebody may be in need: a storm leaves it alone, whatever was declared.
    var isPress: Bool {
        let words = [
            "button", "fall", "fire", "gas", "duress", "medical", "voice", "inactivity",
            "intrusion", "pre-alarm", "temperature",
        ]
        return priority == .lifeSafety || words.contains(kind.word)
            || identities.contains { words.contains($0.kind.word) }
    }

    func mayBeTouched(by area: StormArea, _ kinds: [SignalKind], _ rules: Rules) -> Bool {
        if case .district(let name) = area, name != district { return false }
        return !isPress && kinds.contains(kind) && state == .waiting && !isAnswered && storm == nil
            && !isRunaway && identities.count <= Limits.alarmsPerCallMax
            && identities.allSatisfy { rules.isStormable($0.kind) }
    }

    var mayBeClosedTogether: Bool {
        let isRung =
            attempts.values.contains { $0.target != .dutyOfficer }
            || running.contains { $0 != .dutyOfficer }
        return state == .waiting && !isNoted && !isRung && summoned.isEmpty
            && steps.allSatisfy { $0.state.isOpen }
    }
}
