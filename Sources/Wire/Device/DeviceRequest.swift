// SPDX-License-Identifier: Apache-2.0
/// Everything a gateway may say on the device port, as values, and its table of verbs.
/// Never judges what is said: an unknown device or kind is the desk's business.

package import Vocabulary

/// What an ALARM or SIGNAL carries. The gateway it came through is the connection's, not the line's.
package struct SignalFields: Equatable, Sendable {
    /// Account of the device, at most `Limits.keyBytesMax` bytes.
    package var device: DeviceID
    /// The device's own number for the message.
    package var reference: Reference
    /// What it reports, lower-cased.
    package var kind: SignalKind
    /// The device's clock as sent; 0 where it sent none. Recorded, never trusted.
    package var deviceTime: Int64
    /// Where in the home; empty where it does not say.
    package var location: String
    /// Free text; empty where there is none.
    package var text: String
    /// The line was cut, mis-encoded or broken, and what could be read was kept.
    package var damaged: Bool

    package init(
        device: DeviceID, reference: Reference, kind: SignalKind, deviceTime: Int64 = 0,
        location: String = "", text: String = "", damaged: Bool = false
    ) {
        self.device = device
        self.reference = reference
        self.kind = kind
        self.deviceTime = deviceTime
        self.location = location
        self.text = text
        self.damaged = damaged
    }
}

/// A request on the device port.
package enum DeviceRequest: Equatable, Sendable {
    case hello(gateway: GatewayID, key: Masked, notifier: Bool)
    case alarm(SignalFields)
    case signal(SignalFields)
    case cancel(device: DeviceID, reference: Reference)
    /// At most `Limits.aliveDevicesMax`.
    case alive([DeviceID])
    /// The TAKEN notices up to this event number were heard.
    case seen(Int64)
    case result(attempt: AttemptID, outcome: AttemptOutcome, text: String)
    /// The verb asked about, as sent; nil for the list.
    case help(String?)
    case ping
    case quit
}

/// The verbs of the device port; the only list.
package enum DeviceVerb: String, CaseIterable, Sendable {
    case hello = "HELLO"
    case alarm = "ALARM"
    case signal = "SIGNAL"
    case cancel = "CANCEL"
    case alive = "ALIVE"
    case seen = "SEEN"
    case result = "RESULT"
    case help = "HELP"
    case ping = "PING"
    case quit = "QUIT"

    /// Works before HELLO.
    package var beforeHello: Bool {
        self == .hello || self == .help || self == .ping || self == .quit
    }

    /// How it is written.
    package var usage: String { help.usage }
    /// One line, English.
    package var english: String { help.english }
    /// One line, Chinese.
    package var chinese: String { help.chinese }
    /// A line that works.
    package var example: String { help.example }

    var help: HelpEntry {
        let (usage, english, chinese, example) = row
        return HelpEntry(
            verb: rawValue, usage: usage, english: english, chinese: chinese, example: example)
    }

    private var row: (String, String, String, String) {
        switch self {
        case .hello:
            (
                "HELLO gateway=NAME key=KEY [role=notifier]", "say who you are", "表明閘道身份",
                "HELLO gateway=gw-7 key=k3y"
            )
        case .alarm:
            (
                "ALARM dev=DEVICE ref=REF type=KIND [loc=TEXT] [text=TEXT] [t=SECONDS]",
                "somebody needs help; answered once it is on disk", "求助警報；寫入磁碟後才回覆",
                "ALARM dev=A1234 ref=17 type=button loc=\"浴室\""
            )
        case .signal:
            (
                "SIGNAL dev=DEVICE ref=REF type=KIND [loc=TEXT] [text=TEXT] [t=SECONDS]",
                "a device reports its state", "主機狀態訊號",
                "SIGNAL dev=A1234 ref=18 type=battery-low"
            )
        case .cancel:
            (
                "CANCEL dev=DEVICE ref=REF", "the alarm was cancelled; a person still decides",
                "使用者取消警報；仍由值機員決定", "CANCEL dev=A1234 ref=17"
            )
        case .alive:
            (
                "ALIVE dev=DEVICE[,DEVICE...]", "heartbeat of these devices", "主機定時報到",
                "ALIVE dev=A1234,A1235"
            )
        case .seen:
            ("SEEN n=NUMBER", "TAKEN was heard up to this number", "已收到 TAKEN 通知", "SEEN n=8")
        case .result:
            (
                "RESULT id=NUMBER outcome=\(DeviceVerb.outcomes) [text=TEXT]",
                "how a NOTIFY ended (role=notifier)", "聯絡嘗試的結果",
                "RESULT id=881 outcome=answered"
            )
        case .help: ("HELP [VERB]", "this list, or one verb", "說明", "HELP ALARM")
        case .ping: ("PING", "is the centre there", "測試連線", "PING")
        case .quit: ("QUIT", "close the connection", "結束連線", "QUIT")
        }
    }

    /// Outcomes that a peer may report; the others are the centre's own findings.
    static let reportable: [AttemptOutcome] = [
        .answered, .accepted, .declined, .busy, .noAnswer, .delivered, .failed,
    ]
    /// The same, as written in usage lines.
    static let outcomes = reportable.map(\.rawValue).joined(separator: "|")
}
