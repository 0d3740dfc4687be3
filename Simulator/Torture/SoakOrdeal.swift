// SPDX-License-Identifier: Apache-2.0
/// T28: ten million alarms through one centre, and an operator who closes calls: memory, descriptors,
/// the log's size and latency stay where they are (London Ambulance, 1992: a leak in the file server).
/// Never holds all of it in its own memory: a round is counted and forgotten.

import Glibc
import Rig
import Store
import Vocabulary

struct SoakOrdeal: Ordeal {
    static var name: String { "soak" }
    static var catalogue: String { "T28" }
    static var meaning: String { "ten million alarms through one centre: what grows?" }
    static var share: Double { 6 }
    static var enough: Int { 10_000_000 }
    private static let round = 100_000
    /// Calls that the operator closes after each round.
    private static let closings = 100
    /// The memory of repeats holds a million (`Limits.repeatsMax`) and what comes until it is next
    /// tidied, each minute: at this pace it is full after some four millions.
    private static let fillingRounds = 40
    /// What may be more at the end than in the quarter behind that.
    private static let growthMax = 1.05

    /// What is looked at after each round.
    private struct Sample {
        let kilobytes: Int
        let descriptors: Int
        let logBytes: Int
        /// Half of the round's alarms were answered within this, seconds.
        let median: Double
    }

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "alarms")
        let centre = try RunningCentre([Load.settings])
        try centre.start()
        var samples: [Sample] = []
        while verdict.amount < bench.enough, !bench.isOver {
            let load = Load(
                gateways: 4, window: 64, type: "battery-low", homes: 300, first: verdict.amount)
            load.most = round
            try load.connect(to: centre)
            load.hearAll(until: seconds() + 300)
            verdict.amount += load.alarms.count
            verdict.acknowledged += load.acknowledged
            let missing = load.alarms.count - load.acknowledged
            if missing > 0 { verdict.wrong("\(missing) alarms of a round were not acknowledged") }
            samples.append(try sample(centre, load))
            load.disconnect()
            try closeSome(centre, &verdict)
            if samples.count % 10 == 0 {
                bench.say("\(verdict.amount) alarms, \(samples[samples.count - 1].kilobytes) kB")
            }
        }
        try count(centre, &verdict)
        judge(samples, &verdict)
        _ = try centre.stop(within: 60)
        return verdict
    }

    /// Comes in, takes what is offered and closes it, and is away again: offers that nobody looks at
    /// while a round runs would only say that.
    private static func closeSome(_ centre: RunningCentre, _ verdict: inout Verdict) throws {
        let amy = try centre.ready("amy")
        for _ in 0..<closings {
            let offer = try amy.event("OFFER", within: 20)
            let call = try required(field("call", of: offer), offer)
            let taken = try amy.ask("TAKE \(call)", within: 20)[0]
            guard taken.hasPrefix("250") else { throw TestTrouble("TAKE: \(taken)") }
            var closed = try amy.ask("CLOSE \(call) outcome=technical", within: 20)[0]
            while closed.hasPrefix("455 OBLIGATION"), let step = field("step", of: closed) {
                try amy.ask("DONE \(call) step=\(step) result=well", "250 DONE")
                closed = try amy.ask("CLOSE \(call) outcome=technical", within: 20)[0]
            }
            guard closed.hasPrefix("250") else { throw TestTrouble("CLOSE: \(closed)") }
            _ = try amy.ask("READY", within: 20)
        }
        try amy.ask("LOGOUT", "250 LOGOUT")
    }

    private static func sample(_ centre: RunningCentre, _ load: Load) throws -> Sample {
        let identifier = try centre.process.identifier
        let status = text(of: "/proc/\(identifier)/status").split(separator: "\n")
        let resident = status.first { $0.hasPrefix("VmRSS:") }
            .flatMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
        var descriptors = 0
        if let folder = opendir("/proc/\(identifier)/fd") {
            while readdir(folder) != nil { descriptors += 1 }
            closedir(folder)
        }
        var file = stat()
        stat("\(centre.database)-wal", &file)
        let spans = load.alarms.map { $0.heardAt - $0.sentAt }.sorted()
        return Sample(
            kilobytes: try required(resident, "VmRSS"), descriptors: descriptors,
            logBytes: Int(file.st_size), median: spans.isEmpty ? 0 : spans[spans.count / 2])
    }

    /// Each acknowledged alarm is there, once.
    private static func count(_ centre: RunningCentre, _ verdict: inout Verdict) throws {
        let database = try Database(path: centre.database, mode: .reading)
        let stored = Int(
            try database.number("SELECT count(*) FROM alarms WHERE gateway LIKE 'gw-_'") ?? 0)
        if stored < verdict.acknowledged { verdict.lost += verdict.acknowledged - stored }
        if stored > verdict.amount { verdict.doubled += stored - verdict.amount }
    }

    private static func judge(_ samples: [Sample], _ verdict: inout Verdict) {
        guard samples.count >= 2 * fillingRounds else {
            verdict.remark = "too few alarms to say what grows"
            return
        }
        let quarter = samples.count / 4
        let (early, late) = (
            samples[fillingRounds..<fillingRounds + quarter], samples.suffix(quarter)
        )
        func most(_ part: some Sequence<Sample>, _ value: (Sample) -> Int) -> Int {
            part.map(value).max() ?? 0
        }
        func flat(_ what: String, _ value: (Sample) -> Int) -> String {
            let (before, after) = (most(early, value), most(late, value))
            if Double(after) > Double(before) * growthMax {
                verdict.wrong("\(what) grew from \(before) to \(after)")
            }
            return "\(what) \(before) -> \(after)"
        }
        let words = [
            flat("kB resident", \.kilobytes), flat("descriptors", \.descriptors),
            flat("log bytes", \.logBytes),
        ]
        // Latency is a shared machine's: said, and judged only where it doubled.
        let before = early.map(\.median).sorted()[quarter / 2]
        let after = late.map(\.median).sorted()[quarter / 2]
        if after > before * 2 {
            verdict.wrong("the median answer slowed from \(before) to \(after) s")
        }
        verdict.remark =
            words.joined(separator: ", ")
            + ", median \(Int(before * 1e6)) -> \(Int(after * 1e6)) us"
    }
}
