// SPDX-License-Identifier: Apache-2.0
/// Questions about the past, on a read-only connection of its own; backups. Never about now, and
/// never in the way of an alarm.

import Desk
@preconcurrency import Dispatch
import Glibc
import Sockets
import Store
import Vocabulary
import Wire

final class ReportWorker: Sendable {
    private let queue = DispatchQueue(label: "safebell.reports", qos: .utility)
    /// Answers from memory when the disk does not.
    private let patience = DispatchQueue(label: "safebell.reports-patience")
    private let path: String
    private let backupFolder: String
    private let zone: ZoneOffset
    private let target: Span
    private let scale: Double
    private let clock: CentreClock
    private let answer: @Sendable (Requester, [UInt8]) -> Void

    init(
        path: String, backupFolder: String, zone: ZoneOffset, target: Span, scale: Double,
        clock: CentreClock,
        answer: @escaping @Sendable (Requester, [UInt8]) -> Void
    ) {
        self.path = path
        self.backupFolder = backupFolder
        self.zone = zone
        self.target = target
        self.scale = scale
        self.clock = clock
        self.answer = answer
    }

    /// STATS.
    func stats(_ query: StatsQuery, _ asker: Requester) {
        queue.async { @Sendable [self] in
            let now = clock.now
            let midnight = Moment(
                milliseconds: now.milliseconds - zone.millisecondsOfDay(of: now))
            let from = query.from ?? midnight
            let to = query.to ?? now
            guard MeasureBounds.contains(query.target ?? target) else {
                let known = MeasureBounds.seconds.map(String.init).joined(separator: "|")
                return answer(asker, ReportWorker.wrong("target", expected: "\(known) seconds"))
            }
            do throws(StoreError) {
                let reports = try Reports(path: path, zone: zone, scale: scale)
                let rows = try reports.serviceLevel(
                    from: from, to: to, by: query.by, target: query.target ?? target, now: now)
                answer(asker, StatsWriting.bytes(
                    rows, from: from, to: to, by: query.by, target: query.target ?? target,
                    zone: zone))
            } catch {
                answer(asker, ReportWorker.failure(error))
            }
        }
    }

    /// LIST and SHOW of what is over.
    func past(_ question: PastQuestion, _ asker: Requester) {
        queue.async { @Sendable [self] in
            do throws(StoreError) {
                let reports = try Reports(path: path, zone: zone, scale: scale)
                answer(asker, try PastWriting.bytes(question, from: reports, zone: zone))
            } catch {
                answer(asker, ReportWorker.failure(error))
            }
        }
    }

    /// SHOW of an open call: the record as the desk has it, and the story so far from the disk. A disk
    /// that hangs costs the story and a second, never the record.
    func story(of record: CallRecord, _ asker: Requester) {
        let answer = self.answer
        let zone = self.zone
        let isAnswered = Locked<Bool>(false)
        let answerOnce: @Sendable (Story?) -> Void = { @Sendable story in
            let isFirst = isAnswered.withLock { known in
                defer { known = true }
                return !known
            }
            if isFirst { answer(asker, PastWriting.openCall(record, story, zone: zone)) }
        }
        queue.async { @Sendable [self] in
            do throws(StoreError) {
                let reports = try Reports(path: path, zone: zone, scale: scale)
                answerOnce(try Story(of: record.brief.id, after: record.storyAfter, from: reports))
            } catch {
                Log.warning("report-failed", [("message", error.message)])
                answerOnce(nil)
            }
        }
        patience.asyncAfter(deadline: .now() + .seconds(1)) { @Sendable in answerOnce(nil) }
    }

    /// BACKUP: an online copy, checked.
    func backup(_ name: String?, _ asker: Requester) {
        queue.async { @Sendable [self] in
            let stamp = clock.now.iso8601(in: zone).prefix(19).filter { $0 != ":" && $0 != "-" }
            let file = "\(backupFolder)/\(name ?? "safebell-\(stamp).sqlite")"
            // A copy may take the place of an older copy, never that of the living database.
            let living = path.split(separator: "/").last.map(String.init) ?? path
            if let name, name.hasPrefix(living) {
                let expected = "a name not beginning with \(living)"
                return answer(asker, ReportWorker.wrong("to", expected: expected))
            }
            // A folder that cannot be made shows in the copy's own error.
            _ = mkdir(backupFolder, 0o700)
            do throws(StoreError) {
                let report = try Backup.copy(from: path, to: file)
                var writer = LineWriter(.backup)
                writer.text("file", file)
                writer.field("bytes", report.bytes)
                writer.field("history", report.head == nil ? "not-sealed" : "sealed")
                if let head = report.head { writer.field("head", head.description) }
                Log.info("backup", [
                    ("file", file), ("head", report.head?.description ?? "not-sealed"),
                ])
                answer(asker, writer.finish())
            } catch {
                answer(asker, ReportWorker.failure(error))
            }
        }
    }

    private static func wrong(_ field: String, expected: String) -> [UInt8] {
        var writer = LineWriter(.field)
        writer.field("field", field)
        writer.text("expected", expected)
        return writer.finish()
    }

    private static func failure(_ error: StoreError) -> [UInt8] {
        Log.warning("report-failed", [("message", error.message)])
        var writer = LineWriter(error.kind == .busy ? .busy : .retry)
        writer.text("reason", error.message)
        return writer.finish()
    }
}
