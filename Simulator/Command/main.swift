// SPDX-License-Identifier: Apache-2.0
// The Simulator command: a table of subcommands.
// Never does any of the work itself.

import Glibc

/// A subcommand: `run` gets what stands behind its name and returns the exit code.
struct Subcommand: Sendable {
    let name: String
    let meaning: String
    let options: [Option]
    let run: @Sendable ([String]) throws(UsageError) -> Int32

    static let all = [
        Subcommand(
            name: "town", meaning: "write the records of a town as CSV files for `safebell import`",
            options: TownFiles.options,
            run: { words throws(UsageError) in try TownFiles.run(words) }
        ),
        Subcommand(
            name: "live", meaning: "drive a running daemon over its real ports, and judge it",
            options: LiveSettings.options, run: { words throws(UsageError) in try Live.run(words) }),
        Subcommand(
            name: "dial", meaning: "be one SIA DC-09 device, and print what is said",
            options: DialSettings.options, run: { words throws(UsageError) in try Dial.run(words) }),
        Subcommand(
            name: "seeds", meaning: "run trials in which anything fails, and audit every reply",
            options: Seeds.options, run: { words throws(UsageError) in try Seeds.run(words) }),
        Subcommand(
            name: "bench", meaning: "measure the parts that need the centre's own code",
            options: Bench.options, run: { words throws(UsageError) in try Bench.run(words) }),
    ]

    static func named(_ name: String) -> Subcommand? { all.first { $0.name == name } }

    /// Every subcommand in a line.
    static var overview: String {
        let width = all.map(\.name.count).max() ?? 0
        let rows = all.map {
            "  \($0.name)" + String(repeating: " ", count: width - $0.name.count + 2) + $0.meaning
        }
        return
            "usage: Simulator SUBCOMMAND [options]; `Simulator help SUBCOMMAND` for its options\n"
            + rows.joined(separator: "\n")
    }

    /// What it does and its options.
    var help: String { "Simulator \(name): \(meaning)\n\(Arguments.help(options))" }

    /// Runs the command line `words`, without the program's name.
    static func begin(_ words: ArraySlice<String>) -> Int32 {
        guard let name = words.first else {
            complain(overview)
            return UsageError.exitCode
        }
        let rest = Array(words.dropFirst())
        let isHelp = name == "help" || name == "--help" || name == "-h"
        guard let wanted = isHelp ? rest.first : name else {
            say(overview)
            return 0
        }
        guard let subcommand = named(wanted) else {
            complain("Simulator: there is no subcommand \(wanted)\n\(overview)")
            return UsageError.exitCode
        }
        if isHelp || rest.contains("--help") || rest.contains("-h") {
            say(subcommand.help)
            return 0
        }
        do {
            return try subcommand.run(rest)
        } catch {
            complain("Simulator \(name): \(error.text)")
            return UsageError.exitCode
        }
    }
}

exit(Subcommand.begin(CommandLine.arguments.dropFirst()))
