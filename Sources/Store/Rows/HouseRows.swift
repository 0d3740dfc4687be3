// SPDX-License-Identifier: Apache-2.0
/// Numbers given, TAKENs owed, the import in hand, single values of the centre.
/// Never gives a number itself.

import Desk
import Vocabulary

/// Names in the table `centre`.
enum CentreValue {
    /// 1 while nobody qualified is on duty.
    static let nobodyOnDuty = "nobody-on-duty"
    /// Days (since the epoch, centre's clock) before this one are summed in the measures.
    static let sealedDays = "sealed-days"
    /// When the centre last said that it is alive.
    static let aliveAt = "alive-at"
}

/// Writes what belongs to the house.
struct HouseRows: ~Copyable {
    private let reserved: Statement
    private let owed: Statement
    private let seen: Statement
    private let staged: Statement
    private let accepted: Statement
    private let applied: Statement
    private let ended: Statement
    private let staleRows: Statement
    private let value: Statement
    private let canaryHeard: Statement
    private let canaryExpected: Statement
    private let canaryForgotten: Statement
    private let canarySilent: Statement

    init(_ prepare: inout Preparation) {
        reserved = prepare(
            """
            INSERT INTO numbers VALUES (?, ?)
            ON CONFLICT(series) DO UPDATE SET through = max(through, excluded.through)
            """)
        owed = prepare("INSERT OR IGNORE INTO taken_owed VALUES (?, ?, ?, ?, ?)")
        seen = prepare("DELETE FROM taken_owed WHERE gateway = ? AND number <= ?")
        staged = prepare(
            "INSERT INTO import_rows(work, line, record) VALUES (?, ?, ?)")
        accepted = prepare("INSERT OR REPLACE INTO import_work VALUES (?, ?, ?, 0)")
        applied = prepare("UPDATE import_work SET applied = ?")
        ended = prepare("DELETE FROM import_work")
        staleRows = prepare(
            """
            DELETE FROM import_rows WHERE id IN
              (SELECT id FROM import_rows WHERE work < ?1 ORDER BY id LIMIT ?2)
            """)
        value = prepare("INSERT OR REPLACE INTO centre VALUES (?, ?)")
        canaryHeard = prepare(
            """
            INSERT INTO canaries VALUES (?1, ?2, ?3, 0, 0)
            ON CONFLICT(device) DO UPDATE SET heard_at = ?2, due_at = ?3, waits = 0
            """)
        canaryExpected = prepare(
            """
            INSERT INTO canaries VALUES (?1, NULL, ?2, 1, 0)
            ON CONFLICT(device) DO UPDATE SET due_at = ?2, waits = 1
            """)
        canaryForgotten = prepare("DELETE FROM canaries WHERE device = ?")
        canarySilent = prepare("UPDATE canaries SET silent = ?2 WHERE device = ?1")
    }

    func reserve(_ series: NumberSeries, through: Int64) throws(StoreError) {
        try reserved.run(series.text, through)
    }

    func owe(_ notice: TakenNotice) throws(StoreError) {
        try owed.run(
            notice.gateway, notice.number, notice.device, notice.reference.text, notice.call)
    }

    func see(_ gateway: GatewayID, _ number: Int64) throws(StoreError) {
        try seen.run(gateway, number)
    }

    func hear(canary device: DeviceID, at moment: Moment, due: Moment) throws(StoreError) {
        try canaryHeard.run(device, moment, due)
    }

    /// `due` nil: it is no canary any more.
    func expect(canary device: DeviceID, due: Moment?) throws(StoreError) {
        if let due {
            try canaryExpected.run(device, due)
        } else {
            try canaryForgotten.run(device)
        }
    }

    func set(canary device: DeviceID, isSilent: Bool) throws(StoreError) {
        try canarySilent.run(device, isSilent ? 1 : 0)
    }

    func stage(work: Int64, line: Int, _ record: Record) throws(StoreError) {
        try staged.run(work, line, RecordText.text(record))
    }

    func accept(work: Int64, _ kind: RecordKind, by: OperatorID) throws(StoreError) {
        try accepted.run(work, kind.rawValue, by)
    }

    func applied(through: Int) throws(StoreError) { try applied.run(through) }

    func endImport() throws(StoreError) { try ended.finish() }

    /// Deletes up to `count` rows of imports before `work`; returns how many.
    func dropStagedRows(
        before work: Int64, upTo count: Int, in database: borrowing Database
    ) throws(StoreError) -> Int {
        try staleRows.run(work, count)
        return database.rowsChanged
    }

    func set(_ name: String, _ number: Int64) throws(StoreError) { try value.run(name, number) }
}
