// SPDX-License-Identifier: Apache-2.0
/// What simulated people say to the centre, as values, and each as its line of the protocol.
/// Never reads a clock: whoever sends a line says which moment a promise falls on.

package import Vocabulary
import Wire

/// A request that a simulated operator makes.
package enum AgentAsk: Equatable, Sendable {
    case ready
    case away(reason: String)
    case take(CallID)
    case note(CallID, text: String)
    case done(CallID, step: Int, result: String)
    case contact(CallID)
    case reveal(CallID, PrivateDetail)
    case summon(CallID, service: String)
    /// `dueIn`: on the town's clock.
    case followUp(CallID, FollowUpKind, dueIn: Vocabulary.Span)
    case fulfil(FollowUpID)
    case confirm(CallID)
    case close(CallID, Outcome, reason: String)

    /// The call it is about.
    package var call: CallID? {
        switch self {
        case .ready, .away, .fulfil: nil
        case .take(let call), .note(let call, _), .done(let call, _, _), .contact(let call),
            .reveal(let call, _), .summon(let call, _), .followUp(let call, _, _),
            .confirm(let call),
            .close(let call, _, _):
            call
        }
    }

    /// The line, with its end. `me` owns what is promised; `due` turns a span of the town's clock
    /// into the centre's moment; `zone` is how that moment is written.
    package func line(
        by me: OperatorID, zone: ZoneOffset, due: (Vocabulary.Span) -> Moment
    ) -> [UInt8] {
        var writer = LineWriter()
        switch self {
        case .ready: writer.request("READY")
        case .away(let reason):
            writer.request("AWAY")
            writer.text("reason", reason)
        case .take(let call): AgentAsk.begin("TAKE", call, &writer)
        case .note(let call, let text):
            AgentAsk.begin("NOTE", call, &writer)
            writer.text("text", text)
        case .done(let call, let step, let result):
            AgentAsk.begin("DONE", call, &writer)
            writer.field("step", step)
            writer.field("result", result)
        case .contact(let call): AgentAsk.begin("CONTACT", call, &writer)
        case .reveal(let call, let detail):
            AgentAsk.begin("REVEAL", call, &writer)
            writer.field("what", detail.rawValue)
        case .summon(let call, let service):
            AgentAsk.begin("SUMMON", call, &writer)
            writer.field("service", service)
        case .followUp(let call, let kind, let span):
            AgentAsk.begin("FOLLOWUP", call, &writer)
            writer.field("kind", kind.rawValue)
            writer.field("due", due(span).iso8601(in: zone))
            writer.field("owner", me.text)
        case .fulfil(let promise):
            writer.request("FULFIL")
            writer.word(promise.description)
        case .confirm(let call): AgentAsk.begin("CONFIRM", call, &writer)
        case .close(let call, let outcome, let reason):
            AgentAsk.begin("CLOSE", call, &writer)
            writer.field("outcome", outcome.word)
            if !reason.isEmpty { writer.text("reason", reason) }
        }
        return writer.finish()
    }

    private static func begin(_ verb: StaticString, _ call: CallID, _ writer: inout LineWriter) {
        writer.request(verb)
        writer.word(call.description)
    }
}

/// What a reply was, seen by the one who asked.
package enum Verdict: Equatable, Sendable {
    /// As asked.
    case fine
    /// Somebody else was first, or it must wait; the protocol says so and nothing is wrong.
    case race
    /// The protocol has no such answer here.
    case unexpected
}

/// Lines of a gateway or notifier.
package enum DeviceLines {
    /// HELLO.
    package static func hello(gateway: String, key: String, notifier: Bool) -> [UInt8] {
        var writer = LineWriter()
        writer.request("HELLO")
        writer.field("gateway", gateway)
        writer.field("key", key)
        if notifier { writer.field("role", "notifier") }
        return writer.finish()
    }

    /// ALARM; `time` is the device's clock in seconds. `location` is left out where it is empty.
    package static func alarm(
        device: String, reference: String, kind: SignalKind, location: String, time: Int64
    ) -> [UInt8] {
        var writer = LineWriter()
        writer.request("ALARM")
        report(device, reference, kind, time, &writer)
        if !location.isEmpty { writer.text("loc", location) }
        return writer.finish()
    }

    /// SIGNAL.
    package static func signal(
        device: String, reference: String, kind: SignalKind, time: Int64
    ) -> [UInt8] {
        var writer = LineWriter()
        writer.request("SIGNAL")
        report(device, reference, kind, time, &writer)
        return writer.finish()
    }

    private static func report(
        _ device: String, _ reference: String, _ kind: SignalKind, _ time: Int64,
        _ writer: inout LineWriter
    ) {
        writer.field("dev", device)
        writer.field("ref", reference)
        writer.field("type", kind.word)
        writer.field("t", time)
    }

    /// CANCEL.
    package static func cancel(device: String, reference: String) -> [UInt8] {
        var writer = LineWriter()
        writer.request("CANCEL")
        writer.field("dev", device)
        writer.field("ref", reference)
        return writer.finish()
    }

    /// ALIVE of the homes `homes`, at most `aliveDevicesMax` of them.
    package static func alive(homes: some Collection<Int>) -> [UInt8] {
        var line: [UInt8] = Array("ALIVE dev=".utf8)
        line.reserveCapacity(homes.count * 8 + 16)
        for home in homes {
            if line.last != 0x3D { line.append(0x2C) }
            line.append(contentsOf: Town.deviceName(home).utf8)
        }
        line.append(0x0A)
        return line
    }
    /// Devices in one ALIVE: seven bytes and a comma each stay below the line's 4096 bytes.
    package static let aliveDevicesMax = 500

    /// SEEN.
    package static func seen(_ number: Int64) -> [UInt8] {
        var writer = LineWriter()
        writer.request("SEEN")
        writer.field("n", number)
        return writer.finish()
    }

    /// RESULT of a notifier.
    package static func result(_ attempt: Int64, _ outcome: AttemptOutcome) -> [UInt8] {
        var writer = LineWriter()
        writer.request("RESULT")
        writer.field("id", attempt)
        writer.field("outcome", outcome.rawValue)
        return writer.finish()
    }
}
