// SPDX-License-Identifier: Apache-2.0
/// A row of the service level: both numbers of the fraction, and its formula, always together.
/// Never a percentage alone.

package import Vocabulary

/// One line of the table. Counts are calls, except where said.
package struct ServiceLevelRow: Sendable, Equatable {
    /// What the row is of: `all`, an hour's beginning, a day, a priority, a district, a person.
    package var group: String
    package let grouping: Grouping
    /// The promise: answered within this.
    package let target: Span
    /// Calls that arrived; for an operator: offers made to that person.
    package var offered: Int64 = 0
    /// Offers that lapsed; operators only.
    package var missed: Int64 = 0
    /// Cancelled by the device before anybody answered.
    package var withdrawn: Int64 = 0
    /// Of those, the ones that were cancelled in less than the target.
    package var withdrawnBeforeTarget: Int64 = 0
    /// Waiting now for not longer than the target: neither a hit nor a miss yet.
    package var waitingInsideTarget: Int64 = 0
    package var answered: Int64 = 0
    package var answeredInTarget: Int64 = 0
    package var answeredWithin12: Int64 = 0
    package var answeredWithin15: Int64 = 0
    package var answeredWithin60: Int64 = 0
    package var answeredWithin180: Int64 = 0
    /// Sum of the waits of answered calls.
    package var waited = Span.zero
    /// Sum of the handling of closed calls.
    package var handled = Span.zero
    package var closed: Int64 = 0
    /// Closed at the first contact, nothing promised.
    package var firstContact: Int64 = 0

    init(group: String, grouping: Grouping, target: Span) {
        self.group = group
        self.grouping = grouping
        self.target = target
    }

    /// What the hits are divided by. An operator answers for the calls that he or she answered.
    package var denominator: Int64 {
        grouping == .operator
            ? answered : offered - withdrawnBeforeTarget - waitingInsideTarget
    }

    /// The fraction in words, to be printed with it.
    package var formula: String { ServiceLevelRow.formula(target: target, by: grouping) }

    /// See `formula`.
    package static func formula(target: Span, by grouping: Grouping) -> String {
        let bound = "\(target.milliseconds / 1000)s"
        return grouping == .operator
            ? "answered<=\(bound) / answered by this operator"
            : "answered<=\(bound) / (offered - withdrawn<\(bound) - waiting<=\(bound))"
    }

    /// Per cent in tenths, rounded down so that a target is never met by rounding; nil for 0 / 0.
    package var percentTenths: Int64? {
        denominator > 0 ? answeredInTarget * 1000 / denominator : nil
    }
    /// Average speed of answer; nil while nothing was answered.
    package var averageWait: Span? { average(waited, answered) }
    /// Average handling of closed calls; nil while none is closed.
    package var averageHandling: Span? { average(handled, closed) }
    /// Withdrawn of offered, per cent in tenths, rounded up; nil for operators and 0 / 0.
    package var abandonedTenths: Int64? {
        grouping != .operator && offered > 0 ? (withdrawn * 1000 + offered - 1) / offered : nil
    }
    /// Resolved at the first contact of closed, per cent in tenths; nil for 0 / 0.
    package var firstContactTenths: Int64? { closed > 0 ? firstContact * 1000 / closed : nil }

    private func average(_ sum: Span, _ count: Int64) -> Span? {
        count > 0 ? Span(milliseconds: sum.milliseconds / count) : nil
    }
}
