// SPDX-License-Identifier: Apache-2.0
/// The disk fails at every place it can: what was acknowledged stays, what was refused can be given
/// again, and the kinds of trouble are told apart (SQLite's own I/O-error loop).

import CSQLite
import Desk
import Foundation
import Glibc
import Vocabulary
import XCTest

@testable import Store

/// Counts pwrite64 calls of SQLite and makes one, or all from one on, fail. One test at a time.
private enum FailingWrites {
    nonisolated(unsafe) static var left = Int.max
    nonisolated(unsafe) static var forEver = false
    nonisolated(unsafe) static var error = EIO
    nonisolated(unsafe) static var fired = 0

    private typealias Write = @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int
    private typealias Read = @convention(c) (Int32, UnsafeMutableRawPointer?, Int, off_t) -> Int

    /// The same for reads.
    static func installReads() {
        let hook: Read = { file, bytes, count, offset in
            FailingWrites.left -= 1
            if FailingWrites.left == 0 || (FailingWrites.forEver && FailingWrites.left < 0) {
                FailingWrites.fired += 1
                errno = FailingWrites.error
                return -1
            }
            return pread(file, bytes, count, offset)
        }
        set(unsafeBitCast(hook, to: sqlite3_syscall_ptr.self), "pread64")
    }

    static func install() {
        let hook: Write = { file, bytes, count, offset in
            FailingWrites.left -= 1
            if FailingWrites.left == 0 || (FailingWrites.forEver && FailingWrites.left < 0) {
                FailingWrites.fired += 1
                errno = FailingWrites.error
                return -1
            }
            return pwrite(file, bytes, count, offset)
        }
        set(unsafeBitCast(hook, to: sqlite3_syscall_ptr.self))
    }

    static func remove() {
        left = .max
        set(nil)
        set(nil, "pread64")
    }

    static func arm(after count: Int, forEver: Bool, error: Int32) {
        self.forEver = forEver
        self.error = error
        fired = 0
        left = count
    }

    static func disarm() {
        left = .max
        forEver = false
    }

    private static func set(_ call: sqlite3_syscall_ptr?, _ name: String = "pwrite64") {
        let vfs = sqlite3_vfs_find(nil)
        XCTAssertEqual(vfs?.pointee.xSetSystemCall(vfs, name, call), SQLITE_OK)
    }
}

final class FaultTests: XCTestCase {
    /// Six batches with a checkpoint among them; returns the calls acknowledged before `stop`.
    private func work(
        _ ledger: inout Ledger, from first: Int64, onError: (StoreError, [SavedStep]) -> Bool
    ) throws -> [CallID] {
        var acknowledged: [CallID] = []
        for batch in 0..<6 as Range<Int64> {
            let calls = (0..<5).map { makeCall(first + batch * 5 + $0, text: "words") }
            let steps = calls.map { makeStep($0.id.number, .callOpened($0)) }
            do {
                try ledger.write(steps)
            } catch {
                guard onError(error, steps) else { return acknowledged }
                try ledger.write(steps)
            }
            acknowledged += calls.map(\.id)
            if batch == 3 {
                do {
                    _ = try ledger.database.checkpoint()
                } catch {
                    guard onError(error, []) else { return acknowledged }
                }
            }
        }
        return acknowledged
    }

    private func check(
        _ folder: TemporaryFolder, holds acknowledged: [CallID], _ note: String
    ) throws {
        XCTAssertEqual(try Integrity.findings(of: folder.file, .full), [], note)
        let ledger = try openLedger(folder)
        let state = try ledger.revive(zone: hongKong, repeatWindow: .hours(1), now: nine)
        for id in acknowledged {
            XCTAssertTrue(state.calls.contains(id), "\(note): \(id) was acknowledged and is lost")
        }
        // A batch is there in full or not at all.
        XCTAssertEqual(state.calls.count % 5, 0, note)
        XCTAssertEqual(
            Int(try ledger.database.number("SELECT sum(offered) FROM measures") ?? 0),
            state.calls.count, note)
    }

    func test_nthWriteFailing_losesNothingAcknowledged() throws {
        FailingWrites.install()
        defer { FailingWrites.remove() }
        for forEver in [false, true] {
            var count = 0
            var fired = 0
            repeat {
                count += 1
                let folder = TemporaryFolder(inMemory: true)
                var ledger = try openLedger(folder)
                FailingWrites.arm(after: count, forEver: forEver, error: EIO)
                let acknowledged = try work(&ledger, from: 1) { error, _ in
                    XCTAssertEqual(error.kind, .io, error.description)
                    return false
                }
                fired = FailingWrites.fired
                FailingWrites.disarm()
                try check(folder, holds: acknowledged, "write \(count), for ever: \(forEver)")
                if fired == 0 { XCTAssertEqual(acknowledged.count, 30) }
            } while fired > 0 && count < 2000
            XCTAssertGreaterThan(count, 30, "the loop must meet many writes")
            XCTAssertLessThan(count, 2000, "the loop must end without a fault")
        }
    }

    func test_nthWriteOutOfSpace_isFull_andTheSameBatchGoesInLater() throws {
        FailingWrites.install()
        defer { FailingWrites.remove() }
        var count = 0
        var fired = 0
        repeat {
            count += 1
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            FailingWrites.arm(after: count, forEver: true, error: ENOSPC)
            let acknowledged = try work(&ledger, from: 1) { error, _ in
                XCTAssertEqual(error.kind, .full, error.description)
                FailingWrites.disarm()
                return true
            }
            fired = FailingWrites.fired
            FailingWrites.disarm()
            XCTAssertEqual(acknowledged.count, 30)
            try check(folder, holds: acknowledged, "out of space at write \(count)")
        } while fired > 0 && count < 2000
        XCTAssertGreaterThan(count, 30)
        XCTAssertLessThan(count, 2000)
    }

    /// SQLite calls a read that the disk refused corruption; a sound file must not be set aside for it.
    func test_nthReadFailingAtTheStart_setsNothingAside() throws {
        let folder = TemporaryFolder(inMemory: true)
        do {
            var ledger = try openLedger(folder)
            try ledger.write((1...5).map { makeStep($0, .callOpened(makeCall($0))) })
        }
        FailingWrites.installReads()
        defer { FailingWrites.remove() }
        for forEver in [false, true] {
            var count = 0
            var fired = 0
            var called = 0
            repeat {
                count += 1
                FailingWrites.arm(after: count, forEver: forEver, error: EIO)
                do throws(StoreError) {
                    _ = try SetAside.open(folder.file, zone: hongKong, now: nine) { error, _ in
                        XCTFail("read \(count): set aside for \(error)")
                    }
                } catch {
                    called += 1
                }
                fired = FailingWrites.fired
                FailingWrites.disarm()
            } while fired > 0 && count < 500
            XCTAssertGreaterThan(count, 5)
            XCTAssertLessThan(count, 500)
            if forEver { XCTAssertGreaterThan(called, 3) }
        }
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM calls"), 5)
    }

    /// What the kernel remembers of the log is forgotten before it is read at a start.
    func test_logIsReadFromTheDiskAtAStart() throws {
        let folder = TemporaryFolder()
        let log = folder.file + "-wal"
        Database.reserveLog(of: folder.file)
        let file = open(log, O_RDWR)
        defer { close(file) }
        XCTAssertEqual(fsync(file), 0)
        let pages = Int(lseek(file, 0, SEEK_END)) / 4096
        let map = mmap(nil, pages * 4096, PROT_READ, MAP_SHARED, file, 0)
        defer { munmap(map, pages * 4096) }
        var resident = [UInt8](repeating: 0, count: pages)
        func count() -> Int {
            mincore(map, pages * 4096, &resident)
            return resident.filter { $0 & 1 == 1 }.count
        }
        XCTAssertGreaterThan(count(), pages / 2)
        Database.forgetCachedLog(of: folder.file)
        let left = count()
        // A file system in memory has nothing to forget.
        if left == pages { throw XCTSkip("this folder is in memory") }
        XCTAssertLessThan(left, pages / 10)
    }

    func test_pageLimit_isFull_andTheSameBatchGoesInLater() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        try ledger.database.execute("PRAGMA max_page_count=60")
        var number: Int64 = 0
        var refused: [SavedStep] = []
        while refused.isEmpty, number < 10_000 {
            number += 100
            let batch = (0..<100).map { makeStep(number, .callOpened(makeCall(number + $0))) }
            do {
                try ledger.write(batch)
            } catch {
                XCTAssertEqual(error.kind, .full, error.description)
                refused = batch
            }
        }
        XCTAssertFalse(refused.isEmpty)
        XCTAssertEqual(storeError { try ledger.write(refused) }?.kind, .full)
        let before = try readNumber(folder, "SELECT count(*) FROM calls")
        XCTAssertEqual(before, number - 100)
        try ledger.database.execute("PRAGMA max_page_count=100000")
        try ledger.write(refused)
        XCTAssertEqual(try readNumber(folder, "SELECT count(*) FROM calls"), number)
    }

    func test_fileSizeLimit_isAnIOError_andLosesNothingAcknowledged() throws {
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        try ledger.write((1...5).map { makeStep($0, .callOpened(makeCall($0))) })
        let size = try XCTUnwrap(
            FileManager.default.attributesOfItem(atPath: folder.file + "-wal")[.size] as? UInt64)
        var before = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        let handler = signal(SIGXFSZ, SIG_IGN)
        var limit = before
        limit.rlim_cur = rlim_t(size + 5000)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        var failure: StoreError?
        do throws(StoreError) {
            try ledger.write((6...10).map { makeStep($0, .callOpened(makeCall($0))) })
        } catch {
            failure = error
        }
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        signal(SIGXFSZ, handler)
        XCTAssertEqual(failure?.kind, .io)
        try check(folder, holds: (1...5).map { makeCall($0).id }, "file size limit")
    }
}
