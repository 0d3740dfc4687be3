// SPDX-License-Identifier: Apache-2.0
/// T5: the Nth sync of the real daemon fails with EIO, once or for ever: house rule 9, clause by
/// clause. The preloaded recorder makes it fail and keeps the order of what came before and after;
/// never guesses that order from clocks.

import Glibc
import Rig
import Store
import World

enum SyncFails: Ordeal {
    static let name = "sync"
    static let catalogue = "T5"
    static let meaning = "the Nth sync fails: no acknowledgement after it, answers from memory"
    static let share = 2.0
    static let enough = 200

    static func run(_ bench: Bench) throws -> Verdict {
        try SyncFaults(bench).run()
    }
}

private final class SyncFaults {
    private let bench: Bench
    private let library: String
    private var chance: Chance
    private var verdict = Verdict(unit: "failed syncs")
    private var atStart = 0
    private var alone = 0
    private var closed = 0
    private var ordered = 0
    private var slowestRed = 0.0
    private var slowestRefusal = 0.0

    init(_ bench: Bench) throws {
        self.bench = bench
        library = try Preload.build(in: bench.folder)
        chance = Chance(seed: bench.seed, stream: 5)
    }

    func run() throws -> Verdict {
        // Every one of them once; in an order that makes a short run representative.
        var numbers = Array(1...bench.enough)
        for index in numbers.indices { numbers.swapAt(index, chance.below(numbers.count)) }
        for number in numbers where !bench.isOver {
            let before = verdict.problems.count
            do {
                try fail(number)
            } catch {
                verdict.wrong("\(error)")
            }
            if verdict.problems.count > before {
                bench.say("sync \(number): \(verdict.problems.suffix(1))")
            }
            if verdict.amount % 20 == 0 { bench.say("\(verdict.amount) failed syncs") }
        }
        verdict.remark =
            "\(atStart) during the start; red within \(Int(slowestRed * 1000)) ms; port closed "
            + "within \(Int(slowestRefusal * 1000)) ms; \(closed) ended with the last call, "
            + "\(ordered) by RESTART, \(alone) at once with none open"
        return verdict
    }

    private func fail(_ number: Int) throws {
        let forEver = number % 2 == 0
        let second = number % 4 >= 2
        let log = "\(bench.folder)/log"
        unlink(log)
        let centre = try RunningCentre([Load.settings, "storage.secondReceiver=\(second)"])
        defer { try? centre.kill() }
        centre.environment = [
            "LD_PRELOAD": library, "SAFEBELL_RECORD_FOLDER": centre.data,
            "SAFEBELL_RECORD_LOG": log, "SAFEBELL_SYNC_FAILS": "\(number)\(forEver ? "+" : "")",
        ]
        // A fifth of them in a checkpoint, which is rare among all syncs.
        if number % 5 == 0 {
            centre.environment["SAFEBELL_SYNC_FAILS"] = "\(1 + number / 5 % 5)@"
        }
        let load = Load(gateways: 2, window: 2, type: "welfare", homes: 1)
        try centre.start()
        do {
            try live(centre, load, number, second, log)
        } catch {
            // With no call open it starts anew at once, whatever we were about to ask of it.
            guard SyncFaults.failure(log) != nil,
                (try? centre.process.end(within: 5)) == .exited(75)
            else { throw error }
            alone += 1
        }
        if SyncFaults.failure(log) != nil { verdict.amount += 1 }
        load.disconnect()
        try? centre.kill()
        centre.environment = [:]
        try centre.start()
        try LoadCheck.check(centre.database, load, into: &verdict)
        try LoadCheck.checkRepeats(centre, load, into: &verdict)
        verdict.acknowledged += load.acknowledged
    }

    private func live(
        _ centre: RunningCentre, _ load: Load, _ number: Int, _ second: Bool, _ log: String
    ) throws {
        if SyncFaults.failure(log) != nil {
            atStart += 1
            return try goOn(after: number, centre, load)
        }
        let amy = try centre.person("amy")
        let sue = try centre.person("sue")
        try load.connect(to: centre)
        let end = seconds() + 10
        while load.refused == 0, !load.isOver, seconds() < end, SyncFaults.failure(log) == nil,
            !centre.log.contains("store-failed")
        {
            // Pressing, and then quiet for long enough that a checkpoint is made: its syncs fail too.
            let count = load.alarms.count
            load.most = count + 120
            load.hearAll(until: seconds() + 2)
            load.work(until: seconds() + 0.08)
        }
        let failedAt = try required(
            SyncFaults.failure(log), "sync \(number) never came: \(load.acknowledged) stored")
        // A fault in a checkpoint is noticed without a press.
        try centre.process.waitForError("store-failed")
        try checkRed(amy, sue, since: failedAt)
        try checkPort(centre, second, since: failedAt)
        load.most = .max
        load.pressOnce()
        load.hear(until: seconds() + 2)
        if number % 3 == 0 {
            try sue.ask("RESTART reason=\"the disk\"", "250 RESTARTING")
            ordered += 1
        } else {
            try answerAll(amy, centre)
            closed += 1
        }
        let ending = try centre.process.end(within: 15)
        if ending != .exited(75) { verdict.wrong("sync \(number): it ended with \(ending)") }
        try checkOrder(log, centre, load, number, failedAt)
    }

    /// A fault before it was ready: it answers without its database, opens it again within seconds
    /// and then starts anew; in the end a press is stored.
    private func goOn(after number: Int, _ centre: RunningCentre, _ load: Load) throws {
        try load.connect(to: centre)
        if number % 2 == 0, number % 5 != 0 {
            // For ever: nothing can be stored.
            load.pressOnce()
            load.hear(until: seconds() + 1)
            if load.acknowledged > 0 { verdict.wrong("acknowledged though no sync succeeds") }
            return
        }
        let before = load.acknowledged
        load.isPressing = false
        try load.work(within: 8, "a stored press after a fault at the start") {
            if load.unanswered == 0, !load.isOver, load.acknowledged == before { load.pressOnce() }
            return load.acknowledged > before || centre.hasEnded
        }
    }

    /// Everybody is told, within a second.
    private func checkRed(_ amy: Peer, _ sue: Peer, since failedAt: Double) throws {
        let event = try amy.event("STORAGE", within: 2)
        let took = seconds() - failedAt
        slowestRed = max(slowestRed, took)
        if took > 1 { verdict.wrong("red only after \(took) s") }
        if field("state", of: event) != "broken" { verdict.wrong("not red: \(event)") }
        let shown = try sue.ask("SHOW centre")[0]
        if field("saved", of: shown) != "0" { verdict.wrong("not red: \(shown)") }
    }

    /// Where there is a second receiver, nobody can connect any more; where there is none they can.
    private func checkPort(_ centre: RunningCentre, _ second: Bool, since failedAt: Double) throws {
        guard second else {
            _ = try Peer(port: centre.devicePort)
            return
        }
        try waitUntil(within: 2, "the closing of the device port") {
            (try? Peer(port: centre.devicePort)) == nil
        }
        let took = seconds() - failedAt
        slowestRefusal = max(slowestRefusal, took)
        if took > 1 { verdict.wrong("the port closed only after \(took) s") }
    }

    /// Known calls are answered from memory until the last is closed.
    private func answerAll(_ amy: Peer, _ centre: RunningCentre) throws {
        try amy.ask("READY", "250 READY")
        for _ in 0..<20 where !centre.hasEnded {
            guard let offer = try? amy.event("OFFER", within: 3) else { break }
            if field("unsaved", of: offer) != "1" { verdict.wrong("not marked: \(offer)") }
            let id = field("call", of: offer) ?? "?"
            for line in ["TAKE \(id)", "DONE \(id) step=1 result=well", "CLOSE \(id) outcome=enquiry"] {
                try amy.ask(line, "250")
            }
            if centre.hasEnded { break }
            amy.say("READY")
            _ = try? amy.reply()
        }
    }

    /// Nothing that is not on the disk is acknowledged after the failed sync (an answer to what an
    /// earlier sync has saved may be on its way), and the file is not written again.
    private func checkOrder(
        _ log: String, _ centre: RunningCentre, _ load: Load, _ number: Int, _ failedAt: Double
    ) throws {
        let recording = try Recording(log: log, folder: centre.data)
        let disk = try CrashDisk(recording, folder: "\(bench.folder)/image")
        var hasFailed = false
        for deed in recording.deeds {
            disk.take(deed)
            switch deed {
            case .syncFailed: hasFailed = true
            case .acknowledged(let reference) where hasFailed:
                if load.alarms[reference].sentAt > failedAt {
                    verdict.wrong(
                        "alarm \(reference) was sent after sync \(number) had failed, "
                            + "and acknowledged")
                }
            case .written where hasFailed, .cut where hasFailed, .syncBegins where hasFailed:
                verdict.wrong("sync \(number) failed, and then the file was written again: \(deed)")
                return
            default: break
            }
        }
        // What a power cut would leave now, of which nothing that was acknowledged may be missing.
        disk.show(.none, &chance)
        let file = "\(disk.folder)/safebell.sqlite"
        do {
            let database = try Database(path: file, mode: .writing)
            try LoadCheck.count(database, load, into: &verdict)
        }
        disk.forget()
    }

    /// When it failed, by the monotonic clock.
    private static func failure(_ log: String) -> Double? {
        let all = bytes(of: log)
        var place = 0
        while place + 24 <= all.count {
            func long(_ at: Int) -> UInt64 {
                (0..<8).reduce(0) { $0 | UInt64(all[place + at + $1]) << (8 * UInt64($1)) }
            }
            if all[place] == UInt8(ascii: "F") { return Double(long(8)) / 1e9 }
            place += 24 + Int(long(16))
        }
        return nil
    }
}

extension RunningCentre {
    fileprivate var hasEnded: Bool { (try? process.hasEnded) ?? true }
}
