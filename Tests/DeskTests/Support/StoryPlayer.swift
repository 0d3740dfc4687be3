// SPDX-License-Identifier: Apache-2.0
// Plays a story's lines on a real desk behind a real gate, with a disk that can be slow or dead.
// Never judges: what happened is written down, and compared elsewhere.

import Desk
import Vocabulary
import World

/// Why a line of a story cannot be played.
struct StoryError: Error, CustomStringConvertible {
    let description: String
}

/// The disk of a story.
enum StoryDisk { case works, holds, fails }

/// One desk and everything around it.
struct StoryPlayer: ~Copyable {
    var desk: Desk
    var gate: CommitGate
    var rules = SmallTown.rules()
    var now = SmallTown.opening
    /// What is on disk.
    var memory = SmallTown.state()
    /// Facts that wait for the disk.
    var unsaved: [(at: Moment, facts: [Fact])] = []
    var disk = StoryDisk.works
    var step: Int64 = 0
    var request: UInt64 = 0
    var names = Names()
    var connections: [String: ConnectionID] = [:]
    var connectionCount: UInt64 = 0
    var importLine = 1
    /// What happened, line by line.
    var written: [String] = []
    /// Lines of the step that are not written yet.
    private var heard: [String] = []

    init() {
        var memory = SmallTown.state()
        desk = SmallTown.desk(memory: &memory)
        gate = CommitGate(patience: rules.patience)
        self.memory = memory
    }

    /// Begins anew at `moment`, as a centre that starts then.
    mutating func begin(at moment: Moment) {
        now = moment
        memory = SmallTown.state()
        desk = SmallTown.desk(at: moment, memory: &memory)
    }

    // MARK: Time and steps

    /// Lets time pass until `moment`, waking the desk and the gate when they want it.
    mutating func wait(until moment: Moment) throws(StoryError) {
        while let next = earliest(), next <= moment {
            now = max(now, next)
            var released: [Released] = []
            gate.expire(at: now, into: &released)
            hear(released)
            try think(.clock)
            write("\(clock(now)) time passes", always: false)
        }
        now = max(now, moment)
    }

    private func earliest() -> Moment? {
        guard let due = desk.nextDeadline else { return gate.nextExpiry }
        return min(due, gate.nextExpiry ?? due)
    }

    /// One event, and whatever the commit brings back.
    mutating func think(_ event: DeskEvent) throws(StoryError) {
        let decision = desk.step(event, at: now)
        try take(decision)
        if disk == .works { try commit() }
    }

    private mutating func take(_ decision: Decision) throws(StoryError) {
        step += 1
        for fact in decision.facts {
            if let words = names.words(fact) { heard.append("  fact  \(words)") }
        }
        if !decision.facts.isEmpty { unsaved.append((now, decision.facts)) }
        var released: [Released] = []
        gate.admit(decision, step: step, at: now, into: &released)
        hear(released)
        let wrong = desk.violations
        guard wrong.isEmpty else {
            throw StoryError(description: wrong.joined(separator: "; "))
        }
    }

    /// Everything so far is on disk; what must follow a commit follows.
    mutating func commit() throws(StoryError) {
        for (at, facts) in unsaved {
            for fact in facts { memory.remember(fact, at: at) }
        }
        unsaved = []
        var released: [Released] = []
        gate.committed(through: step, into: &released)
        let followers = released.compactMap { one -> DeskEvent? in
            if case .afterCommit(let event) = one.effect { event } else { nil }
        }
        hear(released)
        for event in followers {
            try take(desk.step(event, at: now))
            if disk == .works { try commit() }
        }
    }

    mutating func fail(_ trouble: StoreTrouble) throws(StoryError) {
        disk = .fails
        try think(.storeFails(trouble))
        var released: [Released] = []
        gate.storeFailed(trouble, into: &released)
        hear(released)
    }

    mutating func recover() throws(StoryError) {
        disk = .works
        try commit()
        gate.storeRecovered()
        try think(.storeRecovers)
    }

    /// The process is killed; what is not on disk is lost; the centre comes up again.
    mutating func restart() throws(StoryError) {
        unsaved = []
        connections = [:]
        gate = CommitGate(patience: rules.patience)
        disk = .works
        memory = memory.revived()
        desk = Desk(state: memory, rules: rules)
        try take(desk.revive(at: now))
        try commit()
    }

    // MARK: Writing down

    private mutating func hear(_ released: [Released]) {
        for one in released {
            guard let words = names.words(one.effect) else { continue }
            heard.append("  \(one.unsaved ? "UNSAVED " : "")\(words)")
        }
    }

    /// Writes the heading and what was heard since the last one.
    mutating func write(_ heading: String, always: Bool = true) {
        if always || !heard.isEmpty { written.append(heading) }
        written += heard
        heard = []
    }

    // MARK: Who asks

    mutating func connect(_ name: String) -> ConnectionID {
        connectionCount += 1
        let id = ConnectionID(raw: connectionCount)
        connections[name] = id
        names.call(id, name)
        return id
    }

    mutating func ask(_ name: String) -> Requester {
        request += 1
        return Requester(connection: connections[name] ?? connect(name), request: request)
    }
}
