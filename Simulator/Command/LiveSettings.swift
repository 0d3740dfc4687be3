// SPDX-License-Identifier: Apache-2.0
/// What `live` was asked to do, checked.
/// Never connects to anything.

import Glibc
import Vocabulary
import Wire
import World

/// The options of `live` as values.
struct LiveSettings {
    var devices: Address
    var console: Address
    var town: Town
    /// Name and key of each gateway connection.
    var gateways: [(name: String, key: String)]
    /// Town time, from midnight before the first day.
    var from: Moment
    var to: Moment
    /// Town seconds in a real second.
    var speed: Double
    var rates: TownRates
    var storms: [Storm]
    /// Log-on names.
    var staff: [String]
    var staffSecret: String
    var importsTown: Bool
    var importsStaff: Bool
    var administrator: (name: String, secret: String)
    var manager: (name: String, secret: String)
    var notifier: (name: String, key: String)?
    var ignoresScale: Bool
    var expectsRestarts: Bool
    var isPlain: Bool
    var jsonPath: String?
    /// Where devices dial; nil: none does.
    var dc09: Address?
    var dialled: DialledMix
    /// Zero: they do not poll.
    var pollSpan: Vocabulary.Span

    /// Connections besides those of gateways and operators, with room.
    static let gatewaysMax = 10_000

    static let options: [Option] =
        [
            Option("--devices", "HOST:PORT", "the daemon's device port (127.0.0.1:7301)"),
            Option("--console", "HOST:PORT", "its console port (127.0.0.1:7302)"),
            Option("--homes", "N", "size of the town (80000)"),
            Option("--seed", "N", "the same seed gives the same town and day (7)"),
            Option("--hours", "H", "town hours to simulate, 0.01 to 744 (24)"),
            Option("--start-hour", "H", "hour of the town's day at which it begins (0)"),
            Option("--speed", "X", "town seconds in a real second; the daemon's `scale` (1)"),
            Option("--gateways", "N", "gateway connections (one for each 250 homes)"),
            Option("--gateway-key", "KEY", "key of the gateways sim-0001 upwards (demo)"),
            Option("--gateways-file", "FILE", "lines `NAME KEY` instead of those"),
            Option("--heartbeat", "SECONDS", "each device is heard of so often; 0: never (900)"),
            Option("--device-test", "HOURS", "each device's own test signal; 0: never (168)"),
            Option("--presses", "X", "presses per user and year (8.75)"),
            Option("--technical", "N", "technical signals for each thousand presses (100)"),
            Option(
                "--storm", "STORM", "power[:DISTRICT][@HH:MM] or retry[@HH:MM]; may be repeated"),
            Option("--operators", "N", "operators on duty (12)"),
            Option("--staff", "NAME,NAME", "these log-on names instead of sim-op-01 upwards"),
            Option("--staff-secret", "SECRET", "secret of the operators (demo)"),
            Option("--import", "", "first import the town and the operators"),
            Option("--import-staff", "", "first import only the operators"),
            Option("--admin", "NAME", "administrator who imports (ada)"),
            Option("--admin-secret", "SECRET", "(demo)"),
            Option("--manager", "NAME", "manager who reads the service level (max)"),
            Option("--manager-secret", "SECRET", "(demo)"),
            Option("--notifier", "NAME", "notifier connection (tel-demo)"),
            Option("--notifier-key", "KEY", "(demo)"),
            Option("--no-notifier", "", "no notifier: another one is connected"),
            Option("--ignore-scale", "", "go on where the daemon's scale is not the speed"),
            Option("--expect-restarts", "", "a dropped connection is no fault"),
            Option("--plain", "", "progress lines instead of a picture"),
            Option("--json", "FILE", "write the card there too"),
            Option("--dc09", "HOST:PORT", "its DC-09 port: some homes dial there (none)"),
        ] + dialledOptions

    /// The same for `town`, so that both make the same devices.
    static let dialledOptions: [Option] = [
        Option("--dc09-share", "PERCENT", "homes whose device dials over DC-09 (10)"),
        Option("--dc09-udp", "PERCENT", "of those: datagrams (20)"),
        Option("--dc09-keyed", "PERCENT", "of those: encrypted; `town` writes their accounts (30)"),
        Option("--dc09-poll", "SECONDS", "each polls so often, in town seconds; 0: never (0)"),
    ]

    static func dialledMix(_ given: Arguments) throws(UsageError) -> DialledMix {
        let keyed = try given.number(
            "--dc09-keyed", 0...100, default: Cipher.isPresent ? 30 : 0)
        guard keyed == 0 || Cipher.isPresent else {
            throw UsageError(
                "--dc09-keyed \(keyed): this program was built without encryption; "
                    + "build it with --traits Crypto")
        }
        return DialledMix(
            share: try given.number("--dc09-share", 0...100, default: 10),
            datagrams: try given.number("--dc09-udp", 0...100, default: 20), keyed: keyed)
    }

    init(_ words: [String]) throws(UsageError) {
        let given = try Arguments(words, LiveSettings.options)
        devices = try LiveSettings.address(given, "--devices", "127.0.0.1:7301")
        console = try LiveSettings.address(given, "--console", "127.0.0.1:7302")
        town = Town(
            seed: UInt64(try given.number("--seed", 0...Int.max, default: 7)),
            homes: try given.number("--homes", 1...Town.homesMax, default: 80_000))
        gateways = try LiveSettings.gateways(given, town)
        let start = try given.amount("--start-hour", 0...23.99, default: 0)
        let hours = try given.amount("--hours", 0.01...744, default: 24)
        from = Moment(milliseconds: Int64(start * 3_600_000))
        to = Moment(milliseconds: Int64((start + hours) * 3_600_000))
        speed = try given.amount("--speed", 1...3600, default: 1)
        rates = TownRates()
        rates.pressesPerUserYear = Int(
            try given.amount("--presses", 0...100_000, default: 8.75) * 1000)
        rates.technicalPerThousandPresses = try given.number(
            "--technical", 0...100_000, default: rates.technicalPerThousandPresses)
        rates.heartbeatSpan = .seconds(
            Int64(try given.number("--heartbeat", 0...86_400, default: 900)))
        rates.testSpan = .hours(Int64(try given.number("--device-test", 0...8_760, default: 168)))
        storms = []
        for text in given.texts("--storm") {
            storms.append(try LiveSettings.storm(text, from: from, to: to))
        }
        let count = try given.number("--operators", 1...Staff.operatorsMax, default: 12)
        staff =
            given.text("--staff").map { $0.split(separator: ",").map(String.init) }
            ?? (0..<count).map { Staff.name($0) }
        guard !staff.isEmpty else { throw UsageError("--staff: at least one name") }
        staffSecret = given.text("--staff-secret") ?? "demo"
        importsTown = given.has("--import")
        importsStaff =
            given.text("--staff") == nil && (importsTown || given.has("--import-staff"))
        administrator = (
            given.text("--admin") ?? "ada", given.text("--admin-secret") ?? "demo"
        )
        manager = (given.text("--manager") ?? "max", given.text("--manager-secret") ?? "demo")
        notifier =
            given.has("--no-notifier")
            ? nil
            : (given.text("--notifier") ?? "tel-demo", given.text("--notifier-key") ?? "demo")
        ignoresScale = given.has("--ignore-scale")
        expectsRestarts = given.has("--expect-restarts")
        isPlain = given.has("--plain") || isatty(STDOUT_FILENO) == 0
        jsonPath = given.text("--json")
        dc09 = nil
        if given.has("--dc09") { dc09 = try LiveSettings.address(given, "--dc09", "") }
        dialled = try LiveSettings.dialledMix(given)
        if dc09 == nil {
            guard !given.has("--dc09-share") else {
                throw UsageError("--dc09-share: --dc09 HOST:PORT is missing")
            }
            dialled.share = 0
        }
        pollSpan = .seconds(Int64(try given.number("--dc09-poll", 0...604_800, default: 0)))
    }

    private static func address(
        _ given: Arguments, _ name: String, _ standard: String
    ) throws(UsageError) -> Address {
        let text = given.text(name) ?? standard
        guard let address = Address(text) else {
            throw UsageError("\(name) \(text): expected HOST:PORT")
        }
        return address
    }

    private static func gateways(
        _ given: Arguments, _ town: Town
    ) throws(UsageError) -> [(name: String, key: String)] {
        if let path = given.text("--gateways-file") {
            guard let bytes = LiveFiles.read(path) else {
                throw UsageError("--gateways-file \(path): \(LineClient.reason(errno))")
            }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            let pairs = lines.map { $0.split(separator: " ").map(String.init) }
                .filter { !$0.isEmpty && !$0[0].hasPrefix("#") && !$0.contains("notifier") }
            guard !pairs.isEmpty, pairs.allSatisfy({ $0.count == 2 }) else {
                throw UsageError("--gateways-file \(path): expected lines of NAME KEY")
            }
            return pairs.map { ($0[0], $0[1]) }
        }
        let count = try given.number(
            "--gateways", 1...gatewaysMax, default: min(town.gatewayCount, gatewaysMax))
        guard count <= town.homeCount else {
            throw UsageError("--gateways \(count): more than the \(town.homeCount) homes")
        }
        let key = given.text("--gateway-key") ?? "demo"
        return (0..<count).map { (Town.gatewayName($0, prefix: "sim-"), key) }
    }

    /// `power:sha-tin@18:30`; without a moment it strikes after a third of the stretch.
    static func storm(_ text: String, from: Moment, to: Moment) throws(UsageError) -> Storm {
        let expected = UsageError(
            "--storm \(text): expected power[:DISTRICT][@HH:MM] or retry[@HH:MM]; districts: "
                + District.all.map(\.word).joined(separator: " "))
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { throw expected }
        var at = from + Span(milliseconds: (to - from).milliseconds / 3)
        if halves.count == 2 {
            let parts = halves[1].split(separator: ":").map { Int64($0) ?? -1 }
            guard parts.count == 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else {
                throw expected
            }
            at = Moment(milliseconds: (parts[0] * 60 + parts[1]) * 60_000)
            while at < from { at = at + .hours(24) }
        }
        guard at < to else { throw UsageError("--storm \(text): not within the hours simulated") }
        let what = halves[0].split(separator: ":", maxSplits: 1).map(String.init)
        switch what.first {
        case "retry" where what.count == 1: return .retries(at: at)
        case "power":
            guard let district = District.place(of: what.count == 2 ? what[1] : "sha-tin") else {
                throw expected
            }
            return .powerCut(district: district, at: at)
        default: throw expected
        }
    }
}

/// Whole files, in and out.
enum LiveFiles {
    /// The bytes of a file; nil, with errno set, where it cannot be read.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = chunk.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[0..<count])
        }
    }

    /// Writes the pieces one after the other; false, with errno set, where that fails.
    static func write(_ path: String, _ pieces: (_ put: ([UInt8]) -> Bool) -> Bool) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let isWritten = pieces { put($0, to: descriptor) }
        let reason = errno
        let isClosed = close(descriptor) == 0
        if !isWritten { errno = reason }
        return isWritten && isClosed
    }

    /// Writes all bytes; false where that fails.
    @discardableResult
    static func put(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            sent += count
        }
        return true
    }
}

/// Standard output and standard error without a shared buffer.
func say(_ text: String) { LiveFiles.put(Array((text + "\n").utf8), to: STDOUT_FILENO) }
func complain(_ text: String) { LiveFiles.put(Array((text + "\n").utf8), to: STDERR_FILENO) }
