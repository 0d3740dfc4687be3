// SPDX-License-Identifier: Apache-2.0
/// Storms, their previews and what came of orders about them, as fields of a line.
/// Never leaves a call out: what is cut is counted.

import Desk
package import Vocabulary
package import Wire

extension LineWriter {
    /// `what= storm= area= kinds= lower= until= calls= ...`: events, lists and replies say the same.
    mutating func storm(_ news: StormNews, zone: ZoneOffset) {
        field("what", news.what)
        field("storm", news.storm.id.raw)
        plan(news.storm.area, news.storm.kinds, news.storm.lower)
        field("until", news.storm.until.iso8601(in: zone))
        if news.left > .zero { seconds("left", news.left) }
        field("calls", news.calls)
        if news.new > 0 { field("new", news.new) }
        if let oldest = news.oldest, news.calls > 0 { seconds("oldest", oldest) }
        if let outcome = news.outcome { field("outcome", outcome.word) }
        field("by", news.by.description)
        if !news.reason.isEmpty { text("reason", news.reason) }
    }

    /// `area= kinds= lower=`.
    package mutating func plan(_ area: StormArea, _ kinds: [SignalKind], _ lower: Int) {
        field("area", area.description)
        field("kinds", kinds.map(\.word).joined(separator: ","))
        field("lower", lower)
    }

    /// `what=proposed area= kinds= calls= minutes=`.
    mutating func proposal(_ proposal: StormProposal) {
        field("what", "proposed")
        field("area", proposal.area.description)
        field("kinds", proposal.kinds.map(\.word).joined(separator: ","))
        field("calls", proposal.calls)
        field("minutes", proposal.within.milliseconds / 60_000)
    }

    /// One line for all homes of a group.
    mutating func group(_ group: StormGroup) {
        line(.dataStorm)
        field("storm", group.storm.raw)
        field("calls", group.calls)
        seconds("oldest", group.oldest)
    }

    /// `STORM PREVIEW`: what would be touched, then what would not.
    mutating func preview(_ view: StormView) {
        line(.dataStorm)
        head(view)
        for row in view.rows {
            guard let why = row.exclusion else {
                line(.dataCall)
                brief(row.call)
                if let to = row.to { field("to", to.rawValue) }
                if row.waives > 0 { field("waives", row.waives) }
                continue
            }
            line(.dataExcluded)
            excluded(row.call.id, why)
            field("v", row.call.version)
            field("state", row.call.state.rawValue)
            field("pri", row.call.priority.rawValue)
            field("type", row.call.kind.word)
            if let home = row.call.home { field("home", home.text) }
            if !row.call.district.isEmpty { field("district", row.call.district) }
        }
        line(.dataEnd)
        field("count", view.rows.count)
        let more = view.touches + view.excludes - view.rows.count
        if more > 0 { field("more", more) }
        field("preview", view.number)
    }

    private mutating func head(_ view: StormView) {
        field("preview", view.number)
        switch view.plan {
        case .declaring(let area, let kinds, let lower): plan(area, kinds, lower)
        case .closing(let storm, let outcome):
            field("storm", storm.raw)
            field("outcome", outcome.word)
        }
        field("touches", view.touches)
        field("excludes", view.excludes)
    }

    private mutating func excluded(_ call: CallID, _ why: StormExclusion) {
        field("call", call)
        field("reason", why.word)
        if let who = why.who { field("by", who.text) }
        if case .grouped(let storm) = why { field("storm", storm.raw) }
    }

    /// What changed since a preview was made, and the number of the new one.
    mutating func stale(_ preview: Int64, _ changes: [StormChange], _ view: StormView) {
        line(.stale)
        field("stale", preview)
        field("changed", changes.count)
        head(view)
        for change in changes.prefix(Limits.listRowsMax) {
            line(.dataExcluded)
            excluded(change.call, change.exclusion)
        }
        line(.dataEnd)
        field("count", min(changes.count, Limits.listRowsMax))
        field("preview", view.number)
    }

    /// The storm as it is now, and what could not be put back.
    mutating func done(_ news: StormNews, zone: ZoneOffset) {
        line(.storm)
        storm(news, zone: zone)
        guard news.what == "undone", !news.kept.isEmpty else { return }
        for kept in news.kept {
            line(.dataExcluded)
            field("call", kept.call)
            field("reason", kept.reason.rawValue)
        }
        line(.dataEnd)
        field("count", news.kept.count)
    }
}
