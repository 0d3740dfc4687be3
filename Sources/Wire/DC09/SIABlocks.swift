// SPDX-License-Identifier: Apache-2.0
/// SIA DC-03 blocks as DC-09 carries them: modifiers, two-letter codes, text; and their odd shapes.
/// Never gives up at a modifier that nobody has heard of: that would cost the code behind it.

import Vocabulary

/// `Nri1/QA015|APendant bathroom`: blocks between bars, pieces between slashes.
package enum SIABlocks {
    /// All events, at most `Limits.dc09EventsMax`; a text block belongs to the event before it.
    package static func events(_ data: ByteSpan) -> [DC09Event] {
        var events: [DC09Event] = []
        var start = 0
        while start < data.count {
            var end = start
            while end < data.count, data[end] != 0x7C { end += 1 }
            var reader = BlockReader(at: start, end: end)
            if events.isEmpty || reader.beginsEvent(data) { reader.read(data, into: &events) }
            if !reader.foundCode, end > start, let last = events.indices.last {
                // `A` begins a block of text (DC-03-2017 6.2).
                let isMarked = data[start] == 0x41
                add(data.extracting((isMarked ? start + 1 : start)..<end), to: &events[last])
            }
            start = end + 1
        }
        return events
    }

    fileprivate static func add(_ bytes: ByteSpan, to event: inout DC09Event) {
        let text = DC09Text.decoded(bytes)
        if text.isEmpty { return }
        event.text = event.text.isEmpty ? text : event.text + " " + text
    }
}

/// Reads one block between bars.
private struct BlockReader {
    var at: Int
    let end: Int
    var foundCode = false
    private var area = DC09Range.missing
    private var user = DC09Range.missing
    private var time = DC09Range.missing
    private var date = DC09Range.missing
    private var isOld = false

    init(at: Int, end: Int) {
        self.at = at
        self.end = end
    }

    /// Whether a block behind the first is one of events, not words: a mark, then a modifier or a
    /// code that ends as codes do (`NBA3`, not `NORTH DOOR`).
    func beginsEvent(_ data: ByteSpan) -> Bool {
        guard at < end, data[at] == 0x4E || data[at] == 0x4F else { return false }
        if isPair(data, at + 1, upper: false) { return true }
        guard isPair(data, at + 1, upper: true) else { return false }
        if at + 3 == end { return true }
        return hexValue(data[at + 3]) != nil || data[at + 3] == 0x2F || data[at + 3] == 0x5E
    }

    mutating func read(_ data: ByteSpan, into events: inout [DC09Event]) {
        takeMark(data)
        while at < end, events.count < Limits.dc09EventsMax {
            if data[at] == 0x2F || data[at] == 0x20 {
                at += 1
            } else if data[at] == 0x5E {
                takeText(data, &events)
            } else if isPair(data, at, upper: true) {
                takeCode(data, &events)
            } else if isPair(data, at, upper: false) {
                takeModifier(data)
            } else {
                skipPiece(data)
            }
        }
    }

    /// N (new) or O (old), unless it is the first letter of a code of a device that sends no mark.
    private mutating func takeMark(_ data: ByteSpan) {
        guard at < end, data[at] == 0x4E || data[at] == 0x4F else { return }
        guard isPair(data, at + 1, upper: true) || isPair(data, at + 1, upper: false)
        else {
            // "N/QA1" has a mark; "NL1" and "OP" have none.
            if at + 1 < end, data[at + 1] == 0x2F { at += 1 }
            return
        }
        isOld = data[at] == 0x4F
        at += 1
    }

    /// Two lower-case letters and a value. It ends at a slash, or, where devices leave that out
    /// (`Nri1CL0`), at the block's last pair of upper-case letters.
    private mutating func takeModifier(_ data: ByteSpan) {
        let name = Word8(data, at, at + 2)
        let start = at + 2
        var stop = start
        while stop < end, data[stop] != 0x2F, data[stop] != 0x5E { stop += 1 }
        if !hasCode(data, from: stop) {
            var place = start
            while place < stop, !isPair(data, place, upper: true) { place += 1 }
            stop = place
        }
        let value = DC09Range(start, stop)
        switch name {
        case "ri": area = value
        case "id": user = value
        case "ti": time = value
        case "da": date = value
        default: break
        }
        at = stop
    }

    /// Whether a piece that begins with a code follows a slash at or behind `start`.
    private func hasCode(_ data: ByteSpan, from start: Int) -> Bool {
        var place = start
        while place < end, data[place] != 0x5E {
            if data[place] == 0x2F, isPair(data, place + 1, upper: true) { return true }
            place += 1
        }
        return false
    }

    /// Two upper-case letters and an address of hex digits.
    private mutating func takeCode(_ data: ByteSpan, _ events: inout [DC09Event]) {
        foundCode = true
        var event = DC09Event(code: string(data.extracting(at..<(at + 2))), isContactID: false)
        let first = data[at]
        at += 2
        let start = at
        while at < end, hexValue(data[at]) != nil { at += 1 }
        let address = string(data.extracting(start..<at))
        // Openings (O.) and closings (C.) name a user, the others a zone.
        if first == 0x4F || first == 0x43 { event.user = address } else { event.zone = address }
        if !user.isEmpty { event.user = DC09Text.decoded(data.extracting(user.range), atMost: 64) }
        event.area = DC09Text.decoded(data.extracting(area.range), atMost: 64)
        event.time = DC09Text.decoded(data.extracting(time.range), atMost: 64)
        if !date.isEmpty {
            let day = DC09Text.decoded(data.extracting(date.range), atMost: 64)
            event.time = event.time.isEmpty ? day : day + " " + event.time
        }
        event.isOld = isOld
        events.append(event)
    }

    /// `^text^` in the block itself; the last caret may be missing.
    private mutating func takeText(_ data: ByteSpan, _ events: inout [DC09Event]) {
        let start = at + 1
        at = start
        while at < end, data[at] != 0x5E { at += 1 }
        if let last = events.indices.last, foundCode {
            SIABlocks.add(data.extracting(start..<at), to: &events[last])
        }
        at = min(end, at + 1)
    }

    private mutating func skipPiece(_ data: ByteSpan) {
        at += 1
        while at < end, data[at] != 0x2F, data[at] != 0x5E { at += 1 }
    }

    private func isPair(_ data: ByteSpan, _ place: Int, upper: Bool) -> Bool {
        guard place >= 0, place + 1 < end else { return false }
        let base: UInt8 = upper ? 0x41 : 0x61
        return data[place] &- base < 26 && data[place + 1] &- base < 26
    }
}
