// SPDX-License-Identifier: Apache-2.0
// Who is next: the order is total, and the heaps give back what was put in, in that order.

import Desk
import Vocabulary
import XCTest

final class WaitingLineTests: XCTestCase {
    private func place(_ dice: inout Dice) -> LinePlace {
        LinePlace(
            rank: dice.pick(Priority.allCases),
            arrivedAt: Moment(milliseconds: Int64(dice.roll(4))),
            call: CallID(raw: Int64(dice.roll(5))))
    }

    func test_isBefore_isATotalOrder() {
        var dice = Dice(seed: 1)
        for _ in 0..<20_000 {
            let (a, b, c) = (place(&dice), place(&dice), place(&dice))
            if a == b {
                XCTAssertFalse(a.isBefore(b) || b.isBefore(a))
            } else {
                XCTAssertNotEqual(a.isBefore(b), b.isBefore(a), "\(a) \(b)")
            }
            if a.isBefore(b), b.isBefore(c) { XCTAssertTrue(a.isBefore(c), "\(a) \(b) \(c)") }
        }
    }

    func test_isBefore_ranksByUrgencyThenAgeThenNumber() {
        func at(_ rank: Priority, _ arrived: Int64, _ call: Int64) -> LinePlace {
            LinePlace(
                rank: rank, arrivedAt: Moment(milliseconds: arrived), call: CallID(raw: call))
        }
        let order = [
            at(.lifeSafety, 5, 9), at(.urgent, 1, 2), at(.urgent, 1, 3), at(.urgent, 2, 1),
            at(.information, 0, 0),
        ]
        for (first, second) in zip(order, order.dropFirst()) {
            XCTAssertTrue(first.isBefore(second), "\(first) \(second)")
        }
    }

    func test_waitingLine_givesPlacesInOrder() {
        for seed in 0..<50 as Range<UInt64> {
            var dice = Dice(seed: seed)
            var line = WaitingLine()
            var waiting: [LinePlace] = []
            for _ in 0..<300 {
                if dice.roll(3) > 0 || waiting.isEmpty {
                    let next = place(&dice)
                    line.join(next)
                    waiting.append(next)
                } else {
                    waiting.sort { $0.isBefore($1) }
                    XCTAssertEqual(line.first, waiting.removeFirst(), "seed \(seed)")
                    line.removeFirst()
                }
                XCTAssertEqual(line.count, waiting.count)
            }
        }
    }

    func test_deadlineHeap_firesByMomentThenByOrderOfArming() {
        for seed in 0..<50 as Range<UInt64> {
            var dice = Dice(seed: seed)
            var heap = DeadlineHeap()
            var armed: [(at: Moment, order: Int, deadline: Deadline)] = []
            for order in 0..<300 {
                let at = Moment(milliseconds: Int64(dice.roll(40)))
                let deadline = Deadline.attempt(AttemptID(raw: Int64(order)))
                heap.arm(deadline, at: at)
                armed.append((at, order, deadline))
                XCTAssertEqual(heap.next, armed.map(\.at).min())
                guard dice.oneIn(2) else { continue }
                let now = Moment(milliseconds: Int64(dice.roll(40)))
                armed.sort { ($0.at, $0.order) < ($1.at, $1.order) }
                if let due = heap.popDue(at: now) {
                    let expected = armed.removeFirst()
                    XCTAssertEqual(due.at, expected.at, "seed \(seed)")
                    XCTAssertEqual(due.deadline, expected.deadline, "seed \(seed)")
                    XCTAssertLessThanOrEqual(due.at, now)
                } else if let first = armed.first {
                    XCTAssertGreaterThan(first.at, now, "seed \(seed): something due was not given")
                }
                XCTAssertEqual(heap.count, armed.count)
            }
        }
    }
}
