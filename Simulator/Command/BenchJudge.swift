// SPDX-License-Identifier: Apache-2.0
/// Medians, ratios and goals of a bench: a table for people, and a JSON line for each figure.
/// Never measures, and never hides a figure that has no peer or misses its goal.

import Glibc

/// Lines of `NAME<tab>UNIT<tab>VALUE`, as many for a name as there were rounds.
enum BenchJudge {
    /// A figure beside its reference.
    private struct Figure {
        let name: String
        let unit: String
        let values: [Double]

        var median: Double {
            let sorted = values.sorted()
            return sorted[sorted.count / 2]
        }
    }

    /// What is promised (docs/performance.md): our figure, over or under a multiple of another, or a
    /// plain bound.
    private struct Goal {
        let name: String
        /// nil: the bound is in the figure's own unit.
        let reference: String?
        let bound: Double
        let isFloor: Bool
        let words: String
    }

    private static let goals = [
        Goal(
            name: "bell 64 acks", reference: "beanstalk 64 acks", bound: 3, isFloor: true,
            words: ">= 3 x beanstalkd"),
        Goal(
            name: "bell 64 acks", reference: "pg 64 acks", bound: 1.5, isFloor: true,
            words: ">= 1.5 x PostgreSQL"),
        Goal(
            name: "bell 64 acks", reference: "lpush 64 acks", bound: 1, isFloor: true,
            words: ">= 1.0 x Redis (later goal)"),
        Goal(
            name: "bell 1 ack p50", reference: "floor 1 ack p50", bound: 2, isFloor: false,
            words: "<= 2 x floor"),
        Goal(
            name: "bell idle offer p50", reference: nil, bound: 400, isFloor: false,
            words: "<= 400 us"),
        Goal(
            name: "bell idle offer p99", reference: nil, bound: 1000, isFloor: false,
            words: "<= 1 ms"),
        Goal(
            name: "bell idle offer p50", reference: "floor idle offer p50", bound: 2,
            isFloor: false, words: "<= 2 x floor"),
        Goal(
            name: "bell storm offer p99", reference: nil, bound: 5000, isFloor: false,
            words: "<= 5 ms"),
        Goal(
            name: "bell idle connection", reference: nil, bound: 896, isFloor: false,
            words: "<= 896 B"),
        Goal(
            name: "bell idle connection", reference: "beanstalk idle connection", bound: 1,
            isFloor: false, words: "<= beanstalkd"),
        Goal(
            name: "daemon with 80,000 subscribers", reference: nil, bound: 120, isFloor: false,
            words: "<= 120 MB"),
        Goal(
            name: "queue 4P1C Intake", reference: "queue 4P1C mutex + heap", bound: 0.5,
            isFloor: false, words: "<= 0.5 x mutex + heap"),
        Goal(
            name: "desk with 10000 open calls and 100 operators", reference: nil,
            bound: 1_000_000, isFloor: true, words: ">= 1 M events/s"),
        Goal(
            name: "ready after kill -9", reference: nil, bound: 2000, isFloor: false,
            words: "<= 2 s"),
        Goal(
            name: "slowest table", reference: nil, bound: 50, isFloor: false,
            words: "<= 50 ms"),
    ]

    /// Prints all; 0 also where a goal is missed: a noisy machine is no fault of the program.
    static func run(_ path: String) -> Int32 {
        guard let bytes = LiveFiles.read(path) else {
            complain("\(path): \(LineClient.reason(errno))")
            return 1
        }
        let figures = figures(in: String(decoding: bytes, as: UTF8.self))
        let byName = Dictionary(figures.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        say("\nfigure (median of its rounds)                          value unit      rounds")
        for figure in figures {
            say(
                "  " + left(figure.name, 50) + right(number(figure.median), 10) + " "
                    + left(figure.unit, 10) + "\(figure.values.count)")
        }
        say("\ngoal                                               figure  reference   ratio")
        for goal in goals { say(line(goal, byName)) }
        say("")
        for figure in figures { say(json(figure)) }
        return 0
    }

    private static func figures(in text: String) -> [Figure] {
        var order: [String] = []
        var values: [String: (unit: String, values: [Double])] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\t").map(String.init)
            guard parts.count >= 3, let value = Double(parts[2]) else { continue }
            if values[parts[0]] == nil { order.append(parts[0]) }
            values[parts[0], default: (parts[1], [])].values.append(value)
        }
        var all = order.compactMap { name in
            values[name].map { Figure(name: name, unit: $0.unit, values: $0.values) }
        }
        if let slowest = all.filter({ $0.name.hasPrefix("table ") }).map(\.median).max() {
            all.append(Figure(name: "slowest table", unit: "ms", values: [slowest]))
        }
        return all
    }

    private static func line(_ goal: Goal, _ figures: [String: Figure]) -> String {
        let head = "  " + left("\(goal.name) \(goal.words)", 58)
        guard let ours = figures[goal.name]?.median else { return head + "not measured" }
        guard let reference = goal.reference else {
            return head + verdict(ours, goal) + right(number(ours), 11)
        }
        guard let theirs = figures[reference]?.median else { return head + "peer not installed" }
        let ratio = ours / theirs
        return head + verdict(ratio, goal) + right(number(ours), 11) + right(number(theirs), 11)
            + right(number((ratio * 100).rounded() / 100), 8)
    }

    private static func verdict(_ value: Double, _ goal: Goal) -> String {
        (goal.isFloor ? value >= goal.bound : value <= goal.bound) ? "reached" : "missed "
    }

    private static func json(_ figure: Figure) -> String {
        let rounds = figure.values.map(number).joined(separator: ",")
        return "{\"bench\":\"\(figure.name)\",\"unit\":\"\(figure.unit)\","
            + "\"median\":\(number(figure.median)),\"rounds\":[\(rounds)]}"
    }

    private static func number(_ value: Double) -> String {
        if value >= 100 { return String(Int(value.rounded())) }
        let tenths = Int((value * 100).rounded())
        let cents = String(tenths % 100)
        return "\(tenths / 100).\(cents.count == 1 ? "0" + cents : cents)"
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
