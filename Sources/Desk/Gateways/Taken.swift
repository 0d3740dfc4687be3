// SPDX-License-Identifier: Apache-2.0
/// TAKEN: the second message to a gateway, that a person has the call; said again after each
/// reconnection until the gateway says SEEN (reliability: ack means durable, handled comes later).

import Vocabulary

extension Desk {
    /// Owes a gateway the news that somebody has this alarm's call, and says it now if it can.
    mutating func oweTaken(_ signal: Signal, _ call: CallID, _ holder: OperatorID) {
        guard signal.gateway.hearsTaken else { return }
        let notice = TakenNotice(
            number: nextNumber(.events), gateway: signal.gateway,
            device: signal.identity.device, reference: signal.identity.reference, call: call)
        record(.takenOwed(notice))
        if let connection = state.presence.gateways.newest(of: signal.gateway) {
            effects.append(.taken(connection, notice))
        }
    }

    /// A gateway that repeats an alarm has perhaps not heard that it was taken: it hears it on the
    /// connection it repeats it on.
    mutating func tellTakenAgain(_ identity: AlarmIdentity, _ call: CallID, _ asker: Requester) {
        for gateway in state.takenOwed.allIDs {
            guard state.presence.gateways.has(asker.connection, of: gateway) else { continue }
            for notice in state.takenOwed[gateway] ?? []
            where notice.call == call && notice.reference == identity.reference {
                effects.append(.taken(asker.connection, notice))
            }
        }
    }

    /// What a gateway has not yet said SEEN to, all of it again.
    mutating func sayTakenOwed(to gateway: GatewayID, on connection: ConnectionID) {
        for notice in state.takenOwed[gateway] ?? [] {
            effects.append(.taken(connection, notice))
        }
    }
}
