// SPDX-License-Identifier: Apache-2.0
/// The centre's one clock: milliseconds since 1970-01-01T00:00Z that never go back.
/// Never reads a clock itself: moments are handed in, so that the core stays deterministic.
/// Never traps: what would pass the end of the scale stays there. A wrong age that comes from a
/// damaged row is a wrong age; a trap would be one at every start.

/// A length of time in milliseconds; may be negative when two moments are compared.
package struct Span: Hashable, Comparable, Sendable {
    /// Length in milliseconds.
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// `seconds` as a span.
    package static func seconds(_ seconds: Int64) -> Span {
        Span(milliseconds: bounded(seconds, times: 1000))
    }
    /// `minutes` as a span.
    package static func minutes(_ minutes: Int64) -> Span {
        Span(milliseconds: bounded(minutes, times: 60_000))
    }
    /// `hours` as a span.
    package static func hours(_ hours: Int64) -> Span {
        Span(milliseconds: bounded(hours, times: 3_600_000))
    }
    /// No time at all.
    package static let zero = Span(milliseconds: 0)

    package static func < (a: Span, b: Span) -> Bool { a.milliseconds < b.milliseconds }
    package static func + (a: Span, b: Span) -> Span {
        Span(milliseconds: bounded(a.milliseconds, plus: b.milliseconds))
    }
    package static func - (a: Span, b: Span) -> Span {
        Span(milliseconds: bounded(a.milliseconds, minus: b.milliseconds))
    }

    /// Seconds with one decimal, truncated: `11.6`. What people read as `age` and `left`.
    package var secondsText: String {
        let tenths = milliseconds.magnitude / 100
        let sign = milliseconds < 0 && tenths > 0 ? "-" : ""
        return "\(sign)\(tenths / 10).\(tenths % 10)"
    }
}

/// A point on the centre's clock, in milliseconds since the Unix epoch.
package struct Moment: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00Z.
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (a: Moment, b: Moment) -> Bool { a.milliseconds < b.milliseconds }
    package static func + (a: Moment, b: Span) -> Moment {
        Moment(milliseconds: bounded(a.milliseconds, plus: b.milliseconds))
    }
    package static func - (a: Moment, b: Span) -> Moment {
        Moment(milliseconds: bounded(a.milliseconds, minus: b.milliseconds))
    }
    package static func - (a: Moment, b: Moment) -> Span {
        Span(milliseconds: bounded(a.milliseconds, minus: b.milliseconds))
    }
}

/// The sum, or the end of the scale that it would pass.
@inline(__always)
func bounded(_ a: Int64, plus b: Int64) -> Int64 {
    let (sum, isPast) = a.addingReportingOverflow(b)
    return isPast ? (b < 0 ? .min : .max) : sum
}

/// The difference, or the end of the scale that it would pass.
@inline(__always)
func bounded(_ a: Int64, minus b: Int64) -> Int64 {
    let (difference, isPast) = a.subtractingReportingOverflow(b)
    return isPast ? (b < 0 ? .max : .min) : difference
}

/// The product with a number above zero, or the end of the scale that it would pass.
@inline(__always)
func bounded(_ a: Int64, times b: Int64) -> Int64 {
    let (product, isPast) = a.multipliedReportingOverflow(by: b)
    return isPast ? (a < 0 ? .min : .max) : product
}
