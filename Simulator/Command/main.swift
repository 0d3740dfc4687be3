// SPDX-License-Identifier: Apache-2.0
// The Simulator command: a table of subcommands.
// Never does any of the work itself.

import Glibc

/// A subcommand: `run` gets what stands behind its name and returns the exit code.
struct Subcommand {
    let name: String
    let meaning: String
    let options: [Option]
    let run: ([String]) throws(UsageError) -> Int32
}

let subcommands = [
    Subcommand(
        name: "town", meaning: "write the records of a town as CSV files for `safebell import`",
        options: TownFiles.options, run: TownFiles.run),
    Subcommand(
        name: "live", meaning: "drive a running daemon over its real ports, and judge it",
        options: LiveSettings.options, run: Live.run),
]

func help(_ subcommand: Subcommand) -> String {
    "Simulator \(subcommand.name): \(subcommand.meaning)\n\(Arguments.help(subcommand.options))"
}

func overview() -> String {
    let width = subcommands.map(\.name.count).max() ?? 0
    let rows = subcommands.map {
        "  \($0.name)" + String(repeating: " ", count: width - $0.name.count + 2) + $0.meaning
    }
    return "usage: Simulator SUBCOMMAND [options]; `Simulator help SUBCOMMAND` for its options\n"
        + rows.joined(separator: "\n")
}

func begin(_ words: ArraySlice<String>) -> Int32 {
    guard let name = words.first else {
        complain(overview())
        return UsageError.exitCode
    }
    let rest = Array(words.dropFirst())
    if name == "help" || name == "--help" || name == "-h" {
        guard let about = rest.first else {
            say(overview())
            return 0
        }
        guard let subcommand = subcommands.first(where: { $0.name == about }) else {
            complain("Simulator help: there is no subcommand \(about)\n\(overview())")
            return UsageError.exitCode
        }
        say(help(subcommand))
        return 0
    }
    guard let subcommand = subcommands.first(where: { $0.name == name }) else {
        complain("Simulator: there is no subcommand \(name)\n\(overview())")
        return UsageError.exitCode
    }
    if rest.contains("--help") || rest.contains("-h") {
        say(help(subcommand))
        return 0
    }
    do {
        return try subcommand.run(rest)
    } catch {
        complain("Simulator \(name): \(error.text)")
        return UsageError.exitCode
    }
}

exit(begin(CommandLine.arguments.dropFirst()))
