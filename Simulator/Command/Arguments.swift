// SPDX-License-Identifier: Apache-2.0
/// Options of a subcommand: one table, read by the parser and by the help text.
/// Never guesses: an unknown option, a missing value or a wrong number is an error that names it.

/// What was wrong with a command line; the exit code for it is 64 (EX_USAGE of sysexits.h).
struct UsageError: Error, Equatable {
    static let exitCode: Int32 = 64
    let text: String
    init(_ text: String) { self.text = text }
}

/// One option.
struct Option: Sendable {
    let name: String
    /// What stands behind it; empty for a switch.
    let value: String
    let meaning: String

    init(_ name: String, _ value: String = "", _ meaning: String) {
        self.name = name
        self.value = value
        self.meaning = meaning
    }
}

/// The options given.
struct Arguments: Sendable {
    private var given: [(name: String, value: String)] = []

    /// Reads `--name value` and `--name=value`.
    init(_ words: [String], _ options: [Option]) throws(UsageError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = options.first(where: { $0.name == name }) else {
                let near = options.map(\.name).filter { $0.hasPrefix(name.prefix(5)) }
                let hint = near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
                throw UsageError("unknown option \(name)\(hint)")
            }
            if option.value.isEmpty {
                if parts.count > 1 { throw UsageError("\(name) takes no value") }
                given.append((name, ""))
            } else if parts.count > 1 {
                given.append((name, String(parts[1])))
            } else if let value = rest.popFirst() {
                given.append((name, value))
            } else {
                throw UsageError("\(name) needs a value: \(option.value)")
            }
        }
    }

    /// Whether a switch is there.
    func has(_ name: String) -> Bool { given.contains { $0.name == name } }
    /// The last value given; nil where there is none.
    func text(_ name: String) -> String? { given.last { $0.name == name }?.value }
    /// All values of an option that may be repeated.
    func texts(_ name: String) -> [String] { given.filter { $0.name == name }.map(\.value) }

    /// A whole number of `range`.
    func number(
        _ name: String, _ range: ClosedRange<Int>, default standard: Int
    ) throws(UsageError) -> Int {
        guard let text = text(name) else { return standard }
        guard let value = Int(text), range.contains(value) else {
            throw UsageError(
                "\(name) \(text): a whole number \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number of `range`, with decimals.
    func amount(
        _ name: String, _ range: ClosedRange<Double>, default standard: Double
    ) throws(UsageError) -> Double {
        guard let text = text(name) else { return standard }
        guard let value = Double(text), range.contains(value) else {
            throw UsageError("\(name) \(text): a number \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The table as help.
    static func help(_ options: [Option]) -> String {
        let lefts = options.map { $0.value.isEmpty ? $0.name : "\($0.name) \($0.value)" }
        let width = lefts.map(\.count).max() ?? 0
        return zip(lefts, options).map { left, option in
            "  " + left + String(repeating: " ", count: width - left.count + 2) + option.meaning
        }.joined(separator: "\n")
    }
}
