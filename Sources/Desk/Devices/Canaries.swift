// SPDX-License-Identifier: Apache-2.0
/// Canaries: a test device for each path, whose alarm goes the whole road each minute and back, so
/// that silence is an alarm. (Optus, 18 September 2025: a firewall blocked emergency calls alone, for
/// thirteen hours, and everybody who watched volumes saw nothing.)
/// Never puts a round into the line, the figures or the history; only its failing becomes a call.

package import Vocabulary

/// What is remembered of a canary over a restart.
package struct Canary: Equatable, Sendable {
    /// When its last alarm came that is on disk; nil before the first.
    package var heardAt: Moment?
    /// Without a whole round until then its path is silent.
    package var dueAt: Moment
    /// It was given time without having been heard: at its first start, or at a start after a long
    /// pause. It is given once, so that a centre that starts anew each minute still finds out.
    package var waits = true
    package var isSilent = false

    package init(heardAt: Moment? = nil, dueAt: Moment, waits: Bool = true, isSilent: Bool = false)
    {
        self.heardAt = heardAt
        self.dueAt = dueAt
        self.waits = waits
        self.isSilent = isSilent
    }
}

/// What only a running centre knows of a canary: rounds that were saved *and* answered. A disk that
/// hangs ends rounds, so nothing is moved here before the commit.
package struct CanaryWatch: Equatable, Sendable {
    package var dueAt: Moment
    /// When the last whole round began.
    package var provenAt: Moment?
    /// From the alarm until the virtual operator had it.
    package var took: Span?
}

extension Desk {
    /// The canary that says this; nil for everything else. A device is one only by name *and* by kind:
    /// whoever is listed by mistake and presses is still answered.
    func canary(_ signal: Signal) -> CanaryRule? {
        let kind = signal.identity.kind
        guard !rules.canaries.isEmpty, kind == .canary || kind == .test else { return nil }
        return rules.canaries.first {
            $0.device == signal.identity.device && ($0.gateway ?? signal.gateway) == signal.gateway
        }
    }

    /// A canary's alarm: saved like any other, acknowledged like any other, and offered to the virtual
    /// operator, who takes it once it is on disk. Said again it is one more round, no harm.
    mutating func takeRound(_ signal: Signal, from asker: Requester, isAlarm: Bool) {
        let device = signal.identity.device
        record(.canaryHeard(device, due: now + rules.canarySilentAfter))
        reply(
            asker,
            isAlarm
                ? .alarmStored(signal.identity.reference, roundNumber)
                : .signalStored(signal.identity.reference))
        effects.append(
            .afterCommit(
                .roundSaved(
                    CanaryRound(
                        device: device, reference: signal.identity.reference,
                        gateway: signal.gateway,
                        connection: asker == .nobody || !isAlarm ? nil : asker.connection,
                        cameAt: now))))
    }

    /// Number 0 of the day: in the form of a call, so that no gateway need learn another, and never
    /// the number of one.
    private var roundNumber: CallID { CallID(day: rules.zone.day(of: now), number: 0) }

    /// The round is on disk: the virtual operator takes it and closes it.
    mutating func finishRound(_ round: CanaryRound) {
        guard var watch = state.presence.canaries[round.device] else { return }
        watch.dueAt = max(watch.dueAt, round.cameAt + rules.canarySilentAfter)
        watch.provenAt = round.cameAt
        watch.took = now - round.cameAt
        state.presence.canaries[round.device] = watch
        // Not owed until SEEN as other alarms' are: the next round is the better reminder.
        if let connection = round.connection {
            effects.append(
                .taken(
                    connection,
                    TakenNotice(
                        number: nextNumber(.events), gateway: round.gateway, device: round.device,
                        reference: round.reference, call: roundNumber)))
        }
        if state.canaries[round.device]?.isSilent == true { pathBack(round) }
    }

    // MARK: Silence

    /// Looks at the paths at once: after a start or a reload.
    mutating func watchPaths() {
        if rules.canaries.isEmpty, state.canaries.isEmpty { return }
        pathsLookAt = now
        deadlines.arm(.paths, at: now)
    }

    /// One look at all canaries; armed again for the next that is due.
    mutating func lookAtPaths(dueAt moment: Moment) {
        // An entry that was overtaken by an earlier one.
        guard pathsLookAt == moment else { return }
        forgetCanaries()
        var next: Moment?
        for rule in rules.canaries {
            let due = expect(rule.device)
            guard state.canaries[rule.device]?.isSilent == false else { continue }
            if due <= now {
                pathSilent(rule)
            } else {
                next = min(next ?? due, due)
            }
        }
        pathsLookAt = next
        if let next { deadlines.arm(.paths, at: next) }
    }

    /// Until when this canary has time.
    private mutating func expect(_ device: DeviceID) -> Moment {
        if let watch = state.presence.canaries[device] { return watch.dueAt }
        let whole = now + rules.canarySilentAfter
        var due = whole
        if let known = state.canaries[device] {
            // A clock that was ahead before the start must not give it days.
            due = min(known.dueAt, whole)
            if !known.waits, !known.isSilent, due < now + rules.canaryEvery {
                due = now + rules.canaryEvery
                record(.canaryExpected(device, due: due))
            }
        } else {
            record(.canaryExpected(device, due: due))
        }
        state.presence.canaries[device] = CanaryWatch(
            dueAt: due, provenAt: state.canaries[device]?.heardAt)
        return due
    }

    /// Canaries that the configuration no longer names.
    private mutating func forgetCanaries() {
        for device in state.canaries.allIDs
        where !rules.canaries.contains(where: { $0.device == device }) {
            state.presence.canaries[device] = nil
            record(.canaryExpected(device, due: nil))
        }
    }

    /// An alarm about the path, in front of people like any other. One call takes them all while it
    /// is open: what cuts one path mostly cuts several, and must not stand as twenty calls beside
    /// the presses that still come through.
    private mutating func pathSilent(_ rule: CanaryRule) {
        let before = state.presence.canaries[rule.device]?.provenAt
        let signal = Signal(
            identity: AlarmIdentity(
                device: rule.device, reference: Reference("silent-\(now.milliseconds)"),
                kind: .pathSilent, deviceTime: 0),
            text: "\(rule.words): no whole round for "
                + "\((before.map { now - $0 } ?? rules.canarySilentAfter).secondsText) s; "
                + "expected every \(rules.canaryEvery.secondsText) s",
            gateway: .centre)
        let open = state.calls.all.first { $0.kind == .pathSilent }?.id
        if let open {
            joinPaths(open, AlarmEntry(signal: signal, receivedAt: now))
        } else {
            receive(signal, at: nil, from: .nobody, mayOpen: true)
        }
        record(.pathSilent(rule.device, call: callAboutPath(of: rule.device)))
    }

    /// Joins without raising: it is no second cry for help.
    private mutating func joinPaths(_ id: CallID, _ entry: AlarmEntry) {
        record(.alarmJoined(id, entry))
        if let now = state.calls.read(id, { $0.state }), now == .parked || now == .confirming {
            giveBack(id, .pressed, by: .desk)
        }
        guard let call = state.calls[id] else { return }
        announce(
            to: call.holder ?? call.offeredTo, andWatchers: .calls, .joined(brief(call), entry.signal))
    }

    /// A silent path is heard again: noted where a call speaks of it; a person closes that.
    private mutating func pathBack(_ round: CanaryRound) {
        let call = callAboutPath(of: round.device)
        record(.pathBack(round.device, call: call))
        pathsLookAt = now
        deadlines.arm(.paths, at: now)
        guard let call else { return }
        guard let rule = rules.canaries.first(where: { $0.device == round.device }) else { return }
        record(
            .noteWritten(
                call, by: .device(round.device), text: "\(rule.words): heard again"))
        announceCall(call, what: "heard")
    }

    private func callAboutPath(of device: DeviceID) -> CallID? {
        state.calls.all.last { call in
            call.alarms.contains {
                $0.signal.identity.kind == .pathSilent && $0.signal.identity.device == device
            }
        }?.id
    }

    /// What supervisors see of the canaries.
    var canaryBriefs: [CanaryBrief] {
        rules.canaries.map { rule in
            let watch = state.presence.canaries[rule.device]
            return CanaryBrief(
                device: rule.device, gateway: rule.gateway, path: rule.path,
                isSilent: state.canaries[rule.device]?.isSilent ?? false,
                provenAt: watch?.provenAt, took: watch?.took)
        }
    }
}

extension CanaryRule {
    /// As people read it on a call.
    fileprivate var words: String {
        let by = gateway.map { ", gateway \($0)" } ?? ""
        return "path \(path)\(by), canary \(device)"
    }
}
