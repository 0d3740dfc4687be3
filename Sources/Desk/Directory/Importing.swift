// SPDX-License-Identifier: Apache-2.0
/// Records by the thousand: staged row by row, all or nothing accepted, then applied in small
/// batches between which presses pass (house rule 12). Export answers page by page.

package import Vocabulary

extension Desk {
    /// IMPORT BEGIN. One at a time.
    mutating func importBegins(_ kind: RecordKind, _ me: OperatorID, _ asker: Requester) {
        if let work = state.importWork {
            // An import that never ended belongs to its connection; a new one by the same person
            // replaces it, somebody else's is in the way.
            guard work.applied == nil, work.by == me else {
                return refuse(asker, .importBusy(by: work.by))
            }
            record(.importEnded(work.kind, rows: 0, accepted: false, by: .person(me)))
        }
        state.importWork = ImportWork(kind: kind, by: me, asker: asker)
        reply(asker, .importReady(kind))
    }

    /// IMPORT ROW.
    mutating func importRow(
        _ line: Int, _ cells: [String], _ me: OperatorID, _ asker: Requester
    ) {
        guard let kind = state.importWork?.kind, state.importWork?.by == me,
            state.importWork?.applied == nil
        else { return refuse(asker, .noImport) }
        // The work itself is never held here: appending to rows that are shared would copy them all.
        guard state.importWork?.rows.count ?? 0 < Limits.importRowsMax else {
            state.importWork?.errors += 1
            return refuse(asker, .tooMany("rows", limit: Limits.importRowsMax))
        }
        do throws(CellError) {
            let row = try kind.record(from: cells)
            try checkReferences(row, state.importWork?.rows.last)
            try checkDots(row)
            if isNewPerson(row) { state.importWork?.newPeople += 1 }
            record(.importStaged(line: line, row, by: me))
            reply(asker, .importRow(line: line))
        } catch {
            state.importWork?.errors += 1
            refuse(asker, .badRow(line: line, column: error.column, expected: error.expected))
        }
    }

    private func isNewPerson(_ row: Record) -> Bool {
        guard case .person(let person) = row else { return false }
        return !state.seats.contains(person.id)
    }

    private func checkReferences(_ row: Record, _ before: Record?) throws(CellError) {
        let home: HomeID?
        switch row {
        case .subscriber(let person): home = person.home
        case .device(let device): home = device.home
        case .contact(let contact): home = contact.home
        case .planStep(let plan, let number, _):
            home = nil
            if number > 1 {
                guard case .planStep(plan, number - 1, _) = before else {
                    throw CellError(
                        column: "step", expected: "the steps of plan \(plan) in order from 1")
                }
            }
        case .person:
            home = nil
            let people = state.seats.count + (state.importWork?.newPeople ?? 0)
            if isNewPerson(row), people >= Limits.operatorsMax {
                throw CellError(
                    column: "name", expected: "at most \(Limits.operatorsMax) operators")
            }
        case .home, .plan: home = nil
        }
        if let home, !state.directory.homes.contains(home) {
            throw CellError(column: "home", expected: "a home that was imported before")
        }
    }

    /// Dots in a cell mean "as it is": there must be something to keep, or a code would be lost unseen.
    private func checkDots(_ row: Record) throws(CellError) {
        switch row {
        case .home(let home) where home.access.isDots && !state.directory.homes.contains(home.id):
            throw CellError(
                column: "access",
                expected: "the code itself: \(Masked.dots) keeps what a home has, "
                    + "and this one is new")
        case .subscriber(let person)
        where person.health.isDots && state.directory.subscribers[person.id] == nil:
            throw CellError(
                column: "health",
                expected: "the note itself: \(Masked.dots) keeps what a person has, "
                    + "and this one is new")
        default: return
        }
    }

    /// The row with what it leaves as it is.
    private func filled(_ row: Record) -> Record {
        switch row {
        case .home(var home) where home.access.isDots:
            home.access = state.directory.homes.read(home.id) { $0.home.access } ?? Masked("")
            return .home(home)
        case .subscriber(var person) where person.health.isDots:
            let known = state.directory.subscribers[person.id].flatMap { home in
                state.directory.homes.read(home) { file in
                    file.subscribers.first { $0.id == person.id }?.health
                }
            }
            person.health = (known ?? nil) ?? Masked("")
            return .subscriber(person)
        default: return row
        }
    }

    /// A row that could not be read counts as one with an error: nothing of the import is taken.
    mutating func spoilImport(of person: OperatorID) {
        guard state.importWork?.by == person, state.importWork?.applied == nil else { return }
        state.importWork?.errors += 1
    }

    /// IMPORT COMMIT or ABORT.
    mutating func importEnds(commit: Bool, _ me: OperatorID, _ asker: Requester) {
        guard let work = state.importWork, work.by == me, work.applied == nil else {
            return refuse(asker, .noImport)
        }
        if !commit || work.errors > 0 {
            record(.importEnded(work.kind, rows: 0, accepted: false, by: .person(me)))
            if commit {
                refuse(asker, .importRefused(errors: work.errors))
            } else {
                reply(asker, .imported(work.kind, rows: 0))
            }
            return
        }
        if isLastAdministratorGone(after: work) {
            record(.importEnded(work.kind, rows: 0, accepted: false, by: .person(me)))
            return refuse(
                asker,
                .outOfRange(
                    field: "role",
                    expected: "somebody left who may administer and log on: nothing was imported"))
        }
        state.importWork?.asker = asker
        record(.importAccepted(work.kind, rows: work.rows.count, by: me))
        effects.append(.afterCommit(.importContinues))
    }

    /// Whether nobody could import or change a secret any more: nobody would ever undo that.
    private func isLastAdministratorGone(after work: ImportWork) -> Bool {
        guard work.kind == .operators else { return false }
        func may(_ person: Operator) -> Bool {
            rules.powers.allows(.administer, person.role) && person.secretHash.shown != "!"
        }
        var left: [OperatorID: Bool] = [:]
        for seat in state.seats.all { left[seat.record.id] = may(seat.record) }
        let before = left.values.contains(true)
        for case .person(let person) in work.rows { left[person.id] = may(person) }
        return before && !left.values.contains(true)
    }

    /// Nobody will end an import whose person is gone: it is dropped, so that the next one may begin.
    mutating func dropImport(of person: OperatorID) {
        guard let kind = state.importWork?.kind, state.importWork?.by == person,
            state.importWork?.applied == nil
        else { return }
        record(.importEnded(kind, rows: 0, accepted: false, by: .desk))
    }

    /// The next rows of an accepted import.
    mutating func importContinues() {
        guard let work = state.importWork, let applied = work.applied else { return }
        let end = work.endOfStep(from: applied)
        for row in work.rows[applied..<end] {
            guard case .person(let person) = row else {
                let moved = silentDevice(movedBy: row)
                record(.recordSaved(filled(row), by: .person(work.by)))
                // The home it is in now has not been rung for it.
                if let moved { record(.welfareDue(moved, at: now, isRaised: false)) }
                continue
            }
            let before = state.seats.read(person.id) { ($0.record.role, $0.duty) }
            record(.recordSaved(row, by: .person(work.by)))
            effects.append(.credential(person))
            // Nobody goes on holding calls in a role that may not, or behind a locked log-on.
            let isLocked = person.secretHash.shown == "!"
            if let (role, duty) = before, duty != .gone, role != person.role || isLocked {
                endService(of: person.id, by: .person(work.by))
            }
        }
        if end < work.rows.count {
            record(.importApplied(through: end))
            effects.append(.afterCommit(.importContinues))
            return
        }
        record(.importEnded(work.kind, rows: work.rows.count, accepted: true, by: .desk))
        if let asker = work.asker { reply(asker, .imported(work.kind, rows: work.rows.count)) }
    }

    private func silentDevice(movedBy row: Record) -> DeviceID? {
        guard case .device(let device) = row, state.silences.contains(device.id),
            let before = state.directory.devices.read(device.id, { $0.device.home }),
            before != device.home
        else { return nil }
        return device.id
    }

    /// An import that was accepted before a restart goes on; one that was not is dropped.
    mutating func importContinuesAfterRevival() {
        guard let work = state.importWork else { return }
        if work.applied == nil {
            record(.importEnded(work.kind, rows: 0, accepted: false, by: .desk))
        } else {
            effects.append(.afterCommit(.importContinues))
        }
    }

    /// EXPORT: a page of rows, and where the next begins.
    mutating func export(_ kind: RecordKind, after: Int, _ asker: Requester) {
        var rows: [[String]] = []
        var at = after
        let total = exportCount(kind)
        while at < total, rows.count < Limits.importRowsPerStep {
            rows += exported(kind, at)
            at += 1
        }
        reply(asker, .exported(kind, rows: rows, next: at < total ? at : nil))
    }

    private func exportCount(_ kind: RecordKind) -> Int {
        switch kind {
        case .homes, .subscribers, .contacts: state.directory.homes.count
        case .devices: state.directory.devices.count
        case .operators: state.seats.count
        case .plans: state.directory.plans.count
        }
    }

    private func exported(_ kind: RecordKind, _ at: Int) -> [[String]] {
        switch kind {
        case .homes: Record.home(state.directory.homes.entry(at: at).value.home).rows
        case .subscribers:
            state.directory.homes.entry(at: at).value.subscribers.flatMap {
                Record.subscriber($0).rows
            }
        case .contacts:
            state.directory.homes.entry(at: at).value.contacts.flatMap { Record.contact($0).rows }
        case .devices: Record.device(state.directory.devices.entry(at: at).value.device).rows
        case .operators: Record.person(state.seats.entry(at: at).value.record).rows
        case .plans: Record.plan(state.directory.plans.entry(at: at).value).rows
        }
    }

    /// SECRET: a new hash for a person's log-on.
    mutating func changeSecret(
        _ person: OperatorID, _ hash: Masked, _ me: OperatorID, _ asker: Requester
    ) {
        guard var record = state.seats.read(person, { $0.record }) else {
            return refuse(asker, .unknownOperator(person))
        }
        record.secretHash = hash
        self.record(.recordSaved(.person(record), by: .person(me)))
        effects.append(.credential(record))
        reply(asker, .secretChanged(person))
    }

    /// Writes records of the configuration that are not there yet (first operators, plans).
    package mutating func adopt(people: [Operator], plans: [Plan], at moment: Moment) -> Decision {
        now = max(now, moment)
        facts = []
        effects = []
        for person in people where !state.seats.contains(person.id) {
            record(.recordSaved(.person(person), by: .desk))
            effects.append(.credential(person))
        }
        for plan in plans where !state.directory.plans.contains(plan.id) {
            record(.recordSaved(.plan(plan), by: .desk))
        }
        return Decision(facts: facts, effects: effects)
    }
}

extension ImportWork {
    /// Where the next step's rows end. A plan is never taken in parts: a press between two steps would
    /// get half of it. So a step ends before the plan that would not fit whole (it fits into the next:
    /// `planStepsMax` is less than `importRowsPerStep`).
    func endOfStep(from applied: Int) -> Int {
        var end = min(applied + Limits.importRowsPerStep, rows.count)
        while end < rows.count, end > applied + 1, case .planStep(_, 2..., _) = rows[end] {
            end -= 1
        }
        return end
    }
}
