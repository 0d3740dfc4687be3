// SPDX-License-Identifier: Apache-2.0
/// A refusal -> its reply line: which number and word, and the fields that say what was wrong and
/// what was expected.

import Desk
import Vocabulary
import Wire

extension Refusal {
    /// The reply, without tag.
    func reply() -> [UInt8] {
        var writer = LineWriter(code)
        writeFields(&writer)
        return writer.finish()
    }

    private var code: ReplyCode {
        switch self {
        case .unknownCall, .unknownThing, .unknownStep, .unknownService, .unknownContact,
            .unknownOperator, .unknownAttempt, .noImport:
            .notFound
        case .wrongState, .attemptEnded, .alreadyRunning, .cannotWhileHandling, .notNuisance,
            .outcomeNotOffered, .serviceNotReached:
            .wrongState
        case .takenBy, .homeTaken: .takenByOther
        case .offeredTo: .offeredToOther
        case .stale, .staleFollowUp: .stale
        case .notYours: .notYours
        case .obligationOpen, .attemptOpen: .obligation
        case .needsReason: .reason
        case .needsPower: .power
        case .samePerson: .second
        case .notOnDuty, .notHere: .wrongState
        case .unknownOutcome, .outOfRange, .badRow, .unknownField: .field
        case .tooMany: .limit
        case .importBusy: .busy
        case .importRefused: .rows
        case .notSaved: .retry
        }
    }

    private func writeFields(_ writer: inout LineWriter) {
        switch self {
        case .unknownCall(let id):
            writer.field("call", id)
            writer.text("reason", "no open call has this number")
        case .unknownThing(let thing): writer.text("what", thing)
        case .wrongState(let id, let state, let version):
            writer.field("call", id)
            writer.field("state", state.rawValue)
            writer.field("v", version)
        case .takenBy(let id, let person):
            writer.field("call", id)
            writer.field("by", person.text)
        case .homeTaken(let home, let person):
            writer.field("home", home.text)
            writer.field("by", person.text)
        case .offeredTo(let id, let person):
            writer.field("call", id)
            writer.field("to", person.text)
        case .stale(let call): writer.brief(call)
        case .staleFollowUp(let promise):
            writer.field("followup", promise.id.raw)
            writer.field("v", promise.version)
            writer.field("state", promise.state.rawValue)
            writer.field("owner", promise.owner.text)
        case .notYours(let id, let holder):
            writer.field("call", id)
            if let holder { writer.field("by", holder.text) }
        case .obligationOpen(let id, let step, let text):
            writer.field("call", id)
            writer.field("step", step)
            writer.text("text", text)
        case .attemptOpen(let id, let attempt, let target):
            writer.field("call", id)
            writer.field("attempt", attempt.raw)
            writer.field("to", target)
            writer.text("expected", "RESULT of this attempt")
        case .needsReason(let what):
            writer.field("for", what)
            writer.text("expected", "reason=\"...\"")
        case .needsPower(let power, let lowest):
            writer.field("needs", power.rawValue)
            if let lowest { writer.field("role", lowest.rawValue) }
        case .samePerson(let id):
            writer.field("call", id)
            writer.text("expected", "another person than the one who closed it")
        case .notNuisance(let id):
            writer.field("call", id)
            writer.text("reason", "nobody answered: no-response is never a nuisance")
        case .outcomeNotOffered(let id, let outcome, let offered):
            writer.field("call", id)
            writer.field("outcome", outcome)
            writer.text("reason", "the call's plan does not let it end so")
            writer.text("expected", offered.joined(separator: "|"))
        case .serviceNotReached(let id, let service):
            writer.field("call", id)
            writer.field("outcome", service)
            writer.text("reason", "nobody of it has accepted")
            writer.text(
                "expected",
                "SUMMON service=\(service) that is accepted; RESULT, where a person rang")
        case .unknownStep(let id, let step, let steps):
            writer.field("call", id)
            writer.field("step", step)
            writer.field("steps", steps)
        case .unknownService(let name, let known):
            writer.field("service", name)
            writer.text("expected", known.joined(separator: "|"))
        case .unknownContact(let id, let who, let count):
            writer.field("call", id)
            writer.field("who", who)
            writer.field("contacts", count)
        case .unknownOperator(let person), .notOnDuty(let person):
            writer.field("who", person.text)
            if case .notOnDuty = self {
                writer.text("expected", "another person, on duty, who answers calls")
            }
        case .notHere(let person, let expected):
            writer.field("who", person.text)
            writer.text("expected", expected)
        case .unknownAttempt(let attempt): writer.field("attempt", attempt.raw)
        case .attemptEnded(let attempt, let outcome):
            writer.field("attempt", attempt.raw)
            writer.field("outcome", outcome.rawValue)
        case .unknownOutcome(let word):
            writer.field("field", "outcome")
            writer.field("value", word)
            writer.text(
                "expected", Outcome.known.map(\.outcome.word).joined(separator: "|"))
        case .tooMany(let what, let limit):
            writer.text("what", what)
            writer.field("limit", limit)
        case .outOfRange(let field, let expected):
            writer.field("field", field)
            writer.text("expected", expected)
        case .unknownField(let field, let value, let expected):
            writer.field("field", field)
            writer.field("value", value)
            writer.text("expected", expected)
        case .alreadyRunning(let id, let what):
            writer.field("call", id)
            writer.field("running", what)
        case .importBusy(let person): writer.field("by", person.text)
        case .noImport: writer.text("what", "an import of yours: IMPORT BEGIN first")
        case .badRow(let line, let column, let expected):
            writer.field("line", line)
            writer.field("column", column)
            writer.text("expected", expected)
        case .importRefused(let errors):
            writer.field("errors", errors)
            writer.text("reason", "nothing was imported")
        case .cannotWhileHandling(let calls):
            writer.field("calls", calls.map(\.description).joined(separator: ","))
            writer.text("expected", "CLOSE, PARK, RELEASE or HANDOVER first")
        case .notSaved: writer.text("reason", "not stored")
        }
    }
}
