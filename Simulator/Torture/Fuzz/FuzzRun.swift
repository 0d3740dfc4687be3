// SPDX-License-Identifier: Apache-2.0
/// The fuzzer over one target, on two processors: how it is started, what its last words say.
/// Never builds it: `make torture` does.

import Glibc
import Rig

/// The program, the target's first inputs and its findings.
struct FuzzRun {
    private let program: String
    private let target: String
    private let repository: String

    /// Longest inputs in bytes, a process each, and its part of the runs: most of what can go wrong fits
    /// into a few short lines; the rest needs lines beyond `Limits.lineBytesMax`.
    private static let plans: [(bytesMax: Int, part: Double)] = [(160, 0.75), (4200, 0.25)]
    /// Seconds for one input: a thousandth is usual.
    private static let inputSecondsMax = 20

    init(_ target: String) throws {
        let file = #filePath.split(separator: "/").dropLast(4)
        repository = "/" + file.joined(separator: "/")
        let named = getenv("SAFEBELL_FUZZ").map { String(cString: $0) }
        program = named ?? "\(repository)/.build/fuzz/release/Fuzz"
        guard access(program, X_OK) == 0 else {
            throw NotHere(reason: "no \(program): make fuzz-build, or SAFEBELL_FUZZ=PROGRAM")
        }
        self.target = target
    }

    func verdict(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "runs")
        let corpus = "\(bench.folder)/corpus"
        for folder in [corpus, "\(bench.folder)/findings"] { mkdir(folder, 0o700) }
        let prepared = try start(["--prepare", corpus], bench).end(within: 60)
        guard prepared == .exited(0) else {
            verdict.wrong("the first inputs: \(prepared)")
            return verdict
        }
        let kept = "\(repository)/Tests/Fuzz/corpus/\(target)"
        let children = try Self.plans.enumerated().map { number, plan in
            // What it finds interesting goes into a folder of its own, the first it is told.
            let own = "\(bench.folder)/own-\(number)"
            mkdir(own, 0o700)
            return try start(
                [
                    "-runs=\(Int(Double(bench.enough) * plan.part))", "-max_len=\(plan.bytesMax)",
                    "-timeout=\(Self.inputSecondsMax)",
                    "-max_total_time=\(max(1, Int(bench.deadline - seconds())))",
                    "-seed=\((bench.seed &+ UInt64(number)) & 0x7FFF_FFFF)",
                    "-print_final_stats=1", "-dict=\(corpus).dict",
                    "-artifact_prefix=\(bench.folder)/findings/", own, corpus,
                ] + (access(kept, R_OK) == 0 ? [kept] : []), bench)
        }
        // Only a hang of the fuzzer itself outlasts this: it watches each input on its own.
        let patience = bench.deadline - seconds() + 120
        for (child, plan) in zip(children, Self.plans) {
            let ending = try child.end(within: patience)
            let remark = read(child.errors, ending, &verdict)
            verdict.remark +=
                "\(verdict.remark.isEmpty ? "" : "; ")to \(plan.bytesMax) bytes \(remark)"
        }
        return verdict
    }

    private func start(_ words: [String], _ bench: Bench) throws -> ChildProcess {
        try ChildProcess(
            [program] + words,
            environment: ["FUZZ_TARGET": target, "ASAN_OPTIONS": "detect_leaks=0"],
            folder: bench.folder)
    }

    /// libFuzzer's last words: `stat::number_of_executed_units: 1234`, and why it stopped.
    /// Returns how fast it was and how far it reached.
    private func read(_ log: String, _ ending: Ending, _ verdict: inout Verdict) -> String {
        var speed = ""
        var reached = ""
        for line in log.split(separator: "\n") {
            if let number = value("stat::number_of_executed_units:", in: line) {
                verdict.amount += Int(number) ?? 0
            } else if let number = value("stat::average_exec_per_sec:", in: line) {
                speed = number
            } else if line.hasPrefix("#"), let at = line.firstRange(of: "cov: ") {
                reached =
                    line[at.upperBound...].split(separator: " ").first.map(String.init) ?? reached
            } else if line.hasPrefix("SUMMARY:") || line.contains("ERROR: ") {
                verdict.wrong("\(target): \(line)")
            } else if line.hasPrefix("Base64: ") {
                verdict.note("\(target): \(line)")
            }
        }
        if ending != .exited(0) {
            verdict.wrong("\(target): it ended with \(ending)")
        }
        return "\(speed) runs/s, \(reached) edges"
    }

    private func value(_ name: String, in line: Substring) -> String? {
        guard line.hasPrefix(name) else { return nil }
        return line.dropFirst(name.count).split(separator: " ").first.map(String.init)
    }
}
