// SPDX-License-Identifier: Apache-2.0
/// Owns the reading of a table of event codes: a JSON5 file, checked as strictly as the
/// configuration itself. Never decides what a code that is not in it means.

package import Vocabulary

/// A table of event codes while it is read.
struct EventCodesFile {
    private(set) var codes = EventCodes()
    private(set) var complaints: [Complaint] = []
    /// Code, with a letter for its standard -> where it stands.
    private var places: [String: String] = [:]
    private let checked: CheckedSettings
    private let plans: [String]

    private static let shape = SettingShape(of: SettingKey.eventCodes)

    /// Reads the file at `path`; every fault in it is named.
    ///
    /// - Parameter plans: names of the plans that rows may name.
    static func load(_ path: String, plans: [String]) throws(SettingsErrors) -> EventCodes {
        let bytes: [UInt8]
        do {
            bytes = try SettingsFile(path).bytes
        } catch {
            throw SettingsErrors([
                SettingsError(
                    source: .file(path, line: 0, column: 0), path: "dc09.eventCodes",
                    found: error.found, expected: error.expected)
            ])
        }
        return try read(bytes, from: path, plans: plans)
    }

    fileprivate static func read(
        _ text: [UInt8], from path: String, plans: [String]
    ) throws(SettingsErrors) -> EventCodes {
        let source = try SettingsSource(text: text, file: path)
        let table = EventCodesFile(source.root, plans: plans)
        let complaints = table.checked.complaints + table.complaints
        let errors = source.errors + complaints.map(source.error)
        guard errors.isEmpty else { throw SettingsErrors(errors) }
        return table.codes
    }

    private init(_ root: JSONValue, plans: [String]) {
        checked = CheckedSettings(root, shape: Self.shape, keys: SettingKey.eventCodes)
        self.plans = plans
        for index in 0..<(checked.counts["codes"] ?? 0) { row("codes[\(index)]") }
    }

    private mutating func row(_ path: String) {
        if let plan = text("\(path).plan"), !plans.contains(plan) {
            let known = plans.isEmpty ? "none" : plans.joined(separator: ", ")
            complain(
                "\(path).plan", found: "\"\(plan)\"",
                expected: "a plan of the configuration (plans has \(known))")
        }
        let meaning = meaning(path)
        let events = texts("\(path).cid")
        let alarms = texts("\(path).sia")
        // A list that is wrong holds as none: it must not be called missing, too.
        if events.isEmpty, alarms.isEmpty,
            !checked.complaints.contains(where: { complaint in
                complaint.path.hasPrefix("\(path).") || complaint.path == path
            })
        {
            complain(path, found: "no code", expected: "one in cid or sia")
        }
        for (index, event) in events.enumerated()
        where isNew("Contact ID \(event)", at: "\(path).cid[\(index)]") {
            _ = codes.add(contactID: event, meaning)
        }
        for (index, code) in alarms.enumerated()
        where isNew("SIA \(code)", at: "\(path).sia[\(index)]") {
            _ = codes.add(sia: code, isRestore: false, meaning)
        }
        for (index, code) in texts("\(path).restore").enumerated()
        where isNew("SIA \(code)", at: "\(path).restore[\(index)]") {
            _ = codes.add(sia: code, isRestore: true, meaning)
        }
    }

    /// Notes where a code stands; complains where it stood before, be it as alarm or as restore.
    private mutating func isNew(_ code: String, at path: String) -> Bool {
        guard let first = places[code] else {
            places[code] = path
            return true
        }
        complain(
            path, found: "\(code) a second time", expected: "each code once (first in \(first))")
        return false
    }

    /// Where a value is wrong, any other stands for it: the table is not used then.
    private func meaning(_ path: String) -> EventMeaning {
        EventMeaning(
            kind: SignalKind(text("\(path).kind") ?? ""),
            priority: Priority(rawValue: Int(checked.values["\(path).priority"]?.number ?? 0))
                ?? .lifeSafety,
            plan: text("\(path).plan").map { PlanID($0) },
            opensCall: checked.values["\(path).opensCall"] != .flag(false),
            voice: VoiceAdvice(rawValue: text("\(path).voice") ?? "") ?? .yes,
            name: text("\(path).name") ?? "", nameChinese: text("\(path).zh") ?? "")
    }

    private mutating func complain(_ path: String, found: String, expected: String) {
        complaints.append(Complaint(path: path, found: found, expected: expected))
    }
    private func text(_ path: String) -> String? { checked.values[path]?.string }
    private func texts(_ path: String) -> [String] {
        (checked.values[path]?.elements ?? []).compactMap(\.string)
    }
}

extension EventCodes {
    /// A table in memory; `path` names it in errors, `plans` are those that rows may name.
    package init(text: [UInt8], from path: String, plans: [String]) throws(SettingsErrors) {
        self = try EventCodesFile.read(text, from: path, plans: plans)
    }
}

extension SettingsBuilder {
    /// The table that the configuration names; faults go to `fileErrors`.
    mutating func eventCodes() -> EventCodes {
        guard let file = given("dc09.eventCodes") else { return .empty }
        do {
            return try EventCodesFile.load(path("dc09.eventCodes", file), plans: plans.map(\.id.text))
        } catch {
            fileErrors += error.all
            return .empty
        }
    }
}
