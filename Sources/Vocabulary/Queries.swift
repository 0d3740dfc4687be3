// SPDX-License-Identifier: Apache-2.0
/// What LIST, SHOW and WATCH ask for: shared by those who read the question and those who answer.

/// What a LIST is of.
package enum ListKind: String, CaseIterable, Sendable {
    case calls, operators, followups, devices, storms, stuck, missed

    /// Words that `state=` may have for this list.
    package var states: [String] {
        switch self {
        case .calls: CallState.allCases.filter { $0 != .closed }.map(\.rawValue)
        case .operators: DutyState.allCases.map(\.rawValue)
        case .followups: FollowUpState.allCases.map(\.rawValue)
        case .devices: ["heard", "late", "silent", "unheard"]
        case .storms: ["active", "ended"]
        case .stuck: []
        case .missed: ["due", "waiting", "taken"]
        }
    }
    /// Keys that this list may be filtered by.
    package var filters: [String] {
        switch self {
        case .calls: ["state", "priority", "district", "holder", "home", "storm"]
        case .operators: ["state"]
        case .followups: ["state", "holder", "home"]
        case .devices: ["state", "district", "home"]
        case .storms: ["state"]
        case .stuck: []
        case .missed: ["state", "district", "home"]
        }
    }
}

/// `LIST calls state=waiting priority=1 ...`; nil filters let everything pass.
package struct ListQuery: Equatable, Sendable {
    package var what: ListKind
    /// One of `what.states`.
    package var state: String?
    package var priority: Priority?
    package var district: String?
    /// Who has the call, or owns the follow-up service.
    package var holder: OperatorID?
    package var home: HomeID?
    /// The storm whose group is asked for.
    package var storm: StormID?

    package init(
        what: ListKind, state: String? = nil, priority: Priority? = nil, district: String? = nil,
        holder: OperatorID? = nil, home: HomeID? = nil, storm: StormID? = nil
    ) {
        self.what = what
        self.state = state
        self.priority = priority
        self.district = district
        self.holder = holder
        self.home = home
        self.storm = storm
    }
}

/// What a SHOW is of.
package enum Thing: Equatable, Sendable {
    /// `after`: the `n` of the last row of its story that is known; nil: from the beginning.
    case call(CallID, after: Int64? = nil)
    case device(DeviceID)
    case home(HomeID)
    case `operator`(OperatorID)
    case followUp(FollowUpID)
    /// `after`: as of a call.
    case storm(StormID, after: Int64? = nil)
    case centre
}

/// A question about what is over: answered from the disk.
package enum PastQuestion: Equatable, Sendable {
    /// A closed call and its story; `after`: see `Thing`.
    case call(CallID, after: Int64?)
    /// Follow-up services that were fulfilled, newest first; `state` is not looked at.
    case followUps(ListQuery)
    case followUp(FollowUpID)
    /// Storms that are over, newest first.
    case storms
    /// A storm's record in its order, whether it is over or not.
    case storm(StormID, after: Int64?)
}

/// What a WATCH listens to.
package enum Topic: String, CaseIterable, Sendable {
    case calls, offers, operators, followups, attempts, devices, centre, all
}

/// By what a service level is broken down.
package enum Grouping: String, CaseIterable, Sendable {
    case none, hour, day, priority, district, `operator`
}
