// SPDX-License-Identifier: Apache-2.0
/// Times in which presses may have gone unheard, and the homes that must be asked after them (NHS Highland
/// had to contact all of its 2,500 users after four hours).
/// Never a device's own silence: that is a risk of its own.

/// An outage's number: of the series of attempts and follow-ups, never given twice.
package struct OutageID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let raw: Int64
    package init(raw: Int64) { self.raw = raw }
    package var description: String { String(raw) }
    package static func < (a: OutageID, b: OutageID) -> Bool { a.raw < b.raw }
}

/// What did not hear.
package enum OutageCause: Hashable, Sendable {
    case centre
    case gateway(GatewayID)

    /// `centre`, `gateway:gw-1`: as stored and shown.
    package var text: String {
        switch self {
        case .centre: "centre"
        case .gateway(let id): "gateway:\(id.text)"
        }
    }
    package init(text: String) {
        self =
            text.hasPrefix("gateway:")
            ? .gateway(GatewayID(String(text.dropFirst(8)))) : .centre
    }
}

/// An outage whose list is not worked off.
package struct Outage: Hashable, Sendable {
    package let id: OutageID
    package let cause: OutageCause
    package let from: Moment
    /// nil while it lasts.
    package var until: Moment?
    /// Up to where its homes are listed; nil: all of them.
    package var through: Int?
    /// Homes that its list has had.
    package var homes = 0
    /// Of these, not yet asked after.
    package var left = 0

    package init(
        id: OutageID, cause: OutageCause, from: Moment, until: Moment?, through: Int? = 0
    ) {
        self.id = id
        self.cause = cause
        self.from = from
        self.until = until
        self.through = through
    }
}

/// A home whose people may have pressed unheard.
package struct MissedHome: Hashable, Sendable {
    /// Of the first outage that put it on the list.
    package let outage: OutageID
    /// How often nobody was reached.
    package var tries: Int
    /// When it is its turn again.
    package var dueAt: Moment

    package init(outage: OutageID, tries: Int = 0, dueAt: Moment) {
        self.outage = outage
        self.tries = tries
        self.dueAt = dueAt
    }
}

/// How a home left the list.
package enum MissedEnd: String, CaseIterable, Sendable {
    /// A person was spoken to.
    case reached
    /// Somebody there pressed, or the device sent its test.
    case heard
    /// Not reached again and again: it is a call now.
    case call
}

/// What a person says of the list. `note` is empty where none was given.
package enum MissedOrder: Equatable, Sendable {
    case next
    case reached(HomeID, note: String)
    case unreached(HomeID, note: String)
    /// Taken by NEXT, and somebody else may have it.
    case back(HomeID)
}
