// SPDX-License-Identifier: Apache-2.0
/// The cascade: ordered contacts, attempts, outcomes, time limits. A contact must answer, a notice
/// need only be sent; an acknowledgement stops every other path to the same goal.

import Vocabulary

extension Desk {
    // MARK: Commands

    /// CONTACT: all contacts in order, or one.
    mutating func contact(_ id: CallID, who: Int?, _ me: OperatorID, _ asker: Requester) {
        guard let call = state.calls[id] else { return }
        if call.cascades.contains(where: { $0.goal == .contacts }) {
            return refuse(asker, .alreadyRunning(id, "contacts"))
        }
        let count = call.home.flatMap { state.directory.homes.read($0) { $0.contacts.count } } ?? 0
        let known = who.map { order in contacts(of: call).contains { $0.order == order } } ?? true
        guard count > 0, known else {
            return refuse(asker, .unknownContact(id, who: who ?? 0, count: count))
        }
        let started = startContacts(id, who: who, by: .person(me))
        let version = state.calls.read(id) { $0.version } ?? 0
        reply(
            asker,
            .attempts(
                id, started, word: "CONTACTING", version: version,
                waits: waits(id, started)))
    }

    /// CONTACT who=home: the home's own telephone, as often as the rules say (Glasgow FAI 2012: nobody
    /// answered, and nobody rang).
    mutating func ringHome(_ id: CallID, _ me: OperatorID, _ asker: Requester) {
        guard let call = state.calls[id] else { return }
        if call.cascades.contains(where: { $0.goal == .home }) {
            return refuse(asker, .alreadyRunning(id, "home"))
        }
        let phones = call.home.flatMap { state.directory.homes.read($0) { $0.phones } } ?? []
        guard !phones.isEmpty else { return refuse(asker, .unknownThing("telephone of the home")) }
        var stops: [CascadeStop] = []
        for _ in 0..<rules.homeTries {
            for phone in phones {
                stops += rules.contactChannels.map {
                    CascadeStop(target: .home, channel: $0, to: phone, who: "home")
                }
            }
        }
        let started = startCascade(id, Cascade(goal: .home, stops: stops), by: .person(me))
        let version = state.calls.read(id) { $0.version } ?? 0
        reply(asker, .attempts(id, started, word: "CONTACTING", version: version,
            waits: waits(id, started)))
    }

    /// Whether one of these attempts stands there only because no notifier is connected: the operator
    /// must not believe that somebody is being rung.
    private func waits(_ id: CallID, _ started: [AttemptID]) -> Bool {
        guard state.presence.notifiers.isEmpty else { return false }
        return state.calls.read(id) { call in
            call.attempts.contains { attempt in
                guard started.contains(attempt.id), attempt.outcome == nil else { return false }
                if case .notifier = attempt.channel { return true }
                return false
            }
        } ?? false
    }

    /// SUMMON: ambulance, police, fire.
    mutating func summon(
        _ id: CallID, _ service: String, _ note: String, _ me: OperatorID, _ asker: Requester
    ) {
        guard let rule = rules.service(service) else {
            return refuse(asker, .unknownService(service, known: rules.services.map(\.name)))
        }
        if state.calls.read(
            id,
            { call in
                call.cascades.contains { $0.goal == .service(service) }
            }) == true
        {
            return refuse(asker, .alreadyRunning(id, service))
        }
        record(.serviceSummoned(id, service: service, by: .person(me), note: note))
        // Shown to whoever has the call, and said to the service.
        if !note.isEmpty { record(.noteWritten(id, by: .person(me), text: "\(service): \(note)")) }
        let started = startCascade(
            id, serviceCascade(rule, .service(service)), by: .person(me))
        announceCall(id, what: "summoned")
        let version = state.calls.read(id) { $0.version } ?? 0
        let waits = waits(id, started)
        let passed =
            waits || started.isEmpty
            ? [] : state.calls[id].map { details(of: $0, for: service) } ?? []
        reply(
            asker,
            .attempts(
                id, started, word: "SUMMONED", version: version, waits: waits,
                passed: passed))
    }

    /// RESULT: of an attempt made by hand.
    mutating func resultByHand(
        _ id: CallID, _ attempt: AttemptID, _ outcome: AttemptOutcome, _ text: String,
        _ me: OperatorID, _ asker: Requester
    ) {
        guard
            let known = state.calls.read(
                id,
                { call in
                    call.attempts.first { $0.id == attempt }
                }) ?? nil
        else { return refuse(asker, .unknownAttempt(attempt)) }
        if let ended = known.outcome, ended != .timedOut || !outcome.acknowledges {
            return refuse(asker, .attemptEnded(attempt, ended))
        }
        stopCarrying(known)
        attemptEnds(attempt, outcome, text: text, by: .person(me), asker: nil)
        done(id, "NOTED", asker)
    }

    // MARK: Starting

    /// Starts the contacts' cascade and tells those who need only be told.
    @discardableResult
    mutating func startContacts(_ id: CallID, who: Int?, by: Actor) -> [AttemptID] {
        guard let call = state.calls[id] else { return [] }
        let people = contacts(of: call).filter { who == nil || $0.order == who }
        var stops: [CascadeStop] = []
        let twoWay = people.filter { $0.duty == .contact || who != nil }
        for _ in 0..<rules.triesPerContact {
            for person in twoWay {
                for channel in rules.contactChannels {
                    stops.append(
                        CascadeStop(
                            target: .contact(person.order), channel: channel, to: person.phone,
                            who: person.relation.isEmpty ? person.name : person.relation))
                }
            }
        }
        var started: [AttemptID] = []
        if !stops.isEmpty, !call.cascades.contains(where: { $0.goal == .contacts }) {
            started += startCascade(id, Cascade(goal: .contacts, stops: stops), by: by)
        }
        for person in people where person.duty == .notice && who == nil {
            let goal = CascadeGoal.notice(person.order)
            if call.cascades.contains(where: { $0.goal == goal }) { continue }
            let stops = rules.noticeChannels.map {
                CascadeStop(
                    target: .notice(person.order), channel: $0, to: person.phone,
                    who: person.relation.isEmpty ? person.name : person.relation)
            }
            started += startCascade(id, Cascade(goal: goal, stops: stops), by: by)
        }
        return started
    }

    func contacts(of call: OpenCall) -> [Contact] {
        call.home.flatMap { state.directory.homes.read($0) { $0.contacts } } ?? []
    }

    /// All channels in order, as often as the service's rule says.
    func serviceCascade(_ rule: ServiceRule, _ goal: CascadeGoal) -> Cascade {
        let target: AttemptTarget = goal == .dutyOfficer ? .dutyOfficer : .service(rule.name)
        var stops: [CascadeStop] = []
        for _ in 0..<rule.tries {
            stops += rule.channels.map {
                CascadeStop(target: target, channel: $0, to: rule.to, who: rule.name)
            }
        }
        return Cascade(goal: goal, stops: stops)
    }

    @discardableResult
    mutating func startCascade(_ id: CallID, _ cascade: Cascade, by: Actor) -> [AttemptID] {
        record(.cascadeStarted(id, cascade, by: by))
        return tryNext(id, cascade.goal, by: by).map { [$0] } ?? []
    }

    /// Tries the cascade's next stop; ends it when there is none.
    @discardableResult
    private mutating func tryNext(
        _ id: CallID, _ goal: CascadeGoal, by: Actor = .desk
    ) -> AttemptID? {
        while let call = state.calls[id],
            let cascade = call.cascades.first(where: { $0.goal == goal })
        {
            guard cascade.next < cascade.stops.count else {
                record(.cascadeEnded(id, goal, reached: false))
                if goal == .home { stepsEnd(id, .home, "no-answer") }
                tellConcerned(id, .cascadeEnded(id, goal, reached: false))
                return nil
            }
            let stop = cascade.stops[cascade.next]
            let attempt = Attempt(
                id: AttemptID(raw: nextNumber(.attempts)), call: id, target: stop.target,
                channel: stop.channel, to: stop.to, who: stop.who, startedAt: now,
                deadline: now + rules.attemptSpan)
            record(.attemptStarted(attempt))
            if hasNobodyToCarry(stop.channel),
                cascade.stops[(cascade.next + 1)...].contains(
                    where: { !hasNobodyToCarry($0.channel) })
            {
                record(
                    .attemptEnded(
                        attempt.id, id, .failed, text: "no notifier connected", by: .desk))
                continue
            }
            send(attempt, saying: wording(call, attempt), by: by)
            tellConcerned(id, .attempt(attempt, text: ""))
            return attempt.id
        }
        return nil
    }

    /// Nobody is connected who could carry this; another channel should be tried at once.
    private func hasNobodyToCarry(_ channel: ChannelKind) -> Bool {
        guard case .notifier = channel else { return false }
        return state.presence.notifiers.isEmpty
    }

    // MARK: Results

    /// An attempt is over: what follows from it.
    mutating func attemptEnds(
        _ id: AttemptID, _ outcome: AttemptOutcome, text: String, by: Actor, asker: Requester?
    ) {
        if let asker { reply(asker, .resultNoted(id)) }
        guard let call = attemptCalls[id] else { return }
        if call == .none {
            record(.attemptEnded(id, .none, outcome, text: text, by: by))
            return
        }
        guard
            let attempt = state.calls.read(
                call,
                { open in
                    open.attempts.first {
                        $0.id == id
                            && ($0.outcome == nil
                                || $0.outcome == .timedOut && outcome.acknowledges)
                    }
                }) ?? nil
        else {
            return
        }
        if outcome == .timedOut { stopCarrying(attempt) }
        record(.attemptEnded(id, call, outcome, text: text, by: by))
        var ended = attempt
        ended.outcome = outcome
        tellConcerned(call, .attempt(ended, text: text))
        let goal = attempt.target.goal
        let reached: Bool
        if case .notice = goal { reached = outcome.reaches } else { reached = outcome.acknowledges }
        if reached {
            goalReached(call, goal, outcome)
        } else {
            tryNext(call, goal)
        }
    }

    private mutating func goalReached(
        _ id: CallID, _ goal: CascadeGoal, _ outcome: AttemptOutcome
    ) {
        stopCascade(id, goal, reached: true)
        switch goal {
        case .contacts:
            // Who answered before help was called does not know of it (LGO 24 001 037): steps that do
            // not apply yet stay open. A contact who was spoken to has also been told.
            stepsEnd(id, .contact, outcome.rawValue)
            stepsEnd(id, .notice, outcome.rawValue)
        case .notice: stepsEnd(id, .notice, outcome.rawValue)
        case .service: stepsEnd(id, .summon, outcome.rawValue)
        case .home: stepsEnd(id, .home, "spoke")
        case .dutyOfficer: break
        }
    }

    /// Ends a cascade and its running attempts: acknowledged, or no longer needed.
    mutating func stopCascade(_ id: CallID, _ goal: CascadeGoal, reached: Bool = false) {
        // Most calls have none: they are not copied to be told so.
        guard let at = state.calls.position(of: id),
            state.calls[at: at].cascades.contains(where: { $0.goal == goal })
        else { return }
        let call = state.calls[at: at]
        for attempt in call.attempts where attempt.outcome == nil && attempt.target.goal == goal {
            stopCarrying(attempt)
            record(.attemptEnded(attempt.id, id, .stopped, text: "", by: .desk))
        }
        record(.cascadeEnded(id, goal, reached: reached))
        tellConcerned(id, .cascadeEnded(id, goal, reached: reached))
    }

    /// The call ends: nobody is rung any more.
    mutating func stopAttempts(_ id: CallID) {
        for cascade in state.calls.read(id, { $0.cascades }) ?? [] { stopCascade(id, cascade.goal) }
        for attempt in state.calls.read(id, { $0.attempts }) ?? [] {
            attemptCalls[attempt.id] = nil
        }
    }

    mutating func tellConcerned(_ id: CallID, _ notice: Notice) {
        announce(
            to: state.calls.read(id) { $0.holder } ?? nil, andWatchers: .attempts, notice)
    }

    // MARK: Words

    /// What the duty officer hears when nobody is there who could answer.
    var nobodyWording: String {
        let waiting = state.calls.count
        return "SafeBell: nobody qualified is on duty; open calls: \(waiting). "
            + "平安鐘:現時無合資格人員當值,未完成求助:\(waiting)。"
    }

    /// What the operator wrote for a service, newest first.
    private func words(for service: String, on call: OpenCall) -> String? {
        let mark = "\(service): "
        return call.notes.last { $0.text.hasPrefix(mark) }
            .map { String($0.text.dropFirst(mark.count)) }
    }

    /// What of the home a service is told in the same breath: how to get in, because it must come in
    /// (Reeves PFD 2018: the paramedic had no code); health notes for the ambulance only.
    func details(of call: OpenCall, for service: String) -> [PrivateDetail] {
        guard let file = call.home.flatMap({ state.directory.homes[$0] }) else { return [] }
        return PrivateDetail.allCases.filter { detail in
            switch detail {
            case .access: !file.home.access.isEmpty
            case .health:
                service == ServiceRule.ambulance && file.subscribers.contains { !$0.health.isEmpty }
            }
        }
    }

    /// What is said: who, where, what happened; private details to services only.
    func wording(_ call: OpenCall, _ attempt: Attempt) -> String {
        let file = call.home.flatMap { state.directory.homes[$0] }
        let name = file?.name ?? ""
        let who = name.isEmpty ? call.alarms.first?.signal.identity.device.text ?? "?" : name
        // What happened: every kind of alarm the call gathered, in order.
        var kinds: [String] = []
        for alarm in call.alarms where !kinds.contains(alarm.signal.identity.kind.word) {
            kinds.append(alarm.signal.identity.kind.word)
        }
        let what = kinds.joined(separator: ", ")
        let place = file?.home.address ?? "an unknown address (unregistered device)"
        switch attempt.target {
        case .home:
            return "SafeBell: this is the call centre. We have had an alarm (\(what)) from your home; is "
                + "everything all right? Call \(call.id). 平安鐘:收到府上的求助訊號,請問你是否安好?編號 \(call.id)。"
        case .contact, .notice:
            return "SafeBell: \(who) raised an alarm (\(what)), call \(call.id). "
                + "平安鐘:\(who) 已發出求助訊號,編號 \(call.id)。"
        case .service(let name):
            let known = details(of: call, for: name)
            let entry = known.contains(.access) ? " Access: \(file?.home.access.shown ?? "")." : ""
            let health = known.contains(.health) ? " Health: \(healthText(file))." : ""
            return "SafeBell: help needed at \(place) for \(who) (\(what)), "
                + "call \(call.id), telephone \(file?.subscribers.first?.phone ?? "unknown").\(entry)"
                + (words(for: name, on: call).map { " \($0)" } ?? "") + health
        case .dutyOfficer:
            return "SafeBell: call \(call.id) (\(what), priority \(call.rank.rawValue)) "
                + "unanswered for \((now - call.arrivedAt).secondsText) s. "
                + "平安鐘:求助 \(call.id) 未有人接聽。"
        }
    }

    /// The notes of all who live there, by name where there are several.
    private func healthText(_ file: HomeFile?) -> String {
        let noted = file?.subscribers.filter { !$0.health.isEmpty } ?? []
        if noted.count == 1, file?.subscribers.count == 1 { return noted[0].health.shown }
        return noted.map { "\($0.name): \($0.health.shown)" }.joined(separator: "; ")
    }
}
