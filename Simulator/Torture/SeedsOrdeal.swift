// SPDX-License-Identifier: Apache-2.0
/// T17 and T18: trials by the thousand, and planted bugs that the same auditor must find.
/// Never runs a trial itself: `Simulator seeds` does, in processes of their own.

import Glibc
import Rig
import World

struct SeedsOrdeal: Ordeal {
    static var name: String { "seeds" }
    static var catalogue: String { "T17" }
    static var meaning: String {
        "trials in which anything fails, every reply foreseen, then all heals"
    }
    static var share: Double { 4 }
    static var enough: Int { 10_000 }
    /// Trials between two looks at the clock.
    private static let portion = 500

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "trials")
        var replies = 0
        var crashes = 0
        var hours = 0
        var from = Int(bench.seed - 1) * enough
        while verdict.amount < bench.enough, !bench.isOver {
            let to = from + min(portion, bench.enough - verdict.amount)
            let child = try ChildProcess(
                ["\(Places.products)/Simulator", "seeds", "\(from)..<\(to)", "--jobs", "2"],
                folder: bench.folder)
            _ = try child.end(within: 600)
            guard let summary = child.output.split(separator: "\n").first,
                let done = number(before: "trials", in: summary)
            else { throw TestTrouble("Simulator seeds said \(child.output)\(child.errors)") }
            verdict.amount += done
            replies += number(before: "replies", in: summary) ?? 0
            crashes += number(before: "crashes", in: summary) ?? 0
            hours += number(before: "hours", in: summary) ?? 0
            let wrong = child.output.split(separator: "\n").filter { $0.hasPrefix("seed=") }
            for trial in wrong { verdict.wrong(String(trial)) }
            from = to
        }
        verdict.remark = "\(replies) replies foreseen, \(crashes) crashes, \(hours) h of life"
        return verdict
    }

    /// `168360` in `168360 calls,`.
    private static func number(before word: String, in line: Substring) -> Int? {
        let words = line.split { $0 == " " || $0 == "," }
        guard let at = words.firstIndex(of: Substring(word)), at > 0 else { return nil }
        return Int(words[at - 1])
    }
}

/// The control of `seeds`: each planted bug, one trial after another until it is found.
struct PlantsOrdeal: Ordeal {
    static var name: String { "plants" }
    static var catalogue: String { "T18" }
    static var meaning: String { "bugs planted beside the desk, which the auditor must find" }
    static var enough: Int { Plant.allCases.count }
    private static let seedsMax: UInt64 = 200

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "bugs")
        var most: UInt64 = 0
        for plant in Plant.allCases {
            let found = (0..<seedsMax).first { seed in
                var trial = Trial(seed: seed)
                trial.plant = plant
                return trial.run().hasFailed
            }
            verdict.amount += 1
            guard let found else {
                verdict.wrong("\(plant.rawValue) was not found in \(seedsMax) trials")
                continue
            }
            most = max(most, found + 1)
        }
        verdict.remark = "each found within \(most) trials"
        return verdict
    }
}
