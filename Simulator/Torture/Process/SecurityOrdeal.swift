// SPDX-License-Identifier: Apache-2.0
/// T21: a thousand bad log-ons a second, and texts that would take over a terminal.
/// Never tests what a role may do: that is ConversationTests.

import Glibc
import Rig
import World

enum SecurityOrdeal: Ordeal {
    static let name = "security"
    static let catalogue = "T21"
    static let meaning = "1,000 bad log-ons a second beside alarms; escape sequences in every text field"
    static let share = 1.0
    static let enough = 5000

    private static let logOnsPerSecond = 1000.0
    private static let ackSeconds = 5.0
    /// The longest back-off, and a little.
    private static let logOnSeconds = 65.0

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "attempts")
        let guesses = try guess(bench, &verdict)
        let texts = try write(bench, &verdict)
        verdict.amount = guesses.count + texts
        verdict.remark = guesses.remark + "; \(texts) texts, none reached a console raw"
        return verdict
    }

    // MARK: Guessing

    private final class Guesser: LineOwner {
        var line: CrowdLine?
        var chance: Chance
        private(set) var refused = 0
        private(set) var admitted = 0
        init(_ chance: Chance) { self.chance = chance }
        func guess() {
            let names = ["amy", "ben", "sue", "ada", "root", "nobody\(chance.below(10_000))"]
            line?.say("LOGIN user=\(chance.pick(names)) secret=guess\(chance.below(1000))")
        }
        func heard(_ text: String, on line: CrowdLine) {
            if text.hasPrefix("230 ") { admitted += 1 }
            if !text.hasPrefix("220 ") { refused += 1 }
        }
        func ended(_ line: CrowdLine) { self.line = nil }
    }

    private static func guess(
        _ bench: Bench, _ verdict: inout Verdict
    ) throws -> (count: Int, remark: String) {
        let stage = try Stage(bench.seed)
        try stage.centre.start()
        for gateway in stage.gateways { gateway.window = 4 }
        stage.load(2, press: 1)
        let calm = stage.book.wait(0.99)
        let guessers = (0..<50).map { Guesser(Chance(seed: bench.seed, stream: 20 + UInt64($0))) }
        let began = seconds()
        let first = stage.book.waits.count
        let span = min(10, max(4, (bench.deadline - began) / 3))
        var said = 0
        while seconds() - began < span {
            for guesser in guessers where guesser.line == nil {
                // Not from the operators' own address, which would make them wait as well.
                guesser.line = stage.crowd.connect(
                    "127.0.0.1", stage.centre.consolePort, from: "127.0.0.9", owner: guesser)
            }
            while Double(said) < (seconds() - began) * logOnsPerSecond {
                guessers[said % guessers.count].guess()
                said += 1
            }
            stage.press(1)
            stage.turn()
        }
        let waits = stage.book.waits[first...]
        let worst = waits.max() ?? .infinity
        if worst > ackSeconds { verdict.wrong("an acknowledgement took \(worst) s") }
        if guessers.contains(where: { $0.admitted > 0 }) { verdict.wrong("a guess was let in") }
        let answered = guessers.reduce(0) { $0 + $1.refused }
        for guesser in guessers { guesser.line?.close() }
        let ended = seconds()
        for name in ["dan", "amy"] {
            try waitUntil(within: logOnSeconds, "\(name) with the right secret") {
                (try? stage.centre.person(name)) != nil
            }
        }
        let again = seconds() - ended
        try stage.settle(&verdict)
        return (
            said,
            "\(said) guesses, \(answered) refused, ack p99 \(Int(calm)) ms, "
                + "\(Int(stage.book.wait(0.99, from: first))) ms meanwhile, at most "
                + "\(Int(worst * 1000)); the right secret after \(Int(again * 1000)) ms"
        )
    }

    // MARK: Texts

    /// What takes over a terminal, reorders a line or ends one.
    private static let poison: [[UInt8]] = [
        Array("\u{1B}]0;title\u{07}".utf8), Array("\u{1B}[2J\u{1B}[1;1H".utf8),
        Array("\u{1B}]52;c;ZXZpbA==\u{07}".utf8), Array("\u{9B}31m".utf8), [0x9B, 0x33, 0x31, 0x6D],
        Array("\u{202E}gnirts\u{202C}".utf8), Array("\u{2066}x\u{2069}".utf8), Array("\u{FEFF}".utf8),
        Array("\u{2028}\u{2029}".utf8), [0x0D], [0x00], [0x7F], [0x08, 0x08], [0xC0, 0x80],
        [0xED, 0xA0, 0x80], [0xF5, 0xFF], Array("\\n\\r\\u{1B}\\x1b".utf8), Array("\\\"".utf8),
        Array("\u{200F}\u{061C}\u{85}".utf8), Array("250 OK\\n* OFFER n=1 call=1".utf8), [0x09],
        Array("浴室".utf8), Array("plain".utf8),
    ]

    private static func write(_ bench: Bench, _ verdict: inout Verdict) throws -> Int {
        var chance = Chance(seed: bench.seed, stream: 3)
        let centre = try RunningCentre(["lease.wrapUpSeconds=0", "lease.missedOffers=100"])
        try centre.start()
        let sue = try centre.person("sue")
        try sue.ask("WATCH all", "250")
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        var texts = 0
        var looked = [0, 0, 0]
        while texts < bench.enough, !bench.isOver || texts < 200 {
            func nasty() -> [UInt8] {
                (0...chance.below(3)).flatMap { _ in chance.pick(poison) }
            }
            let device = chance.happens(500) ? Array("T\(texts)".utf8) : nasty()
            gateway.send(
                Array("ALARM dev=\"".utf8) + device + Array("\" ref=\"".utf8)
                    + (chance.happens(800) ? Array("\(texts)".utf8) : nasty())
                    + Array("\" type=button loc=\"".utf8) + nasty() + Array("\" text=\"".utf8) + nasty()
                    + Array("\"\n".utf8))
            let answer = try gateway.wholeReply()[0]
            texts += 4
            if let call = field("call", of: answer) {
                _ = try sue.ask("TAKE \(call)")
                sue.send(Array("NOTE \(call) text=\"".utf8) + nasty() + Array("\"\n".utf8))
                _ = try sue.wholeReply()
                _ = try sue.ask("SHOW \(call)")
                _ = try sue.ask("DONE \(call) step=1 result=well")
                _ = try sue.ask("CLOSE \(call) outcome=test")
                _ = try sue.ask("SHOW \(call)")
            }
            if texts % 80 == 0 {
                amy.send(Array("AWAY reason=\"".utf8) + nasty() + Array("\"\n".utf8))
                _ = try amy.wholeReply()
                _ = try amy.ask("READY")
                _ = try sue.ask("LIST operators")
                _ = try sue.ask("LIST devices")
            }
            for (place, peer) in [sue, amy, gateway].enumerated() {
                for line in peer.heard[looked[place]...] where !isClean(line) {
                    verdict.wrong("raw on the wire: \(Array(line.utf8).prefix(200))")
                }
                looked[place] = peer.heard.count
            }
        }
        return texts
    }

    /// Nothing that a terminal would obey; what was no UTF-8 shows as U+FFFD here.
    private static func isClean(_ line: String) -> Bool {
        line.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
                0xFEFF, 0xFFFD:
                false
            default: true
            }
        }
    }
}
