// SPDX-License-Identifier: Apache-2.0
/// Gateways that send what homes say, again and again until it is acknowledged, and the telephone
/// company's notifier.
/// Never takes an alarm for stored that was not acknowledged, here or at another receiver.

import Vocabulary
import Wire

extension TrialRun {
    /// Without an answer for so long a gateway sends again.
    private static let retryMilliseconds: Int64 = 8_000

    var gatewayNames: [GatewayID] {
        (0..<trial.gateways).map { GatewayID(Town.gatewayName($0)) } + [TrialTown.notifier]
    }

    func bringGateways() {
        var chance = Chance(seed: trial.seed, stream: 0x13_0000_0000)
        for place in 0..<trial.gateways {
            let peer = addPeer(.gateway(place), Town.gatewayName(place))
            var devices = (0..<trial.homes).filter { $0 % trial.gateways == place }
                .map(Town.deviceName)
            // Somebody always has a device that nobody has registered.
            devices.append("Z\(place)")
            gateways.append(
                TrialGateway(
                    name: peer.name, peer: peer.place, devices: devices,
                    secondReceiverAfter: chance.happens(500) ? 3 + chance.below(10) : 0))
            connect(peer)
            plan(.alive(gateway: place), in: 1000)
            if weather.has(.resend) {
                let other = addPeer(.gateway(place), peer.name)
                gateways[place].second = other.place
                connect(other)
            }
        }
        connect(addPeer(.notifier, TrialTown.notifier.text))
        planMessages()
    }

    private func planMessages() {
        var chance = Chance(seed: trial.seed, stream: 0x14_0000_0000)
        let stormAt = Int64(chance.below(Int(safetySpan)))
        for number in 1...trial.presses {
            var draw = Chance(seed: trial.seed, stream: 0x15_0000_0000 &+ UInt64(number))
            let place = draw.below(gateways.count)
            let kinds = ["button", "button", "button", "fall", "inactivity", "odd-word"]
            let signals = ["battery-low", "power-back", "test"]
            let isAlarm = draw.happens(800)
            var at = Int64(draw.below(Int(safetySpan)))
            if weather.has(.storm), draw.happens(700) {
                at = min(safetySpan - 1, stormAt + Int64(draw.below(60_000)))
            }
            var message = TrialMessage(
                device: draw.pick(gateways[place].devices), reference: "\(number)",
                kind: isAlarm ? draw.pick(kinds) : draw.pick(signals), isAlarm: isAlarm, at: at)
            if isAlarm, draw.happens(150) { message.cancelsAfter = Int64(draw.below(60_000)) }
            gateways[place].messages.append(message)
            plan(.message(gateway: place, gateways[place].messages.count - 1), at: at)
        }
        if weather.has(.powerCut) { planPowerCut() }
    }

    /// Sends it, and looks again later.
    func sendMessage(_ gateway: Int, _ place: Int) {
        let message = gateways[gateway].messages[place]
        guard !message.isDone || (weather.isOn(.resend) && message.tries < 29) else { return }
        plan(.message(gateway: gateway, place), in: retrySpan(message))
        let after = gateways[gateway].secondReceiverAfter
        if after > 0, message.tries >= after, !message.isDone {
            // The other receiver has it; whether ours has it too is not known.
            gateways[gateway].messages[place].isDone = true
            return
        }
        var peer = peers[gateways[gateway].peer]
        if let second = gateways[gateway].second, chance.happens(400) { peer = peers[second] }
        guard peer.isSeated, let line = peer.line else { return }
        gateways[gateway].messages[place].tries += 1
        if let before = message.sentOn, before != line {
            gateways[gateway].messages[place].wasSpread = true
        }
        gateways[gateway].messages[place].sentOn = line
        say(bytes(message), on: line)
        peer.owed.append(.message(place))
        if let span = message.cancelsAfter, now >= message.at + span || message.tries > 1 {
            gateways[gateway].messages[place].cancelsAfter = nil
            say(
                DeviceLines.cancel(device: message.device, reference: message.reference), on: line)
            peer.owed.append(.other)
        }
    }

    private func retrySpan(_ message: TrialMessage) -> Int64 {
        if weather.isOn(.resend) { return 50 + Int64(chance.below(2_000)) }
        return TrialRun.retryMilliseconds + Int64(chance.below(4_000))
    }

    private func bytes(_ message: TrialMessage) -> [UInt8] {
        let kind = SignalKind(message.kind)
        let time = message.at / 1000
        return message.isAlarm
            ? DeviceLines.alarm(
                device: message.device, reference: message.reference, kind: kind, location: "",
                time: time)
            : DeviceLines.signal(
                device: message.device, reference: message.reference, kind: kind, time: time)
    }

    /// ALIVE of all its devices, each two minutes.
    func sendAlive(_ gateway: Int) {
        plan(.alive(gateway: gateway), in: 120_000)
        let peer = peers[gateways[gateway].peer]
        guard peer.isSeated, let line = peer.line else { return }
        let words = gateways[gateway].devices.joined(separator: ",")
        say(Array("ALIVE dev=\(words)\n".utf8), on: line)
        peer.owed.append(.other)
    }

    func gatewayAnswered(_ gateway: Int, _ place: Int, _ line: ReplyLine) {
        let message = gateways[gateway].messages[place]
        guard line.code == 250 else {
            if line.code != 451 { books.note("\(message.reference): \(line)") }
            gateways[gateway].messages[place].wasRefusedOn = peers[gateways[gateway].peer].line
            return
        }
        if line["ref"] != message.reference {
            books.note("the answer to \(message.reference) is for \(line["ref"] ?? "nothing")")
        }
        gateways[gateway].messages[place].isDone = true
    }

    func gatewayEvent(_ gateway: Int, _ peer: TrialPeer, _ event: ReplyLine) {
        guard event.word == "TAKEN", let number = event["n"].flatMap({ Int64($0) }) else {
            return books.note("an event for a gateway: \(event.word)")
        }
        let at = gateways[gateway].messages.firstIndex { $0.reference == event["ref"] }
        guard let at else { return books.note("TAKEN of \(event["ref"] ?? "nothing")") }
        let message = gateways[gateway].messages[at]
        // On a line that broke its 250 may have been lost; on this one it cannot have been.
        let isFirst = message.sentOn == peer.line && message.tries == 1
        if !message.isDone, !message.wasSpread, isFirst || message.wasRefusedOn == peer.line {
            books.note("TAKEN of \(message.reference) came before its 250")
        }
        // A gateway may be slow to say so.
        guard let line = peer.line, !chance.happens(isHealed ? 0 : 200) else { return }
        say(DeviceLines.seen(number), on: line)
        peer.owed.append(.other)
    }
}
