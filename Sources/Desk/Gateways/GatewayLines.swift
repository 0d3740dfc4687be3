// SPDX-License-Identifier: Apache-2.0
/// The connections of the gateways that are here. A gateway may keep several: its newest is the one
/// that is spoken to, and when that one is lost an older one takes its place.
/// Never closes a connection and never says anything on one.

package import Vocabulary

/// Gateways of one role (those that send alarms, or the notifiers) with their connections.
package struct GatewayLines: Equatable, Sendable {
    /// Each gateway's connections, oldest first.
    private var lines = Table<GatewayID, [ConnectionID]>()

    package init() {}

    /// Nobody of this role is here.
    package var isEmpty: Bool { lines.isEmpty }

    /// The connection that this gateway is spoken to on; nil when it is not here.
    package func newest(of gateway: GatewayID) -> ConnectionID? {
        lines.read(gateway) { $0.last } ?? nil
    }

    /// Whether this is one of the gateway's connections.
    package func has(_ connection: ConnectionID, of gateway: GatewayID) -> Bool {
        lines.read(gateway) { $0.contains(connection) } ?? false
    }

    /// Whose connection this is.
    package func gateway(of connection: ConnectionID) -> GatewayID? {
        lines.allIDs.first { has(connection, of: $0) }
    }

    /// A gateway for the `turn`th piece of work, so that all of them carry some; nil when none is here.
    package func inTurn(_ turn: Int64) -> GatewayID? {
        guard !lines.isEmpty else { return nil }
        return lines.entry(at: Int(turn.magnitude % UInt64(lines.count))).id
    }

    /// The gateway has come on this connection.
    package mutating func join(_ gateway: GatewayID, _ connection: ConnectionID) {
        let known: Void? = lines.update(gateway) { its in
            its.removeAll { $0 == connection }
            // The oldest is forgotten, not closed: what it sends is still heard.
            if its.count == Limits.connectionsPerGateway { its.removeFirst() }
            its.append(connection)
        }
        if known == nil { lines[gateway] = [connection] }
    }

    /// The connection is gone. True when it was the one that the gateway was spoken to on.
    package mutating func leave(_ gateway: GatewayID, _ connection: ConnectionID) -> Bool {
        guard has(connection, of: gateway) else { return false }
        let wasNewest = newest(of: gateway) == connection
        _ = lines.update(gateway) { $0.removeAll { $0 == connection } }
        if newest(of: gateway) == nil { lines[gateway] = nil }
        return wasNewest
    }
}
