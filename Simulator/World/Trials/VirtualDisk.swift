// SPDX-License-Identifier: Apache-2.0
/// A disk that can be slow, full or broken, and what is on it: the store worker's rules without a
/// store worker.
/// Never forgets what it has reported as written; what it had not reported may be there or not.

import Desk
import Vocabulary

struct VirtualDisk {
    /// What came of a try to write.
    enum Written {
        case committed(through: Int64, Int)
        case failed(StoreTrouble)
        case nothing
    }
    /// Everything that is on it, folded.
    private(set) var memory: DeskState
    /// Steps folded into `memory`, in order, for those who keep books: cleared by them.
    var news: [SavedStep] = []
    private var mailbox: [SavedStep] = []
    private var batch: [SavedStep] = []
    /// How many of `batch` are being written.
    private(set) var writing = 0
    private(set) var trouble: StoreTrouble?
    private var startedWithout = false
    /// It has no room.
    var isFull = false
    /// The next commit fails with an I/O error.
    var breaksNext = false
    private var isDead = false

    init(holding memory: DeskState) { self.memory = memory }

    var hasWork: Bool { !mailbox.isEmpty || !batch.isEmpty }

    mutating func save(_ steps: [SavedStep]) { mailbox += steps }

    /// Takes what waits; true: a commit begins, and `finish` must be called when its time is over.
    mutating func begin() -> Bool {
        guard writing == 0 else { return false }
        switch trouble {
        case .broken:
            mailbox = []
            return false
        case .full:
            batch += mailbox
            mailbox = []
            return false
        case nil: break
        }
        batch += mailbox
        mailbox = []
        writing = batch.count
        return writing > 0
    }

    mutating func finish() -> Written {
        let count = writing
        writing = 0
        guard count > 0, trouble == nil else { return .nothing }
        if breaksNext {
            breaksNext = false
            trouble = .broken
            isDead = true
            return .failed(.broken)
        }
        if isFull {
            trouble = .full
            return .failed(.full)
        }
        return commit(count)
    }

    /// Each second while it was full. nil: still full.
    mutating func retry() -> Written? {
        guard trouble == .full else { return .nothing }
        if breaksNext {
            breaksNext = false
            trouble = .broken
            isDead = true
            return .failed(.broken)
        }
        guard !isFull else { return nil }
        trouble = nil
        return batch.isEmpty ? .nothing : commit(batch.count)
    }

    private mutating func commit(_ count: Int) -> Written {
        fold(batch[..<count])
        let through = batch[count - 1].sequence
        batch.removeFirst(count)
        return .committed(through: through, count)
    }

    private mutating func fold(_ steps: ArraySlice<SavedStep>) {
        for step in steps {
            for fact in step.facts { memory.remember(fact, at: step.at) }
        }
        news += steps
    }

    /// The process ends at once. What was being written is there whole or not at all (SQLite's
    /// promise; the crash images test it); after an I/O error the same.
    mutating func crash(keepsBatch: Bool) {
        if keepsBatch, isDead || writing > 0 {
            fold(batch[..<(isDead ? batch.count : writing)])
        }
        mailbox = []
        batch = []
        writing = 0
        trouble = nil
        isDead = false
        startedWithout = false
    }

    /// What a start reads: whoever was there is not there any more.
    mutating func revive() -> DeskState {
        memory = memory.revived()
        return memory
    }

    /// A start writes its own beginning before anybody is let in.
    /// - Returns: false where the disk has no room: it starts without one.
    mutating func start(with steps: [SavedStep]) -> Bool {
        guard !isFull else {
            trouble = .full
            startedWithout = true
            return false
        }
        fold(steps[...])
        return true
    }

    /// Whether the centre that runs now began without it: it should start anew.
    var beganWithoutIt: Bool { startedWithout }

    /// An orderly end: everything there is, where there is room for it; the rest is lost, and the log
    /// says so.
    mutating func flush() {
        if trouble == nil, !isFull, !isDead {
            batch += mailbox
            fold(batch[...])
        }
        crash(keepsBatch: false)
    }
}
