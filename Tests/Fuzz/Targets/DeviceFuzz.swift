// SPDX-License-Identifier: Apache-2.0
/// What is fuzzed of the device port: framer, parser, manners, and the way back to a line.
/// Never knows the desk: a request is answered by chance.

import Vocabulary
import Wire

/// The first byte says how lines are shown, the second how the centre behaves.
func fuzzDevice(_ bytes: ByteSpan) {
    guard bytes.count > 2 else { return }
    let mode = bytes[0]
    let policy = SessionPolicy(bytes[1])
    let rest = bytes.extracting(2...)
    switch mode & 7 {
    case 0, 1, 2, 3:
        var manners = DeviceManners()
        if mode & 7 > 0 { manners = known(notifier: mode & 7 > 1) }
        LineSession.run(rest, manners, policy)
    case 4: checkFraming(rest, step: max(1, policy.step))
    default: parse(rest, overlong: mode & 8 != 0)
    }
}

/// A gateway that has said HELLO already.
private func known(notifier: Bool) -> DeviceManners {
    var manners = DeviceManners()
    let hello = Array(
        (notifier ? "HELLO gateway=g key=k role=notifier" : "HELLO gateway=g key=k").utf8)
    guard case .request(_, let number) = manners.take(hello.span) else {
        preconditionFailure("a right HELLO")
    }
    manners.admit()
    manners.answer(number, []) { _ in }
    return manners
}

/// One line by itself, without session.
private func parse(_ line: ByteSpan, overlong: Bool) {
    let line = line.extracting(..<min(line.count, Limits.lineBytesMax))
    do {
        checkDevice(try DeviceParser.parse(line, overlong: overlong), line)
    } catch {
        let reply = error.reply
        checkLines(reply.span, lineMax: LineWriter.lineBytesMax) { line in
            precondition(ReplyLine(line) != nil, "an answer nobody can read")
        }
    }
}

extension DeviceManners: LineManners {
    typealias Request = DeviceRequest

    mutating func decide(_ request: DeviceRequest, kindly: Bool) {
        guard case .hello = request else { return }
        if kindly { admit() } else { dismiss() }
    }
    func check(_ request: DeviceRequest, line: ByteSpan) { checkDevice(request, line) }
}

/// Bounds of a request, and that it can be said again in so many words.
private func checkDevice(_ request: DeviceRequest, _ line: ByteSpan) {
    switch request {
    case .hello(let gateway, let key, _):
        checkKey(gateway.text)
        precondition(!key.shown.isEmpty, "a HELLO without a key")
    case .alarm(let fields): check(fields, isAlarm: true)
    case .signal(let fields):
        // Only a key that was shortened; it may end before a letter of several bytes.
        let longest =
            [fields.device.text, fields.reference.text, fields.kind.word]
            .map(\.utf8.count).max() ?? 0
        precondition(!fields.damaged || longest > Limits.keyBytesMax - 4, "damage without a reason")
        check(fields, isAlarm: false)
    case .cancel(let device, let reference):
        checkKey(device.text)
        checkKey(reference.text)
    case .alive(let devices):
        precondition((1...Limits.aliveDevicesMax).contains(devices.count), "no device, or too many")
        for device in devices { checkKey(device.text) }
    case .seen(let number): precondition(number >= 0, "a number below none")
    case .result(let attempt, _, let text):
        precondition(attempt.raw >= 0, "a number below none")
        precondition(text.utf8.count <= Limits.textBytesMax, "a text beyond the limit")
    case .help, .ping, .quit: return
    }
    guard let again = said(again: request) else { return }
    let bytes = again
    let end = bytes.count - 1
    guard let second = try? DeviceParser.parse(bytes.span.extracting(..<end)) else {
        preconditionFailure("what was understood cannot be said again")
    }
    precondition(second == plain(request), "said again it is something else")
}

private func checkKey(_ text: String) {
    precondition((1...Limits.keyBytesMax).contains(text.utf8.count), "a key beyond the limit")
}

private func check(_ fields: SignalFields, isAlarm: Bool) {
    checkKey(fields.device.text)
    checkKey(fields.reference.text)
    checkKey(fields.kind.word)
    // A broken byte takes up to six: `\u{FF}`.
    precondition(fields.text.utf8.count <= 6 * Limits.textBytesMax, "a text beyond the limit")
    precondition(fields.location.utf8.count <= 6 * Limits.textBytesMax, "a text beyond the limit")
    precondition(isAlarm || fields.deviceTime >= 0, "only an alarm's time is a hash")
}

/// The same request as a client of our own would write it; nil where it does not fit a line.
private func said(again request: DeviceRequest) -> [UInt8]? {
    var writer = LineWriter()
    switch request {
    case .hello(let gateway, let key, let notifier):
        writer.request("HELLO")
        writer.field("gateway", gateway.text)
        writer.field("key", key.shown)
        if notifier { writer.field("role", "notifier") }
    case .alarm(let fields), .signal(let fields):
        if case .alarm = request { writer.request("ALARM") } else { writer.request("SIGNAL") }
        writer.field("dev", fields.device.text)
        writer.field("ref", fields.reference.text)
        writer.field("type", fields.kind.word)
        // The hash of a time that was none.
        if fields.deviceTime < 0 { return nil }
        if fields.deviceTime > 0 { writer.field("t", fields.deviceTime) }
        if !fields.location.isEmpty { writer.text("loc", fields.location) }
        if !fields.text.isEmpty { writer.text("text", fields.text) }
    case .cancel(let device, let reference):
        writer.request("CANCEL")
        writer.field("dev", device.text)
        writer.field("ref", reference.text)
    case .seen(let number):
        writer.request("SEEN")
        writer.field("n", number)
    case .result(let attempt, let outcome, let text):
        writer.request("RESULT")
        writer.field("id", attempt.raw)
        writer.field("outcome", outcome.rawValue)
        if !text.isEmpty { writer.field("text", text) }
    // Commas stand between devices, and a device may hold quotes of its own.
    case .alive, .help, .ping, .quit: return nil
    }
    return writer.wasCut ? nil : writer.finish()
}

/// What is understood of the line that says it again: nothing in that is damaged.
private func plain(_ request: DeviceRequest) -> DeviceRequest {
    switch request {
    case .alarm(var fields):
        fields.damaged = false
        return .alarm(fields)
    case .signal(var fields):
        fields.damaged = false
        return .signal(fields)
    default: return request
    }
}

let deviceSeeds: [[UInt8]] = {
    let lines = DeviceVerb.allCases.map(\.example)
    var seeds: [[UInt8]] = lines.map { [5, 0] + Array($0.utf8) }
    let tagged = lines.enumerated().map { "@\($0) \($1)\r\n" }.joined()
    let all = lines.map { $0 + "\n" }.joined()
    for mode in 0..<5 as Range<UInt8> {
        for policy in [0x40, 0x41, 0x52, 0x68, 0x7B, 0x18] as [UInt8] {
            seeds.append([mode, policy] + Array(all.utf8))
            seeds.append([mode, policy] + Array(tagged.utf8))
        }
    }
    let long = "ALARM dev=A1 ref=7 type=fall text=\"" + String(repeating: "浴", count: 1500)
    seeds.append([2, 0x40] + Array((long + "\"\nPING\n").utf8))
    seeds.append([13, 0] + Array(long.utf8.prefix(4096)))
    return seeds
}()

let deviceWords =
    DeviceVerb.allCases.map { $0.rawValue + " " } + [
        "dev=", "ref=", "type=", "t=", "loc=\"", "text=\"",
        "gateway=", "key=", "role=notifier", "n=", "id=", "outcome=answered", "outcome=", "button",
        "@17 ", "\r\n", "\n", "9223372036854775807", "9223372036854775808", "\u{130}",
    ] + hardTexts
