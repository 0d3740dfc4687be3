// SPDX-License-Identifier: Apache-2.0
/// T1: the daemon is killed at random moments under load, and started again, a thousand times.
/// Never decides what was acknowledged: the gateways count their own 250s.

import Glibc
import Rig
import World

enum KillOrdeal: Ordeal {
    static let name = "kill"
    static let catalogue = "T1"
    static let meaning = "kill -9 at random moments under load, restart, total-queue check"
    static let share = 4.0
    static let enough = 1000

    /// Kills on one folder, before the books are compared and a new one is begun.
    private static let killsPerFolderMax = 40
    /// The bound of a start on data of this size.
    private static let readySeconds = 1.0

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "kills")
        var chance = Chance(seed: bench.seed)
        var slowest = 0.0
        var recovered = 0
        var takes = 0
        while verdict.amount < bench.enough, !bench.isOver {
            let stage = try Stage(chance.next(), settings: ["lease.wrapUpSeconds=0"])
            let kills = 1 + chance.below(killsPerFolderMax)
            for _ in 0..<kills where verdict.amount < bench.enough && !bench.isOver {
                slowest = max(slowest, try life(stage, &chance))
                verdict.amount += 1
            }
            slowest = max(slowest, try stage.centre.start())
            try stage.checkReturned(stage.held, &verdict)
            let count = try stage.settle(&verdict)
            recovered += count.recovered
            takes += stage.hands.takes
            bench.say("\(verdict.amount) kills, \(verdict.acknowledged) acknowledged")
        }
        if slowest > readySeconds { verdict.wrong("ready only after \(slowest) s") }
        verdict.remark = "recovered \(recovered), \(takes) calls taken, "
            + "slowest start \(Int(slowest * 1000)) ms"
        return verdict
    }

    /// Starts, loads, kills; returns how long the start took, 0 where it was killed before.
    private static func life(_ stage: Stage, _ chance: inout Chance) throws -> Double {
        // As many short lives as long ones: 20 to 500 ms on a logarithmic scale, from the start.
        let span = 0.02 * exp(chance.unit() * log(25))
        let began = seconds()
        try stage.centre.launch()
        let process = try stage.centre.process
        defer { try? stage.centre.kill() }
        while seconds() - began < span {
            if process.output.contains("\n") { break }
            guard !process.hasEnded else {
                throw TestTrouble("the centre ended by itself: \(process.ending!): \(process.errors)")
            }
            usleep(500)
        }
        guard process.output.contains("\n") else {
            // Killed in the middle of its start, or too slow: the bound is its own.
            return seconds() - began > readySeconds ? seconds() - began : 0
        }
        let ready = seconds() - began
        try stage.centre.readPorts()
        stage.connect()
        while seconds() - began < span {
            stage.press(8)
            stage.crowd.turn(milliseconds: 1)
            for seat in stage.seats { seat.tick() }
        }
        stage.hands.settle()
        stage.held = Array(stage.hands.holders.keys)
        try stage.centre.kill()
        // What the kernel had already taken for us is heard, and counts.
        _ = stage.crowd.turn(within: 1) { stage.gateways.allSatisfy { $0.line == nil } }
        stage.forgetConnections()
        return ready
    }
}
