// SPDX-License-Identifier: Apache-2.0
/// Owns the comparison of a configuration with the table of keys: unknown, missing, wrong type or
/// range. Never stops at the first fault, and never looks at two keys together.

/// What is wrong with the value at one path; whoever knows the file adds the place.
struct Complaint: Hashable {
    let path: String
    let found: String
    let expected: String
}

/// The values that hold: those given, and the standard ones where none is given or it is wrong.
struct CheckedSettings {
    /// Concrete path (`people[2].role`) -> value that holds.
    private(set) var values: [String: JSONValue] = [:]
    /// Path of an object -> names in it, in order.
    private(set) var names: [String: [String]] = [:]
    /// Path of a list of objects -> how many.
    private(set) var counts: [String: Int] = [:]
    /// Paths whose keys need a restart.
    private(set) var restartPaths: [String] = []
    private(set) var complaints: [Complaint] = []
    /// All keys there are, for advice.
    private let keys: [SettingKey]

    /// The configuration, or a file beside it with a table of its own.
    init(
        _ root: JSONValue, shape: SettingShape = SettingShape.root,
        keys: [SettingKey] = SettingKey.all
    ) {
        self.keys = keys
        walk(root, shape, "")
    }

    private mutating func walk(_ value: JSONValue?, _ shape: SettingShape, _ path: String) {
        switch shape {
        case .leaf(let key): leaf(value, key, path)
        case .table(let named, let any): table(value, shape, named, any, path)
        case .list(let key, let element): list(value, shape, key, element, path)
        }
    }

    private mutating func leaf(_ value: JSONValue?, _ key: SettingKey, _ path: String) {
        if !key.reloads { restartPaths.append(path) }
        if let value {
            if holds(value, key.type, path, secret: key.secret) {
                values[path] = value
                return
            }
        } else if case .required = key.standard {
            complaints.append(
                Complaint(path: path, found: "nothing", expected: key.type.expectation))
        }
        if case .value(let standard) = key.standard { values[path] = standard }
    }

    private mutating func holds(
        _ value: JSONValue, _ type: SettingType, _ path: String, secret: Bool
    ) -> Bool {
        guard type.accepts(value) else {
            complaints.append(
                Complaint(
                    path: path, found: Self.summary(value, secret: secret),
                    expected: type.expectation))
            return false
        }
        guard case .list(let each, _) = type, let elements = value.elements else { return true }
        var allHold = true
        for (index, element) in elements.enumerated()
        where !holds(element, each, "\(path)[\(index)]", secret: secret) {
            allHold = false
        }
        return allHold
    }

    private mutating func table(
        _ value: JSONValue?, _ shape: SettingShape, _ named: [String: SettingShape],
        _ any: SettingShape?, _ path: String
    ) {
        if value == nil && shape.isOptional { return }
        var given: [String: JSONValue] = [:]
        if case .table(let entries) = value {
            given = entries
        } else if let value {
            complaints.append(
                Complaint(
                    path: path, found: Self.summary(value, secret: shape.holdsSecret),
                    expected: "an object { ... }"))
            if shape.isOptional { return }
        }
        names[path] = given.keys.sorted()
        for name in Set(named.keys).union(given.keys).sorted() {
            let below = path.isEmpty ? name : "\(path).\(name)"
            if let shape = named[name] {
                walk(given[name], shape, below)
            } else if let any {
                if SettingType.isName(name) {
                    walk(given[name], any, below)
                } else {
                    complaints.append(
                        Complaint(
                            path: below, found: "a name with other signs",
                            expected: "a name of letters, digits, \"_\" or \"-\""))
                }
            } else {
                complaints.append(
                    Complaint(
                        path: below, found: "an unknown key",
                        expected: KeyNames.advice(
                            for: name, below: path, known: named.keys.sorted(), among: keys)))
            }
        }
    }

    private mutating func list(
        _ value: JSONValue?, _ shape: SettingShape, _ key: SettingKey, _ element: SettingShape,
        _ path: String
    ) {
        guard let value else {
            if case .required = key.standard {
                complaints.append(
                    Complaint(path: path, found: "nothing", expected: key.type.expectation))
            }
            return
        }
        guard let elements = value.elements, key.type.accepts(value) else {
            let found = value.elements.map { "a list of \($0.count)" }
            complaints.append(
                Complaint(
                    path: path, found: found ?? Self.summary(value, secret: shape.holdsSecret),
                    expected: key.type.expectation))
            return
        }
        counts[path] = elements.count
        for (index, one) in elements.enumerated() { walk(one, element, "\(path)[\(index)]") }
    }

    /// Values are cut: an error is a line, not a page.
    private static let summaryMax = 60

    /// How an error shows a value.
    static func summary(_ value: JSONValue, secret: Bool) -> String {
        if case .null = value { return "null" }
        if secret { return "••••" }
        switch value {
        case .table: return "an object"
        case .list(let list) where list.count > 4: return "a list of \(list.count)"
        default:
            let text = value.description
            return text.count > summaryMax ? "\(text.prefix(summaryMax))…" : text
        }
    }
}

/// Finds the key that a misspelt one was meant to be.
enum KeyNames {
    /// What to say beside an unknown key: the nearest known one, or those that may stand there.
    static func advice(
        for name: String, below path: String, known: [String], among keys: [SettingKey]
    ) -> String {
        let full = { (name: String) in path.isEmpty ? name : "\(path).\(name)" }
        let near = known.map { (name: $0, distance: distance($0, name)) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        if let near, near.distance <= max(2, name.count / 3) {
            return "\(full(near.name)) (the nearest known key)"
        }
        let elsewhere = keys.first { key in
            key.path.split(separator: ".").last.map { $0 == name } ?? false
        }
        if let elsewhere { return "\(elsewhere.path) (the nearest known key)" }
        return known.isEmpty ? "no key" : "one of \(known.map(full).joined(separator: ", "))"
    }

    /// Edits (insert, remove, change a letter) from one word to the other, without regard to case.
    static func distance(_ a: String, _ b: String) -> Int {
        // A key of a megabyte need not be compared in full.
        let a = Array(a.lowercased().prefix(64))
        let b = Array(b.lowercased().prefix(64))
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let change = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
