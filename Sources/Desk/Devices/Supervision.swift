// SPDX-License-Identifier: Apache-2.0
/// Which devices are watched, and what is said when one is late or heard again (a silent one: Silences).
/// An open risk, because a press would not be heard either (Anoush Summers PFD 2024: reported broken, not
/// replaced, a fatal fall five days later).
/// Never costs a heartbeat more than a look-up, and looks at a slice of the watches each second.

import Vocabulary

extension Desk {
    /// Begins, changes and ends watches as the rules say; for a start and a reload.
    mutating func watchDevices() {
        let span = rules.supervisionSpan
        if let span {
            for device in state.directory.devices.allIDs {
                state.presence.watches.expect(
                    device, within: rules.supervision[device] ?? span, from: now)
            }
        }
        for device in rules.supervision.keys.sorted() {
            guard let own = rules.supervision[device] else { continue }
            state.presence.watches.expect(device, within: own, from: now)
        }
        let directory = state.directory
        let listed = rules.supervision
        state.presence.watches.keep { device in
            listed[device] != nil || span != nil && directory.devices.contains(device)
        }
        // After a start what was silent is still so; of what is watched no longer nobody can say.
        for device in state.silences.allIDs {
            guard let silence = state.silences[device] else { continue }
            if state.presence.watches[device] == nil {
                record(.silenceEnded(device, by: .desk))
            } else {
                state.presence.watches.fall(device, silentSince: silence.heardAt)
            }
        }
        armSupervision()
    }

    /// Registered while the centre runs: one that never says a word is silent, too.
    mutating func watchNew(_ device: DeviceID) {
        guard let span = rules.supervision[device] ?? rules.supervisionSpan,
            state.presence.watches[device] == nil
        else { return }
        state.presence.watches.expect(device, within: span, from: now)
        armSupervision()
    }

    private mutating func armSupervision() {
        guard !isSupervising, state.presence.watches.count > 0 else { return }
        isSupervising = true
        deadlines.arm(.supervision, at: now + .seconds(1))
    }

    /// Something was heard of a device, whatever it was.
    /// - Returns: where the device stands in the directory: an alarm is received from there.
    @discardableResult
    mutating func hears(_ device: DeviceID, through gateway: GatewayID) -> Int? {
        let position = state.directory.devices.position(of: device)
        if let position {
            state.directory.devices[at: position].lastHeard = now
            state.routes.note(deviceAt: position, through: gateway)
            armRoutes()
        }
        watchHears(device)
        return position
    }

    private mutating func watchHears(_ device: DeviceID) {
        guard let before = state.presence.watches.heard(device, at: now) else { return }
        let quiet = now - before.heardAt
        let home = state.directory.devices.read(device) { $0.device.home }
        let news = Notice.deviceBack(device, home, quiet: quiet)
        guard before.standing == .silent else { return announce(.watchers(.devices), news) }
        announce(.these(.supervisors, andWatchers: .devices), news)
        guard let silence = state.silences[device] else { return }
        record(.silenceEnded(device, by: .device(device)))
        if silence.calls > 0, let call = openCall(of: device) {
            record(
                .noteWritten(
                    call, by: .device(device), text: "heard again after \(quiet.secondsText) s"))
            announceCall(call, what: "heard")
        }
    }

    /// One look at the watches; armed again for as long as there are any.
    mutating func supervise() {
        isSupervising = false
        let look = state.presence.watches.look(at: now)
        for device in look.late { announceLate(device) }
        gather(silent: look.silent)
        if look.endsRound { state.presence.silenceRound.end() }
        noteSilences(mayRing: look.endsRound)
        if look.endsRound { raiseSilences() }
        armSupervision()
    }

    private mutating func announceLate(_ device: DeviceID) {
        guard let watch = state.presence.watches[device] else { return }
        let home = state.directory.devices.read(device) { $0.device.home }
        announce(
            .watchers(.devices), .deviceOverdue(device, home, .late, quiet: now - watch.heardAt))
    }
}
