// SPDX-License-Identifier: Apache-2.0
// Owns what a bad disk may cost: the record perhaps, the answer never.
// Never a stand-in for the disk: real full, slow, broken, read-only and missing ones.

import Foundation
import Glibc
import Store
import Rig
import XCTest

final class DiskTests: XCTestCase {
    /// File systems to be taken away again.
    private var mounts: [(disk: String, folder: String)] = []

    override func tearDown() {
        for mount in mounts {
            _ = Rig.run(["umount", "-l", mount.disk])
            // Its owner could not remove it while the disk was in it.
            _ = Rig.run(["rm", "-rf", mount.folder])
        }
        mounts = []
    }

    /// A file system of its own in memory; skips the test where that is not allowed.
    private func smallDisk(_ centre: RunningCentre, size: String) throws {
        mkdir(centre.data, 0o700)
        let options = "size=\(size),mode=0700"
        let done = Rig.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", centre.data])
        guard let done, done.ending == .exited(0) else {
            throw XCTSkip(
                "mounting a small disk is not allowed here: \(done?.output ?? "no mount")")
        }
        mounts.append((centre.data, centre.folder.path))
    }

    private func strace(_ injections: [String]) throws -> [String] {
        guard Rig.run(["strace", "-V"])?.ending == .exited(0) else {
            throw XCTSkip("strace is not installed: no slow or broken disk without it")
        }
        // -D: the centre stays our own child. The log of calls goes nowhere.
        var words = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync"]
        for injection in injections { words += ["-e", "inject=\(injection)"] }
        return words
    }

    private func call(of reply: String) throws -> String {
        try XCTUnwrap(field("call", of: reply), reply)
    }

    /// Sends alarms of device D until one is not stored; returns its number.
    private func alarmsUntilRefused(_ gateway: Peer, from first: Int) throws -> Int {
        for reference in first..<(first + 20_000) {
            gateway.say("ALARM dev=D\(reference) ref=\(reference) type=button")
            let reply = try gateway.reply()
            if reply.hasPrefix("451 RETRY ref=\(reference) ") { return reference }
            guard reply.hasPrefix("250 OK ref=\(reference) call=") else {
                throw TestTrouble("heard \(reply)")
            }
        }
        throw TestTrouble("the disk never became full")
    }

    // MARK: Full

    func test_fullDisk_451AndOffersGoOn_recoversWithoutRestart() throws {
        let centre = try RunningCentre()
        try smallDisk(centre, size: "3m")
        try centre.start()
        let gateway = try centre.gateway()
        let sue = try centre.person("sue")
        try gateway.ask("ALARM dev=A0 ref=1 type=button", "250 OK")
        let filler = "\(centre.data)/filler"
        fill(filler)
        let refused = try alarmsUntilRefused(gateway, from: 10)
        XCTAssertTrue(try sue.event("STORAGE").contains("state=full"))
        let repeated = "ALARM dev=D\(refused) ref=\(refused) type=button"
        // Sent again it is still not stored, whatever memory knows of it.
        try gateway.ask(repeated, "451 RETRY ref=\(refused)")
        // Whoever is ready is rung all the same, and acts; nothing pretends to be saved.
        let amy = try centre.ready("amy")
        let offer = try amy.event("OFFER")
        XCTAssertEqual(field("unsaved", of: offer), "1", offer)
        let taken = try amy.ask("TAKE \(try call(of: offer))", "250-TAKEN")
        XCTAssertEqual(field("unsaved", of: taken[taken.count - 1]), "1")
        XCTAssertEqual(field("saved", of: try sue.ask("SHOW centre")[0]), "0")
        try gateway.ask("ALARM dev=NEW ref=1 type=fire", "451 RETRY ref=1")

        unlink(filler)
        _ = try sue.event("the disk is well", within: 10) {
            $0.hasPrefix("* STORAGE ") && field("state", of: $0) == "well"
        }
        XCTAssertFalse(try centre.process.hasEnded, centre.log)
        let first = try gateway.ask(repeated, "250 OK ref=\(refused) call=")
        let second = try gateway.ask(repeated, "250 OK ref=\(refused) call=")
        XCTAssertEqual(first, second)
        let new = try call(of: try gateway.ask("ALARM dev=NEW ref=1 type=fire", "250 OK ref=1")[0])
        XCTAssertEqual(field("saved", of: try sue.ask("SHOW centre")[0]), "1")
        // And it is really there.
        try centre.kill()
        try centre.start()
        let again = try centre.gateway()
        try again.ask(repeated, first[0])
        try again.ask("ALARM dev=NEW ref=1 type=fire", "250 OK ref=1 call=\(new)")
        let database = try Database(path: centre.database, mode: .reading)
        XCTAssertEqual(
            try database.number(
                """
                SELECT count(*) FROM (SELECT 1 FROM alarms GROUP BY device, reference
                  HAVING count(*) > 1)
                """), 0, "an alarm that was refused and sent again stands there twice")
    }

    /// Takes all room there is.
    private func fill(_ file: String) {
        let descriptor = open(file, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        var piece = [UInt8](repeating: 1, count: 65536)
        while piece.count >= 4096 {
            if Glibc.write(descriptor, piece, piece.count) != piece.count {
                piece = Array(piece.prefix(piece.count / 2))
            }
        }
    }

    // MARK: Slow

    func test_slowDisk_offerArrivesUnsavedBeforeTheAcknowledgement() throws {
        let centre = try RunningCentre(["storage.patienceMilliseconds=100"])
        try centre.start()
        try centre.stop()
        // From the tenth sync on each takes a second and a half.
        let delay = "delay_enter=1500000:when=10+"
        centre.wrapper = try strace(["fdatasync:\(delay)", "fsync:\(delay)"])
        try centre.start(within: 60)
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        var unsaved = 0
        for reference in 1...12 where unsaved < 2 {
            gateway.say("ALARM dev=S\(reference) ref=\(reference) type=welfare")
            let offer = try amy.event("OFFER", within: 10)
            let id = try call(of: offer)
            // Whoever is rung acts at once, whatever the disk does.
            let taken = try amy.ask("TAKE \(id)", within: 10)
            XCTAssertTrue(taken[0].hasPrefix("250-TAKEN call=\(id) "), taken[0])
            if field("unsaved", of: offer) == "1" {
                unsaved += 1
                XCTAssertEqual(gateway.replies, [], "acknowledged before it was on disk")
            }
            let reply = try gateway.reply(within: 10)
            XCTAssertEqual(reply, "250 OK ref=\(reference) call=\(id)")
            // And TAKEN never before the alarm's own acknowledgement.
            let news = try gateway.event("TAKEN", within: 10)
            XCTAssertEqual(field("ref", of: news), String(reference))
            XCTAssertEqual(gateway.heard.suffix(2), [reply, news])
            for line in ["CLOSE \(id) outcome=enquiry", "READY"] {
                let answer = try amy.ask(line, within: 20)
                XCTAssertTrue(answer[0].hasPrefix("250 "), "\(line): \(answer)")
            }
        }
        XCTAssertEqual(unsaved, 2, "the disk never was slow")
    }

    // MARK: Broken

    /// The first failed sync: what is on disk is unknown. No acknowledgement any more, known calls
    /// are answered from memory until the last is closed, and then the centre starts anew.
    func test_failedSync_noMoreAcknowledgements_callsAnsweredFromMemory_thenExit75() throws {
        let centre = try RunningCentre()
        try centre.start()
        let stored = try centre.gateway()
        let before = try call(of: try stored.ask("ALARM dev=B0 ref=1 type=welfare", "250")[0])
        try centre.stop()
        let broken = "error=EIO:when=12+"
        centre.wrapper = try strace(["fdatasync:\(broken)", "fsync:\(broken)"])
        try centre.start(within: 60)
        let gateway = try centre.gateway()
        let amy = try centre.person("amy")
        var acknowledged: [Int: String] = [:]
        var refused = 0
        for reference in 1...40 where refused == 0 {
            gateway.say("ALARM dev=B\(reference) ref=\(reference) type=welfare")
            let reply = try gateway.reply()
            if reply.hasPrefix("250") {
                acknowledged[reference] = try call(of: reply)
            } else {
                XCTAssertTrue(reply.hasPrefix("451 RETRY ref=\(reference) "), reply)
                refused = reference
            }
        }
        XCTAssertGreaterThan(refused, 0, "the disk never broke")
        XCTAssertTrue(try amy.event("STORAGE").contains("state=broken"))
        try gateway.ask("ALARM dev=B\(refused) ref=\(refused) type=welfare", "451 RETRY")
        try amy.ask("READY", "250 READY")
        for _ in 0...(acknowledged.count + 1) {
            let offer = try amy.event("OFFER")
            XCTAssertEqual(field("unsaved", of: offer), "1", offer)
            let id = try call(of: offer)
            for line in ["TAKE \(id)", "DONE \(id) step=1 result=well", "CLOSE \(id) outcome=enquiry"] {
                try amy.ask(line, "250")
            }
            if try centre.process.hasEnded { break }
            amy.say("READY")
            _ = try? amy.reply()
        }
        XCTAssertEqual(try centre.process.end(within: 15), .exited(75))
        // Everything acknowledged is there; what was only done in memory comes again.
        centre.wrapper = []
        try centre.start()
        let again = try centre.gateway()
        for (reference, id) in acknowledged {
            try again.ask(
                "ALARM dev=B\(reference) ref=\(reference) type=welfare",
                "250 OK ref=\(reference) call=\(id)")
        }
        try again.ask("ALARM dev=B0 ref=1 type=welfare", "250 OK ref=1 call=\(before)")
        try again.ask("ALARM dev=B\(refused) ref=\(refused) type=welfare", "250 OK")
    }

    /// Where gateways have a second receiver, a broken disk sends them there: new connections are
    /// refused by the kernel, those that are in are served on.
    func test_failedSync_withSecondReceiver_devicePortCloses() throws {
        let centre = try RunningCentre(["storage.secondReceiver=true"])
        try centre.start()
        try centre.stop()
        let broken = "error=EIO:when=12+"
        centre.wrapper = try strace(["fdatasync:\(broken)", "fsync:\(broken)"])
        try centre.start(within: 60)
        let gateway = try centre.gateway()
        let amy = try centre.person("amy")
        _ = try alarmsUntilRefused(gateway, from: 1)
        XCTAssertTrue(try amy.event("STORAGE").contains("state=broken"))
        try waitUntil("the closing of the device port") {
            (try? Peer(port: centre.devicePort)) == nil
        }
        try gateway.ask("ALARM dev=X ref=1 type=button", "451 RETRY ref=1")
        _ = try centre.person("ben")
    }

    /// Where gateways have a second receiver, a disk that stands still sends them there, too; once it
    /// moves they may come back.
    func test_hungDisk_withSecondReceiver_devicePortCloses_andOpensAgain() throws {
        let centre = try RunningCentre(["storage.secondReceiver=true"])
        try centre.start()
        try centre.stop()
        let delay = "delay_enter=5000000:when=12"
        centre.wrapper = try strace(["fdatasync:\(delay)", "fsync:\(delay)"])
        try centre.start(within: 60)
        let gateway = try centre.gateway()
        var number = 0
        var sent = seconds()
        repeat {
            number += 1
            sent = seconds()
            gateway.say("ALARM dev=H\(number) ref=\(number) type=welfare")
        } while (try? gateway.reply(within: 1)) != nil && number < 60
        XCTAssertLessThan(number, 60, "the disk never hung")
        try waitUntil("the closing of the device port") {
            (try? Peer(port: centre.devicePort)) == nil
        }
        XCTAssertLessThan(seconds() - sent, 3)
        XCTAssertTrue(try gateway.reply(within: 10).hasPrefix("250 OK ref=\(number) "))
        try waitUntil("the opening of the device port") {
            (try? Peer(port: centre.devicePort)) != nil
        }
        try centre.gateway().ask("ALARM dev=BACK ref=1 type=welfare", "250 OK")
    }

    /// A file-size limit is a disk that refuses: it must be an error, never the end of the centre.
    func test_fileSizeLimit_isAnErrorNotADeath() throws {
        guard Rig.run(["prlimit", "--version"])?.ending == .exited(0) else {
            throw XCTSkip("prlimit is not installed")
        }
        let centre = try RunningCentre()
        centre.wrapper = ["prlimit", "--fsize=1000000"]
        try centre.start()
        let gateway = try centre.gateway()
        let amy = try centre.person("amy")
        _ = try alarmsUntilRefused(gateway, from: 1)
        _ = try amy.event("STORAGE")
        try amy.ask("READY", "250 READY")
        XCTAssertEqual(field("unsaved", of: try amy.event("OFFER")), "1")
        XCTAssertFalse(try centre.process.hasEnded)
    }

    // MARK: At the start

    func test_missingFolder_startsDegraded_recoversWhenItIsThere() throws {
        let centre = try RunningCentre()
        let missing = "\(centre.folder.path)/not/yet"
        let degraded = try RunningCentre(data: missing)
        try checkDegradedStart(degraded) {
            XCTAssertEqual(mkdir("\(centre.folder.path)/not", 0o700), 0)
            XCTAssertEqual(mkdir(missing, 0o700), 0)
        }
    }

    func test_readOnlyFolder_startsDegraded_recoversWhenItMayBeWritten() throws {
        let centre = try RunningCentre()
        try smallDisk(centre, size: "8m")
        try remount(centre.data, "remount,ro")
        try checkDegradedStart(centre) {
            try remount(centre.data, "remount,rw")
        }
    }

    private func remount(_ folder: String, _ options: String) throws {
        let done = Rig.run(["mount", "-o", options, folder])
        XCTAssertEqual(done?.ending, .exited(0), done?.output ?? "no mount")
    }

    private func checkDegradedStart(_ centre: RunningCentre, cure: () throws -> Void) throws {
        try centre.start()
        XCTAssertTrue(centre.log.contains("<3>starting-without-database"), centre.log)
        let gateway = try centre.gateway()
        let amy = try centre.ready("amy")
        let alarm = "ALARM dev=A0001 ref=1 type=welfare"
        try gateway.ask(alarm, "451 RETRY ref=1")
        let offer = try amy.event("OFFER")
        XCTAssertEqual(field("unsaved", of: offer), "1", offer)
        let id = try call(of: offer)
        try gateway.ask(alarm, "451 RETRY ref=1")
        try amy.ask("TAKE \(id)", "250-TAKEN")
        try cure()
        _ = try amy.event("the disk is well", within: 10) {
            $0.hasPrefix("* STORAGE ") && field("state", of: $0) == "well"
        }
        try gateway.ask(alarm, "250 OK ref=1 call=\(id)")
        try amy.ask("CLOSE \(id) outcome=enquiry", "250 CLOSED")
        // What else stands in the database it learns by starting anew, once nobody is in need.
        XCTAssertEqual(try centre.process.end(within: 10), .exited(75))
        try centre.start()
        let again = try centre.gateway()
        try again.ask(alarm, "250 OK ref=1 call=\(id)")
        let new = try call(of: try again.ask("ALARM dev=A0001 ref=2 type=welfare", "250")[0])
        XCTAssertNotEqual(new, id)
    }

    func test_damagedDatabase_setAsideAndAnswered() throws {
        try checkSetAside { file in
            // Behind the head of the file: the list of tables.
            let descriptor = open(file, O_WRONLY)
            defer { close(descriptor) }
            let junk = [UInt8](repeating: 0xA5, count: 3996)
            XCTAssertEqual(pwrite(descriptor, junk, junk.count, 100), junk.count)
        }
    }

    func test_fileThatIsNoDatabase_setAsideAndAnswered() throws {
        try checkSetAside { file in
            try? write(String(repeating: "This is a shopping list.\n", count: 400), to: file)
        }
    }

    private func checkSetAside(damage: (String) -> Void) throws {
        let centre = try RunningCentre()
        try centre.start()
        let gateway = try centre.gateway()
        var calls: Set<String> = []
        for reference in 1...5 {
            let reply = try gateway.ask("ALARM dev=A\(reference) ref=1 type=button", "250 OK")
            calls.insert(try call(of: reply[0]))
        }
        try centre.stop()
        // Without its log, which still holds every page of so young a file.
        unlink("\(centre.database)-wal")
        unlink("\(centre.database)-shm")
        damage(centre.database)
        let wounded = bytes(of: centre.database)
        try centre.start()
        XCTAssertTrue(centre.log.contains("<3>database-set-aside"), centre.log)
        let aside = try FileManager.default.contentsOfDirectory(atPath: centre.data)
            .filter { $0.contains(".damaged-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
        XCTAssertEqual(aside.count, 1)
        let kept = try XCTUnwrap(aside.first)
        XCTAssertEqual(bytes(of: "\(centre.data)/\(kept)"), wounded, "it was changed")
        let again = try centre.gateway()
        let reply = try again.ask("ALARM dev=A1 ref=1 type=button", "250 OK ref=1 call=")
        XCTAssertFalse(calls.contains(try call(of: reply[0])), "a number was given twice")
        let amy = try centre.ready("amy")
        _ = try amy.event("OFFER")
    }
}
