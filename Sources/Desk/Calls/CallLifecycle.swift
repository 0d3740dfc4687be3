// SPDX-License-Identifier: Apache-2.0
/// The table: state x trigger -> state. The only list of a call's moves; Apply obeys it.
/// Never knows who or why.

package import Vocabulary

/// What moves a call.
package enum CallTrigger: String, CaseIterable, Sendable {
    case offered
    case offerEnded = "offer-ended"
    case taken, returned, parked
    case handedOver = "handed-over"
    case proposed, closed
}

/// A row of the table.
package struct CallTransition: Equatable, Sendable {
    package let from: CallState
    package let trigger: CallTrigger
    package let to: CallState
}

package enum CallLifecycle {
    /// All moves there are.
    package static let table: [CallTransition] = [
        row(.waiting, .offered, .offered),
        row(.waiting, .taken, .handling),
        // Only with others of a storm's group, by a named person.
        row(.waiting, .closed, .closed),
        row(.offered, .offerEnded, .waiting),
        row(.offered, .taken, .handling),
        row(.handling, .taken, .handling),
        row(.handling, .returned, .waiting),
        row(.handling, .parked, .parked),
        row(.handling, .handedOver, .handling),
        row(.handling, .proposed, .confirming),
        row(.handling, .closed, .closed),
        row(.parked, .taken, .handling),
        // With a shift: still put aside, in other hands.
        row(.parked, .handedOver, .parked),
        row(.parked, .returned, .waiting),
        row(.confirming, .taken, .handling),
        row(.confirming, .returned, .waiting),
        row(.confirming, .closed, .closed),
    ]

    /// Where `trigger` leads from `state`; nil where it cannot happen.
    package static func next(_ state: CallState, _ trigger: CallTrigger) -> CallState? {
        switch (state, trigger) {
        case (.waiting, .offered): .offered
        case (.offered, .offerEnded), (.handling, .returned), (.parked, .returned),
            (.confirming, .returned):
            .waiting
        case (.waiting, .taken), (.offered, .taken), (.handling, .taken), (.parked, .taken),
            (.confirming, .taken), (.handling, .handedOver):
            .handling
        case (.handling, .parked), (.parked, .handedOver): .parked
        case (.handling, .proposed): .confirming
        case (.waiting, .closed), (.handling, .closed), (.confirming, .closed): .closed
        default: nil
        }
    }

    private static func row(
        _ from: CallState, _ trigger: CallTrigger, _ to: CallState
    ) -> CallTransition {
        CallTransition(from: from, trigger: trigger, to: to)
    }
}
