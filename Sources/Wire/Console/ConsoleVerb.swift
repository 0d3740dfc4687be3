// SPDX-License-Identifier: Apache-2.0
/// The table of console verbs: parser, HELP and docs/protocol-console.md all read this one.
/// Never lists a verb that is not built: what is absent here is answered `500 UNKNOWN`.

package import Vocabulary

/// A verb of the console port.
package enum ConsoleVerb: String, CaseIterable, Sendable {
    case login = "LOGIN"
    case ready = "READY"
    case away = "AWAY"
    case logout = "LOGOUT"
    case take = "TAKE"
    case note = "NOTE"
    case done = "DONE"
    case waive = "WAIVE"
    case contact = "CONTACT"
    case result = "RESULT"
    case reveal = "REVEAL"
    case summon = "SUMMON"
    case park = "PARK"
    case release = "RELEASE"
    case handover = "HANDOVER"
    case followUp = "FOLLOWUP"
    case fulfil = "FULFIL"
    case confirm = "CONFIRM"
    case close = "CLOSE"
    case storm = "STORM"
    case shift = "SHIFT"
    case join = "JOIN"
    case leave = "LEAVE"
    case tell = "TELL"
    case staff = "STAFF"
    case missed = "MISSED"
    case list = "LIST"
    case show = "SHOW"
    case watch = "WATCH"
    case unwatch = "UNWATCH"
    case resume = "RESUME"
    case stats = "STATS"
    case importTable = "IMPORT"
    case exportTable = "EXPORT"
    case backup = "BACKUP"
    case restart = "RESTART"
    case secret = "SECRET"
    case help = "HELP"
    case ping = "PING"
    case quit = "QUIT"

    /// Works before LOGIN.
    package var beforeLogin: Bool {
        self == .login || self == .help || self == .ping || self == .quit
    }
    /// What the person's role must be allowed to do (which role may is configuration, checked by
    /// the desk); nil where any person who is logged in may.
    package var needs: Power? {
        switch self {
        case .take: .take
        case .note, .done, .result, .reveal, .missed: .handle
        case .waive: .waive
        case .contact: .contact
        case .summon: .summon
        case .park: .park
        case .release: .release
        case .handover: .handOver
        case .followUp, .fulfil: .followUp
        case .confirm: .confirm
        case .close: .close
        case .storm: .storm
        case .shift: .handOver
        case .join, .leave: .assist
        case .tell, .staff: .direct
        case .stats: .statistics
        case .restart: .command
        case .importTable, .exportTable, .backup, .secret: .administer
        case .login, .ready, .away, .logout, .list, .show, .watch, .unwatch, .resume, .help,
            .ping, .quit:
            nil
        }
    }
    /// Keys it knows; any other is refused.
    package var keys: [String] {
        switch self {
        case .login: ["user", "secret"]
        case .away, .restart: ["reason"]
        case .take, .release, .confirm: ["v"]
        case .note: ["text"]
        case .done: ["step", "result", "v"]
        case .waive: ["step", "reason", "v"]
        case .contact: ["who"]
        case .result: ["attempt", "outcome", "text"]
        case .reveal: ["what"]
        case .summon: ["service", "note"]
        case .park: ["for", "reason", "v"]
        case .handover: ["to", "v"]
        case .followUp: ["kind", "due", "in", "owner", "note"]
        case .fulfil: ["note", "v"]
        case .close: ["outcome", "reason", "v"]
        case .storm:
            ["area", "kinds", "lower", "storm", "outcome", "preview", "for", "reason"]
        case .shift: ["to", "from", "note", "reason"]
        case .tell: ["text"]
        case .staff: ["duty", "skills", "queues", "reason"]
        case .missed: ["home", "note"]
        case .list: ["state", "priority", "district", "holder", "home", "storm"]
        case .show: ["device", "home", "operator", "followup", "storm", "after"]
        case .resume: ["n"]
        case .stats: ["from", "to", "by", "target"]
        case .importTable:
            ["kind", "line"] + (1...max(1, RecordKind.cellsMax)).map { "c\($0)" }
        case .exportTable: ["kind", "after"]
        case .backup: ["to"]
        case .secret: ["who", "secret"]
        case .ready, .logout, .join, .leave, .watch, .unwatch, .help, .ping, .quit: []
        }
    }

    /// How it is written.
    package var usage: String { row.usage }
    /// One line, English.
    package var english: String { row.english }
    /// One line, Chinese.
    package var chinese: String { row.chinese }
    /// A line that works.
    package var example: String { row.example }

    var help: HelpEntry {
        let row = row
        return HelpEntry(
            verb: rawValue, usage: row.usage, english: row.english, chinese: row.chinese,
            example: row.example, needs: needs?.rawValue ?? "")
    }

    /// The packed names, in the order of `allCases`.
    private static let packed = allCases.map { Word8(name: $0.rawValue) }

    /// The verb of a line's head; nil for an unknown one.
    init?(_ word: Word8) {
        guard word != .none, let at = ConsoleVerb.packed.firstIndex(of: word) else { return nil }
        self = ConsoleVerb.allCases[at]
    }
}
