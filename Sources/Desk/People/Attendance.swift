// SPDX-License-Identifier: Apache-2.0
/// Who is here, on which connection, and when they were last heard.
/// Never outlives a restart: people log on again.

package import Vocabulary

/// A person who is logged on.
struct Attendance: Equatable, Sendable {
    let person: OperatorID
    /// The connection that speaks for them.
    let connection: ConnectionID
    var lastActivity: Moment
    /// They were told that nothing has been heard of them, and not heard since.
    var leaseWarned = false
    /// Offers missed since the log-on.
    var missedOffers = 0
}

/// Everybody who is here, by the position of their seat, which never changes: each command asks for
/// its person.
package struct Attendances: Equatable, Sendable {
    private var bySeat: [Attendance?] = []

    /// nil where nobody has logged on.
    subscript(seat: Int) -> Attendance? {
        get { seat < bySeat.count ? bySeat[seat] : nil }
        set {
            while bySeat.count <= seat { bySeat.append(nil) }
            bySeat[seat] = newValue
        }
    }

    /// The connection that speaks for a seat's person.
    func connection(of seat: Int) -> ConnectionID? {
        seat < bySeat.count ? bySeat[seat]?.connection : nil
    }

    /// A seat's person, who is here, said something.
    mutating func heard(_ seat: Int, at now: Moment) {
        bySeat[seat]?.lastActivity = now
        bySeat[seat]?.leaseWarned = false
    }

    /// A seat's person, who is here, missed an offer.
    mutating func missed(_ seat: Int) { if seat < bySeat.count { bySeat[seat]?.missedOffers += 1 } }

    /// A seat's person, who is here, is to be warned.
    /// - Returns: false where they were warned already.
    mutating func warn(_ seat: Int) -> Bool {
        guard self[seat]?.leaseWarned != true else { return false }
        self[seat]?.leaseWarned = true
        return true
    }

    /// Every connection with the person it speaks for.
    fileprivate var connections: [OperatorID: ConnectionID] {
        var all: [OperatorID: ConnectionID] = [:]
        for case let here? in bySeat { all[here.person] = here.connection }
        return all
    }
}

extension Presence {
    /// The connections that speak for people; collected for who looks through all of them.
    package var connections: [OperatorID: ConnectionID] { people.connections }
}
