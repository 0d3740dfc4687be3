// SPDX-License-Identifier: Apache-2.0
/// The order in which the replies of one connection leave: untagged ones in the order of their
/// requests, tagged ones as soon as they are ready.
/// Never holds heap memory while nothing is pending: there are 80,000 connections.

/// Pending requests of one connection, and the replies that must wait.
package struct ReplyOrder: Sendable {
    /// When a reply may leave.
    private enum Release: Sendable {
        case inOrder, whenReady, last
    }
    private struct Entry: Sendable {
        var number: UInt64
        var release: Release
        var tag: String?
        /// The reply, where it came but must still wait.
        var reply: [UInt8]?
        var hasLeft = false
    }

    private var nextNumber: UInt64 = 1
    /// Ascending by number; those before `head` have left.
    private var entries: [Entry] = []
    private var head: Int32 = 0
    private var open: Int32 = 0

    package init() {}

    /// Requests whose reply has not left yet; reading pauses at `Limits.pipelineMax`.
    package var pendingCount: Int { Int(open) }

    /// Bytes of replies that came but wait for an earlier one; counts towards the outbox.
    package var heldBytes: Int { entries.reduce(0) { $0 + ($1.reply?.count ?? 0) } }

    /// Registers a request and gives it its number, unique on this connection.
    package mutating func begin(tag: String?) -> UInt64 {
        begin(tag: tag, tag == nil ? .inOrder : .whenReady)
    }

    /// Registers the request whose reply leaves after all others (QUIT).
    package mutating func beginLast(tag: String?) -> UInt64 { begin(tag: tag, .last) }

    private mutating func begin(tag: String?, _ release: Release) -> UInt64 {
        let number = nextNumber
        nextNumber += 1
        entries.append(Entry(number: number, release: release, tag: tag))
        open += 1
        return number
    }

    /// Hands in the reply to `request`, without tag, and gives what may leave now to `emit`, in
    /// order. A number that is not pending (answered twice, never begun) is ignored.
    package mutating func answer(
        _ request: UInt64, _ reply: [UInt8], emit: ([UInt8]) -> Void
    ) {
        guard let at = position(of: request), !entries[at].hasLeft, entries[at].reply == nil
        else { return }
        if entries[at].release == .whenReady {
            leave(at, reply, emit)
        } else {
            entries[at].reply = reply
        }
        release(emit)
        tidy()
    }

    private func position(of number: UInt64) -> Int? {
        var low = Int(head)
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].number == number ? low : nil
    }

    /// Lets the untagged replies go up to the first that is not there yet.
    private mutating func release(_ emit: ([UInt8]) -> Void) {
        for at in Int(head)..<entries.count where !entries[at].hasLeft {
            switch entries[at].release {
            case .whenReady: continue
            case .inOrder:
                guard let reply = entries[at].reply else { return }
                leave(at, reply, emit)
            case .last:
                guard let reply = entries[at].reply, open == 1 else { return }
                leave(at, reply, emit)
            }
        }
    }

    private mutating func leave(_ at: Int, _ reply: [UInt8], _ emit: ([UInt8]) -> Void) {
        if let tag = entries[at].tag {
            emit(LineWriter.tagged(reply, tag: tag))
        } else {
            emit(reply)
        }
        entries[at].reply = nil
        entries[at].tag = nil
        entries[at].hasLeft = true
        open -= 1
    }

    /// Forgets what has left; frees everything once nothing is pending.
    private mutating func tidy() {
        if open == 0 {
            entries = []
            head = 0
            return
        }
        while entries[Int(head)].hasLeft { head += 1 }
        // One reply that stays away must not let those behind it pile up.
        if entries.count > 2 * Int(open) + 16 {
            entries.removeAll { $0.hasLeft }
            head = 0
        }
    }
}
