// SPDX-License-Identifier: Apache-2.0
// Owns the name of one connection: which socket worker, which slot, which use of that slot.
// Never names two connections: a generation is not used again in its slot.

/// The name of one connection, good on every worker.
///
/// Layout of `raw`, high to low: 8 bits worker, 24 bits slot, 32 bits generation.
package struct ConnectionID: Hashable, Sendable {
    /// The three parts packed in one word.
    package let raw: UInt64

    /// Takes the packed word as it is.
    package init(raw: UInt64) {
        self.raw = raw
    }

    /// - Parameters:
    ///   - worker: the socket worker's number, 0...255.
    ///   - slot: the place in that worker's table, 0..<2^24.
    ///   - generation: which connection of that slot; never reused in a slot.
    package init(worker: Int, slot: Int, generation: UInt32) {
        precondition(worker >= 0 && worker < 1 << 8, "worker number out of range")
        precondition(slot >= 0 && slot < 1 << 24, "slot number out of range")
        raw = UInt64(worker) << 56 | UInt64(slot) << 32 | UInt64(generation)
    }

    /// The socket worker's number, 0...255.
    package var worker: Int { Int(raw >> 56) }

    /// The place in that worker's table, 0..<2^24.
    package var slot: Int { Int(raw >> 32 & 0xFF_FFFF) }

    /// Which connection of that slot.
    package var generation: UInt32 { UInt32(truncatingIfNeeded: raw) }
}
