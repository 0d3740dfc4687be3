// SPDX-License-Identifier: Apache-2.0
/// The record of one call, in the order in which operators review it.
/// Never kept longer than its call is in hand, and never with what REVEAL shows.

package import Wire

package struct Sheet: Equatable, Sendable {
    package let call: String
    package private(set) var alarms: [Fields] = []
    package private(set) var people: [Fields] = []
    package private(set) var homes: [Fields] = []
    package private(set) var contacts: [Fields] = []
    package private(set) var lastCalls: [Fields] = []
    package private(set) var plan: Fields?
    package private(set) var steps: [Fields] = []
    package private(set) var notes: [Fields] = []
    package private(set) var attempts: [Fields] = []
    package private(set) var other: [Fields] = []

    /// From the lines of TAKE or SHOW; nil where they are no call's.
    package init?(_ lines: [ReplyLine]) {
        guard let first = lines.first(where: { $0["call"] != nil }), let call = first["call"] else {
            return nil
        }
        self.call = call
        for line in lines {
            let fields = Fields(line)
            switch line.word {
            case "ALARM": alarms.append(fields)
            case "PERSON": people.append(fields)
            case "HOME": homes.append(fields)
            case "CONTACT": contacts.append(fields)
            case "LASTCALL": lastCalls.append(fields)
            case "PLAN": plan = fields
            case "STEP": steps.append(fields)
            // SHOW tells the whole story in such lines; the screen has its own places for the rest of it.
            case "NOTE": if !fields.has("what") || fields["what"] == "note" { notes.append(fields) }
            case "ATTEMPT": attempts.append(fields)
            default: other.append(fields)
            }
        }
    }

    /// The step that the centre says is next.
    package func nextStep() -> Fields? { steps.first { $0.isSet("next") } }

    /// How the plan lets the call end; empty: in any way.
    package var closingOutcomes: [String] {
        let close = steps.last {
            $0["action"] == "close" && $0["state"] != "replaced" && Sheet.applies($0)
        }
        return close.map(Sheet.outcomes) ?? []
    }

    /// Words with one of which a step ends.
    package static func outcomes(_ step: Fields) -> [String] {
        step["outcomes"].split(separator: "|").map(String.init)
    }
    /// Whether it is asked for by what was found so far.
    package static func applies(_ step: Fields) -> Bool { step["applies"] != "0" }
}
