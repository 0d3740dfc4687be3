// SPDX-License-Identifier: Apache-2.0
/// The operators of the live run at their consoles, and the manager who watches.
/// Never plays two people on one connection.

import Vocabulary
import Wire
import World

extension LiveRun {
    /// The zone in which promises are written; the moment is the same in any.
    private static let zone = ZoneOffset(minutes: 480)

    /// Sends what the operator wants to say.
    func drain(_ peer: LivePeer) {
        guard var agent = peer.agent else { return }
        let asks = agent.takeOutbox()
        for surprise in agent.surprises.dropFirst(peer.surprisesTold) { books.problem(surprise) }
        peer.surprisesTold = agent.surprises.count
        peer.agent = agent
        for ask in asks {
            guard peer.isSeated, let connection = peer.connection else { break }
            switch ask {
            case .close(let call, _, _), .confirm(let call): books.closing(call)
            default: break
            }
            peer.owe(.agent(ask))
            let line = ask.line(by: agent.name, zone: LiveRun.zone) { span in
                let real = Int64(Double(span.milliseconds) / settings.speed)
                return Moment(milliseconds: LiveRun.wallMilliseconds() + real)
            }
            client.send(line, on: connection)
        }
        scheduleWake(peer, agent.wakeAt)
    }

    func seatEvent(_ peer: LivePeer, _ line: ReplyLine) {
        guard let agent = peer.agent else { return }
        if let call = line["call"].flatMap(CallID.init(text:)) {
            shown(call, line, isFinal: false)
            switch line.word {
            case "OFFER": books.offered(call, at: realNow)
            case "WITHDRAWN", "RETURNED": books.letGo(call, by: agent.name)
            case "OPEN": picture.note("open to all: \(call)")
            default: break
            }
        }
        peer.agent?.hear(line, at: now)
        drain(peer)
    }

    func seatAnswered(_ peer: LivePeer, _ ask: AgentAsk, _ reply: [ReplyLine]) {
        guard let agent = peer.agent, let first = reply.first else { return }
        let purpose = ask.call.map { books.purpose(of: $0) } ?? .technical
        let verdict =
            peer.agent?.answered(
                ask, reply, at: now, purpose: purpose, isBusy: books.waitingCount > 3)
            ?? .unexpected
        switch verdict {
        case .fine: break
        case .race: books.race()
        case .unexpected:
            let line = ask.line(by: agent.name, zone: LiveRun.zone) { _ in Moment(milliseconds: 0) }
            unexpected(
                peer, String(decoding: line.dropLast(), as: UTF8.self), first)
        }
        keepBooks(peer, agent.name, ask, first)
        drain(peer)
    }

    private func keepBooks(
        _ peer: LivePeer, _ name: OperatorID, _ ask: AgentAsk, _ first: ReplyLine
    ) {
        switch ask {
        case .take(let call) where first.code == 250: books.held(call, by: name, at: realNow)
        case .close(let call, let outcome, _):
            if first.code == 250 {
                books.closed(call, at: realNow)
                picture.note("\(name) closed \(call): \(outcome)")
            } else if first.code == 202 {
                books.letGo(call, by: name)
                picture.note("\(name): no response from \(call), a second person is asked")
                timetable.add(
                    .findConfirmer(call: call, closer: peer.place), at: now + .seconds(8))
            } else {
                books.stillOpen(call)
            }
        case .confirm(let call):
            if first.code == 250 {
                books.closed(call, isConfirmed: true, at: realNow)
            } else {
                books.stillOpen(call)
            }
        default: break
        }
    }

    /// A colleague is asked across the room: a free one, else one who is there.
    func findConfirmer(_ call: CallID, closer: Int) {
        let order = seatPeers.filter { $0 != closer && peers[$0].isSeated }
        let free = order.first { peers[$0].agent?.isIdle == true }
        let present = order.first { peers[$0].agent?.standing != .away }
        guard let place = free ?? present ?? order.first else { return }
        peers[place].agent?.askedToConfirm(call, at: now + .seconds(4))
        drain(peers[place])
    }

    /// Calls that come and end in other hands than ours are seen here.
    func managerEvent(_ line: ReplyLine) {
        guard line.word == "CALL", let call = line["call"].flatMap(CallID.init(text:)) else {
            return
        }
        shown(call, line, isFinal: line["what"] == "closed")
        switch line["what"] {
        case "opened": books.appeared(call)
        case "taken": books.takenElsewhere(call, at: realNow)
        case "closed": books.closed(call, at: realNow)
        default: break
        }
    }

    // MARK: What the centre says of itself

    /// The daemon's spans must go as fast as the town.
    func checkScale(_ manager: LivePeer) throws(LiveError) {
        let reply = try converse(manager, "SHOW centre")
        let scale = reply.compactMap { $0["scale"] }.first
        if let number = scale.flatMap({ Double($0) }), number == settings.speed { return }
        let found = scale.map { "scale \($0)" } ?? "no scale in SHOW centre"
        let text =
            "the daemon has \(found), the speed is \(decimal(settings.speed)): start it with "
            + "--set scale=\(decimal(settings.speed)), or say --ignore-scale"
        guard settings.ignoresScale else { throw LiveError(text: text) }
        complain(text)
    }

    /// Target asked for where the centre keeps no figures for its scaled one.
    static let fallbackTargetSeconds: Int64 = 12

    /// STATS sla of the centre's today.
    func level(_ manager: LivePeer) throws(LiveError) -> CentreLevel {
        let reply = try converse(manager, "STATS sla")
        if let level = LiveRun.level(in: reply) { return level }
        let refusal = reply.last?.text ?? "no answer"
        let seconds = LiveRun.fallbackTargetSeconds
        let second = try converse(manager, "STATS sla target=\(seconds)")
        var level = LiveRun.level(in: second)
        level?.realSeconds = seconds
        level?.refusal = refusal
        return level
            ?? CentreLevel(
                numerator: nil, denominator: nil, target: "?", formula: "", refusal: refusal)
    }

    /// The sums over all rows of a STATS reply; nil where it is a refusal.
    private static func level(in reply: [ReplyLine]) -> CentreLevel? {
        guard reply.last?.code == 210 else { return nil }
        func sum(_ key: String) -> Int {
            reply.compactMap { $0[key].flatMap { Int($0) } }.reduce(0, +)
        }
        return CentreLevel(
            numerator: sum("numerator"), denominator: sum("denominator"),
            target: reply.compactMap { $0["target"] }.first ?? "?",
            formula: reply.compactMap { $0["formula"] }.first ?? "")
    }
}
