// SPDX-License-Identifier: Apache-2.0
/// Owns one band's shared memory: the inbox that producers push to, and the pool of nodes.
/// Never blocks, never decides who may enter, never wakes anybody.
///
/// ## A node's life, and why nobody can touch a node that is gone
/// A node is always in exactly one place: free in the pool's ring, with the producer that claimed
/// it, in the inbox, or with the consumer. Only the place's owner reads or writes it:
/// * A producer reads the inbox's `top` only as a number to compare and to store in its own node;
///   it never follows it. So a node may be freed and come back at the same address between a
///   producer's load and its compare-exchange (ABA) without harm: `top` again means "what is below".
/// * The consumer (Tray) takes the whole inbox with one exchange, so nobody else can be inside that list.
/// * The ring is read without owning a node, but the ring's memory lives as long as the lane.
///
/// ## The pool: a ring of free nodes, claimed by number
/// Position n of the ring lives in slot n mod size. `claimed` counts the positions producers took,
/// `returned` those the consumer filled; both only grow (64 bits do not wrap: at 10^9 a second after
/// 292 years), so a compare-exchange on `claimed` has no ABA. The slot is read BEFORE that exchange:
/// the consumer refills a slot only after the return of a node that was claimed later or equally,
/// and it knows of that node through claim (acquire-release) -> push (release) -> take (acquire).
/// A refill therefore happens after the successful exchange, which is after the read; a producer
/// whose read did overlap a refill loses the exchange and looks again.
/// At most `size` nodes exist, so an unclaimed position is never overwritten.
public import Synchronization

/// One element on its way, linked to the one that was pushed before it.
@usableFromInline
@unsafe
struct Node<Element: Sendable> {
    /// The node below; written by the owner only, published by the inbox.
    @usableFromInline var next: UnsafeMutablePointer<Node<Element>>?
    @usableFromInline var element: Element

    @inlinable
    init(next: UnsafeMutablePointer<Node<Element>>?, element: consuming Element) {
        unsafe self.next = next
        unsafe self.element = element
    }
}

/// The shared cells of one band: atomics and constants only, so that every access is a shared one.
///
/// Each group that one side writes has cache lines of its own, and what the consumer writes is a
/// pair of lines away (processors fetch them in pairs), so that its returning does not slow pushing.
@usableFromInline
@unsafe
struct Lane<Element: Sendable>: ~Copyable {
    @usableFromInline typealias NodePointer = UnsafeMutablePointer<Node<Element>>

    // Written by both sides: the only place where they must meet.
    @usableFromInline let top = unsafe Atomic<NodePointer?>(nil)
    private let afterTop = InlineArray<7, Int>(repeating: 0)

    // Written by producers only. Beside `top` it would be worse: a consumer that looks while a
    // producer is between its claim and its push would take the line away once more.
    @usableFromInline let claimed = Atomic<Int>(0)
    private let afterClaimed = InlineArray<7, Int>(repeating: 0)

    // Written by the consumer once for each batch of returns, read by producers.
    @usableFromInline let returned: Atomic<Int>
    private let afterReturns = InlineArray<15, Int>(repeating: 0)

    // Never written after init; and two counters of rare happenings.
    @usableFromInline let slots: UnsafeMutablePointer<Atomic<NodePointer>>
    @usableFromInline let slab: NodePointer
    @usableFromInline let size: Int
    /// Elements of this band in nodes from the allocator, now.
    @usableFromInline let spilled = Atomic<Int>(0)
    /// Elements of this band that Admission turned away, ever.
    @usableFromInline let refused = Atomic<Int>(0)
    private let afterConstants = InlineArray<11, Int>(repeating: 0)

    /// Makes a lane with `size` nodes (0 or a power of two), all free.
    @usableFromInline
    init(size: Int) {
        precondition(size == 0 || size.nonzeroBitCount == 1, "the pool is a power of two")
        unsafe self.size = size
        unsafe slab = .allocate(capacity: size)
        unsafe slots = .allocate(capacity: size)
        for index in 0..<size {
            unsafe (slots + index).initialize(to: Atomic(slab + index))
        }
        unsafe returned = Atomic(size)
    }

    deinit {
        // Nobody else has the lane any more: the queue's last reference is gone, and dropping a
        // reference releases what its thread did before, so even a relaxed load would do.
        unsafe drop(top.exchange(nil, ordering: .acquiring))
        unsafe slots.deinitialize(count: size)
        unsafe slots.deallocate()
        unsafe slab.deallocate()
    }

    /// Releases the elements of a list, and its nodes that came from the allocator.
    func drop(_ list: NodePointer?) {
        var rest = unsafe list
        while let node = unsafe rest {
            unsafe rest = node.pointee.next
            unsafe node.deinitialize(count: 1)
            if unsafe !isPooled(node) {
                unsafe node.deallocate()
            }
        }
    }

    /// Whether `node` is from this lane's slab (else it is from the allocator).
    @inlinable
    func isPooled(_ node: NodePointer) -> Bool {
        unsafe node >= slab && node < slab + size
    }
}

// MARK: - Producers, any thread

extension Lane {
    /// Takes a free node from the pool, or nil when it is empty. The node's memory is uninitialised.
    @inlinable
    func claim() -> NodePointer? {
        var position = unsafe claimed.load(ordering: .relaxed)
        while true {
            // Acquiring: pairs with the releasing store in Tray.publish; the consumer's last read
            // of the node, and its store to the slot, happened before.
            guard unsafe position < returned.load(ordering: .acquiring) else { return nil }
            // Relaxed: ordered by the acquire above and by the exchange below (see the file's head).
            let node = unsafe slots[position & (size &- 1)].load(ordering: .relaxed)
            // Acquiring and releasing: pairs with the other producers' exchanges here, so that the
            // consumer who sees any later claim's push comes after our read of the slot.
            let (won, seen) = unsafe claimed.weakCompareExchange(
                expected: position, desired: position &+ 1,
                successOrdering: .acquiringAndReleasing, failureOrdering: .relaxed)
            if won { return unsafe node }
            position = seen
        }
    }

    /// Puts an initialised node, owned by the caller, on the inbox.
    @inlinable
    func push(_ node: NodePointer) {
        var below = unsafe top.load(ordering: .relaxed)
        while true {
            unsafe node.pointee.next = below
            // Releasing half: pairs with the acquiring exchange in Tray.take; the element and the link
            // are in memory before the node can be seen. The nodes below need no acquire: exchanges
            // upon exchanges continue each other's release sequence.
            // Sequentially consistent half: pairs with the consumer's arming, see Doorbell.
            let (won, seen) = unsafe top.weakCompareExchange(
                expected: below, desired: node,
                successOrdering: .sequentiallyConsistent, failureOrdering: .relaxed)
            if won { return }
            unsafe below = seen
        }
    }
}

// MARK: - The consumer, one thread at a time

extension Lane {
    /// Whether an element is in the inbox that the consumer has not taken over yet.
    @inlinable
    var hasArrivals: Bool {
        // Sequentially consistent: after arming this load pairs with push's exchange (Doorbell).
        // On x86-64 it is a plain load.
        unsafe top.load(ordering: .sequentiallyConsistent) != nil
    }
}
