// SPDX-License-Identifier: Apache-2.0
/// Every way the desk says no. Each maps to one reply code in Counter.

package import Vocabulary

/// A refusal; nothing has changed.
package enum Refusal: Equatable, Sendable {
    case unknownCall(CallID)
    case unknownThing(String)
    /// The call is closed or in a state in which this cannot be done.
    case wrongState(CallID, CallState, version: Int)
    case takenBy(CallID, OperatorID)
    case offeredTo(CallID, OperatorID)
    /// The state named is not the current one.
    /// How the call is now stands in it.
    indirect case stale(CallBrief)
    /// The same of a follow-up service.
    indirect case staleFollowUp(FollowUp)
    case notYours(CallID, holder: OperatorID?)
    case obligationOpen(CallID, step: Int, text: String)
    /// An attempt on a summoned service has no result yet.
    case attemptOpen(CallID, AttemptID, String)
    case needsReason(String)
    case needsPower(Power, lowest: Role?)
    case samePerson(CallID)
    case notNuisance(CallID)
    /// The call's plan lets it end otherwise only.
    /// The outcome names a service that has taken nothing on.
    case serviceNotReached(CallID, String)
    case outcomeNotOffered(CallID, String, offered: [String])
    case unknownStep(CallID, step: Int, steps: Int)
    case unknownService(String, known: [String])
    case unknownContact(CallID, who: Int, count: Int)
    case unknownOperator(OperatorID)
    case notOnDuty(OperatorID)
    /// Not logged on, or not one for whom this is.
    case notHere(OperatorID, expected: String)
    case unknownAttempt(AttemptID)
    case attemptEnded(AttemptID, AttemptOutcome)
    case unknownOutcome(String)
    case tooMany(String, limit: Int)
    case outOfRange(field: String, expected: String)
    case alreadyRunning(CallID, String)
    /// A field names something that does not exist or may not be named here.
    case unknownField(String, value: String, expected: String)
    case importBusy(by: OperatorID)
    case noImport
    case badRow(line: Int, column: String, expected: String)
    case importRefused(errors: Int)
    case cannotWhileHandling(calls: [CallID])
    case homeTaken(HomeID, by: OperatorID)
    case notSaved
}
