// SPDX-License-Identifier: Apache-2.0
/// Looks after the connections of one socket worker: manners in front, the Intake behind.
/// Only ever called on its worker's thread. Never decides anything about a call.

import Counter
import Desk
import Intake
import Settings
import Sockets
import Vocabulary
import Wire

/// A console connection.
private struct ConsoleSeat {
    var manners = ConsoleManners()
    var host: String
    /// When the desk last heard of this person through it, monotonic milliseconds.
    var heardAt: Int64 = 0
}

final class Attendant: ConnectionAttendant {
    /// PING keeps a lease alive, but the desk need not hear each one.
    private static let activityMilliseconds: Int64 = 5000
    /// Events of one turn that this thread carries to the desk itself: a few steps of some µs each.
    private static let carriedMax = 4

    private unowned let loop: SocketLoop
    private let reception: Reception
    private let hand: Hand
    /// By slot: 80,000 of them, so a flat array of small values.
    private var devices: [DeviceManners?] = []
    private var consoles: [ConnectionID: ConsoleSeat] = [:]
    private var diallers: DiallerAttendant!
    /// Departures that found the Intake full; the desk must hear of each.
    private var unheard: [Work] = []
    private var rules: HouseRules
    private var rulesGeneration: Int
    /// Work handed in during this turn, and whether it is on us to wake the desk for it.
    private var handedIn = 0
    private var owesWake = false
    /// Posts bytes back to this worker from another queue.
    private let post: @Sendable ([SocketMessage]) -> Void

    init(
        _ loop: SocketLoop, _ reception: Reception, _ hand: Hand,
        post: @escaping @Sendable ([SocketMessage]) -> Void
    ) {
        self.loop = loop
        self.reception = reception
        self.hand = hand
        self.post = post
        rules = reception.houseRules
        rulesGeneration = reception.rulesGeneration
        diallers = DiallerAttendant(
            loop, rules.diallers, hand, reception.quarantine, isClosing: { reception.isClosing },
            handIn: { [unowned self] work, band in handIn(work, band: band) })
    }

    // MARK: ConnectionAttendant

    func opened(_ c: ConnectionID, port: Int, peer: PeerAddress) {
        if port == Reception.diallerPort {
            diallers.opened(c, peer: peer)
        } else if port == Reception.devicePort {
            while devices.count <= c.slot { devices.append(nil) }
            devices[c.slot] = DeviceManners()
            loop.send(DeviceManners.greeting(version: reception.version), to: c)
        } else {
            consoles[c] = ConsoleSeat(host: peer.host)
            loop.send(ConsoleManners.greeting(version: reception.version), to: c)
        }
    }

    func received(_ line: Swift.Span<UInt8>, overlong: Bool, on c: ConnectionID) -> LineVerdict {
        let isDevice = c.slot < devices.count && devices[c.slot] != nil
        hand.hold(line, isDevice ? .device : .console)
        defer { hand.letGo() }
        if !reception.quarantine.isEmpty,
            let suspect = reception.quarantine.finds(line, isDevice ? .device : .console)
        {
            return isDevice ? deviceLine(instead: suspect, of: line, c) : refuse(line, c)
        }
        TrapHook.onSocket(line)
        return isDevice ? deviceLine(line, overlong, c) : consoleLine(line, overlong, c)
    }

    /// A line that stopped the centre twice goes to people, in words that are safe.
    private func deviceLine(
        instead suspect: Suspect, of line: Swift.Span<UInt8>, _ c: ConnectionID
    ) -> LineVerdict {
        let bytes = Poison.mayHoldSecret(line) ? [] : line.withUnsafeBufferPointer { Array($0) }
        return deviceLine(Poison.line(suspect.hash, bytes).span, false, c)
    }

    /// Nobody's press: whoever typed it can type something else.
    private func refuse(_ line: Swift.Span<UInt8>, _ c: ConnectionID) -> LineVerdict {
        var writer = LineWriter(.never)
        writer.text("reason", "this line stopped the centre twice; it is handled no more")
        loop.send(writer.finish(), to: c)
        return .next
    }

    func arrived(_ bytes: Swift.Span<UInt8>, on c: ConnectionID) -> (used: Int, LineVerdict) {
        diallers.arrived(bytes, on: c)
    }

    func datagram(_ bytes: Swift.Span<UInt8>, from peer: PeerAddress, through c: ConnectionID) {
        diallers.datagram(bytes, from: peer, through: c)
    }

    func answered(_ c: ConnectionID, request: UInt64, bytes: [UInt8]) {
        if c.slot < devices.count, devices[c.slot] != nil {
            deviceAnswer(c, request, bytes)
        } else if consoles[c] != nil {
            consoleAnswer(c, request, bytes)
        } else {
            diallers.answered(c, request: request, bytes: bytes)
        }
    }

    func owesReplies(on c: ConnectionID) -> Bool {
        if c.slot < devices.count, let manners = devices[c.slot] {
            return manners.pendingCount > 0
        }
        if diallers.has(c) { return diallers.owesReplies(on: c) }
        return (consoles[c]?.manners.pendingCount ?? 0) > 0
    }

    func closed(_ c: ConnectionID, reason: CloseReason) {
        if c.slot < devices.count, let manners = devices[c.slot] {
            devices[c.slot] = nil
            if case .awaiting = manners.standing { hear(.leftUnanswered(c)) }
            guard let gateway = manners.gateway else { return }
            hear(.left(c))
            hear(.desk(.gatewayLeaves(gateway, c)))
        } else if let seat = consoles.removeValue(forKey: c) {
            if case .awaiting = seat.manners.standing { hear(.leftUnanswered(c)) }
            guard let person = seat.manners.person else { return }
            hear(.left(c))
            hear(.desk(.connectionLost(person.id, c)))
        } else {
            diallers.closed(c)
        }
    }

    func turnEnded() {
        if owesWake {
            owesWake = false
            reception.desk.wake(inLine: true)
        }
        handedIn = 0
        if rulesGeneration != reception.rulesGeneration {
            rulesGeneration = reception.rulesGeneration
            rules = reception.houseRules
            diallers.house = rules.diallers
        }
        guard !unheard.isEmpty else { return }
        let waiting = unheard
        unheard = []
        for work in waiting { hear(work) }
    }

    private func hear(_ work: Work) {
        if !handIn(work, band: .person) { unheard.append(work) }
    }

    /// Puts work into the Intake; false: full for this band. A lone press is carried to the desk by
    /// this thread at the end of its turn; for more of them the desk is woken at once.
    private func handIn(_ work: Work, band: Band) -> Bool {
        guard case .queued(let wake) = reception.desk.push(work, of: hand.line, band: band)
        else { return false }
        handedIn += 1
        owesWake = owesWake || wake
        if owesWake, handedIn > Attendant.carriedMax {
            owesWake = false
            reception.desk.wake(inLine: false)
        }
        return true
    }

    // MARK: Device port

    private func deviceLine(
        _ line: Swift.Span<UInt8>, _ overlong: Bool, _ c: ConnectionID
    ) -> LineVerdict {
        guard let turn = devices[c.slot]?.take(line, overlong: overlong) else { return .close }
        switch turn {
        case .nothing, .hold: break
        case .reply(let bytes): loop.send(bytes, to: c)
        case .quit(let bytes):
            if !bytes.isEmpty { loop.send(bytes, to: c) }
            if devices[c.slot]?.isFinished == true { return .close }
        case .request(let request, let number): route(request, number, c)
        }
        return devices[c.slot]?.holdsLines == true ? .pause : .next
    }

    private func route(_ request: DeviceRequest, _ number: UInt64, _ c: ConnectionID) {
        if reception.isClosing {
            return deviceAnswer(c, number, Attendant.retry("the centre restarts"))
        }
        let asker = Requester(connection: c, request: number)
        switch request {
        case .hello(let gateway, let key, let notifier):
            guard let admitted = rules.keys.admits(name: gateway.text, key: key.shown),
                admitted.notifier == notifier
            else {
                var writer = LineWriter(.denied)
                writer.text("reason", "wrong gateway, key or role")
                deviceAnswer(c, number, writer.finish())
                loop.close(c)
                return
            }
            submit(
                .desk(.gatewayJoins(gateway, notifier: notifier, asker)), .person, c, number)
        case .alive(let heard):
            // Answered on admission: a heartbeat never waits for the desk, nor the desk for it.
            let gateway = devices[c.slot]?.gateway ?? .centre
            if handIn(.desk(.alive(heard, gateway)), band: .heartbeat) {
                var writer = LineWriter(.ok)
                writer.field("count", heard.count)
                deviceAnswer(c, number, writer.finish())
            } else {
                deviceAnswer(c, number, Attendant.retry("busy"))
            }
        default:
            guard let gateway = devices[c.slot]?.gateway,
                let event = DeviceTranslation.event(request, gateway: gateway, asker: asker)
            else { return deviceAnswer(c, number, Attendant.retry("not known here")) }
            submit(.desk(event), band(of: request), c, number)
        }
    }

    private func band(of request: DeviceRequest) -> Band {
        switch request {
        // Behind every press and every person: a canary that has to wait two minutes for them has found
        // a centre that is drowning, and one that never stops must not be in anybody's way.
        case .alarm(let fields) where fields.kind == .canary: return .signal
        case .alarm(let fields):
            let isKnown = rules.lifeSafety.contains(fields.kind)
            return isKnown || rules.othersAreLifeSafety ? .lifeSafety : .alarm
        case .result: return .person
        default: return .signal
        }
    }

    private func submit(_ work: Work, _ band: Band, _ c: ConnectionID, _ number: UInt64) {
        if !handIn(work, band: band) {
            deviceAnswer(c, number, Attendant.retry("busy"))
        }
    }

    private func deviceAnswer(_ c: ConnectionID, _ request: UInt64, _ bytes: [UInt8]) {
        guard var manners = devices[c.slot] else { return }
        devices[c.slot] = nil
        if case .awaiting = manners.standing {
            if bytes.first == UInt8(ascii: "2") {
                manners.admit()
                loop.markKnown(c)
            } else {
                manners.dismiss()
            }
        }
        // Request 0: a line by itself that must stand behind all replies begun so far.
        let number = request == 0 ? manners.beginEvent() : request
        manners.answer(number, bytes) { loop.send($0, to: c) }
        let holds = manners.holdsLines
        let finished = manners.isFinished
        devices[c.slot] = manners
        if finished {
            loop.close(c)
        } else if !holds {
            loop.resume(c)
        }
    }

    private static func retry(_ reason: String) -> [UInt8] {
        var writer = LineWriter(.retry)
        writer.text("reason", reason)
        return writer.finish()
    }

    // MARK: Console port

    private func consoleLine(
        _ line: Swift.Span<UInt8>, _ overlong: Bool, _ c: ConnectionID
    ) -> LineVerdict {
        guard let turn = consoles[c]?.manners.take(line, overlong: overlong) else { return .close }
        switch turn {
        case .nothing, .hold: break
        case .reply(let bytes):
            loop.send(bytes, to: c)
            noteActivity(c)
        case .quit(let bytes):
            if !bytes.isEmpty { loop.send(bytes, to: c) }
            if consoles[c]?.manners.isFinished == true { return .close }
        case .request(let request, let number): route(request, number, c)
        }
        return consoles[c]?.manners.holdsLines == true ? .pause : .next
    }

    private func noteActivity(_ c: ConnectionID) {
        guard let seat = consoles[c], let person = seat.manners.person,
            loop.now - seat.heardAt >= Attendant.activityMilliseconds
        else { return }
        consoles[c]?.heardAt = loop.now
        let nobody = Requester(connection: c, request: UInt64.max)
        _ = handIn(
            .desk(.command(person.id, .activity, nobody)), band: .person)
    }

    private func route(_ request: ConsoleRequest, _ number: UInt64, _ c: ConnectionID) {
        if reception.isClosing {
            return consoleAnswer(c, number, Attendant.retry("the centre restarts"))
        }
        let asker = Requester(connection: c, request: number)
        let post = self.post
        let answer: @Sendable ([UInt8]) -> Void = { post([.tagged(c, number, $0)]) }
        if case .login(let person, let secret) = request {
            let host = consoles[c]?.host ?? ""
            return reception.logOn(person, secret, from: host, asker, answer: answer)
        }
        guard let (me, role) = consoles[c]?.manners.person else {
            return consoleAnswer(c, number, LineWriter(.login).finish())
        }
        if case .importSpoiled(let reply) = request {
            let nobody = Requester(connection: c, request: UInt64.max)
            let isHeard = handIn(.desk(.command(me, .importSpoiled, nobody)), band: .background)
            return consoleAnswer(c, number, isHeard ? reply : LineWriter(.busy).finish())
        }
        let work: Work
        switch request {
        case .watch(let topics): work = .watch(me, topics, asker)
        case .unwatch: work = .watch(me, [], asker)
        case .resume(let number): work = .resume(me, after: number, asker)
        case .stats(let query): work = .stats(me, role, query, asker)
        case .backup(let name): work = .backup(me, role, name: name, asker)
        case .secret(let person, let secret):
            return reception.changeSecret(person, secret, by: me, asker, answer: answer)
        default:
            guard let command = ConsoleTranslation.command(request) else {
                return consoleAnswer(c, number, LineWriter(.syntax).finish())
            }
            work = .desk(.command(me, command, asker))
        }
        let isRow: Bool
        if case .importRow = request { isRow = true } else { isRow = false }
        if !handIn(work, band: isRow ? .background : .person) {
            consoleAnswer(c, number, LineWriter(.busy).finish())
        }
    }

    private func consoleAnswer(_ c: ConnectionID, _ request: UInt64, _ bytes: [UInt8]) {
        guard var seat = consoles.removeValue(forKey: c) else { return }
        let isYes = bytes.first == UInt8(ascii: "2")
        switch seat.manners.standing {
        case .awaiting(let person):
            if isYes, let role = reception.passwords.role(of: person) {
                seat.manners.welcome(role)
                loop.markKnown(c)
            } else {
                seat.manners.dismiss()
            }
        case .leaving: if isYes { seat.manners.dismiss() } else { seat.manners.stay() }
        case .stranger, .known: break
        }
        seat.manners.answer(request, bytes) { loop.send($0, to: c) }
        let holds = seat.manners.holdsLines
        let finished = seat.manners.isFinished
        consoles[c] = seat
        if finished {
            loop.close(c)
        } else if !holds {
            loop.resume(c)
        }
    }
}
