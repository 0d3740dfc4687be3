// SPDX-License-Identifier: Apache-2.0
// Who may speak for a person, and what silence means: replaced connections, activity, bounds.

import Desk
import Vocabulary
import XCTest

final class SpeakingTests: XCTestCase {
    private let amy = OperatorID("amy")
    private let first = ConnectionID(raw: 1)
    private let second = ConnectionID(raw: 2)
    private let at = SmallTown.opening

    private func centre() -> Desk {
        var memory = SmallTown.state()
        return SmallTown.desk(memory: &memory)
    }
    private func ask(_ connection: ConnectionID, _ request: UInt64 = 1) -> Requester {
        Requester(connection: connection, request: request)
    }

    func test_replacedConnection_speaksForNobody() {
        var desk = centre()
        _ = desk.step(.logOn(amy, ask(first)), at: at)
        _ = desk.step(.logOn(amy, ask(second)), at: at)
        let late = desk.step(.command(amy, .logOff, ask(first)), at: at)
        XCTAssertEqual(
            late.effects, [.reply(ask(first), .refused(.unknownOperator(amy)))])
        XCTAssertEqual(desk.state.seats[amy]?.duty, .away)
        let lost = desk.step(.connectionLost(amy, first), at: at)
        XCTAssertEqual(lost, Decision())
    }

    func test_activityOfNobody_isSilent() {
        var desk = centre()
        let decision = desk.step(.command(amy, .activity, ask(first)), at: at)
        XCTAssertEqual(decision, Decision())
    }

    func test_followUpOnSomebodyElsesCall_needsThePowerToAssist() {
        var desk = centre()
        _ = desk.step(.logOn(amy, ask(first)), at: at)
        _ = desk.step(
            .alarm(
                Signal(
                    identity: AlarmIdentity(
                        device: DeviceID("A0001"), reference: Reference("1"), kind: .button,
                        deviceTime: 0),
                    gateway: GatewayID("gw-1")), ask(second)), at: at)
        guard let id = desk.state.calls.allIDs.first else { return XCTFail("no call") }
        let promise = Command.followUp(
            id, .visit, due: .after(.hours(1)), owner: amy, note: "")
        let decision = desk.step(.command(amy, promise, ask(first, 2)), at: at)
        XCTAssertEqual(
            decision.effects,
            [.reply(ask(first, 2), .refused(.needsPower(.assist, lowest: .supervisor)))])
    }

    func test_openFollowUps_fromMemory_fulfilledOnes_fromTheDisk() {
        var desk = centre()
        _ = desk.step(.logOn(amy, ask(first)), at: at)
        let open = desk.step(
            .command(amy, .list(ListQuery(what: .followups, state: "open")), ask(first)), at: at)
        XCTAssertEqual(open.effects, [.reply(ask(first), .followUps([], more: 0))])
        let query = ListQuery(what: .followups, state: "fulfilled")
        let fulfilled = desk.step(.command(amy, .list(query), ask(first)), at: at)
        XCTAssertEqual(fulfilled.effects, [.past(ask(first), .followUps(query))])
    }

    func test_callsInHand_areBounded() {
        var desk = centre()
        _ = desk.step(.logOn(amy, ask(first)), at: at)
        for number in 0...Limits.callsPerOperatorMax {
            _ = desk.step(
                .alarm(
                    Signal(
                        identity: AlarmIdentity(
                            device: DeviceID("Z\(number)"), reference: Reference("1"),
                            kind: .button, deviceTime: 0),
                        gateway: GatewayID("gw-1")), ask(second)), at: at)
        }
        var refused = 0
        for id in desk.state.calls.allIDs {
            let decision = desk.step(.command(amy, .take(id, version: nil), ask(first)), at: at)
            for case .reply(_, .refused(.tooMany(_, let limit))) in decision.effects {
                XCTAssertEqual(limit, Limits.callsPerOperatorMax)
                refused += 1
            }
            XCTAssertEqual(desk.violations, [])
        }
        XCTAssertEqual(refused, 1)
    }

    func test_dutyOfficerWithoutChannels_isNoCrash() {
        var rules = SmallTown.rules()
        rules.dutyOfficer = ServiceRule(name: "dan", to: "", channels: [])
        var memory = SmallTown.state()
        var desk = SmallTown.desk(rules: rules, memory: &memory)
        let decision = desk.step(.clock, at: at + .minutes(1))
        XCTAssertTrue(decision.facts.contains(.nobodyOnDuty))
    }
}
