// SPDX-License-Identifier: Apache-2.0
/// Owns the making of the desk's `Rules` from checked values.
/// Never gives a number of its own: standard values are in the table of keys.

import Desk
import Vocabulary

extension SettingsBuilder {
    func rules() -> Rules {
        var rules = Rules()
        setAnswering(&rules)
        setLeases(&rules)
        rules.attemptSpan = scaled("contacts.attemptSeconds", .seconds)
        rules.homeTries = whole("contacts.homeTries")
        rules.triesPerContact = whole("contacts.tries")
        rules.contactChannels = channels("contacts.channels")
        rules.noticeChannels = channels("contacts.noticeChannels")
        rules.repeatWindow = scaled("repeats.windowHours", .hours)
        let watched = scaled("supervision.minutes", .minutes)
        rules.supervisionSpan = watched > .zero ? watched : nil
        rules.welfareSpan = scaled("supervision.welfareHours", .hours)
        rules.missedAfterCentre = scaled("missed.centreMinutes", .minutes)
        rules.missedAfterGateway = scaled("missed.gatewayMinutes", .minutes)
        rules.missedAgain = scaled("missed.againMinutes", .minutes)
        // Who sends them lives in the world outside: no demonstration makes that faster.
        rules.canaryEvery = span("canaries.everySeconds", .seconds)
        rules.canarySilentAfter = span("canaries.silentSeconds", .seconds)
        rules.canaries = elements("canaries.devices").map { path in
            CanaryRule(
                device: DeviceID(text("\(path).id")),
                gateway: given("\(path).gateway").map { GatewayID($0) }, path: text("\(path).path"))
        }
        setStorms(&rules)
        rules.overdueSpan = scaled("followUps.overdueHours", .hours)
        rules.nobodyRepeat = scaled("duty.nobodyRepeatSeconds", .seconds)
        rules.situationSpan = scaled("duty.situationMinutes", .minutes)
        rules.qualifyingSkills = texts("duty.qualifyingSkills")
        rules.zone = SettingType.zone(text("centre.zone")) ?? rules.zone
        rules.patience = span("storage.patienceMilliseconds", .milliseconds)
        rules.services = SettingKey.serviceNames.compactMap { name in
            service("services.\(name)", name: name)
        }
        rules.dutyOfficer = given("dutyOfficer.name").flatMap { name in
            service("dutyOfficer", name: name)
        }
        setMeanings(&rules)
        return rules
    }

    private func setAnswering(_ rules: inout Rules) {
        rules.ringInstead = text("centre.ring")
        rules.answerTarget = scaled("answer.targetSeconds", .seconds)
        rules.offerSpan = scaled("answer.offerSeconds", .seconds)
        rules.dutyOfficerAfter = scaled("answer.dutyOfficerAfterSeconds", .seconds)
        rules.dutyOfficerRepeat = scaled("answer.dutyOfficerRepeatSeconds", .seconds)
        rules.ageingSpan = scaled("answer.ageingSeconds", .seconds)
        rules.knowsHomeSpan = scaled("answer.knowsHomeHours", .hours)
    }

    private func setLeases(_ rules: inout Rules) {
        rules.leaseSpan = scaled("lease.holdSeconds", .seconds)
        rules.leaseWarning = scaled("lease.warningSeconds", .seconds)
        rules.lostConnectionSpan = scaled("lease.lostConnectionSeconds", .seconds)
        rules.wrapUpSpan = scaled("lease.wrapUpSeconds", .seconds)
        rules.missedOffersMax = whole("lease.missedOffers")
        rules.confirmSpan = scaled("lease.confirmSeconds", .seconds)
        // People answer no faster in a demonstration.
        rules.shiftSpan = span("shift.acceptSeconds", .seconds)
        rules.parkSpanMax = scaled("lease.parkMinutesMax", .minutes)
    }

    /// Not faster in a demonstration: people type their minutes, and devices send as fast as they do.
    private func setStorms(_ rules: inout Rules) {
        rules.stormKinds = texts("storm.kinds").map { SignalKind($0) }
        rules.stormSpanMax = span("storm.minutesMax", .minutes)
        rules.stormAgeing = whole("storm.ageingTimes")
        rules.stormSayEvery = span("storm.sayMinutes", .minutes)
        rules.proposeCalls = whole("storm.proposeCalls")
        rules.proposeSpan = span("storm.proposeMinutes", .minutes)
        rules.runawayCapacity = whole("runaway.capacity")
        rules.runawayRefill = span("runaway.refillSeconds", .seconds)
        rules.runawaySayEvery = span("runaway.sayMinutes", .minutes)
    }

    private func setMeanings(_ rules: inout Rules) {
        rules.unknownKind = KindRule(
            priority: priority("unknownKind.priority"), plan: PlanID(text("unknownKind.plan")))
        rules.kinds = names("kinds").reduce(into: [:]) { kinds, word in
            let below = "kinds.\(word)"
            let hasPriority = checked.values["\(below).priority"] != nil
            kinds[SignalKind(word)] = KindRule(
                priority: priority(hasPriority ? "\(below).priority" : "unknownKind.priority"),
                plan: PlanID(given("\(below).plan") ?? text("unknownKind.plan")),
                opensCall: flag("\(below).opensCall"), leads: flag("\(below).leads"))
        }
        rules.powers = PowerTable(
            Role.allCases.reduce(into: [:]) { powers, role in
                powers[role] = texts("powers.\(role.rawValue)").compactMap(Power.init(rawValue:))
            })
    }

    private func channels(_ path: String) -> [ChannelKind] {
        texts(path).compactMap(ChannelKind.init(text:))
    }

    private func service(_ path: String, name: String) -> ServiceRule? {
        guard let to = given("\(path).to") else { return nil }
        return ServiceRule(
            name: name, to: to, channels: channels("\(path).channels"),
            tries: whole("\(path).tries"))
    }
}
