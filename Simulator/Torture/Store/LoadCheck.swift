// SPDX-License-Identifier: Apache-2.0
/// Jepsen's total-queue check on the table of alarms: acknowledged but not there, there twice, there
/// but never sent. Never believes the centre: it reads the file, and asks for every call again.

import Glibc
import Rig
import Store
import Vocabulary

enum LoadCheck {
    /// Holds the file of a running centre against what its gateways were told.
    static func check(_ file: String, _ load: Load, into verdict: inout Verdict) throws {
        try count(Database(path: file, mode: .reading), load, into: &verdict)
    }

    /// The same with an open file.
    static func count(
        _ database: borrowing Database, _ load: Load, into verdict: inout Verdict
    ) throws {
        if let words = try database.text("PRAGMA integrity_check"), words != "ok" {
            verdict.wrong("the database is damaged: \(words)")
        }
        var calls = [String?](repeating: nil, count: load.alarms.count)
        let rows = try database.prepare(
            "SELECT device, reference, kind, device_time, call FROM alarms WHERE gateway LIKE 'gw-_'"
        )
        try rows.eachRow { row throws(StoreError) in
            let reference = Int(row.text(1)) ?? -1
            guard calls.indices.contains(reference), row.text(0) == load.device(reference),
                Int(row.integer(3)) == reference
            else {
                verdict.wrong("never sent: \(row.text(0)) \(row.text(1))")
                return
            }
            guard calls[reference] == nil else {
                verdict.doubled += 1
                verdict.note("alarm \(reference) stands there twice")
                return
            }
            calls[reference] = "\(CallID(raw: row.integer(4)))"
        }
        for reference in load.acknowledgedReferences {
            guard let call = calls[reference] else {
                verdict.lost += 1
                verdict.note("alarm \(reference) was acknowledged and is lost")
                continue
            }
            if call != load.alarms[reference].call {
                verdict.wrong("alarm \(reference) was told another call than \(call)")
            }
        }
    }

    /// Sends acknowledged alarms once more, of all or of the newest `most`: each must name its call.
    static func checkRepeats(
        _ centre: RunningCentre, _ load: Load, most: Int = .max, into verdict: inout Verdict
    ) throws {
        let some = load.acknowledgedReferences.suffix(most)
        let before = (load.acknowledged, load.refused, load.otherCalls.count)
        load.disconnect()
        try load.connect(to: centre)
        for start in stride(from: some.startIndex, to: some.endIndex, by: 500) {
            load.repeatAlarms(some[start..<min(start + 500, some.endIndex)])
            load.hear(until: seconds() + 20)
        }
        if load.unanswered > 0 { verdict.wrong("\(load.unanswered) repeats had no answer") }
        load.disconnect()
        if load.otherCalls.count > before.2 {
            verdict.wrong("a repeat was answered with another call")
        }
        if load.acknowledged != before.0 || load.refused != before.1 {
            verdict.wrong("a repeat was not answered as it was")
        }
    }
}
