// SPDX-License-Identifier: Apache-2.0
/// Facts of the work on a call -> rows of `call_steps`, `attempts`, `cascades`, `followups`.
/// Never decides whom to try next.

import Desk
import Vocabulary

/// Writes steps, attempts, cascades and promises.
struct WorkRows: ~Copyable {
    private let step: Statement
    private let attemptStarted: Statement
    private let attemptEnded: Statement
    private let cascadeDropped: Statement
    private let cascadesDropped: Statement
    private let cascadeStarted: Statement
    private let cascadeMoved: Statement
    private let promised: Statement
    private let reminded: Statement
    private let came: Statement
    private let owned: Statement
    private let moved: Statement
    private let fulfilled: Statement
    private let callOfPromise: Statement

    init(_ prepare: inout Preparation) {
        step = prepare("INSERT OR REPLACE INTO call_steps VALUES (?, ?, ?, ?, ?)")
        attemptStarted = prepare(
            """
            INSERT INTO attempts(id, call, target, channel, to_id, who_id, started_at, deadline,
              outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        attemptEnded = prepare(
            """
            UPDATE attempts SET outcome = ?2, ended_at = ?3, ended_by = ?4, result_id = ?5
            WHERE id = ?1
            """)
        cascadeDropped = prepare("DELETE FROM cascades WHERE call = ? AND goal = ?")
        cascadesDropped = prepare("DELETE FROM cascades WHERE call = ?")
        cascadeStarted = prepare("INSERT INTO cascades VALUES (?, ?, ?, ?, ?)")
        cascadeMoved = prepare(
            "UPDATE cascades SET next = next + 1 WHERE call = ? AND goal = ?")
        promised = prepare(
            """
            INSERT INTO followups(id, call, home, kind, due, owner, note_id, reminders,
              promised_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        reminded = prepare("UPDATE followups SET reminders = ?2 WHERE id = ?1")
        came = prepare(
            """
            INSERT INTO followup_work(followup, work) VALUES (?1, ?2)
            ON CONFLICT(followup) DO UPDATE SET work = excluded.work
            """)
        owned = prepare("UPDATE followups SET owner = ?2 WHERE id = ?1")
        moved = prepare(
            """
            INSERT INTO followup_work(followup, moves) VALUES (?1, 1)
            ON CONFLICT(followup) DO UPDATE SET moves = moves + 1
            """)
        fulfilled = prepare(
            """
            UPDATE followups SET fulfilled_at = ?2, fulfilled_by = ?3, result_id = ?4
            WHERE id = ?1
            """)
        callOfPromise = prepare("SELECT call FROM followups WHERE id = ?")
    }

    /// - Parameter state: `done` or `waived`.
    func settle(
        step number: Int, of call: CallID, _ state: String, by actor: String, text: Int64?
    ) throws(StoreError) {
        try step.run(call, number, state, actor, text)
    }

    func start(_ attempt: Attempt, to: Int64?, who: Int64?) throws(StoreError) {
        try attemptStarted.run(
            attempt.id.raw, attempt.call.orNil, attempt.target.text, attempt.channel.text, to, who,
            attempt.startedAt, attempt.deadline, attempt.outcome?.rawValue)
        if attempt.call != .none {
            try cascadeMoved.run(attempt.call, attempt.target.goal.text)
        }
    }

    func end(
        _ attempt: AttemptID, _ outcome: AttemptOutcome, at now: Moment, by actor: String,
        text: Int64?
    ) throws(StoreError) {
        try attemptEnded.run(attempt.raw, outcome.rawValue, now, actor, text)
    }

    /// - Parameter sequence: the timeline row; keeps the order of a call's cascades.
    func start(
        _ cascade: Cascade, of call: CallID, sequence: Int64, stops: Int64?
    ) throws(StoreError) {
        try cascadeDropped.run(call, cascade.goal.text)
        try cascadeStarted.run(call, cascade.goal.text, sequence, cascade.next, stops)
    }

    func end(_ goal: CascadeGoal, of call: CallID) throws(StoreError) {
        try cascadeDropped.run(call, goal.text)
    }

    func endCascades(of call: CallID) throws(StoreError) { try cascadesDropped.run(call) }

    func promise(_ promise: FollowUp, by: OperatorID, note: Int64?) throws(StoreError) {
        try promised.run(
            promise.id.raw, promise.call, promise.home, promise.kind.rawValue, promise.due,
            promise.owner, note, promise.reminders, by)
    }

    func remind(_ id: FollowUpID, level: Int) throws(StoreError) {
        try reminded.run(id.raw, level)
    }

    func came(_ id: FollowUpID, as call: CallID) throws(StoreError) { try came.run(id.raw, call) }

    func move(_ id: FollowUpID, to owner: OperatorID) throws(StoreError) {
        try owned.run(id.raw, owner)
        try moved.run(id.raw)
    }

    func fulfil(
        _ id: FollowUpID, by: OperatorID, at now: Moment, note: Int64?
    ) throws(StoreError) {
        try fulfilled.run(id.raw, now, by, note)
    }

    /// The call that a promise was made on; nil for an unknown promise.
    func call(of promise: FollowUpID) throws(StoreError) -> CallID? {
        callOfPromise.bind(1, promise.raw)
        return try callOfPromise.first { row throws(StoreError) in CallID(raw: row.integer(0)) }
    }
}

/// The stops of a cascade in one text.
enum StopList {
    static func text(_ stops: [CascadeStop]) -> String {
        FieldList.joined(
            stops.flatMap { [$0.target.text, $0.channel.text, $0.to, $0.who] })
    }

    /// Stops whose target or channel cannot be read are left out.
    static func stops(_ text: String) -> [CascadeStop] {
        let fields = FieldList.split(text)
        return stride(from: 0, to: fields.count - 3, by: 4).compactMap { at in
            guard let target = AttemptTarget(text: fields[at]),
                let channel = ChannelKind(text: fields[at + 1])
            else { return nil }
            return CascadeStop(
                target: target, channel: channel, to: fields[at + 2], who: fields[at + 3])
        }
    }
}
