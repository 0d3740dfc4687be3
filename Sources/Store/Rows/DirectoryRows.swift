// SPDX-License-Identifier: Apache-2.0
/// Records -> rows of `homes`, `subscribers`, `devices`, `contacts`, `operators`; plans go to `PlanRows`.
/// `n` keeps the order in which records came, because the desk's tables keep it.
/// Never deletes a record.

import Desk
import Vocabulary

/// Writes the directory.
struct DirectoryRows: ~Copyable {
    private let home: Statement
    private let subscriber: Statement
    private let device: Statement
    private let contact: Statement
    private let person: Statement
    private let plans: PlanRows
    private let missedOffers: Statement
    private let queuesSet: Statement
    private let lastCall: Statement
    private let lastCallsEntered: Statement
    private let lastCallsDropped: Statement

    init(_ prepare: inout Preparation) {
        home = prepare(
            """
            INSERT INTO homes(id, address, district, access) VALUES (?, ?, ?, ?)
            ON CONFLICT(id) DO UPDATE SET address = excluded.address,
              district = excluded.district, access = excluded.access
            """)
        // A person saved again stands last in the home, as in the desk's file: a new `n`.
        subscriber = prepare(
            """
            INSERT OR REPLACE INTO subscribers(id, home, name, language, phone, birth_year, risk,
              health) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        device = prepare(
            """
            INSERT INTO devices(id, home, model, placed) VALUES (?, ?, ?, ?)
            ON CONFLICT(id) DO UPDATE SET model = excluded.model, home = excluded.home,
              placed = CASE WHEN home = excluded.home THEN placed ELSE excluded.placed END
            """)
        contact = prepare(
            "INSERT OR REPLACE INTO contacts VALUES (?, ?, ?, ?, ?, ?, ?)")
        person = prepare(
            """
            INSERT INTO operators(id, name, role, languages, skills, secret)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT(id) DO UPDATE SET name = excluded.name, role = excluded.role,
              languages = excluded.languages, skills = excluded.skills, secret = excluded.secret
            """)
        plans = PlanRows(&prepare)
        missedOffers = prepare(
            "UPDATE operators SET missed_offers = ?2 WHERE id = ?1")
        queuesSet = prepare(
            """
            INSERT INTO queues VALUES (?1, ?2)
            ON CONFLICT(operator) DO UPDATE SET words = excluded.words
            """)
        lastCall = prepare(
            """
            INSERT INTO home_last(home, operator, call, at)
            SELECT home, coalesce(answered_by, ?2), id, ?3 FROM calls
            WHERE id = ?1 AND home IS NOT NULL
            """)
        lastCallsEntered = prepare(
            """
            UPDATE homes SET last_operator = l.operator, last_call = l.call, last_call_at = l.at
            FROM (SELECT home, operator, call, at, max(n) FROM
                (SELECT * FROM home_last ORDER BY n LIMIT ?1) GROUP BY home) AS l
            WHERE homes.id = l.home
            """)
        lastCallsDropped = prepare(
            "DELETE FROM home_last WHERE n IN (SELECT n FROM home_last ORDER BY n LIMIT ?1)")
    }

    /// - Parameter sequence: the timeline row; orders the devices of a home.
    func save(_ record: Record, sequence: Int64) throws(StoreError) {
        switch record {
        case .home(let it):
            try home.run(it.id, it.address, it.district, it.access.shown)
        case .subscriber(let it):
            try subscriber.run(
                it.id, it.home, it.name, it.language, it.phone, it.birthYear, it.risk,
                it.health.shown)
        case .device(let it):
            try device.run(it.id, it.home, it.model, sequence)
        case .contact(let it):
            try contact.run(
                it.home, it.order, it.name, it.relation, it.phone, it.language, it.duty.rawValue)
        case .person(let it):
            try person.run(
                it.id, it.name, it.role.rawValue, WordList.joined(it.languages),
                WordList.joined(it.skills), it.secretHash.shown)
        case .plan(let it): try plans.save(it, sequence: sequence)
        case .planStep(let id, let number, let one):
            try plans.save(one, number, of: id, sequence: sequence)
        }
    }

    /// See `PlanRows.dropFormer`.
    func dropFormerPlans() throws(StoreError) { try plans.dropFormer() }

    func set(queues: [String], of id: OperatorID) throws(StoreError) {
        try queuesSet.run(id, FieldList.joined(queues))
    }

    func missed(_ id: OperatorID, _ count: Int) throws(StoreError) {
        try missedOffers.run(id, count)
    }

    /// Remembers a home's last call. A row of `homes` is a random page; here rows only append, and
    /// `enterLastCalls` moves them when there is time.
    func close(_ call: CallID, by: OperatorID, at now: Moment) throws(StoreError) {
        try lastCall.run(call, by, now)
    }

    /// Moves up to `count` remembered last calls into `homes`.
    /// - Returns: how many were moved.
    func enterLastCalls(
        upTo count: Int, in database: borrowing Database
    ) throws(StoreError) -> Int {
        try lastCallsEntered.run(count)
        try lastCallsDropped.run(count)
        return database.rowsChanged
    }
}
