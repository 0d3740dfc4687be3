// SPDX-License-Identifier: Apache-2.0
/// A row of `seals`: from which row of the timeline on rows are sealed, or are not, and what the first
/// seal builds on.
/// Never says where a segment ends: that is where the next one begins.

internal import Vocabulary

/// A stretch of history that is written in one way.
struct Segment: Sendable, Equatable {
    /// `seq` of its first row.
    var from: Int64
    /// When it began.
    var at: Moment
    /// First of the rows without seals before it that its start seals together, as they stood then;
    /// `from` where there are none. nil: rows of this segment have no seals.
    var coversFrom: Int64?
    /// The seal of the row before those, where it has one.
    var previous: Seal?
    /// What the seal of its first row builds on; nil: rows of this segment have no seals.
    var anchor: Seal?

    var isSealed: Bool { anchor != nil }

    /// All of a file, oldest first.
    static func all(in database: borrowing Database) throws(StoreError) -> [Segment] {
        let rows = try database.prepare(
            "SELECT from_seq, began_at, covers_from, previous, anchor FROM seals ORDER BY from_seq")
        var found: [Segment] = []
        try rows.eachRow { row throws(StoreError) in
            found.append(
                Segment(
                    from: row.integer(0), at: row.moment(1), coversFrom: row.integerOrNil(2),
                    previous: row.sealOrNil(3), anchor: row.sealOrNil(4)))
        }
        return found
    }
}
