// SPDX-License-Identifier: Apache-2.0
/// Looks after diallers on the DC-09 port of one socket worker, connections and datagrams: manners in
/// front, the Intake behind. Only ever called on its worker's thread.
/// Never acknowledges what is not on disk, but for polls, which say nothing.

import Counter
import Desk
import Glibc
import Intake
import Sockets
import Vocabulary
import Wire

final class DiallerAttendant {
    /// One connection.
    private struct Seat {
        var manners = DC09Manners()
        let host: String
        /// The messages that wait for the disk.
        var waiting: [UInt64: Waiting] = [:]
        var isPaused = false
    }
    /// A message that waits for the desk and the disk: how it is acknowledged, and what the log says
    /// where it is not.
    private struct Waiting {
        let form: DC09ReplyForm
        let refusal: DC09Fault?
    }
    /// A frame that stopped the centre while it was read: answered by DUH once a person can see it.
    private struct Unread {
        let echo: [UInt8]
        let peer: PeerAddress?
    }
    /// Their requests are counted from here: far above those of any connection.
    private static let unreadFrom: UInt64 = 1 << 40
    /// So much of a frame is kept in hand.
    private static let heldMax = 1024
    /// A datagram that waits.
    private struct Asked {
        let peer: PeerAddress
        let waiting: Waiting
    }
    /// Datagrams that may wait for the disk at once; of more, the device hears nothing and asks again.
    private static let askedMax = 16_384

    private unowned let loop: SocketLoop
    private let handIn: (Work, Band) -> Bool
    private var seats: [ConnectionID: Seat] = [:]
    private var asked: [UInt64: Asked] = [:]
    private var nextAsked: UInt64 = 1
    /// A runaway device has its call long since, and must not fill the disk. A panel that was cut off
    /// sends at once what it kept.
    private var accounts = RateLimiter<DeviceID>(burst: 50, perSecond: 5)
    /// Accounts that are not in the file, by the address they come from: whoever reaches the port can
    /// invent as many as they like.
    private var strangers = RateLimiter<String>(burst: 500, perSecond: 100)
    private var log = FaultLog()
    private let hand: Hand
    private let quarantine: Quarantine
    private var unread: [UInt64: Unread] = [:]
    private var nextUnread = DiallerAttendant.unreadFrom
    /// The frame that is looked at stopped the desk twice: people see it, and it is acknowledged.
    private var suspect: Suspect?
    /// Taken anew after each reload.
    var house: DiallerHouse
    /// The centre ends: nothing new is taken.
    var isClosing: () -> Bool

    init(
        _ loop: SocketLoop, _ house: DiallerHouse, _ hand: Hand, _ quarantine: Quarantine,
        isClosing: @escaping () -> Bool,
        handIn: @escaping (Work, Band) -> Bool
    ) {
        self.loop = loop
        self.house = house
        self.hand = hand
        self.quarantine = quarantine
        self.isClosing = isClosing
        self.handIn = handIn
    }

    // MARK: Connections

    func opened(_ c: ConnectionID, peer: PeerAddress) { seats[c] = Seat(host: peer.host) }

    func has(_ c: ConnectionID) -> Bool { seats[c] != nil }

    func owesReplies(on c: ConnectionID) -> Bool { (seats[c]?.manners.pendingCount ?? 0) > 0 }

    func closed(_ c: ConnectionID) { seats[c] = nil }

    func arrived(_ bytes: Swift.Span<UInt8>, on c: ConnectionID) -> (used: Int, LineVerdict) {
        guard var seat = seats[c] else { return (bytes.count, .close) }
        defer {
            seats[c] = seat
            hand.letGo()
            suspect = nil
        }
        var used = 0
        while !seat.manners.holdsFrames {
            let rest = bytes.extracting(used..<bytes.count)
            if let known = takeInHand(rest), !known.atDesk {
                guard let end = Self.end(of: rest) else { return (used, .next) }
                used += end
                show(known, rest, from: seat.host, nil, through: c)
                continue
            }
            let cut = DC09Cutter.cut(rest)
            if case .wait = cut { return (used, .next) }
            let turn = seat.manners.take(
                cut, of: rest, utcSeconds: utcSeconds, accounts: house.accounts)
            used += cut.count
            act(on: turn, of: c, &seat)
            if seat.manners.mustClose { return (used, .close) }
        }
        seat.isPaused = true
        return (used, .pause)
    }

    private func act(on turn: DC09Turn, of c: ConnectionID, _ seat: inout Seat) {
        switch turn {
        case .silent(let fault):
            if let fault { note(fault, from: seat.host) }
        case .reply(let bytes, let fault):
            if !bytes.isEmpty { loop.send(bytes, to: c) }
            loop.markKnown(c)
            note(fault, from: seat.host)
        case .request(let report, let number, let form):
            loop.markKnown(c)
            switch take(report, from: seat.host, Requester(connection: c, request: number)) {
            case .now: seat.manners.answer(number, ack(form)) { loop.send($0, to: c) }
            case .later: seat.waiting[number] = waiting(report, form)
            case .never: seat.manners.answer(number, []) { loop.send($0, to: c) }
            }
        }
    }

    // MARK: What stopped the centre

    /// The frame is in hand; what is known of it where it stopped the centre twice.
    private func takeInHand(_ bytes: Swift.Span<UInt8>) -> Suspect? {
        let head = bytes.extracting(0..<min(Self.heldMax, bytes.count))
        hand.hold(head, .frame)
        suspect = quarantine.isEmpty ? nil : quarantine.finds(head, .frame)
        if suspect == nil { TrapHook.onSocket(head) }
        return suspect
    }

    /// Behind its CR, found without the cutter.
    private static func end(of frame: Swift.Span<UInt8>) -> Int? {
        var at = 0
        while at < frame.count, frame[at] != UInt8(ascii: "\"") { at += 1 }
        while at < frame.count, frame[at] != 0x0D { at += 1 }
        return at < frame.count ? at + 1 : nil
    }

    private func show(
        _ suspect: Suspect, _ frame: Swift.Span<UInt8>, from host: String, _ peer: PeerAddress?,
        through c: ConnectionID
    ) {
        let number = nextUnread
        nextUnread += 1
        let asker = Requester(connection: c, request: number)
        guard unread.count < Self.askedMax, handIn(.desk(event(suspect, host, asker)), .lifeSafety)
        else { return }
        let bytes = frame.withUnsafeBufferPointer { Array($0) }
        let quotes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\"") }.prefix(2)
        let echo = quotes.last.map { Array(bytes[($0 + 1)...].prefix { $0 != UInt8(ascii: "[") }) }
        unread[number] = Unread(echo: Array((echo ?? []).prefix(128)), peer: peer)
    }

    private func event(_ suspect: Suspect, _ host: String, _ asker: Requester) -> DeskEvent {
        let signal = Poison.signal(suspect.hash, suspect.bytes, gateway: .dialler(from: host))
        return .report(
            DiallerReport(
                device: signal.identity.device,
                events: [DiallerReport.Event(signal: signal, isAlarm: true)]), asker)
    }

    /// The desk's answer to a report; only its first digit counts.
    func answered(_ c: ConnectionID, request: UInt64, bytes: [UInt8]) {
        if let it = unread.removeValue(forKey: request) {
            guard bytes.first == UInt8(ascii: "2") else { return }
            let duh = DC09Encoder.duh(
                DC09ReplyForm(echo: it.echo, form: DC09Form(), key: nil, wantsTime: false))
            if let peer = it.peer {
                loop.send(duh, to: peer, through: c)
            } else {
                loop.send(duh, to: c)
            }
            return
        }
        if SocketLoop.isDatagrams(c) {
            guard let datagram = asked.removeValue(forKey: request) else { return }
            let answer = answer(to: datagram.waiting, bytes, from: datagram.peer.host)
            if !answer.isEmpty { loop.send(answer, to: datagram.peer, through: c) }
            return
        }
        guard var seat = seats[c], let waiting = seat.waiting.removeValue(forKey: request) else {
            return
        }
        let answer = answer(to: waiting, bytes, from: seat.host)
        seat.manners.answer(request, answer) { loop.send($0, to: c) }
        let resumes = seat.isPaused && !seat.manners.holdsFrames
        if resumes { seat.isPaused = false }
        seats[c] = seat
        if resumes { loop.resume(c) }
    }

    // MARK: Datagrams

    func datagram(_ bytes: Swift.Span<UInt8>, from peer: PeerAddress, through c: ConnectionID) {
        defer {
            hand.letGo()
            suspect = nil
        }
        if let known = takeInHand(bytes), !known.atDesk {
            return show(known, bytes, from: peer.host, peer, through: c)
        }
        var manners = DC09Manners()
        let turn = manners.take(
            DC09Cutter.cut(bytes, whole: true), of: bytes, utcSeconds: utcSeconds,
            accounts: house.accounts)
        switch turn {
        case .silent(let fault):
            if let fault { note(fault, from: peer.host) }
        case .reply(let bytes, let fault):
            loop.send(bytes, to: peer, through: c)
            note(fault, from: peer.host)
        case .request(let report, _, let form):
            guard asked.count < Self.askedMax else { return }
            let number = nextAsked
            nextAsked += 1
            switch take(report, from: peer.host, Requester(connection: c, request: number)) {
            case .now: loop.send(ack(form), to: peer, through: c)
            case .later: asked[number] = Asked(peer: peer, waiting: waiting(report, form))
            case .never: break
            }
        }
    }

    // MARK: What is the same for both

    private enum Answer { case now, later, never }

    private func take(_ report: DC09Report, from host: String, _ asker: Requester) -> Answer {
        if isClosing() { return .never }
        if let suspect { return handIn(.desk(event(suspect, host, asker)), .lifeSafety) ? .later : .never }
        // Then the desk must say whether the directory knows it, also of a poll.
        let isRefusable = report.listed == nil && house.accounts.unknown == .silent
        if report.isHeartbeat, !isRefusable {
            let poll = DiallerTranslation.event(report, house.rules, from: host, asker: .nobody)
            return handIn(.desk(poll), .heartbeat) ? .now : .never
        }
        guard report.listed != nil || strangers.admits(host, at: loop.now),
            accounts.admits(report.device, at: loop.now)
        else { return .never }
        let event = DiallerTranslation.event(
            report, house.rules, from: host, asker: asker, onlyIfRegistered: isRefusable)
        return handIn(.desk(event), band(of: event)) ? .later : .never
    }

    private func waiting(_ report: DC09Report, _ form: DC09ReplyForm) -> Waiting {
        let isRefusable = report.listed == nil && house.accounts.unknown == .silent
        return Waiting(form: form, refusal: isRefusable ? .unknownAccount(report) : nil)
    }

    /// The ACK where the desk's answer is a yes; nothing, and a line in the log, where it is not.
    private func answer(to waiting: Waiting, _ bytes: [UInt8], from host: String) -> [UInt8] {
        if bytes.first == UInt8(ascii: "2") { return ack(waiting.form) }
        if let refusal = waiting.refusal { note(refusal, from: host) }
        return []
    }

    private func band(of event: DeskEvent) -> Band {
        guard case .report(let report, _) = event else { return .signal }
        let alarms = report.events.filter(\.isAlarm)
        if alarms.contains(where: { $0.signal.meaning?.priority == .lifeSafety }) {
            return .lifeSafety
        }
        return alarms.isEmpty ? .signal : .alarm
    }

    private func note(_ fault: DC09Fault, from host: String) {
        log.note(fault, from: host, at: utcSeconds)
        guard let event = DiallerTranslation.event(fault, house.rules, from: host) else { return }
        if let suspect {
            _ = handIn(.desk(self.event(suspect, host, .nobody)), .lifeSafety)
            return
        }
        guard case .report(let report, _) = event,
            fault.isListed || strangers.admits(host, at: loop.now),
            accounts.admits(report.device, at: loop.now)
        else { return }
        // Not stored because the Intake is full: the device was not answered and sends it again.
        _ = handIn(.desk(event), band(of: event))
    }

    private func ack(_ form: DC09ReplyForm) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        let padding = DC09Padding(
            random.next(), random.next(), random.next(), random.next())
        do throws(CipherError) {
            return try DC09Encoder.ack(form, utcSeconds: utcSeconds, padding: padding)
        } catch {
            Log.error("dc09-answer", [("error", "\(error)")])
            return []
        }
    }

    /// The wall clock: what a NAK tells a device to set its own by.
    private var utcSeconds: Int64 { Int64(time(nil)) }
}

/// What diallers are treated by; may change at a reload.
struct DiallerHouse: Sendable {
    var accounts: DiallerAccounts
    var rules: DiallerRules

    /// The desk's rules with the spans within which these accounts must be heard.
    func watched(_ rules: Rules) -> Rules {
        var rules = rules
        for account in accounts.all {
            if let span = account.supervision { rules.supervision[account.device] = span }
        }
        return rules
    }

    /// Says at a start and a reload what the configuration asks for and this program cannot do.
    func sayWhatIsMissing() {
        guard accounts.hasKeys, !Cipher.isPresent else { return }
        Log.error("built-without-encryption", [
            ("meaning", "accounts with a key are not answered; build with --traits Crypto"),
        ])
    }
}
