// SPDX-License-Identifier: Apache-2.0
/// Owns the races with real threads; run it with ThreadSanitizer in release too (debug misses a
/// wrong memory ordering): `swift test -c release --sanitize=thread -Xswiftc -enable-testing`.
/// Never asserts a time: the only bound is how long a hang may last before it is a failure.
import Dispatch
import Synchronization
import XCTest

@testable import Intake

final class StressTests: XCTestCase {
    /// What travels: who pushed it, and which of his it is.
    private struct Parcel: Sendable {
        let producer: Int
        let number: Int
        /// A reference, so that a doubled or lost element shows as a wrong count of live objects.
        let cargo: Counted
    }

    private typealias Queue = LockFreePriorityQueue<Parcel>

    private static let producerCount = 4
    private static let parcelCount = 30_000
    /// How long anything here may take before it counts as hanging.
    private static let hangMax = DispatchTimeInterval.seconds(60)

    /// A consumer that never sleeps: the only edges between the threads are the queue's own.
    func test_lookingConsumer_getsEachParcelOnce_inOrder() {
        race(admission: .standard, isSleeping: false)
    }

    /// Pools of 16 nodes: nearly every node crosses between pool, producers and allocator.
    func test_tinyPools_getEachParcelOnce_inOrder() {
        race(admission: Admission(capacity: 800), isSleeping: false)
    }

    /// A consumer that sleeps on a semaphore at every nil: a missed wake-up hangs.
    func test_sleepingConsumer_isAlwaysWoken() {
        race(admission: Admission(capacity: 6_400), isSleeping: true)
    }

    /// Producers that race for the bell of a consumer known to sleep: one of them gets it.
    func test_everySleep_hasExactlyOneWake() {
        let queue = LockFreePriorityQueue<Int>()
        for round in 0..<2_000 {
            XCTAssertNil(queue.pop())
            let wakeCount = Atomic<Int>(0)
            DispatchQueue.concurrentPerform(iterations: Self.producerCount) { @Sendable number in
                let pushed = queue.push(number, band: Band.allCases[(round + number) % 6])
                if pushed == .queued(wake: true) { wakeCount.add(1, ordering: .relaxed) }
            }
            XCTAssertEqual(wakeCount.load(ordering: .relaxed), 1, "round \(round)")
            for _ in 0..<Self.producerCount { XCTAssertNotNil(queue.pop()) }
        }
    }

    /// One parcel at a time between two threads that both sleep: a missed wake-up hangs at once.
    func test_pingPong_isNeverMissed() {
        let queue = LockFreePriorityQueue<Int>()
        let wake = DispatchSemaphore(value: 0)
        let taken = DispatchSemaphore(value: 0)
        let group = DispatchGroup()
        let rounds = 5_000
        DispatchQueue(label: "producer").async(group: group) { @Sendable in
            for number in 0..<rounds {
                if queue.push(number, band: .alarm) == .queued(wake: true) { wake.signal() }
                guard taken.wait(timeout: .now() + Self.hangMax) == .success else { return }
            }
        }
        var received = 0
        while received < rounds {
            if let next = queue.pop() {
                XCTAssertEqual(next.element, received)
                received += 1
                taken.signal()
            } else if wake.wait(timeout: .now() + Self.hangMax) != .success {
                return XCTFail("never woken: a push was missed")
            }
        }
        group.wait()
    }

    /// Producers that never give way: the count may pass a limit by one for each other producer.
    func test_admission_isOvershotByLessThanTheProducers() {
        let admission = Admission(capacity: 1_600)
        let queue = LockFreePriorityQueue<Int>(admission: admission)
        let admittedCount = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: Self.producerCount) { @Sendable _ in
            for number in 0..<5_000 where queue.push(number, band: .heartbeat) != .refused {
                admittedCount.add(1, ordering: .relaxed)
            }
        }
        let limit = admission.limit(for: .heartbeat)
        let count = admittedCount.load(ordering: .relaxed)
        XCTAssertGreaterThanOrEqual(count, limit)
        XCTAssertLessThan(count, limit + Self.producerCount)
        XCTAssertEqual(queue.approximateCount, count)
        XCTAssertEqual(
            queue.refusedCount(in: .heartbeat), Self.producerCount * 5_000 - count)
        XCTAssertNotEqual(queue.push(1, band: .lifeSafety), .refused)
    }

    // MARK: - The race

    private func race(admission: Admission, isSleeping: Bool) {
        let live = LiveCount()
        let queue = Queue(admission: admission)
        let wake = DispatchSemaphore(value: 0)
        let group = DispatchGroup()
        let mayGoOn = Atomic<Bool>(true)
        for producer in 0..<Self.producerCount {
            DispatchQueue(label: "producer \(producer)").async(group: group) { @Sendable in
                for number in 0..<Self.parcelCount {
                    let parcel = Parcel(producer: producer, number: number, cargo: Counted(live))
                    while mayGoOn.load(ordering: .relaxed) {
                        let pushed = queue.push(parcel, band: Self.band(producer, number))
                        if pushed == .queued(wake: true) { wake.signal() }
                        if pushed != .refused { break }
                    }
                }
            }
        }
        if !consume(queue, wake: isSleeping ? wake : nil) {
            XCTFail("hanging: a parcel or a wake-up got lost")
            mayGoOn.store(false, ordering: .relaxed)
        }
        group.wait()
        XCTAssertNil(queue.pop(), "a parcel too many")
        XCTAssertEqual(queue.approximateCount, 0)
        XCTAssertEqual(live.count.load(ordering: .relaxed), 0)
    }

    /// The band of a parcel: scattered, the same in every run, known to the consumer.
    private static func band(_ producer: Int, _ number: Int) -> Band {
        Band.allCases[(number &* 2_654_435_761 >> 7 &+ producer) % Band.allCases.count]
    }

    /// Takes every parcel and checks its order; false when nothing came for too long.
    private func consume(_ queue: Queue, wake: DispatchSemaphore?) -> Bool {
        // For each producer and band the last number seen; for each producer how many came.
        var last = Array(repeating: -1, count: Self.producerCount * Band.allCases.count)
        var counts = Array(repeating: 0, count: Self.producerCount)
        var disorder = 0
        var deadline = DispatchTime.now() + Self.hangMax
        while counts.reduce(0, +) < Self.producerCount * Self.parcelCount {
            if let (parcel, band) = queue.pop() {
                let lane = parcel.producer * Band.allCases.count + band.rawValue
                if parcel.number <= last[lane] { disorder += 1 }
                if band != Self.band(parcel.producer, parcel.number) { disorder += 1 }
                last[lane] = parcel.number
                counts[parcel.producer] += 1
                if counts[parcel.producer] & 1_023 == 0 { deadline = .now() + Self.hangMax }
            } else if let wake {
                guard wake.wait(timeout: .now() + Self.hangMax) == .success else { return false }
            } else if DispatchTime.now() > deadline {
                return false
            }
        }
        XCTAssertEqual(disorder, 0, "out of order or in a wrong band")
        XCTAssertEqual(counts, Array(repeating: Self.parcelCount, count: Self.producerCount))
        return true
    }
}
