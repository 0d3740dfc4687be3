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

    /// - Parameter outcomes: those that the plan lets the call end with; empty: any.
    func close(_ call: String, outcomes: [String] = []) -> Form {
        let rules = Outcome.known.filter {
            outcomes.isEmpty || outcomes.contains($0.outcome.word)
        }
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
        let choices = zip(Self.keys.filter { $0 != "h" }, contacts).map { key, contact in
            Choice(
                key: key, value: contact["who"],
                label: "\(contact["name"]) \(Terms.word(contact["relation"], language))")
        }
        let home = Choice(key: "h", value: "home", label: Terms.word("home", language))
        return Form(
            title: say(.keyContactOne), head: "CONTACT \(call)",
            [Question(key: "who", label: say(.askWho), choices: choices + [home])])
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

    /// What follows a key: for the next step, or behind another form.
    enum Move {
        case ask(Form)
        /// Nothing is to be asked: the line goes at once.
        case say(String)
    }

    /// By what the step asks for.
    func step(_ call: String, _ step: Fields) -> Move? {
        guard let number = step.number("step") else { return nil }
        switch step["action"] {
        case "summon": return .ask(summon(call))
        case "contact", "notice": return .say("CONTACT \(call)")
        case "home": return .say("CONTACT \(call) who=home")
        case "wait":
            return .say("PARK \(call) for=\(step["seconds"]) reason=\"step \(number) of the plan\"")
        case "close": return .ask(close(call, outcomes: Sheet.outcomes(step)))
        case "note":
            return .ask(
                Form(
                    title: "\(say(.nextStep)) \(number)", head: "NOTE \(call)",
                    use: .noteAndStep(call: call, step: number),
                    [Question(key: "text", label: say(.askNote))]))
        default: return .ask(finding(call, number, Sheet.outcomes(step)))
        }
    }

    /// What was found: one of the step's outcomes, and words if there are any; or words alone.
    private func finding(_ call: String, _ number: Int, _ outcomes: [String]) -> Form {
        let words =
            outcomes.isEmpty
            ? Question(key: "result", label: say(.askResult))
            : Question(key: "result", label: say(.askMore), preset: "")
        let ending = Question(
            key: "result", label: say(.askResult), choices: choices(outcomes, keys: Self.keys))
        return Form(
            title: "\(say(.nextStep)) \(number)", head: "DONE \(call) step=\(number)",
            outcomes.isEmpty ? [words] : [ending, words])
    }

    // MARK: Storms

    /// What is to be done about storms; `groups`: numbers of those that last.
    func storms(_ groups: [String]) -> Form {
        var choices = [Choice(key: "p", value: "preview", label: say(.stormPreview))]
        if groups.count == 1 {
            choices += [
                Choice(key: "c", value: "close", label: say(.stormClose)),
                Choice(key: "e", value: "extend", label: say(.stormExtend)),
                Choice(key: "u", value: "undo", label: say(.keyUndo)),
                Choice(key: "x", value: "end", label: say(.stormEnd)),
            ]
        }
        return Form(
            title: say(.keyStorm), head: "STORM", use: .storms,
            [Question(key: "", label: say(.keyStorm), choices: choices)])
    }

    func storm(_ what: String, _ room: Room) -> Form? {
        let storm = room.groups.first?.storm ?? ""
        switch what {
        case "preview":
            return Form(
                title: say(.keyStorm), head: "STORM PREVIEW",
                [
                    Question(
                        key: "area", label: say(.askArea), preset: room.proposal?["area"] ?? "all"),
                    Question(
                        key: "kinds", label: say(.askKinds),
                        preset: room.proposal?["kinds"] ?? "power-lost,battery-low,fault,silent"),
                ])
        case "close":
            return Form(
                title: say(.keyStorm), head: "STORM PREVIEW storm=\(storm)",
                [
                    Question(
                        key: "outcome", label: say(.askOutcome),
                        choices: choices(Outcome.together.map(\.word), keys: Self.keys))
                ])
        case "extend":
            return Form(
                title: say(.keyStorm), head: "STORM EXTEND storm=\(storm)", lasting)
        case "undo", "end":
            return Form(
                title: say(.keyStorm), head: "STORM \(what.uppercased()) storm=\(storm)",
                [Question(key: "reason", label: say(.askReason), preset: "")])
        default: return nil
        }
    }

    private var lasting: [Question] {
        [
            Question(key: "for", label: say(.askMinutes), preset: "60"),
            Question(key: "reason", label: say(.askReason)),
        ]
    }

    /// Below a preview: what it showed is touched, or nothing is.
    func declare(_ preview: String) -> Form {
        Form(title: say(.keyStorm), head: "STORM DECLARE preview=\(preview)", lasting)
    }

    func closeTogether(_ preview: String) -> Form {
        Form(
            title: say(.keyStorm), head: "STORM CLOSE preview=\(preview)",
            [Question(key: "reason", label: say(.askReason))])
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
