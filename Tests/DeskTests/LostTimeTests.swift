// SPDX-License-Identifier: Apache-2.0
// A start that finds a clock before the record: what waits goes on waiting from now, in its order.

import Desk
import Vocabulary
import World
import XCTest

final class LostTimeTests: XCTestCase {
    private let nobody = Requester(connection: ConnectionID(raw: 1), request: 1)

    private func alarm(_ number: Int) -> DeskEvent {
        .alarm(
            Signal(
                identity: AlarmIdentity(
                    device: DeviceID("Z\(number)"), reference: Reference("1"), kind: .button,
                    deviceTime: 0),
                gateway: GatewayID("gw-1")), nobody)
    }

    /// Two calls wait; the machine then loses ten days.
    private func desk(startingAt start: Moment) -> Desk {
        var memory = SmallTown.state()
        var desk = SmallTown.desk(memory: &memory)
        for number in 1...2 {
            let at = SmallTown.opening + .seconds(Int64(number))
            for fact in desk.step(alarm(number), at: at).facts { memory.apply(fact, at: at) }
        }
        memory = memory.revived()
        return SmallTown.desk(state: memory, at: start, memory: &memory)
    }

    func test_clockBeforeTheRecord_theLadderGoesOn() {
        let start = SmallTown.opening - .hours(240)
        var desk = desk(startingAt: start)
        let rules = SmallTown.rules()
        func tiers() -> [Tier] { desk.state.calls.all.map(\.tier) }
        _ = desk.step(.clock, at: start + rules.answerTarget)
        XCTAssertEqual(tiers(), [.supervisors, .supervisors])
        _ = desk.step(.clock, at: start + rules.dutyOfficerAfter)
        XCTAssertEqual(tiers(), [.dutyOfficer, .dutyOfficer])
    }

    /// A press of today does not stand before one that waits.
    func test_clockBeforeTheRecord_theOrderStays() {
        let start = SmallTown.opening - .hours(240)
        var desk = desk(startingAt: start)
        _ = desk.step(alarm(3), at: start + .seconds(5))
        let calls = desk.state.calls.all
        let places = calls.map { LinePlace($0) }
        XCTAssertEqual(places.count, 3)
        for later in 1..<3 { XCTAssertTrue(places[later - 1].isBefore(places[later])) }
    }
}
