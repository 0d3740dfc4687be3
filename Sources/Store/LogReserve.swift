// SPDX-License-Identifier: Apache-2.0
/// The write-ahead log before it is opened: room for it before the first commit needs it, and none of
/// it out of a memory that the disk does not share.
/// Never changes a log that is there, and never fails: without it commits are only slower.

import Glibc

extension Database {
    /// Makes the next opening read the log from the disk. After a failed sync the kernel may keep
    /// pages that never reached the disk and call them clean (Rebello et al., ATC 2020): a centre that
    /// started anew would know an alarm from such a page and acknowledge its repeat at once. Of the
    /// file itself nothing stays unsynced that is not in the log as well.
    package static func forgetCachedLog(of path: String) {
        let file = unsafe open(path + "-wal", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
        _ = close(file)
    }

    /// Log pages that a commit may grow to before `Ledger.tidy` empties the log, with some to spare.
    private static let reservedPages = Ledger.walPagesMax + Ledger.walPagesMax / 4
    /// Bytes of a page in the log: its header and the page.
    private static let logPageBytes = 24 + 4096

    /// Makes the log of the database at `path` as large as it will become, where it has none. A commit
    /// that grows the file must write the file's new size too, a second turn of the disk in each sync
    /// (measured: 208 µs against 149). SQLite takes a log that begins with zeros for an empty one.
    package static func reserveLog(of path: String) {
        let log = path + "-wal"
        let file = unsafe open(log, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var left = reservedPages * logPageBytes
        while left > 0 {
            let count = unsafe zeros.withUnsafeBytes { bytes in
                unsafe write(file, bytes.baseAddress, min(left, bytes.count))
            }
            guard count > 0 else { break }
            left -= count
        }
        let isWhole = left <= 0 && fsync(file) == 0
        _ = close(file)
        if !isWhole { unsafe _ = unlink(log) }
        try? syncFolder(of: path)
    }
}
