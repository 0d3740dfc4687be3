// SPDX-License-Identifier: Apache-2.0
// The stories of Tests/Vectors/stories: what people do, and what the desk made of it.
// `UPDATE_STORIES=1 swift test --filter StoryTests` writes the second half anew: review the diff.

import Desk
import Foundation
import XCTest

final class StoryTests: XCTestCase {
    /// The line between what people do and what came of it.
    private static let divider = "----"

    private static var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Vectors/stories")
    }

    private static func files() throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "story" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    func test_stories_endAsWritten() throws {
        let update = ProcessInfo.processInfo.environment["UPDATE_STORIES"] == "1"
        let files = try StoryTests.files()
        XCTAssertGreaterThan(files.count, 20, "the stories are not where they should be")
        for file in files {
            let lines = try String(contentsOf: file, encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let told = Array(lines.prefix { $0 != StoryTests.divider })
            let written = play(told, file.lastPathComponent)
            if update {
                let text = (told + [StoryTests.divider] + written).joined(separator: "\n") + "\n"
                try text.write(to: file, atomically: true, encoding: .utf8)
            } else {
                compare(written, with: lines, file.lastPathComponent)
            }
        }
    }

    private func play(_ told: [String], _ name: String) -> [String] {
        var player = StoryPlayer()
        for (index, line) in told.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            do {
                try player.play(line)
            } catch {
                XCTFail("\(name), line \(index + 1), \(line): \(error)")
            }
        }
        return player.written
    }

    private func compare(_ written: [String], with lines: [String], _ name: String) {
        let after = lines.drop { $0 != StoryTests.divider }.dropFirst()
        let expected = after.last == "" ? Array(after.dropLast()) : Array(after)
        for index in 0..<max(written.count, expected.count) {
            let now = index < written.count ? written[index] : "(the end)"
            let was = index < expected.count ? expected[index] : "(the end)"
            guard now != was else { continue }
            return XCTFail("\(name), result line \(index + 1):\n  was \(was)\n  is  \(now)")
        }
    }
}
