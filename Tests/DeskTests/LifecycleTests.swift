// SPDX-License-Identifier: Apache-2.0
// The tables of moves, walked exhaustively: every state with every trigger, every pair of duties.

import Desk
import Vocabulary
import XCTest

final class LifecycleTests: XCTestCase {
    func test_callLifecycle_nextIsTheTable() {
        for state in CallState.allCases {
            for trigger in CallTrigger.allCases {
                let rows = CallLifecycle.table.filter { $0.from == state && $0.trigger == trigger }
                XCTAssertLessThanOrEqual(rows.count, 1, "\(state) \(trigger) twice in the table")
                XCTAssertEqual(
                    CallLifecycle.next(state, trigger), rows.first?.to, "\(state) \(trigger)")
            }
        }
    }

    func test_callLifecycle_closedIsFinalAndEverythingElseCanGetThere() {
        XCTAssertTrue(CallLifecycle.table.allSatisfy { $0.from != .closed })
        var reaching: Set<CallState> = [.closed]
        while true {
            let more = CallLifecycle.table.filter { reaching.contains($0.to) }.map(\.from)
            if reaching.isSuperset(of: more) { break }
            reaching.formUnion(more)
        }
        XCTAssertEqual(reaching, Set(CallState.allCases), "a call can get stuck for ever")
    }

    func test_callLifecycle_everyOpenStateCanGoBackToTheLine() {
        for state in CallState.allCases where state != .waiting && state != .closed {
            let back = CallTrigger.allCases.contains { CallLifecycle.next(state, $0) == .waiting }
            XCTAssertTrue(back, "a call in \(state) cannot go back to the line")
        }
    }

    func test_operatorLifecycle_isTheListInItsComments() {
        let expected: [DutyState: Set<DutyState>] = [
            .ready: [.offered, .handling, .away, .gone],
            .offered: [.ready, .handling, .away, .gone],
            .handling: [.ready, .wrapUp, .away, .gone],
            .wrapUp: [.ready, .handling, .away, .gone],
            .away: [.ready, .handling, .gone],
            .gone: [.ready, .away, .handling],
        ]
        for from in DutyState.allCases {
            for to in DutyState.allCases {
                let allowed = from == to || expected[from]?.contains(to) == true
                XCTAssertEqual(OperatorLifecycle.allows(from, to), allowed, "\(from) to \(to)")
            }
        }
    }

    func test_operatorLifecycle_onlyTheReadyAreOffered() {
        for from in DutyState.allCases where from != .ready && from != .offered {
            XCTAssertFalse(
                OperatorLifecycle.allows(from, .offered), "\(from) may be offered a call")
        }
        XCTAssertTrue(DutyState.allCases.allSatisfy { OperatorLifecycle.allows($0, .gone) })
    }
}
