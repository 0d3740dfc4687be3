// SPDX-License-Identifier: Apache-2.0
/// The parts of the console's grammar that ask (LIST, SHOW, WATCH, STATS) and that administer.
/// Never looks at state, roles or the clock.

import Vocabulary

extension ConsoleParser {
    static func list(_ given: Arguments) throws(WireError) -> ListQuery {
        try given.atMost(words: 1)
        guard let word = given.words.first, let what = ListKind(rawValue: word.lowercased())
        else { throw .field("what", expected: words(ListKind.self)) }
        try given.only(what.filters)
        var query = ListQuery(what: what)
        if let state = given.optional("state")?.lowercased() {
            guard what.states.contains(state) else {
                throw .field("state", expected: what.states.joined(separator: "|"))
            }
            query.state = state
        }
        if let number = try given.number("priority", in: 1...5, "1...5") {
            query.priority = Priority(rawValue: Int(number))
        }
        if given.keys.contains("district") {
            query.district = try given.required("district", "a district")
        }
        if given.keys.contains("holder") {
            query.holder = OperatorID(try given.key("holder", "a log-on name"))
        }
        if given.keys.contains("home") {
            query.home = HomeID(try given.key("home", "a home's key"))
        }
        if given.keys.contains("storm") { query.storm = try stormNumber(given) }
        return query
    }

    static func missed(_ given: Arguments) throws(WireError) -> MissedOrder {
        try given.atMost(words: 1)
        func home() throws(WireError) -> HomeID { HomeID(try given.key("home", "a home's key")) }
        switch given.words.first?.lowercased() {
        case "next":
            try given.only([])
            return .next
        case "reached": return .reached(try home(), note: given.text("note"))
        case "unreached": return .unreached(try home(), note: given.text("note"))
        case "back":
            try given.only(["home"])
            return .back(try home())
        default: throw .field("order", expected: "NEXT|REACHED|UNREACHED|BACK")
        }
    }

    static func show(_ given: Arguments) throws(WireError) -> Thing {
        try given.atMost(words: 1)
        let keys = given.keys.filter { $0 != "after" }
        guard given.words.count + keys.count == 1 else {
            throw .field("thing", expected: ConsoleVerb.show.usage)
        }
        let after = try rowNumber(given)
        if let word = given.words.first {
            if word.lowercased() == "centre" {
                try given.only([])
                return .centre
            }
            return .call(try given.call(), after: after)
        }
        if after != nil, keys[0] != "storm" {
            throw .field("after", expected: "nothing: only calls and storms have a story")
        }
        switch keys[0] {
        case "device": return .device(DeviceID(try given.key("device", "a device's account")))
        case "home": return .home(HomeID(try given.key("home", "a home's key")))
        case "operator": return .operator(OperatorID(try given.key("operator", "a log-on name")))
        case "storm": return .storm(try stormNumber(given), after: after)
        default:
            return .followUp(
                FollowUpID(
                    raw: try given.requiredNumber(
                        "followup", in: 0...Int64.max, "the number of a follow-up service")))
        }
    }

    /// The `n` of a row of history; below 0 where a set-aside file was merged.
    private static func rowNumber(_ given: Arguments) throws(WireError) -> Int64? {
        guard let text = given.optional("after") else { return nil }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let row = Int64(text) else {
            throw .field("after", expected: "the n of a row")
        }
        return row
    }

    static func topics(_ given: Arguments) throws(WireError) -> [Topic] {
        var topics: [Topic] = []
        for word in given.words {
            for name in word.lowercased().split(separator: ",") {
                guard let topic = Topic(rawValue: String(name)) else {
                    throw .field(String(name), expected: words(Topic.self))
                }
                if !topics.contains(topic) { topics.append(topic) }
            }
        }
        guard !topics.isEmpty else { throw .field("topics", expected: words(Topic.self)) }
        return topics
    }

    static func stats(_ given: Arguments) throws(WireError) -> StatsQuery {
        try given.atMost(words: 1)
        guard let word = given.words.first, let measure = Measure(rawValue: word.lowercased())
        else { throw .field("measure", expected: words(Measure.self)) }
        let from = try given.moment("from")
        let to = try given.moment("to")
        if let from, let to, to <= from { throw .field("to", expected: "later than from") }
        let target = try given.number(
            "target", in: targetSeconds,
            "\(targetSeconds.lowerBound)...\(targetSeconds.upperBound) seconds")
        return StatsQuery(
            measure: measure, from: from, to: to,
            by: try given.choice("by", of: Grouping.self) ?? .none,
            target: target.map { .seconds($0) })
    }

    static func administration(
        _ verb: ConsoleVerb, _ given: Arguments
    ) throws(WireError) -> ConsoleRequest {
        if verb == .importTable { return try importing(given) }
        try given.atMost(words: 0)
        switch verb {
        case .exportTable:
            let after = try given.number(
                "after", in: 0...Int64(Int32.max), "the next= of the page before")
            return .exportTable(
                try given.requiredChoice("kind", of: RecordKind.self), after: Int(after ?? 0))
        case .backup: return .backup(path: try fileName(given))
        case .restart:
            return .restart(reason: try given.required("reason", "why the centre restarts"))
        default:
            let who = OperatorID(try given.key("who", "a log-on name"))
            return .secret(
                who, secret: Masked(try given.required("secret", "the new secret")))
        }
    }

    private static func importing(_ given: Arguments) throws(WireError) -> ConsoleRequest {
        try given.atMost(words: 1)
        switch given.words.first?.lowercased() {
        case "begin":
            try given.only(["kind"])
            return .importBegin(kind: try given.requiredChoice("kind", of: RecordKind.self))
        case "row":
            let line = try given.requiredNumber(
                "line", in: 1...Int64(Int32.max), "the row's line in the file")
            return .importRow(line: Int(line), cells: try cells(given))
        case "commit":
            try given.only([])
            return .importCommit
        case "abort":
            try given.only([])
            return .importAbort
        default: throw .field("step", expected: "BEGIN|ROW|COMMIT|ABORT")
        }
    }

    /// The cells in column order; one that is not there, with a later one that is, is empty.
    private static func cells(_ given: Arguments) throws(WireError) -> [String] {
        guard given.optional("kind") == nil else {
            throw .field("kind", expected: "line c1 c2...; kind belongs to BEGIN")
        }
        var cells: [String] = []
        for index in 1...RecordKind.cellsMax {
            guard let cell = given.optional("c\(index)") else { continue }
            while cells.count < index - 1 { cells.append("") }
            cells.append(cell)
        }
        guard !cells.isEmpty else { throw .field("c1", expected: "the row's first cell") }
        return cells
    }

    /// A plain name: what is written where is the centre's decision, not the line's.
    private static func fileName(_ given: Arguments) throws(WireError) -> String? {
        guard given.keys.contains("to") else { return nil }
        let name = try given.key("to", "a file name")
        let isPlain = name.utf8.allSatisfy { byte in
            (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == 0x2D || byte == 0x2E
                || byte == 0x5F
        }
        guard isPlain, name.first != "." else {
            throw .field("to", expected: "a file name of letters, digits, dot, dash, underscore")
        }
        return name
    }
}
