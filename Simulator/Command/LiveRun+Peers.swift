// SPDX-License-Identifier: Apache-2.0
/// Connections of the live run: logging on, whose line it is, and coming back after a loss.
/// Never judges what a call's replies say: that is the seats' and gateways' part.

import Glibc
import Vocabulary
import Wire
import World

extension LiveRun {
    // MARK: Coming in

    func addPeer(_ role: LivePeer.Role, _ name: String, _ secret: String) -> LivePeer {
        let peer = LivePeer(place: peers.count, role: role, name: name, secret: secret)
        peers.append(peer)
        return peer
    }

    /// Opens the peer's connection; what follows is heard.
    func connect(_ peer: LivePeer) {
        let address: Address
        switch peer.role {
        case .gateway, .notifier: address = settings.devices
        case .seat, .manager, .administrator: address = settings.console
        }
        guard let connection = client.connect(to: address, token: peer.place) else {
            return ended(peer, LineClient.reason(errno))
        }
        peer.connection = connection
        peer.owe(.greeting)
        peer.owe(.logOn)
        client.send(logOnLine(peer), on: connection)
    }

    private func logOnLine(_ peer: LivePeer) -> [UInt8] {
        switch peer.role {
        case .gateway:
            return DeviceLines.hello(gateway: peer.name, key: peer.secret, notifier: false)
        case .notifier:
            return DeviceLines.hello(gateway: peer.name, key: peer.secret, notifier: true)
        case .seat, .manager, .administrator:
            var writer = LineWriter()
            writer.request("LOGIN")
            writer.field("user", peer.name)
            writer.field("secret", peer.secret)
            return writer.finish()
        }
    }

    /// Connects one peer and waits until it is logged on.
    func seatAlone(
        _ role: LivePeer.Role, _ name: String, _ secret: String
    ) throws(LiveError) -> LivePeer {
        let peer = addPeer(role, name, secret)
        connect(peer)
        try wait(seconds: 15, for: "\(name) to log on") { peer.isSeated }
        return peer
    }

    /// Connects operators, notifier and gateways and waits for all of them.
    func seatEverybody() throws(LiveError) {
        var coming: [LivePeer] = []
        for (place, name) in settings.staff.enumerated() {
            let peer = addPeer(.seat, name, settings.staffSecret)
            peer.agent = OperatorAgent(
                name: OperatorID(name), seed: settings.town.seed, place: place,
                habits: habits(place))
            seatPeers.append(peer.place)
            coming.append(peer)
        }
        if let given = settings.notifier {
            coming.append(addPeer(.notifier, given.name, given.key))
        }
        for (place, given) in settings.gateways.enumerated() {
            let peer = addPeer(.gateway(place), given.name, given.key)
            gatewayPeers.append(peer.place)
            coming.append(peer)
        }
        for peer in coming { connect(peer) }
        try wait(seconds: LiveRun.seatingSecondsMax, for: "everybody to log on") {
            coming.allSatisfy(\.isSeated)
        }
    }

    /// Lunch from half past eleven, a fifth of the staff at a time.
    private func habits(_ place: Int) -> OperatorHabits {
        var habits = OperatorHabits()
        habits.hasColleague = settings.staff.count > 1
        let first = Moment(milliseconds: 0) + .minutes(11 * 60 + 30 + Int64(place % 5) * 45)
        let lunch = settings.from <= first ? first : first + .hours(24)
        if settings.staff.count > 1 { habits.lunchAt = lunch }
        return habits
    }

    /// Turns the loop until `isDone`; an error names what was waited for, and why it failed.
    func wait(
        seconds: Int64, for what: String, until isDone: () -> Bool
    ) throws(LiveError) {
        let limit = realNow + seconds * 1_000_000
        while !isDone() {
            if isInterrupted { throw LiveError(text: "interrupted while waiting for \(what)") }
            if let failure = firstFailure { throw LiveError(text: failure) }
            if realNow > limit {
                let missing = peers.filter { !$0.isSeated }.map(\.name)
                let names = missing.isEmpty ? "" : ": \(missing.prefix(5).joined(separator: ", "))"
                throw LiveError(text: "waited \(seconds) s for \(what)\(names)")
            }
            turn(playsDay: false)
        }
    }

    /// Asks and waits for the answer.
    func converse(
        _ peer: LivePeer, _ line: String, seconds: Int64 = 60
    ) throws(LiveError) -> [ReplyLine] {
        conversationCount += 1
        let number = conversationCount
        guard let connection = peer.connection else {
            throw LiveError(text: "\(peer.name) is not connected")
        }
        peer.owe(.conversation(number))
        client.send(Array((line + "\n").utf8), on: connection)
        try wait(seconds: seconds, for: "the answer to \(line)") { self.answers[number] != nil }
        return answers.removeValue(forKey: number) ?? []
    }

    // MARK: What comes

    func heard(_ connection: LineConnection, _ news: ClientNews) {
        let peer = peers[connection.token]
        guard peer.connection === connection else { return }
        switch news {
        case .opened: counts.connections += 1
        case .ended(let reason): ended(peer, reason)
        case .noise(let text): books.problem("\(peer.name): not a line of the protocol: \(text)")
        case .line(let line):
            if line.isEvent {
                event(peer, line)
            } else if line.code == 421 {
                // Last words of the centre; the end follows.
                if !isEnding, !settings.expectsRestarts {
                    books.problem("\(peer.name): \(line.text)")
                }
            } else if let (ask, reply) = peer.complete(line) {
                counts.replies += 1
                guard let ask else {
                    return books.problem("\(peer.name): an answer to nothing: \(line.text)")
                }
                answered(peer, ask, reply)
            }
        }
    }

    private func event(_ peer: LivePeer, _ line: ReplyLine) {
        switch peer.role {
        case .gateway: gatewayEvent(peer, line)
        case .notifier:
            let bytes = notifier.hear(line, at: now)
            if !bytes.isEmpty { sendResult(peer, bytes) }
            scheduleWake(peer, notifier.wakeAt)
        case .seat: seatEvent(peer, line)
        case .manager: managerEvent(line)
        case .administrator: break
        }
    }

    private func answered(_ peer: LivePeer, _ ask: LiveAsk, _ reply: [ReplyLine]) {
        let first = reply[0]
        switch ask {
        case .greeting:
            if first.code != 220 { unexpected(peer, "greeting", first) }
        case .logOn: loggedOn(peer, first)
        case .alarm, .signal, .cancel, .alive, .seen: gatewayAnswered(peer, ask, first)
        case .result: if first.code != 250 { unexpected(peer, "RESULT", first) }
        case .agent(let ask): seatAnswered(peer, ask, reply)
        case .importRow(let line): importAnswered(line, first)
        case .conversation(let number): answers[number] = reply
        case .quit: if first.code != 221 { unexpected(peer, "QUIT", first) }
        }
    }

    func unexpected(_ peer: LivePeer, _ what: String, _ line: ReplyLine) {
        books.problem("\(peer.name): \(what) -> \(line.text)")
    }

    private func loggedOn(_ peer: LivePeer, _ first: ReplyLine) {
        guard first.code == 230 || first.code == 250 else {
            if !peer.wasSeated, firstFailure == nil {
                firstFailure = "\(peer.name) may not come in: \(first.text)\(hint(peer))"
            } else if !settings.expectsRestarts {
                unexpected(peer, "log-on", first)
            }
            return
        }
        if case .manager = peer.role, peer.wasSeated, let connection = peer.connection {
            // What was watched is forgotten with the connection; nobody waits for this answer.
            peer.owe(.conversation(LiveRun.unheardConversation))
            client.send(Array("WATCH calls\n".utf8), on: connection)
        }
        peer.isSeated = true
        peer.wasSeated = true
        peer.pauseMilliseconds = LivePeer.pauseMin
        guard peer.agent != nil else { return }
        let calls = (first["calls"] ?? "").split(separator: ",").compactMap {
            CallID(text: String($0))
        }
        peer.agent?.seated(holding: calls, at: now)
        drain(peer)
    }

    private func hint(_ peer: LivePeer) -> String {
        switch peer.role {
        case .seat: " (--import makes the operators, --staff names others)"
        case .gateway: " (--gateways-file or --gateway-key gives the keys)"
        default: ""
        }
    }

    private func ended(_ peer: LivePeer, _ reason: String) {
        let wasSeated = peer.wasSeated
        for ask in peer.owed {
            if case .conversation(let number) = ask { answers[number] = [] }
        }
        peer.forget()
        if isEnding { return }
        if case .administrator = peer.role, wasSeated { return }
        guard wasSeated else {
            if firstFailure == nil { firstFailure = "\(peer.name) cannot connect: \(reason)" }
            return
        }
        counts.dropped += 1
        if !settings.expectsRestarts { books.problem("\(peer.name): connection lost: \(reason)") }
        if let agent = peer.agent {
            if let call = agent.holds { books.letGo(call, by: agent.name) }
            peer.agent?.disconnected()
        }
        let pause = townSpan(realMilliseconds: peer.pauseMilliseconds)
        peer.pauseMilliseconds = min(peer.pauseMilliseconds * 2, LivePeer.pauseMax)
        timetable.add(.reconnect(peer: peer.place), at: now + pause)
    }

    // MARK: Waking

    /// Puts the peer's next waking into the timetable, where an earlier one does not stand there.
    func scheduleWake(_ peer: LivePeer, _ moment: Moment?) {
        guard let moment else { return }
        if let planned = peer.wakeAt, planned <= moment { return }
        peer.wakeAt = moment
        timetable.add(.wake(peer: peer.place), at: moment)
    }

    func wake(_ peer: LivePeer) {
        guard let planned = peer.wakeAt, planned <= now else { return }
        peer.wakeAt = nil
        if case .notifier = peer.role {
            for bytes in notifier.wake(at: now) { sendResult(peer, bytes) }
            scheduleWake(peer, notifier.wakeAt)
        } else {
            peer.agent?.wake(at: now)
            drain(peer)
        }
    }

    private func sendResult(_ peer: LivePeer, _ bytes: [UInt8]) {
        guard peer.isSeated, let connection = peer.connection else { return }
        peer.owe(.result)
        client.send(bytes, on: connection)
    }
}
