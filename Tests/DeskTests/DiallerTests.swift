// SPDX-License-Identifier: Apache-2.0
// Messages of diallers that only the desk alone can show: many strangers, several events in one.
// Resending and new numbers are story 42.

import Desk
import Vocabulary
import XCTest

final class DiallerTests: XCTestCase {
    private let start = Moment(milliseconds: 1_795_136_345_000)
    private let asker = Requester(connection: ConnectionID(raw: 1), request: 1)

    private func signal(_ account: String, _ reference: String, proven: Bool = false) -> Signal {
        var signal = Signal(
            identity: AlarmIdentity(
                device: DeviceID(account), reference: Reference(reference), kind: .button,
                deviceTime: 0),
            gateway: .dialler(from: "192.0.2.7"))
        signal.dialled = Dialled(resendSpan: .minutes(2), isProven: proven)
        return signal
    }

    private func report(_ signals: [Signal]) -> DeskEvent {
        .report(
            DiallerReport(
                device: signals[0].identity.device,
                events: signals.map { DiallerReport.Event(signal: $0, isAlarm: true) }), asker)
    }

    private func centre() -> Desk {
        var desk = Desk(rules: Rules())
        _ = desk.revive(at: start)
        return desk
    }

    func test_strangersWithoutProof_areFoldedIntoABoundedNumberOfCalls() {
        var desk = centre()
        for number in 0..<500 {
            let decision = desk.step(report([signal("F\(number)", "0001-aa")]), at: start)
            // Every one of them is stored: opened a call or stands on one.
            XCTAssertTrue(
                decision.facts.contains {
                    switch $0 {
                    case .callOpened, .alarmJoined: true
                    default: false
                    }
                }, "account \(number) was lost")
            XCTAssertTrue(decision.effects.contains(.reply(asker, .reportStored)))
        }
        XCTAssertEqual(desk.state.calls.count, Limits.strangerCallsMax)
        XCTAssertEqual(desk.state.calls.all.map(\.presses).reduce(0, +), 500)
        XCTAssertTrue(desk.state.calls.all.allSatisfy(\.unregistered))
        XCTAssertTrue(desk.violations.isEmpty, "\(desk.violations)")
    }

    func test_provenStranger_hasACallOfItsOwn() {
        var desk = centre()
        for number in 0..<Limits.strangerCallsMax {
            _ = desk.step(report([signal("F\(number)", "0001-aa")]), at: start)
        }
        _ = desk.step(report([signal("K1", "0001-aa", proven: true)]), at: start)
        XCTAssertEqual(desk.state.calls.count, Limits.strangerCallsMax + 1)
        // So has one that speaks through a gateway with a key.
        var gateway = signal("G1", "1")
        gateway.dialled = nil
        gateway.gateway = GatewayID("gw-1")
        _ = desk.step(.alarm(gateway, asker), at: start)
        XCTAssertEqual(desk.state.calls.count, Limits.strangerCallsMax + 2)
    }

    /// Letters in the other case, zeros in front: the same device, but never another one.
    func test_accountsAreFoundHoweverTheDeviceSpellsThem() {
        var state = DeskState()
        for (home, device) in [("H1", "A0F1"), ("H2", "1234"), ("H3", "0015"), ("H4", "foc7688")] {
            for record in [
                Record.home(Home(id: HomeID(home), address: "1 Road", district: "Wan Chai")),
                .device(Device(id: DeviceID(device), home: HomeID(home))),
            ] { state.apply(.recordSaved(record, by: .desk), at: start) }
        }
        for (sent, home) in [
            ("a0f1", "H1"), ("A0F1", "H1"), ("001234", "H2"), ("1234", "H2"), ("15", "H3"),
            ("015", "H3"), ("0015", "H3"), ("foc7688", "H4"), ("FOC7688", "H4"), ("12345", nil),
            ("234", nil), ("", nil), ("000", nil),
        ] as [(String, String?)] {
            var desk = Desk(state: state, rules: Rules())
            _ = desk.revive(at: start)
            _ = desk.step(report([signal(sent, "0001-aa")]), at: start)
            XCTAssertEqual(desk.state.calls.all.first?.home?.text, home, "account \(sent)")
        }
    }

    func test_severalEventsOfOneMessage_oneAnswer() {
        var desk = centre()
        let decision = desk.step(
            report([signal("K1", "0001-aa"), signal("K1", "0001-aa.2")]), at: start)
        XCTAssertEqual(desk.state.calls.count, 1)
        XCTAssertEqual(desk.state.calls.all.first?.presses, 2)
        XCTAssertEqual(
            decision.effects.filter { $0 == .reply(asker, .reportStored) }.count, 1)
    }
}
