// SPDX-License-Identifier: Apache-2.0
// Three hundred random histories of the whole desk; and the same history twice, in two processes.

import Desk
import Foundation
import Vocabulary
import XCTest

final class StormTests: XCTestCase {
    private static let stepsPerSeed = 400

    func test_storms_keepTheInvariants() {
        var (openings, answers, closings) = (0, 0, 0)
        var (groupings, closedTogether, folded) = (0, 0, 0)
        for seed in 0..<300 as Range<UInt64> {
            var storm = Storm(seed: seed)
            storm.run(StormTests.stepsPerSeed)
            XCTAssertEqual(storm.wrong, [], "seed \(seed)")
            openings += storm.audit.openings
            answers += storm.audit.answers
            closings += storm.audit.closings
            groupings += storm.audit.groupings
            closedTogether += storm.audit.closedTogether
            folded += storm.audit.folded
        }
        XCTAssertGreaterThan(openings, 3000)
        XCTAssertGreaterThan(answers, 3000)
        XCTAssertGreaterThan(closings, 500)
        XCTAssertGreaterThan(groupings, 150)
        XCTAssertGreaterThan(closedTogether, 5)
        XCTAssertGreaterThan(folded, 30)
    }

    func test_sameSeed_sameDecisions() {
        for seed in 0..<3 as Range<UInt64> {
            XCTAssertEqual(StormTests.digest(seed), StormTests.digest(seed), "seed \(seed)")
        }
        XCTAssertNotEqual(StormTests.digest(0), StormTests.digest(1))
    }

    private static func digest(_ seed: UInt64) -> String {
        var storm = Storm(seed: seed, folds: true)
        storm.run(stepsPerSeed)
        return String(storm.digest, radix: 16)
    }

    /// Where the child of the next test leaves its digest.
    private static let childFile = "SAFEBELL_STORM_DIGEST_FILE"

    /// Dictionaries and sets iterate in another order in each process: a desk that iterates one
    /// would decide differently there.
    func test_twoProcesses_sameDecisions() throws {
        let digest = (7..<12 as Range<UInt64>).map { StormTests.digest($0) }.joined(separator: " ")
        if let path = ProcessInfo.processInfo.environment[StormTests.childFile] {
            try digest.write(toFile: path, atomically: true, encoding: .utf8)
            return
        }
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("storm-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: file) }
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = ["DeskTests.StormTests/test_twoProcesses_sameDecisions"]
        child.environment = ProcessInfo.processInfo.environment.merging(
            [StormTests.childFile: file.path]) { $1 }
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        try child.run()
        child.waitUntilExit()
        XCTAssertEqual(child.terminationStatus, 0)
        XCTAssertEqual(try String(contentsOf: file, encoding: .utf8), digest)
    }
}
