// SPDX-License-Identifier: Apache-2.0
/// A short day of a small town of which half dials, against a running centre: the books are clean.
/// Never long: `make run` shows a whole day.

import Wire
import Rig
import XCTest

final class WorldLiveTests: XCTestCase {
    private static let simulator = "\(Places.products)/Simulator"

    func test_halfTheTownDials_nothingLostDoubledOrUnexpected() throws {
        let centre = try RunningCentre(["scale=900"])
        let folder = centre.folder.path
        let town = ["--homes", "60", "--dc09-share", "50"]
        let accounts = try XCTUnwrap(
            Rig.run(
                [Self.simulator, "town", "--dc09-accounts", "\(folder)/accounts"] + town))
        XCTAssertEqual(accounts.ending, .exited(0), accounts.output)
        try write("gw-demo demo\n", to: "\(folder)/gateways")
        centre.settings.append("dc09.accountsFile=\(folder)/accounts")
        try centre.start()
        let done = try XCTUnwrap(
            Rig.run(
                [
                    Self.simulator, "live", "--devices", "127.0.0.1:\(centre.devicePort)",
                    "--console", "127.0.0.1:\(centre.consolePort)",
                    "--dc09", "127.0.0.1:\(centre.diallerPort)", "--import", "--plain",
                    "--gateways-file", "\(folder)/gateways", "--speed", "900", "--hours", "0.5",
                    "--start-hour", "9", "--presses", "4000", "--technical", "300",
                    "--operators", "8", "--dc09-poll", "600", "--json", "\(folder)/card",
                ] + town))
        XCTAssertEqual(done.ending, .exited(0), done.output)
        let card = text(of: "\(folder)/card")
        for word in ["\"lost\":0,", "\"doubled\":0,", "\"unexpected\":0,", "\"clean\":true"] {
            XCTAssertTrue(card.contains(word), "\(word): \(done.output)")
        }
        XCTAssertFalse(card.contains("\"dialled\":0,"), done.output)
    }
}
