// SPDX-License-Identifier: Apache-2.0
/// The seal of a row of history, and the head of the chain: what a person may note to prove later that
/// history still goes through it.
/// Never computes a seal: the store does, with the system's OpenSSL.

/// A SHA-256 digest: it stands for a row and for all rows before it.
package struct Seal: Hashable, Sendable, CustomStringConvertible {
    package static let byteCount = 32
    // Four words: copied, compared and kept without the heap.
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    /// All zeros: what the first seal of all builds on.
    package init() {}

    /// Reads 64 hexadecimal digits; nil for anything else.
    package init?(text: String) {
        guard text.utf8.count == 2 * Seal.byteCount else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text.utf8 {
            guard let value = Seal.value(of: digit) else { return nil }
            if let before = high {
                bytes.append(before << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
    }

    /// 64 hexadecimal digits.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * Seal.byteCount)
        withUnsafeBytes(of: self) { bytes in
            for byte in bytes {
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// The newest sealed row and its seal. Noted outside of the database it shows later that no row up
/// to it was changed, added or removed.
package struct HistoryHead: Hashable, Sendable, CustomStringConvertible {
    /// Its `seq` in the timeline.
    package var row: Int64
    package var seal: Seal

    package init(row: Int64, seal: Seal) {
        self.row = row
        self.seal = seal
    }

    /// Reads `12345:9f86d081...`; nil for anything else.
    package init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let row = Int64(parts[0]), let seal = Seal(text: String(parts[1]))
        else { return nil }
        self.init(row: row, seal: seal)
    }

    /// `12345:9f86d081...`.
    package var description: String { "\(row):\(seal)" }
}
