// SPDX-License-Identifier: Apache-2.0
/// Choices read from an input, one after the other.
/// Never runs out: behind the end stand zeroes and empty texts.

import Wire

struct Chance {
    private let bytes: [UInt8]
    private var at: Int

    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        at = start
    }

    var isOver: Bool { at >= bytes.count }
    /// All that is left.
    var rest: [UInt8] { Array(bytes[min(at, bytes.count)...]) }

    mutating func byte() -> UInt8 {
        guard at < bytes.count else { return 0 }
        defer { at += 1 }
        return bytes[at]
    }

    /// 0 ..< `bound`.
    mutating func below(_ bound: Int) -> Int { Int(byte()) % bound }

    mutating func number() -> Int64 {
        var number: UInt64 = 0
        for _ in 0..<8 { number = number << 8 | UInt64(byte()) }
        return Int64(bitPattern: number)
    }

    /// Mostly short; 255 as length: everything up to half of what is left.
    mutating func raw() -> [UInt8] {
        let length = Int(byte())
        let count = min(bytes.count - at, length == 255 ? max(255, (bytes.count - at) / 2) : length)
        guard count > 0 else { return [] }
        defer { at += count }
        return Array(bytes[at..<at + count])
    }

    mutating func text() -> String { String(decoding: raw(), as: UTF8.self) }
}
