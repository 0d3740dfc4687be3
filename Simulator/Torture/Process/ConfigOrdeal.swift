// SPDX-License-Identifier: Apache-2.0
/// T20: configurations that are cut off, garbled, absurd, nested without end, at a start and at a
/// SIGHUP. Either it starts, or it ends with 78 and says why; a running centre keeps what it had.
/// Never judges what a setting means: SettingsTests do.

import Glibc
import Rig
import World

enum ConfigOrdeal: Ordeal {
    static let name = "config"
    static let catalogue = "T20"
    static let meaning = "broken configurations, key and account files at a start and at a SIGHUP"
    static let share = 1.0
    static let enough = 1000

    private static let startBound = 5.0

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "files")
        var files = Files(Chance(seed: bench.seed), bench.folder)
        var refused = 0
        var started = 0
        let middle = seconds() + (bench.deadline - seconds()) * 0.6
        while verdict.amount < bench.enough * 7 / 10, seconds() < middle {
            if try start(&files, bench, &verdict) { refused += 1 } else { started += 1 }
            verdict.amount += 1
        }
        let hangUps = try Running(bench.folder)
        var kept = 0
        while verdict.amount < bench.enough, !bench.isOver {
            if try hangUps.hangUp(&files, &verdict) { kept += 1 }
            verdict.amount += 1
        }
        try hangUps.stage.settle(&verdict)
        verdict.remark = "\(refused) refused and \(started) good enough at a start; "
            + "\(kept) refused of \(verdict.amount - refused - started) SIGHUPs"
        return verdict
    }

    /// One start; true: refused. Other ends are wrong.
    private static func start(
        _ files: inout Files, _ bench: Bench, _ verdict: inout Verdict
    ) throws -> Bool {
        let centre = try RunningCentre(try files.next())
        centre.configuration = files.configuration
        try centre.launch()
        let process = try centre.process
        do {
            try waitUntil(within: startBound, "an end or `ready`") {
                process.hasEnded || process.output.contains("\n")
            }
        } catch { verdict.wrong("a hang; \(files.keep(bench)): \(process.errors)") }
        guard process.hasEnded else {
            try centre.kill()
            return false
        }
        let ending = try required(process.ending)
        if ending != .exited(78) || process.errors.isEmpty {
            verdict.wrong("\(ending): \(files.keep(bench)): \(process.errors.prefix(300))")
        }
        return true
    }

    /// A centre that works while its files are broken under it.
    private final class Running {
        let stage: Stage
        private let configuration: String
        private let good: String
        private let amy: Peer

        init(_ folder: String) throws {
            stage = try Stage(1, gateways: 1)
            configuration = "\(folder)/running.json5"
            good = Files.demo
            try write(good, to: configuration)
            stage.centre.configuration = configuration
            try stage.centre.start()
            amy = try stage.centre.person("amy")
            stage.gateways[0].connect(stage.centre.devicePort)
        }

        /// True: refused.
        func hangUp(_ files: inout Files, _ verdict: inout Verdict) throws -> Bool {
            _ = try files.next(configurationOnly: true)
            Rig.run(["cp", files.configuration, configuration])
            let connections = stage.gateways[0].connections
            guard let isRefused = try signal(&verdict) else { return false }
            if isRefused {
                // The old keys still open the door.
                _ = try stage.centre.gateway()
            }
            try amy.ask("PING", "200 PONG")
            if stage.gateways[0].connections != connections {
                verdict.wrong("a gateway's connection was lost at a SIGHUP")
            }
            try write(good, to: configuration)
            if try signal(&verdict) == true { verdict.wrong("the good file was refused") }
            return isRefused
        }

        /// An alarm is acknowledged while it reads; nil: it never said what came of it.
        private func signal(_ verdict: inout Verdict) throws -> Bool? {
            let process = try stage.centre.process
            let before = process.errors.utf8.count
            process.signal(SIGHUP)
            stage.press(1)
            if !stage.drain(within: 5) { verdict.wrong("no acknowledgement during a SIGHUP") }
            var isRefused: Bool?
            do {
                try waitUntil("an answer to SIGHUP") {
                    if process.hasEnded { throw TestTrouble("a SIGHUP ended it: \(process.ending!)") }
                    let new = String(decoding: process.errors.utf8.dropFirst(before), as: UTF8.self)
                    if new.contains("configuration-refused") { isRefused = true }
                    if new.contains("reloaded") { isRefused = false }
                    return isRefused != nil
                }
            } catch { verdict.wrong("\(error)") }
            return isRefused
        }
    }
}

/// Broken files, one after the other.
private struct Files {
    private static let folder = "\(Places.repository)/Config"
    /// The demonstration for another folder: the table of codes stays where it is.
    static let demo = text(of: Places.demo).replacing(
        "\"event-codes.json5\"", with: "\"\(folder)/event-codes.json5\""
    ).replacing("planFolder: \"plans\"", with: "planFolder: \"\(folder)/plans\"")
    private static let keys = "gw-7 s3cret-s3cret-s3cret\n# a remark\ntel-1 0123456789abcdef notifier\n"
    private static let accounts = """
        1234 key=hex:00112233445566778899AABBCCDDEEFF every=5m # AES-128
        00005678 key=ascii:sixteen-signs-16 clear=yes
        861234567890 every=3m priority=1

        """
    private static let absurd = [
        "-1", "0", "1e999", "99999999999999999999", "0.5", "NaN", "-Infinity", "\"x\"", "null", "[]",
        "{}", "true", "0x", "+", "\"\\u0000\"", "9223372036854775807", "\"127.0.0.1:99999\"",
    ]

    private var chance: Chance
    private let folder: String
    let configuration: String
    private var made = 0
    private var what = ""
    private var broken = ""

    init(_ chance: Chance, _ folder: String) {
        self.chance = chance
        self.folder = folder
        configuration = "\(folder)/broken.json5"
    }

    /// Writes the next one; returns the settings that go with it.
    mutating func next(configurationOnly: Bool = false) throws -> [String] {
        made += 1
        let kind = configurationOnly ? 0 : chance.below(10)
        try write(Files.demo, to: configuration)
        switch kind {
        case 0...5:
            let isDemo = chance.happens(700)
            try breakUp(
                isDemo ? Files.demo : text(of: "\(Files.folder)/centre.json5"), to: configuration)
            return []
        case 6:
            try breakUp(Files.keys, to: "\(folder)/keys")
            return ["gateways.keyFile=\(folder)/keys"]
        case 7:
            try breakUp(Files.accounts, to: "\(folder)/accounts")
            return ["dc09.accountsFile=\(folder)/accounts"]
        default:
            try breakUp(text(of: "\(Files.folder)/event-codes.json5"), to: "\(folder)/codes.json5")
            return ["dc09.eventCodes=\(folder)/codes.json5"]
        }
    }

    /// Keeps what made it fail, and names it.
    func keep(_ bench: Bench) -> String {
        let copy = "/tmp/safebell-torture-config-\(bench.seed)-\(made)"
        Rig.run(["cp", broken, copy])
        return "\(what), kept as \(copy)"
    }

    private mutating func breakUp(_ text: String, to file: String) throws {
        broken = file
        var bytes = Array(text.utf8)
        for _ in 0...(chance.happens(300) ? chance.below(5) : 0) { hurt(&bytes) }
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    private mutating func hurt(_ bytes: inout [UInt8]) {
        let place = chance.below(bytes.count + 1)
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        let line = chance.below(lines.count)
        let kind = chance.below(14)
        what = "kind \(kind)"
        switch kind {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes.insert(contentsOf: [UInt8](repeating: 0, count: 1 + chance.below(4096)), at: place)
        case 2: if place < bytes.count { bytes[place] ^= 1 << UInt8(chance.below(8)) }
        case 3: bytes = Array(lines.enumerated().filter { $0.0 != line }.map(\.1).joined(separator: [10]))
        case 4: bytes += [10] + lines[line]
        case 5, 6, 7: replaceValue(&bytes, from: place)
        case 8: bytes.insert(contentsOf: Array(" colour: \"red\", ".utf8), at: place)
        case 9:
            let open = chance.pick(["[", "{a:", "(", "/*", "\""])
            let deep = String(repeating: open, count: 1 + chance.below(100_000))
            bytes.insert(contentsOf: Array(deep.utf8), at: place)
        case 10: bytes = (0..<chance.below(10_000)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
        case 11: bytes.insert(contentsOf: [0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80], at: place)
        case 12: bytes = [0xEF, 0xBB, 0xBF] + bytes
        default: bytes.insert(contentsOf: [UInt8](repeating: 0x61, count: 1 << 20), at: place)
        }
    }

    /// The next value behind a colon, or behind `=` or a space, becomes an absurd one.
    private mutating func replaceValue(_ bytes: inout [UInt8], from place: Int) {
        guard let mark = bytes[place...].firstIndex(where: { $0 == 58 || $0 == 61 }) else { return }
        let end = bytes[(mark + 1)...].firstIndex { $0 == 44 || $0 == 10 || $0 == 125 } ?? bytes.count
        bytes.replaceSubrange((mark + 1)..<end, with: Array(chance.pick(Files.absurd).utf8))
    }
}
