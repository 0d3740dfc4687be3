// SPDX-License-Identifier: Apache-2.0
/// The part of the console's grammar that is about colleagues: SHIFT, TELL, STAFF.
/// Never looks at state, roles or the clock: who is here is the desk's business.

import Vocabulary

extension ConsoleParser {
    static func shift(_ given: Arguments) throws(WireError) -> ShiftOrder {
        try given.atMost(words: 1)
        switch given.words.first?.lowercased() {
        case "offer":
            try given.only(["to", "note"])
            return .offer(to: try name(given, "to"), note: given.text("note"))
        case "show":
            try given.only(["from"])
            return .show(from: given.keys.isEmpty ? nil : try name(given, "from"))
        case "accept":
            try given.only(["from"])
            return .accept(from: try name(given, "from"))
        case "refuse":
            try given.only(["from", "reason"])
            return .refuse(from: try name(given, "from"), reason: given.text("reason"))
        case "withdraw":
            try given.only([])
            return .withdraw
        default: throw .field("step", expected: "OFFER|SHOW|ACCEPT|REFUSE|WITHDRAW")
        }
    }

    static func tell(_ given: Arguments) throws(WireError) -> ConsoleRequest {
        let person = try person(given)
        let expected = "a message of 1...\(Limits.messageBytesMax) bytes"
        let text = try given.required("text", expected)
        guard text.utf8.count <= Limits.messageBytesMax else {
            throw .field("text", expected: expected)
        }
        return .tell(person, text: text)
    }

    static func staff(_ given: Arguments) throws(WireError) -> ConsoleRequest {
        let person = try person(given)
        var order = StaffOrder(reason: given.text("reason"))
        if let word = given.optional("duty")?.lowercased() {
            guard let duty = DutyState(rawValue: word), [.ready, .away, .gone].contains(duty)
            else { throw .field("duty", expected: "ready|away|gone") }
            order.duty = duty
        }
        order.skills = try list(given, "skills", or: "none")
        order.queues = try list(given, "queues", or: "all")
        if let skills = order.skills, skills.contains(where: { $0.contains(" ") }) {
            throw .field("skills", expected: "words without spaces, or none")
        }
        guard order.duty != nil || order.skills != nil || order.queues != nil else {
            throw .field("duty", expected: "duty=, skills= or queues=")
        }
        return .staff(person, order)
    }

    private static func name(_ given: Arguments, _ key: String) throws(WireError) -> OperatorID {
        OperatorID(try given.key(key, "a log-on name"))
    }

    /// The person's name, the first word.
    private static func person(_ given: Arguments) throws(WireError) -> OperatorID {
        try given.atMost(words: 1)
        guard let word = given.words.first, word.utf8.count <= Limits.keyBytesMax else {
            throw .field("name", expected: "a log-on name")
        }
        return OperatorID(word)
    }

    /// `WORD,WORD...`; empty for the word that stands for none or for all; nil where the key is not there.
    private static func list(
        _ given: Arguments, _ key: String, or empty: String
    ) throws(WireError) -> [String]? {
        guard given.keys.contains(key) else { return nil }
        let most = Limits.skillsPerPersonMax
        let expected = "\(empty), or 1...\(most) words with commas between them"
        let text = try given.required(key, expected)
        if text.lowercased() == empty { return [] }
        var words: [String] = []
        for part in text.split(separator: ",") {
            guard part.utf8.count <= Limits.keyBytesMax else {
                throw .field(key, expected: "\(expected), each at most \(Limits.keyBytesMax) bytes")
            }
            if !words.contains(String(part)) { words.append(String(part)) }
        }
        guard (1...most).contains(words.count) else { throw .field(key, expected: expected) }
        return words
    }
}
