// SPDX-License-Identifier: Apache-2.0
/// The command line, read: which subcommand, its words and options.
/// Never takes a secret: every program of this machine can read a command line.

import Terminal

/// One order to this command.
struct Order {
    let subcommand: Subcommand
    /// What stands behind the subcommand and is no option.
    private(set) var words: [String] = []
    private var options: [(name: String, value: String)] = []
    private var wantsHelp = false

    /// Reads the arguments, without the program's name.
    init(_ arguments: [String]) throws(Failure) {
        var rest = arguments[...]
        guard let first = rest.popFirst() else {
            throw .usage("a subcommand is missing\n\(Subcommand.list)")
        }
        if first == "--help" || first == "-h" {
            subcommand = .help
            return
        }
        guard let subcommand = Subcommand(rawValue: first) else {
            let known = Subcommand.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("unknown subcommand \(printable(first)); expected \(known)")
        }
        self.subcommand = subcommand
        while let argument = rest.popFirst() {
            if argument == "--" {
                words += rest
                break
            }
            if argument == "--help" || argument == "-h" {
                wantsHelp = true
            } else if argument.hasPrefix("--") {
                try readOption(argument.dropFirst(2), &rest)
            } else if argument.hasPrefix("-"), argument != "-" {
                throw wrong("unknown option \(printable(argument))")
            } else {
                words.append(argument)
            }
        }
        if wantsHelp { return }
        guard subcommand.words.contains(words.count) else {
            throw wrong(words.isEmpty ? "something is missing" : "too many or too few words")
        }
    }

    /// The option's value; nil where it was not given.
    subscript(name: String) -> String? { options.first { $0.name == name }?.value }
    /// Whether a switch was given.
    func has(_ name: String) -> Bool { self[name] != nil }

    /// The value of an option that must be there.
    func required(_ name: String) throws(Failure) -> String {
        guard let value = self[name] else { throw wrong("--\(name) is missing") }
        return value
    }

    /// A wrong command line.
    func wrong(_ text: String) -> Failure {
        .usage(
            "\(subcommand.rawValue): \(text)\nusage: "
                + subcommand.usage.map { "safebell \($0)" }.joined(separator: "\n       ")
                + "\nmore: safebell \(subcommand.rawValue) --help")
    }

    private mutating func readOption(
        _ text: Substring, _ rest: inout ArraySlice<String>
    ) throws(Failure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        if name == "secret" || name == "password" {
            throw .usage(
                "a secret on the command line can be read by every program of this machine;"
                    + " use --secret-file, SAFEBELL_SECRET or the terminal")
        }
        guard let row = subcommand.options.first(where: { $0.name == name }) else {
            throw wrong("unknown option --\(printable(name))")
        }
        guard self[name] == nil else { throw wrong("--\(name) is given twice") }
        guard row.placeholder != nil else {
            guard parts.count == 1 else { throw wrong("--\(name) takes no value") }
            options.append((name, ""))
            return
        }
        guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst(), !value.isEmpty
        else { throw wrong("--\(name): a value is missing") }
        options.append((name, value))
    }

    /// Does what was ordered.
    func run() throws(Failure) -> ExitStatus {
        if wantsHelp {
            try printOut(subcommand.helpText + "\n")
            return .good
        }
        switch subcommand {
        case .console: return try Console.run(self)
        case .stats: return try Stats.run(self)
        case .importTables: return try Import.run(self)
        case .exportTable: return try Export.run(self)
        case .backup: return try BackupOrder.run(self)
        case .check: return try Check.run(self)
        case .recover: return try Recover.run(self)
        case .secret: return try SecretOrder.run(self)
        case .canary: return try CanaryOrder.run(self)
        case .help: return try help()
        }
    }

    private func help() throws(Failure) -> ExitStatus {
        guard let word = words.first else {
            try printOut(Subcommand.list + "\n")
            return .good
        }
        guard let about = Subcommand(rawValue: word) else {
            throw .usage("unknown subcommand \(printable(word))\n\(Subcommand.list)")
        }
        try printOut(about.helpText + "\n")
        return .good
    }
}
