// SPDX-License-Identifier: Apache-2.0
/// Alarm -> new call, or joins the home's open call; repeats are answered the same.
/// Never refuses an alarm: an unknown device becomes a call marked unregistered.

import Vocabulary

extension Desk {
    /// A message from a device. `mayOpen` is false for SIGNAL, which opens a call only where the
    /// configuration says so for its kind. `position`: of its device in the directory.
    mutating func receive(
        _ signal: Signal, at position: Int?, from asker: Requester, mayOpen: Bool
    ) {
        if canary(signal) != nil {
            return takeRound(signal, from: asker, isAlarm: mayOpen)
        }
        let identity = signal.identity
        if let known = state.repeats.heard(identity), !isNewEvent(signal, since: known) {
            if let call = known.call {
                noteResent(signal, on: call)
                reply(
                    asker,
                    mayOpen
                        ? .alarmStored(identity.reference, call)
                        : .signalStored(identity.reference, call))
                tellTakenAgain(identity, call, asker)
            } else {
                reply(asker, .signalStored(identity.reference))
            }
            return
        }
        let rule = rule(for: signal)
        settleMissed(signal, deviceAt: position)
        guard mayOpen || opensCall(signal, rule) else {
            hear(signal, from: asker)
            return
        }
        let place = place(ofDeviceAt: position)
        let open =
            openCall(of: identity.device, at: place)
            ?? (place == nil ? callForStrangers(signal) : nil)
        // A battery note of a home whose call is open is no press: it must not raise the call.
        // A fall reported as a signal, more urgent than what the call is about, is one; so is whatever is
        // about life, however it is sent.
        if !mayOpen, let open, let now = state.calls.read(open, { $0.priority }),
            !(rule.priority < now || rule.priority == .lifeSafety)
        {
            return hear(signal, from: asker)
        }
        let entry = AlarmEntry(signal: signal, receivedAt: now)
        let over = overflow(of: signal, joins: open, homeAt: place?.position)
        let call: CallID
        var holder: OperatorID?
        if let open {
            join(open, entry, rule, over)
            call = open
            holder = state.calls.read(open) { $0.holder } ?? nil
        } else {
            call = openCall(entry, rule, at: place)
            if let over { tellRunaway(call, identity, over) }
            // A press is none of a storm's business, and pays nothing for it.
            if rule.mayStorm { lookForStorm(call) }
        }
        reply(
            asker,
            mayOpen
                ? .alarmStored(identity.reference, call)
                : .signalStored(identity.reference, call))
        if mayOpen, let holder { oweTaken(signal, call, holder) }
    }

    /// A home in the directory, found once for all that an alarm needs of it.
    private struct Place {
        let home: HomeID
        /// In the table of homes.
        let position: Int
    }

    /// The home a device is in; nil where it is not known.
    private func place(ofDeviceAt position: Int?) -> Place? {
        guard let at = position else { return nil }
        let home = state.directory.devices[at: at].device.home
        // Known since the device was saved, unless its home came later.
        guard
            let position = state.directory.devices[at: at].shortCut.position
                ?? state.directory.homes.position(of: home)
        else { return nil }
        return Place(home: home, position: position)
    }

    /// The open call of the home this device is in, or of the unregistered device itself.
    func openCall(of device: DeviceID) -> CallID? {
        openCall(of: device, at: place(ofDeviceAt: state.directory.devices.position(of: device)))
    }

    private func openCall(of device: DeviceID, at place: Place?) -> CallID? {
        if let place {
            state.directory.homes[at: place.position].openCall
        } else {
            state.callOfStranger[device]
        }
    }

    /// A restore, a battery note, a test: written down, shown on the home's open call.
    private mutating func hear(_ signal: Signal, from asker: Requester) {
        let call = openCall(of: signal.identity.device)
        record(.signalHeard(signal, call: call))
        if let call {
            record(
                .noteWritten(
                    call, by: .device(signal.identity.device),
                    text: signal.text.isEmpty
                        ? signal.identity.kind.word : "\(signal.identity.kind) \(signal.text)"))
            tellHolder(of: call, what: signal.identity.kind.word)
        }
        reply(asker, .signalStored(signal.identity.reference))
    }

    private mutating func openCall(
        _ entry: AlarmEntry, _ rule: KindRule, at place: Place?
    ) -> CallID {
        var district = ""
        var language = ""
        var records: Boxed<HomeRecords>?
        if let place {
            let known = state.directory.homes[at: place.position].records
            district = known.value.home.district
            language = known.value.language
            records = known
        }
        let call = OpenCall(
            id: nextCallID(), home: place?.home, kind: entry.signal.identity.kind,
            priority: rule.priority, arrivedAt: now, district: district, language: language,
            plan: rule.plan, alarms: [entry], steps: openSteps(of: rule.plan),
            homePosition: place?.position)
        record(.callOpened(call))
        count { $0.arrived += 1 }
        announce(
            .watchers(.calls), .call(CallBrief(call, records, at: now), what: "opened"))
        return call.id
    }

    /// A plan's steps, all open; made once and shared by all its calls.
    private mutating func openSteps(of plan: PlanID) -> [CallStep] {
        if let known = openSteps[plan] { return known }
        let steps = state.directory.plans.read(plan) { $0.steps.map { CallStep(step: $0) } } ?? []
        openSteps[plan] = steps
        return steps
    }

    /// A technical call was opened: it joins the storm that concerns it, or is counted for one.
    private mutating func lookForStorm(_ id: CallID) {
        if !state.storms.isEmpty { joinStorm(id) }
        if state.calls.read(id, { $0.storm == nil }) == true { countForProposal(id) }
    }

    /// Another press from a home whose call is open: it joins, and the call rises.
    private mutating func join(
        _ id: CallID, _ entry: AlarmEntry, _ rule: KindRule, _ over: Overflow?
    ) {
        guard let before = state.calls[id] else { return }
        if let over, !(rule.priority < before.priority) { return fold(id, entry, rule, over) }
        record(.alarmJoined(id, entry))
        if before.storm != nil, endsGrouping(before, entry.signal.identity.kind, rule) {
            lift(id, .pressed, by: entry.signal.actor)
        }
        if rule.priority < before.priority {
            record(.callRaised(id, rule.priority, .moreUrgent))
            reclassify(before, entry.signal.identity.kind, rule.plan)
        } else if before.isWaiting || before.state == .handling {
            // Held, too: it comes back with the rank of a call that was pressed again.
            let rank = state.calls.read(id) { $0.rank } ?? before.rank
            if rank != rank.aged { record(.callRaised(id, rank.aged, .repeated)) }
        }
        if !(rule.priority < before.priority) {
            followToo(before, entry.signal.identity.kind, rule)
        }
        // Pressed again while put aside or about to be closed: it comes back at once.
        if before.state == .parked || before.state == .confirming {
            giveBack(
                id, entry.signal.identity.kind == .callBack ? .promised : .pressed,
                by: entry.signal.actor)
        }
        guard let call = state.calls[id] else { return }
        let news = brief(call)
        announce(to: call.holder ?? call.offeredTo, andWatchers: .calls, .joined(news, entry.signal))
        if call.state == .handling, entry.signal.gateway != .centre, let holder = call.holder {
            pressedAgain(id, holder: holder)
        }
    }

    /// A device's cancel is noted; a person still decides.
    mutating func cancel(
        _ device: DeviceID, _ reference: Reference, _ gateway: GatewayID, from asker: Requester
    ) {
        hears(device, through: gateway)
        guard let id = openCall(of: device), let call = state.calls[id] else {
            return cancelClosed(device, reference, gateway, asker)
        }
        // A cancel of an older, closed alarm is shown, but withdraws nothing.
        let isOurs = call.alarms.contains {
            $0.signal.identity.device == device && $0.signal.identity.reference == reference
        }
        let withdraws = isOurs && call.answeredAt == nil && !call.withdrawn
        if !call.cancelled || withdraws {
            record(
                .cancelHeard(
                    id, device, reference, withdrawnAfter: withdraws ? now - call.arrivedAt : nil,
                    call.measureKey))
        }
        reply(asker, .cancelNoted(reference, id))
        if let call = state.calls[id] {
            announce(
                to: call.holder ?? call.offeredTo, andWatchers: .calls,
                .cancelled(brief(call), device, reference))
        }
    }

    /// A cancel that comes when no call of the home is open: it stands in the closed call's story.
    private mutating func cancelClosed(
        _ device: DeviceID, _ reference: Reference, _ gateway: GatewayID, _ asker: Requester
    ) {
        let call = state.repeats.newestCall(of: device, reference)
        let signal = Signal(
            identity: AlarmIdentity(
                device: device, reference: reference, kind: .cancel, deviceTime: 0),
            gateway: gateway)
        if state.repeats.call(of: signal.identity) == nil {
            record(.signalHeard(signal, call: call))
        }
        reply(asker, .cancelNoted(reference, call))
    }

    /// What lists, offers and events say of a call.
    func brief(_ call: borrowing OpenCall) -> CallBrief {
        let home = state.directory.position(of: call)
        return CallBrief(call, home.map { state.directory.homes[at: $0].records }, at: now)
    }

    /// News of a call to those who watch calls.
    mutating func announceCall(_ id: CallID, what: String) {
        guard let news = state.calls.read(id, { brief($0) }) else { return }
        announce(.watchers(.calls), .call(news, what: what))
    }

    /// The same, and whoever has the call or is asked about it.
    private mutating func tellHolder(of id: CallID, what: String) {
        guard let call = state.calls[id] else { return }
        announce(
            to: call.holder ?? call.offeredTo, andWatchers: .calls, .call(brief(call), what: what))
    }

    mutating func forgetRepeats() {
        state.repeats.forget(before: now - rules.repeatWindow)
        deadlines.arm(.forgetting, at: now + .minutes(1))
    }

    /// Counts one for this hour's situation report.
    mutating func count(_ one: (inout Presence) -> Void) {
        let hour = rules.zone.hourNumber(of: now)
        if state.presence.hour != hour {
            state.presence.hour = hour
            state.presence.arrived = 0
            state.presence.answered = 0
            state.presence.answeredInTarget = 0
        }
        one(&state.presence)
    }
}
