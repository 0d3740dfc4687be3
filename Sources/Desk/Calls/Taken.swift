// SPDX-License-Identifier: Apache-2.0
/// TAKEN: the second message to a gateway, that a person has the call; said again after each
/// reconnection until the gateway says SEEN (reliability: ack means durable, handled comes later).

import Vocabulary

extension Desk {
    /// Owes a gateway the news that somebody has this alarm's call, and says it now if it can.
    mutating func oweTaken(_ signal: Signal, _ call: CallID, _ holder: OperatorID) {
        let notice = TakenNotice(
            number: nextNumber(.events), gateway: signal.gateway,
            device: signal.identity.device, reference: signal.identity.reference, call: call)
        record(.takenOwed(notice))
        if let connection = state.presence.gateways[signal.gateway] {
            effects.append(.taken(connection, notice))
        }
    }

    /// A gateway that repeats an alarm has perhaps not heard that it was taken.
    mutating func tellTakenAgain(_ identity: AlarmIdentity, _ call: CallID, _ asker: Requester) {
        for gateway in state.takenOwed.allIDs {
            guard state.presence.gateways[gateway] == asker.connection else { continue }
            for notice in state.takenOwed[gateway] ?? []
            where notice.call == call && notice.reference == identity.reference {
                effects.append(.taken(asker.connection, notice))
            }
        }
    }

    /// A gateway has come: it hears what it has not yet said SEEN to, and a notifier what it is to
    /// carry.
    mutating func gatewayJoins(_ gateway: GatewayID, notifier: Bool, _ asker: Requester) {
        if notifier {
            state.presence.notifiers[gateway] = asker.connection
        } else {
            state.presence.gateways[gateway] = asker.connection
        }
        effects.append(.gatewaySeated(asker.connection, gateway, notifier: notifier))
        reply(asker, .gatewayWelcome(gateway))
        for notice in state.takenOwed[gateway] ?? [] {
            effects.append(.taken(asker.connection, notice))
        }
        if notifier { repeatOrders() }
    }
}
