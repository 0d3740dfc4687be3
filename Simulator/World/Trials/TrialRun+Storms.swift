// SPDX-License-Identifier: Apache-2.0
/// A power cut in a trial: what homes say, a panel that never stops, and what supervisors order about it.
/// Never more sensible than people are: old previews, storms that are over, reasons that are missing.

import Vocabulary
import Wire

extension TrialRun {
    /// Most homes lose their power within ten minutes; one panel says its fault again and again.
    func planPowerCut() {
        var draw = Chance(seed: trial.seed, stream: 0x16_0000_0000)
        let begins = Int64(draw.below(Int(safetySpan)))
        for number in 1...(trial.homes * 2) {
            let at = min(safetySpan - 1, begins + Int64(draw.below(600_000)))
            let kind = draw.pick(["power-lost", "power-lost", "battery-low", "fault"])
            let place = draw.below(gateways.count)
            say(kind, of: draw.pick(gateways[place].devices), "c\(number)", at: at, place)
        }
        let place = draw.below(gateways.count)
        let device = draw.pick(gateways[place].devices)
        let kind = draw.happens(200) ? "button" : "fault"
        for number in 1...(10 + draw.below(40)) {
            let at = min(safetySpan - 1, begins + Int64(number * draw.below(20_000)))
            say(kind, of: device, "r\(number)", at: at, place)
        }
    }

    private func say(
        _ kind: String, of device: String, _ reference: String, at moment: Int64, _ place: Int
    ) {
        gateways[place].messages.append(
            TrialMessage(
                device: device, reference: reference, kind: kind, isAlarm: true, at: moment))
        plan(.message(gateway: place, gateways[place].messages.count - 1), at: moment)
    }

    /// A supervisor, the duty officer or, rarely, somebody who may not, orders something.
    func orderStorm(_ draw: inout Chance) {
        let names = draw.happens(100) ? [Staff.name(0), "max"] : ["sue", "sue", "dan"]
        let name = draw.pick(names)
        guard let peer = peers.first(where: { $0.name == name && $0.awayUntil <= now }),
            peer.isSeated, peer.frozenUntil <= now, let line = peer.line
        else { return }
        peer.owed.append(.storm)
        say(Array((order(of: peer, &draw) + "\n").utf8), on: line)
    }

    private func order(of peer: TrialPeer, _ draw: inout Chance) -> String {
        let storm = storms.isEmpty || draw.happens(50) ? 3 : draw.pick(storms)
        let reason = draw.happens(900) ? " reason=\"停電\"" : ""
        let minutes = 5 + draw.below(draw.happens(100) ? 900 : 40)
        if let preview = peer.preview, draw.happens(600) {
            let number = draw.happens(50) ? 7 : preview.number
            // Mostly it is used once.
            if draw.happens(850) { peer.preview = nil }
            if preview.isClosing != draw.happens(50) {
                return "STORM CLOSE preview=\(number)\(reason)"
            }
            return "STORM DECLARE preview=\(number) for=\(minutes)\(reason)"
        }
        switch draw.below(9) {
        case 0..<3:
            let areas = [
                "all", "all", TrialTown.district(trial, draw.below(trial.homes)), "Nowhere",
            ]
            let kinds = ["fault", "power-lost", "battery-low,fault,power-lost", "button,fault"]
            let lower = draw.happens(300) ? " lower=\(1 + draw.below(4))" : ""
            return "STORM PREVIEW area=\"\(draw.pick(areas))\" kinds=\(draw.pick(kinds))\(lower)"
        case 3..<5:
            return "STORM PREVIEW storm=\(storm) outcome="
                + draw.pick(["technical", "other", "resolved"])
        case 5: return "STORM EXTEND storm=\(storm) for=\(minutes)\(reason)"
        case 6: return "STORM UNDO storm=\(storm)\(reason)"
        case 7: return "STORM END storm=\(storm)"
        default: return draw.pick(["LIST storms", "LIST calls", "LIST calls storm=\(storm)"])
        }
    }
}
