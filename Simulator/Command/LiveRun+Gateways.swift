// SPDX-License-Identifier: Apache-2.0
/// The gateways of the live run: alarms, signals, cancels, heartbeats, and what is owed for them.
/// Never gives an alarm up: without a 250 it is said again until the run ends.

import Vocabulary
import Wire
import World

extension LiveRun {
    /// Town seconds after which an alarm without 250 is said again, and the least real time for it.
    static let resendSpan = Span.seconds(10)
    static let resendMillisecondsMin: Int64 = 2000
    /// Real time after which a 451 is tried again.
    static let retryMilliseconds: Int64 = 1000

    static let rooms = ["", "", "浴室", "睡房", "客廳", "廚房"]

    private func gateway(of home: Int) -> LivePeer {
        peers[gatewayPeers[settings.town.gateway(of: home, among: gatewayPeers.count)]]
    }

    private func reference(_ number: Int) -> String { String(referenceBase + Int64(number)) }

    func room(_ home: Int, _ number: Int) -> String {
        LiveRun.rooms[(home &+ number) % LiveRun.rooms.count]
    }

    var hasFreeOperator: Bool { seatPeers.contains { peers[$0].agent?.isIdle == true } }

    /// Something happens in a home.
    func fire(_ event: DayEvent) {
        if let device = diallers[event.home] {
            fire(event, of: device)
        } else {
            fireThroughGateway(event)
        }
        if case .press(let purpose, let kind) = event.act {
            let what = purpose.isEmergency ? "emergency" : "press"
            picture.note("\(what) (\(kind)) from \(Town.deviceName(event.home))")
        }
    }

    private func fireThroughGateway(_ event: DayEvent) {
        switch event.act {
        case .press, .signal, .again: speak(event.number)
        case .cancel:
            let peer = gateway(of: event.home)
            guard peer.isSeated, let connection = peer.connection else { return }
            peer.owe(.cancel(number: event.number))
            client.send(
                DeviceLines.cancel(
                    device: Town.deviceName(event.home), reference: reference(event.number)),
                on: connection)
        }
    }

    /// Sends a message with a number of its own, for the first time or again.
    func speak(_ number: Int) {
        let event = day.events[eventOfNumber[number]]
        let peer = gateway(of: event.home)
        let pause = max(
            LiveRun.resendSpan, townSpan(realMilliseconds: LiveRun.resendMillisecondsMin))
        timetable.add(.resend(number: number), at: now + pause)
        guard peer.isSeated, let connection = peer.connection else { return }
        if deviceTimes[number] == 0 { deviceTimes[number] = LiveRun.wallSeconds() }
        let device = Town.deviceName(event.home)
        let sentAt = realNow
        switch event.act {
        case .press(let purpose, let kind):
            let room = room(event.home, number)
            books.sent(
                number: number, home: event.home, purpose: purpose, isAlarm: true, at: sentAt,
                freeOperator: hasFreeOperator)
            peer.owe(.alarm(number: number, sentAt: sentAt))
            client.send(
                DeviceLines.alarm(
                    device: device, reference: reference(number), kind: kind, location: room,
                    time: deviceTimes[number]), on: connection)
        case .signal(let kind):
            books.sent(
                number: number, home: event.home, purpose: .technical, isAlarm: false, at: sentAt,
                freeOperator: false)
            peer.owe(.signal(number: number, sentAt: sentAt))
            client.send(
                DeviceLines.signal(
                    device: device, reference: reference(number), kind: kind,
                    time: deviceTimes[number]), on: connection)
        case .again, .cancel: preconditionFailure("a number belongs to a press or a signal")
        }
    }

    func gatewayAnswered(_ peer: LivePeer, _ ask: LiveAsk, _ line: ReplyLine) {
        let isDone = line.code == 250
        let call = line["call"].flatMap(CallID.init(text:))
        switch ask {
        case .alarm(let number, let sentAt):
            guard isDone else { return refused(peer, number, "ALARM", line) }
            checkReference(peer, number, line)
            books.stored(number: number, call: call, sentAt: sentAt, at: realNow)
        case .signal(let number, let sentAt):
            guard isDone else { return refused(peer, number, "SIGNAL", line) }
            checkReference(peer, number, line)
            books.stored(number: number, call: nil, sentAt: sentAt, at: realNow)
        case .cancel(let number):
            guard isDone else { return unexpected(peer, "CANCEL", line) }
            checkReference(peer, number, line)
            books.cancelStored(number: number, call: call, at: realNow)
        case .alive(let count):
            if line.code == 450 || line.code == 451 { return books.race() }
            guard isDone, line["count"] == String(count) else {
                return unexpected(peer, "ALIVE of \(count)", line)
            }
            counts.heartbeatLines += 1
            counts.heartbeats += count
        default: if !isDone { unexpected(peer, "SEEN", line) }
        }
    }

    private func checkReference(_ peer: LivePeer, _ number: Int, _ line: ReplyLine) {
        if line["ref"] != reference(number) {
            unexpected(peer, "ref \(reference(number))", line)
        }
    }

    /// 45x: not stored, said again soon; anything else is against the protocol.
    private func refused(_ peer: LivePeer, _ number: Int, _ verb: String, _ line: ReplyLine) {
        guard (450...452).contains(line.code) else { return unexpected(peer, verb, line) }
        books.race()
        let pause = townSpan(realMilliseconds: LiveRun.retryMilliseconds)
        timetable.add(.resend(number: number), at: now + pause)
    }

    func gatewayEvent(_ peer: LivePeer, _ line: ReplyLine) {
        guard line.word == "TAKEN" else { return unexpected(peer, "event", line) }
        let number = line["ref"].flatMap { Int64($0) }.map { $0 - referenceBase }
        books.takenHeard(
            number: number.flatMap { Int(exactly: $0) }.flatMap { $0 > 0 ? $0 : nil },
            call: line["call"].flatMap(CallID.init(text:)))
        guard let seen = line["n"].flatMap({ Int64($0) }) else {
            return unexpected(peer, "TAKEN without n", line)
        }
        guard let connection = peer.connection else { return }
        peer.owe(.seen)
        client.send(DeviceLines.seen(seen), on: connection)
    }

    // MARK: Heartbeats

    /// Spreads the gateways over the heartbeat's span.
    func startHeartbeats() {
        let span = settings.rates.heartbeatSpan.milliseconds
        guard span > 0 else { return }
        for place in gatewayPeers.indices {
            let offset = span * Int64(place) / Int64(gatewayPeers.count)
            timetable.add(.heartbeat(gateway: place), at: now + Span(milliseconds: offset))
        }
    }

    func heartbeat(_ place: Int) {
        guard now < settings.to + shift, !isEnding else { return }
        timetable.add(.heartbeat(gateway: place), at: now + settings.rates.heartbeatSpan)
        let peer = peers[gatewayPeers[place]]
        guard peer.isSeated, let connection = peer.connection else { return }
        var homes = settings.town.homes(behind: place, of: gatewayPeers.count)
            .filter { diallers[$0] == nil }[...]
        while !homes.isEmpty {
            let part = homes.prefix(DeviceLines.aliveDevicesMax)
            homes = homes.dropFirst(part.count)
            peer.owe(.alive(count: part.count))
            client.send(DeviceLines.alive(homes: part), on: connection)
        }
    }
}
