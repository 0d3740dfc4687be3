// SPDX-License-Identifier: Apache-2.0
/// STORM PREVIEW: exactly what a storm, or the closing of its group, would touch; and whether that still
/// holds when somebody acts on it.
/// Never touches a call.

package import Vocabulary

/// What somebody was shown and may act on.
package struct StormPreview: Equatable, Sendable {
    package let number: Int64
    package let plan: StormPlan
    package let madeAt: Moment
    /// What would be touched, in the order of the line.
    package let calls: [CallID]
}

/// A line of a preview, or of what changed since.
package struct StormRow: Equatable, Sendable {
    package let call: CallBrief
    /// The rank it would have; nil where it stays or would be closed.
    package var to: Priority?
    /// Obligations that would be waived.
    package var waives = 0
    /// nil: it would be touched.
    package var exclusion: StormExclusion?
}

/// A preview as people see it.
package struct StormView: Equatable, Sendable {
    package let number: Int64
    package let plan: StormPlan
    /// Calls that would be touched, and those that would not.
    package let touches: Int
    package let excludes: Int
    /// First those that would be touched, each in the order of the line; at most
    /// `Limits.listRowsMax` of either.
    package let rows: [StormRow]
}

/// One line for all calls of a storm's group.
package struct StormGroup: Hashable, Sendable {
    package let storm: StormID
    package var calls = 0
    /// How long the oldest of them has been open.
    package var oldest = Span.zero
}

/// A call that stands otherwise than a preview showed.
package struct StormChange: Equatable, Sendable {
    package let call: CallID
    package let exclusion: StormExclusion
}

extension Desk {
    mutating func preview(_ plan: StormPlan, _ me: OperatorID, _ asker: Requester) {
        guard isSound(plan, asker) else { return }
        reply(asker, .stormPreview(look(plan, for: me)))
    }

    /// Whether a plan speaks of things that there are; refuses otherwise.
    private mutating func isSound(_ plan: StormPlan, _ asker: Requester) -> Bool {
        switch plan {
        case .declaring(let area, let kinds, _):
            if let wrong = kinds.first(where: { !rules.isStormable($0) }) {
                let known = rules.stormKinds.filter { rules.isStormable($0) }
                refuse(
                    asker,
                    .unknownField(
                        "kinds", value: wrong.word,
                        expected: known.map(\.word).joined(separator: "|")))
                return false
            }
            if case .district(let name) = area, !isDistrict(name) {
                refuse(
                    asker,
                    .unknownField(
                        "area", value: name,
                        expected: (["all"] + districts).joined(separator: "|")))
                return false
            }
        case .closing(let storm, let outcome):
            guard state.storms.contains(storm) else {
                refuse(asker, .unknownThing("storm \(storm) that lasts: LIST storms"))
                return false
            }
            guard Outcome.together.contains(outcome) else {
                refuse(
                    asker,
                    .unknownField(
                        "outcome", value: outcome.word,
                        expected: Outcome.together.map(\.word).joined(separator: "|")))
                return false
            }
        }
        return true
    }

    /// Whether any home lies there.
    private func isDistrict(_ name: String) -> Bool {
        for position in 0..<state.directory.homes.count
        where state.directory.homes[at: position].home.district == name { return true }
        return false
    }

    /// Districts that have homes, in alphabetical order; the first of many.
    private var districts: [String] {
        var names = Set<String>()
        for position in 0..<state.directory.homes.count {
            let name = state.directory.homes[at: position].home.district
            if !name.isEmpty, names.count < Limits.stormAreasMax { names.insert(name) }
        }
        return Array(names.sorted().prefix(Limits.stormAreasNamedMax))
    }

    /// Makes and keeps a preview; one for each person, so that their number is bounded.
    private mutating func look(_ plan: StormPlan, for me: OperatorID) -> StormView {
        var touched: [LinePlace] = []
        var excluded: [(place: LinePlace, why: StormExclusion)] = []
        for position in 0..<state.calls.count {
            state.calls.read(at: position) { call in
                switch standing(of: call, in: plan) {
                case .apart: break
                case .touchable: touched.append(LinePlace(call))
                case .excluded(let why): excluded.append((LinePlace(call), why))
                }
            }
        }
        touched.sort { $0.isBefore($1) }
        excluded.sort { $0.place.isBefore($1.place) }
        // What is closed is only what was printed.
        if case .closing = plan { touched = Array(touched.prefix(Limits.listRowsMax)) }
        let made = StormPreview(
            number: nextNumber(.attempts), plan: plan, madeAt: now, calls: touched.map(\.call))
        state.presence.stormPreviews[me] = made
        var rows: [StormRow] = []
        for place in touched.prefix(Limits.listRowsMax) {
            guard let call = state.calls[place.call] else { continue }
            var row = StormRow(call: brief(call))
            switch plan {
            case .declaring(_, _, let lower): row.to = call.rank.lowered(by: lower)
            case .closing: row.waives = call.openObligations.count
            }
            rows.append(row)
        }
        for (place, why) in excluded.prefix(Limits.listRowsMax) {
            guard let call = state.calls[place.call] else { continue }
            rows.append(StormRow(call: brief(call), exclusion: why))
        }
        return StormView(
            number: made.number, plan: plan, touches: touched.count, excludes: excluded.count,
            rows: rows)
    }

    private func standing(of call: borrowing OpenCall, in plan: StormPlan) -> StormStanding {
        switch plan {
        case .declaring(let area, let kinds, _): return standing(of: call, in: area, kinds)
        case .closing(let storm, _):
            guard call.storm?.storm == storm else { return .apart }
            return closingExclusion(of: call, in: storm).map { .excluded($0) } ?? .touchable
        }
    }

    // MARK: Acting on it

    /// The preview of this number that this person asked for, while it counts; refuses otherwise.
    mutating func preview(
        _ number: Int64, of me: OperatorID, _ asker: Requester
    ) -> StormPreview? {
        guard let made = state.presence.stormPreviews[me], made.number == number,
            now - made.madeAt <= .minutes(Limits.stormPreviewMinutes)
        else {
            refuse(asker, .unknownThing("a preview \(number) of yours: STORM PREVIEW first"))
            return nil
        }
        return made
    }

    /// Whether a preview still says what would happen. Where it does not, its person hears what
    /// changed, and gets a new one. Calls that came since are no such change: they are what a storm
    /// is for, and the reply counts them.
    mutating func stillHolds(
        _ made: StormPreview, _ me: OperatorID, _ asker: Requester
    ) -> Bool {
        var changes: [StormChange] = []
        for id in made.calls {
            guard let at = state.calls.position(of: id) else {
                changes.append(StormChange(call: id, exclusion: .gone))
                continue
            }
            let stands = state.calls.read(at: at) { standing(of: $0, in: made.plan) }
            switch (stands, made.plan) {
            case (.touchable, _): break
            case (.excluded(let why), _): changes.append(StormChange(call: id, exclusion: why))
            case (.apart, .closing(let storm, _)):
                let why = state.calls.read(at: at) { closingExclusion(of: $0, in: storm) }
                changes.append(StormChange(call: id, exclusion: why ?? .gone))
            case (.apart, .declaring):
                changes.append(StormChange(call: id, exclusion: .pressed))
            }
        }
        state.presence.stormPreviews[me] = nil
        guard !changes.isEmpty else { return true }
        let view = look(made.plan, for: me)
        reply(asker, .stormStale(preview: made.number, changes, view))
        return false
    }
}

extension OpenCall {
    /// Numbers of the obligations that still block closing, from 1.
    var openObligations: [Int] { openSteps.filter { steps[$0 - 1].step.obligation } }
}
