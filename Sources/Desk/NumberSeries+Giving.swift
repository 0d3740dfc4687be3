// SPDX-License-Identifier: Apache-2.0
/// Giving numbers out: never the same twice, not even after a crash before the commit. Blocks are
/// reserved on disk before use; when the disk is dead and the block is used up, numbers are made
/// from the clock, far above any block.

import Vocabulary

extension Desk {
    /// The next number of a series; never one that an earlier run of the centre may have given.
    mutating func nextNumber(_ series: NumberSeries) -> Int64 {
        let durable = state.presence.durable[series] ?? 0
        var block = state.numbers[series] ?? NumberBlock(given: 0, reserved: 0)
        var next = block.given + 1
        // Beyond what is on disk the clock gives them: what the next life of the centre begins with
        // lies above all numbers of this one, unless more than 1000 a millisecond were needed
        // (events) or 1000 a second (calls and attempts).
        if next > durable {
            switch series {
            case .calls: next = max(next, 10_000_000 + rules.zone.millisecondsOfDay(of: now))
            case .attempts: next = max(next, now.milliseconds)
            case .events: next = max(next, now.milliseconds * 1000)
            }
        }
        block.given = next
        state.numbers[series] = block
        return next
    }

    /// A number for a new call of today.
    mutating func nextCallID() -> CallID {
        let day = now < reservedDayEnds ? reservedDay : rules.zone.day(of: now)
        return CallID(day: day, number: nextNumber(.calls(day)))
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
            reservedDayEnds = now + .hours(24) - Span(milliseconds: rules.zone.millisecondsOfDay(of: now))
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
