// SPDX-License-Identifier: Apache-2.0
/// T10: the terminal of an operator with a call in hand goes in every way that a peer can go.
/// Never waits longer than the lease: the call must be back at its old place by then.

import Glibc
import Rig
import World

enum GoneOrdeal: Ordeal {
    static let name = "gone"
    static let catalogue = "T10"
    static let meaning = "an operator's terminal goes mid-call: FIN, RST, killed, silent, stopped, twice"
    static let share = 2.0
    static let enough = 48

    /// How a terminal goes.
    enum Way: String, CaseIterable {
        case end, reset, halfClosed, killed, killedUnread, silent, stopped, secondLogin
        /// Whether the centre's kernel hears of it.
        var isHeard: Bool { self != .silent && self != .stopped }
    }
    /// Spans of the demonstration are divided by this.
    private static let scale = 5.0
    private static let settings = [
        "scale=5", "lease.lostConnectionSeconds=1", "lease.holdSeconds=5", "lease.warningSeconds=1",
        "lease.wrapUpSeconds=0", "answer.targetSeconds=180", "answer.offerSeconds=120",
        "answer.dutyOfficerAfterSeconds=3600", "answer.ageingSeconds=3600",
    ]
    /// A connection that is known to be lost, and a holder who is not heard of any more.
    private static let lostBound = 5.0
    private static let leaseBound = 5 / scale + 1

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "terminals")
        let stage = try Stage(bench.seed, gateways: 1, settings: settings)
        try stage.centre.start()
        let sue = try stage.centre.person("sue")
        try sue.ask("WATCH calls", "250")
        var slowest: [Way: Double] = [:]
        while verdict.amount < bench.enough || verdict.amount % Way.allCases.count != 0 {
            guard !bench.isOver else { break }
            let way = Way.allCases[verdict.amount % Way.allCases.count]
            let round = Round(stage, sue, way, verdict.amount)
            do {
                let took = try round.hold(&verdict)
                slowest[way] = max(slowest[way] ?? 0, took)
            } catch {
                verdict.wrong("\(way.rawValue): \(error)")
                break
            }
            verdict.amount += 1
        }
        try stage.settle(&verdict)
        verdict.remark = Way.allCases.compactMap { way in
            slowest[way].map { "\(way.rawValue) \(Int($0 * 1000)) ms" }
        }.joined(separator: ", ")
        return verdict
    }

    /// One call in one pair of hands.
    private struct Round {
        let stage: Stage
        let sue: Peer
        let way: Way
        let calls: [String]
        /// The one in hand: the second of three.
        var call: String { calls[1] }

        init(_ stage: Stage, _ sue: Peer, _ way: Way, _ number: Int) {
            self.stage = stage
            self.sue = sue
            self.way = way
            let first = stage.book.presses.count
            for place in 0..<3 { stage.gateways[0].press("gw-0-\(number)-\(place)", 1) }
            _ = stage.drain(within: 5)
            calls = stage.book.presses[first...].map { $0.call ?? "none" }
        }

        /// Returns after how long the call was back.
        func hold(_ verdict: inout Verdict) throws -> Double {
            let amy = try stage.centre.person("amy")
            try amy.ask("TAKE \(call)", "250-TAKEN")
            let began = seconds()
            var terminal: ChildProcess?
            defer { for file in terminal?.files ?? [] { unlink(file) } }
            if [.killed, .killedUnread, .stopped].contains(way) {
                // It has the socket too, as its number 3.
                terminal = try ChildProcess(
                    ["sleep", "600"], descriptors: [amy.descriptor], folder: "/tmp")
            }
            switch way {
            case .end: amy.close()
            case .reset: amy.reset()
            case .halfClosed: amy.halfClose()
            case .killed, .killedUnread:
                // What nobody has read makes a reset of the end.
                if way == .killedUnread { amy.say("LIST calls") }
                amy.close()
                terminal?.signal(SIGKILL)
            case .silent:
                // Its last words are confirmed, so that nothing is sent again, which would end it.
                try amy.ask("PING", "200 PONG")
                try amy.vanish()
            case .stopped: terminal?.signal(SIGSTOP)
            case .secondLogin: return try replace(amy, &verdict)
            }
            _ = try sue.event("RETURNED", within: way.isHeard ? lostBound : leaseBound + 3) {
                $0.hasPrefix("* RETURNED ") && field("call", of: $0) == call
            }
            let took = seconds() - began
            if took > (way.isHeard ? lostBound : leaseBound) {
                verdict.wrong("\(way.rawValue): back only after \(took) s")
            }
            try checkPlace(&verdict)
            let owner = try claim(&verdict)
            terminal?.signal(SIGCONT)
            try refuse(way == .stopped ? amy : try stage.centre.person("amy"), &verdict)
            try finish(owner)
            return took
        }

        /// The waiting line is as it was: the oldest of equal rank first.
        private func checkPlace(_ verdict: inout Verdict) throws {
            let line = try sue.ask("LIST calls state=waiting").compactMap { field("call", of: $0) }
            if line != calls { verdict.wrong("\(way.rawValue): the line is \(line), not \(calls)") }
        }

        /// Two want it at once: one gets it.
        private func claim(_ verdict: inout Verdict) throws -> Peer {
            let ben = try stage.centre.person("ben")
            let dan = try stage.centre.person("dan")
            ben.say("TAKE \(call)")
            dan.say("TAKE \(call)")
            let answers = [try ben.wholeReply()[0], try dan.wholeReply()[0]]
            let winners = answers.count { $0.hasPrefix("250-TAKEN") }
            if winners != 1 || !answers.contains(where: { $0.hasPrefix("455 TAKEN") }) {
                verdict.doubled += winners > 1 ? winners - 1 : 0
                verdict.wrong("\(way.rawValue): two TAKEs were answered \(answers)")
            }
            let owner = answers[0].hasPrefix("250") ? ben : dan
            try owner.ask("NOTE \(call) text=mine", "250 NOTED")
            return owner
        }

        /// The next round begins with an empty line.
        private func finish(_ owner: Peer) throws {
            for call in calls {
                if call != self.call { try owner.ask("TAKE \(call)", "250-TAKEN") }
                try owner.ask("DONE \(call) step=1 result=well", "250 DONE")
                try owner.ask("CLOSE \(call) outcome=test", "250 CLOSED")
            }
        }

        /// The old holder is nobody to this call, on whatever connection.
        private func refuse(_ amy: Peer, _ verdict: inout Verdict) throws {
            for (line, answer) in [
                ("NOTE \(call) text=still-mine", "553 POWER"), ("TAKE \(call)", "455 TAKEN"),
                ("CLOSE \(call) outcome=test", "455 NOTYOURS"),
            ] {
                let heard = try amy.ask(line)[0]
                if !heard.hasPrefix(answer) { verdict.wrong("\(way.rawValue): \(line): \(heard)") }
            }
        }

        /// A second login takes the first one's place, with its calls.
        private func replace(_ amy: Peer, _ verdict: inout Verdict) throws -> Double {
            let began = seconds()
            let again = try Peer(port: stage.centre.consolePort)
            _ = try again.wholeReply()
            let welcome = try again.ask("LOGIN user=amy secret=demo", "230 WELCOME")[0]
            if field("calls", of: welcome) != call { verdict.wrong("second login: \(welcome)") }
            amy.say("NOTE \(call) text=the-first")
            try amy.waitForEnd()
            if !(amy.replies.last ?? "").hasPrefix("421 CLOSING") {
                verdict.wrong("the first login heard \(amy.replies)")
            }
            try again.ask("NOTE \(call) text=the-second", "250 NOTED")
            let took = seconds() - began
            try finish(again)
            return took
        }
    }
}
