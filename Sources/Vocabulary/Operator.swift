// SPDX-License-Identifier: Apache-2.0
/// People who work at the centre: roles, duty states, and what each role may decide alone.

/// What a person is at the console.
package enum Role: String, CaseIterable, Sendable {
    case `operator`, supervisor
    case dutyOfficer = "duty-officer"
    case manager, administrator

    /// Whether calls are offered to this role.
    package var answersCalls: Bool { self == .operator || self == .supervisor }
    /// The rung of the ladder that this role decides on; nil for roles that don't handle calls.
    package var tier: Tier? {
        switch self {
        case .operator: .operators
        case .supervisor: .supervisors
        case .dutyOfficer: .dutyOfficer
        case .manager, .administrator: nil
        }
    }
}

/// Where an operator stands. The table of moves is `OperatorLifecycle` in Desk.
package enum DutyState: String, CaseIterable, Sendable {
    /// Free for an offer. Can become offered, handling, away, gone.
    case ready
    /// One call is held out to this person. Can become handling, ready, away, gone.
    case offered
    /// Has one or more calls in hand. Can become wrapUp, gone.
    case handling
    /// Finishing notes after a call; ends by itself or by READY. Can become ready, handling, away, gone.
    case wrapUp = "wrap-up"
    /// Logged in, not for offers, with a reason. Can become ready, handling, gone.
    case away
    /// Not logged in, or the connection is lost. Can become ready, away, handling.
    case gone

    /// Counts as on duty: someone is there who can answer within a call's length.
    package var onDuty: Bool {
        switch self {
        case .ready, .offered, .handling, .wrapUp: true
        case .away, .gone: false
        }
    }
}

/// A person who may log in.
package struct Operator: Hashable, Sendable {
    package var id: OperatorID
    /// Name as shown to others.
    package var name: String
    package var role: Role
    /// Language tags spoken.
    package var languages: [String]
    /// Skills such as `emergency`; what qualifies is configuration.
    package var skills: [String]
    /// crypt(3) hash of the secret (yescrypt); `!` locks the log-on.
    package var secretHash: Masked

    package init(
        id: OperatorID, name: String, role: Role, languages: [String] = [],
        skills: [String] = [], secretHash: Masked = Masked("!")
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.languages = languages
        self.skills = skills
        self.secretHash = secretHash
    }
}

/// Something a role may be allowed to decide alone; which role has which is configuration, checked
/// on every command (the three tiers of the mission's sources).
package enum Power: String, CaseIterable, Sendable, Comparable {
    /// Take a call that is offered to one, announced to all, or waiting.
    case take
    /// Take a call that is offered to or held by somebody else.
    case takeOver = "take-over"
    /// Notes, plan steps, results of calls made by hand, on one's own call.
    case handle
    /// Start the contact cascade.
    case contact
    /// Summon ambulance, police or fire.
    case summon
    /// Put a call aside.
    case park
    /// Give a call back to the waiting line.
    case release
    /// Give one's own call to a named person.
    case handOver = "hand-over"
    /// Promise a follow-up service, and fulfil one.
    case followUp = "follow-up"
    /// Close one's own call.
    case close
    /// Close with outcome nuisance.
    case closeNuisance = "close-nuisance"
    /// Be the second person who confirms a "no response".
    case confirm
    /// Waive an obligation with a reason.
    case waive
    /// Work on calls that somebody else holds (notes, contact, summon).
    case assist
    /// Declare a storm, and what belongs to it.
    case storm
    /// Message people, and change their duty, skills and queues.
    case direct
    /// See service levels and statistics.
    case statistics
    /// Order the restart of a centre whose disk failed, and other changes of the running centre.
    case command
    /// Import, export, back up, change operators.
    case administer

    package static func < (a: Power, b: Power) -> Bool { a.rawValue < b.rawValue }
}
