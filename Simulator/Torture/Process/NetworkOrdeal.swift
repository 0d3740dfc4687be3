// SPDX-License-Identifier: Apache-2.0
/// T13: gateways on cables that lose, crawl, break in one direction or both, and come back.
/// Never asks for speed: only that everything is acknowledged once after the network has healed.

import Glibc
import Rig
import World

enum NetworkOrdeal: Ordeal {
    static let name = "network"
    static let catalogue = "T13"
    static let meaning = "30 % loss, 64 kbit/s, partitions, resets, swizzled cables, in own namespaces"
    static let share = 2.0
    static let enough = 60
    static let tools = ["ip", "nft", "tc"]

    private static let cables = 4
    /// TCP tries again ever more rarely; gateways do not wait for it longer than this.
    private static let patience = 0.8
    private static let healSeconds = 60.0

    enum Fault: String, CaseIterable {
        case loss, slow, partition, deafCentre, muteCentre, resets, swizzle
    }

    static func run(_ bench: Bench) throws -> Verdict {
        guard geteuid() == 0 else { throw NotHere(reason: "needs root") }
        let network = try PrivateNetwork(gateways: cables)
        // Everything that is made from here on stands in the centre's namespace.
        return try network.centre.within { try hold(bench, network) }
    }

    private static func hold(_ bench: Bench, _ network: PrivateNetwork) throws -> Verdict {
        var verdict = Verdict(unit: "faults")
        var chance = Chance(seed: bench.seed)
        let stage = try Stage(
            bench.seed, gateways: cables, settings: ["lease.wrapUpSeconds=0"], beyondLoopback: true)
        for (index, gateway) in stage.gateways.enumerated() {
            gateway.host = network.address(for: index)
            gateway.place = network.gateways[index]
            gateway.patience = patience
            gateway.window = 8
        }
        try stage.centre.start()
        var slowest = 0.0
        while verdict.amount < bench.enough, !bench.isOver {
            let fault = Fault.allCases[verdict.amount % Fault.allCases.count]
            try strike(fault, stage, network, &chance)
            try network.heal()
            let began = seconds()
            // Alive again: every gateway is acknowledged something new.
            let before = stage.book.acknowledgedCount
            if !stage.drain(within: healSeconds) || stage.book.acknowledgedCount < before {
                verdict.wrong("\(fault.rawValue): not healed after \(healSeconds) s")
            }
            slowest = max(slowest, seconds() - began)
            verdict.amount += 1
        }
        try stage.settle(&verdict, within: healSeconds)
        let connections = stage.gateways.reduce(0) { $0 + $1.connections }
        let sent = stage.book.presses.reduce(0) { $0 + $1.tries }
        verdict.remark = "all answered \(Int(slowest * 1000)) ms after the healing at most, "
            + "\(connections) connections, \(sent) sendings"
        return verdict
    }

    private static func strike(
        _ fault: Fault, _ stage: Stage, _ network: PrivateNetwork, _ chance: inout Chance
    ) throws {
        let span = 0.5 + chance.unit() * 2
        stage.load(0.2, press: 2)
        switch fault {
        case .loss: try network.rule("numgen random mod 100 < 30 drop")
        case .slow: try network.slow()
        case .partition: try network.rule("drop")
        case .deafCentre: try network.rule("drop", outgoing: false)
        case .muteCentre: try network.rule("drop", incoming: false)
        case .resets: try network.rule("meta l4proto tcp reject with tcp reset", outgoing: false)
        case .swizzle: return try swizzle(stage, network, &chance)
        }
        stage.load(span, press: 2)
    }

    /// A random part of the cables is pulled one by one and plugged in again in another order.
    private static func swizzle(
        _ stage: Stage, _ network: PrivateNetwork, _ chance: inout Chance
    ) throws {
        func shuffled(_ list: [Int]) -> [Int] {
            var list = list
            for place in list.indices.dropFirst() { list.swapAt(place, chance.below(place + 1)) }
            return list
        }
        let some = Array(shuffled(Array(0..<cables)).prefix(1 + chance.below(cables)))
        for index in some {
            try network.cable(index, isUp: false)
            stage.load(0.1 + chance.unit() * 0.4, press: 2)
        }
        for index in shuffled(some) {
            try network.cable(index, isUp: true)
            stage.load(0.1 + chance.unit() * 0.4, press: 2)
        }
    }
}
