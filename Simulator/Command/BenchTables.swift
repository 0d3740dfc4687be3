// SPDX-License-Identifier: Apache-2.0
/// How long the service-level tables take over a year of calls, each as STATS asks for it.
/// Never reads the calls themselves: the tables come from the measures.

import Dispatch
import Store
import Vocabulary

struct BenchTables {
    let folder: String
    let rounds: Int
    let now: Moment

    /// Prints the median of each table; a table of the last day, of 30 days and of the year.
    func run() throws(StoreError) {
        let reports = try Reports(path: "\(folder)/safebell.sqlite", zone: BenchTown.zone)
        for (name, hours) in [("24 h", 24), ("30 days", 720), ("a year", 8760)] {
            for grouping in Grouping.allCases {
                var spans: [Double] = []
                var rows = 0
                for _ in 0..<rounds {
                    let begin = DispatchTime.now().uptimeNanoseconds
                    rows = try reports.serviceLevel(
                        from: now - .hours(Int64(hours)), to: now, by: grouping,
                        target: .seconds(12), now: now
                    ).count
                    spans.append(Double(DispatchTime.now().uptimeNanoseconds - begin) / 1e6)
                }
                let median = spans.sorted()[spans.count / 2]
                say("table \(name) by \(grouping.rawValue)\tms\t\(median)\t\(rows) rows")
            }
        }
    }
}
