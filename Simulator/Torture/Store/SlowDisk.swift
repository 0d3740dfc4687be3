// SPDX-License-Identifier: Apache-2.0
/// T7: a disk of 20 syncs a second, and one that hangs for half a minute. Never lets the disk's time
/// become anybody else's: people's words and PING pass.

import Glibc
import Rig
import World

/// The real daemon on a disk whose syncs take their time.
enum LateSyncs {
    /// - Parameter from: the Nth sync is the first late one.
    static func environment(
        _ library: String, milliseconds: Int, from number: Int
    ) -> [String: String] {
        ["LD_PRELOAD": library, "SAFEBELL_SYNC_LATE": "\(milliseconds):\(number)"]
    }

    /// Presses until one has no answer for a second: the disk hangs from now on.
    /// - Returns: when that press was sent.
    static func pressUntilHung(_ load: Load) throws -> Double {
        for _ in 0..<400 {
            let sent = seconds()
            load.pressOnce()
            load.hear(until: sent + 1)
            if load.unanswered > 0 { return sent }
        }
        throw TestTrouble("the disk never hung")
    }
}

enum SlowDisk: Ordeal {
    static let name = "slow"
    static let catalogue = "T7"
    static let meaning = "20 syncs a second, and a disk that hangs for 30 s: nobody else waits"
    static let share = 0.4
    static let enough = 2
    /// What PING may take meanwhile.
    private static let stallMax = 0.1
    private static let storedPerSecondMin = 1000.0

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "disks")
        let library = try Preload.build(in: bench.folder)
        var words: [String] = []
        words.append(try slow(library, &verdict))
        verdict.amount += 1
        bench.say(words[0])
        words.append(try hung(library, &verdict))
        verdict.amount += 1
        bench.say(words[1])
        verdict.remark = words.joined(separator: "; ")
        return verdict
    }

    private static func slow(_ library: String, _ verdict: inout Verdict) throws -> String {
        let centre = try RunningCentre([Load.settings])
        defer { try? centre.kill() }
        centre.environment = LateSyncs.environment(library, milliseconds: 50, from: 1)
        try centre.start()
        let amy = try centre.person("amy")
        let load = Load(window: 100)
        try load.connect(to: centre, pinging: true)
        let began = seconds()
        load.work(until: began + 8)
        let rate = Double(load.acknowledged) / 8
        if rate < storedPerSecondMin { verdict.wrong("only \(Int(rate)) alarms a second stored") }
        if load.pings < 100 { verdict.wrong("only \(load.pings) PINGs were answered") }
        if load.slowestPing > stallMax { verdict.wrong("a PING took \(load.slowestPing) s") }
        // The operator is rung within the patience, 200 ms.
        try amy.ask("READY", "250 READY")
        let asked = seconds()
        _ = try amy.event("OFFER")
        let offered = seconds() - asked
        if offered > 0.5 { verdict.wrong("an offer came only after \(offered) s") }
        load.hear(until: seconds() + 10)
        try finish(centre, load, &verdict)
        return "at 20 syncs/s \(Int(rate)) alarms/s stored, offer after \(Int(offered * 1000)) ms, "
            + "slowest of \(load.pings) PINGs \(Int(load.slowestPing * 1000)) ms"
    }

    private static func hung(_ library: String, _ verdict: inout Verdict) throws -> String {
        let centre = try RunningCentre([Load.settings])
        defer { try? centre.kill() }
        centre.environment = LateSyncs.environment(library, milliseconds: 30_000, from: 40)
        try centre.start()
        let amy = try centre.ready("amy")
        let load = Load(gateways: 1, type: "welfare", homes: 1)
        try load.connect(to: centre, pinging: true)
        load.isPressing = false
        let hungAt = try LateSyncs.pressUntilHung(load)
        let stored = load.acknowledged
        // Whoever is rung acts while the disk hangs.
        var asked = seconds()
        let offer = try amy.event("OFFER")
        try amy.ask("TAKE \(field("call", of: offer) ?? "?")", "250-TAKEN")
        var slowest = seconds() - asked
        // A life is at stake while it hangs: it rings within the patience.
        let ben = try centre.ready("ben")
        asked = seconds()
        let gateway = try centre.gateway()
        gateway.say("ALARM dev=HUNG ref=1 type=fire")
        let rung = try ben.event("the fire", within: 3) { $0.contains("type=fire") }
        slowest = max(slowest, seconds() - asked)
        if field("unsaved", of: rung) != "1" { verdict.wrong("not marked: \(rung)") }
        if slowest > 0.7 { verdict.wrong("people waited \(slowest) s for a hung disk") }
        load.work(until: hungAt + 20)
        if load.acknowledged > stored { verdict.wrong("acknowledged while the disk hung") }
        if load.slowestPing > stallMax { verdict.wrong("a PING took \(load.slowestPing) s") }
        try load.work(within: 60, "the acknowledgement after the hang") { load.unanswered == 0 }
        let took = load.alarms.last.map { $0.heardAt - $0.sentAt } ?? 0
        try finish(centre, load, &verdict)
        return "hung for \(Int(took)) s: rung after \(Int(slowest * 1000)) ms, "
            + "slowest of \(load.pings) PINGs \(Int(load.slowestPing * 1000)) ms"
    }

    private static func finish(
        _ centre: RunningCentre, _ load: Load, _ verdict: inout Verdict
    ) throws {
        load.disconnect()
        try centre.kill()
        centre.environment = [:]
        try centre.start()
        try LoadCheck.check(centre.database, load, into: &verdict)
        try LoadCheck.checkRepeats(centre, load, most: 5000, into: &verdict)
        verdict.acknowledged += load.acknowledged
    }
}
