// SPDX-License-Identifier: Apache-2.0
/// What the tests of the store share: folders that vanish, seeded chance, small records.
/// Never a stand-in for SQLite: each test writes real files.

import CSQLite
import Desk
import Foundation
import Vocabulary
import XCTest

@testable import Store

/// A folder that is removed with its last user.
final class TemporaryFolder {
    let path: String
    /// - Parameter inMemory: on tmpfs where there is one: for loops of many small files, whose
    ///   subject is not the disk's own syncs.
    init(inMemory: Bool = false) {
        let memory = "/dev/shm/"
        let root =
            inMemory && FileManager.default.isWritableFile(atPath: memory)
            ? memory : NSTemporaryDirectory()
        path = root + "safebell-store-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var file: String { path + "/centre.sqlite" }
    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: name) }
}

/// SplitMix64: the same numbers from the same seed on every machine.
struct Chance: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &+ 0x9e37_79b9_7f4a_7c15 }
    mutating func next() -> UInt64 {
        state = state &+ 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }
}

let hongKong = ZoneOffset(minutes: 480)
/// 2026-11-20T09:00+08:00.
let nine = Moment(milliseconds: 1_795_136_400_000)

func makeSignal(
    _ device: String, _ reference: String, kind: String = "button", time: Int64 = 0,
    location: String = "", text: String = ""
) -> Signal {
    Signal(
        identity: AlarmIdentity(
            device: DeviceID(device), reference: Reference(reference), kind: SignalKind(kind),
            deviceTime: time),
        location: location, text: text, gateway: GatewayID("gw-1"))
}

/// A call of home `H<number % 10>` with one alarm.
func makeCall(
    _ number: Int64, at moment: Moment = nine, priority: Priority = .lifeSafety,
    district: String = "Wan Chai", home: String? = "", text: String = "", steps: [CallStep] = []
) -> OpenCall {
    let signal = makeSignal("A\(number)", "r\(number)", text: text)
    return OpenCall(
        id: CallID(day: hongKong.day(of: moment), number: number),
        home: home.map { HomeID($0.isEmpty ? "H\(number)" : $0) }, kind: SignalKind("button"),
        priority: priority, arrivedAt: moment, district: district, language: "yue",
        plan: PlanID("emergency"), alarms: [AlarmEntry(signal: signal, receivedAt: moment)],
        steps: steps)
}

func makeStep(_ sequence: Int64, at moment: Moment = nine, _ facts: Fact...) -> SavedStep {
    SavedStep(sequence: sequence, at: moment, facts: facts)
}

func openLedger(_ folder: TemporaryFolder, now: Moment = nine) throws -> Ledger {
    try Ledger(path: folder.file, zone: hongKong, now: now)
}

/// A number read from the file on a connection of its own.
func readNumber(_ folder: TemporaryFolder, _ sql: StaticString) throws -> Int64? {
    let database = try Database(path: folder.file, mode: .reading)
    return try database.number(sql)
}

/// The error that `body` throws.
func storeError(
    _ body: () throws -> Void, file: StaticString = #filePath, line: UInt = #line
) -> StoreError? {
    do {
        try body()
        XCTFail("nothing was thrown", file: file, line: line)
        return nil
    } catch let error as StoreError {
        return error
    } catch {
        XCTFail("\(error) is no StoreError", file: file, line: line)
        return nil
    }
}

extension Database {
    /// Statements that are no part of the program.
    func executeForTest(_ sql: String) throws {
        var words: UnsafeMutablePointer<CChar>?
        defer { sqlite3_free(words) }
        guard sqlite3_exec(raw, sql, nil, nil, &words) == SQLITE_OK else {
            let reason = words.map { String(cString: $0) } ?? "?"
            throw StoreError(extendedCode: SQLITE_ERROR, message: reason, sql: sql)
        }
    }
}
