// SPDX-License-Identifier: Apache-2.0
/// The long statements of the measures: one column for each bound.
/// Never built at run time.

enum MeasureSQL {
    /// Adds one group's counts to its row of `measures`.
    static let addCalls: StaticString = """
        INSERT INTO measures VALUES (
          ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(grain, period, priority, district) DO UPDATE SET
          offered = offered + excluded.offered, answered = answered + excluded.answered,
          answered_10 = answered_10 + excluded.answered_10,
          answered_12 = answered_12 + excluded.answered_12,
          answered_15 = answered_15 + excluded.answered_15,
          answered_20 = answered_20 + excluded.answered_20,
          answered_30 = answered_30 + excluded.answered_30,
          answered_60 = answered_60 + excluded.answered_60,
          answered_90 = answered_90 + excluded.answered_90,
          answered_180 = answered_180 + excluded.answered_180,
          withdrawn = withdrawn + excluded.withdrawn,
          withdrawn_10 = withdrawn_10 + excluded.withdrawn_10,
          withdrawn_12 = withdrawn_12 + excluded.withdrawn_12,
          withdrawn_15 = withdrawn_15 + excluded.withdrawn_15,
          withdrawn_20 = withdrawn_20 + excluded.withdrawn_20,
          withdrawn_30 = withdrawn_30 + excluded.withdrawn_30,
          withdrawn_60 = withdrawn_60 + excluded.withdrawn_60,
          withdrawn_90 = withdrawn_90 + excluded.withdrawn_90,
          withdrawn_180 = withdrawn_180 + excluded.withdrawn_180,
          wait_ms = wait_ms + excluded.wait_ms, handled_ms = handled_ms + excluded.handled_ms,
          closed = closed + excluded.closed,
          first_contact = first_contact + excluded.first_contact
        """

    /// Adds one person's counts to the row of `operator_measures`.
    static let addPerson: StaticString = """
        INSERT INTO operator_measures VALUES (
          ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT(grain, period, operator) DO UPDATE SET
          offers = offers + excluded.offers, missed = missed + excluded.missed,
          answered = answered + excluded.answered,
          answered_10 = answered_10 + excluded.answered_10,
          answered_12 = answered_12 + excluded.answered_12,
          answered_15 = answered_15 + excluded.answered_15,
          answered_20 = answered_20 + excluded.answered_20,
          answered_30 = answered_30 + excluded.answered_30,
          answered_60 = answered_60 + excluded.answered_60,
          answered_90 = answered_90 + excluded.answered_90,
          answered_180 = answered_180 + excluded.answered_180,
          wait_ms = wait_ms + excluded.wait_ms, handled_ms = handled_ms + excluded.handled_ms,
          closed = closed + excluded.closed,
          first_contact = first_contact + excluded.first_contact
        """

    /// ?1 day, ?2 first hour, ?3 hour after the last.
    static let sealPriorities: StaticString = """
        INSERT OR REPLACE INTO measures SELECT 1, ?1, priority, '',
          sum(offered), sum(answered), sum(answered_10), sum(answered_12), sum(answered_15),
          sum(answered_20), sum(answered_30), sum(answered_60), sum(answered_90),
          sum(answered_180), sum(withdrawn), sum(withdrawn_10), sum(withdrawn_12),
          sum(withdrawn_15), sum(withdrawn_20), sum(withdrawn_30), sum(withdrawn_60),
          sum(withdrawn_90), sum(withdrawn_180), sum(wait_ms), sum(handled_ms), sum(closed),
          sum(first_contact)
        FROM measures WHERE grain = 0 AND period >= ?2 AND period < ?3
        GROUP BY priority
        """

    /// ?1 day, ?2 first hour, ?3 hour after the last.
    static let sealDistricts: StaticString = """
        INSERT OR REPLACE INTO measures SELECT 3, ?1, 0, district,
          sum(offered), sum(answered), sum(answered_10), sum(answered_12), sum(answered_15),
          sum(answered_20), sum(answered_30), sum(answered_60), sum(answered_90),
          sum(answered_180), sum(withdrawn), sum(withdrawn_10), sum(withdrawn_12),
          sum(withdrawn_15), sum(withdrawn_20), sum(withdrawn_30), sum(withdrawn_60),
          sum(withdrawn_90), sum(withdrawn_180), sum(wait_ms), sum(handled_ms), sum(closed),
          sum(first_contact)
        FROM measures WHERE grain = 0 AND period >= ?2 AND period < ?3
        GROUP BY district
        """

    /// ?1 first hour, ?2 hour after the last.
    static let sealHours: StaticString = """
        INSERT OR REPLACE INTO measures SELECT 2, period, 0, '',
          sum(offered), sum(answered), sum(answered_10), sum(answered_12), sum(answered_15),
          sum(answered_20), sum(answered_30), sum(answered_60), sum(answered_90),
          sum(answered_180), sum(withdrawn), sum(withdrawn_10), sum(withdrawn_12),
          sum(withdrawn_15), sum(withdrawn_20), sum(withdrawn_30), sum(withdrawn_60),
          sum(withdrawn_90), sum(withdrawn_180), sum(wait_ms), sum(handled_ms), sum(closed),
          sum(first_contact)
        FROM measures WHERE grain = 0 AND period >= ?1 AND period < ?2
        GROUP BY period
        """

    /// ?1 day, ?2 first hour, ?3 hour after the last.
    static let sealPeople: StaticString = """
        INSERT OR REPLACE INTO operator_measures SELECT 1, ?1, operator,
          sum(offers), sum(missed), sum(answered), sum(answered_10), sum(answered_12),
          sum(answered_15), sum(answered_20), sum(answered_30), sum(answered_60),
          sum(answered_90), sum(answered_180), sum(wait_ms), sum(handled_ms), sum(closed),
          sum(first_contact)
        FROM operator_measures WHERE grain = 0 AND period >= ?2 AND period < ?3
        GROUP BY operator
        """

    /// For `Recovery`: rows of the hours after ?1; the hour comes first.
    static let callsAfterHour: StaticString = """
        SELECT period, priority, district,
          offered, answered, answered_10, answered_12, answered_15, answered_20, answered_30,
          answered_60, answered_90, answered_180, withdrawn, withdrawn_10, withdrawn_12,
          withdrawn_15, withdrawn_20, withdrawn_30, withdrawn_60, withdrawn_90, withdrawn_180,
          wait_ms, handled_ms, closed, first_contact
        FROM measures WHERE grain = 0 AND period > ? ORDER BY period
        """

    /// For `Recovery`: adds a row of `callsAfterHour`.
    static let addCallsOfHour: StaticString = """
        INSERT INTO measures VALUES (0,
          ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
          ?20, ?21, ?22, ?23, ?24, ?25, ?26)
        ON CONFLICT(grain, period, priority, district) DO UPDATE SET
          offered = offered + excluded.offered, answered = answered + excluded.answered,
          answered_10 = answered_10 + excluded.answered_10,
          answered_12 = answered_12 + excluded.answered_12,
          answered_15 = answered_15 + excluded.answered_15,
          answered_20 = answered_20 + excluded.answered_20,
          answered_30 = answered_30 + excluded.answered_30,
          answered_60 = answered_60 + excluded.answered_60,
          answered_90 = answered_90 + excluded.answered_90,
          answered_180 = answered_180 + excluded.answered_180,
          withdrawn = withdrawn + excluded.withdrawn,
          withdrawn_10 = withdrawn_10 + excluded.withdrawn_10,
          withdrawn_12 = withdrawn_12 + excluded.withdrawn_12,
          withdrawn_15 = withdrawn_15 + excluded.withdrawn_15,
          withdrawn_20 = withdrawn_20 + excluded.withdrawn_20,
          withdrawn_30 = withdrawn_30 + excluded.withdrawn_30,
          withdrawn_60 = withdrawn_60 + excluded.withdrawn_60,
          withdrawn_90 = withdrawn_90 + excluded.withdrawn_90,
          withdrawn_180 = withdrawn_180 + excluded.withdrawn_180,
          wait_ms = wait_ms + excluded.wait_ms, handled_ms = handled_ms + excluded.handled_ms,
          closed = closed + excluded.closed,
          first_contact = first_contact + excluded.first_contact
        """

    /// For `Recovery`: rows of the hours after ?1; the hour comes first.
    static let peopleAfterHour: StaticString = """
        SELECT period, operator,
          offers, missed, answered, answered_10, answered_12, answered_15, answered_20,
          answered_30, answered_60, answered_90, answered_180, wait_ms, handled_ms, closed,
          first_contact
        FROM operator_measures WHERE grain = 0 AND period > ? ORDER BY period
        """

    /// For `Recovery`: adds a row of `peopleAfterHour`.
    static let addPeopleOfHour: StaticString = """
        INSERT INTO operator_measures VALUES (0,
          ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        ON CONFLICT(grain, period, operator) DO UPDATE SET
          offers = offers + excluded.offers, missed = missed + excluded.missed,
          answered = answered + excluded.answered,
          answered_10 = answered_10 + excluded.answered_10,
          answered_12 = answered_12 + excluded.answered_12,
          answered_15 = answered_15 + excluded.answered_15,
          answered_20 = answered_20 + excluded.answered_20,
          answered_30 = answered_30 + excluded.answered_30,
          answered_60 = answered_60 + excluded.answered_60,
          answered_90 = answered_90 + excluded.answered_90,
          answered_180 = answered_180 + excluded.answered_180,
          wait_ms = wait_ms + excluded.wait_ms, handled_ms = handled_ms + excluded.handled_ms,
          closed = closed + excluded.closed,
          first_contact = first_contact + excluded.first_contact
        """
}
