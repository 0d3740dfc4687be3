// SPDX-License-Identifier: Apache-2.0
// The gate: nothing is promised before it is on disk, nobody waits longer than the patience, and
// every word leaves exactly once.

import Desk
import Vocabulary
import XCTest

final class CommitGateTests: XCTestCase {
    private let patience = Span(milliseconds: 200)
    private func at(_ milliseconds: Int64) -> Moment { Moment(milliseconds: milliseconds) }
    private let gateway = ConnectionID(raw: 1)

    private func promise(_ request: UInt64) -> Effect {
        .reply(
            Requester(connection: gateway, request: request),
            .alarmStored(Reference("\(request)"), CallID(raw: Int64(request))))
    }
    private func word(_ number: Int64) -> Effect {
        .notice(number: number, .everyone, .somebodyOnDuty)
    }
    private let fact = Fact.somebodyOnDuty

    func test_factlessAnswer_leavesWithTheLastStepBeforeIt() {
        var gate = CommitGate(patience: patience)
        var out: [Released] = []
        gate.admit(Decision(facts: [fact], effects: [promise(1)]), step: 1, at: at(0), into: &out)
        gate.admit(Decision(effects: [promise(1)]), step: 2, at: at(0), into: &out)
        XCTAssertTrue(out.isEmpty)
        // The disk is told of step 1 only: step 2 has nothing to save.
        gate.committed(through: 1, into: &out)
        XCTAssertEqual(
            out,
            [
                Released(effect: promise(1), unsaved: false),
                Released(effect: promise(1), unsaved: false),
            ])
        XCTAssertEqual(gate.pending, 0)
    }

    func test_deadDisk_repeatedAlarmIsNotPromised() {
        var gate = CommitGate(patience: patience)
        var out: [Released] = []
        gate.storeFailed(.full, into: &out)
        gate.admit(Decision(facts: [fact], effects: [promise(1)]), step: 1, at: at(0), into: &out)
        gate.admit(Decision(effects: [promise(1)]), step: 2, at: at(9), into: &out)
        XCTAssertEqual(out.count, 2)
        for released in out {
            guard case .reply(_, .retry(Reference("1"), _)) = released.effect else {
                return XCTFail("\(released)")
            }
        }
    }

    /// Trials with a full disk: TAKEN of an alarm that was refused came before its own 250.
    func test_refusedAlarm_takenFollowsTheRepeats250() {
        var gate = CommitGate(patience: patience)
        var out: [Released] = []
        let taken = Effect.taken(
            gateway,
            TakenNotice(
                number: 8, gateway: GatewayID("gw-1"), device: DeviceID("A1"),
                reference: Reference("1"), call: CallID(raw: 1)))
        gate.admit(Decision(facts: [fact], effects: [promise(1)]), step: 1, at: at(0), into: &out)
        gate.admit(Decision(facts: [fact], effects: [taken]), step: 2, at: at(1), into: &out)
        gate.storeFailed(.full, into: &out)
        gate.committed(through: 2, into: &out)
        gate.storeRecovered()
        XCTAssertEqual(out.count, 1, "only the refusal: \(out)")
        out = []
        gate.admit(Decision(effects: [promise(1), taken]), step: 3, at: at(9), into: &out)
        XCTAssertEqual(out.map(\.effect), [promise(1), taken])
    }

    func test_recoveredDisk_repeatedAlarmWaitsForItsFirstToBeSaved() {
        var gate = CommitGate(patience: patience)
        var out: [Released] = []
        gate.storeFailed(.full, into: &out)
        gate.admit(Decision(facts: [fact], effects: [promise(1)]), step: 1, at: at(0), into: &out)
        gate.storeRecovered()
        out = []
        gate.admit(Decision(effects: [promise(1)]), step: 2, at: at(9), into: &out)
        XCTAssertTrue(out.isEmpty, "promised before the commit")
        gate.committed(through: 1, into: &out)
        XCTAssertEqual(out, [Released(effect: promise(1), unsaved: false)])
    }

    func test_silentStep_isStoodBehind() {
        var gate = CommitGate(patience: patience)
        var out: [Released] = []
        gate.admit(Decision(facts: [fact]), step: 1, at: at(0), into: &out)
        gate.admit(Decision(effects: [promise(1)]), step: 2, at: at(0), into: &out)
        XCTAssertTrue(out.isEmpty)
        gate.committed(through: 1, into: &out)
        XCTAssertEqual(out.count, 1)
    }

    func test_patience_servesPeopleAndKeepsPromises() {
        var gate = CommitGate(patience: patience)
        var out: [Released] = []
        gate.admit(
            Decision(facts: [fact], effects: [promise(1), word(1)]), step: 1, at: at(0), into: &out)
        XCTAssertEqual(gate.nextExpiry, at(200))
        gate.expire(at: at(199), into: &out)
        XCTAssertTrue(out.isEmpty)
        gate.expire(at: at(200), into: &out)
        XCTAssertEqual(out, [Released(effect: word(1), unsaved: true)])
        XCTAssertNil(gate.nextExpiry)
        gate.committed(through: 1, into: &out)
        XCTAssertEqual(out.last, Released(effect: promise(1), unsaved: false))
        XCTAssertEqual(out.count, 2)
    }

    /// Random disks: a model remembers when each step was saved and when each word was due.
    func test_randomDisks_keepTheInvariants() {
        for seed in 0..<400 as Range<UInt64> {
            var run = GateRun(seed: seed, patience: patience)
            for _ in 0..<200 { run.play() }
            run.finish()
            XCTAssertEqual(run.wrong, [], "seed \(seed)")
        }
    }
}

/// One random history of a gate, and what must hold of it.
private struct GateRun {
    private var dice: Dice
    private var gate: CommitGate
    private let patience: Span
    private var now: Int64 = 0
    private var step: Int64 = 0
    private var saved: Int64 = 0
    private var lastFactful: Int64 = 0
    private var trouble = false
    private var word: Int64 = 0
    private var request: UInt64 = 0
    /// Words and requests that are still inside: the step before which they may not be promised.
    private var words: [Int64: (since: Int64, behind: Int64)] = [:]
    private var promises: [UInt64: Int64] = [:]
    private var lastRequest: [ConnectionID: UInt64] = [:]
    private(set) var wrong: [String] = []

    init(seed: UInt64, patience: Span) {
        dice = Dice(seed: seed)
        gate = CommitGate(patience: patience)
        self.patience = patience
    }

    mutating func play() {
        now += Int64(dice.roll(60))
        var out: [Released] = []
        switch dice.roll(10) {
        case 0..<5:
            admit(&out)
        case 5..<7:
            if lastFactful > saved, !trouble {
                saved += 1 + Int64(dice.roll(Int(lastFactful - saved)))
                gate.committed(through: saved, into: &out)
            }
        case 7:
            if dice.oneIn(3), !trouble {
                trouble = true
                gate.storeFailed(.full, into: &out)
            }
        case 8:
            if trouble, dice.oneIn(2) {
                // As the store worker does it: what it had kept is saved, then it says so. Steps
                // that came since are on their way.
                saved = max(saved, lastFactful - Int64(dice.roll(3)))
                gate.committed(through: saved, into: &out)
                trouble = false
                gate.storeRecovered()
            }
        default: break
        }
        check(out)
        out = []
        gate.expire(at: Moment(milliseconds: now), into: &out)
        check(out)
        for (number, word) in words where now - word.since >= patience.milliseconds {
            wrong.append("word \(number) of \(word.since) is still waiting at \(now)")
        }
    }

    private mutating func admit(_ out: inout [Released]) {
        step += 1
        let facts: [Fact] = dice.oneIn(3) ? [] : [.somebodyOnDuty]
        if !facts.isEmpty { lastFactful = step }
        var effects: [Effect] = []
        for _ in 0..<dice.roll(4) {
            if dice.oneIn(2) {
                word += 1
                words[word] = (now, lastFactful)
                effects.append(.notice(number: word, .everyone, .somebodyOnDuty))
            } else {
                request += 1
                promises[request] = lastFactful
                effects.append(
                    .reply(
                        Requester(
                            connection: ConnectionID(raw: 1 + request % 3), request: request),
                        .alarmStored(Reference("\(request)"), CallID(raw: 1))))
            }
        }
        gate.admit(
            Decision(facts: facts, effects: effects), step: step, at: Moment(milliseconds: now),
            into: &out)
    }

    private mutating func check(_ out: [Released]) {
        for one in out {
            switch one.effect {
            case .notice(let number, _, _):
                guard let word = words.removeValue(forKey: number) else {
                    wrong.append("word \(number) twice")
                    continue
                }
                if one.unsaved != (word.behind > saved), !trouble {
                    wrong.append("word \(number) marked \(one.unsaved)")
                }
                if !one.unsaved, word.behind > saved { wrong.append("\(number) not marked") }
            case .reply(let asker, .alarmStored):
                leave(asker)
                if one.unsaved { wrong.append("promise \(asker.request) marked unsaved") }
                if let behind = promisedBehind, behind > saved {
                    wrong.append("promise \(asker.request) before step \(behind) was saved")
                }
                if lastRequest[asker.connection] ?? 0 > asker.request {
                    wrong.append("promise \(asker.request) out of order")
                }
                lastRequest[asker.connection] = asker.request
            case .reply(let asker, .retry(let reference, _)):
                leave(asker)
                if !trouble { wrong.append("refused \(asker.request) without trouble") }
                if reference != Reference("\(asker.request)") { wrong.append("wrong reference") }
            default: wrong.append("unknown \(one.effect)")
            }
        }
    }

    private var promisedBehind: Int64?
    private mutating func leave(_ asker: Requester) {
        promisedBehind = promises.removeValue(forKey: asker.request)
        if promisedBehind == nil { wrong.append("request \(asker.request) answered twice") }
    }

    /// The disk works in the end: nothing may be left inside.
    mutating func finish() {
        var out: [Released] = []
        gate.committed(through: lastFactful, into: &out)
        saved = lastFactful
        if trouble {
            trouble = false
            gate.storeRecovered()
        }
        check(out)
        out = []
        now += patience.milliseconds
        gate.expire(at: Moment(milliseconds: now), into: &out)
        check(out)
        if gate.pending != 0 { wrong.append("\(gate.pending) steps are stuck") }
        if !words.isEmpty { wrong.append("words are stuck: \(words.keys.sorted())") }
        if !promises.isEmpty { wrong.append("promises are stuck: \(promises.keys.sorted())") }
    }
}
