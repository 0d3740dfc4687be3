// SPDX-License-Identifier: Apache-2.0
/// The telephone company of the simulated town: answers each NOTIFY with how it ended.
/// Never rings anybody.

package import Vocabulary
package import Wire

/// One notifier connection.
package struct NotifierAgent: Sendable {
    /// Results remembered for a NOTIFY that comes again after a reconnection: a day's and more.
    static let rememberedMax = 20_000

    private var chance: Chance
    private var ringing: [(at: Moment, attempt: Int64, outcome: AttemptOutcome)] = []
    private var ended: [Int64: AttemptOutcome] = [:]
    /// NOTIFY lines heard, repeats left out.
    package private(set) var heardCount = 0
    /// Results sent, repeats left out.
    package private(set) var resultCount = 0

    package init(seed: UInt64) { chance = Chance(seed: seed, stream: 0x7_0000_0000) }

    /// When `wake` wants to be called.
    package var wakeAt: Moment? { ringing.map(\.at).min() }

    /// An event line; returns what is to be sent at once.
    package mutating func hear(_ event: ReplyLine, at now: Moment) -> [UInt8] {
        guard let attempt = event["id"].flatMap({ Int64($0) }) else { return [] }
        switch event.word {
        case "NOTIFY":
            if let outcome = ended[attempt] { return DeviceLines.result(attempt, outcome) }
            guard !ringing.contains(where: { $0.attempt == attempt }) else { return [] }
            heardCount += 1
            ring(attempt, event, at: now)
        case "STOP": ringing.removeAll { $0.attempt == attempt }
        default: break
        }
        return []
    }

    /// 55 % of people answer the first try, 30 s at most (D.4 [assume]); services always do.
    private mutating func ring(_ attempt: Int64, _ event: ReplyLine, at now: Moment) {
        let outcome: AttemptOutcome
        let span: Vocabulary.Span
        if event["channel"] == ChannelMedium.sms.rawValue {
            outcome = chance.happens(980) ? .delivered : .failed
            span = chance.logNormal(mean: .seconds(3), sigma: 0.5)
        } else if event["to"]?.hasPrefix("+8520000") == true {
            outcome = .accepted
            span = chance.logNormal(mean: .seconds(6), sigma: 0.4)
        } else {
            switch chance.weighted([550, 330, 80, 20, 20]) {
            case 0:
                outcome = .answered
                span = chance.logNormal(mean: .seconds(12), sigma: 0.4)
            case 1:
                outcome = .noAnswer
                span = .seconds(26)
            case 2:
                outcome = .busy
                span = .seconds(4)
            case 3:
                outcome = .failed
                span = .seconds(2)
            // Nothing is heard of this one: the centre's own time limit ends it.
            default: return
            }
        }
        ringing.append((now + min(span, .seconds(27)), attempt, outcome))
    }

    /// The results that are due, as lines in order, and the attempts they belong to.
    package mutating func wake(at now: Moment) -> [[UInt8]] {
        let due = ringing.filter { $0.at <= now }.sorted {
            ($0.at, $0.attempt) < ($1.at, $1.attempt)
        }
        guard !due.isEmpty else { return [] }
        ringing.removeAll { $0.at <= now }
        if ended.count + due.count > NotifierAgent.rememberedMax { ended.removeAll() }
        return due.map { item in
            ended[item.attempt] = item.outcome
            resultCount += 1
            return DeviceLines.result(item.attempt, item.outcome)
        }
    }
}
