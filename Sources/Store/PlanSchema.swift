// SPDX-License-Identifier: Apache-2.0
/// The SQL of the migration `plans`: what a step may end with, how long a wait is, and which plans a
/// call followed before. Never changed after a release.

enum PlanSchema {
    /// plan_steps.outcomes: `a|b`. calls.plans_before: `EarlierPlan.text` of each, oldest first.
    static let columns: StaticString = """
        ALTER TABLE plan_steps ADD COLUMN outcomes TEXT NOT NULL DEFAULT '';
        ALTER TABLE plan_steps ADD COLUMN seconds INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE calls ADD COLUMN plans_before TEXT NOT NULL DEFAULT '';
        """
}
