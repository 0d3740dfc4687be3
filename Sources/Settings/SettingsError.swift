// SPDX-License-Identifier: Apache-2.0
/// Owns what is said about a wrong configuration: where, what was found, what was expected.
/// Never shows a secret.

/// One thing that is wrong.
package struct SettingsError: Error, Hashable, Sendable {
    /// Where the wrong value came from.
    package enum Source: Hashable, Sendable {
        /// A file; `line` and `column` count from 1, 0 where there is none to name.
        case file(String, line: Int, column: Int)
        /// An argument, as typed: `--set answer.targetSeconds=0`.
        case argument(String)
    }

    /// Where the wrong value came from.
    package var source: Source
    /// The key's full path (`people[2].role`); empty where the file as a whole is meant.
    package var path: String
    /// What stands there.
    package var found: String
    /// What should stand there: range and unit, or the nearest known key.
    package var expected: String

    /// The error in its parts.
    package init(source: Source, path: String, found: String, expected: String) {
        self.source = source
        self.path = path
        self.found = found
        self.expected = expected
    }
}

extension SettingsError: CustomStringConvertible {
    /// `centre.json5:12: answer.targetSeconds: found 0, expected seconds, 1...600`.
    package var description: String {
        let place: String
        switch source {
        case .file(let name, let line, let column):
            place = name + (line > 0 ? ":\(line)" : "") + (column > 0 ? ":\(column)" : "")
        case .argument(let text):
            place = PlainText.escaped(text)
        }
        let key = path.isEmpty ? "" : "\(PlainText.escaped(path)): "
        return "\(place): \(key)found \(found), expected \(expected)"
    }
}

/// Everything that is wrong, arguments first, then in the order of each file's lines; never empty.
package struct SettingsErrors: Error, Equatable, Sendable, CustomStringConvertible {
    /// At least one.
    package let all: [SettingsError]

    /// - Parameter all: at least one, in any order.
    package init(_ all: [SettingsError]) {
        precondition(!all.isEmpty, "a refusal without a reason")
        self.all = all.sorted { a, b in
            (a.fileName, a.line, a.path) < (b.fileName, b.line, b.path)
        }
    }
    /// One line for each.
    package var description: String { all.map(\.description).joined(separator: "\n") }
}

extension SettingsError {
    fileprivate var fileName: String {
        if case .file(let name, _, _) = source { name } else { "" }
    }
    fileprivate var line: Int {
        if case .file(_, let line, _) = source { line } else { 0 }
    }
}
