// SPDX-License-Identifier: Apache-2.0
/// The composition root: builds the workers, connects them, starts and stops them in order.
/// Decides nothing about a call.

import CLinux
import Counter
import Desk
@preconcurrency import Dispatch
import Glibc
import Intake
package import Settings
import Sockets
import Store
import Synchronization
import Vocabulary

/// Why the centre cannot start; the text is for the person at the terminal.
package struct CannotStart: Error, CustomStringConvertible, Sendable {
    package let description: String
    /// sysexits(3).
    package let status: Int32
}

package final class Centre: Sendable {
    /// This program's version, as in the greeting.
    package static let version = "0.1.0"

    private let settings: CentreSettings
    private let overrides: [Override]
    private let systemd = Systemd()
    private let clock: CentreClock
    private let desk: DeskWorker
    private let store: StoreWorker
    private let reports: ReportWorker
    private let channels: Channels
    private let reception: Reception
    private let ports: [Sockets.Port]
    private let sockets: [SocketWorker]
    private let stopping = Atomic<Bool>(false)

    /// Opens the database, revives the desk, binds the ports. Nothing is accepted before `start`.
    package init(_ settings: CentreSettings, overrides: [Override]) throws(CannotStart) {
        self.settings = settings
        self.overrides = overrides
        Log.keep(settings.logLevel)
        signal(SIGPIPE, SIG_IGN)
        // A file-size limit is an error of the disk to us, not our end.
        signal(SIGXFSZ, SIG_IGN)
        // Memory holds keys and the data of people: no core file, no ptrace.
        _ = safebell_forbid_dumps()
        let clock = CentreClock()
        self.clock = clock
        let keys = try Centre.gatewayKeys(settings)
        let diallers = try Centre.diallers(settings)
        let rules = diallers.watched(settings.rules)
        var inherited = InheritedDescriptors()
        let ports = try Centre.ports(settings, &inherited)
        self.ports = ports

        let home = DataFolder(settings.dataFolder)
        try home.prepare()
        let claim = FolderClaim(home.path)
        guard claim.take() != .taken else {
            throw CannotStart(
                description: "data.path: another centre runs on \(home.path)", status: 69)
        }
        let revived = try Revived(settings, rules, home, clock)
        let ledger = revived.ledger
        let people = revived.room.desk.state.seats.all.map(\.record)
        passwords = Passwords(people)
        let hands = Hands(workers: settings.listen.workers)
        let quarantine = Quarantine(folder: home.path, at: clock.now.milliseconds)
        hands.keepLastWords(in: "\(home.path)/last-words")
        let desk = DeskWorker(revived.room, clock: clock, hands: hands)
        self.desk = desk
        let path = home.database
        let zone = settings.rules.zone
        let second = settings.secondReceiver
        let scale = settings.scale
        let news = StoreNews(
            committed: { @Sendable step, head, inLine in
                desk.committed(through: step, head: head, inLine: inLine)
            },
            failed: { @Sendable trouble in
                desk.storeFailed(trouble)
                guard trouble == .broken else { return }
                desk.restartWhenIdle()
                if second { Centre.sendDevicesToSecondReceiver(ports) }
            },
            recovered: { @Sendable in desk.storeRecovered() },
            opened: { @Sendable in desk.restartWhenIdle() },
            stands: { @Sendable isStill in
                guard second else { return true }
                if !isStill { return Centre.takeDevicesAgain(ports) }
                Centre.sendDevicesToSecondReceiver(ports)
                return true
            })
        let store = StoreWorker(ledger, clock: clock, news: news) {
            @Sendable () throws(StoreError) in
            guard claim.take() == .ours else {
                throw StoreError(extendedCode: 5, message: "not ours yet", sql: "open \(path)")
            }
            Database.forgetCachedLog(of: path)
            return try Ledger(path: path, zone: zone, now: clock.now, scale: scale)
        }
        self.store = store
        channels = Channels(settings) { @Sendable id, outcome, text in
            // The person band is refused only when a quarter of a million events wait; the
            // attempt's own time limit then ends it.
            _ = desk.submit(
                .desk(.attemptEnds(id, outcome, text: text, asked: nil)), band: .person)
        }
        let reception = Reception(
            desk: desk, passwords: passwords,
            rules: HouseRules(keys: keys, rules: rules, diallers: diallers),
            version: Centre.version, hands: hands, quarantine: quarantine)
        self.reception = reception
        let switchboard = Locked<[SocketWorker]>([])
        var workers: [SocketWorker] = []
        for index in 0..<settings.listen.workers {
            do throws(SocketError) {
                workers.append(try SocketWorker(index: index, ports: ports) { loop in
                    Attendant(loop, reception, Hand(hands, worker: index)) { messages in
                        switchboard.withLock { $0[index] }.post(messages)
                    }
                })
            } catch {
                throw CannotStart(description: "socket worker: \(error)", status: 71)
            }
        }
        switchboard.withLock { $0 = workers }
        sockets = workers
        reports = ReportWorker(
            path: path, backupFolder: settings.backupFolder ?? home.path, zone: zone,
            target: Span(milliseconds: Int64(
                (Double(settings.rules.answerTarget.milliseconds) * scale).rounded())),
            scale: scale, clock: clock
        ) { @Sendable asker, bytes in
            let worker = switchboard.withLock { $0[asker.connection.worker] }
            worker.post([.tagged(asker.connection, asker.request, bytes)])
        }
    }

    private let passwords: Passwords
    private var heads: HeadLog { HeadLog(store: store) }

    // MARK: Running

    /// Starts everything and says so; returns at once.
    package func start() throws(CannotStart) {
        let store = self.store
        desk.start(DeskNeighbours(
            save: { @Sendable steps in store.save(steps) },
            deliver: { @Sendable [self] batch in deliver(batch) }))
        store.start()
        // Perhaps a press, and perhaps nobody sends it again: people see it at once.
        for suspect in reception.quarantine.toShow(at: clock.now.milliseconds) {
            let signal = Poison.signal(suspect.hash, suspect.bytes, gateway: .centre)
            _ = desk.submit(.desk(.alarm(signal, .nobody)), band: .lifeSafety)
        }
        for worker in sockets {
            do throws(SocketError) {
                try worker.start()
            } catch {
                throw CannotStart(description: "socket worker: \(error)", status: 71)
            }
        }
        watchSignals()
        watchWallClock()
        keepSource(heads.begin())
        if let span = systemd.aliveSpan {
            let systemd = self.systemd
            keepSource(desk.feedWatchdog(every: Int(span)) { @Sendable in systemd.alive() })
        }
        let devices = ports[Reception.devicePort].listeners[0].address
        let console = ports[Reception.consolePort].listeners[0].address
        for exposure in settings.listen.exposures {
            Log.warning("port-without-encryption-beyond-loopback", [("port", exposure)])
        }
        reception.houseRules.diallers.sayWhatIsMissing()
        systemd.ready(status: "answering")
        let dc09 = ports[Reception.diallerPort].listeners[0].address
        Log.info("ready", [
            ("devices", devices.description), ("console", console.description),
            ("dc09", dc09.description),
        ] + heads.fields)
        print("ready devices=\(devices) console=\(console) dc09=\(dc09)")
        fflush(nil)
    }

    /// What the desk decided goes where it belongs, in order, one post per socket worker.
    private func deliver(_ batch: [Delivery]) {
        var posts: [[SocketMessage]] = Array(repeating: [], count: sockets.count)
        for delivery in batch {
            switch delivery {
            case .answer(let asker, let bytes):
                guard asker.request != UInt64.max else { continue }
                posts[asker.connection.worker].append(
                    .tagged(asker.connection, asker.request, bytes))
            case .send(let c, let bytes): posts[c.worker].append(.send(c, bytes))
            case .sendInOrder(let c, let bytes): posts[c.worker].append(.tagged(c, 0, bytes))
            case .close(let c, let words): posts[c.worker].append(.close(c, lastWords: words))
            case .channel(let order): channels.carry(order)
            case .stopChannel(let attempt, _): channels.stop(attempt)
            case .credential(let person):
                passwords.set(person.id, person.secretHash, person.role)
            case .loop: break
            case .past(let asker, let question): reports.past(question, asker)
            case .story(let asker, let record): reports.story(of: record, asker)
            case .stats(let query, let asker): reports.stats(query, asker)
            case .backup(let name, let asker): reports.backup(name, asker)
            case .restart: Centre.wantRestart()
            }
        }
        for (index, messages) in posts.enumerated() where !messages.isEmpty {
            sockets[index].post(messages)
        }
    }

    /// A centre that cannot store turns new device connections away, where they have another
    /// receiver to go to (Optus 2023: telephones stayed with a half-dead network).
    private static func sendDevicesToSecondReceiver(_ ports: [Sockets.Port]) {
        for port in [Reception.devicePort, Reception.diallerPort] {
            for listener in ports[port].listeners { listener.refuse() }
        }
        Log.error("device-port-closed")
    }

    /// The disk takes what is decided again. - Returns: false where a port could not be had.
    private static func takeDevicesAgain(_ ports: [Sockets.Port]) -> Bool {
        for port in [Reception.devicePort, Reception.diallerPort] {
            for listener in ports[port].listeners {
                do throws(SocketError) {
                    try listener.listenAgain()
                } catch {
                    Log.error("device-port-lost", [("error", "\(error)")])
                    return false
                }
            }
        }
        Log.info("device-port-opened")
        return true
    }

    // MARK: Signals, reload, stopping

    private static let restartOrdered = Atomic<Bool>(false)
    /// The centre should end and be started anew by the service manager.
    private static func wantRestart() {
        restartOrdered.store(true, ordering: .relaxed)
        kill(getpid(), SIGTERM)
    }

    private func watchSignals() {
        let queue = DispatchQueue(label: "safebell.signals")
        let registered = DispatchGroup()
        for number in [SIGTERM, SIGINT, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { @Sendable [self] in
                if number == SIGHUP { reload() } else { stop() }
            }
            registered.enter()
            source.setRegistrationHandler { @Sendable in registered.leave() }
            source.activate()
            keepSource(source)
        }
        // Until then a signal would be ignored and lost: whoever reads `ready` may send one at once.
        registered.wait()
    }

    /// A stepped wall clock moves no deadline here; but records carry our time, so say it.
    private func watchWallClock() {
        let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "safebell.clock"))
        source.schedule(deadline: .now() + .seconds(60), repeating: .seconds(60))
        let clock = self.clock
        source.setEventHandler { @Sendable in
            let offset = clock.wallOffset
            guard abs(offset) > 1000 else { return }
            Log.warning("wall-clock-stepped", [("milliseconds", String(offset))])
        }
        source.activate()
        keepSource(source)
    }

    private func keepSource(_ source: any DispatchSourceProtocol) {
        nonisolated(unsafe) let kept = source
        Centre.kept.withLock { $0.append(kept) }
    }
    private static let kept = Locked<[any DispatchSourceProtocol]>([])

    /// HUP: takes what may change while running; says what needs a restart; a wrong file changes
    /// nothing (BT 999, 2023: one wrong line and every agent's system restarted).
    private func reload() {
        systemd.reloading()
        defer { systemd.ready(status: "answering") }
        do throws(SettingsErrors) {
            let new = try CentreSettings.load(file: settings.file, overrides: overrides)
            let keys = try GatewayKeys.load(for: new)
            let diallers = try Centre.diallerHouse(new)
            let rules = diallers.watched(new.rules)
            for key in CentreSettings.changesNeedingRestart(from: settings, to: new) {
                Log.warning("setting-needs-restart", [("key", key)])
            }
            desk.obey(rules, people: new.people, plans: new.plans)
            reception.change(HouseRules(keys: keys, rules: rules, diallers: diallers))
            diallers.sayWhatIsMissing()
            Log.keep(new.logLevel)
            Log.info("reloaded")
        } catch {
            for line in error.all {
                Log.error("configuration-refused", [("error", line.description)])
            }
        }
    }

    /// TERM: nothing acknowledged is lost, and what cannot be taken any more is told to try again.
    private func stop() {
        guard !stopping.exchange(true, ordering: .relaxed) else { return }
        systemd.stopping(status: "finishing")
        Log.info("stopping")
        for worker in sockets { worker.stopAccepting() }
        reception.close()
        desk.drainNow()
        store.flush()
        desk.drainNow()
        for worker in sockets { worker.finish(within: 2000) }
        desk.drainNow()
        store.flush()
        store.tryOnceMore()
        let lost = store.lostSteps + store.unsavedSteps
        if lost > 0 {
            Log.error("stopped-with-lost-records", [("steps", String(lost))] + heads.fields)
        } else {
            Log.info("stopped", [("lost-records", "0")] + heads.fields)
        }
        if Centre.restartOrdered.load(ordering: .relaxed) { exit(75) }
        exit(lost > 0 ? 74 : 0)
    }
}
