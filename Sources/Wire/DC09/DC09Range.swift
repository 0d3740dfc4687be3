// SPDX-License-Identifier: Apache-2.0
/// A place inside a frame, as two small numbers: a frame is parsed without copying anything.
/// Never outlives the bytes it speaks of; the caller holds both.

/// `start..<end` of some bytes, or nothing at all.
package struct DC09Range: Equatable, Sendable {
    /// -1 where the piece is not there.
    private let first: Int16
    private let length: UInt16

    /// Not there.
    package static let missing = DC09Range(first: -1, length: 0)

    private init(first: Int16, length: UInt16) {
        self.first = first
        self.length = length
    }
    /// Ends within `DC09Cutter.frameBytesMax`.
    @inline(__always)
    init(_ start: Int, _ end: Int) {
        first = Int16(start)
        length = UInt16(end - start)
    }

    package var isMissing: Bool { first < 0 }
    /// Missing, or there without a byte.
    package var isEmpty: Bool { length == 0 }
    package var start: Int { max(0, Int(first)) }
    package var end: Int { start + Int(length) }
    package var count: Int { Int(length) }

    /// For `extracting`; empty where missing.
    package var range: Range<Int> { start..<end }

    /// The same place in bytes that begin `offset` earlier.
    func moved(by offset: Int) -> DC09Range {
        isMissing ? self : DC09Range(start + offset, end + offset)
    }
}
