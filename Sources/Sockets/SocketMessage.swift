// SPDX-License-Identifier: Apache-2.0
// Owns the words between a socket worker and those who use it: messages, verdicts, reasons, counts.
// Never holds state.

package import Vocabulary

/// What other workers ask of a connection. One for a connection that is gone is dropped and counted.
package enum SocketMessage: Sendable {
    /// Bytes to send, whole lines.
    case send(ConnectionID, [UInt8])
    /// The answer to request number N of that connection: handed to
    /// `ConnectionAttendant.answered`, which puts replies in their order.
    case tagged(ConnectionID, UInt64, [UInt8])
    /// Lines may be delivered again after `LineVerdict.pause`.
    case resume(ConnectionID)
    /// Ends the connection after what was sent before and these last words.
    case close(ConnectionID, lastWords: [UInt8])

    /// Whom it is for.
    package var connection: ConnectionID {
        switch self {
        case .send(let c, _), .tagged(let c, _, _), .resume(let c), .close(let c, _): c
        }
    }
}

/// What the attendant wants after a line.
package enum LineVerdict: Sendable {
    /// The next line.
    case next
    /// No further line until `resume`; what was received waits (at most one read of 16 KiB, the
    /// rest in the kernel).
    case pause
    /// The connection ends after what was sent.
    case close
}

/// Why a connection ended.
package enum CloseReason: Hashable, Sendable {
    /// The peer closed, and everything it asked for was answered.
    case peerFinished
    /// The network or the peer broke it; `errno`.
    case broken(Int32)
    /// `LineVerdict.close`, `SocketLoop.close` or `SocketMessage.close`.
    case asked
    /// `firstLineSpan` went by without `markKnown`.
    case unknownTooLong
    /// `idleSpan` went by without a byte.
    case idle
    /// More than `outboxBytesMax` waited to be read by the peer.
    case slowReader
    /// It had half-closed, and what it was owed did not come within `lingerSpan`.
    case unanswered
    /// `SocketWorker.finish`.
    case finishing
}

/// Looks after the connections of one socket worker, and is only ever called on its thread.
///
/// Each connection hears `opened` once, then any number of the others, and `closed` once; nothing
/// after that. Calls into the loop from inside a callback are allowed.
package protocol ConnectionAttendant: AnyObject {
    /// A peer has connected; `port` is `Port.index`. The greeting is sent from here.
    func opened(_ c: ConnectionID, port: Int, peer: PeerAddress)
    /// A line without its end; `overlong`: its first 4096 bytes, the rest is thrown away.
    func received(_ line: Swift.Span<UInt8>, overlong: Bool, on c: ConnectionID) -> LineVerdict
    /// Bytes of a peer of a port with `PortFraming.bytes`: those that were left over, and what came
    /// since.
    /// - Returns: how many of them are used up; the rest is handed over again with what comes next.
    ///   Without a pause it must be less than one read.
    func arrived(_ bytes: Swift.Span<UInt8>, on c: ConnectionID) -> (used: Int, LineVerdict)
    /// A datagram. `c` names the socket on this worker, for `SocketMessage.tagged`; the answer goes
    /// out with `SocketLoop.send(_:to:through:)`, once or never.
    func datagram(_ bytes: Swift.Span<UInt8>, from peer: PeerAddress, through c: ConnectionID)
    /// `SocketMessage.tagged` came for a connection that is still there.
    func answered(_ c: ConnectionID, request: UInt64, bytes: [UInt8])
    /// The peer will send nothing more: does a request of it still wait for its answer? While true
    /// the connection stays for `lingerSpan`, and is asked again after each message to it.
    func owesReplies(on c: ConnectionID) -> Bool
    /// No line comes any more and nothing can be sent. Last words may still be on their way.
    func closed(_ c: ConnectionID, reason: CloseReason)
    /// The callbacks of this turn are over: the batch point for what was gathered. Comes after
    /// every turn with callbacks, sometimes twice, also in turns without any.
    func turnEnded()
}

extension ConnectionAttendant {
    // Most ports have lines.
    package func arrived(
        _ bytes: Swift.Span<UInt8>, on c: ConnectionID
    ) -> (used: Int, LineVerdict) { (bytes.count, .close) }
    package func datagram(
        _ bytes: Swift.Span<UInt8>, from peer: PeerAddress, through c: ConnectionID
    ) {}
}

/// What a socket worker counted since it started.
package struct SocketCounts: Hashable, Sendable {
    /// Connections taken.
    package var accepted = 0
    /// Connections turned away for want of room or descriptors.
    package var refused = 0
    /// Connections open now, those that collect their last words included.
    package var open = 0
    /// Ended as slow readers.
    package var slow = 0
    /// Ended for `idleSpan` or `firstLineSpan`.
    package var idle = 0
    /// Messages for connections that were gone.
    package var deadGeneration = 0
    /// Lines delivered, overlong ones included.
    package var lines = 0
    /// Lines delivered cut.
    package var overlong = 0
    /// Datagrams received.
    package var datagramsIn = 0
    /// Datagrams sent, those that the kernel did not take included.
    package var datagramsOut = 0
    /// Bytes received.
    package var bytesIn = 0
    /// Bytes sent.
    package var bytesOut = 0
    /// Turns of the loop.
    package var turns = 0
    /// Times a listener was left alone for a while because accepting failed.
    package var listenerRests = 0

    /// All zero.
    package init() {}

    /// The sum of two workers.
    package static func + (a: SocketCounts, b: SocketCounts) -> SocketCounts {
        var sum = a
        sum.accepted += b.accepted
        sum.refused += b.refused
        sum.open += b.open
        sum.slow += b.slow
        sum.idle += b.idle
        sum.deadGeneration += b.deadGeneration
        sum.lines += b.lines
        sum.overlong += b.overlong
        sum.datagramsIn += b.datagramsIn
        sum.datagramsOut += b.datagramsOut
        sum.bytesIn += b.bytesIn
        sum.bytesOut += b.bytesOut
        sum.turns += b.turns
        sum.listenerRests += b.listenerRests
        return sum
    }
}
