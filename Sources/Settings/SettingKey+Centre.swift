// SPDX-License-Identifier: Apache-2.0
/// Owns the first half of the table of keys: what the centre is, where it listens, what it stores.
/// Never the numbers that the desk obeys: those are in SettingKey+Desk.swift.

import Vocabulary

extension SettingKey {
    /// Every key there is, in the order of docs/operating.md.
    package static let all: [SettingKey] =
        centre + listen + storage + gateways + diallers + channels + answering + storms + canaries
        + reaching
        + meanings + people + [scale]

    private static let centre: [SettingKey] = [
        SettingKey("centre.name", .text(64), "SafeBell", "name of the centre, as people see it"),
        SettingKey(
            "centre.ring", .text(64), "",
            "telephone number that operators ring while the centre is away (another centre, the duty "
                + "officer): their screens keep it and then show it in the largest words"),
        SettingKey(
            "centre.zone", .zone, "+08:00", restart: true,
            "offset from UTC; call numbers begin anew at its midnight"),
        SettingKey(
            "log.level", .choice(LogLevel.allCases.map(\.rawValue)), "info",
            "least weight of what is logged"),
    ]

    private static let listen: [SettingKey] = [
        SettingKey(
            "listen.devices", .address, "127.0.0.1:7301", restart: true,
            "where gateways connect; port 0: any free port"),
        SettingKey(
            "listen.console", .address, "127.0.0.1:7302", restart: true,
            "where operators connect; port 0: any free port"),
        SettingKey(
            "listen.dc09", .address, "127.0.0.1:7303", restart: true,
            "where diallers that speak SIA DC-09 connect, or send datagrams: TCP and UDP alike; "
                + "port 0: any free port"),
        SettingKey(
            "listen.beyondLoopback",
            .list(.choice(ListenSettings.portNames), 0...ListenSettings.portNames.count), [],
            restart: true,
            "ports that may listen beyond 127.0.0.0/8 and ::1 though they carry no encryption "
                + "(a private network or tunnel does); said at every start"),
        SettingKey(
            "listen.maxConnections.devices", .whole(1...1_000_000), 100_000, restart: true,
            "connections open at once; the next one is told to try again"),
        SettingKey(
            "listen.maxConnections.console", .whole(1...100_000), 500, restart: true,
            "the same for the console port"),
        SettingKey(
            "listen.dc09ConnectionsMax", .whole(1...1_000_000), 20_000, restart: true,
            "the same for the DC-09 port"),
        SettingKey(
            "listen.idle.firstLineSeconds", .amount(1...60, .seconds), 10, restart: true,
            "how long a new connection may take to say who it is"),
        SettingKey(
            "listen.idle.devicesSeconds", .amount(10...86_400, .seconds), 3600, restart: true,
            "silence after which a gateway's connection is closed"),
        SettingKey(
            "listen.idle.consoleSeconds", .amount(60...604_800, .seconds), 43_200, restart: true,
            "silence after which a person's connection is closed; the longest shift"),
        SettingKey(
            "listen.dc09IdleMinutes", .amount(5...1440, .minutes), 15, restart: true,
            "silence after which a dialler's connection is closed; diallers poll every minute and "
                + "dislike being closed"),
        SettingKey(
            "listen.workers", .whole(1...16), 2, restart: true,
            "threads that carry connections"),
    ]

    private static let storage: [SettingKey] = [
        SettingKey(
            "data.path", .path, "/var/lib/safebell", restart: true,
            "folder of the database; `--data` goes before it"),
        SettingKey(
            "storage.patienceMilliseconds", .amount(10...5000, .milliseconds), 200, restart: true,
            "how long words for people wait for the disk; then they go out marked UNSAVED"),
        SettingKey(
            "storage.secondReceiver", .flag, false, restart: true,
            "whether gateways have a second centre to turn to; then a disk that is broken, or takes "
                + "nothing for 2 s, closes the device port"),
        SettingKey(
            "storage.backupFolder", .path, .absent, restart: true,
            "where `safebell backup` puts its copies"),
    ]

    private static let gateways: [SettingKey] = [
        SettingKey(
            "gateways.keyFile", .path, .absent,
            "file of lines `NAME KEY [notifier]`, readable by its owner only"),
        SettingKey(
            "gateways.inline", .tables(0...100), [],
            "gateways written here instead; only where every port listens on loopback"),
        SettingKey("gateways.inline[].name", .word, .required, "name in HELLO"),
        SettingKey(
            "gateways.inline[].key", .text(GatewayKeys.keyBytesMax), .required, secret: true,
            "key in HELLO"),
        SettingKey(
            "gateways.inline[].role", .choice(["gateway", "notifier"]), "gateway",
            "`notifier` is handed what is to be said to contacts"),
    ]

    private static let channels: [SettingKey] = [
        SettingKey(
            "channels.exec.*.program", .path, .required, restart: true,
            "program run for each notification, which it gets as JSON on standard input"),
        SettingKey(
            "channels.exec.*.args", .list(.text(1024), 0...64), [], restart: true,
            "its arguments; no shell looks at them"),
        SettingKey(
            "channels.exec.*.timeoutSeconds", .amount(1...300, .seconds), 30, restart: true,
            "after this it is killed and the attempt has failed"),
        SettingKey(
            "channels.smstools.spool", .path, .required, restart: true,
            "folder that message files are renamed into, such as `/var/spool/sms/outgoing`"),
        SettingKey(
            "channels.smstools.countryCode", .digits, "", restart: true,
            "put before numbers that are written without `+`"),
    ]

    private static let people: [SettingKey] = [
        SettingKey(
            "people", .tables(0...Limits.operatorsMax), [],
            "the first people who may log in; each is written to the database when it has no "
                + "such person"),
        SettingKey("people[].id", .word, .required, "log-on name"),
        SettingKey("people[].name", .text(64), .required, "name as others see it"),
        SettingKey("people[].role", .choice(Role.allCases.map(\.rawValue)), .required, "role"),
        SettingKey(
            "people[].languages", .list(.word, 0...20), [],
            "language tags spoken, such as `yue`, `cmn`, `en`"),
        SettingKey(
            "people[].skills", .list(.word, 0...20), [], "skills; see `duty.qualifyingSkills`"),
        SettingKey(
            "people[].secret", .secretHash, "!", secret: true,
            "crypt(3) hash of the secret; `safebell secret` makes one"),
    ]

    private static let scale = SettingKey(
        "scale", .amount(1...3600, .times), 1, restart: true,
        "divides the spans of `answer`, `lease`, `contacts`, `duty`, `repeats` and `followUps`, "
            + "for demonstrations and tests; only where every port listens on loopback")
}
