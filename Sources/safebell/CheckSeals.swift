// SPDX-License-Identifier: Apache-2.0
/// What `safebell check` says of the sealed history: how far it is sealed, its head, and the rows that
/// are not as they were sealed.
/// Never shows a word of a row: its number, moment and kind find it.

import Store
import Vocabulary

struct CheckSeals {
    /// A head that somebody noted.
    let noted: HistoryHead?
    private(set) var findings: [Finding] = []
    /// Nothing is broken, and the noted head is there. A file that cannot be asked has its problem
    /// elsewhere, but never a head.
    private(set) var isGood: Bool

    init(noted: HistoryHead?) {
        self.noted = noted
        isGood = noted == nil
        add("state", "not looked at")
    }

    mutating func look(into database: borrowing Database) throws(StoreError) {
        let report = try SealReport.of(database, noted: noted)
        let recovered = try database.text("SELECT group_concat(DISTINCT file) FROM recoveries")
        isGood = report.breakCount == 0
        findings = []
        add("state", state(of: report))
        add("rows sealed", String(report.sealedRows))
        add("segments", String(report.segments))
        if let head = report.head { add("head", head.description) }
        for stretch in report.stretches { add(stretch, recovered ?? "a set-aside file") }
        for broken in report.breaks { add("broken row", words(broken)) }
        if report.breakCount > report.breaks.count {
            add("further breaks", String(report.breakCount - report.breaks.count))
        }
        if let noted { add(noted, report) }
    }

    private mutating func add(_ item: String, _ value: String) {
        findings.append(Finding(section: "history", item: item, value: value))
    }

    private func state(of report: SealReport) -> String {
        if report.breakCount > 0 { return "BROKEN" }
        if !report.isCompared {
            return "not compared: this program is built without the trait Crypto, and seals nothing"
        }
        return report.segments == 0 ? "not sealed" : "whole"
    }

    private mutating func add(_ stretch: SealReport.Stretch, _ recovered: String) {
        let rows =
            "\(stretch.first)...\(stretch.last), \(stretch.rows) rows, "
            + "\(stretch.firstAt.iso8601(in: .utc)) to \(stretch.lastAt.iso8601(in: .utc))"
        switch stretch.state {
        case .sealed: add("sealed", rows)
        case .covered(let at):
            add(
                "sealed together",
                "\(rows): written without seals, as they stood at \(at.iso8601(in: .utc))")
        case .recovered: add("not sealed", "\(rows): recovered from \(recovered); check that file")
        case .bare: add("not sealed", "\(rows): written before seals began, or without Crypto")
        }
    }

    /// `17 of 2026-11-20T01:00:00.000Z (note): ...`.
    private func words(_ broken: SealReport.Break) -> String {
        var words = String(broken.row)
        if let at = broken.at { words += " of \(at.iso8601(in: .utc))" }
        if let kind = broken.kind { words += " (\(kind))" }
        switch broken.fault {
        case .changed: words += ": it, or the row before it, is not as it was sealed"
        case .missing(let through) where through == broken.row: words += ": is not there"
        case .missing(let through): words += ": is not there, nor all up to \(through)"
        case .unsealed: words += ": has no seal, where each row has one"
        case .stray: words += ": has a seal, where none was written"
        case .start(let covers) where covers < broken.row:
            words +=
                ": the seals begin here on other rows \(covers)...\(broken.row - 1) than stand there"
        case .start: words += ": the seals that begin here do not build on what stands before"
        }
        return words
    }

    private mutating func add(_ noted: HistoryHead, _ report: SealReport) {
        guard report.isCompared else {
            isGood = false
            return add("noted head", "not compared: built without the trait Crypto")
        }
        switch report.answer {
        case .found: add("noted head", "row \(noted.row) is there with this seal")
        case .differs:
            isGood = false
            add(
                "noted head",
                "row \(noted.row) HAS ANOTHER SEAL: history was written anew, or another file's")
        case .absent, nil:
            isGood = false
            add(
                "noted head",
                "row \(noted.row) IS NOT THERE: newer rows were cut off, or another file's")
        }
    }
}
