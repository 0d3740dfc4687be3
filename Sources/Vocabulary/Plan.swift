// SPDX-License-Identifier: Apache-2.0
/// The ordered things to do for a kind of call; some are obligations that block closing.

/// What a step asks for.
package enum StepAction: String, CaseIterable, Sendable {
    /// Speak, ask, decide: done by the person at the console.
    case question
    /// Reach a contact: done when one answered.
    case contact
    /// Send notice: done when it was sent.
    case notice
    /// Call a service: done when it accepted.
    case summon
    /// Write something down.
    case note
}

/// When a step applies.
package enum StepCondition: String, CaseIterable, Sendable {
    case always
    /// Only once a service was summoned (Southampton LGO 24 001 037: the daughter was never told).
    case summoned
}

/// One step.
package struct PlanStep: Hashable, Sendable {
    package var action: StepAction
    /// What the operator reads, English.
    package var text: String
    /// The same in Chinese; empty where there is none.
    package var textChinese: String
    /// Blocks closing until done, or waived with a reason by someone whose tier may.
    package var obligation: Bool
    package var condition: StepCondition

    package init(
        action: StepAction, text: String, textChinese: String = "", obligation: Bool = false,
        condition: StepCondition = .always
    ) {
        self.action = action
        self.text = text
        self.textChinese = textChinese
        self.obligation = obligation
        self.condition = condition
    }
}

/// A named, ordered list of steps; steps are numbered from 1.
package struct Plan: Hashable, Sendable {
    package var id: PlanID
    package var steps: [PlanStep]

    package init(id: PlanID, steps: [PlanStep]) {
        self.id = id
        self.steps = steps
    }
}
