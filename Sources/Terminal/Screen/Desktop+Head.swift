// SPDX-License-Identifier: Apache-2.0
/// The first row: who, on which duty, what is wrong, how many wait and for how long.
/// Never lets a warning take the place of how many wait.

import Vocabulary

extension Desktop {
    func drawHead(_ canvas: inout Canvas, now: Int64) {
        canvas.fill(.bar, row: 0)
        var at = canvas.put(" 平安鐘 ", row: 0, column: 0, ink: .bar)
        at = canvas.put("\(fitted(user, to: 12)) ", row: 0, column: at, ink: .bar)
        if !link.isHere {
            canvas.put("\(say(.connecting)) ...", row: 0, column: at, ink: .alarm)
            return
        }
        if isWall {
            at = canvas.put(" \(say(.wall)) ", row: 0, column: at, ink: .bar)
        } else {
            at = canvas.put(
                " \(Terms.word(duty, language).uppercased()) ", row: 0, column: at,
                ink: Self.onDuty.contains(duty) ? .next : .key)
        }
        if overlay != .none, !room.offers.isEmpty {
            at = canvas.put(" >> \(say(.offeredToYou)) ", row: 0, column: at + 1, ink: .next)
        }
        let line = lineText(now)
        if let text = troubleText(to: columns - at - 3 - columnsWide(line)) {
            at = canvas.put(text, row: 0, column: at + 1, ink: .alarm)
        }
        // What does not fit beside the rest goes: the service level, then the clock.
        let clock = clockText(now)
        for words in [[serviceLevelText(now), line, clock], [line, clock], [line]] {
            let text = words.filter { !$0.isEmpty }.joined(separator: "  ") + " "
            let start = columns - columnsWide(text)
            guard start > at || words.count == 1 else { continue }
            canvas.put(text, row: 0, column: max(at + 1, start), ink: .bar)
            break
        }
    }

    /// The most urgent trouble and how many there are beside it, in as many words as there is room for.
    private func troubleText(to width: Int) -> String? {
        guard let first = troubles.first else { return nil }
        let more = troubles.count > 1 ? " (+\(troubles.count - 1))" : ""
        let all = [first.long, first.short].map { " ! \($0)\(more) " }
        if let text = all.first(where: { columnsWide($0) <= width }) { return text }
        return fitted(" ! \(first.short)", to: max(4, width - columnsWide(more) - 1)) + more + " "
    }

    /// What cannot wait: a call about to be lost, then what is wrong with the centre itself.
    private var troubles: [(long: String, short: String)] {
        var all: [(String, String)] = []
        if !room.leases.isEmpty { all.append((say(.leaseWarning), say(.leaseShort))) }
        if room.isNobodyOnDuty { all.append((say(.nobodyOnDuty), say(.nobodyShort))) }
        switch room.storage {
        case "full": all.append((say(.storageFull), say(.storageFullShort)))
        case "broken": all.append((say(.storageBroken), say(.storageBrokenShort)))
        default: break
        }
        let missed = room.situation?.number("missed") ?? 0
        if missed > 0 {
            all.append(("\(missed) \(say(.homesMissed))", "\(missed) \(say(.homesShort))"))
        }
        return all
    }

    /// The centre's wall clock.
    func clockText(_ now: Int64) -> String {
        guard let wall = room.wall, let then = Moment(iso8601: wall.text),
            let zone = ZoneOffset(endOf: wall.text)
        else { return "" }
        let moment = then + Span(milliseconds: now - wall.at)
        let time = CivilTime(moment, in: zone)
        return "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
    }

    private func serviceLevelText(_ now: Int64) -> String {
        guard let level = room.level.figure(in: room, now: now) else { return "" }
        return "<=\(room.target / 1000)s \(level.answered * 100 / level.offered)%"
            + " (\(level.answered)/\(level.offered))"
    }

    private func lineText(_ now: Int64) -> String {
        guard let oldest = room.oldestAge(now: now) else {
            return "\(say(.waitingCount)) \(room.waitingCount)"
        }
        return "\(say(.waitingCount)) \(room.waitingCount) \(say(.oldest)) \(minutes(oldest))"
    }
}
