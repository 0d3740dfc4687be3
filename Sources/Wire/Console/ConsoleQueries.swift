// SPDX-License-Identifier: Apache-2.0
/// What STATS asks for (LIST, SHOW and WATCH: Vocabulary/Queries.swift).
/// Never answers: the present is answered by the desk, the past by the report worker.

package import Vocabulary

/// What a STATS counts.
package enum Measure: String, CaseIterable, Sendable {
    /// Service level: calls answered within the target.
    case sla
}

/// `STATS sla from=... to=... by=hour target=12`.
package struct StatsQuery: Equatable, Sendable {
    package var measure: Measure
    /// nil: the beginning of the centre's today.
    package var from: Moment?
    /// nil: now.
    package var to: Moment?
    package var by: Grouping
    /// Answer target to measure against, 1...3600 seconds; nil: the configured one.
    package var target: Vocabulary.Span?

    package init(
        measure: Measure = .sla, from: Moment? = nil, to: Moment? = nil, by: Grouping = .none,
        target: Vocabulary.Span? = nil
    ) {
        self.measure = measure
        self.from = from
        self.to = to
        self.by = by
        self.target = target
    }
}
