// SPDX-License-Identifier: Apache-2.0
/// One row for each thing that became true, and the words that belong to it in a table beside it.
/// Never changes or deletes a timeline row; erasing a person empties rows of `texts`.

internal import Desk
internal import Vocabulary

/// What a timeline row says happened; the word in `timeline.kind`.
package enum FactKind: String, CaseIterable, Sendable {
    case opened, joined, folded, runaway, signal, cancelled, offered, grouped, lifted, raised,
        escalated, reclassified, taken, returned, parked
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
    private let append: Statement
    private let textOfCall: Statement
    private let textOfHome: Statement

    init(_ prepare: inout Preparation) {
        append = prepare(
            """
            INSERT INTO timeline(step, at, kind, call, actor, codes, text_id)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        textOfCall = prepare(
            """
            INSERT INTO texts(home, call, text)
            VALUES ((SELECT home FROM calls WHERE id = ?1), ?1, ?2)
            """)
        textOfHome = prepare(
            "INSERT INTO texts(home, call, text) VALUES (?, ?, ?)")
    }

    /// Appends a row and returns its `seq`.
    func append(
        _ place: StepPlace, _ kind: FactKind, call: CallID? = nil, actor: String? = nil,
        codes: Codes = Codes(), text: Int64? = nil
    ) throws(StoreError) -> Int64 {
        append.bind(1, place.sequence)
        append.bind(2, place.at.milliseconds)
        append.bind(3, kind.rawValue)
        append.bindNumber(4, call?.raw)
        append.bindText(5, actor)
        append.bind(6, codes.text)
        append.bindNumber(7, text)
        return try append.insert()
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
