// SPDX-License-Identifier: Apache-2.0
/// A gateway's request -> desk event.

package import Desk
package import Vocabulary
package import Wire

/// What a device request becomes.
package enum DeviceTranslation {
    /// The event of a request that the desk answers; nil for those that are answered elsewhere
    /// (HELLO's key check, ALIVE on admission, HELP, PING, QUIT).
    package static func event(
        _ request: DeviceRequest, gateway: GatewayID, asker: Requester
    ) -> DeskEvent? {
        switch request {
        case .alarm(let fields): .alarm(signal(fields, gateway), asker)
        case .signal(let fields): .signal(signal(fields, gateway), asker)
        case .cancel(let device, let reference): .cancel(device, reference, gateway, asker)
        case .seen(let number): .seen(number, gateway, asker)
        case .result(let attempt, let outcome, let text):
            .attemptEnds(attempt, outcome, text: text, asked: asker)
        case .hello, .alive, .help, .ping, .quit: nil
        }
    }

    private static func signal(_ fields: SignalFields, _ gateway: GatewayID) -> Signal {
        Signal(
            identity: AlarmIdentity(
                device: fields.device, reference: fields.reference, kind: fields.kind,
                deviceTime: fields.deviceTime),
            location: fields.location, text: fields.text, gateway: gateway,
            damaged: fields.damaged)
    }
}
