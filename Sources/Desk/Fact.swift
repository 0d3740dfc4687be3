// SPDX-License-Identifier: Apache-2.0
/// What became true and must be saved. Past tense; applied by Apply.swift, written by Store.
/// Each fact becomes one timeline row with an actor, but for a canary's rounds: they overwrite one row of their own.

package import Vocabulary

/// Who did it.
package enum Actor: Hashable, Sendable, CustomStringConvertible {
    case person(OperatorID)
    /// The desk itself: under this name its own actions stand in the history.
    case desk
    case device(DeviceID)
    case gateway(GatewayID)
    /// A notifier, program or spool.
    case channel

    /// `amy`, `@desk`, `@device:A0001` ... as stored and shown.
    package var description: String {
        switch self {
        case .person(let id): id.text
        case .desk: "@desk"
        case .device(let id): "@device:\(id.text)"
        case .gateway(let id): "@gateway:\(id.text)"
        case .channel: "@channel"
        }
    }
}

extension Signal {
    /// Who said it: its device, or the desk where it found by itself that something is silent.
    package var actor: Actor { gateway == .centre ? .desk : .device(identity.device) }
}

/// Why a call left its holder or its offer.
package enum ReturnReason: String, Sendable, CaseIterable {
    /// The offer's time ran out.
    case lapsed
    /// The operator went away, logged off or said RELEASE.
    case released
    /// Nothing was heard of the holder for the lease.
    case lease
    /// The holder's connection was lost.
    case lost
    /// The park's time ran out.
    case parkEnded = "park-ended"
    /// The home pressed again while the call was put aside or about to be closed.
    case pressed
    /// It was promised to call the home back about now.
    case promised
    /// Nobody confirmed a "no response" in time.
    case unconfirmed
    /// Who was asked took it.
    case answered
    /// Somebody else took it.
    case taken
    /// The centre restarted: leases are void.
    case restarted
}

/// Why a call's rank rose.
package enum RaiseReason: String, Sendable, CaseIterable {
    case repeated, ageing, returned
    case moreUrgent = "more-urgent"
}

/// When a person first answered: what the measures need, so that the store asks nothing back.
package struct Answer: Hashable, Sendable {
    /// Arrival to answer.
    package var wait: Span
    /// True the first time a person takes the call, and no device cancel came before.
    package var counts: Bool
    package init(wait: Span, counts: Bool) {
        self.wait = wait
        self.counts = counts
    }
}

/// A finished call in numbers.
package struct Closing: Hashable, Sendable {
    /// From the first answer to closing; zero where nobody took it.
    package var handled: Span
    package var answeredBy: OperatorID?
    /// Closed by who answered, nothing promised, with an outcome that resolves (see FCR formula).
    package var atFirstContact: Bool
    package init(handled: Span, answeredBy: OperatorID?, atFirstContact: Bool) {
        self.handled = handled
        self.answeredBy = answeredBy
        self.atFirstContact = atFirstContact
    }
}

/// Where a call stands in the measures: hour, priority and district of its arrival.
package struct MeasureKey: Hashable, Sendable {
    package var arrivedAt: Moment
    package var priority: Priority
    package var district: String
    package init(arrivedAt: Moment, priority: Priority, district: String) {
        self.arrivedAt = arrivedAt
        self.priority = priority
        self.district = district
    }
}

/// A record of the directory.
package enum Record: Hashable, Sendable {
    case home(Home)
    case subscriber(Subscriber)
    case device(Device)
    case contact(Contact)
    case person(Operator)
    case plan(Plan)
    /// One step of a plan, as a row of an import; step 1 begins the plan anew.
    case planStep(PlanID, number: Int, PlanStep)
}

/// A fact. The large ones are boxed: a fact is copied from list to list on its way.
package enum Fact: Equatable, Sendable {
    // Arrival.
    indirect case callOpened(OpenCall)
    indirect case alarmJoined(CallID, AlarmEntry)
    /// Joined too, but nobody is told of it by itself: its device runs away.
    indirect case alarmFolded(CallID, AlarmEntry)
    indirect case runawayFound(CallID, Runaway)
    indirect case signalHeard(Signal, call: CallID?)
    /// `withdrawnAfter` is set when nobody had answered: how long it had waited.
    indirect case cancelHeard(CallID, DeviceID, Reference, withdrawnAfter: Span?, MeasureKey)
    // The line.
    case callOffered(CallID, to: OperatorID, deadline: Moment)
    /// `by`: who ended it: whom it was held out to, who took it, or the desk.
    case offerEnded(CallID, OperatorID, ReturnReason, by: Actor)
    case callRaised(CallID, Priority, RaiseReason)
    case callEscalated(CallID, Tier)
    /// A more urgent alarm joined: the call is now of this kind, and follows this plan from its first
    /// step (a fire that joins a low battery is a fire), once the step in progress is done.
    indirect case callReclassified(CallID, SignalKind, PlanID, after: EarlierPlan)
    // In hand.
    indirect case callTaken(CallID, by: OperatorID, from: OperatorID?, Answer, MeasureKey)
    case callReturned(CallID, from: OperatorID?, ReturnReason, by: Actor)
    indirect case callParked(CallID, by: OperatorID, until: Moment, reason: String)
    /// In hand or put aside: it stays so. `by` is another than `from` where a supervisor moves a call.
    case callHandedOver(CallID, from: OperatorID, to: OperatorID, by: OperatorID)
    case noteWritten(CallID, by: Actor, text: String)
    case stepDone(CallID, step: Int, by: Actor, result: String)
    case stepWaived(CallID, step: Int, by: OperatorID, reason: String)
    case serviceSummoned(CallID, service: String, by: Actor, note: String)
    case cascadeStarted(CallID, Cascade, by: Actor)
    case cascadeEnded(CallID, CascadeGoal, reached: Bool)
    /// Who has the call looked at it; what it says is in no fact.
    case detailRevealed(CallID, PrivateDetail, by: OperatorID)
    /// It was told to a summoned service.
    case detailsPassed(CallID, [PrivateDetail], service: String, by: Actor)
    indirect case attemptStarted(Attempt)
    case attemptEnded(AttemptID, CallID, AttemptOutcome, text: String, by: Actor)
    // The end.
    case closingProposed(CallID, Outcome, reason: String, by: OperatorID)
    indirect case callClosed(
        CallID, Outcome, reason: String, by: OperatorID, confirmedBy: OperatorID?, Closing,
        MeasureKey)
    indirect case followUpPromised(FollowUp, by: OperatorID)
    case followUpReminded(FollowUpID, level: Int)
    /// A promise to call back has come due: it is this call, opened for it or open already.
    case followUpCame(FollowUpID, CallID)
    case followUpMoved(FollowUpID, from: OperatorID, to: OperatorID)
    case followUpFulfilled(FollowUpID, by: OperatorID, note: String)
    // People.
    case dutyChanged(OperatorID, DutyState, reason: String, by: Actor)
    case missedOffers(OperatorID, Int)
    case queuesChanged(OperatorID, [String], by: OperatorID)
    indirect case shiftOffered(
        from: OperatorID, to: OperatorID, calls: [CallID], [FollowUpID], note: String)
    indirect case shiftEnded(
        from: OperatorID, to: OperatorID, ShiftEnding, by: Actor, reason: String)
    case messageSent(to: OperatorID, by: OperatorID, text: String)
    /// Somebody began, or ceased, to listen to a call.
    case listened(CallID, by: OperatorID, isHere: Bool)
    case nobodyOnDuty
    case somebodyOnDuty
    indirect case situationReported(Situation)
    // Gateways.
    case takenOwed(TakenNotice)
    case takenSeen(GatewayID, Int64)
    // The house.
    case numbersReserved(NumberSeries, through: Int64)
    indirect case recordSaved(Record, by: Actor)
    indirect case importStaged(line: Int, Record, by: OperatorID)
    case importAccepted(RecordKind, rows: Int, by: OperatorID)
    case importApplied(through: Int)
    case importEnded(RecordKind, rows: Int, accepted: Bool, by: Actor)
    case storeTroubleBegan(StoreTrouble)
    case storeTroubleEnded
    case restartOrdered(by: OperatorID, reason: String)
    // Silent devices.
    case deviceSilent(DeviceID, heardAt: Moment, welfareAt: Moment)
    /// Its home is to be rung then; `isRaised`: it was, or is, just now.
    case welfareDue(DeviceID, at: Moment, isRaised: Bool)
    /// It was heard, or is watched no longer.
    case silenceEnded(DeviceID, by: Actor)
    // Outages. Nothing of the first two stands in the timeline: one comes each half minute for ever, the
    // other says nothing of anybody.
    case centreAlive
    case routesKept([DeviceRoute])
    indirect case outageOpened(Outage)
    /// These homes may have been missed; `through`: see `Outage`.
    indirect case homesMissed(OutageID, [HomeID], through: Int?)
    case outageOver(OutageID)
    case outageEmptied(OutageID)
    /// Nobody was reached; it is due again.
    indirect case missedTried(HomeID, by: OperatorID, again: Moment, note: String)
    indirect case missedSettled(HomeID, MissedEnd, by: Actor, note: String)
    // Storms.
    indirect case stormProposed(StormProposal)
    indirect case stormDeclared(StormRecord)
    case stormExtended(StormID, until: Moment, by: OperatorID, reason: String)
    /// The call joined the storm's group with this rank.
    case callGrouped(CallID, StormID, rank: Priority, by: Actor)
    /// The call left the group with this rank.
    case callLifted(CallID, StormID, rank: Priority, LiftReason, by: Actor)
    /// So many calls of the group were closed in one step.
    indirect case stormClosed(StormID, Outcome, calls: Int, by: OperatorID, reason: String)
    case stormEnded(StormID, StormEnding, by: Actor, reason: String)
    // Canaries. Of the first two nothing stands in the timeline: one would come each minute for ever.
    case canaryHeard(DeviceID, due: Moment)
    /// Given time until then without having been heard; nil: it is no canary any more.
    case canaryExpected(DeviceID, due: Moment?)
    case pathSilent(DeviceID, call: CallID?)
    case pathBack(DeviceID, call: CallID?)
}

/// A TAKEN that a gateway has not yet said SEEN to.
package struct TakenNotice: Hashable, Sendable {
    package var number: Int64
    package var gateway: GatewayID
    package var device: DeviceID
    package var reference: Reference
    package var call: CallID
    package init(
        number: Int64, gateway: GatewayID, device: DeviceID, reference: Reference, call: CallID
    ) {
        self.number = number
        self.gateway = gateway
        self.device = device
        self.reference = reference
        self.call = call
    }
}

/// The centre in numbers, for supervisors, every hour and on `SHOW centre`.
package struct Situation: Hashable, Sendable {
    package var waiting = 0
    package var offered = 0
    package var handling = 0
    package var parked = 0
    package var confirming = 0
    /// Age of the oldest call nobody has.
    package var oldestWaiting = Span.zero
    package var ready = 0
    package var busy = 0
    package var away = 0
    package var followUpsOpen = 0
    package var followUpsOverdue = 0
    /// This hour: calls arrived, answered, answered within the target.
    package var arrived = 0
    package var answered = 0
    package var answeredInTarget = 0
    /// The call that has waited longest; not recorded with the figures.
    package var oldestCall: CallID?
    /// States that last longer than their rule allows; not recorded.
    package var stuck = 0
    package var saved = true
    /// Devices that are silent.
    package var silent = 0
    /// Homes that may have been missed in an outage and were not asked after yet.
    package var missed = 0
    package init() {}
}
