// SPDX-License-Identifier: Apache-2.0
/// A promised service with an owner and a due moment (穗民规字〔2023〕8号; 1823: no owner, no end).

/// What was promised.
package enum FollowUpKind: String, CaseIterable, Sendable {
    case referral, goods, listening, greeting, visit, repair
    /// The person is called again: at its moment it is a call, offered to who promised it, else to the
    /// line, and its closing fulfils it.
    case callBack = "call-back"
}

/// When something is due: said as a moment, or as so long from now.
package enum Due: Hashable, Sendable {
    case at(Moment)
    case after(Span)

    /// Whatever was typed, a sum that can be made.
    package func moment(from now: Moment) -> Moment {
        switch self {
        case .at(let moment): moment
        case .after(let span): now + max(.zero, min(span, .hours(24 * 400)))
        }
    }
}

/// Where a follow-up stands.
package enum FollowUpState: String, CaseIterable, Sendable {
    case open, fulfilled
}

/// One promise.
package struct FollowUp: Hashable, Sendable {
    package var id: FollowUpID
    package var call: CallID
    package var home: HomeID?
    package var kind: FollowUpKind
    package var due: Moment
    package var owner: OperatorID
    package var note: String
    package var state: FollowUpState
    /// How many reminders went out: 0, 1 (owner, at due), 2 (supervisors, overdue).
    package var reminders: Int
    /// How often it went to another owner.
    package var moves = 0
    /// The call as which a promise to call back came due.
    package var cameAs: CallID?
    /// Who fulfilled it, when, and with which words; nil while it is owed.
    package var fulfilment: Fulfilment?

    package init(
        id: FollowUpID, call: CallID, home: HomeID?, kind: FollowUpKind, due: Moment,
        owner: OperatorID, note: String
    ) {
        self.id = id
        self.call = call
        self.home = home
        self.kind = kind
        self.due = due
        self.owner = owner
        self.note = note
        state = .open
        reminders = 0
    }

    /// Counts every change, so that a command can say which state it meant.
    package var version: Int { 1 + reminders + moves + (state == .fulfilled ? 1 : 0) }
}

/// How a promise was kept.
package struct Fulfilment: Hashable, Sendable {
    package var by: OperatorID
    package var at: Moment
    package var note: String
    package init(by: OperatorID, at: Moment, note: String) {
        self.by = by
        self.at = at
        self.note = note
    }
}
