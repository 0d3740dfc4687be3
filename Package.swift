// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// The map of the house, in reading order. A target exists only where an import must be forbidden;
// arrows point inward: Daemon -> Store/Sockets -> Desk/Wire -> Vocabulary (ARCHITECTURE.md part 2).

import PackageDescription

/// `make fuzz`: everything is instrumented, and one more target is there. FUZZ=plain leaves out the
/// address sanitizer (Swift checks its own bounds) and the tracing of compared values: it is for counts.
let isFuzzing = Context.environment["FUZZ"] != nil
let fuzzSanitizers = Context.environment["FUZZ"] == "plain" ? "fuzzer" : "fuzzer,address"

let plain: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
let common = plain + (isFuzzing ? [.unsafeFlags(["-sanitize=\(fuzzSanitizers)"])] : [])
let unsafeChecked = common + [.strictMemorySafety()]
let package = Package(
    name: "safebell",
    traits: [
        .trait(name: "Crypto", description: "Encryption and sealed history, through the system's OpenSSL.")
    ],
    targets: [
        // The domain's nouns as values: ids, moments, alarms, calls, people; every limit.
        .target(name: "Vocabulary", swiftSettings: common),
        // Decides; knows no clock, socket, file or thread.
        .target(name: "Desk", dependencies: ["Vocabulary"], swiftSettings: common),
        // The system's libcrypto: messages of diallers, seals of history; only with the trait `Crypto`.
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Bytes <-> messages, and the manners of a connection, for each protocol.
        .target(
            name: "Wire",
            dependencies: [
                "Vocabulary", .target(name: "COpenSSL", condition: .when(traits: ["Crypto"])),
            ], swiftSettings: common),
        // A JSON5 file -> checked values; every error names its key.
        .target(
            name: "Settings", dependencies: ["Vocabulary", "Desk"], swiftSettings: common),
        // The lock-free priority queue between many connections and one desk.
        .target(name: "Intake", swiftSettings: unsafeChecked),
        // The system's libsqlite3.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        // Facts -> rows in group commits; rows -> desk; read-only reports.
        .target(
            name: "Store",
            dependencies: [
                "Vocabulary", "Desk", "CSQLite",
                .target(name: "COpenSSL", condition: .when(traits: ["Crypto"])),
            ], swiftSettings: unsafeChecked),
        // What Glibc's module lacks: epoll, eventfd, accept4, crypt_r.
        .systemLibrary(name: "CLinux"),
        // Password hashing through crypt(3); nothing else may see it.
        .target(name: "Secrets", dependencies: ["CLinux"], swiftSettings: common),
        // Translation: a connection's request -> desk event, a desk effect -> reply lines.
        .target(
            name: "Counter", dependencies: ["Vocabulary", "Desk", "Wire"], swiftSettings: common),
        // The operator's screen as a pure model: keys and lines in, cells out.
        .target(name: "Terminal", dependencies: ["Vocabulary", "Wire"], swiftSettings: common),
        // Listeners and connections on an epoll loop per worker; bytes in, bytes out, limits.
        .target(
            name: "Sockets", dependencies: ["Vocabulary", "Wire", "CLinux"],
            swiftSettings: unsafeChecked),
        // Owns the workers, the clock, signals, systemd; wires everything, decides nothing.
        .target(
            name: "Daemon",
            dependencies: [
                "Vocabulary", "Desk", "Wire", "Settings", "Intake", "Store", "Counter", "Sockets",
                "CLinux", "Secrets",
            ], swiftSettings: common),
        // The daemon's main.
        .executableTarget(
            name: "safebelld", dependencies: ["Daemon", "Settings"], swiftSettings: common),
        // The command people type: stats, import, export, check, backup, recover, secret.
        .executableTarget(
            name: "safebell",
            dependencies: [
                "Vocabulary", "Wire", "Terminal", "Settings", "Store", "Sockets", "Secrets",
            ],
            swiftSettings: common),
        // A reproducible town from a seed: homes, people, presses, operators.
        .target(
            name: "World", dependencies: ["Vocabulary", "Desk", "Wire", "Counter"],
            path: "Simulator/World", swiftSettings: common),
        // A real centre and its peers as child processes and sockets, for tests and for torture.
        .target(
            name: "Rig", dependencies: ["Terminal", "CLinux"], path: "Simulator/Rig", swiftSettings: common),
        // The command that drives a daemon, or measures one.
        .executableTarget(
            name: "Simulator",
            dependencies: [
                "World", "Rig", "Vocabulary", "Desk", "Wire", "Counter", "Settings", "Store",
                "Sockets", "Intake", "CLinux", "Secrets",
            ], path: "Simulator/Command", swiftSettings: common),
        // Everything that can break, broken on purpose: `make torture`.
        .executableTarget(
            name: "Torture",
            dependencies: [
                "Rig", "World", "Store", "Desk", "Wire", "Counter", "Settings", "Vocabulary",
                "CSQLite", "CLinux",
            ], path: "Simulator/Torture", exclude: ["preload"], swiftSettings: common),
        // What must hold of any bytes; for the fuzzer, and for the test that shows it old inputs again.
        .target(
            name: "FuzzTargets", dependencies: ["Vocabulary", "Wire", "Settings"],
            path: "Tests/Fuzz/Targets",
            // Not instrumented: what the judge compares would only slow the search down.
            swiftSettings: plain),
        // Tests, numbered by layer: the first red one is the most basic.
        .testTarget(
            name: "VocabularyTests", dependencies: ["Vocabulary"], swiftSettings: common),
        .testTarget(
            name: "DeskTests", dependencies: ["Desk", "Vocabulary", "World"], swiftSettings: common),
        .testTarget(
            name: "WireTests", dependencies: ["Wire", "Vocabulary"], swiftSettings: common),
        .testTarget(
            name: "TerminalTests", dependencies: ["Terminal", "Vocabulary", "Wire", "Rig"],
            swiftSettings: common),
        .testTarget(
            name: "SettingsTests", dependencies: ["Settings", "Desk", "Vocabulary"],
            swiftSettings: common),
        .testTarget(name: "IntakeTests", dependencies: ["Intake"], swiftSettings: common),
        .testTarget(
            name: "StoreTests", dependencies: ["Store", "Desk", "Vocabulary", "CSQLite"],
            swiftSettings: common),
        .testTarget(
            name: "SocketsTests", dependencies: ["Sockets", "Wire", "Vocabulary", "CLinux"],
            swiftSettings: common),
        .testTarget(name: "WorldTests", dependencies: ["World"], swiftSettings: common),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Daemon", "Settings", "Store", "Desk", "Counter", "Wire", "Vocabulary", "CLinux",
                "Secrets", "World", "Rig",
            ],
            exclude: ["Dialler"], swiftSettings: common),
        .testTarget(
            name: "FuzzTests", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Replay",
            swiftSettings: common),
        .testTarget(
            name: "HouseTests",
            dependencies: ["Wire", "Terminal", "Settings", "Store", "Desk", "Vocabulary"],
            swiftSettings: common),
    ],
    swiftLanguageModes: [.v6]
)

if isFuzzing {
    let traces = [
        "cmp1", "cmp2", "cmp4", "cmp8", "const_cmp1", "const_cmp2", "const_cmp4", "const_cmp8",
        "switch",
    ]
    let untraced = traces.flatMap { ["-Xlinker", "--wrap=__sanitizer_cov_trace_\($0)"] }
    package.targets += [
        // libFuzzer's entry.
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        // Bytes that nobody would send.
        .executableTarget(
            name: "Fuzz", dependencies: ["FuzzTargets", "CFuzzer"], path: "Tests/Fuzz/Harness",
            swiftSettings: plain,
            linkerSettings: [
                .unsafeFlags(
                    ["-sanitize=\(fuzzSanitizers)", "-use-ld=lld"]
                        + (fuzzSanitizers == "fuzzer" ? untraced : []))
            ]),
    ]
}
