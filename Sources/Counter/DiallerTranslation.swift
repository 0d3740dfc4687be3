// SPDX-License-Identifier: Apache-2.0
/// A dialler's report -> desk event: what its codes mean, how urgent they are, what people read.
/// Never drops an event: an unknown code is an alarm, and is shown as it came.

package import Desk
package import Vocabulary
package import Wire

/// What the configuration says of diallers.
package struct DiallerRules: Sendable {
    package var codes: EventCodes
    /// Sent again within this it is the same event.
    package var resendSpan: Span
    /// Urgency of codes that are not in the table, where the account names none.
    package var unknownCodePriority: Priority

    package init(codes: EventCodes, resendSpan: Span, unknownCodePriority: Priority) {
        self.codes = codes
        self.resendSpan = resendSpan
        self.unknownCodePriority = unknownCodePriority
    }
}

package enum DiallerTranslation {
    /// The word for a code that is in no table.
    package static let unknownCode = SignalKind("unknown-code")
    /// The word for the end of a condition.
    package static let restore = SignalKind("restore")
    /// The word for a message that could not be read or believed.
    package static let fault = SignalKind("dialler-fault")

    /// What is to be stored of a report.
    /// - Parameter onlyIfRegistered: whether the desk is to refuse a device that it does not know.
    package static func event(
        _ report: DC09Report, _ rules: DiallerRules, from host: String, asker: Requester,
        onlyIfRegistered: Bool = false
    ) -> DeskEvent {
        .report(
            DiallerReport(
                device: report.device, events: events(report, rules, host),
                onlyIfRegistered: onlyIfRegistered), asker)
    }

    /// What operators must see of a message that was refused; nil where nobody must.
    package static func event(
        _ fault: DC09Fault, _ rules: DiallerRules, from host: String
    ) -> DeskEvent? {
        guard fault.kind.tells != .nobody, !fault.account.isEmpty else { return nil }
        let onlyIfRegistered = fault.kind.tells == .ifKnown && !fault.isListed
        var events: [DiallerReport.Event] = []
        if let report = fault.report, !report.isHeartbeat {
            events = self.events(report, rules, host).map { event in
                var event = event
                event.signal.text += "; \(fault.kind.meaning)"
                return event
            }
        }
        if events.isEmpty { events = [faultEvent(fault, rules, host)] }
        return .report(
            DiallerReport(
                device: events[0].signal.identity.device, events: events,
                onlyIfRegistered: onlyIfRegistered), .nobody)
    }

    /// The message may have been a press: it opens a call, unless its token says that it was a poll.
    /// A poll says the same each minute, so that it counts once in the window of repeats.
    private static func faultEvent(
        _ fault: DC09Fault, _ rules: DiallerRules, _ host: String
    ) -> DiallerReport.Event {
        var signal = Signal(
            identity: AlarmIdentity(
                device: DeviceID(fault.account), reference: Reference(fault.kind.rawValue),
                kind: self.fault, deviceTime: 0),
            text: [fault.kind.meaning, fault.detail].filter { !$0.isEmpty }.joined(separator: "; "),
            gateway: .dialler(from: host), damaged: true)
        let isUrgent = fault.kind.mayHideAPress && !fault.isPoll
        signal.meaning = SignalMeaning(
            priority: isUrgent ? rules.unknownCodePriority : .soon, opensCall: isUrgent)
        if isUrgent {
            signal.dialled = Dialled(resendSpan: rules.resendSpan, isProven: false)
        }
        // On a call that is open already it is a note, no further press.
        return DiallerReport.Event(signal: signal, isAlarm: false)
    }

    private static func events(
        _ report: DC09Report, _ rules: DiallerRules, _ host: String
    ) -> [DiallerReport.Event] {
        report.events.enumerated().map { index, coded in
            let found = Meaning(coded, report, rules)
            var signal = Signal(
                identity: AlarmIdentity(
                    device: report.device, reference: report.reference(ofEvent: index),
                    kind: found.kind, deviceTime: 0),
                location: report.extended.location,
                text: DiallerWords.text(of: coded, found.words, report),
                gateway: .dialler(from: host), damaged: report.isOdd)
            if signal.location.isEmpty, !coded.zone.isEmpty, coded.zone != "000" {
                signal.location = "zone \(coded.zone)"
            }
            signal.meaning = found.meaning
            signal.dialled = Dialled(
                resendSpan: rules.resendSpan, isProven: report.isEncrypted)
            return DiallerReport.Event(signal: signal, isAlarm: found.isAlarm)
        }
    }
}

/// What one coded event means here.
private struct Meaning {
    let kind: SignalKind
    let meaning: SignalMeaning
    let isAlarm: Bool
    /// The table's name for it, and what to do with the loudspeaker.
    let words: [String]

    init(_ event: DC09Event, _ report: DC09Report, _ rules: DiallerRules) {
        var row: EventMeaning?
        var isRestore = event.qualifier == .restore
        if event.isContactID {
            row = rules.codes.contactID(event.tableCode)
            // Openings and closings: 3 is the closing, no restore (DC-05).
            if event.tableCode.utf8.first == UInt8(ascii: "4") { isRestore = false }
        } else if let found = rules.codes.sia(event.code) {
            row = found.meaning
            isRestore = found.isRestore
        }
        let priority =
            row?.priority ?? report.listed?.priority ?? rules.unknownCodePriority
        let opensCall = (row?.opensCall ?? true) && !isRestore
        kind = isRestore
            ? DiallerTranslation.restore : row?.kind ?? DiallerTranslation.unknownCode
        meaning = SignalMeaning(priority: priority, plan: row?.plan, opensCall: opensCall)
        // Technical notes of a home whose call is open must not raise it; a condition that is only
        // still there is no new press.
        isAlarm = opensCall && event.qualifier == .new && priority <= .urgent
        var words = row.map { [$0.name, $0.nameChinese].filter { !$0.isEmpty } } ?? ["unknown code"]
        if isRestore { words.append("restored") }
        if event.qualifier == .status { words.append("still so") }
        if let voice = row?.voice, voice != .yes, !isRestore {
            words.append("voice: \(voice.rawValue)")
        }
        self.words = words
    }
}

/// What people read of an event.
private enum DiallerWords {
    static func text(of event: DC09Event, _ words: [String], _ report: DC09Report) -> String {
        var parts = ["\(event.code) \(words.joined(separator: ", "))"]
        func add(_ name: String, _ value: String) {
            if !value.isEmpty { parts.append(name.isEmpty ? value : "\(name) \(value)") }
        }
        add("zone", event.zone == "000" ? "" : event.zone)
        add("area", event.area == "00" ? "" : event.area)
        add("user", event.user == "000" ? "" : event.user)
        add("", event.text)
        add("", report.extended.alarmText)
        add("see", report.extended.verification)
        add("at", report.extended.coordinates)
        add("device time", event.time)
        if event.isOld { parts.append("kept by the device") }
        if let skew = report.skew, skew.magnitude > 60 {
            parts.append("device clock \(skew > 0 ? "+" : "")\(skew) s")
        }
        return cut(parts.joined(separator: "; "), toBytes: Limits.textBytesMax)
    }
}
