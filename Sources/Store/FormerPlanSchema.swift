// SPDX-License-Identifier: Apache-2.0
/// The SQL of the migration `former-plans`: plans as they were, for the calls that began under them.
/// Never changed after a release.

enum FormerPlanSchema {
    /// until_seq: the timeline row with which the plan became another; calls that began to follow the plan
    /// before that row have these steps. step 0, without an action, says that there was such a
    /// version, however many steps it had.
    static let tables: StaticString = """
        CREATE TABLE former_steps (
          plan TEXT NOT NULL,
          until_seq INTEGER NOT NULL,
          step INTEGER NOT NULL,
          action TEXT NOT NULL,
          text TEXT NOT NULL,
          text_zh TEXT NOT NULL,
          obligation INTEGER NOT NULL,
          condition TEXT NOT NULL,
          outcomes TEXT NOT NULL,
          seconds INTEGER NOT NULL,
          PRIMARY KEY (plan, until_seq, step)
        ) STRICT, WITHOUT ROWID;
        """
}
