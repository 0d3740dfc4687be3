// SPDX-License-Identifier: Apache-2.0
/// Owns what one thread can see of the queue: order, admission, counts, the wake, what deinit frees.
/// Never races: see StressTests.
import Synchronization
import XCTest

@testable import Intake

final class LockFreePriorityQueueTests: XCTestCase {
    typealias Queue = LockFreePriorityQueue<Int>

    /// 16 x 6 elements: limits 96, 90, 72, 48, 24, 12, and pools of two nodes.
    private let small = Admission(capacity: 96)

    func test_lifeSafety_overtakesEveryLowerBacklog_atTheNextPop() {
        let queue = Queue()
        XCTAssertEqual(admitted(100, .heartbeat, by: queue), 100)
        XCTAssertEqual(queue.pop()?.element, 0)
        _ = queue.push(1_000, band: .signal)
        _ = queue.push(2_000, band: .lifeSafety)
        let urgent = queue.pop()
        XCTAssertEqual(urgent?.element, 2_000)
        XCTAssertEqual(urgent?.band, .lifeSafety)
        XCTAssertEqual(queue.pop()?.band, .signal)
        let next = queue.pop()
        XCTAssertEqual(next?.element, 1)
        XCTAssertEqual(next?.band, .heartbeat)
    }

    func test_bands_arePoppedMostUrgentFirst_andEachInOrderOfArrival() {
        let queue = Queue()
        for number in 0..<60 { _ = queue.push(number, band: Band.allCases[(number * 7 + 5) % 6]) }
        var last: (element: Int, band: Band)?
        var count = 0
        while let next = queue.pop() {
            if let last {
                XCTAssertLessThanOrEqual(last.band, next.band)
                if last.band == next.band { XCTAssertLessThan(last.element, next.element) }
            }
            last = next
            count += 1
        }
        XCTAssertEqual(count, 60)
    }

    func test_heartbeats_areRefusedAtAnEighth_whileLifeSafetyEntersUntilFull() {
        let queue = Queue(admission: small)
        XCTAssertEqual(admitted(100, .heartbeat, by: queue), 12)
        XCTAssertEqual(admitted(100, .background, by: queue), 12)
        XCTAssertEqual(admitted(100, .signal, by: queue), 24)
        XCTAssertEqual(admitted(100, .person, by: queue), 24)
        XCTAssertEqual(admitted(100, .alarm, by: queue), 18)
        XCTAssertEqual(admitted(100, .lifeSafety, by: queue), 6)
        XCTAssertEqual(queue.refusedCount(in: .heartbeat), 88)
        XCTAssertEqual(queue.refusedCount(in: .lifeSafety), 94)
        XCTAssertEqual(queue.approximateCount, 96)
        XCTAssertEqual(queue.approximateCount(in: .signal), 24)
    }

    func test_afterDraining_thereIsRoomAgain_manyTimesOver() {
        let queue = Queue(admission: small)
        for _ in 0..<50 {
            XCTAssertEqual(admitted(100, .heartbeat, by: queue), 12)
            XCTAssertEqual(admitted(100, .lifeSafety, by: queue), 84)
            var count = 0
            while queue.pop() != nil { count += 1 }
            XCTAssertEqual(count, 96)
            XCTAssertEqual(queue.approximateCount, 0)
        }
        XCTAssertEqual(queue.approximateCount(in: .heartbeat), 0)
    }

    func test_standardAdmission_letsHeartbeatsFillAnEighth() {
        let queue = Queue()
        XCTAssertEqual(admitted(40_000, .heartbeat, by: queue), 32_768)
        XCTAssertEqual(admitted(1, .background, by: queue), 1)
        XCTAssertEqual(queue.approximateCount, 32_769)
    }

    func test_admission_sharesFollowTheHouse() {
        let limits = Band.allCases.map { Admission.standard.limit(for: $0) }
        XCTAssertEqual(limits, [262_144, 245_760, 196_608, 131_072, 65_536, 32_768])
    }

    func test_smallestAdmission_worksWithoutAnyPool() {
        let queue = Queue(admission: Admission(capacity: 16))
        XCTAssertEqual(admitted(9, .heartbeat, by: queue), 2)
        XCTAssertEqual(admitted(99, .lifeSafety, by: queue), 14)
        XCTAssertEqual(queue.pop()?.band, .lifeSafety)
        XCTAssertEqual(admitted(9, .lifeSafety, by: queue), 1)
    }

    func test_wake_isAskedForOnceForEachSleep() {
        let queue = Queue()
        XCTAssertEqual(queue.push(1, band: .alarm), .queued(wake: false), "awake from the start")
        XCTAssertNotNil(queue.pop())
        XCTAssertNil(queue.pop())
        XCTAssertEqual(queue.push(2, band: .heartbeat), .queued(wake: true))
        XCTAssertEqual(queue.push(3, band: .lifeSafety), .queued(wake: false))
        XCTAssertEqual(queue.pop()?.element, 3)
        XCTAssertEqual(queue.push(4, band: .alarm), .queued(wake: false))
        XCTAssertEqual(queue.pop()?.element, 4)
        XCTAssertEqual(queue.pop()?.element, 2)
        XCTAssertNil(queue.pop())
        XCTAssertNil(queue.pop(), "looking again unwoken leaves it armed")
        XCTAssertEqual(queue.push(5, band: .alarm), .queued(wake: true))
    }

    func test_consumerThatLooksAgainUnwoken_isNotWokenWhileItWorks() {
        let queue = Queue()
        XCTAssertNil(queue.pop())
        XCTAssertEqual(queue.push(1, band: .person), .queued(wake: true))
        XCTAssertNotNil(queue.pop())
        XCTAssertEqual(queue.push(2, band: .person), .queued(wake: false))
    }

    func test_refusedPush_doesNotWake() {
        let queue = Queue(admission: Admission(capacity: 16))
        _ = admitted(2, .heartbeat, by: queue)
        XCTAssertEqual(queue.push(3, band: .heartbeat), .refused)
        XCTAssertEqual(admitted(1, .signal, by: queue), 1)
    }

    func test_deinit_releasesWhatIsStillQueued_pooledSpilledAndHalfTaken() {
        let live = LiveCount()
        var queue: LockFreePriorityQueue<Counted>? = LockFreePriorityQueue(admission: small)
        for index in 0..<80 {
            _ = queue?.push(Counted(live), band: index < 40 ? .signal : .lifeSafety)
        }
        XCTAssertEqual(live.count.load(ordering: .relaxed), 80)
        for _ in 0..<45 { XCTAssertNotNil(queue?.pop()) }
        for _ in 0..<5 { _ = queue?.push(Counted(live), band: .alarm) }
        XCTAssertEqual(live.count.load(ordering: .relaxed), 40)
        queue = nil
        XCTAssertEqual(live.count.load(ordering: .relaxed), 0)
    }

    func test_refusedElement_isReleasedAtOnce() {
        let live = LiveCount()
        let queue = LockFreePriorityQueue<Counted>(admission: Admission(capacity: 16))
        for _ in 0..<10 { _ = queue.push(Counted(live), band: .heartbeat) }
        XCTAssertEqual(live.count.load(ordering: .relaxed), 2)
    }

    /// How many of `attempts` pushes are let in.
    private func admitted(_ attempts: Int, _ band: Band, by queue: Queue) -> Int {
        (0..<attempts).count { queue.push($0, band: band) != .refused }
    }
}

/// How many elements are alive.
final class LiveCount: Sendable {
    let count = Atomic<Int>(0)
}

/// An element that tells when it goes.
final class Counted: Sendable {
    private let live: LiveCount

    init(_ live: LiveCount) {
        self.live = live
        live.count.add(1, ordering: .relaxed)
    }

    deinit {
        live.count.subtract(1, ordering: .relaxed)
    }
}
