// SPDX-License-Identifier: Apache-2.0
/// A control run: rows are taken away, doubled and made up behind the centre's back, and the book
/// must find each of them. A checker that cannot fail proves nothing.

import Rig

enum BookOrdeal: Ordeal {
    static let name = "book"
    static let catalogue = "T18"
    static let meaning = "control: a lost, a doubled and a made-up alarm must be found by the book"
    static let tools = ["sqlite3"]
    static let mustFail = true

    static func run(_ bench: Bench) throws -> Verdict {
        let stage = try Stage(bench.seed)
        try stage.centre.start()
        stage.load(5) { stage.book.acknowledgedCount > 500 }
        var honest = Verdict(unit: "runs")
        honest.amount = 1
        try stage.settle(&honest)
        guard honest.isClean else {
            throw TestTrouble("wrong before anything was changed: \(honest.problems)")
        }
        try stage.centre.kill()
        let columns = "call, at, device, reference, kind, device_time, gateway, damaged"
        for change in [
            "DELETE FROM alarms WHERE id = (SELECT min(id) FROM alarms)",
            """
            INSERT INTO alarms (\(columns)) SELECT \(columns) FROM alarms
              WHERE id = (SELECT max(id) FROM alarms)
            """,
            """
            INSERT INTO alarms (\(columns)) SELECT call, at, 'nobody', reference, kind, device_time,
              gateway, damaged FROM alarms WHERE id = (SELECT max(id) FROM alarms)
            """,
            // A call that was given to another home.
            "UPDATE alarms SET call = call + 1 WHERE id = (SELECT min(id) + 3 FROM alarms)",
        ] {
            let end = Rig.run(["sqlite3", stage.centre.database, change])
            guard end?.ending == .exited(0) else { throw TestTrouble("\(end?.output ?? change)") }
        }
        var verdict = Verdict(unit: "runs")
        verdict.amount = 1
        let count = try stage.book.count(stage.centre.database)
        verdict.take(count, of: stage.book)
        verdict.remark = "found \(count.lost) lost, \(count.doubled) doubled, "
            + "\(verdict.unexpected) unexpected"
        // All of them, or the control has failed: a clean verdict says so.
        if count.lost != 1 || count.doubled != 1 || verdict.unexpected != 2 {
            bench.say("not all were found: \(verdict.remark)")
            verdict = Verdict(unit: "runs")
            verdict.amount = 1
        }
        return verdict
    }
}
