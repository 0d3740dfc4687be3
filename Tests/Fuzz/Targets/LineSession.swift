// SPDX-License-Identifier: Apache-2.0
/// A connection on a line port as its owner keeps it: bytes to lines, lines to turns, turns to
/// answers; and what must hold of it. Never knows which port it is.

import Vocabulary
import Wire

/// What both ports' manners share.
protocol LineManners {
    associatedtype Request: Equatable & Sendable
    mutating func take(_ line: ByteSpan, overlong: Bool) -> Turn<Request>
    mutating func answer(_ number: UInt64, _ bytes: [UInt8], emit: ([UInt8]) -> Void)
    var pendingCount: Int { get }
    var heldBytes: Int { get }
    var holdsLines: Bool { get }
    var isFinished: Bool { get }
    /// What the desk or the password worker decided, before the answer leaves.
    mutating func decide(_ request: Request, kindly: Bool)
    /// What must hold of every request.
    func check(_ request: Request, line: ByteSpan)
}

/// How the other side behaves, from the first byte of the input.
struct SessionPolicy {
    /// Bytes of one delivery; 0: all at once.
    let step: Int
    /// Answers wait until so many requests are open.
    let patience: Int
    /// Answered newest first.
    let isBackwards: Bool
    /// HELLO and LOGIN succeed.
    let isKind: Bool

    init(_ byte: UInt8) {
        step = [0, 1, 3, 7, 64, 1000, 4096, 4097][Int(byte & 7)]
        patience = [1, 1, 5, 2000][Int(byte >> 3 & 3)]
        isBackwards = byte & 32 != 0
        isKind = byte & 64 != 0
    }
}

struct LineSession<Manners: LineManners> {
    private struct Asked {
        let number: UInt64
        let request: Manners.Request
        let isTagged: Bool
    }
    private(set) var manners: Manners
    private let policy: SessionPolicy
    private var open: [Asked] = []
    /// Lines that deserve exactly one reply, and replies that left.
    private var asked = 0
    private var answered = 0
    /// The newest untagged answer of ours that left.
    private var lastInOrder: UInt64 = 0
    private var isQuitting = false

    init(_ manners: Manners, _ policy: SessionPolicy) {
        self.manners = manners
        self.policy = policy
    }

    /// Everything that the peer sends.
    static func run(_ bytes: ByteSpan, _ manners: Manners, _ policy: SessionPolicy) {
        var session = LineSession(manners, policy)
        var framer = LineFramer()
        let step = policy.step == 0 ? max(1, bytes.count) : policy.step
        var start = 0
        while start < bytes.count, !session.isQuitting {
            let chunk = bytes.extracting(start..<min(bytes.count, start + step))
            start += chunk.count
            var offset = 0
            while offset < chunk.count {
                let before = offset
                framer.takeLine(from: chunk, offset: &offset) { line, overlong in
                    precondition(line.count <= LineFramer.lineBytesMax, "a line beyond the limit")
                    session.take(line, overlong)
                }
                precondition(offset > before && offset <= chunk.count, "the framer stands still")
            }
        }
        session.end()
    }

    private mutating func take(_ line: ByteSpan, _ overlong: Bool) {
        let wasQuitting = isQuitting
        var turn = manners.take(line, overlong: overlong)
        if case .hold = turn {
            precondition(manners.holdsLines && !open.isEmpty, "it holds without a reason")
            answerAll()
            turn = manners.take(line, overlong: overlong)
        }
        if !wasQuitting, deservesReply(line, overlong) { asked += 1 }
        switch turn {
        case .nothing: break
        case .hold: preconditionFailure("it holds although everything is answered")
        case .reply(let bytes): leave(bytes)
        case .quit(let bytes):
            isQuitting = true
            leave(bytes)
        case .request(let request, let number):
            manners.check(request, line: line)
            open.append(Asked(number: number, request: request, isTagged: tag(of: line) != nil))
            if open.count >= policy.patience || manners.holdsLines { answerAll() }
        }
        precondition(
            answered + manners.pendingCount == asked, "not exactly one reply for each request")
        precondition(manners.pendingCount <= Limits.pipelineMax, "beyond the pipeline")
    }

    private mutating func answerAll() {
        while let one = policy.isBackwards ? open.popLast() : open.first {
            if !policy.isBackwards { open.removeFirst() }
            manners.decide(one.request, kindly: policy.isKind)
            var reply = LineWriter(.ok)
            reply.field("ref", Int64(one.number))
            if one.number & 1 == 0 { reply.line(.dataEnd) }
            let bytes = reply.finish()
            var left: [[UInt8]] = []
            manners.answer(one.number, bytes) { left.append($0) }
            for bytes in left { leave(bytes) }
            manners.answer(one.number, bytes) { _ in preconditionFailure("answered twice") }
        }
    }

    private mutating func end() {
        answerAll()
        precondition(manners.pendingCount == 0 && manners.heldBytes == 0, "a reply stays behind")
        precondition(answered == asked, "not exactly one reply for each request")
        precondition(manners.isFinished == isQuitting, "it does not know that it is over")
    }

    /// Bytes that leave: counts the replies in them.
    private mutating func leave(_ bytes: [UInt8]) {
        var whole = 0
        var newest = lastInOrder
        checkLines(bytes.span, lineMax: Limits.lineBytesMax) { line in
            var at = 0
            let isTagged = line.count > 0 && line[0] == 0x40
            if isTagged {
                while at < line.count, line[at] != 0x20 { at += 1 }
                precondition((2...LineHead.tagBytesMax + 1).contains(at), "a broken tag")
                at += 1
            }
            precondition(line.count >= at + 5, "no reply line")
            let first = line[at] &- 48
            precondition((2...5).contains(first), "no code")
            precondition(line[at + 1] &- 48 < 10 && line[at + 2] &- 48 < 10, "no code")
            let mark = line[at + 3]
            precondition(mark == 0x20 || mark == 0x2D, "neither last nor more")
            if mark == 0x20 { whole += 1 }
            if !isTagged, let number = reference(line) {
                precondition(number > newest, "untagged replies out of order")
                newest = number
            }
        }
        lastInOrder = newest
        answered += whole
    }

    /// The number in an answer of ours.
    private func reference(_ line: ByteSpan) -> UInt64? {
        let head: StaticString = "250 OK ref="
        guard line.count > 11 else { return nil }
        for at in 0..<11 {
            // The mark behind the code may be a dash.
            if at != 3, line[at] != head.utf8Start[at] { return nil }
        }
        var number: UInt64 = 0
        for at in 11..<line.count {
            guard line[at] &- 48 < 10 else { return nil }
            number = number * 10 + UInt64(line[at] - 48)
        }
        return number
    }

    /// All but a blank line, or one with a tag and nothing else.
    private func deservesReply(_ line: ByteSpan, _ overlong: Bool) -> Bool {
        var at = skip(line, 0)
        if at < line.count, line[at] == 0x40 {
            guard let end = tag(of: line) else { return true }
            at = skip(line, end)
        }
        return at < line.count || overlong
    }

    /// Where a well-formed tag ends; nil where there is none, or none that can be repeated.
    private func tag(of line: ByteSpan) -> Int? {
        let start = skip(line, 0)
        guard start < line.count, line[start] == 0x40 else { return nil }
        var at = start + 1
        while at < line.count, line[at] > 0x20, line[at] < 0x7F { at += 1 }
        guard at == line.count || line[at] == 0x20 || line[at] == 0x09,
            (2...LineHead.tagBytesMax + 1).contains(at - start)
        else { return nil }
        return at
    }

    private func skip(_ line: ByteSpan, _ start: Int) -> Int {
        var at = start
        while at < line.count, line[at] == 0x20 || line[at] == 0x09 { at += 1 }
        return at
    }
}

/// The framer against the plainest reading of the same bytes: split at LF, strip one CR, cut.
func checkFraming(_ bytes: ByteSpan, step: Int) {
    var expected: [(start: Int, end: Int, overlong: Bool)] = []
    var start = 0
    for at in 0..<bytes.count where bytes[at] == 0x0A {
        var end = at
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        let isOverlong = end - start > LineFramer.lineBytesMax
        expected.append((start, isOverlong ? start + LineFramer.lineBytesMax : end, isOverlong))
        start = at + 1
    }
    var seen = 0
    var framer = LineFramer()
    var begin = 0
    while begin < bytes.count {
        let chunk = bytes.extracting(begin..<min(bytes.count, begin + max(1, step)))
        begin += chunk.count
        var offset = 0
        while offset < chunk.count {
            framer.takeLine(from: chunk, offset: &offset) { line, overlong in
                guard seen < expected.count else {
                    // The last line has no end: only one too long is told before.
                    precondition(overlong && seen == expected.count, "a line that is none")
                    precondition(bytes.count - start > LineFramer.lineBytesMax, "cut too early")
                    seen += 1
                    return
                }
                let (from, to, isOverlong) = expected[seen]
                precondition(overlong == isOverlong && line.count == to - from, "another length")
                for at in 0..<line.count {
                    precondition(line[at] == bytes[from + at], "other bytes")
                }
                seen += 1
            }
        }
    }
    precondition(seen >= expected.count, "a line is missing")
    precondition(framer.hasPartialLine == (start < bytes.count), "a begun line is forgotten")
}
