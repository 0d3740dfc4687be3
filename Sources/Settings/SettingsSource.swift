// SPDX-License-Identifier: Apache-2.0
/// Owns one configuration before it is checked: the file's tree, the arguments laid over it, and
/// where each value came from. Never knows what a key means.

/// A file's tree with the arguments over it.
struct SettingsSource {
    /// Name of the file, as it was given.
    let fileName: String
    private let outline: Outline
    private(set) var root: JSONValue
    /// Keys given twice, arguments that fit nowhere.
    private(set) var errors: [SettingsError] = []
    private var overrides: [(parts: [PathPart], override: Override)] = []

    /// Throws when the text is no JSON5; then nothing else can be said of it.
    init(text bytes: [UInt8], file: String) throws(SettingsErrors) {
        fileName = file
        outline = Outline(bytes)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let line = Self.lineOfBrokenText(bytes)
            throw SettingsErrors([
                SettingsError(
                    source: .file(file, line: line, column: 0), path: "", found: "broken UTF-8",
                    expected: "UTF-8 text")
            ])
        }
        // Both must understand the text: where Outline does not, a doubled key would go unseen.
        guard outline.failure == nil,
            let root = JSONValue(
                understood: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
        else {
            throw SettingsErrors([Self.syntaxError(outline.failure ?? outline.strangeEscape, file)])
        }
        self.root = root
        errors = outline.doubled.map { key in
            SettingsError(
                source: .file(file, line: key.line, column: 0), path: key.path,
                found: "the key a second time",
                expected: "it once (first in line \(key.firstLine))")
        }
    }

    private static func syntaxError(_ failure: Outline.Break?, _ file: String) -> SettingsError {
        guard let failure else {
            return SettingsError(
                source: .file(file, line: 0, column: 0), path: "",
                found: "text that is no JSON5, at a place that could not be found",
                expected: "JSON5")
        }
        return SettingsError(
            source: .file(file, line: failure.line, column: failure.column), path: "",
            found: failure.found, expected: failure.expected)
    }

    private static func lineOfBrokenText(_ bytes: [UInt8]) -> Int {
        for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated() where String(validating: line, as: UTF8.self) == nil
        {
            return number + 1
        }
        return 0
    }

    /// Lays arguments over the file, the later over the earlier.
    mutating func apply(_ overrides: [Override]) {
        for override in overrides {
            guard let parts = PathPart.parse(override.path) else {
                refuse(
                    override, found: "no key path", expected: "a path such as answer.targetSeconds")
                continue
            }
            let shape = SettingShape.root.shape(at: parts[...])
            let value = override.value(for: shape)
            guard let changed = root.replacing(parts[...], with: value) else {
                refuse(
                    override, found: "a path that leads nowhere",
                    expected: "objects by name, elements of lists by [0] and so on")
                continue
            }
            root = changed
            self.overrides.append((parts, override))
        }
    }

    private mutating func refuse(_ override: Override, found: String, expected: String) {
        errors.append(
            SettingsError(
                source: .argument(override.shown), path: override.path, found: found,
                expected: expected))
    }

    /// The error for a complaint, with the place its value came from.
    func error(_ complaint: Complaint) -> SettingsError {
        SettingsError(
            source: source(of: complaint.path), path: complaint.path, found: complaint.found,
            expected: complaint.expected)
    }

    /// Whether an argument, not the file, gave the value at `path`.
    func isOverridden(_ path: String) -> Bool { override(of: path) != nil }

    private func override(of path: String) -> Override? {
        guard let parts = PathPart.parse(path) else { return nil }
        return overrides.last { parts.starts(with: $0.parts) }?.override
    }

    /// The argument that made the object at `path`, which the file does not have.
    private func maker(of path: String) -> Override? {
        guard outline.lines[path] == nil, let parts = PathPart.parse(path) else { return nil }
        return overrides.last { $0.parts.starts(with: parts) }?.override
    }

    /// The line of the value, or of the nearest object around it.
    private func source(of path: String) -> SettingsError.Source {
        if let override = override(of: path) ?? maker(of: path) { return .argument(override.shown) }
        var known = path[...]
        while !known.isEmpty {
            if let line = outline.lines[String(known)] {
                return .file(fileName, line: line, column: 0)
            }
            guard let end = known.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
            known = known[..<end]
        }
        return .file(fileName, line: 0, column: 0)
    }
}
