// SPDX-License-Identifier: Apache-2.0
/// Extended data of a frame: where, when, what in words, coordinates, verification.
/// Never lets an unknown letter stop anything: it is kept as it came.

import Vocabulary

/// One block as text.
package struct ExtendedField: Equatable, Sendable {
    /// The letter; `#` for a block of counted bytes, whose text is hex.
    package let letter: Character
    package let text: String
}

/// What the blocks of one frame say.
package struct ExtendedData: Equatable, Sendable {
    /// Every block, in order; at most `Limits.dc09BlocksMax`.
    package var fields: [ExtendedField] = []

    package init() {}

    /// Reads the blocks of `content`.
    package init(_ bytes: ByteSpan, _ content: DC09Content) {
        guard !content.blocks.isEmpty else { return }
        var reader = DC09BlockReader(content)
        while let block = reader.next(in: bytes) {
            let value = bytes.extracting(block.value.range)
            if block.letter == 0 {
                fields.append(ExtendedField(letter: "#", text: Self.hex(value)))
            } else if block.letter &- 0x21 < 0x5E {
                fields.append(
                    ExtendedField(
                        letter: Character(Unicode.Scalar(block.letter)),
                        text: DC09Text.decoded(value)))
            }
        }
    }

    /// The first block with this letter; empty where there is none.
    package func text(_ letter: Character) -> String {
        for field in fields where field.letter == letter { return field.text }
        return ""
    }

    /// Where in the home: location text, or building, room and site.
    package var location: String {
        let named = text("L")
        if !named.isEmpty { return named }
        return ["S", "O", "R"].map { text($0) }.filter { !$0.isEmpty }.joined(separator: " ")
    }
    /// What happened, in the device's words.
    package var alarmText: String { text("I") }
    /// A picture or sound of it, as a URL; empty unless it is one.
    package var verification: String {
        let url = text("V")
        return url.hasPrefix("http://") || url.hasPrefix("https://") || url.hasPrefix("rtsp")
            ? url : ""
    }
    /// When it happened, in seconds; nil where the device does not say or its clock is no clock.
    package var occurredAt: Int64? {
        let bytes = Array(text("H").utf8)
        return DC09Time.seconds(bytes.span)
    }
    /// Millionths of a degree, north positive.
    package var latitude: Int? { Self.microdegrees(text("Y"), "N", "S", atMost: 90) }
    /// Millionths of a degree, east positive.
    package var longitude: Int? { Self.microdegrees(text("X"), "E", "W", atMost: 180) }

    /// `22.302711,114.177216` for a map; empty unless both are there.
    package var coordinates: String {
        guard let latitude, let longitude else { return "" }
        return "\(Self.decimal(latitude)),\(Self.decimal(longitude))"
    }

    private static func decimal(_ microdegrees: Int) -> String {
        let size = Int(microdegrees.magnitude)
        return "\(microdegrees < 0 ? "-" : "")\(size / 1_000_000).\(padded(size % 1_000_000, 6))"
    }

    /// `093W23.456`: degrees, direction, minutes (DC-09-2012 annex A, X and Y).
    static func microdegrees(
        _ text: String, _ positive: Character, _ negative: Character, atMost bound: Int
    ) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 20, let mark = bytes.firstIndex(where: { $0 &- 0x30 >= 10 }),
            (1...3).contains(mark), mark + 1 < bytes.count
        else { return nil }
        let letter = Character(Unicode.Scalar(bytes[mark]))
        guard letter == positive || letter == negative else { return nil }
        var degrees = 0
        for byte in bytes[..<mark] { degrees = degrees * 10 + Int(byte - 0x30) }
        // Minutes as millionths: `23.456` -> 23,456,000.
        var minutes = 0
        var scale = 1_000_000
        var behindPoint = false
        for byte in bytes[(mark + 1)...] {
            if byte == 0x2E, !behindPoint {
                behindPoint = true
            } else if byte &- 0x30 < 10 {
                if behindPoint {
                    scale /= 10
                    minutes += Int(byte - 0x30) * scale
                } else {
                    minutes = minutes * 10 + Int(byte - 0x30) * 1_000_000
                }
            } else {
                return nil
            }
            if minutes > 60_000_000 { return nil }
        }
        let size = degrees * 1_000_000 + minutes / 60
        guard minutes < 60_000_000, size <= bound * 1_000_000 else { return nil }
        return letter == negative ? -size : size
    }

    private static func hex(_ bytes: ByteSpan) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count * 2)
        for at in 0..<min(bytes.count, Limits.textBytesMax / 2) {
            out.append(hexText(bytes[at] >> 4))
            out.append(hexText(bytes[at] & 15))
        }
        return string(out.span)
    }
}
