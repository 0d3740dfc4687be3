// SPDX-License-Identifier: Apache-2.0
// Owns the telling of a `.talk` file to a running centre: who says what, and what must come back.
// Never waits for luck: every expectation is a line that must come within a bound.

import Glibc

/// One line of a `.talk` file.
///
///     set KEY=VALUE           a setting of every start, before the first other line
///     include FILE            tell that file first
///     connect WHO device [from ADDRESS]   WHO is a connection to that port (or `console`)
///     close WHO               closes; `reset WHO` breaks the connection
///     gone WHO                the centre must close it
///     patience SECONDS        the bound of every later line, in place of 5
///     kill | stop | start     the centre: SIGKILL, SIGTERM, started again on the same data
///     WHO> LINE               says it
///     WHO>> BYTES             says it without an end of line; \xHH \n \r \t, and {COUNT*TEXT}
///     WHO< PATTERN            the next line of a reply fits
///     WHO<< PATTERN           the next reply, of one or many lines; its first line fits
///     WHO| PATTERN            some line of that reply fits
///     WHO! PATTERN            no line of that reply fits
///     WHO* PATTERN            an event fits that came or comes
///     WHO- PATTERN            no event came that fits
private enum TalkStep {
    case command([String])
    case say(String, String)
    case sayBytes(String, [UInt8])
    case line(String, LinePattern)
    case reply(String, LinePattern)
    case among(String, LinePattern)
    case notAmong(String, LinePattern)
    case event(String, LinePattern)
    case noEvent(String, LinePattern)

    private static let commands = [
        "set", "include", "patience", "connect", "close", "reset", "gone", "kill", "stop", "start",
    ]

    init(_ text: String) throws {
        let words = text.split(separator: " ").map(String.init)
        if Self.commands.contains(words[0]) {
            self = .command(words)
            return
        }
        let end = try required(text.firstIndex { !$0.isLetter && !$0.isNumber }, text)
        let who = String(text[..<end])
        let mark = text[end...].prefix { $0 != " " }
        let rest = String(text[end...].dropFirst(mark.count).dropFirst())
        switch mark {
        case ">": self = .say(who, rest)
        case ">>": self = .sayBytes(who, try TalkStep.bytes(rest))
        case "<": self = .line(who, LinePattern(rest))
        case "<<": self = .reply(who, LinePattern(rest))
        case "|": self = .among(who, LinePattern(rest))
        case "!": self = .notAmong(who, LinePattern(rest))
        case "*": self = .event(who, LinePattern(rest))
        case "-": self = .noEvent(who, LinePattern(rest))
        default: throw TestTrouble("not a step: \(text)")
        }
    }

    private static func bytes(_ text: String) throws -> [UInt8] {
        var text = text[...]
        var all: [UInt8] = []
        while let letter = text.first {
            text = text.dropFirst()
            if letter == "{", let end = text.firstIndex(of: "}"),
                let star = text[..<end].firstIndex(of: "*"), let count = Int(text[..<star])
            {
                let piece = Array(text[text.index(after: star)..<end].utf8)
                for _ in 0..<count { all += piece }
                text = text[text.index(after: end)...]
            } else if letter == "\\", let escape = text.first {
                text = text.dropFirst()
                switch escape {
                case "n": all.append(10)
                case "r": all.append(13)
                case "t": all.append(9)
                case "x":
                    all.append(try required(UInt8(text.prefix(2), radix: 16), "\\x\(text)"))
                    text = text.dropFirst(2)
                default: throw TestTrouble("unknown escape \\\(escape)")
                }
            } else {
                all += Array(String(letter).utf8)
            }
        }
        return all
    }
}

/// Tells one file.
package final class Conversation {
    private let centre: RunningCentre
    private var peers: [String: Peer] = [:]
    private var lastReply: [String: [String]] = [:]
    private var captures: [String: String] = [:]
    private var isRunning = false
    private var patience = patienceSeconds

    /// - Parameter centre: one that runs already; nil: one of its own.
    package init(with centre: RunningCentre? = nil) throws {
        self.centre = try centre ?? RunningCentre()
        isRunning = centre != nil
    }

    /// Tells the file; throws with the file's line where the centre says something else.
    package func tell(_ file: String) throws {
        let lines = text(of: "\(Places.conversations)/\(file)").split(
            separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1 else { throw TestTrouble("no such conversation: \(file)") }
        for (index, line) in lines.enumerated() where !line.isEmpty && line.first != "#" {
            do {
                try take(try TalkStep(String(line)))
            } catch {
                let log = centre.log.split(separator: "\n").suffix(5).joined(separator: "\n  ")
                throw TestTrouble("\(file):\(index + 1): \(line)\n  \(error)\n  log:\n  \(log)")
            }
        }
    }

    private func take(_ step: TalkStep) throws {
        switch step {
        case .command(let words): try obey(words)
        case .say(let who, let line): try peer(who).say(filled(line))
        case .sayBytes(let who, let bytes): try peer(who).send(bytes)
        case .line(let who, let pattern): try expect(pattern, try peer(who).reply(within: patience))
        case .reply(let who, let pattern):
            let lines = try peer(who).wholeReply(within: patience)
            lastReply[who] = lines
            try expect(pattern, lines[0])
        case .among(let who, let pattern):
            let lines = lastReply[who] ?? []
            guard lines.contains(where: { pattern.fits($0, &captures) }) else {
                throw TestTrouble("none of these fits:\n  " + lines.joined(separator: "\n  "))
            }
        case .notAmong(let who, let pattern):
            var scratch = captures
            if let line = lastReply[who]?.first(where: { pattern.fits($0, &scratch) }) {
                throw TestTrouble("this fits: \(line)")
            }
        case .event(let who, let pattern):
            _ = try peer(who).event("that fits", within: patience) { fits(pattern, event: $0) }
        case .noEvent(let who, let pattern):
            var scratch = captures
            let heard = try peer(who).events
            if let event = heard.first(where: { pattern.fits(String($0.dropFirst(2)), &scratch) }) {
                throw TestTrouble("this came: \(event)")
            }
        }
    }

    private func obey(_ words: [String]) throws {
        switch words[0] {
        case "set": centre.settings.append(words[1])
        case "include": try tell(words[1])
        case "patience": patience = try required(Double(words[1]))
        case "connect":
            if !isRunning { try startCentre() }
            let port = words[2] == "device" ? centre.devicePort : centre.consolePort
            peers[words[1]] = try Peer(port: port, from: words.count == 5 ? words[4] : nil)
        case "close": try peer(words[1]).close()
        case "reset": try peer(words[1]).reset()
        case "gone": try peer(words[1]).waitForEnd()
        case "kill":
            try centre.kill()
            isRunning = false
        case "stop":
            let ending = try centre.stop()
            guard ending == .exited(0) else { throw TestTrouble("stopped with \(ending)") }
            isRunning = false
        default: try startCentre()
        }
    }

    private func startCentre() throws {
        try centre.start()
        isRunning = true
    }

    private func peer(_ name: String) throws -> Peer {
        guard let peer = peers[name] else { throw TestTrouble("nobody is called \(name)") }
        return peer
    }

    private func expect(_ pattern: LinePattern, _ line: String) throws {
        guard pattern.fits(line, &captures) else {
            let known = captures.map { "$\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            throw TestTrouble("heard: \(line)\n  known: \(known)")
        }
    }

    private func fits(_ pattern: LinePattern, event: String) -> Bool {
        pattern.fits(String(event.dropFirst(2)), &captures)
    }

    /// `$name` in what is said becomes what was captured.
    private func filled(_ line: String) -> String {
        var line = line
        for (name, value) in captures.sorted(by: { $0.key.count > $1.key.count }) {
            line = line.replacing("$\(name)", with: value)
        }
        return line
    }
}
