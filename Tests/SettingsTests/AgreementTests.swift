// SPDX-License-Identifier: Apache-2.0
// Owns the tests of what two keys say of each other.

import Settings
import Vocabulary
import XCTest

final class AgreementTests: XCTestCase {
    func test_planThatIsNotDefined_namesKindAndPlan() {
        let errors = faults(smallest, "kinds.fall={plan:\"emergancy\"}", "unknownKind.plan=none")
        XCTAssertEqual(errors.map(\.path), ["kinds.fall.plan", "unknownKind.plan"])
        XCTAssertTrue(errors[0].description.contains("\"emergancy\""))
        XCTAssertTrue(errors[0].description.contains("there are emergency"))
    }

    func test_planThatIsFaulty_isNotCalledMissingToo() {
        XCTAssertEqual(
            faults(smallest, "plans.emergency=[]").map(\.path), ["plans.emergency"])
    }

    func test_kindInCapitals_isRefused() {
        XCTAssertEqual(faults(smallest, "kinds.Button={priority:1}").map(\.path), ["kinds.Button"])
    }

    func test_nameWithDot_isRefused() {
        let text = smallest.replacing("plans: {", with: "kinds: { \"a.b\": {} }, plans: {")
        XCTAssertEqual(faults(text).map(\.path), ["kinds.a.b"])
    }

    func test_spansOutOfOrder_areRefused() {
        let errors = faults(
            smallest, "answer.offerSeconds=13", "answer.dutyOfficerAfterSeconds=12",
            "lease.warningSeconds=300")
        XCTAssertEqual(
            errors.map(\.description),
            [
                "--set answer.dutyOfficerAfterSeconds=12: answer.dutyOfficerAfterSeconds: "
                    + "found 12, expected more than answer.targetSeconds (12)",
                "--set answer.offerSeconds=13: answer.offerSeconds: found 13, "
                    + "expected at most answer.targetSeconds (12)",
                "--set lease.warningSeconds=300: lease.warningSeconds: found 300, "
                    + "expected less than lease.holdSeconds (300)",
            ])
    }

    func test_canaries_thatDoNotFit_areRefused() {
        let errors = faults(
            smallest,
            "canaries={everySeconds:60,silentSeconds:60,devices:[{id:\"c\",path:\"p\","
                + "probe:\"lines\"},{id:\"c\",path:\"p\",probe:\"dc09-tcp\"}]}")
        XCTAssertEqual(
            errors.map(\.path).sorted(),
            [
                "canaries.devices[0].gateway", "canaries.devices[1].id",
                "canaries.devices[1].id", "canaries.everySeconds",
            ])
    }

    func test_stormKinds_behindWhichAPersonMayBeInNeed_areRefused() {
        let errors = faults(
            smallest, "storm.kinds=[\"fault\",\"button\",\"gas\",\"inactivity\",\"temperature\"]")
        XCTAssertEqual(errors.map(\.path), (1...4).map { "storm.kinds[\($0)]" })
        XCTAssertNoThrow(try load(smallest, "storm.kinds=[\"path-silent\"]"))
    }

    func test_nobodyWhoMayTake_isRefused() {
        let errors = faults(smallest, "powers.operator=[\"handle\"]", "powers.supervisor=[]")
        XCTAssertEqual(errors.map(\.path), ["powers"])
        XCTAssertNoThrow(try load(smallest, "powers.operator=[\"handle\"]"))
    }

    func test_channelThatIsNotConfigured_isRefused() {
        let errors = faults(
            smallest, "contacts.channels=[\"voice\",\"exec:pager\"]",
            "dutyOfficer={name:\"dan\",to:\"1\",channels:[\"smstools\"]}")
        XCTAssertEqual(
            errors.map(\.path), ["contacts.channels[1]", "dutyOfficer.channels[0]"])
        XCTAssertNoThrow(
            try load(
                smallest, "contacts.channels=[\"exec:pager\",\"smstools\"]",
                "channels={exec:{pager:{program:\"/bin/true\"}},smstools:{spool:\"/s\"}}"))
    }

    // MARK: - Ports

    func test_portBeyondLoopback_mustBeAllowed_andIsSaid() throws {
        let keyFile = smallest.replacing(
            "inline: [{ name: \"gw\", key: \"k\" }]", with: "keyFile: 'k'")
        XCTAssertEqual(
            faults(keyFile, "listen.devices=10.0.0.5:7301").map(\.path), ["listen.devices"])
        let settings = try load(
            keyFile, "listen.devices=10.0.0.5:7301", "listen.beyondLoopback=[\"devices\"]")
        XCTAssertEqual(
            settings.listen.exposures,
            ["devices listens on 10.0.0.5:7301 without encryption (listen.beyondLoopback)"])
    }

    func test_keysInTheFileAndScale_areForLoopbackOnly() {
        let errors = faults(
            smallest, "listen.console=[::]:7302", "listen.beyondLoopback=[\"console\"]", "scale=2")
        XCTAssertEqual(errors.map(\.path), ["scale", "gateways.inline"])
    }

    func test_loopback_isAllOfItsForms() throws {
        for address in ["127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
            XCTAssertEqual(try load(smallest, "listen.devices=\(address)").listen.devices, address)
        }
        for address in ["0.0.0.0:1", "128.0.0.1:1", "[::]:1", "[::ffff:10.0.0.1]:1", "[fe80::1]:1"]
        {
            XCTAssertTrue(
                faults(smallest, "listen.devices=\(address)").contains {
                    $0.path == "listen.devices"
                },
                address)
        }
    }

    func test_onePortForBoth_isRefused_unlessItIsAnyPort() throws {
        XCTAssertEqual(
            faults(smallest, "listen.console=127.0.0.1:7301").map(\.path), ["listen.console"])
        XCTAssertNoThrow(
            try load(smallest, "listen.console=127.0.0.1:0", "listen.devices=127.0.0.1:0"))
    }

    // MARK: - Names

    func test_namesGivenTwice_areRefused() {
        let person = "{id:\"amy\",name:\"A\",role:\"operator\"}"
        let errors = faults(
            smallest, "people=[\(person),\(person)]",
            "gateways.inline=[{name:\"g\",key:\"1\"},{name:\"g\",key:\"2\"}]")
        XCTAssertEqual(errors.map(\.path), ["gateways.inline[1].name", "people[1].id"])
    }

    func test_noGateway_isRefused() {
        XCTAssertEqual(faults(smallest, "gateways.inline=[]").map(\.path), ["gateways"])
    }
}
