// SPDX-License-Identifier: Apache-2.0
/// Owns what is known of one key of the configuration; the table of all is `SettingKey.all`.
/// Never holds a configured value.

/// One row of the table. docs/operating.md has the same table; a test compares them.
package struct SettingKey: Sendable {
    /// What holds where the key is absent.
    package enum Standard: Sendable {
        /// It must be there wherever the object it belongs to is.
        case required
        /// Nothing: what it configures is not used.
        case absent
        case value(JSONValue)
        /// The value of another key.
        case sameAs(String)
    }

    /// Path from the top: `people[].role`; `[]` stands for each element, `*` for each name.
    package let path: String
    /// What its value may be.
    package let type: SettingType
    /// What holds where it is absent.
    package let standard: Standard
    /// Whether a running centre takes a new value over; otherwise it needs a restart.
    package let reloads: Bool
    /// Whether the value must not be shown.
    package let secret: Bool
    /// One sentence for docs/operating.md.
    package let meaning: String

    init(
        _ path: String, _ type: SettingType, _ standard: Standard, restart: Bool = false,
        secret: Bool = false, _ meaning: String
    ) {
        self.path = path
        self.type = type
        self.standard = standard
        reloads = !restart
        self.secret = secret
        self.meaning = meaning
    }
}

extension SettingKey.Standard {
    /// As docs/operating.md prints it.
    var words: String {
        switch self {
        case .required: "required"
        case .absent: "none"
        case .value(let value): "`\(value)`"
        case .sameAs(let path): "as `\(path)`"
        }
    }
}

extension SettingKey.Standard: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    package init(stringLiteral text: String) { self = .value(.text(text)) }
    package init(integerLiteral whole: Int) { self = .value(.whole(whole)) }
    package init(booleanLiteral flag: Bool) { self = .value(.flag(flag)) }
    package init(arrayLiteral list: JSONValue...) { self = .value(.list(list)) }
}

extension SettingKey {
    /// A table of keys as docs/operating.md prints it, in Markdown.
    package static func document(of keys: [SettingKey]) -> String {
        let head = [
            "| key | value | where absent | change needs | meaning |", "|---|---|---|---|---|",
        ]
        let rows = keys.map { key in
            "| `\(key.path)` | \(key.type.expectation.replacing("|", with: "\\|")) "
                + "| \(key.standard.words) | \(key.reloads ? "reload" : "restart") "
                + "| \(key.meaning) |"
        }
        return (head + rows).joined(separator: "\n") + "\n"
    }
}

/// The table of keys as a tree, for walking beside a configuration.
indirect enum SettingShape: Sendable {
    case leaf(SettingKey)
    /// Named entries; `any` holds for names of the configuration's own choosing.
    case table([String: SettingShape], any: SettingShape?)
    /// A list of objects.
    case list(SettingKey, SettingShape)

    /// The configuration's; built once from its table.
    static let root = SettingShape(of: SettingKey.all)

    init(of keys: [SettingKey]) {
        self = .table([:], any: nil)
        for key in keys { add(key, at: SettingShape.parts(of: key.path)[...]) }
    }

    /// `people[].id` -> `people`, `[]`, `id`.
    static func parts(of path: String) -> [String] {
        path.split(separator: ".").flatMap { part in
            part.hasSuffix("[]") ? [String(part.dropLast(2)), "[]"] : [String(part)]
        }
    }

    private mutating func add(_ key: SettingKey, at parts: ArraySlice<String>) {
        guard let first = parts.first else {
            if case .tables = key.type {
                self = .list(key, .table([:], any: nil))
            } else {
                self = .leaf(key)
            }
            return
        }
        let rest = parts.dropFirst()
        switch self {
        case .table(var named, var any):
            if first == "*" {
                var child = any ?? .table([:], any: nil)
                child.add(key, at: rest)
                any = child
            } else {
                var child = named[first] ?? .table([:], any: nil)
                child.add(key, at: rest)
                named[first] = child
            }
            self = .table(named, any: any)
        case .list(let row, var element):
            precondition(first == "[]", "\(key.path) lies in a list")
            element.add(key, at: rest)
            self = .list(row, element)
        case .leaf(let other):
            preconditionFailure("\(key.path) lies below \(other.path)")
        }
    }

    /// Whether an absent table means "not there" instead of "all as standard".
    var isOptional: Bool {
        guard case .table(let named, _) = self else { return false }
        return named.values.contains { shape in
            if case .leaf(let key) = shape, case .required = key.standard { true } else { false }
        }
    }

    /// Whether a secret may stand at it or below it.
    var holdsSecret: Bool {
        switch self {
        case .leaf(let key): key.secret
        case .table(let named, let any):
            named.values.contains(where: \.holdsSecret) || any?.holdsSecret ?? false
        case .list(_, let element): element.holdsSecret
        }
    }

    /// The shape at a concrete path; nil for an unknown one.
    func shape(at parts: ArraySlice<PathPart>) -> SettingShape? {
        guard let first = parts.first else { return self }
        switch (self, first) {
        case (.table(let named, let any), .name(let name)):
            return (named[name] ?? any)?.shape(at: parts.dropFirst())
        case (.list(_, let element), .index):
            return element.shape(at: parts.dropFirst())
        default:
            return nil
        }
    }
}
