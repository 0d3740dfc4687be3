// SPDX-License-Identifier: Apache-2.0
/// The part of the console's grammar that orders storms.
/// Never looks at state, roles or the clock: which kinds and areas there are is the desk's business.

import Vocabulary

extension ConsoleParser {
    /// Minutes that may be typed, up to a week; the configuration allows fewer.
    package static let stormMinutes: ClosedRange<Int64> = 1...10_080
    /// Ranks by which a storm may lower its calls.
    package static let stormLower: ClosedRange<Int64> = 1...4

    static func storm(_ given: Arguments) throws(WireError) -> StormOrder {
        try given.atMost(words: 1)
        switch given.words.first?.lowercased() {
        case "preview": return .preview(try stormPlan(given))
        case "declare":
            try given.only(["preview", "for", "reason"])
            return .declare(
                preview: try previewNumber(given), span: try minutes(given),
                reason: given.text("reason"))
        case "close":
            try given.only(["preview", "reason"])
            return .close(preview: try previewNumber(given), reason: given.text("reason"))
        case "extend":
            try given.only(["storm", "for", "reason"])
            return .extend(
                try stormNumber(given), span: try minutes(given), reason: given.text("reason"))
        case "undo":
            try given.only(["storm", "reason"])
            return .undo(try stormNumber(given), reason: given.text("reason"))
        case "end":
            try given.only(["storm", "reason"])
            return .end(try stormNumber(given), reason: given.text("reason"))
        default: throw .field("step", expected: "PREVIEW|DECLARE|CLOSE|EXTEND|UNDO|END")
        }
    }

    /// The number of a storm.
    static func stormNumber(_ given: Arguments) throws(WireError) -> StormID {
        StormID(raw: try given.requiredNumber("storm", in: 0...Int64.max, "a storm's number"))
    }

    private static func previewNumber(_ given: Arguments) throws(WireError) -> Int64 {
        try given.requiredNumber(
            "preview", in: 0...Int64.max, "the number that STORM PREVIEW answered")
    }

    private static func minutes(_ given: Arguments) throws(WireError) -> Vocabulary.Span {
        let range = stormMinutes
        return .minutes(
            try given.requiredNumber(
                "for", in: range, "\(range.lowerBound)...\(range.upperBound) minutes"))
    }

    private static func stormPlan(_ given: Arguments) throws(WireError) -> StormPlan {
        if given.keys.contains("storm") {
            try given.only(["storm", "outcome"])
            return .closing(
                try stormNumber(given),
                Outcome(try given.key("outcome", "technical|referred|other").lowercased()))
        }
        try given.only(["area", "kinds", "lower"])
        let area = try given.required("area", "a district, or all")
        let range = stormLower
        let lower = try given.number(
            "lower", in: range, "\(range.lowerBound)...\(range.upperBound) ranks")
        return .declaring(
            StormArea(text: area), try stormKinds(given), lower: Int(lower ?? range.lowerBound))
    }

    /// `power-lost,battery-low`: each once, in alphabetical order.
    private static func stormKinds(_ given: Arguments) throws(WireError) -> [SignalKind] {
        let expected = "kinds with commas between, such as power-lost,battery-low"
        var words: [String] = []
        for part in try given.required("kinds", expected).split(separator: ",") {
            let word = part.lowercased()
            guard word.utf8.count <= Limits.keyBytesMax else {
                throw .field("kinds", expected: expected)
            }
            if !words.contains(word) { words.append(word) }
        }
        guard (1...Limits.stormKindsMax).contains(words.count) else {
            throw .field("kinds", expected: "1...\(Limits.stormKindsMax) \(expected)")
        }
        return words.sorted().map { SignalKind($0) }
    }
}
