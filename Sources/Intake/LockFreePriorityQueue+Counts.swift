// SPDX-License-Identifier: Apache-2.0
/// Owns the figures that are read while the queue runs: how many wait, how many were refused.
/// Never changes anything.
import Synchronization

extension LockFreePriorityQueue {
    /// Elements in the queue. Never below the true number at some moment during the call; above it
    /// by the pushes under way and the pops not yet published (31 for each band at most). Exact
    /// after pop said nil and while nobody pushes.
    package var approximateCount: Int {
        // The order makes it an upper bound: what left is read first (old figures), what entered
        // last (new figures), so the moment between the two had no more than this.
        // Acquiring: pairs with Tray.publish and keeps the later loads later.
        var count = 0
        for index in 0..<Band.count {
            count -= unsafe lanes[index].returned.load(ordering: .acquiring)
        }
        count += unsafe bell.pointee.spilled.load(ordering: .acquiring) + pooled
        for index in 0..<Band.count {
            count += unsafe lanes[index].claimed.load(ordering: .relaxed)
        }
        return count
    }

    /// Elements of one band in the queue, as approximate as `approximateCount`.
    package func approximateCount(in band: Band) -> Int {
        let lane = unsafe lanes + band.rawValue
        // Acquiring: as above.
        let returned = unsafe lane.pointee.returned.load(ordering: .acquiring)
        let spilled = unsafe lane.pointee.spilled.load(ordering: .acquiring)
        let claimed = unsafe lane.pointee.claimed.load(ordering: .relaxed)
        return unsafe claimed + spilled + lane.pointee.size - returned
    }

    /// Elements of `band` refused since the queue was made.
    package func refusedCount(in band: Band) -> Int {
        // Relaxed: a counter that orders nothing.
        unsafe lanes[band.rawValue].refused.load(ordering: .relaxed)
    }
}
