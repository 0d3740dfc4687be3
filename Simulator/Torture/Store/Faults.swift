// SPDX-License-Identifier: Apache-2.0
/// T4: every call that SQLite makes of the system fails, one after the other, once and for ever:
/// while a file is made, written, checkpointed, recovered and revived. Never with the daemon: the
/// Ledger and the Revival are the real ones, in this process.

import CSQLite
import Desk
import Glibc
import Rig
import Store
import Vocabulary

enum Faults: Ordeal {
    static let name = "faults"
    static let catalogue = "T4"
    static let meaning = "the Nth call of the system fails, for every N and every kind of call"
    static let share = 1.0
    static let enough = 1000

    static func run(_ bench: Bench) throws -> Verdict {
        FaultySystem.install()
        defer { FaultySystem.remove() }
        return FaultLoop(bench).run()
    }
}

private final class FaultLoop {
    private static let batches: Int64 = 6
    private static let callsInBatch: Int64 = 4
    private static let now = Moment(milliseconds: 1_795_136_400_000)

    private let bench: Bench
    private let folder: String
    private var verdict = Verdict(unit: "faults")
    private var runs = 0
    private var kinds: [StoreError.Kind: Int] = [:]
    private var file: String { "\(folder)/centre.sqlite" }
    private var after: String { "\(folder)/after.sqlite" }

    init(_ bench: Bench) {
        self.bench = bench
        let root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : bench.folder
        folder = "\(root)/safebell-faults-\(getpid())"
        mkdir(folder, 0o700)
    }

    deinit { _ = Rig.run(["rm", "-rf", folder]) }

    func run() -> Verdict {
        var calls: [String] = []
        for call in SystemCall.allCases {
            var fired = 0
            for fault in SystemFault.allCases where fault.fits(call) {
                for forEver in [false, true] { fired += loop(call, fault, forEver) }
            }
            calls.append("\(call.rawValue) \(fired)")
            bench.say(calls[calls.count - 1])
        }
        let words = kinds.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue) \($0.value)" }
        verdict.remark =
            "\(calls.joined(separator: ", ")); said: \(words.joined(separator: ", "))"
        return verdict
    }

    /// N = 1, 2, 3 ... until nothing fails any more. - Returns: how many faults there were.
    private func loop(_ call: SystemCall, _ fault: SystemFault, _ forEver: Bool) -> Int {
        var count = 0
        while !bench.isOver {
            count += 1
            FaultySystem.arm(call, fault, after: count, forEver: forEver)
            let note = "\(fault.rawValue) at \(call.rawValue) \(count)\(forEver ? " and on" : "")"
            let acknowledged = work(note)
            let fired = FaultySystem.fired
            FaultySystem.disarm()
            check(acknowledged, note, isWhole: fired == 0)
            runs += 1
            verdict.acknowledged += acknowledged.count
            guard fired > 0 else { return count - 1 }
            verdict.amount += 1
        }
        verdict.wrong("the time was over at \(call.rawValue), fault \(count)")
        return count
    }

    // MARK: The work

    /// A file's life, until something throws; what is in the air then is left as a crash leaves it.
    /// - Returns: the calls acknowledged.
    private func work(_ note: String) -> [CallID] {
        for name in [file, after] { for end in ["", "-wal", "-shm"] { unlink(name + end) } }
        var acknowledged: [CallID] = []
        do throws(StoreError) {
            var ledger = try open(file, note)
            for batch in 0..<(FaultLoop.batches - 1) {
                try give(batch, to: &ledger, &acknowledged)
                if batch == 2 {
                    let second = try Database(path: file, mode: .writing)
                    _ = try second.checkpoint()
                }
            }
            // The process dies here; the log is recovered by the next one.
            copyFiles()
            try goOn(&acknowledged, note)
        } catch {
            hear(error, note)
            if access(after, F_OK) != 0 { copyFiles() }
        }
        return acknowledged
    }

    /// As the daemon does at its start; none of these files is damaged.
    private func open(_ path: String, _ note: String) throws(StoreError) -> Ledger {
        try SetAside.open(path, zone: .utc, now: FaultLoop.now) { error, _ in
            verdict.wrong("\(note): the sound file was set aside: \(error)")
        }
    }

    /// Opens what a crash left, revives it and writes the last batch.
    private func goOn(_ acknowledged: inout [CallID], _ note: String) throws(StoreError) {
        var ledger = try open(after, note)
        let state = try ledger.revive(zone: .utc, repeatWindow: .hours(1), now: FaultLoop.now)
        let missing = acknowledged.filter { !state.calls.contains($0) }
        if !missing.isEmpty { verdict.wrong("\(missing.count) calls are missing in the revived") }
        try give(FaultLoop.batches - 1, to: &ledger, &acknowledged)
    }

    /// As the store worker does: full or busy, and the same batch is given again.
    private func give(
        _ batch: Int64, to ledger: inout Ledger, _ acknowledged: inout [CallID]
    ) throws(StoreError) {
        let first = batch * FaultLoop.callsInBatch + 1
        let calls = (first..<(first + FaultLoop.callsInBatch)).map(call)
        let steps = calls.map {
            SavedStep(sequence: $0.id.number, at: FaultLoop.now, facts: [.callOpened($0)])
        }
        do throws(StoreError) {
            try ledger.write(steps)
        } catch {
            guard error.kind == .full || error.kind == .busy else { throw error }
            kinds[error.kind, default: 0] += 1
            FaultySystem.disarm()
            try ledger.write(steps)
        }
        acknowledged += calls.map(\.id)
    }

    private func call(_ number: Int64) -> OpenCall {
        let signal = Signal(
            identity: AlarmIdentity(
                device: DeviceID("A\(number)"), reference: Reference("\(number)"),
                kind: SignalKind("button"), deviceTime: number),
            location: "", text: "words", gateway: GatewayID("gw-1"))
        return OpenCall(
            id: CallID(day: ZoneOffset.utc.day(of: FaultLoop.now), number: number),
            home: HomeID("H\(number)"), kind: SignalKind("button"), priority: .lifeSafety,
            arrivedAt: FaultLoop.now, district: "East", language: "yue",
            plan: PlanID("emergency"),
            alarms: [AlarmEntry(signal: signal, receivedAt: FaultLoop.now)], steps: [])
    }

    private func copyFiles() {
        for end in ["", "-wal"] {
            let from = Glibc.open(file + end, O_RDONLY | O_CLOEXEC)
            let to = Glibc.open(after + end, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            var now = stat()
            if from >= 0, fstat(from, &now) == 0 { _ = sendfile(to, from, nil, Int(now.st_size)) }
            close(to)
            // This process holds no lock on it that closing could lose: work() is over with it.
            if from >= 0 { close(from) }
        }
    }

    // MARK: What is said, and what is there

    private func hear(_ error: StoreError, _ note: String) {
        kinds[error.kind, default: 0] += 1
        switch error.kind {
        case .io, .full, .cannotOpen, .busy, .readOnly: break
        case .corrupt, .notADatabase:
            // SQLite's name for a read that the disk refused; nothing is set aside for it but at a
            // start, which looks twice.
            if !note.hasPrefix("io at pread64") { verdict.wrong("\(note): \(error)") }
        case .other: verdict.wrong("\(note): \(error)")
        }
    }

    private func check(_ acknowledged: [CallID], _ note: String, isWhole: Bool) {
        if isWhole, acknowledged.count != Int(FaultLoop.batches * FaultLoop.callsInBatch) {
            verdict.wrong("\(note): nothing failed and not everything was written")
        }
        do throws(StoreError) {
            let ledger = try Ledger(path: after, zone: .utc, now: FaultLoop.now)
            let state = try ledger.revive(
                zone: .utc, repeatWindow: .hours(1), now: FaultLoop.now)
            for id in acknowledged where !state.calls.contains(id) {
                verdict.lost += 1
                verdict.note("\(note): \(id) was acknowledged and is lost")
            }
            if state.calls.count % Int(FaultLoop.callsInBatch) != 0 {
                verdict.wrong("\(note): a batch is there in part")
            }
            let words = try Integrity.findings(of: after, .full)
            if !words.isEmpty { verdict.wrong("\(note): \(words[0])") }
        } catch {
            verdict.wrong("\(note): the file cannot be opened any more: \(error)")
        }
    }
}
