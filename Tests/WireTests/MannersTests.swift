// SPDX-License-Identifier: Apache-2.0
// The manners of both ports: before and after HELLO or LOGIN, tags, goodbye, and waiting lines.

import Vocabulary
import Wire
import XCTest

final class MannersTests: XCTestCase {
    private func take(_ manners: inout DeviceManners, _ line: String) -> Turn<DeviceRequest> {
        manners.take(line.utf8.span)
    }
    private func take(_ manners: inout ConsoleManners, _ line: String) -> Turn<ConsoleRequest> {
        manners.take(line.utf8.span)
    }
    private func reply<Request>(_ turn: Turn<Request>) -> String? {
        switch turn {
        case .reply(let bytes), .quit(let bytes): text(bytes)
        case .nothing, .request, .hold: nil
        }
    }
    private func number<Request>(_ turn: Turn<Request>) -> UInt64 {
        if case .request(_, let number) = turn { number } else { 0 }
    }
    private func knownGateway(notifier: Bool = false) -> DeviceManners {
        var manners = DeviceManners()
        let role = notifier ? "notifier" : "gateway"
        let hello = take(&manners, "HELLO gateway=gw-7 key=k role=\(role)")
        manners.admit()
        manners.answer(number(hello), []) { _ in }
        return manners
    }
    private func knownPerson() -> ConsoleManners {
        var manners = ConsoleManners()
        let login = take(&manners, "LOGIN user=amy secret=demo")
        manners.welcome(.operator)
        manners.answer(number(login), []) { _ in }
        return manners
    }

    func test_greetings() {
        XCTAssertEqual(
            text(DeviceManners.greeting(version: "1.0")), "220 safebell 1.0 device ready\n")
        XCTAssertEqual(
            text(ConsoleManners.greeting(version: "1.0")), "220 safebell 1.0 console ready\n")
    }

    func test_beforeHello_onlyTheDoorIsOpen() {
        var manners = DeviceManners()
        XCTAssertEqual(reply(take(&manners, "PING")), "200 PONG\n")
        XCTAssertEqual(reply(take(&manners, "@x PING")), "@x 200 PONG\n")
        XCTAssertEqual(
            reply(take(&manners, "ALARM dev=A1 ref=1 type=button"))?.hasPrefix("530 LOGIN"), true)
        XCTAssertEqual(reply(take(&manners, "NONSENSE"))?.hasPrefix("500 UNKNOWN"), true)
        XCTAssertEqual(reply(take(&manners, "HELP"))?.hasPrefix("214-HELP verb=HELLO"), true)
        XCTAssertEqual(take(&manners, ""), .nothing)
        XCTAssertEqual(take(&manners, "  "), .nothing)
        XCTAssertNil(manners.gateway)
    }

    func test_linesBehindHello_waitForItsAnswer() {
        var manners = DeviceManners()
        let hello = take(&manners, "HELLO gateway=gw-7 key=k")
        XCTAssertTrue(manners.holdsLines)
        XCTAssertEqual(take(&manners, "PING"), .hold)
        manners.admit()
        var sent: [String] = []
        manners.answer(number(hello), Array("250 OK\n".utf8)) { sent.append(text($0)) }
        XCTAssertEqual(sent, ["250 OK\n"])
        XCTAssertEqual(manners.gateway, GatewayID("gw-7"))
        let alarm = take(&manners, "ALARM dev=A1 ref=1 type=button")
        XCTAssertNotEqual(number(alarm), 0)
        XCTAssertNotEqual(number(alarm), number(hello))
    }

    func test_refusedHello_leavesAStranger() {
        var manners = DeviceManners()
        let hello = take(&manners, "HELLO gateway=gw-7 key=k")
        manners.dismiss()
        manners.answer(number(hello), Array("535 DENIED\n".utf8)) { _ in }
        XCTAssertEqual(reply(take(&manners, "SEEN n=1"))?.hasPrefix("530"), true)
    }

    func test_ownAnswers_keepTheirPlaceInTheOrder() {
        var manners = knownGateway()
        let alarm = take(&manners, "ALARM dev=A1 ref=1 type=button")
        XCTAssertEqual(take(&manners, "PING"), .nothing)
        XCTAssertEqual(reply(take(&manners, "@t PING")), "@t 200 PONG\n")
        var sent: [String] = []
        manners.answer(number(alarm), Array("250 OK\n".utf8)) { sent.append(text($0)) }
        XCTAssertEqual(sent, ["250 OK\n", "200 PONG\n"])
    }

    func test_result_isForNotifiers() {
        var gateway = knownGateway()
        XCTAssertEqual(
            reply(take(&gateway, "RESULT id=1 outcome=busy"))?.hasPrefix("550 NEVER"), true)
        var notifier = knownGateway(notifier: true)
        XCTAssertTrue(notifier.isNotifier)
        XCTAssertNotEqual(number(take(&notifier, "RESULT id=1 outcome=busy")), 0)
    }

    func test_overlongLine_isAnsweredAndTheConnectionLives() {
        var manners = knownGateway()
        let blank = [UInt8](repeating: 0x20, count: Limits.lineBytesMax)
        XCTAssertEqual(
            reply(manners.take(blank.span, overlong: true)), "500 TOOLONG limit=4096\n")
        XCTAssertEqual(reply(take(&manners, "PING")), "200 PONG\n")
    }

    func test_pipeline_isBounded() {
        var manners = knownGateway()
        var first: UInt64 = 0
        for at in 0..<Limits.pipelineMax {
            let turn = take(&manners, "SIGNAL dev=A1 ref=\(at) type=test")
            if at == 0 { first = number(turn) }
        }
        XCTAssertTrue(manners.holdsLines)
        XCTAssertEqual(take(&manners, "PING"), .hold)
        manners.answer(first, Array("250 OK\n".utf8)) { _ in }
        XCTAssertFalse(manners.holdsLines)
    }

    func test_quit_saysByeAfterEverythingElse() {
        var manners = knownPerson()
        let slow = take(&manners, "@s STATS sla")
        let quit = take(&manners, "@q QUIT")
        XCTAssertEqual(quit, .quit([]))
        XCTAssertFalse(manners.isFinished)
        XCTAssertEqual(take(&manners, "PING"), .nothing)
        var sent: [String] = []
        manners.answer(number(slow), Array("210 STATS\n".utf8)) { sent.append(text($0)) }
        XCTAssertEqual(sent, ["@s 210 STATS\n", "@q 221 BYE\n"])
        XCTAssertTrue(manners.isFinished)
        var idle = DeviceManners()
        XCTAssertEqual(reply(take(&idle, "QUIT")), "221 BYE\n")
        XCTAssertTrue(idle.isFinished)
    }

    func test_login_andLogout() {
        var manners = knownPerson()
        XCTAssertEqual(manners.person?.id, OperatorID("amy"))
        XCTAssertEqual(manners.person?.role, .operator)
        XCTAssertEqual(
            reply(take(&manners, "LOGIN user=ben secret=demo"))?.hasPrefix("455 STATE"), true)
        let refused = take(&manners, "LOGOUT")
        XCTAssertEqual(take(&manners, "READY"), .hold)
        manners.stay()
        manners.answer(number(refused), []) { _ in }
        XCTAssertNotNil(manners.person)
        let logout = take(&manners, "LOGOUT")
        manners.dismiss()
        manners.answer(number(logout), []) { _ in }
        XCTAssertNil(manners.person)
        XCTAssertEqual(reply(take(&manners, "READY"))?.hasPrefix("530 LOGIN"), true)
        XCTAssertNotEqual(number(take(&manners, "LOGIN user=ben secret=demo")), 0)
    }

    func test_errors_carryTheTag() {
        var manners = knownPerson()
        XCTAssertEqual(
            reply(take(&manners, "@7 TAEK 1")), "@7 500 UNKNOWN verb=TAEK nearest=TAKE\n")
        XCTAssertEqual(
            reply(take(&manners, "@ TAKE"))?.hasPrefix("500 SYNTAX"), true)
    }

    func test_help_listsTheTableAndExplainsEachVerb() {
        var manners = ConsoleManners()
        let list = reply(take(&manners, "HELP")) ?? ""
        for verb in ConsoleVerb.allCases {
            XCTAssertTrue(list.contains("verb=\(verb.rawValue) "), verb.rawValue)
            let one = reply(take(&manners, "HELP \(verb.rawValue.lowercased())")) ?? ""
            let lines = one.split(separator: "\n").map { ReplyLine(String($0)) }
            XCTAssertEqual(lines.first??["usage"], verb.usage)
            XCTAssertEqual(lines.last??["example"], verb.example)
            XCTAssertTrue(lines.contains { $0?["zh"] == verb.chinese })
        }
        XCTAssertTrue(list.contains("214 HELP count=\(ConsoleVerb.allCases.count) "))
        XCTAssertEqual(
            reply(take(&manners, "HELP TAEK")), "500 UNKNOWN verb=TAEK nearest=TAKE\n")
        var device = DeviceManners()
        for verb in DeviceVerb.allCases {
            XCTAssertTrue(
                reply(take(&device, "HELP \(verb.rawValue)"))?.contains("214 HELP example=") == true
            )
        }
    }

    func test_connections_areSmall() {
        XCTAssertLessThanOrEqual(MemoryLayout<DeviceManners>.size, 64)
        XCTAssertLessThanOrEqual(MemoryLayout<ConsoleManners>.size, 64)
    }
}
