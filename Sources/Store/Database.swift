// SPDX-License-Identifier: Apache-2.0
/// One connection to the database file, with every setting it relies on read back at the start.
/// Never shared between threads: its owner is one worker.

internal import CSQLite
internal import Glibc

/// What a connection may do.
package enum DatabaseMode: Sendable, Equatable {
    /// The only writer; creates the file (mode 0600) when it is missing.
    case writing
    /// Questions about the past; refuses every change.
    case reading
    /// The file of a copy in the making: no journal, no syncs; who makes it syncs it at the end.
    case copying
}

/// An open database; closed when dropped. Statements prepared from it must be dropped before.
@safe package struct Database: ~Copyable {
    private let handle: OpaquePointer
    /// Pages in the write-ahead log after the last commit; SQLite's hook writes it.
    private let walPages: UnsafeMutablePointer<Int32>
    /// The file, as it was given.
    package let path: String
    package let mode: DatabaseMode

    /// Marks the file as SafeBell's: "SBel".
    package static let applicationID: Int64 = 0x5342_656c
    /// How long a statement waits for somebody else's lock. Short: the store worker keeps the
    /// batch and tries again, and the desk must hear of it within its patience (200 ms).
    package static let busySpanMilliseconds: Int32 = 100
    /// The write-ahead log is cut to this size when it starts anew after a long reader.
    static let walBytesKept = 64 * 1024 * 1024

    /// Opens the file, sets what SafeBell relies on and checks that it took.
    /// - Throws: `StoreError`; nothing is left open then.
    package init(path: String, mode: DatabaseMode) throws(StoreError) {
        self = try Database.opened(path, mode)
    }

    private init(owning handle: OpaquePointer, _ path: String, _ mode: DatabaseMode) {
        unsafe self.handle = handle
        unsafe walPages = .allocate(capacity: 1)
        unsafe walPages.initialize(to: 0)
        self.path = path
        self.mode = mode
    }

    deinit {
        // The v2 form waits for statements that are still held.
        unsafe sqlite3_close_v2(handle)
        unsafe walPages.deallocate()
    }

    /// Pages in the write-ahead log after the last commit of this connection.
    package var walPageCount: Int { Int(unsafe walPages.pointee) }

    /// Whether no transaction is open.
    package var isIdle: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

    /// The row id of the last insert.
    package var lastRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// How many rows the last statement changed.
    package var rowsChanged: Int { Int(unsafe sqlite3_changes64(handle)) }

    /// Runs statements without values or rows.
    package func execute(_ sql: StaticString) throws(StoreError) {
        let result = unsafe sqlite3_exec(
            handle, UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self), nil, nil,
            nil)
        guard result == SQLITE_OK else {
            throw unsafe lastError(of: handle, doing: sql.description)
        }
    }

    /// Prepares one statement.
    package func prepare(_ sql: StaticString) throws(StoreError) -> Statement {
        try unsafe Statement(handle, sql)
    }

    /// Prepares many statements, to be checked once.
    func preparation() -> Preparation { unsafe Preparation(handle) }

    /// The first column of the first row as a number; nil for no row or NULL.
    package func number(_ sql: StaticString) throws(StoreError) -> Int64? {
        let statement = try prepare(sql)
        return try statement.first { row throws(StoreError) in row.integerOrNil(0) } ?? nil
    }

    /// The first column of the first row as text; nil for no row or NULL.
    package func text(_ sql: StaticString) throws(StoreError) -> String? {
        let statement = try prepare(sql)
        return try statement.first { row throws(StoreError) in row.textOrNil(0) } ?? nil
    }

    /// Copies what it can from the write-ahead log into the file without waiting for anybody.
    /// - Returns: pages in the log, and how many of them are now in the file too; none where
    ///   another connection is copying just now.
    package func checkpoint() throws(StoreError) -> (logged: Int, copied: Int) {
        var logged: Int32 = 0
        var copied: Int32 = 0
        let result = unsafe sqlite3_wal_checkpoint_v2(
            handle, "main", SQLITE_CHECKPOINT_PASSIVE, &logged, &copied)
        if result & 0xff == SQLITE_BUSY { return (walPageCount, 0) }
        guard result == SQLITE_OK else { throw unsafe lastError(of: handle, doing: "checkpoint") }
        if logged >= 0, logged == copied { unsafe walPages.pointee = 0 }
        return (Int(logged), Int(copied))
    }

    /// SQLite's handle, for the backup interface and for tests.
    @unsafe package var raw: OpaquePointer { unsafe handle }

    // MARK: Opening

    /// Once, before the first connection; refused (and harmless) where the library is in use already.
    private static let withoutStatistics = safebell_sqlite_without_statistics()

    private static func opened(
        _ path: String, _ mode: DatabaseMode
    ) throws(StoreError) -> Database {
        _ = Database.withoutStatistics
        if mode != .reading { try createFile(path) }
        var opened: OpaquePointer?
        let access = mode == .reading ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        // NOMUTEX: one owner, so SQLite's own locking would only cost time.
        let result = unsafe sqlite3_open_v2(
            uri(path), &opened,
            access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let connection = unsafe opened else {
            throw StoreError(extendedCode: result, message: "no memory", sql: "open")
        }
        if result != SQLITE_OK {
            let error = unsafe lastError(of: connection, doing: "open \(path)")
            unsafe sqlite3_close_v2(connection)
            throw error
        }
        let database = unsafe Database(owning: connection, path, mode)
        try database.configure()
        return database
    }

    /// `file:` with the path percent-encoded. psow=0: a commit never shares its last sector with
    /// the next one, so a sector damaged by a power cut holds no acknowledged alarm (measured:
    /// 92-116 lost rows in 1,480 crash images with the default, 0 with psow=0).
    package static func uri(_ path: String) -> String {
        var text = path.utf8.first == UInt8(ascii: "/") ? "file://" : "file:"
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                text += byte < 16 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return text + "?psow=0"
    }

    /// Creates the file readable by us alone before SQLite does: it gives -wal and -shm the same
    /// mode. An existing file is not opened here: closing it would drop this process's locks.
    private static func createFile(_ path: String) throws(StoreError) {
        let file = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { return }
            let code = errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : SQLITE_CANTOPEN
            throw StoreError(extendedCode: code, message: reason(errno), sql: "create \(path)")
        }
        defer { _ = close(file) }
        guard fsync(file) == 0 else {
            throw StoreError(
                extendedCode: SQLITE_IOERR | 4 << 8, message: reason(errno), sql: "create \(path)")
        }
        try syncFolder(of: path)
    }

    /// Makes the names in the file's folder durable.
    static func syncFolder(of path: String) throws(StoreError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let file = unsafe open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else {
            throw StoreError(
                extendedCode: SQLITE_CANTOPEN, message: reason(errno), sql: "open \(folder)")
        }
        defer { _ = close(file) }
        guard fsync(file) == 0 else {
            throw StoreError(
                extendedCode: SQLITE_IOERR | 5 << 8, message: reason(errno),
                sql: "fsync \(folder)")
        }
    }

    private func configure() throws(StoreError) {
        unsafe sqlite3_busy_timeout(handle, Database.busySpanMilliseconds)
        for (what, on) in [
            // No way to change the schema's own table, nor to run functions hidden in a schema.
            (SQLITE_DBCONFIG_DEFENSIVE, Int32(1)), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
            // "word" in SQL is a name, never silently a text.
            (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
        ] {
            guard unsafe safebell_db_switch(handle, what, on) == SQLITE_OK else {
                throw StoreError.refused("switch \(what) did not take", doing: "sqlite3_db_config")
            }
        }
        // A damaged cell is found when it is read. No memory map: an I/O error must be an error
        // code, not SIGBUS.
        try execute("PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY")
        switch mode {
        case .writing: try configureWriting()
        case .reading: try configureReading()
        case .copying: try execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        }
    }

    private func configureReading() throws(StoreError) {
        try execute("PRAGMA query_only=ON")
        guard try number("PRAGMA query_only") == 1 else {
            throw StoreError.refused("query_only did not take", doing: "open")
        }
    }

    private func configureWriting() throws(StoreError) {
        guard unsafe sqlite3_db_readonly(handle, "main") == 0 else {
            throw StoreError(
                extendedCode: SQLITE_READONLY, message: "the file may not be written",
                sql: "open \(path)")
        }
        let journal = try text("PRAGMA journal_mode=WAL")
        // FULL: each commit is synced before it returns. Checkpoints are ours (Ledger.tidy): an
        // automatic one would run inside some unlucky alarm's commit. 16 MiB of cache.
        // Foreign keys off: an alarm is written down even where the directory has a gap.
        try execute(
            """
            PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=OFF;
            PRAGMA cache_size=-16384; PRAGMA journal_size_limit=67108864
            """)
        var powersafe: Int32 = -1
        let result = unsafe sqlite3_file_control(
            handle, "main", SQLITE_FCNTL_POWERSAFE_OVERWRITE, &powersafe)
        try require(journal == "wal", "journal_mode is \(journal ?? "?"), not wal")
        try require(try number("PRAGMA synchronous") == 2, "synchronous is not FULL")
        try require(result == SQLITE_OK && powersafe == 0, "powersafe overwrite is not off")
        try require(try number("PRAGMA foreign_keys") == 0, "foreign_keys is on")
        try require(try number("PRAGMA page_size") ?? 0 >= 4096, "page_size is under 4096")
        try require(
            try number("PRAGMA journal_size_limit") == Int64(Database.walBytesKept),
            "journal_size_limit did not take")
        unsafe sqlite3_wal_hook(
            handle,
            { counter, _, _, pages in
                unsafe counter?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, walPages)
    }

    private func require(_ holds: Bool, _ otherwise: String) throws(StoreError) {
        guard holds else { throw StoreError.refused(otherwise, doing: "open \(path)") }
    }
}

/// The system's words for an error number.
func reason(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
