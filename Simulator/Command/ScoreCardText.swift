// SPDX-License-Identifier: Apache-2.0
/// The score card as people read it and as JSON.
/// Never counts: the figures are World's.

import Vocabulary
import World

/// What the centre itself says of its service level over the run.
struct CentreLevel {
    /// In the centre's own words; nil where they could not be read.
    var numerator: Int?
    var denominator: Int?
    /// Seconds of the target it used.
    var target: String
    var formula: String
    /// The centre has no figures for its scaled target, so that it was asked for this one, which
    /// it counts in real seconds.
    var realSeconds: Int64?
    /// Our own count for the same real bound.
    var ours: AnsweredWithin?
    /// Why it could not be read.
    var refusal = ""
}

extension Scorecard {
    /// The card. `centre`: what STATS said; nil where it was not asked.
    func text(centre: CentreLevel?, note: String) -> String {
        var lines = ["", "score card · 成績表\(note)"]
        func row(_ name: String, _ value: String) {
            lines.append(
                "  " + name + String(repeating: " ", count: max(1, 26 - name.count)) + value)
        }
        row("factor", "\(decimal(factor)) x: arrivals, handling and configured spans together")
        row("town time", "\(clock(townSpan)) h:m")
        row("presses", "\(presses) (\(resends) sent again), technical and test signals \(signals)")
        row("calls", "\(calls), answered \(answered), closed \(closed), withdrawn \(withdrawn)")
        for level in within {
            row(
                "answered within \(level.seconds) s",
                "\(level.numerator) of \(level.denominator) = \(percent(level.share))")
        }
        if let centre { lines += centreLines(centre) }
        row("worst wait", "\(worstWait.secondsText) s\(worstCall.map { " (\($0))" } ?? "")")
        row("lost", "\(lost)")
        row("doubled", "\(doubled)")
        row("held by two at once", "\(heldTwice)")
        row("never acknowledged", "\(unacknowledged)")
        row("TAKEN never heard", "\(takenMissing)")
        row("still open", "\(stillOpen)")
        row("second person confirmed", "\(confirmed)")
        row("ack, real ms", latency(ack))
        if counts.diallers > 0 {
            row(
                "over DC-09",
                "\(counts.diallers) devices, presses \(dialled), acknowledged \(dialledStored), "
                    + "polls \(counts.polls), answered \(counts.pollsAnswered)")
            row("ack over DC-09, real ms", latency(dialledAck))
        }
        row("press to offer, real ms", latency(offer))
        row("heartbeats", "\(counts.heartbeats) in \(counts.heartbeatLines) lines")
        row("notifications", "\(counts.notifications)")
        row("connections", "\(counts.connections), dropped \(counts.dropped)")
        row("replies checked", "\(counts.replies); foreseen refusals \(races)")
        row("unexpected", "\(unexpected)")
        for problem in problems { lines.append("    ! \(problem)") }
        return lines.joined(separator: "\n")
    }

    /// The centre's figures beside ours for the same bound.
    private func centreLines(_ centre: CentreLevel) -> [String] {
        let name = "  the centre's own count    "
        guard let numerator = centre.numerator, let denominator = centre.denominator else {
            return [name + "could not be read: \(centre.refusal)"]
        }
        var lines = [name + "\(numerator) of \(denominator), target \(centre.target) s"]
        if let ours = centre.ours, centre.realSeconds != nil {
            lines[0] += " of real time; ours \(ours.numerator) of \(ours.denominator)"
            lines.append("    (it has no figures for the scaled target: \(centre.refusal))")
        }
        if !centre.formula.isEmpty { lines.append("    \(centre.formula)") }
        return lines
    }

    /// One JSON object, keys in a fixed order, spans in the unit their name ends with.
    func json(centre: CentreLevel?, seed: UInt64, homes: Int) -> String {
        var pairs: [(String, String)] = [
            ("seed", String(seed)), ("homes", String(homes)), ("factor", decimal(factor)),
            ("townSeconds", String(townSpan.milliseconds / 1000)), ("presses", String(presses)),
            ("resends", String(resends)), ("signals", String(signals)), ("calls", String(calls)),
            ("answered", String(answered)), ("closed", String(closed)),
            ("withdrawn", String(withdrawn)), ("confirmed", String(confirmed)),
        ]
        for level in within {
            pairs.append(
                (
                    "within\(level.seconds)", "[\(level.numerator),\(level.denominator)]"
                ))
        }
        if let centre, let numerator = centre.numerator, let denominator = centre.denominator {
            pairs.append(("centre", "[\(numerator),\(denominator)]"))
        }
        pairs += [
            ("worstWaitSeconds", worstWait.secondsText), ("lost", String(lost)),
            ("doubled", String(doubled)), ("heldTwice", String(heldTwice)),
            ("unacknowledged", String(unacknowledged)), ("takenMissing", String(takenMissing)),
            ("stillOpen", String(stillOpen)), ("unexpected", String(unexpected)),
            ("foreseenRefusals", String(races)),
            ("ackMicroseconds", "{\"p50\":\(ack.p50),\"p99\":\(ack.p99),\"n\":\(ack.count)}"),
            (
                "offerMicroseconds",
                "{\"p50\":\(offer.p50),\"p99\":\(offer.p99),\"n\":\(offer.count)}"
            ),
            ("diallers", String(counts.diallers)), ("dialled", String(dialled)),
            ("dialledAcknowledged", String(dialledStored)),
            (
                "dialledAckMicroseconds",
                "{\"p50\":\(dialledAck.p50),\"worst\":\(dialledAck.worst),"
                    + "\"n\":\(dialledAck.count)}"
            ),
            ("polls", "[\(counts.pollsAnswered),\(counts.polls)]"),
            ("heartbeats", String(counts.heartbeats)),
            ("connections", String(counts.connections)), ("dropped", String(counts.dropped)),
            ("replies", String(counts.replies)), ("clean", isClean ? "true" : "false"),
        ]
        return "{" + pairs.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}\n"
    }

    private func latency(_ spans: Percentiles) -> String {
        guard spans.count > 0 else { return "none" }
        return "p50 \(milliseconds(spans.p50)), p99 \(milliseconds(spans.p99)), "
            + "worst \(milliseconds(spans.worst)) of \(spans.count)"
    }

    private func milliseconds(_ span: Stamp) -> String {
        "\(span / 1000).\(padded(Int(span % 1000), 3))"
    }
}

/// `12.5`, `60`.
func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
}

/// Hundredths of a percent as `97.25 %`.
func percent(_ share: Int) -> String { "\(share / 100).\(padded(share % 100, 2)) %" }

/// `23:59` of a span; hours go on past 24.
func clock(_ span: Vocabulary.Span) -> String {
    let minutes = Int(span.milliseconds / 60_000)
    return "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
}
