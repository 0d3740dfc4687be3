// SPDX-License-Identifier: Apache-2.0
// Owns what the tests of Settings share: a configuration with one of everything, and its changes.
// Never reads outside the repository and the temporary folder.

import Foundation
import Settings
import XCTest

/// The repository.
let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// Checks `text` as the file `t.json5`.
func load(_ text: String, _ assignments: String...) throws(SettingsErrors) -> CentreSettings {
    try CentreSettings(
        text: Array(text.utf8), file: "t.json5",
        overrides: assignments.compactMap(Override.init(assignment:)))
}

/// What is wrong with `text`; fails when nothing is.
func faults(
    _ text: String, _ assignments: String..., file: StaticString = #filePath, line: UInt = #line
) -> [SettingsError] {
    do {
        _ = try CentreSettings(
            text: Array(text.utf8), file: "t.json5",
            overrides: assignments.compactMap(Override.init(assignment:)))
        XCTFail("accepted: \(text.prefix(200))", file: file, line: line)
        return []
    } catch {
        return error.all
    }
}

/// The smallest configuration of a centre.
let smallest = """
    {
      gateways: { inline: [{ name: "gw", key: "k" }] },
      plans: { emergency: [{ action: "question", text: "Listen." }] },
    }
    """

/// One of everything that names of one's own choosing and lists allow.
let everything: JSONValue = .table([
    "gateways": .table([
        "keyFile": "keys",
        "inline": [.table(["name": "gw", "key": "k", "role": "gateway"])],
    ]),
    "channels": .table([
        "exec": .table([
            "pager": .table(["program": "/bin/page", "args": ["-u"], "timeoutSeconds": 5])
        ]),
        "smstools": .table(["spool": "/spool", "countryCode": "852"]),
    ]),
    "services": .table([
        "ambulance": .table(["to": "1"]), "police": .table(["to": "2"]),
        "fire": .table(["to": "3"]),
    ]),
    "dutyOfficer": .table(["name": "dan", "to": "4"]),
    "kinds": .table(["button": .table(["priority": 1, "plan": "emergency", "opensCall": true])]),
    "plans": .table(["emergency": [.table(["action": "question", "text": "Listen."])]]),
    "canaries": .table([
        "devices": [.table(["id": "C1", "path": "mobile", "gateway": "gw", "probe": "lines"])]
    ]),
    "people": [.table(["id": "amy", "name": "Amy", "role": "operator"])],
])

/// The place in `everything` that a row of the table of keys stands for.
func concrete(_ pattern: String) -> String {
    pattern.replacing("kinds.*", with: "kinds.button").replacing("plans.*", with: "plans.emergency")
        .replacing("exec.*", with: "exec.pager").replacing("[]", with: "[0]")
}

extension JSONValue {
    /// The same with `value` at `path` (`people[0].role`); nil takes the key away.
    func with(_ path: String, _ value: JSONValue?) -> JSONValue {
        let parts = path.replacing("[", with: ".[").split(separator: ".")
        return with(parts[...], value)
    }

    private func with(_ parts: ArraySlice<Substring>, _ value: JSONValue?) -> JSONValue {
        guard let first = parts.first else { return value ?? .null }
        let rest = parts.dropFirst()
        switch self {
        case .table(var entries):
            if rest.isEmpty && value == nil {
                entries[String(first)] = nil
            } else {
                entries[String(first)] = (entries[String(first)] ?? .table([:])).with(rest, value)
            }
            return .table(entries)
        case .list(var elements):
            guard let index = Int(first.dropFirst().dropLast()) else { return self }
            elements[index] = elements[index].with(rest, value)
            return .list(elements)
        default:
            return self
        }
    }
}

/// A file in a folder of its own, gone when the test ends.
func temporaryFile(_ text: String, mode: Int16, in test: XCTestCase) throws -> String {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("safebell-settings-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    test.addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/file"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
}
