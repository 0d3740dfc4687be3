// SPDX-License-Identifier: Apache-2.0
/// T14: too few descriptors, too little memory, a tenth of a processor.
/// Never asks for service to strangers then: only that who is in is served, and nothing is lost.

import Glibc
import Rig
import World

enum StarveOrdeal: Ordeal {
    static let name = "starve"
    static let catalogue = "T14"
    static let meaning = "64 descriptors, 64 MiB and less of memory, 10 % of a processor"
    static let share = 1.5
    static let enough = 9
    static let tools = ["prlimit"]

    private static let descriptors = 64
    /// Beside a tenth of a processor; a press must not wait longer.
    private static let ackSeconds = 5.0

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "famines")
        var chance = Chance(seed: bench.seed)
        var remarks: [String] = []
        while verdict.amount < bench.enough, !bench.isOver {
            let seed = chance.next()
            let remark: String
            switch verdict.amount % 3 {
            case 0: remark = try fewDescriptors(seed, &verdict)
            case 1: remark = try littleMemory(seed, [64, 24, 16][verdict.amount / 3 % 3], &verdict)
            default: remark = try slowProcessor(seed, &verdict)
            }
            bench.say(remark)
            if remarks.count < 6 { remarks.append(remark) }
            verdict.amount += 1
        }
        verdict.remark = remarks.joined(separator: "; ")
        return verdict
    }

    /// By then every stranger that finds no descriptor must have heard so.
    private static let strangerSeconds = 20.0

    /// Strangers take every descriptor; who was there before does not notice.
    private static func fewDescriptors(_ seed: UInt64, _ verdict: inout Verdict) throws -> String {
        let stage = try Stage(seed, wrapper: ["prlimit", "--nofile=\(descriptors)"])
        try stage.centre.start()
        stage.load(0.5) { stage.gateways.allSatisfy(\.isIn) && stage.seats.allSatisfy(\.isIn) }
        let connections = stage.gateways.map(\.connections)
        let began = stage.book.waits.count
        let strangers = (0..<200).map { _ in Stranger() }
        for stranger in strangers {
            stranger.line = stage.crowd.connect("127.0.0.1", stage.centre.consolePort, owner: stranger)
        }
        // They are turned away one after the other, beside everything else that two processors do.
        let measured = stage.book.waits.count + 200
        stage.load(strangerSeconds) {
            strangers.count { $0.isRefused } >= 200 - descriptors
                && stage.book.waits.count >= measured
        }
        let refused = strangers.count { $0.isRefused }
        if refused < 200 - descriptors { verdict.wrong("only \(refused) of 200 strangers refused") }
        if stage.gateways.map(\.connections) != connections {
            verdict.wrong("a gateway was put out for want of descriptors")
        }
        let worst = stage.book.waits[began...].max() ?? .infinity
        if worst > ackSeconds { verdict.wrong("an acknowledgement took \(worst) s") }
        for stranger in strangers { stranger.line?.close() }
        try waitUntil("room again") {
            stage.turn()
            return try Peer(port: stage.centre.consolePort).reply().hasPrefix("220 ")
        }
        try stage.settle(&verdict)
        return "\(descriptors) descriptors: \(refused) of 200 refused"
    }

    /// Connections that never read fill its memory until the kernel kills it, as in T1.
    private static func littleMemory(
        _ seed: UInt64, _ mebibytes: Int, _ verdict: inout Verdict
    ) throws -> String {
        let group = try ControlGroup("memory")
        try group.set("memory.limit_in_bytes", mebibytes << 20)
        let stage = try Stage(seed, wrapper: group.wrapper)
        defer { try? stage.centre.kill() }
        stage.devicesPerGateway = 100_000
        var kills = 0
        for _ in 0..<6 {
            do { try stage.centre.start() } catch {
                // Killed in its start: it has more to remember than it may.
                guard try stage.centre.process.ending == .killed(SIGKILL) else { throw error }
                kills += 1
                break
            }
            let process = try stage.centre.process
            var deaf: [Stranger] = []
            let end = seconds() + 1.5
            while seconds() < end, !process.hasEnded {
                if deaf.count < 100 {
                    let stranger = Stranger()
                    stranger.line = stage.crowd.connect(
                        "127.0.0.1", stage.centre.consolePort, receiveBytes: 4096, reads: false,
                        owner: stranger)
                    deaf.append(stranger)
                }
                for stranger in deaf where (stranger.line?.unsentCount ?? .max) < 10_000 {
                    stranger.line?.send(Array(String(repeating: "HELP\n", count: 100).utf8))
                }
                stage.load(0.01, press: 16)
            }
            if process.hasEnded {
                kills += 1
                if process.ending != .killed(SIGKILL) {
                    verdict.wrong("\(mebibytes) MiB: \(process.ending!): \(process.errors.suffix(300))")
                }
            }
            for stranger in deaf { stranger.line?.close() }
            try stage.centre.kill()
            stage.forgetConnections()
        }
        // The books are compared with as much as it needs.
        stage.centre.wrapper = []
        try stage.centre.start()
        try stage.settle(&verdict)
        return "\(mebibytes) MiB: killed \(kills) times by the kernel"
    }

    private static func slowProcessor(_ seed: UInt64, _ verdict: inout Verdict) throws -> String {
        let group = try ControlGroup("cpu")
        let stage = try Stage(seed, wrapper: group.wrapper)
        defer { try? stage.centre.kill() }
        try stage.centre.start()
        stage.load(0.3)
        try group.set("cpu.cfs_period_us", 100_000)
        try group.set("cpu.cfs_quota_us", 10_000)
        let began = stage.book.waits.count
        stage.load(4)
        let waits = stage.book.waits[began...]
        let worst = waits.max() ?? .infinity
        if worst > ackSeconds || waits.count < 100 {
            verdict.wrong("10 % of a processor: \(waits.count) acknowledgements, one took \(worst) s")
        }
        try group.set("cpu.cfs_quota_us", -1)
        try stage.settle(&verdict)
        return "10 % processor: \(waits.count / 4) acks/s, at most \(Int(worst * 1000)) ms"
    }

    private final class Stranger: LineOwner {
        var line: CrowdLine?
        private(set) var isRefused = false
        func heard(_ text: String, on line: CrowdLine) {
            if text.hasPrefix("451 RETRY") { isRefused = true }
        }
        func ended(_ line: CrowdLine) {
            // Closed without a greeting, where the kernel had no room for the words.
            self.line = nil
        }
    }
}
