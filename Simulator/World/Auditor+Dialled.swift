// SPDX-License-Identifier: Apache-2.0
/// The books of homes whose device dials: its acknowledgement names no call, so that its presses are
/// held against the calls that the console tells of. Never believes an acknowledgement by itself.

package import Vocabulary

/// What one home's device said, and what is known of its calls.
struct DialledHome: Sendable {
    /// All its numbered messages.
    var numbers: [Int] = []
    /// Alarms that no call is known of yet.
    var unjoined: [Int] = []
    /// Messages without a number of their own that may count as a press: cancels.
    var besides = 0
    /// Sendings after the first.
    var repeats: [(number: Int, at: Stamp)] = []
    /// Places of its calls.
    var calls: [Int] = []
    /// The centre opened one by itself.
    var hasOwnCall = false
}

extension Auditor {
    /// Real time within which the centre takes the same frame for the same event, less some seconds.
    static let sameEventSpan: Stamp = 110_000_000
    /// How far the news of two connections may be apart.
    static let newsSlack: Stamp = 2_000_000

    /// A device that dials says what has no number here.
    package mutating func saidBesides(home: Int) {
        dialledHomes[home, default: DialledHome()].besides += 1
    }

    /// Keeps the books of a message of a dialler.
    mutating func dialled(_ number: Int, home: Int, isFirst: Bool, at: Stamp) {
        if isFirst {
            messages[number].isDialled = true
            dialledHomes[home, default: DialledHome()].numbers.append(number)
            if messages[number].isAlarm { dialledHomes[home]?.unjoined.append(number) }
        } else {
            dialledHomes[home]?.repeats.append((number, at))
        }
    }

    /// The acknowledgement of a press: it belongs to the open call of its home, where there is one.
    mutating func dialledStored(_ number: Int) {
        let message = messages[number]
        guard message.isAlarm, message.call < 0, let place = callOfHome[message.home],
            calls[place].closedAt < 0, !calls[place].mayBeClosed
        else { return }
        joinDialled(message.home, to: place)
    }

    /// The console told of a call of this home. `isFinal`: it is closed, and `presses` is all it got.
    package mutating func shown(
        _ call: CallID, home: Int, presses: Int, isOwn: Bool, isFinal: Bool, at: Stamp
    ) {
        guard dialledHomes[home] != nil else { return }
        let place = place(of: call)
        if calls[place].appearedAt < 0 { calls[place].appearedAt = at }
        if dialledHomes[home]?.calls.contains(place) == false {
            dialledHomes[home]?.calls.append(place)
        }
        calls[place].presses = max(calls[place].presses, presses)
        if isOwn { dialledHomes[home]?.hasOwnCall = true }
        if isFinal {
            calls[place].hasAllPresses = true
            return
        }
        guard calls[place].closedAt < 0 else { return }
        if let other = callOfHome[home], other != place, calls[other].closedAt < 0,
            !calls[other].mayBeClosed, calls[place].home < 0
        {
            doubled("home \(home) has two open calls: \(calls[other].id) and \(call)")
        }
        calls[place].home = home
        callOfHome[home] = place
        joinDialled(home, to: place)
    }

    private mutating func joinDialled(_ home: Int, to place: Int) {
        for number in dialledHomes[home]?.unjoined ?? [] { join(number, calls[place].id) }
        dialledHomes[home]?.unjoined = []
    }

    /// The line under the books: presses that were acknowledged and that no call has, and presses
    /// that the centre counted and nobody made.
    mutating func settleDialled() -> (lost: Int, doubled: Int) {
        var lost = 0
        var extra = 0
        for (_, home) in dialledHomes.sorted(by: { $0.key < $1.key }) {
            for number in home.unjoined { joinLate(number, home) }
            let presses = home.calls.reduce(0) { $0 + calls[$1].presses }
            let stored = home.numbers.count {
                messages[$0].isAlarm && messages[$0].storedAt >= 0 && messages[$0].call >= 0
            }
            if home.calls.allSatisfy({ calls[$0].hasAllPresses }) {
                lost += max(0, stored - presses)
            }
            let repeats = home.repeats.count { isNewEvent($0.number, at: $0.at) }
            let most = home.numbers.count + home.besides + repeats
            if !home.hasOwnCall { extra += max(0, presses - most) }
        }
        return (lost, extra)
    }

    /// Whether the centre may have taken a repeat for an event of its own: its call was closed by a
    /// person, or the span of retries was over.
    private func isNewEvent(_ number: Int, at: Stamp) -> Bool {
        let message = messages[number]
        if at - message.firstSentAt > Auditor.sameEventSpan { return true }
        guard message.call >= 0 else { return true }
        let closedAt = calls[message.call].closedAt
        return closedAt >= 0 && closedAt <= at + Auditor.newsSlack
    }

    /// A press that came while its home's call was being closed: any call of the home that was open
    /// between the press and its acknowledgement.
    private mutating func joinLate(_ number: Int, _ home: DialledHome) {
        let message = messages[number]
        guard message.storedAt >= 0 else { return }
        let place = home.calls.last { place in
            calls[place].appearedAt <= message.storedAt + Auditor.newsSlack
                && (calls[place].closedAt < 0 || calls[place].closedAt >= message.firstSentAt)
        }
        if let place { messages[number].call = place }
    }
}

extension Auditor {
    /// Presses that were said over DC-09.
    package var dialledPressCount: Int { messages.count { $0.isDialled && $0.isAlarm } }
}
