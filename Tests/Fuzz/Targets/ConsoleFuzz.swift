// SPDX-License-Identifier: Apache-2.0
/// What is fuzzed of the console port: framer, parser, manners, and the way back to a line.
/// Never knows the desk: a request is answered by chance.

import Vocabulary
import Wire

/// The first byte says how lines are shown, the second how the centre behaves.
func fuzzConsole(_ bytes: ByteSpan) {
    guard bytes.count > 2 else { return }
    let mode = bytes[0]
    let policy = SessionPolicy(bytes[1])
    let rest = bytes.extracting(2...)
    switch mode & 3 {
    case 0: LineSession.run(rest, ConsoleManners(), policy)
    case 1, 2:
        LineSession.run(rest, known(Role.allCases[Int(mode >> 4) % Role.allCases.count]), policy)
    default: parse(rest, overlong: mode & 8 != 0)
    }
}

/// A person who is logged in already.
private func known(_ role: Role) -> ConsoleManners {
    var manners = ConsoleManners()
    let login = Array("LOGIN user=u secret=s".utf8)
    guard case .request(_, let number) = manners.take(login.span) else {
        preconditionFailure("a right LOGIN")
    }
    manners.welcome(role)
    manners.answer(number, []) { _ in }
    return manners
}

/// One line by itself, without session.
private func parse(_ line: ByteSpan, overlong: Bool) {
    let line = line.extracting(..<min(line.count, Limits.lineBytesMax))
    do {
        checkConsole(try ConsoleParser.parse(line, overlong: overlong))
    } catch {
        let reply = error.reply
        checkLines(reply.span, lineMax: LineWriter.lineBytesMax) { line in
            precondition(ReplyLine(line) != nil, "an answer nobody can read")
        }
    }
}

extension ConsoleManners: LineManners {
    typealias Request = ConsoleRequest

    mutating func decide(_ request: ConsoleRequest, kindly: Bool) {
        switch request {
        case .login(let id, _):
            if kindly { welcome(id.text == "s" ? .supervisor : .operator) } else { dismiss() }
        case .logout: if kindly { dismiss() } else { stay() }
        default: break
        }
    }
    func check(_ request: ConsoleRequest, line: ByteSpan) { checkConsole(request) }
}

/// Bounds of a request, and that it can be said again in so many words.
private func checkConsole(_ request: ConsoleRequest) {
    check(request)
    // A day before the year 1000 is written with fewer digits; there is no such call.
    if let call = call(of: request), call.day.number < 10_000_000 { return }
    guard let again = said(again: request) else { return }
    let end = again.count - 1
    guard let second = try? ConsoleParser.parse(again.span.extracting(..<end)) else {
        preconditionFailure("what was understood cannot be said again")
    }
    precondition(second == request, "said again it is something else")
}

private func check(_ call: CallID, _ version: Int? = nil) {
    precondition(call.raw >= 0 && (0..<1_000_000_000).contains(call.number), "no call number")
    precondition(
        CallID(text: call.description)?.raw == call.raw || call.day.number < 10_000_000,
        "a number that reads otherwise")
    if let version { precondition((0...Int(Int32.max)).contains(version), "no version") }
}

private func call(of request: ConsoleRequest) -> CallID? {
    switch request {
    case .take(let call, _), .note(let call, _), .done(let call, _, _, _),
        .waive(let call, _, _, _),
        .summon(let call, _, _), .handover(let call, _, _), .park(let call, _, _, _),
        .followUp(let call, _, _, _, _), .close(let call, _, _, _), .join(let call),
        .leave(let call):
        call
    default: nil
    }
}

private func check(_ key: String) {
    precondition((1...Limits.keyBytesMax).contains(key.utf8.count), "a key beyond the limit")
}

private func check(_ request: ConsoleRequest) {
    switch request {
    case .login(let id, let secret), .secret(let id, let secret):
        check(id.text)
        precondition(!secret.isEmpty, "no secret")
    case .away(let reason), .restart(let reason): precondition(!reason.isEmpty, "no reason")
    case .take(let call, let version), .release(let call, let version),
        .confirm(let call, let version):
        check(call, version)
    case .note(let call, let text):
        check(call)
        precondition(!text.isEmpty, "an empty note")
    case .done(let call, let step, _, let version), .waive(let call, let step, _, let version):
        check(call, version)
        precondition((1...Limits.callStepsMax).contains(step), "no step")
    case .ringHome(let call): check(call)
    case .contact(let call, let who):
        check(call)
        if let who { precondition((1...Limits.contactsPerHomeMax).contains(who), "no contact") }
    case .result(let call, let attempt, _, _):
        check(call)
        precondition(attempt.raw >= 0, "no attempt")
    case .reveal(let call, _): check(call)
    case .summon(let call, let service, _):
        check(call)
        // Lower case of a letter may take more bytes.
        precondition((1...3 * Limits.keyBytesMax).contains(service.utf8.count), "no service")
    case .park(let call, let span, let reason, let version):
        check(call, version)
        precondition(!reason.isEmpty, "no reason to park")
        precondition((5_000...3_600_000).contains(span.milliseconds), "no time to park")
    case .handover(let call, let to, let version):
        check(call, version)
        check(to.text)
    case .followUp(let call, _, let due, let owner, _):
        check(call)
        check(owner.text)
        switch due {
        case .at(let moment): checkMoment(moment)
        case .after(let span): precondition(span > .zero, "due before it is promised")
        }
    case .fulfil(let id, _, let version):
        precondition(id.raw >= 0, "no follow-up")
        if let version { precondition((0...Int(Int32.max)).contains(version), "no version") }
    case .close(let call, let outcome, _, let version):
        check(call, version)
        precondition(outcome.rule != nil, "an outcome that is none")
    case .storm(let order): check(order)
    case .shift(let order):
        switch order {
        case .offer(let person, _), .accept(let person), .refuse(let person, _): check(person.text)
        case .show(let person): if let person { check(person.text) }
        case .withdraw: break
        }
    case .join(let call), .leave(let call): check(call)
    case .tell(let person, let text):
        check(person.text)
        precondition((1...Limits.messageBytesMax).contains(text.utf8.count), "no message")
    case .staff(let person, let order):
        check(person.text)
        precondition(
            order.duty != nil || order.skills != nil || order.queues != nil, "nothing to change")
        for words in [order.skills, order.queues].compactMap({ $0 }) {
            precondition(words.count <= Limits.skillsPerPersonMax, "too many words")
            for word in words { check(word) }
        }
    case .missed(.next): break
    case .missed(.reached(let home, _)), .missed(.unreached(let home, _)), .missed(.back(let home)):
        check(home.text)
    case .list(let query):
        if let state = query.state { precondition(query.what.states.contains(state), "no state") }
    case .show, .ready, .logout, .unwatch, .importBegin, .importCommit, .importAbort, .help, .ping,
        .quit:
        break
    case .watch(let topics):
        precondition((1...Topic.allCases.count).contains(topics.count), "no topic, or one twice")
    case .resume(let number): precondition(number >= 0, "no number")
    case .stats(let query):
        if let from = query.from { checkMoment(from) }
        if let to = query.to { checkMoment(to) }
        if let target = query.target {
            precondition((1_000...3_600_000).contains(target.milliseconds), "no target")
        }
    case .importRow(let line, let cells):
        precondition((1...Int(Int32.max)).contains(line), "no line")
        precondition((1...RecordKind.cellsMax).contains(cells.count), "no cell, or too many")
    case .importSpoiled(let reply):
        checkLines(reply.span, lineMax: LineWriter.lineBytesMax) { line in
            precondition(ReplyLine(line) != nil, "an answer nobody can read")
        }
    case .exportTable(_, let after): precondition((0...Int(Int32.max)).contains(after), "no place")
    case .backup(let path):
        guard let path else { return }
        check(path)
        precondition(!path.contains("/") && !path.hasPrefix("."), "a path, not a name")
    }
}

private func check(_ order: StormOrder) {
    func check(_ span: Vocabulary.Span) {
        precondition((60_000...604_800_000).contains(span.milliseconds), "no time for a storm")
    }
    switch order {
    case .preview(.declaring(let area, let kinds, let lower)):
        precondition(!area.description.isEmpty && (1...4).contains(lower), "no area, or no rank")
        precondition((1...Limits.stormKindsMax).contains(kinds.count), "no kinds, or too many")
        precondition(kinds.map(\.word) == kinds.map(\.word).sorted(), "kinds out of order")
    case .preview(.closing(let id, _)), .undo(let id, _), .end(let id, _):
        precondition(id.raw >= 0, "no storm")
    case .declare(let number, let span, _):
        precondition(number >= 0, "no preview")
        check(span)
    case .extend(let id, let span, _):
        precondition(id.raw >= 0, "no storm")
        check(span)
    case .close(let number, _): precondition(number >= 0, "no preview")
    }
}

/// The same order as a client of our own would write it.
private func say(_ order: StormOrder, to writer: inout LineWriter) {
    writer.request("STORM")
    switch order {
    case .preview(.declaring(let area, let kinds, let lower)):
        writer.word("PREVIEW")
        writer.field("area", area.description)
        writer.field("kinds", kinds.map(\.word).joined(separator: ","))
        writer.field("lower", lower)
    case .preview(.closing(let id, let outcome)):
        writer.word("PREVIEW")
        writer.field("storm", id.raw)
        writer.field("outcome", outcome.word)
    case .declare(let number, let span, let reason):
        writer.word("DECLARE")
        writer.field("preview", number)
        writer.field("for", span.milliseconds / 60_000)
        writer.text("reason", reason)
    case .close(let number, let reason):
        writer.word("CLOSE")
        writer.field("preview", number)
        writer.text("reason", reason)
    case .extend(let id, let span, let reason):
        writer.word("EXTEND")
        writer.field("storm", id.raw)
        writer.field("for", span.milliseconds / 60_000)
        writer.text("reason", reason)
    case .undo(let id, let reason):
        writer.word("UNDO")
        writer.field("storm", id.raw)
        writer.text("reason", reason)
    case .end(let id, let reason):
        writer.word("END")
        writer.field("storm", id.raw)
        writer.text("reason", reason)
    }
}

/// A word that needs no quotes, and is no field.
private func isWord(_ text: String) -> Bool {
    text.utf8.allSatisfy { ($0 | 32) &- 97 < 26 || $0 &- 48 < 10 }
}

/// Years of four digits: far from where arithmetic ends, and written as it was read.
func checkMoment(_ moment: Moment) {
    precondition(moment.milliseconds.magnitude < 300_000_000_000_000, "a moment out of reach")
    for zone in [ZoneOffset.utc, ZoneOffset(minutes: 480), ZoneOffset(minutes: -720)] {
        let text = moment.iso8601(in: zone)
        let year = CivilTime(moment, in: zone).year
        guard (0...9999).contains(year) else { continue }
        precondition(Moment(iso8601: text) == moment, "a moment that reads otherwise")
    }
}

/// The same request as a client of our own would write it; nil where it is not worth it or does not
/// fit a line.
private func said(again request: ConsoleRequest) -> [UInt8]? {
    var writer = LineWriter()
    func head(_ verb: StaticString, _ call: CallID) {
        writer.request(verb)
        writer.word(call.description)
    }
    func version(_ version: Int?) { if let version { writer.field("v", version) } }
    switch request {
    case .login(let id, let secret):
        writer.request("LOGIN")
        writer.field("user", id.text)
        writer.field("secret", secret.shown)
    case .away(let reason):
        writer.request("AWAY")
        writer.text("reason", reason)
    case .note(let call, let text):
        head("NOTE", call)
        writer.text("text", text)
    case .take(let call, let seen):
        head("TAKE", call)
        version(seen)
    case .done(let call, let step, let result, let seen):
        head("DONE", call)
        writer.field("step", step)
        writer.text("result", result)
        version(seen)
    case .waive(let call, let step, let reason, let seen):
        head("WAIVE", call)
        writer.field("step", step)
        writer.text("reason", reason)
        version(seen)
    case .summon(let call, let service, let note):
        guard service.utf8.count <= Limits.keyBytesMax else { return nil }
        head("SUMMON", call)
        writer.field("service", service)
        writer.text("note", note)
    case .handover(let call, let to, let seen):
        head("HANDOVER", call)
        writer.field("to", to.text)
        version(seen)
    case .park(let call, let span, let reason, let seen):
        head("PARK", call)
        writer.field("for", span.milliseconds / 1000)
        writer.text("reason", reason)
        version(seen)
    case .followUp(let call, let kind, let due, let owner, let note):
        head("FOLLOWUP", call)
        writer.field("kind", kind.rawValue)
        switch due {
        case .at(let moment):
            guard (0...9999).contains(CivilTime(moment, in: .utc).year) else { return nil }
            writer.field("due", moment.iso8601(in: .utc))
        case .after(let span): writer.field("in", span.milliseconds / 1000)
        }
        writer.field("owner", owner.text)
        writer.text("note", note)
    case .close(let call, let outcome, let reason, let seen):
        head("CLOSE", call)
        writer.field("outcome", outcome.word)
        writer.text("reason", reason)
        version(seen)
    case .importRow(let line, let cells):
        writer.request("IMPORT ROW")
        writer.field("line", line)
        for (at, cell) in cells.enumerated() { writer.cell(at + 1, cell) }
    case .fulfil(let id, let note, let seen):
        writer.request("FULFIL")
        writer.word(String(id.raw))
        writer.text("note", note)
        version(seen)
    case .storm(let order): say(order, to: &writer)
    case .join(let call): head("JOIN", call)
    case .tell(let person, let text):
        guard isWord(person.text) else { return nil }
        writer.request("TELL")
        writer.word(person.text)
        writer.text("text", text)
    case .shift(.offer(let to, let note)):
        writer.request("SHIFT")
        writer.word("OFFER")
        writer.field("to", to.text)
        writer.text("note", note)
    default: return nil
    }
    return writer.wasCut ? nil : writer.finish()
}

let consoleSeeds: [[UInt8]] = {
    let lines = ConsoleVerb.allCases.map(\.example).filter { $0 != "QUIT" && $0 != "LOGOUT" }
    let more = [
        "LIST operators state=ready", "LIST followups holder=amy home=H1",
        "LIST devices district=沙田",
        "SHOW centre", "SHOW device=A1", "SHOW home=H1", "SHOW operator=amy", "SHOW followup=7",
        "IMPORT ROW line=2 c1=H1 c2=\"1 Road\" c3=x", "IMPORT COMMIT", "IMPORT ABORT",
        "EXPORT kind=homes after=7", "WATCH all", "CONTACT 20261120-0042",
        "STATS sla from=2026-11-20T00:00+08:00 to=2026-11-21T00:00:00.5Z by=district target=30",
        "CLOSE 20261120-0042 outcome=false-alarm reason=\"a cat\" v=3",
        "TAKE 20261120-0042 v=2147483647", "STORM PREVIEW storm=7 outcome=technical",
        "STORM DECLARE preview=7 for=30 reason=typhoon", "STORM CLOSE preview=8 reason=checked",
        "STORM EXTEND storm=7 for=60 reason=still", "STORM UNDO storm=7", "STORM END storm=7",
        "SHIFT SHOW", "SHIFT ACCEPT from=amy", "SHIFT REFUSE from=amy reason=busy",
        "SHIFT WITHDRAW",
        "STAFF amy skills=emergency,fire queues=all", "STAFF amy queues=\"Sha Tin,fall\"",
        "LIST stuck", "LIST calls storm=7", "LIST storms state=ended", "SHOW storm=7",
    ]
    var seeds: [[UInt8]] = (lines + more).map { [3, 0] + Array($0.utf8) }
    let all = (lines + more + ["LOGOUT", "LOGIN user=s secret=x", "QUIT"])
    let plain = all.map { $0 + "\n" }.joined()
    let tagged = all.enumerated().map { "@\($0) \($1)\r\n" }.joined()
    for mode in [0, 1, 0x11, 0x21, 0x31, 0x41] as [UInt8] {
        for policy in [0x40, 0x41, 0x52, 0x68, 0x7B, 0x18] as [UInt8] {
            seeds.append([mode, policy] + Array(plain.utf8))
            seeds.append([mode, policy] + Array(tagged.utf8))
        }
    }
    return seeds
}()

let consoleWords =
    ConsoleVerb.allCases.map { $0.rawValue + " " }
    + Set(ConsoleVerb.allCases.flatMap(\.keys)).sorted().map { $0 + "=" }
    + [
        "20261120-0042", "99999999-999999999", "BEGIN", "ROW", "COMMIT", "ABORT", "calls",
        "operators",
        "followups", "devices", "centre", "sla", "hour", "resolved", "2026-11-20T00:00+08:00",
        "9999-12-31T23:59:59.999-23:59", "0000-01-01T00:00Z", "9223372036854775807", "2147483648",
        "@17 ",
    ] + Outcome.known.map(\.outcome.word) + hardTexts
