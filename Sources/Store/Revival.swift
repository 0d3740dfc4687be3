// SPDX-License-Identifier: Apache-2.0
/// Rows -> the desk's memory at start. What it reads equals what `DeskState.apply` had made, for
/// all that a restart may not forget; offers and duty states are void.
/// Never fails over one strange row: a word it does not know becomes the careful choice (waiting,
/// life safety), because a centre that does not start answers nobody.

package import Desk
package import Vocabulary

/// Reads the desk's memory back.
package enum Revival {
    /// - Parameters:
    ///   - repeatWindow: alarms and signals heard within this before `now` are recognised again.
    ///   - now: the moment of the start; seats count as gone since then.
    /// - Returns: the state for `Desk(state:rules:)`, before `revive(at:)`. A proposed closing has
    ///   the moment of its proposal as `deadline`, as `apply` leaves it; the call's own is nil.
    package static func load(
        from database: borrowing Database, zone: ZoneOffset, repeatWindow: Span, now: Moment
    ) throws(StoreError) -> DeskState {
        // One view of the file, although it is read by many statements.
        try database.execute("BEGIN")
        do throws(StoreError) {
            var state = DeskState()
            try loadDirectory(into: &state.directory, from: database)
            try loadSeats(into: &state, from: database, now: now)
            try loadCalls(into: &state, from: database)
            try loadStorms(into: &state, from: database)
            try loadFollowUps(into: &state, from: database)
            try loadRepeats(into: &state, from: database, since: now - repeatWindow)
            try loadNumbers(into: &state, from: database, today: zone.day(of: now))
            try loadOwed(into: &state, from: database)
            try loadImport(into: &state, from: database)
            try loadCanaries(into: &state, from: database)
            try loadRisks(into: &state, from: database)
            state.nobodyOnDuty =
                try database.number("SELECT value FROM centre WHERE name = 'nobody-on-duty'") == 1
            // The cache is full of pages that will not be read again.
            try database.execute("COMMIT; PRAGMA shrink_memory")
            return state
        } catch {
            try? database.execute("ROLLBACK")
            throw error
        }
    }

    private static func loadSeats(
        into state: inout DeskState, from database: borrowing Database, now: Moment
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT o.id, o.name, o.role, o.languages, o.skills, o.secret, o.missed_offers, q.words
            FROM operators AS o LEFT JOIN queues AS q ON q.operator = o.id ORDER BY o.n
            """)
        try rows.eachRow { row throws(StoreError) in
            // An unknown role may do nothing alone.
            let person = Operator(
                id: OperatorID(row.text(0)), name: row.text(1),
                role: Role(rawValue: row.text(2)) ?? .manager,
                languages: WordList.split(row.text(3)), skills: WordList.split(row.text(4)),
                secretHash: Masked(row.text(5)))
            var seat = Seat(record: person, since: now)
            seat.missedOffers = row.count(6)
            let queues = row.text(7)
            if !queues.isEmpty { seat.queues = FieldList.split(queues) }
            state.seats[person.id] = seat
        }
    }

    private static func loadFollowUps(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT f.id, f.call, f.home, f.kind, f.due, f.owner, t.text, f.reminders,
              w.work, w.moves
            FROM followups AS f INDEXED BY followups_open LEFT JOIN texts AS t ON t.id = f.note_id
              LEFT JOIN followup_work AS w ON w.followup = f.id
            WHERE f.fulfilled_at IS NULL ORDER BY f.id
            """)
        try rows.eachRow { row throws(StoreError) in
            let promise = FollowUp(row)
            state.followUps[promise.id] = promise
        }
    }

    /// Alarms and signals since `first`, in the order of hearing. Rows have the number of their
    /// timeline row, and those ascend in time: the first is found by halving, without an index.
    private static func loadRepeats(
        into state: inout DeskState, from database: borrowing Database, since first: Moment
    ) throws(StoreError) {
        let newest = try database.number("SELECT max(seq) FROM timeline") ?? 0
        let oldest = try database.number("SELECT min(seq) FROM timeline") ?? 0
        let at = try database.prepare(
            "SELECT at FROM timeline WHERE seq >= ? ORDER BY seq LIMIT 1")
        var low = oldest
        var high = newest &+ 1
        while low < high {
            let middle = low &+ Int64(UInt64(bitPattern: high &- low) / 2)
            at.bindAll(middle)
            let moment = try at.first { row throws(StoreError) in row.moment(0) }
            if let moment, moment < first { low = middle + 1 } else { high = middle }
        }
        let rows = try database.prepare(
            """
            SELECT * FROM (
              SELECT id, call, at, device, reference, kind, device_time, 1 FROM alarms
                WHERE id >= ?1
              UNION ALL
              SELECT id, call, at, device, reference, kind, device_time, 0 FROM signals
                WHERE id >= ?1
              ORDER BY id DESC LIMIT ?2)
            ORDER BY id
            """)
        rows.bindAll(low, Limits.repeatsMax)
        try rows.eachRow { row throws(StoreError) in
            let heard = row.moment(2)
            let identity = AlarmIdentity(
                device: DeviceID(row.text(3)), reference: Reference(row.text(4)),
                kind: SignalKind(row.text(5)), deviceTime: row.integer(6))
            guard heard >= first else { return }
            state.repeats.remember(
                identity, call: row.integerOrNil(1).map { CallID(raw: $0) }, at: heard)
            if row.flag(7) { state.heard(identity.device, at: heard) }
        }
    }

    /// Numbers reserved count as given: one of them may have been said aloud and never saved.
    private static func loadNumbers(
        into state: inout DeskState, from database: borrowing Database, today: CivilDay
    ) throws(StoreError) {
        let rows = try database.prepare("SELECT series, through FROM numbers ORDER BY series")
        try rows.eachRow { row throws(StoreError) in
            guard let series = NumberSeries(text: row.text(0)) else { return }
            if case .calls(let day) = series, day < today { return }
            state.numbers[series] = NumberBlock(given: row.integer(1), reserved: row.integer(1))
        }
        // Numbers made from the clock while the disk was dead lie above any block.
        if let call = try database.number("SELECT max(id) FROM calls").map({ CallID(raw: $0) }),
            call.day >= today
        {
            state.given(.calls(call.day), call.number)
        }
        let work = try database.number(
            """
            SELECT max(coalesce((SELECT max(id) FROM attempts), 0),
              coalesce((SELECT max(id) FROM followups), 0),
              coalesce((SELECT max(id) FROM storms), 0),
              coalesce((SELECT max(id) FROM outages), 0))
            """)
        if let work, work > 0 { state.given(.attempts, work) }
    }

    private static func loadOwed(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT number, gateway, device, reference, call FROM taken_owed
            ORDER BY gateway, number
            """)
        try rows.eachRow { row throws(StoreError) in
            let notice = TakenNotice(
                number: row.integer(0), gateway: GatewayID(row.text(1)),
                device: DeviceID(row.text(2)), reference: Reference(row.text(3)),
                call: CallID(raw: row.integer(4)))
            if state.takenOwed.update(notice.gateway, { $0.append(notice) }) == nil {
                state.takenOwed[notice.gateway] = [notice]
            }
            state.given(.events, notice.number)
        }
    }

    private static func loadCanaries(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            "SELECT device, heard_at, due_at, waits, silent FROM canaries ORDER BY device")
        try rows.eachRow { row throws(StoreError) in
            state.canaries[DeviceID(row.text(0))] = Canary(
                heardAt: row.integerOrNil(1).map { Moment(milliseconds: $0) },
                dueAt: row.moment(2), waits: row.flag(3), isSilent: row.flag(4))
        }
    }

    /// An import that was accepted and is not applied to the end. One that was not accepted is
    /// forgotten: its connection is gone.
    private static func loadImport(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let head = try database.prepare("SELECT work, kind, operator, applied FROM import_work")
        var work: Int64?
        try head.eachRow { row throws(StoreError) in
            guard let kind = RecordKind(rawValue: row.text(1)) else { return }
            var found = ImportWork(kind: kind, by: OperatorID(row.text(2)), asker: nil)
            found.applied = row.count(3)
            state.importWork = found
            work = row.integer(0)
        }
        guard let work else { return }
        let rows = try database.prepare(
            "SELECT record FROM import_rows WHERE work = ? ORDER BY id")
        rows.bindAll(work)
        try rows.eachRow { row throws(StoreError) in
            guard let record = RecordText.record(row.text(0)) else {
                throw StoreError.refused("a row of the import cannot be read", doing: "revive")
            }
            state.importWork?.rows.append(record)
        }
        if let rows = state.importWork?.rows.count, let applied = state.importWork?.applied {
            state.importWork?.applied = min(applied, rows)
        }
    }
}
