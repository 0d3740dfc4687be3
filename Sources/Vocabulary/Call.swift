// SPDX-License-Identifier: Apache-2.0
/// The piece of work one operator answers; it may gather several alarms of one home.
/// Never a telephone line: that is a voice leg.

/// Where a call stands. The table of moves is `CallLifecycle` in Desk.
package enum CallState: String, CaseIterable, Sendable {
    /// In the waiting line. Can become offered, handling, closed (never by itself).
    case waiting
    /// Held out to one operator until a deadline. Can become handling, waiting.
    case offered
    /// A named person has it. Can become parked, waiting, confirming, closed.
    case handling
    /// Put aside with a return moment; its holder is remembered. Can become handling, waiting.
    case parked
    /// Closed as "no response" by one person; a second must confirm (Glasgow FAI 2012).
    /// Can become closed, handling, waiting.
    case confirming
    /// Ended by a named person with an outcome. Final.
    case closed
}

/// Rungs of the ladder that an unanswered call climbs.
package enum Tier: Int, Comparable, CaseIterable, Sendable {
    /// One operator at a time.
    case operators = 1
    /// All ready operators and the supervisors.
    case supervisors = 2
    /// The duty officer; contacts are notified without waiting.
    case dutyOfficer = 3
    package static func < (a: Tier, b: Tier) -> Bool { a.rawValue < b.rawValue }
}

/// How a call ended.
package struct Outcome: Hashable, Sendable, CustomStringConvertible {
    package let word: String
    package init(_ word: String) { self.word = word }
    package var description: String { word }
    /// What calls of a storm may be closed with together, nobody having spoken about them: not one says
    /// that a person did.
    package static let together = ["technical", "referred", "other"].map { Outcome($0) }

    /// Nobody answered; never a nuisance, needs a second person.
    package static let noResponse = Outcome("no-response")
    /// Replaced by another record; used when unreadable duplicates are merged.
    package static let nuisance = Outcome("nuisance")

    /// What each outcome means and asks for; the only list (docs/protocol-console.md has the same).
    package static let known: [OutcomeRule] = [
        OutcomeRule("resolved", meaning: "talked to, nothing more needed", resolvedAtFirst: true),
        OutcomeRule("ambulance", meaning: "ambulance sent"),
        OutcomeRule("police", meaning: "police sent"),
        OutcomeRule("fire", meaning: "fire service sent"),
        OutcomeRule("contact-attends", meaning: "a contact goes to the home"),
        OutcomeRule("test", meaning: "a test press", resolvedAtFirst: true),
        OutcomeRule("mistaken", meaning: "pressed by mistake, spoken to", resolvedAtFirst: true),
        OutcomeRule(
            "nuisance", meaning: "no person behind it (faulty or runaway device)",
            needsReason: true, nuisance: true),
        OutcomeRule("enquiry", meaning: "a question answered", resolvedAtFirst: true),
        OutcomeRule("technical", meaning: "fault of a device, repair arranged"),
        OutcomeRule("referred", meaning: "handed to another service", needsReason: true),
        OutcomeRule(
            "no-response", meaning: "no answer from the home; what was done about it",
            needsReason: true, needsSecondPerson: true),
        OutcomeRule("other", meaning: "none of these", needsReason: true),
    ]
    /// The rule for this word; nil for an unknown one.
    package var rule: OutcomeRule? { Outcome.known.first { $0.outcome == self } }
}

/// What an outcome asks of the person who closes.
package struct OutcomeRule: Sendable, Equatable {
    package let outcome: Outcome
    package let meaning: String
    package let needsReason: Bool
    package let needsSecondPerson: Bool
    /// True for outcomes that say no person needed anything; refused while nobody was spoken to.
    package let nuisance: Bool
    /// Counts towards first-contact resolution (1823 pledge: 90 %).
    package let resolvedAtFirst: Bool

    init(
        _ word: String, meaning: String, needsReason: Bool = false,
        needsSecondPerson: Bool = false, nuisance: Bool = false, resolvedAtFirst: Bool = false
    ) {
        outcome = Outcome(word)
        self.meaning = meaning
        self.needsReason = needsReason
        self.needsSecondPerson = needsSecondPerson
        self.nuisance = nuisance
        self.resolvedAtFirst = resolvedAtFirst
    }
}
