// SPDX-License-Identifier: Apache-2.0
/// Owns the race between the Intake and its plain rival: a mutex around a binary heap.
/// Never judges: it returns figures, taken in the same minute on the same machine.
import Dispatch
import Glibc
import Intake
import Synchronization

/// Nanoseconds for one push and one pop of a 24-byte element, ours and the rival's.
///
/// As in the C++ `queues` bench: random bands, about 4,096 elements of backlog, both sides yield when
/// they cannot go on. Both rivals own all their memory before the clock starts.
enum IntakeBench {
    /// Elements in each round: between 30 ms and a second, long enough to even out time slices.
    static let elementCount = 2_000_000
    /// Elements that may wait at once, as in the C++ bench.
    static let backlogMax = 4_096
    /// Rounds of every variant, interleaved, so that a disturbed second hurts all alike.
    static let roundCount = 5

    /// Runs every variant and returns the median of its rounds, in a fixed order.
    static func run() -> [(name: String, nanosecondsPerElement: Double)] {
        let plans: [(name: String, producerCount: Int)] = [
            ("1 thread", 0), ("1P1C", 1), ("4P1C", 4),
        ]
        var figures: [String: [Double]] = [:]
        for _ in 0..<roundCount {
            for plan in plans {
                figures["\(plan.name) Intake", default: []].append(
                    measure(LockFreePriorityQueue<Job>(), producerCount: plan.producerCount))
                figures["\(plan.name) mutex + heap", default: []].append(
                    measure(LockedHeap(capacity: 2 * backlogMax), producerCount: plan.producerCount)
                )
            }
        }
        return plans.flatMap { plan in
            ["\(plan.name) Intake", "\(plan.name) mutex + heap"].map { name in
                (name, median(figures[name] ?? []))
            }
        }
    }

    private static func median(_ figures: [Double]) -> Double {
        figures.sorted()[figures.count / 2]
    }

    /// One round of one variant: 0 producers means push and pop in turn on one thread.
    private static func measure(_ line: some Contender, producerCount: Int) -> Double {
        let bands = randomBands()
        let begin = DispatchTime.now().uptimeNanoseconds
        if producerCount == 0 {
            takeTurns(line, bands)
        } else {
            race(line, bands, producerCount: producerCount)
        }
        let span = DispatchTime.now().uptimeNanoseconds - begin
        return Double(span) / Double(elementCount)
    }

    private static func takeTurns(_ line: some Contender, _ bands: [Band]) {
        var entered = 0
        while entered < backlogMax {
            line.enter(Job(number: entered), bands[entered])
            entered += 1
        }
        for _ in 0..<elementCount {
            precondition(line.leave() != nil, "an element got lost")
            if entered < elementCount {
                line.enter(Job(number: entered), bands[entered])
                entered += 1
            }
        }
    }

    private static func race(_ line: some Contender, _ bands: [Band], producerCount: Int) {
        let share = elementCount / producerCount
        let progress = Progress()
        let producers = DispatchGroup()
        for producer in 0..<producerCount {
            DispatchQueue(label: "producer \(producer)").async(group: producers) { @Sendable in
                for index in 0..<share {
                    while index * producerCount
                        > progress.left.load(ordering: .relaxed) + backlogMax
                    {
                        sched_yield()
                    }
                    let number = producer * share + index
                    line.enter(Job(number: number), bands[number])
                }
            }
        }
        var left = 0
        while left < share * producerCount {
            if line.leave() != nil {
                left += 1
                if left & 63 == 0 { progress.left.store(left, ordering: .relaxed) }
            } else {
                progress.left.store(left, ordering: .relaxed)
                sched_yield()
            }
        }
        producers.wait()
    }

    /// The same pseudo-random bands for every variant and round.
    private static func randomBands() -> [Band] {
        var state: UInt32 = 1
        return (0..<elementCount).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Band.allCases[Int(state >> 16) % Band.allCases.count]
        }
    }
}

/// What is carried: 24 bytes.
private struct Job: Sendable {
    let number: Int
    let arrived = 0
    let origin = 0
}

/// A cell that producers read and the consumer writes now and then, on a line of its own.
private final class Progress: Sendable {
    private let before = InlineArray<14, Int>(repeating: 0)
    let left = Atomic<Int>(0)
    private let after = InlineArray<15, Int>(repeating: 0)
}

/// What both rivals can do.
private protocol Contender: Sendable {
    func enter(_ job: Job, _ band: Band)
    func leave() -> Job?
}

extension LockFreePriorityQueue<Job>: Contender {
    fileprivate func enter(_ job: Job, _ band: Band) {
        precondition(push(job, band: band) != .refused, "the backlog is far below the bounds")
    }

    fileprivate func leave() -> Job? {
        pop()?.element
    }
}

/// The rival: one pthread mutex around one binary heap, ordered by band, then by arrival, as most
/// programs would write it. `@unchecked Sendable`: everything is touched under the mutex only.
private final class LockedHeap: Contender, @unchecked Sendable {
    private struct Entry {
        let band: Int
        let arrival: Int
        let job: Job

        func isBefore(_ other: Entry) -> Bool {
            band != other.band ? band < other.band : arrival < other.arrival
        }
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var entries: [Entry] = []
    private var arrivals = 0

    init(capacity: Int) {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        precondition(pthread_mutex_init(mutex, nil) == 0, "no mutex")
        entries.reserveCapacity(capacity)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func enter(_ job: Job, _ band: Band) {
        pthread_mutex_lock(mutex)
        arrivals += 1
        let entry = Entry(band: band.rawValue, arrival: arrivals, job: job)
        entries.append(entry)
        siftUp(entry)
        pthread_mutex_unlock(mutex)
    }

    func leave() -> Job? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard let last = entries.popLast() else { return nil }
        guard let first = entries.first else { return last.job }
        siftDown(last)
        return first.job
    }

    private func siftUp(_ entry: Entry) {
        entries.withUnsafeMutableBufferPointer { heap in
            var hole = heap.count - 1
            while hole > 0, entry.isBefore(heap[(hole - 1) / 2]) {
                heap[hole] = heap[(hole - 1) / 2]
                hole = (hole - 1) / 2
            }
            heap[hole] = entry
        }
    }

    private func siftDown(_ entry: Entry) {
        entries.withUnsafeMutableBufferPointer { heap in
            var hole = 0
            while 2 * hole + 1 < heap.count {
                var child = 2 * hole + 1
                if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
                guard heap[child].isBefore(entry) else { break }
                heap[hole] = heap[child]
                hole = child
            }
            heap[hole] = entry
        }
    }
}
