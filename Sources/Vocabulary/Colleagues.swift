// SPDX-License-Identifier: Apache-2.0
/// What colleagues order of each other: a shift handed over, a person's duty, skills and queues changed.
/// Never says who orders: that is the connection's person.

/// A shift hand-over: offered to a named colleague, who sees the list and accepts by name.
package enum ShiftOrder: Equatable, Sendable {
    case offer(to: OperatorID, note: String)
    /// What I would hand over, or what `from` offers me.
    case show(from: OperatorID?)
    case accept(from: OperatorID)
    case refuse(from: OperatorID, reason: String)
    case withdraw
}

/// How an offered shift hand-over ended. Only the first one moved anything.
package enum ShiftEnding: String, CaseIterable, Sendable {
    case accepted, refused, withdrawn
    /// Nobody answered in time.
    case lapsed
    /// Offered anew, or to somebody else.
    case replaced
    /// One of the two left.
    case gone
}

/// What a supervisor changes of a person's work; nil stays as it is.
package struct StaffOrder: Equatable, Sendable {
    /// `ready`, `away` or `gone`.
    package var duty: DutyState?
    package var skills: [String]?
    /// Districts and kinds that are offered to the person first; empty: everything.
    package var queues: [String]?
    package var reason: String

    package init(
        duty: DutyState? = nil, skills: [String]? = nil, queues: [String]? = nil,
        reason: String = ""
    ) {
        self.duty = duty
        self.skills = skills
        self.queues = queues
        self.reason = reason
    }
}
