// SPDX-License-Identifier: Apache-2.0
/// A line of the device port -> `DeviceRequest`. Unknown keys and stray words are ignored.
/// Never refuses an ALARM whose device and reference can be read (docs/protocol-device.md).

import Vocabulary

/// Reads device lines; holds nothing.
package enum DeviceParser {
    /// Reads one line without its end. `overlong`: the line went on past these bytes.
    package static func parse(
        _ line: ByteSpan, overlong: Bool = false
    ) throws(WireError) -> DeviceRequest {
        let head = try LineHead(line)
        return try parse(line, head, try verb(of: line, head, overlong: overlong), overlong)
    }

    /// The verb of a line whose head was read. Throws `.unknownVerb` with the nearest one.
    static func verb(
        of line: ByteSpan, _ head: LineHead, overlong: Bool
    ) throws(WireError) -> DeviceVerb {
        switch head.verb {
        case "alarm": return .alarm
        case "alive": return .alive
        case "signal": return .signal
        case "cancel": return .cancel
        case "seen": return .seen
        case "result": return .result
        case "hello": return .hello
        case "ping": return .ping
        case "help": return .help
        case "quit": return .quit
        default:
            if overlong { throw .tooLong }
            if !isUTF8(line) { throw .encoding }
            throw unknownVerb(head.verbText(in: line))
        }
    }

    /// What to answer to a verb that is not in the table.
    static func unknownVerb(_ word: String) -> WireError {
        let names = DeviceVerb.allCases.map(\.rawValue)
        return .unknownVerb(word, nearest: nearestWord(to: word, among: names))
    }

    /// Reads the fields behind the verb.
    static func parse(
        _ line: ByteSpan, _ head: LineHead, _ verb: DeviceVerb, _ overlong: Bool
    ) throws(WireError) -> DeviceRequest {
        let isIntact = isUTF8(line)
        var at = head.fields
        if verb == .alarm {
            return .alarm(
                try signal(line, &at, damage: Damage(isUTF8: isIntact, overlong: overlong)))
        }
        if overlong { throw .tooLong }
        guard isIntact else { throw .encoding }
        switch verb {
        case .alarm, .signal: return .signal(try signal(line, &at, damage: nil))
        case .cancel: return try cancel(line, &at)
        case .alive: return .alive(try alive(line, &at))
        case .seen: return .seen(try seen(line, &at))
        case .result: return try result(line, &at)
        case .hello: return try hello(line, &at)
        case .help: return .help(at.next(in: line)?.text(in: line))
        case .ping: return .ping
        case .quit: return .quit
        }
    }
}

/// What is wrong with an ALARM's line as a whole.
private struct Damage {
    var isUTF8: Bool
    var overlong: Bool
    var isAny: Bool { !isUTF8 || overlong }
}

extension DeviceParser {
    /// Reads ALARM (`damage` given: everything but device and reference is forgiven) or SIGNAL.
    @inline(__always)
    private static func signal(
        _ line: ByteSpan, _ at: inout FieldReader, damage: Damage?
    ) throws(WireError) -> SignalFields {
        var device = Piece()
        var reference = Piece()
        var kind = Piece()
        var time = Piece()
        var location = Piece()
        var text = Piece()
        var isBroken = false
        while let piece = at.next(in: line) {
            if piece.isBroken { isBroken = true }
            switch piece.key {
            case "dev": if device.isMissing { device = piece }
            case "ref": if reference.isMissing { reference = piece }
            case "type": if kind.isMissing { kind = piece }
            case "t": if time.isMissing { time = piece }
            case "loc": if location.isMissing { location = piece }
            case "text": if text.isMissing { text = piece }
            default: break
            }
        }
        guard let damage else {
            if isBroken { throw brokenQuote }
            var damaged = false
            return SignalFields(
                device: DeviceID(try key(device, "dev", line, &damaged)),
                reference: Reference(try key(reference, "ref", line, &damaged)),
                kind: try self.kind(kind, line, &damaged),
                deviceTime: try wholeTime(time, line),
                location: location.text(in: line), text: text.text(in: line), damaged: damaged)
        }
        var damaged = damage.isAny || isBroken
        if damage.overlong {
            // A device or reference that touches the cut may be somebody else's.
            if device.isMissing || device.end >= line.count { throw .tooLong }
            if reference.isMissing || reference.end >= line.count { throw .tooLong }
        }
        let mending = !damage.isUTF8
        let fields = SignalFields(
            device: DeviceID(try key(device, "dev", line, &damaged, mending)),
            reference: Reference(try key(reference, "ref", line, &damaged, mending)),
            kind: alarmKind(kind, line, &damaged, mending),
            deviceTime: alarmTime(time, line, &damaged),
            location: freeText(location, line, damage), text: freeText(text, line, damage),
            damaged: damaged)
        return fields
    }

    private static var brokenQuote: WireError { .syntax(expected: "a closing quote") }

    /// A key's text; one that is too long is shortened (then `damaged`) so that two that differ anywhere
    /// stay different: a press must not pass for another one. Throws where it is not there.
    @inline(__always)
    private static func key(
        _ piece: Piece, _ name: StaticString, _ line: ByteSpan, _ damaged: inout Bool,
        _ mending: Bool = false
    ) throws(WireError) -> String {
        guard piece.end > piece.start else {
            throw .field(name.description, expected: "1...\(Limits.keyBytesMax) bytes")
        }
        let text = piece.text(in: line, mending: mending)
        return text.utf8.count > Limits.keyBytesMax ? shortened(text, &damaged) : text
    }

    private static func shortened(_ text: String, _ damaged: inout Bool) -> String {
        damaged = true
        var digest = DC09Digest()
        for byte in text.utf8 { digest.add(byte) }
        // `~` and eleven signs of the whole.
        return cut(text, toBytes: Limits.keyBytesMax - 12) + "~" + digest.text
    }

    @inline(__always)
    private static func kind(
        _ piece: Piece, _ line: ByteSpan, _ damaged: inout Bool, _ mending: Bool = false
    ) throws(WireError) -> SignalKind {
        let word = lowered(try key(piece, "type", line, &damaged, mending))
        if word.utf8.count <= Limits.keyBytesMax { return SignalKind(word) }
        // A few letters take more bytes in lower case, such as U+0130.
        return SignalKind(lowered(shortened(word, &damaged)))
    }

    /// The kind of an ALARM: without a readable one it is a press.
    @inline(__always)
    private static func alarmKind(
        _ piece: Piece, _ line: ByteSpan, _ damaged: inout Bool, _ mending: Bool
    ) -> SignalKind {
        if Word8(line, piece.start, piece.end) ~= "button" { return .button }
        guard piece.end > piece.start, !piece.isBroken,
            let known = try? kind(piece, line, &damaged, mending)
        else {
            damaged = true
            return .button
        }
        return known
    }

    @inline(__always)
    private static func alarmTime(
        _ piece: Piece, _ line: ByteSpan, _ damaged: inout Bool
    ) -> Int64 {
        if piece.isMissing { return 0 }
        if let time = piece.number(in: line) { return time }
        damaged = true
        // Not a number, but still what tells two alarms of a restarted counter apart: its FNV-1a
        // hash, negative so that no clock says the same.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in piece.text(in: line).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return -1 - Int64(hash >> 2)
    }

    private static func wholeTime(_ piece: Piece, _ line: ByteSpan) throws(WireError) -> Int64 {
        if piece.isMissing { return 0 }
        guard let time = piece.number(in: line) else {
            throw .field("t", expected: "a whole number")
        }
        return time
    }

    /// Location or text of an ALARM: whatever can be read, without the character the cut went
    /// through.
    @inline(__always)
    private static func freeText(
        _ piece: Piece, _ line: ByteSpan, _ damage: Damage
    ) -> String {
        if piece.isMissing { return "" }
        guard damage.isAny else { return piece.text(in: line) }
        var whole = piece
        if damage.overlong, piece.end == line.count {
            whole.end = endOfLastScalar(line, from: piece.start)
        }
        return whole.text(in: line, mending: true)
    }

    /// `line.count`, or less where the line ends inside a scalar.
    private static func endOfLastScalar(_ line: ByteSpan, from start: Int) -> Int {
        var at = line.count
        while at > start, line.count - at < 4 {
            at -= 1
            let byte = line[at]
            if byte < 0x80 { return line.count }
            if byte >= 0xC0 {
                return decodeScalar(line, at: at) == nil ? at : line.count
            }
        }
        return line.count
    }

    private static func lowered(_ word: String) -> String {
        word.utf8.contains { $0 &- 65 < 26 } ? word.lowercased() : word
    }
}

extension DeviceParser {
    /// The first value of each wanted key, in the order wanted; strict about quotes.
    private static func pieces(
        _ line: ByteSpan, _ at: inout FieldReader, _ wanted: Word8...
    ) throws(WireError) -> [Piece] {
        var found = [Piece](repeating: Piece(), count: wanted.count)
        while let piece = at.next(in: line) {
            if piece.isBroken { throw brokenQuote }
            if let index = wanted.firstIndex(of: piece.key), piece.isField,
                found[index].isMissing
            {
                found[index] = piece
            }
        }
        return found
    }

    private static func cancel(
        _ line: ByteSpan, _ at: inout FieldReader
    ) throws(WireError) -> DeviceRequest {
        let found = try pieces(line, &at, "dev", "ref")
        // Cut exactly as the ALARM's were, so that it is found.
        var wasCut = false
        return .cancel(
            device: DeviceID(try key(found[0], "dev", line, &wasCut)),
            reference: Reference(try key(found[1], "ref", line, &wasCut)))
    }

    private static func alive(
        _ line: ByteSpan, _ at: inout FieldReader
    ) throws(WireError) -> [DeviceID] {
        let list = try pieces(line, &at, "dev")[0]
        let bytes = Array(list.isMissing ? "".utf8 : list.text(in: line).utf8)
        let span = bytes.span
        var devices: [DeviceID] = []
        devices.reserveCapacity(min(bytes.count / 5 + 1, Limits.aliveDevicesMax))
        var start = 0
        for end in 0...bytes.count where end == bytes.count || bytes[end] == 0x2C {
            let length = end - start
            if length > 0 {
                guard length <= Limits.keyBytesMax, devices.count < Limits.aliveDevicesMax else {
                    throw aliveList
                }
                devices.append(DeviceID(string(span.extracting(start..<end))))
            }
            start = end + 1
        }
        guard !devices.isEmpty else { throw aliveList }
        return devices
    }

    private static var aliveList: WireError {
        .field(
            "dev",
            expected: "1...\(Limits.aliveDevicesMax) devices of at most \(Limits.keyBytesMax) "
                + "bytes, with commas between")
    }

    private static func seen(
        _ line: ByteSpan, _ at: inout FieldReader
    ) throws(WireError) -> Int64 {
        guard let number = try pieces(line, &at, "n")[0].number(in: line) else {
            throw .field("n", expected: "the number of a TAKEN")
        }
        return number
    }

    private static func result(
        _ line: ByteSpan, _ at: inout FieldReader
    ) throws(WireError) -> DeviceRequest {
        let found = try pieces(line, &at, "id", "outcome", "text")
        guard let id = found[0].number(in: line) else {
            throw .field("id", expected: "the id of a NOTIFY")
        }
        guard !found[1].isMissing,
            let outcome = AttemptOutcome(rawValue: lowered(found[1].text(in: line))),
            DeviceVerb.reportable.contains(outcome)
        else { throw .field("outcome", expected: DeviceVerb.outcomes) }
        return .result(
            attempt: AttemptID(raw: id), outcome: outcome,
            text: found[2].isMissing ? "" : found[2].text(in: line))
    }

    private static func hello(
        _ line: ByteSpan, _ at: inout FieldReader
    ) throws(WireError) -> DeviceRequest {
        let found = try pieces(line, &at, "gateway", "key", "role")
        var isTooLong = false
        let gateway = try key(found[0], "gateway", line, &isTooLong)
        if isTooLong {
            throw .field("gateway", expected: "1...\(Limits.keyBytesMax) bytes")
        }
        guard found[1].end > found[1].start else {
            throw .field("key", expected: "the gateway's key")
        }
        var isNotifier = false
        if !found[2].isMissing {
            switch lowered(found[2].text(in: line)) {
            case "notifier": isNotifier = true
            case "gateway": isNotifier = false
            default: throw .field("role", expected: "gateway|notifier")
            }
        }
        return .hello(
            gateway: GatewayID(gateway), key: Masked(found[1].text(in: line)),
            notifier: isNotifier)
    }
}
