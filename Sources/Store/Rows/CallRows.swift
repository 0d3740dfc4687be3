// SPDX-License-Identifier: Apache-2.0
/// Facts of calls -> rows of `calls` and `notes`: the same moves as `DeskState.apply` makes in
/// memory; a test folds random histories both ways and compares.
/// Never decides whether a move is allowed.

import Desk
import Vocabulary

/// Writes where a call stands.
struct CallRows: ~Copyable {
    private let note: Statement
    private let raised: Statement
    private let escalated: Statement
    private let reclassified: Statement
    private let followed: Statement
    private let taken: Statement
    private let returned: Statement
    private let parked: Statement
    private let handedOver: Statement
    private let summoned: Statement
    private let proposed: Statement
    private let closed: Statement
    private let promised: Statement

    init(_ prepare: inout Preparation) {
        note = prepare("INSERT INTO notes VALUES (?, ?, ?, ?, ?)")
        raised = prepare(
            """
            UPDATE calls SET rank = min(rank, ?2),
              priority = CASE WHEN ?3 THEN min(priority, ?2) ELSE priority END,
              aged_at = CASE WHEN ?4 THEN ?5 ELSE aged_at END
            WHERE id = ?1
            """)
        escalated = prepare("UPDATE calls SET tier = ?2 WHERE id = ?1")
        reclassified = prepare("UPDATE calls SET kind = ?2, plan = ?3 WHERE id = ?1")
        followed = prepare("INSERT OR REPLACE INTO earlier_plans VALUES (?, ?, ?, ?)")
        taken = prepare(
            """
            UPDATE calls SET state = 'handling', tier = 1, deadline = NULL,
              answered_by = CASE WHEN answered_at IS NULL THEN ?2 ELSE answered_by END,
              answered_at = coalesce(answered_at, arrived_at + ?3),
              handed_over = handed_over OR ?4, holder = ?2, held_seq = ?5,
              outcome = NULL, reason_id = NULL, proposed_by = NULL, proposed_at = NULL
            WHERE id = ?1
            """)
        returned = prepare(
            """
            UPDATE calls SET state = 'waiting', tier = 1, deadline = NULL, holder = NULL,
              held_seq = NULL, waiting_at = ?2, aged_at = ?2, handed_over = 1,
              outcome = NULL, reason_id = NULL, proposed_by = NULL, proposed_at = NULL
            WHERE id = ?1
            """)
        parked = prepare(
            "UPDATE calls SET state = 'parked', deadline = ?2 WHERE id = ?1")
        handedOver = prepare(
            """
            UPDATE calls SET holder = ?2, held_seq = ?3, handed_over = 1
            WHERE id = ?1
            """)
        summoned = prepare(
            """
            UPDATE calls SET summoned = CASE
              WHEN summoned = '' THEN ?2
              WHEN instr(' ' || summoned || ' ', ' ' || ?2 || ' ') > 0 THEN summoned
              ELSE summoned || ' ' || ?2 END
            WHERE id = ?1
            """)
        proposed = prepare(
            """
            UPDATE calls SET state = 'confirming', holder = NULL, held_seq = NULL,
              outcome = ?2, reason_id = ?3, proposed_by = ?4, proposed_at = ?5
            WHERE id = ?1
            """)
        closed = prepare(
            """
            UPDATE calls SET state = 'closed', holder = NULL, held_seq = NULL, deadline = NULL,
              outcome = ?2, reason_id = ?3, closed_by = ?4, confirmed_by = ?5, handled_ms = ?6,
              first_contact = ?7, closed_at = ?8
            WHERE id = ?1
            """)
        promised = prepare("UPDATE calls SET promised = 1 WHERE id = ?")
    }

    // MARK: The line and the hand

    func raise(
        _ id: CallID, _ rank: Priority, _ reason: RaiseReason, at now: Moment
    ) throws(StoreError) {
        try raised.run(id, rank.rawValue, reason == .moreUrgent, reason == .ageing, now)
    }

    /// The new plan's steps follow those of the old one, which keep their rows.
    func reclassify(
        _ id: CallID, _ kind: SignalKind, _ plan: PlanID, after before: EarlierPlan
    ) throws(StoreError) {
        try reclassified.run(id, kind.word, plan.text)
        try followed.run(id, before.steps, before.plan.text, before.isKeptWhole ? -1 : before.kept ?? 0)
    }
    func escalate(_ id: CallID, _ tier: Tier) throws(StoreError) {
        try escalated.run(id, tier.rawValue)
    }

    /// - Parameter sequence: the timeline row; orders the calls in one person's hands.
    func take(
        _ id: CallID, by: OperatorID, from: OperatorID?, wait: Span, sequence: Int64
    ) throws(StoreError) {
        try taken.run(id, by, wait.milliseconds, from != nil && from != by, sequence)
    }

    func giveBack(_ id: CallID, at now: Moment) throws(StoreError) { try returned.run(id, now) }

    func park(_ id: CallID, until: Moment) throws(StoreError) { try parked.run(id, until) }

    func handOver(_ id: CallID, to: OperatorID, sequence: Int64) throws(StoreError) {
        try handedOver.run(id, to, sequence)
    }

    // MARK: The work

    func add(
        note actor: String, id: Int64, call: CallID, at now: Moment, text: Int64?
    ) throws(StoreError) {
        try note.run(id, call, now, actor, text)
    }

    func summon(_ id: CallID, _ service: String) throws(StoreError) {
        try summoned.run(id, service)
    }

    func promise(_ id: CallID) throws(StoreError) { try promised.run(id) }

    // MARK: The end

    func propose(
        _ id: CallID, _ outcome: Outcome, reason: Int64?, by: OperatorID, at now: Moment
    ) throws(StoreError) {
        try proposed.run(id, outcome.word, reason, by, now)
    }

    func close(
        _ id: CallID, _ outcome: Outcome, reason: Int64?, by: OperatorID,
        confirmedBy: OperatorID?, _ closing: Closing, at now: Moment
    ) throws(StoreError) {
        try closed.run(
            id, outcome.word, reason, by, confirmedBy, closing.handled.milliseconds,
            closing.atFirstContact, now)
    }
}
