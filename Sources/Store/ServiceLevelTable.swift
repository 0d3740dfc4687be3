// SPDX-License-Identifier: Apache-2.0
/// Which rows of the measures make up a table, and under which group each of them is summed.
/// Never reads the database.

internal import Vocabulary

/// Hours of the centre's clock, [first, end).
struct ClosedHours {
    let first: Int64
    let end: Int64

    /// Days that are summed already are read from their sums, the hours at both ends one by one.
    func parts(_ grouping: Grouping, sealedDays: Int64) -> [MeasurePart] {
        if grouping == .hour {
            let sealedEnd = min(max(sealedDays * 24, first), end)
            return [
                MeasurePart(grain: 2, first: first, end: sealedEnd),
                MeasurePart(grain: 0, first: sealedEnd, end: end),
            ].filter { $0.first < $0.end }
        }
        let firstDay = MeasureRows.day(ofHour: first + 23)
        let endDay = min(MeasureRows.day(ofHour: end), sealedDays)
        guard firstDay < endDay else { return [MeasurePart(grain: 0, first: first, end: end)] }
        let grain: Int64 = grouping == .district ? 3 : 1
        return [
            MeasurePart(grain: 0, first: first, end: firstDay * 24),
            MeasurePart(grain: grain, first: firstDay, end: endDay),
            MeasurePart(grain: 0, first: endDay * 24, end: end),
        ].filter { $0.first < $0.end }
    }
}

/// Rows of one grain, periods [first, end).
struct MeasurePart: Equatable {
    let grain: Int64
    let first: Int64
    let end: Int64
}

/// Sums by group.
struct ServiceLevelTable {
    private struct Group: Hashable, Comparable {
        let number: Int64
        let text: String
        static func < (a: Group, b: Group) -> Bool { (a.number, a.text) < (b.number, b.text) }
    }

    let grouping: Grouping
    let target: Span
    private let zone: ZoneOffset
    private var groups: [Group: ServiceLevelRow] = [:]

    init(grouping: Grouping, target: Span, zone: ZoneOffset) {
        self.grouping = grouping
        self.target = target
        self.zone = zone
    }

    /// Place of the target among the bounds.
    var boundColumn: Int32 {
        Int32(MeasureBounds.seconds.firstIndex { Span.seconds($0) == target } ?? 0)
    }

    /// Adds to the row of the group that these belong to.
    mutating func add(
        hour: Int64, priority: Int64, text: String, _ sum: (inout ServiceLevelRow) -> Void
    ) {
        let group: Group
        switch grouping {
        case .none: group = Group(number: 0, text: "")
        case .hour: group = Group(number: hour, text: "")
        case .day: group = Group(number: MeasureRows.day(ofHour: hour), text: "")
        case .priority: group = Group(number: priority, text: "")
        case .district, .operator: group = Group(number: 0, text: text)
        }
        sum(
            &groups[
                group,
                default: ServiceLevelRow(group: "", grouping: grouping, target: target)])
    }

    /// All rows, named, in ascending order.
    var rows: [ServiceLevelRow] {
        groups.sorted { $0.key < $1.key }.map { group, row in
            var row = row
            row.group = name(group)
            return row
        }
    }

    private func name(_ group: Group) -> String {
        switch grouping {
        case .none: "all"
        case .hour: zone.start(ofHour: group.number).iso8601(in: zone)
        case .day: String(zone.start(ofHour: group.number * 24).iso8601(in: zone).prefix(10))
        case .priority: String(group.number)
        case .district, .operator: group.text
        }
    }
}
