// SPDX-License-Identifier: Apache-2.0
/// Somebody at the far end of a line, and what they wait for.
/// Never knows more of the centre than its lines say.

import Vocabulary
import Wire

/// What a peer has asked and not heard the answer of.
enum TrialAsk {
    case greeting
    case logOn
    /// Of a gateway: the message at this place.
    case message(Int)
    case other
    /// An order about a storm.
    case storm
    /// About a home that may have been missed.
    case missed
    case agent(AgentAsk)
}

final class TrialPeer {
    enum Role {
        case gateway(Int)
        case notifier
        case seat
    }
    let place: Int
    let role: Role
    let name: String
    var line: Int?
    var isSeated = false
    /// In the order of their replies.
    var owed: [TrialAsk] = []
    /// Lines of a reply that is not whole yet.
    var reply: [ReplyLine] = []
    var agent: OperatorAgent?
    /// Nothing is read or said before.
    var frozenUntil: Int64 = 0
    /// What came while frozen.
    var unread: [[UInt8]] = []
    /// Does not come back before.
    var awayUntil: Int64 = 0
    var wakeAt: Int64?
    /// What it knows of storms: the last preview's number, and whether that was of a closing.
    var preview: (number: Int64, isClosing: Bool)?
    /// The home that it was given to ring.
    var homeToRing: String?

    init(place: Int, role: Role, name: String) {
        self.place = place
        self.role = role
        self.name = name
    }

    /// Its line is gone with all that was asked on it.
    func forget() {
        line = nil
        isSeated = false
        owed = []
        reply = []
        unread = []
        preview = nil
        homeToRing = nil
    }
}

/// Something a home's device has to say.
struct TrialMessage {
    let device: String
    let reference: String
    let kind: String
    let isAlarm: Bool
    let at: Int64
    /// Also taken back, this long after.
    var cancelsAfter: Int64?
    var tries = 0
    /// On which line it went last, and on which it was refused last.
    var sentOn: Int?
    var wasRefusedOn: Int?
    /// It went on several lines: on one its 250 may be slower than TAKEN on another.
    var wasSpread = false
    var isDone = false
}

/// A gateway and what passes through it.
struct TrialGateway {
    let name: String
    let peer: Int
    /// A second connection, for a gateway that uses two.
    var second: Int?
    var messages: [TrialMessage] = []
    let devices: [String]
    /// Has another receiver to go to after so many tries; 0: none.
    let secondReceiverAfter: Int

    var isDone: Bool { messages.allSatisfy(\.isDone) }
}
