// SPDX-License-Identifier: Apache-2.0
/// Which other protocol has come to the DC-09 port, by its first bytes.
/// Never answers it: it is named in the log, and the connection ends quietly.

/// Protocols that are known to knock at an alarm port.
package enum DC09Foreign: String, CaseIterable, Sendable {
    case http, tls, ssh, sip
    /// Internet Protocol Alarm, a Nordic draft for nurse calls.
    case ipa
    /// SafeBell's own line protocol: a gateway at the wrong port.
    case line
    /// SOS Access v4 (XML).
    case sosAccess = "sos-access"
    /// Receiver automation: Sur-Gard, CongWin.
    case surGard = "sur-gard"
    /// Watches of the `[3G*id*len*...]` family.
    case watch
    /// JT/T 808 terminals.
    case jt808
    /// Honeywell Galaxy's raw SIA blocks.
    case galaxy
    /// DSC T-Link.
    case tLink = "t-link"
    case ecoline, optex

    /// One line for the document.
    package var meaning: String {
        switch self {
        case .http: "a browser or port scanner"
        case .tls: "a TLS ClientHello: encryption where none is offered"
        case .ssh: "an SSH client"
        case .sip: "SIP; SCAIP devices speak it"
        case .ipa: "IPA nurse call (`PUT / IPA/1.0`)"
        case .line: "SafeBell's own line protocol: a gateway at the wrong port"
        case .sosAccess: "SOS Access v4 (XML)"
        case .surGard: "receiver automation output (Sur-Gard, CongWin)"
        case .watch: "a watch (`[3G*id*...]`)"
        case .jt808: "a JT/T 808 terminal"
        case .galaxy: "raw SIA blocks (Galaxy)"
        case .tLink: "DSC T-Link"
        case .ecoline: "Ecoline (`HID=...`)"
        case .optex: "Optex (`SR0001L0001...`)"
        }
    }

    /// Recognises the beginning of `bytes`, line ends before it skipped; nil where nothing is known.
    init?(_ bytes: ByteSpan) {
        var at = 0
        while at < bytes.count, bytes[at] == 0x0A || bytes[at] == 0x0D { at += 1 }
        let head = bytes.extracting(at..<min(bytes.count, at + 64))
        guard let found = Self.binary(head) ?? Self.request(head) ?? Self.alarm(head) else {
            return nil
        }
        self = found
    }

    private static func binary(_ head: ByteSpan) -> DC09Foreign? {
        guard head.count > 2 else { return nil }
        switch head[0] {
        case 0x16: return head[1] == 0x03 ? .tls : nil
        case 0x7E: return .jt808
        case 0x5F: return .tLink
        case 0x05: return head[1] == 0x01 && head[2] == 0x81 ? .tLink : nil
        default: return nil
        }
    }

    private static func request(_ head: ByteSpan) -> DC09Foreign? {
        if begins(head, "SSH-") { return .ssh }
        if begins(head, "SIP/") || contains(head, " sip:") { return .sip }
        if contains(head, "IPA/1.") { return .ipa }
        let requests: [StaticString] = [
            "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "DELETE ", "CONNECT ", "PRI * ", "HTTP/",
        ]
        for start in requests where begins(head, start) { return .http }
        let verbs: [StaticString] = [
            "HELLO ", "ALARM ", "SIGNAL ", "ALIVE ", "CANCEL ", "LOGIN ", "PING", "HELP",
        ]
        for start in verbs where begins(head, start) { return .line }
        return nil
    }

    private static func alarm(_ head: ByteSpan) -> DC09Foreign? {
        let roots: [StaticString] = ["<?xml", "<alarmrequest", "<pingrequest", "<requestnew"]
        for start in roots where begins(head, start) { return .sosAccess }
        if begins(head, "["), head.count > 3, head[3] == 0x2A { return .watch }
        if begins(head, "F#") { return .galaxy }
        if begins(head, "HID=") { return .ecoline }
        if begins(head, "SR"), contains(head, "L0") { return .optex }
        // Sur-Gard ends records with DC4; CongWin begins with a group and an eight-digit account.
        let isDigit = head.count > 0 && head[0] &- 0x30 < 10
        if isDigit, contains(head, "\u{14}") || contains(head, " 18 ") { return .surGard }
        if begins(head, " 00 "), head.count > 8, head[4] &- 0x30 < 10, head[8] &- 0x30 < 10 {
            return .surGard
        }
        return nil
    }

    private static func begins(_ head: ByteSpan, _ text: StaticString, at start: Int = 0) -> Bool {
        let count = text.utf8CodeUnitCount
        guard start + count <= head.count else { return false }
        for at in 0..<count where head[start + at] != text.utf8Start[at] { return false }
        return true
    }

    private static func contains(_ head: ByteSpan, _ text: StaticString) -> Bool {
        for at in 0..<head.count where begins(head, text, at: at) { return true }
        return false
    }
}
