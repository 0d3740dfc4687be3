// SPDX-License-Identifier: Apache-2.0
/// T9: the daemon is stopped and goes on later, as on a machine that was frozen; so are clients.
/// Never asks who should win: only that everybody was told the same.

import Glibc
import Rig
import World

enum PauseOrdeal: Ordeal {
    static let name = "pause"
    static let catalogue = "T9"
    static let meaning = "SIGSTOP of the daemon, silence of all clients, up to 60 s, leases lapse meanwhile"
    static let share = 3.0
    static let enough = 60

    /// A fifth of the lease of 5 s: most pauses are longer.
    private static let settings = [
        "scale=5", "lease.holdSeconds=5", "lease.warningSeconds=1", "lease.wrapUpSeconds=0",
        "lease.missedOffers=100",
    ]
    private static let longest = 60.0
    /// Nothing is late any more so long after everybody goes on.
    private static let healSeconds = 10.0

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "pauses")
        var chance = Chance(seed: bench.seed)
        let busy = try Stage(chance.next(), settings: settings)
        let fenced = try Stage(chance.next(), gateways: 1, settings: settings)
        try busy.centre.start()
        try fenced.centre.start()
        for gateway in busy.gateways { gateway.patience = 2 }
        for seat in busy.seats { seat.closesPerMille = 500 }
        var longest = 0.0
        var fences = [0, 0]
        while verdict.amount < bench.enough, !bench.isOver {
            let left = bench.deadline - seconds()
            // The first one is as long as the budget allows, the others mostly short.
            let most = min(Self.longest, left / 3)
            let span = verdict.amount == 0 ? most : min(most, 0.2 * exp(chance.unit() * log(50)))
            busy.load(0.3)
            if verdict.amount % 3 == 2 {
                // The clients' side: nobody reads, nobody speaks.
                usleep(UInt32(span * 1_000_000))
            } else {
                let round = try Fence(fenced, verdict.amount)
                for stage in [busy, fenced] { try stage.centre.process.signal(SIGSTOP) }
                round.speakMeanwhile()
                busy.load(span)
                for stage in [busy, fenced] { try stage.centre.process.signal(SIGCONT) }
                fences[try round.end(&verdict) ? 0 : 1] += 1
            }
            busy.load(0.3)
            longest = max(longest, span)
            verdict.amount += 1
        }
        for stage in [busy, fenced] {
            _ = stage.crowd.turn(within: 2.5) {
                stage.hands.settle()
                return stage.hands.disputed.isEmpty
            }
            try checkLists(stage, &verdict)
            try stage.settle(&verdict, within: healSeconds)
        }
        verdict.remark = "longest \(Int(longest)) s, \(busy.hands.takes) calls taken, holder kept "
            + "\(fences[0]), fenced \(fences[1])"
        return verdict
    }

    /// What the centre itself says: no call on two people's lists.
    private static func checkLists(_ stage: Stage, _ verdict: inout Verdict) throws {
        let sue = try stage.centre.person("sue")
        var holders: [String: String] = [:]
        for line in try sue.ask("LIST operators") {
            guard let who = field("who", of: line), let calls = field("calls", of: line) else {
                continue
            }
            for call in calls.split(separator: ",").map(String.init) {
                if let other = holders[call] {
                    verdict.doubled += 1
                    verdict.note("\(call) is on the lists of \(other) and \(who)")
                }
                holders[call] = who
            }
        }
    }

    /// One call in amy's hands while the centre stands still; she and ben both speak meanwhile.
    private struct Fence {
        let amy: Peer
        let ben: Peer
        let call: String

        init(_ stage: Stage, _ number: Int) throws {
            stage.gateways[0].press("gw-0-f\(number)", 1)
            guard stage.drain(within: 5) else { throw TestTrouble("no answer before the pause") }
            call = try required(stage.book.presses.last?.call)
            amy = try stage.centre.person("amy")
            ben = try stage.centre.person("ben")
            try amy.ask("TAKE \(call)", "250-TAKEN")
        }

        func speakMeanwhile() {
            ben.say("@t TAKE \(call)")
            amy.say("@n NOTE \(call) text=mine\n@d DONE \(call) step=1 result=well")
            amy.say("@c CLOSE \(call) outcome=test")
        }

        /// True: amy kept it to its end. False: ben has it, and she was refused.
        func end(_ verdict: inout Verdict) throws -> Bool {
            let taken = try ben.wholeReply(within: healSeconds)[0].hasPrefix("@t 250-TAKEN")
            let closing = try (0..<3).map { _ in try amy.wholeReply(within: healSeconds)[0] }
            let closed = closing.contains { $0.hasPrefix("@c 250 CLOSED") }
            if taken && closed {
                verdict.doubled += 1
                verdict.note("\(call): ben was told TAKEN, amy CLOSED")
            }
            let record = try ben.ask("SHOW \(call)")[0]
            let state = field("state", of: record)
            let fits = closed ? state == "closed" : taken ? field("by", of: record) == "ben" : true
            if !fits { verdict.wrong("closed \(closed), taken \(taken), but: \(record)") }
            if taken {
                // The old holder's words of before count no more; a stale TAKE is refused.
                let stale = try amy.ask("TAKE \(call)")[0]
                if !stale.hasPrefix("455 TAKEN") { verdict.wrong("a stale TAKE: \(stale)") }
                try ben.ask("DONE \(call) step=1 result=well", "250 DONE")
                try ben.ask("CLOSE \(call) outcome=test", "250 CLOSED")
            } else if !closed {
                // Back in the line while nobody had it: whoever asks first gets it now.
                try ben.ask("TAKE \(call)", "250-TAKEN")
                try ben.ask("DONE \(call) step=1 result=well", "250 DONE")
                try ben.ask("CLOSE \(call) outcome=test", "250 CLOSED")
            }
            return closed
        }
    }
}
