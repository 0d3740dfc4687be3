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
        guard !step.outcomes.isEmpty, step.action != .close else { return nil }
        let said = Findings.words(result)
        return step.outcomes.contains(where: said.contains)
            ? nil
            : "\(step.outcomes.joined(separator: "|")), alone or behind other words and ;"
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
        for index in steps.indices where index + 1 != before.kept && steps[index].state.isOpen {
            steps[index].state = .replaced
        }
        steps += next.map { CallStep(step: $0) }
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

    /// Whether anybody ever wrote down that the home did not answer.
    var everSawNoResponse: Bool { steps.contains { $0.findings.contains(where: isNoResponse) } }
    /// Whether that is the last that was found at some step.
    var sawNoResponse: Bool {
        steps.contains { step in step.findings.last.map(isNoResponse) ?? false }
    }
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
