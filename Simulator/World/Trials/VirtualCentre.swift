// SPDX-License-Identifier: Apache-2.0
/// One life of a centre: the real desk, gate, switchboard and manners of connections, between a
/// virtual disk and virtual lines. What `Attendant` and the workers do in the daemon is done here
/// without threads.
/// Never looks at the time and never talks to anybody: what it has to say stands in `out`.

import Counter
import Desk
import Vocabulary
import Wire

/// Which of the two line ports.
enum VirtualPort: Sendable {
    case device, console
}

/// What leaves the centre.
enum CentreWord {
    case line(ConnectionID, [UInt8])
    case close(ConnectionID)
    case save([SavedStep])
    case channel(NotifyOrder)
    /// A secret is looked at on a side worker; the verdict comes later.
    case checkSecret(ConnectionID, UInt64, OperatorID, isRight: Bool)
    case restart
}

/// Who watches what goes in and comes out.
protocol CentreWatch: AnyObject {
    func handling(_ work: Work, at now: Moment)
    func saved(_ steps: [SavedStep])
    func handled(_ work: Work?, in state: DeskState, violations: [String], at now: Moment)
    func answered(_ asker: Requester, _ bytes: [UInt8])
    func said(_ connection: ConnectionID, _ bytes: [UInt8])
}

final class VirtualCentre {
    private enum Manners {
        case device(DeviceManners)
        case console(ConsoleManners, heardAt: Int64)
    }
    private static let activityMilliseconds: Int64 = 5000
    static let key = "key"
    static let secret = "secret"

    private var room: DeskRoom
    private let zone: ZoneOffset
    private var sessions: [ConnectionID: Manners] = [:]
    /// Lines that a connection holds back until an answer has left.
    private var held: [ConnectionID: [[UInt8]]] = [:]
    private var bands: [[Work]] = Array(repeating: [], count: 6)
    private let roles: [OperatorID: Role]
    private let gateways: Set<GatewayID>
    private let plant: Plant?
    private var answersSwapped: (asker: Requester, bytes: [UInt8])?
    private var turns = 0
    private unowned let watch: any CentreWatch
    /// What is to be carried away, in order.
    private(set) var out: [CentreWord] = []

    /// - Parameter written: whether its beginning is on disk.
    init(
        _ memory: consuming DeskState, rules: Rules, gateways: Set<GatewayID>, plant: Plant?,
        at now: Moment, watch: any CentreWatch, write: ([SavedStep]) -> Bool
    ) {
        roles = Dictionary(
            uniqueKeysWithValues: memory.seats.all.map { ($0.record.id, $0.record.role) })
        self.gateways = gateways
        zone = rules.zone
        self.plant = plant
        self.watch = watch
        room = DeskRoom(
            reviving: memory, rules: rules, people: [], plans: [], scale: "1", at: now)
        let beginning = room.beginning
        let isWritten = write(beginning)
        room.began(saved: isWritten, at: now)
        // What is not written now is handed to the disk with the first turn.
        if isWritten { watch.saved(beginning) }
    }

    /// What is to be carried away; empty afterwards.
    func takeOut() -> [CentreWord] {
        defer { out = [] }
        return out
    }

    var nextTick: Moment? { room.nextTick }
    /// Work waits in a band.
    var hasWork: Bool { bands.contains { !$0.isEmpty } }

    // MARK: The desk's turn

    /// Takes what is in the bands, the highest first, one at a time; then what is due.
    func turn(at now: Moment) {
        finish(nil, at: now)
        while let band = bands.firstIndex(where: { !$0.isEmpty }) {
            let work = bands[band].removeFirst()
            if plant == .deafToLoss, case .desk(.connectionLost) = work { continue }
            watch.handling(work, at: now)
            room.handle(work, at: now)
            finish(work, at: now)
        }
    }

    func tick(at now: Moment) {
        turns += 1
        if plant == .deafClock, turns % 3 != 0 { return }
        room.tick(at: now)
        finish(nil, at: now)
    }

    func committed(through step: Int64, at now: Moment) {
        turns += 1
        if plant == .lostCommits, turns > 60 { return }
        room.committed(through: step)
        finish(nil, at: now)
    }
    func storeFailed(_ trouble: StoreTrouble, at now: Moment) {
        room.storeFailed(trouble, at: now)
        if trouble == .broken { room.restartsWhenIdle = true }
        finish(nil, at: now)
    }
    func storeRecovered(at now: Moment, restarts: Bool) {
        room.storeRecovered(at: now)
        if restarts { room.restartsWhenIdle = true }
        finish(nil, at: now)
    }
    /// A program or the spool has finished with an order.
    func channelEnds(_ id: AttemptID, _ outcome: AttemptOutcome) {
        bands[2].append(.desk(.attemptEnds(id, outcome, text: "", asked: nil)))
    }

    private func finish(_ work: Work?, at now: Moment) {
        var handed: Int64?
        room.finishTurn(
            at: now,
            save: { steps in
                watch.saved(steps)
                out.append(.save(steps))
                handed = steps.last?.sequence
            }, deliver: { deliver($0) })
        if plant == .earlyAck, let handed {
            room.committed(through: handed)
            room.finishTurn(at: now, save: { _ in }, deliver: { deliver($0) })
        }
        watch.handled(work, in: room.desk.state, violations: room.desk.violations, at: now)
    }

    private func deliver(_ batch: [Delivery]) {
        for delivery in batch {
            switch delivery {
            case .answer(let asker, let bytes):
                guard asker.request != UInt64.max else { continue }
                if plant == .swappedAnswers { swap(asker, bytes) } else { answer(asker, bytes) }
            case .send(let c, let bytes):
                guard sessions[c] != nil else { continue }
                turns += 1
                if plant == .swallowedOffer, turns % 7 == 0 { continue }
                say(bytes, to: c)
            case .sendInOrder(let c, let bytes): hand(bytes, request: 0, to: c)
            case .close(let c, let words):
                guard sessions[c] != nil else { continue }
                say(words, to: c)
                out.append(.close(c))
                lost(c)
            case .channel(let order): out.append(.channel(order))
            case .past(let asker, _): answer(asker, LineWriter(.notFound).finish())
            case .story(let asker, let record):
                answer(
                    asker,
                    ReplyWriting.bytes(
                        .record(record, word: "CALL"), unsaved: false, zone: zone))
            case .stats(_, let asker), .backup(_, let asker):
                answer(asker, LineWriter(.busy).finish())
            case .restart: out.append(.restart)
            case .stopChannel, .credential, .loop: break
            }
        }
    }

    /// The planted bug: every second answer goes to the asker before.
    private func swap(_ asker: Requester, _ bytes: [UInt8]) {
        guard let first = answersSwapped else {
            answersSwapped = (asker, bytes)
            return
        }
        answersSwapped = nil
        answer(first.asker, bytes)
        answer(asker, first.bytes)
    }

    private func answer(_ asker: Requester, _ bytes: [UInt8]) {
        watch.answered(asker, bytes)
        hand(bytes, request: asker.request, to: asker.connection)
    }

    private func say(_ bytes: [UInt8], to c: ConnectionID) {
        watch.said(c, bytes)
        out.append(.line(c, bytes))
    }

    // MARK: Connections

    func opened(_ c: ConnectionID, port: VirtualPort) {
        switch port {
        case .device:
            sessions[c] = .device(DeviceManners())
            say(DeviceManners.greeting(version: "0"), to: c)
        case .console:
            sessions[c] = .console(ConsoleManners(), heardAt: .min / 2)
            say(ConsoleManners.greeting(version: "0"), to: c)
        }
    }

    /// A line without its end.
    func heard(_ line: [UInt8], on c: ConnectionID, at now: Moment) {
        guard sessions[c] != nil else { return }
        if held[c] != nil {
            held[c]?.append(line)
            return
        }
        take(line, on: c, at: now)
    }

    private func take(_ line: [UInt8], on c: ConnectionID, at now: Moment) {
        switch sessions[c] {
        case .device(var manners):
            let turn = manners.take(line.span)
            sessions[c] = .device(manners)
            switch turn {
            case .nothing: break
            case .hold: held[c] = [line]
            case .reply(let bytes): say(bytes, to: c)
            case .quit(let bytes): quit(bytes, manners.isFinished, c)
            case .request(let request, let number): route(request, number, c)
            }
        case .console(var manners, let heardAt):
            let turn = manners.take(line.span)
            sessions[c] = .console(manners, heardAt: heardAt)
            switch turn {
            case .nothing: break
            case .hold: held[c] = [line]
            case .reply(let bytes):
                say(bytes, to: c)
                noteActivity(c, at: now)
            case .quit(let bytes): quit(bytes, manners.isFinished, c)
            case .request(let request, let number): route(request, number, c)
            }
        case nil: break
        }
    }

    private func quit(_ bytes: [UInt8], _ isFinished: Bool, _ c: ConnectionID) {
        if !bytes.isEmpty { say(bytes, to: c) }
        if isFinished {
            out.append(.close(c))
            lost(c)
        }
    }

    private func noteActivity(_ c: ConnectionID, at now: Moment) {
        guard case .console(let manners, let heardAt) = sessions[c], let person = manners.person,
            now.milliseconds - heardAt >= VirtualCentre.activityMilliseconds
        else { return }
        sessions[c] = .console(manners, heardAt: now.milliseconds)
        let nobody = Requester(connection: c, request: UInt64.max)
        bands[2].append(.desk(.command(person.id, .activity, nobody)))
    }

    /// The connection is gone.
    func lost(_ c: ConnectionID) {
        held[c] = nil
        switch sessions.removeValue(forKey: c) {
        case .device(let manners):
            if case .awaiting = manners.standing { bands[2].append(.leftUnanswered(c)) }
            guard let gateway = manners.gateway else { return }
            bands[2].append(.left(c))
            bands[2].append(.desk(.gatewayLeaves(gateway, c)))
        case .console(let manners, _):
            if case .awaiting = manners.standing { bands[2].append(.leftUnanswered(c)) }
            guard let person = manners.person else { return }
            bands[2].append(.left(c))
            bands[2].append(.desk(.connectionLost(person.id, c)))
        case nil: break
        }
    }

    // MARK: Requests

    private func route(_ request: DeviceRequest, _ number: UInt64, _ c: ConnectionID) {
        let asker = Requester(connection: c, request: number)
        switch request {
        case .hello(let gateway, let key, let notifier):
            guard gateways.contains(gateway), key.shown == VirtualCentre.key else {
                hand(LineWriter(.denied).finish(), request: number, to: c)
                out.append(.close(c))
                return lost(c)
            }
            bands[2].append(.desk(.gatewayJoins(gateway, notifier: notifier, asker)))
        case .alive(let heard):
            guard case .device(let manners) = sessions[c] else { return }
            bands[5].append(.desk(.alive(heard, manners.gateway ?? .centre)))
            var writer = LineWriter(.ok)
            writer.field("count", heard.count)
            hand(writer.finish(), request: number, to: c)
        default:
            guard case .device(let manners) = sessions[c], let gateway = manners.gateway,
                let event = DeviceTranslation.event(request, gateway: gateway, asker: asker)
            else { return hand(LineWriter(.retry).finish(), request: number, to: c) }
            let band: Int
            switch request {
            case .alarm: band = 0
            case .result: band = 2
            default: band = 3
            }
            bands[band].append(.desk(event))
        }
    }

    private func route(_ request: ConsoleRequest, _ number: UInt64, _ c: ConnectionID) {
        let asker = Requester(connection: c, request: number)
        if case .login(let person, let secret) = request {
            let isRight = roles[person] != nil && secret.shown == VirtualCentre.secret
            out.append(.checkSecret(c, number, person, isRight: isRight))
            return
        }
        guard case .console(let manners, _) = sessions[c], let (me, role) = manners.person else {
            return hand(LineWriter(.login).finish(), request: number, to: c)
        }
        switch request {
        case .watch(let topics): bands[2].append(.watch(me, topics, asker))
        case .unwatch: bands[2].append(.watch(me, [], asker))
        case .resume(let number): bands[2].append(.resume(me, after: number, asker))
        case .stats(let query): bands[2].append(.stats(me, role, query, asker))
        case .backup(let name): bands[2].append(.backup(me, role, name: name, asker))
        default:
            guard let command = ConsoleTranslation.command(request) else {
                return hand(LineWriter(.syntax).finish(), request: number, to: c)
            }
            bands[2].append(.desk(.command(me, command, asker)))
        }
    }

    /// The verdict on a secret.
    func checked(_ c: ConnectionID, _ number: UInt64, _ person: OperatorID, isRight: Bool) {
        guard isRight else { return hand(LineWriter(.denied).finish(), request: number, to: c) }
        let asker = Requester(connection: c, request: number)
        bands[2].append(.desk(.logOn(person, asker)))
    }

    /// An answer goes to the manners of its connection, which keep the order.
    private func hand(_ bytes: [UInt8], request: UInt64, to c: ConnectionID) {
        var leaving: [[UInt8]] = []
        let isYes = bytes.first == UInt8(ascii: "2")
        let isFinished: Bool
        let holds: Bool
        switch sessions[c] {
        case .device(var manners):
            if case .awaiting = manners.standing {
                if isYes { manners.admit() } else { manners.dismiss() }
            }
            let number = request == 0 ? manners.beginEvent() : request
            manners.answer(number, bytes) { leaving.append($0) }
            (holds, isFinished) = (manners.holdsLines, manners.isFinished)
            sessions[c] = .device(manners)
        case .console(var manners, let heardAt):
            switch manners.standing {
            case .awaiting(let person):
                if isYes, let role = roles[person] {
                    manners.welcome(role)
                } else {
                    manners.dismiss()
                }
            case .leaving: if isYes { manners.dismiss() } else { manners.stay() }
            case .stranger, .known: break
            }
            manners.answer(request, bytes) { leaving.append($0) }
            (holds, isFinished) = (manners.holdsLines, manners.isFinished)
            sessions[c] = .console(manners, heardAt: heardAt)
        case nil: return
        }
        for bytes in leaving { say(bytes, to: c) }
        if isFinished {
            out.append(.close(c))
            lost(c)
        } else if !holds {
            resume(c)
        }
    }

    private func resume(_ c: ConnectionID) {
        guard let lines = held.removeValue(forKey: c) else { return }
        for (place, line) in lines.enumerated() {
            if held[c] != nil {
                held[c]? += lines[place...]
                return
            }
            take(line, on: c, at: Moment(milliseconds: .min / 2))
        }
    }
}
