// SPDX-License-Identifier: Apache-2.0
/// Owns the checked configuration of a centre, and the way from a file to it.
/// Never holds a value that was not checked.

package import Desk
package import Vocabulary

/// Where the centre listens, and the bounds of its connections.
package struct ListenSettings: Hashable, Sendable {
    /// Names of the ports, as `listen.beyondLoopback` and systemd's socket unit use them.
    package static let portNames = ["devices", "console", "dc09"]

    /// `127.0.0.1:7301`, `[::1]:7301`; port 0 means any free port.
    package var devices: String
    /// As `devices`, for people.
    package var console: String
    /// As `devices`, for diallers that speak SIA DC-09, over TCP and UDP alike.
    package var dc09: String
    /// Ports that were allowed to listen beyond loopback without encryption.
    package var beyondLoopback: [String]
    /// Gateways' connections open at once.
    package var deviceConnectionsMax: Int
    /// People's connections open at once.
    package var consoleConnectionsMax: Int
    /// How long a new connection may take to say who it is.
    package var firstLineSpan: Span
    /// Silence that ends a gateway's connection.
    package var deviceIdleSpan: Span
    /// Silence that ends a person's connection.
    package var consoleIdleSpan: Span
    /// Threads that carry connections, 1...16.
    package var workers: Int

    /// What must be said at every start: one sentence for each port without encryption that other
    /// machines can reach.
    package var exposures: [String] {
        [("devices", devices), ("console", console), ("dc09", dc09)].compactMap { name, address in
            guard let place = ListenAddress(address), !place.isLoopback else { return nil }
            return "\(name) listens on \(address) without encryption (listen.beyondLoopback)"
        }
    }
}

/// A program that carries notifications.
package struct ExecChannel: Hashable, Sendable {
    /// The NAME of `exec:NAME`.
    package var name: String
    /// Path of the program.
    package var program: String
    /// Handed over as they are; no shell looks at them.
    package var arguments: [String]
    /// After this it is killed.
    package var timeout: Span
}

/// The spool folder of smstools.
package struct SmstoolsChannel: Hashable, Sendable {
    /// Folder that message files are renamed into.
    package var spool: String
    /// Put before numbers without `+`; empty: they stay as they are.
    package var countryCode: String
}

/// A canary that `safebell canary` sends.
package struct CanaryProbe: Hashable, Sendable {
    /// The port it is sent to.
    package enum Way: String, CaseIterable, Sendable {
        case lines
        case tcp = "dc09-tcp"
        case udp = "dc09-udp"
    }
    package var device: DeviceID
    package var way: Way
    /// Whose key it shows on the device port.
    package var gateway: GatewayID?
    package var path: String
}

/// Least weight of what is logged.
package enum LogLevel: String, CaseIterable, Sendable {
    case error, warning, info, debug
}

/// A gateway written in the configuration itself.
package struct InlineGateway: Hashable, Sendable {
    /// Its name in HELLO.
    package var id: GatewayID
    /// Its key in HELLO.
    package var key: Masked
    /// Whether it is handed what is to be said to contacts.
    package var notifier: Bool
}

/// Everything a centre is told by its configuration.
package struct CentreSettings: Equatable, Sendable {
    /// The file it was read from.
    package var file: String
    /// Name of the centre, as people see it.
    package var name: String
    /// Least weight of what is logged.
    package var logLevel: LogLevel
    /// Ports and bounds of connections.
    package var listen: ListenSettings
    /// Folder of the database.
    package var dataFolder: String
    /// Where backups go; nil where the configuration names no folder.
    package var backupFolder: String?
    /// Whether gateways have a second centre to turn to.
    package var secondReceiver: Bool
    /// File of gateway keys; nil where there is none. `GatewayKeys.load` reads it.
    package var gatewayKeyFile: String?
    /// Gateways of the configuration itself; only on loopback.
    package var inlineGateways: [InlineGateway]
    /// The port of diallers and its manners.
    package var dialler: DiallerSettings
    /// What diallers' codes mean; empty where no table is configured.
    package var eventCodes: EventCodes
    /// Canaries that are sent by a command of ours.
    package var canaryProbes: [CanaryProbe]
    /// Programs that carry notifications, in the order of their names.
    package var execChannels: [ExecChannel]
    /// nil where no spool folder is configured.
    package var smstools: SmstoolsChannel?
    /// What the desk obeys.
    package var rules: Rules
    /// In the order of their names.
    package var plans: [Plan]
    /// The first people who may log in; for those the database does not know.
    package var people: [Operator]
    /// Speed-up of demonstrations, already in every span of `rules`; 1 in earnest.
    package var scale: Double
    /// Concrete path -> value, for keys that need a restart.
    var restartValues: [String: JSONValue]
}

extension CentreSettings {
    /// Reads and checks a configuration; every fault is reported, not only the first.
    ///
    /// - Parameters:
    ///   - file: path of the JSON5 file. Relative paths in it start at its folder.
    ///   - overrides: put in place of the file's values, in this order, before anything is checked.
    ///     Relative paths in them start at the working directory.
    package static func load(file: String, overrides: [Override] = []) throws(SettingsErrors)
        -> CentreSettings
    {
        let bytes: [UInt8]
        do {
            bytes = try SettingsFile(file).bytes
        } catch {
            let source = SettingsError.Source.file(file, line: 0, column: 0)
            throw SettingsErrors([
                SettingsError(
                    source: source, path: "", found: error.found, expected: error.expected)
            ])
        }
        return try CentreSettings(text: bytes, file: file, overrides: overrides)
    }

    /// As `load`, from text in memory; `file` names it in errors. The table of event codes, where
    /// one is configured, is read from its file.
    package init(text: [UInt8], file: String, overrides: [Override] = []) throws(SettingsErrors) {
        var source = try SettingsSource(text: text, file: file)
        source.apply(overrides)
        let checked = CheckedSettings(source.root)
        var builder = SettingsBuilder(checked: checked, source: source)
        let settings = builder.settings()
        let complaints = checked.complaints + builder.complaints
        let errors = source.errors + complaints.map(source.error) + builder.fileErrors
        guard errors.isEmpty, let settings else { throw SettingsErrors(errors) }
        self = settings
    }

    /// Paths of the keys whose values differ and that a running centre cannot take over, in order.
    package static func changesNeedingRestart(
        from old: CentreSettings, to new: CentreSettings
    ) -> [String] {
        Set(old.restartValues.keys).union(new.restartValues.keys)
            .filter { old.restartValues[$0] != new.restartValues[$0] }
            .sorted()
    }
}
