// SPDX-License-Identifier: Apache-2.0
/// What is fuzzed of DC-09: cutter, frame, payload and manners, as a socket's owner uses them.
/// Never forgives: what must always hold is a precondition.

import Vocabulary
import Wire

/// The first byte chooses how the rest is shown; coverage finds the rest.
func fuzzDC09(_ data: ByteSpan) {
    let mode = data[0]
    let bytes = array(data.extracting(1...))
    let accounts = books[Int(mode >> 6)]
    switch mode & 7 {
    case 0: Peer.run(bytes, step: bytes.count, accounts)
    case 1: Peer.run(bytes, step: 1 + Int(mode >> 3 & 7), accounts)
    case 2: Peer.run(bytes, step: bytes.count, isDatagram: true, accounts)
    case 3:
        // As the body of a frame whose length and checksum are right: no chance finds those.
        Peer.run(framed(bytes, mode), step: bytes.count + 10, accounts)
    case 4:
        // As the data of a message: Contact ID, or blocks.
        let token = mode & 8 == 0 ? "ADM-CID" : "SIA-DCS"
        let body = Array("\"\(token)\"0001L0#1234[#1234|".utf8) + bytes + [0x5D]
        Peer.run(framed(body, mode), step: 7, accounts)
    case 5:
        let body = Array("\"HENG-BO\"0001L0#1234[#1234|1704 00 000]".utf8) + bytes
        Peer.run(framed(body, mode), step: 64, accounts)
    case 6:
        // As what a key opened.
        if let content = DC09Content(decrypted: bytes.span) {
            precondition(content.data.end < bytes.count + 1, "data ends in the bytes")
            _ = ExtendedData(bytes.span, content).coordinates
        }
    default: encrypted(bytes)
    }
}

private let key = MaskedBytes(Array("0123456789ABCDEF".utf8))
private let now: Int64 = 1_795_217_400
private let padding = DC09Padding(1, 2, 3, 4)
private let books = [
    DiallerAccounts(), DiallerAccounts(unknown: .silent, wrongCRC: .nak, errorsMax: 3),
    DiallerAccounts([DiallerAccount(device: DeviceID("1234"), key: key)]),
    DiallerAccounts([
        DiallerAccount(device: DeviceID("001234"), key: key, allowsClear: true)
    ]),
]

private func framed(_ body: [UInt8], _ mode: UInt8) -> [UInt8] {
    let body =
        body.count > Limits.dc09BodyBytesMax - 1
        ? Array(body.prefix(Limits.dc09BodyBytesMax - 1)) : body
    let form = DC09Form(binaryCRC: mode & 16 != 0, countsCR: mode & 32 != 0)
    return DC09Encoder.frame(form.countsCR ? body + [0x0D] : body, form)
}

/// As clear text under the right key, in the frame of a dialler.
private func encrypted(_ bytes: [UInt8]) {
    let whole = Array(bytes.prefix(1024))
    let clear = whole + [UInt8](repeating: 0x20, count: (16 - whole.count % 16) % 16)
    guard let cipher = try? Cipher.encrypted(clear, key: key) else { return }
    var body = Array("\"*ADM-CID\"0001L0#1234[".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in cipher { body += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    Peer.run(DC09Encoder.frame(body, DC09Form()), step: 4096, books[2])
}

/// A connection as a socket's owner keeps it.
private enum Peer {
    static func run(
        _ bytes: [UInt8], step: Int, isDatagram: Bool = false, _ accounts: DiallerAccounts
    ) {
        var manners = DC09Manners()
        var held: [UInt8] = []
        var at = 0
        while at < bytes.count, !manners.mustClose {
            let next = min(bytes.count, at + max(1, step))
            held += bytes[at..<next]
            at = next
            let all = held
            let span = all.span
            var start = 0
            while start < all.count, !manners.mustClose {
                let rest = span.extracting(start..<all.count)
                let cut = DC09Cutter.cut(rest, whole: isDatagram)
                precondition(cut.count <= rest.count, "more than there is")
                if cut.count == 0 {
                    precondition(!isDatagram, "a datagram has no more to come")
                    precondition(rest.count < DC09Cutter.frameBytesMax, "waits for ever")
                    break
                }
                let turn = manners.take(cut, of: rest, utcSeconds: now, accounts: accounts)
                answer(turn, &manners)
                start += cut.count
            }
            held = Array(all[start...])
        }
    }

    private static func answer(_ turn: DC09Turn, _ manners: inout DC09Manners) {
        switch turn {
        case .silent(let fault):
            if let fault { checkShown(fault.detail) }
        case .reply(let bytes, let fault):
            checkShown(fault.detail)
            if !bytes.isEmpty { readBack(bytes) }
        case .request(let report, let number, let form):
            precondition(report.events.count <= Limits.dc09EventsMax, "bounded")
            precondition(report.extended.fields.count <= Limits.dc09BlocksMax, "bounded")
            precondition(report.reference().text.utf8.count == 15, "reference")
            precondition(report.device.text.utf8.count <= Limits.keyBytesMax, "device")
            checkShown(report.text)
            checkShown(report.device.text)
            for event in report.events {
                checkShown(event.code + event.zone + event.area + event.user)
            }
            for field in report.extended.fields { checkShown(field.text) }
            guard let ack = try? DC09Encoder.ack(form, utcSeconds: now, padding: padding) else {
                preconditionFailure("an accepted message can be acknowledged")
            }
            readBack(ack)
            manners.answer(number, ack) { precondition($0 == ack, "one write, as it was") }
        }
    }

    /// A dialler must be able to read it.
    private static func readBack(_ bytes: [UInt8]) {
        guard case .frame(let body, let count, _) = DC09Cutter.cut(bytes.span),
            count == bytes.count,
            DC09Answer(bytes.span.extracting(body), key: key) != nil
        else { preconditionFailure("a reply nobody can read") }
    }
}
