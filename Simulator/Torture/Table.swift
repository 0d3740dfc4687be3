// SPDX-License-Identifier: Apache-2.0
/// The one table at the end: test, amount, lost, doubled, unexpected, time.
/// Never rounds a fault away.

/// What came of one ordeal.
struct Row {
    enum Outcome {
        case held(Verdict)
        case notRun(String)
    }
    let catalogue: String
    let name: String
    let enough: Int
    let mustFail: Bool
    let outcome: Outcome
    let seconds: Double

    /// What the last column says.
    var judgement: String {
        switch outcome {
        case .notRun(let reason): return "not run: \(reason)"
        case .held(let verdict):
            if mustFail {
                return foundSomething(verdict) ? "fails as it must" : "FAILED: it found nothing"
            }
            if !verdict.isClean { return "FAILED" }
            return verdict.amount >= enough ? "passed" : "passed, but not enough of it"
        }
    }
    /// Whether the run as a whole has failed by it.
    var hasFailed: Bool {
        guard case .held(let verdict) = outcome else { return false }
        return mustFail ? !foundSomething(verdict) : !verdict.isClean
    }

    /// What a control run owes: a fault it found, not one of its own before it began.
    private func foundSomething(_ verdict: Verdict) -> Bool {
        verdict.amount > 0 && !verdict.isClean
    }
}

enum Table {
    static func text(_ rows: [Row]) -> String {
        var lines = [
            ["test", "name", "amount", "acked", "lost", "doubled", "unexpected", "time", "", ""]
        ]
        for row in rows {
            let time = "\(Int(row.seconds.rounded())) s"
            switch row.outcome {
            case .notRun:
                lines.append(
                    [row.catalogue, row.name, "-", "-", "-", "-", "-", time, row.judgement, ""])
            case .held(let verdict):
                lines.append([
                    row.catalogue, row.name, "\(verdict.amount) \(verdict.unit)",
                    verdict.acknowledged > 0 ? "\(verdict.acknowledged)" : "-",
                    "\(verdict.lost)", "\(verdict.doubled)", "\(verdict.unexpected)", time,
                    row.judgement, verdict.remark,
                ])
            }
        }
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                .joined(separator: "  ").trimmed
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
