// SPDX-License-Identifier: Apache-2.0
// The language of stories: one line -> one event. The words are those of Tests/Vectors/stories.
// Never knows what should come of it.

import Desk
import Vocabulary

/// A line cut into words; `key=value` words are looked up by key.
struct StoryWords {
    let plain: [String]
    private let fields: [String: String]

    init(_ line: String) {
        var plain: [String] = []
        var fields: [String: String] = [:]
        var word = ""
        var quoted = false
        for character in line + " " {
            if character == "\"" {
                quoted.toggle()
            } else if character == " ", !quoted {
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                if parts.count == 2 {
                    fields[parts[0]] = parts[1]
                } else if !word.isEmpty {
                    plain.append(word)
                }
                word = ""
            } else {
                word.append(character)
            }
        }
        self.plain = plain
        self.fields = fields
    }
    subscript(key: String) -> String? { fields[key] }
    func word(_ at: Int) throws(StoryError) -> String {
        guard plain.indices.contains(at) else {
            throw StoryError(
                description: "a word is missing after: \(plain.joined(separator: " "))")
        }
        return plain[at]
    }
    func rest(from at: Int) -> String { plain.dropFirst(at).joined(separator: " ") }
}

/// `6s`, `90s`, `2min`, `3h`, `250ms`.
func storySpan(_ text: String) throws(StoryError) -> Span {
    for (unit, milliseconds) in [("ms", 1), ("min", 60_000), ("s", 1000), ("h", 3_600_000)]
    where text.hasSuffix(unit) {
        if let count = Int64(text.dropLast(unit.count)) {
            return Span(milliseconds: count * Int64(milliseconds))
        }
    }
    throw StoryError(description: "no span: \(text)")
}

extension StoryPlayer {
    /// Plays one line and writes down what came of it.
    mutating func play(_ line: String) throws(StoryError) {
        var text = line
        if line.hasPrefix("at ") {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            try wait(until: moment(words[1]))
            text = words.count > 2 ? words[2] : ""
        }
        if text.isEmpty { return }
        try obey(StoryWords(text))
        write("\(clock(now)) \(text)")
    }

    /// `+6s` from now, or a time of the story's day: `09:00:01`, `09:00:01.500`.
    private func moment(_ text: String) throws(StoryError) -> Moment {
        if text.hasPrefix("+") { return now + (try storySpan(String(text.dropFirst()))) }
        let day = now.iso8601(in: rules.zone).prefix(11)
        guard let moment = Moment(iso8601: "\(day)\(text)+08:00"), moment >= now else {
            throw StoryError(description: "no moment from now on: \(text)")
        }
        return moment
    }

    private mutating func obey(_ words: StoryWords) throws(StoryError) {
        switch try words.word(0) {
        case "alarm": try think(.alarm(try signal(words), ask(gateway(words))))
        case "signal": try think(.signal(try signal(words), ask(gateway(words))))
        case "dials": try think(.report(try report(words), ask("dialler")))
        case "alive": try think(.alive([DeviceID(words["dev"] ?? "?")], GatewayID(gateway(words))))
        case "cancel":
            try think(
                .cancel(
                    DeviceID(words["dev"] ?? "?"), Reference(words["ref"] ?? "?"),
                    GatewayID(gateway(words)), ask(gateway(words))))
        case "channel": try think(try result(words, asker: nil))
        case "clock": try think(.clock)
        case "restart": try restart()
        case "start": begin(at: try moment(try words.word(1)))
        case "rule": try change(words)
        case "disk": try obeyDisk(words)
        case let name where name.contains("-"): try obeyGateway(name, words)
        case let name: try obeyPerson(name, words)
        }
    }

    private func gateway(_ words: StoryWords) -> String { words["gw"] ?? "gw-1" }

    private func signal(_ words: StoryWords) throws(StoryError) -> Signal {
        guard let device = words["dev"], let reference = words["ref"] else {
            throw StoryError(description: "dev= and ref= are needed")
        }
        return Signal(
            identity: AlarmIdentity(
                device: DeviceID(device), reference: Reference(reference),
                kind: SignalKind(words["type"] ?? "button"),
                deviceTime: Int64(words["t"] ?? "0") ?? 0),
            location: words["loc"] ?? "", text: words["text"] ?? "",
            gateway: GatewayID(gateway(words)))
    }

    /// `dials dev= ref= type=`, a message of a dialler with one event; `restore` opens nothing.
    private func report(_ words: StoryWords) throws(StoryError) -> DiallerReport {
        var signal = try signal(words)
        signal.gateway = .dialler(from: "192.0.2.7")
        signal.dialled = Dialled(resendSpan: .minutes(2), isProven: false)
        if let priority = words["pri"].flatMap({ Int($0) }).flatMap(Priority.init(rawValue:)) {
            signal.meaning = SignalMeaning(priority: priority)
        }
        let isAlarm = !words.plain.contains("restore")
        return DiallerReport(
            device: signal.identity.device,
            events: [DiallerReport.Event(signal: signal, isAlarm: isAlarm)])
    }

    private mutating func obeyDisk(_ words: StoryWords) throws(StoryError) {
        switch try words.word(1) {
        case "holds": disk = .holds
        case "commits": try commit()
        case "works":
            disk = .works
            try commit()
        case "fails": try fail(StoreTrouble(rawValue: try words.word(2)) ?? .full)
        case "recovers": try recover()
        case let other: throw StoryError(description: "disk does not know \(other)")
        }
    }

    private mutating func obeyGateway(_ name: String, _ words: StoryWords) throws(StoryError) {
        let gateway = GatewayID(name)
        switch try words.word(1) {
        case "joins":
            _ = connect(name)
            try think(
                .gatewayJoins(gateway, notifier: words.plain.contains("notifier"), ask(name)))
        case "leaves":
            if let connection = connections[name] {
                try think(.gatewayLeaves(gateway, connection))
            }
        case "saw":
            let place = Int(try words.word(2).dropFirst()) ?? 0
            guard names.taken.indices.contains(place - 1) else {
                throw StoryError(description: "nothing like that was sent")
            }
            try think(.seen(names.taken[place - 1], gateway, ask(name)))
        case "result": try think(try result(words, asker: ask(name)))
        case let other: throw StoryError(description: "\(name) does not know \(other)")
        }
    }

    private func result(
        _ words: StoryWords, asker: Requester?
    ) throws(StoryError) -> DeskEvent {
        .attemptEnds(
            try attempt(try words.word(2)), try outcome(try words.word(3)),
            text: words.rest(from: 4), asked: asker)
    }

    private mutating func change(_ words: StoryWords) throws(StoryError) {
        if let text = words["answerTarget"] { rules.answerTarget = try storySpan(text) }
        if let text = words["offerSpan"] { rules.offerSpan = try storySpan(text) }
        if let text = words["wrapUpSpan"] { rules.wrapUpSpan = try storySpan(text) }
        if let text = words["leaseSpan"] { rules.leaseSpan = try storySpan(text) }
        if let text = words["supervision"] {
            let span = try storySpan(text)
            if let device = words["dev"] {
                rules.supervision[DeviceID(device)] = span
            } else {
                rules.supervisionSpan = span
            }
        }
        if let text = words["propose"] { rules.proposeCalls = Int(text) ?? 0 }
        if let text = words["capacity"] { rules.runawayCapacity = Int(text) ?? 10 }
        if let text = words["sayRunaway"] { rules.runawaySayEvery = try storySpan(text) }
        if let text = words["canary"] {
            rules.canaries.append(
                CanaryRule(
                    device: DeviceID(text), gateway: words["gw"].map { GatewayID($0) },
                    path: words["path"] ?? text))
        }
        if words.plain.contains("no-canaries") { rules.canaries = [] }
        if let text = words["skill"] { rules.qualifyingSkills = [text] }
        desk.obey(rules, at: now)
    }

    func call(_ text: String) throws(StoryError) -> CallID {
        guard text.hasPrefix("$"), let place = Int(text.dropFirst()),
            names.calls.indices.contains(place - 1)
        else { throw StoryError(description: "no call like \(text)") }
        return names.calls[place - 1]
    }
    func attempt(_ text: String) throws(StoryError) -> AttemptID {
        guard text.hasPrefix("a"), let place = Int(text.dropFirst()),
            names.attempts.indices.contains(place - 1)
        else { throw StoryError(description: "no attempt like \(text)") }
        return names.attempts[place - 1]
    }
    func outcome(_ text: String) throws(StoryError) -> AttemptOutcome {
        guard let outcome = AttemptOutcome(rawValue: text) else {
            throw StoryError(description: "no outcome like \(text)")
        }
        return outcome
    }
}
