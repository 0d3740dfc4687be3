// SPDX-License-Identifier: Apache-2.0
/// T27: a centre that cannot store and whose port is open. Where devices have a second receiver they
/// must go there; where they have none they must still ring. Never both ways at once.

import Glibc
import Rig
import World

enum HalfDead: Ordeal {
    static let name = "half-dead"
    static let catalogue = "T27"
    static let meaning =
        "the store hangs while the port is open: devices go elsewhere, or still ring"
    static let share = 0.4
    static let enough = 2
    /// From the press to the refusal of new connections.
    private static let closedWithin = 3.0
    /// How long the disk hangs.
    private static let hang = 8

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "centres")
        let library = try Preload.build(in: bench.folder)
        var words: [String] = []
        for second in [true, false] {
            words.append(try hold(second, library, &verdict))
            verdict.amount += 1
            bench.say(words[words.count - 1])
        }
        verdict.remark = words.joined(separator: "; ")
        return verdict
    }

    private static func hold(
        _ second: Bool, _ library: String, _ verdict: inout Verdict
    ) throws -> String {
        let centre = try RunningCentre([Load.settings, "storage.secondReceiver=\(second)"])
        defer { try? centre.kill() }
        centre.environment = LateSyncs.environment(library, milliseconds: hang * 1000, from: 40)
        try centre.start()
        let amy = try centre.person("amy")
        let waiting = try centre.gateway()
        let load = Load(gateways: 1, type: "welfare", homes: 1)
        try load.connect(to: centre)
        load.isPressing = false
        let hungAt = try LateSyncs.pressUntilHung(load)
        // Somebody has the call of that press, so that the next one rings somebody else.
        try amy.ask("READY", "250 READY")
        try amy.ask("TAKE \(field("call", of: try amy.event("OFFER")) ?? "?")", "250-TAKEN")
        let words =
            second
            ? try checkClosed(centre, load, since: hungAt, &verdict)
            : try checkOpen(centre, since: hungAt, &verdict)
        // Those that are in are served on, and get their answer in the end.
        let sue = try centre.ready("sue")
        waiting.say("ALARM dev=IN ref=1 type=fire")
        _ = try sue.event("the fire", within: 3) { $0.contains("type=fire") }
        try load.work(within: 40, "the acknowledgement after the hang") { load.unanswered == 0 }
        load.disconnect()
        try centre.kill()
        centre.environment = [:]
        try centre.start()
        try LoadCheck.check(centre.database, load, into: &verdict)
        try LoadCheck.checkRepeats(centre, load, into: &verdict)
        verdict.acknowledged += load.acknowledged
        return words
    }

    private static func checkClosed(
        _ centre: RunningCentre, _ load: Load, since hungAt: Double, _ verdict: inout Verdict
    ) throws -> String {
        for port in [centre.devicePort, centre.diallerPort] {
            try waitUntil(within: 10, "the closing of port \(port)") {
                (try? Peer(port: port)) == nil
            }
        }
        let took = seconds() - hungAt
        if took > closedWithin { verdict.wrong("the port closed only after \(took) s") }
        _ = try centre.person("ben")
        try load.work(within: 30, "the disk moving again") { load.unanswered == 0 }
        let moves = seconds()
        // Whether it hangs again with the next press or not: for a moment it listened.
        try waitUntil(within: 5, "the opening of the device port; \(centre.log)") {
            (try? Peer(port: centre.devicePort)) != nil
        }
        return "with a second receiver closed after \(Int(took * 1000)) ms, open again "
            + "\(Int((seconds() - moves) * 1000)) ms after the disk was back"
    }

    private static func checkOpen(
        _ centre: RunningCentre, since hungAt: Double, _ verdict: inout Verdict
    ) throws -> String {
        try waitUntil(within: 5, "three and a half seconds of hanging") { seconds() > hungAt + 3.5 }
        let gateway = try centre.gateway()
        let ben = try centre.ready("ben")
        let asked = seconds()
        gateway.say("ALARM dev=ALONE ref=1 type=gas")
        let offer = try ben.event("the gas", within: 3) { $0.contains("type=gas") }
        let took = seconds() - asked
        if field("unsaved", of: offer) != "1" { verdict.wrong("not marked: \(offer)") }
        if took > 0.6 { verdict.wrong("a press rang only after \(took) s") }
        if !gateway.replies.isEmpty { verdict.wrong("acknowledged by a disk that hangs") }
        try ben.ask("TAKE \(field("call", of: offer) ?? "?")", "250-TAKEN")
        return "without one a press rang UNSAVED after \(Int(took * 1000)) ms"
    }
}
