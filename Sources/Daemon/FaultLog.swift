// SPDX-License-Identifier: Apache-2.0
/// What was wrong on the DC-09 port, in the log once per peer, fault and hour, with how often.
/// Never a name and never a key: peers' addresses, accounts and codes.

import Vocabulary
import Wire

/// Owned by one socket worker.
struct FaultLog {
    private struct Key: Hashable {
        let host: String
        let kind: DC09Fault.Kind
    }
    /// Peers and faults remembered in an hour; beyond it they are only counted, together.
    static let rowsMax = 4096

    private var counts: [Key: Int] = [:]
    private var others = 0
    private var hour: Int64 = 0

    /// Notes one fault at `seconds` (UTC).
    mutating func note(_ fault: DC09Fault, from host: String, at seconds: Int64) {
        if seconds / 3600 != hour {
            close()
            hour = seconds / 3600
        }
        let key = Key(host: host, kind: fault.kind)
        if let count = counts[key] {
            counts[key] = count + 1
        } else if counts.count < Self.rowsMax {
            counts[key] = 1
            write(fault, host)
        } else {
            others += 1
        }
    }

    private func write(_ fault: DC09Fault, _ host: String) {
        var fields: [(StaticString, String)] = [
            ("peer", host), ("fault", fault.kind.rawValue), ("meaning", fault.kind.meaning),
            ("answer", fault.kind.answer),
        ]
        if !fault.account.isEmpty { fields.append(("account", fault.account)) }
        if let foreign = fault.foreign { fields.append(("protocol", foreign.meaning)) }
        if !fault.detail.isEmpty { fields.append(("detail", fault.detail)) }
        Log.warning("dc09-fault", fields)
    }

    /// The hour is over: says how often each came, where it came more than once.
    private mutating func close() {
        // In the order of the words: a dictionary has none.
        for (key, count) in counts.sorted(by: {
            ($0.key.host, $0.key.kind.rawValue) < ($1.key.host, $1.key.kind.rawValue)
        }) where count > 1 {
            Log.info("dc09-faults", [
                ("peer", key.host), ("fault", key.kind.rawValue), ("count", String(count)),
            ])
        }
        if others > 0 { Log.info("dc09-faults", [("peer", "others"), ("count", String(others))]) }
        counts = [:]
        others = 0
    }
}
