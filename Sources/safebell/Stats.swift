// SPDX-License-Identifier: Apache-2.0
/// `safebell stats sla`: the numbers as the centre gives them, fraction and formula together.
/// Never calculates anything.

import Terminal
import Vocabulary
import Wire

enum Stats {
    /// Columns that are words; all others are numbers.
    private static let words: Set<String> = ["group", "from", "to", "by", "formula"]
    /// What the reply's last line says of all rows, and each row of CSV and JSON repeats.
    private static let common = ["from", "to", "by", "target", "formula"]

    static func run(_ order: Order) throws(Failure) -> ExitStatus {
        let format = try DataFormat(order, otherwise: .table)
        let request = try request(order)
        var client = try Client(order)
        let answer = try client.ask(request)
        guard answer.isYes else { throw Failure(answer.last, doing: "stats") }
        try print(answer, format)
        return .good
    }

    private static func request(_ order: Order) throws(Failure) -> [UInt8] {
        guard let measure = Measure(rawValue: order.words[0]) else {
            let known = Measure.allCases.map(\.rawValue).joined(separator: ", ")
            throw order.wrong("unknown measure \(printable(order.words[0])); expected \(known)")
        }
        var writer = LineWriter()
        writer.request("STATS")
        writer.word(measure.rawValue)
        if let from = try moment("from", order) { writer.field("from", from) }
        if let to = try moment("to", order) { writer.field("to", to) }
        if let word = order["by"] {
            guard Grouping(rawValue: word) != nil else {
                let known = Grouping.allCases.map(\.rawValue).joined(separator: ", ")
                throw order.wrong("--by \(printable(word)): expected \(known)")
            }
            writer.field("by", word)
        }
        if let target = order["target"] {
            guard let seconds = Int64(target), seconds > 0 else {
                throw order.wrong("--target \(printable(target)): expected whole seconds")
            }
            writer.field("target", seconds)
        }
        return writer.finish()
    }

    private static func moment(_ name: String, _ order: Order) throws(Failure) -> String? {
        guard let text = order[name] else { return nil }
        guard Moment(iso8601: text) != nil else {
            throw order.wrong(
                "--\(name) \(printable(text)): expected a time such as 2026-11-20T09:00+08:00")
        }
        return text
    }

    private static func print(_ answer: Answer, _ format: DataFormat) throws(Failure) {
        let foot = answer.last
        var names: [String] = []
        for line in answer.data {
            for field in line.fields where !names.contains(field.key) { names.append(field.key) }
        }
        let repeated = format == .table ? [] : common.filter { foot[$0] != nil }
        let columns = (names + repeated).map { DataColumn(name: $0, isNumber: !words.contains($0)) }
        var printout = try Printout(format, columns, isForEyes: terminalColumns() != nil) {
            bytes throws(Failure) in try printOut(bytes)
        }
        for line in answer.data {
            try printout.row(names.map { line[$0] ?? "" } + repeated.map { foot[$0] ?? "" })
        }
        guard format == .table else { return try printout.finish() }
        if names.isEmpty {
            try printOut("no calls in this time\n")
        } else {
            try printout.finish()
        }
        try printOut("\n")
        for name in common {
            guard let value = foot[name] else { continue }
            try printOut("\(padded(name, to: 8)) \(printable(value))\n")
        }
    }
}
