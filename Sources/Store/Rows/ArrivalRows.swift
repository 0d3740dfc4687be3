// SPDX-License-Identifier: Apache-2.0
/// What came in -> rows of `calls`, `alarms`, `signals`: the way of a press, written for speed.
/// Never decides which call an alarm joins.

import Desk
import Vocabulary

/// Writes what devices said.
struct ArrivalRows: ~Copyable {
    private let open: Statement
    private let alarm: Statement
    private let signal: Statement
    private let joined: Statement
    private let cancelled: Statement
    private let arrival: Statement

    init(_ prepare: inout Preparation) {
        open = prepare(
            """
            INSERT INTO calls(id, home, device, kind, priority, arrival_priority, rank, arrived_at,
              state, tier, district, language, plan, presses, waiting_at, aged_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            """)
        alarm = prepare(
            "INSERT INTO alarms VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        signal = prepare(
            "INSERT INTO signals VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        joined = prepare("UPDATE calls SET presses = presses + 1 WHERE id = ?")
        cancelled = prepare(
            "UPDATE calls SET cancelled = 1, withdrawn = withdrawn OR ?2 WHERE id = ?1")
        arrival = prepare(
            "SELECT arrived_at, arrival_priority, district FROM calls WHERE id = ?")
    }

    func open(_ call: OpenCall) throws(StoreError) {
        let device = call.alarms.first?.signal.identity.device
        open.bind(1, call.id.raw)
        open.bindText(2, call.home?.text)
        open.bind(3, device?.text ?? "")
        open.bind(4, call.kind.word)
        open.bind(5, Int64(call.priority.rawValue))
        open.bind(6, Int64(call.rank.rawValue))
        open.bind(7, call.arrivedAt.milliseconds)
        open.bind(8, call.state.rawValue)
        open.bind(9, Int64(call.tier.rawValue))
        open.bind(10, call.district)
        open.bind(11, call.language)
        open.bind(12, call.plan.text)
        open.bind(13, Int64(call.presses))
        open.bind(14, call.waitingSince.milliseconds)
        open.bind(15, call.agedAt.milliseconds)
        try open.finish()
    }

    /// - Parameter id: the timeline row that says so.
    func add(
        alarm entry: AlarmEntry, id: Int64, call: CallID, location: Int64?, text: Int64?
    ) throws(StoreError) {
        try insert(
            alarm, entry.signal, at: entry.receivedAt, id: id, call: call, location: location,
            text: text)
    }

    /// - Parameter id: the timeline row that says so.
    func add(
        signal heard: Signal, at moment: Moment, id: Int64, call: CallID?, location: Int64?,
        text: Int64?
    ) throws(StoreError) {
        try insert(
            signal, heard, at: moment, id: id, call: call, location: location, text: text)
    }

    private func insert(
        _ statement: borrowing Statement, _ signal: Signal, at moment: Moment, id: Int64,
        call: CallID?, location: Int64?, text: Int64?
    ) throws(StoreError) {
        let identity = signal.identity
        statement.bind(1, id)
        statement.bindNumber(2, call?.raw)
        statement.bind(3, moment.milliseconds)
        statement.bind(4, identity.device.text)
        statement.bind(5, identity.reference.text)
        statement.bind(6, identity.kind.word)
        statement.bind(7, identity.deviceTime)
        statement.bind(8, signal.gateway.text)
        statement.bind(9, signal.damaged ? 1 : 0)
        statement.bindNumber(10, location)
        statement.bindNumber(11, text)
        try statement.finish()
    }

    func join(_ id: CallID) throws(StoreError) { try joined.run(id) }

    func cancel(_ id: CallID, withdrawn: Bool) throws(StoreError) {
        try cancelled.run(id, withdrawn)
    }

    /// Hour, priority and district of arrival, whatever the call's priority is now: else a call
    /// that became more urgent would be offered in one row and answered in another.
    func arrival(of id: CallID, otherwise: MeasureKey) throws(StoreError) -> MeasureKey {
        arrival.bind(1, id.raw)
        return try arrival.first { row throws(StoreError) in
            MeasureKey(
                arrivedAt: row.moment(0),
                priority: Priority(rawValue: Int(row.integer(1))) ?? otherwise.priority,
                district: row.text(2))
        } ?? otherwise
    }
}
