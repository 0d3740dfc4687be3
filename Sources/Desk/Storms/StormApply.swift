// SPDX-License-Identifier: Apache-2.0
/// Facts of storms made true in memory: a part of `DeskState.apply`.
/// Never decides: a fact that cannot be true here is our own mistake and traps.

import Vocabulary

extension DeskState {
    mutating func applyStorm(_ fact: Fact, at now: Moment) {
        switch fact {
        case .stormDeclared(let storm):
            precondition(!storms.contains(storm.id), "storm number given twice")
            storms[storm.id] = storm
            given(.attempts, storm.id.raw)
        case .stormExtended(let id, let until, _, _): _ = storms.update(id) { $0.until = until }
        case .callGrouped(let id, let storm, let rank, _):
            precondition(storms.contains(storm), "a group without a storm")
            change(id) {
                precondition($0.isWaiting && $0.storm == nil, "grouped where it cannot be")
                $0.storm = StormMark(storm: storm, rank: $0.rank)
                $0.rank = rank
                $0.tier = .operators
                $0.nextDutyCallAt = nil
            }
            _ = storms.update(storm) {
                $0.calls += 1
                $0.touched += 1
            }
        case .callLifted(let id, let storm, let rank, let reason, _):
            change(id) {
                precondition($0.storm?.storm == storm, "lifted out of a group it is not in")
                $0.storm = nil
                $0.rank = rank
                guard reason.waitsAnew else { return }
                $0.waitingSince = now
                $0.agedAt = now
            }
            _ = storms.update(storm) {
                $0.calls -= 1
                guard reason.isForGood, $0.left.count < Limits.listRowsMax else { return }
                $0.left.append(StormLeft(call: id, reason: reason))
            }
        case .stormEnded(let id, _, _, _):
            precondition(storms[id]?.calls == 0, "a storm ends with calls in its group")
            storms[id] = nil
        default: preconditionFailure("not a fact of a storm")
        }
    }
}
