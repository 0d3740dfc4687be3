// SPDX-License-Identifier: Apache-2.0
/// The SQL of the migration `plans`: what a step may end with, how long a wait is, and which plans a
/// call followed before. In tables of their own: a file that was set aside before is still read with the
/// statements for its own columns. Never changed after a release.

enum PlanSchema {
    /// step_endings.outcomes: `a|b`; a step that has neither has no row. earlier_plans.steps: steps of the
    /// call up to the plan's end; kept: the step in progress, 0 for none, -1
    /// where all of it is still asked for.
    static let tables: StaticString = """
        CREATE TABLE step_endings (
          plan TEXT NOT NULL,
          step INTEGER NOT NULL,
          outcomes TEXT NOT NULL,
          seconds INTEGER NOT NULL,
          PRIMARY KEY (plan, step)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE earlier_plans (
          call INTEGER NOT NULL,
          steps INTEGER NOT NULL,
          plan TEXT NOT NULL,
          kept INTEGER NOT NULL,
          PRIMARY KEY (call, steps)
        ) STRICT, WITHOUT ROWID;
        """
}
