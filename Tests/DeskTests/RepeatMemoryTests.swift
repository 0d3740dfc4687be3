// SPDX-License-Identifier: Apache-2.0
// Repeats are recognised inside the window, forgotten after it, and bounded in number.

import Desk
import Vocabulary
import World
import XCTest

final class RepeatMemoryTests: XCTestCase {
    private func identity(_ number: Int) -> AlarmIdentity {
        AlarmIdentity(
            device: DeviceID("A1"), reference: Reference("\(number)"), kind: .button,
            deviceTime: 0)
    }
    private func at(_ milliseconds: Int) -> Moment { Moment(milliseconds: Int64(milliseconds)) }

    /// `unknown`, `signal`, or the number of the call.
    private func known(_ memory: RepeatMemory, _ number: Int) -> String {
        guard let known = memory.call(of: identity(number)) else { return "unknown" }
        return known.map { "\($0.raw)" } ?? "signal"
    }

    func test_signalsWithoutACall_areKnownToo() {
        var memory = RepeatMemory()
        memory.remember(identity(1), call: nil, at: at(0))
        memory.remember(identity(2), call: CallID(raw: 7), at: at(0))
        XCTAssertEqual(known(memory, 1), "signal")
        XCTAssertEqual(known(memory, 2), "7")
        XCTAssertEqual(known(memory, 3), "unknown")
    }

    func test_forget_forgetsWhatIsOlderAndNothingElse() {
        var memory = RepeatMemory()
        for number in 0..<20_000 {
            memory.remember(identity(number), call: CallID(raw: 1), at: at(number))
        }
        memory.forget(before: at(15_000))
        XCTAssertEqual(memory.count, 5000)
        XCTAssertEqual(known(memory, 14_999), "unknown")
        XCTAssertEqual(known(memory, 15_000), "1")
        memory.remember(identity(3), call: CallID(raw: 2), at: at(20_000))
        XCTAssertEqual(known(memory, 3), "2")
        XCTAssertEqual(memory.count, 5001)
    }

    func test_rememberedTwice_countsOnce() {
        var memory = RepeatMemory()
        memory.remember(identity(1), call: CallID(raw: 1), at: at(0))
        memory.remember(identity(1), call: CallID(raw: 1), at: at(5))
        XCTAssertEqual(memory.count, 1)
    }

    func test_forget_boundsTheNumber() {
        var memory = RepeatMemory()
        for number in 0..<Limits.repeatsMax + 10 {
            memory.remember(identity(number), call: nil, at: at(0))
        }
        memory.forget(before: at(0))
        XCTAssertEqual(memory.count, Limits.repeatsMax)
        XCTAssertEqual(known(memory, 9), "unknown", "the oldest go first")
        XCTAssertEqual(known(memory, 10), "signal")
    }
}
