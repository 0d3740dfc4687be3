// SPDX-License-Identifier: Apache-2.0
// T19: every counter of the desk, begun three before an end: a number is never given twice and never
// goes back, no press is refused, and nothing traps.

import Desk
import Vocabulary
import World
import XCTest

final class CounterTests: XCTestCase {
    private let nobody = Requester(connection: ConnectionID(raw: 1), request: 1)
    private let ends: [Int64] = [
        9999 - 3, Int64(Int32.max) - 3, Int64(UInt32.max) - 3, (1 << 53) - 3, Int64.max - 3, .max,
        .min, -1,
    ]
    private let today = NumberSeries.calls(CivilDay(number: 20_261_120))

    private func alarm(_ number: Int, time: Int64 = 0) -> DeskEvent {
        .alarm(
            Signal(
                identity: AlarmIdentity(
                    device: DeviceID("Z\(number)"), reference: Reference("1"), kind: .button,
                    deviceTime: time),
                gateway: GatewayID("gw-1")), nobody)
    }
    private func opened(_ decision: Decision) -> CallID? {
        for case .callOpened(let call) in decision.facts { return call.id }
        return nil
    }
    private func events(_ decision: Decision) -> [Int64] {
        decision.effects.compactMap { effect in
            switch effect {
            case .notice(let number, _, _): number
            case .notify(let order): order.number
            case .taken(_, let notice): notice.number
            default: nil
            }
        }
    }

    private func state(_ series: NumberSeries, at number: Int64) -> DeskState {
        var state = SmallTown.state()
        state.numbers[series] = NumberBlock(given: number, reserved: number)
        return state
    }

    // MARK: - Numbers of calls

    func test_callNumbers_begunAtAnyEnd_growOrBeginAnewFromTheClock() {
        for end in ends {
            var memory = state(today, at: end)
            var desk = SmallTown.desk(state: memory, memory: &memory)
            var last: CallID?
            for number in 0..<8 {
                guard let id = opened(desk.step(alarm(number), at: SmallTown.opening)) else {
                    return XCTFail("no call opened at \(end)")
                }
                XCTAssertEqual(id.day.number, 20_261_120)
                XCTAssertEqual(CallID(text: id.description), id)
                if let last { XCTAssertGreaterThan(id, last, "at \(end)") }
                last = id
            }
            let believable = (0...CallID.numberMax / 2).contains(end)
            XCTAssertEqual(
                last?.number, believable ? end + 8 : 100_000_000 + 32_340_000 + 8, "\(end)")
        }
    }

    /// A day's thousand million is used up within one life: calls go on under a day of their own.
    func test_callNumbers_pastTheCap_goOnUnderADayNoCalendarHas() {
        let seed = state(today, at: CallID.numberMax - 3)
        var desk = Desk(state: seed, rules: SmallTown.rules())
        var given: Set<CallID> = []
        var last = CallID.none
        for number in 0..<10 {
            guard let id = opened(desk.step(alarm(number), at: SmallTown.opening)) else {
                return XCTFail("no call opened")
            }
            XCTAssertTrue(given.insert(id).inserted, "\(id) was given twice")
            XCTAssertGreaterThan(id, last)
            XCTAssertEqual(CallID(text: id.description), id)
            last = id
        }
        XCTAssertEqual(given.filter { $0.day.number == 20_261_120 }.count, 3)
        XCTAssertEqual(given.filter { $0.day.number == 20_261_170 }.count, 7)
        // The next day is not touched by it.
        let tomorrow = SmallTown.opening + .hours(24)
        XCTAssertEqual(opened(desk.step(alarm(99), at: tomorrow))?.day.number, 20_261_121)
    }

    // MARK: - Numbers of events and attempts

    func test_eventNumbers_begunAtAnyEnd_riseAcrossLives() {
        for end in ends {
            var memory = state(.events, at: end)
            var last = Int64.min
            for life in 0..<4 {
                let at = SmallTown.opening + .minutes(Int64(life))
                var desk = SmallTown.desk(state: memory, at: at, memory: &memory)
                for number in 0..<4 {
                    for event in events(desk.step(alarm(life * 10 + number), at: at + .seconds(1)))
                    {
                        XCTAssertGreaterThan(event, last, "from \(end), life \(life)")
                        last = event
                    }
                }
                XCTAssertEqual(desk.violations, [])
                memory = memory.revived()
            }
            XCTAssertGreaterThan(last, 0)
        }
    }

    func test_attemptNumbers_begunAtAnyEnd_areNeverGivenTwice() {
        for end in ends {
            var memory = state(.attempts, at: end)
            var given: Set<AttemptID> = []
            for life in 0..<3 {
                let at = SmallTown.opening + .minutes(Int64(life) * 10)
                var desk = SmallTown.desk(state: memory, at: at, memory: &memory)
                _ = desk.step(alarm(life), at: at)
                for second in stride(from: 0, to: 300, by: 5) as StrideTo<Int64> {
                    let decision = desk.step(.clock, at: at + .seconds(second))
                    for case .attemptStarted(let attempt) in decision.facts {
                        XCTAssertGreaterThan(attempt.id.raw, 0)
                        XCTAssertTrue(
                            given.insert(attempt.id).inserted, "\(attempt.id) from \(end)")
                    }
                }
                memory = memory.revived()
            }
            XCTAssertFalse(given.isEmpty, "nobody is on duty: the duty officer is rung")
        }
    }

    /// A new file after one that could not be read begins above what the clock can have given before.
    func test_freshNumbers_lieAboveAllNumbersFromTheClock() {
        let zone = SmallTown.rules().zone
        for hour in 0..<24 as Range<Int64> {
            let before = SmallTown.opening + .hours(hour)
            // A life whose disk is dead from its first moment counts by the clock alone.
            var desk = Desk(rules: SmallTown.rules())
            let id = opened(desk.step(alarm(1), at: before))
            let last = events(desk.step(alarm(2), at: before)).max() ?? 0
            let later = before + Span(milliseconds: 40)
            for at in [later, SmallTown.opening] where zone.day(of: at) == id?.day {
                XCTAssertLessThan(id?.number ?? .max, today.fresh(at: at, in: zone))
            }
            XCTAssertLessThan(last, NumberSeries.events.fresh(at: later, in: zone))
        }
    }

    // MARK: - What devices and people send

    func test_deviceTimes_ofAnySize_tellAlarmsApart_andAreNeverReckonedWith() {
        var memory = SmallTown.state()
        var desk = SmallTown.desk(memory: &memory)
        var calls: Set<CallID> = []
        for (place, time) in (ends + [0, 1]).enumerated() {
            guard let id = opened(desk.step(alarm(place, time: time), at: SmallTown.opening)) else {
                return XCTFail("no call for t=\(time)")
            }
            calls.insert(id)
            XCTAssertNil(
                opened(desk.step(alarm(place, time: time), at: SmallTown.opening)), "a repeat")
        }
        XCTAssertEqual(calls.count, ends.count + 2)
    }

    func test_hugeNumbersOfPeople_areRefusedInWords() {
        var memory = SmallTown.state()
        var desk = SmallTown.desk(memory: &memory)
        let amy = OperatorID("amy")
        let asker = Requester(
            connection: ConnectionID(worker: 0, slot: 3, generation: .max), request: .max)
        _ = desk.step(.logOn(amy, asker), at: SmallTown.opening)
        guard let id = opened(desk.step(alarm(1), at: SmallTown.opening)) else { return XCTFail() }
        func say(_ command: Command) -> Reply? {
            for case .reply(_, let reply) in desk.step(
                .command(amy, command, asker), at: SmallTown.opening
            ).effects {
                return reply
            }
            return nil
        }
        func isRefused(_ command: Command) -> Bool {
            if case .refused = say(command) { true } else { false }
        }
        XCTAssertFalse(isRefused(.take(id, version: nil)))
        for end in ends where end > 9999 || end < 0 {
            XCTAssertTrue(
                isRefused(.park(id, Span(milliseconds: end), reason: "later", version: nil)),
                "\(end)")
            XCTAssertTrue(isRefused(.stepDone(id, step: Int(end), result: "", version: nil)))
            XCTAssertTrue(isRefused(.note(CallID(raw: end), text: "x")))
            XCTAssertTrue(isRefused(.fulfil(FollowUpID(raw: end), note: "", version: Int(end))))
            XCTAssertTrue(isRefused(.take(id, version: Int(end))))
            XCTAssertTrue(isRefused(.result(id, AttemptID(raw: end), .answered, text: "")))
            if end > SmallTown.opening.milliseconds || end < 0 {
                let due = Moment(milliseconds: end)
                XCTAssertTrue(
                    isRefused(.followUp(id, .visit, due: .at(due), owner: amy, note: "")), "\(end)")
            }
            _ = desk.step(.seen(end, GatewayID("gw-1"), nobody), at: SmallTown.opening)
            _ = desk.step(
                .attemptEnds(AttemptID(raw: end), .answered, text: "", asked: nobody),
                at: SmallTown.opening)
            _ = say(.export(.homes, after: Int(max(0, end))))
        }
        XCTAssertEqual(desk.violations, [])
    }

    /// A follow-up whose row was damaged, or whose moment is far away, is listed and reminded.
    func test_followUps_withAnyDue_areRemindedOrWait() {
        for end in ends {
            var state = SmallTown.state()
            let id = FollowUpID(raw: 5)
            state.followUps[id] = FollowUp(
                id: id, call: CallID(raw: end), home: HomeID("H1"), kind: .visit,
                due: Moment(milliseconds: end), owner: OperatorID("amy"), note: "")
            var desk = Desk(state: state, rules: SmallTown.rules())
            _ = desk.revive(at: SmallTown.opening)
            for hour in 0..<5 as Range<Int64> {
                _ = desk.step(.clock, at: SmallTown.opening + .hours(hour))
            }
            let isDue = end <= SmallTown.opening.milliseconds
            XCTAssertEqual(desk.state.followUps[id]?.reminders, isDue ? 2 : 0, "\(end)")
        }
    }

    // MARK: - Counters inside

    /// Calls whose moments were damaged on the disk stand in the line, in their rank.
    func test_callsOfAnyMoment_areOffered_mostUrgentFirst() {
        for end in ends {
            let damaged = LinePlace(
                rank: .urgent, arrivedAt: Moment(milliseconds: end), call: CallID(raw: 1))
            let urgent = LinePlace(
                rank: .lifeSafety, arrivedAt: SmallTown.opening, call: CallID(raw: 2))
            let routine = LinePlace(
                rank: .routine, arrivedAt: SmallTown.opening, call: CallID(raw: 3))
            XCTAssertTrue(urgent.isBefore(damaged), "\(end)")
            XCTAssertTrue(damaged.isBefore(routine), "\(end)")
            XCTAssertFalse(damaged.isBefore(urgent), "\(end)")
        }
    }

    /// After four thousand million alarms the places of the memory of repeats begin anew.
    func test_memoryOfRepeats_goesOnWhereItsCountWraps() {
        func identity(_ number: Int) -> AlarmIdentity {
            AlarmIdentity(
                device: DeviceID("A\(number)"), reference: Reference("1"), kind: .button,
                deviceTime: 0)
        }
        var memory = RepeatMemory(dropped: .max - 5000)
        for number in 0..<20_000 {
            memory.remember(
                identity(number), call: CallID(raw: Int64(number)),
                at: Moment(milliseconds: Int64(number)))
            if number % 1000 == 999 {
                memory.forget(before: Moment(milliseconds: Int64(number - 500)))
            }
        }
        for number in 19_500..<20_000 {
            XCTAssertEqual(memory.heard(identity(number))?.call?.raw, Int64(number))
        }
        XCTAssertNil(memory.heard(identity(19_000)))
    }

    /// The last place of all, under the hash of zeroes, is no empty slot.
    func test_hashIndex_knowsItsLastPlace() {
        var index = HashIndex()
        index.insert(0, .max)
        index.insert(1 << 32, 7)
        XCTAssertEqual(index.first(0) { $0 == .max }, .max)
        index.remove(0, .max)
        XCTAssertNil(index.first(0) { $0 == .max })
        XCTAssertEqual(index.first(1 << 32) { $0 == 7 }, 7)
    }

    func test_commitGate_countsStepsToTheEndOfTheScale() {
        var gate = CommitGate(patience: .seconds(1))
        var released: [Released] = []
        for step in (Int64.max - 3)...Int64.max {
            let decision = Decision(
                facts: [.nobodyOnDuty], effects: [.reply(nobody, .seen(step))])
            gate.admit(decision, step: step, at: Moment(milliseconds: .max - 1), into: &released)
            XCTAssertNotNil(gate.nextExpiry)
        }
        gate.committed(through: .max - 1, into: &released)
        XCTAssertEqual(released.count, 3)
        gate.expire(at: Moment(milliseconds: .max), into: &released)
        gate.committed(through: .max, into: &released)
        XCTAssertEqual(released.count, 4)
        XCTAssertEqual(gate.pending, 0)
    }

    /// The clock itself: a machine whose clock stands at an end still takes presses.
    func test_clockAtAnyEnd_takesPresses() {
        for end in ends {
            var desk = Desk(state: SmallTown.state(), rules: SmallTown.rules())
            _ = desk.revive(at: Moment(milliseconds: end))
            for number in 0..<3 {
                let decision = desk.step(alarm(number), at: Moment(milliseconds: end))
                XCTAssertNotNil(opened(decision), "\(end)")
            }
            _ = desk.step(.clock, at: Moment(milliseconds: .max))
            XCTAssertEqual(desk.violations, [], "\(end)")
        }
    }
}
