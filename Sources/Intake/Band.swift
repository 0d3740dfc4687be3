// SPDX-License-Identifier: Apache-2.0
/// Owns the six bands of the Intake: how urgent an event is before anybody has thought about it.
/// Never decides a call's rank: that is the waiting line's matter, inside the Desk.

/// The urgency of an event in the Intake; a smaller raw value is popped first.
///
/// Inside one band the order is first in, first out.
@usableFromInline
package enum Band: Int, CaseIterable, Sendable, Comparable {
    /// Presses of priority 1: somebody may be dying.
    case lifeSafety = 0
    /// Every other alarm that needs an operator.
    case alarm
    /// People at work: commands of operators and supervisors, logins, results of checks.
    case person
    /// What devices say about themselves: restores, battery, tamper, seen again.
    case signal
    /// Import rows, reports, and work the daemon posts to itself.
    case background
    /// ALIVE: many, small, and replaced by the next one.
    case heartbeat

    /// How many bands there are; a constant, because `allCases` builds an array at each call.
    @inlinable static var count: Int { 6 }

    /// True when `left` is popped before `right`: smaller means more urgent.
    @inlinable
    package static func < (left: Band, right: Band) -> Bool {
        left.rawValue < right.rawValue
    }
}
