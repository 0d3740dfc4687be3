// SPDX-License-Identifier: Apache-2.0
/// One run of the fuzzer over one target: how it is started, what its last words say.
/// Never builds it: `make torture` does.

import Glibc
import Rig

/// The program, the target's first inputs and its findings.
struct FuzzRun {
    private let program: String
    private let target: String
    private let repository: String

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
        var words = [
            "-runs=\(bench.enough)", "-max_len=4200", "-timeout=\(Self.inputSecondsMax)",
            "-max_total_time=\(max(1, Int(bench.deadline - seconds())))",
            "-seed=\(bench.seed & 0x7FFF_FFFF)",
            "-print_final_stats=1", "-dict=\(corpus).dict",
            "-artifact_prefix=\(bench.folder)/findings/", corpus,
        ]
        let kept = "\(repository)/Tests/Fuzz/corpus/\(target)"
        if access(kept, R_OK) == 0 { words.append(kept) }
        let child = try start(words, bench)
        // Only a hang of the fuzzer itself outlasts this: it watches each input on its own.
        let patience = bench.deadline - seconds() + 120
        let ending = try child.end(within: patience)
        read(child.errors, ending, &verdict)
        return verdict
    }

    private func start(_ words: [String], _ bench: Bench) throws -> ChildProcess {
        try ChildProcess(
            [program] + words,
            environment: ["FUZZ_TARGET": target, "ASAN_OPTIONS": "detect_leaks=0"],
            folder: bench.folder)
    }

    /// libFuzzer's last words: `stat::number_of_executed_units: 1234`, and why it stopped.
    private func read(_ log: String, _ ending: Ending, _ verdict: inout Verdict) {
        var speed = ""
        var reached = ""
        for line in log.split(separator: "\n") {
            if let number = value("stat::number_of_executed_units:", in: line) {
                verdict.amount = Int(number) ?? 0
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
        if ending != .exited(0), verdict.unexpected == 0 {
            verdict.wrong("\(target): it ended with \(ending)")
        }
        verdict.remark = "\(speed) runs/s, \(reached) edges"
    }

    private func value(_ name: String, in line: Substring) -> String? {
        guard line.hasPrefix(name) else { return nil }
        return line.dropFirst(name.count).split(separator: " ").first.map(String.init)
    }
}
