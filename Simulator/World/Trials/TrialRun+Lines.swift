// SPDX-License-Identifier: Apache-2.0
/// What travels between the centre and its peers, and how a line ends.
/// Never hands over what was on a line that has broken.

import Vocabulary
import Wire

extension TrialRun {
    /// Milliseconds on the way.
    func pause(_ line: Int) -> Int64 {
        let mean = lines[line].pace
        return mean < 2 ? mean : Int64(chance.below(Int(2 * mean)))
    }

    /// A new connection; its peer hears at once that there is one, or soon that there is none.
    func open(_ peer: Int, _ port: VirtualPort) -> Int {
        let place = lines.count
        let connection = ConnectionID(
            worker: place % 2, slot: place, generation: UInt32(truncatingIfNeeded: place + 1))
        let isSlow = weather.isOn(.delay)
        lines.append(
            VirtualLine(
                peer: peer, connection: connection, port: port, life: life,
                pace: isSlow ? Int64(chance.below(chance.happens(300) ? 3_000 : 200)) : 1))
        lineOf[connection] = place
        lines[place].lastToCentre = now + pause(place)
        plan(.opened(line: place), at: lines[place].lastToCentre)
        return place
    }

    /// The peer says something.
    func say(_ bytes: [UInt8], on line: Int) {
        guard lines[line].isOpenAtPeer else { return }
        lines[line].toCentre.append(bytes)
        let at = max(now + pause(line), lines[line].lastToCentre)
        lines[line].lastToCentre = at
        plan(.toCentre(line: line), at: at)
    }

    /// The centre says something.
    func carry(_ line: Int, _ bytes: [UInt8]) {
        guard lines[line].isOpenAtPeer else { return }
        lines[line].toPeer.append(bytes)
        let at = max(now + pause(line), lines[line].lastToPeer)
        lines[line].lastToPeer = at
        plan(.toPeer(line: line), at: at)
    }

    /// The peer ends it: the centre hears of it behind everything that is on the way.
    func closeAtPeer(_ line: Int) {
        guard lines[line].isOpenAtPeer else { return }
        lines[line].isOpenAtPeer = false
        guard !lines[line].isSilent else { return }
        plan(.goneAtCentre(line: line), at: max(now + pause(line), lines[line].lastToCentre))
    }

    /// The centre ends it, behind its last words.
    func closeAtCentre(_ line: Int) {
        lines[line].isOpenAtCentre = false
        plan(.goneAtPeer(line: line), at: max(now + pause(line), lines[line].lastToPeer))
    }

    /// It breaks: what is on the way is lost, and both ends hear of it, each in its time.
    func tear(_ line: Int) {
        let isOpenAtPeer = lines[line].isOpenAtPeer
        lines[line].isOpenAtPeer = false
        lines[line].isSilent = true
        lines[line].toCentre = []
        lines[line].toPeer = []
        if lines[line].isOpenAtCentre { plan(.goneAtCentre(line: line), in: pause(line)) }
        if isOpenAtPeer {
            lines[line].isOpenAtPeer = true
            plan(.goneAtPeer(line: line), in: pause(line))
        }
    }

    /// A silent line speaks again.
    func wakeLine(_ line: Int) {
        guard lines[line].isSilent else { return }
        lines[line].isSilent = false
        for _ in 0..<lines[line].stuckToCentre { plan(.toCentre(line: line), at: now) }
        for _ in 0..<lines[line].stuckToPeer { plan(.toPeer(line: line), at: now) }
        lines[line].stuckToCentre = 0
        lines[line].stuckToPeer = 0
        if !lines[line].isOpenAtPeer {
            plan(.goneAtCentre(line: line), at: max(now, lines[line].lastToCentre))
        }
        if !lines[line].isOpenAtCentre {
            plan(.goneAtPeer(line: line), at: max(now, lines[line].lastToPeer))
        }
    }

    func move(_ what: Happening) {
        switch what {
        case .opened(let line):
            guard lines[line].life == life, let centre, lines[line].isOpenAtPeer else {
                lines[line].isOpenAtCentre = false
                return plan(.goneAtPeer(line: line), in: 1)
            }
            centre.opened(lines[line].connection, port: lines[line].port)
            carryOut()
        case .toCentre(let line):
            if lines[line].isSilent {
                lines[line].stuckToCentre += 1
                return
            }
            guard lines[line].isOpenAtCentre, lines[line].life == life, let centre,
                !lines[line].toCentre.isEmpty
            else { return }
            let bytes = lines[line].toCentre.removeFirst()
            for part in bytes.split(separator: 10) {
                centre.heard(Array(part), on: lines[line].connection, at: centreNow)
            }
            planTurn()
            carryOut()
        case .goneAtCentre(let line):
            guard lines[line].isOpenAtCentre, lines[line].life == life, let centre else { return }
            lines[line].isOpenAtCentre = false
            centre.lost(lines[line].connection)
            planTurn()
            carryOut()
        case .toPeer(let line):
            if lines[line].isSilent {
                lines[line].stuckToPeer += 1
                return
            }
            guard lines[line].isOpenAtPeer, !lines[line].toPeer.isEmpty else { return }
            hear(lines[line].toPeer.removeFirst(), on: line)
        case .goneAtPeer(let line):
            guard lines[line].isOpenAtPeer else { return }
            lines[line].isOpenAtPeer = false
            ended(line)
        default: preconditionFailure("nothing that moves on a line")
        }
    }
}
