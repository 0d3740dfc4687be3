// SPDX-License-Identifier: Apache-2.0
// What people do in stories: one line -> one command.
// Never decides whether they may.

import Desk
import Vocabulary

extension StoryPlayer {
    mutating func obeyPerson(_ name: String, _ words: StoryWords) throws(StoryError) {
        let person = OperatorID(name)
        switch (try words.word(1), words.plain.count > 2 ? words.plain[2] : "") {
        case ("logs", "on"):
            _ = connect(name)
            try think(.logOn(person, ask(name)))
        case ("loses", "connection"):
            if let connection = connections[name] {
                connections[name] = nil
                try think(.connectionLost(person, connection))
            }
        case ("imports", let kind): try importRows(person, kind, words)
        default: try think(.command(person, try command(words), ask(name)))
        }
    }

    private func command(_ words: StoryWords) throws(StoryError) -> Command {
        let version = words["v"].flatMap { Int($0) }
        switch try words.word(1) {
        case "ready": return .ready
        case "away": return .away(reason: words.rest(from: 2))
        case "logs": return .logOff
        case "speaks": return .activity
        case "lists":
            return .list(
                ListQuery(
                    what: ListKind(rawValue: try words.word(2)) ?? .calls, state: words["state"],
                    storm: try words["storm"].map { text throws(StoryError) in try storm(text) }))
        case "shows" where words.plain.contains("storm"):
            return .show(.storm(try storm(try words.word(3))))
        case "previews", "declares", "bulk-closes", "extends", "undoes", "ends":
            return .storm(try stormOrder(words))
        case "shows" where words.plain.contains("centre"): return .show(.centre)
        case "shows": return .show(.call(try call(try words.word(2))))
        case "fulfils":
            let place = Int(try words.word(2).dropFirst()) ?? 0
            guard names.promises.indices.contains(place - 1) else {
                throw StoryError(description: "nothing like that was promised")
            }
            return .fulfil(names.promises[place - 1], note: words.rest(from: 3), version: nil)
        case "offers-shift":
            return .shift(
                .offer(to: OperatorID(words["to"] ?? "?"), note: words.rest(from: 2)))
        case "shows-shift": return .shift(.show(from: words["from"].map { OperatorID($0) }))
        case "accepts-shift": return .shift(.accept(from: OperatorID(words["from"] ?? "?")))
        case "refuses-shift":
            return .shift(
                .refuse(from: OperatorID(words["from"] ?? "?"), reason: words.rest(from: 2)))
        case "withdraws-shift": return .shift(.withdraw)
        case "tells": return .tell(OperatorID(try words.word(2)), text: words.rest(from: 3))
        case "staffs":
            func list(_ key: String) -> [String]? {
                words[key].map { $0 == "-" ? [] : $0.split(separator: ",").map(String.init) }
            }
            return .staff(
                OperatorID(try words.word(2)),
                StaffOrder(
                    duty: words["duty"].flatMap { DutyState(rawValue: $0) },
                    skills: list("skills"), queues: list("queues"), reason: words.rest(from: 3)))
        case "asks-missed": return .missed(.next)
        case "rings":
            let home = HomeID(try words.word(3))
            return .missed(
                try words.word(2) == "reached"
                    ? .reached(home, note: words.rest(from: 4))
                    : .unreached(home, note: words.rest(from: 4)))
        case "orders": return .restart(reason: words.rest(from: 3))
        default: return try callCommand(words, version)
        }
    }

    private func callCommand(
        _ words: StoryWords, _ version: Int?
    ) throws(StoryError) -> Command {
        let id = try call(try words.word(2))
        switch try words.word(1) {
        case "takes": return .take(id, version: version)
        case "notes": return .note(id, text: words.rest(from: 3))
        case "does":
            return .stepDone(
                id, step: try step(words), result: words["result"] ?? "done", version: version)
        case "waives":
            return .waive(
                id, step: try step(words), reason: words["reason"] ?? "", version: version)
        case "contacts": return .contact(id, who: words["who"].flatMap { Int($0) })
        case "notes-result":
            return .result(
                id, try attempt(try words.word(3)), try outcome(try words.word(4)), text: "")
        case "summons":
            return .summon(id, service: try words.word(3), note: words.rest(from: 4))
        case "reveals":
            return .reveal(id, PrivateDetail(rawValue: try words.word(3)) ?? .access)
        case "parks":
            return .park(
                id, try storySpan(words["for"] ?? "60s"), reason: words["because"] ?? "later",
                version: version)
        case "listens": return .listen(id)
        case "stops-listening": return .stopListening(id)
        case "releases": return .release(id, version: version)
        case "hands":
            return .handOver(id, to: OperatorID(words["to"] ?? "?"), version: version)
        case "promises":
            return .followUp(
                id, FollowUpKind(rawValue: try words.word(3)) ?? .visit,
                due: .after(try storySpan(words["in"] ?? "1h")),
                owner: OperatorID(words["owner"] ?? "amy"), note: "")
        case "closes":
            return .close(
                id, Outcome(try words.word(3)), reason: words.rest(from: 4), version: version)
        case "confirms": return .confirm(id, version: version)
        case let other: throw StoryError(description: "people do not \(other)")
        }
    }

    /// `sue previews area=all kinds=fault,power-lost lower=1`, `sue previews s1 technical`, `sue declares p1
    /// for=30min typhoon`, `sue bulk-closes p2 rung round`, `sue extends|undoes|ends s1 why`.
    private func stormOrder(_ words: StoryWords) throws(StoryError) -> StormOrder {
        let verb = try words.word(1)
        if verb == "previews", let area = words["area"] {
            let kinds = (words["kinds"] ?? "").split(separator: ",").map { SignalKind(String($0)) }
            return .preview(
                .declaring(
                    StormArea(text: area), kinds.sorted { $0.word < $1.word },
                    lower: words["lower"].flatMap { Int($0) } ?? 1))
        }
        let name = try words.word(2)
        let reason = words.rest(from: 3)
        switch verb {
        case "previews": return .preview(.closing(try storm(name), Outcome(try words.word(3))))
        case "declares":
            return .declare(
                preview: try preview(name), span: try storySpan(words["for"] ?? "30min"),
                reason: reason)
        case "bulk-closes": return .close(preview: try preview(name), reason: reason)
        case "extends":
            return .extend(
                try storm(name), span: try storySpan(words["for"] ?? "30min"), reason: reason)
        case "undoes": return .undo(try storm(name), reason: reason)
        default: return .end(try storm(name), reason: reason)
        }
    }

    private func storm(_ text: String) throws(StoryError) -> StormID {
        guard text.hasPrefix("s"), let place = Int(text.dropFirst()),
            names.storms.indices.contains(place - 1)
        else { throw StoryError(description: "no storm like \(text)") }
        return names.storms[place - 1]
    }

    private func preview(_ text: String) throws(StoryError) -> Int64 {
        guard text.hasPrefix("p"), let place = Int(text.dropFirst()),
            names.previews.indices.contains(place - 1)
        else { throw StoryError(description: "no preview like \(text)") }
        return names.previews[place - 1]
    }

    private func step(_ words: StoryWords) throws(StoryError) -> Int {
        guard let step = words["step"].flatMap({ Int($0) }) else {
            throw StoryError(description: "step= is needed")
        }
        return step
    }

    /// `ada imports homes`, `ada imports row H7,7 Example Road,Central,`, `ada imports commit|abort`.
    private mutating func importRows(
        _ person: OperatorID, _ what: String, _ words: StoryWords
    ) throws(StoryError) {
        let asker = ask(person.text)
        if let kind = RecordKind(rawValue: what) {
            importLine = 1
            try think(.command(person, .importBegins(kind), asker))
        } else if what == "row" {
            importLine += 1
            let cells = words.rest(from: 3).split(separator: ",", omittingEmptySubsequences: false)
            try think(
                .command(
                    person, .importRow(line: importLine, cells: cells.map(String.init)), asker))
        } else {
            try think(.command(person, .importEnds(commit: what == "commit"), asker))
        }
    }
}
