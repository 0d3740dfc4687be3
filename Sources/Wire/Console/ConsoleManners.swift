// SPDX-License-Identifier: Apache-2.0
/// The manners of one console connection: greeting, LOGIN first, HELP, PING, QUIT, order of replies.
/// Never checks a secret, a role's power or a call: others do, and tell it how a LOGIN went.

package import Vocabulary

/// State of a connection on the console port.
package struct ConsoleManners: Sendable {
    /// Whom we are speaking to.
    package enum Standing: Equatable, Sendable {
        /// Not logged in. Can become awaiting.
        case stranger
        /// LOGIN is being checked. Can become known, stranger.
        case awaiting(OperatorID)
        /// Logged in. Can become leaving, stranger.
        case known(OperatorID, Role)
        /// LOGOUT is being answered. Can become stranger, known.
        case leaving(OperatorID, Role)
    }

    package private(set) var standing = Standing.stranger
    private var order = ReplyOrder()
    private var isQuitting = false

    package init() {}

    /// What the centre says first.
    package static func greeting(version: String) -> [UInt8] {
        Wire.greeting(version: version, port: "console")
    }

    /// The person, once logged in.
    package var person: (id: OperatorID, role: Role)? {
        switch standing {
        case .known(let id, let role), .leaving(let id, let role): (id, role)
        case .stranger, .awaiting: nil
        }
    }
    /// Requests whose replies have not left.
    package var pendingCount: Int { order.pendingCount }
    /// Bytes of replies that wait for earlier ones.
    package var heldBytes: Int { order.heldBytes }
    /// QUIT was said and everything is answered: close once the bytes are out.
    package var isFinished: Bool { isQuitting && order.pendingCount == 0 }
    /// `take` would say `.hold`: read no more until the next `answer`.
    package var holdsLines: Bool {
        switch standing {
        case .awaiting, .leaving: true
        case .stranger, .known: order.pendingCount >= Limits.pipelineMax
        }
    }

    /// The secret was right: call this before answering the LOGIN.
    package mutating func welcome(_ role: Role) {
        if case .awaiting(let id) = standing { standing = .known(id, role) }
    }
    /// The secret was wrong, LOGOUT is done, or another connection took the person over.
    package mutating func dismiss() { standing = .stranger }
    /// LOGOUT was refused: everything stays. Call this before answering it.
    package mutating func stay() {
        if case .leaving(let id, let role) = standing { standing = .known(id, role) }
    }

    /// Shows one line, without its end, cut to `Limits.lineBytesMax` where it was `overlong`.
    package mutating func take(_ line: ByteSpan, overlong: Bool = false) -> Turn<ConsoleRequest> {
        if isQuitting { return .nothing }
        if holdsLines { return .hold }
        let head: LineHead
        do {
            head = try LineHead(line)
        } catch {
            return reply(error.reply, tag: nil)
        }
        if head.isEmpty && !overlong { return .nothing }
        do {
            return try admitted(line, head, overlong)
        } catch {
            // A row that cannot be read must spoil its import: all rows or none.
            if head.verb ~= "import", person != nil {
                return .request(
                    .importSpoiled(reply: error.reply), number: order.begin(tag: head.tag))
            }
            return reply(error.reply, tag: head.tag)
        }
    }

    /// Hands in the reply to request `number` and gives what may leave now to `emit`.
    package mutating func answer(
        _ number: UInt64, _ bytes: [UInt8], emit: ([UInt8]) -> Void
    ) {
        order.answer(number, bytes, emit: emit)
    }
}

extension ConsoleManners {
    private mutating func admitted(
        _ line: ByteSpan, _ head: LineHead, _ overlong: Bool
    ) throws(WireError) -> Turn<ConsoleRequest> {
        let verb = try ConsoleParser.verb(of: line, head, overlong: overlong)
        if !verb.beforeLogin, person == nil {
            throw .login(expected: ConsoleVerb.login.usage)
        }
        let request = try ConsoleParser.parse(line, head, verb)
        switch request {
        case .help(let about): return reply(try help(about), tag: head.tag)
        case .ping: return reply(LineWriter(.pong).finish(), tag: head.tag)
        case .quit:
            isQuitting = true
            let number = order.beginLast(tag: head.tag)
            return .quit(ready(number, LineWriter(.bye).finish()))
        case .login(let id, _):
            if let person {
                throw .wrongState(reason: "logged in as \(person.id); LOGOUT first")
            }
            standing = .awaiting(id)
        case .logout:
            if let person { standing = .leaving(person.id, person.role) }
        default: break
        }
        return .request(request, number: order.begin(tag: head.tag))
    }

    private func help(_ about: String?) throws(WireError) -> [UInt8] {
        guard let about else { return HelpEntry.list(ConsoleVerb.allCases.map(\.help)) }
        guard let verb = ConsoleVerb(rawValue: about.uppercased()) else {
            throw ConsoleParser.unknownVerb(cut(about, toBytes: 32))
        }
        return verb.help.reply
    }

    private mutating func reply(_ bytes: [UInt8], tag: String?) -> Turn<ConsoleRequest> {
        let now = ready(order.begin(tag: tag), bytes)
        return now.isEmpty ? .nothing : .reply(now)
    }

    private mutating func ready(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        var now: [UInt8] = []
        order.answer(number, bytes) { now = now.isEmpty ? $0 : now + $0 }
        return now
    }
}
