// SPDX-License-Identifier: Apache-2.0
/// Counts for the service level, gathered in memory during a batch and added to their rows once.
/// Never recounted from calls: a year's table must take milliseconds.

import Vocabulary

/// One row of `measures`, columns after the key in their order. Spans are added as spans: those that a
/// damaged row made stay at the end of the scale.
struct CallCounts {
    private(set) var columns = [Int64](repeating: 0, count: 23)

    mutating func offered() { columns[0] += 1 }
    mutating func answered(after wait: Span) {
        columns[1] += 1
        for (n, bound) in MeasureBounds.seconds.enumerated()
        where wait.milliseconds <= bound * 1000 { columns[2 + n] += 1 }
        columns[19] = (Span(milliseconds: columns[19]) + wait).milliseconds
    }
    mutating func withdrawn(after wait: Span) {
        columns[10] += 1
        for (n, bound) in MeasureBounds.seconds.enumerated()
        where wait.milliseconds < bound * 1000 { columns[11 + n] += 1 }
    }
    mutating func closed(handled: Span, atFirstContact: Bool) {
        columns[20] = (Span(milliseconds: columns[20]) + handled).milliseconds
        columns[21] += 1
        if atFirstContact { columns[22] += 1 }
    }
}

/// One row of `operator_measures`, columns after the key in their order.
struct OperatorCounts {
    private(set) var columns = [Int64](repeating: 0, count: 15)

    mutating func offered() { columns[0] += 1 }
    mutating func missed() { columns[1] += 1 }
    mutating func answered(after wait: Span) {
        columns[2] += 1
        for (n, bound) in MeasureBounds.seconds.enumerated()
        where wait.milliseconds <= bound * 1000 { columns[3 + n] += 1 }
        columns[11] = (Span(milliseconds: columns[11]) + wait).milliseconds
    }
    mutating func closed(handled: Span, atFirstContact: Bool) {
        columns[12] = (Span(milliseconds: columns[12]) + handled).milliseconds
        columns[13] += 1
        if atFirstContact { columns[14] += 1 }
    }
}

/// Adds to `measures` and `operator_measures`.
struct MeasureRows: ~Copyable {
    struct CallGroup: Hashable {
        let hour: Int64
        let priority: Priority
        let district: String
    }
    struct OperatorGroup: Hashable {
        let hour: Int64
        let person: OperatorID
    }

    private let zone: ZoneOffset
    private let scale: Double
    private var calls: [CallGroup: CallCounts] = [:]
    private var people: [OperatorGroup: OperatorCounts] = [:]
    /// Days before this one are summed already: what comes later for them is added twice.
    private(set) var sealedDays: Int64
    private let addCalls: Statement
    private let addPerson: Statement
    private let sealPriorities: Statement
    private let sealDistricts: Statement
    private let sealHours: Statement
    private let sealPeople: Statement

    /// - Parameter scale: a demonstration's speed-up: waits are counted as town time.
    init(
        _ prepare: inout Preparation, zone: ZoneOffset, scale: Double, sealedDays: Int64
    ) {
        self.zone = zone
        self.scale = scale
        addCalls = prepare(MeasureSQL.addCalls)
        addPerson = prepare(MeasureSQL.addPerson)
        sealPriorities = prepare(MeasureSQL.sealPriorities)
        sealDistricts = prepare(MeasureSQL.sealDistricts)
        sealHours = prepare(MeasureSQL.sealHours)
        sealPeople = prepare(MeasureSQL.sealPeople)
        self.sealedDays = sealedDays
    }

    mutating func count(
        _ arrivedAt: Moment, _ priority: Priority, _ district: String,
        _ add: (inout CallCounts) -> Void
    ) {
        let group = CallGroup(
            hour: zone.hourNumber(of: arrivedAt), priority: priority, district: district)
        add(&calls[group, default: CallCounts()])
    }

    mutating func count(
        _ person: OperatorID, at now: Moment, _ add: (inout OperatorCounts) -> Void
    ) {
        let group = OperatorGroup(hour: zone.hourNumber(of: now), person: person)
        add(&people[group, default: OperatorCounts()])
    }

    /// A real span as the town's clock counts it.
    func townSpan(_ span: Span) -> Span {
        // A span that a damaged row made is beyond what a number holds when it is multiplied.
        let milliseconds = (Double(span.milliseconds) * scale).rounded()
        return Span(milliseconds: Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max))
    }

    /// Forgets what was counted since the last flush; for a batch that failed.
    mutating func forget() {
        calls.removeAll(keepingCapacity: true)
        people.removeAll(keepingCapacity: true)
    }

    /// Adds what was counted to the rows. The order of the groups does not matter: each is one row.
    mutating func flush() throws(StoreError) {
        for (group, counts) in calls {
            let rank = Int64(group.priority.rawValue)
            try add(counts, 0, group.hour, rank, group.district)
            let day = MeasureRows.day(ofHour: group.hour)
            guard day < sealedDays else { continue }
            try add(counts, 1, day, rank, "")
            try add(counts, 2, group.hour, 0, "")
            try add(counts, 3, day, 0, group.district)
        }
        for (group, counts) in people {
            try add(counts, 0, group.hour, group.person)
            let day = MeasureRows.day(ofHour: group.hour)
            if day < sealedDays { try add(counts, 1, day, group.person) }
        }
        forget()
    }

    private func add(
        _ counts: CallCounts, _ grain: Int64, _ period: Int64, _ priority: Int64,
        _ district: String
    ) throws(StoreError) {
        addCalls.bind(1, grain)
        addCalls.bind(2, period)
        addCalls.bind(3, priority)
        addCalls.bind(4, district)
        for (n, count) in counts.columns.enumerated() { addCalls.bind(Int32(5 + n), count) }
        try addCalls.finish()
    }

    private func add(
        _ counts: OperatorCounts, _ grain: Int64, _ period: Int64, _ person: OperatorID
    ) throws(StoreError) {
        addPerson.bind(1, grain)
        addPerson.bind(2, period)
        addPerson.bind(3, person.text)
        for (n, count) in counts.columns.enumerated() { addPerson.bind(Int32(4 + n), count) }
        try addPerson.finish()
    }

    /// The first day that is not summed; what `sealedDays` starts from.
    static func firstUnsealedDay(of database: borrowing Database) throws(StoreError) -> Int64 {
        let known = try database.number("SELECT value FROM centre WHERE name = 'sealed-days'")
        if let known { return known }
        return try firstDay(of: database) ?? 0
    }

    private static func firstDay(of database: borrowing Database) throws(StoreError) -> Int64? {
        try database.number(
            "SELECT period FROM measures WHERE grain = 0 ORDER BY period LIMIT 1"
        ).map(day(ofHour:))
    }

    /// Whether a day is over for at least a day and not summed yet.
    func hasDayToSeal(now: Moment) -> Bool { sealedDays < today(now) - 1 }

    /// Sums the oldest day that is over for at least a day; the caller holds the transaction and
    /// calls `sealed` once it is committed.
    func sealOldestDay(now: Moment, in database: borrowing Database) throws(StoreError) -> Int64 {
        // Read again: a recovery may have added to days that were summed, and set this back.
        let sealedDays = try MeasureRows.firstUnsealedDay(of: database)
        // Before the first row there is nothing to be summed.
        let oldest = try MeasureRows.firstDay(of: database) ?? today(now) - 1
        let day = min(max(sealedDays, oldest), today(now) - 1)
        guard day < today(now) - 1 else { return day }
        try sealPriorities.run(day, day * 24, day * 24 + 24)
        try sealDistricts.run(day, day * 24, day * 24 + 24)
        try sealHours.run(day * 24, day * 24 + 24)
        try sealPeople.run(day, day * 24, day * 24 + 24)
        return day + 1
    }

    /// The sums of days before `day` are on disk.
    mutating func sealed(before day: Int64) { sealedDays = day }

    private func today(_ now: Moment) -> Int64 {
        MeasureRows.day(ofHour: zone.hourNumber(of: now))
    }

    /// The day (since the epoch, on the centre's clock) of a local hour number.
    static func day(ofHour hour: Int64) -> Int64 {
        hour >= 0 ? hour / 24 : -((-hour + 23) / 24)
    }
}
