// SPDX-License-Identifier: Apache-2.0
// Silent devices as open risks: order by risk, welfare calls until they are heard, over a restart, and what
// 100,000 of them cost.

import Desk
import Vocabulary
import XCTest

final class SilenceTests: XCTestCase {
    private let start = RiskTown.start
    private let amy = RiskTown.amy
    private let asker = RiskTown.asker

    private func state(_ homes: Int) -> DeskState { RiskTown.state(homes) }

    private func rules(_ span: Span = .seconds(60)) -> Rules {
        var rules = RiskTown.watching(span)
        rules.welfareSpan = .hours(6)
        return rules
    }

    private func begin(_ state: DeskState, _ rules: Rules, at now: Moment) -> Desk {
        RiskTown.begin(state, rules, at: now)
    }

    private func pass(_ seconds: Int64, _ desk: inout Desk, from now: inout Moment) {
        for _ in 0..<seconds {
            now = now + .seconds(1)
            _ = desk.step(.clock, at: now)
        }
    }

    private func close(_ call: CallID, _ desk: inout Desk, at now: Moment) {
        _ = desk.step(.command(amy, .take(call, version: nil), asker), at: now)
        _ = desk.step(
            .command(amy, .close(call, Outcome("technical"), reason: "", version: nil), asker),
            at: now)
    }

    private func silent(_ desk: inout Desk, at now: Moment) -> [DeviceBrief] {
        let query = ListQuery(what: .devices, state: "silent")
        for effect in desk.step(.command(amy, .list(query), asker), at: now).effects {
            if case .reply(_, .devices(let rows, _)) = effect { return rows }
        }
        XCTFail("no list")
        return []
    }

    /// The home that a silent device is moved to is rung: it was not, when the device fell silent.
    func test_silentDevice_movedToAnotherHome_hasThatHomeRung() {
        var town = state(3)
        let ada = OperatorID("ada")
        town.apply(
            .recordSaved(
                .person(Operator(id: ada, name: "Ada", role: .administrator, languages: [])),
                by: .desk), at: start)
        town.apply(
            .recordSaved(.home(Home(id: HomeID("new"), address: "9 Road", district: "")), by: .desk),
            at: start)
        var desk = begin(town, rules(), at: start)
        var now = start
        pass(150, &desk, from: &now)
        for call in desk.state.calls.allIDs { close(call, &desk, at: now) }
        XCTAssertEqual(desk.state.calls.count, 0)
        let admin = Requester(connection: ConnectionID(raw: 9), request: 1)
        _ = desk.step(.logOn(ada, admin), at: now)
        _ = desk.step(.command(ada, .importBegins(.devices), admin), at: now)
        _ = desk.step(
            .command(ada, .importRow(line: 2, cells: ["A1", "new", ""]), admin), at: now)
        _ = desk.step(.command(ada, .importEnds(commit: true), admin), at: now)
        _ = desk.step(.importContinues, at: now)
        pass(10, &desk, from: &now)
        XCTAssertEqual(desk.state.calls.all.map(\.home), [HomeID("new")])
    }

    func test_list_isInOrderOfRisk_andThoseAtHighestRiskGoFirst() {
        var desk = begin(state(8), rules(), at: start)
        var now = start
        pass(150, &desk, from: &now)
        let rows = silent(&desk, at: now)
        XCTAssertEqual(rows.map(\.risk), [3, 3, 2, 2, 1, 1, 0, 0])
        XCTAssertTrue(rows.allSatisfy { $0.quiet > .seconds(120) })
        for call in desk.state.calls.all {
            let risk = call.home.flatMap { Int($0.text.dropFirst()) }.map { $0 % 4 }
            XCTAssertEqual(call.priority, risk == 3 ? .urgent : .soon)
        }
    }

    func test_welfareCalls_comeAgainUntilTheDeviceIsHeard_theHigherTheRiskTheSooner() {
        var desk = begin(state(4), rules(), at: start)
        var now = start
        pass(150, &desk, from: &now)
        XCTAssertEqual(desk.state.calls.count, 4)
        for call in desk.state.calls.allIDs { close(call, &desk, at: now) }
        // Six hours: a third of that at risk 3, half at 2.
        pass(2 * 3600 + 30, &desk, from: &now)
        XCTAssertEqual(desk.state.calls.all.map(\.home), [HomeID("H3")])
        XCTAssertTrue(
            desk.state.calls.all[0].alarms[0].signal.text.contains("welfare call 1"),
            desk.state.calls.all[0].alarms[0].signal.text)
        pass(3600, &desk, from: &now)
        XCTAssertEqual(desk.state.calls.all.map(\.home), [HomeID("H3"), HomeID("H2")])
        // Heard: nothing is due any more, and the open call says so.
        _ = desk.step(.alive([DeviceID("A2")], GatewayID("gw-1")), at: now)
        XCTAssertNil(desk.state.silences[DeviceID("A2")])
        XCTAssertEqual(desk.state.silences.count, 3)
        let noted = desk.state.calls.all[1].notes.map(\.text)
        XCTAssertTrue(noted.last?.hasPrefix("heard again") == true, "\(noted)")
        XCTAssertEqual(desk.state.presence.watches.silentCount, 3)
    }

    func test_restart_forgetsNoSilence() {
        var desk = begin(state(4), rules(), at: start)
        var now = start
        pass(150, &desk, from: &now)
        for call in desk.state.calls.allIDs { close(call, &desk, at: now) }
        now = now + .minutes(5)
        var kept = desk.state
        kept.presence = Presence()
        var again = begin(kept, rules(), at: now)
        XCTAssertEqual(again.state.presence.watches.silentCount, 4)
        XCTAssertEqual(silent(&again, at: now).map(\.risk), [3, 2, 1, 0])
        // No second call at once: the welfare calls go on where they were.
        pass(60, &again, from: &now)
        XCTAssertEqual(again.state.calls.count, 0)
        pass(2 * 3600, &again, from: &now)
        XCTAssertEqual(again.state.calls.all.map(\.home), [HomeID("H3")])
        // Watched no longer: nobody can say, and nobody is rung.
        var none = rules()
        none.supervisionSpan = nil
        again.obey(none, at: now)
        XCTAssertEqual(again.state.silences.count, 0)
    }

    func test_deviceRegisteredWhileTheCentreRuns_isSilentThoughItNeverSaidAWord() {
        var state = state(1)
        state.apply(
            .recordSaved(
                .person(
                    Operator(id: OperatorID("ada"), name: "", role: .administrator, languages: [])),
                by: .desk), at: start)
        var desk = begin(state, rules(), at: start)
        let ada = OperatorID("ada")
        let hers = Requester(connection: ConnectionID(raw: 8), request: 1)
        _ = desk.step(.logOn(ada, hers), at: start)
        for command in [
            Command.importBegins(.devices), .importRow(line: 2, cells: ["NEW", "H0", ""]),
            .importEnds(commit: true),
        ] {
            _ = desk.step(.command(ada, command, hers), at: start)
        }
        _ = desk.step(.importContinues, at: start)
        var now = start
        pass(150, &desk, from: &now)
        XCTAssertNotNil(desk.state.silences[DeviceID("NEW")])
    }

    /// Each second a fifteenth is looked at, and a bounded number goes on record: a press that comes in
    /// between waits for no more than that.
    func test_hundredThousand_areArmedOnce_andFireInBoundedSteps() {
        let count = 100_000
        var desk = begin(state(count), rules(), at: start)
        XCTAssertEqual(desk.state.presence.watches.count, count)
        var now = start
        // All heard once: nothing is armed by a heartbeat.
        let armed = ContinuousClock().measure {
            for first in stride(from: 0, to: count, by: 500) {
                _ = desk.step(
                    .alive((first..<first + 500).map { DeviceID("A\($0)") }, GatewayID("gw-1")),
                    at: now)
            }
        }
        XCTAssertLessThan(armed, .seconds(5), "20 us each would be 2 s, in a debug build")
        var worst = Duration.zero
        var facts = 0
        for _ in 0..<240 {
            now = now + .seconds(1)
            var decision = Decision()
            worst = max(worst, ContinuousClock().measure { decision = desk.step(.clock, at: now) })
            let noted = decision.facts.count { if case .deviceSilent = $0 { true } else { false } }
            XCTAssertLessThanOrEqual(noted, Limits.silencesPerLook)
            facts += noted
        }
        XCTAssertEqual(desk.state.presence.watches.silentCount, count)
        XCTAssertGreaterThan(facts, Limits.silencesPerLook * 80)
        XCTAssertEqual(desk.state.calls.count, Limits.silentCallsMax)
        // Debug is some 20 times slower than what ships.
        XCTAssertLessThan(worst, .milliseconds(400), "the longest step")
        print("100,000 devices: heard in \(armed), longest look \(worst)")
        // Those on record first are those at highest risk.
        XCTAssertTrue(
            desk.state.silences.allIDs.allSatisfy { (Int($0.text.dropFirst()) ?? 0) % 4 == 3 })
        // A press in the middle of it is a call like any other.
        let press = desk.step(
            .alarm(
                Signal(
                    identity: AlarmIdentity(
                        device: DeviceID("A17"), reference: Reference("1"), kind: .button,
                        deviceTime: 0), gateway: GatewayID("gw-1")), asker), at: now)
        XCTAssertTrue(
            press.facts.contains { if case .callOpened = $0 { true } else { false } })
    }
}
