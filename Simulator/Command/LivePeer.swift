// SPDX-License-Identifier: Apache-2.0
/// One connection of the live run: who speaks on it, and which answers are still owed.
/// Never sends anything by itself.

import Vocabulary
import Wire
import World

/// What was asked, in the order in which the answers must come.
enum LiveAsk {
    case greeting
    case logOn
    /// `sentAt`: of this line.
    case alarm(number: Int, sentAt: Stamp)
    case signal(number: Int, sentAt: Stamp)
    case cancel(number: Int)
    case alive(count: Int)
    case seen
    case result
    case agent(AgentAsk)
    case importRow(line: Int)
    /// Somebody waits for exactly this answer.
    case conversation(Int)
    case quit
}

final class LivePeer {
    enum Role {
        case administrator, manager, notifier
        case gateway(Int)
        case seat
    }

    /// Place in the list of peers; the token of its connection.
    let place: Int
    let role: Role
    /// The name it logs on with, and the key or secret.
    let name: String
    let secret: String
    var connection: LineConnection?
    /// Logged on.
    var isSeated = false
    /// Was logged on once: from then on an end is a dropped connection.
    var wasSeated = false
    var agent: OperatorAgent?
    var surprisesTold = 0
    /// When the timetable wakes it next.
    var wakeAt: Moment?
    /// Real milliseconds until the next try to connect.
    var pauseMilliseconds = LivePeer.pauseMin
    static let pauseMin: Int64 = 200
    static let pauseMax: Int64 = 5000
    private var asks: [LiveAsk] = []
    private var head = 0
    private var reply: [ReplyLine] = []

    init(place: Int, role: Role, name: String, secret: String) {
        self.place = place
        self.role = role
        self.name = name
        self.secret = secret
    }

    /// Answers that are still owed.
    var owedCount: Int { asks.count - head }
    var owed: ArraySlice<LiveAsk> { asks[head...] }

    func owe(_ ask: LiveAsk) { asks.append(ask) }

    /// Takes a line of a reply in; gives the whole reply with what it answers once it is complete.
    /// `ask` is nil where nothing was asked.
    func complete(_ line: ReplyLine) -> (ask: LiveAsk?, reply: [ReplyLine])? {
        reply.append(line)
        guard line.isLast else { return nil }
        defer { reply.removeAll(keepingCapacity: true) }
        guard head < asks.count else { return (nil, reply) }
        let ask = asks[head]
        head += 1
        if head == asks.count || head > 4096 {
            asks.removeFirst(head)
            head = 0
        }
        return (ask, reply)
    }

    /// Forgets what was asked on a connection that is gone.
    func forget() {
        asks = []
        head = 0
        reply = []
        isSeated = false
        connection = nil
        wakeAt = nil
    }
}
