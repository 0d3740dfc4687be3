// SPDX-License-Identifier: Apache-2.0
/// Who may have been missed, in a trial: people ring round, and write down how it ended.
/// Never more orderly than people are: homes that are not on the list, that somebody else rings, twice.

import Vocabulary
import Wire

extension TrialRun {
    /// An operator, a supervisor or, rarely, somebody who may not, does something about the list.
    func ringRound(_ draw: inout Chance) {
        let names = peers.filter { $0.agent != nil }.map(\.name) + ["sue", "sue", "max"]
        let name = draw.pick(names)
        guard let peer = peers.first(where: { $0.name == name && $0.awayUntil <= now }),
            peer.isSeated, peer.frozenUntil <= now, let line = peer.line
        else { return }
        peer.owed.append(.missed)
        say(Array((word(of: peer, &draw) + "\n").utf8), on: line)
    }

    private func word(of peer: TrialPeer, _ draw: inout Chance) -> String {
        guard let given = peer.homeToRing, draw.happens(900) else {
            if draw.happens(850) { return "MISSED NEXT" }
            let home = TrialTown.home(trial, draw.below(trial.homes))
            return "MISSED \(draw.pick(["REACHED", "UNREACHED", "BACK"])) home=\(home)"
        }
        if draw.happens(100) { return "MISSED NEXT" }
        if !draw.happens(50) { peer.homeToRing = nil }
        let note = draw.happens(500) ? " note=\"平安\"" : ""
        switch draw.below(10) {
        case 0..<4: return "MISSED REACHED home=\(given)\(note)"
        case 4..<9: return "MISSED UNREACHED home=\(given)\(note)"
        default: return "MISSED BACK home=\(given)"
        }
    }
}
