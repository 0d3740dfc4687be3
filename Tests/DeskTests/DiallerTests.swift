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
