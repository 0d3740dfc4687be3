// SPDX-License-Identifier: Apache-2.0
/// `dial`: one SIA DC-09 device for people and scripts; every frame and every answer is printed.
/// Never exits 0 where anything was not acknowledged.

import Glibc
import Vocabulary
import Wire
import World

enum Dial {
    static func run(_ words: [String]) throws(UsageError) -> Int32 {
        let given = try Arguments(words, DialSettings.options)
        if given.texts("--quirk").contains("list") {
            for quirk in DC09Message.Quirk.allCases { say(quirk.rawValue) }
            return 0
        }
        return DialRun(try DialSettings(given)).go()
    }
}

/// The messages of one device, one after the other.
final class DialRun {
    private let settings: DialSettings
    private let client = FrameClient()
    private var dialler: Dialler
    private var socket: FrameSocket?
    private let beganAt = LiveRun.monotonicMicroseconds()
    private var acknowledged = 0
    private var failed = 0
    private var worst: Stamp = 0
    /// When the current message is said (again).
    private var dueAt: Stamp = 0

    init(_ settings: DialSettings) {
        self.settings = settings
        dialler = Dialler(
            settings.device, first: max(1, settings.sequence), clockOffset: settings.clockAhead)
    }

    private var now: Stamp { LiveRun.monotonicMicroseconds() - beganAt }

    func go() -> Int32 {
        for place in 0..<settings.count {
            dialler.ask(
                place, token: settings.token, payload: settings.payload, blocks: settings.blocks,
                sequence: settings.sequence == 0 && place == 0 ? 0 : nil)
            let startedAt = now
            dueAt = startedAt
            while dialler.current != nil { turn() }
            if place + 1 < settings.count { pause(until: startedAt + settings.every) }
        }
        if let socket { client.close(socket) }
        say("\(acknowledged) of \(settings.count) acknowledged, slowest \(milliseconds(worst)) ms")
        return acknowledged == settings.count ? 0 : 1
    }

    private func turn() {
        if now >= dueAt {
            if let current = dialler.current, current.tries >= settings.tries {
                tell("!", "given up after \(current.tries) times: \(current.message.sequenceText)")
                dialler.giveUp()
                return
            }
            speak()
        }
        client.poll(milliseconds: Int32((max(0, dueAt - now) + 999) / 1000)) { socket, news in
            self.heard(socket, news)
        }
    }

    private func pause(until moment: Stamp) {
        while now < moment {
            client.poll(milliseconds: Int32((max(0, moment - now) + 999) / 1000)) {
                self.heard($0, $1)
            }
        }
    }

    private func speak() {
        dueAt = now + settings.resend
        if socket == nil {
            socket = client.connect(
                to: settings.address, datagrams: settings.device.usesDatagrams, token: 0)
            if socket == nil { tell("!", "cannot connect: \(LineClient.reason(errno))") }
        }
        do throws(CipherError) {
            guard
                let bytes = try dialler.say(
                    at: now, utcSeconds: LiveRun.wallSeconds(), padding: .random())
            else { return }
            let again = (dialler.current?.tries ?? 1) > 1 ? "  (again)" : ""
            tell(">", DialText.frame(bytes) + again)
            if settings.device.key != nil { tell(" ", "encrypted: \(DialText.content(settings))") }
            if let socket { client.send(bytes, on: socket) }
        } catch {
            tell("!", "cannot be encrypted: \(error)")
            dialler.giveUp()
        }
    }

    private func heard(_ from: FrameSocket, _ news: FrameNews) {
        switch news {
        case .opened: break
        case .noise(let count): tell("<", "\(count) bytes that are no frame")
        case .ended(let reason):
            if socket === from { socket = nil }
            if dialler.current != nil { tell("!", reason) }
        case .frame(let body): answered(body)
        }
    }

    private func answered(_ body: [UInt8]) {
        let text = String(decoding: body, as: UTF8.self)
        guard let answer = DC09Answer(body.span, key: settings.device.key) else {
            return tell("<", "\(text)  (no answer that can be read)")
        }
        let sentAt = dialler.current?.lastSentAt ?? now
        let clock =
            answer.time.map { time in
                "  clock \(Moment(milliseconds: time * 1000).iso8601(in: .utc))"
            } ?? ""
        let word = answer.word.rawValue.uppercased()
        let verdict = dialler.hear(answer, utcSeconds: LiveRun.wallSeconds())
        let number = answer.word == .nak ? "" : " \(answer.sequence)"
        let head =
            "\(word)\(number)\(answer.isEncrypted ? " encrypted" : "") after "
            + "\(milliseconds(now - sentAt)) ms\(clock)"
        switch verdict {
        case .acknowledged(_, let first):
            acknowledged += 1
            worst = max(worst, now - first)
            tell("<", head)
        case .clockSet:
            tell("<", head + "  (clock set, the same again)")
            dueAt = now
        case .refused:
            failed += 1
            tell("<", head + "  (not understood; not said again)")
        case .repeated: tell("<", head + "  (once more)")
        case .stray(let why): tell("<", "\(text)  (unexpected: \(why))")
        }
    }

    /// `     12.345 > ...`: milliseconds since the beginning.
    private func tell(_ sign: String, _ text: String) {
        let time = milliseconds(now)
        say(String(repeating: " ", count: max(0, 10 - time.utf8.count)) + "\(time) \(sign) \(text)")
    }

    private func milliseconds(_ span: Stamp) -> String {
        "\(span / 1000).\(padded(Int(span % 1000), 3))"
    }
}

/// Frames as people read them.
enum DialText {
    /// A byte that is no visible sign stands as `<0A>`; text of other languages as it is.
    static func frame(_ bytes: [UInt8]) -> String {
        var out = ""
        var run: [UInt8] = []
        func flush() {
            guard !run.isEmpty else { return }
            // Never text where a byte of a checksum makes it none.
            if let text = String(validating: run, as: UTF8.self) {
                out += text
            } else {
                out += run.map(hex).joined()
            }
            run = []
        }
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F {
                flush()
                out += hex(byte)
            } else {
                // A checksum of raw bytes before the body must not make its text unreadable.
                if byte == 0x22 { flush() }
                run.append(byte)
            }
        }
        flush()
        return out
    }

    private static func hex(_ byte: UInt8) -> String {
        if (0x20...0x7E).contains(byte) { return String(Unicode.Scalar(byte)) }
        let digits = String(byte, radix: 16, uppercase: true)
        return "<\(digits.utf8.count == 1 ? "0" : "")\(digits)>"
    }

    /// What an encrypted frame hides.
    static func content(_ settings: DialSettings) -> String {
        let data = settings.payload.map { "#\(settings.device.account)|\($0)" } ?? ""
        return "[\(data)]" + settings.blocks.map { "[\($0)]" }.joined()
    }
}
