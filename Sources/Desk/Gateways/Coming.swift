// SPDX-License-Identifier: Apache-2.0
/// Gateways that come and go, and who of the notifiers carries which order.
/// Never lets an order wait for a notifier that is gone while another one is here.

import Vocabulary

extension Desk {
    /// Who says how an attempt ended: the notifier by its name, else a program or spool.
    func speaker(_ asker: Requester?) -> Actor {
        asker.flatMap { state.presence.notifiers.gateway(of: $0.connection) }.map { .gateway($0) }
            ?? .channel
    }

    /// A gateway has come: it hears what it has not yet said SEEN to, and a notifier what it is to
    /// carry.
    mutating func gatewayJoins(_ gateway: GatewayID, notifier: Bool, _ asker: Requester) {
        if notifier {
            state.presence.notifiers.join(gateway, asker.connection)
        } else {
            state.presence.gateways.join(gateway, asker.connection)
            gatewayIsBack(gateway)
        }
        reply(asker, .gatewayWelcome(gateway))
        sayTakenOwed(to: gateway, on: asker.connection)
        if notifier { repeatOrders(carriedBy: gateway) }
    }

    /// A connection of a gateway is gone: what was said on it may be lost, so it is said again on
    /// another one, and an order goes to another notifier at once where its own is no longer here.
    mutating func gatewayLeaves(_ gateway: GatewayID, _ connection: ConnectionID) {
        if state.presence.gateways.leave(gateway, connection),
            let other = state.presence.gateways.newest(of: gateway)
        {
            sayTakenOwed(to: gateway, on: other)
        }
        if state.presence.gateways.newest(of: gateway) == nil { gatewayIsGone(gateway, since: now) }
        if state.presence.notifiers.leave(gateway, connection), !state.presence.notifiers.isEmpty {
            repeatOrders(carriedBy: gateway)
        }
    }

    // MARK: Orders

    /// Sends an order out over its channel; a notifier's goes to the one that carries it already,
    /// or to the next in turn. With none here it waits until one comes, or its time is over.
    mutating func send(_ attempt: Attempt, saying text: String, by: Actor = .desk) {
        let before = state.presence.carriers[attempt.id]
        let carrier = carrier(of: attempt)
        effects.append(
            .notify(
                NotifyOrder(
                    attempt: attempt, number: nextNumber(.events), text: text, carrier: carrier)))
        if case .notifier = attempt.channel {
            // Nobody carries it yet, or the same one hears it again on another connection.
            guard carrier != nil, before != state.presence.carriers[attempt.id] else { return }
        }
        guard case .service(let name) = attempt.target, let call = state.calls[attempt.call] else {
            return
        }
        let details = details(of: call, for: name)
        if !details.isEmpty {
            record(.detailsPassed(call.id, details, service: name, by: by))
        }
    }

    /// Whoever carries the order should stop: it was acknowledged, or its time is over. Called
    /// before the attempt's end is recorded: afterwards nobody carries it.
    mutating func stopCarrying(_ attempt: Attempt) {
        let line = state.presence.carriers[attempt.id].flatMap {
            state.presence.notifiers.newest(of: $0)
        }
        if case .notifier = attempt.channel, line == nil { return }
        effects.append(.stopNotify(attempt.id, attempt.channel, carrier: line))
    }

    private mutating func carrier(of attempt: Attempt) -> ConnectionID? {
        guard case .notifier = attempt.channel else { return nil }
        if let known = state.presence.carriers[attempt.id],
            let line = state.presence.notifiers.newest(of: known)
        {
            return line
        }
        let gateway = state.presence.notifiers.inTurn(attempt.id.raw)
        state.presence.carriers[attempt.id] = gateway
        return gateway.flatMap { state.presence.notifiers.newest(of: $0) }
    }

    /// The open orders that `gateway` carries, or nobody who is here, go out again.
    private mutating func repeatOrders(carriedBy gateway: GatewayID) {
        for call in state.calls.all {
            for attempt in call.attempts
            where attempt.outcome == nil && concerns(attempt, gateway) {
                let wasCarried = state.presence.carriers[attempt.id] != nil
                send(attempt, saying: wording(call, attempt))
                // Somebody may stand with a telephone of their own in hand because nobody carried it.
                if !wasCarried, state.presence.carriers[attempt.id] != nil {
                    tellConcerned(call.id, .attempt(attempt, text: ""))
                }
            }
        }
        for attempt in state.centreAttempts where concerns(attempt, gateway) {
            send(attempt, saying: nobodyWording)
        }
    }

    private func concerns(_ attempt: Attempt, _ gateway: GatewayID) -> Bool {
        guard case .notifier = attempt.channel else { return false }
        guard let carrier = state.presence.carriers[attempt.id] else { return true }
        return carrier == gateway || state.presence.notifiers.newest(of: carrier) == nil
    }
}
