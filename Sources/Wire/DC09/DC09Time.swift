// SPDX-License-Identifier: Apache-2.0
/// The timestamp of a frame, `HH:MM:SS,MM-DD-YYYY` in UTC: text <-> seconds.
/// Never judges it: the manners know the window.

import Vocabulary

/// Reads and writes timestamps (DC-09-2007 5.5.1.9; month before day).
package enum DC09Time {
    /// Length of `HH:MM:SS,MM-DD-YYYY`.
    package static let byteCount = 19

    /// Seconds since 1970-01-01T00:00Z; nil for what is no time or names a day that is none.
    package static func seconds(_ bytes: ByteSpan) -> Int64? {
        guard bytes.count == byteCount, bytes[2] == 0x3A, bytes[5] == 0x3A, bytes[8] == 0x2C,
            bytes[11] == 0x2D, bytes[14] == 0x2D, let hour = number(bytes, 0, 2),
            let minute = number(bytes, 3, 2), let second = number(bytes, 6, 2),
            let month = number(bytes, 9, 2), let day = number(bytes, 12, 2),
            let year = number(bytes, 15, 4), hour < 24, minute < 60, second < 61,
            (1...12).contains(month), (1...daysIn(month: month, year: year)).contains(day)
        else { return nil }
        let days = daysSinceEpoch(year: year, month: month, day: day)
        return days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    /// Appends `_HH:MM:SS,MM-DD-YYYY`.
    package static func append(_ seconds: Int64, to bytes: inout [UInt8]) {
        let time = CivilTime(Moment(milliseconds: seconds * 1000), in: .utc)
        bytes.append(0x5F)
        two(time.hour, &bytes)
        bytes.append(0x3A)
        two(time.minute, &bytes)
        bytes.append(0x3A)
        two(time.second, &bytes)
        bytes.append(0x2C)
        two(time.month, &bytes)
        bytes.append(0x2D)
        two(time.day, &bytes)
        bytes.append(0x2D)
        two(time.year / 100 % 100, &bytes)
        two(time.year % 100, &bytes)
    }

    private static func two(_ value: Int, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(0x30 + value / 10))
        bytes.append(UInt8(0x30 + value % 10))
    }

    private static func number(_ bytes: ByteSpan, _ start: Int, _ count: Int) -> Int? {
        var value = 0
        for at in start..<(start + count) {
            let digit = bytes[at] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
