// SPDX-License-Identifier: Apache-2.0
/// What stands in the Intake: events for the desk, and questions that the desk worker hands on.

import Desk
import Vocabulary
import Wire

/// Work with the line that asked for it.
struct InHand: Sendable {
    let work: Work
    let line: LineInHand
}

enum Work: Sendable {
    case desk(DeskEvent)
    case watch(OperatorID, [Topic], Requester)
    case resume(OperatorID, after: Int64, Requester)
    case stats(OperatorID, Role, StatsQuery, Requester)
    case backup(OperatorID, Role, name: String?, Requester)
    /// A connection is gone.
    case left(ConnectionID)
    /// A connection is gone whose LOGIN or HELLO may still be on its way to the desk.
    case leftUnanswered(ConnectionID)
}
