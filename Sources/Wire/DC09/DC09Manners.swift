// SPDX-License-Identifier: Apache-2.0
/// The manners of one DC-09 connection, or of one datagram: what is answered at once, what waits for
/// the disk, what gets no answer. Never touches a socket, reads a clock or shows a key.

package import Vocabulary

/// What a connection has to do with what was cut.
package enum DC09Turn: Equatable, Sendable {
    /// Nothing leaves; the fault, where there is one, is for log, counters and operators.
    case silent(DC09Fault?)
    /// These bytes may leave now, in one write. Empty: they wait for an earlier reply.
    case reply([UInt8], DC09Fault)
    /// To be stored, then answered with this number: `answer(number, DC09Encoder.ack(form, ...))`.
    case request(DC09Report, number: UInt64, DC09ReplyForm)
}

/// State of a connection on the DC-09 port; small, because there are many.
package struct DC09Manners: Sendable {
    /// Seconds that the clock of an encrypted message may be behind and ahead (DC-09-2007 5.5.1.9;
    /// three implementations have the same numbers).
    package static let clockWindow: ClosedRange<Int64> = -40...20

    private var order = ReplyOrder()
    private var errorsInRow: UInt16 = 0
    private var noiseBytes: UInt16 = 0
    /// Read no more: too many errors in a row, or too much noise.
    package private(set) var mustClose = false

    package init() {}

    /// Requests whose replies have not left.
    package var pendingCount: Int { order.pendingCount }
    /// Bytes of replies that wait for earlier ones.
    package var heldBytes: Int { order.heldBytes }
    /// Read no more until the next `answer`.
    package var holdsFrames: Bool { order.pendingCount >= Limits.pipelineMax }

    /// Deals with what `DC09Cutter.cut(bytes)` found at the beginning of `bytes`.
    package mutating func take(
        _ cut: DC09Cut, of bytes: ByteSpan, utcSeconds: Int64, accounts: DiallerAccounts
    ) -> DC09Turn {
        switch cut {
        case .wait, .skip(_, .filler, _): return .silent(nil)
        case .skip(let count, let reason, let foreign):
            note(error: accounts, bytes: count)
            let fault = DC09Fault(.init(reason), foreign: foreign)
            guard reason == .wrongCRC, accounts.wrongCRC == .nak else { return .silent(fault) }
            return reply(DC09Encoder.nak(DC09Form(), utcSeconds: utcSeconds), fault)
        case .frame(let body, _, let form):
            return take(
                bytes.extracting(body), form, utcSeconds: utcSeconds, accounts: accounts)
        }
    }

    /// Hands in the reply to request `number`, and gives what may leave now to `emit`, each to be
    /// written at once. Empty bytes: it could not be stored, so nothing is said and others go on.
    package mutating func answer(_ number: UInt64, _ bytes: [UInt8], emit: ([UInt8]) -> Void) {
        order.answer(number, bytes) { if !$0.isEmpty { emit($0) } }
    }

    private mutating func note(error accounts: DiallerAccounts, bytes: Int) {
        errorsInRow &+= errorsInRow < .max ? 1 : 0
        noiseBytes = UInt16(min(Int(noiseBytes) + bytes, Int(UInt16.max)))
        if Int(errorsInRow) >= accounts.errorsMax || Int(noiseBytes) >= Limits.dc09NoiseBytesMax {
            mustClose = true
        }
    }

    private mutating func reply(_ bytes: [UInt8], _ fault: DC09Fault) -> DC09Turn {
        var now: [UInt8] = []
        order.answer(order.begin(tag: nil), bytes) { now += $0 }
        return .reply(now, fault)
    }
}

extension DC09Manners {
    /// A frame whose length and checksum are right.
    private mutating func take(
        _ body: ByteSpan, _ form: DC09Form, utcSeconds: Int64, accounts: DiallerAccounts
    ) -> DC09Turn {
        let frame: DC09Frame
        do {
            frame = try DC09Frame(body)
        } catch {
            note(error: accounts, bytes: body.count)
            return .silent(DC09Fault(.unreadable))
        }
        errorsInRow = 0
        noiseBytes = 0
        let name = DC09Text.decoded(
            body.extracting(frame.account.range), atMost: Limits.keyBytesMax)
        if frame.token.isReply {
            let word = string(body.extracting(frame.tokenText.range))
            return .silent(DC09Fault(.replyToken, account: name, detail: word))
        }
        let listed = accounts.find(body.extracting(frame.account.range))
        guard frame.token.isReport else {
            let word = DC09Text.decoded(body.extracting(frame.tokenText.range), atMost: 64)
            return duh(
                frame, body, form,
                DC09Fault(.unknownToken, account: name, isListed: listed != nil, detail: word))
        }
        if frame.isEncrypted {
            return encrypted(frame, body, form, listed, name, utcSeconds, accounts)
        }
        guard let content = DC09Content(body, from: frame.rest.start) else {
            return duh(
                frame, body, form,
                DC09Fault(.unparsableData, account: name, isListed: listed != nil))
        }
        let report = DC09Report(
            frame, body: body, content, bytes: body, accounts: accounts, utcSeconds: utcSeconds)
        if let listed = report.listed, listed.key != nil, !listed.allowsClear {
            return .silent(
                DC09Fault(
                    .clearFromKeyed, account: listed.device.text, isListed: true,
                    detail: Self.summary(of: report), report: report))
        }
        return judged(
            report, frame, body, form, key: nil, hasTime: !content.timestamp.isMissing, accounts)
    }

    private mutating func encrypted(
        _ frame: DC09Frame, _ body: ByteSpan, _ form: DC09Form, _ listed: DiallerAccount?,
        _ name: String, _ utcSeconds: Int64, _ accounts: DiallerAccounts
    ) -> DC09Turn {
        guard let listed, let key = listed.key else {
            return .silent(
                DC09Fault(
                    .noKey, account: name, isListed: listed != nil, isPoll: frame.token.isPoll))
        }
        let account = listed.device.text
        let clear: [UInt8]
        do {
            guard let bytes = DC09Ciphertext.bytes(body.extracting(frame.rest.range)) else {
                return duh(
                    frame, body, form,
                    DC09Fault(.unparsableData, account: account, isListed: true, detail: "no hex"))
            }
            clear = try Cipher.decrypted(bytes, key: key)
        } catch {
            return .silent(
                DC09Fault(
                    error == .absent ? .noCipher : .wrongKey, account: account, isListed: true,
                    isPoll: frame.token.isPoll))
        }
        let bytes = clear.span
        guard let content = DC09Content(decrypted: bytes),
            DC09Ciphertext.isReadable(bytes, content)
        else {
            return .silent(
                DC09Fault(
                    .wrongKey, account: account, isListed: true, isPoll: frame.token.isPoll))
        }
        let report = DC09Report(
            frame, body: body, content, bytes: bytes, accounts: accounts, utcSeconds: utcSeconds)
        guard let skew = report.skew else {
            return nak(
                form, utcSeconds, DC09Fault(.noTimestamp, account: account, isListed: true))
        }
        guard Self.clockWindow.contains(skew) else {
            return nak(
                form, utcSeconds,
                DC09Fault(.clockOff, account: account, isListed: true, detail: "skew=\(skew)"))
        }
        return judged(report, frame, body, form, key: key, hasTime: true, accounts)
    }

    /// A message that may be believed: is there anything in it?
    private mutating func judged(
        _ report: DC09Report, _ frame: DC09Frame, _ body: ByteSpan, _ form: DC09Form,
        key: MaskedBytes?, hasTime: Bool, _ accounts: DiallerAccounts
    ) -> DC09Turn {
        let isListed = report.listed != nil
        let needsEvent = report.token == .contactID || report.token == .siaDCS
        if needsEvent, report.events.isEmpty {
            return duh(
                frame, body, form,
                DC09Fault(
                    .unparsableData, account: report.device.text, isListed: isListed,
                    detail: report.data, report: report))
        }
        let number = order.begin(tag: nil)
        return .request(
            report, number: number,
            DC09ReplyForm(
                echo: echo(frame, body, report), form: form, key: key, wantsTime: hasTime))
    }

    /// What the reply repeats. Where the header has no account, the one in the data is put there.
    private func echo(_ frame: DC09Frame, _ body: ByteSpan, _ report: DC09Report?) -> [UInt8] {
        var echo: [UInt8] = []
        echo.reserveCapacity(frame.header.count + 20)
        body.extracting(frame.header.range).withUnsafeBufferPointer { echo += $0 }
        if frame.account.isMissing, let inner = report?.innerAccount, !inner.isEmpty,
            echo.count + 1 + inner.utf8.count <= DC09Frame.headerBytesMax,
            inner.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5B })
        {
            echo.append(0x23)
            echo += inner.utf8
        }
        return echo
    }

    private mutating func duh(
        _ frame: DC09Frame, _ body: ByteSpan, _ form: DC09Form, _ fault: DC09Fault
    ) -> DC09Turn {
        let plain = DC09ReplyForm(
            echo: echo(frame, body, fault.report), form: form, key: nil, wantsTime: false)
        return reply(DC09Encoder.duh(plain), fault)
    }

    private mutating func nak(
        _ form: DC09Form, _ utcSeconds: Int64, _ fault: DC09Fault
    ) -> DC09Turn {
        reply(DC09Encoder.nak(form, utcSeconds: utcSeconds), fault)
    }

    /// `1101 zone 015`: what a refused message would have said.
    static func summary(of report: DC09Report) -> String {
        guard let event = report.events.first else { return report.token.name }
        return [event.code, event.zone.isEmpty ? event.user : event.zone, event.text]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }
}
