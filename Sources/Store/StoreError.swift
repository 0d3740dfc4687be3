// SPDX-License-Identifier: Apache-2.0
/// What the disk or SQLite said, sorted by what the daemon does about it.
/// Never decides what is done: that is the store worker's and the desk's matter.

internal import CSQLite

/// A failure of the database.
package struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What it means for the batch in hand.
    package enum Kind: String, Equatable, Sendable, CaseIterable {
        /// Somebody else holds the lock: keep the batch, try again.
        case busy
        /// No room (ENOSPC, quota, page limit): keep the batch, try again.
        case full
        /// Reading or writing failed: what is on disk is unknown, this file is not written again.
        case io
        /// The file's contents contradict themselves: set aside at start.
        case corrupt
        /// The file is something else, or its head is overwritten: set aside at start.
        case notADatabase
        /// Missing folder, forbidden, too many files: degraded mode, keep trying to open.
        case cannotOpen
        /// The file or its file system may not be written.
        case readOnly
        /// Our own mistake, no memory, a schema from the future, a setting that did not take.
        case other
    }

    /// SQLite's primary result code; 1 (SQLITE_ERROR) for refusals of our own.
    package let code: Int32
    /// SQLite's extended result code: which operation failed.
    package let extendedCode: Int32
    /// SQLite's words, or ours.
    package let message: String
    /// The statement, or what was being done; never holds bound values.
    package let sql: String

    package init(extendedCode: Int32, message: String, sql: String) {
        code = extendedCode & 0xff
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
    }

    /// A refusal of our own: a check at start that failed.
    package static func refused(_ message: String, doing sql: String) -> StoreError {
        StoreError(extendedCode: SQLITE_ERROR, message: message, sql: sql)
    }

    /// What it means for the batch in hand.
    package var kind: Kind {
        switch code {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
        case SQLITE_FULL: .full
        case SQLITE_IOERR: .io
        case SQLITE_CORRUPT: .corrupt
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
        case SQLITE_READONLY: .readOnly
        default: .other
        }
    }

    package var description: String {
        "\(kind.rawValue) (\(extendedCode)): \(message) [\(sql)]"
    }
}
