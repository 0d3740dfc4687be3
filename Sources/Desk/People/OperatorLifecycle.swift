// SPDX-License-Identifier: Apache-2.0
/// The table of an operator's duty states: which may follow which. Apply obeys it.

package import Vocabulary

/// Why the desk itself sets a person away.
enum AwayReason {
    static let missedOffers = "missed-offers"
    static let leaseLost = "lease-lost"
    static let byDesk = [missedOffers, leaseLost]
}

package enum OperatorLifecycle {
    /// The states that may follow `state`; staying is always allowed.
    package static func following(_ state: DutyState) -> [DutyState] {
        switch state {
        case .ready: [.offered, .handling, .away, .gone]
        case .offered: [.ready, .handling, .away, .gone]
        case .handling: [.ready, .wrapUp, .away, .gone]
        case .wrapUp: [.ready, .handling, .away, .gone]
        case .away: [.ready, .handling, .gone]
        case .gone: [.ready, .away, .handling]
        }
    }

    /// Whether an operator may go from `a` to `b`.
    package static func allows(_ a: DutyState, _ b: DutyState) -> Bool {
        a == b || following(a).contains(b)
    }
}
