// SPDX-License-Identifier: Apache-2.0
/// One row for each thing that became true, and the words that belong to it in a table beside it.
/// Never changes or deletes a timeline row; erasing a person empties rows of `texts`.

internal import Desk
internal import Vocabulary

/// What a timeline row says happened; the word in `timeline.kind`.
package enum FactKind: String, CaseIterable, Sendable {
    case opened, joined, folded, runaway, signal, cancelled, offered, grouped, lifted, raised,
        escalated, reclassified, taken, returned, parked
    case queues, message, listened
    case shiftOffered = "shift-offered"
    case shiftEnded = "shift-ended"
    case note, summoned, revealed, passed, proposed, closed, duty, situation
    /// A second or later alarm that was there when the call was opened.
    case alarmWith = "alarm-with"
    case offerEnded = "offer-ended"
    case handedOver = "handed-over"
    case stepDone = "step-done"
    case stepWaived = "step-waived"
    case cascadeStarted = "cascade-started"
    case cascadeEnded = "cascade-ended"
    case attemptStarted = "attempt-started"
    case attemptEnded = "attempt-ended"
    case followUpPromised = "follow-up-promised"
    case followUpReminded = "follow-up-reminded"
    case followUpCame = "follow-up-came"
    case followUpMoved = "follow-up-moved"
    case followUpFulfilled = "follow-up-fulfilled"
    case missedOffers = "missed-offers"
    case nobodyOnDuty = "nobody-on-duty"
    case somebodyOnDuty = "somebody-on-duty"
    case takenOwed = "taken-owed"
    case takenSeen = "taken-seen"
    case numbersReserved = "numbers-reserved"
    case recordSaved = "record-saved"
    case importStaged = "import-staged"
    case importAccepted = "import-accepted"
    case importApplied = "import-applied"
    case importEnded = "import-ended"
    case troubleBegan = "trouble-began"
    case troubleEnded = "trouble-ended"
    case restartOrdered = "restart-ordered"
    case stormProposed = "storm-proposed"
    case stormDeclared = "storm-declared"
    case stormExtended = "storm-extended"
    case stormClosed = "storm-closed"
    case stormEnded = "storm-ended"
    case deviceSilent = "device-silent"
    case welfareDue = "welfare-due"
    case silenceEnded = "silence-ended"
    case outageOpened = "outage-opened"
    case homesMissed = "homes-missed"
    case outageOver = "outage-over"
    case outageEmptied = "outage-emptied"
    case missedTried = "missed-tried"
    case missedSettled = "missed-settled"
    case pathSilent = "path-silent"
    case pathBack = "path-back"

    /// Whether a row of this kind raised its call's version by one (`DeskState.apply`).
    var raisesVersion: Bool {
        switch self {
        case .joined, .folded, .runaway, .grouped, .lifted, .cancelled, .offered, .offerEnded,
            .raised, .escalated, .reclassified, .taken,
            .returned, .parked, .handedOver, .note, .stepDone, .stepWaived, .summoned,
            .revealed, .passed,
            .cascadeStarted,
            .cascadeEnded, .attemptStarted, .attemptEnded, .proposed, .followUpPromised:
            true
        default: false
        }
    }
}

/// Which step a fact belongs to, and when that was.
struct StepPlace {
    let sequence: Int64
    let at: Moment
}

/// Writes `timeline` and `texts`.
struct TimelineRows: ~Copyable {
    /// Where the chain of seals stands; it is in step with the rows written here.
    let chain: SealChain
    private let append: Statement
    private let textOfCall: Statement
    private let textOfHome: Statement

    init(_ prepare: inout Preparation) {
        chain = SealChain(&prepare)
        append = prepare(
            """
            INSERT INTO timeline(seq, step, at, kind, call, actor, codes, text_id, seal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        textOfCall = prepare(
            """
            INSERT INTO texts(home, call, text)
            VALUES ((SELECT home FROM calls WHERE id = ?1), ?1, ?2)
            """)
        textOfHome = prepare(
            "INSERT INTO texts(home, call, text) VALUES (?, ?, ?)")
    }

    /// Appends a row and returns its `seq`. Nothing happens that nobody did: there is always an actor.
    func append(
        _ place: StepPlace, _ kind: FactKind, call: CallID? = nil, actor: Actor,
        codes: Codes = Codes(), text: Int64? = nil
    ) throws(StoreError) -> Int64 {
        let next = chain.next
        let row = TimelineRow(
            seq: next ?? 0, step: place.sequence, at: place.at.milliseconds, kind: kind.rawValue,
            call: call?.raw, actor: actor.description, codes: codes.text, text: text)
        let seal = try chain.seal(row)
        append.bindNumber(1, next)
        append.bind(2, row.step)
        append.bind(3, row.at)
        append.bind(4, row.kind)
        append.bindNumber(5, row.call)
        append.bind(6, row.actor)
        append.bind(7, row.codes)
        append.bindNumber(8, row.text)
        if let seal { append.bind(9, seal) } else { append.bindNull(9) }
        let written = try append.insert()
        chain.wrote(written, seal)
        return written
    }

    /// Writes words that belong to a call's home; nil for no words.
    func write(_ text: String, of call: CallID) throws(StoreError) -> Int64? {
        guard !text.isEmpty else { return nil }
        textOfCall.bind(1, call.raw)
        textOfCall.bind(2, text)
        return try textOfCall.insert()
    }

    /// Writes words that belong to a home, or to nobody's; nil for no words.
    func write(_ text: String, home: HomeID?, call: CallID?) throws(StoreError) -> Int64? {
        guard !text.isEmpty else { return nil }
        textOfHome.bindText(1, home?.text)
        textOfHome.bindNumber(2, call?.raw)
        textOfHome.bind(3, text)
        return try textOfHome.insert()
    }
}

extension CallID {
    /// nil for the mark that stands where there is no call.
    var orNil: CallID? { self == .none ? nil : self }
}
