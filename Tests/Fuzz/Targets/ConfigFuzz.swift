// SPDX-License-Identifier: Apache-2.0
/// What is fuzzed of configuration: its text, arguments over it, and the files it names.
/// Never lets a key be named that is a path: no file of the machine is opened for chance.

import Settings
import Vocabulary
import Wire

/// The first byte says what the rest is.
func fuzzConfig(_ bytes: ByteSpan) {
    let mode = bytes[0]
    let rest = array(bytes.extracting(1...))
    switch mode & 7 {
    case 0: settings(rest)
    case 1: settings(spliced(sample, rest))
    case 2, 3: override(rest, mode >> 3)
    case 4:
        expectErrors(in: rest) { () throws(SettingsErrors) in
            let accounts = try DiallerAccounts(lines: rest, from: "accounts")
            precondition(accounts.all.count <= Limits.diallerAccountsMax, "too many accounts")
            for account in accounts.all {
                precondition(
                    accounts[account.device.text]?.device == account.device, "not found again")
                precondition(
                    (1...Limits.keyBytesMax).contains(account.device.text.utf8.count), "a key")
                if let key = account.key {
                    precondition([16, 24, 32].contains(key.shown.count), "no key")
                }
                if let span = account.supervision {
                    precondition((10_000...604_800_000).contains(span.milliseconds), "no interval")
                }
            }
        }
    case 5:
        expectErrors(in: rest) { () throws(SettingsErrors) in
            let keys = try GatewayKeys(lines: rest, from: "keys")
            precondition(!keys.gateways.isEmpty, "no gateway")
            for gateway in keys.gateways {
                precondition(keys.admits(name: gateway.text, key: "") == nil, "in without a key")
            }
        }
    case 6: codes(rest)
    default: codes(spliced(codesSample, rest))
    }
}

private func settings(_ text: [UInt8]) {
    // Its table of codes would be a file of chance.
    if contains(text, "eventCodes") { return }
    expectErrors(in: text) { () throws(SettingsErrors) in
        let settings = try CentreSettings(text: text, file: "f.json5")
        checkShown(settings.name)
        precondition(
            try! CentreSettings(text: text, file: "f.json5") == settings, "not the same again")
        precondition(settings.plans.allSatisfy { $0.steps.count <= Limits.planStepsMax }, "a plan")
        precondition(settings.people.count <= Limits.operatorsMax, "too many people")
    }
}

private func override(_ rest: [UInt8], _ choice: UInt8) {
    var overrides: [Override] = []
    for (at, line) in rest.split(separator: 0x0A).prefix(4).enumerated() {
        let text = String(decoding: line, as: UTF8.self)
        // As typed, or behind the name of a key there is.
        let key = paths[(Int(choice) + at * 31 + Int(line.first ?? 0)) % paths.count]
        let assignment = choice & 1 == 0 ? text : "\(key)=\(text.dropFirst())"
        if assignment.contains("eventCodes") { return }
        if let override = Override(assignment: assignment) { overrides.append(override) }
    }
    if contains(rest, "eventCodes") { return }
    expectErrors(in: rest) { () throws(SettingsErrors) in
        let settings = try CentreSettings(text: smallest, file: "f.json5", overrides: overrides)
        checkShown(settings.name)
    }
}

private func codes(_ text: [UInt8]) {
    expectErrors(in: text) { () throws(SettingsErrors) in
        let codes = try EventCodes(text: text, from: "codes.json5", plans: ["emergency"])
        precondition(codes.count <= Limits.eventCodeRowsMax * 3 * Limits.codesPerRowMax, "too many")
    }
}

/// Whatever is wrong is said in lines that steer nothing, at places that are there.
private func expectErrors(in text: [UInt8], _ body: () throws(SettingsErrors) -> Void) {
    do {
        try body()
    } catch {
        let lines = 1 + text.count { $0 == 0x0A } + sampleLines
        for one in error.all {
            checkShown(one.description)
            precondition(one.description.utf8.count < 40_000, "an error of a page")
            if case .file(_, let line, let column) = one.source {
                precondition((0...lines).contains(line), "a line that is not there")
                precondition(
                    (0...text.count + sample.count + codesSample.count).contains(column),
                    "no column")
            }
        }
    }
}

/// `base` with the bytes from a place on replaced: two bytes say where, one how many.
private func spliced(_ base: [UInt8], _ rest: [UInt8]) -> [UInt8] {
    guard rest.count >= 3 else { return base }
    let start = (Int(rest[0]) << 8 | Int(rest[1])) % (base.count + 1)
    let end = min(base.count, start + Int(rest[2]))
    return Array(base[..<start]) + rest[3...] + base[end...]
}

private func contains(_ text: [UInt8], _ word: StaticString) -> Bool {
    let first = word.utf8Start[0]
    let count = word.utf8CodeUnitCount
    guard text.count >= count else { return false }
    for at in 0...(text.count - count) where text[at] == first {
        if (0..<count).allSatisfy({ text[at + $0] == word.utf8Start[$0] }) { return true }
    }
    // Escapes would hide it.
    return text.contains(0x5C) && text.contains(0x75)
}

private let smallest = Array(
    "{gateways:{inline:[{name:\"gw\",key:\"k\"}]},plans:{emergency:[{action:\"question\",text:\"x\"}]}}"
        .utf8)

private let sample = Array(
    """
    // A centre
    {
      centre: { name: "平安", zone: "+08:00" },
      listen: { devices: "127.0.0.1:0", console: "[::1]:7302", maxConnections: { devices: 100 }, workers: 2 },
      answer: { targetSeconds: 12 },
      gateways: { inline: [{ name: "gw", key: "k", role: "notifier" }] },
      channels: { exec: { pager: { program: "/bin/page", args: ["-u"], timeoutSeconds: 5 } } },
      services: { ambulance: { to: "1" }, police: { to: "2" }, fire: { to: "3" } },
      dutyOfficer: { name: "dan", to: "4" },
      kinds: { button: { priority: 1, plan: "emergency", opensCall: true } },
      plans: { emergency: [{ action: "question", text: "Listen.", obligation: true }] },
      people: [{ id: "amy", name: "Amy", role: "operator", languages: ["yue"], secret: "!" }],
    }
    """.utf8)

private let codesSample = Array(
    """
    { codes: [
      { cid: ["101", "1B2"], sia: ["QA"], restore: ["QH"], kind: "button", priority: 1, plan: "emergency",
        voice: "yes", opensCall: true, name: "Help", zh: "求助" },
      { cid: ["602"], kind: "test", priority: 5, opensCall: false, voice: "no", name: "Test" },
    ] }
    """.utf8)

private let sampleLines = 20

/// Keys as paths that are there in the smallest configuration, or may be put there.
private let paths: [String] = SettingKey.all.map {
    $0.path.replacing("kinds.*", with: "kinds.button").replacing("plans.*", with: "plans.emergency")
        .replacing("exec.*", with: "channels").replacing("[]", with: "[0]")
}

let configSeeds: [[UInt8]] = {
    let accounts =
        "# remark\r\n1234 key=hex:00112233445566778899AABBCCDDEEFF every=60s priority=1 clear=yes\n"
        + "A1 key=ascii:0123456789ABCDEF every=2h\nB2\n"
    let keys = "gw-1 0123456789abcdef\n# no\ngw-2 0123456789abcdef0 notifier\n"
    var seeds: [[UInt8]] = [
        [0] + sample, [0] + smallest, [4] + Array(accounts.utf8), [5] + Array(keys.utf8),
        [6] + codesSample,
    ]
    for at in stride(from: 0, to: 1200, by: 100) {
        seeds.append(
            [1, UInt8(at >> 8), UInt8(at & 255), 9] + Array("\"x\": [1, 2.5e3, null],".utf8))
        seeds.append([7, UInt8(at >> 8), UInt8(at & 255), 9] + Array("\"cid\": [\"1FF\"],".utf8))
    }
    for choice in 0..<31 as Range<UInt8> {
        for value in [
            "0", "1", "-1", "1e300", "true", "[]", "{}", "\"x\"", "+08:00", "null",
            "0x7fffffffffffffff",
        ] {
            seeds.append([2 | choice << 3] + Array("A\(value)\nB\(value)\n".utf8))
        }
        seeds.append(
            [2 | choice << 3]
                + Array("people[0].id=amy\npeople=[{id:'a',name:'b',role:'operator'}]".utf8))
    }
    return seeds
}()

let configWords =
    SettingKey.all.map(\.path)
    + Set(SettingKey.all.flatMap { $0.path.split(separator: ".") }).map(String.init).sorted()
    + [
        "9223372036854775807", "-9223372036854775808", "1e308", "Infinity", "NaN", "0x", "[0]",
        "null", "//", "/*", "*/",
        "\\u0000", "\\x41", "$y$j9T$", "key=hex:", "key=ascii:", "every=", "priority=", "clear=",
        "notifier", "+14:00",
        "127.0.0.1:", "[::1]:0", "exec:", "smstools",
    ] + hardTexts
