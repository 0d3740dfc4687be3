// SPDX-License-Identifier: Apache-2.0
/// Owns the second half of the table of keys: the numbers and tables that the desk obeys.
/// Never their defaults twice: a test compares each with `Rules()`.

import Desk
import Vocabulary

extension SettingKey {
    /// How long people have, and when the next ones are asked.
    static let answering: [SettingKey] = [
        SettingKey(
            "answer.targetSeconds", .amount(1...600, .seconds), 12,
            "answer target (HK 1823: 12 s), one of \(MeasureBounds.words); then all ready operators and "
                + "supervisors are asked"),
        SettingKey(
            "answer.offerSeconds", .amount(1...120, .seconds), 6,
            "how long one call is held out to one operator; at most the target"),
        SettingKey(
            "answer.dutyOfficerAfterSeconds", .amount(1...3600, .seconds), 60,
            "from arrival until the duty officer and the contacts are told; above the target"),
        SettingKey(
            "answer.dutyOfficerRepeatSeconds", .amount(1...3600, .seconds), 60,
            "how often the duty officer is told again while nobody has the call"),
        SettingKey(
            "answer.ageingSeconds", .amount(1...3600, .seconds), 120,
            "a waiting call's rank rises by one priority each time this has passed, up to 2: 1 is for life at stake"),
        SettingKey(
            "answer.knowsHomeHours", .amount(0...720, .hours), 12,
            "for so long a home's next call prefers the operator who had the last one"),
        SettingKey(
            "lease.holdSeconds", .amount(5...3600, .seconds), 300,
            "without a line from its holder for so long, a call goes back to the line"),
        SettingKey(
            "lease.warningSeconds", .amount(1...600, .seconds), 30,
            "the holder is warned so long before; below `lease.holdSeconds`"),
        SettingKey(
            "lease.lostConnectionSeconds", .amount(1...600, .seconds), 15,
            "a lost connection's calls go back to the line after this"),
        SettingKey(
            "lease.wrapUpSeconds", .amount(0...600, .seconds), 20, "time for notes after a call"),
        SettingKey(
            "lease.missedOffers", .whole(1...100), 3,
            "missed offers in a row that set an operator away"),
        SettingKey(
            "lease.confirmSeconds", .amount(5...3600, .seconds), 120,
            "a \"no response\" that no second person confirmed goes back to the line after this"),
        SettingKey(
            "lease.parkMinutesMax", .amount(1...1440, .minutes), 60,
            "longest time a call may be parked"),
        SettingKey(
            "shift.acceptSeconds", .amount(5...3600, .seconds), 300,
            "a shift hand-over that nobody accepted is off after this; nothing has moved"),
        SettingKey(
            "duty.qualifyingSkills", .list(.word, 0...20), [],
            "skills that count as qualified to answer; none: everybody is"),
        SettingKey(
            "duty.nobodyRepeatSeconds", .amount(1...3600, .seconds), 60,
            "how often \"nobody qualified is on duty\" is said again"),
        SettingKey(
            "duty.situationMinutes", .amount(1...1440, .minutes), 60,
            "how often supervisors get a situation report"),
        SettingKey(
            "supervision.minutes", .amount(0...10080, .minutes), 0,
            "every registered device must be heard within this: late after it, silent after twice "
                + "of it; 0: not watched"),
        SettingKey(
            "supervision.welfareHours", .amount(0.1...720, .hours), 24,
            "how often the home of a silent device is rung until it is heard again; twice as often for "
                + "people of risk 2, three times for risk 3"),
        SettingKey(
            "missed.centreMinutes", .amount(0...1440, .minutes), 5,
            "after the centre was away for longer, the homes with devices go on the list of who may have "
                + "been missed; devices try for a few minutes. 0: never"),
        SettingKey(
            "missed.gatewayMinutes", .amount(0...1440, .minutes), 5,
            "the same of a gateway that is gone for longer, for the devices last heard through it; 0: never"
        ),
        SettingKey(
            "missed.againMinutes", .amount(1...1440, .minutes), 15,
            "a home of that list where nobody was reached is due again after this"),
        SettingKey(
            "repeats.windowHours", .amount(0.1...720, .hours), 24,
            "a message with the same `dev`, `ref`, `type` and `t` within this is the same alarm"),
        SettingKey(
            "followUps.overdueHours", .amount(0...720, .hours), 3,
            "a promise not kept so long after it was due goes to the supervisors"),
    ]

    /// Whether the paths carry an alarm at all.
    static let canaries: [SettingKey] = [
        SettingKey(
            "canaries.everySeconds", .amount(5...3600, .seconds), 60,
            "how often each canary says its alarm"),
        SettingKey(
            "canaries.silentSeconds", .amount(10...7200, .seconds), 110,
            "a path without a whole round for so long is a call of kind `path-silent`; above "
                + "`canaries.everySeconds`: 110 forgives one round that was lost and is a call within "
                + "two minutes"),
        SettingKey(
            "canaries.devices", .tables(0...Limits.canariesMax), [],
            "test devices, one for each gateway and path; none: no path is watched"),
        SettingKey(
            "canaries.devices[].id", .word, .required,
            "its device or account; it lives in no home and is in no directory"),
        SettingKey(
            "canaries.devices[].path", .text(64), .required, "what people call its path"),
        SettingKey(
            "canaries.devices[].gateway", .word, .absent,
            "the gateway that brings its alarm; from another one the same is no canary but an alarm"
        ),
        SettingKey(
            "canaries.devices[].probe",
            .choice(["none"] + CanaryProbe.Way.allCases.map(\.rawValue)),
            "none",
            "how `safebell canary` sends it: over the device port or DC-09; `none`: its gateway or "
                + "dialler sends it by itself"),
    ]

    /// What may be grouped in a storm, and when a device counts as running away.
    static let storms: [SettingKey] = [
        SettingKey(
            "storm.kinds", .list(.word, 0...Limits.stormKindsMax),
            ["battery-low", "fault", "power-lost", "sensor-lost", "silent", "tamper"],
            "kinds that a storm may touch at all, where `kinds` knows them with a priority above 1; never "
                + "a word behind which a person may be in need"),
        SettingKey(
            "storm.minutesMax", .amount(5...1440, .minutes), 240,
            "longest time for which a storm may be declared or extended: half a shift"),
        SettingKey(
            "storm.ageingTimes", .whole(1...100), 5,
            "so many times slower than in the line a call ages in a storm's group"),
        SettingKey(
            "storm.sayMinutes", .amount(1...240, .minutes), 10,
            "how often ready operators and supervisors hear that a storm's group waits"),
        SettingKey(
            "storm.proposeCalls", .whole(0...1000), 10,
            "more technical calls of one area than this within `storm.proposeMinutes` are proposed as a "
                + "storm; 0: never. A district of 4,000 homes has one in an hour on most days, and 200 "
                + "at once in a power cut"),
        SettingKey(
            "storm.proposeMinutes", .amount(1...60, .minutes), 5, "see `storm.proposeCalls`"),
        SettingKey(
            "runaway.capacity", .whole(2...1000), 10,
            "alarms of one device and kind in a row that are each announced; beyond, its device runs "
                + "away: they are stored, and folded into one call that says so"),
        SettingKey(
            "runaway.refillSeconds", .amount(1...3600, .seconds), 60,
            "one more is announced after each such span; a runaway panel sends 3 to 10 a minute"),
        SettingKey(
            "runaway.sayMinutes", .amount(1...240, .minutes), 5,
            "how often people hear again that a device runs away"),
    ]

    /// Whom the centre reaches, and how.
    static let reaching: [SettingKey] =
        [
            SettingKey(
                "contacts.attemptSeconds", .amount(5...600, .seconds), 30,
                "how long one attempt may take"),
            SettingKey(
                "contacts.tries", .whole(1...10), 2, "how often each contact is tried"),
            SettingKey(
                "contacts.homeTries", .whole(1...10), 2,
                "how often the home's telephone is rung before it counts as unanswered"),
            SettingKey(
                "contacts.channels", channelList, ["voice"],
                "channels for contacts who must answer, in order"),
            SettingKey(
                "contacts.noticeChannels", channelList, ["sms"],
                "channels for contacts who need only be told, in order"),
        ]
        + serviceNames.flatMap { name in
            reached("services.\(name)", "what SUMMON service=\(name) reaches: number or address")
        }
        + [SettingKey("dutyOfficer.name", .word, .required, "log-on name of the duty officer")]
        + reached("dutyOfficer", "number or address of the duty officer")

    /// The services that SUMMON knows.
    static let serviceNames = ["ambulance", "police", "fire"]

    private static let channelList = SettingType.list(.channel, 1...8)

    private static func reached(_ path: String, _ meaning: String) -> [SettingKey] {
        [
            SettingKey("\(path).to", .text(64), .required, meaning),
            SettingKey("\(path).channels", channelList, ["voice"], "channels, in order"),
            SettingKey("\(path).tries", .whole(1...10), 2, "how often the whole list is tried"),
        ]
    }

    /// What words mean, what is to be done, who may.
    static let meanings: [SettingKey] =
        [
            SettingKey(
                "kinds.*.priority", .whole(1...5), .sameAs("unknownKind.priority"),
                "urgency of the call that a message of this `type` opens; 1: life may be at stake"),
            SettingKey(
                "kinds.*.plan", .word, .sameAs("unknownKind.plan"), "plan that its call follows"),
            SettingKey(
                "kinds.*.opensCall", .flag, true, "false: only written down, nobody is rung"),
            SettingKey(
                "kinds.*.leads", .flag, false,
                "true: among alarms of the same priority its plan comes first, and the others' is no longer "
                    + "asked for (fire: get out; duress: do not speak)"),
            SettingKey(
                "unknownKind.priority", .whole(1...5), 2,
                "urgency of a message whose `type` is not in `kinds`; it always opens a call"),
            SettingKey("unknownKind.plan", .word, "emergency", "plan that its call follows"),
            SettingKey(
                "planFolder", .path, .absent,
                "folder of plans, a file each: `fall.json5` holds `steps`, as `plans.*` does, and is the "
                    + "plan `fall`; written to the database when it has no such plan, later changed by "
                    + "import"),
            SettingKey(
                "plans.*", .tables(1...Limits.planStepsMax), .required,
                "the steps of one plan that is no file of `planFolder`, in order"),
        ] + planSteps(below: "plans.*")
        + Role.allCases.map { role in
            SettingKey(
                "powers.\(role.rawValue)",
                .list(.choice(Power.allCases.map(\.rawValue)), 0...Power.allCases.count),
                .value(.list(standardPowers(of: role).map { .text($0.rawValue) })),
                "what this role may decide alone")
        }

    /// One file of `planFolder`.
    static let planFile: [SettingKey] =
        [SettingKey("steps", .tables(1...Limits.planStepsMax), .required, "the steps, in order")]
        + planSteps(below: "steps")

    private static func planSteps(below path: String) -> [SettingKey] {
        [
            SettingKey(
                "\(path)[].action", .choice(StepAction.allCases.map(\.rawValue)), .required,
                "what is done"),
            SettingKey("\(path)[].text", .text(1000), .required, "what the operator reads"),
            SettingKey("\(path)[].text_zh", .text(1000), "", "the same in Chinese"),
            SettingKey(
                "\(path)[].obligation", .flag, false,
                "true: the call cannot be closed until the step is done, or waived with a reason"),
            SettingKey(
                "\(path)[].condition", .text(200), "always",
                "when the step applies: " + StepCondition.expected),
            SettingKey(
                "\(path)[].outcomes", .list(.word, 0...StepOutcomes.max), [],
                "words with one of which the step ends, and on which later steps may depend; of a "
                    + "`close`: how the call may end"),
            SettingKey(
                "\(path)[].seconds", .whole(0...Limits.waitSecondsMax), 0,
                "how long a `wait` is"),
        ]
    }

    private static func standardPowers(of role: Role) -> [Power] {
        Power.allCases.filter { PowerTable.standard.allows($0, role) }
    }
}
