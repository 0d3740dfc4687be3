// SPDX-License-Identifier: Apache-2.0
/// `seeds`: thousands of trials on all cores, each in nobody's memory but its own; what fails is made
/// smaller and kept; planted bugs must be found.
/// Never believes a worker that died: the trial that killed it has failed.

@preconcurrency import Dispatch
import Glibc
import Rig
import World

enum Seeds {
    static let options: [Option] = [
        Option(
            "--trial", "TEXT", "run this one trial and tell how it went: \"seed=17 faults=cut\""),
        Option("--trace", "", "with --trial: show every line and every event, too"),
        Option("--file", "FILE", "run the trials of a file, one a line"),
        Option("--jobs", "N", "workers at a time (2)"),
        Option("--plants", "", "run planted bugs instead: each must be found, or it fails"),
        Option("--keep", "FILE", "add each failing trial, made smaller, to this file"),
        Option("--part", "N", "for workers: every so-many-th, from this one"),
    ]

    static func run(_ words: [String]) throws(UsageError) -> Int32 {
        var words = words
        var range = 0..<UInt64(1000)
        if let first = words.first, !first.hasPrefix("--") {
            range = try Seeds.range(first)
            words.removeFirst()
        }
        let given = try Arguments(words, options)
        if let text = given.text("--trial") {
            guard let trial = Trial(text: text) else {
                throw UsageError("--trial \(text): not a trial; \(Trial(seed: 17).text) is one")
            }
            let isTracing = given.has("--trace")
            return tell(isTracing ? trial.run(trace: { say($0) }) : trial.run()) ? 0 : 1
        }
        if let path = given.text("--file") { return replay(path) }
        if given.has("--plants") { return plants(range) }
        let jobs = try given.number("--jobs", 1...64, default: 2)
        if given.text("--part") != nil {
            work(range, part: try given.number("--part", 0...63, default: 0), of: jobs)
            return 0
        }
        return all(range, jobs: jobs, keep: given.text("--keep"))
    }

    /// `0..<10000`, `17`.
    private static func range(_ text: String) throws(UsageError) -> Range<UInt64> {
        if let one = UInt64(text) { return one..<one + 1 }
        let ends = text.split(separator: ".", omittingEmptySubsequences: true)
        guard ends.count == 2, let from = UInt64(ends[0]), ends[1].first == "<",
            let to = UInt64(ends[1].dropFirst()), from < to
        else { throw UsageError("\(text): seeds are like 0..<10000") }
        return from..<to
    }

    // MARK: One

    /// Prints how a trial went; true: well.
    private static func tell(_ result: TrialResult) -> Bool {
        let counts = result.counts
        say(
            "\(result.trial.text)\n  \(result.span / 1000) s of life, \(counts.opened) calls, "
                + "\(counts.acknowledged) acknowledgements, \(counts.replies) replies foreseen, "
                + "\(counts.events) events, \(counts.ticks) ticks, \(counts.crashes) crashes, \(counts.returned) returned, "
                + "\(counts.closed) closed, \(counts.grouped) in storms, \(counts.closedTogether) closed together, "
                + "\(counts.folded) folded, \(counts.shifts) shifts, \(counts.calledBack) called back, \(counts.rung) rung round; digest \(String(result.digest, radix: 16))"
        )
        for text in result.wrong { say("  ! \(text)") }
        return !result.hasFailed
    }

    private static func replay(_ path: String) -> Int32 {
        var failed = 0
        for line in text(of: path).split(separator: "\n") where line.first != "#" {
            guard let trial = Trial(text: String(line)) else {
                complain("\(path): not a trial: \(line)")
                return UsageError.exitCode
            }
            let result = trial.run()
            if result.hasFailed {
                failed += 1
                _ = tell(result)
            }
        }
        return failed == 0 ? 0 : 1
    }

    // MARK: Many

    /// What a worker says of each trial, one line each: first that it begins.
    private static func work(_ range: Range<UInt64>, part: Int, of jobs: Int) {
        for seed in range where seed % UInt64(jobs) == UInt64(part) {
            say("begins \(seed)")
            let result = Trial(seed: seed).run()
            let word = result.hasFailed ? "failed" : "well"
            let counts = result.counts
            say(
                "\(word) \(seed) \(result.digest) \(result.span) \(counts.opened) \(counts.replies) "
                    + "\(counts.crashes)")
        }
    }

    private struct Tally {
        var done = 0
        var failed: [UInt64] = []
        var digest: UInt64 = 0
        var span: Int64 = 0
        var calls = 0
        var replies = 0
        var crashes = 0
    }

    private static func all(_ range: Range<UInt64>, jobs: Int, keep: String?) -> Int32 {
        let began = seconds()
        var tally = Tally()
        do {
            let folder = try TestFolder()
            var workers = try (0..<jobs).map { ($0, range, try worker(range, $0, jobs, folder)) }
            while let (part, its, child) = workers.popLast() {
                let ending = try child.end(within: 36_000)
                let last = count(child.output, into: &tally)
                guard ending != .exited(0), let killer = last else { continue }
                // It died in the middle of a trial: the others go on behind it.
                tally.failed.append(killer)
                let rest = (killer + 1)..<max(killer + 1, its.upperBound)
                if !rest.isEmpty {
                    workers.append((part, rest, try worker(rest, part, jobs, folder)))
                }
            }
        } catch {
            complain("Simulator seeds: \(error)")
            return 1
        }
        let span = seconds() - began
        say(
            "\(tally.done) trials in \(Int(span)) s: \(tally.calls) calls, \(tally.replies) replies "
                + "foreseen, \(tally.crashes) crashes, \(tally.span / 3_600_000) hours of life "
                + "(\(Int(Double(tally.span) / 1000 / max(span, 0.001))) times faster); failed "
                + "\(tally.failed.count); digest \(String(tally.digest, radix: 16))")
        for seed in tally.failed.sorted().prefix(keep == nil ? 20 : 5) {
            let trial = Trial(seed: seed)
            if keep == nil {
                say("\(trial.text)\n  ! \(fault(of: trial) ?? "not reproducible")")
            } else {
                reduce(trial, keep)
            }
        }
        return tally.failed.isEmpty ? 0 : 1
    }

    private static func worker(
        _ range: Range<UInt64>, _ part: Int, _ jobs: Int, _ folder: TestFolder
    ) throws -> ChildProcess {
        try ChildProcess(
            [
                "/proc/self/exe", "seeds", "\(range.lowerBound)..<\(range.upperBound)", "--jobs",
                "\(jobs)", "--part", "\(part)",
            ], folder: folder.path)
    }

    /// Takes in what a worker said; the trial it had not finished.
    private static func count(_ output: String, into tally: inout Tally) -> UInt64? {
        var begun: UInt64?
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 2, let seed = UInt64(words[1]) else { continue }
            if words[0] == "begins" {
                begun = seed
                continue
            }
            begun = nil
            tally.done += 1
            if words[0] == "failed" { tally.failed.append(seed) }
            // In any order: workers take turns.
            tally.digest = tally.digest &+ (UInt64(words[2]) ?? 0)
            tally.span += Int64(words[3]) ?? 0
            tally.calls += Int(words[4]) ?? 0
            tally.replies += Int(words[5]) ?? 0
            tally.crashes += Int(words[6]) ?? 0
        }
        return begun
    }

    // MARK: Making smaller

    /// What a child made of one trial: its first words about what is wrong; nil: all was well.
    private static func fault(of trial: Trial) -> String? {
        guard let folder = try? TestFolder(),
            let child = try? ChildProcess(
                ["/proc/self/exe", "seeds", "--trial", trial.text], folder: folder.path),
            let ending = try? child.end(within: 120)
        else { return "hangs" }
        switch ending {
        case .exited(0): return nil
        case .killed: return "trap: \(child.errors.prefix(300))"
        default:
            return child.output.split(separator: "\n").first { $0.hasPrefix("  ! ") }
                .map { String($0.dropFirst(4)) } ?? "failed"
        }
    }

    private static func reduce(_ trial: Trial, _ keep: String?) {
        guard var wrong = fault(of: trial) else {
            return say("\(trial.text)\n  ! failed once, and not again: it is not reproducible")
        }
        var least = trial
        var tries = 0
        var isSmaller = true
        while isSmaller, tries < 200 {
            isSmaller = false
            for candidate in least.smaller where tries < 200 {
                tries += 1
                guard let its = fault(of: candidate) else { continue }
                least = candidate
                wrong = its
                isSmaller = true
                break
            }
        }
        say("\(least.text)\n  ! \(wrong)")
        guard let keep else { return }
        let known = text(of: keep)
        guard !known.contains(least.text) else { return }
        try? Rig.write(
            known + "# \(wrong.prefix(200).split(separator: "\n").first ?? "")\n\(least.text)\n",
            to: keep)
    }

    // MARK: Planted bugs

    /// Each planted bug must be found within the range; how many seeds that took is said.
    private static func plants(_ range: Range<UInt64>) -> Int32 {
        var missed = 0
        for plant in Plant.allCases {
            var found: (seed: UInt64, wrong: String)?
            var tried = 0
            for seed in range where found == nil {
                tried += 1
                var trial = Trial(seed: seed)
                trial.plant = plant
                found = fault(of: trial).map { (seed, $0) }
            }
            if let found {
                say(
                    "\(plant.rawValue): found by seed \(found.seed), the \(tried)th: \(found.wrong.prefix(120))"
                )
            } else {
                missed += 1
                say("\(plant.rawValue): NOT FOUND in \(tried) seeds")
            }
        }
        return missed == 0 ? 0 : 1
    }
}
