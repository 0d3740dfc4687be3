// SPDX-License-Identifier: Apache-2.0
/// What must be there before the centre can listen: keys, ports, a folder, a revived desk.
/// A damaged database is set aside, never deleted (decision 0002); one that cannot be opened now
/// does not stop the centre from answering.

import CLinux
import Counter
import Desk
import Glibc
import Settings
import Sockets
import Store
import Vocabulary

/// The folder that holds the database.
struct DataFolder: Sendable {
    let path: String
    var database: String { "\(path)/safebell.sqlite" }

    init(_ path: String) { self.path = path }

    /// Makes it (0700) where it is missing.
    func prepare() throws(CannotStart) {
        umask(0o077)
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            let reason = String(cString: strerror(errno))
            // The parent may be on a disk that is not there; the centre answers all the same.
            Log.error("data-folder", [("path", path), ("error", reason)])
        }
    }
}

extension Centre {
    static func gatewayKeys(_ settings: CentreSettings) throws(CannotStart) -> GatewayKeys {
        do throws(SettingsErrors) {
            return try GatewayKeys.load(for: settings)
        } catch {
            throw CannotStart(description: error.description, status: 78)
        }
    }

    static func diallers(_ settings: CentreSettings) throws(CannotStart) -> DiallerHouse {
        do throws(SettingsErrors) {
            return try diallerHouse(settings)
        } catch {
            throw CannotStart(description: error.description, status: 78)
        }
    }

    /// Binds the ports, or takes them from the service manager.
    static func ports(
        _ settings: CentreSettings, _ inherited: inout InheritedDescriptors
    ) throws(CannotStart) -> [Sockets.Port] {
        var limits = PortLimits()
        limits.firstLineSpan = settings.listen.firstLineSpan
        limits.connectionsMax = settings.listen.deviceConnectionsMax
        limits.idleSpan = settings.listen.deviceIdleSpan
        var notices = PortNotices()
        notices.slow = Array("421 CLOSING reason=\"you do not read what you are sent\"\n".utf8)
        notices.idle = Array("421 CLOSING reason=\"silent for too long\"\n".utf8)
        notices.farewell = Array("421 CLOSING reason=\"the centre restarts\"\n".utf8)
        let devices = try port(
            Reception.devicePort, "devices", settings.listen.devices, limits, notices, &inherited)
        limits.connectionsMax = settings.listen.consoleConnectionsMax
        limits.idleSpan = settings.listen.consoleIdleSpan
        let console = try port(
            Reception.consolePort, "console", settings.listen.console, limits, notices, &inherited)
        return [devices, console, try diallers(settings, &inherited)]
    }

    /// The port of diallers: TCP and UDP on the same number. Nobody is greeted and nobody is told why
    /// the connection ends: a dialler knows four answers, and none of them says that.
    private static func diallers(
        _ settings: CentreSettings, _ inherited: inout InheritedDescriptors
    ) throws(CannotStart) -> Sockets.Port {
        var limits = PortLimits()
        limits.firstLineSpan = settings.listen.firstLineSpan
        limits.connectionsMax = settings.dialler.connectionsMax
        limits.idleSpan = settings.dialler.idleSpan
        var notices = PortNotices()
        notices.full = []
        do throws(SocketError) {
            var listeners: [Listener] = []
            var datagrams: [DatagramSocket] = []
            while let raw = inherited.take("dc09") {
                let descriptor = FileDescriptor(owning: raw)
                if DatagramSocket.isDatagrams(descriptor) {
                    datagrams.append(try DatagramSocket(adopting: descriptor, name: "dc09"))
                } else {
                    listeners.append(try Listener(adopting: descriptor, name: "dc09"))
                }
            }
            let address = try SocketAddress(parsing: settings.dialler.address)
            if listeners.isEmpty { listeners = [try Listener(on: address)] }
            // Port 0: the number that TCP was given.
            if datagrams.isEmpty {
                datagrams = [
                    try DatagramSocket(on: try SocketAddress(parsing: "\(listeners[0].address)"))
                ]
            }
            return try Port(
                index: Reception.diallerPort, listeners: listeners, datagrams: datagrams,
                framing: .bytes, limits: limits, notices: notices)
        } catch {
            throw CannotStart(description: "listen.dc09: \(error)", status: 69)
        }
    }

    static func diallerHouse(_ settings: CentreSettings) throws(SettingsErrors) -> DiallerHouse {
        DiallerHouse(
            accounts: try DiallerAccounts.load(for: settings),
            rules: DiallerRules(
                codes: settings.eventCodes, resendSpan: settings.dialler.resendSpan,
                unknownCodePriority: settings.dialler.unknownCodePriority))
    }

    private static func port(
        _ index: Int, _ name: String, _ address: String, _ limits: PortLimits,
        _ notices: PortNotices, _ inherited: inout InheritedDescriptors
    ) throws(CannotStart) -> Sockets.Port {
        do throws(SocketError) {
            let listener: Listener
            if let descriptor = inherited.take(name) {
                listener = try Listener(
                    adopting: FileDescriptor(owning: descriptor), name: name)
            } else {
                listener = try Listener(on: try SocketAddress(parsing: address))
            }
            return try Port(
                index: index, listeners: [listener], limits: limits, notices: notices)
        } catch {
            throw CannotStart(description: "listen.\(name): \(error)", status: 69)
        }
    }
}

/// The desk as the disk remembers it.
struct Revived: ~Copyable {
    var room: DeskRoom
    /// The writing connection; nil where the centre starts without one.
    let ledger: LedgerHolder?

    init(
        _ settings: CentreSettings, _ rules: Rules, _ folder: DataFolder, _ clock: CentreClock
    ) throws(CannotStart) {
        let now = clock.now
        var state = DeskState()
        var opened: LedgerHolder?
        do throws(StoreError) {
            let held = LedgerHolder(
                try Revived.open(folder.database, rules.zone, now, settings.scale))
            state = try held.ledger.revive(
                zone: rules.zone, repeatWindow: rules.repeatWindow,
                target: Int(
                    (Double(rules.answerTarget.milliseconds) * settings.scale / 1000).rounded()),
                now: now)
            if let last = try held.ledger.lastMoment(), last > now + .seconds(1) {
                // The desk goes on as from now (`Desk.revive`); the record's times are not in order.
                Log.warning("clock-before-the-record", [
                    ("milliseconds", String(last.milliseconds - now.milliseconds))
                ])
            }
            opened = held
            // What reading 80,000 homes took besides them: it would stay ours for months.
            safebell_return_freed_memory()
        } catch {
            guard error.kind != .other else {
                throw CannotStart(description: "database: \(error)", status: 78)
            }
            Log.error("starting-without-database", [
                ("kind", error.kind.rawValue), ("message", error.message),
            ])
        }
        let scale = settings.scale == settings.scale.rounded()
            ? String(Int(settings.scale)) : String(settings.scale)
        var room = DeskRoom(
            reviving: state, rules: rules, people: settings.people, plans: settings.plans,
            scale: scale, at: now)
        DeskWorker.say(room.overruled(settings.plans))
        if let held = opened {
            do throws(StoreError) {
                try held.ledger.write(room.beginning)
            } catch {
                Log.error("starting-degraded", [
                    ("kind", error.kind.rawValue), ("message", error.message),
                ])
                opened = nil
            }
        }
        room.began(saved: opened != nil, head: opened?.ledger.head, at: now)
        self.room = room
        ledger = opened
    }

    private static func open(
        _ path: String, _ zone: ZoneOffset, _ now: Moment, _ scale: Double
    ) throws(StoreError) -> Ledger {
        Database.reserveLog(of: path)
        return try SetAside.open(path, zone: zone, now: now, scale: scale) { error, aside in
            Log.error("database-set-aside", [("kind", error.kind.rawValue), ("to", aside)])
        }
    }
}
