// SPDX-License-Identifier: Apache-2.0
// Owns the proof that thousands of records come in beside the presses, all or none.
// Never the single wrong row: that is a conversation.

import Rig
import XCTest

final class ImportTests: XCTestCase {
    private static let rows = 4000

    /// Stages `rows` homes; the last reply is heard, nothing is committed.
    private func stageHomes(_ ada: Peer) throws {
        try ada.ask("IMPORT BEGIN kind=homes", "350 SEND")
        for start in stride(from: 0, to: Self.rows, by: 500) {
            var lines = ""
            for row in start..<(start + 500) {
                let cells = "c1=I\(row) c2=\"\(row) Nathan Road\" c3=Yau c4=\"\""
                lines += "IMPORT ROW line=\(row + 2) \(cells)\n"
            }
            ada.send(Array(lines.utf8))
            for row in start..<(start + 500) {
                let reply = try ada.reply()
                guard reply == "350 SEND line=\(row + 2)" else { return XCTFail(reply) }
            }
        }
    }

    func test_pressesPassBetweenTheBatches() throws {
        let centre = try RunningCentre()
        try centre.start()
        let ada = try centre.person("ada")
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        let began = seconds()
        try stageHomes(ada)
        ada.say("IMPORT COMMIT")
        gateway.say("ALARM dev=X1 ref=1 type=button")
        XCTAssertTrue(try gateway.reply().hasPrefix("250 OK ref=1 call="))
        _ = try amy.event("OFFER")
        XCTAssertEqual(ada.replies, [], "the import was over before the press")
        XCTAssertEqual(
            try ada.reply(within: 30), "250 IMPORTED kind=homes rows=\(Self.rows)")
        print("\(Self.rows) rows imported in \(Int((seconds() - began) * 1000)) ms")
    }

    /// Accepted is accepted: what the lights going out interrupted goes on at the next start.
    func test_killedWhileAnAcceptedImportIsApplied_isThereWhole() throws {
        let centre = try RunningCentre()
        try centre.start()
        let ada = try centre.person("ada")
        try stageHomes(ada)
        let sue = try centre.person("sue")
        ada.say("IMPORT COMMIT")
        // The first batch is applied once the acceptance is on disk.
        try waitUntil("the first home") {
            try sue.ask("SHOW home=I0")[0].hasPrefix("210-HOME")
        }
        try centre.kill()
        try centre.start()
        let again = try centre.person("ada")
        try waitUntil(within: 30, "the last home") {
            try again.ask("SHOW home=I\(Self.rows - 1)")[0].hasPrefix("210-HOME")
        }
        XCTAssertEqual(try exportedHomes(again), Self.rows)
    }

    private func exportedHomes(_ ada: Peer) throws -> Int {
        var count = 0
        var line = "EXPORT kind=homes"
        while true {
            let reply = try ada.ask(line)
            count += reply.count - 1
            guard let next = field("next", of: reply[reply.count - 1]) else { return count }
            line = "EXPORT kind=homes after=\(next)"
        }
    }
}
