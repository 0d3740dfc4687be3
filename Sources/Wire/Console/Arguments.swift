// SPDX-License-Identifier: Apache-2.0
/// Words and fields of one console line, and the questions a parser asks of them. Every wrong
/// answer names the field and what belongs there.
/// Never forgives: an unknown key is refused, because at a console it is a typing mistake.

import Vocabulary

/// The words and fields behind a verb, as text; of a doubled key the first counts.
struct Arguments {
    let verb: ConsoleVerb
    private(set) var words: [String] = []
    private var fields: [(key: String, value: String)] = []

    /// Reads everything behind the verb. `line` must be UTF-8.
    init(_ line: ByteSpan, _ reader: FieldReader, of verb: ConsoleVerb) throws(WireError) {
        self.verb = verb
        let keys = verb.keys
        var reader = reader
        while let piece = reader.next(in: line) {
            if piece.isBroken { throw .syntax(expected: "a closing quote, then a space") }
            guard words.count + fields.count < Limits.fieldsMax else {
                throw .syntax(expected: "at most \(Limits.fieldsMax) words and fields")
            }
            guard piece.isField else {
                words.append(piece.text(in: line))
                continue
            }
            let key = piece.keyText(in: line).lowercased()
            guard keys.contains(key) else {
                throw .field(
                    key, expected: keys.isEmpty ? verb.usage : keys.joined(separator: " "))
            }
            if !fields.contains(where: { $0.key == key }) {
                fields.append((key, piece.text(in: line)))
            }
        }
    }

    /// Refuses more words than the verb has.
    func atMost(words count: Int) throws(WireError) {
        if words.count > count { throw .field(words[count], expected: verb.usage) }
    }

    /// Refuses keys that the verb knows, but not in this form.
    func only(_ keys: [String]) throws(WireError) {
        for field in fields where !keys.contains(field.key) {
            throw .field(
                field.key, expected: keys.isEmpty ? "no field" : keys.joined(separator: " "))
        }
    }

    /// The keys that are there, in order.
    var keys: [String] { fields.map(\.key) }

    /// The value, empty or not; nil where the key is not there.
    func optional(_ key: String) -> String? { fields.first { $0.key == key }?.value }

    /// The value, "" where the key is not there.
    /// What cannot be seen says nothing: blanks and signs without a shape are no reason and no note.
    func text(_ key: String) -> String {
        guard let text = optional(key), text.unicodeScalars.contains(where: isVisible) else {
            return ""
        }
        return text
    }

    private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value > 0x20 }
        let properties = scalar.properties
        return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint
            // A Braille pattern without dots.
            && scalar.value != 0x2800
    }

    /// The value; throws where it is not there or empty.
    func required(_ key: String, _ expected: String) throws(WireError) -> String {
        let value = text(key)
        guard !value.isEmpty else { throw .field(key, expected: expected) }
        return value
    }

    /// A key's text of at most `Limits.keyBytesMax` bytes.
    func key(_ key: String, _ expected: String) throws(WireError) -> String {
        let value = try required(key, expected)
        guard value.utf8.count <= Limits.keyBytesMax else {
            throw .field(key, expected: "\(expected), at most \(Limits.keyBytesMax) bytes")
        }
        return value
    }

    /// A whole number of `range`; nil where the key is not there.
    func number(
        _ key: String, in range: ClosedRange<Int64>, _ expected: String
    ) throws(WireError) -> Int64? {
        guard let text = optional(key) else { return nil }
        guard let value = wholeNumber(text), range.contains(value) else {
            throw .field(key, expected: expected)
        }
        return value
    }

    /// A whole number of `range` that must be there.
    func requiredNumber(
        _ key: String, in range: ClosedRange<Int64>, _ expected: String
    ) throws(WireError) -> Int64 {
        guard let value = try number(key, in: range, expected) else {
            throw .field(key, expected: expected)
        }
        return value
    }

    /// One word of a table; nil where the key is not there.
    func choice<Choice: CaseIterable & RawRepresentable>(
        _ key: String, of table: Choice.Type
    ) throws(WireError) -> Choice? where Choice.RawValue == String {
        guard let text = optional(key) else { return nil }
        guard let value = Choice(rawValue: text.lowercased()) else {
            throw .field(key, expected: Wire.words(table))
        }
        return value
    }

    /// One word of a table that must be there.
    func requiredChoice<Choice: CaseIterable & RawRepresentable>(
        _ key: String, of table: Choice.Type
    ) throws(WireError) -> Choice where Choice.RawValue == String {
        guard let value = try choice(key, of: table) else {
            throw .field(key, expected: Wire.words(table))
        }
        return value
    }

    /// A moment in ISO 8601 with offset; nil where the key is not there.
    func moment(_ key: String) throws(WireError) -> Moment? {
        guard let text = optional(key) else { return nil }
        guard let moment = Moment(iso8601: text) else {
            throw .field(key, expected: "a time such as 2026-11-20T09:00+08:00")
        }
        return moment
    }

    /// `v=`.
    func version() throws(WireError) -> Int? {
        try number("v", in: 0...Int64(Int32.max), "the version shown in the record").map { Int($0) }
    }

    /// The call number, the first word.
    func call() throws(WireError) -> CallID {
        try atMost(words: 1)
        guard let word = words.first, let call = CallID(text: word) else {
            throw .field("call", expected: "a call number such as 20261120-0042")
        }
        return call
    }
}

/// Digits only, no sign; nil for anything else, overflow included.
func wholeNumber(_ text: String) -> Int64? {
    let bytes = text.utf8.span
    return Piece(begin: 0, start: 0, end: bytes.count).number(in: bytes)
}
