// SPDX-License-Identifier: Apache-2.0
/// The centre's one clock: milliseconds since 1970-01-01T00:00Z that never go back.
/// Never reads a clock itself: moments are handed in, so that the core stays deterministic.

/// A length of time in milliseconds; may be negative when two moments are compared.
package struct Span: Hashable, Comparable, Sendable {
    /// Length in milliseconds.
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// `seconds` as a span.
    package static func seconds(_ seconds: Int64) -> Span { Span(milliseconds: seconds * 1000) }
    /// `minutes` as a span.
    package static func minutes(_ minutes: Int64) -> Span { .seconds(minutes * 60) }
    /// `hours` as a span.
    package static func hours(_ hours: Int64) -> Span { .minutes(hours * 60) }
    /// No time at all.
    package static let zero = Span(milliseconds: 0)

    package static func < (a: Span, b: Span) -> Bool { a.milliseconds < b.milliseconds }
    package static func + (a: Span, b: Span) -> Span {
        Span(milliseconds: a.milliseconds + b.milliseconds)
    }
    package static func - (a: Span, b: Span) -> Span {
        Span(milliseconds: a.milliseconds - b.milliseconds)
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
        Moment(milliseconds: a.milliseconds + b.milliseconds)
    }
    package static func - (a: Moment, b: Span) -> Moment {
        Moment(milliseconds: a.milliseconds - b.milliseconds)
    }
    package static func - (a: Moment, b: Moment) -> Span {
        Span(milliseconds: a.milliseconds - b.milliseconds)
    }
}
