// SPDX-License-Identifier: Apache-2.0
/// A promised service with an owner and a due moment (穗民规字〔2023〕8号; 1823: no owner, no end).

/// What was promised.
package enum FollowUpKind: String, CaseIterable, Sendable {
    case referral, goods, listening, greeting, visit, repair
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
}
