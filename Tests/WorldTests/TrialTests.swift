// SPDX-License-Identifier: Apache-2.0
// Trials: anything may fail, then everything heals and must come to an end; every reply foreseen.
// The thousands are run by `Simulator seeds` and `make torture`; here some of each kind.

import Foundation
import World
import XCTest

final class TrialTests: XCTestCase {
    func test_trials_keepWhatIsPromised() {
        var (calls, crashes, replies) = (0, 0, 0)
        for seed in 0..<40 as Range<UInt64> {
            let result = Trial(seed: seed).run()
            XCTAssertEqual(result.wrong, [], result.trial.text)
            calls += result.counts.closed
            crashes += result.counts.crashes
            replies += result.counts.replies
        }
        // A trial in which nothing happens proves nothing.
        XCTAssertGreaterThan(calls, 300)
        XCTAssertGreaterThan(crashes, 10)
        XCTAssertGreaterThan(replies, 10_000)
    }

    func test_trialsThatFoundADefect_goWellNow() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Vectors/trials/found.trials")
        var count = 0
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        where line.first != "#" {
            let trial = try XCTUnwrap(Trial(text: String(line)), String(line))
            XCTAssertEqual(trial.run().wrong, [], trial.text)
            count += 1
        }
        XCTAssertGreaterThan(count, 0)
    }

    func test_plantedBugs_areFound() {
        for plant in Plant.allCases {
            let found = (0..<25 as Range<UInt64>).contains { seed in
                var trial = Trial(seed: seed)
                trial.plant = plant
                return trial.run().hasFailed
            }
            XCTAssertTrue(found, "nobody noticed \(plant.rawValue)")
        }
    }

    func test_text_isReadBack() throws {
        for seed in 0..<200 as Range<UInt64> {
            var trial = Trial(seed: seed)
            XCTAssertEqual(Trial(text: trial.text), trial)
            trial.plant = .deafClock
            trial.presses = 1
            XCTAssertEqual(Trial(text: trial.text), trial)
        }
        for text in ["", "seed=", "seed=1 faults=rain", "seed=1 presses=0", "seed=1 what=2", "1"] {
            XCTAssertNil(Trial(text: text), text)
        }
    }

    func test_smaller_isNeverTheSame_andEnds() {
        var trial = Trial(seed: 11)
        var steps = 0
        while let next = trial.smaller.last {
            XCTAssertNotEqual(next, trial)
            trial = next
            steps += 1
            XCTAssertLessThan(steps, 2000)
        }
        XCTAssertEqual(trial.faults, [])
    }

    // MARK: Byte by byte the same

    private static let childFile = "SAFEBELL_TRIAL_DIGEST_FILE"

    private static func digests() -> String {
        (20..<28 as Range<UInt64>).map { seed in
            let result = Trial(seed: seed).run()
            return "\(seed) \(result.digest) \(result.counts)"
        }.joined(separator: "\n")
    }

    /// Dictionaries iterate in another order in each process: what depends on one is not the same there.
    func test_twoProcesses_sayTheSameBytes() throws {
        let digests = TrialTests.digests()
        if let path = ProcessInfo.processInfo.environment[TrialTests.childFile] {
            try digests.write(toFile: path, atomically: true, encoding: .utf8)
            return
        }
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("trial-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: file) }
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["WorldTests.TrialTests/test_twoProcesses_sayTheSameBytes"]
        child.environment = ProcessInfo.processInfo.environment.merging(
            [TrialTests.childFile: file.path]) { $1 }
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        try child.run()
        child.waitUntilExit()
        XCTAssertEqual(child.terminationStatus, 0)
        XCTAssertEqual(try String(contentsOf: file, encoding: .utf8), digests)
    }
}
