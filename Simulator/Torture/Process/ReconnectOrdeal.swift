// SPDX-License-Identifier: Apache-2.0
/// T12: after a broken network, or a start, 5,000 connections come back and all say it again.
/// Never spares the centre: each alarm is sent up to 29 times, a tenth twice in one breath.

import Glibc
import Rig
import World

enum ReconnectOrdeal: Ordeal {
    static let name = "reconnect"
    static let catalogue = "T12"
    static let meaning = "5,000 connections reconnect in 10 s and send again, up to 29 times each"
    static let share = 2.0
    static let enough = 10_000

    private static let connections = 5000
    private static let stormSeconds = 10.0
    private static let boundSeconds = 30.0

    static func run(_ bench: Bench) throws -> Verdict {
        var verdict = Verdict(unit: "reconnections")
        var chance = Chance(seed: bench.seed)
        // Fewer descriptors, fewer connections: then it is not enough, and says so.
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let count = min(connections, Int(limit.rlim_cur) - 500)
        let names = (0..<50).map { "gw-\($0)" }
        let inline = names.map { "{name:\"\($0)\",key:\"demo\"}" }.joined(separator: ",")
        let centre = try RunningCentre(["gateways.inline=[\(inline)]"])
        try centre.start()
        let crowd = LineCrowd()
        let book = TotalQueue()
        let gateways = (0..<count).map { place in
            let gateway = PressingGateway(names[place % names.count], book, crowd)
            gateway.patience = 15
            return gateway
        }
        var slowest = 0.0
        var round = 0
        while verdict.amount < bench.enough, !bench.isOver || round == 0 {
            // Half of them have something to say when it breaks, and many are not answered yet.
            for (place, gateway) in gateways.enumerated() where round == 0 || place % 2 == 0 {
                gateway.press("D\(place)", round + 1)
            }
            if round % 2 == 1 {
                try centre.kill()
                try centre.start()
            }
            for gateway in gateways { gateway.breakOff() }
            let took = try storm(gateways, centre, crowd, book, &chance)
            slowest = max(slowest, took)
            if took > boundSeconds { verdict.wrong("acknowledged only after \(took) s") }
            verdict.amount += count
            bench.say("\(verdict.amount) reconnections, \(book.acknowledgedCount) acknowledged")
            round += 1
        }
        // Sending again would store a lost one after all.
        let before = try book.count(centre.database)
        let more = wearOut(gateways, centre, crowd, book)
        if !more { verdict.wrong("a repeat was not acknowledged within \(boundSeconds) s") }
        let tries = book.presses.reduce(0) { $0 + $1.tries }
        var after = try book.count(centre.database)
        after.lost = max(after.lost, before.lost)
        verdict.take(after, of: book)
        for gateway in gateways { gateway.breakOff() }
        for text in try book.bank(centre) { verdict.wrong(text) }
        verdict.remark = "slowest storm \(Int(slowest * 1000)) ms, \(tries) sendings of "
            + "\(book.presses.count) alarms, p99 \(Int(book.wait(0.99))) ms"
        return verdict
    }

    /// All come back within ten seconds; returns when everything was acknowledged.
    private static func storm(
        _ gateways: [PressingGateway], _ centre: RunningCentre, _ crowd: LineCrowd,
        _ book: TotalQueue, _ chance: inout Chance
    ) throws -> Double {
        let began = seconds()
        var order = gateways
        for place in order.indices.dropFirst() { order.swapAt(place, chance.below(place + 1)) }
        // One in ten says the same twice in one breath.
        for (place, gateway) in gateways.enumerated() where chance.happens(100) {
            gateway.again(place)
        }
        var next = 0
        while true {
            let passed = seconds() - began
            let due = min(order.count, Int(passed / stormSeconds * Double(order.count)) + 1)
            while next < due {
                order[next].connect(centre.devicePort)
                next += 1
            }
            crowd.turn(milliseconds: 2)
            if next == order.count {
                // Who was turned away comes again.
                for gateway in order where gateway.line == nil { gateway.connect(centre.devicePort) }
                if order.allSatisfy({ $0.openCount == 0 }) { return seconds() - began }
                for gateway in order { gateway.tick() }
            }
            guard passed < boundSeconds * 2 else { return passed }
        }
    }

    /// Each alarm is said again until it was said 29 times.
    private static func wearOut(
        _ gateways: [PressingGateway], _ centre: RunningCentre, _ crowd: LineCrowd,
        _ book: TotalQueue
    ) -> Bool {
        for id in book.presses.indices {
            let left = PressingGateway.triesMax - book.presses[id].tries
            gateways[id % gateways.count].again([Int](repeating: id, count: max(0, left)))
        }
        return crowd.turn(within: boundSeconds) {
            for gateway in gateways { gateway.connect(centre.devicePort) }
            return gateways.allSatisfy { $0.openCount == 0 }
        }
    }
}
