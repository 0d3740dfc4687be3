// SPDX-License-Identifier: Apache-2.0
/// Makes the databases that the bench starts the daemon on: a town, open calls, a year of closed ones.
/// Never touches a running centre, and writes towns and open calls with the centre's own Ledger.

import Desk
import Glibc
import Store
import Vocabulary
import World

/// What a prepared database holds.
struct BenchTown {
    /// Facts in one commit while a town is written.
    private static let factsPerCommit = 20_000
    static let zone = ZoneOffset(minutes: 480)
    /// `demo`, hashed cheaply as in Config/demo.json5: log-ons are not what is measured.
    private static let secretHash =
        "$y$j75$usg3w3y7iZY5RXTcsTOYY/$gkX.qUyg99cu3D7KGW3dGOhW0rynt3oCcJLOdAiJaDD"

    let town: Town
    /// `sim-op-01` upwards.
    let operatorCount: Int
    let openCount: Int
    /// Closed calls with their rows, spread over a year.
    let closedCount: Int
    /// Calls counted in the measures over that year, rows or not.
    let countedCount: Int
    let now: Moment

    /// Writes `safebell.sqlite` into `folder`, which must exist and have none.
    func write(to folder: String) throws(StoreError) {
        let path = "\(folder)/safebell.sqlite"
        if closedCount > 0 || countedCount > 0 {
            _ = try Ledger(path: path, zone: BenchTown.zone, now: now)
            try BenchYear(closedCount: closedCount, countedCount: countedCount, now: now)
                .write(to: path)
        }
        var ledger = try Ledger(path: path, zone: BenchTown.zone, now: now)
        var steps = Steps(now: now)
        let actor = Actor.desk
        for home in 0..<town.homeCount {
            try steps.add(.recordSaved(.home(town.home(home)), by: actor), &ledger)
            for person in town.subscribers(home) {
                try steps.add(.recordSaved(.subscriber(person), by: actor), &ledger)
            }
            try steps.add(.recordSaved(.device(town.device(home)), by: actor), &ledger)
            for contact in town.contacts(home) {
                try steps.add(.recordSaved(.contact(contact), by: actor), &ledger)
            }
        }
        try writeStaff(&steps, &ledger)
        try writeOpenCalls(&steps, &ledger)
        try steps.flush(&ledger)
        while try ledger.tidy(now: now, busy: false) {}
        _ = try ledger.tidy(now: now, busy: false)
    }

    private func writeStaff(_ steps: inout Steps, _ ledger: inout Ledger) throws(StoreError) {
        guard operatorCount > 0 else { return }
        for place in 0..<operatorCount {
            let person = Operator(
                id: OperatorID(Staff.name(place)), name: Staff.name(place), role: .operator,
                languages: ["yue", "en", "cmn"], skills: ["emergency"],
                secretHash: Masked(BenchTown.secretHash))
            try steps.add(.recordSaved(.person(person), by: .desk), &ledger)
        }
    }

    /// Calls of the last two hours that nobody has taken yet.
    private func writeOpenCalls(_ steps: inout Steps, _ ledger: inout Ledger) throws(StoreError) {
        guard openCount > 0 else { return }
        let day = BenchTown.zone.day(of: now)
        for place in 0..<openCount {
            let home = place % town.homeCount
            let age = Int64(openCount - place) * 7_200_000 / Int64(openCount)
            let at = now - Span(milliseconds: age)
            let signal = Signal(
                identity: AlarmIdentity(
                    device: town.device(home).id, reference: Reference(String(place)),
                    kind: .button, deviceTime: 0),
                location: "", text: "", gateway: GatewayID("gw-0001"), damaged: false)
            let call = OpenCall(
                id: CallID(day: day, number: 1_000_000 + Int64(place)),
                home: town.home(home).id, kind: .button, priority: .lifeSafety, arrivedAt: at,
                district: town.home(home).district, language: "yue", plan: PlanID("emergency"),
                alarms: [AlarmEntry(signal: signal, receivedAt: at)])
            try steps.add(.callOpened(call), at: at, &ledger)
        }
    }

    /// Gathers facts, commits them by the thousand.
    private struct Steps {
        private var waiting: [SavedStep] = []
        private var sequence: Int64 = 0
        private let now: Moment

        init(now: Moment) { self.now = now }

        mutating func add(
            _ fact: Fact, at moment: Moment? = nil, _ ledger: inout Ledger
        ) throws(StoreError) {
            sequence += 1
            waiting.append(SavedStep(sequence: sequence, at: moment ?? now, facts: [fact]))
            if waiting.count >= BenchTown.factsPerCommit { try flush(&ledger) }
        }

        mutating func flush(_ ledger: inout Ledger) throws(StoreError) {
            try ledger.write(waiting)
            waiting.removeAll(keepingCapacity: true)
            _ = try ledger.tidy(now: now, busy: true)
        }
    }
}
