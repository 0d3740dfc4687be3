// SPDX-License-Identifier: Apache-2.0
/// The tables against a plain count over the same calls, and one closed call as it is remembered.

import Desk
import Vocabulary
import XCTest

@testable import Store

/// A call as a plain list knows it.
private struct PlainCall {
    var call: OpenCall
    var withdrawnAfter: Span?
    var wait: Span?
    var by = OperatorID("amy")
    var closing: Closing?
    var closedAt = nine

    var counts: Bool { wait != nil && withdrawnAfter == nil }
}

/// Five days of calls, some withdrawn, some waiting, some of them more urgent than they began.
private func makeCalls(seed: UInt64) -> [PlainCall] {
    var chance = Chance(seed: seed)
    var calls: [PlainCall] = []
    var at = nine - .hours(24 * 5)
    while true {
        at = at + Span(milliseconds: Int64(chance.below(1_200_000)))
        // Numbers ascend in time.
        if at > nine - .seconds(190) { break }
        let number = Int64(calls.count + 1)
        var plain = PlainCall(
            call: makeCall(
                number, at: at, priority: Priority.allCases[chance.below(5)],
                district: ["East", "West", ""][chance.below(3)]))
        plain.by = OperatorID(["amy", "ben"][chance.below(2)])
        let recent = nine - at < .seconds(400)
        // Waits on the bounds themselves matter: they are hits, and no early withdrawals.
        let wait =
            chance.oneIn(3)
            ? Span.seconds([10, 12, 15, 20, 30, 60, 90, 180][chance.below(8)])
            : Span(milliseconds: Int64(chance.below(200_000)))
        if chance.oneIn(9) { plain.withdrawnAfter = wait }
        if !recent, !chance.oneIn(20) {
            plain.wait = wait + (plain.withdrawnAfter == nil ? .zero : .seconds(1))
            if !chance.oneIn(10) {
                plain.closedAt = at + wait + .minutes(5)
                plain.closing = Closing(
                    handled: .seconds(Int64(chance.below(900))), answeredBy: plain.by,
                    atFirstContact: chance.oneIn(2))
            }
        }
        calls.append(plain)
    }
    // Some that are waiting just now.
    for second in [100, 13, 12, 11, 5] as [Int64] {
        calls.append(
            PlainCall(
                call: makeCall(
                    Int64(calls.count + 1), at: nine - .seconds(second), priority: .urgent,
                    district: "East")))
    }
    return calls
}

private func facts(_ plain: PlainCall) -> [(Moment, Fact)] {
    let call = plain.call
    var raised = call
    raised.priority = .lifeSafety
    var facts: [(Moment, Fact)] = [
        (call.arrivedAt, .callOpened(call)),
        (call.arrivedAt, .callRaised(call.id, .lifeSafety, .moreUrgent)),
        (call.arrivedAt, .callOffered(call.id, to: plain.by, deadline: call.arrivedAt)),
        (call.arrivedAt, .offerEnded(call.id, plain.by, .lapsed, by: .desk)),
    ]
    if let after = plain.withdrawnAfter {
        facts.append(
            (
                call.arrivedAt + after,
                .cancelHeard(
                    call.id, DeviceID("A"), Reference("1"), withdrawnAfter: after, raised.measureKey
                )
            ))
    }
    if let wait = plain.wait {
        facts.append(
            (
                call.arrivedAt + wait,
                .callTaken(
                    call.id, by: plain.by, from: nil, Answer(wait: wait, counts: plain.counts),
                    raised.measureKey)
            ))
    }
    if let closing = plain.closing {
        facts.append(
            (
                plain.closedAt,
                .callClosed(
                    call.id, Outcome("resolved"), reason: "all well", by: plain.by,
                    confirmedBy: nil,
                    closing, raised.measureKey)
            ))
    }
    return facts
}

/// The same table, counted call by call.
private func plainTable(
    _ calls: [PlainCall], hours: Range<Int64>, by grouping: Grouping, target: Span
) -> [ServiceLevelRow] {
    var rows: [String: ServiceLevelRow] = [:]
    func add(_ key: String, _ sum: (inout ServiceLevelRow) -> Void) {
        sum(&rows[key, default: ServiceLevelRow(group: key, grouping: grouping, target: target)])
    }
    for plain in calls {
        let call = plain.call
        if grouping == .operator {
            addPerson(plain, hours, target, add)
            continue
        }
        guard hours.contains(hongKong.hourNumber(of: call.arrivedAt)) else { continue }
        let text = call.arrivedAt.iso8601(in: hongKong)
        let key =
            switch grouping {
            case .hour: "\(text.prefix(13)):00:00.000+08:00"
            case .day: String(text.prefix(10))
            case .priority: String(call.priority.rawValue)
            case .district: call.district
            default: "all"
            }
        add(key) { row in
            row.offered += 1
            if let after = plain.withdrawnAfter {
                row.withdrawn += 1
                if after < target { row.withdrawnBeforeTarget += 1 }
            }
            if let wait = plain.wait, plain.counts { count(wait, target, &row) }
            if plain.wait == nil, plain.withdrawnAfter == nil, nine - call.arrivedAt <= target {
                row.waitingInsideTarget += 1
            }
            if let closing = plain.closing { count(closing, &row) }
        }
    }
    return rows.values.sorted { $0.group < $1.group }
}

private func addPerson(
    _ plain: PlainCall, _ hours: Range<Int64>, _ target: Span,
    _ add: (String, (inout ServiceLevelRow) -> Void) -> Void
) {
    let arrived = plain.call.arrivedAt
    if hours.contains(hongKong.hourNumber(of: arrived)) {
        add(plain.by.text) { row in
            row.offered += 1
            row.missed += 1
        }
    }
    if let wait = plain.wait, plain.counts, hours.contains(hongKong.hourNumber(of: arrived + wait))
    {
        add(plain.by.text) { count(wait, target, &$0) }
    }
    if let closing = plain.closing, hours.contains(hongKong.hourNumber(of: plain.closedAt)) {
        add(plain.by.text) { count(closing, &$0) }
    }
}

private func count(_ wait: Span, _ target: Span, _ row: inout ServiceLevelRow) {
    row.answered += 1
    if wait <= target { row.answeredInTarget += 1 }
    if wait <= .seconds(12) { row.answeredWithin12 += 1 }
    if wait <= .seconds(15) { row.answeredWithin15 += 1 }
    if wait <= .seconds(60) { row.answeredWithin60 += 1 }
    if wait <= .seconds(180) { row.answeredWithin180 += 1 }
    row.waited = row.waited + wait
}

private func count(_ closing: Closing, _ row: inout ServiceLevelRow) {
    row.closed += 1
    row.handled = row.handled + closing.handled
    if closing.atFirstContact { row.firstContact += 1 }
}

final class ReportsTests: XCTestCase {
    private func write(_ calls: [PlainCall], to ledger: inout Ledger, tidyDays: Bool) throws {
        let all = calls.flatMap(facts).enumerated().sorted {
            ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
        }
        var steps = all.map { SavedStep(sequence: 1, at: $0.element.0, facts: [$0.element.1]) }
        while !steps.isEmpty {
            let batch = Array(steps.prefix(37))
            try ledger.write(batch)
            steps.removeFirst(batch.count)
            if tidyDays, let last = batch.last {
                while try ledger.tidy(now: last.at, busy: false) {}
            }
        }
    }

    func test_everyTable_equalsThePlainCount() throws {
        let end = hongKong.hourNumber(of: nine) + 1
        for seed in 0..<3 as Range<UInt64> {
            let folder = TemporaryFolder()
            var ledger = try openLedger(folder)
            let calls = makeCalls(seed: seed)
            try write(calls, to: &ledger, tidyDays: seed > 0)
            let reports = try Reports(path: folder.file, zone: hongKong)
            for hours in [
                end - 200..<end, end - 77..<end - 5, end - 30..<end - 20, end - 2..<end - 1,
            ] {
                for grouping in Grouping.allCases {
                    for seconds in MeasureBounds.seconds {
                        let table = try reports.serviceLevel(
                            from: hongKong.start(ofHour: hours.lowerBound),
                            to: hongKong.start(ofHour: hours.upperBound), by: grouping,
                            target: .seconds(seconds), now: nine)
                        let plain = plainTable(
                            calls, hours: hours, by: grouping, target: .seconds(seconds))
                        XCTAssertEqual(table.count, plain.count)
                        let wrong = zip(table, plain).first { $0 != $1 }
                        XCTAssertNil(
                            wrong, "seed \(seed), \(hours), \(grouping), \(seconds) s")
                        XCTAssertGreaterThan(table.count, 0)
                    }
                }
            }
        }
    }

    func test_sealedDays_takeWhatComesLate() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        let early = nine - .hours(24 * 4)
        let call = makeCall(1, at: early)
        try ledger.write([makeStep(1, at: early, .callOpened(call))])
        while try ledger.tidy(now: nine, busy: false) {}
        XCTAssertEqual(
            try readNumber(folder, "SELECT count(*) FROM measures WHERE grain > 0"), 3)
        // Four days later somebody takes it.
        try ledger.write([
            makeStep(
                2,
                .callTaken(
                    call.id, by: OperatorID("amy"), from: nil,
                    Answer(wait: nine - early, counts: true), call.measureKey))
        ])
        let reports = try Reports(path: folder.file, zone: hongKong)
        for grouping in [Grouping.none, .hour, .day, .priority, .district] {
            let table = try reports.serviceLevel(
                from: early - .hours(48), to: nine, by: grouping, target: .seconds(12), now: nine)
            XCTAssertEqual(table.map(\.answered), [1], "\(grouping)")
            XCTAssertEqual(table.map(\.offered), [1], "\(grouping)")
        }
    }

    func test_daysSetBack_areSummedAgain() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        let early = nine - .hours(24 * 6)
        try ledger.write([makeStep(1, at: early, .callOpened(makeCall(1, at: early)))])
        while try ledger.tidy(now: nine, busy: false) {}
        // What a recovery does beside the running daemon: adds to the hours, sets the days back.
        let other = try Database(path: folder.file, mode: .writing)
        try other.execute(
            """
            UPDATE measures SET offered = 5 WHERE grain = 0;
            UPDATE centre SET value = value - 10 WHERE name = 'sealed-days'
            """)
        let reports = try Reports(path: folder.file, zone: hongKong)
        func offered() throws -> Int64? {
            try reports.serviceLevel(
                from: early - .hours(48), to: nine, by: .none, target: .seconds(12), now: nine
            ).first?.offered
        }
        XCTAssertEqual(try offered(), 5)
        while try ledger.tidy(now: nine + .hours(24), busy: false) {}
        XCTAssertEqual(
            try readNumber(folder, "SELECT sum(offered) FROM measures WHERE grain = 1"), 5)
        XCTAssertEqual(try offered(), 5)
    }

    func test_percentages_areWholeNumbers_andNeverFlatter() {
        var row = ServiceLevelRow(group: "all", grouping: .none, target: .seconds(12))
        XCTAssertNil(row.percentTenths)
        XCTAssertNil(row.averageWait)
        row.offered = 1000
        row.withdrawn = 3
        row.withdrawnBeforeTarget = 1
        row.answered = 990
        row.answeredInTarget = 799
        row.waited = .seconds(9900)
        XCTAssertEqual(row.denominator, 999)
        XCTAssertEqual(row.percentTenths, 799)
        XCTAssertEqual(row.abandonedTenths, 3)
        XCTAssertEqual(row.averageWait, .seconds(10))
        XCTAssertEqual(
            row.formula, "answered<=12s / (offered - withdrawn<12s - waiting<=12s)")
    }

    func test_targetThatIsNoBound_isRefused() throws {
        let folder = TemporaryFolder()
        _ = try openLedger(folder)
        let reports = try Reports(path: folder.file, zone: hongKong)
        let error = storeError {
            _ = try reports.serviceLevel(
                from: nine, to: nine + .hours(1), by: .none, target: .seconds(13), now: nine)
        }
        XCTAssertTrue(error?.message.contains("10, 12, 15") ?? false)
    }

    func test_closedCall_isRememberedWithItsHistory() throws {
        let folder = TemporaryFolder()
        var ledger = try openLedger(folder)
        let call = makeCall(42, text: "help")
        let amy = OperatorID("amy")
        try ledger.write([
            makeStep(1, .callOpened(call)),
            makeStep(
                2, at: nine + .seconds(9),
                .callTaken(
                    call.id, by: amy, from: nil, Answer(wait: .seconds(9), counts: true),
                    call.measureKey)),
            makeStep(
                3, at: nine + .seconds(20), .noteWritten(call.id, by: .person(amy), text: "跌倒")),
        ])
        let reports = try Reports(path: folder.file, zone: hongKong)
        XCTAssertNil(try reports.closedCall(call.id))
        try ledger.write([
            makeStep(
                4, at: nine + .seconds(60),
                .callClosed(
                    call.id, Outcome("ambulance"), reason: "to hospital", by: amy,
                    confirmedBy: nil,
                    Closing(handled: .seconds(51), answeredBy: amy, atFirstContact: false),
                    call.measureKey))
        ])
        let past = try XCTUnwrap(try reports.closedCall(call.id))
        XCTAssertEqual(past.outcome, Outcome("ambulance"))
        XCTAssertEqual(past.reason, "to hospital")
        XCTAssertEqual(past.answeredAt, nine + .seconds(9))
        XCTAssertEqual(past.handled, .seconds(51))
        let history = try reports.history(of: call.id)
        XCTAssertEqual(history.map(\.kind), ["opened", "taken", "note", "closed"])
        XCTAssertEqual(history.map(\.text), ["help", "", "跌倒", "to hospital"])
        XCTAssertEqual(history.map(\.actor), ["@device:A42", "amy", "amy", "amy"])
        let rest = try reports.history(of: call.id, after: history[1].sequence, limit: 1)
        XCTAssertEqual(rest.map(\.kind), ["note"])
        XCTAssertNil(try reports.closedCall(CallID(raw: 1)))
    }

    func test_largeTables_areReadByTheirKeys() throws {
        let folder = TemporaryFolder()
        let ledger = try openLedger(folder)
        // A scan here would read ten million rows; the planner must not choose one.
        let plans: [(StaticString, String)] = [
            (
                "EXPLAIN QUERY PLAN SELECT * FROM measures WHERE grain=1 AND period>2",
                "SEARCH measures USING PRIMARY KEY"
            ),
            (
                """
                EXPLAIN QUERY PLAN
                SELECT id FROM calls INDEXED BY calls_open WHERE closed_at IS NULL
                """,
                "SCAN calls USING INDEX calls_open"
            ),
            (
                "EXPLAIN QUERY PLAN SELECT seq FROM timeline WHERE call = 1 AND seq > 3",
                "SEARCH timeline USING COVERING INDEX timeline_call"
            ),
        ]
        for (sql, expected) in plans {
            let plan = try ledger.database.prepare(sql)
            let detail = try plan.first { row throws(StoreError) in row.text(3) } ?? ""
            XCTAssertTrue(detail.hasPrefix(expected), detail)
        }
    }
}
