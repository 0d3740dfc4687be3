// SPDX-License-Identifier: Apache-2.0
// The walls of the house: who may import whom, and which words may not stand in pure code.

import Foundation
import XCTest

final class ImportTests: XCTestCase {
    /// Target folder -> modules it may import (house.md part 3).
    private static let allowed: [(folder: String, modules: Set<String>)] = [
        ("Sources/Vocabulary", []),
        ("Sources/Desk", ["Vocabulary"]),
        ("Sources/Wire", ["Vocabulary", "COpenSSL"]),
        ("Sources/Counter", ["Vocabulary", "Desk", "Wire"]),
        ("Sources/Terminal", ["Vocabulary", "Wire"]),
        ("Sources/Intake", ["Synchronization"]),
        (
            "Sources/Settings",
            ["Vocabulary", "Desk", "Foundation", "FoundationEssentials", "Glibc"]
        ),
        ("Sources/Store", ["Vocabulary", "Desk", "CSQLite", "COpenSSL", "Synchronization", "Glibc"]),
        ("Sources/Sockets", ["Vocabulary", "Wire", "CLinux", "Glibc", "Synchronization"]),
        ("Sources/Secrets", ["CLinux", "Glibc"]),
        ("Simulator/World", ["Vocabulary", "Desk", "Wire", "Counter"]),
    ]

    func test_targets_importOnlyWhatTheHouseAllows() throws {
        for (folder, modules) in Self.allowed {
            let files = House.swiftFiles(below: folder)
            XCTAssertFalse(files.isEmpty, "\(folder) has no files")
            for file in files {
                for line in try House.text(file).split(separator: "\n") {
                    guard let module = imported(by: line) else { continue }
                    XCTAssertTrue(modules.contains(module), "\(file) imports \(module)")
                }
            }
        }
    }

    /// A pure target reads no clock, draws no chance and iterates nothing that has no order.
    func test_pureTargets_nameNothingThatDiffersBetweenRuns() throws {
        let forbidden = [
            "Date()", ".random(", ".shuffled(", "UUID()", ".hashValue", "ContinuousClock",
        ]
        for folder in [
            "Sources/Vocabulary", "Sources/Desk", "Sources/Wire", "Sources/Counter",
            "Sources/Terminal",
        ] {
            for file in House.swiftFiles(below: folder) {
                let text = try House.text(file)
                for word in forbidden {
                    XCTAssertFalse(text.contains(word), "\(file) contains \(word)")
                }
            }
        }
    }

    /// One package, no products: nothing is public but what cross-module inlining demands.
    func test_nothingIsPublic() throws {
        for file in House.swiftFiles(below: "Sources") {
            for line in try House.text(file).split(separator: "\n") {
                let words = line.trimmingCharacters(in: .whitespaces)
                let isPublic = words.hasPrefix("public ") && !words.hasPrefix("public import")
                XCTAssertFalse(isPublic, "\(file): \(words)")
            }
        }
    }

    private func imported(by line: Substring) -> String? {
        var words = line.split(separator: " ")
        while let first = words.first,
            ["package", "public", "internal", "private", "@preconcurrency"].contains(String(first))
        {
            words.removeFirst()
        }
        guard words.first == "import", words.count >= 2 else { return nil }
        return String(words[1])
    }
}
