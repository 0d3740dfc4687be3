// SPDX-License-Identifier: Apache-2.0
/// The table of subcommands: what each is for, its words and options, and its help.
/// Never lists one that is not built.

import Terminal
import Vocabulary

/// An option; those without a placeholder are switches.
struct OptionRow {
    let name: String
    let placeholder: String?
    let text: String

    init(_ name: String, _ placeholder: String? = nil, _ text: String) {
        self.name = name
        self.placeholder = placeholder
        self.text = text
    }

    /// Where the centre is, and who asks.
    static let connection = [
        OptionRow(
            "at", "ADDRESS", "the console port (default \(defaultAddress), or SAFEBELL_AT)"),
        OptionRow("user", "NAME", "your log-on name (or SAFEBELL_USER)"),
        OptionRow(
            "secret-file", "FILE",
            "your secret's file, readable by you alone; otherwise\n"
                + "SAFEBELL_SECRET, otherwise it is asked on the terminal"),
    ]
    static let format = OptionRow("format", "table|csv|json", "how data is printed")
    static let defaultAddress = "127.0.0.1:7302"
}

enum Subcommand: String, CaseIterable {
    case console, stats
    case importTables = "import"
    case exportTable = "export"
    case backup, check, recover, secret, canary, help

    /// How it is written, without the options.
    var usage: [String] {
        switch self {
        case .console: ["console"]
        case .stats: ["stats sla"]
        case .importTables: ["import KIND FILE", "import FOLDER"]
        case .exportTable: ["export KIND [FILE]"]
        case .backup: ["backup"]
        case .check: ["check FILE", "check --data DIR"]
        case .recover: ["recover --data DIR --from FILE"]
        case .secret: ["secret", "secret --for NAME"]
        case .canary: ["canary --config FILE"]
        case .help: ["help [SUBCOMMAND]"]
        }
    }

    /// Fewest and most words behind it.
    var words: ClosedRange<Int> {
        switch self {
        case .console, .backup, .recover, .secret, .canary: 0...0
        case .stats: 1...1
        case .importTables, .exportTable: 1...2
        case .check, .help: 0...1
        }
    }

    var english: String {
        switch self {
        case .console: "the operator's screen; line by line where there is no terminal"
        case .stats: "the service level: numerator, denominator and formula"
        case .importTables: "read records from CSV files into the centre, all rows or none"
        case .exportTable: "write a table of the centre as CSV"
        case .backup: "copy the database while the centre runs, and check the copy"
        case .check:
            "look into a database without changing it: integrity, sealed history, open work"
        case .recover: "merge a set-aside database into the present one"
        case .secret: "make the hash of a secret, or change somebody's secret"
        case .canary: "try each path from outside, as a press would go: one line, and a status"
        case .help: "this list, or one subcommand"
        }
    }

    var chinese: String {
        switch self {
        case .console: "接線員的全螢幕工作台；沒有終端機時逐行對話"
        case .stats: "服務水平：分子、分母及公式"
        case .importTables: "由 CSV 檔案匯入資料，全部成功或全部不變"
        case .exportTable: "匯出資料表為 CSV"
        case .backup: "中心運作期間備份資料庫並檢查"
        case .check: "檢查資料庫及封印的歷史紀錄，不作更改"
        case .recover: "將擱置的資料庫併入現有資料庫"
        case .secret: "製作密碼雜湊，或更改某人的密碼"
        case .canary: "從外部測試每條通路，如同真實求助：一行結果及結束碼"
        case .help: "本說明"
        }
    }

    var options: [OptionRow] {
        switch self {
        case .help: []
        case .console:
            [
                OptionRow("wall", nil, "a wallboard: figures to be read from far, no names"),
                OptionRow("lang", "TAG", "en, zh-Hant or zh-Hans (default: the locale's)"),
                OptionRow("ring", "NUMBER", "shown large while the centre is away"),
                OptionRow("plain", nil, "line by line, as where there is no terminal"),
            ] + OptionRow.connection
        case .stats:
            [
                OptionRow("from", "TIME", "ISO 8601 with offset (default: midnight of the centre)"),
                OptionRow("to", "TIME", "up to, not including (default: now)"),
                OptionRow(
                    "by", "WORD", "none (default), hour, day, priority, district or operator"),
                OptionRow("target", "SECONDS", "measure against this answer target"),
                OptionRow.format,
            ] + OptionRow.connection
        case .importTables:
            [OptionRow("check", nil, "only check the rows, import nothing")]
                + OptionRow.connection
        case .exportTable:
            [
                OptionRow("format", "csv|table|json", "csv (default) is what import reads"),
                OptionRow(
                    "bom", nil, "begin with the byte order mark, for spreadsheets and Chinese"),
            ] + OptionRow.connection
        case .backup:
            [OptionRow("to", "NAME", "file name in the centre's backup folder, no path")]
                + OptionRow.connection
        case .check:
            [
                OptionRow("data", "DIR", "the centre's data folder"),
                OptionRow(
                    "head", "ROW:SEAL", "a head of history that was noted: is it still in there?"),
                OptionRow("quick", nil, "leave out the comparison of indexes with their tables"),
                OptionRow.format,
            ]
        case .recover:
            [
                OptionRow("data", "DIR", "the centre's data folder; its daemon must be stopped"),
                OptionRow("from", "FILE", "the set-aside file (safebell.sqlite.damaged-...)"),
            ]
        case .canary:
            [
                OptionRow("config", "FILE", "the centre's configuration, with its canaries"),
                OptionRow("within", "SECONDS", "how long each path may take (default 10)"),
                OptionRow("devices", "ADDRESS", "in place of listen.devices: from another site"),
                OptionRow("dc09", "ADDRESS", "in place of listen.dc09"),
                OptionRow("console", "ADDRESS", "in place of listen.console"),
            ]
        case .secret:
            [OptionRow("for", "NAME", "change this person's secret in the running centre")]
                + OptionRow.connection
        }
    }

    /// What else one must know.
    var details: [String] {
        switch self {
        case .console:
            [
                "On a terminal: the waiting line, your call and its next step; ? lists the keys, and",
                "after : every command may be typed. NO_COLOR is honoured; Ctrl-Z suspends.",
                "Elsewhere: prints what the centre says and sends what you type.",
                "Logs in again by itself when the centre was away. Who holds a call and presses no key",
                "for 150 s is asked by the centre whether anybody is there (line by line: is kept).",
                "A log-on of the same name elsewhere ends this one. Ctrl-D logs off and ends.",
            ]
        case .stats:
            [
                "Times are taken to whole hours of the centre's clock.",
                "Logging in takes the place of a console under the same name: managers use",
                "a name of their own.",
            ]
        case .importTables:
            [
                "KIND is \(RecordKind.allCases.map(\.rawValue).joined(separator: ", ")).",
                "The first line of a file names the columns, in any order:",
            ]
                + RecordKind.allCases.map { kind in
                    "  \(kind.rawValue).csv: \(kind.columns.joined(separator: ","))"
                } + [
                    "A row with a known key replaces that record. A FOLDER's files are read in the",
                    "order above, as far as they are there. Errors name file, line and column;",
                    "with an error nothing of that file is imported.",
                ]
        case .exportTable:
            ["KIND is one of \(RecordKind.allCases.map(\.rawValue).joined(separator: ", "))."]
        case .backup, .help: []
        case .check:
            [
                "Works beside a running centre. Reading a large file takes minutes.",
                "History: each row's seal is computed again. A broken row, or a --head that is not",
                "found, is named and ends with status 1.",
            ]
        case .recover:
            [
                "Rows of the present database stay as they are; what can be read of the other file",
                "is added. May be interrupted and started again.",
            ]
        case .canary:
            [
                "Says the alarm of each of canaries.devices that has a probe, and waits until it is",
                "stored and taken; then PING at the console port. Run it each",
                "canaries.everySeconds: what does not come is a call in the centre; status 1 says",
                "to whoever watches this machine that a path failed, or that the centre is dead.",
            ]
        case .secret:
            [
                "Without --for it prints a crypt(3) hash for the configuration or operators.csv.",
                "Asks for the new secret twice; where there is no terminal it reads one line from",
                "standard input.",
            ]
        }
    }

    /// The whole help text.
    var helpText: String {
        var lines: [String] = []
        for (index, form) in usage.enumerated() {
            let lead = index == 0 ? "usage: safebell " : "       safebell "
            lines.append(lead + form + (options.isEmpty ? "" : " [options]"))
        }
        lines += ["", english, chinese, ""]
        for option in options {
            let name = "--\(option.name)\(option.placeholder.map { " \($0)" } ?? "")"
            let texts = option.text.split(separator: "\n")
            lines.append("  " + padded(name, to: 26) + String(texts[0]))
            lines += texts.dropFirst().map { padded("", to: 28) + $0 }
        }
        lines.append("  " + padded("--help", to: 26) + "this text")
        if !details.isEmpty { lines += [""] + details }
        return lines.joined(separator: "\n")
    }

    /// The list of all.
    static var list: String {
        var lines = ["usage: safebell SUBCOMMAND ... (safebell SUBCOMMAND --help)", ""]
        for one in allCases {
            lines.append("  " + padded(one.rawValue, to: 10) + one.english)
            lines.append("  " + padded("", to: 10) + one.chinese)
        }
        lines += ["", "exit status:"]
        lines += ExitStatus.allCases.map { "  \(padded(String($0.rawValue), to: 4))\($0.meaning)" }
        return lines.joined(separator: "\n")
    }
}
