// SPDX-License-Identifier: Apache-2.0
/// T26: paths are cut one after the other, the centre is killed in between, the disk hangs; each time
/// somebody is rung within the bound, and as long as all is well nobody sees anything.
/// Never waits for two minutes: 10 s stand for the 110 of a centre in earnest.

import Glibc
import Rig

struct CanaryOrdeal: Ordeal {
    static let name = "canary"
    static let catalogue = "T26"
    static let meaning = "paths cut, centre killed, disk hung: rung within 120 s, and never without a reason"
    static let enough = 5
    static let tools = ["strace"]

    private static let silent = 10.0
    /// What 120 s are to 110.
    private static let bound = silent * 120 / 110

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "cuts")
        var slowest = 0.0
        for way in Way.allCases {
            bench.say("cutting \(way.rawValue)")
            let centre = try centre()
            try centre.start()
            slowest = max(slowest, try cut(way, centre, &verdict, killing: false))
        }
        bench.say("cutting a path, and killing the centre each second")
        let dying = try centre()
        try dying.start()
        slowest = max(slowest, try cut(.lines, dying, &verdict, killing: true))
        bench.say("hanging the disk")
        slowest = max(slowest, try hang(&verdict))
        let tenths = Int((slowest * 10).rounded())
        verdict.remark =
            "slowest page after \(tenths / 10).\(tenths % 10) of \(Int(silent)) s (110 in earnest)"
        return verdict
    }

    private enum Way: String, CaseIterable {
        case lines = "C1"
        case tcp = "CA01"
        case udp = "CA02"
    }

    private static func centre() throws -> RunningCentre {
        let devices = Way.allCases.map { way in
            way == .lines
                ? "{id:\"C1\",gateway:\"gw-demo\",path:\"device port\"}"
                : "{id:\"\(way.rawValue)\",path:\"\(way)\"}"
        }
        return try RunningCentre([
            "canaries.everySeconds=5", "canaries.silentSeconds=\(Int(silent))",
            "canaries.devices=[\(devices.joined(separator: ","))]",
        ])
    }

    /// The devices of all paths.
    private final class Senders {
        private let gateway: Peer
        private let tcp: FramePeer
        private let udp: FramePeer
        private var number = 0

        init(_ centre: RunningCentre) throws {
            gateway = try centre.gateway()
            tcp = try FramePeer(port: centre.diallerPort)
            udp = try FramePeer(datagramsTo: centre.diallerPort)
        }

        /// One round of each path but `cut`; those that wait for their answer count.
        func round(without cut: Way?, _ verdict: inout Verdict) throws {
            number += 1
            for way in Way.allCases where way != cut {
                switch way {
                case .lines:
                    try gateway.ask("ALARM dev=C1 ref=\(number) type=canary", "250 OK ref=\(number)")
                    _ = try gateway.event("TAKEN")
                case .tcp:
                    tcp.send(DiallerFrames.contactID("1602", number, account: way.rawValue))
                    _ = try tcp.frame()
                case .udp:
                    udp.send(DiallerFrames.contactID("1602", number, account: way.rawValue))
                    _ = try udp.frame()
                }
                verdict.acknowledged += 1
            }
        }
    }

    /// Some healthy rounds, then one path is silent; returns after how many seconds somebody was rung.
    private static func cut(
        _ way: Way, _ centre: RunningCentre, _ verdict: inout Verdict, killing: Bool
    ) throws -> Double {
        var senders = try Senders(centre)
        var amy = try centre.ready("amy")
        let sue = try centre.person("sue")
        try sue.ask("WATCH all", "250 WATCHING")
        for _ in 0..<20 {
            try senders.round(without: nil, &verdict)
            usleep(100_000)
        }
        let began = seconds()
        let calls = try amy.ask("LIST calls")
        if calls != ["210 END count=0"] { verdict.wrong("healthy, and LIST shows \(calls)") }
        for event in amy.events + sue.events where !event.hasPrefix("* DUTY ") {
            verdict.wrong("healthy, and somebody heard \(event)")
        }
        let stats = try sue.ask("STATS sla")
        if stats.count != 1 { verdict.wrong("healthy, and the figures have \(stats)") }
        while seconds() - began < silent - 1 {
            if killing {
                try centre.kill()
                try centre.start()
                senders = try Senders(centre)
            }
            try senders.round(without: way, &verdict)
            usleep(1_000_000)
        }
        if killing { amy = try centre.ready("amy") }
        let offer = try amy.event("OFFER", within: 20)
        let took = seconds() - began
        verdict.amount += 1
        if field("type", of: offer) != "path-silent" || field("dev", of: offer) != way.rawValue {
            verdict.wrong("rung for something else: \(offer)")
        }
        // Where the centre died after a start that left less than a round, it gives a round.
        if took > bound + (killing ? 5 : 0) { verdict.wrong("\(way.rawValue): only after \(took) s") }
        return took
    }

    private static func hang(_ verdict: inout Verdict) throws -> Double {
        let centre = try centre()
        try centre.start()
        try centre.stop()
        centre.wrapper = [
            "strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e",
            "inject=fdatasync,fsync:delay_enter=20000000:when=60+",
        ]
        try centre.start(within: 60)
        let amy = try centre.ready("amy")
        let gateway = try centre.gateway()
        var number = 0
        var whole = seconds()
        while true {
            number += 1
            gateway.say("ALARM dev=C1 ref=\(number) type=canary")
            guard (try? gateway.reply(within: 2)) != nil else { break }
            whole = seconds()
            verdict.acknowledged += 1
            if number > 500 { throw NotHere(reason: "the disk does not hang under strace here") }
        }
        // It speaks on; only the disk is silent.
        var offer: String?
        while offer == nil, seconds() - whole < 20 {
            number += 1
            gateway.say("ALARM dev=C1 ref=\(number) type=canary")
            offer = try? amy.event("OFFER", within: 1)
        }
        let took = seconds() - whole
        verdict.amount += 1
        guard let offer else {
            verdict.wrong("the disk hung and nobody was rung")
            return took
        }
        if field("type", of: offer) != "path-silent" || field("unsaved", of: offer) != "1" {
            verdict.wrong("rung for something else: \(offer)")
        }
        if took > bound { verdict.wrong("hung disk: only after \(took) s") }
        try centre.process.signal(SIGKILL)
        return took
    }
}
