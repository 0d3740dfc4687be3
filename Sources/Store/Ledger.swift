// SPDX-License-Identifier: Apache-2.0
/// The writing side: a batch of steps becomes rows in one transaction, all or nothing.
/// Never acknowledges, never retries: the store worker does, with the same batch.

package import Desk
package import Vocabulary

/// What `tidy` knows of work that can wait.
struct Chores: Equatable {
    /// The number under which rows of an import are staged now; rows with a lower one may go.
    var importWork: Int64
    /// Rows of older imports may be left.
    var hasStaleRows: Bool
    /// Rows of `home_last`.
    var lastCalls: Int
}

/// Owner of the writing connection.
package struct Ledger: ~Copyable {
    /// Log pages after which a checkpoint is made although batches are waiting: 8 MiB. Copying them
    /// takes 2-5 ms; 32 MiB took 15-100, and in a storm the offers behind it waited as long (p99 3.5
    /// instead of 6 ms). A second connection that copies beside the commits was measured: its syncs
    /// hold up theirs, p50 went from 0.2 to 3.7 ms.
    package static let walPagesMax = 2048
    /// Log pages worth a checkpoint when there is nothing else to do: about 0.5 ms.
    package static let walPagesIdle = 512
    /// Rows moved by one call of `tidy`: bounds the time an alarm may wait behind it.
    package static let tidyRowsMax = 200

    let database: Database
    let timeline: TimelineRows
    let arrivals: ArrivalRows
    let calls: CallRows
    let work: WorkRows
    let directory: DirectoryRows
    let house: HouseRows
    let storms: StormRows
    let risks: OpenRiskRows
    var measures: MeasureRows
    var chores: Chores
    private let begin: Statement
    private let commit: Statement
    private let rollback: Statement

    /// Reads the desk's memory back from this file; see `Revival.load`.
    /// - Parameter target: the answer target in seconds as the measures count it, for this hour's figures;
    ///   nil: these begin at 0.
    package func revive(
        zone: ZoneOffset, repeatWindow: Span, target: Int? = nil, now: Moment
    ) throws(StoreError) -> DeskState {
        var state = try Revival.load(
            from: database, zone: zone, repeatWindow: repeatWindow, now: now)
        if let target {
            try Revival.loadHour(
                zone.hourNumber(of: now), target: target, into: &state.presence, from: database)
        }
        return state
    }

    /// When the last thing was written down; nil: nothing was.
    package func lastMoment() throws(StoreError) -> Moment? {
        let last = try database.number("SELECT at FROM timeline ORDER BY seq DESC LIMIT 1")
        return last.map { Moment(milliseconds: $0) }
    }

    /// The newest row that is sealed; nil where history is not sealed now.
    package var head: HistoryHead? { timeline.chain.place.head }

    /// Whether this program can seal at all.
    package var canSeal: Bool { timeline.chain.canSeal }

    /// Pages in the write-ahead log.
    package var walPageCount: Int { database.walPageCount }

    /// Writes all steps in one transaction. When it throws nothing is written, and the same steps
    /// may be given again, unless `kind` is `.io`: then what is on disk is unknown, and this file
    /// must not be written again.
    package mutating func write(_ steps: [SavedStep]) throws(StoreError) {
        try write(steps[...])
    }

    /// See `write(_:)`.
    package mutating func write(_ steps: ArraySlice<SavedStep>) throws(StoreError) {
        let choresBefore = chores
        let chainBefore = timeline.chain.place
        do throws(StoreError) {
            try startTransaction()
            if let first = steps.first { try timeline.chain.begin(at: first.at, in: database) }
            for step in steps {
                let place = StepPlace(sequence: step.sequence, at: step.at)
                for fact in step.facts { try record(fact, place) }
            }
            try measures.flush()
            try commit.finish()
        } catch {
            chores = choresBefore
            timeline.chain.place = chainBefore
            measures.forget()
            undo()
            throw error
        }
    }

    /// Makes the numbers of a new file higher than any that an unreadable older file may have
    /// given, be it from the clock; for the start after `SetAside`.
    package mutating func skipNumbers(now: Moment, zone: ZoneOffset) throws(StoreError) {
        let facts: [Fact] = [.calls(zone.day(of: now)), .events, .attempts].map { series in
            .numbersReserved(series, through: series.fresh(at: now, in: zone))
        }
        try write([SavedStep(sequence: 0, at: now, facts: facts)])
    }

    /// Does a little of what can wait. Call it between batches; when nothing is due it is free.
    /// - Parameter busy: whether a batch is waiting; then only an overdue checkpoint is made.
    /// - Returns: whether there is more to do at once.
    package mutating func tidy(now: Moment, busy: Bool) throws(StoreError) -> Bool {
        if walPageCount >= (busy ? Ledger.walPagesMax : Ledger.walPagesIdle) {
            _ = try database.checkpoint()
            return !busy && hasChores(now)
        }
        if busy || !hasChores(now) { return false }
        let rows = Ledger.tidyRowsMax
        var left = chores
        var sealed = measures.sealedDays
        do throws(StoreError) {
            try startTransaction()
            if chores.lastCalls >= rows {
                let moved = try directory.enterLastCalls(upTo: rows, in: database)
                left.lastCalls = moved == rows ? chores.lastCalls - rows : 0
            }
            if chores.hasStaleRows {
                let dropped = try house.dropStagedRows(
                    before: chores.importWork, upTo: rows, in: database)
                left.hasStaleRows = dropped == rows
            }
            if measures.hasDayToSeal(now: now) {
                sealed = try measures.sealOldestDay(now: now, in: database)
                try house.set(CentreValue.sealedDays, sealed)
                try directory.dropFormerPlans()
            }
            try commit.finish()
        } catch {
            undo()
            throw error
        }
        chores = left
        measures.sealed(before: sealed)
        return hasChores(now)
    }

    /// Whether a transaction of `tidy` is worth its sync.
    private func hasChores(_ now: Moment) -> Bool {
        chores.lastCalls >= Ledger.tidyRowsMax || chores.hasStaleRows
            || measures.hasDayToSeal(now: now)
    }

    private func startTransaction() throws(StoreError) {
        // Left open when a rollback failed (full disk): nothing of it may survive.
        if !database.isIdle { try rollback.finish() }
        try begin.finish()
    }

    private func undo() {
        // SQLite itself has rolled back after most errors; when this fails too, the next batch
        // begins with another try.
        if !database.isIdle { try? rollback.finish() }
    }

    /// Keeps the newest notices of each gateway, as the desk does.
    private func dropOwedBeyondBound() throws(StoreError) {
        let drop = try database.prepare(
            """
            DELETE FROM taken_owed WHERE (gateway, number) IN (
              SELECT gateway, number FROM (
                SELECT gateway, number,
                  row_number() OVER (PARTITION BY gateway ORDER BY number DESC) AS place
                FROM taken_owed) WHERE place > ?)
            """)
        try drop.run(Limits.takenKeptPerGateway)
    }
}

extension Ledger {
    /// Opens (and creates, and migrates) the file for writing.
    /// - Throws: `StoreError`; kinds `.corrupt` and `.notADatabase` mean that the file should be
    ///   set aside, `.other` that this program must not use it, the rest: try again later.
    /// - Parameter scale: a demonstration's speed-up, 1 in earnest: measures count town time.
    package init(
        path: String, zone: ZoneOffset, now: Moment, scale: Double = 1
    ) throws(StoreError) {
        self = try Ledger.opened(path, zone, now, scale)
    }

    private static func opened(
        _ path: String, _ zone: ZoneOffset, _ now: Moment, _ scale: Double
    ) throws(StoreError) -> Ledger {
        let database = try Database(path: path, mode: .writing)
        try Migrations.run(on: database, now: now)
        var prepare = database.preparation()
        let timeline = TimelineRows(&prepare)
        let arrivals = ArrivalRows(&prepare)
        let calls = CallRows(&prepare)
        let work = WorkRows(&prepare)
        let directory = DirectoryRows(&prepare)
        let house = HouseRows(&prepare)
        let storms = StormRows(&prepare)
        let risks = OpenRiskRows(&prepare)
        let measures = MeasureRows(
            &prepare, zone: zone, scale: scale,
            sealedDays: try MeasureRows.firstUnsealedDay(of: database))
        let begin = prepare("BEGIN IMMEDIATE")
        let commit = prepare("COMMIT")
        let rollback = prepare("ROLLBACK")
        try prepare.check()
        try timeline.chain.load(from: database)
        let accepted = try database.number("SELECT max(work) FROM import_work")
        let staged = try database.number("SELECT max(work) FROM import_rows")
        let chores = Chores(
            importWork: accepted ?? (staged ?? 0) + 1, hasStaleRows: staged != nil,
            lastCalls: Int(try database.number("SELECT count(*) FROM home_last") ?? 0))
        let ledger = Ledger(
            database: database, timeline: timeline, arrivals: arrivals, calls: calls, work: work,
            directory: directory, house: house, storms: storms, risks: risks, measures: measures,
            chores: chores, begin: begin, commit: commit, rollback: rollback)
        try ledger.dropOwedBeyondBound()
        return ledger
    }
}
