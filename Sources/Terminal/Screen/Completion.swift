// SPDX-License-Identifier: Apache-2.0
/// What may come next in a typed command: verbs, call numbers, keys, values.
/// Never asks the centre: verbs are the table's, the rest is what the room shows.

import Vocabulary
import Wire

struct Completion {
    let room: Room
    let me: String

    /// Possible ends of the word that `text` ends with; each is the whole word.
    func candidates(for text: String) -> [String] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let last = words.last ?? ""
        guard words.count > 1, let verb = ConsoleVerb(rawValue: words[0].uppercased()) else {
            return ConsoleVerb.allCases.map(\.rawValue).filter {
                $0.hasPrefix(last.uppercased())
            }
        }
        if let equals = last.firstIndex(of: "=") {
            let key = String(last[..<equals])
            return values(verb, key).map { "\(key)=\($0)" }.filter { $0.hasPrefix(last) }
        }
        var all = verb.keys.map { "\($0)=" }
        switch verb {
        case .take, .note, .done, .waive, .contact, .result, .summon, .park, .release, .handover,
            .followUp, .confirm, .close, .show, .join, .leave, .reveal:
            if words.count == 2 {
                all = (room.calls(of: me) + room.waiting + room.inHands).map(\.id)
                if verb == .show { all += ["centre"] + verb.keys.map { "\($0)=" } }
            }
        case .tell where words.count == 2, .staff where words.count == 2:
            all = room.seats.map { $0["who"] }
        case .shift where words.count == 2:
            all = ["OFFER", "SHOW", "ACCEPT", "REFUSE", "WITHDRAW"]
        case .storm where words.count == 2:
            all = ["PREVIEW", "DECLARE", "CLOSE", "EXTEND", "UNDO", "END"]
        case .missed where words.count == 2: all = ["NEXT", "REACHED", "UNREACHED", "BACK"]
        case .list where words.count == 2: all = ListKind.allCases.map(\.rawValue)
        case .stats where words.count == 2: all = ["sla"]
        case .watch: all = Topic.allCases.map(\.rawValue) + ["all"]
        case .help: all = ConsoleVerb.allCases.map(\.rawValue)
        default: break
        }
        var seen: Set<String> = []
        return all.filter { $0.hasPrefix(last) && seen.insert($0).inserted }
    }

    private func values(_ verb: ConsoleVerb, _ key: String) -> [String] {
        switch (verb, key) {
        case (.close, "outcome"): Outcome.known.map(\.outcome.word)
        case (.result, "outcome"): AttemptOutcome.allCases.map(\.rawValue)
        case (.reveal, "what"): PrivateDetail.allCases.map(\.rawValue)
        case (.summon, "service"): ["ambulance", "police", "fire"]
        case (.followUp, "kind"): FollowUpKind.allCases.map(\.rawValue)
        case (.staff, "duty"): ["ready", "away", "gone"]
        case (.shift, "from"): room.seats.map { $0["who"] }
        case (_, "to"), (_, "owner"), (_, "holder"), (_, "operator"), (_, "who"):
            room.seats.map { $0["who"] }
        case (_, "by"): ["none", "hour", "day", "priority", "district", "operator"]
        default: []
        }
    }

    /// `text` with its last word completed as far as all candidates agree.
    func completed(_ text: String) -> String {
        let all = candidates(for: text)
        guard let first = all.first else { return text }
        var common = first
        for one in all { while !one.hasPrefix(common) { common.removeLast() } }
        let start = text.lastIndex(of: " ").map { text.index(after: $0) } ?? text.startIndex
        let isWhole = all.count == 1 && !common.hasSuffix("=")
        return String(text[..<start]) + common + (isWhole ? " " : "")
    }
}
