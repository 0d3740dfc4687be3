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
        plan(.opened(line: place), in: pause(place))
        return place
    }

    /// The peer says something.
    func say(_ bytes: [UInt8], on line: Int) {
        guard lines[line].isOpenAtPeer else { return }
        if lines[line].isSilent {
            lines[line].stuckToCentre.append(bytes)
            return
        }
        let at = max(now + pause(line), lines[line].lastToCentre)
        lines[line].lastToCentre = at
        plan(.toCentre(line: line, bytes), at: at)
    }

    /// The centre says something.
    func carry(_ line: Int, _ bytes: [UInt8]) {
        guard lines[line].isOpenAtPeer else { return }
        if lines[line].isSilent {
            lines[line].stuckToPeer.append(bytes)
            return
        }
        let at = max(now + pause(line), lines[line].lastToPeer)
        lines[line].lastToPeer = at
        plan(.toPeer(line: line, bytes), at: at)
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
        lines[line].stuckToCentre = []
        lines[line].stuckToPeer = []
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
        let (toCentre, toPeer) = (lines[line].stuckToCentre, lines[line].stuckToPeer)
        lines[line].stuckToCentre = []
        lines[line].stuckToPeer = []
        for bytes in toCentre { say(bytes, on: line) }
        for bytes in toPeer { carry(line, bytes) }
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
        case .toCentre(let line, let bytes):
            guard lines[line].isOpenAtCentre, lines[line].life == life, let centre else { return }
            if lines[line].isSilent {
                // It fell silent with this on the way.
                if lines[line].isOpenAtPeer { lines[line].stuckToCentre.append(bytes) }
                return
            }
            // A line on the way when its connection is torn is lost.
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
        case .toPeer(let line, let bytes):
            guard lines[line].isOpenAtPeer else { return }
            if lines[line].isSilent {
                lines[line].stuckToPeer.append(bytes)
                return
            }
            hear(bytes, on: line)
        case .goneAtPeer(let line):
            guard lines[line].isOpenAtPeer else { return }
            lines[line].isOpenAtPeer = false
            ended(line)
        default: preconditionFailure("nothing that moves on a line")
        }
    }
}
