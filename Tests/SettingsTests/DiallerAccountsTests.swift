// SPDX-License-Identifier: Apache-2.0
// Owns the tests of the file of accounts: who is found, which lines are refused, no key is shown.

import Settings
import Vocabulary
import XCTest

final class DiallerAccountsTests: XCTestCase {
    private let hex = "00112233445566778899AABBCCDDEEFF"
    private let ascii = "sixteen-signs-16"

    private func accounts(_ lines: String, mode: Int16 = 0o600) throws -> DiallerAccounts {
        let path = try temporaryFile(lines, mode: mode, in: self)
        return try DiallerAccounts.load(for: load(smallest, "dc09={accountsFile:\"\(path)\"}"))
    }

    /// The faults without the folder of the file.
    private func refusal(_ lines: String, mode: Int16 = 0o600) -> [String] {
        do {
            _ = try accounts(lines, mode: mode)
            return []
        } catch let errors as SettingsErrors {
            return errors.all.map {
                String($0.description.split(separator: "/file", maxSplits: 1)[1])
            }
        } catch {
            return ["\(error)"]
        }
    }

    // MARK: - Good

    func test_noFile_isNobody() throws {
        let accounts = try DiallerAccounts.load(for: load(smallest))
        XCTAssertEqual(accounts, DiallerAccounts())
        XCTAssertNil(accounts["1234"])
    }

    func test_lines_areAccounts() throws {
        let accounts = try accounts(
            """
            # ours

            1234
            ab-7 key=hex:\(hex) every=5m priority=2 clear=yes # Mrs Chan
            \t861234567890   key=ascii:\(ascii)\r
            a1 every=90s
            a2 every=2h clear=yes #
            """)
        XCTAssertEqual(
            accounts.all.map(\.device.text), ["1234", "AB-7", "861234567890", "A1", "A2"])
        let plain = try XCTUnwrap(accounts["1234"])
        XCTAssertNil(plain.key)
        XCTAssertNil(plain.supervision)
        XCTAssertNil(plain.priority)
        XCTAssertTrue(plain.allowsClear)
        let full = try XCTUnwrap(accounts["ab-7"])
        XCTAssertEqual(full.key?.shown, (0...15).map { UInt8($0 * 17) })
        XCTAssertEqual(full.supervision, .minutes(5))
        XCTAssertEqual(full.priority, .urgent)
        XCTAssertTrue(full.allowsClear)
        let keyed = try XCTUnwrap(accounts["861234567890"])
        XCTAssertEqual(keyed.key?.shown, Array(ascii.utf8))
        XCTAssertFalse(keyed.allowsClear)
        XCTAssertEqual(accounts["A1"]?.supervision, .seconds(90))
        XCTAssertEqual(accounts["A2"]?.supervision, .hours(2))
    }

    func test_keysOfEachLength_areTaken() throws {
        for bytes in [16, 24, 32] {
            let digits = String(repeating: "aB", count: bytes)
            let signs = String(repeating: "#", count: bytes)
            let accounts = try accounts("1 key=hex:\(digits)\n2 key=ascii:\(signs)\n")
            XCTAssertEqual(accounts["1"]?.key?.shown, Array(repeating: 0xAB, count: bytes))
            XCTAssertEqual(accounts["2"]?.key?.shown, Array(repeating: 0x23, count: bytes))
        }
    }

    func test_leadingZeros_areForgiven_onlyWhereOneAccountFits() throws {
        let accounts = try accounts("1234\n005678\n0042\n42\n000\nab\n")
        XCTAssertEqual(accounts["001234"]?.device, DeviceID("1234"))
        XCTAssertEqual(accounts["5678"]?.device, DeviceID("005678"))
        XCTAssertEqual(accounts["05678"]?.device, DeviceID("005678"))
        XCTAssertEqual(accounts["42"]?.device, DeviceID("42"))
        XCTAssertEqual(accounts["0042"]?.device, DeviceID("0042"))
        XCTAssertNil(accounts["00042"], "two fit")
        XCTAssertEqual(accounts["0"]?.device, DeviceID("000"))
        XCTAssertEqual(accounts["00AB"]?.device, DeviceID("AB"))
        for unknown in ["", "12340", "123", "B"] { XCTAssertNil(accounts[unknown], unknown) }
    }

    func test_keys_neverPrint() throws {
        let accounts = try accounts("1 key=ascii:\(ascii)\n2 key=hex:\(hex)\n")
        var dumped = ""
        dump(accounts, to: &dumped)
        for text in ["\(accounts)", "\(accounts.all)", dumped] {
            XCTAssertTrue(text.contains("••••"))
            XCTAssertFalse(text.contains("sixteen"))
            XCTAssertFalse(text.contains("115"), "a sign of the key as a number")
        }
    }

    // MARK: - Bad

    func test_fileOthersMayUse_isRefused() {
        for mode: Int16 in [0o640, 0o604, 0o620, 0o644, 0o777] {
            let said = refusal("1234\n", mode: mode)
            let octal = String(mode, radix: 8)
            XCTAssertEqual(said.count, 1)
            XCTAssertTrue(
                said[0].hasPrefix(
                    ": dc09.accountsFile: found mode 0\(octal): others than the owner may use it, "
                        + "expected mode 0600 or 0400 (chmod 600 /"), said[0])
        }
        XCTAssertEqual(refusal("1234\n", mode: 0o400), [])
    }

    func test_missingFile_isRefused() throws {
        let settings = try load(smallest, "dc09={accountsFile:\"/nonexistent/accounts\"}")
        XCTAssertThrowsError(try DiallerAccounts.load(for: settings)) { error in
            XCTAssertEqual(
                "\(error)",
                "/nonexistent/accounts: dc09.accountsFile: found No such file or directory, "
                    + "expected a file that can be read")
        }
    }

    func test_everyBadLine_isNamed() {
        let span = "expected a span such as 60s, 5m or 2h"
        let word = "found such a word, expected key=..., every=..., priority=... or clear=..."
        let account =
            "found such an account, expected 1...64 visible ASCII signs "
            + "without \" # = [ ] |"
        let cases = [
            ("1[2", ":1:1: " + account),
            ("  é", ":1:3: " + account),
            ("key=hex:\(hex)", ":1:1: " + account),
            (String(repeating: "1", count: 65), ":1:1: " + account),
            ("1 every=5", ":1:9: found \"5\", " + span),
            ("1 every=m", ":1:9: found \"m\", " + span),
            ("1 every=", ":1:9: found \"\", " + span),
            ("1 every=-5m", ":1:9: found \"-5m\", " + span),
            ("1 every=5M", ":1:9: found \"5M\", " + span),
            ("1 every=99999999s", ":1:9: found \"99999999s\", " + span),
            ("1 every=9s", ":1:9: found \"9s\", expected 10s...168h"),
            ("1 every=169h", ":1:9: found \"169h\", expected 10s...168h"),
            ("1 priority=0", ":1:12: found \"0\", expected a priority, 1...5"),
            ("1 priority=6", ":1:12: found \"6\", expected a priority, 1...5"),
            ("1 priority=12", ":1:12: found \"12\", expected a priority, 1...5"),
            ("1 clear=maybe", ":1:9: found \"maybe\", expected yes or no"),
            ("1 clear=no", ":1:9: found no without a key, expected a key, or clear=yes"),
            ("1 every=5m every=5m", ":1:12: found every= a second time, expected it once"),
            ("1 often=5m", ":1:3: " + word),
            ("1 Every=5m", ":1:3: " + word),
            ("1 notifier", ":1:3: " + word),
            ("1 clear=\u{1B}[2J", ":1:9: found \"\\u{1B}[2J\", expected yes or no"),
        ]
        for (line, said) in cases { XCTAssertEqual(refusal(line), [said], line) }
    }

    func test_wrongKeys_areNamed_notShown() {
        let digits = "32, 48 or 64 hex digits (16, 24 or 32 bytes)"
        let form = "found a key of no known form, expected key=hex:... or key=ascii:..."
        let cases = [
            ("1 key=\(hex)", ":1:7: " + form),
            ("1 key=HEX:\(hex)", ":1:7: " + form),
            ("1 key=", ":1:7: " + form),
            ("1 key=hex:", ":1:11: found a key of 0 hex digits, expected " + digits),
            ("1 key=hex:\(hex)0", ":1:11: found a key of 33 hex digits, expected " + digits),
            (
                "1 key=hex:\(hex.dropLast(2))",
                ":1:11: found a key of 30 hex digits, expected " + digits
            ),
            (
                "1 key=hex:0011Z\(hex.dropFirst(5))",
                ":1:15: found another sign in the key, expected hex digits 0-9, A-F"
            ),
            (
                "1 key=ascii:\(ascii)7",
                ":1:13: found a key of 17 signs, expected 16, 24 or 32 ASCII signs"
            ),
            (
                "1 key=ascii:sixtéén-signs",
                ":1:17: found another sign in the key, expected visible ASCII signs"
            ),
            // A blank in the key: what follows it is no word to show.
            (
                "1 key=ascii:\(ascii) rest-of-key",
                ":1:30: found such a word, expected key=..., every=..., priority=... or clear=..."
            ),
        ]
        for (line, said) in cases {
            XCTAssertEqual(refusal(line), [said], line)
            for secret in ["0011", "sixt", "rest"] { XCTAssertFalse(said.contains(secret)) }
        }
    }

    func test_accountASecondTime_isRefused_withBothLines() {
        XCTAssertEqual(
            refusal("# first\nab\n1\nAB every=5m\n1\n"),
            [
                ":4:1: found AB a second time, expected each account once (first in line 2)",
                ":5:1: found 1 a second time, expected each account once (first in line 3)",
            ])
    }

    func test_manyBadLines_areCounted() {
        let count = Limits.importErrorsMax + 7
        let said = refusal(String(repeating: "x y\n", count: count))
        XCTAssertEqual(said.count, Limits.importErrorsMax + 1)
        XCTAssertEqual(
            said.first, ": dc09.accountsFile: found 7 more lines like these, expected accounts")
    }

    func test_asManyAsAllowed_areTaken_oneMoreIsNot() {
        let lines = (0..<Limits.diallerAccountsMax).map { "\($0) key=hex:\(hex)" }.joined(separator: "\n")
        // The only fault is the last line's: all before it were taken.
        XCTAssertEqual(
            refusal(lines + "\none-more"),
            [":200001:1: found one more account, expected at most 200000"])
    }

    // MARK: - Check

    func test_check_tellsOfAllFiles() throws {
        let keys = try temporaryFile("gw-7 short\n", mode: 0o600, in: self)
        let accounts = try temporaryFile("1 every=x\n", mode: 0o600, in: self)
        let settings = try load(
            smallest, "gateways={keyFile:\"\(keys)\"}", "dc09={accountsFile:\"\(accounts)\"}")
        XCTAssertThrowsError(try settings.checkFiles()) { error in
            XCTAssertTrue("\(error)".contains("\(keys):1: found a key"), "\(error)")
            XCTAssertTrue("\(error)".contains("\(accounts):1:9: found"), "\(error)")
        }
        XCTAssertNoThrow(try load(smallest).checkFiles())
    }
}
