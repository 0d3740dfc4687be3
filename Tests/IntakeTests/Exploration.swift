// SPDX-License-Identifier: Apache-2.0
/// Owns the walk through every interleaving of a small model: each reachable state once.
/// Never knows what is modelled, and never gives up early: too many states is a failure.

/// A state of a model of an algorithm, with every thread's next atomic step.
protocol InterleavingModel: Hashable {
    /// What the algorithm promises, broken.
    typealias Violation = ModelViolation

    /// The states that one step of one thread leads to; empty when no thread can go on.
    func successors() throws(Violation) -> [Self]

    /// Checks what must hold in every state; `isFinal` when no thread can go on.
    func check(isFinal: Bool) throws(Violation)
}

/// Which promise was broken.
enum ModelViolation: Error, Equatable {
    case lost, doubled, outOfOrder, overtakenByLowerBand, sleepsBesideWork, wokenTwice
    case sharedNode, missingNode
    case tooManyStates
}

/// What a walk found.
struct Exploration: Equatable {
    var stateCount = 0
    var finalCount = 0
    var violation: ModelViolation?

    /// Far more than any scenario here needs; a model that grows beyond is a mistake.
    static let stateCountMax = 3_000_000

    /// Visits every state that can be reached from `start`, or stops at the first broken promise.
    init(of start: some InterleavingModel) {
        do {
            try walk(from: start)
        } catch {
            violation = error
        }
    }

    private mutating func walk<Model: InterleavingModel>(
        from start: Model
    ) throws(ModelViolation) {
        var seen: Set<Model> = [start]
        var open = [start]
        while let state = open.popLast() {
            stateCount += 1
            guard stateCount <= Self.stateCountMax else { throw .tooManyStates }
            let next = try state.successors()
            finalCount += next.isEmpty ? 1 : 0
            try state.check(isFinal: next.isEmpty)
            for successor in next where seen.insert(successor).inserted {
                open.append(successor)
            }
        }
    }
}

/// Small numbers in one word, four bits each, index 0 lowest: cheap to hash and to compare.
struct Nibbles: Hashable {
    var word: UInt64 = 0

    subscript(index: Int) -> Int {
        get { Int(word >> (UInt64(index) * 4) & 15) }
        set {
            let shift = UInt64(index) * 4
            word = word & ~(15 << shift) | UInt64(newValue) << shift
        }
    }

    var isEmpty: Bool { word == 0 }

    /// As a stack of non-zero numbers: the newest is at index 0.
    mutating func push(_ number: Int) { word = word << 4 | UInt64(number) }

    mutating func pop() -> Int {
        defer { word >>= 4 }
        return self[0]
    }
}
