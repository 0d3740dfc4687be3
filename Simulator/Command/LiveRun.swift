// SPDX-License-Identifier: Apache-2.0
/// `live`: a town's days against a running daemon, over its real ports, in one thread.
/// Never helps the centre: it says what devices and people say, and checks every answer.

import Glibc
import Synchronization
import Vocabulary
import Wire
import World

/// Why a run cannot go on.
struct LiveError: Error {
    let text: String
}

enum Live {
    /// Set by Ctrl-C; a second one ends the program at once.
    static let isInterrupted = Atomic<Bool>(false)

    /// Runs the day and returns 0 only where nothing was lost, doubled or unexpected.
    static func run(_ words: [String]) throws(UsageError) -> Int32 {
        let run = LiveRun(try LiveSettings(words))
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                if Live.isInterrupted.exchange(true, ordering: .relaxed) { _exit(130) }
            }
        }
        do {
            return try run.go()
        } catch {
            run.picture.end()
            complain("Simulator live: \(error.text)")
            return 1
        }
    }
}

final class LiveRun {
    /// Real seconds that all log-ons together may take: 500 operators at 25 ms on one worker, twice.
    static let seatingSecondsMax: Int64 = 60
    /// After so much town time without a closed call, and so much real time, the rest counts as lost.
    static let drainSpanMax = Span.minutes(40)
    static let drainSecondsMax: Int64 = 20
    /// The number of a conversation whose answer nobody waits for; the others count from 1.
    static let unheardConversation = 0
    /// Open calls asked after one by one at the end.
    static let showsMax = 500

    let settings: LiveSettings
    let day: Day
    let client = LineClient()
    let frames = FrameClient()
    /// Devices that dial, by home.
    var diallers: [Int: LiveDialler] = [:]
    let picture: LivePicture
    var books: Auditor
    var counts = RunCounts()
    var peers: [LivePeer] = []
    /// Places in `peers`.
    var gatewayPeers: [Int] = []
    var seatPeers: [Int] = []
    var timetable = LiveTimetable()
    var notifier: NotifierAgent
    var answers: [Int: [ReplyLine]] = [:]
    var conversationCount = 0
    /// The message's place in the day's events, by its number.
    let eventOfNumber: [Int]
    /// The device's clock in each message, by its number; 0 before it was sent.
    var deviceTimes: [Int64]
    /// The device's reference is this plus the number: no reference comes twice, also not in the
    /// next run against the same centre.
    let referenceBase: Int64
    var nextEvent = 0
    /// Town time that passed before the first event, while everybody logged on.
    var shift = Span.zero
    /// No more connections are opened again, and an end is no fault.
    var isEnding = false
    var firstFailure: String?
    var importErrors: [String] = []
    private let beganAt: Int64
    private var lastClosedAt: Stamp = 0
    private var lastOpenCount = 0

    init(_ settings: LiveSettings) {
        self.settings = settings
        day = Day(
            town: settings.town, rates: settings.rates, from: settings.from, to: settings.to,
            storms: settings.storms)
        books = Auditor(numbers: day.numberCount)
        notifier = NotifierAgent(seed: settings.town.seed)
        var places = [Int](repeating: 0, count: day.numberCount + 1)
        for (place, event) in day.events.enumerated() {
            switch event.act {
            case .press, .signal: places[event.number] = place
            case .again, .cancel: break
            }
        }
        eventOfNumber = places
        deviceTimes = [Int64](repeating: 0, count: day.numberCount + 1)
        referenceBase = LiveRun.wallSeconds() * 1_000_000
        beganAt = LiveRun.monotonicMicroseconds()
        picture = LivePicture(isPlain: settings.isPlain)
        client.watch(frames.epoll)
    }

    // MARK: Clocks

    static func monotonicMicroseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    static func wallMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    static func wallSeconds() -> Int64 { wallMilliseconds() / 1000 }

    /// Real microseconds since the beginning.
    var realNow: Stamp { LiveRun.monotonicMicroseconds() - beganAt }

    /// The moment on the clock that agents and the timetable go by.
    var now: Moment {
        settings.from + Span(milliseconds: Int64(Double(realNow) * settings.speed / 1000))
    }

    /// The same as the town's clock shows it.
    var townNow: Moment { now - shift }

    /// Town time in which so many real milliseconds pass.
    func townSpan(realMilliseconds: Int64) -> Span {
        Span(milliseconds: Int64(Double(realMilliseconds) * settings.speed))
    }

    var isInterrupted: Bool { Live.isInterrupted.load(ordering: .relaxed) }

    // MARK: The run

    func go() throws(LiveError) -> Int32 {
        let manager = try seatAlone(.manager, settings.manager.name, settings.manager.secret)
        try checkScale(manager)
        let before = try level(manager)
        if settings.importsTown || settings.importsStaff { try importRecords() }
        _ = try converse(manager, "WATCH calls")
        try seatEverybody()
        try plugInDiallers()
        shift = now - settings.from
        startHeartbeats()
        startPolls()
        let started = realNow
        live()
        let passed = realNow - started
        isEnding = true
        if !isInterrupted { try askAfterOpenCalls(manager) }
        let after = isInterrupted ? nil : try level(manager)
        sayGoodbye()
        picture.end()
        let townSpan = Span(milliseconds: Int64(Double(passed) * settings.speed / 1000))
        counts.notifications = notifier.heardCount
        let card = Scorecard(
            books, factor: settings.speed, townSpan: townSpan, counts: counts,
            isWhole: !isInterrupted)
        return finish(card, before: before, after: after)
    }

    /// The main loop: until the day is over and every call closed, or nothing moves any more.
    private func live() {
        let end = settings.to + shift
        lastClosedAt = realNow
        while !isInterrupted {
            turn(playsDay: true)
            picture.refresh(self)
            guard now >= end, nextEvent == day.events.count else { continue }
            let open = books.openCalls.count + day.pressCount - books.storedAlarmCount
            if open != lastOpenCount {
                lastOpenCount = open
                lastClosedAt = realNow
            }
            if open == 0 {
                settle()
                return
            }
            let quiet = realNow - lastClosedAt
            let longest = Stamp(
                Double(LiveRun.drainSpanMax.milliseconds) * 1000 / settings.speed)
            if quiet > max(longest, LiveRun.drainSecondsMax * 1_000_000) { return }
        }
    }

    /// What is on its way still comes in: notices, answers.
    private func settle() {
        let until = realNow + 1_000_000
        while realNow < until, !isInterrupted {
            turn(playsDay: false)
            picture.refresh(self)
        }
    }

    /// Does what is due, then waits for the network until the next thing is.
    func turn(playsDay: Bool) {
        if playsDay {
            while nextEvent < day.events.count, day.events[nextEvent].at + shift <= now {
                fire(day.events[nextEvent])
                nextEvent += 1
            }
        }
        while let task = timetable.popDue(at: now) { perform(task) }
        var wait: Int64 = 100
        if let next = timetable.next { wait = min(wait, realMilliseconds(until: next)) }
        if playsDay, nextEvent < day.events.count {
            wait = min(wait, realMilliseconds(until: day.events[nextEvent].at + shift))
        }
        client.poll(milliseconds: Int32(max(0, wait))) { connection, news in
            self.heard(connection, news)
        }
        if !diallers.isEmpty { frames.poll(milliseconds: 0) { self.dialled($0, $1) } }
    }

    private func realMilliseconds(until moment: Moment) -> Int64 {
        let town = (moment - now).milliseconds
        return town <= 0 ? 0 : Int64((Double(town) / settings.speed).rounded(.up))
    }

    private func perform(_ task: LiveTimetable.Task) {
        switch task {
        case .heartbeat(let gateway): heartbeat(gateway)
        case .wake(let place): wake(peers[place])
        case .resend(let number): if !books.isStored(number) { speak(number) }
        case .redial(let home): redial(home)
        case .poll(let home): poll(home)
        case .reconnect(let place): if !isEnding { connect(peers[place]) }
        case .findConfirmer(let call, let closer): findConfirmer(call, closer: closer)
        }
    }

    // MARK: The end

    /// Calls that are not known to be closed: the centre is asked.
    private func askAfterOpenCalls(_ manager: LivePeer) throws(LiveError) {
        for call in books.openCalls.prefix(LiveRun.showsMax) {
            let reply = try converse(manager, "SHOW \(call)")
            if reply.contains(where: { $0["what"]?.lowercased().hasSuffix("closed") == true }) {
                books.closed(call, at: realNow)
            }
        }
    }

    private func sayGoodbye() {
        for peer in peers {
            guard let connection = peer.connection else { continue }
            peer.owe(.quit)
            client.send(Array("QUIT\n".utf8), on: connection)
        }
        let until = realNow + 2_000_000
        while client.openCount > 0, realNow < until { turn(playsDay: false) }
    }

    private func finish(
        _ card: Scorecard, before: CentreLevel, after: CentreLevel?
    ) -> Int32 {
        var centre = after
        if let old = before.numerator, let new = after?.numerator { centre?.numerator = new - old }
        if let old = before.denominator, let new = after?.denominator {
            centre?.denominator = new - old
        }
        if let seconds = centre?.realSeconds {
            centre?.ours = books.answered(withinReal: seconds * 1_000_000)
        }
        say(card.text(centre: centre, note: isInterrupted ? " (interrupted)" : ""))
        if let path = settings.jsonPath {
            let text = card.json(
                centre: centre, seed: settings.town.seed, homes: settings.town.homeCount)
            guard LiveFiles.write(path, { put in put(Array(text.utf8)) }) else {
                complain("--json \(path): \(LineClient.reason(errno))")
                return 1
            }
        }
        return card.isClean ? 0 : 1
    }
}
