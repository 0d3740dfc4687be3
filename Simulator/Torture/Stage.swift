// SPDX-License-Identifier: Apache-2.0
/// What the ordeals of processes share: a centre, some gateways, two operators, one book.
/// Never breaks anything by itself.

import Glibc
import Rig
import Vocabulary
import World

final class Stage {
    let centre: RunningCentre
    let crowd = LineCrowd()
    let book = TotalQueue()
    let hands = Hands()
    private(set) var gateways: [PressingGateway] = []
    private(set) var seats: [Seat] = []
    /// Calls in hand when the centre was last killed.
    var held: [String] = []
    private var chance: Chance
    private var references: [String: Int] = [:]
    /// Devices of each gateway.
    var devicesPerGateway = 300
    /// Presses of one stage: what its centre remembers to know repeats by, with room for its own.
    private static let pressesMax = Limits.repeatsMax * 9 / 10

    /// Nothing runs yet.
    init(
        _ seed: UInt64, gateways count: Int = 4, settings: [String] = [], wrapper: [String] = [],
        beyondLoopback: Bool = false
    ) throws {
        let names = (0..<count).map { "gw-\($0)" }
        let inline = (names.map { "{name:\"\($0)\",key:\"demo\"}" }
            + ["{name:\"gw-demo\",key:\"demo\"}"]).joined(separator: ",")
        centre = try RunningCentre(["gateways.inline=[\(inline)]"] + settings)
        centre.wrapper = wrapper
        let key = beyondLoopback ? "key-of-sixteen-signs" : "demo"
        if beyondLoopback {
            // Keys in the configuration itself are for loopback only.
            let file = "\(centre.folder.path)/keys"
            try write(names.map { "\($0) \(key)\n" }.joined(), to: file)
            centre.settings += [
                "gateways.inline=[]", "gateways.keyFile=\(file)", "listen.devices=0.0.0.0:0",
                "listen.beyondLoopback=[\"devices\"]",
            ]
        }
        chance = Chance(seed: seed, stream: 1)
        gateways = names.map { PressingGateway($0, key: key, book, crowd) }
        seats = ["amy", "ben"].enumerated().map { index, name in
            Seat(name, hands, crowd, Chance(seed: seed, stream: UInt64(2 + index)))
        }
    }

    /// Whoever is not connected connects.
    func connect(seats withSeats: Bool = true) {
        for gateway in gateways { gateway.connect(centre.devicePort) }
        if withSeats { for seat in seats { seat.connect(centre.consolePort) } }
    }

    /// Every gateway that has room gets new presses, so many in all at most.
    func press(_ most: Int, depth: Int = 32) {
        for _ in 0..<most {
            let index = chance.below(gateways.count)
            guard gateways[index].openCount < depth else { continue }
            let device = "\(gateways[index].name)-\(chance.below(devicesPerGateway))"
            let reference = (references[device] ?? 0) + 1
            references[device] = reference
            gateways[index].press(device, reference)
        }
    }

    /// After a kill: whoever did not notice is told.
    func forgetConnections() {
        for gateway in gateways { gateway.breakOff() }
        for seat in seats { seat.breakOff() }
    }

    /// Works under load for so long, or until `isOver`.
    func load(_ span: Double, press most: Int = 8, until isOver: () -> Bool = { false }) {
        let end = seconds() + span
        while seconds() < end, !isOver() {
            // Beyond it the centre forgets the oldest, and their repeats would rightly be new alarms.
            if book.presses.count < Self.pressesMax { press(most) }
            turn()
        }
    }

    /// Right after a start, before anybody has logged in: what was in somebody's hands is in the
    /// line again, and in nobody's hands.
    func checkReturned(_ held: [String], _ verdict: inout Verdict) throws {
        let sue = try centre.person("sue")
        let line = try sue.ask("SHOW centre", "210-CENTRE")[0]
        for figure in ["handling", "offered", "parked"] where field(figure, of: line) != "0" {
            verdict.wrong("\(figure) after a start, with nobody there: \(line)")
        }
        for call in held.sorted().prefix(20) {
            let state = field("state", of: try sue.ask("SHOW \(call)")[0])
            // A CLOSE may be done though its answer was not heard any more.
            if state != "waiting", state != "closed" || !hands.ending.contains(call) {
                verdict.wrong("\(call) was in hand, and after the start it is \(state ?? "nowhere")")
            }
        }
    }

    /// One look at the network, everybody connected.
    func turn() {
        connect()
        crowd.turn(milliseconds: 2)
        for gateway in gateways { gateway.tick() }
        for seat in seats { seat.tick() }
        hands.settle()
    }

    /// Everything on its way is answered; false: not within the bound.
    func drain(within bound: Double = 30) -> Bool {
        let end = seconds() + bound
        while gateways.contains(where: { $0.openCount > 0 }) {
            guard seconds() < end else { return false }
            connect(seats: false)
            crowd.turn(milliseconds: 5)
            for gateway in gateways { gateway.tick() }
        }
        return true
    }

    /// The end: heals, drains, and compares the books with a centre that runs.
    @discardableResult
    func settle(_ verdict: inout Verdict, within bound: Double = 30) throws -> QueueCount {
        forgetConnections()
        // Counted before anything is sent again, which would store a lost one after all.
        let before = try book.count(centre.database)
        if !drain(within: bound) {
            verdict.wrong("not answered within \(bound) s: \(gateways.map(\.openCount))")
        }
        // Every acknowledged one once more: the same call must be named.
        book.forgetRepeats()
        for (index, gateway) in gateways.enumerated() {
            gateway.again(
                book.presses.indices.filter {
                    book.presses[$0].call != nil
                        && book.presses[$0].device.hasPrefix("\(gateways[index].name)-")
                })
        }
        if !drain(within: bound) { verdict.wrong("a repeat was not answered") }
        let silent = book.presses.count { $0.call != nil && !$0.isRepeated }
        if silent > 0 { verdict.wrong("\(silent) repeats were not acknowledged") }
        var count = try book.count(centre.database)
        count.recovered = before.recovered
        count.lost = max(count.lost, before.lost)
        count.unexpected += before.unexpected.filter { $0.hasPrefix("lost:") }
        verdict.take(count, of: book)
        for text in try book.bank(centre, told: hands.closed) { verdict.wrong(text) }
        hands.settle()
        verdict.doubled += hands.doubled.count
        for text in hands.doubled { verdict.note(text) }
        for text in seats.flatMap(\.wrong) { verdict.wrong(text) }
        if gateways.contains(where: { $0.worn > 0 }) { verdict.wrong("a press was given up") }
        forgetConnections()
        return count
    }
}
