// SPDX-License-Identifier: Apache-2.0
/// T11: a thousand hostile connections of every kind, and one good gateway that must not feel them.
/// Never asks that it be quick: that is `make bench`. Only that no acknowledgement waits for them.

import Glibc
import Rig
import World

enum HostileOrdeal: Ordeal {
    static let name = "hostile"
    static let catalogue = "T11"
    static let meaning = "1,000 slow, mute, deaf, raving and flooding connections beside a good gateway"
    static let share = 2.0
    static let enough = 1000

    private static let firstLineSeconds = 3
    /// No acknowledgement may wait longer, on a machine that also carries the attackers.
    private static let ackSeconds = 5.0
    /// An attacker may keep an outbox of 1 MiB; then it is dropped.
    private static let memoryMax = 300 << 20

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "attackers")
        let stage = try Stage(
            bench.seed, settings: ["listen.idle.firstLineSeconds=\(firstLineSeconds)"])
        try stage.centre.start()
        for gateway in stage.gateways { gateway.window = 4 }
        let process = try stage.centre.process.identifier
        stage.load(1, press: 1)
        let descriptors = openDescriptors(of: process)
        let idle = stage.book.waits.count
        stage.load(2, press: 1)
        let calm = (stage.book.wait(0.5, from: idle), stage.book.wait(0.99, from: idle))

        let attack = Attack(stage, Chance(seed: bench.seed, stream: 7))
        let began = stage.book.waits.count
        var memory = 0
        let end = max(seconds() + 5, bench.deadline - 25)
        while seconds() < end {
            attack.turn()
            stage.press(1)
            stage.turn()
            memory = max(memory, residentBytes(of: process))
        }
        verdict.amount = attack.made
        let stormy = stage.book.waits[began...]
        if stormy.count < 100 { verdict.wrong("only \(stormy.count) acknowledgements under attack") }
        if let worst = stormy.max(), worst > ackSeconds {
            verdict.wrong("an acknowledgement took \(worst) s")
        }
        if memory > memoryMax { verdict.wrong("\(memory >> 20) MiB resident") }
        // Nobody does anything more: who has not said who it is must be put out, also who never reads.
        func left() -> Int { openDescriptors(of: process) - descriptors - attack.known }
        let isQuiet = stage.crowd.turn(within: Double(firstLineSeconds) + 12) { left() <= 0 }
        if !isQuiet { verdict.wrong("\(left()) strangers are still connected") }
        attack.leave()
        try stage.settle(&verdict)
        verdict.remark = "ack p50/p99 \(ms(calm.0))/\(ms(calm.1)) ms, under attack "
            + "\(ms(stage.book.wait(0.5, from: began)))/\(ms(stage.book.wait(0.99, from: began))) "
            + "ms, at most \(ms((stormy.max() ?? 0) * 1000)) ms; \(memory >> 20) MiB"
        return verdict
    }

    private static func ms(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}

/// Pages of a process that are in memory, in bytes.
func residentBytes(of process: pid_t) -> Int {
    let words = text(of: "/proc/\(process)/statm").split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * 4096 : 0
}

func openDescriptors(of process: pid_t) -> Int {
    guard let folder = opendir("/proc/\(process)/fd") else { return 0 }
    defer { closedir(folder) }
    var count = -2
    while readdir(folder) != nil { count += 1 }
    return count
}

/// Everybody who means harm.
private final class Attack {
    enum Kind: CaseIterable {
        /// A byte at a time.
        case slow
        /// Connects, says nothing.
        case mute
        /// Asks and never reads.
        case deaf
        /// Any bytes at all.
        case raving
        /// Ends with a reset in the middle of a line.
        case resetting
        /// Says half, and that nothing more comes.
        case half
    }
    final class Stranger: LineOwner {
        let kind: Kind
        var line: CrowdLine?
        var said = 0
        init(_ kind: Kind) { self.kind = kind }
        func ended(_ line: CrowdLine) { self.line = nil }
    }

    private let stage: Stage
    private var chance: Chance
    private var strangers: [Stranger] = []
    private var floods: [Stranger] = []
    private(set) var made = 0
    /// Slow ones at once; the others come and go.
    private static let slowMax = 1000
    private static let othersMax = 300

    init(_ stage: Stage, _ chance: Chance) {
        self.stage = stage
        self.chance = chance
    }

    /// Who has said who it is, and may stay.
    var known: Int { floods.count }

    func turn() {
        let missing = strangers.count { $0.kind == .slow && $0.line != nil }
        for _ in 0..<max(0, min(20, Self.slowMax - missing)) { add(.slow) }
        if strangers.count - missing < Self.othersMax {
            for _ in 0..<4 { add(chance.pick(Kind.allCases)) }
        }
        strangers.removeAll { $0.line == nil }
        for stranger in strangers where chance.happens(50) { act(stranger) }
        flood()
    }

    private func add(_ kind: Kind) {
        let stranger = Stranger(kind)
        let ports = [stage.centre.devicePort, stage.centre.consolePort, stage.centre.diallerPort]
        let port = kind == .deaf ? ports[chance.below(2)] : chance.pick(ports)
        stranger.line = stage.crowd.connect(
            "127.0.0.1", port, receiveBytes: kind == .deaf ? 4096 : 0, reads: kind != .deaf,
            owner: stranger)
        guard stranger.line != nil else { return }
        made += 1
        strangers.append(stranger)
    }

    private func act(_ stranger: Stranger) {
        guard let line = stranger.line, line.state == .open else { return }
        stranger.said += 1
        switch stranger.kind {
        case .slow:
            let words = Array("HELLO gateway=gw-demo ke".utf8)
            if stranger.said < words.count { line.send([words[stranger.said]]) }
        case .mute: break
        case .deaf:
            if line.unsentCount < 65_536 {
                line.send(Array(String(repeating: "HELP\n", count: 400).utf8))
            }
        case .raving:
            line.send((0..<chance.below(5000)).map { _ in UInt8(truncatingIfNeeded: chance.next()) })
        case .resetting:
            line.send(Array("ALARM dev=nobody ref=1 ty".utf8))
            line.reset()
            stranger.line = nil
        case .half:
            line.send(Array("HELLO gateway=".utf8))
            line.halfClose()
        }
    }

    /// Four who have a key, and know no measure.
    private func flood() {
        while floods.count < 4 {
            let flood = Stranger(.deaf)
            flood.line = stage.crowd.connect("127.0.0.1", stage.centre.devicePort, owner: flood)
            flood.line?.say("HELLO gateway=gw-demo key=demo")
            made += 1
            floods.append(flood)
        }
        let devices = (0..<200).map { "F\($0)" }.joined(separator: ",")
        for flood in floods {
            guard let line = flood.line, line.unsentCount < 65_536 else { continue }
            line.say("ALIVE dev=\(devices)\nPING\nSIGNAL dev=F1 ref=1 type=test\nNONSENSE")
        }
        floods.removeAll { $0.line == nil }
    }

    /// Those who are known leave by themselves.
    func leave() {
        for stranger in floods + strangers {
            stranger.line?.close()
            stranger.line = nil
        }
    }
}
