// SPDX-License-Identifier: Apache-2.0
/// Rows of homes, people, devices, contacts and plans -> the desk's directory, in the order in
/// which they came. Built per home in one go: 80,000 homes must be there well within a second.
/// Never leaves a person or device out because its home is missing: then the home is unknown, the
/// record stays.

internal import Desk
internal import Vocabulary

extension Revival {
    static func loadDirectory(
        into directory: inout Directory, from database: borrowing Database
    ) throws(StoreError) {
        let count = Int(try database.number("SELECT count(*) FROM homes") ?? 0)
        directory.homes.reserve(count)
        try loadHomes(into: &directory, from: database)
        try loadLastCalls(into: &directory, from: database)
        try loadSubscribers(into: &directory, from: database)
        try loadDevices(into: &directory, from: database)
        try loadContacts(into: &directory, from: database)
        try loadPlans(into: &directory, from: database)
    }

    private static func loadHomes(
        into directory: inout Directory, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT id, address, district, access, last_operator, last_call, last_call_at
            FROM homes ORDER BY n
            """)
        try rows.eachRow { row throws(StoreError) in
            var file = HomeFile(
                home: Home(
                    id: HomeID(row.text(0)), address: row.text(1), district: row.text(2),
                    access: Masked(row.text(3))))
            if let by = row.textOrNil(4), let call = row.integerOrNil(5), let at = row.momentOrNil(6)
            {
                file.remember(LastCall(call: CallID(raw: call), by: OperatorID(by), closedAt: at))
            }
            directory.homes[file.home.id] = file
        }
    }

    /// Closings that are not entered in `homes` yet, oldest first.
    private static func loadLastCalls(
        into directory: inout Directory, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            "SELECT home, operator, call, at FROM home_last ORDER BY n")
        try rows.eachRow { row throws(StoreError) in
            let last = LastCall(
                call: CallID(raw: row.integer(2)), by: OperatorID(row.text(1)),
                closedAt: row.moment(3))
            _ = directory.homes.update(HomeID(row.text(0))) { $0.remember(last) }
        }
        try loadRecentCalls(into: &directory, from: database)
    }

    /// What happened on the newest closed calls, in the order of their numbers, which is for one
    /// home the order of their closing: it has one open call at a time.
    private static func loadRecentCalls(
        into directory: inout Directory, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT * FROM (
              SELECT id, home, coalesce(answered_by, closed_by), closed_at, kind, outcome
              FROM calls WHERE closed_at IS NOT NULL AND home IS NOT NULL
              ORDER BY id DESC LIMIT ?)
            ORDER BY id
            """)
        rows.bindAll(Limits.closedCallsRead)
        try rows.eachRow { row throws(StoreError) in
            let last = LastCall(
                call: CallID(raw: row.integer(0)), by: OperatorID(row.text(2)),
                closedAt: row.moment(3), kind: SignalKind(row.text(4)),
                outcome: Outcome(row.text(5)))
            _ = directory.homes.update(HomeID(row.text(1))) { $0.remember(last) }
        }
    }

    private static func loadSubscribers(
        into directory: inout Directory, from database: borrowing Database
    ) throws(StoreError) {
        let count = try database.number("SELECT count(*) FROM subscribers") ?? 0
        directory.subscribers.reserveCapacity(Int(count))
        let rows = try database.prepare(
            """
            SELECT id, home, name, language, phone, birth_year, risk, health
            FROM subscribers ORDER BY n
            """)
        try rows.eachRow { row throws(StoreError) in
            let person = Subscriber(
                id: SubscriberID(row.text(0)), home: HomeID(row.text(1)), name: row.text(2),
                language: row.text(3), phone: row.text(4), birthYear: row.count(5),
                risk: row.count(6), health: Masked(row.text(7)))
            directory.subscribers[person.id] = person.home
            _ = directory.homes.update(person.home) { $0.subscribers.append(person) }
        }
    }

    private static func loadDevices(
        into directory: inout Directory, from database: borrowing Database
    ) throws(StoreError) {
        directory.devices.reserve(Int(try database.number("SELECT count(*) FROM devices") ?? 0))
        let rows = try database.prepare("SELECT id, home, model FROM devices ORDER BY n")
        try rows.eachRow { row throws(StoreError) in
            let device = Device(
                id: DeviceID(row.text(0)), home: HomeID(row.text(1)), model: row.text(2))
            directory.devices[device.id] = DeviceEntry(
                device: device, homePosition: directory.homes.position(of: device.home))
        }
        // Within a home the devices stand in the order in which they came to it.
        let placed = try database.prepare("SELECT id, home FROM devices ORDER BY placed, n")
        try placed.eachRow { row throws(StoreError) in
            _ = directory.homes.update(HomeID(row.text(1))) {
                $0.devices.append(DeviceID(row.text(0)))
            }
        }
    }

    private static func loadContacts(
        into directory: inout Directory, from database: borrowing Database
    ) throws(StoreError) {
        let rows = try database.prepare(
            """
            SELECT home, place, name, relation, phone, language, duty
            FROM contacts ORDER BY home, place
            """)
        // A home's contacts are gathered first: lists that grow one by one would leave gaps in memory
        // as large as themselves.
        var gathered: [Contact] = []
        try rows.eachRow { row throws(StoreError) in
            let contact = Contact(
                home: HomeID(row.text(0)), order: row.count(1), name: row.text(2),
                relation: row.text(3), phone: row.text(4), language: row.text(5),
                duty: ContactDuty(rawValue: row.text(6)) ?? .contact)
            if let last = gathered.last, last.home != contact.home {
                enter(gathered, into: &directory)
                gathered.removeAll(keepingCapacity: true)
            }
            gathered.append(contact)
        }
        enter(gathered, into: &directory)
    }

    private static func enter(_ contacts: [Contact], into directory: inout Directory) {
        guard let home = contacts.first?.home else { return }
        // A copy of the right size, instead of the large one shared.
        _ = directory.homes.update(home) { $0.contacts = contacts.map { $0 } }
    }

    private static func loadPlans(
        into directory: inout Directory, from database: borrowing Database
    ) throws(StoreError) {
        let plans = try database.prepare("SELECT id FROM plans ORDER BY n")
        try plans.eachRow { row throws(StoreError) in
            let id = PlanID(row.text(0))
            directory.plans[id] = Plan(id: id, steps: [])
        }
        let steps = try database.prepare(
            """
            SELECT s.plan, s.action, s.text, s.text_zh, s.obligation, s.condition,
              coalesce(e.outcomes, ''), coalesce(e.seconds, 0)
            FROM plan_steps AS s
            LEFT JOIN step_endings AS e ON e.plan = s.plan AND e.step = s.step
            ORDER BY s.plan, s.step
            """)
        try steps.eachRow { row throws(StoreError) in
            let step = planStep(row, from: 1)
            _ = directory.plans.update(PlanID(row.text(0))) { $0.steps.append(step) }
        }
    }

    /// The seven columns of a step, from `action` to `seconds`.
    static func planStep(_ row: borrowing Statement, from first: Int32) -> PlanStep {
        // An unknown condition asks for the step always: the careful choice.
        PlanStep(
            action: StepAction(rawValue: row.text(first)) ?? .question, text: row.text(first + 1),
            textChinese: row.text(first + 2), obligation: row.flag(first + 3),
            condition: StepCondition(text: row.text(first + 4)) ?? .always,
            outcomes: StepOutcomes.words(row.text(first + 5)) ?? [], seconds: row.count(first + 6))
    }
}
