// SPDX-License-Identifier: Apache-2.0
// T19: slots, generations and the wheel's moments at the ends of their scales.
// Never starts a worker.

import Vocabulary
import XCTest

@testable import Sockets

final class CounterTests: XCTestCase {
    /// A name is never given twice: a slot whose generations are used up is never used again.
    func test_generations_endWithTheirSlot() throws {
        let table = ConnectionTable()
        let first = try XCTUnwrap(table.take())
        table[first].generation = .max - 3
        var names: Set<UInt32> = []
        for _ in 0..<3 {
            XCTAssertTrue(names.insert(table[first].generation).inserted)
            table.release(first)
            XCTAssertEqual(table.take(), first)
        }
        XCTAssertEqual(table[first].generation, .max)
        table.release(first)
        XCTAssertNotEqual(table.take(), first, "its last name was used")
    }

    func test_wheel_takesAnyMoment() {
        for end in [Int64(Int32.max) - 3, Int64(UInt32.max) - 3, (1 << 53) - 3, .max - 3, .max]
            as [Int64]
        {
            var wheel = IdleWheel(now: 1_000_000)
            wheel.set(1, at: end)
            wheel.set(2, at: 1_000_200)
            var named: [Int] = []
            wheel.collect(now: 1_000_400, into: &named)
            XCTAssertEqual(named, [2], "\(end)")
            XCTAssertNotNil(wheel.nextMoment)
        }
    }

    /// A machine that has been up for longer than any yet.
    func test_wheel_turnsAtAnyTime() {
        for end in [Int64(Int32.max), Int64(UInt32.max), 1 << 53] {
            let start = end - 300
            var wheel = IdleWheel(now: start)
            for slot in 0..<8 { wheel.set(slot, at: start + Int64(slot) * 100) }
            var named: [Int] = []
            wheel.collect(now: start + 2000, into: &named)
            XCTAssertEqual(named.sorted(), Array(0..<8))
        }
    }
}
