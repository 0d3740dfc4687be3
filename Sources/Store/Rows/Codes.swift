// SPDX-License-Identifier: Apache-2.0
/// Text forms inside a column: a timeline row's codes, and lists of fields.
/// Codes never hold words about a person: those stand in `texts`.

/// `key=value` fields separated by spaces, as they stand in `timeline.codes`. Bytes up to space,
/// `%`, `=`, `"` and DEL in a value are written %XX, so that a row always splits the same way.
package struct Codes {
    /// The finished text.
    package private(set) var text = ""

    package init() { text.reserveCapacity(96) }

    /// Appends a field; an empty value is left out.
    package mutating func add(_ key: StaticString, _ value: String) {
        guard !value.isEmpty else { return }
        start(key)
        if value.utf8.allSatisfy(Codes.isPlain) {
            text += value
            return
        }
        var rest = Substring(value)
        while let scalar = rest.unicodeScalars.popFirst() {
            if scalar.isASCII, !Codes.isPlain(UInt8(scalar.value)) {
                let hex = String(scalar.value, radix: 16, uppercase: true)
                text += scalar.value < 16 ? "%0\(hex)" : "%\(hex)"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    /// Appends a number.
    package mutating func add(_ key: StaticString, _ value: Int64) {
        start(key)
        text += String(value)
    }

    private mutating func start(_ key: StaticString) {
        if !text.isEmpty { text += " " }
        text += key.description
        text += "="
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7f && byte != UInt8(ascii: "%") && byte != UInt8(ascii: "=")
            && byte != UInt8(ascii: "\"")
    }

    /// The value of `key` in a row's codes; nil where it has none.
    package static func value(_ key: String, in codes: String) -> String? {
        for field in codes.split(separator: " ") {
            guard let equals = field.firstIndex(of: "="), field[..<equals] == key else { continue }
            return unescaped(field[field.index(after: equals)...])
        }
        return nil
    }

    private static func unescaped(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A list of texts in one text, without loss: joined by the unit separator, with `\` as escape.
enum FieldList {
    static func joined(_ fields: [String]) -> String {
        fields.map { field in
            guard field.utf8.contains(where: { $0 == 0x1f || $0 == 0x5c }) else { return field }
            var text = ""
            for scalar in field.unicodeScalars {
                switch scalar {
                case "\\": text += "\\\\"
                case "\u{1F}": text += "\\u"
                default: text.unicodeScalars.append(scalar)
                }
            }
            return text
        }.joined(separator: "\u{1F}")
    }

    /// The fields again; never fails: an unknown escape is taken as it stands.
    static func split(_ text: String) -> [String] {
        var fields = [""]
        var escaped = false
        for scalar in text.unicodeScalars {
            let last = fields.count - 1
            if escaped {
                escaped = false
                fields[last].unicodeScalars.append(scalar == "u" ? "\u{1F}" : scalar)
            } else if scalar == "\\" {
                escaped = true
            } else if scalar == "\u{1F}" {
                fields.append("")
            } else {
                fields[last].unicodeScalars.append(scalar)
            }
        }
        return fields
    }
}

/// Words without spaces in one column: languages, skills, services.
enum WordList {
    static func joined(_ words: [String]) -> String { words.joined(separator: " ") }
    static func split(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
