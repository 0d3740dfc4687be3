// SPDX-License-Identifier: Apache-2.0
/// What is read back equals what was applied, for all that a restart may not forget.

import Desk
import Vocabulary
import XCTest

@testable import Store

final class RevivalTests: XCTestCase {
    func test_randomDays_reviveAsTheyWereApplied() throws {
        var (grouped, closedTogether, folded, routed) = (0, 0, 0, 0)
        for seed in 0..<24 as Range<UInt64> {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            var centre = RandomCentre(seed: seed)
            var chance = Chance(seed: seed &+ 1000)
            for _ in 0..<6 {
                centre.run(60)
                for fact in centre.steps.flatMap(\.facts) {
                    switch fact {
                    case .callGrouped: grouped += 1
                    case .stormClosed(_, _, let calls, _, _): closedTogether += calls
                    case .alarmFolded: folded += 1
                    case .routesKept(let routes): routed += routes.count
                    default: break
                    }
                }
                var from = 0
                // Group commits of any size.
                while from < centre.steps.count {
                    let to = min(centre.steps.count, from + 1 + chance.below(40))
                    try ledger.write(centre.steps[from..<to])
                    from = to
                }
                centre.steps.removeAll()
                _ = try ledger.tidy(now: centre.now, busy: chance.oneIn(3))
                let revived = try ledger.revive(
                    zone: hongKong, repeatWindow: .hours(1), now: centre.now)
                let difference = durableDifference(
                    applied: centre.desk.state, revived: revived, sent: centre.sent,
                    since: centre.now - .hours(1))
                XCTAssertEqual(difference, [], "seed \(seed)")
                if !difference.isEmpty { return }
            }
        }
        // A day in which nothing of it happens is no test.
        XCTAssertGreaterThan(grouped, 30)
        XCTAssertGreaterThan(closedTogether, 0)
        XCTAssertGreaterThan(folded, 20)
        XCTAssertGreaterThan(routed, 100)
    }

    func test_revivedDesk_goesOnWithoutViolations() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        var centre = RandomCentre(seed: 7)
        centre.run(400)
        try ledger.write(centre.steps)
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: centre.now)
        XCTAssertGreaterThan(state.calls.count, 3)
        var desk = Desk(state: state, rules: centre.desk.rules)
        let decision = desk.revive(at: centre.now)
        XCTAssertEqual(desk.violations, [])
        try ledger.write([SavedStep(sequence: 1, at: centre.now, facts: decision.facts)])
        let again = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: centre.now)
        XCTAssertEqual(again.calls.count, state.calls.count)
    }

    /// A call is worked as it began: a plan that is shortened takes nothing from it, an obligation least
    /// of all; and what no open call began under is not kept for ever.
    func test_planChangedUnderAnOpenCall_takesNoSteps_andIsForgottenWithTheCall() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        let id = PlanID("emergency")
        func plan(_ texts: String...) -> Fact {
            .recordSaved(
                .plan(
                    Plan(
                        id: id,
                        steps: texts.map {
                            PlanStep(
                                action: .question, text: $0, obligation: true, condition: .always,
                                outcomes: ["yes", "no"])
                        })), by: .desk)
        }
        let (first, second) = (makeCall(1), makeCall(2))
        try ledger.write([
            makeStep(1, plan("Hurt?", "Told?")), makeStep(2, .callOpened(first)),
            makeStep(3, plan("Well?")), makeStep(4, .callOpened(second)), makeStep(5, plan()),
        ])
        func texts(_ call: OpenCall) throws -> [String] {
            let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
            let steps = state.calls[call.id]?.steps ?? []
            XCTAssertTrue(steps.allSatisfy { $0.step.obligation && $0.step.outcomes == ["yes", "no"] })
            return steps.map(\.step.text)
        }
        XCTAssertEqual(try texts(first), ["Hurt?", "Told?"])
        XCTAssertEqual(try texts(second), ["Well?"])

        let amy = OperatorID("amy")
        func close(_ call: OpenCall, at moment: Moment) throws {
            try ledger.write([
                makeStep(
                    6, at: moment,
                    .callClosed(
                        call.id, Outcome("resolved"), reason: "", by: amy, confirmedBy: nil,
                        Closing(handled: .seconds(9), answeredBy: amy, atFirstContact: true),
                        call.measureKey))
            ])
        }
        /// Versions kept once the day is over.
        func versions(after days: Int64) throws -> Int64? {
            while try ledger.tidy(now: nine + .hours(24 * days), busy: false) {}
            return try readNumber(folder, "SELECT count(*) FROM former_steps WHERE step = 0")
        }
        // A third one: what the plan was before the first line, with no call open, is not kept at all.
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM former_steps WHERE step = 0"), 2)
        try close(first, at: nine)
        XCTAssertEqual(try versions(after: 3), 1)
        XCTAssertEqual(try texts(second), ["Well?"])
        try close(second, at: nine + .hours(80))
        XCTAssertEqual(try versions(after: 7), 0)
    }

    /// A start in the middle of an hour: its figures go on.
    func test_figuresOfThisHour_areThereAfterAStart() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        let (amy, early) = (OperatorID("amy"), makeCall(1, at: nine - .hours(1)))
        for (call, wait) in [(early, 3), (makeCall(2), 5), (makeCall(3), 14)] {
            try ledger.write([
                makeStep(call.id.raw, at: call.arrivedAt, .callOpened(call)),
                makeStep(
                    call.id.raw, at: call.arrivedAt + .seconds(Int64(wait)),
                    .callTaken(
                        call.id, by: amy, from: nil,
                        Answer(wait: .seconds(Int64(wait)), counts: true), call.measureKey)),
            ])
        }
        try ledger.write([makeStep(9, .callOpened(makeCall(4)))])
        let now = nine + .seconds(30)
        let presence = try ledger.revive(
            zone: hongKong, repeatWindow: .hours(1), target: 12, now: now
        ).presence
        XCTAssertEqual(presence.hour, hongKong.hourNumber(of: now))
        XCTAssertEqual(
            [presence.arrived, presence.answered, presence.answeredInTarget], [3, 2, 1])
        for (target, hours) in [(13, Int64(0)), (12, 2)] {
            let other = try ledger.revive(
                zone: hongKong, repeatWindow: .hours(1), target: target, now: now + .hours(hours)
            ).presence
            XCTAssertEqual(other.arrived, 0)
        }
    }

    func test_repeatsOutsideTheWindow_areForgotten() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        let old = makeCall(1, at: nine)
        let new = makeCall(2, at: nine + .hours(2))
        try ledger.write([
            makeStep(1, at: nine, .callOpened(old)),
            makeStep(2, at: nine + .hours(2), .callOpened(new)),
        ])
        let state = try ledger.revive(
            zone: hongKong, repeatWindow: .hours(1), now: nine + .hours(2))
        XCTAssertEqual(state.repeats.count, 1)
        XCTAssertTrue(state.repeats.call(of: old.alarms[0].signal.identity) == nil)
        XCTAssertEqual(state.repeats.call(of: new.alarms[0].signal.identity), .some(new.id))
    }

    func test_device_isHeardLastAtItsLastAlarm() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        let device = Device(id: DeviceID("A1"), home: HomeID("H1"))
        let call = makeCall(1)
        let again = AlarmEntry(signal: makeSignal("A1", "r2"), receivedAt: nine + .seconds(40))
        try ledger.write([
            makeStep(1, .recordSaved(.device(device), by: .desk), .callOpened(call)),
            makeStep(2, at: nine + .seconds(40), .alarmJoined(call.id, again)),
        ])
        let state = try ledger.revive(
            zone: hongKong, repeatWindow: .hours(1), now: nine + .seconds(60))
        XCTAssertEqual(state.directory.devices[device.id]?.lastHeard, nine + .seconds(40))
    }

    func test_numbersReserved_areNeverGivenAgain() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        let today = NumberSeries.calls(hongKong.day(of: nine))
        let yesterday = NumberSeries.calls(hongKong.day(of: nine - .hours(24)))
        try ledger.write([
            makeStep(
                1, .numbersReserved(today, through: 1000),
                .numbersReserved(yesterday, through: 1000),
                .numbersReserved(.events, through: 5_000_000))
        ])
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertEqual(state.numbers[today], NumberBlock(given: 1000, reserved: 1000))
        XCTAssertEqual(state.numbers[.events]?.given, 5_000_000)
        XCTAssertNil(state.numbers[yesterday])
    }

    func test_callNumberMadeFromTheClock_isNotGivenAgain() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        let today = NumberSeries.calls(hongKong.day(of: nine))
        try ledger.write([
            makeStep(
                1, .numbersReserved(today, through: 1000), .callOpened(makeCall(10_324_000)))
        ])
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        XCTAssertEqual(state.numbers[today]?.given, 10_324_000)
        XCTAssertEqual(state.numbers[today]?.reserved, 1000)
    }

    func test_strangeWords_becomeTheCarefulChoice() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        try ledger.write([makeStep(1, .callOpened(makeCall(1, priority: .routine)))])
        try ledger.database.execute("UPDATE calls SET state = 'odd', priority = 9, tier = 77")
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        let call = try XCTUnwrap(state.calls.all.first)
        XCTAssertEqual(call.state, .waiting)
        XCTAssertEqual(call.priority, .lifeSafety)
        XCTAssertEqual(call.tier, .operators)
    }
}

/// Sentences about what differs between memory and what was read back; empty when nothing does.
func durableDifference(
    applied: DeskState, revived: DeskState, sent: [Signal], since: Moment
) -> [String] {
    var wrong: [String] = []
    func compare<Value: Equatable>(_ name: String, _ a: Value, _ b: Value) {
        if a != b { wrong.append("\(name): applied \(a), revived \(b)") }
    }
    compare("calls", Set(applied.calls.allIDs), Set(revived.calls.allIDs))
    for call in applied.calls.all {
        guard let other = revived.calls[call.id] else { continue }
        let (a, b) = (durable(call), durable(other))
        if a != b {
            var text = "call \(call.id):"
            for (x, y) in zip(Mirror(reflecting: a).children, Mirror(reflecting: b).children)
            where "\(x.value)" != "\(y.value)" {
                text += " \(x.label ?? "?"): applied \(x.value), revived \(y.value);"
            }
            wrong.append(text)
        }
    }
    compare("callOfHome", applied.callOfHome, revived.callOfHome)
    compare("callOfStranger", applied.callOfStranger, revived.callOfStranger)
    compare("seats", applied.seats.allIDs, revived.seats.allIDs)
    for seat in applied.seats.all {
        let other = revived.seats[seat.record.id]
        compare("record", seat.record, other?.record)
        compare("missed", seat.missedOffers, other?.missedOffers)
        compare("queues", seat.queues, other?.queues)
        compare("hands of \(seat.record.id)", seat.calls, other?.calls)
        compare("duty", .gone, other?.duty)
    }
    let (a, b) = (durable(applied.directory), durable(revived.directory))
    compare("homes", a.homes.allIDs, b.homes.allIDs)
    for home in a.homes.all { compare("home", home, b.homes[home.home.id]) }
    compare("devices", a.devices, b.devices)
    let canaries = { (state: DeskState) in
        state.canaries.allIDs.sorted().map { "\($0): \(state.canaries[$0]!)" }
    }
    compare("canaries", canaries(applied), canaries(revived))
    let storms = { (state: DeskState) in state.storms.all.sorted { $0.id < $1.id } }
    compare("storms", storms(applied), storms(revived))
    compare("subscribers", a.subscribers, b.subscribers)
    compare("plans", a.plans, b.plans)
    // What is new is written down a little later.
    if applied.routes.isKept {
        for at in 0..<applied.directory.devices.count {
            compare(
                "route", applied.routes.gateway(ofDeviceAt: at),
                revived.routes.gateway(ofDeviceAt: at))
        }
    }
    var repeats = applied.repeats
    repeats.forget(before: since)
    compare("repeats", repeats.count, revived.repeats.count)
    for signal in sent {
        let known = repeats.call(of: signal.identity)
        compare("repeat", known, revived.repeats.call(of: signal.identity))
    }
    compare("followUps", Set(applied.followUps.all), Set(revived.followUps.all))
    for (series, block) in applied.numbers {
        compare("reserved \(series.text)", block.reserved, revived.numbers[series]?.reserved)
        if revived.numbers[series]?.given ?? -1 < block.given {
            wrong.append("\(series.text) would be given again")
        }
    }
    for gateway in applied.takenOwed.allIDs {
        compare("owed", applied.takenOwed[gateway] ?? [], revived.takenOwed[gateway] ?? [])
    }
    var work = applied.importWork
    if work?.applied == nil { work = nil }
    work?.asker = nil
    compare("import", work, revived.importWork)
    compare("silences", sorted(applied.silences), sorted(revived.silences))
    compare("outages", sorted(applied.outages), sorted(revived.outages))
    compare("missed", sorted(applied.missed), sorted(revived.missed))
    compare("nobody", applied.nobodyOnDuty, revived.nobodyOnDuty)
    compare("centre attempts", applied.centreAttempts, revived.centreAttempts)
    return wrong
}

/// Entries by their key: rows come back in another order than they went.
private func sorted<ID: Comparable, Value>(_ table: Table<ID, Value>) -> [ID: Value] {
    var all: [ID: Value] = [:]
    for id in table.allIDs { all[id] = table[id] }
    return all
}

/// A call without what a restart voids: the offer, and the desk's own deadlines.
private func durable(_ call: OpenCall) -> OpenCall {
    var call = call
    if call.state == .offered { call.state = .waiting }
    call.offeredTo = nil
    if call.state != .parked { call.deadline = nil }
    call.proposal?.deadline = Moment(milliseconds: 0)
    call.nextDutyCallAt = nil
    return call
}

/// The directory without when devices were last heard: heartbeats are not stored.
private func durable(_ directory: Directory) -> Directory {
    var directory = directory
    for id in directory.devices.allIDs {
        _ = directory.devices.update(id) { $0.lastHeard = nil }
    }
    return directory
}
