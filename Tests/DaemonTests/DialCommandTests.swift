// SPDX-License-Identifier: Apache-2.0
/// `Simulator dial` at a running centre: each quirk, clear and encrypted, TCP and UDP.
/// Never a word about what the centre does with it: DiallerRoadTests has that.

import Wire
import Rig
import XCTest

final class DialCommandTests: XCTestCase {
    private static let simulator = "\(Places.products)/Simulator"
    /// What no receiver can believe.
    private static let broken: Set<DC09Message.Quirk> = [.wrongCRC, .shortLength, .noLineFeed]
    private static let key = "000102030405060708090A0B0C0D0E0F"

    private func dial(_ port: UInt16, _ words: String) throws -> (ending: Ending, output: String) {
        try XCTUnwrap(
            Rig.run(
                [Self.simulator, "dial", "--to", "127.0.0.1:\(port)"]
                    + words.split(separator: " ").map(String.init)))
    }

    func test_everyQuirk_inClear_overBoth() throws {
        let centre = try RunningCentre()
        try centre.start()
        for road in ["", " --udp"] {
            for quirk in DC09Message.Quirk.allCases {
                let token = quirk == .nullWithData ? " --token NULL" : ""
                let isBroken = Self.broken.contains(quirk)
                let done = try dial(
                    centre.diallerPort,
                    "--account 1234 --count 2 --sequence 14 --quirk \(quirk.rawValue)"
                        + " --resend \(isBroken ? "0.1" : "5") --tries 2\(token)\(road)")
                XCTAssertEqual(
                    done.ending, .exited(isBroken ? 1 : 0), "\(quirk)\(road): \(done.output)")
            }
        }
    }

    func test_everyQuirk_encrypted_overBoth() throws {
        guard Cipher.isPresent else { throw XCTSkip("built without the trait Crypto") }
        let centre = try RunningCentre()
        let file = "\(centre.folder.path)/accounts"
        try write("E128 key=hex:\(Self.key)\nE256 key=ascii:\(Self.key)\n", to: file)
        centre.settings = ["dc09.accountsFile=\(file)"]
        try centre.start()
        // Without an account in front there is no key to open it with; without a time it is refused.
        let impossible = Self.broken.union([.noHeaderAccount, .noTimestamp])
        for road in ["", " --udp"] {
            for quirk in DC09Message.Quirk.allCases {
                let isNull = quirk == .nullWithData || quirk == .noPipe
                let isBad = impossible.contains(quirk)
                let done = try dial(
                    centre.diallerPort,
                    "--account E128 --key hex:\(Self.key) --quirk \(quirk.rawValue)"
                        + " --resend \(isBad ? "0.1" : "5") --tries 2\(isNull ? " --token NULL" : "")"
                        + road)
                XCTAssertEqual(
                    done.ending, .exited(isBad ? 1 : 0), "\(quirk)\(road): \(done.output)")
            }
            let late = try dial(
                centre.diallerPort,
                "--account E256 --key ascii:\(Self.key) --token SIA-DCS --text Bath"
                    + " --block Lbathroom --clock -7200\(road)")
            XCTAssertEqual(late.ending, .exited(0), late.output)
            XCTAssertTrue(late.output.contains("< NAK"), late.output)
            XCTAssertTrue(late.output.contains("< ACK 0001 encrypted"), late.output)
        }
    }

    func test_wrongUse_isNamed() throws {
        for (words, complaint) in [
            ("--account 1234 --quirk none", "--quirk none"), ("", "--account"),
            ("--account 1234 --token SIA-DCS --code 1101", "--code 1101"),
            ("--account 12]4", "--account 12]4"), ("--account 1234 --key hex:00", "--key"),
        ] {
            let done = try dial(1, words)
            XCTAssertEqual(done.ending, .exited(64), words)
            XCTAssertTrue(done.output.contains(complaint), done.output)
        }
        let list = try dial(1, "--quirk list")
        XCTAssertEqual(list.ending, .exited(0))
        XCTAssertEqual(
            list.output.split(separator: "\n").map(String.init),
            DC09Message.Quirk.allCases.map(\.rawValue))
    }
}
