// SPDX-License-Identifier: Apache-2.0
/// The steps of an open call as they were when it began to follow its plans: from the present plans,
/// or from what those were before they were changed.
/// Never takes a step from a call because its plan was changed since: a call is worked as it began.

internal import Desk
internal import Vocabulary

/// Plans as they are and as they were.
struct PlanVersions {
    /// A plan until it was changed.
    struct Former {
        /// The timeline row of the change.
        let until: Int64
        var steps: [PlanStep]
    }
    let now: Table<PlanID, Plan>
    /// Oldest first.
    let former: [PlanID: [Former]]

    /// - Parameter row: the timeline row with which a call began to follow the plan; nil: not known.
    func steps(of plan: PlanID, at row: Int64?) -> [PlanStep] {
        if let row, let version = former[plan]?.first(where: { row < $0.until }) {
            return version.steps
        }
        return now.read(plan) { $0.steps } ?? []
    }
}

extension Revival {
    /// - Parameters:
    ///   - earlier: the plans that the call followed before its present one, oldest first.
    ///   - begun: the timeline rows with which it began to follow each of them and the present one.
    static func steps(
        of call: OpenCall, after earlier: [EarlierPlan], begun: [Int64], _ plans: PlanVersions
    ) -> [CallStep] {
        func row(_ index: Int) -> Int64? { begun.indices.contains(index) ? begun[index] : nil }
        var all: [PlanStep] = []
        for (index, one) in earlier.enumerated() {
            let steps = plans.steps(of: one.plan, at: row(index))
            // As many as there were, also in a history from before plans were kept: numbers stay.
            for number in 0..<max(0, one.steps - all.count) {
                all.append(
                    steps.indices.contains(number)
                        ? steps[number] : PlanStep(action: .note, text: ""))
            }
        }
        all += plans.steps(of: call.plan, at: row(earlier.count))
        return all.map { CallStep(step: $0) }
    }

    static func loadEarlierPlans(
        from database: borrowing Database
    ) throws(StoreError) -> [CallID: [EarlierPlan]] {
        var earlier: [CallID: [EarlierPlan]] = [:]
        let rows = try database.prepare(
            """
            SELECT e.call, e.steps, e.plan, e.kept
            FROM calls AS c INDEXED BY calls_open CROSS JOIN earlier_plans AS e ON e.call = c.id
            WHERE c.closed_at IS NULL ORDER BY e.call, e.steps
            """)
        try rows.eachRow { row throws(StoreError) in
            let steps = min(row.count(1), Limits.callStepsMax)
            let kept = Int(clamping: row.integer(3))
            earlier[CallID(raw: row.integer(0)), default: []].append(
                EarlierPlan(
                    plan: PlanID(row.text(2)), steps: steps,
                    kept: (1...max(1, steps)).contains(kept) ? kept : nil,
                    isKeptWhole: kept == -1))
        }
        return earlier
    }

    static func loadFormerPlans(
        from database: borrowing Database
    ) throws(StoreError) -> [PlanID: [PlanVersions.Former]] {
        var former: [PlanID: [PlanVersions.Former]] = [:]
        let rows = try database.prepare(
            """
            SELECT plan, until_seq, step, action, text, text_zh, obligation, condition, outcomes,
              seconds
            FROM former_steps ORDER BY plan, until_seq, step
            """)
        try rows.eachRow { row throws(StoreError) in
            let plan = PlanID(row.text(0))
            let until = row.integer(1)
            if former[plan]?.last?.until != until {
                former[plan, default: []].append(PlanVersions.Former(until: until, steps: []))
            }
            if row.count(2) == 0 { return }
            let last = former[plan, default: []].count - 1
            former[plan, default: []][last].steps.append(planStep(row, from: 3))
        }
        return former
    }
}
