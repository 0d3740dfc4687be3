// SPDX-License-Identifier: Apache-2.0
/// T30: the daemon dies of a trap under load, as of an assertion of ours; a supervisor starts it.
/// Never waits for a report of the crash: accepting again comes first.

import Glibc
import Rig
import World

enum TrapOrdeal: Ordeal {
    static let name = "trap"
    static let catalogue = "T30"
    static let meaning = "the daemon dies of SIGILL, SIGABRT, SIGSEGV ... and accepts again within 1 s"
    static let share = 1.0
    static let enough = 50

    private static let signals = [SIGILL, SIGABRT, SIGSEGV, SIGTRAP, SIGBUS, SIGFPE]
    /// RestartSec of the unit.
    private static let restartSeconds = 0.2
    private static let boundSeconds = 1.0
    private static let trapsPerFolder = 12

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "traps")
        var chance = Chance(seed: bench.seed)
        var slowest = 0.0
        // As the unit sets it: a crash must restart at once, not first write a report.
        let variable = text(of: "\(Places.repository)/systemd/safebell.service").split(
            separator: "\n"
        ).first { $0.hasPrefix("Environment=SWIFT_BACKTRACE=") }
        let backtrace = try required(variable?.split(separator: "=", maxSplits: 2).last)
        while verdict.amount < bench.enough, !bench.isOver {
            let stage = try Stage(chance.next(), settings: ["lease.wrapUpSeconds=0"])
            stage.centre.environment["SWIFT_BACKTRACE"] = String(backtrace)
            try stage.centre.start()
            for _ in 0..<trapsPerFolder where verdict.amount < bench.enough && !bench.isOver {
                stage.load(0.05 + chance.unit() * 0.3)
                let signal = signals[verdict.amount % signals.count]
                slowest = max(slowest, try trap(stage, signal, &verdict))
                verdict.amount += 1
            }
            try stage.settle(&verdict)
        }
        verdict.remark = "acknowledging again after \(Int(slowest * 1000)) ms at most, "
            + "\(Int(restartSeconds * 1000)) ms of it RestartSec"
        return verdict
    }

    /// Returns how long nobody was answered.
    private static func trap(
        _ stage: Stage, _ signal: Int32, _ verdict: inout Verdict
    ) throws -> Double {
        let began = seconds()
        try stage.centre.process.signal(signal)
        let ending = try stage.centre.process.end()
        if ending != .killed(signal) { verdict.wrong("signal \(signal) ended it with \(ending)") }
        stage.forgetConnections()
        usleep(UInt32(restartSeconds * 1_000_000))
        try stage.centre.start()
        let before = stage.book.acknowledgedCount
        stage.load(boundSeconds * 5) { stage.book.acknowledgedCount > before }
        let took = seconds() - began
        if took > boundSeconds { verdict.wrong("signal \(signal): answering only after \(took) s") }
        return took
    }
}
