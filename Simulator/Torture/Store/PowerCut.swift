// SPDX-License-Identifier: Apache-2.0
/// T2: the power fails under the real daemon, at any moment of its work and of its start, with its
/// configuration and its keys on the same disk. Never calls anything saved but what is there after.

import Glibc
import Rig
import World

enum PowerCut: Ordeal {
    static let name = "cut"
    static let catalogue = "T2"
    static let meaning = "the power fails while gateways press: data, configuration and keys"
    static let share = 2.0
    static let enough = 200
    static let tools = LoopDisk.tools

    static func run(_ bench: Bench) throws -> Verdict {
        try PowerCuts(bench, control: nil).run()
    }
}

/// The same with commits that are not synced.
enum PowerCutNormal: Ordeal {
    static let name = "cut-normal"
    static let catalogue = "T2"
    static let meaning = "control: the same with synchronous=NORMAL"
    static let share = 0.2
    static let enough = 10
    static let tools = LoopDisk.tools
    static let mustFail = true

    static func run(_ bench: Bench) throws -> Verdict {
        try PowerCuts(bench, control: "normal").run()
    }
}

/// The same on a disk whose syncs do nothing: no program can keep its word on it, and only a second
/// receiver helps (docs/operating.md).
enum PowerCutLie: Ordeal {
    static let name = "sync-lies"
    static let catalogue = "T5"
    static let meaning = "control: a power cut on a disk that lies about its syncs"
    static let share = 0.2
    static let enough = 10
    static let tools = LoopDisk.tools
    static let mustFail = true

    static func run(_ bench: Bench) throws -> Verdict {
        try PowerCuts(bench, control: "lie").run()
    }
}

private final class PowerCuts {
    /// Cuts that one disk lives through: its file grows, and each is checked whole.
    private static let cutsPerDisk = 10

    private let bench: Bench
    private let control: String?
    private let library: String?
    private var chance: Chance
    private var verdict = Verdict(unit: "cuts")
    private var duringStart = 0
    private var killedFirst = 0
    private var sentAfter = 0
    private var slowestStart = 0.0

    init(_ bench: Bench, control: String?) throws {
        self.bench = bench
        self.control = control
        library = control == nil ? nil : try Preload.build(in: bench.folder)
        chance = Chance(seed: bench.seed, stream: 2)
    }

    func run() throws -> Verdict {
        var disks = 0
        while verdict.amount < bench.enough, !bench.isOver {
            disks += 1
            try liveThroughCuts("disk\(disks)")
            bench.say(
                "\(verdict.amount) cuts, \(verdict.acknowledged) acknowledged, "
                    + "lost \(verdict.lost)")
        }
        verdict.remark =
            "\(duringStart) during a start, \(killedFirst) after a kill; \(sentAfter) sent after the cut, none of "
            + "them acknowledged; ready again within \(Int(slowestStart * 1000)) ms"
        return verdict
    }

    private func liveThroughCuts(_ name: String) throws {
        let disk = try LoopDisk(in: bench.folder, name: name, megabytes: 192)
        let centre = try self.centre(on: disk)
        defer { try? centre.kill() }
        let load = Load(window: 2 + chance.below(16))
        load.key = PowerCuts.key
        for _ in 0..<PowerCuts.cutsPerDisk {
            guard verdict.amount < bench.enough, !bench.isOver else { break }
            let last = verdict.problems.count
            let lost = verdict.lost
            if chance.below(5) == 0 {
                try centre.launch()
                usleep(UInt32(chance.below(60_000)))
                try disk.cut()
                duringStart += 1
            } else {
                guard try start(centre) else { break }
                try pressAndCut(centre, disk, load)
            }
            try centre.kill()
            load.hear(until: seconds() + 1)
            load.disconnect()
            verdict.amount += 1
            disk.unmount()
            try disk.mount()
            guard try start(centre) else { break }
            try LoadCheck.check(centre.database, load, into: &verdict)
            try LoadCheck.checkRepeats(centre, load, most: 2000, into: &verdict)
            try centre.kill()
            // What is lost once would be counted again after every later cut.
            if verdict.lost > lost || verdict.problems.count > last { break }
        }
        verdict.acknowledged += load.acknowledged
    }

    private func pressAndCut(_ centre: RunningCentre, _ disk: LoopDisk, _ load: Load) throws {
        try load.connect(to: centre)
        load.work(until: seconds() + 0.02 + 0.4 * chance.unit())
        if chance.below(5) == 0 {
            // It is killed, and what had no answer is said again to the next one: that may know it
            // from a page that no disk has seen.
            try centre.kill()
            load.hear(until: seconds() + 1)
            guard try start(centre) else { return }
            try load.connect(to: centre)
            load.isPressing = false
            load.repeatUnanswered()
            load.work(until: seconds() + 0.001 + 0.03 * chance.unit())
            load.isPressing = true
            killedFirst += 1
        }
        if chance.below(4) == 0 {
            // Quiet for a moment: a checkpoint is due then, and the cut comes into it.
            load.hear(until: seconds() + 1)
            load.isPressing = false
            load.work(until: seconds() + 0.045 + 0.02 * chance.unit())
            load.isPressing = true
        }
        try disk.cut()
        let first = load.alarms.count
        load.pressOnce()
        load.work(until: seconds() + 0.1)
        sentAfter += load.alarms.count - first
        for reference in first..<load.alarms.count where load.alarms[reference].call != nil {
            verdict.wrong("alarm \(reference) was sent after the cut and acknowledged")
        }
    }

    /// Starts it: it must be as it was, not a centre without its database or with a new one.
    private func start(_ centre: RunningCentre) throws -> Bool {
        do {
            slowestStart = max(slowestStart, try centre.start())
        } catch {
            verdict.wrong("it did not start after the cut: \(error)")
            return false
        }
        for word in ["set-aside", "starting-without", "starting-degraded"]
        where centre.log.contains(word) {
            verdict.wrong("it started with \(word): \(centre.log)")
            return false
        }
        return true
    }

    private static let key = "a-key-for-the-disk-rig"

    /// The configuration and the keys are on the disk that fails.
    private func centre(on disk: LoopDisk) throws -> RunningCentre {
        let etc = "\(disk.path)/etc"
        mkdir(etc, 0o700)
        for name in ["demo.json5", "event-codes.json5"] {
            try write(text(of: "\(Places.repository)/Config/\(name)"), to: "\(etc)/\(name)")
        }
        Rig.run(["cp", "-r", "\(Places.repository)/Config/plans", etc])
        let keys = Load.names.map { "\($0) \(PowerCuts.key)\n" }.joined()
        try write(keys, to: "\(etc)/keys")
        disk.settle()
        let centre = try RunningCentre(
            ["gateways.inline=[]", "gateways.keyFile=\"\(etc)/keys\""], data: "\(disk.path)/data")
        centre.configuration = "\(etc)/demo.json5"
        if let control, let library {
            centre.environment = ["LD_PRELOAD": library, "SAFEBELL_CONTROL": control]
        }
        return centre
    }
}
