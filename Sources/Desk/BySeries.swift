// SPDX-License-Identifier: Apache-2.0
/// One value for each series of numbers: there are few, and they are looked up in every step.
/// Never iterates in an order of its own: events, attempts, then the days ascending.

import Vocabulary

/// A tiny map from series to values.
package struct BySeries<Value: Equatable & Sendable>: Equatable, Sendable, Sequence {
    private struct Day: Equatable, Sendable {
        var day: CivilDay
        var value: Value
    }
    private var events: Value?
    private var attempts: Value?
    /// Today, tomorrow, and yesterday until midnight has passed.
    private var days: [Day] = []

    package init() {}

    /// The value of `series`; assigning nil removes it.
    package subscript(series: NumberSeries) -> Value? {
        get {
            switch series {
            case .events: events
            case .attempts: attempts
            case .calls(let day): days.first { $0.day == day }?.value
            }
        }
        set {
            switch series {
            case .events: events = newValue
            case .attempts: attempts = newValue
            case .calls(let day): set(newValue, for: day)
            }
        }
    }

    private mutating func set(_ value: Value?, for day: CivilDay) {
        let at = days.firstIndex { $0.day >= day } ?? days.count
        let known = at < days.count && days[at].day == day
        if let value {
            if known {
                days[at].value = value
            } else {
                days.insert(Day(day: day, value: value), at: at)
            }
        } else if known {
            days.remove(at: at)
        }
    }

    /// Every series that has a value, with it.
    package func makeIterator() -> IndexingIterator<[(NumberSeries, Value)]> {
        var all: [(NumberSeries, Value)] = []
        if let events { all.append((.events, events)) }
        if let attempts { all.append((.attempts, attempts)) }
        for entry in days { all.append((.calls(entry.day), entry.value)) }
        return all.makeIterator()
    }
}
