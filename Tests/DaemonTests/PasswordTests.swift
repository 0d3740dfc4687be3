// SPDX-License-Identifier: Apache-2.0
// Owns the proof that log-on secrets are checked as crypt(3) does, and who waits after failures.
// Never a home-made hash: the known answers come from other programs.

import Synchronization
import Vocabulary
import Rig
import XCTest

@testable import Daemon
@testable import Secrets

final class PasswordTests: XCTestCase {
    /// What other programs made of these words: OpenSSL (`openssl passwd -6` and `-5`), and for
    /// yescrypt, which OpenSSL has not, `mkpasswd` of Debian.
    func test_crypt_knownAnswers() {
        let known = [
            (
                "Hello world!",
                "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJues"
                    + "I68u4OTLiBFdcbYEdFCoEOfaS35inz1"
            ),
            ("Hello world!", "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"),
            (
                "demo",
                "$y$j75$usg3w3y7iZY5RXTcsTOYY/$gkX.qUyg99cu3D7KGW3dGOhW0rynt3oCcJLOdAiJaDD"
            ),
        ]
        for (secret, hash) in known {
            XCTAssertTrue(Crypt.matches(secret, hash: hash), hash)
            XCTAssertFalse(Crypt.matches(secret + " ", hash: hash), hash)
            XCTAssertFalse(Crypt.matches(secret, hash: hash.dropLast() + "x"), hash)
        }
    }

    func test_crypt_newHash_isYescrypt_saltedEachTime_andMatches() throws {
        let one = try XCTUnwrap(Crypt.newHash(of: "平安鐘 demo"))
        let two = try XCTUnwrap(Crypt.newHash(of: "平安鐘 demo"))
        XCTAssertTrue(one.hasPrefix("$y$j9T$"), one)
        XCTAssertNotEqual(one, two)
        XCTAssertTrue(Crypt.matches("平安鐘 demo", hash: one))
        XCTAssertTrue(Crypt.matches("平安鐘 demo", hash: two))
        XCTAssertFalse(Crypt.matches("平安鐘 Demo", hash: one))
        XCTAssertFalse(Crypt.matches("", hash: one))
    }

    /// A locked, empty or malformed hash lets nobody in, whatever they say.
    func test_crypt_lockedHashes_matchNothing() {
        for hash in ["!", "*", "", "*0", "*1", "$y$", "$y$j9T$short", "!$y$j9T$x", "plain"] {
            for secret in ["", "!", "*", "*0", "demo", hash] {
                XCTAssertFalse(Crypt.matches(secret, hash: hash), "\(secret) against \(hash)")
            }
        }
    }

    // MARK: Who must wait

    private func passwords() throws -> Passwords {
        let hash = try XCTUnwrap(PasswordTests.hash("right"))
        return Passwords(
            ["amy", "ben"].map {
                Operator(
                    id: OperatorID($0), name: $0, role: .operator, secretHash: Masked(hash))
            })
    }
    private static func hash(_ secret: String) -> String? { Crypt.newHash(of: secret) }

    private func check(
        _ passwords: Passwords, _ name: String, _ secret: String, from host: String
    ) -> LogOnVerdict? {
        let answered = expectation(description: "\(name) from \(host)")
        let verdict = Mutex<LogOnVerdict?>(nil)
        passwords.check(OperatorID(name), Masked(secret), from: host) { answer in
            verdict.withLock { $0 = answer }
            answered.fulfill()
        }
        wait(for: [answered], timeout: 10)
        return verdict.withLock { $0 }
    }

    private func isWrong(_ verdict: LogOnVerdict?) -> Bool {
        if case .wrong? = verdict { true } else { false }
    }
    private func isRight(_ verdict: LogOnVerdict?) -> Bool {
        if case .right? = verdict { true } else { false }
    }
    private func waits(_ verdict: LogOnVerdict?) -> Int? {
        if case .wait(let seconds)? = verdict { seconds } else { nil }
    }

    func test_repeatedFailures_makeThatNameWait_fromThatAddressOnly() throws {
        let passwords = try passwords()
        for _ in 0..<Limits.logOnFailuresMax {
            XCTAssertTrue(isWrong(check(passwords, "amy", "guess", from: "10.0.0.66")))
        }
        let wait = try XCTUnwrap(waits(check(passwords, "amy", "right", from: "10.0.0.66")))
        XCTAssertTrue((0...2).contains(wait), "\(wait)")
        XCTAssertTrue(isRight(check(passwords, "ben", "right", from: "10.0.0.66")))
        XCTAssertTrue(isRight(check(passwords, "amy", "right", from: "10.0.0.7")))
        // The wait ends by itself: never a lock for good.
        let end = seconds() + 5
        var verdict = check(passwords, "amy", "right", from: "10.0.0.66")
        while waits(verdict) != nil, seconds() < end {
            usleep(20_000)
            verdict = check(passwords, "amy", "right", from: "10.0.0.66")
        }
        XCTAssertTrue(isRight(verdict))
        // And a success is a new beginning.
        XCTAssertTrue(isWrong(check(passwords, "amy", "guess", from: "10.0.0.66")))
        XCTAssertTrue(isRight(check(passwords, "amy", "right", from: "10.0.0.66")))
    }

    func test_unknownNames_areWrong_andWaitAlike() throws {
        let passwords = try passwords()
        for _ in 0..<Limits.logOnFailuresMax {
            XCTAssertTrue(isWrong(check(passwords, "nobody", "right", from: "10.0.0.66")))
        }
        XCTAssertNotNil(waits(check(passwords, "nobody", "right", from: "10.0.0.66")))
        XCTAssertTrue(isWrong(check(passwords, "amy", "", from: "10.0.0.8")))
    }

    func test_newSecret_countsAtOnce() throws {
        let passwords = try passwords()
        let hash = try XCTUnwrap(PasswordTests.hash("newer"))
        passwords.set(OperatorID("amy"), Masked(hash), .supervisor)
        XCTAssertTrue(isWrong(check(passwords, "amy", "right", from: "a")))
        XCTAssertTrue(isRight(check(passwords, "amy", "newer", from: "a")))
        XCTAssertEqual(passwords.role(of: OperatorID("amy")), .supervisor)
    }

    /// A connection that breaks while its secret is checked: the person is not there, and what they
    /// hold goes back to the line after the lease of the lost (0.75 s), not after the long one.
    func test_logOnCutShort_isNobodySittingThere() throws {
        // Half a second to check.
        let slow = "$y$jDT$usg3w3y7iZY5RXTcsTOYY/$6beraQs2cVUSCuWynyQQb5/vb9osykoqK38yUWq.M03"
        let centre = try RunningCentre(["scale=20", "people[0].secret=\(slow)"])
        try centre.start()
        let sue = try centre.person("sue")
        try sue.ask("WATCH calls operators", "250")
        let amy = try Peer(port: centre.consolePort)
        _ = try amy.reply()
        try amy.ask("LOGIN user=amy secret=demo", "230")
        let gateway = try centre.gateway()
        let reply = try gateway.ask("ALARM dev=A1 ref=1 type=button", "250 OK")
        let call = try XCTUnwrap(field("call", of: reply[0]))
        try amy.ask("TAKE \(call)", "250-TAKEN")
        amy.reset()
        _ = try sue.event("amy is gone") { $0.hasPrefix("* DUTY ") && $0.contains("state=gone") }
        let again = try Peer(port: centre.consolePort)
        _ = try again.reply()
        let before = try processorTicks(centre)
        again.say("LOGIN user=amy secret=demo")
        try waitUntil("the check of the secret") { try processorTicks(centre) > before + 5 }
        again.reset()
        let event = try sue.event("RETURNED")
        XCTAssertEqual(field("reason", of: event), "lost")
        let state = try sue.ask("SHOW operator=amy", "210-OPERATOR")[0]
        XCTAssertEqual(field("state", of: state), "gone")
    }

    /// Processor time of the centre in hundredths of a second.
    private func processorTicks(_ centre: RunningCentre) throws -> Int {
        let stat = text(of: "/proc/\(try centre.process.identifier)/stat")
        let fields = stat.split(separator: " ")
        return (Int(fields[13]) ?? 0) + (Int(fields[14]) ?? 0)
    }

    /// A flood of wrong log-ons waits in its own room; presses pass.
    func test_floodOfLogOns_doesNotDelayAnAlarm() throws {
        let centre = try RunningCentre()
        try centre.start()
        let amy = try centre.ready("amy")
        let thieves = try (0..<60).map { _ in try Peer(port: centre.consolePort) }
        for (index, thief) in thieves.enumerated() {
            thief.say("LOGIN user=nobody\(index) secret=guess")
        }
        let gateway = try centre.gateway()
        try gateway.ask("ALARM dev=A1 ref=1 type=button", "250 OK ref=1")
        _ = try amy.event("OFFER")
        let answered = thieves.filter { $0.replies.count > 1 }.count
        XCTAssertEqual(answered, 0)
        for thief in thieves {
            XCTAssertTrue(try thief.reply(within: 20).hasPrefix("220 "))
            let answer = try thief.reply(within: 20)
            XCTAssertTrue(answer.hasPrefix("535 DENIED") || answer.hasPrefix("450 BUSY"), answer)
        }
    }
}
