// SPDX-License-Identifier: Apache-2.0
/// The same power cut for other programs: one client, one item at a time. Never a judgement of them:
/// the row fails only where ours loses something.

import Glibc
import Rig
import Store
import World

enum PeerCuts: Ordeal {
    static let name = "cut-peers"
    static let catalogue = "T2"
    static let meaning = "the same power cut under others that are installed, for comparison"
    static let share = 0.4
    static let enough = 3
    static let tools = LoopDisk.tools

    /// What one program did over its cuts.
    private struct Tally {
        var acknowledged = 0
        var lost = 0
        var after = 0
        var trouble = ""
        mutating func add(_ other: Tally) {
            acknowledged += other.acknowledged
            lost += other.lost
            after += other.after
            if trouble.isEmpty { trouble = other.trouble }
        }
        var text: String {
            "lost \(lost) of \(acknowledged), \(after) acknowledged after the cut\(trouble)"
        }
    }

    static func run(_ bench: Bench) throws -> Verdict {
        var chance = Chance(seed: bench.seed, stream: 22)
        var verdict = Verdict(unit: "cuts each")
        let engines: [any PeerEngine] = [
            Beanstalkd("beanstalkd", []), Beanstalkd("beanstalkd -f0", ["-f", "0"]),
            Redis("everysec"), Redis("always"), Postgres(),
        ]
        var words: [String] = []
        for engine in engines {
            guard type(of: engine).tools.allSatisfy(Torture.isThere) else {
                words.append("\(engine.title): not installed")
                continue
            }
            var tally = Tally()
            for round in 0..<bench.enough {
                tally.add(try cut(engine, "\(bench.folder)", "peer\(round)", &chance))
            }
            words.append("\(engine.title): \(tally.text)")
            bench.say(words[words.count - 1])
        }
        for round in 0..<bench.enough { try cutOurs(bench, "ours\(round)", &chance, &verdict) }
        verdict.amount = bench.enough
        verdict.remark = words.joined(separator: "; ")
        return verdict
    }

    private static func cut(
        _ engine: any PeerEngine, _ folder: String, _ name: String, _ chance: inout Chance
    ) throws -> Tally {
        let disk = try LoopDisk(in: folder, name: name, megabytes: 256)
        chmod(folder, 0o755)
        let home = "\(disk.path)/home"
        mkdir(home, 0o700)
        chmod(disk.path, 0o755)
        try engine.prepare(home)
        disk.settle()
        var tally = Tally()
        let port = UInt16(20_000 + chance.below(10_000))
        var child = try ChildProcess(engine.command(home, port), folder: folder)
        defer { end(&child) }
        var connection = try connect(engine, child, port)
        let cutAt = seconds() + 0.5 + chance.unit()
        var item = 0
        var kept: [Int] = []
        var isCut = false
        while seconds() < cutAt + 0.5 {
            if !isCut, seconds() >= cutAt {
                try disk.cut()
                isCut = true
            }
            item += 1
            guard let isKept = engine.hand(item, connection) else { break }
            if isKept { kept.append(item) }
            if isKept, isCut { tally.after += 1 }
        }
        if !isCut { try disk.cut() }
        end(&child)
        disk.unmount()
        try disk.mount()
        tally.acknowledged = kept.count
        child = try ChildProcess(engine.command(home, port), folder: folder)
        do {
            connection = try connect(engine, child, port)
            let found = Set(try engine.everything(connection, home))
            tally.lost = kept.filter { !found.contains($0) }.count
        } catch {
            tally.lost = kept.count
            tally.trouble = ", did not start again"
        }
        end(&child)
        return tally
    }

    private static func connect(
        _ engine: any PeerEngine, _ child: ChildProcess, _ port: UInt16
    ) throws -> PlainConnection {
        var found: PlainConnection?
        try waitUntil(within: 20, "\(engine.title); \(child.errors)") {
            guard let made = try? PlainConnection(port: port) else { return false }
            guard (try? engine.greet(made)) != nil else { return false }
            found = made
            return true
        }
        return try required(found)
    }

    /// Kills it; what it has started ends by itself.
    private static func end(_ child: inout ChildProcess) {
        guard !child.hasEnded else { return }
        child.signal(SIGKILL)
        _ = try? child.end(within: 5)
    }

    private static func cutOurs(
        _ bench: Bench, _ name: String, _ chance: inout Chance, _ verdict: inout Verdict
    ) throws {
        let disk = try LoopDisk(in: bench.folder, name: name, megabytes: 128)
        let centre = try RunningCentre([Load.settings], data: "\(disk.path)/data")
        defer { try? centre.kill() }
        try centre.start()
        let load = Load(gateways: 1, window: 1)
        try load.connect(to: centre)
        load.work(until: seconds() + 0.5 + chance.unit())
        try disk.cut()
        let first = load.alarms.count
        load.work(until: seconds() + 0.5)
        for reference in first..<load.alarms.count where load.alarms[reference].call != nil {
            verdict.wrong("alarm \(reference) was sent after the cut and acknowledged")
        }
        try centre.kill()
        load.disconnect()
        disk.unmount()
        try disk.mount()
        try centre.start()
        try LoadCheck.check(centre.database, load, into: &verdict)
        try centre.kill()
        verdict.acknowledged += load.acknowledged
    }
}
