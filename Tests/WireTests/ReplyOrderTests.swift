// SPDX-License-Identifier: Apache-2.0
// The order of replies on one connection, and what it costs while idle.

import Wire
import XCTest

final class ReplyOrderTests: XCTestCase {
    private var order = ReplyOrder()
    private var sent: [String] = []

    private func answer(_ request: UInt64, _ reply: String) {
        order.answer(request, Array(reply.utf8)) { sent.append(text($0)) }
    }

    func test_untagged_leaveInTheOrderOfTheirRequests() {
        let first = order.begin(tag: nil)
        let second = order.begin(tag: nil)
        let third = order.begin(tag: nil)
        answer(third, "3\n")
        answer(second, "2\n")
        XCTAssertEqual(sent, [])
        XCTAssertEqual(order.pendingCount, 3)
        XCTAssertEqual(order.heldBytes, 4)
        answer(first, "1\n")
        XCTAssertEqual(sent, ["1\n", "2\n", "3\n"])
        XCTAssertEqual(order.pendingCount, 0)
        XCTAssertEqual(order.heldBytes, 0)
    }

    func test_tagged_leaveWhenReady_andHoldNobodyUp() {
        let first = order.begin(tag: nil)
        let tagged = order.begin(tag: "a")
        let slow = order.begin(tag: "b")
        let last = order.begin(tag: nil)
        answer(tagged, "x\ny\n")
        XCTAssertEqual(sent, ["@a x\n@a y\n"])
        answer(first, "1\n")
        answer(last, "2\n")
        XCTAssertEqual(sent, ["@a x\n@a y\n", "1\n", "2\n"])
        answer(slow, "z\n")
        XCTAssertEqual(sent.last, "@b z\n")
        XCTAssertEqual(order.pendingCount, 0)
    }

    func test_last_waitsForEverybody() {
        let tagged = order.begin(tag: "a")
        let first = order.begin(tag: nil)
        let bye = order.beginLast(tag: "q")
        answer(bye, "bye\n")
        answer(first, "1\n")
        XCTAssertEqual(sent, ["1\n"])
        answer(tagged, "x\n")
        XCTAssertEqual(sent, ["1\n", "@a x\n", "@q bye\n"])
        XCTAssertEqual(order.pendingCount, 0)
    }

    func test_secondAnswerAndUnknownNumber_areIgnored() {
        let first = order.begin(tag: nil)
        let second = order.begin(tag: nil)
        answer(second, "2\n")
        answer(second, "again\n")
        answer(99, "?\n")
        answer(first, "1\n")
        answer(first, "again\n")
        XCTAssertEqual(sent, ["1\n", "2\n"])
    }

    func test_idle_isSmall() {
        XCTAssertLessThanOrEqual(MemoryLayout<ReplyOrder>.size, 24)
    }

    /// Against a plain model: tagged at once, untagged by number.
    func test_anyHistory_agreesWithTheModel() {
        for seed in 0..<500 as Range<UInt64> {
            var numbers = SeededNumbers(seed: seed)
            var order = ReplyOrder()
            var waiting: [UInt64] = []
            var untagged: [UInt64] = []
            var ready: Set<UInt64> = []
            var tags: Set<UInt64> = []
            var expected: [String] = []
            var sent: [String] = []
            for _ in 0..<200 {
                if waiting.isEmpty || numbers.below(5) < 2 {
                    let isTagged = numbers.below(2) == 0
                    let number = order.begin(tag: isTagged ? "t" : nil)
                    waiting.append(number)
                    if isTagged { tags.insert(number) } else { untagged.append(number) }
                } else {
                    let number = waiting.remove(at: numbers.below(waiting.count))
                    if tags.contains(number) {
                        expected.append("@t \(number)\n")
                    } else {
                        ready.insert(number)
                        while let first = untagged.first, ready.contains(first) {
                            expected.append("\(first)\n")
                            untagged.removeFirst()
                        }
                    }
                    order.answer(number, Array("\(number)\n".utf8)) { sent.append(text($0)) }
                }
                let open = waiting.count + untagged.filter { ready.contains($0) }.count
                XCTAssertEqual(order.pendingCount, open, "seed \(seed)")
            }
            XCTAssertEqual(sent, expected, "seed \(seed)")
        }
    }
}
