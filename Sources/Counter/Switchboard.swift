// SPDX-License-Identifier: Apache-2.0
/// Released effects -> deliveries: which connection hears what, and what is kept for RESUME.
/// Owned by the desk worker. Never decides who gets a call.

package import Desk
package import Vocabulary
package import Wire

/// What the daemon has to do with a released effect.
package enum Delivery: Sendable {
    /// The reply to one request.
    case answer(Requester, [UInt8])
    /// A line by itself, on the console port.
    case send(ConnectionID, [UInt8])
    /// A line by itself that must come after the replies begun so far (device port).
    case sendInOrder(ConnectionID, [UInt8])
    case close(ConnectionID, lastWords: [UInt8])
    /// For the exec and smstools channels.
    case channel(NotifyOrder)
    case stopChannel(AttemptID, ChannelKind)
    case credential(Operator)
    /// Post this back to the desk.
    case loop(DeskEvent)
    case past(Requester, PastQuestion)
    /// An open call as it stands now; its story so far is on disk. Where the disk is slow or broken the
    /// record alone is answered, from memory.
    case story(Requester, CallRecord)
    /// A question about the past in figures, for the report worker.
    case stats(StatsQuery, Requester)
    case backup(String?, Requester)
    case restart
}

package struct Switchboard: Sendable {
    private struct Place: Sendable {
        var connection: ConnectionID
        var role: Role
        var topics: Set<Topic> = []
    }

    private var places = Table<OperatorID, Place>()
    /// Notices as they were released: their payload is boxed, so keeping one copies nothing.
    private var kept: [Released] = []
    private var oldest = 0
    private var newestNumber: Int64 = 0
    /// Topics that somebody watches: most news are for watchers, and mostly there are none.
    private var watched: Set<Topic> = []
    /// Numbers at or below this may have been given before this start.
    private var keptSince: Int64
    private let zone: ZoneOffset
    private let scale: String
    /// Of sealed history, as far as it is on disk; nil where it is not sealed.
    package var head: HistoryHead?

    /// `after`: the last event number that may have been given in an earlier run.
    package init(zone: ZoneOffset, scale: String, after: Int64) {
        self.zone = zone
        self.scale = scale
        keptSince = after
    }

    /// Turns one released effect into deliveries.
    package mutating func deliver(_ released: Released, into out: inout [Delivery]) {
        let unsaved = released.unsaved
        switch released.effect {
        case .reply(let asker, let reply):
            if case .record(let record, "CALL") = reply, !unsaved {
                out.append(.story(asker, record))
                return
            }
            out.append(.answer(
                asker,
                ReplyWriting.bytes(reply, unsaved: unsaved, zone: zone, scale: scale, head: head)))
        case .notice(let number, let audience, _):
            keep(released, number)
            announce(released, to: audience, into: &out)
        case .taken(let connection, let notice):
            out.append(.sendInOrder(connection, NoticeWriting.taken(notice)))
        case .notify(let order): carry(order, into: &out)
        case .stopNotify(let attempt, let channel, let carrier):
            guard case .notifier = channel else {
                out.append(.stopChannel(attempt, channel))
                return
            }
            guard let carrier else { return }
            out.append(.sendInOrder(carrier, NoticeWriting.stop(attempt, number: newest)))
        case .seated(let connection, let person, let role):
            let topics = places[person]?.topics ?? []
            places[person] = Place(connection: connection, role: role, topics: topics)
        case .unseated(let connection, let person, let why):
            if places[person]?.connection == connection {
                places[person] = nil
                countWatchers()
            }
            if why != "logged off" {
                var writer = LineWriter(.closing)
                writer.text("reason", why)
                out.append(.close(connection, lastWords: writer.finish()))
            }
        case .credential(let person): out.append(.credential(person))
        case .afterCommit(let event): out.append(.loop(event))
        case .past(let asker, let question): out.append(.past(asker, question))
        case .restart: out.append(.restart)
        }
    }

    /// Sends a notice to those whom it concerns; its line is written once, and only for somebody.
    private func announce(
        _ news: Released, to audience: Audience, into out: inout [Delivery]
    ) {
        switch audience {
        case .person(let id):
            guard let connection = places.read(id, { $0.connection }) else { return }
            out.append(.send(connection, bytes(news)))
            return
        case .watchers(let topic):
            if !watched.contains(topic), !watched.contains(.all) { return }
        case .supervisors, .readyAndSupervisors, .these, .both, .everyone: break
        }
        var line: [UInt8]?
        for position in 0..<places.count {
            let (person, place) = places.entry(at: position)
            guard concerns(audience, person, place) else { continue }
            let bytes = line ?? bytes(news)
            line = bytes
            out.append(.send(place.connection, bytes))
        }
    }

    private mutating func countWatchers() {
        watched = places.all.reduce(into: []) { $0.formUnion($1.topics) }
    }

    /// A connection is gone: nobody sits there any more.
    package mutating func left(_ connection: ConnectionID) {
        let seated = places.count
        for id in places.allIDs where places[id]?.connection == connection { places[id] = nil }
        if places.count != seated { countWatchers() }
    }

    /// WATCH: these topics from now on.
    package mutating func watch(_ person: OperatorID, _ topics: [Topic]) -> [UInt8] {
        _ = places.update(person) { $0.topics = Set(topics) }
        countWatchers()
        var writer = LineWriter(topics.isEmpty ? .unwatched : .watching)
        if !topics.isEmpty {
            writer.field("topics", topics.map(\.rawValue).joined(separator: ","))
        }
        return writer.finish()
    }

    /// RESUME: the reply and the events this person has missed; nil when some of them are gone.
    package func resume(
        _ person: OperatorID, after number: Int64
    ) -> (reply: [UInt8], events: [[UInt8]])? {
        guard number >= keptSince, let place = places[person] else { return nil }
        var events: [[UInt8]] = []
        for news in kept[oldest...] {
            guard case .notice(let its, let audience, _) = news.effect, its > number,
                concerns(audience, person, place)
            else { continue }
            events.append(bytes(news))
        }
        var writer = LineWriter(.resumed)
        writer.field("count", events.count)
        writer.field("n", newest)
        return (writer.finish(), events)
    }

    private func concerns(_ audience: Audience, _ person: OperatorID, _ place: Place) -> Bool {
        switch audience {
        case .person(let id): id == person
        case .supervisors: place.role == .supervisor || place.role == .dutyOfficer
        case .readyAndSupervisors(let ready):
            place.role == .supervisor || place.role == .dutyOfficer || ready.contains(person)
        case .watchers(let topic): place.topics.contains(topic) || place.topics.contains(.all)
        case .these(let people, let topic):
            concerns(people, person, place) || concerns(.watchers(topic), person, place)
        case .both(let others, let people):
            people.contains(person) || concerns(others, person, place)
        case .everyone: true
        }
    }

    private func bytes(_ news: Released) -> [UInt8] {
        guard case .notice(let number, _, let notice) = news.effect else {
            preconditionFailure("only notices are announced")
        }
        return NoticeWriting.bytes(notice, number: number, unsaved: news.unsaved, zone: zone)
    }

    /// The newest number known here.
    private var newest: Int64 { kept.isEmpty ? keptSince : newestNumber }

    private mutating func keep(_ news: Released, _ number: Int64) {
        kept.append(news)
        newestNumber = number
        guard kept.count - oldest > Limits.eventsKept else { return }
        if case .notice(let gone, _, _) = kept[oldest].effect { keptSince = gone }
        oldest += 1
        if oldest > Limits.eventsKept {
            kept.removeFirst(oldest)
            oldest = 0
        }
    }

    private func carry(_ order: NotifyOrder, into out: inout [Delivery]) {
        guard case .notifier = order.attempt.channel else {
            out.append(.channel(order))
            return
        }
        // With none connected it stays open and is handed over when one comes, or times out.
        guard let carrier = order.carrier else { return }
        out.append(.sendInOrder(carrier, NoticeWriting.notify(order)))
    }
}
