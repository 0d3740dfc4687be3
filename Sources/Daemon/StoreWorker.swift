// SPDX-License-Identifier: Apache-2.0
/// The one writer: swaps the mailbox empty and commits everything in it, while the next batch forms
/// by itself (group commit without a timer). Never drops what it may still write.

import Desk
@preconcurrency import Dispatch
import Sockets
import Store
import Synchronization
import Vocabulary

/// What the store worker tells the others.
struct StoreNews: Sendable {
    /// Through which step, and the head of sealed history then; and whether nothing else waits, so that
    /// the caller may carry the news.
    var committed: @Sendable (Int64, HistoryHead?, _ inLine: Bool) -> Void
    var failed: @Sendable (StoreTrouble) -> Void
    var recovered: @Sendable () -> Void
    /// A centre that started without its database has it now: what was kept is written, and it
    /// should start anew to remember the rest.
    var opened: @Sendable () -> Void
    /// Nothing reaches the disk for a while (true), or something does again (false). Told again
    /// until it could be acted on.
    var stands: @Sendable (Bool) -> Bool
}

/// Holds the ledger by reference: a move-only value cannot stand in an optional that changes hands.
final class LedgerHolder {
    var ledger: Ledger
    init(_ ledger: consuming Ledger) { self.ledger = ledger }
}

/// Confined to the store's queue.
final class StoreDesk {
    var ledger: LedgerHolder?
    /// Taken from the mailbox and not yet on disk.
    var batch: [SavedStep] = []
    var trouble: StoreTrouble?
    var startedWithout = false
    /// When the last batch was written, and whether a look at the chores is due in a while.
    var wroteAt = Moment(milliseconds: 0)
    var choresPlanned = false

    init(_ ledger: LedgerHolder?) { self.ledger = ledger }
}

final class StoreWorker: Sendable {
    /// Chores begin when nothing was written for so long: who presses just after another press must
    /// not wait behind a checkpoint (its two syncs, 0.5-10 ms).
    private static let quietSpan = Span(milliseconds: 50)
    /// Where it is never quiet, chores are done between two batches after this.
    private static let quietWaitedMax = 100

    /// A disk that takes nothing for so long stands still. With a look each quarter of a second a
    /// second receiver is turned to within 3 s: before a device's own next try (EN 50136 DP4: 90 s).
    private static let stillSpan = Span(milliseconds: 2000)
    private static let lookMilliseconds = 250

    private let queue = DispatchQueue(label: "safebell.store", qos: .userInitiated)
    private let mailbox = Locked<[SavedStep]>([])
    private let desk: Confined<StoreDesk>
    private let news: StoreNews
    private let clock: CentreClock
    /// Opens the database of a centre that started without it.
    private let open: @Sendable () throws(StoreError) -> Ledger
    private let lost = Atomic<Int>(0)
    private let newestHead: Locked<HistoryHead?>
    /// Since when something waits for the disk and nothing has reached it, in the clock's
    /// milliseconds; 0: nothing waits. Set and cleared under the mailbox's lock.
    private let waitingSince = Atomic<Int64>(0)
    private let watchQueue = DispatchQueue(label: "safebell.store-watch")

    init(
        _ ledger: sending LedgerHolder?, clock: CentreClock, news: StoreNews,
        open: @escaping @Sendable () throws(StoreError) -> Ledger
    ) {
        let room = StoreDesk(ledger)
        if room.ledger == nil {
            room.trouble = .full
            room.startedWithout = true
        }
        newestHead = Locked(room.ledger?.ledger.head)
        desk = Confined(room, to: queue)
        self.news = news
        self.clock = clock
        self.open = open
    }

    /// Steps whose record is lost because the disk was dead for too long; 0 in good days.
    var lostSteps: Int { lost.load(ordering: .relaxed) }

    /// Steps that were decided and are not on disk; asked once nothing more is decided.
    var unsavedSteps: Int {
        queue.sync { desk.with { $0.batch.count } } + mailbox.withLock { $0.count }
    }

    /// The newest sealed row on disk; nil where history is not sealed, or there is no disk. Never
    /// waits for one.
    var head: HistoryHead? { newestHead.withLock { $0 } }

    /// One more try before the end, where the disk was full a moment ago.
    func tryOnceMore() {
        queue.sync {
            if desk.with({ $0.trouble == .full }) { retry() }
        }
    }

    /// Tries the disk again each second where the centre started without it.
    func start() {
        watch(wasStill: false)
        queue.async { @Sendable [self] in
            desk.with { if $0.trouble != nil { retryLater() } }
        }
    }

    /// Leaves steps for the disk; in order, from the desk worker only.
    func save(_ steps: [SavedStep]) {
        let wasEmpty = mailbox.withLock { waiting in
            let wasEmpty = waiting.isEmpty
            waiting.append(contentsOf: steps)
            if waitingSince.load(ordering: .relaxed) == 0 {
                waitingSince.store(clock.now.milliseconds, ordering: .relaxed)
            }
            return wasEmpty
        }
        if wasEmpty { queue.async { @Sendable [self] in commitWaiting() } }
    }

    /// Commits everything there is; returns when it is done or the disk has refused.
    func flush() {
        queue.sync { commitWaiting() }
    }

    // MARK: On the queue

    private func commitWaiting() {
        desk.with { room in
            let waiting = mailbox.withLock { waiting in
                let taken = waiting
                waiting = []
                return taken
            }
            switch room.trouble {
            case .broken:
                lost.wrappingAdd(waiting.count, ordering: .relaxed)
                return
            case .full:
                keep(waiting, &room)
                return
            case nil: room.batch.append(contentsOf: waiting)
            }
            write(&room)
        }
        tidy(isQuiet: false)
        planChores()
    }

    private func write(_ room: inout StoreDesk) {
        while !room.batch.isEmpty {
            let count = StoreWorker.stepsInOneCommit(room.batch)
            do throws(StoreError) {
                try room.ledger?.ledger.write(room.batch[..<count])
            } catch {
                fail(error, &room)
                return
            }
            let through = room.batch[count - 1].sequence
            if count == room.batch.count {
                room.batch.removeAll(keepingCapacity: count < 4096)
            } else {
                room.batch.removeFirst(count)
            }
            news.committed(through, noteHead(room), noteProgress(room))
        }
    }

    private func noteHead(_ room: StoreDesk) -> HistoryHead? {
        let head = room.ledger?.ledger.head
        newestHead.withLock { $0 = head }
        return head
    }

    /// Something is on disk. - Returns: whether nothing else waits.
    private func noteProgress(_ room: StoreDesk) -> Bool {
        mailbox.withLock { waiting in
            let nothingWaits = room.batch.isEmpty && waiting.isEmpty
            waitingSince.store(nothingWaits ? 0 : clock.now.milliseconds, ordering: .relaxed)
            return nothingWaits
        }
    }

    /// Looks from outside whether the store's queue gets anywhere: it hangs with its disk.
    private func watch(wasStill: Bool) {
        watchQueue.asyncAfter(
            deadline: .now() + .milliseconds(StoreWorker.lookMilliseconds)
        ) { @Sendable [self] in
            let since = waitingSince.load(ordering: .relaxed)
            let isStill = since != 0
                && clock.now - Moment(milliseconds: since) >= StoreWorker.stillSpan
            guard isStill != wasStill else { return watch(wasStill: wasStill) }
            let isHeard = news.stands(isStill)
            if isHeard, isStill {
                Log.error("store-stands", [("for-seconds", "2")])
            } else if isHeard {
                Log.info("store-moves")
            }
            watch(wasStill: isHeard ? isStill : wasStill)
        }
    }

    /// How many steps fit one transaction.
    private static func stepsInOneCommit(_ steps: [SavedStep]) -> Int {
        var facts = 0
        for (index, step) in steps.enumerated() {
            facts += step.facts.count
            if facts >= Limits.factsPerCommitMax { return index + 1 }
        }
        return steps.count
    }

    /// House rule 9: full or busy: keep and try again; an I/O error: never write this file again.
    private func fail(_ error: StoreError, _ room: inout StoreDesk) {
        switch error.kind {
        case .busy, .full, .cannotOpen, .readOnly:
            room.trouble = .full
            news.failed(.full)
            retryLater()
        case .io, .corrupt, .notADatabase, .other:
            room.trouble = .broken
            lost.wrappingAdd(room.batch.count, ordering: .relaxed)
            room.batch = []
            news.failed(.broken)
        }
        Log.error("store-failed", [
            ("kind", error.kind.rawValue), ("code", String(error.extendedCode)),
            ("message", error.message),
        ])
    }

    private func keep(_ steps: [SavedStep], _ room: inout StoreDesk) {
        room.batch.append(contentsOf: steps)
        let over = room.batch.count - Limits.unsavedDecisionsMax
        guard over > 0 else { return }
        // Memory is bounded: beyond the bound the record is lost, never the answer.
        lost.wrappingAdd(room.batch.count, ordering: .relaxed)
        room.batch = []
        room.trouble = .broken
        news.failed(.broken)
    }

    private func retryLater() {
        queue.asyncAfter(deadline: .now() + .seconds(1)) { @Sendable [self] in retry() }
    }

    private func retry() {
        let recovered = desk.with { room -> Bool in
            guard room.trouble == .full else { return false }
            if room.ledger == nil {
                do throws(StoreError) {
                    room.ledger = LedgerHolder(try open())
                } catch {
                    retryLater()
                    return false
                }
            }
            room.trouble = nil
            let count = StoreWorker.stepsInOneCommit(room.batch)
            do throws(StoreError) {
                if count > 0 { try room.ledger?.ledger.write(room.batch[..<count]) }
            } catch {
                if error.kind == .io || error.kind == .corrupt || error.kind == .notADatabase {
                    fail(error, &room)
                } else {
                    room.trouble = .full
                    retryLater()
                }
                return false
            }
            if count > 0 {
                let through = room.batch[count - 1].sequence
                room.batch.removeFirst(count)
                _ = noteProgress(room)
                news.committed(through, noteHead(room), false)
            }
            return true
        }
        guard recovered else { return }
        news.recovered()
        Log.info("store-recovered")
        commitWaiting()
        if desk.with({ $0.startedWithout }) { news.opened() }
    }

    /// Checkpoints and the like, between batches; when it is not quiet only what is overdue.
    private func tidy(isQuiet: Bool) {
        let more = desk.with { room -> Bool in
            guard room.trouble == nil else { return false }
            let busy = !isQuiet || mailbox.withLock { !$0.isEmpty }
            do throws(StoreError) {
                return try room.ledger?.ledger.tidy(now: clock.now, busy: busy) ?? false
            } catch {
                // Nothing acknowledged depends on it. But a sync that failed is never tried again,
                // and a checkpoint's would be, by the next one.
                guard error.kind != .io, error.kind != .corrupt, error.kind != .notADatabase else {
                    fail(error, &room)
                    return false
                }
                Log.warning("store-tidy", [("message", error.message)])
                return false
            }
        }
        if more, mailbox.withLock({ $0.isEmpty }) {
            queue.async { @Sendable [self] in tidy(isQuiet: isQuiet) }
        }
    }

    /// Looks at the chores once nothing has been written for a while.
    private func planChores() {
        let plan = desk.with { room -> Bool in
            room.wroteAt = clock.now
            defer { room.choresPlanned = true }
            return !room.choresPlanned
        }
        if plan { lookAtChores(after: 1) }
    }

    /// - Parameter turn: how often this has been put off.
    private func lookAtChores(after turn: Int) {
        let span = Int(StoreWorker.quietSpan.milliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(span)) { @Sendable [self] in
            let isQuiet = desk.with { room -> Bool in
                guard turn >= StoreWorker.quietWaitedMax
                    || clock.now - room.wroteAt >= StoreWorker.quietSpan
                else { return false }
                room.choresPlanned = false
                return true
            }
            if isQuiet { tidy(isQuiet: true) } else { lookAtChores(after: turn + 1) }
        }
    }
}
