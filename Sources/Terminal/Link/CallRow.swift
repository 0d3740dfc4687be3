// SPDX-License-Identifier: Apache-2.0
/// One open call as its lines tell it. Never guesses what the centre did not say.

/// A row of the waiting line, or of what others have in hand.
package struct CallRow: Equatable, Sendable {
    package let id: String
    package var version = 0
    package var state = ""
    /// 1 the most urgent ... 5.
    package var rank = 5
    package var kind = ""
    package var tier = 1
    package var presses = 1
    /// Other kinds of alarm on the same call.
    package var also: [String] = []
    package var device = ""
    package var home = ""
    package var name = ""
    package var district = ""
    package var location = ""
    package var language = ""
    package var holder = ""
    package var isUnregistered = false
    package var isCancelled = false
    package var isUnsaved = false
    /// The storm in whose group it stands; empty: in none.
    package var storm = ""
    /// Why it was put aside; empty while it is not.
    package var parkReason = ""
    /// The client's clock when it comes back by itself.
    package var backAt: Int64 = 0
    /// Of a closing that waits for a second person.
    package var proposal: (outcome: String, closer: String, reason: String)?
    /// The client's clock at the call's arrival.
    package private(set) var arrivedAt: Int64

    package init?(_ fields: Fields, now: Int64) {
        guard fields.has("call"), let age = fields.milliseconds("age") else { return nil }
        id = fields["call"]
        arrivedAt = now - age
        version = fields.number("v") ?? 0
        state = fields["state"]
        rank = fields.number("pri") ?? 5
        kind = fields["type"]
        tier = fields.number("tier") ?? 1
        presses = fields.number("presses") ?? 1
        also = fields["also"].split(separator: ",").map(String.init)
        device = fields["dev"]
        home = fields["home"]
        name = fields["name"]
        district = fields["district"]
        location = fields["loc"]
        language = fields["lang"]
        holder = fields["by"]
        isUnregistered = fields.isSet("unregistered")
        isCancelled = fields.isSet("cancelled")
        isUnsaved = fields.isSet("unsaved")
        storm = fields["storm"]
        if let back = fields.milliseconds("back") {
            backAt = now + back
            parkReason = fields["reason"]
        }
        if fields.has("closer") {
            proposal = (fields["outcome"], fields["closer"], fields["reason"])
        }
    }

    package static func == (a: CallRow, b: CallRow) -> Bool {
        a.id == b.id && a.version == b.version && a.state == b.state && a.rank == b.rank
            && a.presses == b.presses && a.holder == b.holder && a.arrivedAt == b.arrivedAt
            && a.tier == b.tier && a.also == b.also && a.isUnsaved == b.isUnsaved
    }

    /// Ages come with one digit, truncated: between two tellings of one call a difference up to a
    /// second is noise, and rows must not change places by it.
    mutating func keepArrival(of known: CallRow) {
        if (arrivedAt - known.arrivedAt).magnitude <= 1000 { arrivedAt = known.arrivedAt }
    }

    package var isWaiting: Bool { state == "waiting" || state == "offered" }

    /// Nobody it was first meant for has taken it: everybody may. Said once by `OPEN`, and by its tier to
    /// whoever logs on later. In a storm's group only the group is seen.
    package var isForAll: Bool { state == "waiting" && tier >= 2 && storm.isEmpty }

    /// The line's order: rank, then age, then number.
    package static func isBefore(_ a: CallRow, _ b: CallRow) -> Bool {
        if a.rank != b.rank { return a.rank < b.rank }
        if a.arrivedAt != b.arrivedAt { return a.arrivedAt < b.arrivedAt }
        return a.id < b.id
    }
}
