// SPDX-License-Identifier: Apache-2.0
/// One walk along the timeline, oldest row first: each seal is computed again and compared.
/// Never stops at the first break: it goes on with the seal that stands there, so that one changed row
/// is one break and not all rows after it.

internal import Vocabulary

struct SealWalk: ~Copyable {
    private var engine = SealEngine()
    private let segments: [Segment]
    private let noted: HistoryHead?
    /// Segments whose first row was reached.
    private var entered = 0
    private var current: Segment?
    /// The next that is sealed: its start seals rows that come before it.
    private var awaited: Segment?
    /// Those rows so far; nil before the first of them.
    private var covered: Seal?
    private var isLinked = true
    /// What the next row's seal must build on; nil behind a break.
    private var link: Seal?
    private var lastRow: Int64?
    private var lastSeal: Seal?
    private var report: SealReport

    init(_ segments: [Segment], _ noted: HistoryHead?) {
        self.segments = segments
        self.noted = noted
        report = SealReport(isCompared: engine.isPresent)
        report.answer = noted.map { _ in .absent }
        report.segments = segments.count { $0.isSealed }
        awaited = segments.first { $0.isSealed }
    }

    /// The next row: the timeline's columns and its seal.
    mutating func take(_ row: borrowing Statement) {
        let number = row.integer(0)
        while entered < segments.count, segments[entered].from <= number { enter() }
        cover(row, number)
        let seal = row.sealOrNil(8)
        if current?.isSealed == true {
            takeSealed(row, number, seal)
        } else if !row.isNull(8) {
            note(.stray, number, row)
        }
        lastRow = number
        lastSeal = seal
        addToStretches(row, number)
        if let noted, noted.row == number { report.answer = seal == noted.seal ? .found : .differs }
    }

    /// - Parameter newestNumber: the highest number that another table knows of a timeline row.
    mutating func finish(newestNumber: Int64) -> SealReport {
        // A segment may have begun just before its first row; not before rows that are not there.
        while entered < segments.count {
            let from = segments[entered].from
            if current?.isSealed != true, from > (lastRow ?? 0) &+ 1 {
                note(.missing(through: from - 1), (lastRow ?? 0) &+ 1)
            }
            enter()
        }
        if current?.isSealed == true {
            let last = lastRow ?? 0
            if newestNumber > last { note(.missing(through: newestNumber), last + 1) }
            if let lastRow, let lastSeal { report.head = HistoryHead(row: lastRow, seal: lastSeal) }
        }
        return report
    }

    // MARK: Segments

    private mutating func enter() {
        let segment = segments[entered]
        entered += 1
        if current?.isSealed == true, let lastRow, lastRow &+ 1 < segment.from {
            note(.missing(through: segment.from - 1), lastRow &+ 1)
        }
        if let anchor = segment.anchor {
            let before = covered ?? beginCovering(segment)
            if engine.isPresent, !isLinked || engine.anchor(of: segment, after: before) != anchor {
                note(.start(coversFrom: segment.coversFrom ?? segment.from), segment.from)
            }
            link = anchor
            covered = nil
            awaited = segments[entered...].first { $0.isSealed }
        }
        current = segment
    }

    private mutating func beginCovering(_ segment: Segment) -> Seal {
        isLinked = segment.previous == lastSeal
        return segment.previous ?? Seal()
    }

    /// A row that the next sealed segment's start seals.
    private mutating func cover(_ row: borrowing Statement, _ number: Int64) {
        guard let awaited, let first = awaited.coversFrom, number >= first else { return }
        let before = covered ?? beginCovering(awaited)
        covered = engine.seal(row, after: before) ?? before
    }

    // MARK: Rows

    private mutating func takeSealed(_ row: borrowing Statement, _ number: Int64, _ seal: Seal?) {
        let expected = max(lastRow.map { $0 &+ 1 } ?? .min, current?.from ?? number)
        if number > expected {
            note(.missing(through: number - 1), expected)
            link = nil
        }
        if row.isNull(8) {
            note(.unsealed, number, row)
        } else if let link, engine.isPresent {
            if engine.seal(row, after: link) == seal {
                report.sealedRows += 1
            } else {
                note(.changed, number, row)
            }
        }
        link = seal
    }

    private mutating func note(_ fault: SealReport.Fault, _ number: Int64) {
        report.breakCount += 1
        guard report.breaks.count < SealReport.breaksMax else { return }
        report.breaks.append(SealReport.Break(row: number, fault: fault))
    }

    private mutating func note(
        _ fault: SealReport.Fault, _ number: Int64, _ row: borrowing Statement
    ) {
        note(fault, number)
        guard report.breakCount <= SealReport.breaksMax else { return }
        report.breaks[report.breaks.count - 1].at = row.moment(2)
        report.breaks[report.breaks.count - 1].kind = row.text(3)
    }

    private mutating func addToStretches(_ row: borrowing Statement, _ number: Int64) {
        let state: SealReport.State
        if let current, current.isSealed {
            state = .sealed(since: current.at)
        } else if let awaited, let first = awaited.coversFrom, number >= first {
            state = .covered(at: awaited.at)
        } else {
            state = number < 1 ? .recovered : .bare
        }
        let at = row.moment(2)
        if report.stretches.last?.state != state {
            report.stretches.append(
                SealReport.Stretch(
                    state: state, first: number, last: number, firstAt: at, lastAt: at))
        }
        let place = report.stretches.count - 1
        report.stretches[place].last = number
        report.stretches[place].lastAt = at
        report.stretches[place].rows += 1
    }
}
