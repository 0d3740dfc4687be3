// SPDX-License-Identifier: Apache-2.0
/// `safebell canary`: one round of each canary that the configuration has us send, from outside, through
/// real sockets; one line and an exit status. It notices what a centre cannot notice of itself: that it
/// is dead, or that nobody reaches it.
/// Never opens a call: what it says is a canary's alarm, and what fails is a line and a status.

import Glibc
import Settings
import Sockets
import Vocabulary

/// What came of trying one path.
struct PathResult {
    let path: String
    /// From the alarm to its end: TAKEN, or the acknowledgement of a dialler.
    var milliseconds: Double = 0
    var failure: String?
}

enum CanaryOrder {
    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        let settings = try settings(order)
        let within = try bound(order)
        guard !settings.canaryProbes.isEmpty else {
            throw Failure(
                .usage, "canary: the configuration has no canaries.devices with a probe")
        }
        let keys = try keys(settings)
        let accounts = try accounts(settings)
        let devices = try address("devices", order, settings.listen.devices)
        let dialler = try address("dc09", order, settings.dialler.address)
        let console = try address("console", order, settings.listen.console)
        var results: [PathResult] = []
        for probe in settings.canaryProbes {
            results.append(timed(probe.path) { () throws(Failure) in
                switch probe.way {
                case .lines: try CanaryLines.round(probe, keys, at: devices, within: within)
                case .tcp, .udp:
                    try CanaryFrames.round(
                        probe, accounts[probe.device], at: dialler, within: within)
                }
            })
        }
        results.append(timed("console") { () throws(Failure) in
            try CanaryLines.ping(console, within: within)
        })
        try printOut(words(results) + "\n")
        return results.allSatisfy { $0.failure == nil } ? .good : .wrong
    }

    private static func timed(
        _ path: String, _ round: () throws(Failure) -> Void
    ) -> PathResult {
        var result = PathResult(path: path)
        let began = monotonicMicroseconds()
        do throws(Failure) {
            try round()
        } catch {
            result.failure = error.text
        }
        result.milliseconds = Double(monotonicMicroseconds() - began) / 1000
        return result
    }

    /// `ok: device port 3.1 ms, console 0.3 ms`, or what failed first, and how.
    private static func words(_ results: [PathResult]) -> String {
        let failed = results.filter { $0.failure != nil }
            .map { "\($0.path) (\(printable($0.failure ?? "")))" }
        let good = results.filter { $0.failure == nil }.map { result in
            let tenths = Int64((result.milliseconds * 10).rounded())
            return "\(result.path) \(tenths / 10).\(tenths % 10) ms"
        }
        guard !failed.isEmpty else { return "ok: \(good.joined(separator: ", "))" }
        let rest = good.isEmpty ? "" : "; ok: \(good.joined(separator: ", "))"
        return "FAILED: \(failed.joined(separator: ", "))\(rest)"
    }

    // MARK: What is tried

    private static func settings(_ order: Order) throws(Failure) -> CentreSettings {
        let file = try order.required("config")
        do throws(SettingsErrors) {
            return try CentreSettings.load(file: file)
        } catch {
            throw Failure(.usage, "canary: \(printable(error.description))")
        }
    }

    private static func keys(_ settings: CentreSettings) throws(Failure) -> GatewayKeys {
        do throws(SettingsErrors) {
            return try GatewayKeys.load(for: settings)
        } catch {
            throw Failure(.usage, "canary: \(printable(error.description))")
        }
    }

    private static func accounts(
        _ settings: CentreSettings
    ) throws(Failure) -> [DeviceID: DiallerAccount] {
        do throws(SettingsErrors) {
            let wanted = Set(settings.canaryProbes.map(\.device))
            return try DiallerAccounts.load(for: settings).all.reduce(into: [:]) { found, account in
                if wanted.contains(account.device) { found[account.device] = account }
            }
        } catch {
            throw Failure(.usage, "canary: \(printable(error.description))")
        }
    }

    private static func address(
        _ name: String, _ order: Order, _ configured: String
    ) throws(Failure) -> SocketAddress {
        do throws(SocketError) {
            return try SocketAddress(parsing: order[name] ?? configured)
        } catch {
            throw order.wrong("--\(name): \(error)")
        }
    }

    private static func bound(_ order: Order) throws(Failure) -> Int64 {
        guard let text = order["within"] else { return 10_000 }
        guard let seconds = Int64(text), (1...600).contains(seconds) else {
            throw order.wrong("--within \(printable(text)): expected 1...600 seconds")
        }
        return seconds * 1000
    }
}

/// Monotonic, for spans.
func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}
