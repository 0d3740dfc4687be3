// SPDX-License-Identifier: Apache-2.0
// Owns the tests of what the configuration says of diallers: values, ports, what a reload takes.

import Settings
import Vocabulary
import XCTest

final class DiallerSettingsTests: XCTestCase {
    private let keyFile = smallest.replacing(
        "inline: [{ name: \"gw\", key: \"k\" }]", with: "keyFile: 'k'")

    func test_standards() throws {
        let dialler = try load(smallest).dialler
        XCTAssertEqual(dialler.address, "127.0.0.1:7303")
        XCTAssertEqual(dialler.connectionsMax, 20_000)
        XCTAssertEqual(dialler.idleSpan, .minutes(15))
        XCTAssertNil(dialler.accountsFile)
        XCTAssertEqual(dialler.resendSpan, .seconds(120))
        XCTAssertEqual(dialler.unknownAccounts, .call)
        XCTAssertEqual(dialler.damagedFrames, .silent)
        XCTAssertEqual(dialler.unknownCodePriority, .urgent)
    }

    func test_values_areTakenOver_withoutScale() throws {
        let dialler = try load(
            smallest, "listen.dc09=[::1]:0", "listen.dc09ConnectionsMax=7",
            "listen.dc09IdleMinutes=5.5", "dc09.accountsFile=a", "dc09.resendSeconds=60",
            "dc09.unknownAccounts=silent", "dc09.damagedFrames=nak",
            "dc09.unknownCodePriority=1", "scale=60"
        ).dialler
        XCTAssertEqual(dialler.address, "[::1]:0")
        XCTAssertEqual(dialler.connectionsMax, 7)
        XCTAssertEqual(dialler.idleSpan, .seconds(330))
        XCTAssertEqual(dialler.accountsFile, "a")
        XCTAssertEqual(dialler.resendSpan, .seconds(60))
        XCTAssertEqual(dialler.unknownAccounts, .silent)
        XCTAssertEqual(dialler.damagedFrames, .nak)
        XCTAssertEqual(dialler.unknownCodePriority, .lifeSafety)
    }

    func test_idleBelowFiveMinutes_isRefused() {
        XCTAssertEqual(
            faults(smallest, "listen.dc09IdleMinutes=4").map(\.expected), ["minutes, 5...1440"])
    }

    func test_portBeyondLoopback_mustBeAllowed_andIsSaid() throws {
        let errors = faults(keyFile, "listen.dc09=10.0.0.5:7303")
        XCTAssertEqual(errors.map(\.path), ["listen.dc09"])
        XCTAssertTrue(errors[0].expected.contains("\"dc09\" in listen.beyondLoopback"))
        let settings = try load(
            keyFile, "listen.dc09=10.0.0.5:7303", "listen.beyondLoopback=[\"dc09\"]")
        XCTAssertEqual(
            settings.listen.exposures,
            ["dc09 listens on 10.0.0.5:7303 without encryption (listen.beyondLoopback)"])
        XCTAssertEqual(
            faults(
                smallest, "listen.dc09=10.0.0.5:7303", "listen.beyondLoopback=[\"dc09\"]", "scale=2"
            ).map(\.path), ["scale", "gateways.inline"])
    }

    func test_onePortForTwo_isRefused() throws {
        XCTAssertEqual(
            faults(smallest, "listen.dc09=127.0.0.1:7302").map(\.description),
            [
                "--set listen.dc09=127.0.0.1:7302: listen.dc09: found \"127.0.0.1:7302\", "
                    + "expected another than listen.console"
            ])
        XCTAssertEqual(
            faults(smallest, "listen.devices=127.0.0.1:7303").map(\.path), ["listen.dc09"])
        XCTAssertNoThrow(
            try load(smallest, "listen.console=127.0.0.1:0", "listen.dc09=127.0.0.1:0"))
    }

    func test_reload_takesAllButThePort() throws {
        let table = try temporaryFile(
            "{ codes: [{ sia: ['RP'], kind: 'test', priority: 5, voice: 'no', name: 'T' }] }",
            mode: 0o644, in: self)
        let old = try load(smallest)
        let new = try load(
            smallest, "listen.dc09=127.0.0.1:0", "listen.dc09IdleMinutes=20",
            "listen.dc09ConnectionsMax=5",
            "dc09={eventCodes:\"\(table)\",accountsFile:\"a\",resendSeconds:5,"
                + "unknownAccounts:\"silent\",damagedFrames:\"nak\",unknownCodePriority:4}")
        XCTAssertNotEqual(old.eventCodes, new.eventCodes)
        XCTAssertEqual(
            CentreSettings.changesNeedingRestart(from: old, to: new),
            ["listen.dc09", "listen.dc09ConnectionsMax", "listen.dc09IdleMinutes"])
    }
}
