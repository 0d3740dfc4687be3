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
            case "NOTE": notes.append(fields)
            case "ATTEMPT": attempts.append(fields)
            default: other.append(fields)
            }
        }
    }

    /// The first step that is open and applies: those for a summoned service come once one was.
    package func nextStep() -> Fields? {
        let hasSummoned =
            attempts.contains { $0["target"].hasPrefix("service:") }
            || steps.contains { $0["action"] == "summon" && $0["state"] == "done" }
        return steps.first {
            $0["state"] == "open" && ($0["when"] != "summoned" || hasSummoned)
        }
    }
}
