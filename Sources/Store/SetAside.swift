// SPDX-License-Identifier: Apache-2.0
/// A damaged database gets another name, so that a new one can be begun (decision record 0002).
/// Never deletes anything, and never for trouble that may pass: busy, full, unreachable, forbidden.

internal import CSQLite
internal import Glibc

/// Puts a damaged database out of the way.
package enum SetAside {
    /// Whether the file that gave this error at start is to be set aside.
    package static func isCalledFor(by error: StoreError) -> Bool {
        error.kind == .corrupt || error.kind == .notADatabase
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
