// SPDX-License-Identifier: Apache-2.0
/// Everything the town's devices say in a stretch of time, in order, from a seed.
/// Never depends on the centre: what it answers changes nothing of what happens in the homes.

package import Vocabulary

/// What a device does.
package enum DayAct: Equatable, Sendable {
    /// ALARM, under a number of its own.
    case press(Purpose, SignalKind)
    /// The same ALARM again, because the acknowledgement went lost: same number, same call.
    case again
    /// CANCEL of the press with this number.
    case cancel
    /// SIGNAL, under a number of its own.
    case signal(SignalKind)
}

/// One thing that happens in one home.
package struct DayEvent: Equatable, Sendable {
    /// Since midnight before the first day, on the town's clock.
    package var at: Moment
    package var home: Int
    /// The device's reference: a number of its own for `press` and `signal`, the press's for
    /// `again` and `cancel`. From 1, ascending by time.
    package var number: Int
    package var act: DayAct
}

/// Something that strikes many homes at once.
package enum Storm: Equatable, Sendable {
    /// A power cut in the district at this place of `District.all`: technical signals from 5 to 30 %
    /// of its homes within minutes, and three times the presses for two hours (D.4 [assume]).
    case powerCut(district: Int, at: Moment)
    /// A line fails so that devices do not hear their acknowledgements: 29 retries of each alarm
    /// under the same reference (UK, January 2024; D.3).
    case retries(at: Moment)

    /// When it begins.
    package var at: Moment {
        switch self {
        case .powerCut(_, let at), .retries(let at): at
        }
    }
}

/// What happens between two moments.
package struct Day: Sendable {
    /// Sorted by time.
    package let events: [DayEvent]
    /// Messages with a number of their own: numbers run from 1 to this.
    package let numberCount: Int
    /// Alarms pressed, without `again`.
    package let pressCount: Int

    /// `hours`: from the first to behind the last, counted from midnight before the first day. The
    /// same hour of the same town is the same in every stretch; only the numbers differ.
    package init(
        town: Town, rates: TownRates = TownRates(), from: Moment, to: Moment, storms: [Storm] = []
    ) {
        var drafts = DayDrafts(town: town, rates: rates)
        let firstHour = from.milliseconds / 3_600_000
        let lastHour = (to.milliseconds + 3_599_999) / 3_600_000
        // What began up to three hours earlier may still have something to say: repeats, restores.
        for hour in max(0, firstHour - 3)..<max(lastHour, firstHour) { drafts.addHour(hour) }
        drafts.addTests(from: from, to: to)
        for storm in storms { drafts.add(storm) }
        (events, numberCount) = drafts.finish(from: from, to: to)
        pressCount = events.count {
            if case .press = $0.act { true } else { false }
        }
    }
}

/// Events before they have numbers.
struct DayDrafts {
    struct Draft {
        var at: Moment
        var home: Int
        var act: DayAct
        /// The place of the press that `again` and `cancel` belong to.
        var of: Int?
    }
    /// Retries of each alarm in a storm of them (8,718 failed calls from about 300 alarms).
    static let stormRetries = 29

    let town: Town
    let rates: TownRates
    private var drafts: [Draft] = []

    init(town: Town, rates: TownRates) {
        self.town = town
        self.rates = rates
    }

    /// Presses and technical signals of one hour; `hour` is counted from the first midnight.
    mutating func addHour(_ hour: Int64) {
        var chance = Chance(seed: town.seed, stream: 0x3_0000_0000 &+ UInt64(hour))
        let hourOfDay = Int(hour % 24)
        let start = Moment(milliseconds: hour * 3_600_000)
        let expected = rates.pressesExpected(hour: hourOfDay, homes: town.homeCount)
        for _ in 0..<chance.arrivals(mean: expected) {
            let at = start + Span(milliseconds: Int64(chance.below(3_600_000)))
            addPress(at, home: chance.below(town.homeCount), hourOfDay, &chance)
        }
        let daily = Double(town.homeCount) * Double(rates.pressesPerUserYear) / 365_000
        let technical = daily * Double(rates.technicalPerThousandPresses) / 24_000
        for _ in 0..<chance.arrivals(mean: technical) {
            let at = start + Span(milliseconds: Int64(chance.below(3_600_000)))
            addTechnical(at, home: chance.below(town.homeCount), &chance)
        }
    }

    /// One press with what follows from it: repeats, a lost acknowledgement, a cancel.
    private mutating func addPress(
        _ at: Moment, home: Int, _ hourOfDay: Int, _ chance: inout Chance
    ) {
        let purpose = TownRates.purposes[chance.weighted(rates.mix(hour: hourOfDay))]
        let kind: SignalKind =
            purpose == .fall && chance.happens(400) ? SignalKind("fall") : .button
        let place = drafts.count
        drafts.append(Draft(at: at, home: home, act: .press(purpose, kind)))
        if chance.happens(10) {
            drafts.append(
                Draft(
                    at: at + .seconds(5 + Int64(chance.below(20))), home: home, act: .again,
                    of: place))
        }
        let cancels = purpose == .mistaken ? 250 : purpose == .test ? 30 : 0
        if chance.happens(cancels) {
            drafts.append(
                Draft(
                    at: at + .seconds(3 + Int64(chance.below(20))), home: home, act: .cancel,
                    of: place))
        }
        var again = at
        var repeats = chance.happens(purpose.isEmergency ? 300 : 60) ? 1 + chance.below(3) : 0
        while repeats > 0 {
            again = again + .seconds(4 + Int64(chance.below(60)))
            drafts.append(Draft(at: again, home: home, act: .press(purpose, .button)))
            repeats -= 1
        }
    }

    private mutating func addTechnical(_ at: Moment, home: Int, _ chance: inout Chance) {
        switch chance.weighted([50, 30, 12, 8]) {
        case 0: addSignal("battery-low", at, home)
        case 1:
            addSignal("power-lost", at, home)
            addSignal("power-back", at + .minutes(10 + Int64(chance.below(110))), home)
        case 2: addSignal("fault", at, home)
        default: addSignal("tamper", at, home)
        }
    }

    private mutating func addSignal(_ kind: String, _ at: Moment, _ home: Int) {
        drafts.append(Draft(at: at, home: home, act: .signal(SignalKind(kind))))
    }

    /// Each device's own test signal, at its own time within every `testSpan`.
    mutating func addTests(from: Moment, to: Moment) {
        let span = rates.testSpan.milliseconds
        guard span > 0 else { return }
        for home in 0..<town.homeCount {
            var chance = Chance(seed: town.seed, stream: 0x4_0000_0000 &+ UInt64(home))
            let phase = Int64(chance.below(Int(span)))
            let past = (from.milliseconds - phase + span - 1) / span
            var at = Moment(milliseconds: phase + max(0, past) * span)
            while at < to {
                if at >= from { addSignal("test", at, home) }
                at = at + rates.testSpan
            }
        }
    }

    mutating func add(_ storm: Storm) {
        var chance = Chance(
            seed: town.seed, stream: 0x5_0000_0000 &+ UInt64(bitPattern: storm.at.milliseconds))
        switch storm {
        case .powerCut(let district, let at): addPowerCut(district, at, &chance)
        case .retries(let at): addRetries(at, &chance)
        }
    }

    private mutating func addPowerCut(_ district: Int, _ at: Moment, _ chance: inout Chance) {
        let homes = (0..<town.homeCount).filter { town.district(of: $0) == district }
        guard !homes.isEmpty else { return }
        let struck = 50 + chance.below(251)
        for home in homes where chance.happens(struck) {
            let lost = at + Span(milliseconds: Int64(chance.below(240_000)))
            addSignal("power-lost", lost, home)
            addSignal("power-back", lost + .minutes(60 + Int64(chance.below(90))), home)
        }
        // Twice the ordinary presses on top of them, for two hours.
        for quarter in 0..<Int64(8) {
            let start = at + .minutes(15 * quarter)
            let hour = Int(start.milliseconds / 3_600_000 % 24)
            let expected = rates.pressesExpected(hour: hour, homes: homes.count) / 4 * 2
            for _ in 0..<chance.arrivals(mean: expected) {
                let press = start + Span(milliseconds: Int64(chance.below(900_000)))
                addPress(press, home: chance.pick(homes), hour, &chance)
            }
        }
    }

    private mutating func addRetries(_ at: Moment, _ chance: inout Chance) {
        let alarms = min(300, max(1, town.homeCount / 60))
        for _ in 0..<alarms {
            let first = at + Span(milliseconds: Int64(chance.below(300_000)))
            let home = chance.below(town.homeCount)
            let place = drafts.count
            drafts.append(Draft(at: first, home: home, act: .press(.mistaken, .button)))
            for retry in 1...DayDrafts.stormRetries {
                let span = Int64(retry) * 15_000 + Int64(chance.below(10_000))
                drafts.append(
                    Draft(
                        at: first + Span(milliseconds: span), home: home, act: .again, of: place))
            }
        }
    }

    /// Cuts to the stretch, sorts and numbers.
    func finish(from: Moment, to: Moment) -> ([DayEvent], Int) {
        let order = drafts.indices.filter { place in
            let first = drafts[drafts[place].of ?? place].at
            return first >= from && first < to && drafts[place].at < to
        }.sorted { (drafts[$0].at, $0) < (drafts[$1].at, $1) }
        var numbers = [Int](repeating: 0, count: drafts.count)
        var last = 0
        for place in order where drafts[place].of == nil {
            last += 1
            numbers[place] = last
        }
        let events = order.map { place in
            DayEvent(
                at: drafts[place].at, home: drafts[place].home,
                number: numbers[drafts[place].of ?? place], act: drafts[place].act)
        }
        return (events, last)
    }
}
