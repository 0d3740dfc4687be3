// SPDX-License-Identifier: Apache-2.0
/// The devices of the live run that dial over DC-09: each message until it is acknowledged.
/// Never gives an alarm up, and never waits for TAKEN: the protocol has none.

import Glibc
import Vocabulary
import Wire
import World

/// One device at its line.
final class LiveDialler {
    let home: Int
    var dialler: Dialler
    var socket: FrameSocket?
    /// The sequence number of each message said so far, by its number in the day.
    var sequences: [Int: Int] = [:]

    init(home: Int, _ dialler: Dialler) {
        self.home = home
        self.dialler = dialler
    }
}

extension LiveRun {
    /// Real time without an answer after which the same frame goes out again.
    static let redialMilliseconds: Int64 = 5000
    /// What the books call a poll; presses and signals have their number, cancels minus the press's.
    static let pollTag = 0

    /// Makes the devices, and tries one of each sort before the day begins.
    func plugInDiallers() throws(LiveError) {
        guard settings.dc09 != nil, settings.dialled.share > 0 else { return }
        let start = LiveRun.wallSeconds() / 7
        for home in 0..<settings.town.homeCount {
            guard let device = settings.town.dialledDevice(home, settings.dialled) else { continue }
            // The next run against the same centre does not begin with the same numbers.
            let first = Int((start &+ Int64(home)) % Int64(Dialler.sequenceMax)) + 1
            diallers[home] = LiveDialler(home: home, Dialler(device, first: first))
        }
        counts.diallers = diallers.count
        let all = diallers.values.sorted { $0.home < $1.home }
        let samples = [
            all.first { $0.dialler.device.key == nil }, all.first { $0.dialler.device.key != nil },
            all.first { $0.dialler.device.usesDatagrams },
        ].compactMap(\.self)
        for device in samples { poll(device) }
        try wait(seconds: 15, for: "the answers to the first polls over DC-09") {
            samples.allSatisfy { $0.dialler.current == nil }
        }
    }

    /// A line of the console that tells of a call: whose it is, and how many presses it has.
    func shown(_ call: CallID, _ line: ReplyLine, isFinal: Bool) {
        guard !diallers.isEmpty, let device = line["dev"],
            let home = settings.town.home(ofDevice: device)
        else { return }
        books.shown(
            call, home: home, presses: line["presses"].flatMap { Int($0) } ?? 0,
            isOwn: line["type"] == SignalKind.silent.word, isFinal: isFinal, at: realNow)
    }

    // MARK: What happens in the home

    func fire(_ event: DayEvent, of device: LiveDialler) {
        switch event.act {
        case .press(_, let kind):
            ask(device, event.number, kind, room: room(event.home, event.number))
        case .signal(let kind): ask(device, event.number, kind, room: "")
        case .cancel:
            books.saidBesides(home: event.home)
            ask(device, -event.number, .cancel, room: "")
        case .again: sayAgain(device, event.number)
        }
    }

    private func ask(_ device: LiveDialler, _ tag: Int, _ kind: SignalKind, room: String) {
        let words = DialledWords(
            kind, speaksSIA: settings.town.speaksSIA(device.home), room: room)
        let sequence = device.dialler.ask(
            tag, token: words.token, payload: words.payload, blocks: words.blocks,
            sequence: device.sequences[tag])
        device.sequences[tag] = sequence
        if device.dialler.waitingCount == 1 { say(device) }
    }

    /// The acknowledgement went lost: the same frame once more.
    private func sayAgain(_ device: LiveDialler, _ number: Int) {
        if device.dialler.current?.tag == number { return say(device) }
        guard books.isStored(number) else { return }
        switch day.events[eventOfNumber[number]].act {
        case .press(_, let kind): ask(device, number, kind, room: room(device.home, number))
        case .signal(let kind): ask(device, number, kind, room: "")
        case .again, .cancel: preconditionFailure("a number belongs to a press or a signal")
        }
    }

    // MARK: The line

    /// Says the current message, for the first time or again.
    private func say(_ device: LiveDialler) {
        guard let tag = device.dialler.current?.tag, let address = settings.dc09 else { return }
        timetable.add(
            .redial(home: device.home),
            at: now + townSpan(realMilliseconds: LiveRun.redialMilliseconds))
        if device.socket == nil {
            device.socket = frames.connect(
                to: address, datagrams: device.dialler.device.usesDatagrams, token: device.home)
            if device.socket == nil {
                return books.problem("DC-09: cannot connect: \(LineClient.reason(errno))")
            }
        }
        do throws(CipherError) {
            guard
                let bytes = try device.dialler.say(
                    at: realNow, utcSeconds: LiveRun.wallSeconds(), padding: .random())
            else { return }
            keepBooks(device, tag)
            if let socket = device.socket { frames.send(bytes, on: socket) }
        } catch {
            books.problem("\(device.dialler.device.account): cannot encrypt: \(error)")
        }
    }

    private func keepBooks(_ device: LiveDialler, _ tag: Int) {
        if tag == LiveRun.pollTag { counts.polls += 1 }
        guard tag > 0 else { return }
        switch day.events[eventOfNumber[tag]].act {
        case .press(let purpose, _):
            books.sent(
                number: tag, home: device.home, purpose: purpose, isAlarm: true, at: realNow,
                freeOperator: hasFreeOperator, overDC09: true)
        default:
            books.sent(
                number: tag, home: device.home, purpose: .technical, isAlarm: false, at: realNow,
                freeOperator: false, overDC09: true)
        }
    }

    /// Nothing was heard for so long: a poll is given up, everything else is said again.
    func redial(_ home: Int) {
        guard let device = diallers[home], let current = device.dialler.current,
            realNow - current.lastSentAt >= (LiveRun.redialMilliseconds - 50) * 1000, !isEnding
        else { return }
        guard current.tag == LiveRun.pollTag else { return say(device) }
        let account = device.dialler.device.account
        if nextEvent == 0, firstFailure == nil, !settings.expectsRestarts {
            let isKeyed = device.dialler.device.key != nil
            firstFailure =
                "no answer over DC-09 to \(isKeyed ? "encrypted " : "")\(account)"
                + (isKeyed
                    ? ": the daemon needs dc09.accountsFile (Simulator town --dc09-accounts FILE "
                        + "with the same --homes, --seed and --dc09-...), or say --dc09-keyed 0"
                    : ": is --dc09 the port that the ready line names?")
        }
        if !settings.expectsRestarts { books.problem("\(account): a poll was not answered") }
        device.dialler.giveUp()
        hangUp(device)
        say(device)
    }

    private func hangUp(_ device: LiveDialler) {
        if let socket = device.socket { frames.close(socket) }
        device.socket = nil
    }

    /// News of a device's socket.
    func dialled(_ socket: FrameSocket, _ news: FrameNews) {
        guard let device = diallers[socket.token], device.socket === socket else { return }
        let account = device.dialler.device.account
        switch news {
        case .opened: if !socket.isDatagrams { counts.connections += 1 }
        case .noise(let count): books.problem("\(account): \(count) bytes that are no frame")
        case .ended(let reason):
            device.socket = nil
            // Between two messages either side may hang up.
            guard device.dialler.current != nil, !isEnding else { return }
            counts.dropped += 1
            if !settings.expectsRestarts {
                books.problem("\(account): connection lost: \(reason)")
            }
        case .frame(let body):
            counts.replies += 1
            guard let answer = DC09Answer(body.span, key: device.dialler.device.key) else {
                return books.problem(
                    "\(account): no answer: \(String(decoding: body, as: UTF8.self))")
            }
            answered(device, device.dialler.hear(answer, utcSeconds: LiveRun.wallSeconds()))
        }
    }

    private func answered(_ device: LiveDialler, _ answer: DialledAnswer) {
        let account = device.dialler.device.account
        switch answer {
        case .acknowledged(let tag, let sentAt):
            if tag > 0 { books.stored(number: tag, call: nil, sentAt: sentAt, at: realNow) }
            if tag == LiveRun.pollTag { counts.pollsAnswered += 1 }
            if !device.dialler.device.keepsConnection { hangUp(device) }
            say(device)
        case .repeated: break
        case .clockSet:
            books.problem("\(account): NAK though its clock is right")
            say(device)
        case .refused(let tag):
            books.problem("\(account): DUH to \(tag)")
            say(device)
        case .stray(let why): books.problem("\(account): \(why)")
        }
    }

    // MARK: Polls

    /// Spreads the devices over the span between two polls.
    func startPolls() {
        let span = settings.pollSpan.milliseconds
        guard span > 0 else { return }
        for (place, home) in diallers.keys.sorted().enumerated() {
            let offset = span * Int64(place) / Int64(diallers.count)
            timetable.add(.poll(home: home), at: now + Span(milliseconds: offset))
        }
    }

    func poll(_ home: Int) {
        guard let device = diallers[home], now < settings.to + shift, !isEnding else { return }
        timetable.add(.poll(home: home), at: now + settings.pollSpan)
        poll(device)
    }

    /// A device that has something to say needs no poll.
    private func poll(_ device: LiveDialler) {
        guard device.dialler.current == nil else { return }
        let words = DialledWords.poll
        device.dialler.ask(
            LiveRun.pollTag, token: words.token, payload: words.payload, blocks: words.blocks)
        say(device)
    }
}
