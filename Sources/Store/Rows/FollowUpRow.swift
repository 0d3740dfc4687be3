// SPDX-License-Identifier: Apache-2.0
/// The one reading of a row of `followups`, open or fulfilled.

internal import Vocabulary

extension FollowUp {
    /// Columns 0...9: id, call, home, kind, due, owner, note, reminders, work, moves.
    init(_ row: borrowing Statement) {
        self.init(
            id: FollowUpID(raw: row.integer(0)), call: CallID(raw: row.integer(1)),
            home: row.textOrNil(2).map { HomeID($0) },
            kind: FollowUpKind(rawValue: row.text(3)) ?? .listening, due: row.moment(4),
            owner: OperatorID(row.text(5)), note: row.text(6))
        reminders = row.count(7)
        cameAs = row.integerOrNil(8).map { CallID(raw: $0) }
        moves = row.count(9)
    }
}
