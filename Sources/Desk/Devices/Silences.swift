// SPDX-License-Identifier: Apache-2.0
/// Silent devices as open risks: noted, with a call to the home now and again until they are heard.
/// Never floods the line: a bounded number of calls at a time, those of the people at highest risk
/// first; the others stay due and come when there is room.

package import Vocabulary

/// A device that is no longer heard. An open risk, not a ticket: it stays until the device is heard.
package struct Silence: Hashable, Sendable {
    /// When it was last heard.
    package var heardAt: Moment
    /// When its home is to be rung next.
    package var welfareAt: Moment
    /// Calls opened, or noted on the home's open call, for it so far.
    package var calls = 0

    package init(heardAt: Moment, welfareAt: Moment) {
        self.heardAt = heardAt
        self.welfareAt = welfareAt
    }
}

/// What one round of looking has found, those of the people at highest risk first. Bounded: what finds
/// no place is found again in the next round.
package struct SilenceRound: Equatable, Sendable {
    /// Of the round before, by risk, 0 first: to be put on record.
    private var known: [[DeviceID]] = Array(repeating: [], count: Limits.riskMax + 1)
    /// By risk: silent, and not on record.
    private var silent: [[DeviceID]] = Array(repeating: [], count: Limits.riskMax + 1)
    /// By risk: on record, and to be rung.
    private var due: [[DeviceID]] = Array(repeating: [], count: Limits.riskMax + 1)
    private var dueCount = 0
    /// Where the next slice of those on record begins.
    private var at = 0

    package init() {}

    mutating func found(_ device: DeviceID, risk: Int) {
        let place = max(0, min(Limits.riskMax, risk))
        if silent[place].count < Limits.silencesPerRound { silent[place].append(device) }
    }

    mutating func isDue(_ device: DeviceID, risk: Int) {
        let place = max(0, min(Limits.riskMax, risk))
        dueCount += 1
        if due[place].count < Limits.silentCallsMax { due[place].append(device) }
    }

    /// The position of the next one on record; nil: the round is over for them.
    mutating func next(below count: Int) -> Int? {
        guard at < count else { return nil }
        at += 1
        return at - 1
    }

    /// Everybody was looked at: what was found may go on record, in order of risk.
    mutating func end() {
        for place in silent.indices {
            known[place] = silent[place]
            silent[place].removeAll(keepingCapacity: true)
        }
    }

    /// Of those found, one of the highest risk, removed.
    mutating func takeFound() -> DeviceID? {
        for place in known.indices.reversed() where !known[place].isEmpty {
            return known[place].removeFirst()
        }
        return nil
    }

    /// Who is to be rung, highest risk first, and how many there are in all. The next round begins.
    mutating func takeDue() -> (first: [DeviceID], count: Int) {
        defer {
            for place in due.indices { due[place].removeAll(keepingCapacity: true) }
            dueCount = 0
            at = 0
        }
        return (due.reversed().flatMap { $0 }, dueCount)
    }
}

extension Desk {
    /// The highest risk among the people who depend on this device.
    func risk(of device: DeviceID) -> Int {
        state.directory.devices.read(device) { $0.device.home }.map { risk(of: $0) } ?? 0
    }

    /// The highest risk among the people of this home.
    func risk(of home: HomeID) -> Int {
        state.directory.homes.read(home) { $0.subscribers.map(\.risk).max() ?? 0 } ?? 0
    }

    /// Between two calls to a home whose device stays silent: the higher the risk, the sooner.
    private func welfareSpan(risk: Int) -> Span {
        Span(milliseconds: rules.welfareSpan.milliseconds / Int64(max(1, risk)))
    }

    /// A slice of the watches was looked at: what was found in it is sorted by risk.
    mutating func gather(silent devices: [DeviceID]) {
        for device in devices { state.presence.silenceRound.found(device, risk: risk(of: device)) }
        let slice = Limits.slice(of: state.silences.count)
        for _ in 0..<min(slice, state.silences.count) {
            guard let position = state.presence.silenceRound.next(below: state.silences.count)
            else {
                break
            }
            let (device, silence) = state.silences.entry(at: position)
            guard silence.welfareAt <= now else { continue }
            state.presence.silenceRound.isDue(device, risk: risk(of: device))
        }
    }

    /// Devices found silent go on record, some with each look: no press waits behind a whole network.
    /// - Parameter mayRing: their homes may be rung at the end of this very round.
    mutating func noteSilences(mayRing: Bool) {
        var noted = 0
        while noted < Limits.silencesPerLook,
            let device = state.presence.silenceRound.takeFound()
        {
            // Heard meanwhile, or on record already.
            guard let watch = state.presence.watches[device], watch.standing == .silent,
                !watch.isKnown
            else { continue }
            noted += 1
            state.presence.watches.know(device)
            record(.deviceSilent(device, heardAt: watch.heardAt, welfareAt: now))
            if mayRing { state.presence.silenceRound.isDue(device, risk: risk(of: device)) }
        }
    }

    /// At the end of a round: rings the homes of silent devices that are due, while there is room.
    mutating func raiseSilences() {
        let due = state.presence.silenceRound.takeDue()
        if due.count == 0 { return }
        let rule = rules.rule(for: .silent)
        var room = rule.opensCall ? Limits.silentCallsMax : 0
        for position in 0..<state.calls.count
        where state.calls.entry(at: position).value.kind == .silent { room -= 1 }
        for device in due.first.prefix(max(0, room)) { raise(device) }
        guard due.count > max(0, room) else { return }
        if let said = state.presence.silenceSaidAt, now - said < .minutes(1) { return }
        state.presence.silenceSaidAt = now
        announce(
            .these(.supervisors, andWatchers: .devices),
            .manySilent(state.presence.watches.silentCount))
    }

    private mutating func raise(_ device: DeviceID) {
        guard let silence = state.silences[device], silence.welfareAt <= now else { return }
        let risk = risk(of: device)
        let quiet = now - silence.heardAt
        let home = state.directory.devices.read(device) { $0.device.home }
        if silence.calls == 0 {
            announce(
                .these(.supervisors, andWatchers: .devices),
                .deviceOverdue(device, home, .silent, quiet: quiet))
        }
        let next = now + welfareSpan(risk: risk)
        record(.welfareDue(device, at: next, isRaised: true))
        // After a restart the home's call may already speak of it.
        if silence.calls == 0, let open = openCall(of: device), speaksOfSilence(open, device) {
            return
        }
        let span = state.presence.watches[device]?.span ?? .zero
        let text =
            silence.calls == 0
            ? "not heard for \(quiet.secondsText) s; expected every \(span.secondsText) s"
            : "welfare call \(silence.calls): still not heard, for \(quiet.secondsText) s; ring the home"
        var signal = Signal(
            identity: AlarmIdentity(
                device: device,
                reference: Reference("silent-\(silence.heardAt.milliseconds)-\(silence.calls)"),
                kind: .silent, deviceTime: 0),
            text: text, gateway: .centre)
        // Who is at highest risk goes before other faults, never before a press.
        if risk >= Limits.riskMax, let rule = rules.kinds[.silent], rule.priority > .urgent {
            signal.meaning = SignalMeaning(priority: rule.priority.raised)
        }
        receive(
            signal, at: state.directory.devices.position(of: device), from: .nobody, mayOpen: false)
    }

    private func speaksOfSilence(_ call: CallID, _ device: DeviceID) -> Bool {
        state.calls.read(call) { open in
            open.alarms.contains {
                $0.signal.identity.kind == .silent && $0.signal.identity.device == device
            }
        } ?? false
    }

    /// A person has closed a call of this home: whoever lives there was looked after now.
    mutating func putOffWelfare(of home: HomeID?) {
        if state.silences.isEmpty { return }
        for device in home.flatMap({ state.directory.homes.read($0) { $0.devices } }) ?? [] {
            guard state.silences.contains(device) else { continue }
            let next = now + welfareSpan(risk: risk(of: device))
            record(.welfareDue(device, at: next, isRaised: false))
        }
    }

    /// Silent devices, those of the people at highest risk first, the longest silence before others.
    func silentDevices(matching query: ListQuery) -> (rows: [DeviceBrief], more: Int) {
        var found: [[Int]] = Array(repeating: [], count: Limits.riskMax + 1)
        for position in 0..<state.silences.count {
            let device = state.silences.entry(at: position).id
            guard let home = state.directory.devices.read(device, { $0.device.home }) else {
                continue
            }
            if let wanted = query.home, wanted != home { continue }
            if let district = query.district,
                state.directory.homes.read(home, { $0.home.district }) != district
            {
                continue
            }
            found[min(Limits.riskMax, risk(of: home))].append(position)
        }
        var rows: [DeviceBrief] = []
        for (risk, positions) in found.enumerated().reversed() where rows.count < Limits.listRowsMax
        {
            let entries = positions.map { state.silences.entry(at: $0) }.sorted {
                ($0.value.heardAt, $0.id) < ($1.value.heardAt, $1.id)
            }
            for (device, silence) in entries.prefix(Limits.listRowsMax - rows.count) {
                guard let entry = state.directory.devices[device] else { continue }
                var row = DeviceBrief(
                    device: entry.device, lastHeard: entry.lastHeard, standing: .silent)
                row.silence = silence
                row.quiet = now - silence.heardAt
                row.risk = risk
                rows.append(row)
            }
        }
        return (rows, found.reduce(0) { $0 + $1.count } - rows.count)
    }
}
