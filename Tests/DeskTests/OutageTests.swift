// SPDX-License-Identifier: Apache-2.0
// Who may have been missed: after a start, in steps, over a second start, and what a large list costs.
// A gateway's outage is story 58; the whole of it the conversation `missed`.

import Desk
import Vocabulary
import XCTest

final class OutageTests: XCTestCase {
    private let start = RiskTown.start
    private let amy = RiskTown.amy
    private let asker = RiskTown.asker

    /// The last home has no device.
    private func state(_ homes: Int, alive: Moment?) -> DeskState {
        var state = RiskTown.state(homes, devices: homes - 1)
        if let alive { state.apply(.centreAlive, at: alive) }
        return state
    }

    private func begin(_ state: DeskState, at now: Moment) -> Desk {
        RiskTown.begin(state, at: now)
    }

    /// Until the list is whole.
    private func list(_ desk: inout Desk, from now: inout Moment) -> (steps: Int, most: Int) {
        var steps = 0
        var most = 0
        while desk.state.outages.all.contains(where: { $0.through != nil }) {
            now = now + Span(milliseconds: Limits.listingMilliseconds)
            for fact in desk.step(.clock, at: now).facts {
                guard case .homesMissed(_, let homes, _) = fact else { continue }
                steps += 1
                most = max(most, homes.count)
            }
        }
        return (steps, most)
    }

    private func reply(_ order: MissedOrder, _ desk: inout Desk, at now: Moment) -> Reply? {
        for effect in desk.step(.command(amy, .missed(order), asker), at: now).effects {
            if case .reply(asker, let reply) = effect { return reply }
        }
        return nil
    }

    func test_start_opensAListOnlyAfterALongAbsence() {
        for (away, isLong) in [(Span.minutes(4), false), (.minutes(6), true)] {
            var now = start + away
            var desk = begin(state(9, alive: start), at: now)
            _ = list(&desk, from: &now)
            XCTAssertEqual(desk.state.missed.count, isLong ? 8 : 0, "those with a device")
            XCTAssertEqual(desk.state.aliveAt, now.milliseconds > 0 ? start + away : nil)
        }
        // Never started before: nobody was missed.
        let first = begin(state(9, alive: nil), at: start)
        XCTAssertEqual(first.state.outages.count, 0)
    }

    func test_centre_leavesAMarkEachHalfMinute() {
        var desk = begin(state(3, alive: nil), at: start)
        var marks = 0
        for second in 1...120 {
            for fact in desk.step(.clock, at: start + .seconds(Int64(second))).facts
            where fact == .centreAlive { marks += 1 }
        }
        XCTAssertEqual(marks, 4)
    }

    func test_next_goesByRisk_andComesBackUntilItIsACall() {
        var now = start + .hours(1)
        var desk = begin(state(9, alive: start), at: now)
        _ = list(&desk, from: &now)
        guard case .missedNext(let row, _, let left)? = reply(.next, &desk, at: now) else {
            return XCTFail("nobody is next")
        }
        XCTAssertEqual(row.risk, 3)
        XCTAssertEqual(left, 8)
        for tries in 1..<Limits.missedTriesMax {
            XCTAssertEqual(
                reply(.unreached(row.home, note: ""), &desk, at: now),
                .missedDone(row.home, "unreached", left: 8))
            XCTAssertEqual(desk.state.missed[row.home]?.tries, tries)
            guard case .missedNext(let other, _, _)? = reply(.next, &desk, at: now) else {
                return XCTFail("nobody is next")
            }
            XCTAssertNotEqual(other.home, row.home, "not due yet")
            XCTAssertEqual(
                reply(.back(other.home), &desk, at: now), .missedDone(other.home, "back", left: 8))
            now = now + .minutes(16)
        }
        XCTAssertEqual(
            reply(.unreached(row.home, note: "dark"), &desk, at: now),
            .missedDone(row.home, "call", left: 7))
        let call = desk.state.calls.all.first
        XCTAssertEqual(call?.home, row.home)
        XCTAssertEqual(call?.kind, .missed)
        XCTAssertEqual(call?.alarms.first?.signal.text.hasSuffix(": dark"), true)
    }

    /// Somebody went, and another person got the home: it is not theirs again when they come back.
    func test_homeGivenToAnother_isNotGivenBackToWhoWent() {
        var now = start + .hours(1)
        var town = state(9, alive: start)
        let ben = OperatorID("ben")
        town.apply(
            .recordSaved(
                .person(Operator(id: ben, name: "Ben", role: .operator, languages: [])), by: .desk),
            at: start)
        var desk = begin(town, at: now)
        _ = list(&desk, from: &now)
        let other = Requester(connection: ConnectionID(raw: 8), request: 1)
        _ = desk.step(.logOn(ben, other), at: now)
        func given(_ person: OperatorID, _ asker: Requester) -> HomeID? {
            for effect in desk.step(.command(person, .missed(.next), asker), at: now).effects {
                if case .reply(_, .missedNext(let row, _, _)) = effect { return row.home }
            }
            return nil
        }
        let home = given(amy, asker)
        _ = desk.step(.command(amy, .logOff, asker), at: now)
        XCTAssertEqual(given(ben, other), home)
        _ = desk.step(.logOn(amy, asker), at: now)
        XCTAssertNotEqual(given(amy, asker), home)
        XCTAssertEqual(given(ben, other), home)
    }

    func test_secondStart_keepsWhoIsLeft_andDoublesNobody() {
        var now = start + .hours(1)
        var desk = begin(state(9, alive: start), at: now)
        _ = list(&desk, from: &now)
        let first = desk.state.missed.allIDs[0]
        _ = reply(.reached(first, note: ""), &desk, at: now)
        var kept = desk.state
        kept.presence = Presence()
        now = now + .hours(2)
        var again = begin(kept, at: now)
        _ = list(&again, from: &now)
        XCTAssertEqual(again.state.outages.count, 2)
        XCTAssertEqual(again.state.missed.count, 8)
        XCTAssertEqual(again.state.outages.all.map(\.left).sorted(), [1, 7])
        // Worked off, each says that it is empty, once.
        var empty = 0
        for home in again.state.missed.allIDs {
            let order = Command.missed(.reached(home, note: ""))
            for effect in again.step(.command(amy, order, asker), at: now).effects {
                if case .notice(_, _, .missed(_, "empty")) = effect { empty += 1 }
            }
        }
        XCTAssertEqual(empty, 2)
        XCTAssertEqual(again.state.outages.count, 0)
    }

    /// The devices that are behind each gateway are known after a start too: one that does not come back is
    /// missed by its own homes, and by no others.
    func test_gatewayThatStaysAwayAfterAStart_isMissedByItsOwnHomes() {
        var state = state(9, alive: start)
        var desk = begin(state, at: start)
        let (one, two) = (GatewayID("gw-1"), GatewayID("gw-2"))
        for gateway in [one, two] {
            _ = desk.step(.gatewayJoins(gateway, notifier: false, asker), at: start)
        }
        func hear(_ devices: [Int], _ gateway: GatewayID) {
            _ = desk.step(.alive(devices.map { DeviceID("A\($0)") }, gateway), at: start)
        }
        hear([0, 1, 2, 3], one)
        hear([4, 5, 6, 7], two)
        // It has moved since.
        hear([3], two)
        var facts: [Fact] = []
        for second in 1...60 as ClosedRange<Int64> {
            facts += desk.step(.clock, at: start + .seconds(second)).facts
        }
        XCTAssertLessThan(
            facts.count { if case .routesKept = $0 { true } else { false } }, 3, "in few steps")
        for fact in facts { state.apply(fact, at: start) }
        state.apply(.centreAlive, at: start + .seconds(60))

        var now = start + .seconds(90)
        var again = begin(state, at: now)
        _ = again.step(.gatewayJoins(two, notifier: false, asker), at: now)
        XCTAssertEqual(again.state.outages.count, 0, "a start is no outage")
        now = start + .seconds(60) + again.rules.missedAfterGateway + .seconds(40)
        _ = again.step(.clock, at: now)
        _ = list(&again, from: &now)
        XCTAssertEqual(again.state.missed.allIDs.map(\.text).sorted(), ["H0", "H1", "H2"])
        XCTAssertEqual(again.state.outages.all.map(\.cause), [.gateway(one)])
        XCTAssertEqual(again.state.outages.all.map(\.from), [start + .seconds(60)])
        // Who repaired it was quick, in the other life; here it comes at last.
        _ = again.step(.gatewayJoins(one, notifier: false, asker), at: now)
        XCTAssertNotNil(again.state.outages.all.first?.until)
    }

    func test_gatewayThatComesBackAfterAStart_isNoOutage() {
        var state = state(3, alive: start)
        let gateway = GatewayID("gw-1")
        state.apply(
            .routesKept([DeviceRoute(device: DeviceID("A0"), gateway: gateway)]), at: start)
        var desk = begin(state, at: start + .seconds(30))
        _ = desk.step(
            .gatewayJoins(gateway, notifier: false, asker), at: start + .seconds(90))
        for minute in 1...60 as ClosedRange<Int64> {
            _ = desk.step(.clock, at: start + .minutes(minute))
        }
        XCTAssertEqual(desk.state.outages.count, 0)
    }

    /// A start in the middle of listing a gateway's homes has forgotten which they were: it may have been
    /// anybody.
    func test_startWhileListing_listsEverybody() {
        let gateway = GatewayID("gw-1")
        var now = start + .minutes(1)
        var kept = state(9, alive: start)
        kept.apply(
            .outageOpened(
                Outage(id: OutageID(raw: 5), cause: .gateway(gateway), from: start, until: nil)),
            at: start)
        var again = begin(kept, at: now)
        _ = list(&again, from: &now)
        XCTAssertEqual(again.state.missed.count, 8)
        // The gateway's outage has no end yet, and gets one when it is back.
        _ = again.step(.gatewayJoins(gateway, notifier: false, asker), at: now)
        XCTAssertNotNil(again.state.outages.all.first?.until)
    }

    func test_hundredThousandHomes_areListedInSmallSteps_andNextIsFoundAmongThem() {
        let count = 100_001
        var now = start + .hours(4)
        var desk = begin(state(count, alive: start), at: now)
        let (steps, most) = list(&desk, from: &now)
        XCTAssertEqual(desk.state.missed.count, count - 1)
        XCTAssertLessThanOrEqual(most, Limits.missedHomesPerStep)
        // The first went with the start.
        XCTAssertEqual(steps, count / Limits.missedHomesPerStep)
        var worst = Duration.zero
        for _ in 0..<3 {
            worst = max(
                worst,
                ContinuousClock().measure {
                    guard case .missedNext(let row, _, _)? = reply(.next, &desk, at: now) else {
                        return XCTFail("nobody is next")
                    }
                    XCTAssertEqual(row.risk, 3)
                    _ = reply(.reached(row.home, note: ""), &desk, at: now)
                })
        }
        print("100,000 homes missed: the next one in \(worst)")
        XCTAssertLessThan(worst, .seconds(2), "a debug build, some 20 times slower than what ships")
    }
}
