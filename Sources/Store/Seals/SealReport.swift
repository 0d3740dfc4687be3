// SPDX-License-Identifier: Apache-2.0
/// What a check of the chain of seals found, as values.
/// Never words for people: the command has those.

package import Vocabulary

/// How history is sealed, and where it is not as it was sealed.
package struct SealReport: Sendable, Equatable {
    /// Rows in one state without another between them.
    package struct Stretch: Sendable, Equatable {
        package var state: State
        package var first: Int64
        package var last: Int64
        package var rows = 0
        package var firstAt: Moment
        package var lastAt: Moment
    }

    /// How the rows of a stretch are sealed.
    package enum State: Sendable, Equatable {
        /// Each has its seal, since then.
        case sealed(since: Moment)
        /// None has one, but the start of the next segment seals all of them as they stood then.
        case covered(at: Moment)
        /// Merged from a set-aside file: numbers below 1, no seals.
        case recovered
        /// Written without seals.
        case bare
    }

    /// What is wrong at one place.
    package enum Fault: Sendable, Equatable {
        /// The row does not fit its seal and the row before it.
        case changed
        /// No row has this number, nor the following up to this one.
        case missing(through: Int64)
        /// The row has no seal where all have one: it was put in, or its seal was taken away.
        case unsealed
        /// The row has a seal where `seals` says that none has.
        case stray
        /// The start of the segment at this row does not fit what stands before it, from this row on.
        case start(coversFrom: Int64)
    }

    /// One place where the chain does not hold.
    package struct Break: Sendable, Equatable {
        /// The row, also where it is not there.
        package var row: Int64
        /// When it was written, and what it says happened; nil where it is not there.
        package var at: Moment?
        package var kind: String?
        package var fault: Fault
    }

    /// How a head that was noted stands to this file.
    package enum Answer: Sendable, Equatable {
        case found
        /// The row has another seal.
        case differs
        /// There is no such row.
        case absent
    }

    /// Breaks that are kept; further ones are only counted.
    package static let breaksMax = 20

    /// False: this program has no SHA-256, so no seal was compared with its row.
    package var isCompared: Bool
    /// Rows whose seal was found right.
    package var sealedRows = 0
    /// Segments that are sealed.
    package var segments = 0
    package var stretches: [Stretch] = []
    /// In the order of history.
    package var breaks: [Break] = []
    package var breakCount = 0
    /// The newest row, where it is sealed.
    package var head: HistoryHead?
    /// nil where no head was given.
    package var answer: Answer?

    /// Walks through the whole timeline, in one view of the file: about a microsecond a row.
    /// - Parameter noted: a head that somebody noted, to be looked for.
    package static func of(
        _ database: borrowing Database, noted: HistoryHead? = nil
    ) throws(StoreError) -> SealReport {
        var walk = SealWalk(try Segment.all(in: database), noted)
        let rows = try database.prepare(
            """
            SELECT seq, step, at, kind, call, actor, codes, text_id, seal FROM timeline
            ORDER BY seq
            """)
        try rows.eachRow { row throws(StoreError) in walk.take(row) }
        // Rows of other tables have the number of the timeline row that says so.
        let newest = try database.number(
            """
            SELECT max(coalesce((SELECT max(id) FROM alarms), 0),
              coalesce((SELECT max(id) FROM signals), 0), coalesce((SELECT max(id) FROM notes), 0),
              coalesce((SELECT max(seq) FROM storm_history), 0))
            """)
        return walk.finish(newestNumber: newest ?? 0)
    }
}
