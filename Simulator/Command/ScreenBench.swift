// SPDX-License-Identifier: Apache-2.0
/// How long a key takes to be seen on the operator's screen while events pour in, and what a drawing costs:
/// a real centre, a real `safebell console` on a terminal of its own.
/// Never counts a drawing that nobody would see: it measures bytes that reached the terminal.

import Glibc
import Rig

enum ScreenBench {
    /// As the issue of the desk asks: a storm's evening.
    private static let eventsPerSecond = 50
    /// A key at each third event.
    private static let keys = 400
    private static let homes = 60

    struct Figure {
        let name: String
        let unit: String
        let value: Double
    }

    static func run(columns: Int, rows: Int) throws -> [Figure] {
        signal(SIGPIPE, SIG_IGN)
        let centre = try RunningCentre(["log.level=error"])
        try centre.start()
        let gateway = try Peer(port: centre.devicePort, of: centre)
        _ = try gateway.reply()
        try gateway.ask("HELLO gateway=gw-demo key=demo", "250 ")
        let screen = try ScreenSession(
            ["\(Places.products)/safebell", "console", "--user", "sue", "--lang", "en"],
            environment: [
                "SAFEBELL_AT": "127.0.0.1:\(centre.consolePort)", "SAFEBELL_SECRET": "demo",
            ], columns: columns, rows: rows, folder: centre.folder.path)
        try screen.waitFor("press r")
        var waits: [Double] = []
        var typed = ":"
        screen.type(":")
        try screen.waitFor(typed)
        let (bytes, redraws) = (screen.bytes, screen.redraws)
        let start = seconds()
        for event in 0..<keys * 3 {
            let due = start + Double(event) / Double(eventsPerSecond)
            let pause = due - seconds()
            if pause > 0 { usleep(UInt32(pause * 1e6)) }
            gateway.say("ALARM dev=S\(event % homes) ref=\(event) type=button")
            guard event % 3 == 2 else { continue }
            _ = screen.text
            let key = String(UnicodeScalar(UInt8(97 + event % 26)))
            typed += key
            screen.type(key)
            waits.append(try screen.secondsUntil(typed))
            if typed.count > columns / 2 {
                screen.type("\u{1B}")
                try screen.waitUntilGone(typed)
                screen.type(":")
                typed = ":"
                try screen.waitFor("\n:")
            }
        }
        waits.sort()
        let drawn = max(1, screen.redraws - redraws)
        let size = "\(columns)x\(rows)"
        return [
            Figure(name: "screen \(size) key p50", unit: "ms", value: waits[waits.count / 2] * 1000),
            Figure(
                name: "screen \(size) key p99", unit: "ms", value: waits[waits.count * 99 / 100] * 1000),
            Figure(
                name: "screen \(size) bytes a redraw", unit: "B",
                value: Double(screen.bytes - bytes) / Double(drawn)),
            Figure(
                name: "screen \(size) redraws", unit: "/s",
                value: Double(drawn) / (seconds() - start)),
        ]
    }
}
