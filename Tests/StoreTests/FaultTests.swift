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

    private static func set(_ call: sqlite3_syscall_ptr?) {
        let vfs = sqlite3_vfs_find(nil)
        XCTAssertEqual(vfs?.pointee.xSetSystemCall(vfs, "pwrite64", call), SQLITE_OK)
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
