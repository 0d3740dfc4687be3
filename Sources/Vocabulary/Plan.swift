// SPDX-License-Identifier: Apache-2.0
/// The ordered things to do for a kind of call; some are obligations that block closing.

/// What a step asks for.
package enum StepAction: String, CaseIterable, Sendable {
    /// Speak, ask, decide: done by the person at the console.
    case question
    /// Ring the home's telephone: done when somebody answers, or nobody did as often as it was tried.
    case home
    /// Reach a contact: done when one answered.
    case contact
    /// Send notice: done when it was sent.
    case notice
    /// Call a service: done when it accepted.
    case summon
    /// Give them time: the call is parked for so long, and comes back by itself.
    case wait
    /// Write something down.
    case note
    /// Close the call, with one of the step's outcomes.
    case close
}

/// When a step applies.
package enum StepCondition: Hashable, Sendable {
    case always
    /// Only once a service was summoned (Southampton LGO 24 001 037: the daughter was never told).
    case summoned
    /// Only once one of these was found at an earlier step: `found:no-answer|hurt`.
    case found([String])
    /// Only as long as none of these was found: `unless:well`.
    case unless([String])

    /// What a condition may be, in words for people.
    package static let expected = "always, summoned, found:WORD|WORD or unless:WORD|WORD"

    package var text: String {
        switch self {
        case .always: "always"
        case .summoned: "summoned"
        case .found(let words): "found:" + words.joined(separator: "|")
        case .unless(let words): "unless:" + words.joined(separator: "|")
        }
    }
    /// nil for anything that is not as `expected` says.
    package init?(text: String) {
        switch text {
        case "always": self = .always
        case "summoned": self = .summoned
        default:
            guard let colon = text.firstIndex(of: ":"),
                let words = StepOutcomes.words(String(text[text.index(after: colon)...])),
                !words.isEmpty
            else { return nil }
            switch text[..<colon] {
            case "found": self = .found(words)
            case "unless": self = .unless(words)
            default: return nil
            }
        }
    }
}

/// The words that a step may end with, as they stand in a table's cell: `well|hurt|no-answer`.
package enum StepOutcomes {
    package static let expected = "words of a-z, 0-9 and - with | between them, at most \(max)"
    /// So many fit one line of a screen, each with a key of its own.
    package static let max = 12
    private static let wordBytesMax = 32

    /// nil where a word is none.
    package static func words(_ text: String) -> [String]? {
        if text.isEmpty { return [] }
        let words = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        return words.count <= max && words.allSatisfy(isWord) ? words : nil
    }

    private static func isWord(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.count <= wordBytesMax
            && word.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
    }
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
    /// What may be found, or, of a `close`, how the call may end; empty: anything.
    package var outcomes: [String]
    /// How long a `wait` is; 0 for all others.
    package var seconds: Int

    package init(
        action: StepAction, text: String, textChinese: String = "", obligation: Bool = false,
        condition: StepCondition = .always, outcomes: [String] = [], seconds: Int = 0
    ) {
        self.action = action
        self.text = text
        self.textChinese = textChinese
        self.obligation = obligation
        self.condition = condition
        self.outcomes = outcomes
        self.seconds = seconds
    }
}

extension PlanStep {
    /// What does not fit together in it: the column, and what was expected there; nil: it is sound.
    package var fault: (column: String, expected: String)? {
        switch action {
        case .wait where seconds == 0: ("seconds", "5 to \(Limits.waitSecondsMax), for a wait")
        case .wait: nil
        case _ where seconds != 0: ("seconds", "none: only a wait takes time")
        case .close where outcomes.isEmpty: ("outcomes", "how the call may end")
        // Else nobody but a supervisor could end such a call, and only as a nuisance.
        case .close where Outcome.known.allSatisfy({ rule in
            rule.nuisance || !outcomes.contains(rule.outcome.word)
        }) && outcomes.allSatisfy({ word in
            Outcome.known.contains { $0.outcome.word == word }
        }):
            ("outcomes", "also one that an operator may close with")
        case .close:
            outcomes.first { word in !Outcome.known.contains { $0.outcome.word == word } }.map {
                _ in
                ("outcomes", Outcome.known.map(\.outcome.word).joined(separator: "|"))
            }
        default: nil
        }
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
