// SPDX-License-Identifier: Apache-2.0
/// Which step of its plan a call is at: what applies, what was found, what blocks closing, and what
/// becomes of the steps when a more urgent alarm brings another plan.
/// Never decides what a step asks for: that is the plan's, and plans are data.

package import Vocabulary

extension Desk {
    /// A more urgent alarm of the home: its plan follows, after the step that somebody is at.
    mutating func reclassify(_ before: OpenCall, _ kind: SignalKind, _ plan: PlanID) {
        let kept = before.state == .handling ? before.stepInProgress : nil
        record(
            .callReclassified(
                before.id, kind, plan,
                after: EarlierPlan(plan: before.plan, steps: before.steps.count, kept: kept)))
    }

    /// An alarm of another kind that is as urgent: what its plan asks for is asked for, too. A kind that
    /// leads (fire: get out; duress: do not speak) changes the plan as a more urgent alarm does.
    mutating func followToo(_ before: OpenCall, _ kind: SignalKind, _ rule: KindRule) {
        guard rule.priority == before.priority, kind != before.kind, rule.plan != before.plan,
            let steps = state.directory.plans.read(rule.plan, { $0.steps }),
            steps.contains(where: { !before.asks(for: $0) })
        else { return }
        if rules.kinds[kind]?.leads == true, rules.kinds[before.kind]?.leads != true {
            return reclassify(before, kind, rule.plan)
        }
        guard before.steps.count + steps.count <= Limits.callStepsMax / 2 else { return }
        record(
            .callReclassified(
                before.id, before.kind, rule.plan,
                after: EarlierPlan(
                    plan: before.plan, steps: before.steps.count, kept: nil, isKeptWhole: true)))
    }

    /// Steps that were waited for and are over by themselves; those that do not apply stay open.
    mutating func stepsEnd(_ id: CallID, _ action: StepAction, _ result: String) {
        guard let call = state.calls[id] else { return }
        for number in call.openSteps where call.steps[number - 1].step.action == action {
            record(.stepDone(id, step: number, by: .desk, result: result))
        }
    }

    /// The time that a `wait` gave is over, if that is the step the call is at.
    mutating func waitEnds(_ id: CallID) {
        guard let call = state.calls[id], let number = call.stepInProgress,
            call.steps[number - 1].step.action == .wait
        else { return }
        record(.stepDone(id, step: number, by: .desk, result: "waited"))
    }

    /// What is asked for at a step; nil: the result will do.
    func missing(in result: String, of step: PlanStep) -> String? {
        var outcomes = step.action == .close ? [] : step.outcomes
        // Ringing the home has found something, whoever rang.
        if step.action == .home, outcomes.isEmpty { outcomes = ["spoke", "no-answer"] }
        guard !outcomes.isEmpty else { return nil }
        let said = Findings.words(result)
        return outcomes.contains(where: said.contains)
            ? nil : "\(outcomes.joined(separator: "|")), alone or behind other words and ;"
    }
}

/// What was found at a step: the words between the semicolons of its result.
enum Findings {
    /// Oldest first, as outcomes are written: `No answer` is `no-answer`.
    static func words(_ result: String) -> [String] {
        result.split(separator: ";").map { part in
            part.lowercased().split { $0 == " " || $0 == "-" || $0 == "_" }.joined(separator: "-")
        }
    }
}

extension OpenCall {
    /// Another plan's steps follow; what is open of the earlier ones is no longer asked for, but for
    /// the step in progress. Numbers stay what they were: somebody may be typing one.
    mutating func follow(_ next: [PlanStep], after before: EarlierPlan) {
        if !before.isKeptWhole {
            for index in steps.indices where index + 1 != before.kept && steps[index].state.isOpen {
                steps[index].state = .replaced
            }
        }
        steps += next.map { CallStep(step: $0) }
    }

    /// Whether one of its plans asks for just this already.
    func asks(for step: PlanStep) -> Bool {
        steps.contains { $0.step == step && $0.state != .replaced }
    }

    /// Whether a step applies by what was found and done so far.
    package func applies(_ step: PlanStep) -> Bool {
        switch step.condition {
        case .always: true
        case .summoned: !summoned.isEmpty
        case .found(let words): wasFound(words)
        case .unless(let words): !wasFound(words)
        }
    }

    private func wasFound(_ words: [String]) -> Bool {
        steps.contains { step in step.findings.contains(where: words.contains) }
    }

    /// Numbers of the steps that are open and apply.
    var openSteps: [Int] {
        steps.indices.filter { steps[$0].state.isOpen && applies(steps[$0].step) }.map { $0 + 1 }
    }

    /// The step that comes next, or that somebody is at.
    package var stepInProgress: Int? { openSteps.first }

    /// The first obligation that still blocks closing: its number and text.
    var openObligation: (step: Int, text: String)? {
        openObligations.first.map { ($0, steps[$0 - 1].step.text) }
    }

    /// Outcomes with which the plan lets the call end; empty: any. A waived step still says so:
    /// setting a step aside is no reason to call a home that nobody answers a nuisance.
    var closingOutcomes: [String] {
        steps.last { $0.step.action == .close && $0.state != .replaced && applies($0.step) }?
            .step.outcomes ?? []
    }

    /// Whether the home ever did not answer: somebody wrote it down, an alarm said so, or its telephone
    /// was rung in vain.
    var everSawNoResponse: Bool {
        isSaidToBeSilent || steps.contains { $0.findings.contains(where: isNoResponse) }
    }
    /// Whether that is the last that was found at some step, or nothing else was found since it was said.
    var sawNoResponse: Bool {
        steps.contains { step in step.findings.last.map(isNoResponse) ?? false }
            || isSaidToBeSilent
                && !steps.contains { step in step.findings.contains { !isNoResponse($0) } }
    }

    /// By an alarm, or by the home's telephone, which nobody answered.
    private var isSaidToBeSilent: Bool {
        kind.saysNoResponse || alarms.contains { $0.signal.identity.kind.saysNoResponse }
            || attempts.contains {
                $0.target == .home && ($0.outcome == .noAnswer || $0.outcome == .timedOut)
            } && !attempts.contains { $0.target == .home && $0.outcome?.acknowledges == true }
    }
}

extension SignalKind {
    /// A welfare check that nobody answered; a home that was not reached after an outage.
    fileprivate var saysNoResponse: Bool { self == .noResponse || self == .missed }
}

private func isNoResponse(_ finding: String) -> Bool {
    finding == "no-response" || finding == "no-answer"
}

extension CallStep {
    /// What was found at this step, oldest first.
    fileprivate var findings: [String] {
        guard case .done(_, let result) = state else { return [] }
        return Findings.words(result)
    }
}
