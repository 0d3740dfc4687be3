// SPDX-License-Identifier: Apache-2.0
/// A person at the console of an ordeal: logs in, takes what is offered, keeps it, closes some.
/// Never takes a call for its own unless the centre said so.

import Glibc
import Rig
import World

/// Who has which call, as the seats were told. One for all seats of a centre.
final class Hands {
    /// Call -> the seat that was told TAKEN.
    private(set) var holders: [String: String] = [:]
    /// Calls that somebody was told are closed, for good.
    private(set) var closed: Set<String> = []
    /// Calls that somebody has said CLOSE about, answered or not.
    private(set) var ending: Set<String> = []
    private(set) var takes = 0
    /// Told TAKEN while another seat has it and has not heard otherwise yet: when that was.
    private(set) var disputed: [String: (String, Double)] = [:]
    private(set) var doubled: [String] = []
    /// How long the former holder may take to hear that it is over, seconds.
    var disputeSpan = 2.0

    func taken(_ call: String, by name: String) {
        takes += 1
        if closed.contains(call) { doubled.append("\(call) was taken by \(name) after its end") }
        if let other = holders[call], other != name { disputed[call] = (other, seconds()) }
        holders[call] = name
    }
    func left(_ call: String, by name: String) {
        if holders[call] == name { holders[call] = nil }
        if disputed[call]?.0 == name { disputed[call] = nil }
    }
    func ends(_ call: String) { ending.insert(call) }
    func closed(_ call: String, by name: String, isSaved: Bool) {
        left(call, by: name)
        if isSaved { closed.insert(call) }
    }
    /// The seat's connection is over: what it had goes back, or stays with its name.
    func gone(_ name: String) {
        for (call, holder) in holders where holder == name { holders[call] = nil }
        for (call, dispute) in disputed where dispute.0 == name { disputed[call] = nil }
    }
    /// Disputes that were not settled in time become doubled ones.
    func settle() {
        for (call, dispute) in disputed where seconds() - dispute.1 > disputeSpan {
            doubled.append("\(call) is in the hands of \(dispute.0) and \(holders[call] ?? "?")")
            disputed[call] = nil
        }
    }
}

final class Seat: LineOwner {
    let name: String
    private let hands: Hands
    private unowned let crowd: LineCrowd
    private var chance: Chance
    /// Of 1000 calls taken, so many are closed at once.
    var closesPerMille = 500
    /// How long it keeps the others, seconds.
    var holdSpan = 0.1
    private(set) var line: CrowdLine?
    private(set) var isIn = false
    /// The call in hand, and since when.
    private var kept: (call: String, since: Double)?
    private var saidAt = 0.0
    private(set) var refusals = 0
    private(set) var wrong: [String] = []

    init(_ name: String, _ hands: Hands, _ crowd: LineCrowd, _ chance: Chance) {
        self.name = name
        self.hands = hands
        self.crowd = crowd
        self.chance = chance
    }

    func connect(_ port: UInt16) {
        guard line == nil else { return }
        line = crowd.connect("127.0.0.1", port, owner: self)
    }

    func heard(_ text: String, on line: CrowdLine) {
        guard line === self.line else { return }
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count >= 2 else { return wrong.append("\(name) heard \(text)") }
        switch (words[0], words[1]) {
        case ("220", _): line.say("LOGIN user=\(name) secret=demo")
        case ("230", _):
            isIn = true
            line.say("READY")
        case ("*", "OFFER"), ("*", "OPEN"):
            if let call = Self.call(in: text) { line.say("@t TAKE \(call)") }
        case ("*", "RETURNED"), ("*", "WITHDRAWN"):
            guard let call = Self.call(in: text) else { return }
            if kept?.call == call { kept = nil }
            hands.left(call, by: name)
        case ("@t", "250-TAKEN"): take(text, line)
        case ("@c", "250"): closed(text)
        case ("@t", "455"), ("@c", "455"), ("@c", "551"), ("@t", "551"): refusals += 1
        case ("421", _), ("250", "READY"), ("*", _), ("@t", _), ("@d", _), ("@r", _): break
        default: wrong.append("\(name) heard \(text)")
        }
    }

    private func take(_ text: String, _ line: CrowdLine) {
        guard let call = Self.call(in: text) else { return }
        hands.taken(call, by: name)
        kept = (call, seconds())
        if chance.happens(closesPerMille) { close(call) }
    }

    private func close(_ call: String) {
        hands.ends(call)
        saidAt = seconds()
        line?.say("@d DONE \(call) step=1 result=well\n@c CLOSE \(call) outcome=test")
    }

    /// What its clock tells it to do: end what it has kept for long enough, be ready again.
    func tick() {
        guard let line, isIn else { return }
        if let kept {
            if seconds() - max(kept.since, saidAt) > holdSpan { close(kept.call) }
        } else if seconds() - saidAt > 1 {
            saidAt = seconds()
            line.say("@r READY")
        }
    }

    private func closed(_ text: String) {
        guard let call = Self.call(in: text) else { return }
        if kept?.call == call { kept = nil }
        hands.closed(call, by: name, isSaved: !text.contains("unsaved=1"))
    }

    func ended(_ line: CrowdLine) {
        guard line === self.line else { return }
        self.line = nil
        isIn = false
        kept = nil
        hands.gone(name)
    }

    func breakOff() {
        guard let line else { return }
        line.reset()
        ended(line)
    }

    private static func call(in text: String) -> String? {
        guard let place = text.firstRange(of: " call=") else { return nil }
        return String(text[place.upperBound...].prefix { $0 != " " })
    }
}
