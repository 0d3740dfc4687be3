// SPDX-License-Identifier: Apache-2.0
// Numbers are never given twice: not after a crash, not while the disk is dead, not at midnight.

import Desk
import Vocabulary
import World
import XCTest

final class NumberTests: XCTestCase {
    private let nobody = Requester(connection: ConnectionID(raw: 1), request: 1)

    private func alarm(_ number: Int) -> DeskEvent {
        .alarm(
            Signal(
                identity: AlarmIdentity(
                    device: DeviceID("Z\(number)"), reference: Reference("1"), kind: .button,
                    deviceTime: 0),
                gateway: GatewayID("gw-1")), nobody)
    }
    private func opened(_ decision: Decision) -> CallID? {
        for case .callOpened(let call) in decision.facts { return call.id }
        return nil
    }

    func test_firstCalls_countFromOne() {
        var memory = SmallTown.state()
        var desk = SmallTown.desk(memory: &memory)
        for number in 1...3 {
            let id = opened(desk.step(alarm(number), at: SmallTown.opening))
            XCTAssertEqual(id?.description, "20261120-000\(number)")
        }
    }

    /// A number may have been said aloud though its call was never saved.
    func test_crashBeforeTheCommit_neverGivesANumberTwice() {
        var memory = SmallTown.state()
        var desk = SmallTown.desk(memory: &memory)
        var given: Set<CallID> = []
        var count = 0
        for life in 0..<20 {
            let at = SmallTown.opening + .seconds(Int64(life))
            for _ in 0..<30 {
                count += 1
                guard let id = opened(desk.step(alarm(count), at: at)) else {
                    return XCTFail("no call opened")
                }
                XCTAssertTrue(given.insert(id).inserted, "\(id) was given twice")
                XCTAssertLessThan(id.number, 10_000_000, "the block was on disk")
            }
            // Nothing of this life was saved but its blocks of numbers.
            memory = memory.revived()
            desk = SmallTown.desk(state: memory, at: at, memory: &memory)
        }
    }

    func test_deadDisk_numbersComeFromTheClockBeyondTheBlock() {
        var memory = SmallTown.state()
        var desk = SmallTown.desk(memory: &memory)
        _ = desk.step(.storeFails(.broken), at: SmallTown.opening)
        var given: Set<CallID> = []
        for number in 0..<Int(Limits.callNumbersReserved) + 200 {
            let at = SmallTown.opening + Span(milliseconds: Int64(number))
            guard let id = opened(desk.step(alarm(number), at: at)) else {
                return XCTFail("no call opened")
            }
            XCTAssertTrue(given.insert(id).inserted)
        }
        XCTAssertGreaterThan(given.max()?.number ?? 0, 10_000_000)
        // The next life knows nothing of those; its disk is dead as well.
        memory = memory.revived()
        var next = Desk(state: memory, rules: SmallTown.rules())
        _ = next.revive(at: SmallTown.opening + .seconds(3))
        for number in 0..<200 {
            let at = SmallTown.opening + .seconds(3) + Span(milliseconds: Int64(number))
            guard let id = opened(next.step(alarm(number), at: at)) else {
                return XCTFail("no call opened")
            }
            XCTAssertTrue(given.insert(id).inserted, "\(id) was given twice")
        }
    }

    /// A centre that starts without its database must not ring a notifier under an old number.
    func test_noDatabase_attemptNumbersAreNotThoseOfAnEarlierLife() {
        var desk = Desk(rules: SmallTown.rules())
        _ = desk.revive(at: SmallTown.opening)
        let later = SmallTown.opening + .minutes(2)
        let decision = desk.step(.clock, at: later)
        let started = decision.facts.compactMap { fact -> AttemptID? in
            if case .attemptStarted(let attempt) = fact { attempt.id } else { nil }
        }
        XCTAssertEqual(started.count, 1, "nobody is on duty: the duty officer is rung")
        XCTAssertTrue(started.allSatisfy { $0.raw >= later.milliseconds })
    }

    func test_midnight_findsItsBlockOnDisk() {
        var memory = SmallTown.state()
        let evening = SmallTown.opening + .hours(14)
        var desk = SmallTown.desk(at: evening, memory: &memory)
        let morning = evening + .hours(3)
        let id = opened(desk.step(alarm(1), at: morning))
        XCTAssertEqual(id?.description, "20261121-0001")
    }

    func test_numberSeries_textRoundTrips() {
        let all: [NumberSeries] = [.calls(CivilDay(number: 20_261_120)), .events, .attempts]
        for series in all { XCTAssertEqual(NumberSeries(text: series.text), series) }
        for wrong in ["", "calls", "calls:", "calls:x", "event", "numbers"] {
            XCTAssertNil(NumberSeries(text: wrong), wrong)
        }
    }
}
