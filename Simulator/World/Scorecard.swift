// SPDX-License-Identifier: Apache-2.0
/// The figures of a run: service levels, worst wait, what was lost or doubled, and latencies.
/// Never rounds in its own favour: a share stands beside its numerator and denominator.

package import Vocabulary

/// Answered within a bound.
package struct AnsweredWithin: Equatable, Sendable {
    /// On the town's clock.
    package let seconds: Int64
    package let numerator: Int
    package let denominator: Int

    package init(seconds: Int64, numerator: Int, denominator: Int) {
        self.seconds = seconds
        self.numerator = numerator
        self.denominator = denominator
    }

    /// In hundredths of a percent, rounded down; 10000 where nothing was to be answered.
    package var share: Int { denominator == 0 ? 10_000 : numerator * 10_000 / denominator }
}

/// Median and near-worst of a list.
package struct Percentiles: Equatable, Sendable {
    package let count: Int
    package let p50: Stamp
    package let p99: Stamp
    package let worst: Stamp

    /// Nearest rank; zeros where there is nothing.
    package init(_ spans: [Stamp]) {
        let sorted = spans.sorted()
        count = sorted.count
        func rank(_ percent: Int) -> Stamp {
            sorted.isEmpty ? 0 : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
        }
        p50 = rank(50)
        p99 = rank(99)
        worst = sorted.last ?? 0
    }
}

/// What the run itself counts, beside the books.
package struct RunCounts: Equatable, Sendable {
    /// Heartbeat lines answered, and devices in them.
    package var heartbeatLines = 0
    package var heartbeats = 0
    /// Connections opened, and those that ended without being asked to.
    package var connections = 0
    package var dropped = 0
    package var notifications = 0
    /// Replies checked.
    package var replies = 0
    /// Devices that dial, and their polls: said and answered.
    package var diallers = 0
    package var polls = 0
    package var pollsAnswered = 0
    package init() {}
}

/// The card at the end.
package struct Scorecard: Equatable, Sendable {
    /// Bounds reported, in seconds of the town's clock.
    package static let bounds: [Int64] = [12, 15, 60, 180]

    /// Town seconds in one real second.
    package let factor: Double
    /// Town time that passed.
    package let townSpan: Vocabulary.Span
    package let counts: RunCounts
    package let presses: Int
    package let signals: Int
    package let resends: Int
    package let calls: Int
    package let answered: Int
    /// Cancelled by the device before anybody answered.
    package let withdrawn: Int
    package let closed: Int
    package let confirmed: Int
    package let within: [AnsweredWithin]
    /// Longest wait for an answer, on the town's clock, and whose.
    package let worstWait: Vocabulary.Span
    package let worstCall: CallID?
    /// Calls not closed when the card was drawn.
    package let stillOpen: Int
    /// Acknowledged alarms whose call never came or never ended; not judged of a run cut short.
    package let lost: Int
    /// One alarm with two calls, or one home with two open calls.
    package let doubled: Int
    /// Two people at once had one call.
    package let heldTwice: Int
    /// Alarms never acknowledged.
    package let unacknowledged: Int
    /// Answered alarms whose gateway never heard TAKEN.
    package let takenMissing: Int
    package let unexpected: Int
    package let races: Int
    /// Real microseconds from the line to its 250.
    package let ack: Percentiles
    /// Alarms over DC-09, how many of them are acknowledged, and real microseconds from the first
    /// sending to that.
    package let dialled: Int
    package let dialledStored: Int
    package let dialledAck: Percentiles
    /// Real microseconds from an alarm to its first OFFER, where an operator was free.
    package let offer: Percentiles
    package let problems: [String]

    /// Draws the line. `factor` is at least 1; `townSpan` is what passed on the town's clock;
    /// `isWhole` is false where the run was cut short, so that nothing had time to end.
    package init(
        _ books: Auditor, factor: Double, townSpan: Vocabulary.Span, counts: RunCounts,
        isWhole: Bool = true
    ) {
        var books = books
        let overDC09 = isWhole ? books.settleDialled() : (lost: 0, doubled: 0)
        self.factor = factor
        self.townSpan = townSpan
        self.counts = counts
        let sent = books.messages.filter { $0.firstSentAt >= 0 }
        presses = sent.count { $0.isAlarm }
        signals = sent.count - presses
        resends = books.resendCount
        calls = books.calls.count
        answered = books.calls.count { $0.answeredAt >= 0 }
        withdrawn = books.calls.count { $0.withdrawnAt >= 0 }
        closed = books.calls.count { $0.closedAt >= 0 }
        confirmed = books.confirmedCount
        within = Scorecard.bounds.map { seconds in
            let level = books.answered(withinReal: Stamp(Double(seconds) * 1_000_000 / factor))
            return AnsweredWithin(
                seconds: seconds, numerator: level.numerator, denominator: level.denominator)
        }
        let waits = books.calls.filter { $0.firstSentAt >= 0 && $0.answeredAt >= 0 }
        let worst = waits.max { $0.wait < $1.wait }
        worstWait = Scorecard.townSpan(worst?.wait ?? 0, factor)
        worstCall = worst?.id
        stillOpen = books.calls.count { $0.closedAt < 0 }
        lost =
            sent.count { message in
                guard isWhole, message.isAlarm, message.storedAt >= 0 else { return false }
                return message.call < 0 || books.calls[message.call].closedAt < 0
            } + overDC09.lost
        doubled = books.doubledCount + overDC09.doubled
        heldTwice = isWhole ? books.calls.count { $0.suspect != nil } : 0
        unacknowledged = isWhole ? sent.count { $0.isAlarm && $0.storedAt < 0 } : 0
        takenMissing = sent.count { message in
            isWhole && message.isAlarm && message.call >= 0 && !message.wasTakenHeard
                && !message.isDialled && books.calls[message.call].answeredAt >= 0
        }
        unexpected = books.unexpectedCount
        races = books.raceCount
        ack = Percentiles(books.ackSpans)
        dialled = sent.count { $0.isAlarm && $0.isDialled }
        dialledStored = sent.count { $0.isAlarm && $0.isDialled && $0.storedAt >= 0 }
        dialledAck = Percentiles(books.dialledAckSpans)
        offer = Percentiles(
            books.calls.filter { $0.foundFreeOperator && $0.offeredAt >= 0 && $0.hasAlarm }
                .map { $0.offeredAt - $0.firstSentAt })
        problems = books.problems
    }

    /// Nothing lost, doubled, unanswered or said against the protocol.
    package var isClean: Bool {
        lost + doubled + heldTwice + unacknowledged + takenMissing + unexpected == 0
    }

    private static func townSpan(_ real: Stamp, _ factor: Double) -> Vocabulary.Span {
        Span(milliseconds: Int64(Double(real) * factor / 1000))
    }
}

extension AuditedCall {
    /// Real time from the first message to the answer.
    var wait: Stamp { answeredAt - firstSentAt }
}

extension Auditor {
    /// Answered within T over calls, those left out that their device cancelled before T and before
    /// anybody answered: the centre's own formula. `bound`: real microseconds.
    package func answered(withinReal bound: Stamp) -> AnsweredWithin {
        var numerator = 0
        var denominator = 0
        for call in calls where call.firstSentAt >= 0 {
            if call.withdrawnAt >= 0 {
                if call.withdrawnAt - call.firstSentAt >= bound { denominator += 1 }
                continue
            }
            denominator += 1
            if call.answeredAt >= 0, call.wait <= bound { numerator += 1 }
        }
        return AnsweredWithin(
            seconds: bound / 1_000_000, numerator: numerator, denominator: denominator)
    }

    /// Answered within `seconds` of the town's clock so far, over what was answered.
    package func answeredSoFar(within seconds: Int64, factor: Double) -> AnsweredWithin {
        let bound = Stamp(Double(seconds) * 1_000_000 / factor)
        let counted = calls.filter {
            $0.firstSentAt >= 0 && $0.answeredAt >= 0 && $0.withdrawnAt < 0
        }
        return AnsweredWithin(
            seconds: seconds, numerator: counted.count { $0.wait <= bound },
            denominator: counted.count)
    }
}
