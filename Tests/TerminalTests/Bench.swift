// SPDX-License-Identifier: Apache-2.0
// Owns the bench on which the screen's tests stand: a desktop without a terminal, a clock or a socket.

import Terminal
import Vocabulary
import XCTest

/// A desktop with a centre that answers what the test says.
struct Bench {
    var desktop: Desktop
    var now: Int64 = 1_000_000
    private(set) var sent: [String] = []
    private(set) var bells = 0
    private(set) var others: [Output] = []

    init(_ language: Language = .english, isWall: Bool = false, columns: Int = 80, rows: Int = 24) {
        desktop = Desktop(
            user: "amy", logOn: Masked("LOGIN user=amy secret=demo"), language: language,
            ring: "+852 2345 6789", isWall: isWall, columns: columns, rows: rows)
    }

    mutating func step(_ input: Input) {
        for output in desktop.step(input, now: now) {
            switch output {
            case .send(let bytes):
                sent += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(
                    String.init)
            case .bell: bells += 1
            default: others.append(output)
            }
        }
    }
    mutating func hear(_ lines: String...) { for line in lines { step(.line(line)) } }
    mutating func type(_ text: String) { for sign in text { step(.key(.sign(sign))) } }
    mutating func wait(_ milliseconds: Int64) {
        now += milliseconds
        step(.tick)
    }

    /// Until the screen asks for all calls by itself; what it asks beside them is answered.
    mutating func waitForRefresh() {
        wait(Desktop.refreshMilliseconds)
        answer("SHOW centre", "210 END count=0")
        answer("LIST operators", "210 END count=0")
    }

    /// Answers the newest request that begins with `words`.
    mutating func answer(_ words: String, _ lines: String...) {
        guard
            let request = sent.last(where: {
                $0.split(separator: " ", maxSplits: 1).last?
                    .hasPrefix(words) ?? false
            }), let tag = request.split(separator: " ").first
        else { return XCTFail("\(words) was not asked: \(sent)") }
        for line in lines { step(.line("\(tag) \(line)")) }
    }

    mutating func logOn(at number: Int = 7) {
        step(.connected)
        hear("220 safebell 1.0 console ready")
        hear("230 WELCOME role=operator who=amy name=\"Amy Chan\" n=\(number)")
        answer(
            "SHOW centre",
            "210-CENTRE now=2026-11-26T09:00:00.000+08:00 waiting=0 arrived=4 in_target=3 saved=1 "
                + "scale=1 target=12.0 ring=+85223450000", "210 END count=1")
        answer("WATCH all", "250 WATCHING topics=all")
        answer("LIST calls", "210 END count=0")
        answer(
            "LIST operators", "210-OPERATOR who=amy role=operator state=away since=1.0",
            "210-OPERATOR who=ben role=operator state=ready since=9.0", "210 END count=2")
    }

    static let call = "20261126-0001"
    static let offer =
        "call=20261126-0001 v=2 state=offered pri=1 type=button age=2.0 tier=1 presses=1"
        + " dev=A0001 home=H1 name=\"陳大文\" loc=\"浴室\" lang=yue"

    static let held =
        "call=20261126-0001 v=4 state=handling pri=1 type=button age=4.0 presses=1 by=amy"
        + " name=\"陳大文\""

    /// Offered and taken, with a record; `first`: what the plan's first step is.
    mutating func take(
        planning first: String = "action=question text=\"Awake?\" zh=\"清醒嗎？\""
    ) {
        hear("* OFFER n=9 left=10.0 \(Self.offer)")
        step(.key(.enter))
        answer(
            "TAKE",
            "250-TAKEN \(Self.held)",
            "250-ALARM type=button dev=A0001 ref=17 at=2026-11-26T09:00:00.000+08:00 loc=\"浴室\"",
            "250-PERSON id=S1 name=\"陳大文\" lang=yue birth=1938 risk=3 health=\"••••\"",
            "250-HOME home=H1 address=\"石硤尾邨 1204 室\" access=\"••••\"",
            "250-CONTACT who=1 name=\"陳小明\" relation=son phone=+85291234567 duty=contact",
            "250-PLAN plan=emergency steps=2",
            "250-STEP step=1 state=open next=1 obligation=1 \(first)",
            "250-STEP step=2 action=contact state=open when=summoned applies=0 text=\"Tell them.\"",
            "250 OK call=\(Self.call) v=4")
    }

    var text: String { desktop.canvas(now: now).text }
}
