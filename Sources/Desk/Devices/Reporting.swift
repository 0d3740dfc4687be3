// SPDX-License-Identifier: Apache-2.0
/// What is different about diallers that speak to us directly: several events in one message, the same
/// message sent again, and nobody who vouches for who they say they are.
/// Never lets a message pass without its events standing on a call or in the history.

import Vocabulary

extension Desk {
    /// All events of one message, acknowledged together once they are on disk.
    mutating func take(_ report: DiallerReport, from asker: Requester) {
        let device = registered(report.device)
        if report.onlyIfRegistered, !state.directory.devices.contains(device) {
            if asker != .nobody { reply(asker, .retry(nil, reason: "unknown account")) }
            return
        }
        let position = hears(device, through: report.events.first?.signal.gateway ?? .centre)
        for event in report.events {
            var signal = event.signal
            if signal.identity.device != device {
                signal.identity = AlarmIdentity(
                    device: device, reference: signal.identity.reference,
                    kind: signal.identity.kind, deviceTime: signal.identity.deviceTime)
            }
            receive(signal, at: position, from: .nobody, mayOpen: event.isAlarm)
        }
        if asker != .nobody { reply(asker, .reportStored) }
    }

    /// The account as the directory spells it. Devices send letters in either case, and some pad with
    /// zeros (pysiaalarm 36, ioBroker 20): looked for only where the account itself is unknown.
    private func registered(_ account: DeviceID) -> DeviceID {
        let devices = state.directory.devices
        if devices.contains(account) { return account }
        let upper = account.text.uppercased()
        let bare = String(upper.drop { $0 == "0" })
        var spellings = [upper, account.text.lowercased(), bare]
        // The standard's shortest account has three digits; the longest that pads with zeros six.
        for length in 3...6 where length > bare.utf8.count {
            spellings.append(String(repeating: "0", count: length - bare.utf8.count) + bare)
        }
        for spelling in spellings where !spelling.isEmpty {
            let device = DeviceID(spelling)
            if devices.contains(device) { return device }
        }
        return account
    }

    /// What a signal means: its code's meaning where a table of codes gave one, else its kind's.
    func rule(for signal: Signal) -> KindRule {
        let kind = rules.rule(for: signal.identity.kind)
        guard let meaning = signal.meaning else { return kind }
        var rule = KindRule(
            priority: meaning.priority, plan: meaning.plan ?? kind.plan,
            opensCall: meaning.opensCall)
        rule.mayStorm = kind.mayStorm
        return rule
    }

    /// Whether a mere signal may open a call: only where somebody has said so of it.
    func opensCall(_ signal: Signal, _ rule: KindRule) -> Bool {
        rule.opensCall && (signal.meaning != nil || rules.kinds[signal.identity.kind] != nil)
    }

    /// Whether what a dialler sends under an old number is a new event: the span of retries is over,
    /// or a person has closed the call that the first one opened.
    func isNewEvent(_ signal: Signal, since known: RepeatMemory.Heard) -> Bool {
        guard let dialled = signal.dialled else { return false }
        if now - known.at > dialled.resendSpan { return true }
        return known.call.map { !state.calls.contains($0) } ?? false
    }

    /// Sent again: the same event, but the holder should see that the device did not rest.
    mutating func noteResent(_ signal: Signal, on call: CallID) {
        guard signal.dialled != nil, state.calls.contains(call) else { return }
        record(
            .noteWritten(
                call, by: .device(signal.identity.device),
                text: "sent again: \(signal.identity.reference)"))
    }

    /// Where an unregistered device without proof goes when many such calls are open already: to the
    /// newest of them, as one more alarm that an operator sees.
    func callForStrangers(_ signal: Signal) -> CallID? {
        guard signal.dialled?.isProven == false,
            state.callOfStranger.count >= Limits.strangerCallsMax
        else { return nil }
        // The order of a dictionary is not used: the greatest number is the same in every process.
        return state.callOfStranger.values.max()
    }
}
