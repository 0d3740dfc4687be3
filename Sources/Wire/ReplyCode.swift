// SPDX-License-Identifier: Apache-2.0
/// The frozen table of reply numbers and words, for both line ports.
/// Never reworded: gateways' firmware and managers' scripts compare these (docs/ has the same table).

/// One row of the table. The first digit says what happened (RFC 5321 4.2): 2 done, 3 more needed,
/// 4 not now, try again, 5 no. The word is what a program compares.
package enum ReplyCode: CaseIterable, Sendable {
    case pong, confirming
    case dataCall, dataAlarm, dataPerson, dataHome, dataDevice, dataContact, dataPlan, dataStep
    case dataNote, dataAttempt, dataLastCall, dataFollowUp, dataOperator, dataCentre, dataCanary
    case dataStorm, dataMissed, dataExcluded, dataShift, dataStuck, dataStats
    case dataRow, dataEnd
    case help, greeting, bye, welcome
    case ok, ready, away, logout, taken, noted, done, waived, contacting, result, revealed,
        summoned, missed, parked
    case released, handover, followUp, fulfilled, confirmed, closed, watching, unwatched, resumed
    case storm, shift, listening, left, told, staffed, imported, aborted, backup, restarting, secret
    case send
    case closing, wait, busy, retry, full, gone
    case stale, takenByOther, offeredToOther, obligation, notYours, wrongState, second
    case unknown, tooLong, syntax, encoding, field
    case login, denied, never, notFound, limit, power, reason, rows

    /// Every row in the order of the document.
    package static var all: [ReplyCode] { allCases }
    /// The three digits.
    package var code: Int { row.code }
    /// The word behind them: upper-case but for the greeting's.
    package var word: String { row.word.description }
    /// What it means, English.
    package var meaning: String { row.meaning.description }

    /// Digits and word without allocation, for the writer.
    var row: (code: Int, word: StaticString, meaning: StaticString) {
        switch self {
        case .pong: (200, "PONG", "the centre is alive")
        case .confirming: (202, "CONFIRMING", "close accepted; a second person must confirm it")
        // Data words also stand in the lines of other replies, which keep the reply's own number.
        case .dataCall: (210, "CALL", "data: one call")
        case .dataAlarm: (210, "ALARM", "data: one alarm of the call")
        case .dataPerson: (210, "PERSON", "data: the person served")
        case .dataHome: (210, "HOME", "data: the home")
        case .dataDevice: (210, "DEVICE", "data: one device")
        case .dataContact: (210, "CONTACT", "data: one contact")
        case .dataPlan: (210, "PLAN", "data: the action plan")
        case .dataStep: (210, "STEP", "data: one step of the plan")
        case .dataNote: (210, "NOTE", "data: one note of the call")
        case .dataAttempt: (210, "ATTEMPT", "data: one contact attempt")
        case .dataLastCall: (210, "LASTCALL", "data: an earlier call of the home")
        case .dataFollowUp: (210, "FOLLOWUP", "data: one follow-up service")
        case .dataOperator: (210, "OPERATOR", "data: one operator")
        case .dataCentre: (210, "CENTRE", "data: the state of the centre")
        case .dataCanary: (210, "CANARY", "data: one canary: its path, when it was last heard")
        case .dataStorm: (210, "STORM", "data: one storm, its group, or the preview of one")
        case .dataMissed:
            (210, "MISSED", "data: a home that may have been missed in an outage")
        case .dataExcluded: (210, "EXCLUDED", "data: a call that a storm leaves alone, and why")
        case .dataShift: (210, "SHIFT", "data: a shift hand-over; what it would move follows")
        case .dataStuck: (210, "STUCK", "data: a state that lasts longer than its rule allows")
        case .dataStats: (210, "STATS", "data: one measure with numerator, denominator, formula")
        case .dataRow: (210, "ROW", "data: one row of a table, or one wrong row of an import")
        case .dataEnd: (210, "END", "end of the data, with their count")
        case .help: (214, "HELP", "help")
        case .greeting: (220, "safebell", "greeting: version, port, ready")
        case .bye: (221, "BYE", "the connection closes as asked")
        case .welcome: (230, "WELCOME", "logged in")
        case .ok: (250, "OK", "done, and on disk where it had to be")
        case .ready: (250, "READY", "free for offers")
        case .away: (250, "AWAY", "not for offers")
        case .logout: (250, "LOGOUT", "logged out")
        case .taken: (250, "TAKEN", "the call is yours; its record follows")
        case .noted: (250, "NOTED", "the note is on the call")
        case .done: (250, "DONE", "the step is done")
        case .waived: (250, "WAIVED", "the obligation is waived")
        case .contacting: (250, "CONTACTING", "the cascade has begun; results come as events")
        case .result: (250, "RESULT", "the attempt's result is noted")
        case .revealed: (250, "REVEALED", "shown once; that you looked stays on the call")
        case .summoned: (250, "SUMMONED", "the service is being called")
        case .missed:
            (250, "MISSED", "the home is yours to ring, or stands so now; `left` on the list")
        case .parked: (250, "PARKED", "the call is put aside until its return moment")
        case .released: (250, "RELEASED", "the call is back in the waiting line")
        case .handover: (250, "HANDOVER", "the call is given to the person named")
        case .followUp: (250, "FOLLOWUP", "the follow-up service is promised")
        case .fulfilled: (250, "FULFILLED", "the follow-up service is fulfilled")
        case .confirmed: (250, "CONFIRMED", "confirmed by the second person; the call is closed")
        case .closed: (250, "CLOSED", "the call is closed")
        case .watching: (250, "WATCHING", "events of these topics will come")
        case .unwatched: (250, "UNWATCHED", "no more events but those to you")
        case .resumed: (250, "RESUMED", "the events you missed follow")
        case .storm: (250, "STORM", "the storm stands so now; what could not be put back follows")
        case .shift: (250, "SHIFT", "the shift hand-over stands so; what it moves follows")
        case .listening: (250, "LISTENING", "the call's events come to you too; its record follows")
        case .left: (250, "LEFT", "you listen to the call no more")
        case .told: (250, "TOLD", "the message is on the person's console")
        case .staffed: (250, "STAFF", "the person's duty, skills and queues are so now")
        case .imported: (250, "IMPORTED", "the import is stored")
        case .aborted: (250, "ABORTED", "the import is forgotten")
        case .backup: (250, "BACKUP", "the copy is written and checked")
        case .restarting: (250, "RESTARTING", "the centre restarts")
        case .secret: (250, "SECRET", "the secret is changed")
        case .send: (350, "SEND", "send rows, then IMPORT COMMIT")
        case .closing: (421, "CLOSING", "the centre closes this connection")
        case .wait: (430, "WAIT", "too many failed log-ons of this name: wait")
        case .busy: (450, "BUSY", "too much is waiting: send again")
        case .retry: (451, "RETRY", "not stored: send again, or to the other receiver")
        case .full: (452, "FULL", "no room to store: send again, or to the other receiver")
        case .gone: (453, "GONE", "events that old are gone; a fresh picture follows")
        case .stale: (455, "STALE", "the record changed; what changed is named")
        case .takenByOther: (455, "TAKEN", "somebody else has the call")
        case .offeredToOther: (455, "OFFERED", "the call is offered to somebody else")
        case .obligation: (455, "OBLIGATION", "an obligation is open")
        case .notYours: (455, "NOTYOURS", "somebody else has it, or nobody")
        case .wrongState: (455, "STATE", "not possible in this state")
        case .second: (455, "SECOND", "the second person must be another one")
        case .unknown: (500, "UNKNOWN", "unknown verb; the nearest one is named")
        case .tooLong: (500, "TOOLONG", "the line is too long")
        case .syntax: (500, "SYNTAX", "the line cannot be read")
        case .encoding: (500, "ENCODING", "the line is not UTF-8")
        case .field: (501, "FIELD", "a field is missing, unknown or invalid")
        case .login: (530, "LOGIN", "say HELLO or LOGIN first")
        case .denied: (535, "DENIED", "wrong name, key or secret")
        case .never: (550, "NEVER", "this will never be accepted; do not send it again")
        case .notFound: (551, "NOTFOUND", "there is no such thing")
        case .limit: (552, "LIMIT", "a limit is reached")
        case .power: (553, "POWER", "your tier may not decide this alone; what it needs is named")
        case .reason: (554, "REASON", "a reason is needed")
        case .rows: (556, "ROWS", "the import is refused; its wrong rows are named")
        }
    }
}
