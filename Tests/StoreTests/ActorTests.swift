// SPDX-License-Identifier: Apache-2.0
/// Who did it: each fact leaves a row that names somebody, a person wherever a person did it.
/// Never a fact that is missing here: the switch over their kinds has no default.

import Desk
import Vocabulary
import XCTest

@testable import Store

final class ActorTests: XCTestCase {
    private static let amy = OperatorID("amy")
    private static let ben = OperatorID("ben")

    /// Each fact once, in an order in which they can be written, and who must stand in its row; nil: it
    /// leaves none.
    private static let table: [(fact: Fact, actor: String?)] = {
        let call = makeCall(1)
        let id = call.id
        let device = makeSignal("A7", "r7")
        let found = Signal(
            identity: AlarmIdentity(
                device: DeviceID("A1"), reference: Reference("silent-1"), kind: .silent,
                deviceTime: 0),
            gateway: .centre)
        let outage = Outage(
            id: OutageID(raw: 3), cause: .centre, from: nine, until: nine)
        let attempt = Attempt(
            id: AttemptID(raw: 5), call: id, target: .contact(1), channel: .notifier(.voice),
            to: "1",
            who: "Mei", startedAt: nine, deadline: nine)
        let promise = FollowUp(
            id: FollowUpID(raw: 6), call: id, home: call.home, kind: .visit, due: nine, owner: ben,
            note: "visit")
        let cascade = Cascade(goal: .contacts, stops: [])
        let home = Record.home(Home(id: HomeID("H9"), address: "", district: ""))
        let answer = Answer(wait: .seconds(1), counts: true)
        let closing = Closing(handled: .zero, answeredBy: amy, atFirstContact: true)
        let gateway = GatewayID("gw-1")
        let storm = StormID(raw: 7)
        return [
            (.callOpened(call), "@device:A1"),
            (.alarmJoined(id, AlarmEntry(signal: device, receivedAt: nine)), "@device:A7"),
            (.alarmJoined(id, AlarmEntry(signal: found, receivedAt: nine)), "@desk"),
            (.signalHeard(device, call: id), "@device:A7"),
            (.signalHeard(found, call: nil), "@desk"),
            (
                .cancelHeard(
                    id, DeviceID("A1"), Reference("r1"), withdrawnAfter: nil, call.measureKey),
                "@device:A1"
            ),
            (.callOffered(id, to: amy, deadline: nine), "@desk"),
            (.offerEnded(id, amy, .lapsed, by: .desk), "@desk"),
            (.offerEnded(id, amy, .released, by: .person(amy)), "amy"),
            (.offerEnded(id, amy, .taken, by: .person(ben)), "ben"),
            (.callRaised(id, .lifeSafety, .ageing), "@desk"),
            (.callEscalated(id, .supervisors), "@desk"),
            (
                .callReclassified(
                    id, SignalKind("fire"), PlanID("emergency"),
                    after: EarlierPlan(plan: PlanID("technical"), steps: 0, kept: nil)), "@desk"
            ),
            (.callTaken(id, by: amy, from: nil, answer, call.measureKey), "amy"),
            (.callReturned(id, from: amy, .released, by: .person(amy)), "amy"),
            (.callReturned(id, from: amy, .lease, by: .desk), "@desk"),
            (.callParked(id, by: amy, until: nine, reason: "son comes"), "amy"),
            // A supervisor moves amy's call.
            (.callHandedOver(id, from: amy, to: ben, by: OperatorID("sue")), "sue"),
            (.noteWritten(id, by: .person(ben), text: "well"), "ben"),
            (.stepDone(id, step: 1, by: .person(ben), result: ""), "ben"),
            (.stepDone(id, step: 1, by: .desk, result: ""), "@desk"),
            (.stepWaived(id, step: 2, by: ben, reason: "no need"), "ben"),
            (.serviceSummoned(id, service: "ambulance", by: .person(ben), note: ""), "ben"),
            (.cascadeStarted(id, cascade, by: .person(ben)), "ben"),
            (.detailRevealed(id, .access, by: ben), "ben"),
            (.detailsPassed(id, [.access], service: "ambulance", by: .person(ben)), "ben"),
            (.deviceSilent(DeviceID("A1"), heardAt: nine, welfareAt: nine), "@desk"),
            (.welfareDue(DeviceID("A1"), at: nine, isRaised: true), "@desk"),
            (.silenceEnded(DeviceID("A1"), by: .device(DeviceID("A1"))), "@device:A1"),
            (.centreAlive, nil),
            (.routesKept([DeviceRoute(device: DeviceID("A1"), gateway: gateway)]), nil),
            (.outageOpened(outage), "@desk"),
            (.homesMissed(outage.id, [HomeID("H1")], through: nil), "@desk"),
            (.missedTried(HomeID("H1"), by: amy, again: nine, note: ""), "amy"),
            (.missedSettled(HomeID("H1"), .reached, by: .person(amy), note: ""), "amy"),
            (.outageOver(outage.id), "@desk"),
            (.outageEmptied(outage.id), "@desk"),
            (.attemptStarted(attempt), "@desk"),
            (
                .attemptEnded(attempt.id, id, .answered, text: "", by: .gateway(GatewayID("tel"))),
                "@gateway:tel"
            ),
            (.attemptEnded(attempt.id, id, .answered, text: "", by: .channel), "@channel"),
            (.cascadeEnded(id, .contacts, reached: true), "@desk"),
            (.closingProposed(id, Outcome("no-response"), reason: "", by: ben), "ben"),
            (
                .callClosed(
                    id, Outcome("resolved"), reason: "", by: ben, confirmedBy: amy, closing,
                    call.measureKey), "ben"
            ),
            (.followUpPromised(promise, by: ben), "ben"),
            (.followUpReminded(promise.id, level: 1), "@desk"),
            (.followUpCame(promise.id, id), "@desk"),
            (.followUpMoved(promise.id, from: ben, to: amy), "ben"),
            (.followUpFulfilled(promise.id, by: amy, note: ""), "amy"),
            (.queuesChanged(amy, ["fall"], by: OperatorID("sue")), "sue"),
            (.shiftOffered(from: amy, to: ben, calls: [id], [], note: ""), "amy"),
            (.shiftEnded(from: amy, to: ben, .accepted, by: .person(ben), reason: ""), "ben"),
            (.messageSent(to: amy, by: OperatorID("sue"), text: "ring her son"), "sue"),
            (.listened(id, by: OperatorID("sue"), isHere: true), "sue"),
            (.dutyChanged(amy, .away, reason: "tea", by: .person(amy)), "amy"),
            (.dutyChanged(amy, .gone, reason: "", by: .desk), "@desk"),
            (.missedOffers(amy, 2), "@desk"),
            (.nobodyOnDuty, "@desk"),
            (.somebodyOnDuty, "@desk"),
            (.situationReported(Situation()), "@desk"),
            (
                .takenOwed(
                    TakenNotice(
                        number: 8, gateway: gateway, device: DeviceID("A1"),
                        reference: Reference("r1"), call: id)), "@desk"
            ),
            (.takenSeen(gateway, 8), "@gateway:gw-1"),
            (.numbersReserved(.events, through: 9), "@desk"),
            (.recordSaved(home, by: .person(amy)), "amy"),
            (.importStaged(line: 2, home, by: amy), "amy"),
            (.importAccepted(.homes, rows: 1, by: amy), "amy"),
            (.importApplied(through: 1), "@desk"),
            (.importEnded(.homes, rows: 1, accepted: true, by: .desk), "@desk"),
            (.importEnded(.homes, rows: 0, accepted: false, by: .person(amy)), "amy"),
            (.storeTroubleBegan(.full), "@desk"),
            (.storeTroubleEnded, "@desk"),
            (.restartOrdered(by: OperatorID("sue"), reason: "disk"), "sue"),
            (.canaryHeard(DeviceID("K1"), due: nine), nil),
            (.canaryExpected(DeviceID("K1"), due: nine), nil),
            (.pathSilent(DeviceID("K1"), call: nil), "@desk"),
            (.pathBack(DeviceID("K1"), call: nil), "@device:K1"),
            (
                .alarmFolded(id, AlarmEntry(signal: makeSignal("A7", "r8"), receivedAt: nine)),
                "@device:A7"
            ),
            (
                .runawayFound(
                    id,
                    Runaway(
                        device: DeviceID("A7"), kind: SignalKind("fault"), since: nine, heard: 11)),
                "@desk"
            ),
            (
                .stormProposed(
                    StormProposal(
                        area: .everywhere, kinds: [SignalKind("fault")], calls: 11,
                        within: .minutes(5))), "@desk"
            ),
            (
                .stormDeclared(
                    StormRecord(
                        id: storm, area: .district("Sha Tin"), kinds: [SignalKind("fault")],
                        lower: 1, by: OperatorID("sue"), reason: "power cut", declaredAt: nine,
                        until: nine)), "sue"
            ),
            (.stormExtended(storm, until: nine, by: OperatorID("sue"), reason: "still"), "sue"),
            (.callGrouped(id, storm, rank: .information, by: .person(OperatorID("sue"))), "sue"),
            (.callGrouped(id, storm, rank: .information, by: .desk), "@desk"),
            (
                .callLifted(id, storm, rank: .urgent, .pressed, by: .device(DeviceID("A7"))),
                "@device:A7"
            ),
            (.callLifted(id, storm, rank: .urgent, .ended, by: .desk), "@desk"),
            (
                .stormClosed(
                    storm, Outcome("technical"), calls: 1, by: OperatorID("sue"), reason: "back"),
                "sue"
            ),
            (.stormEnded(storm, .time, by: .desk, reason: ""), "@desk"),
            (.stormEnded(storm, .undone, by: .person(OperatorID("sue")), reason: ""), "sue"),
        ]
    }()

    /// A number for each kind of fact, from 0 on without a gap. A new fact does not compile until it
    /// has one, and the count below until it stands in the table.
    private static func kind(of fact: Fact) -> Int {
        switch fact {
        case .callOpened: 0
        case .alarmJoined: 1
        case .signalHeard: 2
        case .cancelHeard: 3
        case .callOffered: 4
        case .offerEnded: 5
        case .callRaised: 6
        case .callEscalated: 7
        case .callReclassified: 8
        case .callTaken: 9
        case .callReturned: 10
        case .callParked: 11
        case .callHandedOver: 12
        case .noteWritten: 13
        case .stepDone: 14
        case .stepWaived: 15
        case .serviceSummoned: 16
        case .cascadeStarted: 17
        case .cascadeEnded: 18
        case .attemptStarted: 19
        case .attemptEnded: 20
        case .closingProposed: 21
        case .callClosed: 22
        case .followUpPromised: 23
        case .followUpReminded: 24
        case .followUpFulfilled: 25
        case .dutyChanged: 26
        case .missedOffers: 27
        case .nobodyOnDuty: 28
        case .somebodyOnDuty: 29
        case .situationReported: 30
        case .takenOwed: 31
        case .takenSeen: 32
        case .numbersReserved: 33
        case .recordSaved: 34
        case .importStaged: 35
        case .importAccepted: 36
        case .importApplied: 37
        case .importEnded: 38
        case .storeTroubleBegan: 39
        case .storeTroubleEnded: 40
        case .restartOrdered: 41
        case .canaryHeard: 42
        case .canaryExpected: 43
        case .pathSilent: 44
        case .pathBack: 45
        case .alarmFolded: 46
        case .runawayFound: 47
        case .stormProposed: 48
        case .stormDeclared: 49
        case .stormExtended: 50
        case .callGrouped: 51
        case .callLifted: 52
        case .stormClosed: 53
        case .stormEnded: 54
        case .followUpCame: 55
        case .followUpMoved: 56
        case .queuesChanged: 57
        case .shiftOffered: 58
        case .shiftEnded: 59
        case .messageSent: 60
        case .listened: 61
        case .detailRevealed: 62
        case .detailsPassed: 63
        case .deviceSilent: 64
        case .welfareDue: 65
        case .silenceEnded: 66
        case .centreAlive: 67
        case .outageOpened: 68
        case .homesMissed: 69
        case .outageOver: 70
        case .outageEmptied: 71
        case .missedTried: 72
        case .missedSettled: 73
        case .routesKept: 74
        }
    }
    private static let kindCount = 75

    func test_eachFact_leavesARowWithItsActor() throws {
        XCTAssertEqual(Set(Self.table.map { Self.kind(of: $0.fact) }), Set(0..<Self.kindCount))
        let folder = TemporaryFolder(inMemory: true)
        var ledger = try openLedger(folder)
        for (step, row) in Self.table.enumerated() {
            try ledger.write([makeStep(Int64(step), row.fact)])
        }
        let database = try Database(path: folder.file, mode: .reading)
        let read = try database.prepare("SELECT actor FROM timeline WHERE step = ? ORDER BY seq")
        for (step, row) in Self.table.enumerated() {
            read.bind(1, Int64(step))
            var actors: [String?] = []
            try read.eachRow { line throws(StoreError) in actors.append(line.textOrNil(0)) }
            XCTAssertEqual(actors, row.actor.map { [$0] } ?? [], "\(row.fact)")
        }
    }

    /// A real desk, whatever happens to it.
    func test_randomDays_leaveNoRowWithoutAnActor() throws {
        for seed in 30..<36 as Range<UInt64> {
            let folder = TemporaryFolder(inMemory: true)
            var ledger = try openLedger(folder)
            var centre = RandomCentre(seed: seed)
            centre.run(400)
            try ledger.write(centre.steps)
            XCTAssertEqual(
                try readNumber(
                    folder,
                    "SELECT count(*) FROM timeline WHERE coalesce(actor, '') IN ('', '@device:')"),
                0, "seed \(seed)")
            // Where a person said it, the desk does not take it upon itself.
            let released: StaticString = """
                SELECT count(*) FROM timeline WHERE kind = 'returned' AND actor = '@desk'
                  AND codes LIKE '%reason=released%'
                """
            XCTAssertEqual(try readNumber(folder, released), 0, "seed \(seed)")
        }
    }
}
