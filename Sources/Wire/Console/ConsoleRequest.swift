// SPDX-License-Identifier: Apache-2.0
/// Every request an operator, supervisor, manager or administrator may type, as one value.
/// Never says who typed it: that is the connection's.

package import Vocabulary

/// A request on the console port. `version` is the record's version the person saw (`v=`); nil
/// means: whatever it is now.
package enum ConsoleRequest: Equatable, Sendable {
    case login(OperatorID, secret: Masked)
    case ready
    case away(reason: String)
    case logout
    case take(CallID, version: Int?)
    case note(CallID, text: String)
    /// A step of the plan, from 1, is done; `result` is empty where none was given.
    case done(CallID, step: Int, result: String, version: Int?)
    /// An obligation is waived, with its reason.
    case waive(CallID, step: Int, reason: String, version: Int?)
    /// Start the cascade, or with `who` reach only that contact of the list, from 1.
    case contact(CallID, who: Int?)
    /// The home's own telephone.
    case ringHome(CallID)
    /// How a call made by hand ended.
    case result(CallID, attempt: AttemptID, outcome: AttemptOutcome, text: String)
    case summon(CallID, service: String, note: String)
    /// Show a private detail of the call's home, once.
    case reveal(CallID, PrivateDetail)
    /// Put aside for 5...3600 seconds, with the reason that the others see.
    case park(CallID, span: Vocabulary.Span, reason: String, version: Int?)
    case release(CallID, version: Int?)
    case handover(CallID, to: OperatorID, version: Int?)
    case followUp(CallID, kind: FollowUpKind, due: Due, owner: OperatorID, note: String)
    case fulfil(FollowUpID, note: String, version: Int?)
    /// The second person's yes to a "no response".
    case confirm(CallID, version: Int?)
    /// `reason` is empty where none was given; the outcome is one of `Outcome.known`.
    case close(CallID, outcome: Outcome, reason: String, version: Int?)
    case storm(StormOrder)
    case shift(ShiftOrder)
    /// Listen to a call that somebody else has.
    case join(CallID)
    case leave(CallID)
    case tell(OperatorID, text: String)
    case staff(OperatorID, StaffOrder)
    case missed(MissedOrder)
    case list(ListQuery)
    case show(Thing)
    case watch([Topic])
    case unwatch
    case resume(after: Int64)
    case stats(StatsQuery)
    case importBegin(kind: RecordKind)
    /// `line` is the row's line in the file, from 1; cells in the order of `RecordKind.columns`.
    case importRow(line: Int, cells: [String])
    /// A line of an import that could not be read, with its answer.
    case importSpoiled(reply: [UInt8])
    case importCommit
    case importAbort
    /// A page of a table; `after` is the `next=` of the page before, 0 for the first.
    case exportTable(RecordKind, after: Int)
    /// A plain file name, no path; nil leaves the name to the centre.
    case backup(path: String?)
    case restart(reason: String)
    case secret(OperatorID, secret: Masked)
    /// The verb asked about, as sent; nil for the list.
    case help(String?)
    case ping
    case quit
}
