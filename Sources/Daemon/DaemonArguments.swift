// SPDX-License-Identifier: Apache-2.0
/// What may stand behind `safebelld`.

package import Settings

/// A wrong argument; the text says which and what was expected.
package struct UsageError: Error, Sendable {
    package let text: String
}

package struct DaemonArguments: Sendable {
    package static let usage = """
        usage: safebelld --config FILE [--data DIR] [--set key=value]... [--check]
          --config FILE     the configuration (JSON5); Config/centre.json5 is a commented sample
          --data DIR        where the database lives (default: data.path of the configuration)
          --set key=value   overrides one setting, e.g. --set listen.devices=127.0.0.1:0
          --check           only checks the configuration: 0 good, 1 with every error by key
        """

    package var config = ""
    package var overrides: [Override] = []
    package var check = false
    package var help = false

    /// Reads the arguments, without the program's name.
    package init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": help = true
            case "--check": check = true
            case "--config": config = try DaemonArguments.value(of: argument, &rest)
            case "--data":
                overrides.append(Override(
                    dataFolder: try DaemonArguments.value(of: argument, &rest)))
            case "--set":
                let text = try DaemonArguments.value(of: argument, &rest)
                guard let override = Override(assignment: text) else {
                    throw UsageError(text: "--set \(text): expected key=value")
                }
                overrides.append(override)
            default: throw UsageError(text: "unknown argument \(argument)")
            }
        }
        if config.isEmpty && !help { throw UsageError(text: "--config FILE is missing") }
    }

    private static func value(
        of name: String, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let value = rest.popFirst() else {
            throw UsageError(text: "\(name): a value is missing")
        }
        return value
    }
}
