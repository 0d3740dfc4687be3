// SPDX-License-Identifier: Apache-2.0
/// Owns the consumer's side of one band: the elements it took over, and the nodes it gives back.
/// Never touched by a producer: plain memory, in cells of its own, one thread at a time.
///
/// Apart from the lane also because a `mutating` call is an access to the whole value: beside the
/// atomics it would overlap the producers' (ThreadSanitizer calls that a Swift access race).
public import Synchronization

/// What the consumer took from one lane's inbox, oldest first, and how far its returns are.
@usableFromInline
@unsafe
struct Tray<Element: Sendable>: ~Copyable {
    @usableFromInline typealias NodePointer = UnsafeMutablePointer<Node<Element>>

    /// The list of what was taken over, in the order of arrival.
    @usableFromInline var waiting: NodePointer?
    /// The number of the next ring position to fill.
    @usableFromInline var returnedHere: Int
    /// When `returnedHere` gets here, producers are told.
    @usableFromInline var publishAt: Int
    private let after = InlineArray<13, Int>(repeating: 0)

    /// The tray of a lane whose `size` nodes are all free.
    @usableFromInline
    init(size: Int) {
        unsafe waiting = nil
        unsafe returnedHere = size
        unsafe publishAt = size + Self.batch(of: size)
    }

    /// How many returns the consumer gathers before producers see them: 32 spare the producers a
    /// cache miss per push; small pools must not appear full for it, so at most a sixteenth.
    @inlinable
    static func batch(of size: Int) -> Int {
        max(1, min(32, size / 16))
    }

    /// Takes the lane's whole inbox over, oldest first. The tray must be empty.
    @inlinable
    mutating func take(from lane: borrowing Lane<Element>) {
        // Acquiring: pairs with the releasing exchange in Lane.push, of every node in the list.
        var node = unsafe lane.top.exchange(nil, ordering: .acquiring)
        var oldest: NodePointer?
        while let taken = unsafe node {
            unsafe node = taken.pointee.next
            unsafe taken.pointee.next = oldest
            unsafe oldest = taken
        }
        unsafe waiting = oldest
    }

    /// Gives back a pooled node whose element was moved out.
    @inlinable
    mutating func putBack(_ node: NodePointer, to lane: borrowing Lane<Element>) {
        // Relaxed: published by the releasing store in publish.
        unsafe lane.slots[returnedHere & (lane.size &- 1)].store(node, ordering: .relaxed)
        unsafe returnedHere &+= 1
        if unsafe returnedHere == publishAt {
            unsafe publish(to: lane)
        }
    }

    /// Lets producers see all that was given back.
    @inlinable
    mutating func publish(to lane: borrowing Lane<Element>) {
        // Releasing: pairs with the acquiring load in Lane.claim.
        unsafe lane.returned.store(returnedHere, ordering: .releasing)
        unsafe publishAt = returnedHere &+ Self.batch(of: lane.size)
    }

    /// The same before a sleep, if there is anything new: a store that changes nothing would still
    /// take the line away from the producers.
    @inlinable
    mutating func publishRest(to lane: borrowing Lane<Element>) {
        if unsafe publishAt &- returnedHere != Self.batch(of: lane.size) {
            unsafe publish(to: lane)
        }
    }
}
