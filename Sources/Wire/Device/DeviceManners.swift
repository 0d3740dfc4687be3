// SPDX-License-Identifier: Apache-2.0
/// The manners of one device connection: greeting, HELLO first, HELP, PING, QUIT, order of replies.
/// Never checks a key and never touches a socket: others do, and tell it how that went.

package import Vocabulary

/// State of a connection on the device port; small, because there are many.
package struct DeviceManners: Sendable {
    /// Whom we are speaking to.
    package enum Standing: Equatable, Sendable {
        /// Has not said HELLO. Can become awaiting.
        case stranger
        /// Said HELLO; the answer is not there yet. Can become known, stranger.
        case awaiting(GatewayID, notifier: Bool)
        /// Its key was right. Can become stranger.
        case known(GatewayID, notifier: Bool)
    }

    package private(set) var standing = Standing.stranger
    private var order = ReplyOrder()
    private var isQuitting = false

    package init() {}

    /// What the centre says first.
    package static func greeting(version: String) -> [UInt8] {
        Wire.greeting(version: version, port: "device")
    }

    /// The gateway, once it is known.
    package var gateway: GatewayID? {
        if case .known(let gateway, _) = standing { gateway } else { nil }
    }
    /// Known, and in the role of a notifier.
    package var isNotifier: Bool {
        if case .known(_, notifier: true) = standing { true } else { false }
    }
    /// Requests whose replies have not left.
    package var pendingCount: Int { order.pendingCount }
    /// Bytes of replies that wait for earlier ones.
    package var heldBytes: Int { order.heldBytes }
    /// QUIT was said and everything is answered: close once the bytes are out.
    package var isFinished: Bool { isQuitting && order.pendingCount == 0 }
    /// `take` would say `.hold`: read no more until the next `answer`.
    package var holdsLines: Bool {
        if case .awaiting = standing { return true }
        return order.pendingCount >= Limits.pipelineMax
    }

    /// The key was right: call this before answering the HELLO.
    package mutating func admit() {
        if case .awaiting(let gateway, let notifier) = standing {
            standing = .known(gateway, notifier: notifier)
        }
    }
    /// The key was wrong, or the gateway is not to be known any more.
    package mutating func dismiss() { standing = .stranger }

    /// Shows one line, without its end, cut to `Limits.lineBytesMax` where it was `overlong`.
    package mutating func take(_ line: ByteSpan, overlong: Bool = false) -> Turn<DeviceRequest> {
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
            return reply(error.reply, tag: head.tag)
        }
    }

    /// A place in the order of replies for an event that must come after all replies begun so far
    /// (`* TAKEN` never before the ALARM's own 250); answer it with the event's line.
    package mutating func beginEvent() -> UInt64 { order.begin(tag: nil) }

    /// Hands in the reply to request `number` and gives what may leave now to `emit`.
    package mutating func answer(
        _ number: UInt64, _ bytes: [UInt8], emit: ([UInt8]) -> Void
    ) {
        order.answer(number, bytes, emit: emit)
    }
}

extension DeviceManners {
    private mutating func admitted(
        _ line: ByteSpan, _ head: LineHead, _ overlong: Bool
    ) throws(WireError) -> Turn<DeviceRequest> {
        let verb = try DeviceParser.verb(of: line, head, overlong: overlong)
        if !verb.beforeHello, gateway == nil {
            throw .login(expected: DeviceVerb.hello.usage)
        }
        let request = try DeviceParser.parse(line, head, verb, overlong)
        switch request {
        case .help(let about): return reply(try help(about), tag: head.tag)
        case .ping: return reply(LineWriter(.pong).finish(), tag: head.tag)
        case .quit:
            isQuitting = true
            let number = order.beginLast(tag: head.tag)
            return .quit(ready(number, LineWriter(.bye).finish()))
        case .hello(let gateway, _, let notifier):
            // Somebody else from now on: what was owed to the first would be lost between the two.
            if let known = self.gateway {
                throw .wrongState(reason: "known as \(known.text); QUIT first")
            }
            standing = .awaiting(gateway, notifier: notifier)
        case .result where !isNotifier:
            throw .never(reason: "RESULT is for gateways with role=notifier")
        case .alarm, .signal, .cancel, .alive, .seen, .result: break
        }
        return .request(request, number: order.begin(tag: head.tag))
    }

    private func help(_ about: String?) throws(WireError) -> [UInt8] {
        guard let about else { return HelpEntry.list(DeviceVerb.allCases.map(\.help)) }
        guard let verb = DeviceVerb(rawValue: about.uppercased()) else {
            throw DeviceParser.unknownVerb(cut(about, toBytes: 32))
        }
        return verb.help.reply
    }

    private mutating func reply(_ bytes: [UInt8], tag: String?) -> Turn<DeviceRequest> {
        let now = ready(order.begin(tag: tag), bytes)
        return now.isEmpty ? .nothing : .reply(now)
    }

    private mutating func ready(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        var now: [UInt8] = []
        order.answer(number, bytes) { now = now.isEmpty ? $0 : now + $0 }
        return now
    }
}
