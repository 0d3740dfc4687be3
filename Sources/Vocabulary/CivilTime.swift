// SPDX-License-Identifier: Apache-2.0
/// Moments as people write them: calendar days of the centre and ISO 8601 text.
/// Never asks the system for a time zone: the centre's offset comes from its configuration.

/// A day of the centre's calendar, as the number yyyymmdd (20261120).
package struct CivilDay: Hashable, Comparable, Sendable {
    /// yyyymmdd.
    package let number: Int32

    package init(number: Int32) { self.number = number }
    package static func < (a: CivilDay, b: CivilDay) -> Bool { a.number < b.number }
}

/// The centre's offset from UTC, in minutes east (Hong Kong: +480).
package struct ZoneOffset: Hashable, Sendable {
    /// Minutes east of Greenwich, -1440 < minutes < 1440.
    package let minutes: Int

    package init(minutes: Int) { self.minutes = minutes }
    /// Greenwich itself.
    package static let utc = ZoneOffset(minutes: 0)

    /// The calendar day that `moment` falls on here.
    package func day(of moment: Moment) -> CivilDay {
        let parts = CivilTime(moment, in: self)
        // A clock that far off is wrong anyhow; a day is wanted all the same.
        return CivilDay(
            number: Int32(clamping: parts.year * 10_000 + parts.month * 100 + parts.day))
    }

    /// Milliseconds since local midnight at `moment`.
    package func millisecondsOfDay(of moment: Moment) -> Int64 {
        let local = bounded(moment.milliseconds, plus: Int64(minutes) * 60_000)
        // Wrapping: the product may lie a little below the scale, the difference never does.
        return local &- floorDivide(local, 86_400_000) &* 86_400_000
    }

    /// Whole hours since the epoch, counted on the local clock (for hourly measures).
    package func hourNumber(of moment: Moment) -> Int64 {
        floorDivide(bounded(moment.milliseconds, plus: Int64(minutes) * 60_000), 3_600_000)
    }

    /// The moment at which local hour number `hour` begins.
    package func start(ofHour hour: Int64) -> Moment {
        Moment(
            milliseconds: bounded(
                bounded(hour, times: 3_600_000), minus: Int64(minutes) * 60_000))
    }

    /// `+08:00`.
    package var text: String {
        let magnitude = minutes.magnitude
        return "\(minutes < 0 ? "-" : "+")\(padded(Int(magnitude / 60), 2)):"
            + padded(Int(magnitude % 60), 2)
    }
}

/// Calendar fields of a moment in one zone (proleptic Gregorian; Howard Hinnant's algorithm).
package struct CivilTime: Equatable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let millisecond: Int
    private let zone: ZoneOffset

    package init(_ moment: Moment, in zone: ZoneOffset) {
        let local = bounded(moment.milliseconds, plus: Int64(zone.minutes) * 60_000)
        let days = floorDivide(local, 86_400_000)
        let rest = Int(local &- days &* 86_400_000)
        let z = days + 719_468
        let era = floorDivide(z, 146_097)
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        day = Int(doy - (153 * mp + 2) / 5 + 1)
        month = Int(mp < 10 ? mp + 3 : mp - 9)
        year = Int(yoe + era * 400) + (month <= 2 ? 1 : 0)
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
        self.zone = zone
    }

    /// `2026-11-20T09:00:01.250+08:00`.
    package var iso8601: String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(hour, 2)):"
            + "\(padded(minute, 2)):\(padded(second, 2)).\(padded(millisecond, 3))\(zone.text)"
    }
}

extension Moment {
    /// ISO 8601 with the zone's offset and milliseconds.
    package func iso8601(in zone: ZoneOffset) -> String { CivilTime(self, in: zone).iso8601 }

    /// Reads `2026-11-20T09:00[:01[.250]]` followed by `Z` or an offset such as `+08:00`;
    /// nil when the text is not that, or names a day that does not exist.
    package init?(iso8601 text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"),
            let day = scanner.number(digits: 2), scanner.take("T") || scanner.take("t"),
            let hour = scanner.number(digits: 2), scanner.take(":"),
            let minute = scanner.number(digits: 2)
        else { return nil }
        var second = 0
        var milliseconds = 0
        if scanner.take(":") {
            guard let seconds = scanner.number(digits: 2) else { return nil }
            second = seconds
            if scanner.take(".") {
                guard let fraction = scanner.fraction() else { return nil }
                milliseconds = fraction
            }
        }
        guard let offset = scanner.offsetMinutes(), scanner.atEnd,
            (1...12).contains(month), (1...daysIn(month: month, year: year)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = daysSinceEpoch(year: year, month: month, day: day)
        let local =
            ((days * 24 + Int64(hour)) * 60 + Int64(minute) - Int64(offset)) * 60_000
        self.init(milliseconds: local + Int64(second * 1000 + milliseconds))
    }
}

private struct DigitScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ text: String) { bytes = Array(text.utf8) }
    var atEnd: Bool { at == bytes.count }

    mutating func take(_ character: Character) -> Bool {
        guard at < bytes.count, bytes[at] == character.asciiValue else { return false }
        at += 1
        return true
    }
    mutating func number(digits: Int) -> Int? {
        guard at + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[at..<(at + digits)] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        at += digits
        return value
    }
    /// One to nine digits after the point, as whole milliseconds.
    mutating func fraction() -> Int? {
        var value = 0
        var digits = 0
        while at < bytes.count, (48...57).contains(bytes[at]), digits < 9 {
            if digits < 3 { value = value * 10 + Int(bytes[at] - 48) }
            digits += 1
            at += 1
        }
        guard digits > 0 else { return nil }
        for _ in digits..<max(3, digits) { value *= 10 }
        return value
    }
    mutating func offsetMinutes() -> Int? {
        if take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : (take("-") ? -1 : 0)
        guard sign != 0, let hours = number(digits: 2), take(":"),
            let minutes = number(digits: 2), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

/// Days of a month.
package func daysIn(month: Int, year: Int) -> Int {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
}

/// Days from 1970-01-01 to this day.
package func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
    let y = Int64(month <= 2 ? year - 1 : year)
    let era = floorDivide(y, 400)
    let yoe = y - era * 400
    let doy = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    return era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b < 0 ? quotient - 1 : quotient
}

/// `number` in decimal with leading zeros up to `width` digits; wider numbers keep all digits.
package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return digits.count >= width
        ? digits : String(repeating: "0", count: width - digits.count) + digits
}
