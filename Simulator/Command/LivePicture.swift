// SPDX-License-Identifier: Apache-2.0
/// The centre at work, as a picture that is drawn anew each second, or as plain progress lines.
/// Never shows a name or a health note: device and call numbers only.

import Glibc
import Vocabulary
import World

final class LivePicture {
    /// Real microseconds between two pictures, and between two plain lines.
    static let pictureSpan: Stamp = 1_000_000
    static let plainSpan: Stamp = 10_000_000
    /// Last events shown.
    static let notesMax = 8

    private let isPlain: Bool
    private var isShown = false
    private var nextAt: Stamp = 0
    private var notes: [String] = []
    private var noteCount = 0

    init(isPlain: Bool) { self.isPlain = isPlain }

    /// Something worth a line.
    func note(_ text: String) {
        noteCount += 1
        guard !isPlain else { return }
        notes.append(text)
        if notes.count > LivePicture.notesMax { notes.removeFirst() }
    }

    /// Draws, where it is time to.
    func refresh(_ run: LiveRun) {
        guard run.realNow >= nextAt else { return }
        nextAt = run.realNow + (isPlain ? LivePicture.plainSpan : LivePicture.pictureSpan)
        if isPlain { return say(plain(run)) }
        if !isShown {
            isShown = true
            // The alternate screen, without cursor.
            LiveFiles.put(Array("\u{1B}[?1049h\u{1B}[?25l".utf8), to: STDOUT_FILENO)
        }
        let lines = drawn(run).map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
        LiveFiles.put(Array("\u{1B}[H\(lines)\u{1B}[J".utf8), to: STDOUT_FILENO)
    }

    /// Gives the terminal back.
    func end() {
        guard isShown else { return }
        isShown = false
        LiveFiles.put(Array("\u{1B}[?25h\u{1B}[?1049l".utf8), to: STDOUT_FILENO)
    }

    private func plain(_ run: LiveRun) -> String {
        let level = run.books.answeredSoFar(within: 12, factor: run.settings.speed)
        return "\(townClock(run)) presses \(run.books.storedAlarmCount) waiting "
            + "\(run.books.waitingCount) open \(run.books.openCalls.count) operators free "
            + "\(count(run) { $0 == .idle }) busy \(count(run, LivePicture.isBusy)) within 12 s "
            + "\(level.numerator)/\(level.denominator) unexpected \(run.books.unexpectedCount)"
    }

    private func drawn(_ run: LiveRun) -> [String] {
        let settings = run.settings
        let level = run.books.answeredSoFar(within: 12, factor: settings.speed)
        let passed = Double((run.townNow - settings.from).milliseconds)
        let whole = Double((settings.to - settings.from).milliseconds)
        let filled = min(50, max(0, Int(50 * passed / whole)))
        var lines = [
            "\u{1B}[1m平安鐘 SafeBell\u{1B}[0m   town time \(townClock(run))   "
                + "\(decimal(settings.speed)) x   \(settings.town.homeCount) homes   Ctrl-C ends",
            "[" + String(repeating: "#", count: filled)
                + String(repeating: ".", count: 50 - filled) + "]",
            "",
            "presses    \(run.books.storedAlarmCount) of \(run.day.pressCount) stored, "
                + "\(run.books.resendCount) sent again",
            "waiting    \(run.books.waitingCount)      in hand "
                + "\(run.books.openCalls.count - run.books.waitingCount)",
            "operators  free \(count(run) { $0 == .idle })  busy "
                + "\(count(run, LivePicture.isBusy))  away \(count(run) { $0 == .away })  of "
                + "\(run.seatPeers.count)",
            "answered within 12 s so far: \(level.numerator) of \(level.denominator) = "
                + percent(level.share),
            "heartbeats \(run.counts.heartbeats)   connections \(run.client.openCount)   "
                + "unexpected \(run.books.unexpectedCount)",
        ]
        if run.counts.diallers > 0 {
            lines.append(
                "DC-09      \(run.counts.diallers) devices dial   "
                    + "\(run.books.dialledPressCount) presses")
        }
        lines.append("")
        lines += run.seatPeers.prefix(20).map { seat(run.peers[$0]) }
        lines.append("")
        lines += notes
        return lines
    }

    private func seat(_ peer: LivePeer) -> String {
        let name = peer.name + String(repeating: " ", count: max(1, 12 - peer.name.count))
        let what: String =
            switch peer.agent?.standing {
            case .idle: "free"
            case .reaching(let call, _), .taking(let call): "answers  \(call)"
            case .handling(let call): "talks    \(call)"
            case .wrappingUp: "writes"
            case .missing: "not looking"
            case .away: "away"
            case .gone, nil: "-"
            }
        return "  \(name)\(what)"
    }

    private func count(
        _ run: LiveRun, _ matches: (OperatorAgent.Standing) -> Bool
    ) -> Int {
        run.seatPeers.count { run.peers[$0].agent.map { matches($0.standing) } ?? false }
    }

    private static func isBusy(_ standing: OperatorAgent.Standing) -> Bool {
        switch standing {
        case .reaching, .taking, .handling, .wrappingUp: true
        case .gone, .idle, .missing, .away: false
        }
    }

    private func townClock(_ run: LiveRun) -> String {
        let seconds = Int(run.townNow.milliseconds / 1000)
        return "day \(seconds / 86_400 + 1) \(padded(seconds / 3600 % 24, 2)):"
            + "\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    }
}
