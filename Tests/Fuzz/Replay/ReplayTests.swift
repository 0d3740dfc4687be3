// SPDX-License-Identifier: Apache-2.0
// Every input that was worth keeping, and every one that once found something, shown again.
// Never draws a new one: that is `make fuzz`.

import Foundation
import FuzzTargets
import XCTest

final class ReplayTests: XCTestCase {
    private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()

    func test_device() throws { try replay(.device) }
    func test_console() throws { try replay(.console) }
    func test_dc09() throws { try replay(.dc09) }
    func test_reply() throws { try replay(.reply) }
    func test_config() throws { try replay(.config) }

    private func replay(_ target: FuzzTarget) throws {
        var inputs = target.seeds
        for kind in ["corpus", "findings"] {
            let below = folder.appendingPathComponent("\(kind)/\(target.rawValue)")
            let files = (try? FileManager.default.contentsOfDirectory(atPath: below.path)) ?? []
            for name in files.sorted() {
                inputs.append([UInt8](try Data(contentsOf: below.appendingPathComponent(name))))
            }
        }
        XCTAssertGreaterThan(inputs.count, 20, "the inputs are gone")
        for input in inputs { input.withUnsafeBufferPointer { target.run($0) } }
    }
}
