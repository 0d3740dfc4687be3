// SPDX-License-Identifier: Apache-2.0
/// Plans -> rows of `plans`, `plan_steps` and `step_endings`; and what a plan was before it was
/// changed, for as long as a call is open that may have begun under it: -> rows of `former_steps`.
/// Never changes what an open call was asked for: its steps are those of the day it began.

import Desk
import Vocabulary

/// Writes plans.
struct PlanRows: ~Copyable {
    private let plan: Statement
    private let step: Statement
    private let ending: Statement
    private let stepsDropped: Statement
    private let endingsDropped: Statement
    private let versionKept: Statement
    private let stepsKept: Statement
    private let versionsDropped: Statement

    init(_ prepare: inout Preparation) {
        plan = prepare("INSERT OR IGNORE INTO plans(id) VALUES (?)")
        step = prepare("INSERT INTO plan_steps VALUES (?, ?, ?, ?, ?, ?, ?)")
        ending = prepare("INSERT INTO step_endings VALUES (?, ?, ?, ?)")
        stepsDropped = prepare("DELETE FROM plan_steps WHERE plan = ? AND step >= ?")
        endingsDropped = prepare("DELETE FROM step_endings WHERE plan = ? AND step >= ?")
        versionKept = prepare(
            """
            INSERT INTO former_steps
            SELECT ?1, ?2, 0, '', '', '', 0, '', '', 0
            WHERE EXISTS (SELECT 1 FROM calls WHERE closed_at IS NULL)
            """)
        stepsKept = prepare(
            """
            INSERT INTO former_steps
            SELECT ?1, ?2, s.step, s.action, s.text, s.text_zh, s.obligation, s.condition,
              coalesce(e.outcomes, ''), coalesce(e.seconds, 0)
            FROM plan_steps AS s
            LEFT JOIN step_endings AS e ON e.plan = s.plan AND e.step = s.step
            WHERE s.plan = ?1 AND EXISTS (SELECT 1 FROM calls WHERE closed_at IS NULL)
            """)
        versionsDropped = prepare(
            """
            DELETE FROM former_steps WHERE until_seq < coalesce((
              SELECT min(t.seq) FROM calls AS c INDEXED BY calls_open
              CROSS JOIN timeline AS t INDEXED BY timeline_call ON t.call = c.id
              WHERE c.closed_at IS NULL), ?1)
            """)
    }

    /// - Parameter sequence: the timeline row with which the plan is as it is now.
    func save(_ it: Plan, sequence: Int64) throws(StoreError) {
        try keepFormer(it.id, until: sequence)
        try plan.run(it.id)
        try drop(stepsOf: it.id, from: 1)
        for (n, one) in it.steps.enumerated() { try save(one, n + 1, of: it.id) }
    }

    /// One row of an import; step 1 begins the plan anew.
    /// - Parameter sequence: see `save(_:sequence:)`.
    func save(
        _ one: PlanStep, _ number: Int, of id: PlanID, sequence: Int64
    ) throws(StoreError) {
        if number == 1 { try keepFormer(id, until: sequence) }
        try plan.run(id)
        // A step ends the plan: what stood behind it belonged to an older version.
        try drop(stepsOf: id, from: number)
        try save(one, number, of: id)
    }

    private func keepFormer(_ id: PlanID, until sequence: Int64) throws(StoreError) {
        try versionKept.run(id, sequence)
        try stepsKept.run(id, sequence)
    }

    /// Lets go of what no open call began under. Reads the rows of all open calls: once a day is enough.
    func dropFormer() throws(StoreError) { try versionsDropped.run(Int64.max) }

    private func save(_ one: PlanStep, _ number: Int, of plan: PlanID) throws(StoreError) {
        try step.run(
            plan, number, one.action.rawValue, one.text, one.textChinese, one.obligation,
            one.condition.text)
        if one.outcomes.isEmpty, one.seconds == 0 { return }
        try ending.run(plan, number, one.outcomes.joined(separator: "|"), one.seconds)
    }

    private func drop(stepsOf plan: PlanID, from number: Int) throws(StoreError) {
        try stepsDropped.run(plan, number)
        try endingsDropped.run(plan, number)
    }
}
