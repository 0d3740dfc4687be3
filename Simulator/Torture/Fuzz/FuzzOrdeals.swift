// SPDX-License-Identifier: Apache-2.0
/// T15: bytes that nobody would send, guided by coverage, one ordeal for each kind of input.
/// Never judges an input itself: the preconditions of Tests/Fuzz/Targets do.

struct FuzzDevice: Ordeal {
    static var name: String { "fuzz-device" }
    static var catalogue: String { "T15" }
    static var meaning: String { "lines of gateways: framer, parser, manners" }
    static var share: Double { 3 }
    static var enough: Int { 100_000_000 }
    static func run(_ bench: Bench) throws -> Verdict { try FuzzRun("device").verdict(bench) }
}

struct FuzzConsole: Ordeal {
    static var name: String { "fuzz-console" }
    static var catalogue: String { "T15" }
    static var meaning: String { "lines of people: framer, parser, manners" }
    static var share: Double { 3 }
    static var enough: Int { 100_000_000 }
    static func run(_ bench: Bench) throws -> Verdict { try FuzzRun("console").verdict(bench) }
}

struct FuzzDC09: Ordeal {
    static var name: String { "fuzz-dc09" }
    static var catalogue: String { "T15" }
    static var meaning: String { "frames of diallers: cutter, parser, manners" }
    static var share: Double { 3 }
    static var enough: Int { 100_000_000 }
    static func run(_ bench: Bench) throws -> Verdict { try FuzzRun("dc09").verdict(bench) }
}

struct FuzzReply: Ordeal {
    static var name: String { "fuzz-reply" }
    static var catalogue: String { "T15" }
    static var meaning: String { "what leaves, read back: replies, events, tables" }
    static var share: Double { 2 }
    static var enough: Int { 100_000_000 }
    static func run(_ bench: Bench) throws -> Verdict { try FuzzRun("reply").verdict(bench) }
}

struct FuzzConfig: Ordeal {
    static var name: String { "fuzz-config" }
    static var catalogue: String { "T15" }
    static var meaning: String { "configuration, and the files it names" }
    static var share: Double { 1 }
    static var enough: Int { 1_000_000 }
    static func run(_ bench: Bench) throws -> Verdict { try FuzzRun("config").verdict(bench) }
}
