// SPDX-License-Identifier: Apache-2.0
/// `safebell recover`: merges a set-aside database into the present one, with the daemon stopped.
/// Never changes the set-aside file, nor a row that the present one has.

import Glibc
import Sockets
import Store
import Terminal

enum Recover {
    /// Tries while somebody else writes; each waits SQLite's own 100 ms.
    private static let busyTriesMax = 20

    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        let path = Check.databaseFile(in: try order.required("data"))
        let damaged = try order.required("from")
        for file in [path, damaged] where access(file, R_OK) != 0 {
            throw Failure(.wrong, "\(printable(file)): \(systemWords(errno))")
        }
        if let process = holder(of: path) {
            throw Failure(
                .wrong,
                "\(printable(path)) is in use by process \(process): stop the daemon first; its"
                    + " memory would not know the merged records")
        }
        let report: RecoveryReport
        do throws(StoreError) {
            report = try merge(damaged, into: path)
        } catch {
            let why = error.kind == .busy ? "somebody else is writing it" : error.message
            throw Failure(
                .wrong,
                "recover: \(printable(why)) (\(error.kind.rawValue)); what was merged stays,"
                    + " the same command goes on")
        }
        return try conclude(report, path)
    }

    private static func merge(
        _ damaged: String, into path: String
    ) throws(StoreError) -> RecoveryReport {
        var recovery = try Recovery(damaged: damaged, into: path)
        var progress = Progress("merging")
        var busy = 0
        while true {
            do throws(StoreError) {
                if !(try recovery.step()) { break }
                busy = 0
                progress.show(recovery.report.total)
            } catch {
                busy += 1
                guard error.kind == .busy, busy < busyTriesMax else { throw error }
            }
        }
        return recovery.report
    }

    private static func conclude(
        _ report: RecoveryReport, _ path: String
    ) throws(Failure) -> ExitStatus {
        Progress.clear()
        let tables = Set(report.inserted.keys).union(report.gaps.keys).sorted()
        let columns = [
            DataColumn(name: "table"), DataColumn(name: "rows merged", isNumber: true),
            DataColumn(name: "unreadable places", isNumber: true),
        ]
        var printout = try Printout(.table, columns, isForEyes: false) {
            bytes throws(Failure) in try printOut(bytes)
        }
        for name in tables {
            let rows = report.inserted[name] ?? 0
            let gaps = report.gaps[name] ?? 0
            if rows > 0 || gaps > 0 { try printout.row([name, String(rows), String(gaps)]) }
        }
        try printout.finish()
        try printOut("\n\(report.total) rows merged into \(printable(path))\n")
        if let process = holder(of: path) {
            say("safebell: note: process \(process) has opened it meanwhile; restart the daemon")
        }
        // A file of which nothing at all could be read is no success.
        return report.total == 0 && !report.gaps.isEmpty ? .wrong : .good
    }

    /// The process that has the database open. A connection in WAL mode keeps a shared lock on
    /// these bytes of the file for as long as it is open (sqlite3.c, "SHARED_FIRST").
    private static func holder(of path: String) -> Int32? {
        let file = FileDescriptor(owning: open(path, O_RDWR | O_CLOEXEC))
        guard file.isOpen else { return nil }
        var lock = Glibc.flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 0x4000_0002
        lock.l_len = 510
        guard fcntl(file.raw, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else {
            return nil
        }
        return lock.l_pid
    }
}
