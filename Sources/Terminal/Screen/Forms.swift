// SPDX-License-Identifier: Apache-2.0
/// The forms behind the keys: which questions each verb needs.
/// Never knows more of the protocol than its own verb; the centre checks the rest.

import Vocabulary

struct Forms {
    let language: Language

    func say(_ phrase: Phrase) -> String { phrase.text(language) }

    func choices(_ words: [String], keys: String) -> [Choice] {
        zip(keys, words).map { Choice(key: $0, value: $1, label: Terms.word($1, language)) }
    }

    /// How an attempt made by hand may have ended; the others are the centre's own finding.
    private static let attemptOutcomes = AttemptOutcome.allCases.filter {
        $0 != .timedOut && $0 != .stopped
    }.map(\.rawValue)

    /// `123456789abc...`: enough for every list there is.
    private static let keys = "123456789abcdefghijk"

    func away() -> Form {
        Form(
            title: say(.keyAway), head: "AWAY",
            [Question(key: "reason", label: say(.askAway))])
    }

    func note(_ call: String) -> Form {
        Form(
            title: say(.keyNote), head: "NOTE \(call)",
            [Question(key: "text", label: say(.askNote))])
    }

    func summon(_ call: String) -> Form {
        Form(
            title: say(.keySummon), head: "SUMMON \(call)",
            [
                Question(
                    key: "service", label: say(.askService),
                    choices: choices(["ambulance", "police", "fire"], keys: "apf")),
                Question(key: "note", label: say(.askServiceNote), preset: ""),
            ])
    }

    func park(_ call: String) -> Form {
        Form(
            title: say(.keyPark), head: "PARK \(call)",
            [
                Question(key: "for", label: say(.askSeconds), preset: "120"),
                Question(key: "reason", label: say(.askParkReason)),
            ])
    }

    func handOver(_ call: String, to people: [Fields], me: String) -> Form {
        Form(
            title: say(.keyHandOver), head: "HANDOVER \(call)",
            [Question(key: "to", label: say(.askTo), choices: colleagues(people, but: me))])
    }

    /// Who is here, with a key each.
    func colleagues(_ people: [Fields], but me: String) -> [Choice] {
        let there = people.filter { $0["who"] != me && $0["state"] != "gone" }.prefix(
            Self.keys.count)
        return zip(Self.keys, there).map { key, seat in
            Choice(
                key: key, value: seat["who"],
                label: "\(seat["who"]) \(Terms.word(seat["state"], language))")
        }
    }

    func followUp(_ call: String, me: String) -> Form {
        Form(
            title: say(.keyFollowUp), head: "FOLLOWUP \(call)",
            [
                Question(
                    key: "kind", label: say(.askKind),
                    choices: choices(FollowUpKind.allCases.map(\.rawValue), keys: Self.keys)),
                Question(key: "due", label: say(.askDue), preset: "2h"),
                Question(key: "owner", label: say(.askOwner), preset: me),
                Question(key: "note", label: say(.askFollowUpNote), preset: ""),
            ])
    }

    func close(_ call: String) -> Form {
        let rules = Outcome.known
        return Form(
            title: say(.keyClose), head: "CLOSE \(call)",
            [
                Question(
                    key: "outcome", label: say(.askOutcome),
                    choices: choices(rules.map(\.outcome.word), keys: Self.keys)),
                Question(
                    key: "reason", label: say(.askReason),
                    onlyAfter: rules.filter(\.needsReason).map(\.outcome.word)),
            ])
    }

    func waive(_ call: String, step: Fields?) -> Form {
        Form(
            title: say(.keyWaive), head: "WAIVE \(call)",
            [
                Question(key: "step", label: say(.askStep), preset: step?["step"]),
                Question(key: "reason", label: say(.askReason)),
            ])
    }

    func contactOne(_ call: String, _ contacts: [Fields]) -> Form {
        let choices = zip(Self.keys, contacts).map { key, contact in
            Choice(
                key: key, value: contact["who"],
                label: "\(contact["name"]) \(Terms.word(contact["relation"], language))")
        }
        return Form(
            title: say(.keyContactOne), head: "CONTACT \(call)",
            [Question(key: "who", label: say(.askWho), choices: choices)])
    }

    func result(_ call: String, _ attempts: [Fields]) -> Form {
        let trying = attempts.filter { $0["outcome"] == "trying" }
        let choices = zip(Self.keys, trying).map { key, attempt in
            Choice(key: key, value: attempt["attempt"], label: "\(attempt["who"]) \(attempt["to"])")
        }
        return Form(
            title: say(.keyResult), head: "RESULT \(call)",
            [
                Question(key: "attempt", label: say(.askAttempt), choices: choices),
                Question(
                    key: "outcome", label: say(.askAttemptOutcome),
                    choices: self.choices(
                        Self.attemptOutcomes, keys: Self.keys)),
            ])
    }

    /// The next step of the plan, by what it asks for; nil: a key without questions does it.
    func step(_ call: String, _ step: Fields) -> Form? {
        guard let number = step.number("step") else { return nil }
        switch step["action"] {
        case "summon": return summon(call)
        case "question":
            return Form(
                title: "\(say(.nextStep)) \(number)", head: "DONE \(call) step=\(number)",
                [Question(key: "result", label: say(.askResult))])
        case "note":
            return Form(
                title: "\(say(.nextStep)) \(number)", head: "NOTE \(call)",
                use: .noteAndStep(call: call, step: number),
                [Question(key: "text", label: say(.askNote))])
        case "contact", "notice": return nil
        default:
            return Form(
                title: "\(say(.nextStep)) \(number)", head: "DONE \(call) step=\(number)",
                [Question(key: "result", label: say(.askResult), preset: "")])
        }
    }

    func quit(isHolding: Bool) -> Form {
        Form(
            title: say(.keyQuit), head: "QUIT", use: .quit,
            [
                Question(
                    key: "", label: say(isHolding ? .askQuitHolding : .askQuit),
                    choices: [Choice(key: "y", value: "y", label: "")])
            ])
    }
}
