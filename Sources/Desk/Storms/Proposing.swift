// SPDX-License-Identifier: Apache-2.0
/// When many technical calls come from one area at once, the supervisors hear so, with the numbers.
/// Never declares a storm: that is a person's decision.

package import Vocabulary

/// The technical calls that came from each area lately; bounded, and forgotten by a restart.
package struct AreaCounts: Equatable, Sendable {
    private struct Arrival: Equatable, Sendable {
        var at: Moment
        var kind: SignalKind
    }
    private struct Area: Equatable, Sendable {
        var arrivals: [Arrival] = []
        /// It was said, and the area has not been calm since.
        var isSaid = false
    }
    private var areas = Table<String, Area>()

    package init() {}
    package var count: Int { areas.count }

    /// Counts one call.
    /// - Returns: how many came within `span` and of which kinds, once for each time that they
    ///   become more than `limit`; said again only after half as many or fewer.
    package mutating func came(
        from district: String, _ kind: SignalKind, at now: Moment, over limit: Int,
        within span: Span
    ) -> (calls: Int, kinds: [SignalKind])? {
        if !areas.contains(district) {
            if areas.count >= Limits.stormAreasMax { forgetOne() }
            areas[district] = Area()
        }
        return areas.update(district) { area -> (calls: Int, kinds: [SignalKind])? in
            area.arrivals.removeAll { now - $0.at > span }
            area.arrivals.append(Arrival(at: now, kind: kind))
            if area.arrivals.count > limit + 1 { area.arrivals.removeFirst() }
            if area.isSaid {
                if area.arrivals.count <= limit / 2 { area.isSaid = false }
                return nil
            }
            guard area.arrivals.count > limit else { return nil }
            area.isSaid = true
            let words = Set(area.arrivals.map(\.kind.word)).sorted()
            return (area.arrivals.count, words.map { SignalKind($0) })
        } ?? nil
    }

    /// The area heard of longest ago.
    private mutating func forgetOne() {
        var oldest: (at: Moment, id: String)?
        for place in 0..<areas.count {
            let (id, area) = areas.entry(at: place)
            guard let heard = area.arrivals.last?.at else { continue }
            if oldest.map({ heard < $0.at }) ?? true { oldest = (heard, id) }
        }
        if let oldest { areas.remove(oldest.id) }
    }
}

extension Desk {
    /// A call was opened that stands in no group: one more of its area.
    mutating func countForProposal(_ id: CallID) {
        guard rules.proposeCalls > 0, let at = state.calls.position(of: id) else { return }
        let district = state.calls[at: at].district
        let kind = state.calls[at: at].kind
        guard !district.isEmpty else { return }
        guard
            let found = state.presence.areas.came(
                from: district, kind, at: now, over: rules.proposeCalls, within: rules.proposeSpan)
        else { return }
        let proposal = StormProposal(
            area: .district(district), kinds: found.kinds, calls: found.calls,
            within: rules.proposeSpan)
        record(.stormProposed(proposal))
        announce(.these(.supervisors, andWatchers: .centre), .stormProposed(proposal))
    }
}
