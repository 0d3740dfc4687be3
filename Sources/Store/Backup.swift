// SPDX-License-Identifier: Apache-2.0
/// A copy of the running database: in steps, checked, and under its name only when it is whole.
/// Never touches the original but to read it.

internal import CSQLite
internal import Glibc
package import Vocabulary

/// Copies a database.
package enum Backup {
    /// What was copied.
    package struct Report: Sendable, Equatable {
        package var pages: Int
        package var bytes: Int64
        /// The newest row of the copy, where it is sealed: the copy can be checked by itself.
        package var head: HistoryHead?
    }

    /// Pages copied at a time: 4 MiB, some milliseconds of disk.
    static let pagesPerStep: Int32 = 1024

    /// Copies the file as it is at this moment, while it is being written, checks the copy in full,
    /// makes it durable and then gives it its name. The log of the original cannot start anew
    /// meanwhile: it grows by what is written.
    /// - Parameters:
    ///   - target: name of the copy; an older copy of that name is replaced at the end.
    ///   - pause: called between steps; return false to give up.
    /// - Throws: `StoreError`; no new copy is there then, an older one is untouched.
    package static func copy(
        from path: String, to target: String, pause: () -> Bool = { true }
    ) throws(StoreError) -> Report {
        let part = target + ".part"
        removeFile(part)
        do throws(StoreError) {
            let report = try copyPages(from: path, to: part, pause)
            let findings = try Integrity.findings(of: part, .full)
            guard findings.isEmpty else {
                throw StoreError(
                    extendedCode: SQLITE_CORRUPT,
                    message: "the copy is damaged: \(findings[0])", sql: "backup")
            }
            try syncFile(part)
            guard unsafe rename(part, target) == 0 else {
                throw StoreError(
                    extendedCode: SQLITE_CANTOPEN, message: reason(errno), sql: "name \(target)")
            }
            try Database.syncFolder(of: target)
            return report
        } catch {
            removeFile(part)
            throw error
        }
    }

    private static func copyPages(
        from path: String, to part: String, _ pause: () -> Bool
    ) throws(StoreError) -> Report {
        let source = try Database(path: path, mode: .reading)
        let copy = try Database(path: part, mode: .copying)
        // The source is held at one moment; else each commit of the daemon would begin it anew.
        try source.execute("BEGIN")
        _ = try source.number("SELECT count(*) FROM sqlite_schema")
        guard let backup = unsafe sqlite3_backup_init(copy.raw, "main", source.raw, "main") else {
            throw unsafe lastError(of: copy.raw, doing: "backup")
        }
        var result = SQLITE_OK
        repeat {
            result = unsafe sqlite3_backup_step(backup, pagesPerStep)
            if result == SQLITE_OK, !pause() { result = SQLITE_ABORT }
        } while result == SQLITE_OK
        let pages = Int(unsafe sqlite3_backup_pagecount(backup))
        let finished = unsafe sqlite3_backup_finish(backup)
        guard result == SQLITE_DONE, finished == SQLITE_OK else {
            throw StoreError(
                extendedCode: result == SQLITE_DONE ? finished : result,
                message: result == SQLITE_ABORT ? "given up" : "copying failed", sql: "backup")
        }
        // One file without a log beside it, so that it can be carried away.
        guard try copy.text("PRAGMA journal_mode=DELETE") == "delete" else {
            throw StoreError.refused("the copy keeps a log", doing: "backup")
        }
        let size = try copy.number("PRAGMA page_size") ?? 0
        return Report(
            pages: pages, bytes: Int64(pages) * size, head: try SealChain.head(of: copy))
    }

    private static func syncFile(_ path: String) throws(StoreError) {
        let file = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0, fsync(file) == 0 else {
            let words = reason(errno)
            if file >= 0 { _ = close(file) }
            throw StoreError(
                extendedCode: SQLITE_IOERR | 4 << 8, message: words, sql: "fsync \(path)")
        }
        _ = close(file)
    }

    /// Removes the unfinished copy and what SQLite put beside it.
    private static func removeFile(_ path: String) {
        for name in ["", "-wal", "-shm", "-journal"] { unsafe _ = unlink(path + name) }
    }
}
