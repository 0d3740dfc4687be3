// SPDX-License-Identifier: Apache-2.0
// Owns the tests of the gateways' keys: who comes in, and which key files are refused.

import Settings
import Vocabulary
import XCTest

final class GatewayKeysTests: XCTestCase {
    private let key = "0123456789abcdef0123456789ABCDEF"

    private func keys(_ lines: String, mode: Int16 = 0o600) throws -> GatewayKeys {
        let path = try temporaryFile(lines, mode: mode, in: self)
        return try GatewayKeys.load(for: try load(smallest, "gateways={keyFile:\"\(path)\"}"))
    }

    private func refusal(_ lines: String, mode: Int16 = 0o600) -> String {
        do {
            _ = try keys(lines, mode: mode)
            return ""
        } catch {
            return "\(error)"
        }
    }

    func test_file_letsInItsGateways() throws {
        let keys = try keys("# ours\n\ngw-7 \(key)\r\n  tel-1\t\(key)x notifier\n")
        XCTAssertEqual(keys.gateways, [GatewayID("gw-7"), GatewayID("tel-1")])
        XCTAssertEqual(keys.admits(name: "gw-7", key: key)?.gateway, GatewayID("gw-7"))
        XCTAssertEqual(keys.admits(name: "gw-7", key: key)?.notifier, false)
        XCTAssertEqual(keys.admits(name: "tel-1", key: key + "x")?.notifier, true)
    }

    func test_wrongKey_andUnknownName_areRefusedAlike() throws {
        let keys = try keys("gw-7 \(key)")
        for index in key.indices {
            var wrong = key
            wrong.replaceSubrange(index...index, with: "!")
            XCTAssertNil(keys.admits(name: "gw-7", key: wrong))
        }
        for wrong in ["", String(key.dropLast()), key + "0", key + "\0", key.lowercased()] {
            XCTAssertNil(keys.admits(name: "gw-7", key: wrong), wrong)
        }
        for name in ["", "gw-8", "GW-7"] {
            XCTAssertNil(keys.admits(name: name, key: key), name)
            XCTAssertNil(keys.admits(name: name, key: ""), name)
        }
    }

    func test_keysThatDifferOnlyBehindTheBound_areDifferent() throws {
        let longest = String(repeating: "k", count: GatewayKeys.keyBytesMax)
        let keys = try keys("gw-7 \(longest)")
        XCTAssertNotNil(keys.admits(name: "gw-7", key: longest))
        XCTAssertNil(keys.admits(name: "gw-7", key: longest + "\0"))
        XCTAssertNil(keys.admits(name: "gw-7", key: longest + String(repeating: "k", count: 256)))
    }

    func test_fileOthersMayUse_isRefused() {
        for mode: Int16 in [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777] {
            let said = refusal("gw-7 \(key)", mode: mode)
            XCTAssertTrue(said.contains("mode 0\(String(mode, radix: 8)): others"), said)
            XCTAssertTrue(said.contains("chmod 600"), said)
        }
        XCTAssertEqual(refusal("gw-7 \(key)", mode: 0o400), "")
        XCTAssertEqual(refusal("gw-7 \(key)", mode: 0o600), "")
    }

    func test_everyBadLine_isNamed_andNoKeyShown() {
        let said = refusal(
            """
            gw-1 \(key)
            gw-2
            gw-3 short
            gw-4 \(key) notify
            gw-1 \(key)
            gw=5 \(key)
            gw-6 \(key) notifier more
            gw-7 \(key)é
            """)
        let lines = said.split(separator: "\n").map { line in
            line.split(separator: ":").dropFirst().first.flatMap { Int($0) }
        }
        XCTAssertEqual(lines, [2, 3, 4, 5, 6, 7, 8])
        XCTAssertFalse(said.contains(key.prefix(8)), said)
        XCTAssertFalse(said.contains("short"), said)
    }

    func test_emptyOrMissingFile_isRefused() throws {
        XCTAssertTrue(refusal("# nobody\n").contains("no gateway"))
        let settings = try load(smallest, "gateways={keyFile:\"/nonexistent/keys\"}")
        XCTAssertThrowsError(try GatewayKeys.load(for: settings)) { error in
            XCTAssertTrue("\(error)".contains("gateways.keyFile: found No such file"), "\(error)")
        }
    }

    func test_settings_neverPrintAKey() throws {
        let settings = try load(smallest.replacing("key: \"k\"", with: "key: \"hidden-key\""))
        XCTAssertFalse("\(settings)".contains("hidden-key"))
    }
}
