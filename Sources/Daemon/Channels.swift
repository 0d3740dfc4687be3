// SPDX-License-Identifier: Apache-2.0
/// Words that go out without a connection: a configured program, and the spool of smstools.
/// Never on the alarm's way: programs run beside, each under a time limit that kills it.

import Desk
@preconcurrency import Dispatch
import FoundationEssentials
import Glibc
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
        var programs: [AttemptID: ChildProgram] = [:]
        /// Programs that run, those included that are being started.
        var count = 0
        /// Attempts ended by their time limit.
        var lapsed: Set<AttemptID> = []
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
            running.withLock { $0.programs[attempt]?.kill() }
        }
    }

    // MARK: exec

    private func execute(_ order: NotifyOrder, _ name: String) {
        let id = order.attempt.id
        guard let channel = programs[name] else {
            return finished(id, .failed, "no program \(name) in the configuration")
        }
        let isAdmitted = running.withLock { running in
            guard running.count < Limits.execsMax else { return false }
            running.count += 1
            return true
        }
        guard isAdmitted else { return finished(id, .failed, "too many programs run at once") }
        guard let program = ChildProgram(channel.program, channel.arguments) else {
            running.withLock { $0.count -= 1 }
            return finished(id, .failed, "program \(name) does not start")
        }
        running.withLock { $0.programs[id] = program }
        let words = Channels.json(order)
        // A queue of its own, which may wait: at most `Limits.execsMax` of them.
        DispatchQueue(label: "safebell.program").async { @Sendable [self] in
            program.feed(words)
            program.waitForEnd()
            let isLate = running.withLock { running in
                running.programs[id] = nil
                running.count -= 1
                return running.lapsed.remove(id) != nil
            }
            let (outcome, text) = Channels.meaning(of: program.bury(), isLate: isLate)
            finished(id, outcome, text)
        }
        let timeout = Int(channel.timeout.milliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(timeout)) { @Sendable [self] in
            running.withLock { running in
                guard let late = running.programs[id], late.process == program.process else {
                    return
                }
                running.lapsed.insert(id)
                late.kill()
            }
        }
    }

    private static func meaning(of end: ProgramEnd, isLate: Bool) -> (AttemptOutcome, String) {
        switch end {
        case _ where isLate: return (.timedOut, "killed by its time limit")
        case .killed(let signal): return (.failed, "killed by signal \(signal)")
        case .exited(let status):
            let known = exitOutcomes.first { $0.status == status }
            return (known?.outcome ?? .failed, "exit status \(status)")
        }
    }

    private struct Notification: Encodable {
        let id: Int64
        let call: String
        let target: String
        let to: String
        let who: String
        let text: String
    }

    private static func json(_ order: NotifyOrder) -> [UInt8] {
        let attempt = order.attempt
        let value = Notification(
            id: attempt.id.raw, call: attempt.call == .none ? "" : attempt.call.description,
            target: attempt.target.text, to: attempt.to, who: attempt.who, text: order.text)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Array((try? encoder.encode(value)) ?? Data()) + [10]
    }

    // MARK: smstools

    private func spool(_ order: NotifyOrder) {
        let id = order.attempt.id
        guard let smstools else {
            return finished(id, .failed, "no smstools spool in the configuration")
        }
        // smsd wants the international form without its plus sign.
        let digits = order.attempt.to.filter { ("0"..."9").contains($0) }
        let isLocal = order.attempt.to.first != "+"
        let number = (isLocal ? smstools.countryCode : "") + digits
        let message = "To: \(number)\nAlphabet: UTF-8\n\n\(order.text)"
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
