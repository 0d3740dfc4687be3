// SPDX-License-Identifier: Apache-2.0
/// What every ordeal is: a way to break something, how often, and what came of it.
/// Never decides what was promised: that is the same for all of them (lost, doubled, unexpected: 0).

import Rig

/// What an ordeal has to say at its end: one row of the table.
struct Verdict {
    /// How often it was done: kills, cuts, images, runs.
    var amount = 0
    /// What `amount` counts, in the plural.
    var unit: String
    /// Alarms acknowledged in all, where the ordeal sends any.
    var acknowledged = 0
    /// Acknowledged and not there afterwards.
    var lost = 0
    /// There twice, or in two people's hands.
    var doubled = 0
    /// Anything else that must not be: never sent, a refusal, a hang, a bound passed.
    var unexpected = 0
    /// Figures worth a word: "ready after 41 ms".
    var remark = ""
    /// What was wrong, the first few.
    private(set) var problems: [String] = []

    /// Problems kept with their text; the rest are counted.
    static let problemsKept = 5

    init(unit: String) { self.unit = unit }

    mutating func wrong(_ text: String) {
        unexpected += 1
        note(text)
    }
    mutating func note(_ text: String) {
        if problems.count < Verdict.problemsKept { problems.append(text) }
    }

    var isClean: Bool { lost == 0 && doubled == 0 && unexpected == 0 && amount > 0 }
}

/// Why an ordeal could not be held here: a tool is missing, or a right. Counts as not run.
struct NotHere: Error {
    let reason: String
}

/// One way to break something.
protocol Ordeal {
    /// One word, as `--only` takes it.
    static var name: String { get }
    /// The catalogue's number: "T1".
    static var catalogue: String { get }
    /// A line for people.
    static var meaning: String { get }
    /// Its part of the budget, against the others' parts; 0: it is quick and takes what it takes.
    static var share: Double { get }
    /// How much is enough, in the verdict's unit; it goes on until then or until its time is over.
    static var enough: Int { get }
    /// Programs that must be there.
    static var tools: [String] { get }
    /// Whether it must find something wrong: a control run. A clean verdict is then the failure.
    static var mustFail: Bool { get }
    static func run(_ bench: Bench) throws -> Verdict
}

extension Ordeal {
    static var share: Double { 0 }
    static var enough: Int { 1 }
    static var tools: [String] { [] }
    static var mustFail: Bool { false }
}

/// What an ordeal is given.
struct Bench {
    /// The same seed, the same choices; what the machine does in between is its own.
    let seed: UInt64
    /// It should stop by then (`seconds()`).
    let deadline: Double
    /// How much is enough.
    let enough: Int
    /// A folder of its own.
    let folder: String
    /// Says how far it is.
    let say: (String) -> Void

    var isOver: Bool { seconds() >= deadline }
}
