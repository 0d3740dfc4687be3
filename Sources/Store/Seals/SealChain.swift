// SPDX-License-Identifier: Apache-2.0
/// The chain of seals over the timeline while it is written: the next number, the next seal, and where
/// a segment begins.
/// Never keeps an alarm from being written: what cannot be sealed is written without a seal, and
/// `seals` says so.

internal import Vocabulary

/// Owned by the ledger, used by its worker alone.
final class SealChain {
    /// Rows without seals that a new segment's start seals together: a tenth of a second. More of
    /// them exist only where a large file is opened by this version for the first time.
    static let coveredRowsMax = 100_000

    /// How rows are written now, as `seals` has it.
    enum Writing {
        /// Nothing is noted: no row of this file was ever sealed.
        case unknown
        case bare
        case sealed
    }

    /// Where the chain stands: a value, so that a batch that failed can go back to it.
    struct Place {
        /// The newest row.
        var last: Int64 = 0
        /// What the next seal builds on.
        var link = Seal()
        var writing = Writing.unknown
        /// The newest sealed row; nil where nothing is sealed now.
        var head: HistoryHead?
    }

    var place = Place()
    private var engine = SealEngine()
    private let newest: Statement
    private let note: Statement

    init(_ prepare: inout Preparation) {
        newest = prepare("SELECT max(seq) FROM timeline")
        note = prepare("INSERT OR REPLACE INTO seals VALUES (?, ?, ?, ?, ?)")
    }

    /// Reads where the file's chain ends.
    func load(from database: borrowing Database) throws(StoreError) {
        guard let segment = try Segment.all(in: database).last else { return }
        place.writing = segment.isSealed ? .sealed : .bare
        guard let anchor = segment.anchor else { return }
        place.link = anchor
        let last = try database.prepare("SELECT seq, seal FROM timeline ORDER BY seq DESC LIMIT 1")
        defer { last.reset() }
        guard try last.step(), last.integer(0) >= segment.from else { return }
        guard let seal = last.sealOrNil(1) else {
            // Another hand: the check names the row, and a new segment begins behind it.
            place.writing = .bare
            return
        }
        place.link = seal
        place.head = HistoryHead(row: last.integer(0), seal: seal)
    }

    /// The newest row of a file, where it is sealed.
    static func head(of database: borrowing Database) throws(StoreError) -> HistoryHead? {
        guard try Segment.all(in: database).last?.isSealed == true else { return nil }
        let last = try database.prepare("SELECT seq, seal FROM timeline ORDER BY seq DESC LIMIT 1")
        return try last.first { row throws(StoreError) in
            row.sealOrNil(1).map { HistoryHead(row: row.integer(0), seal: $0) }
        } ?? nil
    }

    /// Whether rows can be sealed at all.
    var canSeal: Bool { engine.isPresent }

    /// The number of the next row; nil: all are used up, SQLite finds a free one.
    var next: Int64? { place.last < .max ? place.last + 1 : nil }

    /// Before the rows of a transaction. The newest row is read again: whoever wrote into the file
    /// beside us must not make the next insert fail. The next seal builds on the last that *we* wrote,
    /// so that the check finds what they did.
    func begin(at moment: Moment, in database: borrowing Database) throws(StoreError) {
        place.last = try newest.first { row throws(StoreError) in row.integer(0) } ?? 0
        if !engine.isPresent {
            try endSealing(at: moment)
        } else if place.writing != .sealed {
            try beginSegment(at: moment, in: database)
        }
    }

    /// The seal of the row with the number `next`; nil where it is written without one.
    func seal(_ row: borrowing TimelineRow) throws(StoreError) -> Seal? {
        guard place.writing == .sealed else { return nil }
        if next != nil, let seal = engine.seal(row, after: place.link) { return seal }
        try endSealing(at: Moment(milliseconds: row.at))
        return nil
    }

    /// The row is in the transaction.
    func wrote(_ seq: Int64, _ seal: Seal?) {
        place.last = max(place.last, seq)
        guard let seal else { return }
        place.link = seal
        place.head = HistoryHead(row: seq, seal: seal)
    }

    // MARK: Segments

    /// From the next row on there are no seals; said once.
    private func endSealing(at moment: Moment) throws(StoreError) {
        guard place.writing == .sealed else { return }
        try note.run(next ?? .max, moment, Int64?.none, Seal?.none, Seal?.none)
        place.writing = .bare
        place.head = nil
    }

    /// From the next row on there are seals. The first builds on what is known: the last seal before,
    /// and the rows without seals since then, as they stand now.
    private func beginSegment(
        at moment: Moment, in database: borrowing Database
    ) throws(StoreError) {
        guard let from = next else { return }
        var segment = Segment(from: from, at: moment, coversFrom: from)
        var before = Seal()
        // What cannot be read is not sealed; it must not be in the way of what comes.
        if let known = try? cover(before: from, in: database) {
            segment.coversFrom = known.first
            segment.previous = known.previous
            before = known.seal
        }
        guard let anchor = engine.anchor(of: segment, after: before) else { return }
        segment.anchor = anchor
        try note.run(
            segment.from, segment.at, segment.coversFrom, segment.previous, segment.anchor)
        place.writing = .sealed
        place.link = anchor
        place.head = nil
    }

    /// The rows without seals just before `from`, and one seal for all of them: each is taken into
    /// the chain as if it had a seal of its own.
    private func cover(
        before from: Int64, in database: borrowing Database
    ) throws(StoreError) -> (first: Int64, previous: Seal?, seal: Seal) {
        let back = try database.prepare(
            "SELECT seq, seal FROM timeline WHERE seq < ? ORDER BY seq DESC LIMIT ?")
        back.bindAll(from, SealChain.coveredRowsMax + 1)
        defer { back.reset() }
        var first = from
        var previous: Seal?
        var count = 0
        while try back.step() {
            guard back.isNull(1), count < SealChain.coveredRowsMax else {
                previous = back.sealOrNil(1)
                break
            }
            first = back.integer(0)
            count += 1
        }
        let rows = try database.prepare(
            """
            SELECT seq, step, at, kind, call, actor, codes, text_id FROM timeline
            WHERE seq >= ? AND seq < ? ORDER BY seq
            """)
        rows.bindAll(first, from)
        defer { rows.reset() }
        var seal = previous ?? Seal()
        while try rows.step() { seal = engine.seal(rows, after: seal) ?? seal }
        return (first, previous, seal)
    }
}
