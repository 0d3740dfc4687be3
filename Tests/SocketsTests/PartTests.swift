// SPDX-License-Identifier: Apache-2.0
// Owns the tests of the parts that need no socket: wheel, table, lock.
// Never starts a worker.

import Glibc
import Vocabulary
import XCTest

@testable import Sockets

final class PartTests: XCTestCase {
    func test_idleWheel_namesEverySlotOnce_neverEarly_atMostATickLate() {
        // Against a plain table of moments; the seed is in the message.
        for seed in UInt64(1)...50 {
            var random = SplitMix(state: seed)
            var now: Int64 = 1_000_000
            var wheel = IdleWheel(now: now)
            var due: [Int: Int64] = [:]
            for _ in 0..<400 {
                let slot = Int(random.next() % 40)
                switch random.next() % 4 {
                case 0, 1:
                    let moment = now + Int64(random.next() % 40_000)
                    wheel.set(slot, at: moment)
                    due[slot] = moment
                case 2:
                    wheel.remove(slot)
                    due[slot] = nil
                default:
                    now += Int64(random.next() % 3000)
                    var named: [Int] = []
                    wheel.collect(now: now, into: &named)
                    for slot in named {
                        let moment = due.removeValue(forKey: slot)
                        XCTAssertNotNil(moment, "seed \(seed): \(slot) named twice")
                        XCTAssertLessThanOrEqual(moment ?? .max, now, "seed \(seed): early")
                    }
                    let late = due.values.min() ?? .max
                    XCTAssertGreaterThan(late, now - IdleWheel.tickMilliseconds, "seed \(seed)")
                    let next = wheel.nextMoment ?? .max
                    XCTAssertLessThan(
                        next - (due.values.min() ?? next), IdleWheel.tickMilliseconds + 1,
                        "seed \(seed): sleeps too long")
                }
            }
        }
    }

    func test_idleWheel_momentBeyondTheHorizon_isNamedOnTheWay() {
        var wheel = IdleWheel(now: 0)
        wheel.set(0, at: 3_600_000)
        var named: [Int] = []
        let round = Int64(IdleWheel.bucketCount) * IdleWheel.tickMilliseconds
        wheel.collect(now: round / 2, into: &named)
        XCTAssertEqual(named, [])
        wheel.collect(now: round, into: &named)
        XCTAssertEqual(named, [0])
        XCTAssertNil(wheel.nextMoment)
    }

    func test_connectionTable_generationIsNeverReused() throws {
        let table = ConnectionTable()
        let slot = try XCTUnwrap(table.take())
        table[slot].generation = .max - 1
        table.release(slot)
        XCTAssertEqual(table.take(), slot)
        XCTAssertEqual(table[slot].generation, .max)
        table.release(slot)
        XCTAssertNotEqual(table.take(), slot, "its generations are used up")
    }

    func test_connectionTable_growsWithoutMixingSlots() throws {
        let table = ConnectionTable()
        for index in 0..<5000 {
            let slot = try XCTUnwrap(table.take())
            table[slot].since = Int64(index)
            XCTAssertEqual(slot, index)
        }
        for index in 0..<5000 { XCTAssertEqual(table[index].since, Int64(index)) }
    }

    func test_idleConnection_costsLittle() {
        // 100,000 idle gateways: the promise is 300 bytes each, wheel and all.
        XCTAssertLessThanOrEqual(MemoryLayout<Connection>.stride, 64)
    }

    func test_locked_losesNoChange() {
        let value = Locked(0)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<10_000 { value.withLock { $0 += 1 } }
        }
        XCTAssertEqual(value.withLock { $0 }, 40_000)
    }

    func test_connectionID_keepsItsParts() {
        let c = ConnectionID(worker: 255, slot: 0xFF_FFFE, generation: .max)
        XCTAssertEqual(c.worker, 255)
        XCTAssertEqual(c.slot, 0xFF_FFFE)
        XCTAssertEqual(c.generation, .max)
        XCTAssertEqual(ConnectionID(raw: c.raw), c)
    }
}

/// A small generator with a seed.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
