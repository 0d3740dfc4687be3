// SPDX-License-Identifier: Apache-2.0
// Devices that fall silent by the dozen: how many calls, for whom first, and what the supervisors hear.
// The single silent device is story 41.

import Desk
import Vocabulary
import XCTest

final class SupervisionTests: XCTestCase {
    private let start = RiskTown.start

    private func town(_ homes: Int) -> Desk {
        RiskTown.begin(RiskTown.state(homes), RiskTown.watching())
    }

    /// Lets time pass second by second and gathers what is announced of devices.
    private func pass(_ seconds: Int64, _ desk: inout Desk, from now: inout Moment) -> [Notice] {
        var heard: [Notice] = []
        for _ in 0..<seconds {
            now = now + .seconds(1)
            for effect in desk.step(.clock, at: now).effects {
                if case .notice(_, _, let notice) = effect { heard.append(notice) }
            }
        }
        return heard
    }

    func test_outage_opensFewCalls_forTheHighestRisk_andSaysHowMany() {
        var desk = town(200)
        var now = start
        let before = pass(118, &desk, from: &now)
        XCTAssertEqual(
            before.filter { if case .deviceOverdue(_, _, .late, _) = $0 { true } else { false } }
                .count, 200)
        XCTAssertEqual(desk.state.calls.count, 0)
        let after = pass(20, &desk, from: &now)
        XCTAssertEqual(desk.state.calls.count, Limits.silentCallsMax)
        XCTAssertEqual(desk.state.presence.watches.silentCount, 200)
        let risks = desk.state.calls.all.compactMap { call in
            call.home.flatMap { Int($0.text.dropFirst()) }.map { $0 % 4 }
        }
        XCTAssertTrue(risks.allSatisfy { $0 == 3 }, "\(risks)")
        let outages = after.compactMap {
            if case .manySilent(let count) = $0 { count } else { nil }
        }
        XCTAssertEqual(outages.count, 1, "at most once a minute")
        let later = pass(120, &desk, from: &now)
        XCTAssertEqual(
            later.compactMap { if case .manySilent(let count) = $0 { count } else { nil } },
            [200, 200])
        XCTAssertEqual(desk.state.calls.count, Limits.silentCallsMax)
    }

    func test_roomAgain_opensForThoseStillSilent() {
        var desk = town(30)
        var now = start
        _ = pass(140, &desk, from: &now)
        XCTAssertEqual(desk.state.calls.count, Limits.silentCallsMax)
        // The network is back for all but five; the calls stay until a person closes them.
        _ = desk.step(.alive((5..<30).map { DeviceID("A\($0)") }, GatewayID("gw-1")), at: now)
        XCTAssertEqual(desk.state.calls.count, Limits.silentCallsMax)
        XCTAssertLessThanOrEqual(desk.state.presence.watches.silentCount, 5)
        let waiting = (0..<5).filter { desk.state.callOfHome[HomeID("H\($0)")] == nil }
        XCTAssertEqual(waiting, [0, 4], "seven homes of risk 3, seven of 2, six of the eight of 1")
        close(1 + waiting.count, &desk, from: &now)
        _ = pass(2 * Int64(Limits.watchRoundSeconds), &desk, from: &now)
        for number in waiting {
            XCTAssertNotNil(desk.state.callOfHome[HomeID("H\(number)")], "H\(number)")
        }
    }

    /// A person takes and closes so many of the calls.
    private func close(_ count: Int, _ desk: inout Desk, from now: inout Moment) {
        let amy = OperatorID("amy")
        let asker = Requester(connection: ConnectionID(raw: 7), request: 1)
        for call in desk.state.calls.allIDs.filter({ id in
            desk.state.calls[id]?.home.map { Int($0.text.dropFirst()) ?? 0 } ?? 0 >= 5
        }).prefix(count) {
            _ = desk.step(.command(amy, .take(call, version: nil), asker), at: now)
            _ = desk.step(
                .command(
                    amy, .close(call, Outcome("technical"), reason: "", version: nil), asker),
                at: now)
        }
    }

    func test_watchEnds_whenTheRuleDoes() {
        var desk = town(3)
        var now = start
        var rules = desk.rules
        rules.supervisionSpan = nil
        rules.supervision = [DeviceID("A1"): .seconds(30)]
        desk.obey(rules, at: now)
        XCTAssertEqual(desk.state.presence.watches.count, 1)
        _ = pass(100, &desk, from: &now)
        XCTAssertEqual(desk.state.calls.all.map(\.home), [HomeID("H1")])
    }
}
