// SPDX-License-Identifier: Apache-2.0
/// `bench`: the parts of `make bench` that need the centre's own code; bench.sh does the rest.
/// Never measures a daemon: the load programs of Simulator/reference do, over its ports.

import Glibc
import Store
import Vocabulary
import World

enum Bench {
    static let options: [Option] = [
        Option("--part", "NAME", "prepare, queues, desk, ledger, dc09, screen, tables or judge"),
        Option("--out", "DIR", "prepare: folder for safebell.sqlite; must exist"),
        Option("--homes", "N", "prepare: size of the town (80000)"),
        Option("--operators", "N", "prepare: sim-op-01 upwards, secret demo (0)"),
        Option("--open", "N", "prepare: calls that nobody has taken (0)"),
        Option("--closed", "N", "prepare: closed calls over a year, with their rows (0)"),
        Option("--counted", "N", "prepare: calls in the year's measures (0)"),
        Option("--data", "DIR", "tables: folder of safebell.sqlite"),
        Option("--rounds", "N", "tables: how often each table is read (7)"),
        Option("--raw", "FILE", "judge: what bench.sh measured, a figure a line"),
    ]

    static func run(_ words: [String]) throws(UsageError) -> Int32 {
        let given = try Arguments(words, options)
        switch given.text("--part") {
        case "prepare":
            guard let folder = given.text("--out") else { throw UsageError("--out DIR is missing") }
            let town = try town(given)
            return status { () throws(StoreError) in try town.write(to: folder) }
        case "tables":
            guard let folder = given.text("--data") else {
                throw UsageError("--data DIR is missing")
            }
            let rounds = try given.number("--rounds", 1...1000, default: 7)
            return status { () throws(StoreError) in
                try BenchTables(folder: folder, rounds: rounds, now: now).run()
            }
        case "queues":
            for figure in IntakeBench.run() {
                say("queue \(figure.name)\tns\t\(figure.nanosecondsPerElement)")
            }
            return 0
        case "desk":
            let figure = DeskBench.run()
            say(
                "desk with \(figure.openCalls) open calls and \(figure.operators) operators"
                    + "\tevents/s\t\(figure.eventsPerSecond)")
            return 0
        case "ledger":
            return status { () throws(StoreError) in
                let figures = try LedgerBench.run()
                let kind = figures.isSealed ? "sealed" : "without seals"
                say("ledger, \(kind): an alarm's rows\tus\t\(figures.microsecondsPerAlarm)")
                say("ledger, \(kind): a row checked\tus\t\(figures.microsecondsPerCheckedRow)")
            }
        case "dc09":
            for figure in DC09Bench.run() {
                say("DC-09 \(figure.name)\tframes/s\t\(figure.framesPerSecond)")
            }
            return 0
        case "screen":
            do {
                for (columns, rows) in [(80, 24), (140, 40)] {
                    for figure in try ScreenBench.run(columns: columns, rows: rows) {
                        say("\(figure.name)\t\(figure.unit)\t\(figure.value)")
                    }
                }
                return 0
            } catch {
                complain("Simulator bench: \(error)")
                return 1
            }
        case "judge":
            guard let path = given.text("--raw") else { throw UsageError("--raw FILE is missing") }
            return BenchJudge.run(path)
        default: throw UsageError("--part: prepare, queues, desk, ledger, dc09, screen, tables or judge")
        }
    }

    private static func town(_ given: Arguments) throws(UsageError) -> BenchTown {
        BenchTown(
            town: Town(
                seed: 7, homes: try given.number("--homes", 1...Town.homesMax, default: 80_000)),
            operatorCount: try given.number(
                "--operators", 0...Staff.operatorsMax, default: 0),
            openCount: try given.number("--open", 0...1_000_000, default: 0),
            closedCount: try given.number("--closed", 0...100_000_000, default: 0),
            countedCount: try given.number("--counted", 0...1_000_000_000, default: 0),
            now: now)
    }

    private static func status(_ work: () throws(StoreError) -> Void) -> Int32 {
        do throws(StoreError) {
            try work()
            return 0
        } catch {
            complain("Simulator bench: \(error)")
            return 1
        }
    }

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
