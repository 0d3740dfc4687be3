// SPDX-License-Identifier: Apache-2.0
/// T8: the wall clock steps, runs ten times too fast, passes 2038, a change of summer time and a
/// leap second, while the centre works. The machine's own clock is never touched.
/// Never expects the record's time to be right then: only marked, and the work to be as always.

import Glibc
import Rig
import Store
import World

enum ClockOrdeal: Ordeal {
    static let name = "clock"
    static let catalogue = "T8"
    static let meaning = "the wall clock steps by days, runs x10, passes 2038, DST and a leap second"
    static let share = 2.0
    static let enough = 20
    static let tools = ["cc"]

    /// A wall clock as it may be: beside the true one, or at a moment; and its speed.
    private struct Clock {
        var name: String
        var offset: Int64 = 0
        var at: Int64?
        var rate: Int64 = 1
    }
    private static let day: Int64 = 86_400
    private static let clocks = [
        Clock(name: "+10 days", offset: 10 * day), Clock(name: "-10 days", offset: -10 * day),
        Clock(name: "x10", rate: 10), Clock(name: "2038", at: 2_147_483_645),
        Clock(name: "summer time begins", at: 1_774_745_998),
        Clock(name: "summer time ends", at: 1_792_889_998),
        Clock(name: "leap second", at: 1_483_228_798), Clock(name: "1970", at: 5),
        Clock(name: "+100 years", offset: 36_525 * day), Clock(name: "stands still", rate: 0),
    ]
    /// Spans as in the demonstration, divided by this.
    private static let scale = 10.0
    private static let settings = [
        "scale=10", "answer.targetSeconds=20", "answer.offerSeconds=10", "lease.holdSeconds=20",
        "lease.warningSeconds=5", "lease.wrapUpSeconds=0", "answer.dutyOfficerAfterSeconds=40",
    ]
    /// How far a span may be off on a loaded machine, seconds.
    private static let slack = 0.5

    static func run(_ bench: Bench) throws -> Verdict {
        let library = "\(bench.folder)/wallclock.so"
        let source = "\(Places.repository)/Simulator/reference/wallclock.c"
        let compiled = Rig.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source])
        guard compiled?.ending == .exited(0) else { throw NotHere(reason: "cc cannot make the clock") }
        var verdict = Verdict(unit: "clocks")
        let clockFile = "\(bench.folder)/clock"
        try set(trueClock, clockFile)
        let stage = try Stage(bench.seed, gateways: 1, settings: settings)
        stage.centre.environment = [
            "LD_PRELOAD": library, "WALL_CLOCK_FILE": clockFile, "TZ": "Europe/Paris",
        ]
        try stage.centre.start()
        var worst = 0.0
        while verdict.amount < clocks.count, !bench.isOver {
            let clock = clocks[verdict.amount % clocks.count]
            do {
                worst = max(worst, try work(stage, clock, clockFile, verdict.amount, &verdict))
            } catch {
                verdict.wrong("\(clock.name): \(error)")
                break
            }
            verdict.amount += 1
        }
        try set(clocks[0], clockFile)
        // The watch looks once a minute.
        do {
            try waitUntil(within: 65, "a mark") { stage.centre.log.contains("wall-clock-stepped") }
        } catch { verdict.wrong("a stepped clock is not in the log") }
        try stage.settle(&verdict)
        try set(trueClock, clockFile)
        for clock in clocks where seconds() < bench.deadline + 30 {
            do { try start(stage, clock, clockFile, &verdict) } catch {
                verdict.wrong("a start at \(clock.name): \(error)")
            }
            verdict.amount += 1
        }
        let count = try stage.book.count(stage.centre.database)
        verdict.lost += count.lost
        for text in count.unexpected { verdict.wrong(text) }
        let numbers = stage.book.presses.compactMap(\.call)
        if Set(numbers).count != numbers.count { verdict.wrong("a call number was given twice") }
        verdict.remark = "no span was off by more than \(Int(worst * 1000)) ms"
        return verdict
    }

    /// A call waits, the centre is killed, and the next start finds another clock: the ladder goes on,
    /// and where the clock stands before the record, the same press is still the same alarm.
    private static func start(
        _ stage: Stage, _ clock: Clock, _ file: String, _ verdict: inout Verdict
    ) throws {
        let device = "gw-0-s\(verdict.amount)"
        stage.gateways[0].press(device, 1)
        guard stage.drain(within: 5) else { throw TestTrouble("no acknowledgement") }
        let press = stage.book.presses.count - 1
        let call = try required(stage.book.presses[press].call)
        try stage.centre.kill()
        stage.forgetConnections()
        try set(clock, file)
        try stage.centre.start()
        let sue = try stage.centre.person("sue")
        for (tier, span) in [(2, 20 / scale), (3, 40 / scale)] {
            try waitUntil(within: span + slack, "tier \(tier) of \(call)") {
                let record = try sue.ask("SHOW \(call)")[0]
                return (field("tier", of: record).flatMap { Int($0) } ?? 0) >= tier
            }
        }
        if clock.offset < 0 || clock.at ?? .max < 1_700_000_000 {
            stage.gateways[0].again(press)
            guard stage.drain(within: 5) else { throw TestTrouble("no acknowledgement") }
            let stored = try Database(path: stage.centre.database, mode: .reading)
            let rows = try stored.prepare("SELECT count(*) FROM alarms WHERE device = ?1")
            rows.bindAll(device)
            if try rows.first({ $0.integer(0) }) != 1 {
                verdict.doubled += 1
                verdict.note("a start at \(clock.name): the same press is there twice")
            }
        }
        let amy = try stage.centre.ready("amy")
        _ = try amy.event("OFFER")
        try sue.ask("TAKE \(call)", "250-TAKEN")
        try sue.ask("DONE \(call) step=1 result=well", "250 DONE")
        try sue.ask("CLOSE \(call) outcome=test", "250 CLOSED")
        // The next one begins with the right time.
        try stage.centre.kill()
        stage.forgetConnections()
        try set(trueClock, file)
        try stage.centre.start()
    }

    /// The ladder of one call while the clock steps in the middle of it; returns the worst deviation.
    private static func work(
        _ stage: Stage, _ clock: Clock, _ file: String, _ number: Int, _ verdict: inout Verdict
    ) throws -> Double {
        var worst = 0.0
        func expect(_ what: String, _ span: Double, since began: Double, _ event: () throws -> Void) {
            do { try event() } catch { return verdict.wrong("\(clock.name): \(what): \(error)") }
            let off = abs(seconds() - began - span)
            worst = max(worst, off)
            if off > slack { verdict.wrong("\(clock.name): \(what) was off by \(off) s") }
        }
        let first = stage.book.presses.count
        let sue = try stage.centre.person("sue")
        let amy = try stage.centre.ready("amy")
        let ben = try stage.centre.person("ben")
        try sue.ask("WATCH calls", "250")
        for place in 0..<3 { stage.gateways[0].press("gw-0-c\(number)-\(place)", 1) }
        let began = seconds()
        stage.connect(seats: false)
        guard stage.drain(within: 5) else { throw TestTrouble("no acknowledgement") }
        let calls = try stage.book.presses[first...].map { try required($0.call) }
        let offer = try amy.event("OFFER")
        if field("call", of: offer) != calls[0] { verdict.wrong("\(clock.name): offered first: \(offer)") }
        try set(clock, file)
        // Nobody takes it: the offer ends, the answer target passes, and the order stays.
        expect("the end of the offer", 10 / scale, since: began) { _ = try amy.event("WITHDRAWN") }
        expect("the second tier", 20 / scale, since: began) {
            _ = try sue.event("OPEN") { $0.hasPrefix("* OPEN ") && field("call", of: $0) == calls[0] }
        }
        let listed = try sue.ask("LIST calls state=waiting") + sue.ask("LIST calls state=offered")
        let order = listed.compactMap { field("call", of: $0) }.filter(calls.contains)
        if Set(order) != Set(calls) { verdict.wrong("\(clock.name): the line has \(order), not \(calls)") }
        try ben.ask("TAKE \(calls[0])", "250-TAKEN")
        let taken = seconds()
        // And back by an hour, which a change of summer time does not even do.
        try set(Clock(name: "an hour less", offset: clock.offset - 3600), file)
        expect("the lease", 20 / scale, since: taken) {
            _ = try sue.event("RETURNED", within: 10) {
                $0.hasPrefix("* RETURNED ") && field("call", of: $0) == calls[0]
            }
        }
        for call in calls {
            try sue.ask("TAKE \(call)", "250-TAKEN")
            try sue.ask("DONE \(call) step=1 result=well", "250 DONE")
            try sue.ask("CLOSE \(call) outcome=test", "250 CLOSED")
        }
        return worst
    }

    private static let trueClock = Clock(name: "true")

    private static func set(_ clock: Clock, _ file: String) throws {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        let offset = clock.at.map { $0 * 1_000_000_000 - now } ?? clock.offset * 1_000_000_000
        let words = [offset, clock.rate, now]
        let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        guard words.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, 24, 0) }) == 24 else {
            throw TestTrouble("the clock's file")
        }
    }
}
