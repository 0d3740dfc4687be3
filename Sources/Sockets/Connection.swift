// SPDX-License-Identifier: Apache-2.0
// Owns what one peer costs while it is idle (64 bytes, 8 more in the wheel), and the table of all.
// Never calls the kernel, but to close a descriptor.

import Vocabulary
import Wire

/// One slot of the table: a connection, or room for one.
struct Connection: ~Copyable {
    /// What is true of it; none: a served connection whose peer is not known yet.
    struct Marks: OptionSet {
        let rawValue: UInt8
        /// `markKnown` was called: the idle limit applies.
        static let known = Marks(rawValue: 1)
        /// No line is delivered until `resume`.
        static let paused = Marks(rawValue: 2)
        /// The peer will send nothing more.
        static let finished = Marks(rawValue: 4)
        /// Not served any more: only its last words go out.
        static let leaving = Marks(rawValue: 8)
        /// Our side is shut for sending.
        static let shut = Marks(rawValue: 16)
        /// Stands in the list of those with bytes to send.
        static let dirty = Marks(rawValue: 32)
        /// Stands in the list of those with received lines left over.
        static let ready = Marks(rawValue: 64)
    }

    /// The socket; none: the slot is free.
    var descriptor = FileDescriptor.none
    /// Which use of the slot this is.
    var generation: UInt32 = 0
    /// When it was opened, last heard, half-closed or left, whichever its deadline counts from.
    var since: Int64 = 0
    /// The line that has begun.
    var framer = LineFramer()
    /// Received and not delivered: after a pause, or more lines than one turn may have.
    var backlog: [UInt8] = []
    /// What is to be sent; the first `sent` bytes are.
    var outbox: [UInt8] = []
    var sent: Int32 = 0
    /// What epoll watches.
    var interest: UInt32 = 0
    /// Index into the loop's ports.
    var port: UInt16 = 0
    var marks: Marks = []

    init() {}
}

/// All connections of a worker: chunks that never move, so that growing copies nothing.
@safe
final class ConnectionTable {
    // 1024 × 64 bytes a chunk.
    private static let chunkBits = 10
    private static let chunkSize = 1 << chunkBits
    /// The slot number above all real ones names what is no connection; see SocketLoop.
    static let slotsMax = 0xFF_FFFF

    private var chunks: [UnsafeMutablePointer<Connection>] = unsafe []
    private var free: [Int32] = []
    /// Slots that were ever used.
    private(set) var count = 0

    init() {}

    deinit {
        while let chunk = unsafe chunks.popLast() {
            unsafe chunk.deinitialize(count: Self.chunkSize)
            unsafe chunk.deallocate()
        }
    }

    /// The connection in `slot`, 0..<count.
    subscript(slot: Int) -> Connection {
        _read {
            precondition(slot >= 0 && slot < count, "slot out of range")
            yield unsafe chunks[slot >> Self.chunkBits][slot & (Self.chunkSize - 1)]
        }
        _modify {
            precondition(slot >= 0 && slot < count, "slot out of range")
            yield unsafe &chunks[slot >> Self.chunkBits][slot & (Self.chunkSize - 1)]
        }
    }

    /// A free slot with a generation it never had; nil when all 16 million are taken.
    func take() -> Int? {
        if let slot = free.popLast() { return Int(slot) }
        guard count < Self.slotsMax else { return nil }
        if unsafe count == chunks.count * Self.chunkSize {
            let chunk = UnsafeMutablePointer<Connection>.allocate(capacity: Self.chunkSize)
            for index in 0..<Self.chunkSize { unsafe (chunk + index).initialize(to: Connection()) }
            unsafe chunks.append(chunk)
        }
        count += 1
        return count - 1
    }

    /// Closes the descriptor and makes the slot free. A slot whose generations are used up stays
    /// empty for good: after four thousand million connections in it.
    func release(_ slot: Int) {
        let generation = self[slot].generation
        self[slot] = Connection()
        guard generation < .max else { return }
        self[slot].generation = generation + 1
        free.append(Int32(slot))
    }

    /// The slot of a connection that exists, leaving or not.
    func slot(of c: ConnectionID) -> Int? {
        let slot = c.slot
        guard slot < count, self[slot].generation == c.generation, self[slot].descriptor.isOpen
        else { return nil }
        return slot
    }
}
