// SPDX-License-Identifier: Apache-2.0
/// A line of the console port -> `ConsoleRequest`, strictly: an unknown key is refused by name.
/// Never looks at state, roles or the clock.

import Vocabulary

/// Reads console lines; holds nothing.
package enum ConsoleParser {
    /// Shortest and longest time a call may be put aside, in seconds: below it is a mistyping, and
    /// above an hour it is a follow-up service.
    package static let parkSeconds: ClosedRange<Int64> = 5...3600
    /// The longest time until a follow-up service is due, in seconds: a year.
    package static let followUpSeconds: Int64 = 366 * 86_400
    /// Answer targets that may be asked about, in seconds.
    package static let targetSeconds: ClosedRange<Int64> = 1...3600

    /// Reads one line without its end. `overlong`: the line went on past these bytes.
    package static func parse(
        _ line: ByteSpan, overlong: Bool = false
    ) throws(WireError) -> ConsoleRequest {
        let head = try LineHead(line)
        return try parse(line, head, try verb(of: line, head, overlong: overlong))
    }

    /// The verb of a line whose head was read; checks the line as a whole first.
    static func verb(
        of line: ByteSpan, _ head: LineHead, overlong: Bool
    ) throws(WireError) -> ConsoleVerb {
        if overlong { throw .tooLong }
        guard isUTF8(line) else { throw .encoding }
        guard let verb = ConsoleVerb(head.verb) else {
            throw unknownVerb(head.verbText(in: line))
        }
        return verb
    }

    /// What to answer to a verb that is not in the table.
    static func unknownVerb(_ word: String) -> WireError {
        let names = ConsoleVerb.allCases.map(\.rawValue)
        return .unknownVerb(word, nearest: nearestWord(to: word, among: names))
    }

    /// Reads what stands behind the verb.
    static func parse(
        _ line: ByteSpan, _ head: LineHead, _ verb: ConsoleVerb
    ) throws(WireError) -> ConsoleRequest {
        let given = try Arguments(line, head.fields, of: verb)
        switch verb {
        case .login, .ready, .away, .logout, .help, .ping, .quit:
            return try connection(verb, given)
        case .take, .note, .done, .waive, .contact, .result, .reveal, .summon:
            return try handling(verb, given)
        case .park, .release, .handover, .followUp, .fulfil, .confirm, .close:
            return try passingOn(verb, given)
        case .storm: return .storm(try storm(given))
        case .shift: return .shift(try shift(given))
        case .join: return .join(try given.call())
        case .leave: return .leave(try given.call())
        case .tell: return try tell(given)
        case .staff: return try staff(given)
        case .missed: return .missed(try missed(given))
        case .list: return .list(try list(given))
        case .show: return .show(try show(given))
        case .watch: return .watch(try topics(given))
        case .unwatch:
            try given.atMost(words: 0)
            return .unwatch
        case .resume:
            try given.atMost(words: 0)
            return .resume(
                after: try given.requiredNumber(
                    "n", in: 0...Int64.max, "the last event number seen"))
        case .stats: return .stats(try stats(given))
        case .importTable, .exportTable, .backup, .restart, .secret:
            return try administration(verb, given)
        }
    }
}

extension ConsoleParser {
    private static func connection(
        _ verb: ConsoleVerb, _ given: Arguments
    ) throws(WireError) -> ConsoleRequest {
        try given.atMost(words: verb == .help ? 1 : 0)
        switch verb {
        case .login:
            let user = try given.key("user", "a log-on name")
            return .login(
                OperatorID(user), secret: Masked(try given.required("secret", "your secret")))
        case .ready: return .ready
        case .away: return .away(reason: try given.required("reason", "why, such as lunch"))
        case .logout: return .logout
        case .help: return .help(given.words.first)
        case .ping: return .ping
        default: return .quit
        }
    }

    private static func handling(
        _ verb: ConsoleVerb, _ given: Arguments
    ) throws(WireError) -> ConsoleRequest {
        let call = try given.call()
        switch verb {
        case .take: return .take(call, version: try given.version())
        case .note: return .note(call, text: try given.required("text", "the note"))
        case .done:
            return .done(
                call, step: try step(given), result: given.text("result"),
                version: try given.version())
        case .waive:
            return .waive(
                call, step: try step(given),
                reason: try given.required("reason", "why it is waived"),
                version: try given.version())
        case .contact:
            if given.text("who") == "home" { return .ringHome(call) }
            let most = Int64(Limits.contactsPerHomeMax)
            let who = try given.number(
                "who", in: 1...most, "a place in the list, 1...\(most), or home")
            return .contact(call, who: who.map { Int($0) })
        case .result:
            let attempt = try given.requiredNumber(
                "attempt", in: 0...Int64.max, "the number of an attempt")
            return .result(
                call, attempt: AttemptID(raw: attempt), outcome: try attemptOutcome(given),
                text: given.text("text"))
        case .reveal:
            return .reveal(call, try given.requiredChoice("what", of: PrivateDetail.self))
        default:
            return .summon(
                call, service: try given.key("service", "ambulance|police|fire").lowercased(),
                note: given.text("note"))
        }
    }

    private static func passingOn(
        _ verb: ConsoleVerb, _ given: Arguments
    ) throws(WireError) -> ConsoleRequest {
        if verb == .fulfil { return try fulfil(given) }
        let call = try given.call()
        switch verb {
        case .park:
            let range = parkSeconds
            let seconds = try given.requiredNumber(
                "for", in: range, "\(range.lowerBound)...\(range.upperBound) seconds")
            return .park(
                call, span: .seconds(seconds),
                reason: try given.required("reason", "what is waited for"),
                version: try given.version())
        case .release: return .release(call, version: try given.version())
        case .handover:
            return .handover(
                call, to: OperatorID(try given.key("to", "a log-on name")),
                version: try given.version())
        case .followUp:
            let kind = try given.requiredChoice("kind", of: FollowUpKind.self)
            return .followUp(
                call, kind: kind, due: try due(given),
                owner: OperatorID(try given.key("owner", "a log-on name")),
                note: given.text("note"))
        case .confirm: return .confirm(call, version: try given.version())
        default:
            return .close(
                call, outcome: try outcome(given), reason: given.text("reason"),
                version: try given.version())
        }
    }

    private static func due(_ given: Arguments) throws(WireError) -> Due {
        if given.keys.contains("due"), given.keys.contains("in") {
            throw .field("in", expected: "either due=TIME or in=SECONDS")
        }
        let most = followUpSeconds
        if let seconds = try given.number(
            "in", in: 1...most, "1...\(most) seconds from now")
        {
            return .after(.seconds(seconds))
        }
        guard let due = try given.moment("due") else {
            throw .field("due", expected: "a time such as 2026-11-20T09:00+08:00, or in=SECONDS")
        }
        return .at(due)
    }

    private static func fulfil(_ given: Arguments) throws(WireError) -> ConsoleRequest {
        try given.atMost(words: 1)
        guard let word = given.words.first, let number = wholeNumber(word) else {
            throw .field("followup", expected: "the number of a follow-up service")
        }
        return .fulfil(
            FollowUpID(raw: number), note: given.text("note"), version: try given.version())
    }

    private static func step(_ given: Arguments) throws(WireError) -> Int {
        let most = Int64(Limits.callStepsMax)
        return Int(
            try given.requiredNumber("step", in: 1...most, "a step of the plan, 1...\(most)"))
    }

    private static func attemptOutcome(_ given: Arguments) throws(WireError) -> AttemptOutcome {
        guard let outcome = AttemptOutcome(rawValue: given.text("outcome").lowercased()),
            DeviceVerb.reportable.contains(outcome)
        else { throw .field("outcome", expected: DeviceVerb.outcomes) }
        return outcome
    }

    private static func outcome(_ given: Arguments) throws(WireError) -> Outcome {
        let outcome = Outcome(given.text("outcome").lowercased())
        guard outcome.rule != nil else {
            let known = Outcome.known.map(\.outcome.word).joined(separator: "|")
            throw .field("outcome", expected: known)
        }
        return outcome
    }
}
