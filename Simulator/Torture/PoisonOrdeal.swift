// SPDX-License-Identifier: Apache-2.0
/// T20: lines whose handling kills the centre, said again until they are acknowledged, as devices do,
/// while other presses come. Each kills twice at most; then it is a call, and the centre lives.
/// Never kills from outside: the trap is the centre's own, which only debug builds have.

import Glibc
import Rig

struct PoisonOrdeal: Ordeal {
    static let name = "poison"
    static let catalogue = "T20"
    static let meaning = "lines that kill the centre: twice at most each, then a call; others answered meanwhile"
    static let enough = 20
    static let share = 1.0

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "lines")
        let centre = try RunningCentre()
        let program = "\(Places.repository)/.build/debug/safebelld"
        guard access(program, X_OK) == 0 else { throw NotHere(reason: "no debug build of safebelld") }
        centre.program = program
        centre.environment = ["SAFEBELL_TRAP": "1"]
        try centre.start()
        guard try kills(centre) else {
            throw NotHere(reason: "\(program) has no trap: it is no debug build")
        }
        try centre.start()
        var slowest = 0.0
        var sent: [String: String] = [:]
        var innocent = 0
        while verdict.amount < bench.enough, !bench.isOver {
            let number = verdict.amount
            let place = number % 2 == 0 ? "desk" : "socket"
            let line = "ALARM dev=P\(number) ref=\(number) type=button text=\"trap-\(place)\""
            var deaths = 0
            var call: String?
            while call == nil, deaths < 5 {
                // Another's press just before it: what it was told must be true afterwards.
                innocent += 1
                let press = "ALARM dev=A\(innocent) ref=1 type=button"
                let other = try centre.gateway()
                if let answer = try? other.ask(press, "250 OK")[0] {
                    sent[press] = answer
                    verdict.acknowledged += 1
                }
                let gateway = try centre.gateway()
                call = (try? gateway.ask(line, within: 3))?.first.flatMap { field("call", of: $0) }
                guard call == nil else { break }
                let died = seconds()
                _ = try centre.process.end(within: 10)
                deaths += 1
                try centre.start()
                slowest = max(slowest, seconds() - died)
            }
            verdict.amount += 1
            if deaths > 2 { verdict.wrong("\(line) killed \(deaths) times") }
            guard let call else { continue }
            let shown = try centre.person("sue").ask("SHOW \(call)")
            if !shown[0].contains("type=unreadable") || !shown.contains(where: { $0.contains("dev=P\(number) ") }) {
                verdict.wrong("nobody can see \(line): \(shown)")
            }
            if number % 5 == 4 { bench.say("\(verdict.amount) lines, each at most twice") }
        }
        let gateway = try centre.gateway()
        for (press, answer) in sent.sorted(by: { $0.key < $1.key }) {
            let again = try gateway.ask(press)[0]
            if again != answer {
                verdict.lost += 1
                verdict.note("\(press): was \(answer), is \(again)")
            }
        }
        verdict.remark = "answering again at most \(Int((slowest * 1000).rounded())) ms after a death"
        return verdict
    }

    /// Whether this program has the trap.
    private static func kills(_ centre: RunningCentre) throws -> Bool {
        try centre.gateway().say("ALARM dev=P ref=first type=button text=\"trap-socket\"")
        return (try? centre.process.end(within: 3)) != nil
    }
}
