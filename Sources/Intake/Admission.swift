// SPDX-License-Identifier: Apache-2.0
/// Owns the answer to "is there still room?": how full each band may make the Intake.
/// Never drops what was queued: a refusal is said to the sender, who then tries again.

/// How many elements the whole Intake may hold before each band is refused.
///
/// The bound is on the total, not on the band: heartbeats are refused while seven eighths are still
/// free, so that whatever they do, a press finds room.
package struct Admission: Sendable {
    /// Elements in the whole Intake at which even life safety is refused.
    ///
    /// From 16 (one for each sixteenth) to 2^24 (a gigabyte of 64-byte nodes: more is a mistake).
    package let capacity: Int

    /// What each band may fill, in sixteenths of `capacity`, indexed by `Band.rawValue`.
    private let sixteenths: [Int]

    /// The house's shares, in sixteenths, from life safety (all of it) to heartbeats (an eighth).
    package static let standardSixteenths = [16, 15, 12, 8, 4, 2]

    /// Room for 262,144 elements: more than three minutes of 80,000 homes' heartbeats, of which
    /// heartbeats may take 32,768 (25 seconds with the desk standing still).
    package static let standard = Admission(capacity: 262_144)

    /// Makes the bounds.
    ///
    /// - Parameters:
    ///   - capacity: elements in all, 16...16,777,216.
    ///   - sixteenths: one share for each band in the order of `Band`, 1...16; the first is 16 (life
    ///     safety is refused only by a full Intake) and none is larger than the one before it.
    package init(capacity: Int, sixteenths: [Int] = Admission.standardSixteenths) {
        precondition((16...(1 << 24)).contains(capacity), "capacity outside 16...2^24")
        precondition(sixteenths.count == Band.count, "one share for each band")
        precondition(sixteenths.first == 16, "life safety may fill everything")
        precondition(
            zip(sixteenths, sixteenths.dropFirst()).allSatisfy { $0 >= $1 && $1 >= 1 },
            "a less urgent band may not fill more than a more urgent one")
        self.capacity = capacity
        self.sixteenths = sixteenths
    }

    /// The number of elements in the whole Intake at which `band` is refused; 1...`capacity`.
    package func limit(for band: Band) -> Int {
        capacity * sixteenths[band.rawValue] / 16
    }
}
