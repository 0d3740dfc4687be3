// SPDX-License-Identifier: Apache-2.0
/// The waits that the measures count; the only list. An answer target must be one of them, or no
/// table could ever say how often it was reached.

/// The bounds at which waits are counted; a service level can be asked at these only.
package enum MeasureBounds {
    /// Seconds, ascending; column `answered_N` counts waits <= N, `withdrawn_N` those < N.
    package static let seconds: [Int64] = [10, 12, 15, 20, 30, 60, 90, 180]
    /// `10, 12, 15 ...`
    package static let words = seconds.map(String.init).joined(separator: ", ")
    /// Whether a target span is one of them.
    package static func contains(_ target: Span) -> Bool {
        seconds.contains { Span.seconds($0) == target }
    }
}
