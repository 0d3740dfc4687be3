// SPDX-License-Identifier: Apache-2.0
/// A logged-in connection: requests out, whole replies in; events between them are passed over.
/// Never waits on a dead centre: silence is broken by a PING, and a PING without answer ends it.

import Glibc
import Sockets
import Vocabulary
import Wire

/// All lines of one reply.
struct Answer {
    let lines: [ReplyLine]

    /// The line that ends it.
    var last: ReplyLine { lines[lines.count - 1] }
    /// The lines before the last.
    var data: ArraySlice<ReplyLine> { lines.dropLast() }
    /// Done, or data.
    var isYes: Bool { (200..<300).contains(last.code) }
    /// Not now: send again.
    var isNotNow: Bool { (450...452).contains(last.code) }
}

struct Client: ~Copyable {
    /// Silence before a PING asks whether the centre is still there.
    private static let patienceMilliseconds: Int64 = 20_000
    /// How often a request is sent again that the centre has no room for, with growing pauses.
    private static let triesMax = 6
    /// The tag of our own PINGs: its answer overtakes whatever the centre is busy with.
    private static let pingTag = "safebell-alive"

    private var channel: LineChannel
    private let address: String

    /// Connects and logs in as the options say.
    init(_ order: Order) throws(Failure) {
        let access = try Access(order)
        self = try Client.loggedIn(access)
    }

    private init(_ channel: consuming LineChannel, _ address: String) {
        self.channel = channel
        self.address = address
    }

    private static func loggedIn(_ access: Access) throws(Failure) -> Client {
        let channel = try LineChannel(to: access.address)
        var client = Client(channel, access.address.description)
        try client.greet()
        try client.logIn(access)
        return client
    }

    /// The greeting tells whether this is a console port at all.
    private mutating func greet() throws(Failure) {
        guard case .line(let text) = channel.next(within: Client.patienceMilliseconds),
            let line = ReplyLine(text), line.code == ReplyCode.greeting.code,
            line.word == ReplyCode.greeting.word
        else { throw Failure(.noCentre, "\(address) is not a SafeBell centre") }
        guard line.fields.contains(where: { $0.value == "console" }) else {
            throw Failure(.noCentre, "\(address) is not the console port")
        }
    }

    private mutating func logIn(_ access: Access) throws(Failure) {
        let answer = try ask(access.logOn)
        guard answer.isYes else { throw Failure(answer.last, doing: "log-on as \(access.user)") }
    }

    /// Sends a request and waits for its reply; sends it again where the centre has no room now.
    mutating func ask(_ request: [UInt8]) throws(Failure) -> Answer {
        var pause: UInt32 = 100_000
        for _ in 1..<Client.triesMax {
            try post(request)
            let answer = try nextAnswer()
            guard answer.last.code == ReplyCode.busy.code else { return answer }
            usleep(pause)
            pause *= 2
        }
        try post(request)
        return try nextAnswer()
    }

    /// Sends requests without waiting.
    func post(_ requests: [UInt8]) throws(Failure) {
        if !channel.send(requests) { throw lost() }
    }

    /// The reply to the oldest request that has none.
    mutating func nextAnswer() throws(Failure) -> Answer {
        var lines: [ReplyLine] = []
        while true {
            let line = try nextLine()
            if line.isEvent || line.tag != nil { continue }
            if line.code == ReplyCode.closing.code {
                throw Failure(line, doing: "the connection to \(address)")
            }
            lines.append(line)
            if line.isLast { return Answer(lines: lines) }
        }
    }

    /// The next line that can be read; asks PING in long silence.
    private mutating func nextLine() throws(Failure) -> ReplyLine {
        var hasAsked = false
        while true {
            switch channel.next(within: Client.patienceMilliseconds) {
            case .line(let text):
                if let line = ReplyLine(text) { return line }
                throw Failure(.ourFault, "the centre sent a line that cannot be read")
            case .closed: throw lost()
            case .silence:
                guard !hasAsked else {
                    throw Failure(.noCentre, "the centre at \(address) does not answer")
                }
                hasAsked = true
                try post(Array("@\(Client.pingTag) PING\n".utf8))
            }
        }
    }

    private func lost() -> Failure {
        Failure(.noCentre, "the connection to the centre at \(address) is lost")
    }
}
