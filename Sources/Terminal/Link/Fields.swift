// SPDX-License-Identifier: Apache-2.0
/// One line's fields by key. Never interprets them.

package import Wire

package struct Fields: Equatable, Sendable {
    private var values: [String: String] = [:]

    package init(_ line: ReplyLine) {
        // Of a doubled key the first counts, as everywhere on the line ports.
        for field in line.fields where values[field.key] == nil { values[field.key] = field.value }
    }

    package subscript(key: String) -> String { values[key] ?? "" }
    /// For what an event tells anew of a record that was read before.
    mutating func change(_ key: String, _ value: String) { values[key] = value }
    package func has(_ key: String) -> Bool { values[key] != nil }
    package func number(_ key: String) -> Int? { values[key].flatMap { Int($0) } }
    /// Seconds with one digit, as milliseconds.
    package func milliseconds(_ key: String) -> Int64? {
        values[key].flatMap { Double($0) }.flatMap {
            $0.magnitude < 1e12 ? Int64(($0 * 1000).rounded()) : nil
        }
    }
    package func isSet(_ key: String) -> Bool { values[key] == "1" }
}
