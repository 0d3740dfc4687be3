// SPDX-License-Identifier: Apache-2.0
/// A canary's round over the device port: HELLO, ALARM, its 250, TAKEN, SEEN; and PING at the console.
/// Never waits longer than it was told, not even for a firewall that swallows.

import Settings
import Sockets
import Vocabulary
import Wire

enum CanaryLines {
    static func round(
        _ probe: CanaryProbe, _ keys: GatewayKeys, at address: SocketAddress, within: Int64
    ) throws(Failure) {
        guard let gateway = probe.gateway, let key = keys.key(of: gateway) else {
            throw Failure(.usage, "no key of gateway \(probe.gateway?.text ?? "?")")
        }
        var line = try CanaryLine(to: address, within: within)
        _ = try line.reply("greeting")
        var writer = LineWriter()
        writer.request("HELLO")
        writer.field("gateway", gateway.text)
        writer.text("key", key.shown)
        try line.say(writer.finish())
        _ = try line.reply("HELLO")
        let reference = "c\(monotonicMicroseconds())"
        try line.say(Array(
            "ALARM dev=\(probe.device) ref=\(reference) type=\(SignalKind.canary)\n".utf8))
        let stored = try line.reply("ALARM")
        // A call's number ends otherwise: then a person was rung for this.
        guard stored["call"]?.hasSuffix("-0000") == true else {
            throw Failure(.wrong, "taken for an alarm: the centre does not know this canary")
        }
        let taken = try line.event("TAKEN") { $0["ref"] == reference }
        try line.say(Array("SEEN n=\(taken["n"] ?? "0")\nQUIT\n".utf8))
        _ = try line.reply("SEEN")
    }

    static func ping(_ address: SocketAddress, within: Int64) throws(Failure) {
        var line = try CanaryLine(to: address, within: within)
        _ = try line.reply("greeting")
        try line.say(Array("PING\n".utf8))
        _ = try line.reply("PING")
    }
}

/// A connection with one deadline for all of it.
private struct CanaryLine: ~Copyable {
    private var channel: LineChannel
    private let deadline: Int64
    private let within: Int64

    init(to address: SocketAddress, within: Int64) throws(Failure) {
        deadline = monotonicMicroseconds() / 1000 + within
        self.within = within
        channel = try LineChannel(to: address, within: within)
    }

    func say(_ bytes: [UInt8]) throws(Failure) {
        if !channel.send(bytes) { throw Failure(.noCentre, "the connection is lost") }
    }

    /// The next reply; anything but a yes is a failure.
    mutating func reply(_ what: String) throws(Failure) -> ReplyLine {
        while true {
            let line = try next(what)
            if line.isEvent { continue }
            guard (200..<300).contains(line.code) else { throw Failure(line, doing: what) }
            return line
        }
    }

    mutating func event(
        _ name: String, where fits: (ReplyLine) -> Bool
    ) throws(Failure) -> ReplyLine {
        while true {
            let line = try next(name)
            if line.isEvent, line.word == name, fits(line) { return line }
        }
    }

    private mutating func next(_ what: String) throws(Failure) -> ReplyLine {
        let left = deadline - monotonicMicroseconds() / 1000
        guard left > 0 else { throw silence(what) }
        switch channel.next(within: left) {
        case .line(let text):
            guard let line = ReplyLine(text) else {
                throw Failure(.wrong, "\(what): a line that cannot be read")
            }
            return line
        case .closed: throw Failure(.noCentre, "\(what): the centre has closed the connection")
        case .silence: throw silence(what)
        }
    }

    private func silence(_ what: String) -> Failure {
        Failure(.noCentre, "\(what): nothing within \(within / 1000) s")
    }
}
