// SPDX-License-Identifier: Apache-2.0
/// What is fuzzed of everything that leaves: lines written and read back, tags, moments, call
/// numbers. Never trusts the writer: the reader, and a list of its own, judge it.

import Vocabulary
import Wire

/// The first byte says what the rest is.
func fuzzReply(_ bytes: ByteSpan) {
    let mode = bytes[0]
    let rest = array(bytes.extracting(1...))
    switch mode & 7 {
    case 0, 1, 2: write(Chance(rest), tagged: mode & 8 != 0, event: mode & 16 != 0)
    case 3: writeTable(Chance(rest), step: 1 + Int(mode >> 3))
    case 4: readTable(rest, step: 1 + Int(mode >> 3))
    case 5: checkOrder(Chance(rest))
    case 6: _ = ReplyLine(rest.span)
    default:
        let text = String(decoding: rest, as: UTF8.self)
        if let moment = Moment(iso8601: text) { checkMoment(moment) }
        if let call = CallID(text: text), call.day.number >= 10_000_000 {
            precondition(CallID(text: call.description) == call, "a number that reads otherwise")
        }
        let short = cut(text, toBytes: Int(mode >> 3))
        precondition(text.utf8.starts(with: short.utf8), "no beginning of it")
        precondition(short.utf8.count <= Int(mode >> 3), "not cut")
        precondition(short.utf8.count > Int(mode >> 3) - 4 || isSame(short, text), "cut too short")
    }
}

// MARK: - Lines

/// What was written, to be found again.
private struct Written {
    var word: String
    var fields: [(key: String, value: String)] = []
}

private let keys: [(StaticString, String)] = [
    ("text", "text"), ("dev", "dev"), ("n", "n"), ("a", "a"),
]

private func write(_ chance: Chance, tagged isTagged: Bool, event isEvent: Bool) {
    var chance = chance
    var writer = LineWriter(capacity: 96)
    var lines: [Written] = []
    let codes = ReplyCode.all
    let first = codes[chance.below(codes.count)]
    if isEvent {
        let number = chance.number()
        writer.event("NOTE", n: number)
        lines.append(Written(word: "NOTE", fields: [("n", String(number))]))
    } else {
        writer.line(first)
        lines.append(Written(word: first.word))
    }
    while !chance.isOver {
        let (key, name) = keys[chance.below(keys.count)]
        var field: (key: String, value: String)?
        switch chance.below(10) {
        case 0 where !isEvent:
            let next = codes[chance.below(codes.count)]
            writer.line(next)
            lines.append(Written(word: next.word))
        case 1, 0:
            let text = chance.text()
            writer.word(text)
            field = ("", text)
        case 2, 3:
            let text = chance.text()
            writer.field(key, text)
            field = (name, text)
        case 4, 5:
            let text = chance.text()
            writer.text(key, text)
            field = (name, text)
        case 6:
            let raw = chance.raw()
            writer.text(key, raw: raw)
            // A broken byte leaves as the number it is.
            if let text = String(validating: raw, as: UTF8.self) {
                field = (name, text)
            } else {
                field = (name, "\u{0}broken")
            }
        case 7:
            let number = chance.number()
            writer.field(key, number)
            field = (name, String(number))
        case 8:
            let span = Vocabulary.Span(milliseconds: chance.number())
            writer.seconds(key, span)
            let size = span.milliseconds.magnitude / 100
            field = (name, "\(span.milliseconds < 0 ? "-" : "")\(size / 10).\(size % 10)")
        default:
            let text = chance.text()
            let index = chance.below(20)
            writer.cell(index, text)
            field = ("c\(index)", text)
        }
        if let field { lines[lines.count - 1].fields.append(field) }
    }
    let wasCut = writer.wasCut
    let bytes = writer.finish()
    var at = 0
    checkLines(bytes.span, lineMax: LineWriter.lineBytesMax) { line in
        guard let read = ReplyLine(line) else { preconditionFailure("a line nobody can read") }
        compare(read, lines[at], wasCut: wasCut)
        precondition(read.code == (isEvent ? 0 : first.code), "another code")
        precondition(read.isLast == (at == lines.count - 1), "the last line is not the last")
        at += 1
    }
    precondition(at == lines.count, "a line more or less")
    if isTagged { checkTags(bytes, lines.count, chance) }
}

private func compare(_ read: ReplyLine, _ line: Written, wasCut: Bool) {
    precondition(read.word == line.word && read.tag == nil, "another word")
    var rest = line.fields[...]
    for field in read.fields {
        // Left out where the line was full: then a later one stands here.
        while wasCut, let next = rest.first, !fits(field, next, wasCut) { rest.removeFirst() }
        guard let next = rest.popFirst(), fits(field, next, wasCut) else {
            preconditionFailure("a value that was not written")
        }
    }
    precondition(wasCut || rest.isEmpty, "a value is missing")
}

private func fits(
    _ read: (key: String, value: String), _ written: (key: String, value: String), _ wasCut: Bool
) -> Bool {
    guard read.key == written.key else { return false }
    if written.value == "\u{0}broken" || isSame(read.value, written.value) { return true }
    guard wasCut, read.value.utf8.suffix(3).elementsEqual("…".utf8) else { return false }
    return written.value.utf8.starts(with: read.value.utf8.dropLast(3))
}

private func checkTags(_ reply: [UInt8], _ count: Int, _ chance: Chance) {
    let tag = "t17-" + String(repeating: "~", count: count % 29)
    var seen = 0
    checkLines(LineWriter.tagged(reply, tag: tag).span, lineMax: Limits.lineBytesMax) { line in
        precondition(ReplyLine(line)?.tag == tag, "a line without its tag")
        seen += 1
    }
    precondition(seen == count, "a line more or less")
}

// MARK: - The order of replies

/// Requests begun and answered by chance: each leaves once, untagged ones in order, the last one last.
private func checkOrder(_ chance: Chance) {
    var chance = chance
    var order = ReplyOrder()
    var open: [(number: UInt64, tagged: Bool)] = []
    var begun = 0
    var left = 0
    var newest: UInt64 = 0
    var last: UInt64?
    func emitted(_ bytes: [UInt8], _ newest: inout UInt64) {
        guard let read = ReplyLine(bytes.span.extracting(..<(bytes.count - 1))),
            let number = read["ref"].flatMap({ UInt64($0) })
        else { preconditionFailure("not what was handed in") }
        precondition((read.tag == nil) == (number % 3 != 1), "another tag")
        guard read.tag == nil else { return }
        precondition(number > newest, "out of order")
        newest = number
    }
    func reply(_ number: UInt64) -> [UInt8] {
        var writer = LineWriter(.ok)
        writer.field("ref", Int64(number))
        return writer.finish()
    }
    while !chance.isOver || !open.isEmpty {
        let choice = chance.below(8)
        if !chance.isOver, choice < 4, last == nil, open.count < Limits.pipelineMax {
            let next = UInt64(begun + 1)
            let number: UInt64
            if choice == 3, chance.below(16) == 15 {
                guard next % 3 != 1 else { continue }
                number = order.beginLast(tag: nil)
                last = number
            } else {
                number = order.begin(tag: next % 3 == 1 ? "t" : nil)
            }
            precondition(number == next, "numbers are not given in turn")
            begun += 1
            open.append((number, next % 3 == 1))
        } else if !open.isEmpty {
            let one = open.remove(at: chance.below(open.count))
            order.answer(one.number, reply(one.number)) {
                left += 1
                emitted($0, &newest)
            }
            order.answer(one.number, []) { _ in preconditionFailure("answered twice") }
        }
        precondition(left + order.pendingCount == begun, "a reply too many, or lost")
    }
    precondition(order.pendingCount == 0 && order.heldBytes == 0, "a reply stays behind")
    if let last { precondition(newest == last, "goodbye came before the end") }
}

let replySeeds: [[UInt8]] = {
    var seeds: [[UInt8]] = []
    for mode in 0..<32 as Range<UInt8> {
        seeds.append([mode] + (0...255))
        for text in hardTexts {
            let length = UInt8(text.utf8.count)
            for kind in 1..<10 as Range<UInt8> {
                seeds.append([mode, 3, 0, kind, length] + Array(text.utf8))
            }
        }
    }
    for text in [
        "2026-11-20T09:00:01.250+08:00", "0000-01-01T00:00Z", "9999-12-31T23:59-23:59",
        "20261120-0042",
    ] {
        seeds.append([255] + Array(text.utf8))
    }
    seeds.append([4] + Array("id,home\r\n\"a \"\"b\"\"\",'=1+1\n,\r\"\"\n".utf8))
    for mode in [0, 8, 3] as [UInt8] {
        seeds.append(
            [mode, 3, 0, 4, 255] + Array(String(repeating: "浴\u{202E}", count: 1200).utf8))
    }
    return seeds
}()
