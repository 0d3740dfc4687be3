// SPDX-License-Identifier: Apache-2.0
/// Giving numbers out: never the same twice, not even after a crash before the commit. Blocks are
/// reserved on disk before use; when the disk is dead and the block is used up, numbers are made
/// from the clock, far above any block.

package import Vocabulary

extension Desk {
    /// The next number of a series; never one that an earlier run of the centre may have given.
    mutating func nextNumber(_ series: NumberSeries) -> Int64 {
        let durable = state.presence.durable[series] ?? 0
        var block = state.numbers[series] ?? NumberBlock(given: 0, reserved: 0)
        // `disbelieveNumbers` keeps it far from the end of the scale.
        var next = block.given + 1
        // Beyond what is on disk the clock gives them: what the next life of the centre begins with
        // lies above all numbers of this one, unless more than 1000 a millisecond were needed
        // (events) or 1000 a second (calls and attempts).
        if next > durable {
            switch series {
            case .calls: next = max(next, 10_000_000 + rules.zone.millisecondsOfDay(of: now))
            case .attempts: next = max(next, clockNumber(now))
            case .events: next = max(next, clockNumber(now, times: 1000))
            }
        }
        block.given = next
        state.numbers[series] = block
        return next
    }

    /// A number for a new call of today.
    mutating func nextCallID() -> CallID {
        let day = now < reservedDayEnds ? reservedDay : rules.zone.day(of: now)
        let number = nextNumber(.calls(day))
        if number <= CallID.numberMax { return CallID(day: day, number: number) }
        // A thousand million in one day (Intrado, April 2014: at a cap nobody had thought of calls were
        // no longer numbered, and none got through). They go on under a day no calendar has: the
        // 20th as the 70th.
        state.numbers[.calls(day)]?.given = CallID.numberMax
        let beyond = CivilDay(number: day.number &+ 50)
        return CallID(day: beyond, number: min(nextNumber(.calls(beyond)), CallID.numberMax))
    }

    /// Begins anew from the clock where a row says that more was reserved than any run of the centre
    /// can have asked for: it is damaged, and at the end of the scale nothing could be numbered.
    mutating func disbelieveNumbers() {
        for (series, block) in state.numbers {
            let most = series.mostBelievable(at: now)
            guard !(0...most).contains(block.given) || !(0...most).contains(block.reserved) else {
                continue
            }
            let fresh = series.fresh(at: now, in: rules.zone)
            state.numbers[series] = NumberBlock(given: fresh, reserved: fresh)
        }
    }

    /// Asks for the next block of each series long before the present one is used up; tomorrow's
    /// first block is asked for today, so that midnight finds it on disk.
    mutating func keepNumbersReserved() {
        reserve(.events, block: Limits.eventNumbersReserved)
        reserve(.attempts, block: Limits.attemptNumbersReserved)
        // Only a new day costs calendar arithmetic.
        if now >= reservedDayEnds {
            let today = rules.zone.day(of: now)
            let tomorrow = rules.zone.day(of: now + .hours(24))
            for (series, _) in state.numbers {
                if case .calls(let day) = series, day < today { state.numbers[series] = nil }
            }
            reservedDay = today
            reservedDayEnds =
                now + .hours(24) - Span(milliseconds: rules.zone.millisecondsOfDay(of: now))
            reserve(.calls(tomorrow), block: Limits.callNumbersReserved)
        }
        reserve(.calls(reservedDay), block: Limits.callNumbersReserved)
    }

    private mutating func reserve(_ series: NumberSeries, block size: Int64) {
        let block = state.numbers[series] ?? NumberBlock(given: 0, reserved: 0)
        guard block.reserved - block.given < size / 2 else { return }
        let through = block.given + size
        record(.numbersReserved(series, through: through))
        effects.append(.afterCommit(.numbersDurable(series, through: through)))
    }
}

extension NumberSeries {
    /// A number above all that an earlier run may have given, for when nobody knows what it had
    /// reserved: above what `nextNumber` makes from the clock at any moment of the same day.
    package func fresh(at now: Moment, in zone: ZoneOffset) -> Int64 {
        switch self {
        case .calls: 100_000_000 + zone.millisecondsOfDay(of: now)
        case .attempts: clockNumber(now)
        case .events: clockNumber(now, times: 1000)
        }
    }

    /// What is above it was never given: half of a day's numbers; a century's events and attempts
    /// from now.
    fileprivate func mostBelievable(at now: Moment) -> Int64 {
        let later = now + .hours(24 * 36_525)
        return switch self {
        case .calls: CallID.numberMax / 2
        case .attempts: clockNumber(later)
        case .events: clockNumber(later, times: 1000)
        }
    }
}

/// A number from the clock, for events with room for a thousand in each millisecond. A clock at the
/// end of its own scale still leaves half of the numbers to be counted.
private func clockNumber(_ now: Moment, times factor: Int64 = 1) -> Int64 {
    let (product, isPast) = now.milliseconds.multipliedReportingOverflow(by: factor)
    return isPast ? Int64.max / 2 : max(0, min(product, Int64.max / 2))
}
