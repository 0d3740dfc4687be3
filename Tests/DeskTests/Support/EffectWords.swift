// SPDX-License-Identifier: Apache-2.0
// Effects as short lines that a nurse can read; news for mere watchers is left out.

import Desk
import Vocabulary

extension Names {
    /// nil for effects that nobody of the story sees.
    mutating func words(_ effect: Effect) -> String? {
        switch effect {
        case .reply(.nobody, _): return nil
        case .reply(let asker, let reply):
            return "answer to \(of(asker.connection)): \(words(reply))"
        case .notice(_, let audience, let notice):
            guard let whom = words(audience) else { return nil }
            return "to \(whom): \(words(notice))"
        case .taken(let connection, let notice):
            return "to \(of(connection)): \(ofTaken(notice.number)) TAKEN \(notice.device) "
                + "ref \(notice.reference), \(of(notice.call))"
        case .notify(let order):
            return "\(of(order.attempt.id)) goes out by \(order.attempt.channel.text) to "
                + "\(order.attempt.to) (\(order.attempt.who))"
                + (order.carrier.map { " through \(of($0))" } ?? "")
        case .stopNotify(let id, _, let carrier):
            return "\(of(id)) is to stop" + (carrier.map { " (\(of($0)))" } ?? "")
        case .seated(let connection, let person, let role):
            return "\(of(connection)) speaks for \(person), \(role.rawValue)"
        case .unseated(_, let person, let why): return "a connection of \(person) is closed: \(why)"
        case .credential, .afterCommit: return nil
        case .past(let asker, .call(let id, _)):
            return "answer to \(of(asker.connection)): history of \(of(id))"
        case .past(let asker, .storm(let id, _)):
            return "answer to \(of(asker.connection)): record of \(of(id))"
        case .past(let asker, let question):
            return "answer to \(of(asker.connection)): the past, \(question)"
        case .restart: return "the centre restarts"
        }
    }

    private func words(_ audience: Audience) -> String? {
        switch audience {
        case .person(let id): id.text
        case .supervisors: "supervisors"
        case .readyAndSupervisors(let ready):
            (ready.map(\.text) + ["supervisors"]).joined(separator: ", ")
        case .watchers: nil
        case .these(let people, _): words(people)
        case .both(let others, let people):
            ([words(others)].compactMap { $0 } + people.map(\.text)).joined(separator: ", ")
        case .everyone: "everyone"
        }
    }

    private mutating func words(_ notice: Notice) -> String {
        switch notice {
        case .offer(let brief, let left): return "OFFER \(words(brief)), left \(left.secondsText) s"
        case .withdrawn(let id, let reason): return "WITHDRAWN \(of(id)): \(reason.rawValue)"
        case .open(let brief, let tier): return "OPEN tier \(tier.rawValue) \(words(brief))"
        case .call(let brief, let what): return "CALL \(what) \(words(brief))"
        case .joined(let brief, _): return "JOINED \(words(brief)), presses \(brief.presses)"
        case .cancelled(let brief, let device, _): return "CANCELLED by \(device) \(words(brief))"
        case .returned(let brief, let reason):
            return "RETURNED \(words(brief)): \(reason.rawValue)"
        case .handed(let brief, let from): return "HANDED \(words(brief)) from \(from)"
        case .leaseWarning(let id, let left): return "LEASE \(of(id)) ends in \(left.secondsText) s"
        case .confirmNeeded(let brief, let outcome, let reason, let by):
            return "CONFIRM \(words(brief)) as \(outcome) (\(reason)) by \(by)"
        case .deviceOverdue(let device, _, let standing, let quiet):
            return "\(standing.rawValue): \(device), nothing for \(quiet.secondsText) s"
        case .deviceBack(let device, _, let quiet):
            return "heard again: \(device), after \(quiet.secondsText) s"
        case .missed(let outage, let what):
            return "MISSED \(what): \(outage.cause.text), \(outage.left) of \(outage.homes) left"
        case .manySilent(let count): return "\(count) devices are silent"
        case .storm(let news): return "STORM \(words(news))"
        case .stormProposed(let proposal):
            return "STORM proposed: \(proposal.area), "
                + proposal.kinds.map(\.word).joined(separator: ", ")
                + ", \(proposal.calls) calls in \(proposal.within.milliseconds / 60_000) min"
        case .runaway(let brief, let device, let kind):
            let pace = brief.runaway.map { ", \($0.alarms) alarms, \($0.text) a minute" } ?? ""
            return "RUNAWAY \(kind) of \(device): \(words(brief))\(pace)"
        case .attempt(let attempt, _):
            return "ATTEMPT \(of(attempt.id)) \(attempt.target.text) "
                + (attempt.outcome?.rawValue ?? "starts")
        case .cascadeEnded(let id, let goal, let reached):
            return "\(of(id)) \(goal.text) \(reached ? "reached" : "not reached")"
        case .duty(let person, let duty, let reason):
            return "\(person) is \(duty.rawValue)" + (reason.isEmpty ? "" : " (\(reason))")
        case .nobodyOnDuty(let open): return "NOBODY ON DUTY, open calls \(open)"
        case .somebodyOnDuty: return "somebody is on duty"
        case .situation(let figures):
            return "SITUATION waiting \(figures.waiting), ready \(figures.ready), "
                + "arrived \(figures.arrived), in target \(figures.answeredInTarget)"
        case .unheard(let brief, let holder, let quiet):
            return "UNHEARD \(holder) for \(quiet.secondsText) s: \(words(brief))"
        case .listening(let id, let by, let isHere):
            return "LISTENING \(by) \(isHere ? "to" : "no more to") \(of(id))"
        case .worked(let work):
            return "WORK \(of(work.call)) \(work.what) by \(work.by): \(work.text)"
        case .shift(let news): return "SHIFT \(words(news))"
        case .message(let from, let text): return "MESSAGE from \(from): \(text)"
        case .staffed(let person, let by, _):
            return "STAFF \(words(person)) by \(by)"
        case .followUpDue(let promise, let level): return "DUE \(of(promise.id)), level \(level)"
        case .storage(let trouble): return "STORAGE \(trouble?.rawValue ?? "works")"
        }
    }

    private mutating func words(_ brief: CallBrief) -> String {
        "\(of(brief.id)) pri \(brief.priority.rawValue) \(brief.kind) age \(brief.age.secondsText) s"
            + (brief.storm.map { ", in \(of($0))" } ?? "")
    }

    private mutating func words(_ news: ShiftNews) -> String {
        "\(news.what): \(news.from) to \(news.to?.text ?? "nobody"), \(news.calls) calls, "
            + "\(news.followUps) follow-ups" + (news.stays > 0 ? ", \(news.stays) stay" : "")
            + (news.text.isEmpty ? "" : " (\(news.text))")
    }

    private func words(_ person: SeatBrief) -> String {
        "\(person.id) \(person.duty.rawValue)"
            + (person.skills.isEmpty ? "" : ", skills \(person.skills.joined(separator: ","))")
            + (person.queues.isEmpty ? "" : ", queues \(person.queues.joined(separator: ","))")
    }

    private mutating func words(_ news: StormNews) -> String {
        "\(news.what): \(of(news.storm.id)), \(news.calls) calls"
            + (news.new > 0 ? " (\(news.new) new)" : "")
            + (news.oldest.map { ", oldest \($0.secondsText) s" } ?? "")
            + (news.outcome.map { ", as \($0)" } ?? "") + ", by \(news.by)"
            + (news.left > .zero ? ", \(news.left.secondsText) s left" : "")
    }

    private mutating func words(_ view: StormView) -> String {
        "\(ofPreview(view.number)): touches \(view.touches), leaves \(view.excludes)"
            + view.rows.map { row in
                "; \(of(row.call.id)) "
                    + (row.exclusion.map { words($0) }
                        ?? row.to.map { "\(row.call.priority.rawValue) -> \($0.rawValue)" }
                        ?? "closed, waives \(row.waives)")
            }.joined()
    }

    private mutating func words(_ exclusion: StormExclusion) -> String {
        if case .grouped(let storm) = exclusion { return "left: in \(of(storm))" }
        return "left: \(exclusion.word)" + (exclusion.who.map { " by \($0)" } ?? "")
    }

    private mutating func words(_ reply: Reply) -> String {
        switch reply {
        case .gatewayWelcome: return "welcome"
        case .alarmStored(let reference, let id): return "stored ref \(reference), \(of(id))"
        case .signalStored(let reference, _): return "stored ref \(reference)"
        case .reportStored: return "report stored"
        case .cancelNoted(let reference, let id):
            return "cancel noted ref \(reference), \(id.map { of($0) } ?? "no call")"
        case .seen(let number): return "seen \(ofTaken(number))"
        case .resultNoted(let id): return "result of \(of(id)) noted"
        case .retry(let reference, _):
            return "RETRY" + (reference.map { " ref \($0)" } ?? "")
        case .welcome(_, _, let role, let holding, _):
            let held = holding.map { of($0) }.joined(separator: ", ")
            return "WELCOME \(role.rawValue)" + (held.isEmpty ? "" : " with \(held)")
        case .duty(let duty): return duty.rawValue
        case .done(let id, let word, _): return "\(word) \(of(id))"
        case .attempts(let id, let started, _, _, let waits, let passed):
            return "\(of(id)) attempts " + started.map { of($0) }.joined(separator: ", ")
                + (waits ? ", but no notifier is here" : "")
                + (passed.isEmpty ? "" : ", with \(passed.map(\.rawValue).joined(separator: ", "))")
        case .followUp(let id, let word, _): return "\(word) \(of(id))"
        case .confirming(let id, _): return "CONFIRMING \(of(id))"
        case .record(let record, let word):
            return "\(word) \(words(record.brief))"
        case .calls(let briefs, let more, let groups):
            let rows =
                briefs.map { "\(of($0.id)) \($0.state.rawValue)" }
                + groups.map { "group of \(of($0.storm)) \($0.calls)" }
            return "calls " + rows.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        case .picture(let briefs, let more):
            let rows = briefs.map { "\(of($0.id)) \($0.state.rawValue)" }
            return "calls " + rows.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        case .stormPreview(let view): return "PREVIEW \(words(view))"
        case .stormStale(let preview, let changes, let view):
            return "STALE \(ofPreview(preview)): "
                + changes.map { "\(of($0.call)) \(words($0.exclusion))" }.joined(separator: ", ")
                + "; now \(words(view))"
        case .storm(let news):
            return "STORM \(words(news))"
                + news.kept.map { "; not \(of($0.call)): \($0.reason.rawValue)" }.joined()
        case .storms(let list):
            return "storms " + list.map { "\(of($0.storm.id)) \($0.calls)" }.joined(separator: ", ")
        case .seats(let seats):
            return seats.map { "\($0.id) \($0.duty.rawValue)" }.joined(separator: ", ")
        case .staffed(let person): return "STAFF \(words(person))"
        case .told(let person): return "TOLD \(person)"
        case .stuck(let list):
            return "stuck "
                + list.map { "\($0.what) \($0.call.map { of($0) } ?? $0.person?.text ?? "")" }
                .joined(separator: ", ")
        case .shift(let view, _):
            return "SHIFT \(words(view.news)): "
                + (view.calls.map { of($0.id) } + view.followUps.map { of($0.id) })
                .joined(separator: ", ")
        case .followUps(let list, _): return list.map { of($0.id) }.joined(separator: ", ")
        case .devices(let list, _): return list.map(\.device.id.text).joined(separator: ", ")
        case .missedNext(let row, _, let left):
            return "\(row.home) is next, risk \(row.risk), tries \(row.missed.tries), \(left) left"
        case .missedDone(let home, let word, let left): return "\(home) \(word), \(left) left"
        case .missed(let rows, _): return "missed: " + rows.map(\.home.text).joined(separator: ", ")
        case .file(let file): return "file of \(file.home.id)"
        case .revealed(let id, let detail, _, _): return "\(of(id)) shows \(detail.rawValue)"
        case .situation(_, let canaries, _, _, _):
            return "situation"
                + canaries.map { canary in
                    "; \(canary.device): " + (canary.isSilent ? "silent" : "heard")
                        + (canary.took.map { ", \($0.milliseconds) ms" } ?? "")
                }.joined()
        case .importReady(let kind): return "send \(kind.rawValue)"
        case .importRow(let line): return "line \(line) read"
        case .imported(let kind, let rows): return "\(rows) \(kind.rawValue) imported"
        case .exported(let kind, let rows, _): return "\(rows.count) rows of \(kind.rawValue)"
        case .secretChanged(let person): return "secret of \(person) changed"
        case .restarting: return "restarting"
        case .refused(let refusal): return "NO: \(words(refusal))"
        }
    }

    private mutating func words(_ refusal: Refusal) -> String {
        switch refusal {
        case .unknownCall(let id): return "no open call \(of(id))"
        case .wrongState(let id, let state, _): return "\(of(id)) is \(state.rawValue)"
        case .takenBy(let id, let person): return "\(of(id)) is taken by \(person)"
        case .offeredTo(let id, let person): return "\(of(id)) is offered to \(person)"
        case .stale(let call):
            return "stale, \(of(call.id)) is \(call.state.rawValue) v\(call.version)"
        case .staleFollowUp(let promise):
            return "stale, \(of(promise.id)) is v\(promise.version)"
        case .notYours(let id, let holder):
            return "\(of(id)) is not yours but \(holder?.text ?? "nobody's")"
        case .obligationOpen(let id, let step, let text):
            return "\(of(id)) step \(step) is open: \(text)"
        case .attemptOpen(let id, let attempt, let what):
            return "\(of(id)) \(of(attempt)) to \(what) has no result"
        case .unknownField(let field, let value, let expected):
            return "\(field) \(value): expected \(expected)"
        case .needsReason(let what): return "\(what) needs a reason"
        case .needsPower(let power, let lowest):
            return "needs \(power.rawValue), from \(lowest?.rawValue ?? "nobody")"
        case .samePerson(let id): return "\(of(id)) needs another person"
        case .notNuisance(let id): return "\(of(id)) is no nuisance: nobody answered"
        case .alreadyRunning(let id, let what): return "\(of(id)) \(what) is already being reached"
        case .cannotWhileHandling(let calls):
            return "in hand: " + calls.map { of($0) }.joined(separator: ", ")
        case .badRow(let line, let column, let expected):
            return "line \(line), column \(column): expected \(expected)"
        case .importRefused(let errors): return "nothing imported, \(errors) errors"
        default: return "\(refusal)"
        }
    }
}
