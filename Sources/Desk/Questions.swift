// SPDX-License-Identifier: Apache-2.0
/// LIST and SHOW: questions about now, answered from memory. Never changes anything.

import Vocabulary

extension Desk {
    /// The open calls, for a client that missed too much.
    mutating func picture(_ asker: Requester) {
        let found = calls(matching: ListQuery(what: .calls), isWhole: true)
        reply(asker, .picture(found.rows, more: found.more))
    }

    mutating func list(_ query: ListQuery, _ asker: Requester) {
        switch query.what {
        case .calls:
            if let storm = query.storm, !state.storms.contains(storm) {
                return refuse(asker, .unknownThing("storm \(storm) that lasts: LIST storms"))
            }
            let found = calls(matching: query, isWhole: false)
            reply(asker, .calls(found.rows, more: found.more, groups: found.groups))
        case .operators:
            var rows: [SeatBrief] = []
            for seat in state.seats.all
            where query.state == nil || query.state == seat.duty.rawValue {
                rows.append(brief(seat))
            }
            reply(asker, .seats(rows))
        case .followups where query.state == FollowUpState.fulfilled.rawValue:
            ask(.followUps(query), asker)
        case .followups:
            let rows = state.followUps.all.filter {
                (query.holder == nil || $0.owner == query.holder)
                    && (query.home == nil || $0.home == query.home)
            }.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
            reply(
                asker,
                .followUps(
                    Array(rows.prefix(Limits.listRowsMax)),
                    more: max(0, rows.count - Limits.listRowsMax)))
        case .stuck: reply(asker, .stuck(Array(stuck.prefix(Limits.listRowsMax))))
        case .devices where query.state == DeviceStanding.silent.rawValue:
            let found = silentDevices(matching: query)
            reply(asker, .devices(found.rows, more: found.more))
        case .devices: listDevices(query, asker)
        case .missed:
            let found = missedHomes(matching: query)
            reply(asker, .missed(found.rows, more: found.more))
        case .storms where query.state == "ended": ask(.storms, asker)
        case .storms:
            let storms = state.storms.all.sorted { $0.id < $1.id }
            reply(asker, .storms(storms.map { news(of: $0, "on") }))
        }
    }

    /// Open calls in the order of the line, at most `Limits.listRowsMax`, and how many are left out. A
    /// storm's group is one line, unless it, or one home, is asked for, or the picture must be whole.
    private func calls(
        matching query: ListQuery, isWhole: Bool
    ) -> (rows: [CallBrief], more: Int, groups: [StormGroup]) {
        var places: [LinePlace] = []
        var groups = Table<StormID, StormGroup>()
        let folds = !isWhole && query.storm == nil && query.home == nil
        for call in state.calls.all {
            if let state = query.state, state != call.state.rawValue { continue }
            if let priority = query.priority, priority != call.rank { continue }
            if let district = query.district, district != call.district { continue }
            if let holder = query.holder, holder != call.holder { continue }
            if let home = query.home, home != call.home { continue }
            if let storm = query.storm, storm != call.storm?.storm { continue }
            if folds, let storm = call.storm?.storm {
                var group = groups[storm] ?? StormGroup(storm: storm)
                group.calls += 1
                group.oldest = max(group.oldest, now - call.arrivedAt)
                groups[storm] = group
                continue
            }
            places.append(LinePlace(call))
        }
        places.sort { $0.isBefore($1) }
        var rows: [CallBrief] = []
        for place in places.prefix(Limits.listRowsMax) {
            if let call = state.calls[place.call] { rows.append(brief(call)) }
        }
        return (
            rows, max(0, places.count - rows.count), groups.all.sorted { $0.storm < $1.storm }
        )
    }

    private mutating func listDevices(_ query: ListQuery, _ asker: Requester) {
        var rows: [DeviceBrief] = []
        var more = 0
        for position in 0..<state.directory.devices.count {
            let entry = state.directory.devices.entry(at: position).value
            if let home = query.home, home != entry.device.home { continue }
            if let wanted = query.state, wanted != standing(entry).rawValue { continue }
            if let district = query.district,
                state.directory.homes.read(entry.device.home, { $0.home.district }) != district
            {
                continue
            }
            if rows.count < Limits.listRowsMax {
                rows.append(brief(entry))
            } else {
                more += 1
            }
        }
        reply(asker, .devices(rows, more: more))
    }

    mutating func show(_ thing: Thing, _ seat: Seat, _ asker: Requester) {
        switch thing {
        case .call(let id, let after):
            guard let call = state.calls[id] else { return ask(.call(id, after: after), asker) }
            let file = call.home.flatMap { state.directory.homes[$0] }
            var record = CallRecord(brief: brief(call), call: call, file: file)
            record.storyAfter = after
            reply(asker, .record(record, word: "CALL"))
        case .device(let id):
            guard let entry = state.directory.devices[id] else {
                return refuse(asker, .unknownThing("device \(id)"))
            }
            reply(
                asker,
                .devices(
                    [brief(entry)], more: 0))
        case .home(let id):
            guard let file = state.directory.homes[id] else {
                return refuse(asker, .unknownThing("home \(id)"))
            }
            reply(asker, .file(file))
        case .operator(let id):
            guard let person = state.seats[id] else { return refuse(asker, .unknownOperator(id)) }
            reply(asker, .seats([brief(person)]))
        case .followUp(let id):
            guard let promise = state.followUps[id] else {
                return ask(.followUp(id), asker)
            }
            reply(asker, .followUps([promise], more: 0))
        case .storm(let id, let after): ask(.storm(id, after: after), asker)
        case .centre:
            // Who answers presses is shown a path only when it fails.
            let mayLook = rules.powers.allows(.statistics, seat.record.role)
            reply(
                asker,
                .situation(
                    situation, mayLook ? canaryBriefs : [], now: now, target: rules.answerTarget,
                    ring: rules.ringInstead))
        }
    }

    private mutating func ask(_ question: PastQuestion, _ asker: Requester) {
        effects.append(.past(asker, question))
    }

    /// A device that nobody watches is unheard until its first word after the start.
    private func standing(_ entry: DeviceEntry) -> DeviceStanding {
        state.presence.watches[entry.device.id]?.standing
            ?? (entry.lastHeard == nil ? .unheard : .heard)
    }

    private func brief(_ entry: DeviceEntry) -> DeviceBrief {
        DeviceBrief(device: entry.device, lastHeard: entry.lastHeard, standing: standing(entry))
    }

    func brief(_ seat: Seat) -> SeatBrief {
        var brief = SeatBrief(
            id: seat.record.id, name: seat.record.name, role: seat.record.role, duty: seat.duty,
            reason: seat.reason, since: now - seat.since, calls: seat.calls,
            missedOffers: seat.missedOffers)
        let position = state.seats.position(of: seat.record.id)
        brief.missedInAll = position.flatMap { state.presence.people[$0]?.missedOffers } ?? 0
        brief.skills = seat.record.skills
        brief.queues = seat.queues
        return brief
    }
}
