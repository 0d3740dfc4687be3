// SPDX-License-Identifier: Apache-2.0
// Owns what is the same for all connections of one port: listeners, limits, last words, their count.
// Never knows what is spoken on the port.

import Synchronization
package import Vocabulary

/// The bounds of every connection of a port.
package struct PortLimits: Sendable {
    /// Connections open at once on all workers; the next one hears `PortNotices.full`.
    package var connectionsMax = 100_000
    /// From the connection to `markKnown`: a peer that never speaks, or never says who it is.
    package var firstLineSpan = Vocabulary.Span.seconds(10)
    /// Silence of a known peer, 100 ms more or less.
    package var idleSpan = Vocabulary.Span.minutes(10)
    /// What a peer may take to collect its last words, or we to answer one that has half-closed.
    package var lingerSpan = Vocabulary.Span.seconds(5)
    /// Unsent bytes of one connection in our memory; beyond it the peer is a slow reader.
    package var outboxBytesMax = Limits.outboxBytesMax
    /// Bytes the kernel may hold for one connection and direction (it doubles the number);
    /// 0: the kernel's own growth, up to 6 MB.
    package var kernelBytesMax = 128 * 1024
    /// Sent bytes that stay unacknowledged so long: the peer is gone.
    package var unackedSpan = Vocabulary.Span.seconds(30)

    /// The values above.
    package init() {}
}

/// What a port says before it closes a connection by itself. Whole lines; empty: nothing.
package struct PortNotices: Sendable {
    /// No room for another connection, or no descriptor.
    package var full: [UInt8] = Array("451 RETRY reason=\"too many connections\"\r\n".utf8)
    /// The peer does not read what it is sent.
    package var slow: [UInt8] = []
    /// `firstLineSpan` or `idleSpan` is over.
    package var idle: [UInt8] = []
    /// The program ends.
    package var farewell: [UInt8] = []

    /// The values above.
    package init() {}
}

/// How what a peer sends is cut.
package enum PortFraming: Sendable {
    /// Into lines, by the loop.
    case lines
    /// By the attendant: frames that cannot be told from their bytes without knowing the protocol.
    case bytes
}

/// A port of the centre, shared by all socket workers.
package final class Port: Sendable {
    /// The daemon's own number for the port; handed to `opened`.
    package let index: Int
    /// Its sockets, for instance one for IPv4 and one for IPv6.
    package let listeners: [Listener]
    /// Its sockets for datagrams; all workers read from them, each datagram reaches one.
    package let datagrams: [DatagramSocket]
    /// How what its peers send is cut.
    package let framing: PortFraming
    /// The bounds of its connections.
    package let limits: PortLimits
    /// What it says before it closes a connection by itself.
    package let notices: PortNotices
    /// Connections open now, on all workers.
    private let open = Atomic<Int>(0)

    /// Sets the options of the listeners.
    package init(
        index: Int, listeners: [Listener], datagrams: [DatagramSocket] = [],
        framing: PortFraming = .lines, limits: PortLimits = .init(),
        notices: PortNotices = .init()
    ) throws(SocketError) {
        for listener in listeners { try listener.prepare(limits) }
        self.index = index
        self.listeners = listeners
        self.datagrams = datagrams
        self.framing = framing
        self.limits = limits
        self.notices = notices
    }

    /// Connections open now, on all workers.
    package var connections: Int { open.load(ordering: .relaxed) }

    /// Counts one more connection, or says that there is no room.
    func admit() -> Bool {
        // Relaxed: a number that guards no other memory.
        let after = open.wrappingAdd(1, ordering: .relaxed).newValue
        if after <= limits.connectionsMax { return true }
        leave()
        return false
    }

    /// One connection is gone.
    func leave() {
        open.wrappingSubtract(1, ordering: .relaxed)
    }
}
