// SPDX-License-Identifier: Apache-2.0
/// A damaged database gets another name, so that a new one can be begun (decision record 0002).
/// Never deletes anything, and never for trouble that may pass: busy, full, unreachable, forbidden.

internal import CSQLite
internal import Glibc
package import Vocabulary

/// Puts a damaged database out of the way.
package enum SetAside {
    /// Whether the file that gave this error at start is to be set aside.
    package static func isCalledFor(by error: StoreError) -> Bool {
        error.kind == .corrupt || error.kind == .notADatabase
    }

    /// Opens the file for writing, as at a start, when no connection to it is open: what is damaged is set aside and a new one begun,
    /// with numbers above all that the old one may have given.
    /// - Parameter said: why, and the new name of what was set aside.
    package static func open(
        _ path: String, zone: ZoneOffset, now: Moment, scale: Double = 1,
        said: (StoreError, String) -> Void
    ) throws(StoreError) -> Ledger {
        Database.forgetCachedLog(of: path)
        var first: StoreError
        do throws(StoreError) {
            return try Ledger(path: path, zone: zone, now: now, scale: scale)
        } catch {
            guard isCalledFor(by: error) else { throw error }
            first = error
        }
        // SQLite calls a read that the disk refused corruption, too (SQLITE_IOERR_CORRUPTFS). Such
        // trouble may pass and the file may be sound, so it is no reason: each byte must have been
        // read once by us, and be called damaged after that.
        try readThrough(path)
        do throws(StoreError) {
            return try Ledger(path: path, zone: zone, now: now, scale: scale)
        } catch {
            guard isCalledFor(by: error) else { throw error }
            first = error
        }
        let stamp = String(now.iso8601(in: .utc).prefix(19).filter { $0 != ":" && $0 != "-" })
        said(first, try move(path, stamp: stamp))
        var ledger = try Ledger(path: path, zone: zone, now: now, scale: scale)
        try ledger.skipNumbers(now: now, zone: zone)
        return ledger
    }

    /// - Throws: `StoreError` (`.io`) where some of the file or its log cannot be read.
    private static func readThrough(_ path: String) throws(StoreError) {
        var room = [UInt8](repeating: 0, count: 1 << 20)
        // No connection is open any more, so that closing these loses nobody's lock.
        for ending in ["", "-wal"] {
            let file = unsafe Glibc.open(path + ending, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else {
                if errno == ENOENT { continue }
                throw unreadable(path + ending)
            }
            defer { _ = close(file) }
            while true {
                let count = unsafe read(file, &room, room.count)
                if count == 0 { break }
                guard count > 0 || errno == EINTR else { throw unreadable(path + ending) }
            }
        }
    }

    private static func unreadable(_ path: String) -> StoreError {
        StoreError(
            extendedCode: SQLITE_IOERR | 1 << 8, message: reason(errno), sql: "read \(path)")
    }

    /// Renames the file and its log to `<path>.damaged-<stamp>`.
    /// - Parameter stamp: the time of day as in a file name (`20261120T090001Z`).
    /// - Returns: the new name, for `Recovery`.
    /// - Throws: `StoreError` (`.cannotOpen`) when a file cannot be renamed.
    package static func move(_ path: String, stamp: String) throws(StoreError) -> String {
        var kept = "\(path).damaged-\(stamp)"
        var number = 2
        while unsafe access(kept, F_OK) == 0 {
            kept = "\(path).damaged-\(stamp)-\(number)"
            number += 1
        }
        // The log first: a log that stays behind would be read into, or removed with, the new file.
        for ending in ["-wal", "-shm", ""] {
            guard unsafe rename(path + ending, kept + ending) != 0 else { continue }
            if errno == ENOENT, !ending.isEmpty { continue }
            throw StoreError(
                extendedCode: SQLITE_CANTOPEN, message: reason(errno),
                sql: "rename \(path + ending)")
        }
        try Database.syncFolder(of: path)
        return kept
    }
}
