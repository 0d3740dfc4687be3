// SPDX-License-Identifier: Apache-2.0
/// Open calls with their alarms, notes, steps, attempts and cascades. One pass over the open calls'
/// timeline rows (by its index on the call) finds the alarms and notes and counts the changes.
/// Never reads a closed call.

internal import Desk
internal import Vocabulary

extension Revival {
    static func loadCalls(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        var order: [(holder: OperatorID, since: Int64, call: CallID)] = []
        let rows = try database.prepare(
            """
            SELECT c.id, c.home, c.kind, c.priority, c.rank, c.arrived_at, c.state, c.tier,
              c.district, c.language, c.plan, c.presses, c.holder, c.held_seq, c.deadline,
              c.waiting_at, c.aged_at, c.answered_at, c.answered_by, c.withdrawn, c.cancelled,
              c.handed_over, c.promised, c.summoned, c.outcome, c.proposed_by, c.proposed_at,
              t.text, c.device
            FROM calls AS c INDEXED BY calls_open LEFT JOIN texts AS t ON t.id = c.reason_id
            WHERE c.closed_at IS NULL ORDER BY c.id
            """)
        var strangers: [CallID: DeviceID] = [:]
        try rows.eachRow { row throws(StoreError) in
            let call = call(row)
            if let holder = call.holder { order.append((holder, row.integer(13), call.id)) }
            if call.home == nil { strangers[call.id] = DeviceID(row.text(28)) }
            state.calls[call.id] = call
        }
        guard !state.calls.isEmpty else {
            return try loadCentreAttempts(into: &state, from: database)
        }
        order.sort { $0.since < $1.since }
        for held in order { _ = state.seats.update(held.holder) { $0.calls.append(held.call) } }
        let begun = try loadHistory(into: &state, from: database)
        let earlier = try loadEarlierPlans(from: database)
        let plans = PlanVersions(
            now: state.directory.plans, former: try loadFormerPlans(from: database))
        for id in state.calls.allIDs {
            _ = state.calls.update(id) { call in
                call.steps = steps(
                    of: call, after: earlier[id] ?? [], begun: begun[id] ?? [], plans)
            }
        }
        try loadSteps(into: &state, from: database)
        replaceSteps(of: earlier, in: &state)
        try loadAttempts(into: &state, from: database)
        try loadCascades(into: &state, from: database)
        try loadCentreAttempts(into: &state, from: database)
        for id in state.calls.allIDs {
            if let home = state.calls[id]?.home {
                _ = state.directory.homes.update(home) { $0.openCall = id }
            } else if let device = strangers[id] {
                state.callOfStranger[device] = id
            }
        }
    }

    private static func call(_ row: borrowing Statement) -> OpenCall {
        var call = OpenCall(
            id: CallID(raw: row.integer(0)), home: row.textOrNil(1).map { HomeID($0) },
            kind: SignalKind(row.text(2)), priority: priority(row.integer(3)),
            arrivedAt: row.moment(5), district: row.text(8), language: row.text(9),
            plan: PlanID(row.text(10)), alarms: [], steps: [])
        call.rank = priority(row.integer(4))
        call.tier = Tier(rawValue: row.count(7)) ?? .operators
        call.presses = row.count(11)
        call.deadline = row.momentOrNil(14)
        call.waitingSince = row.moment(15)
        call.agedAt = row.moment(16)
        call.answeredAt = row.momentOrNil(17)
        call.answeredBy = row.textOrNil(18).map { OperatorID($0) }
        call.withdrawn = row.flag(19)
        call.cancelled = row.flag(20)
        call.handedOver = row.flag(21)
        call.promisedFollowUp = row.flag(22)
        call.summoned = WordList.split(row.text(23))
        place(&call, row)
        return call
    }

    /// What of earlier plans was neither done nor waived, and nobody was at.
    private static func replaceSteps(
        of earlier: [CallID: [EarlierPlan]], in state: inout DeskState
    ) {
        for (id, plans) in earlier {
            _ = state.calls.update(id) { call in
                for index in call.steps.indices where call.steps[index].state.isOpen {
                    let isReplaced = plans.contains {
                        !$0.isKeptWhole && index < $0.steps && index + 1 != $0.kept
                    }
                    if isReplaced { call.steps[index].state = .replaced }
                }
            }
        }
    }

    /// State and holder; whatever does not fit together stands in the line.
    private static func place(_ call: inout OpenCall, _ row: borrowing Statement) {
        let holder = row.textOrNil(12).map { OperatorID($0) }
        switch CallState(rawValue: row.text(6)) {
        case .handling where holder != nil:
            call.state = .handling
            call.holder = holder
        case .parked where holder != nil:
            call.state = .parked
            call.holder = holder
        case .confirming:
            guard let by = row.textOrNil(25), let at = row.momentOrNil(26) else { fallthrough }
            call.state = .confirming
            call.proposal = ClosingProposal(
                outcome: Outcome(row.text(24)), reason: row.text(27), by: OperatorID(by),
                deadline: at)
        default:
            call.state = .waiting
            call.deadline = nil
        }
    }

    private static func priority(_ number: Int64) -> Priority {
        Priority(rawValue: Int(number)) ?? .lifeSafety
    }

    /// - Returns: for each call the timeline rows with which it began to follow a plan, oldest first.
    private static func loadHistory(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) -> [CallID: [Int64]] {
        var begun: [CallID: [Int64]] = [:]
        let rows = try database.prepare(
            """
            SELECT t.call, t.kind, t.at, t.actor, t.codes, x.text,
              a.at, a.device, a.reference, a.kind, a.device_time, a.gateway, a.damaged,
              l.text, w.text, t.seq
            FROM calls AS c INDEXED BY calls_open
            CROSS JOIN timeline AS t INDEXED BY timeline_call ON t.call = c.id
            LEFT JOIN texts AS x ON x.id = t.text_id
            LEFT JOIN alarms AS a ON a.id = t.seq
            LEFT JOIN texts AS l ON l.id = a.location_id
            LEFT JOIN texts AS w ON w.id = a.text_id
            WHERE c.closed_at IS NULL ORDER BY c.id, t.seq
            """)
        try rows.eachRow { row throws(StoreError) in
            guard let kind = FactKind(rawValue: row.text(1)) else { return }
            let id = CallID(raw: row.integer(0))
            if kind == .opened || kind == .reclassified {
                begun[id, default: []].append(row.integer(15))
            }
            _ = state.calls.update(id) { call in
                if kind.raisesVersion { call.version += 1 }
                switch kind {
                case .opened, .alarmWith, .joined: addAlarm(row, to: &call)
                case .folded:
                    call.folded += 1
                    addAlarm(row, to: &call)
                case .runaway: addRunaway(row.text(4), to: &call)
                case .taken:
                    call.lastHeldBy = OperatorID(row.text(3))
                    call.parkReason = ""
                case .handedOver:
                    call.lastHeldBy = Codes.value("to", in: row.text(4)).map { OperatorID($0) }
                case .parked: call.parkReason = row.text(5)
                case .returned: call.parkReason = ""
                case .note, .cancelled, .revealed, .passed: addNote(kind, row, to: &call)
                case .offerEnded:
                    let codes = row.text(4)
                    if Codes.value("reason", in: codes) == ReturnReason.lapsed.rawValue {
                        call.lastMissedBy = Codes.value("to", in: codes).map { OperatorID($0) }
                    }
                default: break
                }
            }
        }
        return begun
    }

    private static func addAlarm(_ row: borrowing Statement, to call: inout OpenCall) {
        guard call.alarms.count < Limits.alarmsPerCallMax, !row.isNull(6) else { return }
        let identity = AlarmIdentity(
            device: DeviceID(row.text(7)), reference: Reference(row.text(8)),
            kind: SignalKind(row.text(9)), deviceTime: row.integer(10))
        let signal = Signal(
            identity: identity, location: row.text(13), text: row.text(14),
            gateway: GatewayID(row.text(11)), damaged: row.flag(12))
        call.alarms.append(AlarmEntry(signal: signal, receivedAt: row.moment(6)))
    }

    private static func addRunaway(_ codes: String, to call: inout OpenCall) {
        call.isRunaway = true
        guard call.runaways.count < Limits.runawaysPerCallMax else { return }
        // A damaged number must not grow beyond what can be counted on.
        let most: Int64 = 1_000_000_000
        func number(_ key: String) -> Int64 {
            Codes.value(key, in: codes).flatMap { Int64($0) } ?? 0
        }
        call.runaways.append(
            Runaway(
                device: DeviceID(Codes.value("dev", in: codes) ?? "?"),
                kind: SignalKind(Codes.value("type", in: codes) ?? "?"),
                since: Moment(milliseconds: number("since")),
                heard: Int(max(0, min(most, number("alarms"))))
            ))
    }

    private static func addNote(
        _ kind: FactKind, _ row: borrowing Statement, to call: inout OpenCall
    ) {
        guard call.notes.count < Limits.notesPerCallMax else { return }
        let codes = row.text(4)
        func value(_ key: String) -> String { Codes.value(key, in: codes) ?? "" }
        let details = value("what").split(separator: ",").compactMap {
            PrivateDetail(rawValue: String($0))
        }
        // The words that `DeskState.apply` writes.
        let text =
            switch kind {
            case .cancelled: "cancelled by the device, ref \(value("ref"))"
            case .revealed: details.first.map { Remark.looked(at: $0) } ?? ""
            case .passed: Remark.passed(details, to: value("service"))
            default: row.text(5)
            }
        call.notes.append(
            Remark(at: row.moment(2), by: Actor(stored: row.text(3)), text: text))
    }

    private static func loadSteps(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT s.call, s.step, s.state, s.actor, t.text
            FROM calls AS c INDEXED BY calls_open CROSS JOIN call_steps AS s ON s.call = c.id
            LEFT JOIN texts AS t ON t.id = s.text_id
            WHERE c.closed_at IS NULL ORDER BY s.call, s.step
            """)
        try rows.eachRow { row throws(StoreError) in
            let at = row.count(1) - 1
            _ = state.calls.update(CallID(raw: row.integer(0))) { call in
                // More than the plan had, as far as it can still be told: there is nothing to be done with it.
                guard call.steps.indices.contains(at) else { return }
                call.steps[at].state =
                    row.text(2) == "waived"
                    ? .waived(by: OperatorID(row.text(3)), reason: row.text(4))
                    : .done(by: Actor(stored: row.text(3)), result: row.text(4))
            }
        }
    }

    private static func loadAttempts(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT a.id, a.call, a.target, a.channel, o.text, w.text, a.started_at, a.deadline,
              a.outcome
            FROM calls AS c INDEXED BY calls_open
            CROSS JOIN attempts AS a INDEXED BY attempts_call ON a.call = c.id
            LEFT JOIN texts AS o ON o.id = a.to_id LEFT JOIN texts AS w ON w.id = a.who_id
            WHERE c.closed_at IS NULL ORDER BY a.id
            """)
        try rows.eachRow { row throws(StoreError) in
            guard let attempt = attempt(row) else { return }
            _ = state.calls.update(attempt.call) { call in
                if call.attempts.count >= Limits.attemptsPerCallMax,
                    let ended = call.attempts.firstIndex(where: { $0.outcome != nil })
                {
                    call.attempts.remove(at: ended)
                }
                call.attempts.append(attempt)
            }
        }
    }

    /// Running attempts that belong to no call.
    private static func loadCentreAttempts(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT * FROM (
              SELECT a.id, 0, a.target, a.channel, o.text, w.text, a.started_at, a.deadline,
                a.outcome
              FROM attempts AS a INDEXED BY attempts_open
              LEFT JOIN texts AS o ON o.id = a.to_id LEFT JOIN texts AS w ON w.id = a.who_id
              WHERE a.outcome IS NULL AND a.call IS NULL ORDER BY a.id DESC LIMIT 16)
            ORDER BY id
            """)
        try rows.eachRow { row throws(StoreError) in
            if let attempt = attempt(row) { state.centreAttempts.append(attempt) }
        }
    }

    /// nil for a target or channel that no version of SafeBell wrote.
    private static func attempt(_ row: borrowing Statement) -> Attempt? {
        guard let target = AttemptTarget(text: row.text(2)),
            let channel = ChannelKind(text: row.text(3))
        else { return nil }
        var attempt = Attempt(
            id: AttemptID(raw: row.integer(0)), call: CallID(raw: row.integer(1)), target: target,
            channel: channel, to: row.text(4), who: row.text(5), startedAt: row.moment(6),
            deadline: row.moment(7))
        attempt.outcome = row.textOrNil(8).map { AttemptOutcome(rawValue: $0) ?? .failed }
        return attempt
    }

    private static func loadCascades(
        into state: inout DeskState, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT s.call, s.goal, s.next, t.text
            FROM cascades AS s LEFT JOIN texts AS t ON t.id = s.stops_id
            ORDER BY s.call, s.started_seq
            """)
        try rows.eachRow { row throws(StoreError) in
            guard let goal = CascadeGoal(text: row.text(1)) else { return }
            let cascade = Cascade(
                goal: goal, stops: StopList.stops(row.text(3)), next: row.count(2))
            _ = state.calls.update(CallID(raw: row.integer(0))) { $0.cascades.append(cascade) }
        }
    }
}

extension Actor {
    /// Reads what `description` wrote.
    init(stored text: String) {
        if text == "@desk" {
            self = .desk
        } else if text == "@channel" {
            self = .channel
        } else if text.hasPrefix("@device:") {
            self = .device(DeviceID(String(text.dropFirst(8))))
        } else if text.hasPrefix("@gateway:") {
            self = .gateway(GatewayID(String(text.dropFirst(9))))
        } else {
            self = .person(OperatorID(text))
        }
    }
}
