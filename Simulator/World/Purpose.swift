// SPDX-License-Identifier: Apache-2.0
/// Why somebody pressed, and how long people at the console are busy with it.
/// Never known to the centre: only the person at the console hears it, once the call is taken.

package import Vocabulary

/// What is behind a press or a signal.
package enum Purpose: String, CaseIterable, Sendable {
    /// "I'm safe" (報平安): two of three presses (Obihiro 2014, D.2).
    case test
    /// A question.
    case enquiry
    /// Somebody to talk to.
    case befriending
    case mistaken
    /// Fell; most need an ambulance.
    case fall
    /// Unwell; nearly all need an ambulance.
    case unwell
    /// Nobody answers: an emergency until the contrary is known.
    case silent
    /// No person: a device reports a fault.
    case technical

    /// A life may be at stake.
    package var isEmergency: Bool { self == .fall || self == .unwell || self == .silent }

    /// Mean time of the talk itself (D.4 [assume]).
    package var talkMean: Vocabulary.Span {
        switch self {
        case .test: .seconds(45)
        case .mistaken: .seconds(40)
        case .enquiry: .seconds(150)
        case .befriending: .seconds(480)
        case .fall, .unwell: .seconds(120)
        case .silent: .seconds(100)
        case .technical: .seconds(60)
        }
    }

    /// The same while others wait: befriending is cut short, a fault is taken down quickly.
    package var talkMeanWhileBusy: Vocabulary.Span {
        switch self {
        case .befriending: .seconds(150)
        case .technical: .seconds(25)
        case .test: .seconds(30)
        default: talkMean
        }
    }

    /// How often, of a thousand, an ambulance is sent: together about 5 % of all presses (SCHSA:
    /// 2,000 presses and 100 ambulances a day).
    package var ambulancePerMille: Int {
        switch self {
        case .fall: 900
        case .unwell: 980
        case .silent: 350
        default: 0
        }
    }
}

/// How a town behaves: every number of the workload, in one place.
package struct TownRates: Sendable, Equatable {
    /// Presses per user and year, in thousandths: 8.75 (SCHSA 2018: 80,000 users, 2,000 a day).
    package var pressesPerUserYear = 8_750
    /// Technical signals for each thousand presses (Ikoma FY2014: 35 of 99; fewer here, because
    /// modern units send most of them without opening a call).
    package var technicalPerThousandPresses = 100
    /// How often each device is heard of through its gateway.
    package var heartbeatSpan = Vocabulary.Span.minutes(15)
    /// How often each device sends its own test signal.
    package var testSpan = Vocabulary.Span.hours(24 * 7)
    /// Weights of `Purpose.test ... .silent` by place in `purposes`, per thousand.
    package var mix = [660, 115, 56, 119, 20, 25, 5]

    package init() {}

    /// The purposes of presses, in the order of `mix`.
    package static let purposes: [Purpose] = [
        .test, .enquiry, .befriending, .mistaken, .fall, .unwell, .silent,
    ]
    /// Weight of each hour of the day from midnight, in tenths (D.4 [assume]); sum 976.
    package static let hourWeights = [
        12, 10, 9, 9, 11, 18, 32, 48, 62, 68, 66, 60, 54, 50, 50, 52, 54, 56, 58, 56, 50, 42, 30,
        19,
    ]
    /// Sum of `hourWeights`.
    package static let hourWeightSum = hourWeights.reduce(0, +)

    /// Presses expected in one hour of the day (0...23) from `homes` homes.
    package func pressesExpected(hour: Int, homes: Int) -> Double {
        let daily = Double(homes) * Double(pressesPerUserYear) / 365_000
        return daily * Double(TownRates.hourWeights[hour]) / Double(TownRates.hourWeightSum)
    }

    /// Weights of the purposes at one hour: emergencies are flatter over the day, with one and a
    /// half times their share at night and so much less by day that the day's share stays (D.4).
    func mix(hour: Int) -> [Int] {
        let isNight = hour < 7 || hour >= 22
        return zip(TownRates.purposes, mix).map { purpose, weight in
            purpose.isEmergency ? weight * (isNight ? 1500 : 909) : weight * 1000
        }
    }
}
