// SPDX-License-Identifier: Apache-2.0
/// Simulated people say only what the protocols know, and finish what they begin.
/// Never needs a daemon.

import Vocabulary
import Wire
import World
import Rig
import XCTest

private let call = CallID(day: CivilDay(number: 20_261_120), number: 42)

private func reply(_ lines: String...) -> [ReplyLine] {
    lines.map { line in
        guard let read = ReplyLine(line) else { preconditionFailure("not a reply: \(line)") }
        return read
    }
}

/// The record of the demonstration's emergency plan.
private func record(contacts: Int) -> [ReplyLine] {
    var lines = reply(
        "250-TAKEN call=\(call) v=3 state=handling pri=1 type=button",
        "250-STEP step=1 action=question state=open obligation=1 text=\"awake?\"",
        "250-STEP step=2 action=summon state=open text=\"ambulance\"",
        "250-STEP step=3 action=contact state=open obligation=1 when=summoned text=\"speak\"",
        "250-STEP step=4 action=note state=open obligation=1 when=summoned text=\"ask\"")
    for who in 0..<contacts {
        lines += reply("250-CONTACT who=\(who + 1) relation=daughter duty=contact")
    }
    return lines + reply("250 OK call=\(call) v=3")
}

/// A centre in miniature: holds back closing until step 1 is done, then a few times for contacts.
private struct MiniCentre {
    var openSteps: Set<Int> = [1]
    var contactWaits: Int
    var asked: [AgentAsk] = []
    var summoned = false

    mutating func answer(_ ask: AgentAsk, contacts: Int) -> [ReplyLine] {
        asked.append(ask)
        switch ask {
        case .take: return record(contacts: contacts)
        case .done(_, let step, _):
            openSteps.remove(step)
            return reply("250 DONE call=\(call) v=4")
        case .summon:
            summoned = true
            openSteps.insert(4)
            return reply("250 CONTACTING call=\(call) v=4 attempts=9")
        case .close(_, let outcome, let reason):
            if let step = openSteps.min() {
                return reply("455 OBLIGATION call=\(call) step=\(step) text=\"x\"")
            }
            if summoned, contactWaits > 0 {
                contactWaits -= 1
                return reply("455 OBLIGATION call=\(call) step=3 text=\"x\"")
            }
            guard let rule = outcome.rule, !rule.needsReason || !reason.isEmpty else {
                return reply("554 REASON for=\(outcome)")
            }
            return rule.needsSecondPerson
                ? reply("202 CONFIRMING call=\(call) v=5") : reply("250 CLOSED call=\(call) v=5")
        default: return reply("250 OK call=\(call) v=4")
        }
    }
}

final class WorldOperatorTests: XCTestCase {
    private struct Story {
        var lines: [String] = []
        var outcome: Outcome?
        var longestSilence = Vocabulary.Span.zero
        var summoned = false
    }

    /// One call from offer to close; every line is read by the console's own parser.
    private func play(_ purpose: Purpose, seed: UInt64, contacts: Int = 2) throws -> Story {
        var habits = OperatorHabits()
        habits.missedPerMille = 0
        habits.breakPerMille = 0
        var agent = OperatorAgent(name: OperatorID("amy"), seed: seed, place: 0, habits: habits)
        var centre = MiniCentre(contactWaits: Int(seed % 20))
        var story = Story()
        var now = Moment(milliseconds: 0)
        var lastSaid: Moment?
        agent.seated(holding: [], at: now)
        var isOffered = false
        while now < Moment(milliseconds: 4 * 3_600_000) {
            for ask in agent.takeOutbox() {
                let line = ask.line(by: agent.name, zone: ZoneOffset(minutes: 480)) { span in
                    Moment(milliseconds: 1_795_188_000_000) + span
                }
                XCTAssertEqual(line.last, 0x0A)
                XCTAssertNoThrow(try ConsoleParser.parse(line.span.extracting(0..<line.count - 1)))
                story.lines.append(String(decoding: line.dropLast(), as: UTF8.self))
                if agent.holds == call, let before = lastSaid {
                    story.longestSilence = max(story.longestSilence, now - before)
                }
                lastSaid = now
                if case .summon = ask { story.summoned = true }
                if case .close(_, let outcome, _) = ask { story.outcome = outcome }
                let verdict = agent.answered(
                    ask, centre.answer(ask, contacts: contacts), at: now, purpose: purpose,
                    isBusy: false)
                XCTAssertNotEqual(verdict, .unexpected, "\(ask)")
                if agent.standing == .wrappingUp { return story }
                if !isOffered {
                    isOffered = true
                    agent.hear(reply("* OFFER n=1 call=\(call) pri=1 left=11.9")[0], at: now)
                }
            }
            now = try XCTUnwrap(agent.wakeAt, "\(purpose) seed \(seed) stands still")
            agent.wake(at: now)
        }
        XCTFail("\(purpose) seed \(seed) was never closed: \(story.lines)")
        return story
    }

    func test_everyPurpose_speaksTheProtocolAndEnds() throws {
        for purpose in Purpose.allCases {
            for seed in UInt64(0)..<60 {
                let story = try play(purpose, seed: seed, contacts: Int(seed % 3))
                // The lease is 300 s: no longer silence than half of it.
                XCTAssertLessThan(story.longestSilence, .seconds(150), "\(purpose) \(seed)")
                let outcome = try XCTUnwrap(story.outcome)
                XCTAssertNotNil(outcome.rule)
                if story.summoned { XCTAssertEqual(outcome, Outcome("ambulance")) }
            }
        }
    }

    func test_ambulance_forNearlyAllUnwellAndNobodyWhoTests() throws {
        let unwell = try (UInt64(0)..<100).count { try play(.unwell, seed: $0).summoned }
        XCTAssertGreaterThan(unwell, 90)
        for seed in UInt64(0)..<50 { XCTAssertFalse(try play(.test, seed: seed).summoned) }
    }

    func test_silence_isNeverClosedAsNuisance() throws {
        for seed in UInt64(0)..<100 {
            let outcome = try XCTUnwrap(play(.silent, seed: seed).outcome)
            XCTAssertTrue([.noResponse, Outcome("ambulance")].contains(outcome), "\(outcome)")
        }
    }

    private func readyAgent(_ habits: OperatorHabits) -> OperatorAgent {
        var agent = OperatorAgent(name: OperatorID("amy"), seed: 1, place: 0, habits: habits)
        agent.seated(holding: [], at: Moment(milliseconds: 0))
        XCTAssertEqual(agent.takeOutbox(), [.ready])
        return agent
    }

    func test_missedOffer_isFollowedByReady() throws {
        var habits = OperatorHabits()
        habits.missedPerMille = 1000
        var agent = readyAgent(habits)
        agent.hear(reply("* OFFER n=1 call=\(call)")[0], at: Moment(milliseconds: 0))
        XCTAssertEqual(agent.standing, .missing)
        agent.hear(reply("* WITHDRAWN n=2 call=\(call)")[0], at: Moment(milliseconds: 6000))
        agent.wake(at: try XCTUnwrap(agent.wakeAt))
        XCTAssertEqual(agent.takeOutbox(), [.ready])
    }

    func test_lunch_beginsWhenNoCallIsInHand() throws {
        var habits = OperatorHabits()
        habits.missedPerMille = 0
        habits.lunchAt = Moment(milliseconds: 1_000_000)
        var agent = readyAgent(habits)
        agent.wake(at: Moment(milliseconds: 1_000_000))
        XCTAssertEqual(agent.takeOutbox(), [.away(reason: "lunch")])
        XCTAssertEqual(agent.standing, .away)
        agent.wake(at: try XCTUnwrap(agent.wakeAt))
        XCTAssertEqual(agent.takeOutbox(), [.ready])
    }

    func test_offerWhileHandling_isASurprise() {
        var habits = OperatorHabits()
        habits.missedPerMille = 0
        var agent = readyAgent(habits)
        let start = Moment(milliseconds: 0)
        agent.hear(reply("* OFFER n=1 call=\(call)")[0], at: start)
        agent.wake(at: start + .seconds(6))
        XCTAssertEqual(agent.takeOutbox(), [.take(call)])
        _ = agent.answered(
            .take(call), record(contacts: 1), at: start + .seconds(6), purpose: .test,
            isBusy: false)
        XCTAssertEqual(agent.holds, call)
        agent.hear(reply("* OFFER n=2 call=20261120-0043")[0], at: start + .seconds(7))
        XCTAssertEqual(agent.surprises.count, 1)
    }

    func test_returnedCall_isLetGoAndItsRefusalsAreNobodysFault() {
        var habits = OperatorHabits()
        habits.missedPerMille = 0
        var agent = readyAgent(habits)
        let start = Moment(milliseconds: 0)
        agent.hear(reply("* OFFER n=1 call=\(call)")[0], at: start)
        agent.wake(at: start + .seconds(6))
        _ = agent.answered(
            .take(call), record(contacts: 1), at: start, purpose: .test, isBusy: false)
        agent.hear(reply("* RETURNED n=2 call=\(call) reason=lease")[0], at: start)
        XCTAssertNil(agent.holds)
        let refusal = reply("455 NOTYOURS call=\(call)")
        let note = AgentAsk.note(call, text: "x")
        XCTAssertEqual(
            agent.answered(note, refusal, at: start, purpose: .test, isBusy: false), .race)
    }
}

final class WorldDeviceTests: XCTestCase {
    private func parsed(_ line: [UInt8]) throws -> DeviceRequest {
        XCTAssertEqual(line.last, 0x0A)
        return try DeviceParser.parse(line.span.extracting(0..<line.count - 1))
    }

    func test_lines_areReadByTheDevicePort() throws {
        guard
            case .alarm(let alarm) = try parsed(
                DeviceLines.alarm(
                    device: "A0001", reference: "17", kind: .button, location: "浴室", time: 5))
        else { return XCTFail("not an alarm") }
        XCTAssertEqual(alarm.device, DeviceID("A0001"))
        XCTAssertEqual(alarm.reference, Reference("17"))
        XCTAssertEqual(alarm.location, "浴室")
        XCTAssertEqual(alarm.deviceTime, 5)
        XCTAssertFalse(alarm.damaged)
        guard
            case .signal(let signal) = try parsed(
                DeviceLines.signal(
                    device: "A1", reference: "2", kind: SignalKind("battery-low"), time: 5))
        else { return XCTFail("not a signal") }
        XCTAssertEqual(signal.kind, SignalKind("battery-low"))
        XCTAssertEqual(
            try parsed(DeviceLines.cancel(device: "A1", reference: "2")),
            .cancel(device: DeviceID("A1"), reference: Reference("2")))
        XCTAssertEqual(try parsed(DeviceLines.seen(8)), .seen(8))
        XCTAssertEqual(
            try parsed(DeviceLines.hello(gateway: "gw-1", key: "k", notifier: true)),
            .hello(gateway: GatewayID("gw-1"), key: Masked("k"), notifier: true))
    }

    func test_heartbeat_ofTheMostDevicesFitsALine() throws {
        let line = DeviceLines.alive(homes: 999_000..<999_000 + DeviceLines.aliveDevicesMax)
        XCTAssertLessThanOrEqual(line.count, Limits.lineBytesMax)
        guard case .alive(let devices) = try parsed(line) else { return XCTFail("not a heartbeat") }
        XCTAssertEqual(devices.count, DeviceLines.aliveDevicesMax)
        XCTAssertEqual(devices.first, DeviceID(Town.deviceName(999_000)))
    }

    func test_notifier_answersABitMoreThanHalfAndServicesAlways() throws {
        var notifier = NotifierAgent(seed: 3)
        let start = Moment(milliseconds: 0)
        for id in 1...2000 {
            let to = id <= 1800 ? "+85291234567" : "+85200000001"
            let event = reply(
                "* NOTIFY n=\(id) id=\(id) channel=voice to=\"\(to)\" who=x call=\(call) text=x")
            XCTAssertTrue(notifier.hear(event[0], at: start).isEmpty)
        }
        var outcomes: [Int64: AttemptOutcome] = [:]
        for line in notifier.wake(at: start + .seconds(30)) {
            guard case .result(let id, let outcome, _) = try parsed(line) else {
                return XCTFail("not a result")
            }
            outcomes[id.raw] = outcome
        }
        let answered = (1...1800).count { outcomes[Int64($0)] == .answered }
        XCTAssertEqual(Double(answered), 990, accuracy: 110)
        XCTAssertTrue((1801...2000).allSatisfy { outcomes[Int64($0)] == .accepted })
        // Some never ring back; the centre's own time limit is there for them.
        XCTAssertLessThan(outcomes.count, 2000)
    }

    func test_notifier_saysTheSameAgainAndStops() throws {
        var notifier = NotifierAgent(seed: 3)
        let start = Moment(milliseconds: 0)
        let event = reply("* NOTIFY n=1 id=9 channel=sms to=\"+85291234567\" who=x text=x")[0]
        _ = notifier.hear(event, at: start)
        let first = notifier.wake(at: start + .seconds(30))
        XCTAssertEqual(first.count, 1)
        XCTAssertEqual(notifier.hear(event, at: start + .seconds(31)), first[0])
        let other = reply("* NOTIFY n=2 id=10 channel=sms to=\"+85291234567\" who=x text=x")[0]
        _ = notifier.hear(other, at: start)
        _ = notifier.hear(reply("* STOP n=3 id=10")[0], at: start)
        XCTAssertTrue(notifier.wake(at: start + .seconds(60)).isEmpty)
    }
}
