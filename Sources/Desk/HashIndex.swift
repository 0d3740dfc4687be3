// SPDX-License-Identifier: Apache-2.0
/// Hash -> position in a list that holds the things themselves: the look-up of `Table` and of the
/// memory of repeats. Never iterated: what stands where in it differs in every process.

/// Open addressing, eight bytes a slot. A Dictionary keeps a second copy of each key, and a look-up
/// in it touches one more line of memory; with 80,000 homes each line is a miss.
package struct HashIndex: Sendable {
    /// The hash's mark, then the position plus one; zero where nothing stands.
    private var slots: [UInt64] = []
    private var count = 0

    package init() {}

    private var mask: Int { slots.count - 1 }

    private static func slot(_ hash: Int, _ position: UInt32) -> UInt64 {
        mark(hash) << 32 | UInt64(position &+ 1)
    }
    /// The hash's low half, never zero: positions wrap, and a slot of the last one must not look empty.
    private static func mark(_ hash: Int) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: hash) | 0x8000_0000)
    }
    private static func position(_ slot: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: slot) &- 1 }
    private func home(_ slot: UInt64) -> Int { Int(slot >> 32) & mask }

    /// The position under `hash` that matches; nil where there is none.
    @inline(__always)
    package func first(_ hash: Int, where matches: (UInt32) -> Bool) -> UInt32? {
        guard count > 0 else { return nil }
        let mask = mask
        let wanted = HashIndex.mark(hash)
        var at = Int(wanted) & mask
        while slots[at] != 0 {
            let slot = slots[at]
            if slot >> 32 == wanted {
                let position = HashIndex.position(slot)
                if matches(position) { return position }
            }
            at = (at + 1) & mask
        }
        return nil
    }

    /// Adds what is known not to be there.
    package mutating func insert(_ hash: Int, _ position: UInt32) {
        if (count + 1) * 4 > slots.count * 3 { grow(to: count + 1) }
        count += 1
        place(HashIndex.slot(hash, position))
    }

    /// Takes out what is known to be there.
    package mutating func remove(_ hash: Int, _ position: UInt32) {
        var hole = find(HashIndex.slot(hash, position))
        var next = (hole + 1) & mask
        // What stands behind moves up, unless it would come to stand before its home.
        while slots[next] != 0 {
            if (next - home(slots[next])) & mask >= (next - hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        slots[hole] = 0
        count -= 1
    }

    /// What stood at `position` now stands at `new`.
    mutating func move(_ hash: Int, from position: UInt32, to new: UInt32) {
        slots[find(HashIndex.slot(hash, position))] = HashIndex.slot(hash, new)
    }

    /// Makes room for `count` entries at once.
    mutating func reserve(_ count: Int) {
        if count * 4 > slots.count * 3 { grow(to: count) }
    }

    private func find(_ slot: UInt64) -> Int {
        var at = home(slot)
        while slots[at] != slot {
            precondition(slots[at] != 0, "the index does not know it")
            at = (at + 1) & mask
        }
        return at
    }

    private mutating func place(_ slot: UInt64) {
        var at = home(slot)
        while slots[at] != 0 { at = (at + 1) & mask }
        slots[at] = slot
    }

    private mutating func grow(to count: Int) {
        var size = max(8, slots.count)
        while count * 4 > size * 3 { size *= 2 }
        let old = slots
        slots = Array(repeating: 0, count: size)
        for slot in old where slot != 0 { place(slot) }
    }
}
