// SPDX-License-Identifier: Apache-2.0
// States that last longer than their rule allows: in a working desk there are none, and one that is made by
// hand is found.

import Vocabulary
import XCTest

@testable import Desk

final class StuckTests: XCTestCase {
    private let amy = OperatorID("amy")
    private let line = Requester(connection: ConnectionID(raw: 1), request: 1)

    /// amy has a call; `change` breaks the memory of it.
    private func stuck(
        after span: Span, _ change: (inout DeskState, CallID) -> Void
    ) throws -> [StuckBrief] {
        var memory = SmallTown.state()
        var desk = SmallTown.desk(memory: &memory)
        let at = SmallTown.opening
        _ = desk.step(.logOn(amy, line), at: at)
        _ = desk.step(
            .alarm(
                Signal(
                    identity: AlarmIdentity(
                        device: DeviceID("A0001"), reference: Reference("1"), kind: .button,
                        deviceTime: 0),
                    gateway: GatewayID("gw-1")), line), at: at)
        let id = try XCTUnwrap(desk.state.calls.allIDs.first)
        _ = desk.step(.command(amy, .take(id, version: nil), line), at: at)
        XCTAssertEqual(desk.stuck, [])
        change(&desk.state, id)
        desk.now = at + span
        return desk.stuck
    }

    func test_healthyDesk_hasNone() throws {
        XCTAssertEqual(try stuck(after: .seconds(200)) { _, _ in }, [])
    }

    func test_silentHolder_isListed_onlyBeyondTheLease() throws {
        XCTAssertEqual(try stuck(after: .seconds(301)) { _, _ in }, [])
        let found = try stuck(after: .seconds(310)) { _, _ in }
        XCTAssertEqual(found.map(\.what), ["unheard"])
        XCTAssertEqual(found.first?.person, amy)
        XCTAssertEqual(found.first?.lasted, .seconds(310))
        XCTAssertEqual(found.first?.allowed, .seconds(300))
    }

    func test_parkThatDidNotEnd_isListed() throws {
        let found = try stuck(after: .seconds(100)) { state, id in
            state.apply(
                .callParked(
                    id, by: self.amy, until: SmallTown.opening + .seconds(60), reason: "x"),
                at: SmallTown.opening)
        }
        // Her duty says that she handles something, and she does not: that is listed as well.
        XCTAssertEqual(found.map(\.what), ["parked", "handling"])
        XCTAssertEqual(found.first?.lasted, .seconds(40))
    }

    func test_waitingCallThatDoesNotClimb_isListed() throws {
        let found = try stuck(after: .seconds(20)) { state, id in
            state.apply(.callReturned(id, from: self.amy, .released, by: .desk), at: SmallTown.opening)
            state.apply(
                .dutyChanged(self.amy, .away, reason: "tea", by: .desk), at: SmallTown.opening)
        }
        XCTAssertEqual(found.map(\.what), ["tier"])
        XCTAssertEqual(found.first?.allowed, .seconds(12))
    }
}
