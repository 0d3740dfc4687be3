// SPDX-License-Identifier: Apache-2.0
/// Owns the one question "must somebody wake the consumer?", and answers yes once for each sleep.
/// Never wakes anybody itself: the caller of push does, with whatever its worker sleeps on.
///
/// ## Why no push is missed (Dekker's argument)
/// A producer first exchanges its node into an inbox, then loads `asleep`. The consumer first stores
/// `asleep`, then loads every inbox. All four are sequentially consistent, so they stand in one order
/// that everybody agrees on. Either the producer's exchange stands before the consumer's load: the
/// consumer sees the node and does not sleep. Or it stands after it, hence after the consumer's store
/// too: the producer's load sees true, or something later, which is either another producer's
/// exchange to false (that one has the wake in its hands) or the consumer's own (it is awake and will
/// look at every inbox again after arming anew). With release and acquire alone both could miss: the
/// store to `asleep` may wait in the store buffer while the loads run ahead. Operations rather than
/// fences, because ThreadSanitizer does not understand fences.
///
/// ## Why once
/// Each arming stores true once, and only the exchange that turns true into false is told so.
public import Synchronization

/// The cells beside the lanes.
@usableFromInline
struct Doorbell: ~Copyable {
    /// True from the consumer's arming until somebody takes it upon himself to wake it.
    @usableFromInline let asleep = Atomic<Bool>(false)
    private let afterAsleep = InlineArray<15, Int>(repeating: 0)

    /// Elements in nodes from the allocator, all bands: nearly always 0, so every push may read it.
    @usableFromInline let spilled = Atomic<Int>(0)
    private let afterSpilled = InlineArray<15, Int>(repeating: 0)

    /// The consumer's own: it armed, and found no element since. Atomic only so that the doorbell
    /// is never accessed as a whole while producers use it; always relaxed, for one thread.
    @usableFromInline let isArmed = Atomic<Bool>(false)
    private let afterArmed = InlineArray<15, Int>(repeating: 0)

    @inlinable
    init() {}

    /// Producer, after its push: true when the consumer sleeps and this caller must wake it.
    @inlinable
    func mustWake() -> Bool {
        // Sequentially consistent: pairs with the store in arm (see the file's head). While the
        // consumer is awake this is a read of a line nobody writes.
        guard asleep.load(ordering: .sequentiallyConsistent) else { return false }
        // One of several producers wins. Acquiring and releasing: pairs with arm, so that the
        // armings and the wakes alternate in everybody's eyes.
        return asleep.exchange(false, ordering: .acquiringAndReleasing)
    }

    /// Consumer, having found nothing: says that it is about to sleep. It must look once more after.
    @inlinable
    func arm() {
        // Sequentially consistent: pairs with the load in mustWake.
        asleep.store(true, ordering: .sequentiallyConsistent)
        isArmed.store(true, ordering: .relaxed)
    }

    /// Consumer, having found something after arming: it does not sleep after all.
    @inlinable
    func disarm() {
        // Relaxed: carries no data. A producer that took the bell just before has a wake in its
        // hands, which then finds the consumer awake: one look too many, no harm.
        asleep.store(false, ordering: .relaxed)
        isArmed.store(false, ordering: .relaxed)
    }
}
