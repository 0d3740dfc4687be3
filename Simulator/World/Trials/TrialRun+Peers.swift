// SPDX-License-Identifier: Apache-2.0
/// Everybody at the far ends: coming, hearing, losing the line, coming again.
/// Never plays two people on one line.

import Desk
import Vocabulary
import Wire

extension TrialRun {
    func addPeer(_ role: TrialPeer.Role, _ name: String) -> TrialPeer {
        let peer = TrialPeer(place: peers.count, role: role, name: name)
        peers.append(peer)
        return peer
    }

    func bringPeople() {
        for (place, person) in TrialTown.people(trial).enumerated() {
            let peer = addPeer(.seat, person.id.text)
            if person.role.answersCalls {
                peer.agent = OperatorAgent(
                    name: person.id, seed: trial.seed, place: place, habits: OperatorHabits())
            }
            connect(peer)
        }
    }

    /// Comes, or comes again.
    func connect(_ peer: TrialPeer) {
        guard peer.line == nil else { return }
        if peer.awayUntil > now {
            return plan(.reconnect(peer: peer.place), at: peer.awayUntil)
        }
        let port: VirtualPort
        var writer = LineWriter()
        switch peer.role {
        case .seat:
            port = .console
            writer.request("LOGIN")
            writer.field("user", peer.name)
            writer.field(
                "secret", chance.happens(isHealed ? 0 : 20) ? "wrong" : VirtualCentre.secret)
        case .gateway, .notifier:
            port = .device
            writer.request("HELLO")
            writer.field("gateway", peer.name)
            writer.field("key", VirtualCentre.key)
            if case .notifier = peer.role { writer.field("role", "notifier") }
        }
        let line = open(peer.place, port)
        peer.line = line
        peer.owed = [.greeting, .logOn]
        say(writer.finish(), on: line)
    }

    /// The line is gone, or was never there.
    func ended(_ line: Int) {
        let peer = peers[lines[line].peer]
        guard peer.line == line else { return }
        peer.agent?.disconnected()
        peer.forget()
        plan(.reconnect(peer: peer.place), in: 500 + Int64(chance.below(5_000)))
    }

    /// Gives the line up.
    func hangUp(_ peer: TrialPeer) {
        guard let line = peer.line else { return }
        closeAtPeer(line)
        ended(line)
    }

    func hear(_ bytes: [UInt8], on line: Int) {
        let peer = peers[lines[line].peer]
        guard peer.line == line else { return }
        // What comes in the very millisecond of the waking must not be read before what is unread.
        if peer.frozenUntil > now || !peer.unread.isEmpty {
            peer.unread.append(bytes)
            return
        }
        for part in bytes.split(separator: 10) where peer.line == line {
            guard let heard = replyLine(Array(part)) else {
                books.note("not a line: \(String(decoding: part, as: UTF8.self))")
                continue
            }
            hear(heard, peer)
        }
    }

    private func hear(_ line: ReplyLine, _ peer: TrialPeer) {
        if line.isEvent { return event(line, peer) }
        // Last words; the end follows.
        if line.code == 421 { return }
        peer.reply.append(line)
        guard line.isLast else { return }
        let reply = peer.reply
        peer.reply = []
        guard !peer.owed.isEmpty else {
            return books.note("\(peer.name): an answer to nothing: \(line.code) \(line.word)")
        }
        answered(peer.owed.removeFirst(), reply, peer)
    }

    private func answered(_ ask: TrialAsk, _ reply: [ReplyLine], _ peer: TrialPeer) {
        let first = reply[0]
        switch ask {
        case .greeting: if first.code != 220 { books.note("greeted with \(first.word)") }
        case .logOn: loggedOn(peer, first)
        case .message(let place):
            if case .gateway(let gateway) = peer.role { gatewayAnswered(gateway, place, first) }
        case .agent(let ask):
            guard peer.agent != nil else { return }
            let purpose = purpose(of: ask.call)
            _ = peer.agent?.answered(
                ask, reply, at: agentNow, purpose: purpose, isBusy: books.now.calls.count > 4)
            // Whoever's call was taken away in the meantime starts again.
            drain(peer)
        case .other: break
        case .missed: peer.homeToRing = first["home"]
        case .storm:
            guard let number = first["preview"].flatMap({ Int64($0) }) else { return }
            peer.preview = (number, first["outcome"] != nil)
        }
    }

    private func loggedOn(_ peer: TrialPeer, _ first: ReplyLine) {
        guard first.code == 230 || first.code == 250 else {
            hangUp(peer)
            return
        }
        peer.isSeated = true
        let calls = (first["calls"] ?? "").split(separator: ",").compactMap {
            CallID(text: String($0))
        }
        peer.agent?.seated(holding: calls, at: agentNow)
        if peer.name == "max", let line = peer.line {
            say(Array("WATCH all\n".utf8), on: line)
            peer.owed.append(.other)
        }
        drain(peer)
    }

    /// The operators' watches: the trial's own time, which no wall clock steps.
    var agentNow: Moment { Moment(milliseconds: now) }

    private func event(_ event: ReplyLine, _ peer: TrialPeer) {
        if let call = event["call"].flatMap(CallID.init(text:)), !heardOf.contains(call) {
            heardOf.append(call)
            if heardOf.count > 40 { heardOf.removeFirst() }
        }
        if event.word == "STORM", let storm = event["storm"].flatMap({ Int64($0) }),
            !storms.contains(storm)
        {
            storms.append(storm)
            if storms.count > 5 { storms.removeFirst() }
        }
        switch peer.role {
        case .gateway(let gateway): gatewayEvent(gateway, peer, event)
        case .notifier:
            for bytes in [notifier.hear(event, at: agentNow)] where !bytes.isEmpty {
                sendResult(bytes, peer)
            }
            planWake(peer, notifier.wakeAt)
        case .seat:
            if event.word == "CONFIRM", let call = event["call"].flatMap(CallID.init(text:)) {
                let later = agentNow + Span(milliseconds: 3_000 + Int64(chance.below(15_000)))
                peer.agent?.askedToConfirm(call, at: later)
            }
            peer.agent?.hear(event, at: agentNow)
            drain(peer)
        }
    }

    private func sendResult(_ bytes: [UInt8], _ peer: TrialPeer) {
        guard peer.isSeated, let line = peer.line else { return }
        say(bytes, on: line)
        peer.owed.append(.other)
    }

    // MARK: Acting

    /// Says what the operator wants to say.
    func drain(_ peer: TrialPeer) {
        guard let asks = peer.agent?.takeOutbox() else { return }
        for ask in asks {
            guard peer.isSeated, let line = peer.line else { break }
            peer.owed.append(.agent(ask))
            say(
                ask.line(by: OperatorID(peer.name), zone: rules.zone) { self.centreNow + $0 },
                on: line)
        }
        planWake(peer, peer.agent?.wakeAt)
    }

    private func planWake(_ peer: TrialPeer, _ moment: Moment?) {
        guard let moment else { return }
        let at = max(now, moment.milliseconds)
        if let planned = peer.wakeAt, planned <= at { return }
        peer.wakeAt = at
        plan(.wake(peer: peer.place), at: at)
    }

    func wake(_ peer: TrialPeer) {
        if peer.frozenUntil > now {
            return plan(.wake(peer: peer.place), at: peer.frozenUntil)
        }
        if !peer.unread.isEmpty, let line = peer.line {
            let unread = peer.unread
            peer.unread = []
            for bytes in unread { hear(bytes, on: line) }
        }
        peer.wakeAt = nil
        if case .notifier = peer.role {
            for bytes in notifier.wake(at: agentNow) { sendResult(bytes, peer) }
            planWake(peer, notifier.wakeAt)
        } else {
            peer.agent?.wake(at: agentNow)
            drain(peer)
        }
    }

    /// Why somebody pressed: the same in each run.
    private func purpose(of call: CallID?) -> Purpose {
        guard let call else { return .technical }
        var draw = Chance(seed: trial.seed, stream: UInt64(bitPattern: call.raw))
        return TrialRun.purposes[draw.below(TrialRun.purposes.count)]
    }
    private static let purposes: [Purpose] = [
        .test, .test, .enquiry, .mistaken, .fall, .unwell, .silent, .technical,
    ]
}
