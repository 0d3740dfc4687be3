// SPDX-License-Identifier: Apache-2.0
/// A storm: many technical calls of one area at once (a power cut, a typhoon), and what people may order
/// about them. Never a word about presses: no storm touches one.

/// A storm's number, and a preview's: of the series of attempts and follow-ups, never given twice.
package struct StormID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let raw: Int64
    package init(raw: Int64) { self.raw = raw }
    package var description: String { String(raw) }
    package static func < (a: StormID, b: StormID) -> Bool { a.raw < b.raw }
}

/// Where a storm is.
package enum StormArea: Hashable, Sendable, CustomStringConvertible {
    case everywhere
    /// A district as the directory spells it.
    case district(String)

    /// `all`, or the district: as people type it.
    package var description: String {
        switch self {
        case .everywhere: "all"
        case .district(let name): name
        }
    }
    package init(text: String) { self = text == "all" ? .everywhere : .district(text) }

    /// Whether a call of this district lies in it.
    package func covers(_ district: String) -> Bool {
        switch self {
        case .everywhere: true
        case .district(let name): sameText(name, district)
        }
    }
}

/// What a preview is of.
package enum StormPlan: Equatable, Sendable {
    /// A storm to be declared; its calls' rank is lowered by `lower`, 1...4.
    case declaring(StormArea, [SignalKind], lower: Int)
    /// The calls of a storm to be closed together.
    case closing(StormID, Outcome)
}

/// What a person orders about storms. `reason` is empty where none was given.
package enum StormOrder: Equatable, Sendable {
    case preview(StormPlan)
    case declare(preview: Int64, span: Span, reason: String)
    case close(preview: Int64, reason: String)
    case extend(StormID, span: Span, reason: String)
    case undo(StormID, reason: String)
    case end(StormID, reason: String)
}

/// How a storm ended.
package enum StormEnding: String, Sendable, CaseIterable {
    /// Its time was over.
    case time
    case ended
    /// Everything was put back as it was.
    case undone
}

/// Why a call left its storm's group.
package enum LiftReason: String, Sendable, CaseIterable {
    /// A person has it.
    case taken
    /// Its home said something else as well: a press, or anything more urgent.
    case pressed
    /// A device of its home runs away: a person must look.
    case runaway
    /// Closed together with others.
    case closed
    case ended, undone

    /// Whether the call begins to wait anew: the ladder counts from here.
    package var waitsAnew: Bool {
        switch self {
        case .pressed, .runaway, .ended: true
        case .taken, .closed, .undone: false
        }
    }
    /// Whether it left while the storm lasted, so that an undo cannot put it back.
    package var isForGood: Bool { self != .ended && self != .undone }
}

/// A call that left a group for good.
package struct StormLeft: Hashable, Sendable {
    package var call: CallID
    package var reason: LiftReason
    package init(call: CallID, reason: LiftReason) {
        self.call = call
        self.reason = reason
    }
}

/// A storm that lasts.
package struct StormRecord: Hashable, Sendable {
    package let id: StormID
    package let area: StormArea
    /// In alphabetical order.
    package let kinds: [SignalKind]
    /// Ranks by which its calls were lowered, 1...4.
    package let lower: Int
    package let by: OperatorID
    package let reason: String
    package let declaredAt: Moment
    package var until: Moment
    /// Calls in its group now.
    package var calls = 0
    /// Calls ever in it.
    package var touched = 0
    /// Those that left it for good, in that order; the first `Limits.listRowsMax`.
    package var left: [StormLeft] = []

    package init(
        id: StormID, area: StormArea, kinds: [SignalKind], lower: Int, by: OperatorID,
        reason: String, declaredAt: Moment, until: Moment
    ) {
        self.id = id
        self.area = area
        self.kinds = kinds
        self.lower = lower
        self.by = by
        self.reason = reason
        self.declaredAt = declaredAt
        self.until = until
    }
}

/// What the desk found and proposes to the supervisors.
package struct StormProposal: Hashable, Sendable {
    package var area: StormArea
    /// In alphabetical order.
    package var kinds: [SignalKind]
    package var calls: Int
    package var within: Span
    package init(area: StormArea, kinds: [SignalKind], calls: Int, within: Span) {
        self.area = area
        self.kinds = kinds
        self.calls = calls
        self.within = within
    }
}
