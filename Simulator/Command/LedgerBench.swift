// SPDX-License-Identifier: Apache-2.0
/// Owns the measurement of the store's rows: what an alarm costs between two syncs, its seal included, and
/// what a check of the chain costs.
/// Never measures a disk: the file is in memory, and only processor time counts.

import Desk
import Glibc
import Store
import Vocabulary

enum LedgerBench {
    /// Alarms that share a commit in a storm.
    private static let alarmsPerCommit = 24
    private static let alarmsPerRound = 24_000
    private static let roundCount = 9
    private static let zone = ZoneOffset(minutes: 480)

    struct Figures {
        /// Whether rows had seals.
        var isSealed: Bool
        /// Medians.
        var microsecondsPerAlarm: Double
        var microsecondsPerCheckedRow: Double
    }

    /// Writes and checks a file in a folder of its own.
    static func run() throws(StoreError) -> Figures {
        let folder = "/dev/shm/safebell-bench-\(getpid())"
        let path = "\(folder)/safebell.sqlite"
        mkdir(folder, 0o700)
        defer {
            for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
            rmdir(folder)
        }
        var ledger = try Ledger(path: path, zone: zone, now: Bench.now)
        var number: Int64 = 0
        var alarms: [Double] = []
        var rows: [Double] = []
        for _ in 0..<roundCount {
            let steps = steps(after: number)
            number += Int64(alarmsPerRound)
            let begin = processorMicroseconds
            var from = 0
            while from < steps.count {
                try ledger.write(steps[from..<min(from + alarmsPerCommit, steps.count)])
                from += alarmsPerCommit
                _ = try ledger.tidy(now: Bench.now, busy: true)
            }
            alarms.append((processorMicroseconds - begin) / Double(alarmsPerRound))
            let database = try Database(path: path, mode: .reading)
            let beginCheck = processorMicroseconds
            let report = try SealReport.of(database)
            precondition(report.breakCount == 0, "the bench broke the chain")
            rows.append((processorMicroseconds - beginCheck) / Double(number))
        }
        return Figures(
            isSealed: ledger.head != nil, microsecondsPerAlarm: median(alarms),
            microsecondsPerCheckedRow: median(rows))
    }

    private static func steps(after number: Int64) -> [SavedStep] {
        let now = Bench.now
        let day = zone.day(of: now)
        return (1...alarmsPerRound).map { place in
            let own = number + Int64(place)
            let signal = Signal(
                identity: AlarmIdentity(
                    device: DeviceID("A\(10_000 + own % 80_000)"), reference: Reference("\(own)"),
                    kind: .button, deviceTime: 0), gateway: GatewayID("gw-0001"))
            let call = OpenCall(
                id: CallID(day: day, number: own), home: HomeID("H\(own % 80_000)"), kind: .button,
                priority: .lifeSafety, arrivedAt: now, district: "Kowloon", language: "yue",
                plan: PlanID("emergency"), alarms: [AlarmEntry(signal: signal, receivedAt: now)])
            return SavedStep(sequence: own, at: now, facts: [.callOpened(call)])
        }
    }

    private static func median(_ figures: [Double]) -> Double {
        figures.sorted()[figures.count / 2]
    }

    private static var processorMicroseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}
