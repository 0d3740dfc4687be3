// SPDX-License-Identifier: Apache-2.0
/// Contact ID (SIA DC-05): qualifier, event code, partition, zone.
/// Never knows what a code means.

import Vocabulary

/// `QEEE GG ZZZ` as places in the data behind the account.
package struct ContactID: Equatable, Sendable {
    /// Qualifier digit and event code: four characters.
    package let code: DC09Range
    /// Partition or group; 00 is none.
    package let group: DC09Range
    /// Zone or user; 000 is none.
    package let zone: DC09Range
    /// Words behind it; not in the standard, but seen.
    package let text: DC09Range

    /// nil unless there are three groups of hex digits: four, one to four, one to five. Real devices
    /// vary the lengths of the last two.
    package init?(_ data: ByteSpan) {
        var at = 0
        guard let code = Self.digits(data, &at, 4...4), Self.gap(data, &at),
            let group = Self.digits(data, &at, 1...4), Self.gap(data, &at),
            let zone = Self.digits(data, &at, 1...5)
        else { return nil }
        guard at == data.count || data[at] == 0x20 || data[at] == 0x7C else { return nil }
        self.code = code
        self.group = group
        self.zone = zone
        while at < data.count, data[at] == 0x20 || data[at] == 0x7C { at += 1 }
        text = DC09Range(at, data.count)
    }

    /// 1 new event or opening, 3 restore or closing, 6 still present; others count as new, so that
    /// nothing is missed (DC-05-2016 4.2).
    package func qualifier(in data: ByteSpan) -> DC09Event.Qualifier {
        switch data[code.start] {
        case 0x33: .restore
        case 0x36: .status
        default: .new
        }
    }

    func event(in data: ByteSpan) -> DC09Event {
        var event = DC09Event(
            code: string(data.extracting(code.range)), isContactID: true)
        event.qualifier = qualifier(in: data)
        if !isZero(data, group) { event.area = string(data.extracting(group.range)) }
        if !isZero(data, zone) {
            // Event codes 4xx are openings and closings: the number is a user's (DC-05-2016 table 1).
            if data[code.start + 1] == 0x34 {
                event.user = string(data.extracting(zone.range))
            } else {
                event.zone = string(data.extracting(zone.range))
            }
        }
        if !text.isEmpty { event.text = DC09Text.decoded(data.extracting(text.range)) }
        return event
    }

    private func isZero(_ data: ByteSpan, _ digits: DC09Range) -> Bool {
        for at in digits.range where data[at] != 0x30 { return false }
        return true
    }

    private static func digits(
        _ data: ByteSpan, _ at: inout Int, _ count: ClosedRange<Int>
    ) -> DC09Range? {
        let start = at
        while at < data.count, hexValue(data[at]) != nil { at += 1 }
        return count.contains(at - start) ? DC09Range(start, at) : nil
    }

    private static func gap(_ data: ByteSpan, _ at: inout Int) -> Bool {
        let start = at
        while at < data.count, data[at] == 0x20 { at += 1 }
        return at > start
    }
}
