// SPDX-License-Identifier: Apache-2.0
/// The town's own books of what was said and what became of it, kept beside the centre's.
/// Never believes the centre: every reply is held against what was said before.

package import Vocabulary

/// Real time of the run, in microseconds since it began.
package typealias Stamp = Int64

/// One alarm or signal under its number.
struct AuditedMessage: Sendable {
    var home = 0
    var isAlarm = false
    var purpose = Purpose.test
    var firstSentAt: Stamp = -1
    var lastSentAt: Stamp = -1
    var storedAt: Stamp = -1
    /// Place in the list of calls, or -1.
    var call = -1
    var wasTakenHeard = false
    /// An operator was free and nobody waited when it was sent.
    var foundFreeOperator = false
    /// It went over DC-09: no acknowledgement names its call, and TAKEN does not exist for it.
    var isDialled = false
}

/// One call as the town sees it.
struct AuditedCall: Sendable {
    let id: CallID
    var home = -1
    var purpose: Purpose?
    /// The first message that belongs to it.
    var firstSentAt: Stamp = -1
    var offeredAt: Stamp = -1
    var answeredAt: Stamp = -1
    var withdrawnAt: Stamp = -1
    var closedAt: Stamp = -1
    /// A CLOSE is on its way: from here on it may be closed.
    var mayBeClosed = false
    var holder: OperatorID?
    /// The other holder when somebody got it while it was still held.
    var suspect: OperatorID?
    var foundFreeOperator = false
    var hasAlarm = false
    /// What the console told of it, for homes that dial.
    var appearedAt: Stamp = -1
    var presses = 0
    var hasAllPresses = false
}

/// The books.
package struct Auditor: Sendable {
    /// Problems kept with their text; the rest are counted.
    package static let problemsKept = 10

    var messages: [AuditedMessage]
    var calls: [AuditedCall] = []
    private var places: [CallID: Int] = [:]
    /// Place of the last call known of each home.
    var callOfHome: [Int: Int] = [:]
    /// By home.
    var dialledHomes: [Int: DialledHome] = [:]
    private var unanswered = 0

    /// Acknowledged and dispatched alarms' times from send to 250, in microseconds.
    var ackSpans: [Stamp] = []
    var offerSpans: [Stamp] = []
    /// The same of alarms over DC-09, from the first sending.
    var dialledAckSpans: [Stamp] = []
    package private(set) var resendCount = 0
    package private(set) var doubledCount = 0
    package private(set) var unexpectedCount = 0
    /// Refusals that the protocol foresees: somebody else was first, something is still open.
    package private(set) var raceCount = 0
    package private(set) var strangeTakenCount = 0
    package private(set) var confirmedCount = 0
    package private(set) var problems: [String] = []

    /// `numbers`: messages have numbers 1...`numbers`.
    package init(numbers: Int) {
        messages = Array(repeating: AuditedMessage(), count: numbers + 1)
    }

    /// Calls seen that nobody has taken yet.
    package var waitingCount: Int { unanswered }

    /// Writes a problem down; all count as unexpected.
    package mutating func problem(_ text: String) {
        unexpectedCount += 1
        if problems.count < Auditor.problemsKept { problems.append(text) }
    }

    /// A refusal that is nobody's fault.
    package mutating func race() { raceCount += 1 }

    // MARK: Devices

    /// An alarm or signal goes out; a second time under the same number is a resend.
    package mutating func sent(
        number: Int, home: Int, purpose: Purpose, isAlarm: Bool, at: Stamp, freeOperator: Bool,
        overDC09: Bool = false
    ) {
        let isFirst = messages[number].firstSentAt < 0
        if isFirst {
            messages[number].home = home
            messages[number].purpose = purpose
            messages[number].isAlarm = isAlarm
            messages[number].firstSentAt = at
            messages[number].foundFreeOperator = freeOperator && unanswered == 0
        } else {
            resendCount += 1
        }
        messages[number].lastSentAt = at
        if overDC09 { dialled(number, home: home, isFirst: isFirst, at: at) }
    }

    /// The 250 to an alarm (`call` named) or signal (none). `sentAt`: of the line it answers.
    package mutating func stored(number: Int, call: CallID?, sentAt: Stamp, at: Stamp) {
        let known = messages[number]
        if known.storedAt < 0 {
            messages[number].storedAt = at
            if known.isAlarm { storedAlarmCount += 1 }
        }
        if known.isDialled {
            if known.isAlarm { dialledAckSpans.append(at - sentAt) }
            return dialledStored(number)
        }
        if known.isAlarm { ackSpans.append(at - sentAt) }
        guard let call else {
            if known.isAlarm { problem("the 250 to alarm \(number) names no call") }
            return
        }
        join(number, call)
    }

    /// Alarms that are acknowledged.
    package private(set) var storedAlarmCount = 0

    /// Whether the message is acknowledged.
    package func isStored(_ number: Int) -> Bool { messages[number].storedAt >= 0 }

    /// The 250 to a CANCEL.
    package mutating func cancelStored(number: Int, call: CallID?, at: Stamp) {
        guard let call, let place = places[call] else { return }
        if calls[place].answeredAt < 0, calls[place].withdrawnAt < 0 {
            calls[place].withdrawnAt = at
        }
    }

    /// `* TAKEN`. A number that is none of this run is an older notice, not yet seen.
    package mutating func takenHeard(number: Int?, call: CallID?) {
        guard let number, messages.indices.contains(number), messages[number].firstSentAt >= 0
        else {
            strangeTakenCount += 1
            return
        }
        if messages[number].storedAt < 0, messages[number].isAlarm {
            problem("TAKEN of alarm \(number) came before its 250")
        }
        messages[number].wasTakenHeard = true
        if let call { join(number, call) } else { problem("TAKEN of \(number) names no call") }
    }

    /// One identity belongs to one call, and a home has one open call.
    mutating func join(_ number: Int, _ id: CallID) {
        let place = place(of: id)
        let message = messages[number]
        if message.call >= 0 {
            if message.call != place {
                doubledCount += 1
                note("message \(number) has two calls: \(calls[message.call].id) and \(id)")
            }
            return
        }
        messages[number].call = place
        if let other = callOfHome[message.home], other != place, message.isAlarm,
            calls[other].closedAt < 0, !calls[other].mayBeClosed, calls[place].firstSentAt < 0
        {
            doubledCount += 1
            note("home \(message.home) has two open calls: \(calls[other].id) and \(id)")
        }
        calls[place].home = message.home
        if message.isAlarm { calls[place].hasAlarm = true }
        let first = calls[place].firstSentAt
        if first < 0 || message.firstSentAt < first {
            calls[place].firstSentAt = message.firstSentAt
            calls[place].foundFreeOperator = message.foundFreeOperator
        }
        if calls[place].purpose == nil || message.purpose.isEmergency {
            calls[place].purpose = message.purpose
        }
        if calls[place].closedAt < 0 { callOfHome[message.home] = place }
    }

    /// Writes down that something counts twice.
    mutating func doubled(_ text: String) {
        doubledCount += 1
        note(text)
    }

    private mutating func note(_ text: String) {
        if problems.count < Auditor.problemsKept { problems.append(text) }
    }

    mutating func place(of id: CallID) -> Int {
        if let place = places[id] { return place }
        places[id] = calls.count
        calls.append(AuditedCall(id: id))
        unanswered += 1
        return calls.count - 1
    }

    // MARK: The console

    /// What the person behind a call wants; for a call of which only the centre told, a fault.
    package func purpose(of call: CallID) -> Purpose {
        places[call].flatMap { calls[$0].purpose } ?? .technical
    }

    /// The centre told of a call (an event, not a reply).
    package mutating func appeared(_ call: CallID) { _ = place(of: call) }

    /// `* OFFER`.
    package mutating func offered(_ call: CallID, at: Stamp) {
        let place = place(of: call)
        if calls[place].offeredAt < 0 { calls[place].offeredAt = at }
    }

    /// The 250 to a TAKE.
    package mutating func held(_ call: CallID, by person: OperatorID, at: Stamp) {
        let place = place(of: call)
        if let other = calls[place].holder, other != person { calls[place].suspect = other }
        calls[place].holder = person
        calls[place].mayBeClosed = false
        if calls[place].closedAt >= 0 { problem("\(call) was closed, and \(person) got it") }
        answered(place, at)
    }

    /// An event said that somebody has it, perhaps a person who is none of ours.
    package mutating func takenElsewhere(_ call: CallID, at: Stamp) {
        answered(place(of: call), at)
    }

    private mutating func answered(_ place: Int, _ at: Stamp) {
        guard calls[place].answeredAt < 0 else { return }
        calls[place].answeredAt = at
        unanswered -= 1
    }

    /// The call left these hands (RETURNED, WITHDRAWN, a lost connection).
    package mutating func letGo(_ call: CallID, by person: OperatorID) {
        let place = place(of: call)
        if calls[place].suspect == person { calls[place].suspect = nil }
        if calls[place].holder == person { calls[place].holder = nil }
    }

    /// CLOSE or CONFIRM goes out.
    package mutating func closing(_ call: CallID) { calls[place(of: call)].mayBeClosed = true }

    /// CLOSE was refused: it is open still.
    package mutating func stillOpen(_ call: CallID) { calls[place(of: call)].mayBeClosed = false }

    /// The 250 to a CLOSE or CONFIRM, or an event that says so.
    package mutating func closed(_ call: CallID, isConfirmed: Bool = false, at: Stamp) {
        let place = place(of: call)
        if isConfirmed { confirmedCount += 1 }
        guard calls[place].closedAt < 0 else { return }
        calls[place].closedAt = at
        calls[place].holder = nil
        if calls[place].answeredAt < 0 {
            answered(place, at)
            problem("\(call) was closed before anybody took it")
        }
    }

    /// Calls seen that are not known to be closed, in the order in which they were seen.
    package var openCalls: [CallID] { calls.filter { $0.closedAt < 0 }.map(\.id) }
}
