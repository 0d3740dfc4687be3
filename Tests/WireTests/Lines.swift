// SPDX-License-Identifier: Apache-2.0
// What the tests of this folder share: lines in, text out, and reproducible numbers.
// Never asserts anything.

import Vocabulary
import Wire

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The request, or the error's word and fields as the peer would read them.
func device(_ line: String, overlong: Bool = false) -> Result<DeviceRequest, WireError> {
    device(Array(line.utf8), overlong: overlong)
}
func device(_ line: [UInt8], overlong: Bool = false) -> Result<DeviceRequest, WireError> {
    do {
        return .success(try DeviceParser.parse(line.span, overlong: overlong))
    } catch {
        return .failure(error)
    }
}
func console(_ line: String, overlong: Bool = false) -> Result<ConsoleRequest, WireError> {
    console(Array(line.utf8), overlong: overlong)
}
func console(_ line: [UInt8], overlong: Bool = false) -> Result<ConsoleRequest, WireError> {
    do {
        return .success(try ConsoleParser.parse(line.span, overlong: overlong))
    } catch {
        return .failure(error)
    }
}

extension Result {
    /// The error; nil on success.
    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
    /// The value; nil on failure.
    var success: Success? {
        if case .success(let value) = self { value } else { nil }
    }
}

/// The ALARM in a result; nil for anything else.
func alarm(_ result: Result<DeviceRequest, WireError>) -> SignalFields? {
    if case .success(.alarm(let fields)) = result { fields } else { nil }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededNumbers {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    /// 0 ..< `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Text that is unkind to writers: quotes, escapes, controls, direction marks, CJK, emoji.
    mutating func unkindText(atMost length: Int) -> String {
        let kinds: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x20...0x7E, 0x00...0x1F, 0x7F...0xA0, 0x5C...0x5C, 0x22...0x22,
            0x2026...0x202F, 0x2060...0x206A, 0x4E00...0x4FFF, 0x1F600...0x1F64F, 0xFEFF...0xFEFF,
            0x0600...0x0620, 0x3D...0x3D, 0x6E...0x75, 0x7B...0x7D,
        ]
        var text = ""
        for _ in 0..<below(length + 1) {
            let kind = kinds[below(kinds.count)]
            let value = kind.lowerBound + UInt32(below(kind.count))
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}

/// One line for each verb of each port, all of them understood.
let deviceLines =
    DeviceVerb.allCases.map(\.example) + [
        "@17 ALARM dev=A1234 ref=17 type=fall loc=\"浴室\" text=\"a \\\"b\\\" \\u{202E}\" t=1795188000",
        "HELLO gateway=tel-1 key=k role=notifier",
    ]
let consoleLines =
    ConsoleVerb.allCases.map(\.example) + [
        "@a TAKE 20261120-0042 v=3", "IMPORT ROW line=3 c1=H1 c2=\"1 Main St\" c4=\"key safe\"",
        "SHOW centre", "WATCH calls,offers", "STATS sla to=2026-11-20T00:00Z by=district target=12",
    ]
