// SPDX-License-Identifier: Apache-2.0
// Lines of the console port: every verb, every refusal, and every byte cut or changed.

import Vocabulary
import Wire
import XCTest

final class ConsoleParserTests: XCTestCase {
    private let call = CallID(text: "20261120-0042")!

    func test_connectionVerbs() {
        check([
            (
                "LOGIN user=amy secret=\"a b\"",
                .login(OperatorID("amy"), secret: Masked("a b"))
            ),
            ("ready", .ready), ("AWAY reason=lunch", .away(reason: "lunch")), ("LOGOUT", .logout),
            ("HELP", .help(nil)), ("HELP take", .help("take")), ("PING", .ping), ("QUIT", .quit),
        ])
    }

    func test_callVerbs() {
        check([
            ("TAKE 20261120-0042", .take(call, version: nil)),
            ("@7 take 20261120-0042 v=3", .take(call, version: 3)),
            ("NOTE 20261120-0042 text=\"fell\\nagain\"", .note(call, text: "fell\nagain")),
            ("DONE 20261120-0042 step=3", .done(call, step: 3, result: "", version: nil)),
            (
                "DONE 20261120-0042 step=3 result=ok v=1",
                .done(call, step: 3, result: "ok", version: 1)
            ),
            (
                "WAIVE 20261120-0042 step=3 reason=no",
                .waive(call, step: 3, reason: "no", version: nil)
            ),
            ("CONTACT 20261120-0042", .contact(call, who: nil)),
            ("CONTACT 20261120-0042 who=2", .contact(call, who: 2)),
            ("CONTACT 20261120-0042 who=home", .ringHome(call)),
            (
                "RESULT 20261120-0042 attempt=5 outcome=Answered text=x",
                .result(call, attempt: AttemptID(raw: 5), outcome: .answered, text: "x")
            ),
            (
                "SUMMON 20261120-0042 service=ambulance note=now",
                .summon(call, service: "ambulance", note: "now")
            ),
            (
                "PARK 20261120-0042 for=120 reason=later",
                .park(call, span: .seconds(120), reason: "later", version: nil)
            ),
            ("RELEASE 20261120-0042", .release(call, version: nil)),
            ("HANDOVER 20261120-0042 to=bob", .handover(call, to: OperatorID("bob"), version: nil)),
            ("CONFIRM 20261120-0042 v=9", .confirm(call, version: 9)),
            (
                "CLOSE 20261120-0042 outcome=no-response reason=x",
                .close(call, outcome: .noResponse, reason: "x", version: nil)
            ),
        ])
    }

    func test_followUps() {
        let due = Moment(iso8601: "2026-11-21T10:00:00+08:00")!
        check([
            (
                "FOLLOWUP 20261120-0042 kind=visit due=2026-11-21T10:00+08:00 owner=amy note=x",
                .followUp(call, kind: .visit, due: .at(due), owner: OperatorID("amy"), note: "x")
            ),
            ("FULFIL 5 note=done", .fulfil(FollowUpID(raw: 5), note: "done", version: nil)),
        ])
    }

    func test_storms() {
        let kinds = ["battery-low", "power-lost"].map { SignalKind($0) }
        let shaTin = StormArea.district("Sha Tin")
        let storm = StormID(raw: 7)
        check([
            (
                "STORM PREVIEW area=\"Sha Tin\" kinds=Power-Lost,battery-low,power-lost",
                .storm(.preview(.declaring(shaTin, kinds, lower: 1)))
            ),
            (
                "storm preview area=all kinds=battery-low,power-lost lower=4",
                .storm(.preview(.declaring(.everywhere, kinds, lower: 4)))
            ),
            (
                "STORM PREVIEW storm=7 outcome=Technical",
                .storm(.preview(.closing(storm, Outcome("technical"))))
            ),
            (
                "STORM DECLARE preview=8 for=30 reason=\"power cut\"",
                .storm(.declare(preview: 8, span: .minutes(30), reason: "power cut"))
            ),
            // The desk asks for the reason, as it does of CLOSE.
            ("STORM CLOSE preview=8", .storm(.close(preview: 8, reason: ""))),
            (
                "STORM EXTEND storm=7 for=60 reason=still",
                .storm(.extend(storm, span: .minutes(60), reason: "still"))
            ),
            ("STORM UNDO storm=7", .storm(.undo(storm, reason: ""))),
            ("STORM END storm=7 reason=over", .storm(.end(storm, reason: "over"))),
            ("LIST calls storm=7", .list(ListQuery(what: .calls, storm: storm))),
            ("LIST storms state=ended", .list(ListQuery(what: .storms, state: "ended"))),
            ("SHOW storm=7", .show(.storm(storm))),
            ("SHOW storm=7 after=-12", .show(.storm(storm, after: -12))),
        ])
    }

    func test_questions() {
        let from = Moment(iso8601: "2026-11-20T00:00+08:00")!
        check([
            ("LIST operators", .list(ListQuery(what: .operators))),
            (
                "LIST calls state=waiting priority=1 district=\"Wan Chai\" holder=amy home=H1",
                .list(
                    ListQuery(
                        what: .calls, state: "waiting", priority: .lifeSafety,
                        district: "Wan Chai", holder: OperatorID("amy"), home: HomeID("H1")))
            ),
            ("SHOW 20261120-0042", .show(.call(call))), ("SHOW centre", .show(.centre)),
            ("SHOW device=A0001", .show(.device(DeviceID("A0001")))),
            ("SHOW home=H1", .show(.home(HomeID("H1")))),
            ("SHOW operator=amy", .show(.operator(OperatorID("amy")))),
            ("SHOW followup=5", .show(.followUp(FollowUpID(raw: 5)))),
            ("WATCH calls,offers calls all", .watch([.calls, .offers, .all])),
            ("UNWATCH", .unwatch), ("RESUME n=0", .resume(after: 0)),
            ("STATS sla", .stats(StatsQuery())),
            (
                "STATS sla from=2026-11-20T00:00+08:00 by=hour target=12",
                .stats(StatsQuery(from: from, by: .hour, target: .seconds(12)))
            ),
        ])
    }

    func test_administration() {
        check([
            ("IMPORT BEGIN kind=homes", .importBegin(kind: .homes)),
            ("import row line=3 c1=a c3=\"b c\"", .importRow(line: 3, cells: ["a", "", "b c"])),
            ("IMPORT COMMIT", .importCommit), ("IMPORT ABORT", .importAbort),
            ("EXPORT kind=plans", .exportTable(.plans, after: 0)), ("BACKUP", .backup(path: nil)),
            ("BACKUP to=a.sqlite", .backup(path: "a.sqlite")),
            ("RESTART reason=\"new disk\"", .restart(reason: "new disk")),
            ("SECRET who=amy secret=s", .secret(OperatorID("amy"), secret: Masked("s"))),
        ])
    }

    func test_missingUnknownAndInvalidFields_areNamed() {
        let cases: [(String, String)] = [
            ("STORM", "step"), ("STORM NOW", "step"), ("STORM PREVIEW", "area"),
            ("STORM PREVIEW area=all", "kinds"), ("STORM PREVIEW area=all kinds=,", "kinds"),
            ("STORM PREVIEW area=all kinds=fault lower=0", "lower"),
            ("STORM PREVIEW area=all kinds=fault lower=5", "lower"),
            ("STORM PREVIEW area=all kinds=fault outcome=technical", "outcome"),
            ("STORM PREVIEW storm=7 area=all outcome=technical", "area"),
            ("STORM PREVIEW storm=7", "outcome"), ("STORM DECLARE preview=x for=5", "preview"),
            ("STORM DECLARE preview=1", "for"), ("STORM DECLARE preview=1 for=0", "for"),
            ("STORM DECLARE preview=1 for=5 storm=2", "storm"), ("STORM UNDO", "storm"),
            ("STORM END storm=-1", "storm"), ("LIST storms district=x", "district"),
            ("LOGIN user=amy", "secret"), ("LOGIN secret=x", "user"), ("AWAY", "reason"),
            ("AWAY reason=\"\"", "reason"), ("TAKE", "call"), ("TAKE 42", "call"),
            ("TAKE 20261120-0042 now", "now"), ("TAKE 20261120-0042 colour=red", "colour"),
            ("TAKE 20261120-0042 v=x", "v"), ("TAKE 20261120-0042 v=-1", "v"),
            ("NOTE 20261120-0042", "text"), ("DONE 20261120-0042", "step"),
            ("DONE 20261120-0042 step=0", "step"), ("WAIVE 20261120-0042 step=1", "reason"),
            ("CONTACT 20261120-0042 who=0", "who"), ("CONTACT 20261120-0042 who=21", "who"),
            ("RESULT 20261120-0042 outcome=busy", "attempt"),
            ("RESULT 20261120-0042 attempt=1 outcome=timed-out", "outcome"),
            ("SUMMON 20261120-0042", "service"), ("PARK 20261120-0042", "for"),
            ("PARK 20261120-0042 for=9", "reason"), ("PARK 20261120-0042 for=4", "for"),
            ("PARK 20261120-0042 for=3601", "for"),
            ("HANDOVER 20261120-0042", "to"), ("CLOSE 20261120-0042", "outcome"),
            ("CLOSE 20261120-0042 outcome=bored", "outcome"),
            ("FOLLOWUP 20261120-0042 due=2026-11-21T10:00Z owner=amy", "kind"),
            ("FOLLOWUP 20261120-0042 kind=visit owner=amy", "due"),
            ("FOLLOWUP 20261120-0042 kind=call-back in=0 owner=amy", "in"),
            ("FOLLOWUP 20261120-0042 kind=visit in=9 due=2026-11-21T10:00Z owner=amy", "in"),
            ("FOLLOWUP 20261120-0042 kind=visit due=tomorrow owner=amy", "due"),
            ("FOLLOWUP 20261120-0042 kind=visit due=2026-11-21T10:00Z", "owner"),
            ("FULFIL", "followup"), ("FULFIL x", "followup"), ("LIST", "what"),
            ("LIST dogs", "what"), ("LIST calls state=happy", "state"),
            ("LIST calls priority=6", "priority"), ("LIST operators priority=1", "priority"),
            ("LIST calls district=\"\"", "district"), ("SHOW", "thing"),
            ("SHOW home=H1 device=A1", "thing"), ("SHOW 42", "call"),
            ("SHOW followup=x", "followup"), ("SHOW storm=7 after=--1", "after"),
            ("SHOW followup=5 after=1", "after"), ("SHOW after=1", "thing"),
            ("WATCH", "topics"), ("WATCH dogs", "dogs"), ("RESUME", "n"), ("STATS", "measure"),
            ("STATS dogs", "measure"), ("STATS sla by=dog", "by"), ("STATS sla target=0", "target"),
            ("STATS sla from=2026-11-20T00:00", "from"),
            ("STATS sla from=2026-11-20T00:00Z to=2026-11-20T00:00Z", "to"),
            ("IMPORT", "step"), ("IMPORT BEGIN", "kind"), ("IMPORT BEGIN kind=dogs", "kind"),
            ("IMPORT ROW c1=a", "line"), ("IMPORT ROW line=1", "c1"),
            ("IMPORT ROW line=1 c10=x", "c10"), ("IMPORT ROW line=1 kind=homes c1=x", "kind"),
            ("IMPORT COMMIT line=1", "line"), ("EXPORT", "kind"), ("BACKUP to=../x", "to"),
            ("BACKUP to=.x", "to"), ("RESTART", "reason"), ("SECRET who=amy", "secret"),
            ("READY now", "now"), ("PING x=1", "x"),
            ("LOGIN user=\(String(repeating: "x", count: 65)) secret=s", "user"),
        ]
        for (line, name) in cases {
            guard case .field(let field, let expected)? = console(line).failure else {
                XCTFail("\(line): \(console(line))")
                continue
            }
            XCTAssertEqual(field, name, line)
            XCTAssertFalse(expected.isEmpty, line)
        }
    }

    func test_firstOfDoubledKeysCounts() {
        XCTAssertEqual(console("AWAY reason=a reason=b").success, .away(reason: "a"))
    }

    func test_refusal_readsAsALine() {
        XCTAssertEqual(
            text(console("PARK 20261120-0042 for=2").failure?.reply ?? []),
            "501 FIELD field=for expected=\"5...3600 seconds\"\n")
    }

    func test_brokenLines() {
        XCTAssertEqual(console("NOTE 20261120-0042 text=\"x").failure?.code, .syntax)
        XCTAssertEqual(console("NOTE 20261120-0042 text=\"x\"y").failure?.code, .syntax)
        XCTAssertEqual(console("NOTE 20261120-0042", overlong: true).failure, .tooLong)
        XCTAssertEqual(console(Array("PING ".utf8) + [0xC0]).failure, .encoding)
        let crowd = String(repeating: " x", count: Limits.fieldsMax + 1)
        XCTAssertEqual(console("WATCH\(crowd)").failure?.code, .syntax)
    }

    func test_secrets_neverShowInADescription() {
        XCTAssertFalse("\(console("LOGIN user=amy secret=hush"))".contains("hush"))
    }

    func test_everyVerb_hasItsTableRow() {
        for verb in ConsoleVerb.allCases {
            XCTAssertNotNil(console(verb.example).success, verb.example)
            XCTAssertTrue(verb.usage.hasPrefix(verb.rawValue), verb.usage)
            XCTAssertLessThanOrEqual(verb.rawValue.utf8.count, 8, "does not fit the packed word")
            XCTAssertFalse(verb.english.isEmpty)
            XCTAssertFalse(verb.chinese.isEmpty)
            for key in verb.keys where !key.hasPrefix("c") || verb != .importTable {
                XCTAssertTrue(verb.usage.contains("\(key)="), "\(verb.usage) lacks \(key)")
            }
        }
    }

    func test_imports_fitTheirVerb() {
        XCTAssertEqual(RecordKind.cellsMax, 9)
        for kind in RecordKind.allCases {
            XCTAssertEqual(Set(kind.columns).count, kind.columns.count)
        }
        for kind in ListKind.allCases {
            for filter in kind.filters { XCTAssertTrue(ConsoleVerb.list.keys.contains(filter)) }
        }
    }

    func test_everyPrefixOfEveryLine_isAnswered() {
        for line in consoleLines {
            let bytes = Array(line.utf8)
            for length in 0...bytes.count {
                if let error = console(Array(bytes.prefix(length))).failure {
                    let reply = Array(error.reply.dropLast())
                    XCTAssertNotNil(ReplyLine(reply.span), text(reply))
                }
            }
        }
    }

    func test_everyByteFlipped_isAnswered() {
        for line in consoleLines {
            let bytes = Array(line.utf8)
            for at in bytes.indices {
                for bit in 0..<8 {
                    var flipped = bytes
                    flipped[at] ^= 1 << UInt8(bit)
                    if let error = console(flipped).failure {
                        let reply = Array(error.reply.dropLast())
                        XCTAssertNotNil(ReplyLine(reply.span), text(reply))
                    }
                }
            }
        }
    }

    private func check(
        _ cases: [(String, ConsoleRequest)], file: StaticString = #filePath, at line: UInt = #line
    ) {
        for (written, meant) in cases {
            XCTAssertEqual(console(written).success, meant, written, file: file, line: line)
        }
    }
}
