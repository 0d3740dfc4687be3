// SPDX-License-Identifier: Apache-2.0
/// Words that go out without a connection: a configured program, and the spool of smstools.
/// Never on the alarm's way: programs run beside, each under a time limit that kills it.

import Desk
@preconcurrency import Dispatch
import Foundation
import Settings
import Sockets
import Vocabulary

final class Channels: Sendable {
    /// What an exit status means: the program's answer (docs/operating.md has the same table).
    static let exitOutcomes: [(status: Int32, outcome: AttemptOutcome)] = [
        (0, .delivered), (10, .answered), (11, .accepted), (12, .declined), (13, .busy),
        (14, .noAnswer),
    ]

    private struct Running: Sendable {
        var processes: [AttemptID: Int32] = [:]
        var spooled: [AttemptID: String] = [:]
    }

    private let programs: [String: ExecChannel]
    private let smstools: SmstoolsChannel?
    private let running = Locked(Running())
    private let queue = DispatchQueue(label: "safebell.channels", qos: .userInitiated)
    private let finished: @Sendable (AttemptID, AttemptOutcome, String) -> Void

    init(
        _ settings: CentreSettings,
        finished: @escaping @Sendable (AttemptID, AttemptOutcome, String) -> Void
    ) {
        programs = Dictionary(
            settings.execChannels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        smstools = settings.smstools
        self.finished = finished
    }

    /// Carries one order; its result comes back through `finished`.
    func carry(_ order: NotifyOrder) {
        queue.async { @Sendable [self] in
            switch order.attempt.channel {
            case .exec(let name): execute(order, name)
            case .smstools: spool(order)
            case .notifier: break
            }
        }
    }

    /// Another path was acknowledged, or the time is over.
    func stop(_ attempt: AttemptID) {
        queue.async { @Sendable [self] in
            let (process, file) = running.withLock {
                ($0.processes[attempt], $0.spooled.removeValue(forKey: attempt))
            }
            if let process { kill(process, SIGKILL) }
            if let file { unlink(file) }
        }
    }

    // MARK: exec

    private func execute(_ order: NotifyOrder, _ name: String) {
        let id = order.attempt.id
        guard let channel = programs[name] else {
            return finished(id, .failed, "no program \(name) in the configuration")
        }
        guard running.withLock({ $0.processes.count }) < Limits.execsMax else {
            return finished(id, .failed, "too many programs run at once")
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: channel.program)
        process.arguments = channel.arguments
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { @Sendable [self] ended in
            running.withLock { $0.processes[id] = nil }
            let (outcome, text) = Channels.meaning(of: ended)
            finished(id, outcome, text)
        }
        do {
            try process.run()
        } catch {
            return finished(id, .failed, "program \(name) does not start")
        }
        let number = process.processIdentifier
        running.withLock { $0.processes[id] = number }
        // Smaller than a pipe's buffer, so this cannot block; a program that does not read is
        // its own fault (SIGPIPE is ignored in the daemon).
        try? input.fileHandleForWriting.write(contentsOf: Channels.json(order))
        try? input.fileHandleForWriting.close()
        let timeout = Int(channel.timeout.milliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(timeout)) { @Sendable [self] in
            if running.withLock({ $0.processes[id] }) == number { kill(number, SIGKILL) }
        }
    }

    private static func meaning(of process: Process) -> (AttemptOutcome, String) {
        if process.terminationReason == .uncaughtSignal {
            return (.timedOut, "killed by signal \(process.terminationStatus)")
        }
        let status = process.terminationStatus
        let known = exitOutcomes.first { $0.status == status }
        return (known?.outcome ?? .failed, "exit status \(status)")
    }

    private struct Notification: Encodable {
        let id: Int64
        let call: String
        let target: String
        let to: String
        let who: String
        let text: String
    }

    private static func json(_ order: NotifyOrder) -> Data {
        let attempt = order.attempt
        let value = Notification(
            id: attempt.id.raw, call: attempt.call == .none ? "" : attempt.call.description,
            target: attempt.target.text, to: attempt.to, who: attempt.who, text: order.text)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return ((try? encoder.encode(value)) ?? Data()) + Data("\n".utf8)
    }

    // MARK: smstools

    private func spool(_ order: NotifyOrder) {
        let id = order.attempt.id
        guard let smstools else {
            return finished(id, .failed, "no smstools spool in the configuration")
        }
        let digits = order.attempt.to.filter(\.isNumber)
        let message = "To: \(digits)\nAlphabet: UTF-8\n\n\(order.text)"
        let name = "safebell-\(id.raw)"
        let file = "\(smstools.spool)/\(name)"
        let hidden = "\(smstools.spool)/.\(name).tmp"
        do {
            // Renamed when whole: smsd must never see half a message.
            try Data(message.utf8).write(to: URL(fileURLWithPath: hidden))
            guard rename(hidden, file) == 0 else {
                unlink(hidden)
                return finished(id, .failed, "spool: rename: errno \(errno)")
            }
            finished(id, .delivered, "spooled")
        } catch {
            finished(id, .failed, "spool folder is not writable")
        }
    }
}
