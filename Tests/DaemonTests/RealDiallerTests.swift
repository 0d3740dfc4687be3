// SPDX-License-Identifier: Apache-2.0
// A real dialler that nobody of this project wrote is acknowledged, and its presses are offered.
// Never counts as passed where Python or its packages are not to be had: then it says so.

import Glibc
import Wire
import Rig
import XCTest

final class RealDiallerTests: XCTestCase {
    private static let python = "\(Places.repository)/.build/dialler/bin/python"
    private static let script = "\(Places.repository)/Tests/DaemonTests/Dialler/real_dialler.py"

    private func needDialler() throws {
        guard access("\(Places.repository)/.build/dialler/done", F_OK) == 0 else {
            throw XCTSkip("not run: no real dialler here (`make test` installs it where it can)")
        }
    }

    /// Lets the dialler say `messages`; which of them were acknowledged.
    private func dial(
        _ centre: RunningCentre, _ transport: String, _ account: String, key: String,
        _ messages: String
    ) throws -> String {
        let order = "{\"port\": \(centre.diallerPort), \"transport\": \"\(transport)\", "
            + "\"account\": \"\(account)\", \"key\": \"\(key)\", \"messages\": \(messages)}"
        let file = "\(centre.folder.path)/order.json"
        try write(order, to: file)
        let done = Rig.run(["/bin/sh", "-c", "exec \(Self.python) \(Self.script) < \(file)"])
        return try XCTUnwrap(done).output
    }

    /// Contact ID, restore, SIA-DCS with text, periodic test, NULL: in clear and with AES-128 and 256,
    /// over TCP and UDP.
    func test_allItSays_isAcknowledged_andItsPressesAreOffered() throws {
        try needDialler()
        let accounts = [("1234", ""), ("E128", "0123456789ABCDEF"),
            ("E256", "0123456789ABCDEF0123456789ABCDEF")]
        for transport in ["TCP", "UDP"] {
            let centre = try RunningCentre()
            let file = "\(centre.folder.path)/accounts"
            try write(
                accounts.map { $0.1.isEmpty ? $0.0 : "\($0.0) key=ascii:\($0.1)" }
                    .joined(separator: "\n"), to: file)
            centre.settings = ["dc09.accountsFile=\(file)"]
            try centre.start()
            let sue = try centre.person("sue")
            try sue.ask("WATCH calls", "250")
            let amy = try centre.ready("amy")
            for (account, key) in accounts where key.isEmpty || Cipher.isPresent {
                let heard = try dial(
                    centre, transport, account, key: key,
                    """
                    [["ADM-CID", {"code": "101", "q": "1", "area": "01", "zone": "015"}],
                     ["ADM-CID", {"code": "101", "q": "3", "zone": "015"}],
                     ["SIA-DCS", {"code": "QA", "zone": "15", "text": "Pendant bathroom"}],
                     ["ADM-CID", {"code": "602", "q": "1"}], ["NULL", {}]]
                    """)
                XCTAssertEqual(
                    heard, "[true, true, true, true, true]", "\(transport) \(account): \(heard)")
                let opened = try sue.event("CALL") {
                    $0.contains("what=opened") && $0.contains("dev=\(account) ")
                }
                let call = try XCTUnwrap(field("call", of: opened))
                let offer = try amy.event("OFFER") { $0.contains("call=\(call) ") }
                XCTAssertTrue(offer.contains("type=button"), offer)
                let record = try amy.ask("TAKE \(call)", "250-TAKEN")
                for words in ["1101 Personal emergency", "Pendant bathroom", "restore 3101"] {
                    XCTAssertTrue(record.contains { $0.contains(words) }, "\(words): \(record)")
                }
                try amy.ask("DONE \(call) step=1 result=hurt", "250")
                try amy.ask("CLOSE \(call) outcome=test", "250")
                try amy.ask("READY", "250")
            }
            XCTAssertEqual(try centre.stop(), .exited(0))
        }
    }

    /// Built without encryption, the centre says so at its start; an encrypted press is not
    /// acknowledged, because nobody can read it, but it is a call.
    func test_withoutEncryption_anEncryptedPressIsACall() throws {
        try needDialler()
        guard !Cipher.isPresent else { throw XCTSkip("this program was built with encryption") }
        let centre = try RunningCentre()
        let file = "\(centre.folder.path)/accounts"
        try write("E128 key=ascii:0123456789ABCDEF\n", to: file)
        centre.settings = ["dc09.accountsFile=\(file)"]
        try centre.start()
        XCTAssertTrue(centre.log.contains("<3>built-without-encryption"), centre.log)
        let sue = try centre.person("sue")
        try sue.ask("WATCH calls", "250")
        let press = "[[\"ADM-CID\", {\"code\": \"101\", \"q\": \"1\", \"zone\": \"015\"}]]"
        XCTAssertEqual(
            try dial(centre, "UDP", "E128", key: "0123456789ABCDEF", press), "[false]")
        _ = try sue.event("CALL") {
            $0.contains("what=opened") && $0.contains("type=dialler-fault")
        }
    }

    /// What must not be acknowledged: a wrong key, and clear words from an account with a key; both
    /// are shown to people.
    func test_wrongKeyAndClearWords_areNotAcknowledged_butShown() throws {
        try needDialler()
        guard Cipher.isPresent else { throw XCTSkip("this program was built without encryption") }
        let centre = try RunningCentre()
        let file = "\(centre.folder.path)/accounts"
        try write(
            "E128 key=ascii:0123456789ABCDEF\nE129 key=ascii:0123456789ABCDEF\n", to: file)
        centre.settings = ["dc09.accountsFile=\(file)"]
        try centre.start()
        let sue = try centre.person("sue")
        try sue.ask("WATCH calls", "250")
        let press = "[[\"ADM-CID\", {\"code\": \"101\", \"q\": \"1\", \"zone\": \"015\"}]]"
        XCTAssertEqual(
            try dial(centre, "UDP", "E128", key: "FEDCBA9876543210", press), "[false]")
        _ = try sue.event("CALL") {
            $0.contains("what=opened") && $0.contains("dev=E128 ")
                && $0.contains("type=dialler-fault")
        }
        XCTAssertEqual(try dial(centre, "UDP", "E129", key: "", press), "[false]")
        _ = try sue.event("CALL") {
            $0.contains("what=opened") && $0.contains("dev=E129 ") && $0.contains("type=button")
        }
        XCTAssertFalse(centre.log.contains("0123456789ABCDEF"), "a key was printed")
    }
}
