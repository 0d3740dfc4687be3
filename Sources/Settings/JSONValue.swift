// SPDX-License-Identifier: Apache-2.0
/// Owns the tree that a JSON5 text stands for; Foundation's decoder reads it.
/// Never decides what a setting means.

import FoundationEssentials

/// One value of a JSON5 text.
package enum JSONValue: Equatable, Sendable {
    case null
    case flag(Bool)
    case whole(Int)
    case real(Double)
    case text(String)
    case list([JSONValue])
    case table([String: JSONValue])

    /// Reads a whole JSON5 text; nil when it is none.
    init?(json5 text: String) {
        guard Outline(Array(text.utf8)).failure == nil else { return nil }
        self.init(understood: text)
    }

    /// Reads a JSON5 text that `Outline` has understood: Foundation does not say where a text breaks,
    /// and it traps at some that are none (`1e+`, `00X0X`). A line end is put behind it: a number that
    /// ends with the text Foundation reads on, into whatever stands behind it in memory.
    init?(understood text: String) {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        guard let value = try? decoder.decode(JSONValue.self, from: Data(text.utf8) + [0x0A]) else {
            return nil
        }
        self = value
    }
}

extension JSONValue: Decodable {
    package init(from decoder: any Decoder) throws {
        let one = try decoder.singleValueContainer()
        if one.decodeNil() {
            self = .null
        } else if let flag = try? one.decode(Bool.self) {
            self = .flag(flag)
        } else if let whole = try? one.decode(Int.self) {
            self = .whole(whole)
        } else if let real = try? one.decode(Double.self) {
            self = .real(real)
        } else if let text = try? one.decode(String.self) {
            self = .text(text)
        } else if let list = try? one.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .table(try one.decode([String: JSONValue].self))
        }
    }
}

extension JSONValue: CustomStringConvertible {
    /// As JSON5, tables in the order of their keys. Signs that could steer a terminal leave as
    /// `\u{HEX}`.
    package var description: String {
        switch self {
        case .null: return "null"
        case .flag(let flag): return "\(flag)"
        case .whole(let whole): return "\(whole)"
        case .real(let real): return "\(real)"
        case .text(let text): return Self.quoted(text)
        case .list(let list): return "[\(list.map(\.description).joined(separator: ", "))]"
        case .table(let table):
            let entries = table.sorted { $0.key < $1.key }
                .map { "\(Self.quoted($0.key)): \($0.value)" }
            return "{\(entries.joined(separator: ", "))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(PlainText.escaped(escaped))\""
    }

    /// The number, whole or not; nil for what is none.
    var number: Double? {
        switch self {
        case .whole(let whole): Double(whole)
        case .real(let real): real
        default: nil
        }
    }
    /// The text; nil for what is none.
    var string: String? { if case .text(let text) = self { text } else { nil } }
    /// The elements; nil for what is no list.
    var elements: [JSONValue]? { if case .list(let list) = self { list } else { nil } }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral whole: Int) { self = .whole(whole) }
    package init(floatLiteral real: Double) { self = .real(real) }
    package init(booleanLiteral flag: Bool) { self = .flag(flag) }
    package init(arrayLiteral list: JSONValue...) { self = .list(list) }
}

/// Text that may be shown anywhere: no control signs, no marks that turn the writing direction.
enum PlainText {
    static func isPlain(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { !isUnseen($0) } }

    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            if isUnseen(scalar) {
                out += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
            true
        default: false
        }
    }
}
