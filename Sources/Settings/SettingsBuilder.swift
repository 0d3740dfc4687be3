// SPDX-License-Identifier: Apache-2.0
/// Owns the making of `CentreSettings` from checked values.
/// Never looks at a type or range again; what two keys say of each other is in
/// SettingsBuilder+Agreement.swift.

import Desk
import Vocabulary

/// Makes the values, and notes what does not fit together.
struct SettingsBuilder {
    let checked: CheckedSettings
    let source: SettingsSource
    var complaints: [Complaint] = []
    /// What is wrong with the files that the configuration names.
    var fileErrors: [SettingsError] = []
    /// Of the folder and of the configuration.
    private(set) var plans: [Plan] = []
    let scale: Double

    init(checked: CheckedSettings, source: SettingsSource) {
        self.checked = checked
        self.source = source
        scale = checked.values["scale"]?.number ?? 1
    }

    /// nil only where a complaint says why.
    mutating func settings() -> CentreSettings? {
        plans = readPlans()
        compare()
        let keyFile = given("gateways.keyFile").map { path("gateways.keyFile", $0) }
        let backup = given("storage.backupFolder").map { path("storage.backupFolder", $0) }
        let codes = eventCodes()
        guard checked.complaints.isEmpty, complaints.isEmpty, fileErrors.isEmpty else { return nil }
        return CentreSettings(
            file: source.fileName, name: text("centre.name"),
            logLevel: LogLevel(rawValue: text("log.level")) ?? .info, listen: listen(),
            dataFolder: path("data.path", text("data.path")), backupFolder: backup,
            secondReceiver: flag("storage.secondReceiver"), gatewayKeyFile: keyFile,
            inlineGateways: inlineGateways(), dialler: dialler(), eventCodes: codes,
            canaryProbes: canaryProbes(), execChannels: execChannels(), smstools: smstools(), rules: rules(), plans: plans,
            people: people(), scale: scale, restartValues: restartValues())
    }

    private func listen() -> ListenSettings {
        ListenSettings(
            devices: text("listen.devices"), console: text("listen.console"),
            dc09: text("listen.dc09"), beyondLoopback: texts("listen.beyondLoopback"),
            deviceConnectionsMax: whole("listen.maxConnections.devices"),
            consoleConnectionsMax: whole("listen.maxConnections.console"),
            firstLineSpan: span("listen.idle.firstLineSeconds", .seconds),
            deviceIdleSpan: span("listen.idle.devicesSeconds", .seconds),
            consoleIdleSpan: span("listen.idle.consoleSeconds", .seconds),
            workers: whole("listen.workers"))
    }

    private func inlineGateways() -> [InlineGateway] {
        elements("gateways.inline").map { path in
            InlineGateway(
                id: GatewayID(text("\(path).name")), key: Masked(text("\(path).key")),
                notifier: text("\(path).role") == "notifier")
        }
    }

    private func canaryProbes() -> [CanaryProbe] {
        elements("canaries.devices").compactMap { path in
            CanaryProbe.Way(rawValue: text("\(path).probe")).map { way in
                CanaryProbe(
                    device: DeviceID(text("\(path).id")), way: way,
                    gateway: given("\(path).gateway").map { GatewayID($0) },
                    path: text("\(path).path"))
            }
        }
    }

    private func execChannels() -> [ExecChannel] {
        names("channels.exec").map { name in
            let below = "channels.exec.\(name)"
            return ExecChannel(
                name: name, program: path("\(below).program", text("\(below).program")),
                arguments: texts("\(below).args"),
                timeout: span("\(below).timeoutSeconds", .seconds))
        }
    }

    private func smstools() -> SmstoolsChannel? {
        given("channels.smstools.spool").map { spool in
            SmstoolsChannel(
                spool: path("channels.smstools.spool", spool),
                countryCode: text("channels.smstools.countryCode"))
        }
    }

    private func people() -> [Operator] {
        elements("people").map { path in
            Operator(
                id: OperatorID(text("\(path).id")), name: text("\(path).name"),
                role: Role(rawValue: text("\(path).role")) ?? .operator,
                languages: texts("\(path).languages"), skills: texts("\(path).skills"),
                secretHash: Masked(text("\(path).secret")))
        }
    }

    private func restartValues() -> [String: JSONValue] {
        checked.restartPaths.reduce(into: [:]) { $0[$1] = checked.values[$1] }
    }

    // MARK: - Values by path

    /// The text at `path`; nil where nothing is given and nothing is standard.
    func given(_ path: String) -> String? { checked.values[path]?.string }

    /// Every path asked for is in the table, and was checked against it before.
    private func value(_ path: String) -> JSONValue {
        guard let value = checked.values[path] else {
            preconditionFailure("\(path) is not in the table of keys, or has no standard")
        }
        return value
    }
    func text(_ path: String) -> String { value(path).string ?? "" }
    func texts(_ path: String) -> [String] { (value(path).elements ?? []).compactMap(\.string) }
    func flag(_ path: String) -> Bool { value(path) == .flag(true) }
    func number(_ path: String) -> Double { value(path).number ?? 0 }
    func whole(_ path: String) -> Int { Int(number(path)) }
    func priority(_ path: String) -> Priority {
        guard let priority = Priority(rawValue: whole(path)) else {
            preconditionFailure("\(path) was checked to be 1...5")
        }
        return priority
    }
    /// A span of the world outside: not divided by `scale`.
    func span(_ path: String, _ unit: SettingUnit) -> Span {
        Span(milliseconds: Int64((number(path) * unit.milliseconds).rounded()))
    }
    /// A span of the desk's work, divided by `scale`; never so short that it becomes none.
    func scaled(_ path: String, _ unit: SettingUnit) -> Span {
        let milliseconds = number(path) * unit.milliseconds
        if milliseconds == 0 { return .zero }
        return Span(milliseconds: max(1, Int64((milliseconds / scale).rounded())))
    }
    func names(_ path: String) -> [String] { checked.names[path] ?? [] }
    func elements(_ path: String) -> [String] {
        (0..<(checked.counts[path] ?? 0)).map { "\(path)[\($0)]" }
    }

    /// A file or folder: below the configuration's own folder, or, where an argument gave it, below
    /// the working directory.
    func path(_ key: String, _ value: String) -> String {
        source.isOverridden(key)
            ? value : SettingsFile.resolved(value, in: SettingsFile.folder(of: source.fileName))
    }
}
