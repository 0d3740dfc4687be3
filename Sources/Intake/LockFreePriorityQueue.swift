// SPDX-License-Identifier: Apache-2.0
/// Owns the order between the bands: pushed from anywhere, popped by one owner, most urgent first.
/// Never reorders inside a band, never drops what it said was queued, never sleeps.
///
/// **Invariant**: no lock; a producer that loses its processor anywhere inside push delays nobody.
/// (One exception, of the allocator's making: a backlog beyond the pools takes nodes from malloc.)
public import Synchronization

/// The Intake: a lock-free queue with six bands between many producers and one consumer.
///
/// Everything shared lives in heap cells (`Lane`, `Doorbell`), so that its address is stable and its
/// cache lines are its own. `@unchecked Sendable`: the compiler cannot see that producers touch the
/// atomics only and that the plain cells (`Tray`) belong to the one thread that pops.
@safe
@usableFromInline
package final class LockFreePriorityQueue<Element: Sendable>: @unchecked Sendable {
    /// What became of a pushed element.
    @usableFromInline
    package enum Pushed: Sendable, Equatable {
        /// It is in the queue. When `wake` is true the consumer sleeps and this caller, and no other
        /// for this sleep, must wake it.
        case queued(wake: Bool)
        /// Admission said no: nothing was stored, the element was released.
        case refused
    }

    /// Pooled nodes for each band at most. 6 x 4,096 stay below the first limit of the standard
    /// admission (32,768), so a push that finds a pooled node needs no count of the others.
    @usableFromInline static var poolSizeMax: Int { 4_096 }

    @usableFromInline let lanes: UnsafeMutablePointer<Lane<Element>>
    @usableFromInline let trays: UnsafeMutablePointer<Tray<Element>>
    @usableFromInline let bell: UnsafeMutablePointer<Doorbell>
    @usableFromInline let limits: UnsafeMutablePointer<Int>
    @usableFromInline let pooled: Int

    /// Makes an empty queue.
    ///
    /// - Parameter admission: how full each band may make it.
    package init(admission: Admission = .standard) {
        let smallest = Band.allCases.map { admission.limit(for: $0) }.min() ?? 0
        let share = smallest / Band.count
        let powerOfTwo = share == 0 ? 0 : 1 << (Int.bitWidth - 1 - share.leadingZeroBitCount)
        let size = min(Self.poolSizeMax, powerOfTwo)
        pooled = size * Band.count
        unsafe lanes = Self.cells(Lane<Element>.self, count: Band.count)
        unsafe trays = Self.cells(Tray<Element>.self, count: Band.count)
        unsafe bell = Self.cells(Doorbell.self, count: 1)
        unsafe limits = .allocate(capacity: Band.count)
        unsafe bell.initialize(to: Doorbell())
        for band in Band.allCases {
            unsafe (lanes + band.rawValue).initialize(to: Lane(size: size))
            unsafe (trays + band.rawValue).initialize(to: Tray(size: size))
            unsafe (limits + band.rawValue).initialize(to: admission.limit(for: band))
        }
    }

    deinit {
        for index in 0..<Band.count {
            unsafe lanes[index].drop(trays[index].waiting)
        }
        unsafe trays.deinitialize(count: Band.count)
        unsafe UnsafeMutableRawPointer(trays).deallocate()
        unsafe lanes.deinitialize(count: Band.count)
        unsafe UnsafeMutableRawPointer(lanes).deallocate()
        unsafe bell.deinitialize(count: 1)
        unsafe UnsafeMutableRawPointer(bell).deallocate()
        unsafe limits.deallocate()
    }

    /// Memory for `count` values, beginning at a pair of cache lines.
    private static func cells<Cell: ~Copyable>(
        _ type: Cell.Type, count: Int
    ) -> UnsafeMutablePointer<Cell> {
        precondition(MemoryLayout<Cell>.stride % 128 == 0, "padding does not fill its lines")
        return unsafe UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<Cell>.stride, alignment: 128
        ).bindMemory(to: type, capacity: count)
    }
}

// MARK: - Producers, any thread

extension LockFreePriorityQueue {
    /// Queues an element behind those of its band, from any thread, without waiting.
    ///
    /// - Parameters:
    ///   - element: kept until popped; released at once when refused.
    ///   - band: its urgency.
    /// - Returns: `.queued`, and whether the caller must wake the consumer; or `.refused`.
    @inlinable
    package func push(_ element: consuming Element, band: Band) -> Pushed {
        let lane = unsafe lanes + band.rawValue
        guard let node = unsafe node(for: band) else {
            // Relaxed: a counter that orders nothing.
            unsafe lane.pointee.refused.wrappingAdd(1, ordering: .relaxed)
            return .refused
        }
        unsafe node.initialize(to: Node(next: nil, element: element))
        unsafe lane.pointee.push(node)
        return unsafe .queued(wake: bell.pointee.mustWake())
    }

    /// A node for one more element of `band`, or nil when Admission says no.
    ///
    /// The quick way: all pools together hold `pooled`, so while the allocator's nodes leave that
    /// much below the band's limit, a pooled node is always within it.
    @inlinable
    func node(for band: Band) -> UnsafeMutablePointer<Node<Element>>? {
        // Relaxed: a count; it is as old as a cache miss at most (see roomFor).
        let spilled = unsafe bell.pointee.spilled.load(ordering: .relaxed)
        if unsafe spilled <= limits[band.rawValue] - pooled,
            let node = unsafe lanes[band.rawValue].claim()
        {
            return unsafe node
        }
        return unsafe nodeBeyondPool(for: band)
    }

    /// The slow way: count, then the pool again, then the allocator.
    ///
    /// How far the bound can be overshot: `approximateCount` is never below the true count of some
    /// moment during this call, so at that moment there was room, and each producer adds one element
    /// after it. With p producers inside push the count is at most the limit + p - 1. It refuses too
    /// early by at most the returns not yet published: 31 for each band.
    @usableFromInline
    @inline(never)
    func nodeBeyondPool(for band: Band) -> UnsafeMutablePointer<Node<Element>>? {
        guard unsafe approximateCount < limits[band.rawValue] else { return nil }
        if let node = unsafe lanes[band.rawValue].claim() {
            return unsafe node
        }
        // Relaxed, both: counts. The node itself is published by the push.
        unsafe bell.pointee.spilled.wrappingAdd(1, ordering: .relaxed)
        unsafe lanes[band.rawValue].spilled.wrappingAdd(1, ordering: .relaxed)
        return .allocate(capacity: 1)
    }
}

// MARK: - The consumer, one thread at a time

extension LockFreePriorityQueue {
    /// Takes the oldest element of the most urgent band that has one. Only one thread at a time.
    ///
    /// Every call looks at the higher bands first, so an element waits behind a less urgent one only
    /// if that was popped before it arrived. Returning nil arms the wake-up: from then on the next
    /// push is told to wake the consumer, which may sleep until that. A consumer that looks again
    /// unwoken is welcome; the wake that was due then may still come and find nothing.
    @inlinable
    package func pop() -> (element: Element, band: Band)? {
        while true {
            if let found = first() {
                // Relaxed: the consumer's own.
                if unsafe bell.pointee.isArmed.load(ordering: .relaxed) {
                    unsafe bell.pointee.disarm()
                }
                return found
            }
            guard mayNotSleep() else { return nil }
        }
    }

    @inlinable
    func first() -> (element: Element, band: Band)? {
        for index in 0..<Band.count {
            let tray = unsafe trays + index
            if unsafe tray.pointee.waiting == nil {
                guard unsafe lanes[index].hasArrivals else { continue }
                unsafe tray.pointee.take(from: lanes[index])
            }
            guard let node = unsafe tray.pointee.waiting, let band = Band(rawValue: index) else {
                continue
            }
            unsafe tray.pointee.waiting = node.pointee.next
            let element = unsafe node.move().element
            if unsafe lanes[index].isPooled(node) {
                unsafe tray.pointee.putBack(node, to: lanes[index])
            } else {
                unsafe freeSpilled(node, of: band)
            }
            return (element, band)
        }
        return nil
    }

    @usableFromInline
    @inline(never)
    func freeSpilled(_ node: UnsafeMutablePointer<Node<Element>>, of band: Band) {
        unsafe node.deallocate()
        // Relaxed, both: counts.
        unsafe lanes[band.rawValue].spilled.wrappingSubtract(1, ordering: .relaxed)
        unsafe bell.pointee.spilled.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Nothing was found: arm, and look once more. True when something came meanwhile.
    @usableFromInline
    @inline(never)
    func mayNotSleep() -> Bool {
        for index in 0..<Band.count {
            unsafe trays[index].publishRest(to: lanes[index])
        }
        // Relaxed: only this thread stores true. Still true means: armed before the look that has
        // just found nothing, so that look was the one after arming.
        if unsafe bell.pointee.isArmed.load(ordering: .relaxed)
            && bell.pointee.asleep.load(ordering: .relaxed)
        {
            return false
        }
        unsafe bell.pointee.arm()
        for index in 0..<Band.count where unsafe lanes[index].hasArrivals {
            return true
        }
        return false
    }
}
