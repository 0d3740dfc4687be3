// SPDX-License-Identifier: Apache-2.0
/// The book of every alarm sent, and the check at the end: Jepsen's total queue and the bank.
/// Never trusts the centre's own count: the database is read by itself, and every acknowledged
/// alarm is sent once more.

import Glibc
import Rig
import Store
import Vocabulary

/// One press as its device knows it.
struct Press {
    let device: String
    let reference: Int
    let at: Int
    /// How often it was sent.
    var tries = 0
    /// Seconds (monotonic): first sent, first acknowledged.
    var sentAt = 0.0
    var acknowledgedAt = 0.0
    /// The call that the first acknowledgement named.
    var call: String?
    /// The acknowledgement of the final sending was heard.
    var isRepeated = false

    var line: String { "ALARM dev=\(device) ref=\(reference) type=button t=\(at)" }
}

/// What a book and a database say together, in Jepsen's words.
struct QueueCount {
    var attempts = 0
    var acknowledged = 0
    var stored = 0
    /// Stored, and its acknowledgement was never heard.
    var recovered = 0
    var lost = 0
    var doubled = 0
    var unexpected: [String] = []
}

final class TotalQueue {
    private(set) var presses: [Press] = []
    private(set) var acknowledgedCount = 0
    /// Calls named by acknowledgements.
    private(set) var calls: Set<String> = []
    /// Devices that have sent anything.
    private(set) var devices: Set<String> = []
    /// What a gateway heard and must not have heard.
    private(set) var conflicts: [String] = []
    /// From first sending to first acknowledgement, seconds.
    private(set) var waits: [Double] = []

    /// A new press; its place in the book is its name from now on.
    func press(_ device: String, _ reference: Int) -> Int {
        presses.append(
            Press(device: device, reference: reference, at: 1_700_000_000 + presses.count))
        return presses.count - 1
    }

    func sent(_ id: Int) {
        presses[id].tries += 1
        if presses[id].tries == 1 {
            presses[id].sentAt = seconds()
            devices.insert(presses[id].device)
        }
    }

    /// An acknowledgement of this press was heard, naming `call`.
    func acknowledged(_ id: Int, _ call: String) {
        if let known = presses[id].call {
            presses[id].isRepeated = true
            if known != call {
                conflict("\(presses[id].line) was \(known), and later \(call)")
            }
            return
        }
        presses[id].call = call
        presses[id].acknowledgedAt = seconds()
        waits.append(presses[id].acknowledgedAt - presses[id].sentAt)
        acknowledgedCount += 1
        calls.insert(call)
    }

    func conflict(_ text: String) { conflicts.append(text) }

    func forgetRepeats() { for id in presses.indices { presses[id].isRepeated = false } }

    /// The wait that so much of them (0.99) did not exceed, in milliseconds.
    func wait(_ share: Double, from first: Int = 0) -> Double {
        let sorted = waits[first...].sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] * 1000
    }

    // MARK: The check

    /// The alarms table against the book.
    func count(_ file: String) throws -> QueueCount {
        var count = QueueCount(
            attempts: presses.count { $0.tries > 0 }, acknowledged: acknowledgedCount)
        let database = try Database(path: file, mode: .reading)
        let health = try database.text("PRAGMA quick_check") ?? "?"
        if health != "ok" { count.unexpected.append("quick_check: \(health)") }
        var known: [String: Int] = [:]
        for (id, press) in presses.enumerated() where press.tries > 0 {
            known["\(press.device) \(press.reference)"] = id
        }
        var found = [Bool](repeating: false, count: presses.count)
        let alarms = try database.prepare(
            """
            SELECT device, reference, count(*), min(call), max(call), max(call NOT IN
              (SELECT id FROM calls)) FROM alarms GROUP BY device, reference
            """)
        while try alarms.step() {
            let name = "\(alarms.text(0)) \(alarms.text(1))"
            let rows = Int(alarms.integer(2))
            count.stored += rows
            guard let id = known[name] else {
                count.unexpected.append("\(name) was never sent")
                continue
            }
            found[id] = true
            count.doubled += rows - 1
            if presses[id].call == nil { count.recovered += 1 }
            if let call = presses[id].call.flatMap({ CallID(text: $0) }),
                alarms.integer(3) != call.raw || alarms.integer(4) != call.raw
            {
                count.unexpected.append("\(name) was told \(call), \(alarms.integer(3)) stands there")
            }
            if alarms.integer(5) != 0 { count.unexpected.append("\(name) has a call that is none") }
        }
        for (id, press) in presses.enumerated() where press.call != nil && !found[id] {
            count.lost += 1
            if count.lost == 1 { count.unexpected.append("lost: \(press.line)") }
        }
        return count
    }

    /// The bank: what the centre has in hand and what it has closed is what it has accepted.
    func bank(_ centre: RunningCentre, told: Set<String> = []) throws -> [String] {
        let open = try centre.openCalls()
        let database = try Database(path: centre.database, mode: .reading)
        let accepted = Int(try database.number("SELECT count(*) FROM calls") ?? -1)
        let closed = Int(
            try database.number("SELECT count(*) FROM calls WHERE closed_at IS NOT NULL") ?? -1)
        var wrong: [String] = []
        if open + closed != accepted {
            wrong.append("bank: \(open) open + \(closed) closed is not \(accepted) accepted")
        }
        let isClosed = try database.prepare("SELECT closed_at IS NOT NULL FROM calls WHERE id = ?1")
        for call in told {
            isClosed.bindAll(CallID(text: call)?.raw ?? 0)
            if try isClosed.first({ $0.flag(0) }) != true {
                wrong.append("\(call) was told closed and is not")
            }
        }
        return wrong
    }
}

extension Verdict {
    /// Takes in the count and what it says; returns it for the remark.
    mutating func take(_ count: QueueCount, of book: TotalQueue) {
        acknowledged += count.acknowledged
        lost += count.lost
        doubled += count.doubled
        for text in count.unexpected + book.conflicts {
            if text.hasPrefix("lost:") { note(text) } else { wrong(text) }
        }
    }
}

extension RunningCentre {
    /// A supervisor's count of calls that are not closed.
    func openCalls(of figure: [String] = ["waiting", "offered", "handling", "parked", "confirming"])
        throws -> Int
    {
        let sue = try person("sue")
        let line = try sue.ask("SHOW centre", "210-CENTRE")[0]
        return figure.reduce(0) { $0 + (field($1, of: line).flatMap { Int($0) } ?? 0) }
    }
}
