// SPDX-License-Identifier: Apache-2.0
/// Devices that are no longer heard: an open risk, because a press would not be heard either (Anoush
/// Summers PFD 2024: reported broken, not replaced, a fatal fall five days later).
/// Never floods the line: when a network fails and thousands fall silent, a bounded number of calls
/// is opened, those of the people at highest risk first, and the supervisors hear how many there are.

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
    mutating func hears(_ device: DeviceID) -> Int? {
        let position = state.directory.devices.position(of: device)
        if let position { state.directory.devices[at: position].lastHeard = now }
        watchHears(device, isKnown: position != nil)
        return position
    }

    private mutating func watchHears(_ device: DeviceID, isKnown: Bool) {
        if isKnown, let span = rules.supervisionSpan, state.presence.watches[device] == nil {
            // Registered after the start: watched from its first word.
            state.presence.watches.expect(device, within: span, from: now)
            armSupervision()
        }
        guard let before = state.presence.watches.heard(device, at: now) else { return }
        let quiet = now - before.heardAt
        let home = state.directory.devices.read(device) { $0.device.home }
        let news = Notice.deviceBack(device, home, quiet: quiet)
        guard before.standing == .silent else { return announce(.watchers(.devices), news) }
        announce(.these(.supervisors, andWatchers: .devices), news)
        if before.hasCall, let call = openCall(of: device) {
            record(.noteWritten(
                call, by: .device(device), text: "heard again after \(quiet.secondsText) s"))
            announceCall(call, what: "heard")
        }
    }

    /// One look at the watches; armed again for as long as there are any.
    mutating func supervise() {
        isSupervising = false
        let (late, silent) = state.presence.watches.look(at: now)
        for device in late { announceOverdue(device, .late, to: .watchers(.devices)) }
        if !silent.isEmpty { raise(silent) }
        armSupervision()
    }

    /// Opens calls for silent devices while there is room, those of the people at highest risk first.
    private mutating func raise(_ silent: [DeviceID]) {
        let rule = rules.rule(for: .silent)
        var room = Limits.silentCallsMax
        for position in 0..<state.calls.count
        where state.calls.entry(at: position).value.kind == .silent { room -= 1 }
        // The device's name decides between people at equal risk: the order must be one and the same
        // in every run.
        let byRisk = silent.map { (risk: risk(of: $0), device: $0) }
            .sorted { ($1.risk, $0.device) < ($0.risk, $1.device) }
        for (_, device) in byRisk where rule.opensCall && room > 0 {
            openSilent(device)
            room -= 1
        }
        guard room <= 0 || !rule.opensCall else { return }
        if let said = state.presence.silenceSaidAt, now - said < .minutes(1) { return }
        state.presence.silenceSaidAt = now
        announce(
            .these(.supervisors, andWatchers: .devices),
            .manySilent(state.presence.watches.silentCount))
    }

    /// The highest risk among the people who depend on this device.
    private func risk(of device: DeviceID) -> Int {
        state.directory.devices.read(device) { $0.device.home }.flatMap { home in
            state.directory.homes.read(home) { $0.subscribers.map(\.risk).max() ?? 0 }
        } ?? 0
    }

    private mutating func openSilent(_ device: DeviceID) {
        state.presence.watches.hasCall(device)
        announceOverdue(device, .silent, to: .these(.supervisors, andWatchers: .devices))
        // After a restart the home's call may already speak of it.
        if let open = openCall(of: device), speaksOfSilence(open, device) { return }
        guard let watch = state.presence.watches[device] else { return }
        let quiet = now - watch.heardAt
        receive(
            Signal(
                identity: AlarmIdentity(
                    device: device, reference: Reference("silent-\(watch.heardAt.milliseconds)"),
                    kind: .silent, deviceTime: 0),
                text: "not heard for \(quiet.secondsText) s; expected every "
                    + "\(watch.span.secondsText) s",
                gateway: .centre),
            at: state.directory.devices.position(of: device), from: .nobody, mayOpen: false)
    }

    private func speaksOfSilence(_ call: CallID, _ device: DeviceID) -> Bool {
        state.calls.read(call) { open in
            open.alarms.contains {
                $0.signal.identity.kind == .silent && $0.signal.identity.device == device
            }
        } ?? false
    }

    private mutating func announceOverdue(
        _ device: DeviceID, _ standing: DeviceStanding, to audience: Audience
    ) {
        guard let watch = state.presence.watches[device] else { return }
        let home = state.directory.devices.read(device) { $0.device.home }
        announce(audience, .deviceOverdue(device, home, standing, quiet: now - watch.heardAt))
    }
}
