// SPDX-License-Identifier: Apache-2.0
/// Owns what an argument puts in the place of a configured value: `--set key=value`, `--data DIR`.
/// Never checks it: the same table does that for file and arguments.

/// One value from the command line.
package struct Override: Hashable, Sendable {
    /// As typed, for errors: `--set answer.targetSeconds=0`.
    package let argument: String
    /// Key path, `people[0].name`; list elements by their place from 0.
    package let path: String
    /// The value: JSON5, or any text.
    package let text: String
    /// Whether `text` is the value as it stands.
    let isLiteral: Bool

    /// `--set` with its argument; nil where `assignment` has no `=` or no key.
    package init?(assignment: String) {
        guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
            return nil
        }
        path = String(assignment[..<equals])
        text = String(assignment[assignment.index(after: equals)...])
        argument = "--set \(assignment)"
        isLiteral = false
    }

    /// `--data` with its argument.
    package init(dataFolder: String) {
        path = "data.path"
        text = dataFolder
        argument = "--data \(dataFolder)"
        isLiteral = true
    }

    /// The argument as errors show it: without the value where that could hold a secret.
    var shown: String {
        let parts = PathPart.parse(path) ?? []
        if let shape = SettingShape.root.shape(at: parts[...]), !shape.holdsSecret {
            return argument
        }
        let section = path.prefix { $0.isLetter }
        let mayHoldSecret = SettingKey.all.contains { $0.secret && $0.path.hasPrefix(section) }
        return mayHoldSecret ? "--set \(path)=••••" : argument
    }

    /// The value for a key of this shape.
    func value(for shape: SettingShape?) -> JSONValue {
        if isLiteral { return .text(text) }
        guard let parsed = JSONValue(json5: text) else { return .text(text) }
        // Whoever types --set dutyOfficer.to=999 means the text.
        if case .leaf(let key)? = shape, key.type.wantsText, parsed.string == nil {
            return .text(text)
        }
        return parsed
    }
}

/// One step of a concrete path.
enum PathPart: Hashable {
    case name(String)
    case index(Int)

    /// `people[2].role` -> people, 2, role; nil for what is no path.
    static func parse(_ path: String) -> [PathPart]? {
        var parts: [PathPart] = []
        for piece in path.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = piece.split(separator: "[", omittingEmptySubsequences: false)
            guard let name = pieces.first, !name.isEmpty else { return nil }
            parts.append(.name(String(name)))
            for index in pieces.dropFirst() {
                guard index.hasSuffix("]"), let place = Int(index.dropLast()), place >= 0 else {
                    return nil
                }
                parts.append(.index(place))
            }
        }
        return parts
    }
}

extension JSONValue {
    /// The same with `value` at `parts`, absent objects made; nil where that place cannot be.
    func replacing(_ parts: ArraySlice<PathPart>, with value: JSONValue) -> JSONValue? {
        guard let first = parts.first else { return value }
        let rest = parts.dropFirst()
        switch (self, first) {
        case (.table(var entries), .name(let name)):
            guard let below = (entries[name] ?? .table([:])).replacing(rest, with: value) else {
                return nil
            }
            entries[name] = below
            return .table(entries)
        case (.list(var elements), .index(let place)):
            guard elements.indices.contains(place),
                let below = elements[place].replacing(rest, with: value)
            else { return nil }
            elements[place] = below
            return .list(elements)
        default:
            return nil
        }
    }
}
