// SPDX-License-Identifier: Apache-2.0
// Owns how a centre starts, or says why it does not, and how it takes a new configuration.
// Never the table of keys itself: that is SettingsTests.

import Foundation
import Glibc
import Rig
import XCTest

final class StartingTests: XCTestCase {
    /// The daemon's end and what it said.
    private func end(of centre: RunningCentre) throws -> (Ending, String) {
        try centre.launch()
        return (try centre.process.end(within: 15), centre.log)
    }

    func test_readyLine_namesTheRealPorts_startIsQuick() throws {
        let centre = try RunningCentre()
        let took = try centre.start()
        print("an empty centre is ready after \(Int(took * 1000)) ms")
        XCTAssertGreaterThan(centre.devicePort, 0)
        XCTAssertGreaterThan(centre.consolePort, 0)
        XCTAssertGreaterThan(centre.diallerPort, 0)
        let process = try centre.process
        XCTAssertEqual(
            process.output,
            "ready devices=127.0.0.1:\(centre.devicePort) console=127.0.0.1:\(centre.consolePort) "
                + "dc09=127.0.0.1:\(centre.diallerPort)\n"
        )
        XCTAssertEqual(try centre.stop(), .exited(0))
    }

    /// Folder and database hold what people trust us with: nobody else may look.
    func test_dataFolder_isForItsOwnerOnly() throws {
        let centre = try RunningCentre()
        try centre.start()
        for (file, mode) in [(centre.data, mode_t(0o700)), (centre.database, 0o600)] {
            var about = stat()
            XCTAssertEqual(stat(file, &about), 0)
            XCTAssertEqual(about.st_mode & 0o777, mode, file)
        }
    }

    func test_takenPort_saidWithItsKey_exit69() throws {
        let first = try RunningCentre()
        try first.start()
        let second = try RunningCentre()
        second.settings = ["listen.console=127.0.0.1:\(first.consolePort)"]
        let (ending, said) = try end(of: second)
        XCTAssertEqual(ending, .exited(69))
        XCTAssertTrue(said.contains("listen.console"), said)
        XCTAssertTrue(said.contains("127.0.0.1:\(first.consolePort)"), said)
        XCTAssertTrue(said.contains("is taken by another program"), said)
        // The first is undisturbed.
        let gateway = try first.gateway()
        try gateway.ask("PING", "200 PONG")
    }

    /// A second centre on the same folder would be a second writer.
    func test_secondCentreOnTheSameFolder_refused_exit69() throws {
        let first = try RunningCentre()
        try first.start()
        let gateway = try first.gateway()
        try gateway.ask("ALARM dev=A1 ref=1 type=button", "250 OK")
        let second = try RunningCentre(data: first.data)
        let (ending, said) = try end(of: second)
        XCTAssertEqual(ending, .exited(69))
        XCTAssertTrue(said.contains("data.path: another centre runs on \(first.data)"), said)
        for reference in 2...20 {
            try gateway.ask("ALARM dev=A1 ref=\(reference) type=button", "250 OK")
        }
        // The folder is free again with its centre, however that ended.
        try first.kill()
        try second.start()
        try second.gateway().ask("ALARM dev=A1 ref=20 type=button", "250 OK")
    }

    func test_wrongSettings_eachSaidByItsKey_exit78() throws {
        let centre = try RunningCentre([
            "answer.targetSeconds=0", "answer.offerSecond=6", "listen.workers=many",
        ])
        let (ending, said) = try end(of: centre)
        XCTAssertEqual(ending, .exited(78))
        for words in [
            "answer.targetSeconds", "1...600", "answer.offerSecond", "answer.offerSeconds",
            "listen.workers", "1...16",
        ] {
            XCTAssertTrue(said.contains(words), "no \"\(words)\" in: \(said)")
        }
    }

    func test_wrongFile_saidWithItsLine_check() throws {
        let centre = try RunningCentre()
        let file = "\(centre.folder.path)/wrong.json5"
        try write(
            "{\n  // fine\n  answer: { targetSeconds: 5000 },\n  colour: \"red\",\n}\n", to: file)
        let check = try XCTUnwrap(Rig.run([Places.daemon, "--config", file, "--check"]))
        XCTAssertEqual(check.ending, .exited(1))
        XCTAssertTrue(check.output.contains("answer.targetSeconds"), check.output)
        XCTAssertTrue(check.output.contains(":3:"), check.output)
        XCTAssertTrue(check.output.contains("colour"), check.output)
        XCTAssertTrue(check.output.contains(":4:"), check.output)
        let words = [Places.daemon, "--config", Places.demo, "--check"]
        let good = try XCTUnwrap(Rig.run(words))
        XCTAssertEqual(good.ending, .exited(0), good.output)
    }

    func test_wrongArguments_usage_exit64() throws {
        for arguments in [
            [], ["--config"], ["--colour", "red"], ["--config", "x", "--set", "nothing"],
        ] {
            let end = try XCTUnwrap(Rig.run([Places.daemon] + arguments))
            XCTAssertEqual(end.ending, .exited(64), "\(arguments): \(end.output)")
            XCTAssertTrue(end.output.contains("usage: safebelld --config FILE"), end.output)
        }
        let words = [Places.daemon, "--config", "/nonexistent.json5"]
        let missing = try XCTUnwrap(Rig.run(words))
        XCTAssertEqual(missing.ending, .exited(78))
        XCTAssertTrue(missing.output.contains("/nonexistent.json5"), missing.output)
    }

    func test_keyFileOthersCanRead_refused_exit78() throws {
        let centre = try RunningCentre()
        let keys = "\(centre.folder.path)/keys"
        try write("gw-7 s3cret-s3cret-s3cret\n", to: keys, mode: 0o644)
        chmod(keys, 0o644)
        centre.settings = ["gateways.keyFile=\(keys)"]
        let (ending, said) = try end(of: centre)
        XCTAssertEqual(ending, .exited(78))
        XCTAssertTrue(said.contains("gateways.keyFile"), said)
        XCTAssertFalse(said.contains("s3cret"), said)
        chmod(keys, 0o600)
        try centre.start()
        let gateway = try Peer(port: centre.devicePort)
        _ = try gateway.reply()
        try gateway.ask("HELLO gateway=gw-7 key=s3cret-s3cret-s3cret", "250 OK gateway=gw-7")
    }

    func test_portBeyondLoopback_onlyWhereNamed_saidAtEveryStart() throws {
        let centre = try RunningCentre(["listen.devices=0.0.0.0:0"])
        let (ending, said) = try end(of: centre)
        XCTAssertEqual(ending, .exited(78))
        XCTAssertTrue(said.contains("listen.beyondLoopback"), said)
        // Keys in the configuration itself are for loopback only, so a file must hold them.
        let keys = "\(centre.folder.path)/keys"
        try write("gw-7 s3cret-s3cret-s3cret\n", to: keys)
        centre.settings += [
            "listen.beyondLoopback=[\"devices\"]", "gateways.inline=[]",
            "gateways.keyFile=\(keys)",
        ]
        for _ in 0..<2 {
            try centre.start()
            XCTAssertTrue(
                centre.log.contains("<4>port-without-encryption-beyond-loopback"), centre.log)
            try centre.stop()
        }
    }

    // MARK: Reload

    /// The demonstration's text for another folder: the table of codes stays where it is.
    private func movedDemo() -> String {
        text(of: Places.demo).replacing(
            "\"event-codes.json5\"", with: "\"\(Places.repository)/Config/event-codes.json5\""
        ).replacing("\"plans\"", with: "\"\(Places.repository)/Config/plans\"")
    }

    func test_hangUp_goodConfigurationIsTaken_connectionsLive() throws {
        let centre = try RunningCentre()
        centre.configuration = "\(centre.folder.path)/centre.json5"
        let demo = movedDemo()
        try write(demo, to: centre.configuration)
        try centre.start()
        let ada = try centre.person("ada")
        let gateway = try centre.gateway()
        let eve = "{ id: \"eve\", name: \"Eve\", role: \"operator\", secret: \"!\" }"
        var changed = demo
        for (old, new) in [
            ("inline: [", "inline: [ { name: \"gw-new\", key: \"fresh\" },"),
            ("targetSeconds: 12,", "targetSeconds: 10,"),
            ("devices: \"127.0.0.1:7301\"", "workers: 1, devices: \"127.0.0.1:7301\""),
            ("people: [", "people: [ \(eve),"),
        ] {
            XCTAssertTrue(changed.contains(old), old)
            changed = changed.replacing(old, with: new)
        }
        try write(changed, to: centre.configuration)
        try centre.process.signal(SIGHUP)
        try centre.process.waitForError("reloaded")
        XCTAssertTrue(centre.log.contains("setting-needs-restart key=listen.workers"), centre.log)
        let new = try Peer(port: centre.devicePort)
        _ = try new.reply()
        try new.ask("HELLO gateway=gw-new key=fresh", "250 OK gateway=gw-new")
        try ada.ask("SHOW operator=eve", "210-OPERATOR who=eve")
        let sue = try centre.person("sue")
        try sue.ask("WATCH calls", "250")
        let amy = try centre.ready("amy")
        try gateway.ask("ALARM dev=A1 ref=1 type=button", "250 OK")
        XCTAssertEqual(field("left", of: try amy.event("OFFER")), "10.0")
    }

    /// The database's plan counts: whoever changes the file instead is told so.
    func test_planFileThatIsNotTheDatabases_isNamed() throws {
        let centre = try RunningCentre()
        centre.configuration = "\(centre.folder.path)/centre.json5"
        try FileManager.default.copyItem(
            atPath: "\(Places.repository)/Config/plans", toPath: "\(centre.folder.path)/plans")
        try write(
            text(of: Places.demo).replacing(
                "\"event-codes.json5\"",
                with: "\"\(Places.repository)/Config/event-codes.json5\""),
            to: centre.configuration)
        try centre.start()
        XCTAssertFalse(centre.log.contains("plan-differs"), centre.log)
        try write(
            "{ steps: [ { action: \"note\", text: \"Other\" } ] }",
            to: "\(centre.folder.path)/plans/fall.json5")
        let warning = "<4>plan-differs-from-the-database plan=fall"
        try centre.process.signal(SIGHUP)
        try centre.process.waitForError(warning)
        try centre.stop()
        try centre.start()
        XCTAssertEqual(centre.log.components(separatedBy: warning).count, 2, centre.log)
    }

    func test_hangUp_badConfiguration_changesNothing() throws {
        let centre = try RunningCentre()
        centre.configuration = "\(centre.folder.path)/centre.json5"
        let demo = movedDemo()
        try write(demo, to: centre.configuration)
        try centre.start()
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        try write(
            demo.replacing("targetSeconds: 12,", with: "targetSeconds: 9000,")
                .replacing("key: \"demo\" }", with: "key: \"other\" }"),
            to: centre.configuration)
        try centre.process.signal(SIGHUP)
        try centre.process.waitForError("configuration-refused")
        XCTAssertTrue(centre.log.contains("answer.targetSeconds"), centre.log)
        XCTAssertFalse(centre.log.contains("reloaded"), centre.log)
        // Not one line of it: the old keys still open the door.
        _ = try centre.gateway()
        try gateway.ask("ALARM dev=A1 ref=1 type=button", "250 OK")
        XCTAssertEqual(field("left", of: try amy.event("OFFER")), "12.0")
        // Even one that cannot be read at all.
        try write("{ answer: ", to: centre.configuration)
        try centre.process.signal(SIGHUP)
        try waitUntil("a second refusal: \(centre.log)") {
            centre.log.components(separatedBy: "configuration-refused").count > 2
        }
        try gateway.ask("ALARM dev=A1 ref=2 type=button", "250 OK")
    }

    // MARK: The end

    func test_terminated_everybodyIsTold_andEndsWith0() throws {
        let centre = try RunningCentre()
        try centre.start()
        let gateway = try centre.gateway()
        let amy = try centre.ready("amy")
        try centre.process.signal(SIGTERM)
        for peer in [gateway, amy] {
            try peer.waitForEnd()
            XCTAssertEqual(peer.replies.last, "421 CLOSING reason=\"the centre restarts\"")
        }
        XCTAssertEqual(try centre.process.end(), .exited(0))
        XCTAssertThrowsError(try Peer(port: centre.devicePort), "somebody still listens")
    }

    /// A supervisor's word counts at once; what is open comes back with the next start.
    func test_restartOrdered_exit75_openCallsComeBack() throws {
        let centre = try RunningCentre()
        try centre.start()
        let gateway = try centre.gateway()
        let call = try XCTUnwrap(
            field("call", of: try gateway.ask("ALARM dev=A1 ref=1 type=button", "250 OK")[0]))
        let sue = try centre.person("sue")
        try sue.ask("RESTART reason=\"new disk\"", "250 RESTARTING")
        XCTAssertEqual(try centre.process.end(within: 15), .exited(75))
        try centre.start()
        let amy = try centre.ready("amy")
        XCTAssertEqual(field("call", of: try amy.event("OFFER")), call)
    }

    // MARK: What stands in the log

    func test_log_holdsNoNamesAndNoSecrets() throws {
        let centre = try RunningCentre(["log.level=debug"])
        try centre.start()
        try centre.importHomes()
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        let thief = try Peer(port: centre.consolePort)
        thief.say("LOGIN user=amy secret=opensesame")
        _ = try thief.reply()
        _ = try thief.reply()
        let reply = try gateway.ask(
            "ALARM dev=A0001 ref=1 type=button loc=\"浴室\" text=\"help me\"", "250")[0]
        let call = try XCTUnwrap(field("call", of: reply))
        try amy.ask("TAKE \(call)", "250-TAKEN")
        try amy.ask("NOTE \(call) text=\"private words\"", "250 NOTED")
        XCTAssertEqual(try centre.stop(), .exited(0))
        for words in [
            "陳大文", "warfarin", "4711", "美彩樓", "help me", "浴室", "private words", "opensesame",
            "+85291234567", "demo\"",
        ] {
            XCTAssertFalse(centre.log.contains(words), "\(words) in: \(centre.log)")
        }
        for line in centre.log.split(separator: "\n") {
            XCTAssertTrue(line.hasPrefix("<") && line.dropFirst(2).hasPrefix(">"), String(line))
        }
    }
}
