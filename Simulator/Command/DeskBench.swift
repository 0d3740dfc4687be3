// SPDX-License-Identifier: Apache-2.0
/// Owns the measurement of the pure desk: how many events one core decides in a second, in a full house.
/// Never touches a disk or a socket, and never judges: it returns figures.

import Desk
import Glibc
import Vocabulary

/// Steps of a desk with 10,000 open calls, 100 operators and 80,000 homes.
///
/// The mix is a busy centre's: for each call an alarm from a home that has none, a take, the gateway's
/// SEEN of the TAKEN and a closing, and a clock between. An operator closes, and the desk offers the
/// first of the line to them; the offer is taken, and so on. Half the operators hold a call, half are
/// held out one.
enum DeskBench {
    /// Calls that wait while it is measured.
    static let openCallCount = 10_000
    /// People who take and close.
    static let operatorCount = 100
    /// Homes in the directory, each with a device, a person and two contacts.
    static let homeCount = 80_000
    /// Events of one round: some hundreds of milliseconds.
    static let eventsPerRound = 200_000
    /// Rounds; the median is reported.
    static let roundCount = 5

    /// Processor time of this thread: what other programs take of the core does not count.
    private static var processorNanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Events per second of processor time on one core, and the size of the house they were decided in.
    static func run() -> (eventsPerSecond: Double, openCalls: Int, operators: Int) {
        var house = FullHouse()
        house.fill()
        var figures: [Double] = []
        for _ in 0..<roundCount {
            let begin = processorNanoseconds
            let count = house.work(atLeast: eventsPerRound)
            figures.append(Double(count) * 1e9 / Double(processorNanoseconds - begin))
        }
        precondition(house.desk.violations.isEmpty, "the bench broke the desk")
        return (
            figures.sorted()[roundCount / 2], house.desk.state.calls.count, operatorCount
        )
    }
}

/// The desk under measurement and who plays its people.
private struct FullHouse: ~Copyable {
    var desk: Desk
    private var now = Moment(milliseconds: 1_795_136_340_000)
    private var request: UInt64 = 0
    private var nextHome = 0
    private var turn = 0
    /// Reservations and other events that follow a commit.
    private var following: [DeskEvent] = []
    /// TAKEN that the gateway has heard.
    private var seen: [Int64] = []
    private let people: [OperatorID]
    private let devices: [DeviceID]
    private let gateway = GatewayID("gw-bench")

    init() {
        people = (0..<DeskBench.operatorCount).map { OperatorID("op\($0)") }
        devices = (0..<DeskBench.homeCount).map { DeviceID("A\(1_000_000 + $0)") }
        var rules = Rules()
        let plan = PlanID("emergency")
        rules.kinds = [
            .button: KindRule(priority: .lifeSafety, plan: plan),
            SignalKind("inactivity"): KindRule(priority: .urgent, plan: plan),
            SignalKind("enquiry"): KindRule(priority: .routine, plan: plan),
        ]
        rules.wrapUpSpan = .zero
        // The queue stands for as long as it is measured: the ladder and its telephones have their
        // own tests.
        rules.answerTarget = .hours(200)
        rules.dutyOfficerAfter = .hours(300)
        rules.ageingSpan = .hours(400)
        // Each home presses again after half a minute, where life has weeks: none of them runs away.
        rules.runawayRefill = Span(milliseconds: 10)
        desk = Desk(state: FullHouse.town(people, devices), rules: rules)
        following = FullHouse.followers(desk.revive(at: now))
    }

    private static func town(_ people: [OperatorID], _ devices: [DeviceID]) -> DeskState {
        var state = DeskState()
        let start = Moment(milliseconds: 0)
        func save(_ record: Record) { state.apply(.recordSaved(record, by: .desk), at: start) }
        for (index, device) in devices.enumerated() {
            let home = HomeID("H\(1_000_000 + index)")
            save(
                .home(
                    Home(id: home, address: "\(index) Example Road, Kowloon", district: "Kowloon")))
            save(
                .subscriber(
                    Subscriber(
                        id: SubscriberID("S\(index)"), home: home, name: "Chan Tai Man \(index)",
                        language: "yue", phone: "+85220000000")))
            save(.device(Device(id: device, home: home)))
            for order in 1...2 {
                save(
                    .contact(
                        Contact(
                            home: home, order: order, name: "Contact \(order) of \(index)",
                            relation: "daughter", phone: "+85290000000")))
            }
        }
        save(
            .plan(
                Plan(
                    id: PlanID("emergency"),
                    steps: (1...4).map { PlanStep(action: .question, text: "Question \($0)") })))
        for person in people {
            save(
                .person(
                    Operator(id: person, name: person.text, role: .operator, languages: ["yue"])))
        }
        return state
    }

    private static func followers(_ decision: Decision) -> [DeskEvent] {
        decision.effects.compactMap { effect in
            if case .afterCommit(let event) = effect { event } else { nil }
        }
    }

    private mutating func step(_ event: DeskEvent) {
        let decision = desk.step(event, at: now)
        for effect in decision.effects {
            switch effect {
            case .afterCommit(let next): following.append(next)
            case .taken(_, let notice): seen.append(notice.number)
            default: break
            }
        }
    }

    /// What the disk says once it has committed.
    private mutating func commit() {
        while let next = following.popLast() { step(next) }
    }

    private mutating func asker(_ place: Int) -> Requester {
        request += 1
        return Requester(connection: ConnectionID(raw: UInt64(place)), request: request)
    }

    private mutating func alarm() {
        let kinds = [SignalKind("inactivity"), .button, SignalKind("enquiry")]
        let number = nextHome
        nextHome += 1
        step(
            .alarm(
                Signal(
                    identity: AlarmIdentity(
                        device: devices[number % devices.count],
                        reference: Reference("\(number)"), kind: kinds[number % 3],
                        deviceTime: 0),
                    gateway: gateway), asker(1)))
    }

    /// Opens the calls, seats the people and gives every other of them a call.
    mutating func fill() {
        commit()
        step(.gatewayJoins(gateway, notifier: false, asker(1)))
        for number in 0..<DeskBench.openCallCount {
            alarm()
            if number % 100 == 0 { commit() }
        }
        for (place, person) in people.enumerated() {
            step(.logOn(person, asker(place + 2)))
            step(.command(person, .ready, asker(place + 2)))
        }
        for place in stride(from: 0, to: people.count, by: 2) { take(place) }
        commit()
    }

    private mutating func take(_ place: Int) {
        let person = people[place]
        guard let id = desk.state.seats.read(person, { $0.offered }) ?? nil else { return }
        step(.command(person, .take(id, version: nil), asker(place + 2)))
    }

    private mutating func close(_ place: Int) {
        let person = people[place]
        guard let id = desk.state.seats.read(person, { $0.calls.first }) ?? nil else { return }
        step(
            .command(
                person, .close(id, Outcome("resolved"), reason: "", version: nil),
                asker(place + 2)))
    }

    /// Works until `count` events are decided; returns how many they were.
    mutating func work(atLeast count: Int) -> Int {
        var done = 0
        while done < count {
            now = now + Span(milliseconds: 1)
            alarm()
            take((turn * 2 + 1) % people.count)
            close((turn * 2) % people.count)
            // The two change places: who closed is held out the next call.
            close((turn * 2 + 1) % people.count)
            take((turn * 2) % people.count)
            alarm()
            step(.clock)
            turn = (turn + 1) % (people.count / 2)
            while let number = seen.popLast() {
                step(.seen(number, gateway, asker(1)))
                done += 1
            }
            done += 7
            if !following.isEmpty { commit() }
        }
        return done
    }
}
